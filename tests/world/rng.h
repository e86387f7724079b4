/**
 * rng.h - numbers by chance, the same for the same seed on any machine.
 *
 * hash64 is the finaliser of splitmix64 (Steele, Lea, Flood 2014), struct rng is xoshiro256** (Blackman,
 * Vigna 2018). A decision that must not depend on the order of others hashes what it is about; a sequence of
 * decisions takes a struct rng of its own.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rng {
	uint64_t s[4];
};

uint64_t hash64(uint64_t x);
uint64_t hash_of(uint64_t a, uint64_t b, uint64_t c);

void rng_init(struct rng *r, uint64_t seed);
uint64_t rng_next(struct rng *r);
/** 0 <= result < n; 0 for n = 0 */
uint32_t rng_below(struct rng *r, uint32_t n);
/** low <= result <= high */
uint32_t rng_range(struct rng *r, uint32_t low, uint32_t high);
/** 0 <= result < 1 */
double rng_unit(struct rng *r);
bool rng_chance(struct rng *r, double p);
/** exp of a normal distribution; its median, and the deviation of its logarithm */
double rng_lognormal(struct rng *r, double median, double sigma);
/** index chosen with these weights */
uint32_t rng_weighted(struct rng *r, const double *weight, uint32_t n);
