#include "validate/delegation.h"

#include "base/hash.h"
#include "base/mem.h"

#include <string.h>

/* A number of up to 128 bits: an ASN, an IPv4 address (both in lo) or an IPv6 address. */
struct key {
	uint64_t hi, lo;
};

/* As struct delegation_record, its text an offset; interned. */
struct record {
	instant_t date;
	uint32_t opaque;
	uint8_t status, rir;
	char cc[2];
};

struct line {
	struct key first, last;
	uint32_t record;
};

struct intern {
	uint32_t *slots; /* index + 1 of an entry; 0: free */
	size_t n_slots, n;
};

enum { KINDS = 3, NO_RECORD = 0 };

struct delegation_builder {
	VEC(struct line) lines[KINDS]; /* by enum delegation_type */
	VEC(struct record) records;    /* [0]: nothing said */
	VEC(uint32_t) texts;           /* where each text begins */
	struct buf text;
	struct intern record_index, text_index;
	unsigned registries;
	bool coarse;
};

/* The whole number space cut into disjoint ranges: i holds start[i] up to the number before start[i + 1]. */
struct ranges {
	uint64_t *hi, *lo; /* hi: NULL but for IPv6 */
	uint32_t *record;
	uint32_t n, cap;
};

struct delegation_table {
	struct ranges kinds[KINDS];
	struct record *records;
	char *text;
	size_t n_records, text_len;
	unsigned registries;
};

static int key_cmp(struct key a, struct key b)
{
	if (a.hi != b.hi)
		return a.hi < b.hi ? -1 : 1;
	return (a.lo > b.lo) - (a.lo < b.lo);
}

static struct key key_after(struct key k)
{
	k.lo++;
	k.hi += k.lo == 0;
	return k;
}

static struct key key_before(struct key k)
{
	k.hi -= k.lo == 0;
	k.lo--;
	return k;
}

static struct key key_of(const struct ip_addr *a)
{
	return a->family == FAMILY_V4 ? (struct key){0, a->hi >> 32} : (struct key){a->hi, a->lo};
}

static struct ip_addr key_addr(struct key k, unsigned family)
{
	if (family == FAMILY_V4)
		return addr_from_v4((uint32_t)k.lo);
	return (struct ip_addr){.hi = k.hi, .lo = k.lo, .family = FAMILY_V6};
}

static struct key key_max(enum delegation_type kind)
{
	return kind == DELEGATION_V6 ? (struct key){UINT64_MAX, UINT64_MAX} : (struct key){0, UINT32_MAX};
}

/* ---- interning: the same holder stands in many lines */

/* Where in the index a value with that hash is or belongs; same() decides. */
typedef bool (*same_fn)(const struct delegation_builder *b, uint32_t i, const void *value);
typedef uint64_t (*hash_fn)(const struct delegation_builder *b, uint32_t i);

static uint32_t *intern_slot(const struct delegation_builder *b, const struct intern *x, uint64_t hash,
                             same_fn same, const void *value)
{
	size_t at = hash & (x->n_slots - 1);
	while (x->slots[at] && !(value && same(b, x->slots[at] - 1, value)))
		at = (at + 1) & (x->n_slots - 1);
	return &x->slots[at];
}

static void intern_grow(const struct delegation_builder *b, struct intern *x, hash_fn hash)
{
	if (x->n * 2 < x->n_slots)
		return;
	free(x->slots);
	x->n_slots = x->n_slots ? x->n_slots * 2 : 1024;
	x->slots = mem_new(x->n_slots, sizeof *x->slots);
	for (uint32_t i = 0; i < x->n; i++)
		*intern_slot(b, x, hash(b, i), NULL, NULL) = i + 1;
}

static const char *text_at(const struct delegation_builder *b, uint32_t i)
{
	return b->text.at + b->texts.at[i];
}

