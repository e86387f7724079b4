#include "topo/cone.h"

#include "base/mem.h"
#include "topo/pairs.h"

struct cone_table {
	size_t n;
	asn_t *asns;    /* ascending */
	size_t *first;  /* in members; n + 1 of them */
	asn_t *members; /* of each network ascending */
};

struct cone_table *cone_table_of_pairs(uint64_t *pairs, size_t n)
{
	struct cone_table *t = mem_new(1, sizeof *t);
	size_t rows = 0;
	pairs_sort(pairs, n);
	for (size_t i = 0; i < n; i++)
		rows += i == 0 || pair_high(pairs[i]) != pair_high(pairs[i - 1]);
	t->asns = mem_new(rows + 1, sizeof *t->asns);
	t->first = mem_new(rows + 1, sizeof *t->first);
	t->members = mem_new(n + 1, sizeof *t->members);
	for (size_t i = 0; i < n; i++) {
		if (i == 0 || pair_high(pairs[i]) != pair_high(pairs[i - 1])) {
			t->asns[t->n] = pair_high(pairs[i]);
			t->first[t->n++] = i;
		}
		t->members[i] = pair_low(pairs[i]);
	}
	t->first[t->n] = n;
	return t;
}

void cone_table_free(struct cone_table *t)
{
	if (!t)
		return;
	free(t->asns);
	free(t->first);
	free(t->members);
	free(t);
}

size_t cone_table_count(const struct cone_table *t)
{
	return t->n;
}

const asn_t *cone_table_at(const struct cone_table *t, size_t i, asn_t *asn, size_t *n)
{
	REQUIRE(i < t->n);
	*asn = t->asns[i];
	*n = t->first[i + 1] - t->first[i];
	return t->members + t->first[i];
}

/* Where the ASN stands in a sorted array, n where it does not. */
static size_t find(const asn_t *at, size_t n, asn_t asn)
{
	size_t from = 0, to = n;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (at[middle] < asn)
			from = middle + 1;
		else
			to = middle;
	}
	return from < n && at[from] == asn ? from : n;
}

size_t cone_size(const struct cone_table *t, asn_t asn)
{
	size_t i = t ? find(t->asns, t->n, asn) : 0;
	return t && i < t->n ? t->first[i + 1] - t->first[i] : 0;
}

bool cone_has(const struct cone_table *t, asn_t asn, asn_t member)
{
	if (asn == member)
		return true;
	size_t i = t ? find(t->asns, t->n, asn) : 0;
	if (!t || i == t->n)
		return false;
	size_t n = t->first[i + 1] - t->first[i];
	return find(t->members + t->first[i], n, member) < n;
}

/* ---- recursive: a walk down from every network that has customers */

struct pair_list {
	uint64_t *at;
	size_t n, cap;
};

struct walk {
	struct cone_table *customers; /* direct ones */
	uint32_t *row;  /* of the network, by its number among all members; PAIR_NONE: no customers */
	uint32_t *seen; /* by number: in whose walk last */
	uint32_t *todo;
	asn_t *asns; /* of the numbers, ascending */
	size_t n;
};

static void walk_init(struct walk *w, struct cone_table *customers)
{
	size_t n_members = customers->first[customers->n], n = 0;
	*w = (struct walk){.customers = customers, .n = 0};
	w->asns = mem_new(n_members + customers->n + 1, sizeof *w->asns);
	for (size_t i = 0; i < n_members; i++)
		w->asns[n++] = customers->members[i];
	for (size_t i = 0; i < customers->n; i++)
		w->asns[n++] = customers->asns[i];
	qsort(w->asns, n, sizeof *w->asns, asn_cmp);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || w->asns[i] != w->asns[i - 1])
			w->asns[w->n++] = w->asns[i];
	w->row = mem_new(w->n + 1, sizeof *w->row);
	w->seen = mem_new(w->n + 1, sizeof *w->seen);
	w->todo = mem_new(w->n + 1, sizeof *w->todo);
	for (size_t i = 0; i < w->n; i++) {
		size_t row = find(customers->asns, customers->n, w->asns[i]);
		w->row[i] = row < customers->n ? (uint32_t)row : PAIR_NONE;
	}
	for (size_t i = 0; i < n_members; i++) /* numbers in place of ASNs */
		customers->members[i] = (asn_t)find(w->asns, w->n, customers->members[i]);
}

static void walk_fini(struct walk *w)
{
	free(w->asns);
	free(w->row);
	free(w->seen);
	free(w->todo);
}

/* Adds the pairs of one network; false: too many. */
static bool walk_from(struct walk *w, uint32_t row, struct pair_list *out)
{
	const struct cone_table *c = w->customers;
	uint32_t start = (uint32_t)find(w->asns, w->n, c->asns[row]);
	size_t n = 0;
	w->seen[start] = row + 1;
	w->todo[n++] = row;
	while (n > 0) {
		uint32_t at = w->todo[--n];
		for (size_t i = c->first[at]; i < c->first[at + 1]; i++) {
			uint32_t member = c->members[i];
			if (w->seen[member] == row + 1)
				continue;
			w->seen[member] = row + 1;
			if (out->n == CONE_MEMBERS_MAX)
				return false;
			*vec_push(out) = pair_of(c->asns[row], w->asns[member]);
			if (w->row[member] != PAIR_NONE)
				w->todo[n++] = w->row[member];
		}
	}
	return true;
}

struct cone_table *cone_table_recursive(const struct relation_table *relations)
{
	struct pair_list pairs = {0};
	struct walk w;
	for (size_t i = 0; i < relation_table_count(relations); i++) {
		struct relation_link l = relation_table_at(relations, i);
		if (l.is == RELATION_PEER)
			continue;
		bool x_provides = l.is == RELATION_CUSTOMER;
		*vec_push(&pairs) = x_provides ? pair_of(l.x, l.y) : pair_of(l.y, l.x);
	}
	struct cone_table *customers = cone_table_of_pairs(pairs.at, pairs.n);
	pairs.n = 0;
	walk_init(&w, customers);
	bool fits = true;
	for (uint32_t row = 0; fits && row < customers->n; row++)
		fits = walk_from(&w, row, &pairs);
	walk_fini(&w);
	cone_table_free(customers);
	struct cone_table *t = fits ? cone_table_of_pairs(pairs.at, pairs.n) : NULL;
	vec_free(&pairs);
	return t;
}
