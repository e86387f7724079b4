/* Which announcements become candidates of route leaks, and of whom: in scripted time. */
#include "story.h"

enum { MIN = 60, HOUR = 3600, DAY = 86400, T = 200 * DAY, U = T + 3 * DAY };

#define P "20.1.0.0/16"
#define Q "20.2.0.0/16"
#define WORLD(w)        \
	struct world w; \
	(void)state;    \
	world_init(&w); \
	world_leaks(&w)

/* The peers 0 to 9 have been there for three days at U, and shown what is in order. */
static void settle(struct world *w)
{
	world_all(w, T, 0, 10, P, "22 21 5");
	world_all(w, T, 0, 10, Q, "22 21 5");
}

static const struct leak_case *case_at(const struct world *w, size_t i)
{
	assert_true(i < w->m1_events.n);
	return leak_case_get(w->m1, w->m1_events.at[i].note);
}

static const struct leak_case *only_case(const struct world *w)
{
	assert_int_equal(w->m1_events.n, 1);
	return case_at(w, 0);
}

static void type_1(void **state)
{
	WORLD(w);
	settle(&w);
	world_all(&w, U, 0, 5, P, "22 7 21 5");
	world_all(&w, U + HOUR, 0, 5, P, "22 21 5");
	world_end(&w, U + DAY);
	const struct leak_case *k = only_case(&w);
	const struct event *e = w.m1_events.at;
	assert_int_equal(e->metric, METRIC_M1);
	assert_int_equal(e->culprit, 7);
	assert_int_equal(e->start, U);
	assert_int_equal(e->end, U + HOUR);
	assert_int_equal(e->n_peak, 5);
	assert_int_equal(e->prefixes.n, 1);
	assert_int_equal(e->evidence.n, 5);
	assert_int_equal(e->accomplices.n, 1);
	assert_int_equal(e->accomplices.at[0].asn, 22);
	assert_int_equal(e->accomplices.at[0].n_peers, 5);
	assert_int_equal(k->from, 21);
	assert_int_equal(k->leaker, 7);
	assert_int_equal(k->to, 22);
	assert_int_equal(k->type, 1);
	assert_int_equal(k->rules, VALLEY_TURN);
	assert_true(k->exact);
	assert_int_equal(k->relation_from, RELATION_PROVIDER);
	assert_int_equal(k->relation_to, RELATION_PROVIDER);
	assert_int_equal(k->triple_age, 0);
	assert_int_equal(k->watched, 3 * DAY);
	assert_int_equal(k->n_slots, 5);
	assert_int_equal(k->n_origins, 1);
	assert_int_equal(k->origins[0], 5);
	assert_int_equal(k->n_in_cone, 0);
	assert_int_equal(k->aspa_to_up, 1);
	assert_int_equal(k->aspa_from_down, 2);
	assert_int_equal(k->aspa_from_up, 0);
	assert_int_equal(k->cone_leaker, 7);
	assert_int_equal(k->cone_from, 21);
	assert_false(k->leaker_transit_free);
	assert_false(k->mass);
	assert_int_equal(k->outvoted_by, 0);
	world_fini(&w);
}

static void check_type(const char *path, unsigned type, asn_t from, asn_t to)
{
	void **state = NULL;
	WORLD(w);
	settle(&w);
	world_all(&w, U, 0, 3, P, path);
	world_end(&w, U + HOUR);
	const struct leak_case *k = only_case(&w);
	assert_int_equal(k->type, type);
	assert_int_equal(k->from, from);
	assert_int_equal(k->leaker, 7);
	assert_int_equal(k->to, to);
	assert_true(k->exact);
	assert_true(w.m1_events.at[0].open);
	world_fini(&w);
}

static void types_2_to_4(void **state)
{
	(void)state;
	check_type("9 7 8 6", 2, 8, 9);
	check_type("9 7 21 5", 3, 21, 9);
	check_type("22 7 8 6", 4, 8, 22);
	check_type("12 22 7 8 6", 4, 8, 22);
}

