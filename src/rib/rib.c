#include "rib/rib.h"

#include "base/hash.h"
#include "rib/rib_impl.h"

#include <stdlib.h>
#include <string.h>

enum { PREFIX_SLOTS_MIN = 4096 };

struct rib *rib_new(struct rib_limits limits, struct rib_observer observer)
{
	struct rib *r = mem_new(1, sizeof *r);
	r->limits = limits;
	r->observer = observer;
	r->next_deadline = UINT32_MAX;
	r->paths = path_store_new();
	for (int f = 0; f < RIB_FAMILIES; f++) {
		r->space[f].mask = PREFIX_SLOTS_MIN - 1;
		r->space[f].slot = mem_new(PREFIX_SLOTS_MIN, sizeof(uint64_t));
	}
	return r;
}

void rib_free(struct rib *r)
{
	if (!r)
		return;
	REQUIRE(r->stages == NULL);
	for (int f = 0; f < RIB_FAMILIES; f++) {
		vec_free(&r->space[f].prefixes);
		vec_free(&r->space[f].routes);
		free(r->space[f].slot);
	}
	for (size_t i = 0; i < r->peers.n; i++)
		for (int f = 0; f < RIB_FAMILIES; f++)
			rib_table_fini(&r->peers.at[i].table[f]);
	for (size_t i = 0; i < r->ases.n; i++)
		vec_free(&r->ases.at[i].peers);
	vec_free(&r->peers);
	vec_free(&r->ases);
	free(r->peer_index.slot);
	free(r->as_index.slot);
	vec_free(&r->gaps);
	path_store_free(r->paths);
	free(r);
}

struct path_store *rib_paths(struct rib *r)
{
	return r->paths;
}

/* With half of its hash in the slot another prefix is told without a look at it, which would be at random. */
#define SLOT_HASH ((uint64_t)UINT32_MAX << 32)

static void prefix_slots_grow(struct rib_space *s)
{
	uint32_t mask = s->mask * 2 + 1;
	uint64_t *slot = mem_new((size_t)mask + 1, sizeof *slot);
	for (size_t i = 0; i < s->prefixes.n; i++) {
		uint64_t hash = prefix_hash(&s->prefixes.at[i].prefix);
		uint32_t h = (uint32_t)hash & mask;
		while (slot[h])
			h = (h + 1) & mask;
		slot[h] = (hash & SLOT_HASH) | (i + 1);
	}
	free(s->slot);
	s->slot = slot;
	s->mask = mask;
}

/* Its slot, or the empty one where it would go. */
static uint32_t prefix_slot(const struct rib_space *s, const struct prefix *p, uint64_t hash)
{
	uint32_t h = (uint32_t)hash & s->mask;
	for (uint64_t at; (at = s->slot[h]) != 0; h = (h + 1) & s->mask)
		if (((at ^ hash) & SLOT_HASH) == 0 && prefix_eq(&s->prefixes.at[(prefix_id)at - 1].prefix, p))
			break;
	return h;
}

prefix_id rib_prefix_lookup(const struct rib *r, unsigned f, const struct prefix *p)
{
	uint64_t at = r->space[f].slot[prefix_slot(&r->space[f], p, prefix_hash(p))];
	return at ? (prefix_id)at - 1 : RIB_NONE;
}

prefix_id rib_prefix_add(struct rib *r, unsigned f, const struct prefix *p)
{
	struct rib_space *s = &r->space[f];
	uint64_t hash = prefix_hash(p);
	uint32_t h = prefix_slot(s, p, hash);
	if (s->slot[h])
		return (prefix_id)s->slot[h] - 1;
	*vec_push(&s->prefixes) = (struct rib_prefix){.prefix = *p, .routes = RIB_NONE};
	s->slot[h] = (hash & SLOT_HASH) | s->prefixes.n;
	if (s->prefixes.n * 10 > (size_t)s->mask * 7)
		prefix_slots_grow(s);
	return (prefix_id)s->prefixes.n - 1;
}

route_id rib_route_find(const struct rib *r, unsigned f, prefix_id prefix, asn_t origin)
{
	const struct rib_space *s = &r->space[f];
	route_id i = s->prefixes.at[prefix].routes;
	while (i != RIB_NONE && s->routes.at[i].origin != origin)
		i = s->routes.at[i].next;
	return i;
}

