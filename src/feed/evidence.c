#include "feed/evidence.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

enum { CELLS_MIN = 256 };

/* A record: its place, and its octets in a heap of octets. */
struct kept {
	uint64_t number, offset;
	uint32_t file, len;
	size_t at;       /* SIZE_MAX: no octets */
	uint32_t became; /* kept aside: its number as evidence; RIB_NONE: none so far */
	uint32_t peers;  /* number of the table of peers that it needs; RIB_NONE: of none */
};

/* The table of peers of the dump that a file is in: its records name peers by numbers of it. */
struct peer_table {
	struct kept record;
	uint8_t *octets;
};

struct records {
	VEC(struct kept) kept;
	struct buf octets;
};

/* An entry of a dump that has not yet taken effect. */
struct staged {
	peer_id peer;
	prefix_id prefix;
	path_id path;
	uint32_t record; /* in aside */
	uint8_t family;
};

struct evidence_store {
	const struct apply *apply;
	evidence_wanted_fn wanted;
	void *wanted_ctx;
	size_t limit;
	struct records evidence, aside;
	VEC(struct staged) staged;
	uint32_t *cell; /* open addressing: index in staged + 1 */
	uint32_t mask;
	VEC(uint32_t) files; /* whose dumps have something aside */
	VEC(struct peer_table) tables;
};

struct evidence_store *evidence_store_new(const struct apply *apply)
{
	struct evidence_store *s = mem_new(1, sizeof *s);
	s->apply = apply;
	s->limit = EVIDENCE_OCTETS;
	s->mask = CELLS_MIN - 1;
	s->cell = mem_new(CELLS_MIN, sizeof *s->cell);
	return s;
}

void evidence_limit(struct evidence_store *s, size_t octets)
{
	s->limit = octets;
}

void evidence_watch(struct evidence_store *s, evidence_wanted_fn wanted, void *ctx)
{
	s->wanted = wanted;
	s->wanted_ctx = ctx;
}

static void records_fini(struct records *r)
{
	vec_free(&r->kept);
	buf_fini(&r->octets);
}

void evidence_store_free(struct evidence_store *s)
{
	if (!s)
		return;
	records_fini(&s->evidence);
	records_fini(&s->aside);
	vec_free(&s->staged);
	vec_free(&s->files);
	for (size_t i = 0; i < s->tables.n; i++)
		free(s->tables.at[i].octets);
	vec_free(&s->tables);
	free(s->cell);
	free(s);
}

/* Keep a record unless it is the one that was kept last. Returns its index. */
static uint32_t keep(struct records *r, size_t limit, struct kept k, const uint8_t *octets)
{
	const struct kept *last = r->kept.n ? &r->kept.at[r->kept.n - 1] : NULL;
	if (last && last->file == k.file && last->number == k.number)
		return (uint32_t)r->kept.n - 1;
	k.at = SIZE_MAX;
	if (octets && k.len <= limit && r->octets.len <= limit - k.len) {
		k.at = r->octets.len;
		buf_add(&r->octets, octets, k.len);
	}
	*vec_push(&r->kept) = k;
	return (uint32_t)r->kept.n - 1;
}

/* The record that is being applied. */
static struct kept record_now(const struct evidence_store *s)
{
	const struct mrt_record *m = s->apply->now.record;
	return (struct kept){.number = m->number,
	                     .offset = m->offset,
	                     .file = s->apply->now.file,
	                     .len = (uint32_t)m->len,
	                     .became = RIB_NONE,
	                     .peers = RIB_NONE};
}

static uint32_t keep_now(struct evidence_store *s, struct records *r)
{
	const struct mrt_record *m = s->apply->now.record;
	return keep(r, s->limit, record_now(s), m->octets);
}

static struct peer_table *table_find(struct evidence_store *s, uint32_t file)
{
	for (size_t i = 0; i < s->tables.n; i++)
		if (s->tables.at[i].record.file == file)
			return &s->tables.at[i];
	return NULL;
}

static void table_forget(struct evidence_store *s, uint32_t file)
{
	struct peer_table *t = table_find(s, file);
	if (!t)
		return;
	free(t->octets);
	*t = s->tables.at[--s->tables.n];
}

void evidence_peers(void *ctx)
{
	struct evidence_store *s = ctx;
	const struct mrt_record *m = s->apply->now.record;
	table_forget(s, s->apply->now.file);
	if (m->len > s->limit)
		return;
	struct peer_table *t = vec_push(&s->tables);
	*t = (struct peer_table){.record = record_now(s), .octets = mem_new(m->len, 1)};
	memcpy(t->octets, m->octets, m->len);
}

/* It becomes evidence before the first record that needs it. */
static uint32_t table_keep(struct evidence_store *s, uint32_t file)
{
	struct peer_table *t = table_find(s, file);
	if (t && t->record.became == RIB_NONE)
		t->record.became = keep(&s->evidence, s->limit, t->record, t->octets);
	return t ? t->record.became : RIB_NONE;
}

