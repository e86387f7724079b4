/* The clique: networks of which none passes on the routes of another to a third. */
#include "base/mem.h"
#include "topo/infer_impl.h"

/* Members in their order from the top; sets of them are bits. */
struct members {
	const struct tables *t;
	const struct infer_known *known;
	const asn_t *asns;
	uint32_t at[INFER_CLIQUE_MAX];
	unsigned n;
};

/*
 * Did a third member see y pass on the routes of x? A path "z y x" says so. It is not believed where few
 * networks stand behind x in it and it never ends there, nor where at most two networks do: such are leaks,
 * and parts of a network that have an ASN of their own.
 */
static bool is_passed(const struct members *m, uint32_t y_to_x, uint32_t x, uint32_t y)
{
	const struct tables *t = m->t;
	for (unsigned i = 0; i < m->n; i++) {
		uint32_t z = m->at[i], y_to_z = z == x || z == y ? PAIR_NONE : tables_edge(t, y, z);
		uint32_t triple = y_to_z == PAIR_NONE ? PAIR_NONE : tables_triple(t, y_to_z, y_to_x);
		if (triple == PAIR_NONE)
			continue;
		unsigned q = t->followed[triple];
		if (q > 2 && (q > 5 || t->end[triple] > 0))
			return true;
	}
	return false;
}

/* A link between equals: neither passes on the other's routes to a third member. Two that meet at a route
 * server peer with everybody there: that says nothing of who stands on top. */
static bool is_level(const struct members *m, uint32_t x, uint32_t y)
{
	const struct infer_known *k = m->known;
	uint32_t there = tables_edge(m->t, x, y);
	if (there == PAIR_NONE)
		return false;
	if (k->is_multilateral && k->is_multilateral(k->ctx, m->asns[x], m->asns[y]))
		return false;
	return !is_passed(m, m->t->mate[there], x, y) && !is_passed(m, there, y, x);
}

/* Of all maximal cliques the one with the greatest sum of transit degrees. */
struct search {
	const struct members *m;
	uint64_t near[INFER_CLIQUE_MAX];
	uint64_t best;
	uint64_t best_sum;
};

/* The same sum: the one whose first differing member stands higher. */
static void judge(struct search *s, uint64_t clique)
{
	uint64_t sum = 0, differ = clique ^ s->best;
	for (unsigned i = 0; i < s->m->n; i++)
		sum += clique >> i & 1 ? s->m->t->tdeg[s->m->at[i]] : 0;
	bool higher = sum == s->best_sum && (clique & differ & (0 - differ));
	if (s->best == 0 || sum > s->best_sum || higher) {
		s->best = clique;
		s->best_sum = sum;
	}
}

static uint64_t far_from_pivot(const struct search *s, uint64_t may, uint64_t done)
{
	uint64_t fewest = may;
	int n = __builtin_popcountll(may) + 1;
	for (uint64_t left = may | done; left; left &= left - 1) {
		uint64_t rest = may & ~s->near[__builtin_ctzll(left)];
		if (__builtin_popcountll(rest) < n) {
			n = __builtin_popcountll(rest);
			fewest = rest;
		}
	}
	return fewest;
}

/* Bron and Kerbosch, with a pivot: every maximal clique that has `clique` in it, and else only of `may`. */
static void grow(struct search *s, uint64_t clique, uint64_t may, uint64_t done)
{
	if (!may && !done)
		judge(s, clique);
	for (uint64_t left = far_from_pivot(s, may, done); left; left &= left - 1) {
		unsigned i = (unsigned)__builtin_ctzll(left);
		uint64_t bit = (uint64_t)1 << i;
		grow(s, clique | bit, may & s->near[i], done & s->near[i]);
		may &= ~bit;
		done |= bit;
	}
}

static void keep_best(struct members *m)
{
	struct search s = {.m = m};
	unsigned n = 0;
	for (unsigned i = 0; i < m->n; i++)
		for (unsigned k = 0; k < m->n; k++)
			if (i != k && is_level(m, m->at[i], m->at[k]))
				s.near[i] |= (uint64_t)1 << k;
	grow(&s, 0, ((uint64_t)1 << m->n) - 1, 0);
	for (unsigned i = 0; i < m->n; i++)
		if (s.best >> i & 1)
			m->at[n++] = m->at[i];
	m->n = n;
}

static bool is_level_with_all(struct members *m, uint32_t x)
{
	for (unsigned i = 0; i < m->n; i++)
		if (tables_edge(m->t, x, m->at[i]) == PAIR_NONE)
			return false;
	for (unsigned i = 0; i < m->n; i++)
		if (!is_level(m, x, m->at[i]))
			return false;
	return true;
}

/* Does it attest a provider that it is seen with? Two that attest each other are siblings. */
static bool has_provider(const struct members *m, uint32_t x)
{
	const struct infer_known *k = m->known;
	for (uint32_t e = m->t->edge_first[x]; k->is_provider && e < m->t->edge_first[x + 1]; e++) {
		asn_t customer = m->asns[x], provider = m->asns[m->t->neighbour[e]];
		if (k->is_provider(k->ctx, customer, provider) && !k->is_provider(k->ctx, provider, customer))
			return true;
	}
	return false;
}

void clique_find(const struct tables *t, const struct infer_known *known, const asn_t *asns, bool *is_member)
{
	struct members m = {.t = t, .known = known, .asns = asns};
	uint32_t *order = tables_order(t, NULL), i = 0;
	for (; i < t->n_seen && m.n < INFER_CLIQUE_TOP; i++)
		if (!has_provider(&m, order[i]))
			m.at[m.n++] = order[i];
	keep_best(&m);
	for (; i < t->n_seen && m.n < INFER_CLIQUE_MAX && tables_gdeg(t, order[i]) >= m.n; i++)
		if (is_level_with_all(&m, order[i]) && !has_provider(&m, order[i]))
			m.at[m.n++] = order[i];
	keep_best(&m);
	for (unsigned k = 0; k < m.n; k++)
		is_member[m.at[k]] = true;
	free(order);
}
