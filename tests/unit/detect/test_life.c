/* The life of events (doc/measurement.md section 4) in scripted time: from when to when, seen by how many. */
#include "story.h"

#define BOGON "10.1.0.0/16"

enum { MIN = 60, HOUR = 3600, DAY = 86400, T = 1000000 };

#define WORLD(w)        \
	struct world w; \
	(void)state;    \
	world_init(&w)

static void is_span(const struct event *e, uint32_t start, uint32_t end, uint32_t n_peak)
{
	assert_int_equal(e->start, start);
	assert_int_equal(e->end, end);
	assert_int_equal(e->open, end == 0);
	assert_int_equal(e->n_peak, n_peak);
}

/* An event lasts from its first announcement to its last loss, to the second. */
static void durations(void **state)
{
	static const uint32_t lengths[] = {1, 29 * MIN, 30 * MIN, DAY, 25 * HOUR, 40 * DAY};
	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		WORLD(w);
		world_all(&w, T, 0, 5, BOGON, "5 7");
		world_all(&w, T + lengths[i], 0, 5, BOGON, "");
		world_end(&w, T + 50 * DAY);
		assert_int_equal(w.events.n, 1);
		is_span(w.events.at, T, T + lengths[i], 5);
		world_fini(&w);
	}
}

/* Start: the earliest announcement by any peer; visible: when so many have it at one time. */
static void start_and_visibility(void **state)
{
	WORLD(w);
	world_say(&w, T, 0, BOGON, "5 7");
	world_say(&w, T + 100, 0, BOGON, ""); /* alone, and gone for a while: the same event */
	world_say(&w, T + 200, 1, BOGON, "5 7");
	world_say(&w, T + 300, 2, BOGON, "5 7");
	world_say(&w, T + 400, 2, BOGON, "");
	world_say(&w, T + 500, 0, BOGON, "5 7");
	world_say(&w, T + 600, 2, BOGON, "5 7");
	world_end(&w, T + 700);
	assert_int_equal(w.events.n, 1);
	const struct event *e = w.events.at;
	is_span(e, T, 0, 3);
	assert_int_equal(e->visible[0], T);
	assert_int_equal(e->visible[1], T + 300);
	assert_int_equal(e->visible[2], T + 600);
	assert_int_equal(e->visible[3], 0);
	assert_int_equal(e->n_peers, 3);
	assert_int_equal(e->n_announcements, 5);
	world_fini(&w);
}

/* Two sessions of one network are one peer. */
static void networks_not_sessions(void **state)
{
	WORLD(w);
	w.peer[1] = rib_peer_find(w.rib, 1, addr_from_v4(99), 101);
	world_all(&w, T, 0, 3, BOGON, "5 7");
	world_say(&w, T + 100, 0, BOGON, "");
	world_end(&w, T + 200);
	is_span(w.events.at, T, 0, 2);
	assert_int_equal(w.events.at[0].visible[2], 0);
	world_fini(&w);
}

/* The wait begins when a tenth of the peak is reached, not at the peak's first loss. */
static void end_at_a_tenth(void **state)
{
	WORLD(w);
	world_all(&w, T, 0, 20, BOGON, "5 7");
	world_all(&w, T + 1000, 0, 17, BOGON, ""); /* three are left: more than a tenth */
	world_say(&w, T + 5000, 17, BOGON, "");    /* two: a tenth */
	world_say(&w, T + 5900, 18, BOGON, "");    /* the last instant of the wait: the last loss */
	world_say(&w, T + 5901, 19, BOGON, "");    /* behind it */
	world_end(&w, T + DAY);
	assert_int_equal(w.events.n, 1);
	is_span(w.events.at, T, T + 5900, 20);
	world_fini(&w);
}

/* Back above a tenth within the wait, at its last second: it goes on. A second later it is another. */
static void back_in_time_or_not(void **state)
{
	for (uint32_t late = 0; late < 2; late++) {
		WORLD(w);
		world_all(&w, T, 0, 5, BOGON, "5 7");
		world_all(&w, T + 1000, 0, 5, BOGON, "");
		world_all(&w, T + 1900 + late, 0, 5, BOGON, "5 7");
		world_all(&w, T + 3000, 0, 5, BOGON, "");
		world_end(&w, T + DAY);
		assert_int_equal(w.events.n, 1 + late);
		is_span(&w.events.at[0], T, late ? T + 1000 : T + 3000, 5);
		if (late)
			is_span(&w.events.at[1], T + 1901, T + 3000, 5);
		world_fini(&w);
	}
}

