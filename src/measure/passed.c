#include "measure/passed.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

/*
 * A pair: family, route, path, and whether the peer itself stands in the path's first place (else a route
 * server sent it on without showing itself, and who stands first passed the route on too).
 */
typedef uint64_t pair_t;
#define PAIR_SERVER UINT64_C(1)

enum { CANDIDATE_UNKNOWN, CANDIDATE_NO, CANDIDATE_YES };

struct pair_set {
	pair_t *slot; /* open addressing, 0 empty: no path has the id 0 */
	size_t n, mask;
};

struct passed {
	struct rib *rib;
	const struct rov_candidates *candidates;
	uint32_t min_peers;
	VEC(uint8_t) candidate[RIB_FAMILIES]; /* by route id */
	VEC(bool) is_visible;                 /* by path id: some visible route came by it */
	struct pair_set pending;              /* of routes that were not visible when the path was replaced */
	struct pair_set invalid;              /* of candidates */
};

static void set_init(struct pair_set *s)
{
	s->mask = 1023;
	s->slot = mem_new(s->mask + 1, sizeof *s->slot);
}

static void set_grow(struct pair_set *s)
{
	size_t mask = s->mask * 2 + 1;
	pair_t *slot = mem_new(mask + 1, sizeof *slot);
	for (size_t i = 0; i <= s->mask; i++) {
		if (!s->slot[i])
			continue;
		size_t h = hash_u64(s->slot[i]) & mask;
		while (slot[h])
			h = (h + 1) & mask;
		slot[h] = s->slot[i];
	}
	free(s->slot);
	s->slot = slot;
	s->mask = mask;
}

static void set_add(struct pair_set *s, pair_t pair)
{
	size_t h = hash_u64(pair) & s->mask;
	while (s->slot[h] && s->slot[h] != pair)
		h = (h + 1) & s->mask;
	if (s->slot[h])
		return;
	s->slot[h] = pair;
	if (++s->n * 10 > s->mask * 7)
		set_grow(s);
}

static int pair_cmp(const void *a, const void *b)
{
	pair_t x = *(const pair_t *)a, y = *(const pair_t *)b;
	return (x > y) - (x < y);
}

/* The set as a sorted array in its own room; nothing may be added afterwards. */
static void set_sort(struct pair_set *s)
{
	size_t n = 0;
	for (size_t i = 0; i <= s->mask; i++)
		if (s->slot[i])
			s->slot[n++] = s->slot[i];
	qsort(s->slot, n, sizeof *s->slot, pair_cmp);
}

static pair_t pair_of(unsigned family, route_id route, path_id path, bool server)
{
	return (pair_t)family << 63 | (pair_t)route << 32 | (pair_t)path << 1 | (server ? PAIR_SERVER : 0);
}

static unsigned pair_family(pair_t p)
{
	return (unsigned)(p >> 63);
}

static route_id pair_route(pair_t p)
{
	return (route_id)(p >> 32 & 0x7fffffff);
}

static path_id pair_path(pair_t p)
{
	return (path_id)(p >> 1 & 0x7fffffff);
}

struct passed *passed_new(struct rib *rib, const struct rov_candidates *candidates, uint32_t min_peers)
{
	struct passed *p = mem_new(1, sizeof *p);
	p->rib = rib;
	p->candidates = candidates;
	p->min_peers = min_peers;
	set_init(&p->pending);
	set_init(&p->invalid);
	return p;
}

void passed_free(struct passed *p)
{
	if (!p)
		return;
	for (unsigned f = 0; f < RIB_FAMILIES; f++)
		vec_free(&p->candidate[f]);
	vec_free(&p->is_visible);
	free(p->pending.slot);
	free(p->invalid.slot);
	free(p);
}

static bool is_candidate(struct passed *p, unsigned f, route_id route)
{
	while (p->candidate[f].n <= route)
		*vec_push(&p->candidate[f]) = CANDIDATE_UNKNOWN;
	uint8_t *c = &p->candidate[f].at[route];
	if (*c == CANDIDATE_UNKNOWN) {
		const struct rib_route *r = rib_route_at(p->rib, f, route);
		const struct prefix *prefix = &rib_prefix_at(p->rib, f, r->prefix)->prefix;
		bool yes = r->origin != ORIGIN_NONE && prefix->len > 0 && p->candidates &&
		           rov_candidate(p->candidates, prefix, r->origin);
		*c = yes ? CANDIDATE_YES : CANDIDATE_NO;
	}
	return *c == CANDIDATE_YES;
}

static bool *visible_at(struct passed *p, path_id path)
{
	if (p->is_visible.n <= path) {
		size_t n = p->is_visible.n;
		vec_reserve(&p->is_visible, (size_t)path_count(rib_paths(p->rib)) + 1);
		p->is_visible.n = p->is_visible.cap;
		memset(p->is_visible.at + n, 0, (p->is_visible.n - n) * sizeof *p->is_visible.at);
	}
	return &p->is_visible.at[path];
}

