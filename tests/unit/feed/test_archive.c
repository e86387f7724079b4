/* Files in time: order, repeats, gaps, periods, damage; the same whatever the threads, order and compression.
 */
#include "world.h"

#include <string.h>

static const struct mrt_who A = {1, 101}, B = {2, 102};

#define WORLD(w)        \
	struct world w; \
	(void)state;    \
	world_init(&w)

static void one_announcement(struct world *w, const char *name, uint16_t collector, uint32_t t,
                             struct mrt_who who, const char *prefix, const char *path)
{
	struct buf b = {0};
	mrt_write_announce(&b, t, who, prefix, path);
	world_add(w, name, collector, &b, IO_PLAIN);
}

static void scan_tells_what_a_file_is(void **state)
{
	WORLD(w);
	struct buf b = {0};
	one_announcement(&w, "good", 0, 1000, A, "192.0.2.0/24", "101 7");
	world_add(&w, "empty", 0, &b, IO_PLAIN);
	buf_str(&b, "this is a text and no archive at all, however long one looks at it\n");
	world_add(&w, "text", 0, &b, IO_PLAIN);
	*vec_push(&w.files) = (struct archive_file){.path = mem_strdup("/nowhere/at/all")};
	archive_scan(w.files.at, w.files.n, 2);
	assert_int_equal(w.files.at[0].head.verdict, ERR_OK);
	assert_int_equal(w.files.at[0].head.time, 1000);
	assert_false(w.files.at[0].head.is_dump);
	assert_int_equal(w.files.at[1].head.verdict, ERR_EOF);
	assert_int_equal(w.files.at[2].head.verdict, ERR_VALUE);
	assert_int_equal(w.files.at[3].head.verdict, ERR_IO);
	world_run(&w, 1);
	assert_int_equal(world_lines(&w), 1);
	world_fini(&w);
}

/* What has been looked at is not opened again. */
static void scan_believes_a_head(void **state)
{
	WORLD(w);
	*vec_push(&w.files) = (struct archive_file){.path = mem_strdup("/nowhere/at/all"),
	                                            .head = {.looked = true, .time = 5, .size = 7}};
	archive_scan(w.files.at, w.files.n, 1);
	assert_int_equal(w.files.at[0].head.verdict, ERR_OK);
	assert_int_equal(w.files.at[0].head.time, 5);
	assert_int_equal(w.files.at[0].octets_in, 7);
	assert_int_equal(w.files.at[0].same_as, SIZE_MAX);
	world_fini(&w);
}

/* Of an interrupted download no more than the header may be there: it is MRT, and cut off. */
static void a_header_alone_is_a_cut_file(void **state)
{
	WORLD(w);
	struct buf b = {0};
	mrt_write_announce(&b, 1000, A, "192.0.2.0/24", "101 7");
	b.len = 12;
	world_add(&w, "header", 0, &b, IO_PLAIN);
	mrt_write_update(&b, &(struct mrt_update){.t = 1001, .micros = 5, .who = A, .path = "101 7"});
	b.len = 14; /* of the microseconds only a half */
	world_add(&w, "half", 0, &b, IO_PLAIN);
	buf_add(&b, "elf octets.", 11);
	world_add(&w, "less", 0, &b, IO_PLAIN);
	world_run(&w, 1);
	assert_int_equal(w.files.at[0].head.verdict, ERR_OK);
	assert_int_equal(w.files.at[0].head.time, 1000);
	assert_int_equal(w.files.at[0].end, ERR_SHORT);
	assert_int_equal(w.files.at[1].head.verdict, ERR_OK);
	assert_int_equal(w.files.at[1].head.micros, 0);
	assert_int_equal(w.files.at[1].end, ERR_SHORT);
	assert_int_equal(w.files.at[2].head.verdict, ERR_VALUE);
	world_fini(&w);
}

/* Time first, whatever the files are called; within a second microseconds; within an instant the older file.
 */
