#include "rng.h"

#include <math.h>

uint64_t hash64(uint64_t x)
{
	x += 0x9e3779b97f4a7c15u;
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

uint64_t hash_of(uint64_t a, uint64_t b, uint64_t c)
{
	return hash64(hash64(hash64(a) ^ b) ^ c);
}

void rng_init(struct rng *r, uint64_t seed)
{
	for (int i = 0; i < 4; i++) {
		seed = hash64(seed + 0x632be59bd9b4e019u);
		r->s[i] = seed;
	}
}

static uint64_t rotl(uint64_t x, int k)
{
	return (x << k) | (x >> (64 - k));
}

uint64_t rng_next(struct rng *r)
{
	uint64_t result = rotl(r->s[1] * 5, 7) * 9, t = r->s[1] << 17;
	r->s[2] ^= r->s[0];
	r->s[3] ^= r->s[1];
	r->s[1] ^= r->s[2];
	r->s[0] ^= r->s[3];
	r->s[2] ^= t;
	r->s[3] = rotl(r->s[3], 45);
	return result;
}

uint32_t rng_below(struct rng *r, uint32_t n)
{
	return (uint32_t)(((rng_next(r) >> 32) * n) >> 32);
}

uint32_t rng_range(struct rng *r, uint32_t low, uint32_t high)
{
	return low + rng_below(r, high - low + 1);
}

double rng_unit(struct rng *r)
{
	return (double)(rng_next(r) >> 11) * 0x1p-53;
}

bool rng_chance(struct rng *r, double p)
{
	return rng_unit(r) < p;
}

double rng_lognormal(struct rng *r, double median, double sigma)
{
	double u = 1 - rng_unit(r), v = rng_unit(r);
	return median * exp(sigma * sqrt(-2 * log(u)) * cos(6.283185307179586 * v));
}

uint32_t rng_weighted(struct rng *r, const double *weight, uint32_t n)
{
	double sum = 0;
	for (uint32_t i = 0; i < n; i++)
		sum += weight[i];
	double x = rng_unit(r) * sum;
	for (uint32_t i = 0; i + 1 < n; i++) {
		x -= weight[i];
		if (x < 0)
			return i;
	}
	return n - 1;
}