/* A path by which a route was heard: enough is known to decide now, or the pair is kept. */
static void heard(struct passed *p, unsigned f, prefix_id prefix, peer_id peer, path_id path,
                  uint32_t visible)
{
	const struct path_node *node = path_get(rib_paths(p->rib), path);
	route_id route = rib_route_find(p->rib, f, prefix, path_origin(node));
	if (route == RIB_NONE)
		return;
	bool server = node->kind != PATH_HOP_ASN || node->asn != rib_peer_get(p->rib, peer)->asn;
	if (is_candidate(p, f, route))
		set_add(&p->invalid, pair_of(f, route, path, server));
	bool *seen = visible_at(p, path);
	if (*seen)
		return;
	if (rib_route_at(p->rib, f, route)->n_peak >= visible)
		*seen = true;
	else
		set_add(&p->pending, pair_of(f, route, path, false));
}

void passed_change(struct passed *p, const struct rib_change *c)
{
	if (c->from != PATH_NONE && (c->from != c->to || c->cause == RIB_UNKNOWN))
		heard(p, c->family, c->prefix, c->peer, c->from, p->min_peers);
}

static void sweep(struct passed *p, const uint32_t minimum[RIB_FAMILIES])
{
	for (peer_id peer = 0; peer < rib_peer_count(p->rib); peer++)
		for (unsigned f = 0; f < RIB_FAMILIES; f++) {
			const struct rib_table *t = &rib_peer_get(p->rib, peer)->table[f];
			prefix_id prefix;
			slot_t slot;
			for (uint32_t i = 0; rib_table_next(t, &i, &prefix, &slot);)
				if (!(slot & SLOT_UNKNOWN)) /* those were told when they became so */
					heard(p, f, prefix, peer, slot, minimum[f]);
		}
}

void passed_finish(struct passed *p, const uint32_t minimum[RIB_FAMILIES])
{
	sweep(p, minimum);
	for (size_t i = 0; i <= p->pending.mask; i++) {
		pair_t pair = p->pending.slot[i];
		unsigned f = pair_family(pair);
		if (pair && rib_route_at(p->rib, f, pair_route(pair))->n_peak >= minimum[f])
			*visible_at(p, pair_path(pair)) = true;
	}
	set_sort(&p->invalid);
}

/* By octets, the lowest first: lists hold an ASN for every route. */
static void asns_sort(asn_t *at, size_t n)
{
	asn_t *other = mem_new(n, sizeof *other), *from = at, *to = other;
	for (unsigned shift = 0; shift < 32; shift += 8) {
		size_t start[257] = {0};
		for (size_t i = 0; i < n; i++)
			start[(from[i] >> shift & 255) + 1]++;
		for (size_t i = 1; i < 257; i++)
			start[i] += start[i - 1];
		for (size_t i = 0; i < n; i++)
			to[start[from[i] >> shift & 255]++] = from[i];
		asn_t *swap = from;
		from = to;
		to = swap;
	}
	free(other); /* four passes: the result lies where it began */
}

void asn_list_settle(struct asn_list *l)
{
	size_t kept = 0;
	if (l->n == 0)
		return;
	asns_sort(l->at, l->n);
	for (size_t i = 0; i < l->n; i++)
		if (kept == 0 || l->at[kept - 1] != l->at[i])
			l->at[kept++] = l->at[i];
	l->n = kept;
}

static void asn_list_add(struct asn_list *l, asn_t asn)
{
	if (l->n == l->cap)
		l->at = mem_grow(l->at, &l->cap, l->n + 1, sizeof *l->at);
	l->at[l->n++] = asn;
}

/* The ASNs of a path from its node on, but for its origin. */
static void add_hops(const struct passed *p, path_id id, struct asn_list *out)
{
	const struct path_store *paths = rib_paths(p->rib);
	while (id != PATH_NONE) {
		const struct path_node *n = path_get(paths, id);
		if (n->kind == PATH_HOP_ASN && n->asn != n->origin)
			asn_list_add(out, n->asn);
		id = n->parent;
	}
}

/* A tail that many paths share is walked once: it is marked on the way. */
void passed_forwarders(const struct passed *p, struct asn_list *out)
{
	const struct path_store *paths = rib_paths(p->rib);
	bool *walked = mem_new((size_t)path_count(paths) + 1, sizeof *walked);
	out->n = 0;
	for (path_id path = 1; path < p->is_visible.n && path <= path_count(paths); path++) {
		if (!p->is_visible.at[path])
			continue;
		for (path_id id = path; id != PATH_NONE && !walked[id]; id = path_get(paths, id)->parent) {
			const struct path_node *n = path_get(paths, id);
			walked[id] = true;
			if (n->kind == PATH_HOP_ASN && n->asn != n->origin)
				asn_list_add(out, n->asn);
		}
	}
	free(walked);
	asn_list_settle(out);
}

void passed_by(const struct passed *p, unsigned family, route_id route, struct asn_list *out)
{
	pair_t first = pair_of(family, route, 0, false);
	size_t low = 0, high = p->invalid.n;
	while (low < high) {
		size_t mid = (low + high) / 2;
		if (p->invalid.slot[mid] < first)
			low = mid + 1;
		else
			high = mid;
	}
	out->n = 0;
	for (; low < p->invalid.n; low++) {
		pair_t pair = p->invalid.slot[low];
		if (pair_family(pair) != family || pair_route(pair) != route)
			break;
		path_id path = pair_path(pair);
		add_hops(p, pair & PAIR_SERVER ? path : path_get(rib_paths(p->rib), path)->parent, out);
	}
	asn_list_settle(out);
}