static uint32_t home(const struct evidence_store *s, peer_id peer, unsigned family, prefix_id prefix)
{
	return (uint32_t)hash_u64((uint64_t)peer << 33 | (uint64_t)family << 32 | prefix) & s->mask;
}

/* The cell of a slot, or the empty one where it would go. */
static uint32_t *cell_find(struct evidence_store *s, peer_id peer, unsigned family, prefix_id prefix)
{
	uint32_t i = home(s, peer, family, prefix);
	for (; s->cell[i]; i = (i + 1) & s->mask) {
		const struct staged *e = &s->staged.at[s->cell[i] - 1];
		if (e->peer == peer && e->family == family && e->prefix == prefix)
			break;
	}
	return &s->cell[i];
}

static void cells_grow(struct evidence_store *s)
{
	s->mask = s->mask * 2 + 1;
	free(s->cell);
	s->cell = mem_new((size_t)s->mask + 1, sizeof *s->cell);
	for (size_t i = 0; i < s->staged.n; i++) {
		const struct staged *e = &s->staged.at[i];
		*cell_find(s, e->peer, e->family, e->prefix) = (uint32_t)i + 1;
	}
}

static void file_begins(struct evidence_store *s, uint32_t file)
{
	for (size_t i = 0; i < s->files.n; i++)
		if (s->files.at[i] == file)
			return;
	*vec_push(&s->files) = file;
}

static bool is_known_already(const struct evidence_store *s, peer_id peer, unsigned family, prefix_id prefix,
                             path_id path)
{
	return rib_table_get(&rib_peer_get(s->apply->rib, peer)->table[family], prefix) == path;
}

void evidence_staged(void *ctx, const struct apply_staged *x)
{
	struct evidence_store *s = ctx;
	if (is_known_already(s, x->peer, x->family, x->prefix, x->path) || !s->wanted ||
	    !s->wanted(s->wanted_ctx, x))
		return;
	file_begins(s, s->apply->now.file);
	struct staged e = {.peer = x->peer, .prefix = x->prefix, .path = x->path, .family = x->family};
	e.record = keep_now(s, &s->aside);
	uint32_t *cell = cell_find(s, x->peer, x->family, x->prefix);
	if (*cell) {
		s->staged.at[*cell - 1] = e;
		return;
	}
	*vec_push(&s->staged) = e;
	*cell = (uint32_t)s->staged.n;
	if (s->staged.n * 2 > s->mask)
		cells_grow(s);
}

/* A dump has taken effect. When none is being read any more, nothing that is aside can be asked for. */
void evidence_dumped(void *ctx, uint32_t file)
{
	struct evidence_store *s = ctx;
	table_forget(s, file);
	for (size_t i = 0; i < s->files.n; i++)
		if (s->files.at[i] == file) {
			s->files.at[i] = s->files.at[--s->files.n];
			break;
		}
	if (s->files.n > 0 || s->staged.n == 0)
		return;
	records_fini(&s->aside);
	vec_free(&s->staged);
	free(s->cell);
	s->mask = CELLS_MIN - 1;
	s->cell = mem_new(CELLS_MIN, sizeof *s->cell);
}

/* The record that was kept aside for an entry becomes evidence, once however many ask for it. */
static uint32_t of_dump(struct evidence_store *s, const struct rib_change *c)
{
	uint32_t i = *cell_find(s, c->peer, c->family, c->prefix);
	if (i == 0 || s->staged.at[i - 1].path != c->to)
		return RIB_NONE;
	struct kept *k = &s->aside.kept.at[s->staged.at[i - 1].record];
	if (k->became == RIB_NONE) {
		const uint8_t *octets =
		    k->at == SIZE_MAX ? NULL : (const uint8_t *)s->aside.octets.at + k->at;
		k->peers = table_keep(s, k->file);
		k->became = keep(&s->evidence, s->limit, *k, octets);
	}
	return k->became;
}

uint32_t evidence_message(void *ctx, const struct rib_change *c)
{
	struct evidence_store *s = ctx;
	if (c->cause == RIB_ANNOUNCED || c->cause == RIB_WITHDRAWN)
		return keep_now(s, &s->evidence);
	return c->cause == RIB_DUMPED ? of_dump(s, c) : RIB_NONE;
}

uint32_t evidence_count(const struct evidence_store *s)
{
	return (uint32_t)s->evidence.kept.n;
}

struct evidence_message evidence_get(const struct evidence_store *s, uint32_t number)
{
	REQUIRE(number < s->evidence.kept.n);
	const struct kept *k = &s->evidence.kept.at[number];
	struct evidence_message m = {
	    .file = k->file, .record = k->number, .offset = k->offset, .peers = k->peers};
	if (k->at != SIZE_MAX) {
		m.octets = (const uint8_t *)s->evidence.octets.at + k->at;
		m.len = k->len;
	}
	return m;
}
