#include "detect/trail.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

struct trail {
	struct rib *rib;
	struct path_store *paths;
	struct trail_options o;
	struct triples *triples;
	struct edges *edges;
	VEC(struct trail_place) place; /* by node of the path store */
	VEC(uint32_t) n_refs;          /* slots that have the path, and active nodes that continue it */
	VEC(uint32_t) noted;           /* as_index + 1 of the last network that was told on from here */
	VEC(uint32_t) originated;      /* while dumps are read: since when they show it; 0: not said */
};

/* Of one change: whose it is, and since when what becomes active is there. */
struct telling {
	uint32_t time, as_index;
	bool learned, dumped;
};

struct trail *trail_new(struct rib *rib, const struct trail_options *o)
{
	struct trail *t = mem_new(1, sizeof *t);
	t->rib = rib;
	t->paths = rib_paths(rib);
	t->o = *o;
	t->triples = triples_new();
	t->edges = edges_new();
	*vec_push(&t->place) = (struct trail_place){.triple = RIB_NONE, .edge = RIB_NONE, .kind = TRAIL_CUT};
	*vec_push(&t->n_refs) = 0;
	*vec_push(&t->noted) = 0;
	return t;
}

void trail_free(struct trail *t)
{
	if (!t)
		return;
	triples_free(t->triples);
	edges_free(t->edges);
	vec_free(&t->place);
	vec_free(&t->n_refs);
	vec_free(&t->noted);
	vec_free(&t->originated);
	free(t);
}

/* ---- places */

static enum trail_kind kind_of(const struct trail *t, const struct path_node *n)
{
	if (n->flags & PATH_HAS_LOOP)
		return TRAIL_REJECTED;
	if (n->kind == PATH_HOP_SET)
		return TRAIL_CUT;
	if (n->kind == PATH_HOP_TRANS)
		return TRAIL_UNKNOWN;
	return t->o.kind ? t->o.kind(t->o.ctx, n->asn) : TRAIL_NETWORK;
}

/* The last place of a node's path. */
static path_id top(const struct trail *t, path_id node)
{
	const struct trail_place *p = &t->place.at[node];
	return p->kind == TRAIL_PASSED                             ? p->up
	       : p->kind == TRAIL_CUT || p->kind == TRAIL_REJECTED ? PATH_NONE
	                                                           : node;
}

static bool is_network(const struct trail *t, path_id node)
{
	return node != PATH_NONE && t->place.at[node].kind == TRAIL_NETWORK;
}

static void place_add(struct trail *t, path_id id)
{
	const struct path_node *n = path_get(t->paths, id);
	struct trail_place p = {.triple = RIB_NONE, .edge = RIB_NONE};
	p.kind = (uint8_t)kind_of(t, n);
	p.up = p.kind == TRAIL_REJECTED ? PATH_NONE : top(t, n->parent);
	if (p.kind == TRAIL_NETWORK && is_network(t, p.up)) {
		path_id above = t->place.at[p.up].up;
		asn_t b = trail_asn(t, p.up);
		p.edge = edges_find(t->edges, b, n->asn);
		if (is_network(t, above))
			p.triple = triples_find(t->triples, trail_asn(t, above), b, n->asn);
	}
	*vec_push(&t->place) = p;
	*vec_push(&t->n_refs) = 0;
	*vec_push(&t->noted) = 0;
}

/* Nodes are numbered so that a parent comes before what continues it. */
static void places_reach(struct trail *t, path_id node)
{
	while (t->place.n <= node)
		place_add(t, (path_id)t->place.n);
}

const struct trail_place *trail_at(struct trail *t, path_id node)
{
	places_reach(t, node);
	return &t->place.at[node];
}

path_id trail_top(struct trail *t, path_id path)
{
	places_reach(t, path);
	return top(t, path);
}

asn_t trail_asn(const struct trail *t, path_id node)
{
	return path_get(t->paths, node)->asn;
}

uint32_t trail_since(const struct trail *t, path_id path)
{
	return path < t->originated.n ? t->originated.at[path] : 0;
}

/* ---- what becomes active, and what ceases to be */

uint32_t trail_edge_first(const struct trail *t, edge_id id, uint32_t now)
{
	const struct edge *e = edges_get(t->edges, id);
	struct presence p = presence_known(&e->seen, &t->o.edge, now);
	return p.n_active > 0 || p.last > 0 ? e->first : 0;
}

