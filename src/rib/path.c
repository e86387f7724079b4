#include "rib/path.h"

#include "base/hash.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

struct path_set {
	uint32_t at, n; /* in members */
};

struct path_store {
	struct path_node *node; /* node[0] is the root */
	size_t n, cap;
	uint64_t *slot; /* open addressing over nodes: upper half of the hash, then the node; 0: empty */
	uint32_t mask;
	struct path_set *set;
	size_t n_sets, cap_sets;
	uint32_t *set_slot; /* open addressing over sets: id + 1; NULL: none so far */
	uint32_t set_mask;
	asn_t *members;
	size_t n_members, cap_members;
	bool (*is_watched)(void *ctx, asn_t asn);
	void *watch_ctx;
};

struct path_store *path_store_new(void)
{
	struct path_store *s = mem_new(1, sizeof *s);
	s->node = mem_grow(NULL, &s->cap, 1024, sizeof *s->node);
	s->node[0] = (struct path_node){0};
	s->n = 1;
	s->mask = 4095;
	s->slot = mem_new(s->mask + 1, sizeof *s->slot);
	return s;
}

void path_store_free(struct path_store *s)
{
	if (!s)
		return;
	free(s->node);
	free(s->slot);
	free(s->set);
	free(s->set_slot);
	free(s->members);
	free(s);
}

/* With half of its hash in the slot another node is told without a look at it, which would be at random. */
#define SLOT_HASH ((uint64_t)UINT32_MAX << 32)

static uint64_t node_hash(path_id parent, uint32_t asn, uint8_t kind)
{
	return hash_u64(((uint64_t)parent << 32 | asn) + ((uint64_t)kind << 62));
}

static void slots_grow(struct path_store *s)
{
	uint32_t mask = s->mask * 2 + 1;
	uint64_t *slot = mem_new((size_t)mask + 1, sizeof *slot);
	for (size_t i = 1; i < s->n; i++) {
		uint64_t hash = node_hash(s->node[i].parent, s->node[i].asn, s->node[i].kind);
		uint32_t h = (uint32_t)hash & mask;
		while (slot[h])
			h = (h + 1) & mask;
		slot[h] = (hash & SLOT_HASH) | i;
	}
	free(s->slot);
	s->slot = slot;
	s->mask = mask;
}

static bool on_path(const struct path_store *s, path_id id, const struct path_hop *hop)
{
	for (; id != PATH_NONE; id = s->node[id].parent)
		if (s->node[id].kind == PATH_HOP_ASN && s->node[id].asn == hop->asn)
			return true;
	return false;
}

static asn_t hop_origin(const struct path_hop *hop)
{
	return hop->kind == PATH_HOP_SET ? ORIGIN_NONE : hop->asn;
}

static path_id node_add(struct path_store *s, path_id parent, const struct path_hop *hop)
{
	const struct path_node *up = &s->node[parent];
	struct path_node n = {.parent = parent, .asn = hop->asn, .kind = hop->kind, .flags = up->flags};
	n.origin = parent == PATH_NONE ? hop_origin(hop) : up->origin;
	n.depth = (uint16_t)(up->depth + (up->depth < UINT16_MAX));
	if (hop->kind == PATH_HOP_SET)
		n.flags |= PATH_HAS_SET;
	if (hop->kind == PATH_HOP_ASN && on_path(s, parent, hop))
		n.flags |= PATH_HAS_LOOP;
	if (hop->kind == PATH_HOP_ASN && s->is_watched && s->is_watched(s->watch_ctx, hop->asn))
		n.flags |= PATH_WATCHED;
	if (s->n == s->cap)
		s->node = mem_grow(s->node, &s->cap, s->n + 1, sizeof *s->node);
	s->node[s->n] = n;
	return (path_id)s->n++;
}

static path_id child(struct path_store *s, path_id parent, const struct path_hop *hop)
{
	uint64_t hash = node_hash(parent, hop->asn, hop->kind);
	uint32_t h = (uint32_t)hash & s->mask;
	for (uint64_t at; (at = s->slot[h]) != 0; h = (h + 1) & s->mask) {
		const struct path_node *n = &s->node[(path_id)at];
		if (((at ^ hash) & SLOT_HASH) == 0 && n->parent == parent && n->asn == hop->asn &&
		    n->kind == hop->kind)
			return (path_id)at;
	}
	if (s->n > PATH_ID_MAX)
		return PATH_NONE;
	path_id id = node_add(s, parent, hop);
	s->slot[h] = (hash & SLOT_HASH) | id;
	if (s->n * 10 > (size_t)s->mask * 7)
		slots_grow(s);
	return id;
}