static bool text_same(const struct delegation_builder *b, uint32_t i, const void *value)
{
	return strcmp(text_at(b, i), value) == 0;
}

static uint64_t text_hash(const struct delegation_builder *b, uint32_t i)
{
	return hash_octets(text_at(b, i), strlen(text_at(b, i)));
}

/* The offset of a text. */
static uint32_t text_intern(struct delegation_builder *b, const char *s)
{
	size_t len = strlen(s);
	intern_grow(b, &b->text_index, text_hash);
	uint32_t *slot = intern_slot(b, &b->text_index, hash_octets(s, len), text_same, s);
	if (!*slot) {
		REQUIRE(b->text.len + len < UINT32_MAX);
		*vec_push(&b->texts) = (uint32_t)b->text.len;
		buf_add(&b->text, s, len + 1);
		*slot = (uint32_t)b->texts.n;
		b->text_index.n++;
	}
	return b->texts.at[*slot - 1];
}

static bool record_same(const struct delegation_builder *b, uint32_t i, const void *value)
{
	const struct record *x = &b->records.at[i], *y = value;
	return x->date == y->date && x->opaque == y->opaque && x->status == y->status && x->rir == y->rir &&
	       memcmp(x->cc, y->cc, sizeof x->cc) == 0;
}

static uint64_t record_hash_of(const struct record *r)
{
	uint64_t a = (uint64_t)r->opaque << 32 | (uint64_t)r->status << 24 | (uint64_t)r->rir << 16 |
	             (uint64_t)(uint8_t)r->cc[0] << 8 | (uint8_t)r->cc[1];
	return hash_u64(hash_u64(a) ^ (uint64_t)r->date);
}

static uint64_t record_hash(const struct delegation_builder *b, uint32_t i)
{
	return record_hash_of(&b->records.at[i]);
}

static uint32_t record_intern(struct delegation_builder *b, const struct record *r)
{
	intern_grow(b, &b->record_index, record_hash);
	uint32_t *slot = intern_slot(b, &b->record_index, record_hash_of(r), record_same, r);
	if (!*slot) {
		*vec_push(&b->records) = *r;
		*slot = (uint32_t)b->records.n;
		b->record_index.n++;
	}
	return *slot - 1;
}

/* ---- building */

struct delegation_builder *delegation_builder_new(void)
{
	struct delegation_builder *b = mem_new(1, sizeof *b);
	struct record nothing = {.date = INSTANT_NONE, .opaque = text_intern(b, "")};
	(void)record_intern(b, &nothing);
	return b;
}

void delegation_builder_coarse(struct delegation_builder *b)
{
	b->coarse = true;
}

void delegation_builder_free(struct delegation_builder *b)
{
	if (!b)
		return;
	for (size_t i = 0; i < KINDS; i++)
		vec_free(&b->lines[i]);
	vec_free(&b->records);
	vec_free(&b->texts);
	buf_fini(&b->text);
	free(b->record_index.slots);
	free(b->text_index.slots);
	free(b);
}

void delegation_builder_registry(struct delegation_builder *b, enum rir rir)
{
	if (rir != RIR_NONE)
		b->registries |= 1U << rir;
}

static void line_add(struct delegation_builder *b, enum delegation_type kind, struct line l, struct record r,
                     const char *opaque)
{
	if (b->coarse) {
		r.date = INSTANT_NONE;
		memset(r.cc, 0, sizeof r.cc);
		opaque = "";
	}
	r.opaque = text_intern(b, opaque);
	l.record = record_intern(b, &r);
	*vec_push(&b->lines[kind]) = l;
}

