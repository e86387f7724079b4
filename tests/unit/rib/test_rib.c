/* Scripted time: what peers say and when, and what must be visible afterwards. */
#include "../test.h"
#include "rib/rib.h"

#include <string.h>

struct world {
	struct rib *rib;
	peer_id peer[6]; /* ASN 101..105; peer 5 is a second session of 101 */
	struct rib_change last;
	int changes;
};

static void seen(void *ctx, const struct rib_change *c)
{
	struct world *w = ctx;
	w->last = *c;
	w->changes++;
}

static void setup(struct world *w)
{
	*w = (struct world){0};
	w->rib = rib_new((struct rib_limits){.hold = 900}, (struct rib_observer){seen, w});
	for (uint32_t i = 0; i < 6; i++)
		w->peer[i] = rib_peer_find(w->rib, 0, addr_from_v4(0x0a000001 + i), i == 5 ? 101 : 101 + i);
}

static struct prefix pfx(const char *text)
{
	struct prefix p;
	assert_int_equal(prefix_parse(text, strlen(text), &p), ERR_OK);
	return p;
}

static path_id path(struct world *w, asn_t first, asn_t origin)
{
	struct path_hop hops[] = {{first, PATH_HOP_ASN}, {origin, PATH_HOP_ASN}};
	return path_intern(rib_paths(w->rib), hops, 2);
}

static void say(struct world *w, uint32_t t, int peer, const char *prefix, asn_t origin)
{
	struct prefix p = pfx(prefix);
	rib_advance(w->rib, t);
	if (origin)
		rib_announce(w->rib, t, w->peer[peer], &p, path(w, 101 + (asn_t)peer % 5, origin));
	else
		rib_withdraw(w->rib, t, w->peer[peer], &p);
}

static const struct rib_route *route(struct world *w, const char *prefix, asn_t origin)
{
	struct prefix p = pfx(prefix);
	unsigned f = rib_family(p.family);
	for (prefix_id i = 0; i < rib_prefix_count(w->rib, f); i++)
		if (prefix_eq(&rib_prefix_at(w->rib, f, i)->prefix, &p)) {
			route_id id = rib_route_find(w->rib, f, i, origin);
			return id == RIB_NONE ? NULL : rib_route_at(w->rib, f, id);
		}
	return NULL;
}

#define NOW(prefix, origin, now, peak)                                  \
	do {                                                            \
		const struct rib_route *r_ = route(&w, prefix, origin); \
		assert_non_null(r_);                                    \
		assert_int_equal(r_->n_now, now);                       \
		assert_int_equal(r_->n_peak, peak);                     \
	} while (0)

static void counts_networks_not_sessions(void **s)
{
	(void)s;
	struct world w;
	setup(&w);
	say(&w, 10, 0, "192.0.2.0/24", 7);
	say(&w, 11, 5, "192.0.2.0/24", 7); /* the same network again */
	NOW("192.0.2.0/24", 7, 1, 1);
	say(&w, 12, 1, "192.0.2.0/24", 7);
	say(&w, 13, 0, "192.0.2.0/24", 0);
	NOW("192.0.2.0/24", 7, 2, 2); /* its other session still has it */
	say(&w, 14, 5, "192.0.2.0/24", 8);
	NOW("192.0.2.0/24", 7, 1, 2);
	NOW("192.0.2.0/24", 8, 1, 1);
	say(&w, 15, 1, "192.0.2.0/24", 0);
	NOW("192.0.2.0/24", 7, 0, 2);
	assert_int_equal(route(&w, "192.0.2.0/24", 7)->first_seen, 10);
	assert_int_equal(route(&w, "192.0.2.0/24", 7)->last_seen, 15);
	say(&w, 16, 1, "2001:db8::/32", 0); /* never announced: nothing happens */
	assert_int_equal(rib_prefix_count(w.rib, RIB_V6), 0);
	rib_free(w.rib);
}

static void down_is_unknown_then_lost(void **s)
{
	(void)s;
	struct world w;
	setup(&w);
	say(&w, 10, 0, "192.0.2.0/24", 7);
	say(&w, 10, 1, "192.0.2.0/24", 7);
	rib_session_down(w.rib, 100, w.peer[1]);
	assert_int_equal(w.last.cause, RIB_UNKNOWN);
	assert_int_equal(w.last.to, PATH_NONE);
	NOW("192.0.2.0/24", 7, 1, 2);
	rib_advance(w.rib, 1000); /* who is back at this very instant is back in time */
	assert_int_equal(rib_peer_get(w.rib, w.peer[1])->table[RIB_V4].n, 1);
	rib_advance(w.rib, 1001);
	assert_int_equal(w.last.cause, RIB_LOST);
	assert_int_equal(w.last.time, 100);
	assert_int_equal(rib_peer_get(w.rib, w.peer[1])->table[RIB_V4].n, 0);
	rib_free(w.rib);
}