/* Customers' routes may go everywhere, and all routes to customers. */
static void in_order(void **state)
{
	WORLD(w);
	settle(&w);
	world_link(&w, 70, 7, RELATION_PROVIDER);
	world_all(&w, U, 0, 3, P, "22 7 70");
	world_all(&w, U, 0, 3, Q, "12 22 7 70");
	world_all(&w, U, 3, 6, P, "70 7 21 5");
	world_all(&w, U, 3, 6, Q, "70 7 8 6");
	world_all(&w, U, 6, 9, Q, "22 12 11 21 5");
	world_end(&w, U + HOUR);
	assert_int_equal(w.m1_events.n, 0);
	world_fini(&w);
}

/* Links of which nothing is known accuse nobody. */
static void unknown_links(void **state)
{
	WORLD(w);
	settle(&w);
	world_all(&w, U, 0, 3, P, "22 66 21 5");
	world_all(&w, U, 3, 6, P, "66 7 21 5");
	world_end(&w, U + HOUR);
	assert_int_equal(w.m1_events.n, 0);
	world_fini(&w);
}

/* ---- what is no news */

/* The triple was there for more than a day, by three peers, when its relations were not known yet. */
static void backup_path(uint32_t peers, uint32_t hours, uint32_t later, size_t expected)
{
	void **state = NULL;
	WORLD(w);
	world_link(&w, 7, 22, RELATION_UNKNOWN);
	settle(&w);
	world_all(&w, U, 0, peers, P, "22 7 21 5");
	world_all(&w, U + hours * HOUR, 0, peers, P, "22 21 5");
	world_link(&w, 7, 22, RELATION_PROVIDER);
	leak_era(w.m1);
	world_all(&w, U + hours * HOUR + later, 3, 8, Q, "22 7 21 5");
	world_end(&w, U + hours * HOUR + later + HOUR);
	assert_int_equal(w.m1_events.n, expected);
	if (expected)
		assert_int_equal(case_at(&w, 0)->triple_age, later > 90 * DAY ? 0 : hours * HOUR);
	world_fini(&w);
}

static void backup_paths(void **state)
{
	(void)state;
	backup_path(3, 25, 2 * DAY, 0);
	backup_path(3, 24, 2 * DAY, 1); /* not more than a day */
	backup_path(2, 25, 2 * DAY, 1); /* not by three */
	backup_path(3, 25, 90 * DAY, 0);
	backup_path(3, 25, 90 * DAY + 1, 1); /* forgotten */
}

/* In its first day an archive of updates is learned. */
static void archive_begins(void **state)
{
	WORLD(w);
	world_all(&w, T, 0, 5, P, "22 7 21 5");
	world_all(&w, T + 20 * HOUR, 0, 5, P, "9 7 8 6");
	world_all(&w, T + 30 * HOUR, 0, 5, P, "22 21 5");
	world_all(&w, U, 0, 5, P, "22 7 21 5");
	world_all(&w, U + HOUR, 0, 5, P, "9 7 8 6");
	world_end(&w, U + 2 * HOUR);
	assert_int_equal(w.m1_events.n, 0);
	world_fini(&w);
}

static void first_dump(void **state)
{
	WORLD(w);
	settle(&w);
	const char *entries[] = {"11 20.1.0.0/16 0 22 7 21 5", "12 20.1.0.0/16 0 22 7 21 5",
	                         "13 20.1.0.0/16 0 22 7 21 5"};
	world_dump(&w, U, entries, 3);
	world_all(&w, U + HOUR, 11, 14, Q, "22 7 21 5");
	world_end(&w, U + 2 * HOUR);
	assert_int_equal(w.m1_events.n, 0);
	world_fini(&w);
}

/* Once the table of a peer has been dumped, what is new on it is news at once, by update and by dump. */
static void later_dump(uint32_t originated, size_t expected)
{
	void **state = NULL;
	WORLD(w);
	char after[3][64];
	const char *before[] = {"0 20.1.0.0/16 0 22 21 5", "1 20.1.0.0/16 0 22 21 5",
	                        "2 20.1.0.0/16 0 22 21 5"};
	const char *entries[] = {after[0], after[1], after[2]};
	for (unsigned i = 0; i < 3; i++)
		snprintf(after[i], sizeof after[i], "%u 20.1.0.0/16 %u 22 7 21 5", i, originated);
	world_dump(&w, U, before, 3);
	world_dump(&w, U + 2 * HOUR, entries, 3);
	world_end(&w, U + 3 * HOUR);
	assert_int_equal(w.m1_events.n, expected);
	world_fini(&w);
}