static void order_of_records(void **state)
{
	WORLD(w);
	struct buf b = {0};
	struct mrt_update u = {.t = 2000, .micros = 500, .who = A, .announce = "192.0.2.0/24"};
	u.path = "101 3";
	mrt_write_update(&b, &u);
	world_add(&w, "a", 0, &b, IO_PLAIN);
	u.micros = 400;
	u.path = "101 2";
	mrt_write_update(&b, &u);
	world_add(&w, "b", 0, &b, IO_PLAIN);
	mrt_write_announce(&b, 1000, A, "192.0.2.0/24", "101 1");
	mrt_write_announce(&b, 3000, A, "192.0.2.0/24", "101 4");
	world_add(&w, "c", 0, &b, IO_PLAIN);
	mrt_write_announce(&b, 1500, B, "192.0.2.0/24", "102 9");
	mrt_write_announce(&b, 3000, A, "192.0.2.0/24", "101 5");
	world_add(&w, "d", 0, &b, IO_PLAIN);
	world_run(&w, 2);
	assert_string_equal(w.log.at, "1000 AS101 192.0.2.0/24 - > 101 1 announced\n"
	                              "1500 AS102 192.0.2.0/24 - > 102 9 announced\n"
	                              "2000 AS101 192.0.2.0/24 101 1 > 101 2 announced\n"
	                              "2000 AS101 192.0.2.0/24 101 2 > 101 3 announced\n"
	                              "3000 AS101 192.0.2.0/24 101 3 > 101 4 announced\n"
	                              "3000 AS101 192.0.2.0/24 101 4 > 101 5 announced\n");
	world_fini(&w);
}

/* A record older than the one before it is applied in its place. */
static void clock_that_goes_back(void **state)
{
	WORLD(w);
	struct buf b = {0};
	mrt_write_announce(&b, 9000, A, "192.0.2.0/24", "101 1");
	mrt_write_announce(&b, 5000, A, "192.0.2.0/24", "101 2");
	world_add(&w, "a", 0, &b, IO_PLAIN);
	world_run(&w, 1);
	assert_true(world_has(&w, "9000 AS101 192.0.2.0/24 101 1 > 101 2 announced"));
	assert_int_equal(world_count(&w, "clock-back"), 1);
	world_fini(&w);
}

/* A clock that was ahead for a while, and is put right: not to be rejected, but to be told. */
static void clock_that_is_put_right(void **state)
{
	WORLD(w);
	struct buf b = {0};
	mrt_write_announce(&b, 1000, A, "192.0.2.0/24", "101 1");
	mrt_write_announce(&b, 1420, A, "192.0.2.0/24", "101 2");
	mrt_write_announce(&b, 1300, A, "192.0.2.0/24", "101 3");
	mrt_write_announce(&b, 1010, A, "192.0.2.0/24", "101 4");
	world_add(&w, "a", 0, &b, IO_PLAIN);
	w.run.clock_back = 120;
	world_run(&w, 1);
	assert_int_equal(w.files.at[0].n_clock, 1);
	assert_int_equal(tally_total(&w.tally), 0);
	assert_true(world_has(&w, "1420 AS101 192.0.2.0/24 101 3 > 101 4 announced"));
	world_fini(&w);
}

/* One record that is far ahead of both its neighbours holds nothing up; a stretch of silence is none. */
static void clock_that_jumps(void **state)
{
	WORLD(w);
	struct buf b = {0};
	mrt_write_announce(&b, 1000, A, "192.0.2.0/24", "101 1");
	mrt_write_announce(&b, 900000, A, "192.0.2.0/24", "101 2");
	mrt_write_announce(&b, 1010, A, "192.0.2.0/24", "101 3");
	mrt_write_announce(&b, 9000, A, "192.0.2.0/24", "101 4");
	mrt_write_announce(&b, 9001, A, "192.0.2.0/24", "101 5");
	world_add(&w, "a", 0, &b, IO_PLAIN);
	one_announcement(&w, "b", 1, 5000, B, "192.0.2.0/24", "102 1");
	world_run(&w, 1);
	assert_string_equal(w.log.at, "1000 AS101 192.0.2.0/24 - > 101 1 announced\n"
	                              "1000 AS101 192.0.2.0/24 101 1 > 101 2 announced\n"
	                              "1010 AS101 192.0.2.0/24 101 2 > 101 3 announced\n"
	                              "5000 AS102 192.0.2.0/24 - > 102 1 announced\n"
	                              "9000 AS101 192.0.2.0/24 101 3 > 101 4 announced\n"
	                              "9001 AS101 192.0.2.0/24 101 4 > 101 5 announced\n");
	assert_int_equal(world_count(&w, "clock-jump"), 1);
	assert_int_equal(world_count(&w, "clock-back"), 0);
	assert_int_equal(w.files.at[0].n_clock, 1);
	assert_int_equal(w.files.at[0].n_records, 5);
	world_fini(&w);
}

