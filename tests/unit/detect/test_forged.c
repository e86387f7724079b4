/* Which announcements become candidates of a forged origin, and what is remembered of them: in scripted time.
 */
#include "story.h"

enum { MIN = 60, HOUR = 3600, DAY = 86400, T = 200 * DAY, U = T + 3 * DAY };

#define P    "20.1.0.0/16"
#define PART "20.1.7.0/24"
#define WORLD(w)              \
	struct world w;       \
	(void)state;          \
	world_init(&w);       \
	world_misorigins(&w); \
	world_leaks(&w);      \
	world_forged(&w);     \
	world_all(&w, T, 0, 10, P, "22 21 5")

/* At U the peers 0 to 9 have had P by AS 21 for three days. */
static const struct forged_case *only_case(const struct world *w)
{
	assert_int_equal(w->forged_events.n, 1);
	return forged_case_get(w->forged, w->forged_events.at[0].note);
}

static void nothing(struct world *w)
{
	world_end(w, U + DAY);
	assert_int_equal(w->forged_events.n, 0);
	world_fini(w);
}

/* AS 66 says that it stands beside the origin. */
static void beside(void **state)
{
	WORLD(w);
	world_all(&w, U, 0, 5, P, "22 66 5");
	world_all(&w, U + HOUR, 0, 5, P, "22 21 5");
	world_end(&w, U + DAY);
	const struct forged_case *k = only_case(&w);
	const struct event *e = w.forged_events.at;
	assert_int_equal(e->metric, METRIC_M2);
	assert_true(e->is_forged);
	assert_int_equal(e->culprit, 66);
	assert_int_equal(e->start, U);
	assert_int_equal(e->end, U + HOUR);
	assert_int_equal(e->n_peak, 5);
	assert_int_equal(e->prefixes.n, 1);
	assert_int_equal(e->evidence.n, 5);
	assert_int_equal(e->accomplices.n, 1);
	assert_int_equal(e->accomplices.at[0].asn, 22);
	assert_int_equal(k->culprit, 66);
	assert_int_equal(k->beside, 5);
	assert_int_equal(k->depth, FORGED_BESIDE);
	assert_int_equal(k->n_slots, 5);
	assert_int_equal(k->n_known, 5);
	assert_int_equal(k->n_parts, 0);
	assert_int_equal(k->n_over, 5);
	assert_int_equal(k->n_otherwise, 5);
	assert_int_equal(k->n_origins, 1);
	assert_int_equal(k->origins[0], 5);
	assert_int_equal(w.m2_events.n, 0); /* the origin is right */
	world_fini(&w);
}

/* Or beside a neighbour of the origin: the link between these two is known. */
static void farther(void **state)
{
	WORLD(w);
	world_all(&w, U, 0, 5, P, "22 66 21 5");
	world_end(&w, U + DAY);
	const struct forged_case *k = only_case(&w);
	assert_int_equal(k->culprit, 66);
	assert_int_equal(k->beside, 21);
	assert_int_equal(k->depth, FORGED_FARTHER);
	assert_true(w.forged_events.at[0].open);
	world_fini(&w);
}

/* Of two new links that nearer to the origin: the forger's own provider may be news as well. */
static void both(void **state)
{
	WORLD(w);
	world_all(&w, U, 0, 5, P, "22 66 67 5");
	world_end(&w, U + DAY);
	assert_int_equal(only_case(&w)->culprit, 67);
	assert_int_equal(only_case(&w)->beside, 5);
	world_fini(&w);
}

/* A link farther away is a new neighbour's, for all that can be known. */
static void too_far(void **state)
{
	WORLD(w);
	world_all(&w, T, 0, 10, "20.2.0.0/16", "22 21 4 3");
	world_all(&w, U, 0, 5, "20.2.0.0/16", "22 66 21 4 3");
	nothing(&w);
}

static void part(void **state)
{
	WORLD(w);
	world_all(&w, U, 0, 5, PART, "22 66 5");
	world_end(&w, U + DAY);
	assert_int_equal(only_case(&w)->n_parts, 5);
	assert_int_equal(only_case(&w)->n_known, 0);
	assert_int_equal(only_case(&w)->n_over, 0);
	world_fini(&w);
}

/* A new more-specific over known links, as victims defend themselves. */
static void own_part(void **state)
{
	WORLD(w);
	world_all(&w, U, 0, 5, PART, "22 21 5");
	nothing(&w);
}

/* A prefix that the origin was never known for is somebody else's matter, and told apart by its counts. */
static void strange(void **state)
{
	WORLD(w);
	world_all(&w, U, 0, 5, "20.9.0.0/16", "22 66 5");
	world_end(&w, U + DAY);
	assert_int_equal(only_case(&w)->n_known + only_case(&w)->n_parts, 0);
	world_fini(&w);
}

