/* What is remembered of triples and links, and which parts of paths are
 * announced now. */
#include "detect/trail.h"
#include "story.h"

enum { HOUR = 3600, DAY = 86400, T = 100 * DAY };

static const struct presence_limits limits = {86400, 90 * 86400, 3};

static void in_all(void **state)
{
	(void)state;
	struct presence p = {0};
	presence_up(&p, &limits, T, false);
	presence_up(&p, &limits, T + HOUR, false);
	presence_down(&p, T + 2 * HOUR);
	assert_int_equal(presence_age(&p, T + 10 * HOUR), 10 * HOUR);
	presence_down(&p, T + 10 * HOUR);
	assert_int_equal(presence_age(&p, T + 20 * HOUR), 10 * HOUR);
	presence_up(&p, &limits, T + 30 * HOUR, true); /* learned only what nobody had seen */
	assert_false(p.learned);
	assert_int_equal(presence_age(&p, T + 31 * HOUR), 11 * HOUR);
}

static void old(void **state)
{
	(void)state;
	struct presence p = {0};
	presence_up(&p, &limits, T, false);
	for (uint32_t peer = 0; peer < 2; peer++)
		presence_peer(&p, peer);
	presence_peer(&p, 1);
	assert_false(presence_is_old(&p, &limits, T + 2 * DAY, 10));
	assert_true(presence_is_old(&p, &limits, T + 2 * DAY, 2)); /* there are no more than two */
	presence_peer(&p, 7);
	presence_peer(&p, 8);
	assert_int_equal(p.n_peers, 3);
	assert_false(presence_is_old(&p, &limits, T + DAY, 10));
	assert_true(presence_is_old(&p, &limits, T + DAY + 1, 10));
	presence_down(&p, T + 2 * DAY);
	assert_true(presence_is_old(&p, &limits, T + 92 * DAY, 10));
	assert_false(presence_is_old(&p, &limits, T + 92 * DAY + 1, 10));
	presence_up(&p, &limits, T + 93 * DAY, true);
	assert_int_equal(p.n_peers, 0);
	assert_true(presence_is_old(&p, &limits, T + 93 * DAY, 10)); /* learned anew */
}

static void dated_back(void **state)
{
	(void)state;
	struct presence p = {0};
	presence_up(&p, &limits, T, false);
	presence_down(&p, T - HOUR); /* by one account lost before it was there */
	assert_int_equal(presence_age(&p, T), 0);
	presence_up(&p, &limits, T + 2 * HOUR, false);
	presence_up(&p, &limits, T + HOUR, false); /* told late */
	assert_int_equal(presence_age(&p, T + 3 * HOUR), 2 * HOUR);
}

static enum trail_kind kind(void *ctx, asn_t asn)
{
	(void)ctx;
	return asn == 77 ? TRAIL_PASSED : asn == 64512 ? TRAIL_UNKNOWN : TRAIL_NETWORK;
}

static struct trail *trail;

static void changed(void *ctx, const struct rib_change *c)
{
	(void)ctx;
	trail_change(trail, c, false);
}

static struct rib *begin(void)
{
	struct trail_options o = {limits, {86400, 300 * 86400, 1}, 30 * DAY, kind, NULL};
	struct rib *rib = rib_new((struct rib_limits){.hold = 900}, (struct rib_observer){changed, NULL});
	trail = trail_new(rib, &o);
	return rib;
}

static void end(struct rib *rib)
{
	trail_free(trail);
	rib_free(rib);
}

static path_id path_of(struct rib *rib, const char *asns)
{
	struct path_hop hops[16];
	size_t n = 0;
	for (char *rest; *asns; asns = rest)
		hops[n++] = (struct path_hop){(asn_t)strtoul(asns, &rest, 10), PATH_HOP_ASN};
	return path_intern(rib_paths(rib), hops, n);
}

