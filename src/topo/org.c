#include "topo/org.h"

#include "base/hash.h"
#include "base/mem.h"

#include <string.h>

/* Below this many pairs doubles are not worth looking for. */
enum { FEW = 1 << 16 };

/* ASN << 32 | id */
struct pairs {
	VEC(uint64_t) at;
	size_t once; /* so many were there when doubles were last taken out */
};

struct org_builder {
	struct org_rules rules;
	struct buf text;   /* ids, each with its registry behind it: "ORG-X1-RIPE\0RIPE\0" */
	VEC(size_t) names; /* where each begins */
	uint32_t *slots;   /* hash of a name to its number + 1; 0: free */
	size_t n_slots;    /* a power of two, at least twice as many as names */
	struct pairs pairs[ORG_SOURCES];
};

struct list {
	size_t n;
	asn_t *asns; /* ascending, then by id */
	uint32_t *ids;
};

struct org_table {
	struct list lists[ORG_SOURCES];
	char *text;
	size_t *names; /* in the order of octets */
};

const char *org_source_name(enum org_source s)
{
	static const char *const names[ORG_SOURCES] = {
#define ORG_SOURCE_NAME(source, name) [ORG_BY_##source] = name,
	    ORG_SOURCE_LIST(ORG_SOURCE_NAME)
#undef ORG_SOURCE_NAME
	};
	REQUIRE(s < ORG_SOURCES);
	return names[s];
}

struct org_builder *org_builder_new(const struct org_rules *rules)
{
	struct org_builder *b = mem_new(1, sizeof *b);
	if (rules)
		b->rules = *rules;
	return b;
}

void org_builder_free(struct org_builder *b)
{
	if (!b)
		return;
	for (size_t s = 0; s < ORG_SOURCES; s++)
		vec_free(&b->pairs[s].at);
	buf_fini(&b->text);
	vec_free(&b->names);
	free(b->slots);
	free(b);
}

/* ---- names to numbers */

static size_t name_len(const char *name)
{
	size_t id = strlen(name) + 1;
	return id + strlen(name + id) + 1;
}

/* Where the name of so many octets stands, or the free slot where it would. */
static uint32_t *slot_of(const struct org_builder *b, const char *name, size_t len)
{
	size_t i = hash_octets(name, len) & (b->n_slots - 1);
	for (; b->slots[i]; i = (i + 1) & (b->n_slots - 1)) {
		const char *other = b->text.at + b->names.at[b->slots[i] - 1];
		if (name_len(other) == len && memcmp(other, name, len) == 0)
			break;
	}
	return &b->slots[i];
}

static void slots_grow(struct org_builder *b)
{
	if (b->n_slots >= 2 * (b->names.n + 1))
		return;
	free(b->slots);
	b->n_slots = b->n_slots ? 2 * b->n_slots : 1024;
	b->slots = mem_new(b->n_slots, sizeof *b->slots);
	for (size_t i = 0; i < b->names.n; i++) {
		const char *name = b->text.at + b->names.at[i];
		*slot_of(b, name, name_len(name)) = (uint32_t)i + 1;
	}
}

/* The number of a name that may be new. */
static enum err number(struct org_builder *b, const char *registry, const char *id, uint32_t *out)
{
	size_t n_id = strlen(id) + 1, n_registry = strlen(registry) + 1, at = b->text.len;
	if (n_id > ORG_MAX_TEXT || n_registry > ORG_MAX_TEXT)
		return ERR_LIMIT;
	slots_grow(b);
	buf_add(&b->text, id, n_id);
	buf_add(&b->text, registry, n_registry);
	uint32_t *slot = slot_of(b, b->text.at + at, n_id + n_registry);
	bool is_new = *slot == 0, fits = b->text.len <= ORG_MAX_TEXT;
	if (is_new && fits) {
		*vec_push(&b->names) = at;
		*slot = (uint32_t)b->names.n;
	} else {
		b->text.len = at;
		b->text.at[at] = 0;
	}
	if (is_new && !fits)
		return ERR_LIMIT;
	*out = *slot - 1;
	return ERR_OK;
}

/* ---- pairs */

