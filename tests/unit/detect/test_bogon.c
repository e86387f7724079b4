/* What peers say, and which events come of it. */
#include "story.h"

static void one_prefix(void **s)
{
	(void)s;
	struct world w;
	world_init(&w);
	for (uint32_t p = 0; p < 4; p++)
		world_say(&w, 1000 + p, p, "10.1.0.0/16", p == 3 ? "6 7" : "5 7");
	world_say(&w, 1500, 0, "192.0.2.0/24", "5 7");
	for (uint32_t p = 0; p < 4; p++)
		world_say(&w, 4000 + p, p, "10.1.0.0/16", "");
	world_end(&w, 9000);
	assert_int_equal(w.events.n, 1);
	const struct event *e = w.events.at;
	assert_int_equal(e->metric, METRIC_M3);
	assert_int_equal(e->culprit, 7);
	assert_int_equal(e->start, 1000);
	assert_int_equal(e->visible[2], 1002);
	assert_int_equal(e->end, 4003);
	assert_false(e->open);
	assert_int_equal(e->n_peak, 4);
	assert_int_equal(e->accomplices.n, 2);
	assert_int_equal(e->accomplices.at[0].asn, 5);
	assert_int_equal(e->accomplices.at[0].n_peers, 3);
	assert_int_equal(e->evidence.n, 4);
	world_fini(&w);
}

static void bogon_origin_is_charged_to_the_next(void **s)
{
	(void)s;
	struct world w;
	world_init(&w);
	world_say(&w, 1000, 0, "10.1.0.0/16", "5 7 64512");       /* M3 of 7, M4 of (7, 64512) */
	world_say(&w, 1000, 1, "10.1.0.0/16", "5 7 64513 64512"); /* M4 of (7, 64513) and (7, 64512) */
	world_say(&w, 1000, 2, "198.51.100.0/24",
	          "64520 7 8 9"); /* M4 of (103, 64520): charged to the peer */
	world_end(&w, 9000);
	assert_int_equal(w.events.n, 4);
	assert_int_equal(w.events.at[0].metric, METRIC_M3);
	assert_int_equal(w.events.at[0].culprit, 7);
	assert_true(w.events.at[0].open);
	assert_int_equal(w.events.at[1].culprit, 7);
	assert_int_equal(w.events.at[1].bogon, 64512);
	assert_int_equal(w.events.at[1].n_peak, 2);
	assert_int_equal(w.events.at[1].accomplices.at[0].asn, 5);
	assert_int_equal(w.events.at[2].bogon, 64513);
	assert_int_equal(w.events.at[3].culprit, 103);
	assert_int_equal(w.events.at[3].accomplices.n, 0);
	world_fini(&w);
}

static void peer_position_is_not_judged(void **s)
{
	(void)s;
	struct world w;
	world_init(&w);
	peer_id p = rib_peer_find(w.rib, 0, addr_from_v4(99), 64999);
	struct path_hop hops[] = {{64999, PATH_HOP_ASN}, {5, PATH_HOP_ASN}, {7, PATH_HOP_ASN}};
	struct prefix pfx = {.hi = (uint64_t)0xc0000200 << 32, .len = 24, .family = FAMILY_V4};
	w.now = 1000;
	rib_announce(w.rib, 1000, p, &pfx, path_intern(rib_paths(w.rib), hops, 3));
	struct path_hop trans[] = {{101, PATH_HOP_ASN}, {23456, PATH_HOP_TRANS}, {7, PATH_HOP_ASN}};
	rib_announce(w.rib, 1000, w.peer[0], &pfx, path_intern(rib_paths(w.rib), trans, 3));
	world_end(&w, 9000);
	assert_int_equal(w.events.n, 0);
	world_fini(&w);
}

static void few_stuck_peers_do_not_stretch(void **s)
{
	(void)s;
	struct world w;
	world_init(&w);
	for (uint32_t p = 0; p < 20; p++)
		world_say(&w, 1000, p, "10.1.0.0/16", "5 7");
	for (uint32_t p = 0; p < 18; p++)
		world_say(&w, 2000 + p, p, "10.1.0.0/16", ""); /* at 2017 two are left: a tenth */
	world_say(&w, 2500, 18, "10.1.0.0/16", "");            /* within the wait: the last loss */
	world_say(&w, 9000, 19, "10.1.0.0/16", "");
	world_end(&w, 20000);
	assert_int_equal(w.events.n, 1);
	assert_int_equal(w.events.at[0].end, 2500);
	world_fini(&w);
}

