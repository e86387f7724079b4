/* Which announcements become candidates of misorigination, and what is remembered of them: in scripted time.
 */
#include "story.h"

enum { MIN = 60, HOUR = 3600, DAY = 86400, T = 100 * DAY, KNOWN = T + DAY, U = T + 3 * DAY };

#define P    "20.1.0.0/16"
#define PART "20.1.7.0/24"
#define WORLD(w)        \
	struct world w; \
	(void)state;    \
	world_init(&w); \
	world_misorigins(&w)

/* At U, AS 7 has been known for P for three days. */
static void settle(struct world *w)
{
	world_all(w, T, 0, 10, P, "5 7");
}

static const struct misorigin_case *only_case(const struct world *w)
{
	assert_int_equal(w->m2_events.n, 1);
	return misorigin_case_get(w->m2, w->m2_events.at[0].note);
}

static void exact(void **state)
{
	WORLD(w);
	settle(&w);
	world_all(&w, U, 0, 5, P, "6 66");
	world_all(&w, U + HOUR, 0, 5, P, "5 7");
	world_end(&w, U + DAY);
	const struct misorigin_case *k = only_case(&w);
	const struct event *e = w.m2_events.at;
	assert_int_equal(e->metric, METRIC_M2);
	assert_int_equal(e->culprit, 66);
	assert_int_equal(e->start, U);
	assert_int_equal(e->end, U + HOUR);
	assert_int_equal(e->n_peak, 5);
	assert_int_equal(e->peers.n, 5);
	assert_int_equal(e->accomplices.n, 1);
	assert_int_equal(e->accomplices.at[0].asn, 6);
	assert_int_equal(e->accomplices.at[0].n_peers, 5);
	assert_int_equal(k->kind, MISORIGIN_EXACT);
	assert_int_equal(k->n_known, 1);
	assert_int_equal(k->victims[0], 7);
	assert_int_equal(k->age, 3 * DAY);
	assert_int_equal(k->culprit_age, 0);
	assert_int_equal(k->gone_for, 0);
	assert_false(k->on_path);
	world_fini(&w);
}

static void part(void **state)
{
	WORLD(w);
	settle(&w);
	world_all(&w, U, 0, 5, PART, "6 66");
	world_end(&w, U + HOUR);
	const struct misorigin_case *k = only_case(&w);
	assert_int_equal(k->kind, MISORIGIN_SUB);
	assert_int_equal(k->victims[0], 7);
	assert_int_not_equal(k->known_prefix, k->prefix);
	assert_true(w.m2_events.at[0].open);
	world_fini(&w);
}

/* The victim answers with the same more-specific, and with longer ones: never its own fault. */
static void defence(void **state)
{
	WORLD(w);
	settle(&w);
	world_all(&w, U, 0, 5, PART, "6 66");
	world_all(&w, U + HOUR, 5, 10, PART, "5 7");
	world_all(&w, U + HOUR, 0, 10, "20.1.7.0/25", "5 7");
	world_all(&w, U + 2 * HOUR, 0, 10, PART, "5 7");
	world_end(&w, U + DAY);
	assert_int_equal(only_case(&w)->culprit, 66);
	assert_int_equal(w.m2_events.at[0].end, U + 2 * HOUR);
	world_fini(&w);
}

/* Nothing is known when an archive begins: what it shows in its first day is learned. */
static void archive_begins(void **state)
{
	WORLD(w);
	world_all(&w, T, 0, 5, P, "5 7");
	world_all(&w, T + 20 * HOUR, 5, 10, P, "6 8");
	world_all(&w, T + 21 * HOUR, 0, 5, PART, "6 9");
	world_end(&w, T + 22 * HOUR);
	assert_int_equal(w.m2_events.n, 0);
	world_fini(&w);
}

/* What the first dump of a peer shows was there before; also where it contradicts what others have shown. */
static void first_dump(void **state)
{
	WORLD(w);
	settle(&w);
	const char *entries[] = {"11 20.1.0.0/16 0 6 8", "12 20.1.7.0/24 0 6 9", "13 20.1.0.0/16 0 6 8",
	                         "14 20.1.0.0/16 0 6 8"};
	world_dump(&w, U, entries, 4);
	world_say(&w, U + HOUR, 11, P, "5 6 8"); /* another path to the same is no news */
	world_end(&w, U + 2 * HOUR);
	assert_int_equal(w.m2_events.n, 0);
	world_fini(&w);
}

