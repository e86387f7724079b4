#include "feed/paths.h"

#include "base/hash.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

enum {
	MEMO_MAX =
	    1 << 21, /* entries; then it starts anew: the store keeps every path, this only saves work */
	MEMO_OCTETS = 256 << 20, /* likewise */
};

struct memo_entry {
	uint32_t hash; /* upper half: the lower half chose the slot */
	uint32_t at;   /* in octets */
	uint16_t len;
	uint16_t mode;
	path_id id; /* PATH_NONE: empty slot */
};

struct path_memo {
	struct path_store *store;
	struct memo_entry *entry;
	uint32_t mask, n;
	struct buf octets;
	VEC(struct path_hop) hops;
	VEC(asn_t) members;
};

struct path_memo *path_memo_new(struct path_store *store)
{
	struct path_memo *m = mem_new(1, sizeof *m);
	m->store = store;
	m->mask = (1 << 14) - 1;
	m->entry = mem_new((size_t)m->mask + 1, sizeof *m->entry);
	return m;
}

void path_memo_free(struct path_memo *m)
{
	if (!m)
		return;
	free(m->entry);
	buf_fini(&m->octets);
	vec_free(&m->hops);
	vec_free(&m->members);
	free(m);
}

static void hops_of_sequence(struct path_memo *m, const struct as_seg *seg, bool two_octet)
{
	vec_reserve(&m->hops, m->hops.n + seg->n);
	for (unsigned i = 0; i < seg->n; i++) {
		asn_t asn = as_seg_at(seg, i);
		uint8_t kind = two_octet && asn == ASN_TRANS ? PATH_HOP_TRANS : PATH_HOP_ASN;
		m->hops.at[m->hops.n++] = (struct path_hop){.asn = asn, .kind = kind};
	}
}

static void hop_of_set(struct path_memo *m, const struct as_seg *seg)
{
	m->members.n = 0;
	for (unsigned i = 0; i < seg->n; i++)
		*vec_push(&m->members) = as_seg_at(seg, i);
	uint32_t id = path_set_intern(m->store, m->members.at, m->members.n);
	*vec_push(&m->hops) = (struct path_hop){.asn = id, .kind = PATH_HOP_SET};
}

static path_id build(struct path_memo *m, const struct as_path *path, asn_t peer, bool two_octet)
{
	struct as_path_iter it = as_path_begin(path);
	struct as_seg seg = {
	    .type = AS_CONFED_SEQUENCE}; /* of an empty path: the peer is the origin, as behind one */
	m->hops.n = 0;
	while (as_path_next(&it, &seg)) {
		if (seg.type == AS_SEQUENCE)
			hops_of_sequence(m, &seg, two_octet);
		else if (seg.type == AS_SET)
			hop_of_set(m, &seg);
		if (m->hops.n > PATH_MEMO_HOPS)
			return PATH_NONE;
	}
	if (seg.type == AS_CONFED_SEQUENCE || seg.type == AS_CONFED_SET)
		*vec_push(&m->hops) = (struct path_hop){.asn = peer, .kind = PATH_HOP_PEER_ORIGIN};
	return path_intern(m->store, m->hops.at, m->hops.n);
}

static void memo_clear(struct path_memo *m)
{
	memset(m->entry, 0, ((size_t)m->mask + 1) * sizeof *m->entry);
	buf_clear(&m->octets);
	m->n = 0;
}

static void memo_grow(struct path_memo *m)
{
	uint32_t mask = m->mask * 2 + 1;
	struct memo_entry *entry = mem_new((size_t)mask + 1, sizeof *entry);
	for (uint32_t i = 0; i <= m->mask; i++) {
		struct memo_entry *e = &m->entry[i];
		if (e->id == PATH_NONE)
			continue;
		uint32_t h = (uint32_t)(hash_octets(m->octets.at + e->at, e->len) + e->mode) & mask;
		while (entry[h].id != PATH_NONE)
			h = (h + 1) & mask;
		entry[h] = *e;
	}
	free(m->entry);
	m->entry = entry;
	m->mask = mask;
}

/* Where the last segment does not name the origin the id depends on the peer: not worth remembering. */
static bool ends_in_hops(const struct as_path *path)
{
	struct as_seg seg;
	if (as_path_is_plain(path, &seg))
		return true;
	struct as_path_iter it = as_path_begin(path);
	seg.type = AS_CONFED_SEQUENCE;
	while (as_path_next(&it, &seg))
		;
	return seg.type == AS_SEQUENCE || seg.type == AS_SET;
}

path_id path_memo_id(struct path_memo *m, const struct as_path *path, asn_t peer, bool two_octet)
{
	if (path->len == 0 || path->len > UINT16_MAX)
		return build(m, path, peer, two_octet);
	uint16_t mode = (uint16_t)(path->width << 1 | (two_octet ? 1 : 0));
	uint64_t hash = hash_octets(path->p, path->len) + mode;
	uint32_t h = (uint32_t)hash & m->mask;
	for (struct memo_entry *e; (e = &m->entry[h])->id != PATH_NONE; h = (h + 1) & m->mask)
		if (e->hash == (uint32_t)(hash >> 32) && e->len == path->len && e->mode == mode &&
		    memcmp(m->octets.at + e->at, path->p, path->len) == 0)
			return e->id;
	path_id id = build(m, path, peer, two_octet);
	if (id == PATH_NONE || !ends_in_hops(path))
		return id;
	m->entry[h] = (struct memo_entry){.hash = (uint32_t)(hash >> 32),
	                                  .at = (uint32_t)m->octets.len,
	                                  .len = (uint16_t)path->len,
	                                  .mode = mode,
	                                  .id = id};
	buf_add(&m->octets, path->p, path->len);
	if (++m->n > MEMO_MAX || m->octets.len > MEMO_OCTETS)
		memo_clear(m);
	else if (m->n * 10 > (uint64_t)m->mask * 7)
		memo_grow(m);
	return id;
}
