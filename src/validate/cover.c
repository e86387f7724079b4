#include "base/hash.h"
#include "base/mem.h"
#include "validate/cover_build.h"

#include <string.h>

enum {
	BUCKET_BITS = 16,
	BUCKETS = 1 << BUCKET_BITS,
	BUCKETS_FROM = 4096, /* nodes below which a plain binary search is as good */
	SOURCES_MAX = 1 << (32 - COVER_EXTRA_BITS),
};

struct row {
	uint64_t hi, lo;
	uint32_t value;
	uint32_t source;
	uint8_t family, len;
	uint16_t extra;
};

struct cover_builder {
	VEC(struct row) rows;
	VEC(struct cover_source) files;   /* name: NULL; file: NULL once it was dropped */
	VEC(struct cover_source) sources; /* names owned here, files by the files above */
	uint32_t *slots;                  /* hash of sources: index + 1; 0: free */
	size_t n_slots;
	uint32_t last_file, last_source; /* the source found last; files.n == 0: none */
};

struct cover_builder *cover_builder_new(void)
{
	struct cover_builder *b = mem_new(1, sizeof *b);
	b->last_source = UINT32_MAX;
	return b;
}

static void strings_free(struct cover_builder *b)
{
	for (size_t i = 0; i < b->files.n; i++)
		free((void *)(uintptr_t)b->files.at[i].file);
	for (size_t i = 0; i < b->sources.n; i++)
		free((void *)(uintptr_t)b->sources.at[i].name);
}

void cover_builder_free(struct cover_builder *b)
{
	if (!b)
		return;
	strings_free(b);
	vec_free(&b->rows);
	vec_free(&b->files);
	vec_free(&b->sources);
	free(b->slots);
	free(b);
}

uint32_t cover_builder_file(struct cover_builder *b, const char *file, instant_t as_of)
{
	*vec_push(&b->files) = (struct cover_source){.file = mem_strdup(file), .as_of = as_of};
	return (uint32_t)(b->files.n - 1);
}

void cover_builder_date(struct cover_builder *b, uint32_t file, instant_t as_of)
{
	REQUIRE(file < b->files.n);
	b->files.at[file].as_of = as_of;
}

void cover_builder_drop(struct cover_builder *b, uint32_t file)
{
	REQUIRE(file < b->files.n);
	free((void *)(uintptr_t)b->files.at[file].file);
	b->files.at[file].file = NULL;
}

/* ---- sources: interned as they come, numbered by content at the end */

static uint64_t source_hash(uint32_t file, const char *name)
{
	return hash_u64(hash_octets(name, strlen(name)) + file);
}

/* While building, as_of of a source is the number of its file: the file's own fields come in at the end. */
static bool source_is(const struct cover_source *s, uint32_t file, const char *name)
{
	return s->as_of == file && strcmp(s->name, name) == 0;
}

static void slots_grow(struct cover_builder *b)
{
	free(b->slots);
	b->n_slots = b->n_slots ? b->n_slots * 2 : 64;
	b->slots = mem_new(b->n_slots, sizeof *b->slots);
	for (uint32_t i = 0; i < b->sources.n; i++) {
		const struct cover_source *s = &b->sources.at[i];
		size_t at = source_hash((uint32_t)s->as_of, s->name) & (b->n_slots - 1);
		while (b->slots[at])
			at = (at + 1) & (b->n_slots - 1);
		b->slots[at] = i + 1;
	}
}

static uint32_t source_find(struct cover_builder *b, uint32_t file, const char *name)
{
	if (b->last_source != UINT32_MAX && source_is(&b->sources.at[b->last_source], file, name))
		return b->last_source;
	if (b->sources.n * 2 >= b->n_slots)
		slots_grow(b);
	size_t at = source_hash(file, name) & (b->n_slots - 1);
	for (; b->slots[at]; at = (at + 1) & (b->n_slots - 1))
		if (source_is(&b->sources.at[b->slots[at] - 1], file, name))
			return b->last_source = b->slots[at] - 1;
	if (b->sources.n == SOURCES_MAX)
		return SOURCES_MAX - 1;
	*vec_push(&b->sources) = (struct cover_source){.name = mem_strdup(name), .as_of = file};
	b->slots[at] = (uint32_t)b->sources.n;
	return b->last_source = (uint32_t)b->sources.n - 1;
}