static void back_in_time(void **s)
{
	(void)s;
	struct world w;
	setup(&w);
	say(&w, 10, 0, "192.0.2.0/24", 7);
	say(&w, 10, 0, "198.51.100.0/24", 7);
	say(&w, 10, 0, "2001:db8::/32", 7);
	rib_session_down(w.rib, 100, w.peer[0]);
	rib_session_up(w.rib, 200, w.peer[0]);
	say(&w, 201, 0, "192.0.2.0/24", 7);
	NOW("192.0.2.0/24", 7, 1, 1);
	assert_true(w.last.from_unknown);
	rib_end_of_rib(w.rib, 300, w.peer[0], FAMILY_V4);
	assert_int_equal(w.last.cause, RIB_LOST);
	assert_int_equal(w.last.time, 100);
	NOW("198.51.100.0/24", 7, 0, 1);
	assert_int_equal(rib_peer_get(w.rib, w.peer[0])->session, RIB_SESSION_RESYNC);
	rib_advance(w.rib, 1101); /* no End-of-RIB for IPv6: the time runs out */
	assert_int_equal(w.last.family, RIB_V6);
	assert_int_equal(w.last.cause, RIB_LOST);
	assert_int_equal(rib_peer_get(w.rib, w.peer[0])->session, RIB_SESSION_UP);
	rib_session_down(w.rib, 2000, w.peer[0]);
	say(&w, 2001, 0, "198.51.100.0/24", 7); /* who speaks is up */
	assert_int_equal(rib_peer_get(w.rib, w.peer[0])->session, RIB_SESSION_RESYNC);
	NOW("198.51.100.0/24", 7, 1, 1);
	rib_free(w.rib);
}

static void dump(struct world *w, struct rib_stage *g, uint32_t t, int peer, const char *prefix, asn_t origin)
{
	struct prefix p = pfx(prefix);
	prefix_id id = rib_stage_record(g, t, &p);
	rib_stage_entry(g, t, w->peer[peer], p.family, id, path(w, 101 + (asn_t)peer, origin));
	rib_stage_entry(g, t, w->peer[peer], p.family, id, path(w, 999, origin + 1)); /* a second path */
}

static void dump_replaces_but_not_what_is_newer(void **s)
{
	(void)s;
	struct world w;
	setup(&w);
	say(&w, 10, 0, "192.0.2.0/24", 7);    /* not in the dump: goes */
	say(&w, 10, 0, "198.51.100.0/24", 7); /* in it with another origin */
	say(&w, 10, 1, "192.0.2.0/24", 7);    /* a peer without entries keeps its table */
	struct rib_stage *g = rib_stage_begin(w.rib, 0);
	dump(&w, g, 100, 0, "198.51.100.0/24", 8);
	dump(&w, g, 101, 0, "203.0.113.0/24", 8);
	say(&w, 102, 0, "203.0.113.0/24", 0); /* younger than its record: wins */
	say(&w, 102, 0, "100.64.0.0/10", 9);  /* announced meanwhile: stays */
	dump(&w, g, 103, 0, "233.252.0.0/24", 8);
	say(&w, 103, 0, "233.252.0.0/24", 0); /* of the same second: the dump wins */
	rib_stage_end(g);
	NOW("192.0.2.0/24", 7, 1, 2);
	NOW("198.51.100.0/24", 7, 0, 1);
	NOW("198.51.100.0/24", 8, 1, 1);
	assert_null(route(&w, "203.0.113.0/24", 8));
	NOW("100.64.0.0/10", 9, 1, 1);
	NOW("233.252.0.0/24", 8, 1, 1);
	assert_int_equal(route(&w, "198.51.100.0/24", 7)->last_seen, 103);
	rib_free(w.rib);
}

