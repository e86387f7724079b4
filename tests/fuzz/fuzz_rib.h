/*
 * A RIB that is watched: what it tells of changes is written into tables of the target's own, and all that it
 * counts is counted again from its peers' tables.
 */
#ifndef NORMA_TESTS_FUZZ_FUZZ_RIB_H
#define NORMA_TESTS_FUZZ_FUZZ_RIB_H

#include "base/hash.h"
#include "base/mem.h"
#include "fuzz.h"
#include "rib/rib.h"

enum { FUZZ_HOLD = 900 }; /* seconds */

struct fuzz_table {
	VEC(slot_t) at; /* by prefix id */
};

struct fuzz_rib {
	struct rib *rib;
	VEC(struct fuzz_table) told; /* by peer and family, from the changes alone */
	struct hash_stream *digest;  /* of all changes in order */
	uint32_t now;
};

static inline slot_t *fuzz_slot(struct fuzz_rib *w, peer_id peer, unsigned f, prefix_id id)
{
	size_t i = (size_t)peer * RIB_FAMILIES + f;
	while (w->told.n <= i)
		*vec_push(&w->told) = (struct fuzz_table){0};
	while (w->told.at[i].at.n <= id)
		*vec_push(&w->told.at[i].at) = SLOT_EMPTY;
	return &w->told.at[i].at.at[id];
}

static inline void fuzz_rib_digest(struct fuzz_rib *w, uint64_t v)
{
	hash_stream_add(w->digest, &v, sizeof v);
}

static inline void fuzz_rib_change(void *ctx, const struct rib_change *c)
{
	struct fuzz_rib *w = ctx;
	slot_t *slot = fuzz_slot(w, c->peer, c->family, c->prefix);
	REQUIRE(c->time <= w->now);
	REQUIRE(c->from == SLOT_PATH(*slot) && c->from_unknown == ((*slot & SLOT_UNKNOWN) != 0));
	REQUIRE(c->from != c->to || c->from_unknown);
	bool may_gain = c->cause == RIB_ANNOUNCED || c->cause == RIB_DUMPED;
	REQUIRE(c->to == PATH_NONE ? c->cause != RIB_ANNOUNCED : may_gain);
	if (c->cause == RIB_UNKNOWN)
		*slot |= SLOT_UNKNOWN;
	else
		*slot = c->to;
	fuzz_rib_digest(w, (uint64_t)c->time << 32 | c->peer);
	fuzz_rib_digest(w, (uint64_t)c->prefix << 32 | c->from);
	fuzz_rib_digest(w, (uint64_t)c->to << 32 | (uint64_t)c->family << 8 | c->cause);
}

static inline void fuzz_rib_init(struct fuzz_rib *w)
{
	*w = (struct fuzz_rib){.digest = hash_stream_new()};
	w->rib = rib_new((struct rib_limits){.hold = FUZZ_HOLD}, (struct rib_observer){fuzz_rib_change, w});
}

static inline void fuzz_rib_fini(struct fuzz_rib *w)
{
	for (size_t i = 0; i < w->told.n; i++)
		vec_free(&w->told.at[i].at);
	vec_free(&w->told);
	hash_stream_free(w->digest);
	rib_free(w->rib);
}

static inline bool fuzz_is_known(slot_t s)
{
	return s != SLOT_EMPTY && !(s & SLOT_UNKNOWN);
}

static inline asn_t fuzz_origin(const struct fuzz_rib *w, slot_t s)
{
	REQUIRE(SLOT_PATH(s) != PATH_NONE && SLOT_PATH(s) <= path_count(rib_paths(w->rib)));
	return path_origin(path_get(rib_paths(w->rib), SLOT_PATH(s)));
}

/* Has a session of the same network, found earlier, the same route? */
static inline bool fuzz_is_counted(const struct fuzz_rib *w, peer_id peer, unsigned f, prefix_id id,
                                   asn_t origin)
{
	uint32_t as = rib_peer_get(w->rib, peer)->as_index;
	for (peer_id other = 0; other < peer; other++) {
		const struct rib_peer *p = rib_peer_get(w->rib, other);
		slot_t s = p->as_index == as ? rib_table_get(&p->table[f], id) : SLOT_EMPTY;
		if (fuzz_is_known(s) && fuzz_origin(w, s) == origin)
			return true;
	}
	return false;
}