void cover_builder_add(struct cover_builder *b, uint32_t file, const char *source, const struct prefix *p,
                       uint32_t value, uint16_t extra)
{
	REQUIRE(file < b->files.n && p->len <= family_bits(p->family));
	struct prefix m = prefix_masked(*p);
	*vec_push(&b->rows) = (struct row){.hi = m.hi,
	                                   .lo = m.lo,
	                                   .value = value,
	                                   .source = source_find(b, file, source),
	                                   .family = m.family == FAMILY_V4 ? COVER_V4 : COVER_V6,
	                                   .len = m.len,
	                                   .extra = extra};
}

struct numbered {
	struct cover_source source;
	uint32_t was;
};

static int numbered_cmp(const void *x, const void *y)
{
	const struct numbered *a = x, *b = y;
	int c = strcmp(a->source.name, b->source.name);
	if (c == 0)
		c = strcmp(a->source.file, b->source.file);
	if (c == 0)
		c = (a->source.as_of > b->source.as_of) - (a->source.as_of < b->source.as_of);
	return c;
}

/* Take out what came from files that were dropped. */
static void rows_drop(struct cover_builder *b)
{
	size_t n = 0;
	for (size_t i = 0; i < b->rows.n; i++)
		if (b->files.at[b->sources.at[b->rows.at[i].source].as_of].file)
			b->rows.at[n++] = b->rows.at[i];
	b->rows.n = n;
}

/* Number the sources by content; equal ones (a file named twice) become one. */
static void sources_settle(struct cover_builder *b, struct cover_table *t)
{
	size_t n = b->sources.n;
	struct numbered *order = mem_new(n + 1, sizeof *order);
	uint32_t *now = mem_new(n + 1, sizeof *now);
	rows_drop(b);
	n = 0;
	for (size_t i = 0; i < b->sources.n; i++) {
		const struct cover_source *s = &b->sources.at[i], *f = &b->files.at[s->as_of];
		if (f->file)
			order[n++] = (struct numbered){{s->name, f->file, f->as_of}, (uint32_t)i};
	}
	qsort(order, n, sizeof *order, numbered_cmp);
	t->sources = mem_new(n + 1, sizeof *t->sources);
	for (size_t i = 0; i < n; i++) {
		if (i == 0 || numbered_cmp(&order[i - 1], &order[i]) != 0) {
			struct cover_source *s = &t->sources[t->n_sources++];
			*s = order[i].source;
			s->name = mem_strdup(s->name);
			s->file = mem_strdup(s->file);
		}
		now[order[i].was] = t->n_sources - 1;
	}
	for (size_t i = 0; i < b->rows.n; i++)
		b->rows.at[i].source = now[b->rows.at[i].source];
	free(order);
	free(now);
}

/* ---- rows to nodes and items */

static int row_prefix_cmp(const struct row *a, const struct row *b)
{
	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	if (a->hi != b->hi)
		return a->hi < b->hi ? -1 : 1;
	if (a->lo != b->lo)
		return a->lo < b->lo ? -1 : 1;
	return (a->len > b->len) - (a->len < b->len);
}

static int row_cmp(const void *x, const void *y)
{
	const struct row *a = x, *b = y;
	int c = row_prefix_cmp(a, b);
	if (c != 0)
		return c;
	if (a->value != b->value)
		return a->value < b->value ? -1 : 1;
	if (a->extra != b->extra)
		return a->extra < b->extra ? -1 : 1;
	return (a->source > b->source) - (a->source < b->source);
}

