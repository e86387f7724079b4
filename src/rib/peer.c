/* Who the peers are: sessions by (collector, address, ASN), networks by ASN. */
#include "base/hash.h"
#include "rib/rib_impl.h"

#include <stdlib.h>

enum { SLOTS_MIN = 64 };

typedef uint64_t (*hash_fn)(const struct rib *r, uint32_t id);

/* Room for one more of n ids. */
static void index_reserve(struct rib *r, struct rib_index *x, size_t n, hash_fn hash)
{
	if (x->mask && n * 2 < x->mask)
		return;
	free(x->slot);
	x->mask = x->mask ? x->mask * 2 + 1 : SLOTS_MIN - 1;
	x->slot = mem_new((size_t)x->mask + 1, sizeof *x->slot);
	for (uint32_t id = 0; id < n; id++) {
		uint32_t h = (uint32_t)hash(r, id) & x->mask;
		while (x->slot[h])
			h = (h + 1) & x->mask;
		x->slot[h] = id + 1;
	}
}

static uint64_t peer_hash(uint16_t collector, const struct ip_addr *ip, asn_t asn)
{
	return hash_u64(hash_u64(hash_u64(ip->hi) + ip->lo) + ((uint64_t)asn << 16 | collector));
}

static uint64_t peer_hash_of(const struct rib *r, uint32_t id)
{
	const struct rib_peer *p = &r->peers.at[id];
	return peer_hash(p->collector, &p->ip, p->asn);
}

static uint64_t as_hash_of(const struct rib *r, uint32_t id)
{
	return hash_u64(r->ases.at[id].asn);
}

static uint32_t as_find(struct rib *r, asn_t asn)
{
	index_reserve(r, &r->as_index, r->ases.n, as_hash_of);
	uint32_t h = (uint32_t)hash_u64(asn) & r->as_index.mask;
	for (uint32_t i; (i = r->as_index.slot[h]) != 0; h = (h + 1) & r->as_index.mask)
		if (r->ases.at[i - 1].asn == asn)
			return i - 1;
	*vec_push(&r->ases) = (struct rib_as){.asn = asn};
	r->as_index.slot[h] = (uint32_t)r->ases.n;
	return (uint32_t)r->ases.n - 1;
}

peer_id rib_peer_find(struct rib *r, uint16_t collector, struct ip_addr ip, asn_t asn)
{
	index_reserve(r, &r->peer_index, r->peers.n, peer_hash_of);
	uint32_t h = (uint32_t)peer_hash(collector, &ip, asn) & r->peer_index.mask;
	for (uint32_t i; (i = r->peer_index.slot[h]) != 0; h = (h + 1) & r->peer_index.mask) {
		const struct rib_peer *p = &r->peers.at[i - 1];
		if (p->asn == asn && p->collector == collector && addr_cmp(&p->ip, &ip) == 0)
			return i - 1;
	}
	uint32_t as = as_find(r, asn);
	*vec_push(&r->peers) = (struct rib_peer){
	    .ip = ip, .asn = asn, .as_index = as, .collector = collector, .deadline = UINT32_MAX};
	r->peer_index.slot[h] = (uint32_t)r->peers.n;
	*vec_push(&r->ases.at[as].peers) = (peer_id)r->peers.n - 1;
	return (peer_id)r->peers.n - 1;
}

const struct rib_peer *rib_peer_get(const struct rib *r, peer_id id)
{
	REQUIRE(id < r->peers.n);
	return &r->peers.at[id];
}

uint32_t rib_peer_count(const struct rib *r)
{
	return (uint32_t)r->peers.n;
}

uint32_t rib_as_count(const struct rib *r)
{
	return (uint32_t)r->ases.n;
}

asn_t rib_as_get(const struct rib *r, uint32_t index)
{
	REQUIRE(index < r->ases.n);
	return r->ases.at[index].asn;
}
