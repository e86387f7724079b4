/* Others' events beside ours: what is the same, what is of another culprit, what is theirs alone. */
#include "../test.h"
#include "measure/externals.h"

#include <string.h>

static struct prefix prefix(const char *text)
{
	struct prefix p;
	assert_int_equal(prefix_parse(text, strlen(text), &p), ERR_OK);
	return p;
}

static struct prefix ours_at[3], theirs_at[8];
static struct period_event events[4];
static struct period_events ours = {.at = events, .n = 4};

/* AS1 took 10.1.0.0/24 from 1000 to 2000, confirmed, and 10.2.0.0/16 as long, let go; AS2 leaked from 1000,
 * open; AS1 is charged with a bogon too, which is nothing that others are held against. */
static int begin(void **state)
{
	(void)state;
	ours_at[0] = prefix("10.1.0.0/24");
	ours_at[1] = prefix("10.2.0.0/16");
	ours_at[2] = prefix("10.9.0.0/16");
	for (size_t i = 0; i < 4; i++)
		events[i].row = (struct store_event){
		    .id = i + 1, .metric = 2, .culprit = 1, .start = 1000, .end = 2000, .n_prefixes = 1};
	events[0].row.prefixes = &ours_at[0];
	events[0].row.confidence = CONFIDENCE_CONFIRMED;
	events[1].row.prefixes = &ours_at[1];
	events[1].row.confidence = CONFIDENCE_BENIGN;
	events[2].row.metric = 1;
	events[2].row.culprit = 2;
	events[2].row.open = true;
	events[2].row.n_prefixes = 0;
	events[2].row.confidence = CONFIDENCE_CONFIRMED;
	events[3].row.metric = 3;
	events[3].row.prefixes = &ours_at[2];
	return 0;
}

static struct external_event their(enum external_kind kind, const asn_t *culprit, const char *where,
                                   instant_t start, instant_t end)
{
	static size_t turn;
	struct prefix *p = &theirs_at[turn++ % 8];
	if (where)
		*p = prefix(where);
	return (struct external_event){.source = kind < EXTERNAL_HIJACK ? EXTERNAL_GRIP : EXTERNAL_RADAR,
	                               .kind = kind,
	                               .id = "x",
	                               .words = "",
	                               .start = start,
	                               .end = end,
	                               .culprits = culprit,
	                               .n_culprits = 1,
	                               .prefixes = p,
	                               .n_prefixes = where != NULL};
}

static const asn_t one = 1, two = 2, three = 3;

/* With a slack of 100 s. */
static void expect(struct external_event e, enum store_agreement agreement, size_t event, asn_t culprit)
{
	struct externals x = {.at = &e, .n = 1};
	bool told[4] = {false};
	struct external_match *m = externals_compare(&x, &ours, 100, told);
	assert_int_equal(m->agreement, agreement);
	assert_int_equal(m->event, event);
	assert_int_equal(m->culprit, culprit);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(told[i], agreement == AGREEMENT_SAME && i == event);
	free(m);
}

static void same(void **state)
{
	(void)state;
	expect(their(EXTERNAL_MOAS, &one, "10.1.0.0/24", 1200, 1500), AGREEMENT_SAME, 0, 1);
	expect(their(EXTERNAL_MOAS, &one, "10.1.0.0/16", 2100, 2200), AGREEMENT_SAME, 0, 1);
	expect(their(EXTERNAL_SUBMOAS, &one, "10.1.0.128/25", 500, 900), AGREEMENT_SAME, 0, 1);
	expect(their(EXTERNAL_HIJACK, &one, "10.2.7.0/24", 1, INSTANT_NONE), AGREEMENT_SAME, 1, 1);
	expect(their(EXTERNAL_LEAK, &two, NULL, 99999, INSTANT_NONE), AGREEMENT_SAME, 2, 2);
	const asn_t several[] = {3, 1};
	struct external_event e = their(EXTERNAL_MOAS, several, "10.1.0.0/24", 1200, 1500);
	e.n_culprits = 2;
	expect(e, AGREEMENT_SAME, 0, 1);
}

/* The more confident is the match; both are told of. */
static void several_of_ours(void **state)
{
	(void)state;
	struct external_event e = their(EXTERNAL_MOAS, &one, "10.0.0.0/8", 1200, 1500);
	struct externals x = {.at = &e, .n = 1};
	bool told[4] = {false};
	events[0].row.confidence = CONFIDENCE_INFORMATIVE;
	events[1].row.confidence = CONFIDENCE_SUSPICIOUS;
	struct external_match *m = externals_compare(&x, &ours, 100, told);
	assert_int_equal(m->agreement, AGREEMENT_SAME);
	assert_int_equal(m->event, 1);
	assert_true(told[0] && told[1] && !told[2] && !told[3]);
	free(m);
}

