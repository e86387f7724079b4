/* Sets of pairs of 32-bit numbers, and how to sort such pairs: what inference counts with. */
#ifndef NORMA_TOPO_PAIRS_H
#define NORMA_TOPO_PAIRS_H

#include <stddef.h>
#include <stdint.h>

#define PAIR_NONE UINT32_MAX

static inline uint64_t pair_of(uint32_t high, uint32_t low)
{
	return (uint64_t)high << 32 | low;
}

static inline uint32_t pair_high(uint64_t pair)
{
	return (uint32_t)(pair >> 32);
}

static inline uint32_t pair_low(uint64_t pair)
{
	return (uint32_t)pair;
}

/* Distinct pairs, numbered from 0 as they come; at most PAIRS_MAX. Zeroed is empty. */
struct pair_set {
	uint64_t *at;
	size_t n, cap;
	uint32_t *slot; /* open addressing: number + 1; 0 empty */
	uint32_t mask;
};
enum { PAIRS_MAX = 1 << 30 };

/** pair_set_add - the pair's number; PAIR_NONE where the set is full. */
uint32_t pair_set_add(struct pair_set *s, uint64_t pair);
/** pair_set_find - PAIR_NONE where it is not in the set. */
uint32_t pair_set_find(const struct pair_set *s, uint64_t pair);
void pair_set_fini(struct pair_set *s);

/** pairs_sort - ascending; time grows with n alone. Takes as much memory again while it runs. */
void pairs_sort(uint64_t *at, size_t n);

#endif