static struct rib_route *route_of(struct rib *r, unsigned f, prefix_id prefix, asn_t origin)
{
	struct rib_space *s = &r->space[f];
	route_id i = rib_route_find(r, f, prefix, origin);
	if (i != RIB_NONE)
		return &s->routes.at[i];
	struct rib_route *route = vec_push(&s->routes);
	*route = (struct rib_route){.prefix = prefix,
	                            .origin = origin,
	                            .first_seen = UINT32_MAX,
	                            .next = s->prefixes.at[prefix].routes};
	s->prefixes.at[prefix].routes = (route_id)s->routes.n - 1;
	return route;
}

/* Does another session of the same network have the prefix, known and with this origin? */
static bool elsewhere(const struct rib *r, peer_id peer, unsigned f, prefix_id id, asn_t origin)
{
	const struct rib_as *as = &r->ases.at[r->peers.at[peer].as_index];
	for (size_t i = 0; as->peers.n > 1 && i < as->peers.n; i++) {
		peer_id other = as->peers.at[i];
		if (other == peer)
			continue;
		slot_t s = rib_table_get(&r->peers.at[other].table[f], id);
		if (s != SLOT_EMPTY && !(s & SLOT_UNKNOWN) && path_get(r->paths, s)->origin == origin)
			return true;
	}
	return false;
}

static void route_gain(struct rib *r, uint32_t t, peer_id peer, unsigned f, prefix_id id, asn_t origin)
{
	if (elsewhere(r, peer, f, id, origin))
		return;
	struct rib_route *route = route_of(r, f, id, origin);
	if (++route->n_now > route->n_peak)
		route->n_peak = route->n_now;
	if (t < r->period_from) /* told late, by a dump */
		t = r->period_from;
	if (t < route->first_seen)
		route->first_seen = t;
}

static void route_lose(struct rib *r, uint32_t t, peer_id peer, unsigned f, prefix_id id, asn_t origin)
{
	if (elsewhere(r, peer, f, id, origin))
		return;
	struct rib_route *route = route_of(r, f, id, origin);
	REQUIRE(route->n_now > 0);
	route->n_now--;
	if (t < route->first_seen) /* lost in a gap, by one account; seen behind it, by another */
		t = route->first_seen;
	if (t > route->last_seen)
		route->last_seen = t;
}

static bool is_known(slot_t s)
{
	return s != SLOT_EMPTY && !(s & SLOT_UNKNOWN);
}

static void table_change(struct rib_peer *p, unsigned f, prefix_id id, slot_t old, slot_t to)
{
	if (to == SLOT_EMPTY)
		rib_table_remove(&p->table[f], id);
	else
		rib_table_set(&p->table[f], id, to);
	p->n_unknown[f] += (to & SLOT_UNKNOWN) != 0;
	p->n_unknown[f] -= (old & SLOT_UNKNOWN) != 0;
	uint32_t known = p->table[f].n - p->n_unknown[f];
	if (known > p->n_peak[f])
		p->n_peak[f] = known;
}

static void routes_change(struct rib *r, uint32_t t, peer_id peer, unsigned f, prefix_id id, slot_t old,
                          slot_t to)
{
	asn_t lost = path_get(r->paths, SLOT_PATH(old))->origin;
	asn_t gained = path_get(r->paths, SLOT_PATH(to))->origin;
	if (is_known(old) && is_known(to) && lost == gained)
		return;
	if (is_known(old))
		route_lose(r, t, peer, f, id, lost);
	if (is_known(to))
		route_gain(r, t, peer, f, id, gained);
}

void rib_slot_change(struct rib *r, uint32_t t, peer_id peer, unsigned f, prefix_id id, slot_t to,
                     uint8_t cause)
{
	struct rib_peer *p = &r->peers.at[peer];
	slot_t old = rib_table_get(&p->table[f], id);
	if (old == to) /* the same path again, or nothing to withdraw */
		return;
	routes_change(r, t, peer, f, id, old, to);
	table_change(p, f, id, old, to);
	struct rib_change c = {.time = t,
	                       .peer = peer,
	                       .prefix = id,
	                       .from = SLOT_PATH(old),
	                       .to = is_known(to) ? SLOT_PATH(to) : PATH_NONE,
	                       .family = (uint8_t)f,
	                       .cause = cause,
	                       .from_unknown = (old & SLOT_UNKNOWN) != 0};
	if (r->observer.change)
		r->observer.change(r->observer.ctx, &c);
}

