#include "base/mem.h"
#include "topo/infer_impl.h"

#include <string.h>

static bool is_out(const bool *left_out, size_t i)
{
	return left_out && left_out[i];
}

/* ---- links */

static uint64_t link_key(uint32_t x, uint32_t y)
{
	return x < y ? pair_of(x, y) : pair_of(y, x);
}

static void links_collect(struct tables *t, const struct paths *p, const bool *left_out)
{
	for (size_t i = 0; i < p->n; i++) {
		if (is_out(left_out, i))
			continue;
		struct path_span s = paths_at(p, i);
		for (uint32_t k = 0; k + 1 < s.n; k++)
			REQUIRE(pair_set_add(&t->links, link_key(s.hops[k], s.hops[k + 1])) != PAIR_NONE);
	}
}

/* Both directions sorted by (network, neighbour) are the edges. */
static void edges_build(struct tables *t)
{
	size_t n = t->links.n;
	uint64_t *both = mem_new(2 * n + 1, sizeof *both);
	for (size_t i = 0; i < n; i++) {
		uint64_t l = t->links.at[i];
		both[2 * i] = l;
		both[2 * i + 1] = pair_of(pair_low(l), pair_high(l));
	}
	pairs_sort(both, 2 * n);
	t->n_edges = (uint32_t)(2 * n);
	t->edge_first = mem_new((size_t)t->n + 1, sizeof *t->edge_first);
	t->neighbour = mem_new(2 * n + 1, sizeof *t->neighbour);
	for (size_t e = 0; e < 2 * n; e++) {
		t->edge_first[pair_high(both[e]) + 1]++;
		t->neighbour[e] = pair_low(both[e]);
	}
	for (uint32_t x = 0; x < t->n; x++) {
		t->n_seen += t->edge_first[x + 1] > 0;
		t->edge_first[x + 1] += t->edge_first[x];
	}
	free(both);
}

static void mates_build(struct tables *t)
{
	t->mate = mem_new((size_t)t->n_edges + 1, sizeof *t->mate);
	t->edge_of = mem_new(t->links.n + 1, sizeof *t->edge_of);
	for (size_t i = 0; i < t->links.n; i++) {
		uint32_t x = pair_high(t->links.at[i]), y = pair_low(t->links.at[i]);
		uint32_t there = tables_edge(t, x, y), back = tables_edge(t, y, x);
		t->edge_of[i] = there;
		t->mate[there] = back;
		t->mate[back] = there;
	}
}

