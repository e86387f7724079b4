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
	long double real;      /* relative error below 2^-60 */
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
 * Exact for fractions. An irrational value is never equal to a level; its sign is that of the difference in
 * extended precision, whose error is below 2^-58, and a difference smaller than that counts as equal, hence
 * as reached. No sum of six or eight curve values over multiples of a half comes as near as that to a level
 * without being exact (tests/unit/score/test_readiness.c searches for one).
 */
int score_value_cmp(const struct score_value *v, struct fraction level);

#endif
