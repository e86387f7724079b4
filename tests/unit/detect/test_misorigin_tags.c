/* Which facts of a candidate give which tags. */
#include "../test.h"
#include "detect/misorigin_tags.h"

#include <string.h>

enum { MIN = 60, HOUR = 3600, DAY = 86400, T = 100 * DAY };

static const struct misorigin_numbers numbers = {.min_peers = 3,
                                                 .asked_peers = 5,
                                                 .convergence = 300,
                                                 .transfer_after = DAY,
                                                 .long_lived = 30 * DAY,
                                                 .mass_prefixes = 10,
                                                 .mass_victims = 10,
                                                 .anycast_origins = 3,
                                                 .repeated = 5,
                                                 .small_asn = 25,
                                                 .widely_n = 1,
                                                 .widely_d = 4,
                                                 .longest = {24, 48}};

/* AS 64001 has taken a /16 that AS 3333 alone had announced for ten days, an hour long, seen by 10 of 20
 * peers. */
struct world {
	struct misorigin_case known;
	struct misorigin_facts facts;
};

static struct world plain(void)
{
	struct world w = {.known = {.kind = MISORIGIN_EXACT,
	                            .culprit = 64001,
	                            .n_known = 1,
	                            .victims = {3333},
	                            .age = 10 * DAY,
	                            .told.n = 10},
	                  .facts = {.rov = ROV_NOT_FOUND,
	                            .victim_rov = ROV_NOT_FOUND,
	                            .irr = IRR_NOT_FOUND,
	                            .start = T,
	                            .end = T + HOUR,
	                            .n_peak = 5,
	                            .n_full = 4,
	                            .full_feeds = 20}};
	assert_int_equal(prefix_parse("20.1.0.0/16", 11, &w.facts.prefix), ERR_OK);
	return w;
}

static tag_set tags_of(struct world *w)
{
	w->facts.known = &w->known;
	return misorigin_tags(&w->facts, &numbers);
}

static void nothing_but_the_change(void **state)
{
	(void)state;
	struct world w = plain();
	assert_int_equal(tags_of(&w), TAG_BIT(SOLE_ORIGIN));
}

#define SOLE TAG_BIT(SOLE_ORIGIN)

/* One fact, and the tags that it adds, or (SOLE) takes away. */
#define ONE(change, want)                              \
	do {                                           \
		struct world w = plain();              \
		change;                                \
		assert_int_equal(tags_of(&w), (want)); \
	} while (0)

static void registries(void **state)
{
	(void)state;
	ONE(w.facts.rov = ROV_INVALID_ASN, SOLE | TAG_BIT(ROV_INVALID));
	ONE(w.facts.rov = ROV_INVALID_AS0, SOLE | TAG_BIT(ROV_INVALID));
	ONE(w.facts.rov = ROV_INVALID_LENGTH, TAG_BIT(ROV_INVALID_LENGTH));
	ONE(w.facts.rov = ROV_VALID, TAG_BIT(ROV_VALID));
	ONE(w.facts.victim_rov = ROV_VALID, SOLE | TAG_BIT(VICTIM_ROV_VALID));
	ONE(w.facts.irr_exact = true; w.facts.irr = IRR_INVALID, SOLE | TAG_BIT(IRR_OTHERS));
	ONE(w.facts.irr = IRR_INVALID, SOLE);
	ONE(w.facts.irr_victim = true; w.facts.irr = IRR_INVALID, SOLE | TAG_BIT(VICTIM_IRR));
	ONE(w.facts.irr_victim = true; w.facts.irr = IRR_INVALID; w.facts.others_gone = true, SOLE);
	ONE(w.facts.irr_victim = true; w.facts.irr_old = true;
	    w.facts.irr = IRR_VALID, TAG_BIT(IRR_ELSEWHERE));
	ONE(w.facts.is_holder = true, SOLE | TAG_BIT(HOLDER));
	ONE(w.facts.is_holder = w.facts.in_cone = true, TAG_BIT(CONE)); /* a customer rather */
	ONE(w.facts.irr = IRR_VALID; w.facts.irr_own = true, TAG_BIT(IRR_OWN));
	ONE(w.facts.irr = IRR_COVERING; w.facts.irr_own = true, TAG_BIT(IRR_OWN));
	ONE(w.facts.irr = IRR_VALID; w.facts.irr_old = true, TAG_BIT(IRR_ELSEWHERE));
	ONE(w.facts.irr = IRR_VALID; w.facts.irr_old = w.facts.irr_exact = true, TAG_BIT(IRR_ELSEWHERE));
	ONE(w.facts.irr = IRR_VALID, SOLE | TAG_BIT(IRR_YOUNG)); /* which excuses nobody */
	ONE(w.facts.later = true, SOLE);
	ONE(w.facts.later = true;
	    w.facts.rov = ROV_INVALID_ASN, SOLE | TAG_BIT(ROV_INVALID) | TAG_BIT(LATER));
}

