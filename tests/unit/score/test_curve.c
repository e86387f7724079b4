/* Exact numbers and the normalisation curve. */
#include "../test.h"
#include "score/curve.h"

#include <math.h>
#include <string.h>

static const struct framework *framework(void)
{
	return framework_builtin(FRAMEWORK_DEFAULT);
}

static void published_points(void **s)
{
	(void)s;
	static const struct {
		int64_t n, d;
		const char *score;
	} rows[] = {{0, 1, "1.00"}, {1, 2, "0.60"}, {1, 1, "0.49"},
	            {2, 1, "0.36"}, {3, 1, "0.29"}, {4, 1, "0.24"}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char text[16];
		struct score_value v = curve_score(framework(), fraction_of(rows[i].n, rows[i].d));
		snprintf(text, sizeof text, "%.2Lf", v.real);
		assert_string_equal(text, rows[i].score);
	}
}

static void exact_points(void **s)
{
	(void)s;
	int64_t n = 1, d = 1;
	for (int64_t k = 0; k <= 20; k++) { /* raw k*k/2: 0.6 ^ k */
		struct score_value v = curve_score(framework(), fraction_of(k * k, 2));
		assert_int_equal(v.exact.n, n);
		assert_int_equal(v.exact.d, d);
		n *= 3;
		d *= 5;
	}
	assert_false(fraction_is(curve_score(framework(), fraction_of(1, 1)).exact));
	struct framework f = *framework();
	f.curve_base = fraction_of(9, 16); /* its root is a fraction too */
	struct score_value v = curve_score(&f, fraction_of(1, 8));
	assert_int_equal(v.exact.n, 3);
	assert_int_equal(v.exact.d, 4);
	v = curve_score(&f, fraction_of(9, 8)); /* (9/16) ^ (3/2) */
	assert_int_equal(v.exact.n, 27);
	assert_int_equal(v.exact.d, 64);
}

static void falls_always(void **s)
{
	(void)s;
	long double before = 2;
	for (int64_t half = 0; half < 4000; half++) {
		struct score_value v = curve_score(framework(), fraction_of(half, 2));
		assert_true(v.real < before);
		assert_true(v.real > 0);
		assert_true(fabsl(v.real - expl(logl(0.6L) * sqrtl((long double)half))) < 1e-17L);
		before = v.real;
	}
	struct score_value v = curve_score(framework(), fraction_of(INT64_MAX, 1));
	assert_true(v.real >= 0 && v.real < 1e-100L);
}

static void shares(void **s)
{
	(void)s;
	struct score_value v = curve_rpki(framework(), 90, 5, 100); /* the worked example */
	assert_int_equal(v.exact.n, 2);
	assert_int_equal(v.exact.d, 5);
	v = curve_rpki(framework(), 5, 5, 10);
	assert_int_equal(v.exact.n, 0);
	v = curve_rpki(framework(), 10, 1, 11);
	assert_int_equal(v.exact.n, 0);
	v = curve_rpki(framework(), 11, 1, 12);
	assert_int_equal(v.exact.n, 1);
	assert_int_equal(v.exact.d, 12);
	v = curve_irr(160, 200);
	assert_int_equal(v.exact.n, 4);
	assert_int_equal(v.exact.d, 5);
	assert_true(v.real == 0.8L);
	v = curve_irr(4294967295U, 4294967295U);
	assert_int_equal(v.exact.n, 1);
}

/* The published column of October 2022: five equal metrics, one of them not clean; cut to two decimals. */
static void published_means(void **s)
{
	(void)s;
	static const struct {
		int64_t half;
		int want;
	} rows[] = {{1, 92}, {2, 89}, {4, 87}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct score_weighted w[5];
		for (int k = 0; k < 5; k++)
			w[k] = (struct score_weighted){
			    curve_score(framework(), fraction_of(k ? 0 : rows[i].half, 2)), DECIMAL_ONE};
		struct score_value v = curve_mean(w, 5);
		assert_int_equal((int)(v.real * 100), rows[i].want);
		long double one = 1 - 0.2L * (1 - w[0].value.real);
		assert_true(fabsl(v.real - one) < 1e-17L);
	}
}