static void later_dumps(void **state)
{
	(void)state;
	later_dump(0, 1);
	later_dump(U + HOUR, 1);
	later_dump(U - DAY, 0);
	later_dump(U + 3 * HOUR, 1); /* not said yet */
}

static void dump_then_update(void **state)
{
	WORLD(w);
	const char *before[] = {"0 20.1.0.0/16 0 22 21 5", "1 20.1.0.0/16 0 22 21 5",
	                        "2 20.1.0.0/16 0 22 21 5"};
	world_dump(&w, U, before, 3);
	world_all(&w, U + HOUR, 0, 3, P, "22 7 21 5");
	world_end(&w, U + 2 * HOUR);
	assert_int_equal(only_case(&w)->leaker, 7);
	world_fini(&w);
}

/* Peers that are heard for the first time say nothing that is news for a day; others do, and then they have
 * had it too. */
static void transfer(void **state)
{
	WORLD(w);
	settle(&w);
	world_all(&w, U, 10, 13, P, "22 7 21 5");
	world_all(&w, U + 2 * HOUR, 10, 13, P, "9 7 8 6");
	world_end(&w, U + 3 * HOUR);
	assert_int_equal(w.m1_events.n, 0);
	world_fini(&w);
}

static void transfer_then_news(void **state)
{
	WORLD(w);
	settle(&w);
	world_all(&w, U, 10, 12, P, "22 7 21 5");
	world_all(&w, U + MIN, 0, 4, P, "22 7 21 5");
	world_end(&w, U + HOUR);
	assert_int_equal(only_case(&w)->n_slots, 6);
	assert_int_equal(w.m1_events.at[0].n_peak, 6);
	world_fini(&w);
}

/* A session that comes back sends its table: no news, but not learned either. */
static void resync(void **state)
{
	WORLD(w);
	settle(&w);
	world_down(&w, U, 0);
	world_up(&w, U + MIN, 0);
	world_say(&w, U + 2 * MIN, 0, P, "22 7 21 5");
	world_all(&w, U + 3 * MIN, 1, 4, P, "22 7 21 5");
	world_end(&w, U + HOUR);
	assert_int_equal(only_case(&w)->leaker, 7);
	assert_int_equal(w.m1_events.at[0].start, U + 3 * MIN);
	assert_int_equal(w.m1_events.at[0].n_peak, 4);
	world_fini(&w);
}

/* A failed session is neither the end nor a beginning. */
static void session_lost(void **state)
{
	WORLD(w);
	settle(&w);
	world_all(&w, U, 0, 3, P, "22 7 21 5");
	for (uint32_t p = 0; p < 3; p++)
		world_down(&w, U + HOUR, p);
	for (uint32_t p = 0; p < 3; p++)
		world_up(&w, U + HOUR + 5 * MIN, p);
	world_all(&w, U + HOUR + 6 * MIN, 0, 3, P, "22 7 21 5");
	world_all(&w, U + 3 * HOUR, 0, 3, P, "22 21 5");
	world_end(&w, U + DAY);
	(void)only_case(&w);
	assert_int_equal(w.m1_events.at[0].start, U);
	assert_int_equal(w.m1_events.at[0].end, U + 3 * HOUR);
	assert_int_equal(w.m1_events.at[0].n_peers, 3);
	world_fini(&w);
}

/* ---- who stands between */

static void siblings(void **state)
{
	WORLD(w);
	settle(&w);
	world_link(&w, 7, 22, RELATION_SIBLING);
	world_link(&w, 30, 21, RELATION_SIBLING);
	world_link(&w, 30, 22, RELATION_PROVIDER);
	world_all(&w, U, 0, 3, P, "22 7 21 5");
	world_all(&w, U, 3, 6, P, "22 30 21 5");
	world_end(&w, U + HOUR);
	assert_int_equal(w.m1_events.n, 0);
	world_fini(&w);
}

/* What came from a provider is still that behind a sibling. */
static void sibling_leaks(void **state)
{
	WORLD(w);
	settle(&w);
	world_link(&w, 7, 17, RELATION_SIBLING);
	world_link(&w, 17, 22, RELATION_PROVIDER);
	world_all(&w, U, 0, 3, P, "22 17 7 21 5");
	world_end(&w, U + HOUR);
	assert_int_equal(only_case(&w)->leaker, 17);
	assert_int_equal(only_case(&w)->type, 1);
	assert_true(only_case(&w)->exact);
	world_fini(&w);
}