static void relations(void **state)
{
	(void)state;
	ONE(w.facts.same_organisation = true, TAG_BIT(ORGANISATION));
	ONE(w.facts.relation = RELATION_SIBLING, TAG_BIT(ORGANISATION));
	ONE(w.facts.relation = RELATION_PROVIDER, TAG_BIT(NEIGHBOUR));
	ONE(w.facts.relation = RELATION_CUSTOMER; w.facts.in_cone = true, TAG_BIT(NEIGHBOUR));
	ONE(w.facts.in_cone = true, TAG_BIT(CONE));
	ONE(w.facts.relation = RELATION_PEER, TAG_BIT(PEER));
	ONE(w.known.on_path = true, TAG_BIT(ON_PATH));
	ONE(w.facts.scrubbing = true, TAG_BIT(SCRUBBING));
	ONE(w.facts.scrubbing = true;
	    w.known.culprit_age = HOUR, TAG_BIT(SCRUBBING) | TAG_BIT(SCRUBBING_BEFORE));
	ONE(w.facts.exchange_lan = true, TAG_BIT(EXCHANGE_LAN));
	ONE(w.facts.anycast = true, TAG_BIT(ANYCAST));
	ONE(w.known.n_known = 2; w.known.victims[1] = 4444, 0);
	ONE(w.known.n_known = 3; w.known.victims[1] = 4444; w.known.victims[2] = 5555, TAG_BIT(ANYCAST));
	ONE(w.facts.bogon_origin = true, SOLE | TAG_BIT(BOGON_ORIGIN));
}

static void extent(void **state)
{
	(void)state;
	ONE(w.known.kind = MISORIGIN_SUB, SOLE | TAG_BIT(PART));
	ONE(w.facts.n_peak = 2, SOLE | TAG_BIT(FEW_PEERS));
	ONE(w.facts.n_peak = 3, SOLE | TAG_BIT(LOW_COVERAGE));
	ONE(w.facts.n_peak = 5, SOLE);
	ONE(w.facts.n_full = 5, SOLE | TAG_BIT(WIDELY_SEEN));
	ONE(w.facts.full_feeds = 0, SOLE);
	ONE(w.known.contested = true, SOLE | TAG_BIT(CONTESTED));
	ONE(w.known.gone_for = 300, SOLE);
	ONE(w.known.gone_for = 301, SOLE | TAG_BIT(VACATED));
	ONE(w.known.told.n = 2, SOLE | TAG_BIT(UNHEARD));
	ONE(w.facts.mass_prefixes = 11; w.facts.mass_victims = 11, SOLE | TAG_BIT(MASS));
	ONE(w.facts.mass_prefixes = 11; w.facts.mass_victims = 10, SOLE);
	ONE(w.facts.mass_prefixes = 10; w.facts.mass_victims = 11, SOLE);
	ONE(w.facts.confirmed_before = 5, SOLE | TAG_BIT(REPEATED));
	ONE(w.facts.confirmed_before = 4, SOLE);
	ONE(w.facts.prefix.len = 25, SOLE | TAG_BIT(LONG_PREFIX));
	ONE(w.facts.prefix.len = 24, SOLE);
	ONE(w.facts.prefix.len = 32;
	    w.facts.blackhole = true, SOLE | TAG_BIT(LONG_PREFIX) | TAG_BIT(BLACKHOLE));
	ONE(w.facts.blackhole = true, SOLE);
}