static void means(void **s)
{
	(void)s;
	struct score_value s6 = curve_score(framework(), fraction_of(1, 2)), one = curve_irr(1, 1);
	struct score_weighted w[] = {{s6, DECIMAL_ONE}, {one, DECIMAL_ONE}};
	struct score_value v = curve_mean(w, 2);
	assert_int_equal(v.exact.n, 4);
	assert_int_equal(v.exact.d, 5);
	w[0].weight = 3 * DECIMAL_ONE; /* (3 * 3/5 + 1) / 4 */
	v = curve_mean(w, 2);
	assert_int_equal(v.exact.n, 7);
	assert_int_equal(v.exact.d, 10);
	w[1].value = curve_score(framework(), fraction_of(1, 1));
	v = curve_mean(w, 2);
	assert_false(fraction_is(v.exact));
	assert_true(fabsl(v.real - (1.8L + powl(0.6L, sqrtl(2))) / 4) < 1e-17L);
}

static void numbers_from_text(void **s)
{
	(void)s;
	static const struct {
		const char *text;
		int64_t n, d; /* d 0: refused */
	} rows[] = {{"0", 0, 1},
	            {"1", 1, 1},
	            {"0.5", 1, 2},
	            {"0.80", 4, 5},
	            {"4/5", 4, 5},
	            {"8/10", 4, 5},
	            {"1/3", 1, 3},
	            {"12.25", 49, 4},
	            {"0.000001", 1, 1000000},
	            {"", 0, 0},
	            {".5", 0, 0},
	            {"5.", 0, 0},
	            {"0.0000001", 0, 0},
	            {"-1", 0, 0},
	            {"1e3", 0, 0},
	            {"1/0", 0, 0},
	            {"/2", 0, 0},
	            {"1/", 0, 0},
	            {"1/2/3", 0, 0},
	            {"0x10", 0, 0},
	            {" 1", 0, 0},
	            {"1 ", 0, 0},
	            {"1000001/1000001", 0, 0},
	            {"9999999999999", 0, 0},
	            {"nan", 0, 0},
	            {"inf", 0, 0},
	            {"1,5", 0, 0}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		size_t len = strlen(rows[i].text);
		char *text = test_exact(rows[i].text, len);
		struct fraction x = {7, 7};
		enum err e = fraction_parse(text, len, &x);
		if (e != (rows[i].d ? ERR_OK : ERR_VALUE))
			fail_msg("%s: %s", rows[i].text, err_name(e));
		assert_int_equal(x.n, rows[i].d ? rows[i].n : 7);
		assert_int_equal(x.d, rows[i].d ? rows[i].d : 7);
		free(text);
	}
}

static void fractions(void **s)
{
	(void)s;
	struct fraction a = fraction_of(6, -8);
	assert_int_equal(a.n, -3);
	assert_int_equal(a.d, 4);
	assert_false(fraction_is(fraction_of(1, 0)));
	assert_false(fraction_is(fraction_of((wide_t)INT64_MAX * 2, 1)));
	struct fraction big = fraction_of(INT64_MAX, 1), tiny = fraction_of(1, INT64_MAX);
	assert_false(fraction_is(fraction_add(big, big)));
	assert_false(fraction_is(fraction_mul(tiny, tiny)));
	assert_false(fraction_is(fraction_add(fraction_of(1, 0), tiny)));
	assert_int_equal(fraction_mul(big, tiny).n, 1);
	assert_true(fraction_cmp(fraction_of(INT64_MAX - 1, INT64_MAX), fraction_of(1, 1)) < 0);
	for (int64_t n = -9; n < 10; n++)
		for (int64_t d = 1; d < 10; d++)
			for (int64_t m = -9; m < 10; m++)
				for (int64_t e = 1; e < 10; e++) {
					struct fraction x =
					    fraction_add(fraction_of(n, d), fraction_of(m, e));
					assert_int_equal(x.n * d * e, (n * e + m * d) * x.d);
					assert_int_equal(fraction_cmp(fraction_of(n, d), fraction_of(m, e)),
					                 (n * e > m * d) - (n * e < m * d));
				}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(published_points),  cmocka_unit_test(exact_points),
    cmocka_unit_test(falls_always),      cmocka_unit_test(shares),
    cmocka_unit_test(published_means),   cmocka_unit_test(means),
    cmocka_unit_test(numbers_from_text), cmocka_unit_test(fractions),
};
TEST_MAIN(tests)