static void say(struct rib *rib, uint32_t t, peer_id peer, const char *prefix, const char *asns)
{
	struct prefix p;
	assert_int_equal(prefix_parse(prefix, strlen(prefix), &p), ERR_OK);
	rib_advance(rib, t);
	if (*asns)
		rib_announce(rib, t, peer, &p, path_of(rib, asns));
	else
		rib_withdraw(rib, t, peer, &p);
}

static peer_id peer_of(struct rib *rib, uint32_t i)
{
	return rib_peer_find(rib, 0, addr_from_v4(1 + i), 101 + i);
}

/* The triple at the third network of a path. */
static const struct triple *third(struct rib *rib, const char *asns)
{
	return trail_triple(trail, trail_at(trail, path_of(rib, asns))->triple);
}

static void shared_paths(void **state)
{
	(void)state;
	struct rib *rib = begin();
	peer_id a = peer_of(rib, 0), b = peer_of(rib, 1);
	say(rib, T, a, "20.1.0.0/16", "101 5 6 7");
	say(rib, T + HOUR, a, "20.2.0.0/16", "101 5 6 7");
	say(rib, T + HOUR, b, "20.1.0.0/16", "102 5 6 7");
	const struct triple *x = third(rib, "5 6 7");
	assert_int_equal(x->a, 7);
	assert_int_equal(x->b, 6);
	assert_int_equal(x->c, 5);
	assert_int_equal(x->seen.n_peers, 2);
	assert_int_equal(x->seen.n_active, 1); /* one node, whoever goes through it */
	say(rib, T + 2 * HOUR, a, "20.1.0.0/16", "");
	say(rib, T + 2 * HOUR, b, "20.1.0.0/16", "102 6 7");
	assert_int_equal(third(rib, "5 6 7")->seen.n_active, 1);
	say(rib, T + 3 * HOUR, a, "20.2.0.0/16", "");
	x = third(rib, "5 6 7");
	assert_int_equal(x->seen.n_active, 0);
	assert_int_equal(x->seen.last, T + 3 * HOUR);
	assert_int_equal(third(rib, "102 6 7")->seen.n_active, 1);
	/* the same triple behind another origin: another node */
	say(rib, T + 4 * HOUR, a, "20.2.0.0/16", "101 5 6 7 8");
	say(rib, T + 4 * HOUR, b, "20.2.0.0/16", "102 5 6 7 9");
	assert_int_equal(third(rib, "5 6 7")->seen.n_active, 2);
	end(rib);
}

/* What a failed session held is not there; it comes back as what it was. */
static void sessions(void **state)
{
	(void)state;
	struct rib *rib = begin();
	peer_id a = peer_of(rib, 0);
	say(rib, T, a, "20.1.0.0/16", "101 5 6 7");
	rib_session_down(rib, T + HOUR, a);
	assert_int_equal(third(rib, "5 6 7")->seen.n_active, 0);
	rib_session_up(rib, T + HOUR + 60, a);
	say(rib, T + HOUR + 60, a, "20.1.0.0/16", "101 5 6 7");
	assert_int_equal(third(rib, "5 6 7")->seen.n_active, 1);
	rib_session_down(rib, T + 2 * HOUR, a);
	rib_advance(rib, T + 3 * HOUR);
	assert_int_equal(third(rib, "5 6 7")->seen.n_active, 0);
	assert_int_equal(presence_age(&third(rib, "5 6 7")->seen, T + 3 * HOUR), 2 * HOUR - 60);
	end(rib);
}

static void stage(struct rib *rib, struct rib_stage *s, peer_id peer, const char *prefix, const char *asns,
                  uint32_t originated)
{
	struct prefix p;
	assert_int_equal(prefix_parse(prefix, strlen(prefix), &p), ERR_OK);
	path_id path = path_of(rib, asns);
	prefix_id id = rib_stage_record(s, T, &p);
	assert_true(rib_stage_entry(s, T, peer, p.family, id, path));
	trail_staged(trail, T, path, originated);
}