void delegation_builder_add(struct delegation_builder *b, const struct delegation *d)
{
	REQUIRE((unsigned)d->type < KINDS);
	struct line l = {.first = {0, d->asn_first}, .last = {0, d->asn_last}};
	if (d->type != DELEGATION_ASN) {
		l.first = key_of(&d->first);
		l.last = key_of(&d->last);
	}
	if (d->status == DELEGATION_ABSENT) /* IANA's blocks: nobody's, and no sign of that registry's file */
		return;
	delegation_builder_registry(b, d->rir);
	if (key_cmp(l.first, l.last) > 0)
		return;
	struct record r = {.date = d->date, .status = (uint8_t)d->status, .rir = (uint8_t)d->rir};
	memcpy(r.cc, d->cc, sizeof r.cc);
	line_add(b, d->type, l, r, d->opaque_id);
}

/*
 * Which of two lines is heard where both speak? Below 0: a. IANA's words about space that a registry speaks
 * of are old; the worse status is the cautious one; the rest makes the choice independent of the order.
 */
static int line_rank(const struct delegation_builder *b, const struct line *a, const struct line *c)
{
	const struct record *x = &b->records.at[a->record], *y = &b->records.at[c->record];
	if (a->record == c->record)
		return 0;
	if ((x->rir == RIR_IANA) != (y->rir == RIR_IANA))
		return x->rir == RIR_IANA ? 1 : -1;
	if (x->status != y->status)
		return x->status > y->status ? -1 : 1;
	if (x->date != y->date)
		return x->date > y->date ? -1 : 1;
	if (x->rir != y->rir)
		return x->rir < y->rir ? -1 : 1;
	int c2 = memcmp(x->cc, y->cc, sizeof x->cc);
	return c2 ? c2 : strcmp(b->text.at + x->opaque, b->text.at + y->opaque);
}

static int line_cmp(const void *x, const void *y)
{
	const struct line *a = x, *b = y;
	return key_cmp(a->first, b->first);
}

static void ranges_add(struct ranges *r, struct key start, uint32_t record)
{
	if (r->n > 0 && r->record[r->n - 1] == record)
		return;
	REQUIRE(r->n < r->cap);
	if (r->hi)
		r->hi[r->n] = start.hi;
	r->lo[r->n] = start.lo;
	r->record[r->n++] = record;
}

/* Those lines that are open where the sweep is, the one that is heard on top. */
struct heap {
	const struct delegation_builder *b;
	const struct line **at;
	size_t n;
};

static void heap_push(struct heap *h, const struct line *l)
{
	size_t i = h->n++;
	for (; i > 0 && line_rank(h->b, l, h->at[(i - 1) / 2]) < 0; i = (i - 1) / 2)
		h->at[i] = h->at[(i - 1) / 2];
	h->at[i] = l;
}

static void heap_pop(struct heap *h)
{
	const struct line *l = h->at[--h->n];
	size_t i = 0;
	for (;;) {
		size_t child = 2 * i + 1;
		if (child >= h->n)
			break;
		if (child + 1 < h->n && line_rank(h->b, h->at[child + 1], h->at[child]) < 0)
			child++;
		if (line_rank(h->b, h->at[child], l) >= 0)
			break;
		h->at[i] = h->at[child];
		i = child;
	}
	h->at[i] = l;
}

/* From each point to the next where a line begins or the one that is heard ends. */
static void sweep(struct ranges *r, struct heap *h, const struct line *lines, size_t n, struct key max)
{
	struct key at = {0, 0};
	size_t i = 0;
	for (;;) {
		while (i < n && key_cmp(lines[i].first, at) <= 0)
			heap_push(h, &lines[i++]);
		while (h->n > 0 && key_cmp(h->at[0]->last, at) < 0)
			heap_pop(h);
		struct key last = h->n > 0 ? h->at[0]->last : max;
		ranges_add(r, at, h->n > 0 ? h->at[0]->record : NO_RECORD);
		if (i < n && key_cmp(lines[i].first, last) <= 0)
			at = lines[i].first;
		else if (key_cmp(last, max) >= 0)
			return;
		else
			at = key_after(last);
	}
}

