#include "detect/history.h"

#include "base/mem.h"

#include <string.h>

enum { SHORTEST = 1 };

struct remembered {        /* of a route */
	uint32_t up_since; /* 0: no peer has it */
	uint32_t up_total; /* seconds, of the stretches before */
	uint32_t last;     /* end of the last stretch; 0: none so far */
};

struct staged { /* a route that a dump will tell of, and since when it has been there */
	asn_t origin;
	uint32_t originated;
	uint32_t next; /* of the same prefix, in staged, + 1; 0: none */
};

struct history {
	struct rib *rib;
	struct history_limits limits;
	VEC(struct remembered) routes[RIB_FAMILIES]; /* by route id */
	uint8_t lengths[RIB_FAMILIES][129];          /* some prefix of this length has had a route */
	VEC(uint32_t) first[RIB_FAMILIES];           /* by prefix id: in staged, + 1; 0: none */
	VEC(struct staged) staged;
};

struct history *history_new(struct rib *rib, struct history_limits limits)
{
	struct history *h = mem_new(1, sizeof *h);
	h->rib = rib;
	h->limits = limits;
	return h;
}

void history_free(struct history *h)
{
	if (!h)
		return;
	for (int f = 0; f < RIB_FAMILIES; f++)
		vec_free(&h->routes[f]);
	history_dumped(h);
	free(h);
}

static struct remembered *remember(struct history *h, unsigned f, route_id route)
{
	while (h->routes[f].n <= route)
		*vec_push(&h->routes[f]) = (struct remembered){0};
	return &h->routes[f].at[route];
}

static struct remembered recall(const struct history *h, unsigned f, route_id route)
{
	return route < h->routes[f].n ? h->routes[f].at[route] : (struct remembered){0};
}

/* ---- what dumps will tell */

/* Prefixes come in the order of their ids, mostly, and with few origins. */
static struct staged *staged_find(const struct history *h, unsigned f, prefix_id prefix, asn_t origin)
{
	uint32_t i = prefix < h->first[f].n ? h->first[f].at[prefix] : 0;
	while (i && h->staged.at[i - 1].origin != origin)
		i = h->staged.at[i - 1].next;
	return i ? &h->staged.at[i - 1] : NULL;
}

static void staged_add(struct history *h, unsigned f, prefix_id prefix, asn_t origin, uint32_t originated)
{
	while (h->first[f].n <= prefix)
		*vec_push(&h->first[f]) = 0;
	uint32_t *first = &h->first[f].at[prefix];
	*vec_push(&h->staged) = (struct staged){.origin = origin, .originated = originated, .next = *first};
	*first = (uint32_t)h->staged.n;
}

void history_staged(struct history *h, uint32_t t, unsigned f, prefix_id prefix, asn_t origin,
                    uint32_t originated)
{
	if (originated == 0 || originated > t)
		return;
	if (t - originated > h->limits.originated_back)
		originated = t - h->limits.originated_back;
	route_id route = rib_route_find(h->rib, f, prefix, origin);
	if (route != RIB_NONE && recall(h, f, route).up_since) {
		struct remembered *r = remember(h, f, route);
		if (originated < r->up_since && originated >= r->last)
			r->up_since = originated;
		return;
	}
	struct staged *s = staged_find(h, f, prefix, origin);
	if (!s)
		staged_add(h, f, prefix, origin, originated);
	else if (originated < s->originated)
		s->originated = originated;
}

void history_dumped(struct history *h)
{
	for (int f = 0; f < RIB_FAMILIES; f++)
		vec_free(&h->first[f]);
	vec_free(&h->staged);
}

/* ---- changes */

static void gained(struct history *h, const struct rib_change *c, asn_t origin)
{
	route_id route = rib_route_find(h->rib, c->family, c->prefix, origin);
	REQUIRE(route != RIB_NONE);
	struct remembered *r = remember(h, c->family, route);
	if (r->up_since)
		return;
	r->up_since = c->time ? c->time : 1;
	h->lengths[c->family][rib_prefix_at(h->rib, c->family, c->prefix)->prefix.len] = 1;
	if (c->cause != RIB_DUMPED)
		return;
	const struct staged *s = staged_find(h, c->family, c->prefix, origin);
	if (s && s->originated < r->up_since)
		r->up_since = s->originated > r->last ? s->originated : r->last + 1;
}

