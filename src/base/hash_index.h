/*
 * From hashes to numbers: an index over records that their owner keeps in an array, numbered as they were
 * added, and compares itself.
 *
 *     for (uint32_t at = hash, id; (id = hash_index_next(&x, hash, &at)) != HASH_INDEX_NONE;)
 *             if (is the one that is looked for)
 *                     return id;
 *     return hash_index_add(&x, hash);
 */
#ifndef NORMA_BASE_HASH_INDEX_H
#define NORMA_BASE_HASH_INDEX_H

#include "base/mem.h"

#include <stdint.h>

#define HASH_INDEX_NONE UINT32_MAX

struct hash_index {         /* {0}: empty */
	uint32_t *slot;     /* open addressing: id + 1; 0: empty */
	uint32_t mask;      /* slots - 1; slot NULL: none yet */
	VEC(uint32_t) hash; /* by id */
};

/** hash_index_next - the next id with that hash; *at: where to look, at first the hash. HASH_INDEX_NONE: no
 * more. */
static inline uint32_t hash_index_next(const struct hash_index *x, uint32_t hash, uint32_t *at)
{
	if (!x->slot)
		return HASH_INDEX_NONE;
	for (uint32_t id; (id = x->slot[*at & x->mask]) != 0;) {
		++*at;
		if (x->hash.at[id - 1] == hash)
			return id - 1;
	}
	return HASH_INDEX_NONE;
}

/** hash_index_add - the number of one more record, counted from 0. */
uint32_t hash_index_add(struct hash_index *x, uint32_t hash);

/** hash_index_fini - back to empty. */
void hash_index_fini(struct hash_index *x);

#endif
