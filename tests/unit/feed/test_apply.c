/* What each kind of MRT record does to the tables. */
#include "world.h"

#include <string.h>

static const struct mrt_who A = {1, 101}, B = {2, 102}, C = {3, 103};

#define WORLD(w)        \
	struct world w; \
	(void)state;    \
	world_init(&w)

static void run(struct world *w, struct buf *b)
{
	world_add(w, "one", 0, b, IO_PLAIN);
	world_run(w, 1);
}

static void updates(void **state)
{
	WORLD(w);
	struct buf b = {0};
	mrt_write_announce(&b, 1000, A, "192.0.2.0/24 198.51.100.0/24", "101 5 5 7");
	mrt_write_announce(&b, 1001, A, "2001:db8::/32", "101 7");
	mrt_write_announce(&b, 1002, A, "192.0.2.0/24", "101 8");
	mrt_write_withdraw(&b, 1003, A, "192.0.2.0/24 2001:db8::/32 203.0.113.0/24");
	run(&w, &b);
	assert_true(world_has(&w, "1000 AS101 192.0.2.0/24 - > 101 5 7 announced"));
	assert_true(world_has(&w, "1000 AS101 198.51.100.0/24 - > 101 5 7 announced"));
	assert_true(world_has(&w, "1001 AS101 2001:db8::/32 - > 101 7 announced"));
	assert_true(world_has(&w, "1002 AS101 192.0.2.0/24 101 5 7 > 101 8 announced"));
	assert_true(world_has(&w, "1003 AS101 192.0.2.0/24 101 8 > - withdrawn"));
	assert_true(world_has(&w, "1003 AS101 2001:db8::/32 101 7 > - withdrawn"));
	assert_int_equal(world_lines(&w), 6);
	assert_int_equal(w.apply.counts.announcements, 4);
	assert_int_equal(w.apply.counts.withdrawals, 3);
	assert_int_equal(w.apply.counts.records, 4);
	assert_int_equal(w.apply.counts.malformed, 0);
	world_fini(&w);
}

static void host_bits_are_ignored(void **state)
{
	WORLD(w);
	struct buf b = {0};
	mrt_write_announce(&b, 1000, A, "192.0.2.0/24", "101 7");
	b.at[b.len - 1] = 3;
	b.at[b.len - 4] = 23; /* 192.0.3.0/23 */
	run(&w, &b);
	assert_true(world_has(&w, "1000 AS101 192.0.2.0/23 - > 101 7 announced"));
	world_fini(&w);
}

static void sessions_of_the_same_network(void **state)
{
	WORLD(w);
	struct buf b = {0};
	struct mrt_who a2 = {9, 101};
	mrt_write_announce(&b, 1000, A, "192.0.2.0/24", "101 7");
	mrt_write_announce(&b, 1000, a2, "192.0.2.0/24", "101 7");
	mrt_write_announce(&b, 1000, B, "192.0.2.0/24", "102 7");
	run(&w, &b);
	assert_int_equal(rib_peer_count(w.rib), 3);
	assert_int_equal(world_route(&w, "192.0.2.0/24", 7)->n_peak, 2);
	world_fini(&w);
}

static void own_messages_and_own_routes(void **state)
{
	WORLD(w);
	struct buf b = {0};
	struct mrt_update u = {.t = 1000, .micros = -1, .who = A, .announce = "192.0.2.0/24", .path = "7"};
	u.local = true;
	mrt_write_update(&b, &u);
	mrt_write_announce(&b, 1001, (struct mrt_who){0, 0}, "192.0.2.0/24", "7");
	mrt_write_announce(&b, 1001, (struct mrt_who){0, 105}, "192.0.2.0/24", "7");
	run(&w, &b);
	assert_int_equal(world_lines(&w), 0);
	assert_int_equal(rib_peer_count(w.rib), 0);
	world_fini(&w);
}

static void malformed_is_withdrawn(void **state)
{
	WORLD(w);
	struct buf b = {0};
	mrt_write_announce(&b, 1000, A, "192.0.2.0/24 198.51.100.0/24 203.0.113.0/24 2001:db8::/32", "101 7");
	mrt_write_announce(&b, 1001, A, "192.0.2.0/24", "101 0 7"); /* RFC 7607 */
	struct mrt_update u = {.t = 1002, .micros = -1, .who = A, .announce = "198.51.100.0/24"};
	mrt_write_update(&b, &u); /* no AS_PATH */
	u = (struct mrt_update){
	    .t = 1003, .micros = -1, .who = A, .announce = "2001:db8::/32", .path = "101 7"};
	u.no_origin = true;
	u.withdraw = "203.0.113.0/24"; /* its withdrawals stand */
	mrt_write_update(&b, &u);
	run(&w, &b);
	assert_true(world_has(&w, "1001 AS101 192.0.2.0/24 101 7 > - withdrawn"));
	assert_true(world_has(&w, "1002 AS101 198.51.100.0/24 101 7 > - withdrawn"));
	assert_true(world_has(&w, "1003 AS101 2001:db8::/32 101 7 > - withdrawn"));
	assert_true(world_has(&w, "1003 AS101 203.0.113.0/24 101 7 > - withdrawn"));
	assert_int_equal(w.apply.counts.malformed, 3);
	assert_int_equal(w.apply.counts.withdrawals, 1);
	world_fini(&w);
}

