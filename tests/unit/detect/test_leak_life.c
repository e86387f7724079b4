/* What becomes of candidates of route leaks: who did it, when they end, what is known of them: in scripted
 * time. */
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

/* Behind the leak another network seems to leak on a few of its paths. */
static void vote_on_paths(void **state)
{
	WORLD(w);
	settle(&w);
	world_link(&w, 32, 31, RELATION_PEER);
	world_link(&w, 31, 33, RELATION_PEER);
	world_all(&w, U, 0, 3, P, "22 7 21 5");
	world_all(&w, U + 2 * HOUR, 3, 5, P, "33 31 32 22 7 21 5");
	world_end(&w, U + 3 * HOUR);
	assert_int_equal(w.m1_events.n, 2);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(case_at(&w, i)->outvoted_by, case_at(&w, i)->leaker == 7 ? 0 : 7);
	assert_int_equal(case_at(&w, 0)->leaker + case_at(&w, 1)->leaker, 7 + 31);
	world_fini(&w);
}

/* The same prefixes at the same time, on other paths: the one with more. Another prefix, or another hour,
 * is another matter, and so is what began before. */
static void vote_on_prefixes(int later, const char *prefix, bool outvoted)
{
	void **state = NULL;
	WORLD(w);
	settle(&w);
	world_link(&w, 40, 21, RELATION_PROVIDER);
	world_link(&w, 40, 22, RELATION_PROVIDER);
	if (later < 0)
		world_all(&w, U + (uint32_t)(later + HOUR), 5, 8, prefix, "22 40 21 5");
	world_all(&w, U + HOUR, 0, 5, P, "22 7 21 5");
	if (later >= 0)
		world_all(&w, U + (uint32_t)(later + HOUR), 5, 8, prefix, "22 40 21 5");
	world_end(&w, U + DAY);
	assert_int_equal(w.m1_events.n, 2);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(case_at(&w, i)->outvoted_by,
		                 case_at(&w, i)->leaker == 40 && outvoted ? 7 : 0);
	world_fini(&w);
}

static void votes_on_prefixes(void **state)
{
	(void)state;
	vote_on_prefixes(15 * MIN, P, true);
	vote_on_prefixes(15 * MIN + 1, P, false);
	vote_on_prefixes(MIN, Q, false);
	vote_on_prefixes(-90, P, true);
	vote_on_prefixes(-91, P, false);
}

/* Nor does what is over explain what begins. */
static void no_vote_when_over(void **state)
{
	WORLD(w);
	settle(&w);
	world_link(&w, 40, 21, RELATION_PROVIDER);
	world_link(&w, 40, 22, RELATION_PROVIDER);
	world_all(&w, U, 0, 5, P, "22 7 21 5");
	world_all(&w, U + 5 * MIN, 0, 5, P, "22 21 5");
	world_all(&w, U + 10 * MIN, 5, 8, P, "22 40 21 5");
	world_end(&w, U + DAY);
	assert_int_equal(w.m1_events.n, 2);
	assert_int_equal(case_at(&w, 1)->leaker, 40);
	assert_int_equal(case_at(&w, 1)->outvoted_by, 0);
	world_fini(&w);
}

/* Of several suspects the one that already runs: here 7, for which 66 would be the guess. */
static void running_before_guess(void **state)
{
	WORLD(w);
	settle(&w);
	world_link(&w, 66, 22, RELATION_PROVIDER);
	world_link(&w, 7, 66, RELATION_PROVIDER);
	world_all(&w, T, 9, 10, "20.9.0.0/16", "66 7 70"); /* the link itself is old */
	world_all(&w, U, 0, 3, P, "66 7 21 5");
	world_link(&w, 7, 66, RELATION_UNKNOWN);
	leak_era(w.m1);
	world_all(&w, U + HOUR, 3, 6, P, "22 66 7 21 5");
	world_end(&w, U + DAY);
	assert_int_equal(only_case(&w)->leaker, 7);
	assert_int_equal(w.m1_events.at[0].n_peak, 6);
	world_fini(&w);
}

