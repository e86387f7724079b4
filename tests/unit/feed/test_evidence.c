/* For each witnessed announcement the raw record that told it. */
#include "world.h"

#include <string.h>

static const struct mrt_who A = {1, 101}, B = {2, 102};

#define WORLD(w)        \
	struct world w; \
	(void)state;    \
	world_init(&w)

/* The record that an event's evidence points at, compared with what was written. */
static void is_record(const struct world *w, const struct evidence *e, uint32_t file, uint64_t number,
                      const struct buf *octets, size_t offset, size_t len)
{
	assert_true(e->message < evidence_count(w->evidence));
	struct evidence_message m = evidence_get(w->evidence, e->message);
	assert_int_equal(m.file, file);
	assert_int_equal(m.record, number);
	assert_int_equal(m.offset, offset);
	assert_int_equal(m.len, len);
	assert_non_null(m.octets);
	assert_memory_equal(m.octets, octets->at + offset, len);
}

static void of_updates(void **state)
{
	WORLD(w);
	struct buf b = {0}, copy = {0};
	mrt_write_announce(&b, 1000, A, "192.0.2.0/24", "101 7");
	size_t first = b.len;
	mrt_write_announce(&b, 1001, A, "10.1.0.0/16 10.2.0.0/16", "101 5 7");
	size_t second = b.len;
	mrt_write_announce(&b, 1002, A, "10.1.0.0/16", "101 6 7");
	size_t third = b.len;
	buf_add(&copy, b.at, b.len);
	world_add(&w, "a", 0, &b, IO_GZIP);
	world_run(&w, 1);
	assert_int_equal(w.events.n, 2);
	assert_int_equal(evidence_count(w.evidence), 2); /* one record for two prefixes */
	const struct event *e = &w.events.at[0];
	assert_int_equal(e->evidence.n, 2);
	is_record(&w, &e->evidence.at[0], 0, 1, &copy, first, second - first);
	is_record(&w, &e->evidence.at[1], 0, 2, &copy, second, third - second);
	assert_int_equal(w.events.at[1].evidence.at[0].message, e->evidence.at[0].message);
	assert_int_equal(evidence_get(w.evidence, e->evidence.at[0].message).peers, RIB_NONE);
	buf_fini(&copy);
	world_fini(&w);
}

/* What ended it: a withdrawal, another route in its place. */
static void of_endings(void **state)
{
	(void)state;
	WORLD(w);
	struct buf b = {0}, copy = {0};
	mrt_write_announce(&b, 1000, A, "10.1.0.0/16 10.2.0.0/16", "101 5 7");
	mrt_write_announce(&b, 1001, A, "10.1.0.0/16", "101 6 7"); /* shows the same: no end */
	size_t first = b.len;
	mrt_write_announce(&b, 1002, A, "10.1.0.0/16", "101 8");
	size_t second = b.len;
	mrt_write_withdraw(&b, 1003, A, "10.2.0.0/16");
	size_t third = b.len;
	buf_add(&copy, b.at, b.len);
	world_add(&w, "a", 0, &b, IO_GZIP);
	world_run(&w, 1);
	assert_int_equal(w.events.n, 3); /* the third is AS 8's */
	const struct event *replaced = &w.events.at[0], *withdrawn = &w.events.at[1];
	assert_int_equal(replaced->endings.n, 1);
	is_record(&w, &replaced->endings.at[0], 0, 2, &copy, first, second - first);
	assert_int_equal(replaced->endings.at[0].cause, RIB_ANNOUNCED);
	assert_int_equal(replaced->endings.at[0].path, w.events.at[2].evidence.at[0].path);
	assert_int_equal(replaced->endings.at[0].before, replaced->evidence.at[1].path);
	assert_int_equal(replaced->evidence.at[0].before, PATH_NONE);
	assert_int_equal(replaced->evidence.at[1].before, replaced->evidence.at[0].path);
	assert_int_equal(withdrawn->endings.n, 1);
	is_record(&w, &withdrawn->endings.at[0], 0, 3, &copy, second, third - second);
	assert_int_equal(withdrawn->endings.at[0].cause, RIB_WITHDRAWN);
	assert_int_equal(withdrawn->endings.at[0].path, PATH_NONE);
	assert_int_equal(w.events.at[2].endings.n, 0);
	buf_fini(&copy);
	world_fini(&w);
}

/* A record of a dump names the table of peers in front of it: kept too, and before it. */
static void needs_table(const struct world *w, const struct evidence *e, uint64_t number,
                        const struct buf *octets, size_t offset, size_t len)
{
	struct evidence_message m = evidence_get(w->evidence, e->message);
	assert_true(m.peers < e->message);
	struct evidence table = {.message = m.peers};
	is_record(w, &table, m.file, number, octets, offset, len);
	assert_int_equal(evidence_get(w->evidence, m.peers).peers, RIB_NONE);
}