static void not_same(void **state)
{
	(void)state;
	expect(their(EXTERNAL_MOAS, &one, "10.1.0.0/24", 2101, 2200), AGREEMENT_NONE, SIZE_MAX, 1);
	expect(their(EXTERNAL_MOAS, &one, "10.1.0.0/24", 500, 899), AGREEMENT_NONE, SIZE_MAX, 1);
	expect(their(EXTERNAL_MOAS, &one, "10.3.0.0/16", 1200, 1500), AGREEMENT_NONE, SIZE_MAX, 1);
	expect(their(EXTERNAL_MOAS, &one, "10.9.0.0/16", 1200, 1500), AGREEMENT_NONE, SIZE_MAX, 1);
	expect(their(EXTERNAL_LEAK, &one, NULL, 1200, 1500), AGREEMENT_NONE, SIZE_MAX, 1);
	expect(their(EXTERNAL_LEAK, &two, NULL, 1, 899), AGREEMENT_NONE, SIZE_MAX, 2);
	expect(their(EXTERNAL_MOAS, &two, "10.3.0.0/24", 1200, 1500), AGREEMENT_NONE, SIZE_MAX, 2);
}

/* Above, at and below what they name. */
static void other_culprit(void **state)
{
	(void)state;
	expect(their(EXTERNAL_MOAS, &three, "10.1.0.0/24", 1200, 1500), AGREEMENT_OTHER_CULPRIT, 0, 3);
	expect(their(EXTERNAL_MOAS, &three, "10.1.0.0/16", 1200, 1500), AGREEMENT_OTHER_CULPRIT, 0, 3);
	expect(their(EXTERNAL_MOAS, &three, "10.1.0.7/32", 1200, 1500), AGREEMENT_OTHER_CULPRIT, 0, 3);
	expect(their(EXTERNAL_MOAS, &three, "10.1.0.0/24", 2101, 2200), AGREEMENT_NONE, SIZE_MAX, 3);
	expect(their(EXTERNAL_MOAS, &three, "10.1.1.0/24", 1200, 1500), AGREEMENT_NONE, SIZE_MAX, 3);
}

/* What two tell of one culprit at one time is one thing; later, or of another metric, it is another. */
static void counts(void **state)
{
	(void)state;
	struct external_event at[] = {
	    their(EXTERNAL_MOAS, &one, "10.1.0.0/24", 1200, 1500),
	    their(EXTERNAL_MOAS, &one, "10.2.0.0/24", 1200, 1500),
	    their(EXTERNAL_MOAS, &two, "10.1.0.0/24", 1200, 1500),
	    their(EXTERNAL_MOAS, &three, "10.3.0.0/24", 1200, 1500),
	    their(EXTERNAL_HIJACK, &three, "10.4.0.0/24", 1600, 3000),
	    their(EXTERNAL_MOAS, &three, "10.5.0.0/24", 3101, INSTANT_NONE),
	    their(EXTERNAL_HIJACK, &three, NULL, 999999, 999999),
	};
	struct externals x = {.at = at, .n = sizeof at / sizeof *at};
	bool told[4] = {false};
	struct measure_externals n;
	struct external_match *m = externals_compare(&x, &ours, 100, told);
	externals_count(&x, m, &ours, told, 100, &n);
	const struct measure_external *grip = &n.by_source[EXTERNAL_GRIP],
	                              *radar = &n.by_source[EXTERNAL_RADAR];
	assert_int_equal(grip->events, 5);
	assert_int_equal(grip->same, 1);
	assert_int_equal(grip->let_go, 1);
	assert_int_equal(grip->other_culprit, 1);
	assert_int_equal(grip->alone, 2);
	assert_int_equal(radar->events, 2);
	assert_int_equal(radar->alone, 2);
	assert_int_equal(n.things_alone, 2);
	assert_int_equal(n.metrics, 1U << 2);
	assert_int_equal(n.confirmed, 1); /* they tell of no leaks at all: that says nothing of ours */
	assert_int_equal(n.confirmed_told, 1);
	free(m);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup(same, begin), cmocka_unit_test_setup(several_of_ours, begin),
    cmocka_unit_test_setup(not_same, begin), cmocka_unit_test_setup(other_culprit, begin),
    cmocka_unit_test_setup(counts, begin)};
TEST_MAIN(tests)