/* A guess stands behind what is certain, however many speak for it. */
static void certain_before_guess(void **state)
{
	WORLD(w);
	settle(&w);
	world_link(&w, 66, 22, RELATION_PROVIDER);
	world_all(&w, T, 9, 10, "20.9.0.0/16", "66 17 70"); /* the link itself is old */
	world_link(&w, 17, 21, RELATION_PROVIDER);
	world_all(&w, U, 0, 5, P, "22 66 17 21 5");
	world_all(&w, U, 5, 8, P, "22 7 21 5");
	world_end(&w, U + DAY);
	assert_int_equal(w.m1_events.n, 2);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(case_at(&w, i)->exact, case_at(&w, i)->leaker == 7);
		assert_int_equal(case_at(&w, i)->outvoted_by, case_at(&w, i)->leaker == 7 ? 0 : 7);
	}
	world_fini(&w);
}

/* ---- its life */

/* What began goes on, also when its triple has become old, and ends with the last but a tenth. */
static void long_leak(void **state)
{
	WORLD(w);
	world_all(&w, T, 0, 20, P, "22 21 5");
	world_all(&w, U, 0, 10, P, "22 7 21 5");
	world_all(&w, U + 30 * HOUR, 10, 20, P, "12 22 7 21 5");
	world_all(&w, U + 40 * HOUR, 0, 18, P, "22 21 5");
	world_end(&w, U + 50 * HOUR);
	(void)only_case(&w);
	assert_int_equal(w.m1_events.at[0].n_peak, 20);
	assert_int_equal(w.m1_events.at[0].end, U + 40 * HOUR);
	world_fini(&w);
}

/* Other paths that show the same leg are the same leak. Relations that change do not end it. */
static void goes_on(void **state)
{
	WORLD(w);
	settle(&w);
	world_all(&w, U, 0, 3, P, "22 7 21 5");
	world_link(&w, 7, 22, RELATION_CUSTOMER);
	leak_era(w.m1);
	world_all(&w, U + HOUR, 0, 3, P, "71 22 7 21 5");
	world_all(&w, U + 2 * HOUR, 0, 3, P, "");
	world_end(&w, U + DAY);
	(void)only_case(&w);
	assert_int_equal(w.m1_events.at[0].end, U + 2 * HOUR);
	world_fini(&w);
}

static void again(void **state)
{
	WORLD(w);
	settle(&w);
	world_all(&w, U, 0, 3, P, "22 7 21 5");
	world_all(&w, U + HOUR, 0, 3, P, "22 21 5");
	world_all(&w, U + 4 * HOUR, 0, 3, P, "22 7 21 5");
	world_end(&w, U + DAY);
	assert_int_equal(w.m1_events.n, 2);
	assert_int_equal(case_at(&w, 1)->triple_age, HOUR);
	world_fini(&w);
}

static void legs(void **state)
{
	WORLD(w);
	settle(&w);
	world_all(&w, U, 0, 3, P, "22 7 21 5");
	world_all(&w, U, 3, 6, P, "9 7 21 5");
	world_end(&w, U + DAY);
	assert_int_equal(w.m1_events.n, 2);
	assert_int_equal(w.m1_events.at[0].culprit, 7);
	assert_int_equal(w.m1_events.at[1].culprit, 7);
	assert_int_equal(case_at(&w, 0)->outvoted_by + case_at(&w, 1)->outvoted_by, 0);
	world_fini(&w);
}

/* Four prefixes of three origins within ten minutes. */
static void mass(uint32_t apart, bool expected)
{
	void **state = NULL;
	WORLD(w);
	settle(&w);
	const char *prefixes[] = {P, Q, "20.3.0.0/16", "20.4.0.0/16"};
	const char *paths[] = {"22 7 21 5", "22 7 21 50", "22 7 21 51", "22 7 21 5"};
	for (uint32_t i = 0; i < 4; i++)
		world_all(&w, U + i * apart, 0, 3, prefixes[i], paths[i]);
	world_end(&w, U + DAY);
	assert_int_equal(only_case(&w)->n_origins, 3);
	assert_int_equal(w.m1_events.at[0].prefixes.n, 4);
	assert_int_equal(only_case(&w)->mass, expected);
	world_fini(&w);
}

static void masses(void **state)
{
	(void)state;
	mass(200, true);
	mass(201, false);
}