static void unusable_is_counted_and_does_nothing(void **state)
{
	WORLD(w);
	struct buf b = {0};
	mrt_write_announce(&b, 1000, A, "192.0.2.0/24", "101 7");
	size_t at = b.len;
	mrt_write_withdraw(&b, 1001, A, "192.0.2.0/24");
	b.at[at + 12 + 20 + 19 + 1] = 99; /* more octets of withdrawn routes than the message has */
	mrt_write_announce(&b, 1002, A, "198.51.100.0/24", "101 7");
	run(&w, &b);
	assert_int_equal(world_lines(&w), 2);
	assert_int_equal(w.apply.counts.malformed, 1);
	assert_int_equal(world_count(&w, "unusable-update"), 1);
	world_fini(&w);
}

static void cut_messages_count_as_far_as_they_go(void **state)
{
	WORLD(w);
	struct buf b = {0};
	struct mrt_update u = {.t = 1000, .micros = -1, .who = A, .announce = "192.0.2.0/24 198.51.100.0/24"};
	u.path = "101 7";
	u.cut = 2; /* of the second prefix */
	mrt_write_update(&b, &u);
	mrt_write_announce(&b, 1001, A, "203.0.113.0/24", "101 7");
	run(&w, &b);
	assert_true(world_has(&w, "1000 AS101 192.0.2.0/24 - > 101 7 announced"));
	assert_true(world_has(&w, "1001 AS101 203.0.113.0/24 - > 101 7 announced"));
	assert_int_equal(world_lines(&w), 2);
	world_fini(&w);
}

static void two_octet_sessions(void **state)
{
	WORLD(w);
	struct buf b = {0};
	struct mrt_update u = {.t = 1000, .micros = -1, .who = A, .two_octet = true};
	u.announce = "192.0.2.0/24";
	u.path = "101 70000 80000";
	mrt_write_update(&b, &u);
	u.announce = "198.51.100.0/24";
	u.path4 = "70000 80000";
	mrt_write_update(&b, &u);
	u.announce = "203.0.113.0/24";
	u.path4 = "1 2 3 4 5 6"; /* longer than AS_PATH: ignored (RFC 6793 4.2.3) */
	mrt_write_update(&b, &u);
	mrt_write_announce(&b, 1001, B, "192.0.2.0/24",
	                   "102 23456 7"); /* of four octets: it is what it says */
	run(&w, &b);
	assert_true(world_has(&w, "1000 AS101 192.0.2.0/24 - > 101 ?23456 announced"));
	assert_true(world_has(&w, "1000 AS101 198.51.100.0/24 - > 101 70000 80000 announced"));
	assert_true(world_has(&w, "1000 AS101 203.0.113.0/24 - > 101 ?23456 announced"));
	assert_true(world_has(&w, "1001 AS102 192.0.2.0/24 - > 102 23456 7 announced"));
	world_fini(&w);
}

static void add_path(void **state)
{
	WORLD(w);
	struct buf b = {0};
	struct mrt_rib_entry e[] = {{0, "101 7", 1}, {0, "101 8", 2}};
	mrt_write_peers(&b, 1000, &A, 1);
	mrt_write_rib(&b, 1000, "192.0.2.0/24", e, 2, true);
	struct mrt_update u = {.t = 1010, .micros = -1, .who = A, .add_path = true, .path_no = 1};
	u.announce = "198.51.100.0/24";
	u.path = "101 7";
	mrt_write_update(&b, &u);
	run(&w, &b);
	assert_true(world_has(&w, "1000 AS101 192.0.2.0/24 - > 101 7 dumped"));
	assert_true(world_has(&w, "1010 AS101 198.51.100.0/24 - > 101 7 announced"));
	assert_int_equal(world_lines(&w), 2);
	world_fini(&w);
}