static void story(struct buf *b, uint32_t from, uint32_t to)
{
	for (uint32_t t = from; t < to; t++) {
		mrt_write_announce(b, t, A, "10.1.0.0/16", t % 2 ? "101 5 7" : "101 6 7");
		mrt_write_announce(b, t, B, "10.1.0.0/16", "102 7");
		mrt_write_withdraw(b, t, B, "10.1.0.0/16");
		mrt_write_announce(b, t, A, "10.2.0.0/16", "101 5 7");
		mrt_write_withdraw(b, t, A, "10.2.0.0/16");
	}
}

/* A file that repeats another's records adds nothing: whole, in part, overlapping, compressed. */
static void repeats_add_nothing(void **state)
{
	WORLD(once);
	struct buf b = {0};
	story(&b, 1000, 1100);
	world_add(&once, "a", 0, &b, IO_PLAIN);
	world_run(&once, 1);
	struct world w;
	world_init(&w);
	story(&b, 1000, 1060);
	world_add(&w, "x", 0, &b, IO_GZIP);
	story(&b, 1000, 1060);
	world_add(&w, "y", 0, &b, IO_BZIP2); /* the same octets */
	story(&b, 1030, 1100);
	world_add(&w, "z", 0, &b, IO_PLAIN);
	story(&b, 1059, 1060);
	world_add(&w, "end", 0, &b, IO_PLAIN);
	world_run(&w, 2);
	assert_string_equal(w.log.at, once.log.at);
	assert_int_equal(w.apply.counts.records, once.apply.counts.records);
	assert_int_equal(w.apply.counts.announcements, once.apply.counts.announcements);
	assert_int_equal(w.files.at[1].same_as, 0);
	assert_int_equal(w.files.at[0].same_as, SIZE_MAX);
	assert_int_equal(w.events.n, once.events.n);
	assert_int_equal(w.events.at[0].n_peak, 2);
	assert_int_equal(w.events.at[0].n_announcements, once.events.at[0].n_announcements);
	world_fini(&w);
	/* another collector's file is its own witness, even if it says the same */
	world_init(&w);
	story(&b, 1000, 1010);
	world_add(&w, "x", 0, &b, IO_PLAIN);
	story(&b, 1000, 1010);
	world_add(&w, "y", 1, &b, IO_PLAIN);
	world_run(&w, 1);
	assert_int_equal(rib_peer_count(w.rib), 4);
	world_fini(&w);
	world_fini(&once);
}

/* What one file says twice is said twice. */
static void one_file_may_say_it_twice(void **state)
{
	WORLD(w);
	struct buf b = {0};
	for (int i = 0; i < 2; i++) {
		mrt_write_announce(&b, 1000, A, "192.0.2.0/24", "101 7");
		mrt_write_withdraw(&b, 1000, A, "192.0.2.0/24");
	}
	world_add(&w, "x", 0, &b, IO_PLAIN);
	mrt_write_announce(&b, 1000, A, "192.0.2.0/24", "101 7");
	mrt_write_withdraw(&b, 1000, A, "192.0.2.0/24");
	mrt_write_withdraw(&b, 1001, A, "192.0.2.0/24");
	world_add(&w, "y", 0, &b, IO_PLAIN);
	world_run(&w, 1);
	assert_int_equal(w.apply.counts.announcements, 2);
	assert_int_equal(world_lines(&w), 4);
	assert_int_equal(w.files.at[0].n_repeated + w.files.at[1].n_repeated, 2);
	world_fini(&w);
}