static void of_dumps(void **state)
{
	WORLD(w);
	struct buf b = {0}, copy = {0};
	struct mrt_who peers[] = {A, B};
	struct mrt_rib_entry e[] = {{0, "101 7", 0}, {1, "102 7", 0}}, other[] = {{1, "102 7", 0}};
	mrt_write_peers(&b, 1000, peers, 2);
	size_t table = b.len;
	mrt_write_rib(&b, 1000, "192.0.2.0/24", e, 2, false);
	size_t first = b.len;
	mrt_write_rib(&b, 1000, "10.1.0.0/16", e, 2, false);
	size_t second = b.len;
	mrt_write_rib(&b, 1000, "10.2.0.0/16", other, 1, false);
	size_t third = b.len;
	buf_add(&copy, b.at, b.len);
	world_add(&w, "a", 0, &b, IO_PLAIN);
	mrt_write_peers(&b, 2000, peers, 2); /* it says nothing new but one */
	mrt_write_rib(&b, 2000, "10.1.0.0/16", e, 2, false);
	mrt_write_rib(&b, 2000, "10.2.0.0/16", e, 2, false);
	world_add(&w, "b", 0, &b, IO_PLAIN);
	world_run(&w, 1);
	assert_int_equal(w.events.n, 2);
	assert_int_equal(evidence_count(w.evidence), 5); /* with a table of peers for each file */
	for (int i = 0; i < 2; i++)
		is_record(&w, &w.events.at[0].evidence.at[i], 0, 2, &copy, first, second - first);
	is_record(&w, &w.events.at[1].evidence.at[0], 0, 3, &copy, second, third - second);
	struct evidence_message m = evidence_get(w.evidence, w.events.at[1].evidence.at[1].message);
	assert_int_equal(m.file, 1);
	assert_int_equal(m.record, 2);
	needs_table(&w, &w.events.at[0].evidence.at[0], 0, &copy, 0, table);
	needs_table(&w, &w.events.at[1].evidence.at[0], 0, &copy, 0, table);
	m = evidence_get(w.evidence, m.peers);
	assert_int_equal(m.file, 1);
	assert_int_equal(m.record, 0);
	buf_fini(&copy);
	world_fini(&w);
}

/* Each dump of a file by the table that began it, though its changes are told only when the next one begins.
 */
static void two_dumps_in_a_file(void **state)
{
	WORLD(w);
	struct buf b = {0}, copy = {0};
	struct mrt_who one[] = {A}, both[] = {B, A};
	struct mrt_rib_entry e[] = {{0, "101 7", 0}}, f[] = {{0, "102 7", 0}, {1, "101 7", 0}};
	mrt_write_peers(&b, 1000, one, 1);
	size_t first = b.len;
	mrt_write_rib(&b, 1000, "10.1.0.0/16", e, 1, false);
	size_t second = b.len;
	mrt_write_peers(&b, 2000, both, 2);
	size_t third = b.len;
	mrt_write_rib(&b, 2000, "10.1.0.0/16", f, 2, false);
	buf_add(&copy, b.at, b.len);
	world_add(&w, "a", 0, &b, IO_PLAIN);
	world_run(&w, 1);
	assert_int_equal(w.events.n, 1);
	assert_int_equal(w.events.at[0].evidence.n, 2);
	needs_table(&w, &w.events.at[0].evidence.at[0], 0, &copy, 0, first);
	needs_table(&w, &w.events.at[0].evidence.at[1], 2, &copy, second, third - second);
	buf_fini(&copy);
	world_fini(&w);
}

static void octets_are_bounded(void **state)
{
	struct world w;
	struct buf b = {0};
	(void)state;
	world_init_limited(&w, 150); /* room for one record */
	mrt_write_announce(&b, 1000, A, "10.1.0.0/16", "101 5 7");
	size_t first = b.len;
	assert_in_range(first, 76, 150);
	mrt_write_announce(&b, 1001, A, "10.2.0.0/16", "101 5 7");
	world_add(&w, "a", 0, &b, IO_PLAIN);
	world_run(&w, 1);
	assert_int_equal(evidence_count(w.evidence), 2);
	assert_non_null(evidence_get(w.evidence, 0).octets);
	struct evidence_message m = evidence_get(w.evidence, 1);
	assert_null(m.octets);
	assert_int_equal(m.offset, first);
	assert_int_equal(m.record, 1);
	assert_int_equal(m.len, 0);
	world_fini(&w);
}

/* Of an event that many announce, what is only counted is not kept. */
static void no_more_than_an_event_keeps(void **state)
{
	WORLD(w);
	struct buf b = {0};
	for (uint32_t i = 0; i < 200; i++)
		mrt_write_announce(&b, 1000 + i, A, "10.1.0.0/16", i % 2 ? "101 5 7" : "101 6 7");
	world_add(&w, "a", 0, &b, IO_PLAIN);
	world_run(&w, 1);
	assert_int_equal(w.events.at[0].n_announcements, 200);
	assert_int_equal(evidence_count(w.evidence), EVENT_EVIDENCE);
	world_fini(&w);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(of_updates),         cmocka_unit_test(of_endings),
    cmocka_unit_test(of_dumps),           cmocka_unit_test(two_dumps_in_a_file),
    cmocka_unit_test(octets_are_bounded), cmocka_unit_test(no_more_than_an_event_keeps),
};
TEST_MAIN(tests)