/* In a later dump of the same peers a new origin is one. */
static void later_dump(void **state)
{
	WORLD(w);
	settle(&w);
	const char *before[] = {"0 20.1.0.0/16 0 5 7", "1 20.1.0.0/16 0 5 7", "2 20.1.0.0/16 0 5 7"};
	const char *after[] = {"0 20.1.0.0/16 0 6 66", "1 20.1.0.0/16 0 6 66", "2 20.1.0.0/16 0 6 66"};
	world_dump(&w, U, before, 3);
	world_dump(&w, U + HOUR, after, 3);
	world_end(&w, U + 2 * HOUR);
	assert_int_equal(only_case(&w)->culprit, 66);
	assert_int_equal(w.m2_events.at[0].n_peak, 3);
	world_fini(&w);
}

/* A peer that speaks for the first time, or whose session is back, sends its table; others do tell news. */
static void transfer(void **state)
{
	WORLD(w);
	settle(&w);
	world_all(&w, U, 10, 13, P, "6 8");
	world_all(&w, U + 10 * MIN, 10, 13, "20.1.9.0/24", "6 8");
	world_down(&w, U, 0);
	world_up(&w, U + MIN, 0);
	world_say(&w, U + 2 * MIN, 0, P, "6 9");
	world_end(&w, U + 3 * HOUR);
	assert_int_equal(w.m2_events.n, 0);
	world_fini(&w);
}

static void transfer_then_news(void **state)
{
	WORLD(w);
	settle(&w);
	world_say(&w, U, 10, P, "6 66"); /* new: may have had it for long */
	world_all(&w, U + MIN, 0, 4, P, "6 66");
	world_end(&w, U + HOUR);
	assert_int_equal(only_case(&w)->culprit, 66);
	assert_int_equal(w.m2_events.at[0].n_peak, 5);
	world_fini(&w);
}

/* Both have been there for a day: known. One that was there for a day comes back: known too. */
static void known_origins(void **state)
{
	WORLD(w);
	world_all(&w, T, 0, 5, P, "5 7");
	world_all(&w, T, 5, 10, P, "6 8");
	world_all(&w, T + 2 * DAY, 5, 10, P, "5 7");
	world_all(&w, U + DAY, 2, 8, P, "6 8");
	world_end(&w, U + 2 * DAY);
	assert_int_equal(w.m2_events.n, 0);
	world_fini(&w);
}

/* Nobody is known: only what the registries claim for another is a candidate. */
static void squatted(void **state)
{
	WORLD(w);
	settle(&w);
	const char *tables[] = {"0 20.1.0.0/16 0 5 7", "1 20.1.0.0/16 0 5 7", "2 20.1.0.0/16 0 5 7"};
	world_dump(&w, T + HOUR, tables, 3);
	world_all(&w, T + 2 * HOUR, 0, 3, "9.9.0.0/16", "6 66"); /* one has not listened for long */
	world_all(&w, U, 0, 3, "30.0.0.0/16", "6 66");
	world_all(&w, U, 0, 3, "9.0.0.0/16", "6 66");
	world_all(&w, U, 3, 6, "9.1.0.0/16", "6 66"); /* by whom it may have been there for long */
	world_end(&w, U + HOUR);
	assert_int_equal(only_case(&w)->kind, MISORIGIN_SQUATTED);
	assert_int_equal(only_case(&w)->n_known, 0);
	world_fini(&w);
}

/* The default route, and what is as short, is nobody's. */
static void too_short(void **state)
{
	WORLD(w);
	world_all(&w, T, 0, 5, "0.0.0.0/0", "5 7");
	world_all(&w, U, 0, 5, "0.0.0.0/0", "6 8");
	world_all(&w, U, 0, 5, "64.0.0.0/7", "6 8");
	world_end(&w, U + HOUR);
	assert_int_equal(w.m2_events.n, 0);
	world_fini(&w);
}

/* The culprit stands on the victim's path, or the victim on the culprit's. */
static void on_path(void **state)
{
	WORLD(w);
	world_all(&w, T, 0, 5, P, "66 7");
	world_all(&w, T, 0, 5, "20.2.0.0/16", "5 7");
	world_all(&w, U, 0, 5, P, "66");
	world_all(&w, U, 0, 5, "20.2.3.0/24", "5 7 9");
	world_end(&w, U + HOUR);
	assert_int_equal(w.m2_events.n, 2);
	for (size_t i = 0; i < 2; i++)
		assert_true(misorigin_case_get(w.m2, w.m2_events.at[i].note)->on_path);
	world_fini(&w);
}