static void dump(struct world *w, const char *name, uint32_t t, const char *prefix, const char *path)
{
	struct buf b = {0};
	struct mrt_rib_entry a = {0, path, 0};
	mrt_write_peers(&b, t, &A, 1);
	mrt_write_rib(&b, t, "198.51.100.0/24", &a, 1, false);
	if (prefix)
		mrt_write_rib(&b, t, prefix, &a, 1, false);
	world_add(w, name, 0, &b, IO_PLAIN);
}

/* Gaps keep the state and are listed; what was lost in one was lost at the last record before it. */
static void gaps_between_files(void **state)
{
	WORLD(w);
	dump(&w, "rib1", 1000, "10.1.0.0/16", "101 7");
	one_announcement(&w, "updates", 0, 1300, A, "203.0.113.0/24", "101 7");
	dump(&w, "rib2", 9000, NULL, "101 7");
	one_announcement(&w, "other", 1, 5000, B, "203.0.113.0/24", "102 7"); /* another collector */
	world_run(&w, 2);
	assert_int_equal(w.run.gaps.n, 1);
	assert_int_equal(w.run.gaps.at[0].collector, 0);
	assert_int_equal(w.run.gaps.at[0].from, 1300);
	assert_int_equal(w.run.gaps.at[0].to, 9000);
	assert_true(world_has(&w, "1300 AS101 10.1.0.0/16 101 7 > - dumped"));
	assert_int_equal(w.events.n, 1);
	assert_int_equal(w.events.at[0].start, 1000);
	assert_int_equal(w.events.at[0].end, 1300);
	assert_false(w.events.at[0].open);
	assert_int_equal(world_route(&w, "198.51.100.0/24", 7)->n_now, 1);
	world_fini(&w);
}

/* A file that goes on is no gap, however quiet it is; nor is a quarter of an hour. */
static void quiet_is_no_gap(void **state)
{
	WORLD(w);
	struct buf b = {0};
	mrt_write_announce(&b, 1000, A, "192.0.2.0/24", "101 7");
	mrt_write_announce(&b, 90000, B, "192.0.2.0/24", "102 7");
	world_add(&w, "long", 0, &b, IO_PLAIN);
	dump(&w, "rib", 50000, NULL, "101 7");
	one_announcement(&w, "next", 0, 90900, A, "203.0.113.0/24", "101 7");
	world_run(&w, 1);
	assert_int_equal(w.run.gaps.n, 0);
	assert_true(world_has(&w, "50000 AS101 192.0.2.0/24 101 7 > - dumped"));
	world_fini(&w);
}

/* An entry older than an update since the dump began loses; a dump of many seconds beside updates. */
static void updates_during_a_dump(void **state)
{
	WORLD(w);
	struct buf b = {0};
	struct mrt_rib_entry a = {0, "101 7", 0};
	mrt_write_peers(&b, 1000, &A, 1);
	mrt_write_rib(&b, 1000, "192.0.2.0/24", &a, 1, false);
	mrt_write_rib(&b, 1020, "198.51.100.0/24", &a, 1, false);
	mrt_write_rib(&b, 1020, "203.0.113.0/24", &a, 1, false);
	world_add(&w, "rib", 0, &b, IO_PLAIN);
	mrt_write_announce(&b, 900, A, "10.1.0.0/16", "101 7");      /* not in the dump: goes */
	mrt_write_withdraw(&b, 1010, A, "192.0.2.0/24");             /* younger than its entry: wins */
	mrt_write_announce(&b, 1010, A, "198.51.100.0/24", "101 8"); /* older than its entry: loses */
	mrt_write_announce(&b, 1010, A, "10.2.0.0/16", "101 8");     /* not in the dump, but younger */
	world_add(&w, "updates", 0, &b, IO_PLAIN);
	world_run(&w, 1);
	assert_null(world_route(&w, "192.0.2.0/24", 7));
	assert_int_equal(world_route(&w, "198.51.100.0/24", 7)->n_now, 1);
	assert_int_equal(world_route(&w, "198.51.100.0/24", 8)->n_now, 0);
	assert_int_equal(world_route(&w, "10.2.0.0/16", 8)->n_now, 1);
	assert_int_equal(world_route(&w, "10.1.0.0/16", 7)->n_now, 0);
	assert_int_equal(world_route(&w, "10.1.0.0/16", 7)->last_seen, 1020);
	world_fini(&w);
}