path_id path_intern(struct path_store *s, const struct path_hop *hops, size_t n)
{
	path_id id = PATH_NONE;
	while (n-- > 0) {
		const struct path_node *last = &s->node[id];
		if (id != PATH_NONE && last->asn == hops[n].asn && last->kind == hops[n].kind)
			continue;
		/* the peer as origin of an empty path, then as the first hop: one network, one hop */
		if (id != PATH_NONE && last->kind == PATH_HOP_PEER_ORIGIN && hops[n].kind == PATH_HOP_ASN &&
		    last->asn == hops[n].asn)
			continue;
		id = child(s, id, &hops[n]);
		if (id == PATH_NONE)
			return PATH_NONE;
	}
	return id;
}

static uint64_t set_hash(const asn_t *members, size_t n)
{
	return hash_octets(members, n * sizeof *members);
}

/* Sets are rare: hundreds in a table of a million routes. */
static void set_slots_reserve(struct path_store *s)
{
	if (s->set_slot && s->n_sets * 2 < s->set_mask)
		return;
	s->set_mask = s->set_slot ? s->set_mask * 2 + 1 : 63;
	free(s->set_slot);
	s->set_slot = mem_new((size_t)s->set_mask + 1, sizeof *s->set_slot);
	for (size_t i = 0; i < s->n_sets; i++) {
		uint32_t h = (uint32_t)set_hash(s->members + s->set[i].at, s->set[i].n) & s->set_mask;
		while (s->set_slot[h])
			h = (h + 1) & s->set_mask;
		s->set_slot[h] = (uint32_t)i + 1;
	}
}

uint32_t path_set_intern(struct path_store *s, const asn_t *members, size_t n)
{
	while (s->n_members + n > s->cap_members)
		s->members = mem_grow(s->members, &s->cap_members, s->n_members + n, sizeof *s->members);
	asn_t *own = s->members + s->n_members;
	size_t kept = 0;
	memcpy(own, members, n * sizeof *own);
	qsort(own, n, sizeof *own, asn_cmp);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || own[kept - 1] != own[i])
			own[kept++] = own[i];
	set_slots_reserve(s);
	uint32_t h = (uint32_t)set_hash(own, kept) & s->set_mask;
	for (uint32_t i; (i = s->set_slot[h]) != 0; h = (h + 1) & s->set_mask) {
		const struct path_set *set = &s->set[i - 1];
		if (set->n == kept && memcmp(s->members + set->at, own, kept * sizeof *own) == 0)
			return i - 1;
	}
	if (s->n_sets == s->cap_sets)
		s->set = mem_grow(s->set, &s->cap_sets, s->n_sets + 1, sizeof *s->set);
	s->set[s->n_sets] = (struct path_set){.at = (uint32_t)s->n_members, .n = (uint32_t)kept};
	s->n_members += kept;
	s->set_slot[h] = (uint32_t)++s->n_sets;
	return (uint32_t)s->n_sets - 1;
}

const asn_t *path_set_get(const struct path_store *s, uint32_t id, size_t *n)
{
	REQUIRE(id < s->n_sets);
	*n = s->set[id].n;
	return s->members + s->set[id].at;
}

const struct path_node *path_get(const struct path_store *s, path_id id)
{
	REQUIRE(id < s->n);
	return &s->node[id];
}

/* Parents come before their children, so one pass in order of ids sees every parent's flags first. */
void path_watch_set(struct path_store *s, bool (*is_watched)(void *ctx, asn_t asn), void *ctx)
{
	s->is_watched = is_watched;
	s->watch_ctx = ctx;
	for (size_t i = 1; i < s->n; i++) {
		struct path_node *n = &s->node[i];
		bool own = n->kind == PATH_HOP_ASN && is_watched && is_watched(ctx, n->asn);
		bool watched = own || (s->node[n->parent].flags & PATH_WATCHED);
		n->flags = (uint8_t)((n->flags & ~PATH_WATCHED) | (watched ? PATH_WATCHED : 0));
	}
}

uint32_t path_count(const struct path_store *s)
{
	return (uint32_t)(s->n - 1);
}

size_t path_octets(const struct path_store *s)
{
	return s->cap * sizeof *s->node + ((size_t)s->mask + 1) * sizeof *s->slot +
	       s->cap_members * sizeof *s->members + s->cap_sets * sizeof *s->set;
}