static void ranges_build(struct delegation_builder *b, struct ranges *r, enum delegation_type kind)
{
	size_t n = b->lines[kind].n;
	REQUIRE(n < UINT32_MAX / 2);
	if (n)
		qsort(b->lines[kind].at, n, sizeof *b->lines[kind].at, line_cmp);
	r->cap = (uint32_t)(2 * n + 1);
	r->hi = kind == DELEGATION_V6 ? mem_new(r->cap, sizeof *r->hi) : NULL;
	r->lo = mem_new(r->cap, sizeof *r->lo);
	r->record = mem_new(r->cap, sizeof *r->record);
	struct heap h = {.b = b, .at = mem_new(n + 1, sizeof *h.at)};
	sweep(r, &h, b->lines[kind].at, n, key_max(kind));
	free(h.at);
	r->hi = r->hi ? mem_resize(r->hi, r->n, sizeof *r->hi) : NULL;
	r->lo = mem_resize(r->lo, r->n, sizeof *r->lo);
	r->record = mem_resize(r->record, r->n, sizeof *r->record);
	r->cap = r->n;
}

struct delegation_table *delegation_builder_build(struct delegation_builder *b)
{
	struct delegation_table *t = mem_new(1, sizeof *t);
	for (unsigned kind = 0; kind < KINDS; kind++)
		ranges_build(b, &t->kinds[kind], (enum delegation_type)kind);
	t->n_records = b->records.n;
	t->records = mem_resize(b->records.at, b->records.n, sizeof *b->records.at);
	b->records.at = NULL;
	t->text_len = b->text.len;
	t->text = buf_take(&b->text);
	t->registries = b->registries;
	delegation_builder_free(b);
	return t;
}

void delegation_table_free(struct delegation_table *t)
{
	if (!t)
		return;
	for (unsigned kind = 0; kind < KINDS; kind++) {
		free(t->kinds[kind].hi);
		free(t->kinds[kind].lo);
		free(t->kinds[kind].record);
	}
	free(t->records);
	free(t->text);
	free(t);
}

uint64_t delegation_table_octets(const struct delegation_table *t)
{
	uint64_t octets = sizeof *t + t->n_records * sizeof *t->records + t->text_len;
	for (unsigned kind = 0; kind < KINDS; kind++) {
		const struct ranges *r = &t->kinds[kind];
		octets += r->n * (sizeof *r->lo + sizeof *r->record + (r->hi ? sizeof *r->hi : 0));
	}
	return octets;
}

static struct key range_start(const struct ranges *r, uint32_t i)
{
	return (struct key){r->hi ? r->hi[i] : 0, r->lo[i]};
}

void delegation_builder_add_table(struct delegation_builder *b, const struct delegation_table *t)
{
	b->registries |= t->registries;
	for (unsigned kind = 0; kind < KINDS; kind++) {
		const struct ranges *r = &t->kinds[kind];
		for (uint32_t i = 0; i < r->n; i++) {
			const struct record *from = &t->records[r->record[i]];
			struct line l = {.first = range_start(r, i),
			                 .last = key_max((enum delegation_type)kind)};
			if (i + 1 < r->n)
				l.last = key_before(range_start(r, i + 1));
			if (r->record[i] != NO_RECORD)
				line_add(b, (enum delegation_type)kind, l, *from, t->text + from->opaque);
		}
	}
}

/* ---- asking */

unsigned delegation_registries(const struct delegation_table *t)
{
	return t ? t->registries : 0;
}

bool delegation_has_all(const struct delegation_table *t)
{
	unsigned all =
	    1U << RIR_AFRINIC | 1U << RIR_APNIC | 1U << RIR_ARIN | 1U << RIR_LACNIC | 1U << RIR_RIPENCC;
	return (delegation_registries(t) & all) == all;
}