/* Who is shown is up, also by a dump that is cut off, and can fail again. What it did not show is unknown. */
static void cut_dump_of_a_failed_session(void **s)
{
	(void)s;
	struct world w;
	setup(&w);
	say(&w, 10, 0, "192.0.2.0/24", 7);
	say(&w, 10, 0, "198.51.100.0/24", 7);
	rib_session_down(w.rib, 100, w.peer[0]);
	struct rib_stage *g = rib_stage_begin(w.rib, 0);
	dump(&w, g, 120, 0, "192.0.2.0/24", 7);
	rib_stage_cut(g);
	rib_stage_end(g);
	NOW("192.0.2.0/24", 7, 1, 1);
	NOW("198.51.100.0/24", 7, 0, 1);
	assert_int_equal(rib_peer_get(w.rib, w.peer[0])->session, RIB_SESSION_RESYNC);
	assert_int_equal(rib_peer_get(w.rib, w.peer[0])->n_unknown[RIB_V4], 1);
	rib_session_down(w.rib, 200, w.peer[0]);
	NOW("192.0.2.0/24", 7, 0, 1);
	rib_advance(w.rib, 1101);
	assert_int_equal(rib_peer_get(w.rib, w.peer[0])->table[RIB_V4].n, 0);
	assert_int_equal(route(&w, "192.0.2.0/24", 7)->last_seen, 200);
	rib_free(w.rib);
}

static void loss_inside_a_gap(void **s)
{
	(void)s;
	struct world w;
	setup(&w);
	say(&w, 10, 0, "192.0.2.0/24", 7);
	say(&w, 20, 0, "198.51.100.0/24", 7);
	rib_gap(w.rib, 0, 20, 5000);
	struct rib_stage *g = rib_stage_begin(w.rib, 0);
	dump(&w, g, 5000, 0, "198.51.100.0/24", 7);
	rib_stage_end(g);
	assert_int_equal(route(&w, "192.0.2.0/24", 7)->last_seen, 20);
	rib_free(w.rib);
}

static void periods(void **s)
{
	(void)s;
	struct world w;
	setup(&w);
	say(&w, 10, 0, "192.0.2.0/24", 7);
	say(&w, 10, 1, "192.0.2.0/24", 7);
	say(&w, 11, 1, "192.0.2.0/24", 0);
	say(&w, 12, 1, "198.51.100.0/24", 7);
	say(&w, 13, 1, "198.51.100.0/24", 0);
	rib_period_begin(w.rib, 50);
	NOW("192.0.2.0/24", 7, 1, 1);
	NOW("198.51.100.0/24", 7, 0, 0);
	rib_period_end(w.rib, 90);
	assert_int_equal(route(&w, "192.0.2.0/24", 7)->last_seen, 90);
	assert_int_equal(route(&w, "192.0.2.0/24", 7)->first_seen, 50);
	assert_int_equal(route(&w, "198.51.100.0/24", 7)->first_seen, UINT32_MAX); /* not in this period */
	assert_int_equal(route(&w, "198.51.100.0/24", 7)->last_seen, 0);
	rib_free(w.rib);
}

/* Full feeds and partial ones together: at most 8 octets for each (prefix, peer). */
static void octets_of_slots(void **s)
{
	(void)s;
	struct world w;
	setup(&w);
	path_id id = path(&w, 101, 7);
	for (uint32_t peer = 0; peer < 60; peer++) {
		peer_id who = rib_peer_find(w.rib, 1, addr_from_v4(peer + 1), 1000 + peer);
		uint32_t step =
		    peer < 10 ? 1 : 1 + peer * 2; /* 10 full ones, 50 of a table's 21st to 119th */
		for (uint32_t i = 0; i < 40000; i += step) {
			struct prefix p = {
			    .hi = (uint64_t)(0x14000000 + (i << 8)) << 32, .len = 24, .family = FAMILY_V4};
			rib_announce(w.rib, 10, who, &p, id);
		}
	}
	struct rib_usage u = rib_usage_get(w.rib);
	assert_true(u.slots > 400000);
	assert_true(u.tables <= 8 * u.slots);
	rib_free(w.rib);
}

/* Sessions and networks are found among many, and stay who they are. */
static void many_peers(void **s)
{
	(void)s;
	struct rib *r = rib_new((struct rib_limits){.hold = 900}, (struct rib_observer){0});
	for (int round = 0; round < 2; round++)
		for (uint32_t i = 0; i < 20000; i++)
			assert_int_equal(
			    rib_peer_find(r, (uint16_t)(i % 3), addr_from_v4(i / 2), 1 + i % 5000), i);
	assert_int_equal(rib_peer_count(r), 20000);
	assert_int_equal(rib_as_count(r), 5000);
	rib_free(r);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(counts_networks_not_sessions),
    cmocka_unit_test(down_is_unknown_then_lost),
    cmocka_unit_test(back_in_time),
    cmocka_unit_test(dump_replaces_but_not_what_is_newer),
    cmocka_unit_test(cut_dump_of_a_failed_session),
    cmocka_unit_test(loss_inside_a_gap),
    cmocka_unit_test(periods),
    cmocka_unit_test(octets_of_slots),
    cmocka_unit_test(many_peers),
};
TEST_MAIN(tests)
