#include "detect/triple.h"

#include "base/hash.h"
#include "base/hash_index.h"

#include <stdlib.h>

struct triples {
	VEC(struct triple) at;
	struct hash_index index; /* by the three ASNs */
};

struct triples *triples_new(void)
{
	return mem_new(1, sizeof(struct triples));
}

void triples_free(struct triples *t)
{
	if (!t)
		return;
	vec_free(&t->at);
	hash_index_fini(&t->index);
	free(t);
}

static uint32_t hash(asn_t a, asn_t b, asn_t c)
{
	return (uint32_t)hash_u64(hash_u64((uint64_t)a << 32 | b) + c);
}

triple_id triples_find(struct triples *t, asn_t a, asn_t b, asn_t c)
{
	uint32_t h = hash(a, b, c);
	for (uint32_t at = h, id; (id = hash_index_next(&t->index, h, &at)) != HASH_INDEX_NONE;) {
		const struct triple *x = &t->at.at[id];
		if (x->a == a && x->b == b && x->c == c)
			return id;
	}
	*vec_push(&t->at) = (struct triple){.a = a, .b = b, .c = c};
	return hash_index_add(&t->index, h);
}

struct triple *triples_get(const struct triples *t, triple_id id)
{
	REQUIRE(id < t->at.n);
	return &t->at.at[id];
}

uint32_t triples_count(const struct triples *t)
{
	return (uint32_t)t->at.n;
}
