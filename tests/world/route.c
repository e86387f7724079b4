#include "route.h"

#include <stdlib.h>
#include <string.h>

void spread_init(struct spread *s, const struct topology *t)
{
	memset(s, 0, sizeof *s);
	s->t = t;
	s->at = fresh(t->n, sizeof *s->at);
	s->blocked = fresh(t->n, 1);
	for (uint32_t v = 0; v < t->n; v++)
		s->at[v].traits =
		    (uint8_t)((t->net[v].spread ? TRAIT_SPREAD : 0) | (t->net[v].rov ? TRAIT_ROV : 0) |
		              (t->net[v].otc ? TRAIT_OTC : 0));
}

void spread_fini(struct spread *s)
{
	free(s->at);
	free(s->blocked);
	free(s->touched.v);
	free(s->blockers.v);
	for (int i = 0; i < MAX_PATH; i++)
		free(s->bucket[i].v);
}

static inline void push(struct queue *q, uint32_t v)
{
	if (q->n == q->cap)
		q->v = list_room(q->v, q->n, &q->cap, sizeof *q->v);
	q->v[q->n++] = v;
}

static void clear(struct spread *s)
{
	for (size_t i = 0; i < s->touched.n; i++)
		s->at[s->touched.v[i]].class = CLASS_NONE;
	s->touched.n = 0;
}

static uint32_t order_of(const struct spread *s, uint32_t v, uint32_t link)
{
	uint32_t x = link * 2654435761u ^ v * 40503u;
	if (s->at[v].traits & TRAIT_SPREAD)
		x ^= s->salt;
	return (x ^ x >> 15) * 2246822519u;
}

static void enqueue(struct spread *s, uint32_t v, uint32_t len)
{
	push(&s->bucket[len], v);
	if (len > s->top)
		s->top = len;
}

static bool refuses(const struct spread *s, uint32_t v, uint32_t seed, uint32_t class)
{
	uint32_t traits = s->at[v].traits;
	if (s->blocked[v] >> seed & 1)
		return true;
	if ((s->invalid >> seed & 1) && traits & TRAIT_ROV)
		return true;
	// RFC 9234 5: a route with OTC from a customer, or from a peer that did not set it, is a leak
	return (s->otc_from >> seed & 1) && traits & TRAIT_OTC && class >= CLASS_PEER;
}

/* Offers v a route; true if v takes it for now. */
static bool offer(struct spread *s, uint32_t v, uint32_t from, uint32_t link, uint32_t len, uint32_t class,
                  uint32_t seed)
{
	struct choice *c = &s->at[v];
	if (len >= MAX_PATH || c->class > class || (c->class == class && c->len < len) || s->t->down[link])
		return false;
	uint32_t key = order_of(s, v, link);
	if (c->class == class && c->len == len && c->key <= key)
		return false;
	if (refuses(s, v, seed, class))
		return false;
	bool known = c->class == class && c->len == len;
	if (c->class == CLASS_NONE)
		push(&s->touched, v);
	*c = (struct choice){.parent = from,
	                     .link = link,
	                     .key = key,
	                     .len = (uint16_t)len,
	                     .class = (uint8_t) class,
	                     .seed = (uint8_t)seed,
	                     .traits = c->traits};
	return !known;
}

/* What an origin adds in length towards its @n-th neighbour of a side; -1: it does not announce to it. */
static int extra(const struct seed *seed, enum side side, uint32_t n, uint32_t to)
{
	if (seed->only != NONE)
		return seed->only == to ? seed->prepend : -1;
	if (seed->group == 0 || side != TO_PROVIDERS)
		return seed->prepend;
	bool half = (n & 1) == 0;
	return half ? seed->prepend : seed->group == 1 ? -1 : seed->prepend + 2;
}

static void send(struct spread *s, uint32_t v, enum side side, uint32_t class)
{
	const struct adjacency *x = &s->t->core;
	const struct choice *c = &s->at[v];
	const struct seed *own = c->class == CLASS_OWN ? &s->seed[c->seed] : NULL;
	uint32_t len = c->len + 1u, seed = c->seed;
	for (uint32_t i = x->off[3 * v + side], n = 0; i < x->off[3 * v + side + 1]; i++, n++) {
		int more = own ? extra(own, side, n, x->edge[i].node) : 0;
		if (more < 0 || x->edge[i].node == c->parent)
			continue;
		if (offer(s, x->edge[i].node, v, x->edge[i].link, len + (uint32_t)more, class, seed) &&
		    class != CLASS_PEER)
			enqueue(s, x->edge[i].node, len + (uint32_t)more);
	}
}

