/*
 * From the clique to a relation for every link. Each step looks only at links that have none yet; the order
 * within a step is top-down, for the network and for its neighbours.
 */
#include "base/mem.h"
#include "topo/infer_impl.h"

enum {
	PARTIAL_FEED = 50, /* a vantage point that shows less than a fiftieth of all networks */
	BOTH_WAYS = 2,     /* paths over two links, above which a peer's peer has become likely */
	PROVIDERLESS_TDEG = 10,
};

/* ---- one link */

static void list_add(uint32_t *head, uint32_t *next, uint32_t x, uint32_t edge)
{
	next[edge] = head[x];
	head[x] = edge + 1;
}

static void decide(struct steps *s, uint32_t edge, enum relation neighbour_is, enum relation_step step)
{
	uint32_t back = s->t->mate[edge];
	s->is[edge] = (uint8_t)neighbour_is;
	s->is[back] = neighbour_is == RELATION_PEER ? RELATION_PEER : RELATION_CUSTOMER;
	s->step[edge] = s->step[back] = (uint8_t)step;
}

/* Is the customer among those that the provider is below of, so that the circle would close? Walked upward:
 * there are few providers above a network, and many customers below one. */
static bool is_above(struct steps *s, uint32_t customer, uint32_t provider)
{
	size_t n = 0;
	if (!s->has_customer[customer])
		return false;
	s->seen_now++;
	s->todo[n++] = provider;
	s->seen[provider] = s->seen_now;
	while (n > 0) {
		uint32_t x = s->todo[--n];
		if (x == customer)
			return true;
		for (uint32_t e = s->providers.head[x]; e; e = s->providers.next[e - 1]) {
			uint32_t above = s->t->neighbour[e - 1];
			if (s->seen[above] == s->seen_now)
				continue;
			s->seen[above] = s->seen_now;
			s->todo[n++] = above;
		}
	}
	return false;
}

bool steps_provide(struct steps *s, uint32_t edge, enum relation_step step)
{
	uint32_t provider = s->t->neighbour[edge], customer = s->t->neighbour[s->t->mate[edge]];
	if (!steps_is_open(s, edge) || s->in_clique[customer] || is_above(s, customer, provider))
		return false;
	decide(s, edge, RELATION_PROVIDER, step);
	list_add(s->providers.head, s->providers.next, customer, edge);
	s->has_customer[provider] = true;
	return true;
}

void steps_peer(struct steps *s, uint32_t edge, enum relation_step step)
{
	uint32_t back = s->t->mate[edge];
	if (!steps_is_open(s, edge))
		return;
	decide(s, edge, RELATION_PEER, step);
	list_add(s->peers.head, s->peers.next, s->t->neighbour[back], edge);
	list_add(s->peers.head, s->peers.next, s->t->neighbour[edge], back);
}

/* Calls fn for every edge that has no relation yet, top-down by network, then by neighbour. */
static void each_open(struct steps *s, const struct steps_known *k,
                      void (*fn)(struct steps *s, const struct steps_known *k, uint32_t x, uint32_t edge))
{
	const struct tables *t = s->t;
	for (uint32_t i = 0; i < t->n_seen; i++)
		for (uint32_t e = t->edge_first[s->order[i]]; e < t->edge_first[s->order[i] + 1]; e++)
			if (steps_is_open(s, s->turn[e]))
				fn(s, k, s->order[i], s->turn[e]);
}

/* ---- 1: the clique; and what is known */

static void clique_pair(struct steps *s, const struct steps_known *k, uint32_t x, uint32_t edge)
{
	(void)k;
	if (s->in_clique[x] && s->in_clique[s->t->neighbour[edge]])
		steps_peer(s, edge, RELATION_CLIQUE);
}

/* Two that attest each other are siblings: that does not say who sells to whom. */
static void by_aspa(struct steps *s, const struct steps_known *k, uint32_t x, uint32_t edge)
{
	asn_t customer = k->asns[x], provider = k->asns[s->t->neighbour[edge]];
	if (k->known->is_provider(k->known->ctx, customer, provider) &&
	    !k->known->is_provider(k->known->ctx, provider, customer))
		steps_provide(s, edge, RELATION_BY_ASPA);
}

static void by_otc(struct steps *s, const struct steps_known *k, uint32_t x, uint32_t edge)
{
	(void)x;
	if (k->otc[edge] >= INFER_OTC_PATHS && k->otc[s->t->mate[edge]] == 0)
		steps_provide(s, edge, RELATION_BY_OTC);
}

/* Behind the steps that see transit: lists of route servers also name exchanges' own networks, and two that
 * meet at an exchange may trade there. */