/* The latest count, not the first. */
static void mass_slides(void **state)
{
	(void)state;
	struct masses *m = masses_new((struct mass_limits){.prefixes = 3, .origins = 2, .within = 600});
	masses_note(m, 7, T, RIB_V4, 1, 51);
	masses_note(m, 7, T + 99, RIB_V4, 2, 52);
	masses_note(m, 7, T + 650, RIB_V4, 1, 51); /* again: the second is the oldest now */
	masses_note(m, 7, T + 700, RIB_V4, 3, 51);
	masses_note(m, 7, T + 701, RIB_V6, 3, 51);
	assert_false(masses_was(m, 7, T, T + 701)); /* three prefixes, but one origin */
	masses_note(m, 7, T + 702, RIB_V6, 3, 53);
	assert_true(masses_was(m, 7, T + 702, T + 702));
	assert_true(masses_was(m, 7, T + 102, T + 102));
	assert_false(masses_was(m, 7, T, T + 101));
	assert_false(masses_was(m, 7, T + 703, T + 900));
	assert_false(masses_was(m, 8, T, T + 900));
	masses_note(m, 7, T + 900, RIB_V4, 4, 54);
	assert_true(masses_was(m, 7, T + 900, T + 900));
	masses_free(m);
}

/* What the leaker may announce as its customers': a sign that the relations are wrong. */
static void in_cone(void **state)
{
	WORLD(w);
	settle(&w);
	world_all(&w, U, 0, 3, P, "22 7 8 6");
	world_all(&w, U, 0, 3, Q, "22 7 8 60");
	world_end(&w, U + DAY);
	assert_int_equal(only_case(&w)->n_origins, 2);
	assert_int_equal(only_case(&w)->n_in_cone, 1);
	world_fini(&w);
}

static void otc(void **state)
{
	WORLD(w);
	settle(&w);
	world_all(&w, U, 0, 3, P, "22 7 21 5");
	world_end(&w, U + DAY);
	const struct leak_case *k = only_case(&w);
	path_id path = w.m1_events.at[0].evidence.at[0].path;
	assert_true(leak_is_otc_proof(w.m1, k, path, 21));
	assert_true(leak_is_otc_proof(w.m1, k, path, 5));
	assert_false(leak_is_otc_proof(w.m1, k, path, 7));
	assert_false(leak_is_otc_proof(w.m1, k, path, 22));
	assert_false(leak_is_otc_proof(w.m1, k, path, 99));
	world_fini(&w);
}

static void watched_in_dumps(void **state)
{
	WORLD(w);
	const char *before[] = {"0 20.1.0.0/16 0 22 21 5"};
	struct path_hop hops[] = {{101, PATH_HOP_ASN},
	                          {22, PATH_HOP_ASN},
	                          {7, PATH_HOP_ASN},
	                          {21, PATH_HOP_ASN},
	                          {5, PATH_HOP_ASN}};
	struct path_hop plain_hops[] = {{101, PATH_HOP_ASN}, {5, PATH_HOP_ASN}};
	path_id path = path_intern(rib_paths(w.rib), hops, 5);
	world_say(&w, U - 1, 1, "20.1.0.0/16", "22 5");
	assert_false(leak_is_watched(w.m1, w.peer[0], RIB_V4, 0, path, U));
	path_id plain = path_intern(rib_paths(w.rib), plain_hops, 2);
	world_dump(&w, U, before, 1);
	assert_true(leak_is_watched(w.m1, w.peer[0], RIB_V4, 0, path, U));
	assert_false(leak_is_watched(w.m1, w.peer[1], RIB_V4, 0, plain, U));
	world_fini(&w);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(vote_on_paths),
    cmocka_unit_test(votes_on_prefixes),
    cmocka_unit_test(long_leak),
    cmocka_unit_test(goes_on),
    cmocka_unit_test(again),
    cmocka_unit_test(legs),
    cmocka_unit_test(masses),
    cmocka_unit_test(in_cone),
    cmocka_unit_test(mass_slides),
    cmocka_unit_test(no_vote_when_over),
    cmocka_unit_test(running_before_guess),
    cmocka_unit_test(certain_before_guess),
    cmocka_unit_test(otc),
    cmocka_unit_test(watched_in_dumps),
};
TEST_MAIN(tests)
