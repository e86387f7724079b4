/* From tags to score and confidence: sums, bands, what decides alone, and other frameworks' points. */
#include "../test.h"
#include "score/verdict.h"

#include <string.h>

static struct framework f;

static int set_up(void **state)
{
	(void)state;
	framework_defaults(&f);
	return 0;
}

static void is(tag_set tags, enum framework_confidence confidence, unsigned score, enum tag because)
{
	struct verdict v = verdict_of(&f, 2, tags);
	assert_int_equal(v.score, score);
	assert_int_equal(v.confidence, confidence);
	assert_int_equal(v.because, because);
}

/* A known prefix's part, one owner for long, widely seen: just enough; without any one of them it is not. */
static void bands(void **state)
{
	(void)state;
	is(TAG_BIT(PART) | TAG_BIT(SOLE_ORIGIN) | TAG_BIT(WIDELY_SEEN), CONFIDENCE_CONFIRMED, 60, TAGS);
	is(TAG_BIT(SOLE_ORIGIN) | TAG_BIT(WIDELY_SEEN), CONFIDENCE_SUSPICIOUS, 50, TAGS);
	is(TAG_BIT(PART) | TAG_BIT(WIDELY_SEEN), CONFIDENCE_INFORMATIVE, 20, TAGS);
	is(TAG_BIT(IRR_OTHERS) | TAG_BIT(ON_PATH), CONFIDENCE_BENIGN, 0, TAGS);
	is(0, CONFIDENCE_BENIGN, 0, TAGS);
	is(TAG_BIT(ROV_INVALID) | TAG_BIT(VICTIM_ROV_VALID) | TAG_BIT(SOLE_ORIGIN) | TAG_BIT(MASS),
	   CONFIDENCE_CONFIRMED, 100, TAGS); /* 120, cut off */
}

/* A forged origin: an ASPA is enough; otherwise it takes several clauses, and what may be a new neighbour,
 * or the holder's own wish, is never more than informative. */
static void forged(void **state)
{
	(void)state;
	static const tag_set bad = TAG_BIT(NEVER_PASSED) | TAG_BIT(APART) | TAG_BIT(FEW) | TAG_BIT(NEW_PART);
	is(TAG_BIT(ASPA_FORBIDS), CONFIDENCE_CONFIRMED, 60, TAGS);
	is(TAG_BIT(ASPA_FORBIDS) | TAG_BIT(TOOK_OVER), CONFIDENCE_SUSPICIOUS, 35, TAGS);
	is(bad, CONFIDENCE_CONFIRMED, 90, TAGS);
	is(TAG_BIT(NEVER_PASSED) | TAG_BIT(APART) | TAG_BIT(BRIEF), CONFIDENCE_CONFIRMED, 60, TAGS);
	is(TAG_BIT(NEVER_PASSED) | TAG_BIT(APART), CONFIDENCE_SUSPICIOUS, 50, TAGS);
	is(TAG_BIT(NEVER_PASSED) | TAG_BIT(NEW_PART), CONFIDENCE_CONFIRMED, 60, TAGS);
	is(TAG_BIT(NEVER_PASSED), CONFIDENCE_SUSPICIOUS, 35, TAGS);
	is(bad | TAG_BIT(PLAUSIBLE), CONFIDENCE_INFORMATIVE, 70, TAG_PLAUSIBLE);
	is(bad | TAG_BIT(EXPECTED), CONFIDENCE_INFORMATIVE, 60, TAG_EXPECTED);
	is(bad | TAG_BIT(TOOK_OVER), CONFIDENCE_INFORMATIVE, 65, TAG_TOOK_OVER);
	is(bad | TAG_BIT(MANY), CONFIDENCE_BENIGN, 30, TAG_MANY);
	is(bad | TAG_BIT(KNOWN_LINK), CONFIDENCE_BENIGN, 0, TAG_KNOWN_LINK);
	is(bad | TAG_BIT(ASPA_FORBIDS) | TAG_BIT(KNOWN_LINK), CONFIDENCE_BENIGN, 50, TAG_KNOWN_LINK);
}

