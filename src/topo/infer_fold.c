/*
 * Step 7: no path goes over two links between peers. Where one side of a network is a peer (or not known),
 * the other must be a customer.
 */
#include "base/mem.h"
#include "topo/infer_impl.h"

struct fold {
	struct steps *s;
	uint32_t *behind; /* by edge: from how many lefts it is reached */
	bool *is_left;    /* by edge */
	VEC(uint32_t) candidates;
};

/* Does the network pass on routes between this neighbour and a provider? Then that is a customer. */
static bool reaches_provider(const struct steps *s, uint32_t x, uint32_t edge)
{
	for (uint32_t e = s->providers.head[x]; e; e = s->providers.next[e - 1])
		if (tables_triple(s->t, edge, e - 1) != PAIR_NONE ||
		    tables_triple(s->t, e - 1, edge) != PAIR_NONE)
			return true;
	return false;
}

static void lefts_find(struct fold *f, uint32_t x)
{
	const struct tables *t = f->s->t;
	f->candidates.n = 0;
	for (uint32_t e = t->edge_first[x]; e < t->edge_first[x + 1]; e++) {
		f->is_left[e] = t->triple_first[e] < t->triple_first[e + 1] &&
		                (steps_is_open(f->s, e) || f->s->is[e] == RELATION_PEER) &&
		                !reaches_provider(f->s, x, e);
		for (uint32_t i = t->triple_first[e]; f->is_left[e] && i < t->triple_first[e + 1]; i++) {
			uint32_t z = t->second[i];
			if (steps_is_open(f->s, z) && f->behind[z]++ == 0)
				*vec_push(&f->candidates) = z;
		}
	}
}

static int by_lefts(const void *a, const void *b, void *ctx)
{
	const struct fold *f = ctx;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	if (f->behind[x] != f->behind[y])
		return f->behind[x] > f->behind[y] ? -1 : 1;
	uint32_t i = f->s->rank[f->s->t->neighbour[x]], j = f->s->rank[f->s->t->neighbour[y]];
	return (i > j) - (i < j);
}

/* What is seen through x behind its new customer is below that one. */
static void go_on(struct steps *s, uint32_t x_to_z)
{
	const struct tables *t = s->t;
	uint32_t z_to_x = t->mate[x_to_z], z = t->neighbour[x_to_z];
	for (uint32_t k = t->edge_first[z]; k < t->edge_first[z + 1]; k++) {
		uint32_t e = s->turn[k];
		if (steps_is_open(s, e) && t->tdeg[z] >= t->tdeg[t->neighbour[e]] &&
		    tables_triple(t, z_to_x, e) != PAIR_NONE)
			steps_provide(s, t->mate[e], RELATION_FOLDED);
	}
}

static void fold(struct fold *f, uint32_t x)
{
	struct steps *s = f->s;
	const struct tables *t = s->t;
	lefts_find(f, x);
	if (f->candidates.n > 0)
		qsort_r(f->candidates.at, f->candidates.n, sizeof *f->candidates.at, by_lefts, f);
	for (size_t i = 0; i < f->candidates.n; i++) {
		uint32_t e = f->candidates.at[i];
		f->behind[e] = 0;
		if (!f->is_left[e] && t->tdeg[x] >= t->tdeg[t->neighbour[e]] &&
		    steps_provide(s, t->mate[e], RELATION_FOLDED))
			go_on(s, e);
	}
}

void steps_fold(struct steps *s)
{
	struct fold f = {.s = s};
	f.behind = mem_new((size_t)s->t->n_edges + 1, sizeof *f.behind);
	f.is_left = mem_new((size_t)s->t->n_edges + 1, sizeof *f.is_left);
	for (uint32_t i = 0; i < s->t->n_seen; i++)
		if (s->t->tdeg[s->order[i]] > 0)
			fold(&f, s->order[i]);
	free(f.behind);
	free(f.is_left);
	vec_free(&f.candidates);
}
