#include "base/hash_index.h"

#include <stdlib.h>

enum { SLOTS_MIN = 1024 };

static void put(struct hash_index *x, uint32_t id)
{
	uint32_t at = x->hash.at[id] & x->mask;
	while (x->slot[at])
		at = (at + 1) & x->mask;
	x->slot[at] = id + 1;
}

/* At most seven of ten slots are taken. */
static void make_room(struct hash_index *x)
{
	if (x->slot && (x->hash.n + 1) * 10 <= (size_t)x->mask * 7)
		return;
	x->mask = x->slot ? x->mask * 2 + 1 : SLOTS_MIN - 1;
	free(x->slot);
	x->slot = mem_new((size_t)x->mask + 1, sizeof *x->slot);
	for (size_t i = 0; i < x->hash.n; i++)
		put(x, (uint32_t)i);
}

uint32_t hash_index_add(struct hash_index *x, uint32_t hash)
{
	REQUIRE(x->hash.n < HASH_INDEX_NONE);
	make_room(x);
	*vec_push(&x->hash) = hash;
	put(x, (uint32_t)x->hash.n - 1);
	return (uint32_t)x->hash.n - 1;
}

void hash_index_fini(struct hash_index *x)
{
	vec_free(&x->hash);
	free(x->slot);
	*x = (struct hash_index){0};
}