/* A failed session's routes are unknown, neither lost nor shown by fewer. */
static void session_lost(void **state)
{
	WORLD(w);
	settle(&w);
	world_all(&w, U, 0, 5, P, "6 66");
	world_down(&w, U + HOUR, 0);
	world_up(&w, U + HOUR + 5 * MIN, 0);
	world_say(&w, U + HOUR + 6 * MIN, 0, P, "6 66");
	world_all(&w, U + 2 * HOUR, 0, 5, P, "5 7");
	world_end(&w, U + DAY);
	(void)only_case(&w);
	assert_int_equal(w.m2_events.at[0].end, U + 2 * HOUR);
	assert_int_equal(w.m2_events.at[0].n_peers, 5);
	world_fini(&w);
}

/* Whose session fails again and again could tell once, and not for all. */
static void told_once(void **state)
{
	WORLD(w);
	settle(&w);
	world_all(&w, U, 0, 5, P, "6 66");
	for (uint32_t i = 1; i <= 6; i++) {
		world_down(&w, U + i * HOUR, 0);
		world_up(&w, U + i * HOUR + 5 * MIN, 0);
		world_say(&w, U + i * HOUR + 6 * MIN, 0, P, "5 7");
		world_say(&w, U + i * HOUR + 30 * MIN, 0, P, "6 66");
	}
	world_end(&w, U + DAY);
	assert_int_equal(only_case(&w)->told.n, 1);
	assert_true(told_by_fewer(&only_case(&w)->told, 3));
	static const struct told many = {.n = TOLD_MAX};
	assert_false(told_by_fewer(&many, 1000));
	world_fini(&w);
}

/* The known origin had let go of it before. */
static void vacated(void **state)
{
	WORLD(w);
	settle(&w);
	world_all(&w, U, 0, 10, P, "");
	world_all(&w, U + HOUR, 0, 5, P, "6 66");
	world_all(&w, U + HOUR, 0, 5, PART, "6 67");
	world_end(&w, U + DAY);
	assert_int_equal(w.m2_events.n, 2);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(misorigin_case_get(w.m2, w.m2_events.at[i].note)->gone_for, HOUR);
	world_fini(&w);
}

/* It comes back: an event of its own, judged by what was known then. */
static void again(void **state)
{
	WORLD(w);
	settle(&w);
	world_all(&w, U, 0, 5, P, "6 66");
	world_all(&w, U + HOUR, 0, 5, P, "5 7");
	world_all(&w, U + 4 * HOUR, 0, 5, P, "6 66");
	world_all(&w, U + 5 * HOUR, 0, 5, P, "5 7");
	world_end(&w, U + DAY);
	assert_int_equal(w.m2_events.n, 2);
	assert_int_equal(misorigin_case_get(w.m2, w.m2_events.at[1].note)->culprit_age, HOUR);
	world_fini(&w);
}

/* Sets have no origin. */
static void sets(void **state)
{
	WORLD(w);
	settle(&w);
	struct prefix p;
	asn_t members[] = {66, 67};
	assert_int_equal(prefix_parse(P, strlen(P), &p), ERR_OK);
	struct path_hop hops[] = {{101, PATH_HOP_ASN},
	                          {path_set_intern(rib_paths(w.rib), members, 2), PATH_HOP_SET}};
	w.now = U;
	rib_announce(w.rib, U, w.peer[0], &p, path_intern(rib_paths(w.rib), hops, 2));
	world_end(&w, U + HOUR);
	assert_int_equal(w.m2_events.n, 0);
	world_fini(&w);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(told_once),     cmocka_unit_test(exact),          cmocka_unit_test(part),
    cmocka_unit_test(defence),       cmocka_unit_test(archive_begins), cmocka_unit_test(first_dump),
    cmocka_unit_test(later_dump),    cmocka_unit_test(transfer),       cmocka_unit_test(transfer_then_news),
    cmocka_unit_test(known_origins), cmocka_unit_test(squatted),       cmocka_unit_test(too_short),
    cmocka_unit_test(on_path),       cmocka_unit_test(session_lost),   cmocka_unit_test(again),
    cmocka_unit_test(sets),          cmocka_unit_test(vacated),
};
TEST_MAIN(tests)
