#include "base/mem.h"
#include "topo/relation.h"

#include <string.h>

struct member {
	asn_t asn;
	size_t org; /* where its name begins; once numbered the number */
};

struct org_builder {
	VEC(struct member) members;
	struct buf names;
};

struct org_table {
	size_t n;
	asn_t *asns; /* ascending */
	uint32_t *orgs;
};

struct org_builder *org_builder_new(void)
{
	return mem_new(1, sizeof(struct org_builder));
}

void org_builder_free(struct org_builder *b)
{
	if (!b)
		return;
	vec_free(&b->members);
	buf_fini(&b->names);
	free(b);
}

void org_builder_add(struct org_builder *b, asn_t asn, const char *org_id)
{
	if (!*org_id)
		return;
	*vec_push(&b->members) = (struct member){.asn = asn, .org = b->names.len};
	buf_add(&b->names, org_id, strlen(org_id) + 1);
}

static int by_name(const void *x, const void *y, void *names)
{
	const struct member *a = x, *b = y;
	return strcmp((const char *)names + a->org, (const char *)names + b->org);
}

static int by_asn(const void *x, const void *y)
{
	const struct member *a = x, *b = y;
	if (a->asn != b->asn)
		return a->asn < b->asn ? -1 : 1;
	return (a->org > b->org) - (a->org < b->org);
}

/* Numbers in the order of the names, so that they do not depend on that of the additions. */
static void number(struct org_builder *b)
{
	struct member *at = b->members.at;
	size_t n = 0;
	qsort_r(at, b->members.n, sizeof *at, by_name, b->names.at);
	for (size_t i = 0, before = 0; i < b->members.n; i++) {
		size_t name = at[i].org;
		n += i > 0 && strcmp(b->names.at + before, b->names.at + name) != 0;
		before = name;
		at[i].org = n;
	}
}

struct org_table *org_builder_build(struct org_builder *b)
{
	struct org_table *t = mem_new(1, sizeof *t);
	t->asns = mem_new(b->members.n + 1, sizeof *t->asns);
	t->orgs = mem_new(b->members.n + 1, sizeof *t->orgs);
	if (b->members.n > 0) {
		number(b);
		qsort(b->members.at, b->members.n, sizeof *b->members.at, by_asn);
	}
	for (size_t i = 0; i < b->members.n; i++) {
		const struct member *m = &b->members.at[i];
		if (t->n > 0 && t->asns[t->n - 1] == m->asn)
			continue;
		t->asns[t->n] = m->asn;
		t->orgs[t->n++] = (uint32_t)m->org;
	}
	org_builder_free(b);
	return t;
}

void org_table_free(struct org_table *t)
{
	if (!t)
		return;
	free(t->asns);
	free(t->orgs);
	free(t);
}

/* The organisation of an ASN; false: not known. */
static bool org_of(const struct org_table *t, asn_t asn, uint32_t *out)
{
	size_t from = 0, to = t->n;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (t->asns[middle] < asn)
			from = middle + 1;
		else
			to = middle;
	}
	if (from == t->n || t->asns[from] != asn)
		return false;
	*out = t->orgs[from];
	return true;
}

bool org_same(const struct org_table *t, asn_t x, asn_t y)
{
	uint32_t a, b;
	return t && org_of(t, x, &a) && org_of(t, y, &b) && a == b;
}
