#include "topo/pairs.h"

#include "base/hash.h"
#include "base/mem.h"

#include <string.h>

static void slots_reserve(struct pair_set *s)
{
	if (s->slot && s->n * 10 < (size_t)s->mask * 6)
		return;
	s->mask = s->slot ? s->mask * 2 + 1 : 255;
	free(s->slot);
	s->slot = mem_new((size_t)s->mask + 1, sizeof *s->slot);
	for (size_t i = 0; i < s->n; i++) {
		uint32_t h = (uint32_t)hash_u64(s->at[i]) & s->mask;
		while (s->slot[h])
			h = (h + 1) & s->mask;
		s->slot[h] = (uint32_t)i + 1;
	}
}

uint32_t pair_set_add(struct pair_set *s, uint64_t pair)
{
	slots_reserve(s);
	uint32_t h = (uint32_t)hash_u64(pair) & s->mask;
	for (uint32_t i; (i = s->slot[h]) != 0; h = (h + 1) & s->mask)
		if (s->at[i - 1] == pair)
			return i - 1;
	if (s->n == PAIRS_MAX)
		return PAIR_NONE;
	if (s->n == s->cap)
		s->at = mem_grow(s->at, &s->cap, s->n + 1, sizeof *s->at);
	s->at[s->n] = pair;
	s->slot[h] = (uint32_t)++s->n;
	return (uint32_t)s->n - 1;
}

uint32_t pair_set_find(const struct pair_set *s, uint64_t pair)
{
	if (!s->slot)
		return PAIR_NONE;
	uint32_t h = (uint32_t)hash_u64(pair) & s->mask;
	for (uint32_t i; (i = s->slot[h]) != 0; h = (h + 1) & s->mask)
		if (s->at[i - 1] == pair)
			return i - 1;
	return PAIR_NONE;
}

void pair_set_fini(struct pair_set *s)
{
	free(s->at);
	free(s->slot);
	*s = (struct pair_set){0};
}

enum { DIGIT = 11, DIGITS = 6, VALUES = 1 << DIGIT }; /* 6 digits of 11 bits hold 64 */

static size_t digit(uint64_t x, unsigned d)
{
	return x >> (d * DIGIT) & (VALUES - 1);
}

/* One digit after the other, the least first; a digit that is the same in all is passed over. */
void pairs_sort(uint64_t *at, size_t n)
{
	if (n < 2)
		return;
	size_t(*count)[VALUES] = mem_new(DIGITS, sizeof *count);
	uint64_t *from = at, *to = mem_new(n, sizeof *to), *spare = to;
	for (size_t i = 0; i < n; i++)
		for (unsigned d = 0; d < DIGITS; d++)
			count[d][digit(at[i], d)]++;
	for (unsigned d = 0; d < DIGITS; d++) {
		if (count[d][digit(at[0], d)] == n)
			continue;
		for (size_t v = 0, sum = 0; v < VALUES; v++) {
			size_t here = count[d][v];
			count[d][v] = sum;
			sum += here;
		}
		for (size_t i = 0; i < n; i++)
			to[count[d][digit(from[i], d)]++] = from[i];
		uint64_t *sorted = to;
		to = from;
		from = sorted;
	}
	if (from != at)
		memcpy(at, from, n * sizeof *at);
	free(spare);
	free(count);
}
