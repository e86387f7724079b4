/* Who is charged, with what weight, until when. */
#include "../test.h"
#include "score/charge.h"

#define ONE DECIMAL_ONE

static struct framework of(const char *name)
{
	const struct framework *f = framework_builtin(name);
	assert_non_null(f);
	return *f;
}

static struct charge_event bogon(uint64_t peers)
{
	return (struct charge_event){.metric = 3, .class = 1, .peers_max = peers, .full_feeds = 40};
}

static void thresholds(void **s)
{
	(void)s;
	bool low = false;
	assert_int_equal(framework_threshold(5, 5, &low), 5);
	assert_false(low);
	assert_int_equal(framework_threshold(5, 4, &low), 4);
	assert_true(low);
	assert_int_equal(framework_threshold(5, 0, &low), 1);
	assert_int_equal(framework_threshold(1, 9, &low), 1);
	assert_true(low);
}

static void visibility(void **s)
{
	(void)s;
	struct framework f = of("manrs-2024");
	for (uint64_t peers = 0; peers < 8; peers++) {
		struct charge_event e = bogon(peers);
		assert_int_equal(charge_is_event(&f, &e), peers >= 3);
		assert_int_equal(charge_culprit(&f, &e), peers >= 5 ? ONE : 0);
		e.full_feeds = 2;
		assert_int_equal(charge_is_event(&f, &e), peers >= 2);
		assert_int_equal(charge_culprit(&f, &e), peers >= 2 ? ONE : 0);
	}
}

static void both_families(void **s)
{
	(void)s;
	const struct prefix p[] = {{.family = FAMILY_V4}, {.family = FAMILY_V6}};
	assert_int_equal(charge_full_feeds(p, 0, 7, 2), 0);
	assert_int_equal(charge_full_feeds(p, 1, 7, 2), 7);
	assert_int_equal(charge_full_feeds(p + 1, 1, 7, 2), 2);
	assert_int_equal(charge_full_feeds(p, 2, 7, 2), 2);
	assert_int_equal(charge_full_feeds(p, 2, 1, 8), 1);
}

static void classes(void **s)
{
	(void)s;
	struct framework old = of("manrs-2018"), now = of("manrs-2024");
	struct charge_event e = bogon(9);
	e.metric = 4;
	assert_int_equal(charge_culprit(&now, &e), ONE);
	e.class = 2;
	assert_int_equal(charge_culprit(&now, &e), 0);
	assert_int_equal(charge_culprit(&old, &e), ONE);
	e.class = 0;
	assert_int_equal(charge_culprit(&old, &e), 0);
}

static void confidence(void **s)
{
	(void)s;
	struct framework old = of("manrs-2018"), now = of("manrs-2024"), norma = of("norma-1");
	struct charge_event e = {.metric = 2, .peers_max = 9, .full_feeds = 40};
	for (unsigned c = CONFIDENCE_BENIGN; c <= CONFIDENCE_CONFIRMED; c++) {
		e.confidence = c;
		assert_int_equal(charge_culprit(&now, &e), c == CONFIDENCE_CONFIRMED ? ONE : 0);
		assert_int_equal(charge_culprit(&old, &e), c >= CONFIDENCE_SUSPICIOUS ? ONE : 0);
	}
	e.forged_origin = true;
	assert_int_equal(charge_culprit(&now, &e), 0);
	assert_int_equal(charge_culprit(&norma, &e), ONE);
	e.peers_max = 2;
	assert_true(charge_is_event(&now, &e)); /* kept, informative at most */
	assert_int_equal(charge_culprit(&norma, &e), 0);
}

static void accomplices(void **s)
{
	(void)s;
	struct framework f = of("manrs-2024");
	struct charge_event e = bogon(20);
	struct charge_accomplice a = {
	    .relation = CHARGE_PROVIDER, .distance = 1, .peers = 2, .peers_all = 20};
	assert_int_equal(charge_accomplice(&f, &e, &a), ONE);
	a.peers_all = 21; /* below a tenth */
	assert_int_equal(charge_accomplice(&f, &e, &a), 0);
	a.peers_all = 20;
	a.relation = CHARGE_OTHER;
	assert_int_equal(charge_accomplice(&f, &e, &a), 0);
	a.relation = CHARGE_UNKNOWN;
	assert_int_equal(charge_accomplice(&f, &e, &a), ONE);
	f.charge_unknown = 0;
	assert_int_equal(charge_accomplice(&f, &e, &a), 0);
	a.relation = CHARGE_PROVIDER;
	e.peers_max = 4; /* not scored: nobody is charged */
	assert_int_equal(charge_accomplice(&f, &e, &a), 0);
}

static void farther(void **s)
{
	(void)s;
	static const decimal_t want[] = {1000000, 500000, 250000, 125000, 62500, 31250, 15625, 10000, 10000};
	struct framework f = of("manrs-2024");
	struct charge_event e = bogon(20);
	for (unsigned d = 1; d <= 9; d++) {
		struct charge_accomplice a = {CHARGE_PROVIDER, d, 20, 20};
		f.farther = 0;
		assert_int_equal(charge_accomplice(&f, &e, &a), d == 1 ? ONE : 0);
		f.farther = 1;
		assert_int_equal(charge_accomplice(&f, &e, &a), want[d - 1]);
	}
	struct charge_accomplice far = {CHARGE_PROVIDER, 4000000000U, 20, 20};
	assert_int_equal(charge_accomplice(&f, &e, &far), 10000);
}

static void ends(void **s)
{
	(void)s;
	struct framework f = of("manrs-2024");
	struct charge_event e = bogon(9);
	e.start = 1000;
	e.end = 5000;
	assert_int_equal(charge_end(&f, &e, 100000, 90000), 5000);
	e.end = INSTANT_NONE;
	assert_int_equal(charge_end(&f, &e, 100000, 100000 - 900), 100000);
	assert_int_equal(charge_end(&f, &e, 100000, 100000 - 901), 100000 - 901);
	assert_int_equal(charge_end(&f, &e, 100000, 500), 1000);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(thresholds), cmocka_unit_test(visibility), cmocka_unit_test(both_families),
    cmocka_unit_test(classes),    cmocka_unit_test(confidence), cmocka_unit_test(accomplices),
    cmocka_unit_test(farther),    cmocka_unit_test(ends),
};
TEST_MAIN(tests)
