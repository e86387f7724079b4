/* For how long routes have been announced, and which of them are known. */
#include "story.h"

enum { MIN = 60, HOUR = 3600, DAY = 86400, T = 100 * DAY };

#define P "20.1.0.0/16"
#define WORLD(w)        \
	struct world w; \
	(void)state;    \
	world_init(&w); \
	world_misorigins(&w)

static route_id route(struct world *w, const char *prefix, asn_t origin)
{
	struct prefix p;
	assert_int_equal(prefix_parse(prefix, strlen(prefix), &p), ERR_OK);
	prefix_id id = rib_prefix_lookup(w->rib, RIB_V4, &p);
	assert_int_not_equal(id, RIB_NONE);
	return rib_route_find(w->rib, RIB_V4, id, origin);
}

/* A day in all, by any peer, whatever lies between. */
static void a_day_in_all(void **state)
{
	WORLD(w);
	world_say(&w, T, 0, P, "5 7");
	world_say(&w, T + 10 * HOUR, 1, P, "6 7");
	world_say(&w, T + 12 * HOUR, 0, P, "");
	world_say(&w, T + 13 * HOUR, 1, P, "");
	route_id r = route(&w, P, 7);
	assert_int_equal(history_age(w.history, RIB_V4, r, T + 20 * HOUR), 13 * HOUR);
	assert_false(history_is_up(w.history, RIB_V4, r));
	assert_int_equal(history_last(w.history, RIB_V4, r), T + 13 * HOUR);
	world_say(&w, T + 30 * HOUR, 2, P, "7");
	assert_false(history_is_known(w.history, RIB_V4, r, T + 41 * HOUR - 1));
	assert_true(history_is_known(w.history, RIB_V4, r, T + 41 * HOUR));
	world_fini(&w);
}

/* What has not been seen for a year is not known any more. */
static void a_year_at_most(void **state)
{
	WORLD(w);
	world_say(&w, T, 0, P, "5 7");
	world_say(&w, T + 2 * DAY, 0, P, "");
	route_id r = route(&w, P, 7);
	assert_true(history_is_known(w.history, RIB_V4, r, T + 367 * DAY));
	assert_false(history_is_known(w.history, RIB_V4, r, T + 367 * DAY + 1));
	world_fini(&w);
}

/* A dump's entry has been there since its originated time, thirty days at most; the oldest of a route counts.
 */
static void originated(void **state)
{
	WORLD(w);
	char old[64], older[64], none[64], future[64];
	snprintf(old, sizeof old, "0 20.1.0.0/16 %u 5 7", T - 3 * HOUR);
	snprintf(older, sizeof older, "1 20.1.0.0/16 %u 5 7", T - 30 * HOUR);
	snprintf(none, sizeof none, "1 20.2.0.0/16 0 5 7");
	snprintf(future, sizeof future, "1 20.3.0.0/16 %u 5 7", T + 5);
	const char *entries[] = {old, "0 20.4.0.0/16 1 5 7", older, none, future};
	world_dump(&w, T, entries, 5);
	assert_int_equal(history_age(w.history, RIB_V4, route(&w, P, 7), T), 30 * HOUR);
	assert_int_equal(history_age(w.history, RIB_V4, route(&w, "20.2.0.0/16", 7), T), 0);
	assert_int_equal(history_age(w.history, RIB_V4, route(&w, "20.3.0.0/16", 7), T), 0);
	assert_int_equal(history_age(w.history, RIB_V4, route(&w, "20.4.0.0/16", 7), T), 30 * DAY);
	world_fini(&w);
}

/* A later dump may say that what updates have shown is older than they said. */
static void originated_of_what_is_up(void **state)
{
	WORLD(w);
	world_say(&w, T, 0, P, "5 7");
	char older[64];
	snprintf(older, sizeof older, "1 20.1.0.0/16 %u 5 7", T - 2 * DAY);
	const char *entries[] = {older};
	world_dump(&w, T + HOUR, entries, 1);
	assert_int_equal(history_age(w.history, RIB_V4, route(&w, P, 7), T + HOUR), 2 * DAY + HOUR);
	world_fini(&w);
}

/* Unknown routes are no news: the age does not begin anew, and time goes on for those that others have. */
static void sessions(void **state)
{
	WORLD(w);
	world_say(&w, T, 0, P, "5 7");
	world_down(&w, T + HOUR, 0);
	world_up(&w, T + HOUR + 5 * MIN, 0);
	world_say(&w, T + HOUR + 6 * MIN, 0, P, "5 7");
	route_id r = route(&w, P, 7);
	assert_true(history_is_up(w.history, RIB_V4, r));
	assert_int_equal(history_age(w.history, RIB_V4, r, T + 2 * HOUR), 2 * HOUR - 6 * MIN);
	world_fini(&w);
}

/* The known origins of a prefix, the oldest first; the nearest prefix above it that has any. */
static void origins_and_covering(void **state)
{
	WORLD(w);
	world_say(&w, T, 0, "20.0.0.0/8", "5 6");
	world_say(&w, T + HOUR, 0, P, "5 8");
	world_say(&w, T + HOUR, 1, P, "5 7");
	world_say(&w, T + 2 * HOUR, 2, P, "5 9");
	world_say(&w, T + 24 * HOUR, 3, "20.1.128.0/17", "5 4");
	uint32_t now = T + 25 * HOUR;
	prefix_id p = rib_route_at(w.rib, RIB_V4, route(&w, P, 7))->prefix;
	prefix_id top = rib_route_at(w.rib, RIB_V4, route(&w, "20.0.0.0/8", 6))->prefix;
	prefix_id part = rib_route_at(w.rib, RIB_V4, route(&w, "20.1.128.0/17", 4))->prefix;
	route_id at[4];
	assert_int_equal(history_origins(w.history, RIB_V4, p, now, at, 4), 2);
	assert_int_equal(rib_route_at(w.rib, RIB_V4, at[0])->origin, 7);
	assert_int_equal(rib_route_at(w.rib, RIB_V4, at[1])->origin, 8);
	assert_int_equal(history_origins(w.history, RIB_V4, p, now + HOUR, at, 2), 3);
	assert_int_equal(rib_route_at(w.rib, RIB_V4, at[1])->origin, 8);
	assert_int_equal(history_covering(w.history, RIB_V4, part, now), p);
	assert_int_equal(history_covering(w.history, RIB_V4, part, T + 24 * HOUR + MIN), top);
	assert_int_equal(history_covering(w.history, RIB_V4, top, now), RIB_NONE);
	world_fini(&w);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_day_in_all), cmocka_unit_test(a_year_at_most),
    cmocka_unit_test(originated),   cmocka_unit_test(originated_of_what_is_up),
    cmocka_unit_test(sessions),     cmocka_unit_test(origins_and_covering),
};
TEST_MAIN(tests)