void rib_announce(struct rib *r, uint32_t t, peer_id peer, const struct prefix *p, path_id path)
{
	unsigned f = rib_family(p->family);
	if (r->peers.at[peer].session == RIB_SESSION_DOWN)
		rib_session_up(r, t, peer); /* who speaks is up, whether or not it was recorded */
	prefix_id id = rib_prefix_add(r, f, p);
	r->peers.at[peer].n_announced++;
	rib_slot_change(r, t, peer, f, id, path, RIB_ANNOUNCED);
	if (r->stages)
		rib_stage_update(r, t, peer, f, id, path);
}

void rib_withdraw(struct rib *r, uint32_t t, peer_id peer, const struct prefix *p)
{
	unsigned f = rib_family(p->family);
	if (r->peers.at[peer].session == RIB_SESSION_DOWN)
		rib_session_up(r, t, peer);
	r->peers.at[peer].n_withdrawn++;
	prefix_id id = rib_prefix_lookup(r, f, p);
	if (id == RIB_NONE)
		return;
	rib_slot_change(r, t, peer, f, id, PATH_NONE, RIB_WITHDRAWN);
	if (r->stages)
		rib_stage_update(r, t, peer, f, id, PATH_NONE);
}

void rib_period_begin(struct rib *r, uint32_t t)
{
	r->period_from = t;
	for (int f = 0; f < RIB_FAMILIES; f++) {
		for (size_t i = 0; i < r->space[f].routes.n; i++) {
			struct rib_route *route = &r->space[f].routes.at[i];
			route->n_peak = route->n_now;
			route->first_seen = route->n_now ? t : UINT32_MAX;
			route->last_seen = 0;
		}
		for (size_t i = 0; i < r->peers.n; i++)
			r->peers.at[i].n_peak[f] = r->peers.at[i].table[f].n - r->peers.at[i].n_unknown[f];
	}
}

void rib_period_end(struct rib *r, uint32_t t)
{
	for (int f = 0; f < RIB_FAMILIES; f++)
		for (size_t i = 0; i < r->space[f].routes.n; i++) {
			struct rib_route *route = &r->space[f].routes.at[i];
			if (route->n_now > 0 && t > route->last_seen)
				route->last_seen = t;
		}
}

uint32_t rib_prefix_count(const struct rib *r, unsigned f)
{
	return (uint32_t)r->space[f].prefixes.n;
}

struct rib_prefix *rib_prefix_at(const struct rib *r, unsigned f, prefix_id id)
{
	return &r->space[f].prefixes.at[id];
}

uint32_t rib_route_count(const struct rib *r, unsigned f)
{
	return (uint32_t)r->space[f].routes.n;
}

const struct rib_route *rib_route_at(const struct rib *r, unsigned f, route_id id)
{
	return &r->space[f].routes.at[id];
}

struct rib_usage rib_usage_get(const struct rib *r)
{
	struct rib_usage u = {.paths = path_octets(r->paths)};
	for (int f = 0; f < RIB_FAMILIES; f++) {
		const struct rib_space *s = &r->space[f];
		u.prefixes +=
		    s->prefixes.cap * sizeof *s->prefixes.at + ((uint64_t)s->mask + 1) * sizeof *s->slot;
		u.routes += s->routes.cap * sizeof *s->routes.at;
		for (size_t i = 0; i < r->peers.n; i++) {
			u.tables += rib_table_octets(&r->peers.at[i].table[f]);
			u.slots += r->peers.at[i].table[f].n;
		}
		for (const struct rib_stage *g = r->stages; g; g = g->next)
			for (size_t i = 0; i < g->peers.n; i++)
				u.stages += rib_table_octets(&g->peers.at[i].table[f]);
	}
	return u;
}