/* A triple has been there since the oldest entry of a dump that shows it,
 * thirty days at most. */
static void dumped(void **state)
{
	(void)state;
	struct rib *rib = begin();
	peer_id a = peer_of(rib, 0), b = peer_of(rib, 1);
	struct rib_stage *s = rib_stage_begin(rib, 0);
	stage(rib, s, a, "20.1.0.0/16", "101 5 6 7", T - 2 * DAY);
	stage(rib, s, b, "20.1.0.0/16", "102 5 6 7", T - 5 * DAY);
	stage(rib, s, a, "20.2.0.0/16", "101 5 6 7", T - 3 * DAY);
	stage(rib, s, b, "20.3.0.0/16", "102 5 6 8", T - 40 * DAY);
	stage(rib, s, a, "20.4.0.0/16", "101 5 6 9", T + 1);
	rib_stage_end(s);
	assert_int_equal(trail_since(trail, path_of(rib, "101 5 6 7")), T - 3 * DAY);
	trail_dumped(trail);
	assert_int_equal(trail_since(trail, path_of(rib, "101 5 6 7")), 0);
	assert_int_equal(presence_age(&third(rib, "5 6 7")->seen, T), 5 * DAY);
	assert_int_equal(presence_age(&third(rib, "101 5 6")->seen, T), 3 * DAY);
	assert_int_equal(presence_age(&third(rib, "5 6 8")->seen, T), 30 * DAY);
	assert_int_equal(presence_age(&third(rib, "5 6 9")->seen, T), 0);
	end(rib);
}

static void cleaned(void **state)
{
	(void)state;
	struct rib *rib = begin();
	path_id p = path_of(rib, "5 77 6 7");
	assert_int_equal(trail_triple(trail, trail_at(trail, p)->triple)->b, 6);
	assert_int_equal(trail_asn(trail, trail_top(trail, path_of(rib, "77 6 7"))), 6);
	assert_int_equal(trail_top(trail, path_of(rib, "9 6 7 8 6")), PATH_NONE);
	assert_int_equal(trail_at(trail, path_of(rib, "5 64512 7"))->triple, RIB_NONE);
	assert_int_equal(trail_at(trail, path_of(rib, "5 6 64512 7"))->triple, RIB_NONE);
	assert_int_not_equal(trail_at(trail, path_of(rib, "5 6 64512 7"))->edge, RIB_NONE);
	end(rib);
}

static void edges(void **state)
{
	(void)state;
	struct rib *rib = begin();
	peer_id a = peer_of(rib, 0);
	say(rib, T, a, "20.1.0.0/16", "101 6 7");
	const struct edges *all = trail_edges(trail);
	assert_int_equal(edges_lookup(all, 6, 99), UINT32_MAX);
	const struct edge *e = edges_get(all, edges_lookup(all, 7, 6));
	assert_int_equal(e->first, T);
	assert_int_equal(e->ways, EDGE_HIGH_GAVE);
	say(rib, T + HOUR, a, "20.2.0.0/16", "101 6 7 8");
	assert_int_equal(edges_get(all, edges_lookup(all, 6, 7))->ways, EDGE_HIGH_GAVE | EDGE_HIGH_PASSED);
	say(rib, T + HOUR, a, "20.3.0.0/16", "101 7 6");
	assert_int_equal(edges_get(all, edges_lookup(all, 6, 7))->ways,
	                 EDGE_HIGH_GAVE | EDGE_HIGH_PASSED | EDGE_LOW_GAVE);
	edge_id id = edges_lookup(all, 6, 7);
	assert_true(trail_edge_is_new(trail, id, T + DAY));
	assert_false(trail_edge_is_new(trail, id, T + DAY + 1));
	end(rib);
}

/* ---- whatever happens, what is counted is what a walk over all tables finds
 */

