/*
 * Normalisation: from a raw metric to a score between 0 and 1, where 1 is best.
 */
#ifndef NORMA_SCORE_CURVE_H
#define NORMA_SCORE_CURVE_H

#include "score/framework.h"

/*
 * A score with as much exactness as it has: a fraction where it is one (every share; the curve where its
 * exponent is whole), and always its value in extended precision.
 */
struct score_value {
	struct fraction exact; /* none (d 0) where the value is irrational or its terms do not fit */
	long double real;      /* absolute error below 2^-60 (x87, IEEE quad) */
};

struct score_value score_value_of(struct fraction x);

/** curve_score - base ^ sqrt(factor * raw); with the shipped numbers 0.6 ^ sqrt(2 raw). raw: not negative. */
struct score_value curve_score(const struct framework *f, struct fraction raw);

/** curve_irr - covered / routes. curve_rpki - max(0, valid/routes - factor * invalid/routes). routes > 0. */
struct score_value curve_irr(uint64_t covered, uint64_t routes);
struct score_value curve_rpki(const struct framework *f, uint64_t valid, uint64_t invalid, uint64_t routes);

struct score_weighted {
	struct score_value value;
	decimal_t weight; /* above 0 */
};

/** curve_mean - weighted mean of n > 0 values. */
struct score_value curve_mean(const struct score_weighted *at, size_t n);

/**
 * score_value_cmp - below 0, 0 or above 0 as v is less than, equal to or greater than level.
 *
 * Exact for fractions. Any other value is irrational (or its terms do not fit) and is taken by its extended
 * precision: values are at most 1, a mean of a dozen has an error below 2^-60, and a difference below 2^-58
 * counts as none, hence as reached. Nothing is known to come as near as that: of the means of up to eight
 * equally weighted curve values the nearest to 0.6 or 0.8 is 2^-27 away (tests/unit/score/test_readiness.c).
 */
int score_value_cmp(const struct score_value *v, struct fraction level);

#endif
