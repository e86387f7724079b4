/*
 * Step 4: a provider may be smaller than its customer.
 *
 * Where x provides for y, and y shows x's side paths that end at z, but z is larger than y, step 2 has seen
 * nothing of it if z's other routes go elsewhere. The triples with the most paths come first; each that is
 * decided may show the next one, further down.
 */
#include "base/mem.h"
#include "topo/infer_impl.h"

enum { FEWEST = 3 }; /* paths that show a triple */

struct claim {
	uint32_t passed, x, y, z; /* x, y, z: ranks */
	uint32_t edge;            /* of y to z */
};

struct queue {
	VEC(struct claim) at; /* a heap */
};

/* More paths first, then from the top. */
static bool is_before(const struct claim *a, const struct claim *b)
{
	if (a->passed != b->passed)
		return a->passed > b->passed;
	if (a->x != b->x)
		return a->x < b->x;
	return a->y != b->y ? a->y < b->y : a->z < b->z;
}

static void exchange(struct claim *a, struct claim *b)
{
	struct claim c = *a;
	*a = *b;
	*b = c;
}

static void push(struct queue *q, struct claim c)
{
	*vec_push(&q->at) = c;
	for (size_t i = q->at.n - 1; i > 0 && is_before(&q->at.at[i], &q->at.at[(i - 1) / 2]);
	     i = (i - 1) / 2)
		exchange(&q->at.at[i], &q->at.at[(i - 1) / 2]);
}

static struct claim pop(struct queue *q)
{
	struct claim top = q->at.at[0];
	q->at.at[0] = q->at.at[--q->at.n];
	for (size_t i = 0;;) {
		size_t child = 2 * i + 1;
		if (child >= q->at.n)
			return top;
		if (child + 1 < q->at.n && is_before(&q->at.at[child + 1], &q->at.at[child]))
			child++;
		if (!is_before(&q->at.at[child], &q->at.at[i]))
			return top;
		exchange(&q->at.at[i], &q->at.at[child]);
		i = child;
	}
}

/* The triple "x y z", given y's edge to x. */
static void claim(struct queue *q, const struct steps *s, uint32_t y_to_x, uint32_t triple)
{
	const struct tables *t = s->t;
	uint32_t edge = t->second[triple];
	if (t->passed[triple] < FEWEST)
		return;
	push(q, (struct claim){.passed = t->passed[triple],
	                       .x = s->rank[t->neighbour[y_to_x]],
	                       .y = s->rank[t->neighbour[t->mate[edge]]],
	                       .z = s->rank[t->neighbour[edge]],
	                       .edge = edge});
}

static void collect(struct queue *q, const struct steps *s)
{
	const struct tables *t = s->t;
	for (uint32_t y = 0; y < t->n; y++)
		for (uint32_t e = s->providers.head[y]; e; e = s->providers.next[e - 1])
			for (uint32_t i = t->triple_first[e - 1]; i < t->triple_first[e]; i++)
				if (steps_is_open(s, t->second[i]) && t->end[i] > 0 &&
				    t->tdeg[y] <= t->tdeg[t->neighbour[t->second[i]]])
					claim(q, s, e - 1, i);
}

/* y has become a provider of z: what z shows of itself through y is below z, or asks the same question. */
static void go_on(struct queue *q, struct steps *s, uint32_t y_to_z)
{
	const struct tables *t = s->t;
	uint32_t z_to_y = t->mate[y_to_z], z = t->neighbour[y_to_z];
	for (uint32_t k = t->edge_first[z]; k < t->edge_first[z + 1]; k++) {
		uint32_t e = s->turn[k];
		uint32_t triple = steps_is_open(s, e) ? tables_triple(t, z_to_y, e) : PAIR_NONE;
		if (triple == PAIR_NONE)
			continue;
		if (t->tdeg[t->neighbour[e]] > t->tdeg[z])
			claim(q, s, z_to_y, triple);
		else
			steps_provide(s, t->mate[e], RELATION_SMALL_ABOVE);
	}
}

void steps_small_above(struct steps *s)
{
	struct queue q = {0};
	collect(&q, s);
	while (q.at.n > 0) {
		struct claim c = pop(&q);
		if (steps_provide(s, s->t->mate[c.edge], RELATION_SMALL_ABOVE))
			go_on(&q, s, c.edge);
	}
	vec_free(&q.at);
}
