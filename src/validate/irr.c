#include "validate/irr.h"

#include "base/mem.h"
#include "validate/cover_build.h"

#include <string.h>

enum { DAY = 86400 };

/* value: origin, extra: the day of its creation since 1970, 0 when not said. */
struct irr_builder {
	struct cover_builder *cover;
};

struct irr_table {
	struct cover_table *cover;
};

const char *irr_name(enum irr v)
{
	static const char *const names[IRR_N] = {
	    [IRR_NO_DATA] = "-",         [IRR_NOT_FOUND] = "not_found", [IRR_VALID] = "valid",
	    [IRR_COVERING] = "covering", [IRR_INVALID] = "invalid",
	};
	REQUIRE(v < IRR_N);
	return names[v];
}

struct irr_builder *irr_builder_new(void)
{
	struct irr_builder *b = mem_new(1, sizeof *b);
	b->cover = cover_builder_new();
	return b;
}

uint32_t irr_builder_file(struct irr_builder *b, const char *file, instant_t as_of)
{
	return cover_builder_file(b->cover, file, as_of);
}

void irr_builder_date(struct irr_builder *b, uint32_t file, instant_t as_of)
{
	cover_builder_date(b->cover, file, as_of);
}

void irr_builder_drop(struct irr_builder *b, uint32_t file)
{
	cover_builder_drop(b->cover, file);
}

static uint16_t day_of(instant_t t)
{
	instant_t day = t == INSTANT_NONE || t < 0 ? 0 : t / DAY;
	return (uint16_t)(day < UINT16_MAX ? day : UINT16_MAX);
}

void irr_builder_add(struct irr_builder *b, uint32_t file, const struct route_object *o)
{
	cover_builder_add(b->cover, file, o->source, &o->prefix, o->origin, day_of(o->created));
}

struct irr_table *irr_builder_build(struct irr_builder *b)
{
	struct irr_table *t = mem_new(1, sizeof *t);
	t->cover = cover_builder_build(b->cover);
	free(b);
	return t;
}

void irr_builder_free(struct irr_builder *b)
{
	if (b)
		cover_builder_free(b->cover);
	free(b);
}

void irr_table_free(struct irr_table *t)
{
	if (t)
		cover_table_free(t->cover);
	free(t);
}

uint64_t irr_table_count(const struct irr_table *t)
{
	return t->cover->n_items;
}

uint64_t irr_table_octets(const struct irr_table *t)
{
	return sizeof *t + cover_table_octets(t->cover);
}

static enum irr verdict_at(const struct cover_table *t, unsigned side, uint32_t node, unsigned len,
                           asn_t origin)
{
	if (node == COVER_NONE)
		return IRR_NOT_FOUND;
	const struct cover_nodes *s = &t->side[side];
	for (; node != COVER_NONE; node = s->parent[node])
		if (cover_find(t, side, node, origin))
			return s->len[node] == len ? IRR_VALID : IRR_COVERING;
	return IRR_INVALID;
}

enum irr irr_lookup(const struct irr_table *t, const struct prefix *p, asn_t origin)
{
	if (!t)
		return IRR_NO_DATA;
	unsigned side = cover_side(p->family);
	return verdict_at(t->cover, side, cover_lookup(&t->cover->side[side], p), p->len, origin);
}

struct irr_walk irr_walk_begin(const struct irr_table *t)
{
	return (struct irr_walk){.cover = cover_walk_begin(t ? t->cover : NULL)};
}

enum irr irr_walk_next(struct irr_walk *w, const struct prefix *p, asn_t origin)
{
	if (!w->cover.table)
		return IRR_NO_DATA;
	if (!prefix_eq(&w->last, p)) {
		w->node = cover_walk_next(&w->cover, p);
		w->last = *p;
	}
	return verdict_at(w->cover.table, cover_side(p->family), w->node, p->len, origin);
}

void irr_join(const struct irr_table *t, const struct cover_route *routes, size_t n, uint8_t *verdicts)
{
	struct irr_walk w = irr_walk_begin(t);
	for (size_t i = 0; i < n; i++)
		verdicts[i] = (uint8_t)irr_walk_next(&w, &routes[i].prefix, routes[i].origin);
}

static void lookup_group(const struct cover_table *t, const struct cover_route *routes, size_t n,
                         uint8_t *verdicts)
{
	const struct prefix *p[COVER_MANY];
	uint32_t nodes[COVER_MANY];
	for (size_t i = 0; i < n; i++)
		p[i] = &routes[i].prefix;
	cover_lookup_many(t, p, n, nodes);
	for (size_t i = 0; i < n; i++)
		verdicts[i] =
		    (uint8_t)verdict_at(t, cover_side(p[i]->family), nodes[i], p[i]->len, routes[i].origin);
}

void irr_lookup_many(const struct irr_table *t, const struct cover_route *routes, size_t n, uint8_t *verdicts)
{
	for (size_t i = 0; i < n; i += COVER_MANY) {
		size_t some = n - i < COVER_MANY ? n - i : COVER_MANY;
		if (t)
			lookup_group(t->cover, routes + i, some, verdicts + i);
		else
			memset(verdicts + i, IRR_NO_DATA, some);
	}
}

/* ---- why */

const char *irr_match_name(enum irr_match m)
{
	static const char *const names[] = {"exact", "covering", "origin"};
	REQUIRE(m < sizeof names / sizeof *names);
	return names[m];
}

struct irr_explain irr_explain_begin(const struct irr_table *t, const struct prefix *p, asn_t origin)
{
	struct irr_explain e = {.table = t, .prefix = *p, .origin = origin, .node = COVER_NONE};
	if (t) {
		const struct cover_nodes *s = &t->cover->side[cover_side(p->family)];
		e.node = cover_lookup(s, p);
		e.item = e.node == COVER_NONE ? 0 : s->first[e.node];
	}
	return e;
}

bool irr_explain_next(struct irr_explain *e, struct irr_reason *out)
{
	if (e->node == COVER_NONE)
		return false;
	const struct cover_table *t = e->table->cover;
	unsigned side = cover_side(e->prefix.family);
	const struct cover_nodes *s = &t->side[side];
	const struct cover_item *i = &t->items[e->item];
	*out =
	    (struct irr_reason){.prefix = cover_node_prefix(t, side, e->node),
	                        .origin = i->value,
	                        .source = cover_source_of(t, i),
	                        .created = cover_extra(i) ? (instant_t)cover_extra(i) * DAY : INSTANT_NONE};
	out->result = out->origin != e->origin           ? IRR_MATCH_ORIGIN
	              : out->prefix.len == e->prefix.len ? IRR_MATCH_EXACT
	                                                 : IRR_MATCH_COVERING;
	if (++e->item == s->first[e->node + 1]) {
		e->node = s->parent[e->node];
		e->item = e->node == COVER_NONE ? 0 : s->first[e->node];
	}
	return true;
}