static size_t rows_settle(struct cover_builder *b)
{
	struct row *r = b->rows.at;
	size_t n = 0;
	if (b->rows.n)
		qsort(r, b->rows.n, sizeof *r, row_cmp);
	for (size_t i = 0; i < b->rows.n; i++)
		if (n == 0 || row_cmp(&r[n - 1], &r[i]) != 0)
			r[n++] = r[i];
	return n;
}

static void side_alloc(struct cover_nodes *s, const struct row *r, size_t n, unsigned side)
{
	size_t nodes = 0;
	for (size_t i = 0; i < n; i++)
		nodes += i == 0 || row_prefix_cmp(&r[i - 1], &r[i]) != 0;
	s->hi = mem_new(nodes + 1, sizeof *s->hi);
	s->lo = side == COVER_V6 ? mem_new(nodes + 1, sizeof *s->lo) : NULL;
	s->len = mem_new(nodes + 1, sizeof *s->len);
	s->parent = mem_new(nodes + 1, sizeof *s->parent);
	s->first = mem_new(nodes + 1, sizeof *s->first);
}

static void side_node_add(struct cover_nodes *s, const struct row *r, uint32_t item)
{
	uint32_t i = s->n++;
	s->hi[i] = r->hi;
	if (s->lo)
		s->lo[i] = r->lo;
	s->len[i] = r->len;
	s->first[i] = item;
	struct prefix p = {.hi = r->hi, .lo = r->lo, .len = r->len};
	s->parent[i] = i == 0 ? COVER_NONE : cover_climb(s, i - 1, &p);
}

static void side_buckets(struct cover_nodes *s)
{
	if (s->n < BUCKETS_FROM)
		return;
	s->buckets = mem_new(BUCKETS + 1, sizeof *s->buckets);
	uint32_t i = 0;
	for (uint32_t b = 0; b <= BUCKETS; b++) {
		while (i < s->n && s->hi[i] >> (64 - BUCKET_BITS) < b)
			i++;
		s->buckets[b] = i;
	}
}

static void side_build(struct cover_table *t, unsigned side, const struct row *r, size_t n)
{
	struct cover_nodes *s = &t->side[side];
	side_alloc(s, r, n, side);
	for (size_t i = 0; i < n; i++) {
		if (i == 0 || row_prefix_cmp(&r[i - 1], &r[i]) != 0)
			side_node_add(s, &r[i], t->n_items);
		t->items[t->n_items++] = (struct cover_item){
		    .value = r[i].value, .tag = r[i].source << COVER_EXTRA_BITS | r[i].extra};
	}
	s->first[s->n] = t->n_items;
	side_buckets(s);
}

struct cover_table *cover_builder_build(struct cover_builder *b)
{
	struct cover_table *t = mem_new(1, sizeof *t);
	sources_settle(b, t);
	size_t n = rows_settle(b), n_v4 = 0;
	REQUIRE(n < COVER_NONE);
	while (n_v4 < n && b->rows.at[n_v4].family == COVER_V4)
		n_v4++;
	t->items = mem_new(n + 1, sizeof *t->items);
	side_build(t, COVER_V4, b->rows.at, n_v4);
	side_build(t, COVER_V6, b->rows.at + n_v4, n - n_v4);
	cover_builder_free(b);
	return t;
}

void cover_table_free(struct cover_table *t)
{
	if (!t)
		return;
	for (unsigned i = 0; i < COVER_FAMILIES; i++) {
		struct cover_nodes *s = &t->side[i];
		free(s->hi);
		free(s->lo);
		free(s->len);
		free(s->parent);
		free(s->first);
		free(s->buckets);
	}
	for (uint32_t i = 0; i < t->n_sources; i++) {
		free((void *)(uintptr_t)t->sources[i].name);
		free((void *)(uintptr_t)t->sources[i].file);
	}
	free(t->sources);
	free(t->items);
	free(t);
}

uint64_t cover_table_octets(const struct cover_table *t)
{
	uint64_t octets = sizeof *t + t->n_items * sizeof *t->items + t->n_sources * sizeof *t->sources;
	for (unsigned i = 0; i < COVER_FAMILIES; i++) {
		const struct cover_nodes *s = &t->side[i];
		octets += s->n * (sizeof *s->hi + (s->lo ? sizeof *s->lo : 0) + sizeof *s->len +
		                  sizeof *s->parent + sizeof *s->first);
		octets += s->buckets ? (BUCKETS + 1) * sizeof *s->buckets : 0;
	}
	return octets;
}

