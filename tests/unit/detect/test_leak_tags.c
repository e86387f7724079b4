/* Which facts of a candidate of a route leak give which tags. */
#include "../test.h"
#include "detect/leak_tags.h"
#include "validate/aspa.h"

#include <string.h>

enum { T = 1000000 };

static const struct leak_numbers numbers = {
    .min_peers = 3, .asked_peers = 5, .convergence = 300, .mass_prefixes = 100, .edge_origins = 5};

struct world {
	struct leak_case known;
	struct leak_facts facts;
};

/* AS 20 hands to its provider AS 30 what it has from its provider AS 10: for an hour, four prefixes of AS 5.
 */
static struct world plain(void)
{
	return (struct world){
	    .known = {.from = 10,
	              .leaker = 20,
	              .to = 30,
	              .rules = VALLEY_TURN,
	              .type = 1,
	              .relation_from = RELATION_PROVIDER,
	              .relation_to = RELATION_PROVIDER,
	              .cone_from = 100,
	              .cone_leaker = 3,
	              .origins = {5},
	              .n_origins = 1},
	    .facts = {.start = T, .end = T + 3600, .n_peak = 5, .n_with_table = 3, .n_prefixes = 4}};
}

#define ONE(change, want)                                                \
	do {                                                             \
		struct world w = plain();                                \
		change;                                                  \
		w.facts.known = &w.known;                                \
		assert_int_equal(leak_tags(&w.facts, &numbers), (want)); \
	} while (0)

#define LASTING TAG_BIT(LASTING)
#define PLAIN   (TAG_BIT(VALLEY) | LASTING)

static void found(void **state)
{
	(void)state;
	ONE((void)w, PLAIN);
	ONE(w.known.rules = VALLEY_BETWEEN, LASTING);
	ONE(w.known.rules = VALLEY_UNKNOWN_LINK; w.known.n_origins = 5, LASTING | TAG_BIT(UNSEEN_EDGE));
	ONE(w.known.rules = VALLEY_UNKNOWN_LINK; w.known.n_origins = 4, LASTING);
	ONE(w.known.mass = true, PLAIN | TAG_BIT(MASS_LEAK));
	ONE(w.facts.otc = true, PLAIN | TAG_BIT(OTC));
}

/* Two that buy transit of nobody around one that does; who poisons its own paths looks the same. */
static void transit_free(void **state)
{
	(void)state;
	ONE(w.known.rules = VALLEY_TRANSIT_FREE, LASTING | TAG_BIT(TRANSIT_FREE));
	ONE(w.known.rules = VALLEY_TRANSIT_FREE; w.facts.is_top = true, LASTING | TAG_BIT(LARGER_CONE));
	ONE(w.known.rules = VALLEY_TRANSIT_FREE; w.known.origins[0] = 20, LASTING);
	ONE(w.known.rules = VALLEY_TRANSIT_FREE; w.known.origins[0] = 20;
	    w.known.n_origins = 3, LASTING | TAG_BIT(TRANSIT_FREE));
	ONE(w.known.rules = VALLEY_TRANSIT_FREE; w.known.origins[0] = 20;
	    w.facts.n_prefixes = 10, LASTING | TAG_BIT(TRANSIT_FREE));
}

static void attested(void **state)
{
	(void)state;
	ONE(w.known.aspa_from_up = ASPA_NOT_PROVIDER;
	    w.known.aspa_to_down = ASPA_NOT_PROVIDER, PLAIN | TAG_BIT(ASPA_INVALID));
	ONE(w.known.rules = VALLEY_UNKNOWN_LINK; w.known.aspa_from_up = ASPA_NOT_PROVIDER;
	    w.known.aspa_to_down = ASPA_NOT_PROVIDER, LASTING);
	ONE(w.known.aspa_from_up = ASPA_NOT_PROVIDER, PLAIN);
	ONE(w.known.aspa_to_down = ASPA_NOT_PROVIDER, PLAIN);
	ONE(w.known.aspa_from_up = ASPA_PROVIDER, PLAIN | TAG_BIT(ASPA_PROVIDER));
	ONE(w.known.aspa_to_down = ASPA_PROVIDER, PLAIN | TAG_BIT(ASPA_PROVIDER));
	ONE(w.known.aspa_from_down = ASPA_PROVIDER; w.known.aspa_to_up = ASPA_PROVIDER, PLAIN);
}

static void doubts(void **state)
{
	(void)state;
	ONE(w.facts.sibling = true, PLAIN | TAG_BIT(SIBLING));
	ONE(w.facts.is_top = true, PLAIN | TAG_BIT(LARGER_CONE));
	ONE(w.known.cone_leaker = 101, PLAIN | TAG_BIT(LARGER_CONE));
	ONE(w.known.cone_leaker = 100, PLAIN);
	ONE(w.known.cone_from = 0; w.known.cone_leaker = 101, PLAIN);
	ONE(w.known.relation_from = RELATION_PEER; w.known.cone_leaker = 101, PLAIN);
	ONE(w.known.n_in_cone = 1, PLAIN | TAG_BIT(OWN_CONE));
	ONE(w.known.n_origins = 3; w.known.n_in_cone = 1, PLAIN);
	ONE(w.facts.guessed = true, PLAIN | TAG_BIT(GUESSED));
	ONE(w.known.outvoted_by = 40, PLAIN | TAG_BIT(OUTVOTED));
}

static void extent(void **state)
{
	(void)state;
	ONE(w.facts.n_peak = 2, TAG_BIT(VALLEY) | TAG_BIT(FEW_PEERS));
	ONE(w.facts.n_peak = 3; w.facts.n_with_table = 3, PLAIN | TAG_BIT(LOW_COVERAGE));
	ONE(w.facts.n_with_table = 2, PLAIN | TAG_BIT(UNHEARD));
	ONE(w.facts.end = T + 299, TAG_BIT(VALLEY) | TAG_BIT(CONVERGENCE));
	ONE(w.facts.end = T + 300, PLAIN);
	ONE(w.facts.end = T + 299; w.facts.n_prefixes = 100, PLAIN);
	ONE(w.facts.end = T + 299; w.facts.n_prefixes = 99, TAG_BIT(VALLEY) | TAG_BIT(CONVERGENCE));
	ONE(w.facts.end = T + 60; w.facts.open = true, TAG_BIT(VALLEY));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(found),  cmocka_unit_test(transit_free), cmocka_unit_test(attested),
    cmocka_unit_test(doubts), cmocka_unit_test(extent),
};
TEST_MAIN(tests)
