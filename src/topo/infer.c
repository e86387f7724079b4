#include "base/hash.h"
#include "base/mem.h"
#include "topo/infer_impl.h"

#include <string.h>

struct network {
	asn_t asn;
	bool is_route_server, is_reserved;
};

struct infer {
	struct infer_known known;
	struct infer_counts counts;
	VEC(struct network) networks; /* in the order in which they came; infer_run orders them */
	uint32_t *slot;               /* open addressing: number + 1 */
	uint32_t mask;
	struct paths paths;
	struct paths otc;              /* the position of the OTC's ASN, then the path */
	struct pair_set route_servers; /* pairs that one stood between */
};

struct infer *infer_new(const struct infer_known *known)
{
	struct infer *in = mem_new(1, sizeof *in);
	in->known = *known;
	in->mask = 4095;
	in->slot = mem_new((size_t)in->mask + 1, sizeof *in->slot);
	return in;
}

void infer_free(struct infer *in)
{
	if (!in)
		return;
	vec_free(&in->networks);
	free(in->slot);
	paths_fini(&in->paths);
	paths_fini(&in->otc);
	pair_set_fini(&in->route_servers);
	free(in);
}

/* ---- networks */

static void networks_grow(struct infer *in)
{
	in->mask = in->mask * 2 + 1;
	free(in->slot);
	in->slot = mem_new((size_t)in->mask + 1, sizeof *in->slot);
	for (size_t i = 0; i < in->networks.n; i++) {
		uint32_t h = (uint32_t)hash_u64(in->networks.at[i].asn) & in->mask;
		while (in->slot[h])
			h = (h + 1) & in->mask;
		in->slot[h] = (uint32_t)i + 1;
	}
}

static uint32_t network_of(struct infer *in, asn_t asn)
{
	uint32_t h = (uint32_t)hash_u64(asn) & in->mask;
	for (uint32_t i; (i = in->slot[h]) != 0; h = (h + 1) & in->mask)
		if (in->networks.at[i - 1].asn == asn)
			return i - 1;
	const struct infer_known *k = &in->known;
	*vec_push(&in->networks) =
	    (struct network){.asn = asn,
	                     .is_route_server = k->is_route_server && k->is_route_server(k->ctx, asn),
	                     .is_reserved = k->is_reserved && k->is_reserved(k->ctx, asn)};
	uint32_t number = (uint32_t)in->networks.n - 1;
	in->slot[h] = number + 1;
	if (in->networks.n * 10 > (size_t)in->mask * 6)
		networks_grow(in);
	return number;
}

/* ---- paths */

struct clean {
	uint32_t hops[INFER_HOPS_MAX + 2]; /* behind one more, for the position of an OTC */
	size_t n;
	bool too_long, is_reserved, has_loop;
};

static void clean_push(const struct infer *in, struct clean *c, uint32_t x)
{
	for (size_t i = 0; i < c->n; i++)
		c->has_loop |= c->hops[1 + i] == x;
	c->is_reserved |= in->networks.at[x].is_reserved;
	c->too_long |= c->n == INFER_HOPS_MAX;
	if (c->n < INFER_HOPS_MAX)
		c->hops[1 + c->n++] = x;
}

/* Prepending and route servers go; who stood on both sides of one is noted. */
static void clean(struct infer *in, const asn_t *path, size_t n, struct clean *c)
{
	uint32_t last = PAIR_NONE;
	unsigned between = 0;
	c->n = 0;
	c->too_long = c->is_reserved = c->has_loop = false;
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && path[i] == path[i - 1])
			continue;
		uint32_t x = network_of(in, path[i]);
		if (in->networks.at[x].is_route_server) {
			between++;
			continue;
		}
		if (last != PAIR_NONE && last != x && between == 1)
			pair_set_add(&in->route_servers, x < last ? pair_of(x, last) : pair_of(last, x));
		if (last != x)
			clean_push(in, c, x);
		last = x;
		between = 0;
	}
}

static enum err otc_add(struct infer *in, struct clean *c, asn_t otc)
{
	size_t k = 0;
	while (k < c->n && in->networks.at[c->hops[1 + k]].asn != otc)
		k++;
	if (k == c->n)
		return ERR_OK;
	c->hops[0] = (uint32_t)k;
	return paths_add(&in->otc, c->hops, c->n + 1, NULL);
}

enum err infer_path(struct infer *in, const asn_t *path, size_t n, asn_t otc)
{
	struct clean c;
	in->counts.given++;
	clean(in, path, n, &c);
	uint64_t *why = c.too_long      ? &in->counts.too_long
	                : c.n < 2       ? &in->counts.too_short
	                : c.is_reserved ? &in->counts.reserved
	                : c.has_loop    ? &in->counts.looped
	                                : NULL;
	if (why) {
		++*why;
		return ERR_OK;
	}
	enum err e = paths_add(&in->paths, c.hops + 1, c.n, NULL);
	if (e == ERR_OK && otc)
		e = otc_add(in, &c, otc);
	return e;
}

/* ---- numbers by ascending ASN in place of those by appearance */

struct numbers {
	asn_t *asns;     /* by new number */
	uint32_t *fresh; /* by old number */
	uint32_t n;
};