/* The range that holds k; the first one starts at 0. */
static uint32_t range_find(const struct ranges *r, struct key k)
{
	uint32_t from = 0, to = r->n;
	while (to - from > 1) {
		uint32_t mid = from + (to - from) / 2;
		if (key_cmp(range_start(r, mid), k) <= 0)
			from = mid;
		else
			to = mid;
	}
	return from;
}

static struct delegation_record record_of(const struct delegation_table *t, uint32_t i)
{
	const struct record *r = &t->records[i];
	return (struct delegation_record){.status = (enum delegation_status)r->status,
	                                  .rir = (enum rir)r->rir,
	                                  .cc = {r->cc[0], r->cc[1], 0},
	                                  .date = r->date,
	                                  .opaque_id = t->text + r->opaque};
}

static const struct delegation_record nothing_said = {
    .status = DELEGATION_ABSENT, .date = INSTANT_NONE, .opaque_id = ""};

struct delegation_record delegation_asn(const struct delegation_table *t, asn_t asn)
{
	if (!t)
		return nothing_said;
	const struct ranges *r = &t->kinds[DELEGATION_ASN];
	return record_of(t, r->record[range_find(r, (struct key){0, asn})]);
}

static const struct ranges *ranges_of(const struct delegation_table *t, unsigned family)
{
	return &t->kinds[family == FAMILY_V4 ? DELEGATION_V4 : DELEGATION_V6];
}

static unsigned badness(unsigned status)
{
	static const uint8_t of[] = {[DELEGATION_ALLOCATED] = 0,
	                             [DELEGATION_ABSENT] = 1,
	                             [DELEGATION_RESERVED] = 2,
	                             [DELEGATION_AVAILABLE] = 3};
	return of[status];
}

struct delegation_record delegation_prefix(const struct delegation_table *t, const struct prefix *p)
{
	if (!t)
		return nothing_said;
	const struct ranges *r = ranges_of(t, p->family);
	struct ip_addr first = {p->hi, p->lo, p->family}, last = prefix_last(p);
	struct key end = key_of(&last);
	uint32_t i = range_find(r, key_of(&first)), worst = r->record[i];
	for (i++; i < r->n && key_cmp(range_start(r, i), end) <= 0; i++) {
		if (t->records[worst].status == DELEGATION_AVAILABLE)
			break;
		if (badness(t->records[r->record[i]].status) > badness(t->records[worst].status))
			worst = r->record[i];
	}
	return record_of(t, worst);
}

struct delegation_walk delegation_begin(const struct delegation_table *t, const struct ip_addr *first,
                                        const struct ip_addr *last)
{
	struct delegation_walk w = {.table = t, .at = *first, .last = *last};
	w.done = addr_cmp(first, last) > 0;
	if (t)
		w.index = range_find(ranges_of(t, first->family), key_of(first));
	return w;
}

bool delegation_next(struct delegation_walk *w, struct delegation_part *out)
{
	if (w->done)
		return false;
	*out = (struct delegation_part){.first = w->at, .last = w->last, .record = nothing_said};
	w->done = true;
	if (!w->table)
		return true;
	const struct ranges *r = ranges_of(w->table, w->at.family);
	struct key last = key_of(&w->last);
	out->record = record_of(w->table, r->record[w->index++]);
	if (w->index < r->n && key_cmp(range_start(r, w->index), last) <= 0) {
		out->last = key_addr(key_before(range_start(r, w->index)), w->at.family);
		w->at = key_addr(range_start(r, w->index), w->at.family);
		w->done = false;
	}
	return true;
}

bool delegation_asn_at(const struct delegation_table *t, size_t i, asn_t *first, asn_t *last,
                       struct delegation_record *out)
{
	const struct ranges *r = &t->kinds[DELEGATION_ASN];
	if (i >= r->n)
		return false;
	*first = (asn_t)r->lo[i];
	*last = i + 1 < r->n ? (asn_t)(r->lo[i + 1] - 1) : UINT32_MAX;
	*out = record_of(t, r->record[i]);
	return true;
}