static void route_servers(void **state)
{
	WORLD(w);
	w.route_server[0] = 77;
	settle(&w);
	world_all(&w, U, 0, 3, P, "9 77 7 77 8 6"); /* a loop only of the server */
	world_all(&w, U, 3, 6, P, "9 77 7 21 5");
	world_end(&w, U + HOUR);
	assert_int_equal(only_case(&w)->type, 3);
	assert_int_equal(only_case(&w)->to, 9);
	world_fini(&w);
}

static void sets_and_loops(void **state)
{
	WORLD(w);
	settle(&w);
	struct prefix p;
	asn_t members[] = {66, 67};
	assert_int_equal(prefix_parse(P, strlen(P), &p), ERR_OK);
	struct path_hop hops[] = {
	    {101, PATH_HOP_ASN}, {22, PATH_HOP_ASN},
	    {7, PATH_HOP_ASN},   {path_set_intern(rib_paths(w.rib), members, 2), PATH_HOP_SET},
	    {21, PATH_HOP_ASN},  {5, PATH_HOP_ASN}};
	w.now = U;
	rib_announce(w.rib, U, w.peer[0], &p, path_intern(rib_paths(w.rib), hops, 6));
	hops[3] = (struct path_hop){ASN_TRANS, PATH_HOP_TRANS};
	rib_announce(w.rib, U, w.peer[0], &p, path_intern(rib_paths(w.rib), hops, 6));
	world_all(&w, U, 3, 6, P, "22 7 21 22 5");
	world_end(&w, U + HOUR);
	assert_int_equal(w.m1_events.n, 0);
	world_fini(&w);
}

/* ---- who of several */

/* From 21 down to 7, over a link of which nothing is known to 66, and up to 22: either may have done it. */
static void guess(void **state)
{
	WORLD(w);
	settle(&w);
	world_link(&w, 66, 22, RELATION_PROVIDER);
	world_all(&w, T, 7, 8, Q, "66 7 70"); /* the link itself is old */
	world_all(&w, U, 0, 3, P, "22 66 7 21 5");
	world_end(&w, U + HOUR);
	assert_int_equal(only_case(&w)->leaker, 66);
	assert_int_equal(only_case(&w)->type, 1);
	assert_false(only_case(&w)->exact);
	world_fini(&w);
}

/* Where one of those who may have done it is not known, nobody is certain. */
static void suspect_unknown(void **state)
{
	WORLD(w);
	settle(&w);
	world_all(&w, T, 7, 8, Q, "22 66 70"); /* the link itself is old */
	struct prefix p;
	struct path_hop hops[] = {
	    {101, PATH_HOP_ASN},         {12, PATH_HOP_ASN}, {22, PATH_HOP_ASN}, {66, PATH_HOP_ASN},
	    {ASN_TRANS, PATH_HOP_TRANS}, {7, PATH_HOP_ASN},  {21, PATH_HOP_ASN}, {5, PATH_HOP_ASN}};
	assert_int_equal(prefix_parse(P, strlen(P), &p), ERR_OK);
	w.now = U;
	rib_announce(w.rib, U, w.peer[0], &p, path_intern(rib_paths(w.rib), hops, 8));
	world_end(&w, U + HOUR);
	assert_int_equal(only_case(&w)->leaker, 22);
	assert_false(only_case(&w)->exact);
	world_fini(&w);
}

/* As in guess, but 66 has always handed what it has from 7 to 22. */
static void by_elimination(void **state)
{
	WORLD(w);
	settle(&w);
	world_link(&w, 66, 22, RELATION_PROVIDER);
	world_all(&w, T, 7, 10, Q, "22 66 7 70");
	world_all(&w, U, 0, 3, P, "22 66 7 21 5");
	world_end(&w, U + HOUR);
	assert_int_equal(only_case(&w)->leaker, 7);
	assert_int_equal(only_case(&w)->to, 66);
	assert_true(only_case(&w)->exact);
	world_fini(&w);
}

