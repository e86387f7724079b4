/* Which facts of a candidate of a forged origin give which tags, one clause each. */
#include "../test.h"
#include "detect/forged_tags.h"

enum { T = 1000000 };

static const struct forged_numbers numbers = {.min_peers = 3,
                                              .asked_peers = 5,
                                              .convergence = 300,
                                              .brief = 86400,
                                              .links = 3,
                                              .prefixes = 64,
                                              .least = 4,
                                              .share_n = 1,
                                              .share_d = 4};

struct world {
	struct forged_case known;
	struct forged_facts facts;
};

/* AS 66, a small network at the edge, tells its provider that AS 5 is its customer, and has one of its twenty
 * prefixes for an hour; half of the peers believe it. */
static struct world plain(void)
{
	return (struct world){.known = {.culprit = 66,
	                                .beside = 5,
	                                .depth = FORGED_BESIDE,
	                                .n_slots = 10,
	                                .n_known = 10,
	                                .told.n = 10,
	                                .n_over = 10,
	                                .n_otherwise = 10,
	                                .origins = {5},
	                                .n_origins = 1},
	                      .facts = {.way = FORGED_UP,
	                                .cone = 1,
	                                .cone_beside = 1,
	                                .n_prefixes = 1,
	                                .n_links = 1,
	                                .n_behind = 20,
	                                .start = T,
	                                .end = T + 3600,
	                                .n_peak = 10}};
}

#define ONE(change, want)                                                  \
	do {                                                               \
		struct world w = plain();                                  \
		change;                                                    \
		w.facts.known = &w.known;                                  \
		assert_int_equal(forged_tags(&w.facts, &numbers), (want)); \
	} while (0)

#define FEW   (TAG_BIT(FEW) | TAG_BIT(BRIEF))
#define PLAIN (TAG_BIT(NEVER_PASSED) | FEW)

/* Who tells whom. */
static void way(void **state)
{
	(void)state;
	ONE((void)w, PLAIN);
	ONE(w.facts.way = FORGED_DOWN, TAG_BIT(PLAUSIBLE) | FEW);
	ONE(w.facts.way = FORGED_UNKNOWN, TAG_BIT(PLAUSIBLE) | FEW);
	ONE(w.facts.passed = true, TAG_BIT(PLAUSIBLE) | FEW);
	ONE(w.facts.passed = true; w.facts.cone_beside = 2, TAG_BIT(SMALLER) | FEW);
	ONE(w.facts.passed = true; w.facts.cone = 0; w.facts.cone_beside = 2, TAG_BIT(PLAUSIBLE) | FEW);
	ONE(w.facts.way = FORGED_DOWN; w.facts.cone_beside = 2, TAG_BIT(PLAUSIBLE) | FEW);
}

/* What the two say of each other, and others of them. */
static void link(void **state)
{
	(void)state;
	ONE(w.facts.aspa_lacks = true, PLAIN | TAG_BIT(ASPA_FORBIDS));
	ONE(w.facts.aspa_lacks = true; w.facts.later = true, PLAIN | TAG_BIT(ASPA_FORBIDS) | TAG_BIT(LATER));
	ONE(w.facts.later = true, PLAIN);
	ONE(w.facts.aspa_lacks = true; w.facts.passed = true, TAG_BIT(ASPA_FORBIDS) | FEW);
	ONE(w.facts.aspa_lacks = true; w.facts.way = FORGED_DOWN, TAG_BIT(PLAUSIBLE) | FEW);
	ONE(w.facts.aspa_names = true, PLAIN | TAG_BIT(KNOWN_LINK));
	ONE(w.facts.was_linked = true, PLAIN | TAG_BIT(KNOWN_LINK));
	ONE(w.facts.reverse = true, PLAIN | TAG_BIT(KNOWN_LINK));
	ONE(w.facts.same_organisation = true, PLAIN | TAG_BIT(ORGANISATION));
	ONE(w.facts.scrubbing = true, PLAIN | TAG_BIT(SCRUBBING));
	ONE(w.facts.common_exchange = true, PLAIN | TAG_BIT(COMMON_EXCHANGE));
	ONE(w.facts.other_country = true, PLAIN | TAG_BIT(APART));
	ONE(w.facts.other_country = true; w.facts.common_neighbour = true, PLAIN);
}

/* Which routes. */
static void routes(void **state)
{
	(void)state;
	ONE(w.known.n_known = 0; w.known.n_parts = 10; w.known.n_over = 0;
	    w.known.n_otherwise = 0, PLAIN | TAG_BIT(NEW_PART));
	ONE(w.known.n_known = 0; w.known.n_parts = 10; w.known.n_over = 0; w.known.n_otherwise = 0;
	    w.facts.expected = true, PLAIN | TAG_BIT(NEW_PART) | TAG_BIT(EXPECTED));
	ONE(w.known.n_known = 5; w.known.n_parts = 5, PLAIN);
	ONE(w.facts.expected = true, PLAIN);
	ONE(w.facts.n_prefixes = 5, PLAIN);
	ONE(w.facts.n_prefixes = 6, TAG_BIT(NEVER_PASSED) | TAG_BIT(BRIEF));
	ONE(w.facts.n_behind = 3, TAG_BIT(NEVER_PASSED) | TAG_BIT(BRIEF));
	ONE(w.facts.n_behind = 4, PLAIN);
	ONE(w.known.n_origins = 2, PLAIN | TAG_BIT(MANY));
	ONE(w.known.beyond = true, PLAIN | TAG_BIT(MANY));
	ONE(w.facts.n_links = 2, PLAIN);
	ONE(w.facts.n_links = 3, PLAIN | TAG_BIT(MANY));
	ONE(w.facts.n_behind = 1000; w.facts.n_prefixes = 65, PLAIN | TAG_BIT(MANY));
}

/* Who has them, and for how long. */
static void extent(void **state)
{
	(void)state;
	ONE(w.known.n_over = 18; w.known.n_otherwise = 2, PLAIN | TAG_BIT(TOOK_OVER));
	ONE(w.known.n_over = 17; w.known.n_otherwise = 2, PLAIN);
	ONE(w.known.told.n = 2, PLAIN | TAG_BIT(UNHEARD));
	ONE(w.facts.n_peak = 2, PLAIN | TAG_BIT(FEW_PEERS));
	ONE(w.facts.n_peak = 4, PLAIN | TAG_BIT(LOW_COVERAGE));
	ONE(w.facts.end = T + 300, PLAIN | TAG_BIT(CONVERGENCE));
	ONE(w.facts.end = T + 86401, TAG_BIT(NEVER_PASSED) | TAG_BIT(FEW));
	ONE(w.facts.open = true, TAG_BIT(NEVER_PASSED) | TAG_BIT(FEW));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(way),
    cmocka_unit_test(link),
    cmocka_unit_test(routes),
    cmocka_unit_test(extent),
};
TEST_MAIN(tests)