enum { NODES_MAX = 1 << 16, STEPS = 4000, NETWORKS = 7, SPEAKERS = 5, PREFIXES = 6 };

static uint32_t random_to(uint32_t *seed, uint32_t n)
{
	*seed = *seed * 1664525U + 1013904223U;
	return (*seed >> 8) % n;
}

static void mark_active(struct rib *rib, bool *active)
{
	for (peer_id peer = 0; peer < rib_peer_count(rib); peer++) {
		prefix_id id;
		slot_t slot;
		for (uint32_t i = 0; rib_table_next(&rib_peer_get(rib, peer)->table[RIB_V4], &i, &id, &slot);)
			for (path_id p = slot & SLOT_UNKNOWN ? PATH_NONE : slot; p != PATH_NONE;
			     p = path_get(rib_paths(rib), p)->parent)
				active[p] = true;
	}
}

static void compare(struct rib *rib)
{
	bool *active = mem_new(NODES_MAX, sizeof *active);
	uint32_t *triples = mem_new(NODES_MAX, sizeof *triples), *links = mem_new(NODES_MAX, sizeof *links);
	assert_true(path_count(rib_paths(rib)) < NODES_MAX);
	mark_active(rib, active);
	for (path_id p = 1; p <= path_count(rib_paths(rib)); p++) {
		const struct trail_place *at = trail_at(trail, p);
		if (at->triple != RIB_NONE)
			triples[at->triple] += active[p];
		if (at->edge != RIB_NONE)
			links[at->edge] += active[p];
	}
	for (path_id p = 1; p <= path_count(rib_paths(rib)); p++) {
		const struct trail_place *at = trail_at(trail, p);
		if (at->triple != RIB_NONE)
			assert_int_equal(trail_triple(trail, at->triple)->seen.n_active, triples[at->triple]);
		if (at->edge != RIB_NONE)
			assert_int_equal(edges_get(trail_edges(trail), at->edge)->seen.n_active,
			                 links[at->edge]);
	}
	free(active);
	free(triples);
	free(links);
}

/* Networks 1 to 7, of which 77 stands for the last: loops, route servers and
 * all. */
static void random_path(uint32_t *seed, uint32_t peer, char *to, size_t room)
{
	uint32_t n = 1 + random_to(seed, 4);
	int used = snprintf(to, room, "%u", 101 + peer);
	while (n-- > 0) {
		uint32_t asn = 1 + random_to(seed, NETWORKS);
		used += snprintf(to + used, room - (size_t)used, " %u", asn == NETWORKS ? 77 : asn);
	}
}

static void counted(void **state)
{
	(void)state;
	struct rib *rib = begin();
	uint32_t seed = 4271, t = T;
	for (uint32_t i = 0; i < SPEAKERS; i++)
		(void)peer_of(rib, i);
	for (uint32_t i = 0; i < STEPS; i++, t += random_to(&seed, 200)) {
		char path[64] = "", prefix[32];
		uint32_t peer = random_to(&seed, SPEAKERS), what = random_to(&seed, 40);
		snprintf(prefix, sizeof prefix, "20.%u.0.0/16", random_to(&seed, PREFIXES));
		if (what > 8)
			random_path(&seed, peer, path, sizeof path);
		rib_advance(rib, t);
		if (what == 0)
			rib_session_down(rib, t, peer);
		else if (what == 1)
			rib_session_up(rib, t, peer);
		else
			say(rib, t, peer, prefix, path);
		if (i % 100 == 0)
			compare(rib);
	}
	compare(rib);
	end(rib);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(in_all),       cmocka_unit_test(old),      cmocka_unit_test(dated_back),
    cmocka_unit_test(shared_paths), cmocka_unit_test(sessions), cmocka_unit_test(cleaned),
    cmocka_unit_test(edges),        cmocka_unit_test(dumped),   cmocka_unit_test(counted),
};
TEST_MAIN(tests)