/* All that speaks against it, with the most that speaks for it. */
static void decided_alone(void **state)
{
	(void)state;
	static const tag_set bad = TAG_BIT(ROV_INVALID) | TAG_BIT(VICTIM_ROV_VALID) | TAG_BIT(SOLE_ORIGIN) |
	                           TAG_BIT(PART) | TAG_BIT(CONTESTED) | TAG_BIT(MASS);
	static const struct {
		enum tag tag;
		enum framework_confidence most;
	} rows[] = {
	    {TAG_BOGON_ORIGIN, CONFIDENCE_BENIGN},     {TAG_BLACKHOLE, CONFIDENCE_BENIGN},
	    {TAG_CONVERGENCE, CONFIDENCE_BENIGN},      {TAG_ROV_VALID, CONFIDENCE_BENIGN},
	    {TAG_ORGANISATION, CONFIDENCE_BENIGN},     {TAG_NEIGHBOUR, CONFIDENCE_BENIGN},
	    {TAG_SCRUBBING_BEFORE, CONFIDENCE_BENIGN}, {TAG_SCRUBBING, CONFIDENCE_INFORMATIVE},
	    {TAG_EXCHANGE_LAN, CONFIDENCE_BENIGN},     {TAG_LONG_LIVED, CONFIDENCE_BENIGN},
	    {TAG_TRANSFER, CONFIDENCE_BENIGN},         {TAG_FEW_PEERS, CONFIDENCE_INFORMATIVE},
	    {TAG_FAT_FINGER, CONFIDENCE_INFORMATIVE},  {TAG_LONG_PREFIX, CONFIDENCE_SUSPICIOUS},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct verdict v = verdict_of(&f, 2, bad | UINT64_C(1) << rows[i].tag);
		assert_true(v.confidence <= rows[i].most);
		assert_int_equal(v.because, v.confidence == rows[i].most ? rows[i].tag : v.because);
	}
}

/* Where nobody can tell that it is new it is no more than suspicious, unless its victim answers or it is one
 * of many. */
static void unheard(void **state)
{
	(void)state;
	tag_set tags =
	    TAG_BIT(ROV_INVALID) | TAG_BIT(VICTIM_ROV_VALID) | TAG_BIT(SOLE_ORIGIN) | TAG_BIT(UNHEARD);
	is(tags, CONFIDENCE_SUSPICIOUS, 85, TAG_UNHEARD);
	is(tags | TAG_BIT(CONTESTED), CONFIDENCE_CONFIRMED, 100, TAGS);
	is(tags | TAG_BIT(MASS), CONFIDENCE_CONFIRMED, 100, TAGS);
	assert_int_equal(
	    verdict_of(&f, 1, TAG_BIT(VALLEY) | TAG_BIT(MASS_LEAK) | TAG_BIT(UNHEARD)).confidence,
	    CONFIDENCE_CONFIRMED);
}

/* A route object excuses nobody whom a ROA accuses. */
static void objects_and_roas(void **state)
{
	(void)state;
	tag_set tags = TAG_BIT(PART) | TAG_BIT(SOLE_ORIGIN) | TAG_BIT(CONTESTED) | TAG_BIT(MASS);
	assert_int_equal(verdict_of(&f, 2, tags | TAG_BIT(IRR_OWN)).confidence, CONFIDENCE_BENIGN);
	assert_int_equal(verdict_of(&f, 2, tags | TAG_BIT(IRR_ELSEWHERE)).confidence, CONFIDENCE_INFORMATIVE);
	tags |= TAG_BIT(ROV_INVALID);
	assert_int_equal(verdict_of(&f, 2, tags | TAG_BIT(IRR_OWN)).confidence, CONFIDENCE_CONFIRMED);
	assert_int_equal(verdict_of(&f, 2, tags | TAG_BIT(IRR_ELSEWHERE)).confidence, CONFIDENCE_CONFIRMED);
}

/* Without filters points alone decide, but for what is no misorigination at all. */
static void without_filters(void **state)
{
	(void)state;
	tag_set tags =
	    TAG_BIT(ROV_INVALID) | TAG_BIT(PART) | TAG_BIT(WIDELY_SEEN) | TAG_BIT(MASS) | TAG_BIT(NEIGHBOUR);
	is(tags, CONFIDENCE_BENIGN, 65, TAG_NEIGHBOUR);
	f.m2_filters = 0;
	is(tags, CONFIDENCE_CONFIRMED, 65, TAGS);
	is(tags | TAG_BIT(CONVERGENCE), CONFIDENCE_BENIGN, 65, TAG_CONVERGENCE);
}