/* One event a link, whatever the prefixes. */
static void together(void **state)
{
	WORLD(w);
	world_all(&w, T, 0, 10, "20.2.0.0/16", "22 21 4");
	world_all(&w, U, 0, 5, P, "22 66 5");
	world_all(&w, U + MIN, 0, 5, "20.1.128.0/17", "22 66 5");
	world_all(&w, U + 2 * MIN, 0, 5, "20.2.0.0/16", "22 67 4");
	world_end(&w, U + DAY);
	assert_int_equal(w.forged_events.n, 2);
	assert_int_equal(w.forged_events.at[0].prefixes.n, 2);
	assert_int_equal(w.forged_events.at[1].culprit, 67);
	world_fini(&w);
}

/* What a new peer tells first, or one whose session comes up, was there before. */
static void transferred(void **state)
{
	WORLD(w);
	world_all(&w, U, 10, 15, P, "22 66 5");
	for (uint32_t p = 0; p < 5; p++) {
		world_down(&w, U + HOUR, p);
		world_up(&w, U + HOUR + MIN, p);
		world_say(&w, U + HOUR + 2 * MIN, p, P, "22 67 5");
	}
	nothing(&w);
}

/* A link that was up for longer than a day, or has been away for less than 300 days, is no news. */
static void known_link(void **state)
{
	WORLD(w);
	world_say(&w, T, 0, "20.3.0.0/16", "22 66 5");
	world_say(&w, T + 2 * DAY, 0, "20.3.0.0/16", "");
	world_all(&w, U, 0, 5, P, "22 66 5");
	nothing(&w);
}

/* What was told in the other direction was a link as well. */
static void reverse(void **state)
{
	WORLD(w);
	world_all(&w, T, 0, 10, "20.3.0.0/16", "22 5 66");
	world_all(&w, T, 0, 10, "20.4.0.0/16", "22 66");
	world_all(&w, U, 0, 5, P, "22 66 5");
	nothing(&w);
}

/* A set hides who originated it, and who stands beside. */
static void set(void **state)
{
	WORLD(w);
	world_all(&w, U, 0, 5, P, "22 66 {5}");
	nothing(&w);
}

/* The session of one fails: it has not lost the route, until the hold time is over. */
static void session(void **state)
{
	WORLD(w);
	world_all(&w, U, 0, 3, P, "22 66 5");
	world_down(&w, U + HOUR, 0);
	world_up(&w, U + HOUR + MIN, 0);
	world_say(&w, U + HOUR + 2 * MIN, 0, P, "22 66 5");
	world_all(&w, U + 2 * HOUR, 0, 3, P, "22 21 5");
	world_end(&w, U + DAY);
	assert_int_equal(w.forged_events.n, 1);
	assert_int_equal(w.forged_events.at[0].n_peak, 3);
	assert_int_equal(w.forged_events.at[0].end, U + 2 * HOUR);
	world_fini(&w);
}

/* Back later: another event, with a case of its own. */
static void again(void **state)
{
	WORLD(w);
	world_all(&w, U, 0, 5, P, "22 66 5");
	world_all(&w, U + HOUR, 0, 5, P, "22 21 5");
	world_all(&w, U + 3 * HOUR, 0, 2, P, "22 66 5");
	world_end(&w, U + DAY);
	assert_int_equal(w.forged_events.n, 2);
	assert_int_equal(forged_case_get(w.forged, w.forged_events.at[1].note)->n_slots, 2);
	world_fini(&w);
}

/* A link that comes and goes is new on its first day, and when it has been forgotten. */
static void comes_and_goes(void **state)
{
	WORLD(w);
	static const uint32_t at[] = {0, 2 * DAY, 20 * DAY, 400 * DAY};
	for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
		world_all(&w, U + at[i], 0, 5, P, "22 66 5");
		world_all(&w, U + at[i] + HOUR, 0, 5, P, "22 21 5");
	}
	world_end(&w, U + 401 * DAY);
	assert_int_equal(w.forged_events.n, 2);
	assert_int_equal(w.forged_events.at[0].start, U);
	assert_int_equal(w.forged_events.at[1].start, U + 400 * DAY);
	world_fini(&w);
}

/* More prefixes than a forger tells: their slots are not followed for ever. */
static void many(void **state)
{
	WORLD(w);
	char prefix[32];
	for (unsigned i = 0; i < 100; i++) {
		(void)snprintf(prefix, sizeof prefix, "30.%u.0.0/16", i);
		world_all(&w, U + i, 0, 10, prefix, "22 66 5");
	}
	world_end(&w, U + DAY);
	assert_true(only_case(&w)->n_slots <= 4 * PEERS);
	world_fini(&w);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(beside),         cmocka_unit_test(farther),  cmocka_unit_test(both),
    cmocka_unit_test(too_far),        cmocka_unit_test(part),     cmocka_unit_test(own_part),
    cmocka_unit_test(strange),        cmocka_unit_test(together), cmocka_unit_test(transferred),
    cmocka_unit_test(known_link),     cmocka_unit_test(reverse),  cmocka_unit_test(set),
    cmocka_unit_test(session),        cmocka_unit_test(again),    cmocka_unit_test(many),
    cmocka_unit_test(comes_and_goes),
};
TEST_MAIN(tests)
