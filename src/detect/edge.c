#include "detect/edge.h"

#include "base/hash.h"
#include "base/hash_index.h"

#include <stdlib.h>

struct edges {
	VEC(struct edge) at;
	struct hash_index index; /* by both ASNs */
};

struct edges *edges_new(void)
{
	return mem_new(1, sizeof(struct edges));
}

void edges_free(struct edges *e)
{
	if (!e)
		return;
	vec_free(&e->at);
	hash_index_fini(&e->index);
	free(e);
}

static uint32_t hash(asn_t low, asn_t high)
{
	return (uint32_t)hash_u64((uint64_t)low << 32 | high);
}

edge_id edges_lookup(const struct edges *e, asn_t x, asn_t y)
{
	asn_t low = x < y ? x : y, high = x < y ? y : x;
	uint32_t h = hash(low, high);
	for (uint32_t at = h, id; (id = hash_index_next(&e->index, h, &at)) != HASH_INDEX_NONE;)
		if (e->at.at[id].low == low && e->at.at[id].high == high)
			return id;
	return UINT32_MAX;
}

edge_id edges_find(struct edges *e, asn_t x, asn_t y)
{
	asn_t low = x < y ? x : y, high = x < y ? y : x;
	edge_id id = edges_lookup(e, x, y);
	if (id != UINT32_MAX)
		return id;
	*vec_push(&e->at) = (struct edge){.low = low, .high = high};
	return hash_index_add(&e->index, hash(low, high));
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