/* One peer's table: as told, and what its header says of it. Its routes are added to `visible`. */
static inline void fuzz_peer_check(struct fuzz_rib *w, peer_id peer, unsigned f, uint16_t *visible)
{
	const struct rib_peer *p = rib_peer_get(w->rib, peer);
	uint32_t n = 0, n_unknown = 0, n_told = 0;
	prefix_id id, next = 0;
	slot_t s;
	for (uint32_t i = 0; rib_table_next(&p->table[f], &i, &id, &s); next = id + 1) {
		REQUIRE(id >= next && id < rib_prefix_count(w->rib, f) && s != SLOT_EMPTY);
		REQUIRE(rib_table_get(&p->table[f], id) == s && *fuzz_slot(w, peer, f, id) == s);
		n++;
		n_unknown += !fuzz_is_known(s);
		asn_t origin = fuzz_origin(w, s);
		route_id route = rib_route_find(w->rib, f, id, origin);
		REQUIRE(route != RIB_NONE);
		if (fuzz_is_known(s) && !fuzz_is_counted(w, peer, f, id, origin))
			visible[route]++;
	}
	for (size_t i = (size_t)peer * RIB_FAMILIES + f, k = 0; i < w->told.n && k < w->told.at[i].at.n; k++)
		n_told += w->told.at[i].at.at[k] != SLOT_EMPTY;
	REQUIRE(n == p->table[f].n && n == n_told && n_unknown == p->n_unknown[f]);
	REQUIRE(p->n_peak[f] >= n - n_unknown);
	/* what is unknown is settled some day; a session that is down shows nothing */
	REQUIRE(n_unknown == 0 || (p->session != RIB_SESSION_UP && p->deadline != UINT32_MAX));
	REQUIRE(p->session != RIB_SESSION_DOWN || n == n_unknown);
}

/* Routes are as visible as their peers make them, and each is in the list of its prefix. */
static inline void fuzz_routes_check(const struct fuzz_rib *w, unsigned f, const uint16_t *visible)
{
	uint32_t n = 0;
	for (route_id i = 0; i < rib_route_count(w->rib, f); i++) {
		const struct rib_route *r = rib_route_at(w->rib, f, i);
		REQUIRE(r->n_now == visible[i] && r->n_now <= rib_as_count(w->rib));
		REQUIRE(r->n_now == 0 || (r->n_peak >= r->n_now && r->first_seen <= w->now));
		REQUIRE(r->n_peak == 0 || r->first_seen != UINT32_MAX);
		REQUIRE(r->last_seen == 0 || r->last_seen >= r->first_seen);
		REQUIRE(rib_route_find(w->rib, f, r->prefix, r->origin) == i);
	}
	for (prefix_id id = 0; id < rib_prefix_count(w->rib, f); id++)
		for (route_id i = rib_prefix_at(w->rib, f, id)->routes; i != RIB_NONE; n++) {
			const struct rib_route *r = rib_route_at(w->rib, f, i);
			REQUIRE(r->prefix == id && n < rib_route_count(w->rib, f));
			i = r->next;
		}
	REQUIRE(n == rib_route_count(w->rib, f));
}

static inline void fuzz_rib_check(struct fuzz_rib *w)
{
	for (unsigned f = 0; f < RIB_FAMILIES; f++) {
		uint16_t *visible = mem_new((size_t)rib_route_count(w->rib, f) + 1, sizeof *visible);
		for (peer_id i = 0; i < rib_peer_count(w->rib); i++)
			fuzz_peer_check(w, i, f, visible);
		fuzz_routes_check(w, f, visible);
		free(visible);
	}
}

/* When every hold and every resync is over nothing is unknown. */
static inline void fuzz_rib_end(struct fuzz_rib *w)
{
	w->now = UINT32_MAX;
	rib_advance(w->rib, UINT32_MAX);
	fuzz_rib_check(w);
	for (peer_id i = 0; i < rib_peer_count(w->rib); i++) {
		const struct rib_peer *p = rib_peer_get(w->rib, i);
		REQUIRE(p->n_unknown[RIB_V4] + p->n_unknown[RIB_V6] == 0 && p->deadline == UINT32_MAX);
	}
}

#endif