/* Of a dump that is cut off nobody knows what else it would have shown. */
static void cut_dump(void **state)
{
	for (int torn = 0; torn < 3; torn++) {
		WORLD(w);
		struct buf b = {0};
		struct mrt_rib_entry a = {0, "101 8", 0};
		one_announcement(&w, "updates", 0, 1000, A, "192.0.2.0/24 198.51.100.0/24", "101 7");
		mrt_write_peers(&b, 1100, &A, 1);
		mrt_write_rib(&b, 1100, "192.0.2.0/24", &a, 1, false);
		if (torn < 2)
			mrt_write_rib(&b, 1100, "203.0.113.0/24", &a, 1, false);
		b.len -= torn == 1 ? 3 : 0;
		if (torn == 2) { /* damage in the middle */
			buf_str(&b, "something that was never a record, of forty octets or so");
			mrt_write_rib(&b, 1100, "203.0.113.0/24", &a, 1, false);
			mrt_write_rib(&b, 1100, "10.9.0.0/16", &a, 1, false);
			mrt_write_rib(&b, 1100, "10.8.0.0/16", &a, 1, false);
			mrt_write_rib(&b, 1100, "10.7.0.0/16", &a, 1, false);
		}
		world_add(&w, "rib", 0, &b, IO_PLAIN);
		world_run(&w, 1);
		assert_true(world_has(&w, "1100 AS101 192.0.2.0/24 101 7 > 101 8 dumped"));
		assert_int_equal(world_route(&w, "198.51.100.0/24", 7)->n_now, torn > 0);
		assert_int_equal(world_route(&w, "203.0.113.0/24", 8) != NULL, torn != 1);
		world_fini(&w);
	}
}

/* What stands when the period starts is seen from its first instant; what lies behind its end is not read. */
static void period(void **state)
{
	WORLD(w);
	struct buf b = {0};
	mrt_write_announce(&b, 1000, A, "192.0.2.0/24 198.51.100.0/24 203.0.113.0/24", "101 7");
	mrt_write_announce(&b, 1000, B, "192.0.2.0/24 203.0.113.0/24", "102 7");
	mrt_write_withdraw(&b, 1500, A, "198.51.100.0/24 203.0.113.0/24");
	mrt_write_withdraw(&b, 1500, B, "192.0.2.0/24");
	mrt_write_announce(&b, 2500, A, "198.51.100.0/24", "101 7");
	mrt_write_withdraw(&b, 2600, B, "203.0.113.0/24");
	mrt_write_announce(&b, 3000, B, "192.0.2.0/24", "102 7");
	world_add(&w, "a", 0, &b, IO_PLAIN);
	one_announcement(&w, "b", 0, 3000, B, "198.51.100.0/24", "102 7");
	w.run.from = 2000;
	w.run.to = 3000;
	world_run(&w, 2);
	const struct rib_route *r = world_route(&w, "192.0.2.0/24", 7);
	assert_int_equal(r->first_seen, 2000);
	assert_int_equal(r->last_seen, 2600);
	assert_int_equal(r->n_peak, 1);
	r = world_route(&w, "198.51.100.0/24", 7);
	assert_int_equal(r->first_seen, 2500);
	assert_int_equal(r->n_peak, 1);
	r = world_route(&w, "203.0.113.0/24", 7);
	assert_int_equal(r->first_seen, 2000);
	assert_int_equal(r->last_seen, 2600);
	assert_int_equal(w.run.observed_from, 2500);
	assert_int_equal(w.run.observed_to, 2600);
	assert_int_equal(rib_peer_get(w.rib, 0)->n_peak[RIB_V4], 2);
	assert_int_equal(rib_peer_get(w.rib, 1)->n_peak[RIB_V4], 1);
	world_fini(&w);
}

