/* Sessions that are not well, in scripted time: what is found, and what their routes are meanwhile. */
#include "../test.h"
#include "feed/health.h"
#include "feed/skew.h"

#include <string.h>

enum { PEERS = 4, ROUTES = 100, ORIGIN = 7, NEWER = 8 };

struct world {
	struct rib *rib;
	struct health *health;
	peer_id peer[PEERS]; /* 0 and 1 of collector 0, 2 and 3 of collector 1 */
	unsigned unknown;    /* changes to unknown */
};

static void changed(void *ctx, const struct rib_change *c)
{
	struct world *w = ctx;
	w->unknown += c->cause == RIB_UNKNOWN;
	health_change(w->health, c);
}

static void setup(struct world *w)
{
	static const struct health_limits limits = {.flaps = 3,
	                                            .table_n = 1,
	                                            .table_d = 2,
	                                            .table_least = 50,
	                                            .window = 900,
	                                            .stale_after = 3600,
	                                            .garbage_n = 1,
	                                            .garbage_d = 10,
	                                            .garbage_least = 10,
	                                            .missed_n = 3,
	                                            .missed_d = 2,
	                                            .clock_skew = 120};
	*w = (struct world){0};
	w->rib = rib_new((struct rib_limits){.hold = 900}, (struct rib_observer){changed, w});
	w->health = health_new(w->rib, &limits);
	for (uint32_t i = 0; i < PEERS; i++)
		w->peer[i] = rib_peer_find(w->rib, (uint16_t)(i / 2), addr_from_v4(0x0a000001 + i), 101 + i);
}

static void teardown(struct world *w)
{
	health_free(w->health);
	rib_free(w->rib);
}

static struct prefix prefix_at(uint32_t i)
{
	return (struct prefix){.hi = (uint64_t)(0x50000000 + (i << 8)) << 32, .family = FAMILY_V4, .len = 24};
}

static bool say(struct world *w, uint32_t t, int peer, uint32_t route, asn_t origin)
{
	struct prefix p = prefix_at(route);
	struct path_hop hops[] = {{101 + (asn_t)peer, PATH_HOP_ASN}, {origin, PATH_HOP_ASN}};
	rib_advance(w->rib, t);
	if (!health_heard(w->health, t, w->peer[peer]))
		return false;
	health_announced(w->health, t, w->peer[peer], &p);
	rib_announce(w->rib, t, w->peer[peer], &p, path_intern(rib_paths(w->rib), hops, 2));
	return true;
}

static void say_all(struct world *w, uint32_t t, int peer)
{
	for (uint32_t i = 0; i < ROUTES; i++)
		say(w, t, peer, i, ORIGIN);
}

/* A dump of collector 0 that shows all of peers 0 and 1. */
static void dump(struct world *w, uint32_t t, uint32_t newest)
{
	struct rib_stage *s = rib_stage_begin(w->rib, 0);
	rib_advance(w->rib, t);
	health_dump(w->health, t, 0);
	for (uint32_t i = 0; i < ROUTES; i++) {
		struct prefix p = prefix_at(i);
		prefix_id id = rib_stage_record(s, t, &p);
		for (int k = 0; k < 2; k++) {
			struct path_hop hops[] = {{101 + (asn_t)k, PATH_HOP_ASN}, {ORIGIN, PATH_HOP_ASN}};
			rib_stage_entry(s, t, w->peer[k], FAMILY_V4, id,
			                path_intern(rib_paths(w->rib), hops, 2));
		}
	}
	for (int k = 0; k < 2; k++)
		health_dumped(w->health, t, w->peer[k], ROUTES, newest);
	rib_stage_end(s);
}

static uint32_t known(const struct world *w, int peer)
{
	const struct rib_peer *p = rib_peer_get(w->rib, w->peer[peer]);
	return p->table[RIB_V4].n - p->n_unknown[RIB_V4];
}

/* The last of its kind; of no kind: there is none. */
static struct health_finding find(struct world *w, enum health_kind kind)
{
	size_t n;
	const struct health_finding *f = health_finish(w->health, 1000, 50000, &n);
	struct health_finding one = {.kind = HEALTH_KINDS};
	for (size_t i = 0; i < n; i++)
		if (f[i].kind == kind)
			one = f[i];
	return one;
}