static void flapping(void **state)
{
	WORLD(w);
	for (uint32_t i = 0; i < 100; i++) {
		world_all(&w, T + i * 600, 0, 5, BOGON, "5 7");
		world_all(&w, T + i * 600 + 300, 0, 5, BOGON, "");
	}
	world_end(&w, T + 2 * DAY);
	assert_int_equal(w.events.n, 1);
	is_span(w.events.at, T, T + 99 * 600 + 300, 5);
	world_fini(&w);
}

/* What is stuck belongs to the event that has ended, and to no later one until it has gone. */
static void stuck_peers(void **state)
{
	WORLD(w);
	world_all(&w, T, 0, 20, BOGON, "5 7");
	world_all(&w, T + 1000, 0, 18, BOGON, ""); /* 18 and 19 keep it for days */
	world_say(&w, T + DAY, 0, BOGON, "5 7");   /* one of them alone: no third peer */
	world_say(&w, T + DAY + 10, 18, BOGON, "6 7");
	world_say(&w, T + DAY + 100, 0, BOGON, "");
	world_say(&w, T + 2 * DAY, 18, BOGON, "");
	world_all(&w, T + 2 * DAY + 10, 17, 19, BOGON, "5 7"); /* 18 anew */
	world_end(&w, T + 3 * DAY);
	assert_int_equal(w.events.n, 3);
	is_span(&w.events.at[0], T, T + 1000, 20);
	is_span(&w.events.at[1], T + DAY, T + DAY + 100, 1);
	is_span(&w.events.at[2], T + 2 * DAY + 10, 0, 2);
	assert_int_equal(w.events.at[1].n_announcements, 1);
	world_fini(&w);
}

/* A reset in the middle is no loss: unknown, then known again. */
static void reset_of_all_sessions(void **state)
{
	WORLD(w);
	world_all(&w, T, 0, 5, BOGON, "5 7");
	for (uint32_t p = 0; p < 5; p++)
		world_down(&w, T + 1000, p);
	for (uint32_t p = 0; p < 5; p++)
		world_up(&w, T + 1850, p);
	world_all(&w, T + 2700, 0, 5, BOGON, "5 7"); /* 1,700 s without anybody known to have it */
	world_all(&w, T + 9000, 0, 5, BOGON, "");
	world_end(&w, T + DAY);
	assert_int_equal(w.events.n, 1);
	is_span(w.events.at, T, T + 9000, 5);
	world_fini(&w);
}

/* Not back: withdrawn, dated with the loss of the session. The others' losses come later and count. */
static void sessions_that_stay_away(void **state)
{
	WORLD(w);
	world_all(&w, T, 0, 5, BOGON, "5 7");
	for (uint32_t p = 0; p < 5; p++)
		world_down(&w, T + 1000 + p, p);
	world_end(&w, T + DAY);
	assert_int_equal(w.events.n, 1);
	is_span(w.events.at, T, T + 1004, 5);
	world_fini(&w);
}

/* Unknown counts neither for the peak nor for visibility. */
static void unknown_does_not_count(void **state)
{
	WORLD(w);
	world_all(&w, T, 0, 2, BOGON, "5 7");
	world_down(&w, T + 100, 0);
	world_say(&w, T + 200, 2, BOGON, "5 7");
	world_say(&w, T + 300, 0, BOGON, "5 7"); /* back: three */
	world_end(&w, T + 400);
	is_span(w.events.at, T, 0, 3);
	assert_int_equal(w.events.at[0].visible[2], T + 300);
	world_fini(&w);
}

/* Data that end within the wait: it had ended with its last loss. */
static void data_end(void **state)
{
	WORLD(w);
	world_all(&w, T, 0, 5, BOGON, "5 7");
	world_all(&w, T, 0, 5, "10.2.0.0/16", "5 7");
	world_all(&w, T + 1000, 0, 5, BOGON, "");
	world_end(&w, T + 1010);
	assert_int_equal(w.events.n, 2);
	is_span(&w.events.at[0], T, T + 1000, 5);
	is_span(&w.events.at[1], T, 0, 5);
	world_fini(&w);
}