static void send_leaks(struct spread *s, uint32_t class)
{
	for (uint32_t k = 0; s->leaking && k < s->n_leaks; k++) {
		const struct leak *l = s->leak[k];
		if (!s->leaked_len[k])
			continue;
		for (uint32_t i = 0; i < l->n_to; i++) {
			enum side to =
			    relation_of(s->t, l->node, l->to[i]); // what the receiver is to the leaker
			uint32_t link = link_of(s->t, l->node, l->to[i]);
			if (link == NONE || (to == TO_PROVIDERS) != (class == CLASS_CUSTOMER))
				continue;
			if (offer(s, l->to[i], l->node, link, s->leaked_len[k], class, s->n_seeds + k) &&
			    class != CLASS_PEER)
				enqueue(s, l->to[i], s->leaked_len[k]);
		}
	}
}

static void run_buckets(struct spread *s, enum side side, uint32_t class)
{
	for (uint32_t len = 0; len <= s->top; len++) {
		for (size_t i = 0; i < s->bucket[len].n; i++) {
			uint32_t v = s->bucket[len].v[i];
			if (s->at[v].len == len)
				send(s, v, side, class);
		}
		s->bucket[len].n = 0;
	}
	s->top = 0;
}

static void pass(struct spread *s)
{
	clear(s);
	for (uint32_t k = 0; k < s->n_seeds; k++) {
		const struct seed *x = &s->seed[k];
		struct choice *c = &s->at[x->node];
		if (!x->active || c->class == CLASS_OWN)
			continue;
		push(&s->touched, x->node);
		*c = (struct choice){.parent = NONE,
		                     .link = NONE,
		                     .len = (uint16_t)(1u + x->n_tail - x->n_set + (x->n_set > 0)),
		                     .class = CLASS_OWN,
		                     .seed = (uint8_t)k,
		                     .traits = c->traits};
		enqueue(s, x->node, c->len);
	}
	send_leaks(s, CLASS_CUSTOMER);
	run_buckets(s, TO_PROVIDERS, CLASS_CUSTOMER);
	send_leaks(s, CLASS_PEER);
	size_t n = s->touched.n;
	for (size_t i = 0; i < n; i++)
		if (s->at[s->touched.v[i]].class >= CLASS_CUSTOMER)
			send(s, s->touched.v[i], TO_PEERS, CLASS_PEER);
	for (size_t i = 0; i < s->touched.n; i++)
		enqueue(s, s->touched.v[i], s->at[s->touched.v[i]].len);
	run_buckets(s, TO_CUSTOMERS, CLASS_PROVIDER);
}

static void block(struct spread *s, uint32_t v, uint32_t seed)
{
	s->blocked[v] |= (uint8_t)(1u << seed);
	*LIST_ADD(s->blockers) = v;
}

/* Which leaks happen: those whose network chose a route that it should keep. */
static bool find_leaks(struct spread *s, bool guarded)
{
	bool any = false;
	for (uint32_t k = 0; k < s->n_leaks; k++) {
		const struct leak *l = s->leak[k];
		const struct choice *c = &s->at[l->node];
		uint32_t node[MAX_PATH], asn[MAX_PATH], otc = 0;
		s->leaked_len[k] = 0;
		bool its = c->class == CLASS_PROVIDER || c->class == CLASS_PEER;
		if (!its || (l->from_class && c->class != l->from_class) ||
		    (l->from != NONE && c->parent != l->from))
			continue;
		uint32_t n = spread_nodes(s, l->node, node);
		if (n == 0)
			continue;
		spread_path(s, node, n, asn, &otc);
		if (l->reoriginate ? guarded : s->invalid >> c->seed & 1)
			s->invalid |= (uint8_t)(1u << (s->n_seeds + k));
		s->leaked_len[k] = l->reoriginate ? 2 : (uint16_t)(c->len + 1u);
		for (uint32_t i = 0; i < n; i++)
			if (!l->reoriginate || i == 0)
				block(s, node[i], s->n_seeds + k);
		// the hop that is wrong goes up or aside: what the leaker heard was marked by its neighbour,
		// or by itself
		if (otc && !l->reoriginate)
			s->otc_from |= (uint8_t)(1u << (s->n_seeds + k));
		any = true;
	}
	return any;
}

void spread_run(struct spread *s, const struct seed *seed, uint32_t n_seeds, const struct leak *const *leak,
                uint32_t n_leaks, uint32_t salt, bool guarded)
{
	for (size_t i = 0; i < s->blockers.n; i++)
		s->blocked[s->blockers.v[i]] = 0;
	s->blockers.n = 0;
	s->seed = seed;
	s->n_seeds = n_seeds;
	s->n_leaks = n_leaks;
	for (uint32_t k = 0; k < n_leaks; k++)
		s->leak[k] = leak[k];
	s->salt = salt;
	s->otc_from = 0;
	s->leaking = false;
	s->invalid = 0;
	for (uint32_t k = 0; k < n_seeds; k++) {
		if (seed[k].invalid && !seed[k].rov_exempt)
			s->invalid |= (uint8_t)(1u << k);
		for (uint32_t i = 0; seed[k].active && i < seed[k].n_tail; i++)
			if (seed[k].tail_node[i] != NONE)
				block(s, seed[k].tail_node[i], k);
	}
	pass(s);
	if (n_leaks && find_leaks(s, guarded)) {
		s->leaking = true;
		pass(s);
	}
}