/* Peer 1 is heard, peer 0 is not: its routes are unknown until it is. */
static void who_says_nothing_is_stale(void **s)
{
	struct world w;
	(void)s;
	setup(&w);
	dump(&w, 10000, 9990);
	assert_int_equal(known(&w, 0), ROUTES);
	for (uint32_t t = 10000; t < 17000; t += 300)
		say(&w, t, 1, 3, t % 600 ? ORIGIN : NEWER);
	dump(&w, 17000, 16990);
	assert_int_equal(known(&w, 0), 0);
	assert_int_equal(known(&w, 1), ROUTES);
	assert_int_equal(w.unknown, ROUTES);
	struct health_finding f = find(&w, HEALTH_STALE);
	assert_int_not_equal(f.kind, HEALTH_KINDS);
	assert_int_equal(f.peer, w.peer[0]);
	rib_advance(w.rib, 30000); /* unknown without an end */
	assert_int_equal(rib_peer_get(w.rib, w.peer[0])->table[RIB_V4].n, ROUTES);
	assert_true(say(&w, 30000, 0, 3, ORIGIN));
	assert_int_equal(known(&w, 0), ROUTES);
	assert_int_equal(rib_peer_get(w.rib, w.peer[0])->session, RIB_SESSION_UP);
	teardown(&w);
}

/* While nothing is recorded nobody can be heard. */
static void a_gap_makes_nobody_stale(void **s)
{
	struct world w;
	(void)s;
	setup(&w);
	dump(&w, 10000, 9990);
	for (uint32_t t = 10000; t < 12000; t += 300)
		say(&w, t, 1, 3, t % 600 ? ORIGIN : NEWER);
	dump(&w, 40000, 39990);
	assert_int_equal(known(&w, 0), ROUTES);
	assert_int_equal(find(&w, HEALTH_STALE).kind, HEALTH_KINDS);
	teardown(&w);
}

/* No table has nothing younger than that. */
static void old_entries_are_stale_at_once(void **s)
{
	struct world w;
	(void)s;
	setup(&w);
	say(&w, 9999, 1, 0, ORIGIN);
	dump(&w, 10000, 6399);
	assert_int_equal(known(&w, 0), 0);
	assert_int_equal(known(&w, 1), ROUTES);
	teardown(&w);
	setup(&w);
	dump(&w, 10000, 6400);
	assert_int_equal(known(&w, 0), ROUTES);
	teardown(&w);
}

static void garbage_is_not_listened_to(void **s)
{
	struct world w;
	(void)s;
	setup(&w);
	for (uint32_t i = 0; i < 90; i++)
		say(&w, 1000, 0, i, ORIGIN);
	health_malformed(w.health, 1001, w.peer[0], 9);
	assert_int_equal(known(&w, 0), 90);
	health_malformed(w.health, 1001, w.peer[0], 1);
	assert_int_equal(known(&w, 0), 0);
	assert_false(say(&w, 1002, 0, 5, NEWER));
	struct health_finding f = find(&w, HEALTH_GARBAGE);
	assert_int_equal(f.n, 10);
	assert_int_equal(f.of, 100);
	assert_int_equal(f.peer, w.peer[0]);
	health_heard(w.health, 2000, w.peer[0]);
	health_state(w.health, 2000, w.peer[0], true);
	rib_session_up(w.rib, 2000, w.peer[0]);
	assert_true(say(&w, 2001, 0, 5, NEWER));
	assert_int_equal(known(&w, 0), 1);
	rib_advance(w.rib, 3000); /* what was not said again is lost */
	assert_int_equal(rib_peer_get(w.rib, w.peer[0])->table[RIB_V4].n, 1);
	teardown(&w);
}

static void flaps_are_counted(void **s)
{
	struct world w;
	(void)s;
	setup(&w);
	for (uint32_t t = 1000; t < 3000; t += 1000)
		health_state(w.health, t, w.peer[2], false);
	assert_int_equal(find(&w, HEALTH_FLAPS).kind, HEALTH_KINDS);
	health_state(w.health, 3000, w.peer[2], false);
	struct health_finding f = find(&w, HEALTH_FLAPS);
	assert_int_equal(f.n, 3);
	assert_int_equal(f.from, 1000);
	assert_int_equal(f.to, 3000);
	assert_int_equal(f.collector, 1);
	teardown(&w);
}

/* The first time it is its table; half of it within the window is the table again; a few routes often are
 * not. */