/* M4: one event of (culprit, bogon ASN) with the peers of all its prefixes. */
static void one_event_of_many_prefixes(void **state)
{
	WORLD(w);
	world_say(&w, T, 0, "192.0.2.0/24", "5 7 64512");
	world_say(&w, T + 1, 1, "198.51.100.0/24", "5 7 64512");
	world_say(&w, T + 2, 2, "2001:db8::/32", "6 7 64512 64512 9");
	world_say(&w, T + 50, 0, "192.0.2.0/24", "");
	world_say(&w, T + 60, 3, "198.51.100.0/24", "5 8 64512"); /* another culprit */
	world_end(&w, T + 100);
	assert_int_equal(w.events.n, 2);
	const struct event *e = w.events.at;
	assert_int_equal(e->metric, METRIC_M4);
	assert_int_equal(e->culprit, 7);
	assert_int_equal(e->bogon, 64512);
	is_span(e, T, 0, 3);
	assert_int_equal(e->prefixes.n, 3);
	assert_int_equal(e->accomplices.n, 2);
	assert_int_equal(e->accomplices.at[0].asn, 5);
	assert_int_equal(e->accomplices.at[0].n_peers, 2);
	assert_int_equal(e->accomplices.at[1].n_peers, 1);
	assert_int_equal(w.events.at[1].culprit, 8);
	world_fini(&w);
}

/* Kinds of hops: origin first. */
static size_t events_of(struct world *w, const struct path_hop *hops, size_t n, const char *prefix)
{
	struct prefix p;
	assert_int_equal(prefix_parse(prefix, strlen(prefix), &p), ERR_OK);
	w->now = T;
	rib_announce(w->rib, T, w->peer[0], &p, path_intern(rib_paths(w->rib), hops, n));
	world_end(w, T + 10);
	return w->events.n;
}

