/* Levels at their boundaries: every small fraction, every mean of exact curve values, and a search for means
 * of inexact ones that come near a level. */
#include "../test.h"
#include "score/readiness.h"

#include <math.h>

static const struct framework *framework(void)
{
	return framework_builtin(FRAMEWORK_DEFAULT);
}

static enum readiness plain(int64_t n, int64_t d)
{
	return 5 * n >= 4 * d ? READINESS_READY : 5 * n >= 3 * d ? READINESS_ASPIRING : READINESS_LAGGING;
}

static void small_fractions(void **s)
{
	(void)s;
	for (uint32_t d = 1; d <= 600; d++) {
		for (uint32_t n = 0; n <= d; n++) {
			struct score_value v = curve_irr(n, d);
			assert_int_equal(readiness_of(framework(), &v), plain(n, d));
		}
	}
	struct score_value v = curve_irr(160, 200);
	assert_string_equal(readiness_name(readiness_of(framework(), &v)), "ready");
	v = curve_irr(159, 200);
	assert_string_equal(readiness_name(readiness_of(framework(), &v)), "aspiring");
	v = curve_irr(120, 200);
	assert_string_equal(readiness_name(readiness_of(framework(), &v)), "aspiring");
	v = curve_irr(119, 200);
	assert_string_equal(readiness_name(readiness_of(framework(), &v)), "lagging");
}

static void rpki_fractions(void **s)
{
	(void)s;
	for (uint32_t routes = 1; routes <= 120; routes++)
		for (uint32_t valid = 0; valid <= routes; valid++)
			for (uint32_t invalid = 0; invalid + valid <= routes; invalid++) {
				struct score_value v = curve_rpki(framework(), valid, invalid, routes);
				int64_t n = (int64_t)valid - 10 * (int64_t)invalid;
				assert_int_equal(readiness_of(framework(), &v), plain(n > 0 ? n : 0, routes));
			}
}

/* Means of up to eight values 0.6^k, k 0 to 4, as whole numbers over 625. */
static void exact_means(void **s)
{
	(void)s;
	static const int64_t power[] = {625, 375, 225, 135, 81};
	struct score_value value[5];
	for (int64_t k = 0; k < 5; k++)
		value[k] = curve_score(framework(), fraction_of(k * k, 2));
	size_t ready = 0;
	for (size_t n = 1; n <= 8; n++) {
		size_t total = 1;
		for (size_t i = 0; i < n; i++)
			total *= 5;
		for (size_t code = 0; code < total; code++) {
			struct score_weighted w[8];
			int64_t sum = 0;
			size_t c = code;
			for (size_t i = 0; i < n; i++, c /= 5) {
				w[i] = (struct score_weighted){value[c % 5], DECIMAL_ONE};
				sum += power[c % 5];
			}
			struct score_value v = curve_mean(w, n);
			assert_int_equal(readiness_of(framework(), &v), plain(sum, 625 * (int64_t)n));
			ready += 5 * sum == 4 * 625 * (int64_t)n;
		}
	}
	assert_int_equal(ready, 2 + 6 + 20 + 70); /* cases that stand exactly on the level */
}

/* A sum of some curve values; exact: all of them are fractions. */
struct sum {
	long double value;
	bool exact;
};

static int by_value(const void *pa, const void *pb)
{
	const struct sum *a = pa, *b = pb;
	return (a->value > b->value) - (a->value < b->value);
}

/* All sums of k values with raw 0, 0.5, ... below raws halves, ascending. */
static size_t all_sums(int k, int raws, struct sum *out)
{
	struct score_value score[2000];
	size_t n = 0;
	int at[4] = {0};
	for (int i = 0; i < raws; i++)
		score[i] = curve_score(framework(), fraction_of(i, 2));
	for (;;) {
		struct sum s = {0, true};
		for (int i = 0; i < k; i++) {
			s.value += score[at[i]].real;
			s.exact &= fraction_is(score[at[i]].exact);
		}
		if (out)
			out[n] = s;
		n++;
		int i = k - 1;
		while (i >= 0 && at[i] == raws - 1)
			i--;
		if (i < 0)
			break;
		at[i]++;
		for (int j = i + 1; j < k; j++)
			at[j] = at[i];
	}
	if (out)
		qsort(out, n, sizeof *out, by_value);
	return n;
}

/* Every sum of 2k values is one of k and one of k: the nearest to level that is not exact throughout. */
static long double nearest(const struct sum *sums, size_t n, long double level)
{
	long double least = 0x1p-8L; /* farther ones are of no interest */
	for (size_t i = 0, j = n; i < n; i++) {
		while (j > 0 && sums[i].value + sums[j - 1].value > level + least)
			j--;
		for (size_t k = j; k > 0; k--) {
			long double d = sums[i].value + sums[k - 1].value - level;
			if (d < -least)
				break;
			if (!(sums[i].exact && sums[k - 1].exact))
				least = fabsl(d) < least ? fabsl(d) : least;
		}
	}
	return least;
}

/*
 * Two, four, six and eight equal metrics: the mean that comes nearest to a level without being a fraction
 * stays far outside of what score_value_cmp takes for equal.
 */
static void no_mean_is_near_a_level(void **s)
{
	(void)s;
	static const int raws[] = {0, 2000, 600, 125, 48};
	for (int k = 1; k <= 4; k++) {
		size_t n = all_sums(k, raws[k], NULL);
		struct sum *sums = malloc(n * sizeof *sums);
		assert_non_null(sums);
		all_sums(k, raws[k], sums);
		for (int level = 3; level <= 4; level++) {
			long double d = nearest(sums, n, 2 * k * (long double)level / 5);
			print_message("# %d metrics, raw below %d: 2^%.1Lf from %.1f\n", 2 * k, raws[k] / 2,
			              log2l(d), level / 5.0);
			assert_true(d > 0x1p-54L);
		}
		free(sums);
	}
}

static void one_step_around_a_level(void **s)
{
	(void)s;
	struct score_value v = {.real = 0.8L + 0x1p-50L};
	assert_int_equal(score_value_cmp(&v, fraction_of(4, 5)), 1);
	v.real = 0.8L - 0x1p-50L;
	assert_int_equal(score_value_cmp(&v, fraction_of(4, 5)), -1);
	v = score_value_of(fraction_of(INT64_MAX / 5 * 4, INT64_MAX / 5 * 5));
	assert_int_equal(score_value_cmp(&v, fraction_of(4, 5)), 0);
	v = score_value_of(fraction_of(INT64_MAX / 5 * 4 - 1, INT64_MAX / 5 * 5));
	assert_int_equal(score_value_cmp(&v, fraction_of(4, 5)), -1);
}

static void other_levels(void **s)
{
	(void)s;
	struct framework f = *framework();
	f.ready = fraction_of(2, 3);
	f.aspiring = fraction_of(1, 3);
	for (uint32_t d = 1; d <= 300; d++)
		for (uint32_t n = 0; n <= d; n++) {
			struct score_value v = curve_irr(n, d);
			assert_int_equal(readiness_of(&f, &v), 3 * n >= 2 * d ? READINESS_READY
			                                       : 3 * n >= d   ? READINESS_ASPIRING
			                                                      : READINESS_LAGGING);
		}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(small_fractions),
    cmocka_unit_test(rpki_fractions),
    cmocka_unit_test(exact_means),
    cmocka_unit_test(no_mean_is_near_a_level),
    cmocka_unit_test(one_step_around_a_level),
    cmocka_unit_test(other_levels),
};
TEST_MAIN(tests)