static void tables_sent_again(void **s)
{
	struct world w;
	(void)s;
	setup(&w);
	say_all(&w, 1000, 0);
	assert_int_equal(find(&w, HEALTH_TABLES_AGAIN).kind, HEALTH_KINDS);
	for (uint32_t i = 0; i < 1000; i++)
		say(&w, 3000, 0, i % 40, i % 2 ? ORIGIN : NEWER);
	assert_int_equal(find(&w, HEALTH_TABLES_AGAIN).kind, HEALTH_KINDS);
	say_all(&w, 5000, 0);
	struct health_finding f = find(&w, HEALTH_TABLES_AGAIN);
	assert_int_equal(f.n, 1);
	assert_int_equal(f.of, 0);
	assert_int_equal(f.from, 5000);
	health_heard(w.health, 8000, w.peer[0]);
	health_state(w.health, 8000, w.peer[0], true);
	say_all(&w, 8001, 0);
	f = find(&w, HEALTH_TABLES_AGAIN);
	assert_int_equal(f.n, 2);
	assert_int_equal(f.of, 1);
	teardown(&w);
}

static void tables_missing_and_late(void **s)
{
	struct world w;
	(void)s;
	setup(&w);
	say(&w, 500, 0, 1, ORIGIN);
	health_dump(w.health, 2000, 0);
	health_dump(w.health, 3000, 0);
	health_dump(w.health, 4000, 0);
	health_dump(w.health, 5499, 0);
	assert_int_equal(find(&w, HEALTH_NO_TABLE).kind, HEALTH_KINDS);
	health_dump(w.health, 6999, 0);
	struct health_finding f = find(&w, HEALTH_NO_TABLE);
	assert_int_equal(f.from, 5499);
	assert_int_equal(f.to, 6999);
	f = find(&w, HEALTH_EARLY);
	assert_int_equal(f.from, 500);
	assert_int_equal(f.to, 2000);
	teardown(&w);
}

/* Changes that both collectors see, the second one by a clock that is seven minutes behind. */
static void a_clock_that_is_behind(void **s)
{
	struct world w;
	(void)s;
	setup(&w);
	for (int k = 0; k < 4; k++)
		say_all(&w, 1000, k);
	for (uint32_t i = 0; i < 60; i++) {
		uint32_t t = 10000 + 100 * i;
		say(&w, t, 3, i, NEWER);
		if (i >= 4)
			say(&w, t, 1, i - 4, NEWER);
	}
	assert_int_equal(health_spread(w.health, (uint32_t[]){0, 2}, 2), 0); /* not finished */
	struct health_finding f = find(&w, HEALTH_CLOCK_SKEW);
	assert_int_not_equal(f.kind, HEALTH_KINDS);
	assert_int_equal(f.collector, 1);
	assert_in_range((unsigned)-f.seconds, 390, 410);
	assert_int_equal(health_spread(w.health, (uint32_t[]){0, 2}, 2), -f.seconds);
	assert_int_equal(health_spread(w.health, (uint32_t[]){2, 3}, 2), 0);
	teardown(&w);
}

/* Of three the one is found that differs from both others. */
static void who_of_three(void **s)
{
	struct skew *k = skew_new();
	int32_t seconds;
	uint64_t n;
	(void)s;
	for (uint32_t i = 1; i <= 40; i++) {
		skew_note(k, i * 7919, 0, 1000 * i + i % 2 * 20);
		skew_note(k, i * 7919, 1, 1000 * i + 300);
		skew_note(k, i * 7919, 2, 1000 * i + 10);
	}
	assert_true(skew_of(k, 0, &seconds, &n));
	assert_in_range(seconds + 30, 0, 60);
	assert_true(skew_of(k, 2, &seconds, &n));
	assert_in_range(seconds + 30, 0, 60);
	assert_true(skew_of(k, 1, &seconds, &n));
	assert_in_range(seconds, 270, 310);
	assert_false(skew_of(k, 3, &seconds, &n));
	skew_free(k);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(who_says_nothing_is_stale),
    cmocka_unit_test(a_gap_makes_nobody_stale),
    cmocka_unit_test(old_entries_are_stale_at_once),
    cmocka_unit_test(garbage_is_not_listened_to),
    cmocka_unit_test(flaps_are_counted),
    cmocka_unit_test(tables_sent_again),
    cmocka_unit_test(tables_missing_and_late),
    cmocka_unit_test(a_clock_that_is_behind),
    cmocka_unit_test(who_of_three),
};
TEST_MAIN(tests)