static void around_route_server(struct steps *s, const struct steps_known *k, uint32_t x, uint32_t edge)
{
	uint32_t y = s->t->neighbour[edge];
	if (pair_set_find(k->route_servers, x < y ? pair_of(x, y) : pair_of(y, x)) != PAIR_NONE)
		steps_peer(s, edge, RELATION_BY_EXCHANGE);
}

static void at_one_server(struct steps *s, const struct steps_known *k, uint32_t x, uint32_t edge)
{
	if (k->known->is_multilateral(k->known->ctx, k->asns[x], k->asns[s->t->neighbour[edge]]))
		steps_peer(s, edge, RELATION_BY_EXCHANGE);
}

/* ---- 2: who passes on the routes of a network to a provider or peer of its own is a provider */

static bool passes_up(const struct steps *s, uint32_t y_to_x, uint32_t y)
{
	const struct tables *t = s->t;
	for (uint32_t e = s->providers.head[y]; e; e = s->providers.next[e - 1])
		if (tables_triple(t, e - 1, y_to_x) != PAIR_NONE)
			return true;
	for (uint32_t e = s->peers.head[y]; e; e = s->peers.next[e - 1]) {
		uint32_t up = tables_passed(t, e - 1, y_to_x);
		if (up > 0 || tables_passed(t, y_to_x, e - 1) > BOTH_WAYS)
			return true;
	}
	return false;
}

static void passed(struct steps *s, const struct steps_known *k, uint32_t x, uint32_t edge)
{
	(void)k;
	if (!s->in_clique[x] && passes_up(s, s->t->mate[edge], s->t->neighbour[edge]))
		steps_provide(s, edge, RELATION_PASSED);
}

/* ---- 3: who shows few networks shows those below */

/* Paths of three, and how many origins each vantage point has, without a table of them. */
struct feeds {
	uint32_t *origins;  /* by vantage point */
	uint64_t *by_three; /* pairs (rank of v, path), to go through them top-down */
	size_t n_three;
};

static void feeds_collect(struct feeds *f, const struct steps *s)
{
	struct pair_set reached = {0};
	f->origins = mem_new((size_t)s->t->n + 1, sizeof *f->origins);
	f->by_three = mem_new(s->paths->n + 1, sizeof *f->by_three);
	for (size_t i = 0; i < s->paths->n; i++) {
		if (s->left_out && s->left_out[i])
			continue;
		struct path_span p = paths_at(s->paths, i);
		size_t before = reached.n;
		if (f->origins[p.hops[0]] <= s->t->n_seen / PARTIAL_FEED)
			pair_set_add(&reached, pair_of(p.hops[0], p.hops[p.n - 1]));
		f->origins[p.hops[0]] += reached.n > before;
		if (p.n == 3 && s->t->tdeg[p.hops[2]] == 0)
			f->by_three[f->n_three++] = pair_of(s->rank[p.hops[0]], (uint32_t)i);
	}
	pair_set_fini(&reached);
}

struct three {
	uint32_t v, y, z; /* ranks */
};

static int three_cmp(const void *a, const void *b)
{
	const struct three *p = a, *q = b;
	if (p->v != q->v)
		return p->v < q->v ? -1 : 1;
	if (p->y != q->y)
		return p->y < q->y ? -1 : 1;
	return (p->z > q->z) - (p->z < q->z);
}

static void partial_feeds(struct steps *s)
{
	struct feeds f = {0};
	VEC(struct three) threes = {0};
	feeds_collect(&f, s);
	for (size_t i = 0; i < f.n_three; i++) {
		const uint32_t *p = paths_at(s->paths, pair_low(f.by_three[i])).hops;
		if ((uint64_t)f.origins[p[0]] * PARTIAL_FEED <= s->t->n_seen)
			*vec_push(&threes) = (struct three){s->rank[p[0]], s->rank[p[1]], s->rank[p[2]]};
	}
	if (threes.n > 0)
		qsort(threes.at, threes.n, sizeof *threes.at, three_cmp);
	for (size_t i = 0; i < threes.n; i++) {
		uint32_t y = s->order[threes.at[i].y], z = s->order[threes.at[i].z];
		steps_provide(s, tables_edge(s->t, z, y), RELATION_PARTIAL_FEED);
	}
	vec_free(&threes);
	free(f.origins);
	free(f.by_three);
}

/* ---- 5: large networks without a provider */