static uint32_t lower_bound(const uint32_t *at, uint32_t from, uint32_t to, uint32_t x)
{
	while (from < to) {
		uint32_t middle = from + (to - from) / 2;
		if (at[middle] < x)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

uint32_t tables_edge(const struct tables *t, uint32_t x, uint32_t y)
{
	uint32_t to = t->edge_first[x + 1], e = lower_bound(t->neighbour, t->edge_first[x], to, y);
	return e < to && t->neighbour[e] == y ? e : PAIR_NONE;
}

uint32_t tables_triple(const struct tables *t, uint32_t edge_a, uint32_t edge_b)
{
	uint32_t to = t->triple_first[edge_a + 1];
	uint32_t i = lower_bound(t->second, t->triple_first[edge_a], to, edge_b);
	return i < to && t->second[i] == edge_b ? i : PAIR_NONE;
}

/* ---- triples */

/* The edge of x to y by the hash of links, which costs less than a search. */
uint32_t tables_edge_fast(const struct tables *t, uint32_t x, uint32_t y)
{
	uint32_t e = t->edge_of[pair_set_find(&t->links, link_key(x, y))];
	return x < y ? e : t->mate[e];
}

/* Occurrences: edge to a << 32 | edge to b << 1 | the path ends here. */
static uint64_t *occurrences(const struct tables *t, const struct paths *p, const bool *left_out, size_t *n)
{
	uint64_t *at = mem_new(p->n_hops + 1, sizeof *at);
	size_t k = 0;
	for (size_t i = 0; i < p->n; i++) {
		if (is_out(left_out, i))
			continue;
		struct path_span s = paths_at(p, i);
		uint32_t to_a = s.n > 1 ? tables_edge_fast(t, s.hops[1], s.hops[0]) : 0;
		for (uint32_t h = 1; h + 1 < s.n; h++) {
			uint32_t to_b = tables_edge_fast(t, s.hops[h], s.hops[h + 1]);
			at[k++] = (uint64_t)to_a << 32 | (uint64_t)to_b << 1 | (h + 2 == s.n);
			to_a = t->mate[to_b];
		}
	}
	*n = k;
	return at;
}

static size_t count_distinct(const uint64_t *at, size_t n)
{
	size_t distinct = 0;
	for (size_t i = 0; i < n; i++)
		distinct += i == 0 || at[i] >> 1 != at[i - 1] >> 1;
	return distinct;
}

static void triples_build(struct tables *t, const struct paths *p, const bool *left_out)
{
	size_t n, k = 0;
	uint64_t *at = occurrences(t, p, left_out, &n);
	pairs_sort(at, n);
	size_t distinct = count_distinct(at, n);
	t->triple_first = mem_new((size_t)t->n_edges + 1, sizeof *t->triple_first);
	t->second = mem_new(distinct + 1, sizeof *t->second);
	t->passed = mem_new(distinct + 1, sizeof *t->passed);
	t->end = mem_new(distinct + 1, sizeof *t->end);
	for (size_t i = 0; i < n; i++) {
		if (i == 0 || at[i] >> 1 != at[i - 1] >> 1) {
			t->triple_first[pair_high(at[i]) + 1]++;
			t->second[k++] = pair_low(at[i]) >> 1;
		}
		t->passed[k - 1]++;
		t->end[k - 1] += at[i] & 1;
	}
	for (uint32_t e = 0; e < t->n_edges; e++)
		t->triple_first[e + 1] += t->triple_first[e];
	free(at);
}

static void tdeg_build(struct tables *t)
{
	bool *passes = mem_new((size_t)t->n_edges + 1, sizeof *passes);
	t->tdeg = mem_new((size_t)t->n + 1, sizeof *t->tdeg);
	for (uint32_t e = 0; e < t->n_edges; e++)
		for (uint32_t i = t->triple_first[e]; i < t->triple_first[e + 1]; i++)
			passes[e] = passes[t->second[i]] = true;
	for (uint32_t x = 0; x < t->n; x++)
		for (uint32_t e = t->edge_first[x]; e < t->edge_first[x + 1]; e++)
			t->tdeg[x] += passes[e];
	free(passes);
}

/* ---- who follows a triple */

struct followers {
	uint32_t at[FOLLOWED_MAX];
};

static void follow(struct followers *f, uint8_t *n, uint32_t network)
{
	for (unsigned i = 0; i < *n; i++)
		if (f->at[i] == network)
			return;
	if (*n < FOLLOWED_MAX)
		f->at[(*n)++] = network;
}

static void followed_build(struct tables *t, const struct paths *p, const bool *left_out)
{
	size_t n = t->n_edges ? t->triple_first[t->n_edges] : 0;
	struct followers *f = mem_new(n + 1, sizeof *f);
	t->followed = mem_new(n + 1, sizeof *t->followed);
	for (size_t i = 0; i < p->n; i++) {
		if (is_out(left_out, i))
			continue;
		struct path_span s = paths_at(p, i);
		uint32_t to_a = s.n > 3 ? tables_edge_fast(t, s.hops[1], s.hops[0]) : 0;
		for (uint32_t h = 1; h + 2 < s.n; h++) {
			uint32_t to_b = tables_edge_fast(t, s.hops[h], s.hops[h + 1]);
			uint32_t triple = tables_triple(t, to_a, to_b);
			follow(&f[triple], &t->followed[triple], s.hops[h + 2]);
			to_a = t->mate[to_b];
		}
	}
	free(f);
}

void tables_build(struct tables *t, const struct paths *p, uint32_t n, const bool *left_out,
                  bool with_followed)
{
	*t = (struct tables){.n = n};
	links_collect(t, p, left_out);
	edges_build(t);
	mates_build(t);
	triples_build(t, p, left_out);
	tdeg_build(t);
	if (with_followed)
		followed_build(t, p, left_out);
}

void tables_fini(struct tables *t)
{
	free(t->edge_first);
	free(t->neighbour);
	free(t->mate);
	free(t->triple_first);
	free(t->second);
	free(t->passed);
	free(t->end);
	free(t->followed);
	free(t->tdeg);
	free(t->edge_of);
	pair_set_fini(&t->links);
	*t = (struct tables){0};
}

/* ---- the order */

struct order {
	const struct tables *t;
	const bool *first;
};

static int top_down(const void *a, const void *b, void *ctx)
{
	const struct order *o = ctx;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	if (o->first && o->first[x] != o->first[y])
		return o->first[x] ? -1 : 1;
	if (o->t->tdeg[x] != o->t->tdeg[y])
		return o->t->tdeg[x] > o->t->tdeg[y] ? -1 : 1;
	uint32_t gx = tables_gdeg(o->t, x), gy = tables_gdeg(o->t, y);
	if (gx != gy)
		return gx > gy ? -1 : 1;
	return (x > y) - (x < y);
}

uint32_t *tables_order(const struct tables *t, const bool *first)
{
	struct order o = {t, first};
	uint32_t *order = mem_new((size_t)t->n_seen + 1, sizeof *order), k = 0;
	for (uint32_t x = 0; x < t->n; x++)
		if (tables_gdeg(t, x) > 0)
			order[k++] = x;
	if (k > 0)
		qsort_r(order, k, sizeof *order, top_down, &o);
	return order;
}
