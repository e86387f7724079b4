/* Sets of networks, and the same networks under two frameworks. */
#include "../test.h"
#include "score/aggregate.h"
#include "score/diff.h"

#include <math.h>

static struct network_scores with(int percent)
{
	struct network_scores s = {0};
	for (int i = 0; i < SCORE_ACTIONS; i++) {
		if (percent < 0)
			continue;
		s.actions[i] = (struct action_result){.has_value = true,
		                                      .value = percent / 100.0,
		                                      .readiness = percent >= 80   ? READINESS_READY
		                                                   : percent >= 60 ? READINESS_ASPIRING
		                                                                   : READINESS_LAGGING};
	}
	s.metrics[SCORE_M3].incidents = percent >= 0 && percent < 80 ? 2 : 0;
	return s;
}

static struct aggregate of(const int *percents, size_t n)
{
	struct aggregator *a = aggregator_new();
	for (size_t i = 0; i < n; i++) {
		struct network_scores s = with(percents[i]);
		aggregator_add(a, &s);
	}
	struct aggregate out;
	aggregator_finish(a, &out);
	return out;
}

static void buckets(void **s)
{
	(void)s;
	static const int percents[] = {100, -1, 50, 80, 70, -1, 90, 20};
	struct aggregate a = of(percents, 8);
	const struct aggregate_action *x = &a.actions[SCORE_COORDINATION];
	assert_int_equal(a.networks, 8);
	assert_int_equal(x->n, 6);
	assert_int_equal(x->networks[READINESS_NO_DATA], 2);
	assert_int_equal(x->networks[READINESS_READY], 3);
	assert_int_equal(x->networks[READINESS_ASPIRING], 1);
	assert_int_equal(x->networks[READINESS_LAGGING], 2);
	assert_true(x->share[READINESS_NO_DATA] == 0.25 && x->share[READINESS_READY] == 0.375);
	assert_true(fabs(x->mean - 4.1 / 6) < 1e-15);
	assert_true(fabs(x->median - 0.75) < 1e-15);
	assert_int_equal(a.incidents[SCORE_M3], 6);
	assert_int_equal(a.with_incident[SCORE_M3], 3);
	assert_int_equal(a.incidents[SCORE_M4], 0);
}

static void few(void **s)
{
	(void)s;
	struct aggregate a = of(NULL, 0);
	assert_int_equal(a.networks, 0);
	assert_int_equal(a.actions[0].n, 0);
	assert_true(a.actions[0].share[READINESS_READY] == 0);
	static const int none[] = {-1, -1};
	a = of(none, 2);
	assert_int_equal(a.actions[0].n, 0);
	assert_true(a.actions[0].share[READINESS_NO_DATA] == 1);
	static const int three[] = {90, 10, 30};
	a = of(three, 3);
	assert_true(a.actions[0].median == 0.3);
}

static void same_in_any_order(void **s)
{
	(void)s;
	int percents[101];
	for (int i = 0; i < 101; i++)
		percents[i] = i;
	struct aggregate a = of(percents, 101);
	for (int i = 0; i < 101; i++)
		percents[i] = i * 37 % 101;
	struct aggregate b = of(percents, 101);
	assert_true(a.actions[0].mean == b.actions[0].mean && a.actions[0].median == b.actions[0].median);
	assert_true(a.actions[0].median == 0.5);
}

static void changes(void **s)
{
	(void)s;
	struct network_scores ready = with(90), aspiring = with(65), none = with(-1), other = with(85);
	struct diff_entry a[] = {{1, &ready}, {2, &aspiring}, {3, &none}, {5, &ready}, {7, &ready}};
	struct diff_entry b[] = {{1, &other}, {2, &ready}, {4, &aspiring}, {5, &aspiring}, {7, &none}};
	struct diff_list list = {0};
	diff_levels(a, 5, b, 5, &list);
	static const struct {
		asn_t asn;
		enum readiness before, after;
	} rows[] = {{2, READINESS_ASPIRING, READINESS_READY},
	            {4, READINESS_NO_DATA, READINESS_ASPIRING},
	            {5, READINESS_READY, READINESS_ASPIRING},
	            {7, READINESS_READY, READINESS_NO_DATA}};
	assert_int_equal(list.n, 4 * SCORE_ACTIONS);
	for (size_t i = 0; i < list.n; i++) {
		const struct diff_change *c = &list.at[i];
		assert_int_equal(c->asn, rows[i / SCORE_ACTIONS].asn);
		assert_int_equal(c->action, i % SCORE_ACTIONS);
		assert_int_equal(c->before, rows[i / SCORE_ACTIONS].before);
		assert_int_equal(c->after, rows[i / SCORE_ACTIONS].after);
		assert_int_equal(c->has_after, rows[i / SCORE_ACTIONS].after != READINESS_NO_DATA);
	}
	vec_free(&list);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(buckets),
    cmocka_unit_test(few),
    cmocka_unit_test(same_in_any_order),
    cmocka_unit_test(changes),
};
TEST_MAIN(tests)