static void back_within_the_wait_is_the_same_event(void **s)
{
	(void)s;
	struct world w;
	world_init(&w);
	world_say(&w, 1000, 0, "10.1.0.0/16", "5 7");
	world_say(&w, 1100, 0, "10.1.0.0/16", "");
	world_say(&w, 2000, 0, "10.1.0.0/16", "5 7"); /* 900 s later */
	world_say(&w, 2100, 0, "10.1.0.0/16", "");
	world_say(&w, 3001, 0, "10.1.0.0/16", "5 7"); /* 901 s: a new one */
	world_end(&w, 3100);
	assert_int_equal(w.events.n, 2);
	assert_int_equal(w.events.at[0].start, 1000);
	assert_int_equal(w.events.at[0].end, 2100);
	assert_int_equal(w.events.at[1].start, 3001);
	assert_true(w.events.at[1].open);
	world_fini(&w);
}

static void a_failed_session_is_no_loss(void **s)
{
	(void)s;
	struct world w;
	world_init(&w);
	world_say(&w, 1000, 0, "10.1.0.0/16", "5 7");
	w.now = 2000;
	rib_session_down(w.rib, 2000, w.peer[0]);
	world_say(&w, 2500, 0, "10.1.0.0/16", "5 7"); /* back */
	w.now = 5000;
	rib_session_down(w.rib, 5000, w.peer[0]);
	world_say(&w, 6000, 1, "192.0.2.0/24", "5 7"); /* the hold time has passed meanwhile */
	world_end(&w, 9000);
	assert_int_equal(w.events.n, 1);
	assert_int_equal(w.events.at[0].start, 1000);
	assert_int_equal(w.events.at[0].end, 5000);
	world_fini(&w);
}

static void another_origin_is_another_event(void **s)
{
	(void)s;
	struct world w;
	world_init(&w);
	world_say(&w, 1000, 0, "10.1.0.0/16", "5 7");
	world_say(&w, 1500, 0, "10.1.0.0/16", "5 8");
	world_end(&w, 9000);
	assert_int_equal(w.events.n, 2);
	assert_int_equal(w.events.at[0].end, 1500);
	assert_int_equal(w.events.at[1].culprit, 8);
	world_fini(&w);
}

static void registries_change(void **s)
{
	(void)s;
	struct world w;
	world_init(&w);
	world_say(&w, 1000, 0, "192.0.2.0/24", "5 7");
	world_say(&w, 1000, 0, "10.1.0.0/16", "5 7");
	w.everything = true;
	w.now = 5000;
	bogon_rejudge(w.d, 5000);
	w.everything = false;
	w.now = 6000;
	bogon_rejudge(w.d, 6000); /* goes on as it was judged when it began */
	world_say(&w, 7000, 0, "192.0.2.0/24", "");
	world_end(&w, 9000);
	assert_int_equal(w.events.n, 2);
	assert_int_equal(w.events.at[1].start, 5000);
	assert_int_equal(w.events.at[1].end, 7000);
	world_fini(&w);
}

/* A private ASN in front of a whole table is one event with many prefixes, and not quadratic. */
static void many_prefixes(void **s)
{
	(void)s;
	struct world w;
	world_init(&w);
	for (uint32_t i = 0; i < 60000; i++)
		for (uint32_t p = 0; p < 3; p++) {
			char text[32];
			snprintf(text, sizeof text, "%u.%u.%u.0/24", 20 + i / 65536, i / 256 % 256, i % 256);
			world_say(&w, 1000, p, text, "5 64512");
		}
	world_end(&w, 9000);
	assert_int_equal(w.events.n, 1);
	assert_int_equal(w.events.at[0].prefixes.n, 60000);
	assert_int_equal(w.events.at[0].n_peak, 3);
	assert_int_equal(w.events.at[0].evidence.n, EVENT_EVIDENCE);
	world_fini(&w);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(one_prefix),
    cmocka_unit_test(bogon_origin_is_charged_to_the_next),
    cmocka_unit_test(peer_position_is_not_judged),
    cmocka_unit_test(few_stuck_peers_do_not_stretch),
    cmocka_unit_test(back_within_the_wait_is_the_same_event),
    cmocka_unit_test(a_failed_session_is_no_loss),
    cmocka_unit_test(another_origin_is_another_event),
    cmocka_unit_test(registries_change),
    cmocka_unit_test(many_prefixes),
};
TEST_MAIN(tests)