static void who_is_charged(void **state)
{
	const asn_t members[] = {64512, 9};
	static const struct {
		struct path_hop hop[5];
		size_t n;
		const char *prefix;
		size_t n_events;
		asn_t culprit, accomplice;
	} cases[] = {
	    /* the origin; the next one */
	    {{{101, 0}, {5, 0}, {7, 0}}, 3, BOGON, 1, 7, 5},
	    /* the peer is the origin, and public: nobody else could have done it */
	    {{{101, 0}}, 1, BOGON, 1, 101, 0},
	    {{{101, PATH_HOP_PEER_ORIGIN}}, 1, BOGON, 1, 101, 0},
	    /* a set announced it: nobody; a set next to the culprit: no accomplice */
	    {{{101, 0}, {5, 0}, {0, PATH_HOP_SET}}, 3, BOGON, 0, 0, 0},
	    {{{101, 0}, {5, 0}, {0, PATH_HOP_SET}, {7, 0}}, 4, BOGON, 1, 7, 0},
	    /* AS_TRANS of a two-octet session: somebody, but nobody knows who */
	    {{{101, 0}, {5, 0}, {23456, PATH_HOP_TRANS}}, 3, BOGON, 0, 0, 0},
	    {{{101, 0}, {23456, PATH_HOP_TRANS}, {7, 0}}, 3, BOGON, 1, 7, 0},
	    {{{101, 0}, {23456, PATH_HOP_TRANS}, {64512, 0}, {7, 0}}, 4, "192.0.2.0/24", 0, 0, 0},
	    /* a bogon ASN behind a set: the first public one towards the collector */
	    {{{101, 0}, {5, 0}, {0, PATH_HOP_SET}, {64512, 0}}, 4, "192.0.2.0/24", 1, 5, 101},
	    /* members of sets are no positions */
	    {{{101, 0}, {5, 0}, {0, PATH_HOP_SET}, {7, 0}}, 4, "192.0.2.0/24", 0, 0, 0},
	    /* bogons all the way: nobody is charged */
	    {{{64513, 0}, {64512, 0}}, 2, "192.0.2.0/24", 0, 0, 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		WORLD(w);
		struct path_hop hops[5];
		for (size_t k = 0; k < cases[i].n; k++) {
			hops[k] = cases[i].hop[k];
			if (hops[k].kind == PATH_HOP_SET)
				hops[k].asn = path_set_intern(rib_paths(w.rib), members, 2);
		}
		size_t n = events_of(&w, hops, cases[i].n, cases[i].prefix);
		if (n != cases[i].n_events)
			fail_msg("case %zu: %zu events", i, n);
		if (n == 1) {
			assert_int_equal(w.events.at[0].culprit, cases[i].culprit);
			assert_int_equal(w.events.at[0].accomplices.n, cases[i].accomplice != 0);
			if (cases[i].accomplice)
				assert_int_equal(w.events.at[0].accomplices.at[0].asn, cases[i].accomplice);
		}
		world_fini(&w);
	}
}

/* A collector's own peer with a private ASN is nobody's bogon, and nobody's culprit. */
static void private_peer(void **state)
{
	WORLD(w);
	w.peer[0] = rib_peer_find(w.rib, 0, addr_from_v4(99), 64999);
	const struct path_hop bogon_behind[] = {{64999, 0}, {64512, 0}, {7, 0}};
	assert_int_equal(events_of(&w, bogon_behind, 3, "192.0.2.0/24"), 0);
	world_fini(&w);
	world_init(&w);
	w.peer[0] = rib_peer_find(w.rib, 0, addr_from_v4(99), 64999);
	const struct path_hop own[] = {{64999, 0}};
	assert_int_equal(events_of(&w, own, 1, BOGON), 0);
	world_fini(&w);
	world_init(&w);
	w.peer[0] = rib_peer_find(w.rib, 0, addr_from_v4(99), 64999);
	const struct path_hop behind[] = {{64999, 0}, {7, 0}, {64512, 0}};
	assert_int_equal(events_of(&w, behind, 3, "192.0.2.0/24"), 1);
	assert_int_equal(w.events.at[0].culprit, 7);
	world_fini(&w);
}

/* A dump tells late what it shows: the start goes back to it, visibility to when both had it. */
static void dump_that_tells_late(void **state)
{
	WORLD(w);
	struct prefix p;
	struct path_hop hops[] = {{102, 0}, {7, 0}};
	assert_int_equal(prefix_parse(BOGON, strlen(BOGON), &p), ERR_OK);
	struct rib_stage *g = rib_stage_begin(w.rib, 0);
	prefix_id id = rib_stage_record(g, T, &p);
	assert_true(rib_stage_entry(g, T, w.peer[1], p.family, id, path_intern(rib_paths(w.rib), hops, 2)));
	world_say(&w, T + 50, 0, BOGON, "7");
	w.now = T + 60;
	rib_stage_end(g);
	world_end(&w, T + 70);
	assert_int_equal(w.events.n, 1);
	is_span(w.events.at, T, 0, 2);
	assert_int_equal(w.events.at[0].visible[0], T);
	assert_int_equal(w.events.at[0].visible[1], T + 50);
	world_fini(&w);
}

/* Registries that change: what is announced begins now, what runs goes on, under another path too. */
static void registries_that_change(void **state)
{
	WORLD(w);
	world_all(&w, T, 0, 3, "192.0.2.0/24", "5 7");
	world_all(&w, T, 0, 3, "198.51.100.0/24", "5 7 999");
	w.everything = true;
	w.now = T + 100;
	bogon_rejudge(w.d, T + 100);
	w.everything = false;
	w.also = 999;
	w.now = T + 200;
	bogon_rejudge(w.d, T + 200);
	w.also = 0;
	w.now = T + 300;
	bogon_rejudge(w.d, T + 300);
	world_say(&w, T + 400, 0, "192.0.2.0/24", "6 7");        /* still the same culprit's */
	world_say(&w, T + 400, 0, "198.51.100.0/24", "6 7 999"); /* and here */
	world_say(&w, T + 500, 1, "192.0.2.0/24", "5 8");
	world_end(&w, T + 600);
	assert_int_equal(w.events.n, 3);
	assert_int_equal(w.events.at[0].metric, METRIC_M3);
	assert_int_equal(w.events.at[0].culprit, 7);
	is_span(&w.events.at[0], T + 100, 0, 3);
	assert_int_equal(w.events.at[1].culprit,
	                 999); /* it announced 198.51.100.0/24 while all were bogons */
	is_span(&w.events.at[1], T + 100, 0, 3);
	assert_int_equal(w.events.at[2].metric, METRIC_M4);
	assert_int_equal(w.events.at[2].bogon, 999);
	assert_int_equal(w.events.at[2].culprit, 7);
	is_span(&w.events.at[2], T + 200, 0, 3);
	world_fini(&w);
}

/* Without a change of any class a rejudgement asks once about everything, and about no slot. */
static void rejudging_is_cheap(void **state)
{
	WORLD(w);
	for (uint32_t i = 0; i < 200; i++) {
		char text[32];
		snprintf(text, sizeof text, "10.%u.0.0/16", i);
		world_all(&w, T, 0, 20, text, "5 7");
	}
	w.n_judged = 0;
	bogon_rejudge(w.d, T + 100);
	assert_int_equal(w.n_judged, 200 + 22); /* prefixes; peers, 5 and 7 */
	world_end(&w, T + 200);
	assert_int_equal(w.events.n, 200);
	world_fini(&w);
}

/* Ten networks have it from 100 on, one lets go every ten seconds from 1000; when does it end? */
static uint32_t end_by_share(uint32_t parts, uint32_t share)
{
	struct tracks *t = tracks_new((struct track_limits){30, share, parts});
	struct track_key key = {.metric = METRIC_M4, .culprit = 64500, .what = 64600};
	struct event_list events;
	track_id id = track_find(t, &key, &(struct track_claim){.class = EVENT_FULL});
	for (uint32_t as = 0; as < 10; as++)
		track_gain(t, id, 100, as);
	for (uint32_t as = 0; as < 6; as++)
		track_lose(t, id, 1000 + 10 * as, 1000 + 10 * as, as, false);
	for (uint32_t as = 6; as < 10; as++)
		track_lose(t, id, 2000 + 100 * as, 2000 + 100 * as, as, false);
	tracks_finish(t, 10000, &events);
	assert_int_equal(events.n, 1);
	uint32_t end = events.at[0].end;
	event_list_fini(&events);
	tracks_free(t);
	return end;
}

/* No more than share * 10 are left, then 30 seconds are waited, then the last loss up to then. */
static void any_share_of_the_peak(void **state)
{
	(void)state;
	assert_int_equal(end_by_share(1, 10), 2800); /* one is left; that it goes at 2900 comes too late */
	assert_int_equal(end_by_share(3, 10), 2600);
	assert_int_equal(end_by_share(2, 5), 1050);
	assert_int_equal(end_by_share(1, 2), 1050); /* five are left at 1040, and one more goes in time */
	assert_int_equal(end_by_share(0, 0), 2900);
}

static uint32_t message_of(void *ctx, const struct rib_change *c)
{
	++*(unsigned *)ctx;
	return c->time;
}

/* Networks that come and go: the last are kept, with their messages as long as there are not too many. */
static void endings_are_bounded(void **state)
{
	(void)state;
	enum { ROUNDS = EVENT_ENDING_MESSAGES + 100 };
	struct tracks *t = tracks_new((struct track_limits){30, 10, 1});
	struct track_key key = {.metric = METRIC_M4, .culprit = 64500, .what = 64600};
	struct event_list events;
	unsigned n_messages = 0;
	track_id id = track_find(t, &key, &(struct track_claim){.class = EVENT_FULL});
	for (uint32_t as = 0; as < 3; as++)
		track_gain(t, id, 100, as);
	for (uint32_t i = 0; i < ROUNDS; i++) {
		struct rib_change c = {.time = 200 + i, .peer = 2, .from = 1, .cause = RIB_WITHDRAWN};
		track_ends(t, id, &c, c.time, 2, message_of, &n_messages);
		track_lose(t, id, c.time, c.time, 2, false);
		track_gain(t, id, c.time, 2);
	}
	track_gain(t, id, 10000, 0); /* a second slot of the network: that it loses one ends nothing */
	struct rib_change one = {.time = 10001};
	track_ends(t, id, &one, 10001, 0, message_of, &n_messages);
	tracks_finish(t, 10001, &events);
	assert_int_equal(events.n, 1);
	const struct event *e = &events.at[0];
	assert_int_equal(n_messages, EVENT_ENDING_MESSAGES);
	assert_int_equal(e->n_endings, ROUNDS);
	assert_int_equal(e->endings.n, EVENT_ENDINGS);
	for (uint32_t i = 0; i < EVENT_ENDINGS; i++) {
		assert_int_equal(e->endings.at[i].time, 200 + ROUNDS - EVENT_ENDINGS + i);
		assert_int_equal(e->endings.at[i].message, RIB_NONE);
	}
	event_list_fini(&events);
	tracks_free(t);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(durations),
    cmocka_unit_test(start_and_visibility),
    cmocka_unit_test(networks_not_sessions),
    cmocka_unit_test(end_at_a_tenth),
    cmocka_unit_test(back_in_time_or_not),
    cmocka_unit_test(flapping),
    cmocka_unit_test(stuck_peers),
    cmocka_unit_test(reset_of_all_sessions),
    cmocka_unit_test(sessions_that_stay_away),
    cmocka_unit_test(unknown_does_not_count),
    cmocka_unit_test(data_end),
    cmocka_unit_test(one_event_of_many_prefixes),
    cmocka_unit_test(who_is_charged),
    cmocka_unit_test(private_peer),
    cmocka_unit_test(dump_that_tells_late),
    cmocka_unit_test(registries_that_change),
    cmocka_unit_test(rejudging_is_cheap),
    cmocka_unit_test(any_share_of_the_peak),
    cmocka_unit_test(endings_are_bounded),
};
TEST_MAIN(tests)