static int pair_cmp(const void *x, const void *y)
{
	const uint64_t *a = x, *b = y;
	return (*a > *b) - (*a < *b);
}

static void pairs_once(struct pairs *p)
{
	size_t n = 0;
	if (p->at.n)
		qsort(p->at.at, p->at.n, sizeof *p->at.at, pair_cmp);
	for (size_t i = 0; i < p->at.n; i++)
		if (n == 0 || p->at.at[n - 1] != p->at.at[i])
			p->at.at[n++] = p->at.at[i];
	p->at.n = p->once = n;
}

/* An origin has hundreds of routes with the same maintainer: doubles go when half may be some. */
static bool pairs_have_room(struct pairs *p)
{
	bool many = p->at.n >= FEW && p->at.n >= 2 * p->once;
	if (many || (p->at.n == ORG_MAX_PAIRS && p->once < p->at.n))
		pairs_once(p);
	return p->at.n < ORG_MAX_PAIRS;
}

/* Has it a name that is somebody else's? */
static bool is_somebody(const struct org_builder *b, enum org_source source, const char *id)
{
	if (source != ORG_BY_MAINTAINER && source != ORG_BY_CONTACT && source != ORG_BY_ROUTES)
		return true;
	for (size_t i = 0; i < b->rules.n_generic; i++)
		if (strcmp(b->rules.generic[i], id) == 0)
			return false;
	return true;
}

enum err org_builder_add(struct org_builder *b, enum org_source source, asn_t asn, const char *registry,
                         const char *id)
{
	uint32_t n;
	REQUIRE(source < ORG_SOURCES);
	if (!*id || !is_somebody(b, source, id))
		return ERR_OK;
	if (!pairs_have_room(&b->pairs[source]))
		return ERR_LIMIT;
	enum err e = number(b, registry, id, &n);
	if (e == ERR_OK)
		*vec_push(&b->pairs[source].at) = (uint64_t)asn << 32 | n;
	return e;
}

/* ---- the table */

static int name_cmp(const void *x, const void *y, void *ctx)
{
	const struct org_builder *b = ctx;
	const uint32_t *i = x, *k = y;
	const char *p = b->text.at + b->names.at[*i], *q = b->text.at + b->names.at[*k];
	int c = strcmp(p, q);
	return c ? c : strcmp(p + strlen(p) + 1, q + strlen(q) + 1);
}

/* Numbers in the order of names, so that they do not depend on that of the additions. */
static size_t *names_order(struct org_builder *b)
{
	size_t n = b->names.n;
	uint32_t *order = mem_new(n + 1, sizeof *order), *rank = mem_new(n + 1, sizeof *rank);
	size_t *names = mem_new(n + 1, sizeof *names);
	for (size_t i = 0; i < n; i++)
		order[i] = (uint32_t)i;
	if (n)
		qsort_r(order, n, sizeof *order, name_cmp, b);
	for (size_t i = 0; i < n; i++) {
		rank[order[i]] = (uint32_t)i;
		names[i] = b->names.at[order[i]];
	}
	for (size_t s = 0; s < ORG_SOURCES; s++) {
		struct pairs *p = &b->pairs[s];
		for (size_t i = 0; i < p->at.n; i++)
			p->at.at[i] = (p->at.at[i] & ~(uint64_t)UINT32_MAX) | rank[(uint32_t)p->at.at[i]];
		pairs_once(p);
	}
	free(order);
	free(rank);
	return names;
}

/* Marks the ids that more ASNs have, by one source, than one organisation would. */
static void generic_mark(const struct org_builder *b, enum org_source source, uint32_t *count,
                         bool *is_generic)
{
	const struct pairs *p = &b->pairs[source];
	memset(count, 0, b->names.n * sizeof *count);
	for (size_t i = 0; i < p->at.n; i++)
		is_generic[(uint32_t)p->at.at[i]] |= ++count[(uint32_t)p->at.at[i]] > b->rules.generic_above;
}

static void generic_drop(struct pairs *p, const bool *is_generic)
{
	size_t n = 0;
	for (size_t i = 0; i < p->at.n; i++)
		if (!is_generic[(uint32_t)p->at.at[i]])
			p->at.at[n++] = p->at.at[i];
	p->at.n = n;
}