static void time_course(void **state)
{
	(void)state;
	ONE(w.facts.end = T + 300, SOLE | TAG_BIT(CONVERGENCE));
	ONE(w.facts.end = T + 301, SOLE);
	ONE(w.facts.end = T + 60; w.facts.open = true, SOLE);
	/* the known origin has gone, and the registries follow */
	ONE(w.facts.end = T + DAY;
	    w.facts.others_gone = w.facts.registries_follow = true, SOLE | TAG_BIT(TRANSFER));
	ONE(w.facts.end = T + DAY; w.facts.others_gone = true, SOLE);
	ONE(w.facts.end = T + DAY; w.facts.registries_follow = true, SOLE);
	ONE(w.facts.end = T + DAY - 1; w.facts.others_gone = w.facts.registries_follow = true, SOLE);
	ONE(w.facts.end = T + 30 * DAY, SOLE | TAG_BIT(LONG_LIVED));
	ONE(w.facts.end = T + 30 * DAY; w.facts.others_gone = true, SOLE);
}

/* One digit more, less or other, or two swapped; and what is rather a number of prepends. */
static void fingers(void **state)
{
	(void)state;
	ONE(w.known.culprit = 3338, SOLE | TAG_BIT(FAT_FINGER));
	ONE(w.known.culprit = 33333, SOLE | TAG_BIT(FAT_FINGER));
	ONE(w.known.culprit = 333, SOLE | TAG_BIT(FAT_FINGER));
	ONE(w.known.victims[0] = 64010, SOLE | TAG_BIT(FAT_FINGER));
	ONE(w.known.victims[0] = 64110, SOLE);
	ONE(w.known.victims[0] = 46001, SOLE | TAG_BIT(FAT_FINGER));
	ONE(w.known.culprit = 3388, SOLE);
	ONE(w.known.culprit = 25, SOLE | TAG_BIT(FAT_FINGER));
	ONE(w.known.culprit = 26, SOLE);
	ONE(w.known.culprit = 5; w.known.kind = MISORIGIN_SQUATTED; w.known.n_known = 0, TAG_BIT(CLAIMED));
}

/* Nobody was known for it, and the registry gave it to somebody: what ties the two, and how old the file is.
 */
static void delegated(void **state)
{
	(void)state;
#define SQUAT w.known.kind = MISORIGIN_SQUATTED, w.known.n_known = 0, w.facts.n_holders = 1
	ONE(SQUAT, TAG_BIT(CLAIMED));
	ONE(SQUAT; w.facts.later = true, TAG_BIT(CLAIMED) | TAG_BIT(LATER));
	ONE(SQUAT; w.facts.n_holders = 0; w.facts.later = true, TAG_BIT(CLAIMED));
	ONE(SQUAT; w.facts.same_organisation = true, TAG_BIT(CLAIMED) | TAG_BIT(ORGANISATION));
	ONE(SQUAT; w.facts.relation = RELATION_CUSTOMER, TAG_BIT(CLAIMED) | TAG_BIT(NEIGHBOUR));
	ONE(SQUAT; w.facts.irr_exact = true;
	    w.facts.irr = IRR_INVALID, TAG_BIT(CLAIMED) | TAG_BIT(IRR_OTHERS));
	ONE(SQUAT; w.facts.n_peak = 2, TAG_BIT(CLAIMED) | TAG_BIT(FEW_PEERS));
#undef SQUAT
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(nothing_but_the_change),
    cmocka_unit_test(registries),
    cmocka_unit_test(relations),
    cmocka_unit_test(extent),
    cmocka_unit_test(time_course),
    cmocka_unit_test(fingers),
    cmocka_unit_test(delegated),
};
TEST_MAIN(tests)