static void dump_of_version_two(void **state)
{
	WORLD(w);
	struct buf b = {0};
	struct mrt_who peers[] = {{0, 0}, A, B};
	struct mrt_rib_entry all[] = {{0, "7", 0}, {1, "101 7", 0}, {2, "102 5 7", 0}};
	struct mrt_rib_entry bad[] = {{1, "101 0", 0}, {7, "9", 0}, {2, "102 8", 0}};
	mrt_write_peers(&b, 1000, peers, 3);
	mrt_write_rib(&b, 1000, "192.0.2.0/24", all, 3, false);
	mrt_write_rib(&b, 1000, "198.51.100.0/24", bad, 3, false);
	mrt_write_rib(&b, 1005, "2001:db8::/32", all, 3, false);
	run(&w, &b);
	assert_true(world_has(&w, "1000 AS101 192.0.2.0/24 - > 101 7 dumped"));
	assert_true(world_has(&w, "1000 AS102 192.0.2.0/24 - > 102 5 7 dumped"));
	assert_true(world_has(&w, "1000 AS102 198.51.100.0/24 - > 102 8 dumped"));
	assert_true(world_has(&w, "1005 AS101 2001:db8::/32 - > 101 7 dumped"));
	assert_int_equal(world_lines(&w), 5);
	assert_int_equal(w.apply.counts.entries, 9);
	assert_int_equal(w.apply.counts.malformed, 1);
	assert_int_equal(world_count(&w, "bad-peer-index"), 1);
	assert_int_equal(rib_peer_count(w.rib), 2); /* the collector's own routes are no peer's */
	world_fini(&w);
}

static void dump_of_version_one(void **state)
{
	WORLD(w);
	struct buf b = {0};
	mrt_write_table(&b, 1000, A, "192.0.2.0/24", "101 7");
	mrt_write_table(&b, 1000, B, "192.0.2.0/24", "102 70000 7");
	mrt_write_table(&b, 1000, (struct mrt_who){0, 0}, "192.0.2.0/24", "7");
	run(&w, &b);
	assert_true(world_has(&w, "1000 AS101 192.0.2.0/24 - > 101 7 dumped"));
	assert_true(world_has(&w, "1000 AS102 192.0.2.0/24 - > 102 ?23456 7 dumped"));
	assert_int_equal(world_lines(&w), 2);
	world_fini(&w);
}

/* doc/measurement.md section 3.2: a dump replaces that family's table of each peer that it lists. */
static void dump_replaces(void **state)
{
	WORLD(w);
	struct buf b = {0};
	struct mrt_who peers[] = {A, B};
	struct mrt_rib_entry a = {0, "101 8", 0};
	mrt_write_announce(&b, 1000, A, "192.0.2.0/24 198.51.100.0/24 2001:db8::/32", "101 7");
	mrt_write_announce(&b, 1000, B, "192.0.2.0/24", "102 7");
	mrt_write_peers(&b, 1100, peers, 2);
	mrt_write_rib(&b, 1100, "192.0.2.0/24", &a, 1, false);
	mrt_write_rib(&b, 1110, "203.0.113.0/24", &a, 1, false);
	mrt_write_announce(&b, 1200, C, "192.0.2.0/24", "103 7"); /* in the same file: the dump is over */
	run(&w, &b);
	assert_true(world_has(&w, "1110 AS101 192.0.2.0/24 101 7 > 101 8 dumped"));
	assert_true(world_has(&w, "1110 AS101 203.0.113.0/24 - > 101 8 dumped"));
	assert_true(world_has(&w, "1110 AS101 198.51.100.0/24 101 7 > - dumped"));
	assert_int_equal(world_lines(&w), 8);
	assert_int_equal(world_route(&w, "192.0.2.0/24", 7)->n_now, 2);
	assert_int_equal(world_route(&w, "2001:db8::/32", 7)->n_now, 1);
	world_fini(&w);
}

/* doc/measurement.md section 3.2: down at t is unknown; not back by t + 900: withdrawn, dated t. */
static void session_does_not_come_back(void **state)
{
	WORLD(w);
	struct buf b = {0};
	mrt_write_announce(&b, 1000, A, "192.0.2.0/24", "101 7");
	mrt_write_announce(&b, 1000, B, "192.0.2.0/24", "102 7");
	mrt_write_state(&b, 2000, A, 6, 1);
	mrt_write_announce(&b, 2900, B, "198.51.100.0/24", "102 7");
	mrt_write_announce(&b, 2901, B, "203.0.113.0/24", "102 7");
	run(&w, &b);
	assert_true(world_has(&w, "2000 AS101 192.0.2.0/24 101 7 > - unknown"));
	assert_true(world_has(&w, "2000 AS101 192.0.2.0/24 101 7 > - lost"));
	const char *lost = strstr(w.log.at, "lost"), *in_time = strstr(w.log.at, "2900");
	assert_true(in_time < lost); /* told when the time has passed, not at its last instant */
	assert_int_equal(w.apply.counts.states, 1);
	world_fini(&w);
}