/* Maintainers of aut-nums and of routes are the same ones: too many of either is too many. */
static void generic_leave_out(struct org_builder *b)
{
	static const uint32_t groups[] = {ORG_BIT(MAINTAINER) | ORG_BIT(ROUTES), ORG_BIT(CONTACT),
	                                  ORG_BIT(DELEGATED)};
	if (!b->rules.generic_above)
		return;
	uint32_t *count = mem_new(b->names.n + 1, sizeof *count);
	bool *is_generic = mem_new(b->names.n + 1, sizeof *is_generic);
	for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
		memset(is_generic, 0, b->names.n * sizeof *is_generic);
		for (unsigned s = 0; s < ORG_SOURCES; s++)
			if (groups[g] >> s & 1)
				generic_mark(b, s, count, is_generic);
		for (unsigned s = 0; s < ORG_SOURCES; s++)
			if (groups[g] >> s & 1)
				generic_drop(&b->pairs[s], is_generic);
	}
	free(count);
	free(is_generic);
}

static void list_fill(struct list *l, const struct pairs *p)
{
	l->n = p->at.n;
	l->asns = mem_new(l->n + 1, sizeof *l->asns);
	l->ids = mem_new(l->n + 1, sizeof *l->ids);
	for (size_t i = 0; i < l->n; i++) {
		l->asns[i] = (asn_t)(p->at.at[i] >> 32);
		l->ids[i] = (uint32_t)p->at.at[i];
	}
}

struct org_table *org_builder_build(struct org_builder *b)
{
	struct org_table *t = mem_new(1, sizeof *t);
	t->names = names_order(b);
	generic_leave_out(b);
	for (size_t s = 0; s < ORG_SOURCES; s++)
		list_fill(&t->lists[s], &b->pairs[s]);
	t->text = buf_take(&b->text);
	org_builder_free(b);
	return t;
}

void org_table_free(struct org_table *t)
{
	if (!t)
		return;
	for (size_t s = 0; s < ORG_SOURCES; s++) {
		free(t->lists[s].asns);
		free(t->lists[s].ids);
	}
	free(t->text);
	free(t->names);
	free(t);
}

size_t org_table_count(const struct org_table *t, enum org_source source)
{
	REQUIRE(source < ORG_SOURCES);
	return t->lists[source].n;
}

/* ---- questions */

/* The first of an ASN's ids; n where nothing is known of it and of those above it. */
static size_t first_of(const struct list *l, asn_t asn)
{
	size_t from = 0, to = l->n;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (l->asns[middle] < asn)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

enum { NO_ID = UINT32_MAX };

/* The least id that x has in one list and y in the other. */
static uint32_t common(const struct list *of_x, asn_t x, const struct list *of_y, asn_t y)
{
	size_t i = first_of(of_x, x), k = first_of(of_y, y);
	while (i < of_x->n && k < of_y->n && of_x->asns[i] == x && of_y->asns[k] == y) {
		if (of_x->ids[i] == of_y->ids[k])
			return of_x->ids[i];
		if (of_x->ids[i] < of_y->ids[k])
			i++;
		else
			k++;
	}
	return NO_ID;
}

static uint32_t shared(const struct org_table *t, enum org_source source, asn_t x, asn_t y)
{
	const struct list *own = &t->lists[source], *aut_nums = &t->lists[ORG_BY_MAINTAINER];
	if (source != ORG_BY_ROUTES)
		return common(own, x, own, y);
	uint32_t a = common(own, x, aut_nums, y), b = common(aut_nums, x, own, y);
	return a < b ? a : b;
}

org_sources org_same_by(const struct org_table *t, asn_t x, asn_t y)
{
	org_sources by = 0;
	for (unsigned s = 0; t && s < ORG_SOURCES; s++)
		by |= (org_sources)(shared(t, s, x, y) != NO_ID) << s;
	return by;
}

const char *org_shared(const struct org_table *t, enum org_source source, asn_t x, asn_t y)
{
	REQUIRE(source < ORG_SOURCES);
	uint32_t id = t ? shared(t, source, x, y) : NO_ID;
	return id == NO_ID ? NULL : t->text + t->names[id];
}
