#include "detect/triple.h"

#include "base/hash.h"
#include "base/mem.h"

#include <stdlib.h>

enum { SLOTS_MIN = 1024 };

struct triples {
	VEC(struct triple) at;
	uint32_t *slot; /* open addressing: id + 1; 0: empty */
	uint32_t mask;
};

struct triples *triples_new(void)
{
	struct triples *t = mem_new(1, sizeof *t);
	t->mask = SLOTS_MIN - 1;
	t->slot = mem_new(SLOTS_MIN, sizeof *t->slot);
	return t;
}

void triples_free(struct triples *t)
{
	if (!t)
		return;
	vec_free(&t->at);
	free(t->slot);
	free(t);
}

static uint32_t hash(asn_t a, asn_t b, asn_t c)
{
	return (uint32_t)hash_u64(hash_u64((uint64_t)a << 32 | b) + c);
}

static void slots_grow(struct triples *t)
{
	t->mask = t->mask * 2 + 1;
	free(t->slot);
	t->slot = mem_new((size_t)t->mask + 1, sizeof *t->slot);
	for (size_t i = 0; i < t->at.n; i++) {
		const struct triple *x = &t->at.at[i];
		uint32_t h = hash(x->a, x->b, x->c) & t->mask;
		while (t->slot[h])
			h = (h + 1) & t->mask;
		t->slot[h] = (uint32_t)i + 1;
	}
}

triple_id triples_find(struct triples *t, asn_t a, asn_t b, asn_t c)
{
	uint32_t h = hash(a, b, c) & t->mask;
	for (uint32_t i; (i = t->slot[h]) != 0; h = (h + 1) & t->mask) {
		const struct triple *x = &t->at.at[i - 1];
		if (x->a == a && x->b == b && x->c == c)
			return i - 1;
	}
	*vec_push(&t->at) = (struct triple){.a = a, .b = b, .c = c};
	triple_id id = (triple_id)t->at.n - 1;
	t->slot[h] = id + 1;
	if (t->at.n * 10 > (size_t)t->mask * 7)
		slots_grow(t);
	return id;
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