static void numbers_init(struct numbers *u, struct infer *in)
{
	uint64_t *order = mem_new(in->networks.n + 1, sizeof *order);
	u->n = (uint32_t)in->networks.n;
	u->asns = mem_new((size_t)u->n + 1, sizeof *u->asns);
	u->fresh = mem_new((size_t)u->n + 1, sizeof *u->fresh);
	for (uint32_t i = 0; i < u->n; i++)
		order[i] = pair_of(in->networks.at[i].asn, i);
	pairs_sort(order, u->n);
	for (uint32_t i = 0; i < u->n; i++) {
		u->asns[i] = pair_high(order[i]);
		u->fresh[pair_low(order[i])] = i;
	}
	free(order);
}

static void renumber(const struct numbers *u, struct paths *p, uint32_t skip)
{
	for (size_t i = 0; i < p->n; i++)
		for (uint32_t k = p->first[i] + skip; k < p->first[i + 1]; k++)
			p->hops[k] = u->fresh[p->hops[k]];
	paths_settle(p);
}

static void renumber_pairs(const struct numbers *u, struct pair_set *s)
{
	struct pair_set fresh = {0};
	for (size_t i = 0; i < s->n; i++) {
		uint32_t x = u->fresh[pair_high(s->at[i])], y = u->fresh[pair_low(s->at[i])];
		pair_set_add(&fresh, x < y ? pair_of(x, y) : pair_of(y, x));
	}
	pair_set_fini(s);
	*s = fresh;
}

/* ---- what is known of links */

static uint32_t *otc_votes(const struct paths *otc, const struct tables *t)
{
	uint32_t *votes = mem_new((size_t)t->n_edges + 1, sizeof *votes);
	for (size_t i = 0; i < otc->n; i++) {
		struct path_span p = paths_at(otc, i);
		for (uint32_t k = 1; k < p.hops[0]; k++) {
			uint32_t e = tables_edge(t, p.hops[k], p.hops[k + 1]);
			if (e != PAIR_NONE)
				votes[e]++;
		}
	}
	return votes;
}

/* ---- the run */

static void route_servers_list(const struct infer *in, const struct numbers *u, struct inferred *found)
{
	bool *is_one = mem_new((size_t)u->n + 1, sizeof *is_one);
	for (uint32_t i = 0; i < u->n; i++) {
		is_one[u->fresh[i]] = in->networks.at[i].is_route_server;
		found->n_route_servers += in->networks.at[i].is_route_server;
	}
	found->route_servers = mem_new(found->n_route_servers + 1, sizeof *found->route_servers);
	for (uint32_t i = 0, k = 0; i < u->n; i++)
		if (is_one[i])
			found->route_servers[k++] = u->asns[i];
	free(is_one);
}

/* Marks paths in which networks of the clique are parted by others; how many. */
static uint64_t poisoned_mark(const struct paths *p, const bool *in_clique, bool *left_out)
{
	uint64_t n = 0;
	for (size_t i = 0; i < p->n; i++) {
		struct path_span s = paths_at(p, i);
		uint32_t first = s.n, last = 0, members = 0;
		for (uint32_t k = 0; k < s.n; k++)
			if (in_clique[s.hops[k]]) {
				first = members++ ? first : k;
				last = k;
			}
		left_out[i] = members > 0 && last - first + 1 != members;
		n += left_out[i];
	}
	return n;
}

/* Found from all paths; then paths that contradict it are left out, and the tables made anew. */
static bool *find_clique(struct infer *in, struct tables *t, const struct numbers *u, bool *left_out)
{
	bool *in_clique = mem_new((size_t)u->n + 1, sizeof *in_clique);
	tables_build(t, &in->paths, u->n, NULL, true);
	clique_find(t, &in->known, u->asns, in_clique);
	in->counts.poisoned = poisoned_mark(&in->paths, in_clique, left_out);
	if (in->counts.poisoned > 0) {
		tables_fini(t);
		tables_build(t, &in->paths, u->n, left_out, false);
	}
	return in_clique;
}

static struct inferred *run_steps(struct infer *in, const struct numbers *u, bool with_cones)
{
	struct tables t;
	bool *left_out = mem_new(in->paths.n + 1, sizeof *left_out);
	bool *in_clique = find_clique(in, &t, u, left_out);
	uint32_t *otc = otc_votes(&in->otc, &t);
	struct steps s = {.t = &t, .paths = &in->paths, .left_out = left_out, .in_clique = in_clique};
	struct steps_known k = {
	    .known = &in->known, .asns = u->asns, .otc = otc, .route_servers = &in->route_servers};
	steps_run(&s, &k);
	struct inferred *found = result_build(&s, u->asns, with_cones);
	steps_fini(&s);
	tables_fini(&t);
	free(otc);
	free(in_clique);
	free(left_out);
	return found;
}

struct inferred *infer_run(struct infer *in, bool with_cones)
{
	struct numbers u;
	numbers_init(&u, in);
	renumber(&u, &in->paths, 0);
	renumber(&u, &in->otc, 1);
	renumber_pairs(&u, &in->route_servers);
	struct inferred *found = run_steps(in, &u, with_cones);
	in->counts.distinct = in->paths.n;
	in->counts.networks = found->counts.networks;
	in->counts.links = found->counts.links;
	in->counts.vantage_points = found->counts.vantage_points;
	in->counts.transit = found->counts.transit;
	in->counts.peers = found->counts.peers;
	found->counts = in->counts;
	route_servers_list(in, &u, found);
	free(u.asns);
	free(u.fresh);
	infer_free(in);
	return found;
}
