/*
 * Exact numbers: decimals of six places for weights, fractions for shares, levels and scores. What decides
 * whether a network is ready is compared as fractions; a rounded number never decides.
 */
#ifndef NORMA_SCORE_FRACTION_H
#define NORMA_SCORE_FRACTION_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int64_t decimal_t; /* millionths: 500000 is 0.5 */
#define DECIMAL_ONE INT64_C(1000000)

struct fraction {
	int64_t n, d; /* d > 0, lowest terms; d 0: no such fraction */
};

__extension__ typedef __int128 wide_t; /* products of two of the above */

/** fraction_of - n/d in lowest terms; d 0 (none) where d is 0 or the result does not fit. */
struct fraction fraction_of(wide_t n, wide_t d);

static inline bool fraction_is(struct fraction a)
{
	return a.d != 0;
}

/** fraction_add, fraction_mul - exact, or none where an operand is none or the result does not fit. */
struct fraction fraction_add(struct fraction a, struct fraction b);
struct fraction fraction_mul(struct fraction a, struct fraction b);

/** fraction_cmp - below 0, 0, above 0; both must be fractions. */
int fraction_cmp(struct fraction a, struct fraction b);

static inline struct fraction fraction_decimal(decimal_t x)
{
	return fraction_of(x, DECIMAL_ONE);
}

static inline double fraction_double(struct fraction a)
{
	return (double)((long double)a.n / (long double)a.d);
}

/** decimal_parse - "0.5", "10", at most six places, not negative. Errors: VALUE. */
MUST_USE enum err decimal_parse(const char *s, size_t len, decimal_t *out);

/** fraction_parse - a decimal, or "4/5" with terms up to 1000000. Errors: VALUE. */
MUST_USE enum err fraction_parse(const char *s, size_t len, struct fraction *out);

#endif
