#include "detect/edge.h"

#include "base/hash.h"
#include "base/mem.h"

#include <stdlib.h>

enum { SLOTS_MIN = 1024 };

struct edges {
	VEC(struct edge) at;
	uint32_t *slot; /* open addressing: id + 1; 0: empty */
	uint32_t mask;
};

struct edges *edges_new(void)
{
	struct edges *e = mem_new(1, sizeof *e);
	e->mask = SLOTS_MIN - 1;
	e->slot = mem_new(SLOTS_MIN, sizeof *e->slot);
	return e;
}

void edges_free(struct edges *e)
{
	if (!e)
		return;
	vec_free(&e->at);
	free(e->slot);
	free(e);
}

/* The slot of a link, or the empty one where it would go. */
static uint32_t slot_of(const struct edges *e, asn_t low, asn_t high)
{
	uint32_t h = (uint32_t)hash_u64((uint64_t)low << 32 | high) & e->mask;
	while (e->slot[h] && (e->at.at[e->slot[h] - 1].low != low || e->at.at[e->slot[h] - 1].high != high))
		h = (h + 1) & e->mask;
	return h;
}

static void slots_grow(struct edges *e)
{
	e->mask = e->mask * 2 + 1;
	free(e->slot);
	e->slot = mem_new((size_t)e->mask + 1, sizeof *e->slot);
	for (size_t i = 0; i < e->at.n; i++)
		e->slot[slot_of(e, e->at.at[i].low, e->at.at[i].high)] = (uint32_t)i + 1;
}

edge_id edges_lookup(const struct edges *e, asn_t x, asn_t y)
{
	uint32_t i = e->slot[slot_of(e, x < y ? x : y, x < y ? y : x)];
	return i ? i - 1 : UINT32_MAX;
}

edge_id edges_find(struct edges *e, asn_t x, asn_t y)
{
	asn_t low = x < y ? x : y, high = x < y ? y : x;
	uint32_t h = slot_of(e, low, high);
	if (e->slot[h])
		return e->slot[h] - 1;
	*vec_push(&e->at) = (struct edge){.low = low, .high = high};
	edge_id id = (edge_id)e->at.n - 1;
	e->slot[h] = id + 1;
	if (e->at.n * 10 > (size_t)e->mask * 7)
		slots_grow(e);
	return id;
}

struct edge *edges_get(const struct edges *e, edge_id id)
{
	REQUIRE(id < e->at.n);
	return &e->at.at[id];
}

uint32_t edges_count(const struct edges *e)
{
	return (uint32_t)e->at.n;
}