static void lost(struct history *h, const struct rib_change *c, asn_t origin)
{
	route_id route = rib_route_find(h->rib, c->family, c->prefix, origin);
	if (route == RIB_NONE || rib_route_at(h->rib, c->family, route)->n_now > 0)
		return;
	struct remembered *r = remember(h, c->family, route);
	if (r->up_since == 0)
		return;
	uint32_t end = c->time > r->up_since ? c->time : r->up_since;
	r->up_total += end - r->up_since < UINT32_MAX - r->up_total ? end - r->up_since : 0;
	r->up_since = 0;
	r->last = end;
}

void history_change(struct history *h, const struct rib_change *c)
{
	struct path_store *paths = rib_paths(h->rib);
	asn_t from = c->from && !c->from_unknown ? path_get(paths, c->from)->origin : ORIGIN_NONE;
	asn_t to = c->to ? path_get(paths, c->to)->origin : ORIGIN_NONE;
	if (from == to)
		return;
	if (from != ORIGIN_NONE)
		lost(h, c, from);
	if (to != ORIGIN_NONE)
		gained(h, c, to);
}

/* ---- questions */

uint32_t history_age(const struct history *h, unsigned f, route_id route, uint32_t now)
{
	struct remembered r = recall(h, f, route);
	uint64_t age = r.up_total;
	if (r.up_since && now > r.up_since)
		age += now - r.up_since;
	return age < UINT32_MAX ? (uint32_t)age : UINT32_MAX;
}

bool history_is_known(const struct history *h, unsigned f, route_id route, uint32_t now)
{
	struct remembered r = recall(h, f, route);
	bool is_recent = r.up_since || (r.last && now - r.last <= h->limits.known_for);
	return is_recent && history_age(h, f, route, now) >= h->limits.known_after;
}

bool history_is_up(const struct history *h, unsigned f, route_id route)
{
	return recall(h, f, route).up_since != 0;
}

uint32_t history_last(const struct history *h, unsigned f, route_id route)
{
	return recall(h, f, route).last;
}

/* Oldest first; where they are equally old, by ASN: in which order they were heard of must not matter. */
static bool is_before(const struct history *h, unsigned f, route_id x, route_id y, uint32_t now)
{
	uint32_t a = history_age(h, f, x, now), b = history_age(h, f, y, now);
	return a != b ? a > b : rib_route_at(h->rib, f, x)->origin < rib_route_at(h->rib, f, y)->origin;
}

size_t history_origins(const struct history *h, unsigned f, prefix_id prefix, uint32_t now, route_id *out,
                       size_t max)
{
	size_t n = 0, kept = 0;
	for (route_id i = rib_prefix_at(h->rib, f, prefix)->routes; i != RIB_NONE;
	     i = rib_route_at(h->rib, f, i)->next) {
		if (rib_route_at(h->rib, f, i)->origin == ORIGIN_NONE || !history_is_known(h, f, i, now))
			continue;
		n++;
		size_t at = kept < max ? kept++ : max;
		for (; at > 0 && is_before(h, f, i, out[at - 1], now); at--)
			if (at < max)
				out[at] = out[at - 1];
		if (at < max)
			out[at] = i;
	}
	return n;
}

prefix_id history_covering(const struct history *h, unsigned f, prefix_id prefix, uint32_t now)
{
	struct prefix p = rib_prefix_at(h->rib, f, prefix)->prefix;
	while (p.len > SHORTEST) {
		p.len--;
		if (!h->lengths[f][p.len])
			continue;
		p = prefix_masked(p);
		prefix_id id = rib_prefix_lookup(h->rib, f, &p);
		if (id != RIB_NONE && history_origins(h, f, id, now, NULL, 0) > 0)
			return id;
	}
	return RIB_NONE;
}
