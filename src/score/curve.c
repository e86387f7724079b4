#include "score/curve.h"

#include <math.h>

struct score_value score_value_of(struct fraction x)
{
	REQUIRE(fraction_is(x));
	return (struct score_value){.exact = x, .real = (long double)x.n / (long double)x.d};
}

/* The whole q-th root of x >= 0, if there is one. */
static bool whole_root(int64_t x, unsigned q, int64_t *out)
{
	if (x == 0) {
		*out = 0;
		return true;
	}
	int64_t near = llroundl(powl((long double)x, 1.0L / q));
	for (int64_t r = near > 0 ? near - 1 : 0; r <= near + 1; r++) {
		wide_t p = 1;
		for (unsigned i = 0; i < q && p <= x; i++)
			p *= r;
		if (p == x) {
			*out = r;
			return true;
		}
	}
	return false;
}

/*
 * base ^ sqrt(x) as a fraction. It is one exactly when the root of x is a fraction p/q in lowest terms and
 * both terms of the base are q-th powers: a fraction in lowest terms has a rational q-th root only then, and
 * p, prime to q, changes nothing about it. An irrational exponent gives a transcendental number (the theorem
 * of Gelfond and Schneider), so nothing is missed.
 */
static struct fraction exact_power(struct fraction base, struct fraction x)
{
	int64_t p, q, bn, bd;
	if (!fraction_is(x) || !whole_root(x.n, 2, &p) || !whole_root(x.d, 2, &q) || q > 32 || p > 64 ||
	    !whole_root(base.n, (unsigned)q, &bn) || !whole_root(base.d, (unsigned)q, &bd))
		return (struct fraction){0};
	struct fraction root = fraction_of(bn, bd), r = fraction_of(1, 1);
	for (int64_t i = 0; i < p && fraction_is(r); i++)
		r = fraction_mul(r, root);
	return r;
}

struct score_value curve_score(const struct framework *f, struct fraction raw)
{
	REQUIRE(fraction_is(raw) && raw.n >= 0);
	if (raw.n == 0) /* whatever the base: most networks have no incident */
		return score_value_of((struct fraction){.n = 1, .d = 1});
	struct fraction x = fraction_mul(fraction_decimal(f->curve_factor), raw);
	struct fraction exact = exact_power(f->curve_base, x);
	if (fraction_is(exact))
		return score_value_of(exact);
	long double square =
	    (long double)raw.n / (long double)raw.d * (long double)f->curve_factor / DECIMAL_ONE;
	if (fraction_is(x))
		square = (long double)x.n / (long double)x.d;
	long double base = (long double)f->curve_base.n / (long double)f->curve_base.d;
	return (struct score_value){.real = powl(base, sqrtl(square))};
}

struct score_value curve_irr(uint64_t covered, uint64_t routes)
{
	return score_value_of(fraction_of((wide_t)covered, (wide_t)routes));
}

struct score_value curve_rpki(const struct framework *f, uint64_t valid, uint64_t invalid, uint64_t routes)
{
	wide_t n = (wide_t)valid * DECIMAL_ONE - (wide_t)invalid * f->rpki_invalid_factor;
	return score_value_of(fraction_of(n > 0 ? n : 0, (wide_t)routes * DECIMAL_ONE));
}

struct score_value curve_mean(const struct score_weighted *at, size_t n)
{
	REQUIRE(n > 0);
	struct fraction exact = {.n = 0, .d = 1};
	long double sum = 0;
	wide_t weights = 0;
	for (size_t i = 0; i < n; i++) {
		struct fraction w = {.n = at[i].weight, .d = 1};
		exact =
		    fraction_add(exact, fraction_is(at[i].value.exact) ? fraction_mul(at[i].value.exact, w)
		                                                       : (struct fraction){0});
		sum += at[i].value.real * (long double)at[i].weight;
		weights += at[i].weight;
	}
	REQUIRE(weights > 0);
	if (fraction_is(exact)) {
		exact = fraction_mul(exact, fraction_of(1, weights));
		if (fraction_is(exact))
			return score_value_of(exact);
	}
	return (struct score_value){.real = sum / (long double)weights};
}

int score_value_cmp(const struct score_value *v, struct fraction level)
{
	if (fraction_is(v->exact))
		return fraction_cmp(v->exact, level);
	long double difference = v->real - (long double)level.n / (long double)level.d;
	if (fabsl(difference) < 0x1p-58L)
		return 0;
	return difference < 0 ? -1 : 1;
}