/* Back at u: what is not announced again by End-of-RIB, or by u + 900, is withdrawn, dated t. */
static void session_comes_back(void **state)
{
	WORLD(w);
	struct buf b = {0};
	mrt_write_announce(&b, 1000, A, "192.0.2.0/24 198.51.100.0/24 2001:db8::/32 2001:db8:1::/48",
	                   "101 7");
	mrt_write_state(&b, 2000, A, 6, 1);
	mrt_write_state(&b, 2900, A, 5, 6); /* at the last instant */
	mrt_write_announce(&b, 2901, A, "192.0.2.0/24", "101 7");
	mrt_write_end_of_rib(&b, 2910, A, FAMILY_V4);
	mrt_write_announce(&b, 3800, A, "2001:db8::/32", "101 7"); /* likewise */
	mrt_write_announce(&b, 3801, B, "192.0.2.0/24", "102 7");
	run(&w, &b);
	assert_true(world_has(&w, "2901 AS101 192.0.2.0/24 101 7 > 101 7 announced"));
	assert_true(world_has(&w, "2000 AS101 198.51.100.0/24 101 7 > - lost"));
	assert_true(world_has(&w, "3800 AS101 2001:db8::/32 101 7 > 101 7 announced"));
	assert_true(world_has(&w, "2000 AS101 2001:db8:1::/48 101 7 > - lost"));
	assert_int_equal(world_lines(&w), 13);
	world_fini(&w);
}

static void session_is_known_again_by_a_dump(void **state)
{
	WORLD(w);
	struct buf b = {0};
	struct mrt_rib_entry a = {0, "101 7", 0};
	mrt_write_announce(&b, 1000, A, "192.0.2.0/24 198.51.100.0/24", "101 7");
	mrt_write_state(&b, 2000, A, 6, 1);
	mrt_write_peers(&b, 2100, &A, 1);
	mrt_write_rib(&b, 2100, "192.0.2.0/24", &a, 1, false);
	run(&w, &b);
	assert_true(world_has(&w, "2100 AS101 192.0.2.0/24 101 7 > 101 7 dumped"));
	assert_true(world_has(&w, "2000 AS101 198.51.100.0/24 101 7 > - lost"));
	world_fini(&w);
}

/* What cannot be read costs only itself. */
static void unreadable_records(void **state)
{
	WORLD(w);
	struct buf b = {0};
	mrt_write_announce(&b, 1000, A, "192.0.2.0/24", "101 7");
	mrt_write_raw(&b, 1001, 16, 4, "short", 5);
	mrt_write_raw(&b, 1001, 13, 2, "short", 5);
	mrt_write_raw(&b, 1001, 13, 1, "short", 5);
	mrt_write_raw(&b, 1001, 12, 1, "x", 1);
	mrt_write_raw(&b, 1001, 16, 77, "nobody defined this", 19);
	size_t at = b.len;
	mrt_write_withdraw(&b, 1002, A, "192.0.2.0/24");
	b.at[at + 12 + 20] = 0; /* in the marker */
	mrt_write_withdraw(&b, 1003, A, "192.0.2.0/24");
	run(&w, &b);
	assert_int_equal(world_lines(&w), 2);
	assert_true(world_has(&w, "1003 AS101 192.0.2.0/24 101 7 > - withdrawn"));
	assert_int_equal(world_count(&w, "bad-session-record"), 1);
	assert_int_equal(world_count(&w, "bad-rib-record"), 2);
	assert_int_equal(world_count(&w, "bad-peer-table"), 1);
	assert_int_equal(world_count(&w, "unknown-type"), 1);
	assert_int_equal(world_count(&w, "bad-bgp-message"), 1);
	world_fini(&w);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(updates),
    cmocka_unit_test(host_bits_are_ignored),
    cmocka_unit_test(sessions_of_the_same_network),
    cmocka_unit_test(own_messages_and_own_routes),
    cmocka_unit_test(malformed_is_withdrawn),
    cmocka_unit_test(unusable_is_counted_and_does_nothing),
    cmocka_unit_test(cut_messages_count_as_far_as_they_go),
    cmocka_unit_test(two_octet_sessions),
    cmocka_unit_test(add_path),
    cmocka_unit_test(dump_of_version_two),
    cmocka_unit_test(dump_of_version_one),
    cmocka_unit_test(dump_replaces),
    cmocka_unit_test(session_does_not_come_back),
    cmocka_unit_test(session_comes_back),
    cmocka_unit_test(session_is_known_again_by_a_dump),
    cmocka_unit_test(unreadable_records),
};
TEST_MAIN(tests)