static void edge_up(struct trail *t, const struct trail_place *p, uint32_t since, bool learned)
{
	struct edge *e = edges_get(t->edges, p->edge);
	if (trail_edge_first(t, p->edge, since) == 0)
		e->first = 0; /* forgotten */
	presence_up(&e->seen, &t->o.edge, since, learned);
	e->ways |= edge_way(e, trail_asn(t, p->up), t->place.at[p->up].up != PATH_NONE);
	if (e->first == 0 || since < e->first)
		e->first = since ? since : 1;
}

static void activate(struct trail *t, path_id node, const struct telling *w)
{
	const struct trail_place *p = &t->place.at[node];
	uint32_t dumped = w->dumped ? trail_since(t, node) : 0;
	uint32_t since = dumped && dumped < w->time ? dumped : w->time;
	if (p->edge != RIB_NONE)
		edge_up(t, p, since, w->learned);
	if (p->triple != RIB_NONE)
		presence_up(&triples_get(t->triples, p->triple)->seen, &t->o.triple, since, w->learned);
}

static void deactivate(struct trail *t, path_id node, uint32_t time)
{
	const struct trail_place *p = &t->place.at[node];
	if (p->edge != RIB_NONE)
		presence_down(&edges_get(t->edges, p->edge)->seen, time);
	if (p->triple != RIB_NONE)
		presence_down(&triples_get(t->triples, p->triple)->seen, time);
}

static void note_peer(struct trail *t, path_id node, uint32_t as_index)
{
	const struct trail_place *p = &t->place.at[node];
	t->noted.at[node] = as_index + 1;
	if (p->edge != RIB_NONE)
		presence_peer(&edges_get(t->edges, p->edge)->seen, as_index);
	if (p->triple != RIB_NONE)
		presence_peer(&triples_get(t->triples, p->triple)->seen, as_index);
}

/* Where a network was the last to be told on, it has been told on all the way to the origin. */
static void gain(struct trail *t, path_id path, const struct telling *w)
{
	path_id node = path;
	for (; node != PATH_NONE && t->n_refs.at[node]++ == 0; node = path_get(t->paths, node)->parent) {
		activate(t, node, w);
		note_peer(t, node, w->as_index);
	}
	for (; node != PATH_NONE && t->noted.at[node] != w->as_index + 1;
	     node = path_get(t->paths, node)->parent)
		note_peer(t, node, w->as_index);
}

static void lose(struct trail *t, path_id path, uint32_t time)
{
	for (path_id node = path; node != PATH_NONE; node = path_get(t->paths, node)->parent) {
		REQUIRE(t->n_refs.at[node] > 0);
		if (--t->n_refs.at[node] > 0)
			return;
		deactivate(t, node, time);
	}
}

/* Gained before lost: what both paths share goes on. */
void trail_change(struct trail *t, const struct rib_change *c, bool learned)
{
	struct telling w = {.time = c->time,
	                    .as_index = rib_peer_get(t->rib, c->peer)->as_index,
	                    .learned = learned,
	                    .dumped = c->cause == RIB_DUMPED};
	if (c->to != PATH_NONE) {
		places_reach(t, c->to);
		gain(t, c->to, &w);
	}
	if (c->from != PATH_NONE && !c->from_unknown)
		lose(t, c->from, c->time);
}

void trail_staged(struct trail *t, uint32_t time, path_id path, uint32_t originated)
{
	if (originated == 0 || originated > time)
		return;
	if (time - originated > t->o.originated_back)
		originated = time - t->o.originated_back;
	places_reach(t, path);
	if (t->n_refs.at[path] > 0) /* no news */
		return;
	while (t->originated.n < t->place.n)
		*vec_push(&t->originated) = 0;
	for (path_id node = path; node != PATH_NONE; node = path_get(t->paths, node)->parent) {
		uint32_t *at = &t->originated.at[node];
		if (*at && *at <= originated)
			return;
		*at = originated;
	}
}

void trail_dumped(struct trail *t)
{
	vec_free(&t->originated);
}

/* ---- questions */

const struct triple *trail_triple(const struct trail *t, triple_id id)
{
	return triples_get(t->triples, id);
}

uint32_t trail_triples(const struct trail *t)
{
	return triples_count(t->triples);
}

struct edges *trail_edges(const struct trail *t)
{
	return t->edges;
}

bool trail_triple_is_new(const struct trail *t, triple_id id, uint32_t now)
{
	return !presence_is_old(&triples_get(t->triples, id)->seen, &t->o.triple, now, rib_as_count(t->rib));
}

bool trail_edge_is_new(const struct trail *t, edge_id id, uint32_t now)
{
	return !presence_is_old(&edges_get(t->edges, id)->seen, &t->o.edge, now, rib_as_count(t->rib));
}
