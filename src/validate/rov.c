#include "validate/rov.h"

#include "base/mem.h"
#include "validate/cover_build.h"

#include <string.h>

/* Both are a cover table; the names keep them apart from an irr_table. value: ASN, extra: max_len. */
struct rov_builder {
	struct cover_builder *cover;
};

struct rov_table {
	struct cover_table *cover;
};

const char *rov_name(enum rov v)
{
	static const char *const names[ROV_N] = {
	    [ROV_NO_DATA] = "-",
	    [ROV_NOT_FOUND] = "not_found",
	    [ROV_VALID] = "valid",
	    [ROV_INVALID_ASN] = "invalid_asn",
	    [ROV_INVALID_LENGTH] = "invalid_length",
	    [ROV_INVALID_AS0] = "invalid_as0",
	};
	REQUIRE(v < ROV_N);
	return names[v];
}

struct rov_builder *rov_builder_new(void)
{
	struct rov_builder *b = mem_new(1, sizeof *b);
	b->cover = cover_builder_new();
	return b;
}

uint32_t rov_builder_file(struct rov_builder *b, const char *file, instant_t as_of)
{
	return cover_builder_file(b->cover, file, as_of);
}

void rov_builder_date(struct rov_builder *b, uint32_t file, instant_t as_of)
{
	cover_builder_date(b->cover, file, as_of);
}

void rov_builder_drop(struct rov_builder *b, uint32_t file)
{
	cover_builder_drop(b->cover, file);
}

void rov_builder_add(struct rov_builder *b, uint32_t file, const struct vrp *v)
{
	REQUIRE(v->max_len >= v->prefix.len && v->max_len <= family_bits(v->prefix.family));
	cover_builder_add(b->cover, file, v->ta, &v->prefix, v->asn, v->max_len);
}

struct rov_table *rov_builder_build(struct rov_builder *b)
{
	struct rov_table *t = mem_new(1, sizeof *t);
	t->cover = cover_builder_build(b->cover);
	free(b);
	return t;
}

void rov_builder_free(struct rov_builder *b)
{
	if (b)
		cover_builder_free(b->cover);
	free(b);
}

void rov_table_free(struct rov_table *t)
{
	if (t)
		cover_table_free(t->cover);
	free(t);
}

uint64_t rov_table_count(const struct rov_table *t)
{
	return t->cover->n_items;
}

uint64_t rov_table_octets(const struct rov_table *t)
{
	return sizeof *t + cover_table_octets(t->cover);
}

/* From the deepest covering node up: a VRP of the origin that allows the length ends it. */
static enum rov verdict_at(const struct cover_table *t, unsigned side, uint32_t node, unsigned len,
                           asn_t origin)
{
	if (node == COVER_NONE)
		return ROV_NOT_FOUND;
	const struct cover_nodes *s = &t->side[side];
	bool same_asn = false, some_asn = false;
	for (; node != COVER_NONE; node = s->parent[node]) {
		/* items go up by AS: the last one tells whether there is any but AS 0 */
		some_asn |= t->items[s->first[node + 1] - 1].value != 0;
		const struct cover_item *i = origin != 0 ? cover_find(t, side, node, origin) : NULL;
		if (!i)
			continue;
		if (len <= cover_extra(i))
			return ROV_VALID;
		same_asn = true;
	}
	return same_asn ? ROV_INVALID_LENGTH : some_asn ? ROV_INVALID_ASN : ROV_INVALID_AS0;
}

enum rov rov_lookup(const struct rov_table *t, const struct prefix *p, asn_t origin)
{
	if (!t)
		return ROV_NO_DATA;
	unsigned side = cover_side(p->family);
	return verdict_at(t->cover, side, cover_lookup(&t->cover->side[side], p), p->len, origin);
}

struct rov_walk rov_walk_begin(const struct rov_table *t)
{
	return (struct rov_walk){.cover = cover_walk_begin(t ? t->cover : NULL)};
}

enum rov rov_walk_next(struct rov_walk *w, const struct prefix *p, asn_t origin)
{
	if (!w->cover.table)
		return ROV_NO_DATA;
	if (!prefix_eq(&w->last, p)) {
		w->node = cover_walk_next(&w->cover, p);
		w->last = *p;
	}
	return verdict_at(w->cover.table, cover_side(p->family), w->node, p->len, origin);
}

void rov_join(const struct rov_table *t, const struct cover_route *routes, size_t n, uint8_t *verdicts)
{
	struct rov_walk w = rov_walk_begin(t);
	for (size_t i = 0; i < n; i++)
		verdicts[i] = (uint8_t)rov_walk_next(&w, &routes[i].prefix, routes[i].origin);
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

void rov_lookup_many(const struct rov_table *t, const struct cover_route *routes, size_t n, uint8_t *verdicts)
{
	for (size_t i = 0; i < n; i += COVER_MANY) {
		size_t some = n - i < COVER_MANY ? n - i : COVER_MANY;
		if (t)
			lookup_group(t->cover, routes + i, some, verdicts + i);
		else
			memset(verdicts + i, ROV_NO_DATA, some);
	}
}

/* ---- why */

const char *rov_match_name(enum rov_match m)
{
	static const char *const names[] = {"match", "asn", "length", "as0"};
	REQUIRE(m < sizeof names / sizeof *names);
	return names[m];
}

struct rov_explain rov_explain_begin(const struct rov_table *t, const struct prefix *p, asn_t origin)
{
	struct rov_explain e = {.table = t, .prefix = *p, .origin = origin, .node = COVER_NONE};
	if (t) {
		const struct cover_nodes *s = &t->cover->side[cover_side(p->family)];
		e.node = cover_lookup(s, p);
		e.item = e.node == COVER_NONE ? 0 : s->first[e.node];
	}
	return e;
}

static enum rov_match match_of(const struct rov_explain *e, const struct cover_item *i)
{
	if (i->value == 0)
		return ROV_MATCH_AS0;
	if (i->value != e->origin)
		return ROV_MATCH_ASN;
	return e->prefix.len <= cover_extra(i) ? ROV_MATCH : ROV_MATCH_LENGTH;
}

bool rov_explain_next(struct rov_explain *e, struct rov_reason *out)
{
	if (e->node == COVER_NONE)
		return false;
	const struct cover_table *t = e->table->cover;
	unsigned side = cover_side(e->prefix.family);
	const struct cover_nodes *s = &t->side[side];
	const struct cover_item *i = &t->items[e->item];
	*out = (struct rov_reason){.prefix = cover_node_prefix(t, side, e->node),
	                           .max_len = (uint8_t)cover_extra(i),
	                           .asn = i->value,
	                           .result = match_of(e, i),
	                           .source = cover_source_of(t, i)};
	if (++e->item == s->first[e->node + 1]) {
		e->node = s->parent[e->node];
		e->item = e->node == COVER_NONE ? 0 : s->first[e->node];
	}
	return true;
}