static void customers_behind(struct steps *s, uint32_t x_to_z)
{
	const struct tables *t = s->t;
	if (!steps_provide(s, t->mate[x_to_z], RELATION_PROVIDERLESS))
		return;
	uint32_t z_to_x = t->mate[x_to_z], z = t->neighbour[x_to_z];
	for (uint32_t k = t->edge_first[z]; k < t->edge_first[z + 1]; k++) {
		uint32_t e = s->turn[k];
		if (t->tdeg[t->neighbour[e]] < t->tdeg[z] && tables_triple(t, z_to_x, e) != PAIR_NONE)
			steps_provide(s, t->mate[e], RELATION_PROVIDERLESS);
	}
}

static void providerless(struct steps *s)
{
	const struct tables *t = s->t;
	for (uint32_t i = 0; i < t->n_seen; i++) {
		uint32_t x = s->order[i];
		if (s->in_clique[x] || s->providers.head[x] || t->tdeg[x] < PROVIDERLESS_TDEG)
			continue;
		for (uint32_t k = t->edge_first[x]; k < t->edge_first[x + 1]; k++) {
			uint32_t e = s->turn[k];
			if (!steps_is_open(s, e) || t->triple_first[e] == t->triple_first[e + 1])
				continue;
			steps_peer(s, e, RELATION_PROVIDERLESS);
			for (uint32_t m = t->edge_first[x]; m < t->edge_first[x + 1]; m++)
				if (steps_is_open(s, s->turn[m]) &&
				    tables_triple(t, e, s->turn[m]) != PAIR_NONE)
					customers_behind(s, s->turn[m]);
		}
	}
}

/* ---- 6 and 8 */

static void clique_stub(struct steps *s, const struct steps_known *k, uint32_t x, uint32_t edge)
{
	(void)k;
	if (s->in_clique[x] && s->t->tdeg[s->t->neighbour[edge]] == 0)
		steps_provide(s, s->t->mate[edge], RELATION_CLIQUE_STUB);
}

static void remaining(struct steps *s, const struct steps_known *k, uint32_t x, uint32_t edge)
{
	(void)k;
	(void)x;
	steps_peer(s, edge, RELATION_REMAINING);
}

/* ---- all together */

struct turn {
	const uint32_t *rank, *neighbour;
};

static int by_rank(const void *a, const void *b, void *ctx)
{
	const struct turn *o = ctx;
	uint32_t x = o->rank[o->neighbour[*(const uint32_t *)a]];
	uint32_t y = o->rank[o->neighbour[*(const uint32_t *)b]];
	return (x > y) - (x < y);
}

static void begin(struct steps *s)
{
	const struct tables *t = s->t;
	size_t n = (size_t)t->n + 1, n_edges = (size_t)t->n_edges + 1;
	s->order = tables_order(t, s->in_clique);
	s->rank = mem_new(n, sizeof *s->rank);
	s->turn = mem_new(n_edges, sizeof *s->turn);
	s->is = mem_new(n_edges, sizeof *s->is);
	s->step = mem_new(n_edges, sizeof *s->step);
	s->providers.head = mem_new(n, sizeof *s->providers.head);
	s->providers.next = mem_new(n_edges, sizeof *s->providers.next);
	s->peers.head = mem_new(n, sizeof *s->peers.head);
	s->peers.next = mem_new(n_edges, sizeof *s->peers.next);
	s->has_customer = mem_new(n, sizeof *s->has_customer);
	s->seen = mem_new(n, sizeof *s->seen);
	s->todo = mem_new(n, sizeof *s->todo);
	for (uint32_t i = 0; i < t->n_seen; i++)
		s->rank[s->order[i]] = i;
	struct turn turn = {s->rank, t->neighbour};
	for (uint32_t e = 0; e < t->n_edges; e++)
		s->turn[e] = e;
	for (uint32_t x = 0; x < t->n; x++)
		if (tables_gdeg(t, x) > 1)
			qsort_r(s->turn + t->edge_first[x], tables_gdeg(t, x), sizeof *s->turn, by_rank,
			        &turn);
}

void steps_run(struct steps *s, const struct steps_known *k)
{
	begin(s);
	each_open(s, k, clique_pair);
	if (k->known->is_provider)
		each_open(s, k, by_aspa);
	each_open(s, k, by_otc);
	each_open(s, k, passed);
	partial_feeds(s);
	steps_small_above(s);
	each_open(s, k, around_route_server);
	if (k->known->is_multilateral)
		each_open(s, k, at_one_server);
	providerless(s);
	each_open(s, k, clique_stub);
	steps_fold(s);
	each_open(s, k, remaining);
}

void steps_fini(struct steps *s)
{
	free(s->order);
	free(s->rank);
	free(s->turn);
	free(s->is);
	free(s->step);
	free(s->providers.head);
	free(s->providers.next);
	free(s->peers.head);
	free(s->peers.next);
	free(s->has_customer);
	free(s->seen);
	free(s->todo);
}