/* ---- asking */

/* How many nodes are not behind p. */
static uint32_t rank_of(const struct cover_nodes *s, const struct prefix *p)
{
	uint32_t from = 0, to = s->n;
	if (s->buckets) {
		const uint32_t *b = &s->buckets[p->hi >> (64 - BUCKET_BITS)];
		from = b[0];
		to = b[1];
	}
	while (from < to) {
		uint32_t mid = from + (to - from) / 2;
		if (cover_not_behind(s, mid, p))
			from = mid + 1;
		else
			to = mid;
	}
	return from;
}

uint32_t cover_lookup(const struct cover_nodes *s, const struct prefix *p)
{
	uint32_t n = rank_of(s, p);
	return n == 0 ? COVER_NONE : cover_climb(s, n - 1, p);
}

uint32_t cover_walk_seek(struct cover_walk *w, unsigned side, const struct prefix *p)
{
	const struct cover_nodes *s = &w->table->side[side];
	uint32_t n = rank_of(s, p);
	w->next[side] = n;
	return n == 0 ? COVER_NONE : cover_climb(s, n - 1, p);
}

/* Each loop asks for what the next one needs. */
void cover_lookup_many(const struct cover_table *t, const struct prefix *const *p, size_t n, uint32_t *nodes)
{
	REQUIRE(n <= COVER_MANY);
	for (size_t i = 0; i < n; i++) {
		const struct cover_nodes *s = &t->side[cover_side(p[i]->family)];
		if (s->buckets)
			__builtin_prefetch(&s->buckets[p[i]->hi >> (64 - BUCKET_BITS)]);
	}
	for (size_t i = 0; i < n; i++) {
		const struct cover_nodes *s = &t->side[cover_side(p[i]->family)];
		if (s->buckets) {
			const uint32_t *b = &s->buckets[p[i]->hi >> (64 - BUCKET_BITS)];
			__builtin_prefetch(&s->hi[b[0] + (b[1] - b[0]) / 2]);
		}
	}
	for (size_t i = 0; i < n; i++) {
		const struct cover_nodes *s = &t->side[cover_side(p[i]->family)];
		nodes[i] = rank_of(s, p[i]);
		if (nodes[i]-- > 0) {
			__builtin_prefetch(&s->len[nodes[i]]);
			__builtin_prefetch(&s->parent[nodes[i]]);
			__builtin_prefetch(&s->first[nodes[i]]);
		}
	}
	for (size_t i = 0; i < n; i++) {
		const struct cover_nodes *s = &t->side[cover_side(p[i]->family)];
		nodes[i] = cover_climb(s, nodes[i], p[i]);
		if (nodes[i] != COVER_NONE)
			__builtin_prefetch(&t->items[s->first[nodes[i]]]);
	}
}

struct prefix cover_node_prefix(const struct cover_table *t, unsigned side, uint32_t node)
{
	const struct cover_nodes *s = &t->side[side];
	return (struct prefix){.hi = s->hi[node],
	                       .lo = s->lo ? s->lo[node] : 0,
	                       .len = s->len[node],
	                       .family = side == COVER_V4 ? FAMILY_V4 : FAMILY_V6};
}

const struct cover_item *cover_find(const struct cover_table *t, unsigned side, uint32_t node, uint32_t value)
{
	uint32_t from = t->side[side].first[node], to = t->side[side].first[node + 1], first = from;
	while (to - from > 8) {
		uint32_t mid = from + (to - from) / 2;
		if (t->items[mid].value <= value)
			from = mid;
		else
			to = mid;
	}
	while (to > first && t->items[to - 1].value > value)
		to--;
	return to > first && t->items[to - 1].value == value ? &t->items[to - 1] : NULL;
}