/* Two transit-free networks with another between: no relation need be known. */
static void between_transit_free(void **state)
{
	WORLD(w);
	w.transit_free[0] = 11;
	w.transit_free[1] = 12;
	settle(&w);
	world_all(&w, U, 0, 3, P, "12 66 11 5");
	world_end(&w, U + HOUR);
	assert_int_equal(only_case(&w)->leaker, 66);
	assert_int_equal(only_case(&w)->from, 11);
	assert_int_equal(only_case(&w)->to, 12);
	assert_int_equal(only_case(&w)->rules, VALLEY_TRANSIT_FREE);
	assert_int_equal(only_case(&w)->type, 0);
	assert_true(only_case(&w)->exact);
	world_fini(&w);
}

static void interval(void **state)
{
	WORLD(w);
	w.transit_free[0] = 11;
	w.transit_free[1] = 12;
	settle(&w);
	world_all(&w, U, 0, 3, P, "12 66 67 11 5");
	world_all(&w, U, 3, 6, P, "12 22 7 21 11 5"); /* and relations say who of the three */
	world_end(&w, U + HOUR);
	assert_int_equal(w.m1_events.n, 2);
	assert_int_equal(case_at(&w, 0)->leaker, 7);
	assert_true(case_at(&w, 0)->exact);
	assert_int_equal(case_at(&w, 0)->rules, VALLEY_TURN | VALLEY_BETWEEN);
	assert_int_equal(case_at(&w, 1)->leaker, 66);
	assert_int_equal(case_at(&w, 1)->rules, VALLEY_BETWEEN);
	assert_false(case_at(&w, 1)->exact);
	world_fini(&w);
}

/* The origin puts networks that are to drop the route on its path: a loop. Siblings are as good as one. */
static void not_between(void **state)
{
	WORLD(w);
	w.transit_free[0] = 11;
	w.transit_free[1] = 12;
	settle(&w);
	world_link(&w, 13, 11, RELATION_SIBLING);
	world_link(&w, 14, 12, RELATION_SIBLING);
	world_all(&w, U, 0, 3, P, "12 66 11 66");
	world_all(&w, U, 3, 6, P, "12 13 11 5");
	world_all(&w, U, 6, 9, P, "12 14 11 5");
	world_all(&w, U, 0, 3, Q, "12 11 5");
	world_end(&w, U + HOUR);
	assert_int_equal(w.m1_events.n, 0);
	world_fini(&w);
}

/* A link never seen before, and up to a provider behind it. */
static void unseen_link(void **state)
{
	WORLD(w);
	settle(&w);
	world_all(&w, U, 0, 3, P, "22 7 66 67");
	world_end(&w, U + HOUR);
	const struct leak_case *k = only_case(&w);
	assert_int_equal(k->leaker, 7);
	assert_int_equal(k->from, 66);
	assert_int_equal(k->type, 4);
	assert_int_equal(k->rules, VALLEY_UNKNOWN_LINK);
	assert_int_equal(k->edge_from_age, 0);
	assert_int_equal(k->relation_from, RELATION_UNKNOWN);
	world_fini(&w);
}

static void seen_link(void **state)
{
	WORLD(w);
	settle(&w);
	world_say(&w, T + 30 * HOUR, 9, Q, "7 66 67");
	world_all(&w, U, 0, 3, P, "22 7 66 67");
	world_all(&w, U, 3, 6, P, "22 7 71"); /* a new customer's own */
	world_end(&w, U + HOUR);
	assert_int_equal(w.m1_events.n, 0);
	world_fini(&w);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(type_1),
    cmocka_unit_test(types_2_to_4),
    cmocka_unit_test(in_order),
    cmocka_unit_test(unknown_links),
    cmocka_unit_test(backup_paths),
    cmocka_unit_test(archive_begins),
    cmocka_unit_test(first_dump),
    cmocka_unit_test(later_dumps),
    cmocka_unit_test(dump_then_update),
    cmocka_unit_test(transfer),
    cmocka_unit_test(transfer_then_news),
    cmocka_unit_test(resync),
    cmocka_unit_test(session_lost),
    cmocka_unit_test(siblings),
    cmocka_unit_test(sibling_leaks),
    cmocka_unit_test(route_servers),
    cmocka_unit_test(sets_and_loops),
    cmocka_unit_test(guess),
    cmocka_unit_test(suspect_unknown),
    cmocka_unit_test(by_elimination),
    cmocka_unit_test(between_transit_free),
    cmocka_unit_test(interval),
    cmocka_unit_test(not_between),
    cmocka_unit_test(unseen_link),
    cmocka_unit_test(seen_link),
};
TEST_MAIN(tests)