uint32_t spread_nodes(const struct spread *s, uint32_t v, uint32_t *node)
{
	uint32_t n = 0;
	if (s->at[v].class == CLASS_NONE)
		return 0;
	while (true) {
		if (n == MAX_PATH - 8)
			return 0;
		for (uint32_t i = 0; i < n; i++)
			if (node[i] == v)
				return 0;
		node[n++] = v;
		const struct choice *c = &s->at[v];
		if (c->parent == NONE)
			return n;
		if (c->seed >= s->n_seeds && s->leak[c->seed - s->n_seeds]->reoriginate &&
		    c->parent == s->leak[c->seed - s->n_seeds]->node) {
			node[n++] = c->parent;
			return n;
		}
		v = c->parent;
	}
}

static uint32_t add_own(const struct spread *s, uint32_t v, uint32_t to, uint32_t *asn, uint32_t n)
{
	const struct choice *c = &s->at[v];
	uint32_t times = 1;
	if (c->class == CLASS_OWN) {
		const struct seed *x = &s->seed[c->seed];
		// how often it stands there follows from the length that the neighbour counted
		if (to != NONE && s->at[to].class != CLASS_NONE && s->at[to].parent == v)
			times = s->at[to].len - c->len;
		else
			times += x->prepend;
		for (uint32_t i = 0; i < times && n < MAX_PATH; i++)
			asn[n++] = s->t->net[v].asn;
		for (uint32_t i = 0; i < x->n_tail && n < MAX_PATH; i++)
			asn[n++] = x->tail[i];
		return n;
	}
	asn[n++] = s->t->net[v].asn;
	return n;
}

uint32_t spread_path(const struct spread *s, const uint32_t *node, uint32_t n_nodes, uint32_t *asn,
                     uint32_t *otc)
{
	uint32_t n = 0;
	*otc = 0;
	for (uint32_t i = 0; i < n_nodes && n < MAX_PATH; i++)
		n = add_own(s, node[i], i ? node[i - 1] : NONE, asn, n);
	for (uint32_t i = n_nodes; i-- > 1 && !*otc;) {
		// from node[i] to node[i - 1]: downwards or aside it is marked, by the sender or by the
		// receiver
		uint32_t class = s->at[node[i - 1]].class;
		if (class == CLASS_CUSTOMER || class == CLASS_OWN)
			continue;
		if (s->t->net[node[i]].otc || s->t->net[node[i - 1]].otc)
			*otc = s->t->net[node[i]].asn;
	}
	return n;
}

uint16_t spread_event(const struct spread *s, uint32_t v)
{
	const struct choice *c = &s->at[v];
	return c->seed < s->n_seeds ? s->seed[c->seed].event : s->leak[c->seed - s->n_seeds]->event;
}

static bool through(const struct spread *s, uint32_t from, uint32_t v)
{
	for (uint32_t n = 0; from != NONE && n < MAX_PATH; n++) {
		if (from == v)
			return true;
		from = s->at[from].parent;
	}
	return false;
}

uint32_t spread_other(const struct spread *s, uint32_t v, uint32_t start, uint32_t *class)
{
	static const uint32_t class_from[N_SIDES] = {CLASS_CUSTOMER, CLASS_PEER, CLASS_PROVIDER};
	const struct adjacency *x = &s->t->core;
	uint32_t best = NONE, best_len = MAX_PATH, best_class = 0;
	for (uint32_t side = 0; side < N_SIDES; side++) {
		uint32_t first = x->off[3 * v + side], n = x->off[3 * v + side + 1] - first;
		for (uint32_t i = 0; i < n && i < 40; i++) {
			struct edge e = x->edge[first + (start + i) % n];
			const struct choice *c = &s->at[e.node];
			if (c->class == CLASS_NONE || e.node == s->at[v].parent || s->t->down[e.link] ||
			    c->seed >= s->n_seeds || c->class == CLASS_OWN)
				continue;
			if ((side != TO_PROVIDERS && c->class < CLASS_CUSTOMER) ||
			    refuses(s, v, c->seed, class_from[side]) || through(s, e.node, v))
				continue;
			if (class_from[side] > best_class ||
			    (class_from[side] == best_class && c->len < best_len)) {
				best = e.node;
				best_len = c->len;
				best_class = class_from[side];
			}
		}
	}
	*class = best_class;
	return best;
}