/* A folder of several collectors, dumps and updates, written in pieces. */
static void folder(struct world *w, unsigned turn, enum io_kind kind)
{
	for (unsigned k = 0; k < 9; k++) {
		unsigned i = (k * 2 + turn) % 9; /* another order */
		uint16_t collector = (uint16_t)(i % 3);
		struct buf b = {0};
		char name[16];
		uint32_t t = 10000 + i / 3 * 600;
		for (uint32_t j = 0; j < 500; j++) {
			struct mrt_who who = {j % 7 + 1, 101 + j % 5};
			char prefix[32], path[48];
			snprintf(prefix, sizeof prefix, "%u.%u.0.0/16", j % 3 ? 20 : 10, j * 7 % 40);
			snprintf(path, sizeof path, "%u %u %u", 101 + j % 5, i + 1, j % 11 ? 7 : 64600);
			if (j % 4 == 3)
				mrt_write_withdraw(&b, t + j, who, prefix);
			else
				mrt_write_announce(&b, t + j, who, prefix, path);
			if (j % 97 == 0)
				mrt_write_state(&b, t + j, who, 6, 1);
		}
		snprintf(name, sizeof name, "%c%u", 'a' + (char)((turn * 5 + i * 4) % 9), i);
		world_add(w, name, collector, &b, kind);
	}
}

static void events_equal(const struct event_list *a, const struct event_list *b)
{
	assert_int_equal(a->n, b->n);
	for (size_t i = 0; i < a->n; i++) {
		const struct event *x = &a->at[i], *y = &b->at[i];
		assert_int_equal(x->metric, y->metric);
		assert_int_equal(x->culprit, y->culprit);
		assert_int_equal(x->start, y->start);
		assert_int_equal(x->end, y->end);
		assert_int_equal(x->n_peak, y->n_peak);
		assert_int_equal(x->n_announcements, y->n_announcements);
		assert_int_equal(x->accomplices.n, y->accomplices.n);
	}
}

static void the_same_however_it_is_read(void **state)
{
	WORLD(first);
	folder(&first, 0, IO_PLAIN);
	world_run(&first, 1);
	assert_true(world_lines(&first) > 1000);
	assert_true(first.events.n > 20);
	static const enum io_kind kinds[] = {IO_PLAIN, IO_GZIP, IO_BZIP2, IO_XZ, IO_ZSTD};
	for (unsigned turn = 0; turn < 5; turn++) {
		struct world w;
		world_init(&w);
		folder(&w, turn, kinds[turn]);
		world_run(&w, turn == 0 ? 4 : turn);
		assert_string_equal(w.log.at, first.log.at);
		events_equal(&w.events, &first.events);
		assert_int_equal(w.run.gaps.n, first.run.gaps.n);
		world_fini(&w);
	}
	world_fini(&first);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(scan_tells_what_a_file_is),
    cmocka_unit_test(a_header_alone_is_a_cut_file),
    cmocka_unit_test(scan_believes_a_head),
    cmocka_unit_test(order_of_records),
    cmocka_unit_test(clock_that_goes_back),
    cmocka_unit_test(clock_that_jumps),
    cmocka_unit_test(clock_that_is_put_right),
    cmocka_unit_test(repeats_add_nothing),
    cmocka_unit_test(one_file_may_say_it_twice),
    cmocka_unit_test(gaps_between_files),
    cmocka_unit_test(quiet_is_no_gap),
    cmocka_unit_test(updates_during_a_dump),
    cmocka_unit_test(cut_dump),
    cmocka_unit_test(period),
    cmocka_unit_test(the_same_however_it_is_read),
};
TEST_MAIN(tests)