static void other_points(void **state)
{
	(void)state;
	f.points[TAG_PART] = 35;
	f.confirmed_from = 80;
	is(TAG_BIT(PART) | TAG_BIT(SOLE_ORIGIN), CONFIDENCE_SUSPICIOUS, 75, TAGS);
}

/* Leaks have rules of their own; proof of the attribute outweighs what relations say. */
static void leaks(void **state)
{
	(void)state;
	tag_set tags = TAG_BIT(VALLEY) | TAG_BIT(LASTING);
	assert_int_equal(verdict_of(&f, 1, tags).confidence, CONFIDENCE_CONFIRMED);
	assert_int_equal(verdict_of(&f, 1, TAG_BIT(VALLEY)).confidence, CONFIDENCE_SUSPICIOUS);
	assert_int_equal(verdict_of(&f, 1, tags | TAG_BIT(LARGER_CONE)).confidence, CONFIDENCE_BENIGN);
	assert_int_equal(verdict_of(&f, 1, tags | TAG_BIT(LARGER_CONE) | TAG_BIT(OTC)).confidence,
	                 CONFIDENCE_CONFIRMED);
	assert_int_equal(verdict_of(&f, 1, tags | TAG_BIT(NEIGHBOUR)).because, TAGS);
}

static void names(void **state)
{
	(void)state;
	struct buf json = {0};
	tag_set all = 0;
	for (int t = 0; t < TAGS; t++) {
		all |= UINT64_C(1) << t;
		assert_int_equal(tag_find(tag_name((enum tag)t), strlen(tag_name((enum tag)t))), t);
		assert_int_equal(f.points[t], tag_default((enum tag)t));
	}
	verdict_tags_json(&f, all, &json);
	assert_true(verdict_tags_parse(json.at) == all);
	buf_clear(&json);
	verdict_tags_json(&f, TAG_BIT(PART) | TAG_BIT(ROV_VALID), &json);
	assert_string_equal(json.at,
	                    "[{\"name\":\"rov-valid\",\"points\":-100},{\"name\":\"part\",\"points\":10}]");
	assert_true(verdict_tags_parse("[]") == 0);
	assert_true(verdict_tags_parse("[{\"name\":\"of-tomorrow\",\"points\":1},{\"name\":\"part\"}]") ==
	            TAG_BIT(PART));
	assert_true(verdict_tags_parse("[{\"name\":\"") == 0);
	buf_fini(&json);
}

/* Whoever is let go is told why: by a rule, by what weighs most, or for want of anything. */
static void reasons(void **state)
{
	(void)state;
	struct framework mine;
	framework_defaults(&mine);
	tag_set tags = TAG_BIT(ORGANISATION) | TAG_BIT(PEER) | TAG_BIT(WIDELY_SEEN);
	mine.m2_filters = 0;
	struct verdict v = verdict_of(&mine, 2, tags);
	assert_int_equal(v.because, TAGS);
	assert_string_equal(verdict_reason(&mine, &v, tags), tag_words(TAG_ORGANISATION));
	v = verdict_of(&mine, 2, TAG_BIT(BLACKHOLE) | TAG_BIT(ROV_INVALID));
	assert_string_equal(verdict_reason(&mine, &v, TAG_BIT(BLACKHOLE) | TAG_BIT(ROV_INVALID)),
	                    tag_words(TAG_BLACKHOLE));
	v = verdict_of(&mine, 2, 0);
	assert_string_equal(verdict_reason(&mine, &v, 0), "too little speaks for it");
	tags = TAG_BIT(ROV_INVALID) | TAG_BIT(SOLE_ORIGIN) | TAG_BIT(PEER);
	v = verdict_of(&mine, 2, tags);
	assert_string_equal(verdict_reason(&mine, &v, tags), "");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup(bands, set_up),         cmocka_unit_test_setup(forged, set_up),
    cmocka_unit_test_setup(decided_alone, set_up), cmocka_unit_test_setup(objects_and_roas, set_up),
    cmocka_unit_test_setup(unheard, set_up),       cmocka_unit_test_setup(without_filters, set_up),
    cmocka_unit_test_setup(other_points, set_up),  cmocka_unit_test_setup(leaks, set_up),
    cmocka_unit_test_setup(names, set_up),         cmocka_unit_test(reasons),
};
TEST_MAIN(tests)
