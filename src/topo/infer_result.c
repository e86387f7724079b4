#include "base/mem.h"
#include "topo/infer_impl.h"

#include <math.h>

/* ---- how sure */

/*
 * What the step adds to the share of the vantage points, in sixteenths of a doubling of them: how often steps
 * were right where the truth is known, and that what is said is worth more than what is seen.
 */
static unsigned points_of(enum relation_step step)
{
	static const unsigned char points[RELATION_STEPS] = {
	    [RELATION_CLIQUE] = 48,      [RELATION_PASSED] = 64,       [RELATION_PARTIAL_FEED] = 64,
	    [RELATION_SMALL_ABOVE] = 64, [RELATION_PROVIDERLESS] = 32, [RELATION_CLIQUE_STUB] = 16,
	    [RELATION_FOLDED] = 32,      [RELATION_REMAINING] = 0,     [RELATION_BY_ASPA] = 128,
	    [RELATION_BY_OTC] = 96,      [RELATION_BY_EXCHANGE] = 32,
	};
	return points[step];
}

/* Peers of step 5 are wrong as often as right. */
static unsigned confidence(enum relation is, enum relation_step step, uint32_t n_vantage_points)
{
	if (is == RELATION_PEER && step == RELATION_PROVIDERLESS)
		return 0;
	/* the small addition keeps powers of two exact whatever the mathematics library rounds to */
	unsigned seen = (unsigned)(log2(n_vantage_points) * 16 + 1e-9);
	unsigned sum = seen + points_of(step);
	return sum > RELATION_SURE ? RELATION_SURE : sum;
}

/* ---- vantage points */

/* Paths that were learnt from, those of one vantage point together. */
struct by_vantage_point {
	uint32_t *at;
	size_t n;
	uint32_t n_points;
};

static void by_vantage_point_init(struct by_vantage_point *v, const struct steps *s)
{
	uint32_t *first = mem_new((size_t)s->t->n + 2, sizeof *first);
	v->at = mem_new(s->paths->n + 1, sizeof *v->at);
	for (size_t i = 0; i < s->paths->n; i++)
		if (!s->left_out[i])
			first[paths_at(s->paths, i).hops[0] + 1]++;
	for (uint32_t x = 0; x < s->t->n; x++) {
		v->n_points += first[x + 1] > 0;
		first[x + 1] += first[x];
	}
	v->n = first[s->t->n];
	for (size_t i = 0; i < s->paths->n; i++)
		if (!s->left_out[i])
			v->at[first[paths_at(s->paths, i).hops[0]]++] = (uint32_t)i;
	free(first);
}

/* By link (its edge at the lower end): distinct vantage points that saw it. */
static uint32_t *sightings(const struct steps *s, const struct by_vantage_point *v)
{
	const struct tables *t = s->t;
	uint32_t *n = mem_new((size_t)t->n_edges + 1, sizeof *n);
	uint32_t *last = mem_new((size_t)t->n_edges + 1, sizeof *last); /* vantage point + 1 */
	for (size_t i = 0; i < v->n; i++) {
		struct path_span p = paths_at(s->paths, v->at[i]);
		for (uint32_t k = 0; k + 1 < p.n; k++) {
			uint32_t x = p.hops[k], y = p.hops[k + 1];
			uint32_t e = x < y ? tables_edge_fast(t, x, y) : tables_edge_fast(t, y, x);
			n[e] += last[e] != p.hops[0] + 1;
			last[e] = p.hops[0] + 1;
		}
	}
	free(last);
	return n;
}

/* ---- cones */

/* p[i]'s provider or peer stands in front of it; all down from it are in its cone. False: too many. */
static bool cone_of_path(const struct steps *s, struct path_span p, struct pair_set *cones)
{
	uint8_t is[INFER_HOPS_MAX]; /* of hop k: what hop k + 1 is to it */
	for (uint32_t k = 0; k + 1 < p.n; k++)
		is[k] = s->is[tables_edge_fast(s->t, p.hops[k], p.hops[k + 1])];
	for (uint32_t i = 1; i + 1 < p.n; i++) {
		if (is[i - 1] != RELATION_PEER && is[i - 1] != RELATION_CUSTOMER)
			continue;
		for (uint32_t j = i; j + 1 < p.n && is[j] == RELATION_CUSTOMER; j++)
			pair_set_add(cones, pair_of(p.hops[i], p.hops[j + 1]));
	}
	return cones->n <= CONE_MEMBERS_MAX;
}

static struct cone_table *observed_cones(const struct steps *s, const asn_t *asns)
{
	struct pair_set cones = {0};
	bool fits = true;
	for (size_t i = 0; fits && i < s->paths->n; i++)
		fits = s->left_out[i] || cone_of_path(s, paths_at(s->paths, i), &cones);
	for (size_t i = 0; fits && i < cones.n; i++)
		cones.at[i] = pair_of(asns[pair_high(cones.at[i])], asns[pair_low(cones.at[i])]);
	struct cone_table *t = fits ? cone_table_of_pairs(cones.at, cones.n) : NULL;
	pair_set_fini(&cones);
	return t;
}

/* ---- all together */

static void relations_build(struct inferred *r, const struct steps *s, const asn_t *asns,
                            const uint32_t *seen)
{
	const struct tables *t = s->t;
	struct relation_builder *b = relation_builder_new();
	for (size_t i = 0; i < t->links.n; i++) {
		uint32_t e = t->edge_of[i];
		enum relation is = (enum relation)s->is[e];
		enum relation_step step = (enum relation_step)s->step[e];
		relation_builder_add_inferred(b, asns[pair_high(t->links.at[i])], asns[t->neighbour[e]], is,
		                              confidence(is, step, seen[e]), step);
		r->counts.peers += is == RELATION_PEER;
		r->counts.transit += is != RELATION_PEER;
	}
	r->relations = relation_builder_build(b);
}

static void networks_build(struct inferred *r, const struct steps *s, const asn_t *asns)
{
	const struct tables *t = s->t;
	size_t k = 0;
	r->transit = mem_new((size_t)t->n_seen + 1, sizeof *r->transit);
	r->clique = mem_new(INFER_CLIQUE_MAX, sizeof *r->clique);
	for (uint32_t x = 0; x < t->n; x++) {
		if (s->in_clique[x])
			r->clique[r->n_clique++] = asns[x];
		if (tables_gdeg(t, x) > 0)
			r->transit[k++] = (struct infer_transit){asns[x], t->tdeg[x], tables_gdeg(t, x)};
	}
}

struct inferred *result_build(const struct steps *s, const asn_t *asns, bool with_cones)
{
	struct inferred *r = mem_new(1, sizeof *r);
	struct by_vantage_point v = {0};
	by_vantage_point_init(&v, s);
	uint32_t *seen = sightings(s, &v);
	r->counts.networks = s->t->n_seen;
	r->counts.links = (uint32_t)s->t->links.n;
	r->counts.vantage_points = v.n_points;
	relations_build(r, s, asns, seen);
	networks_build(r, s, asns);
	if (with_cones)
		r->cones = observed_cones(s, asns);
	free(seen);
	free(v.at);
	return r;
}

void inferred_free(struct inferred *i)
{
	if (!i)
		return;
	free(i->clique);
	free(i->route_servers);
	free(i->transit);
	relation_table_free(i->relations);
	cone_table_free(i->cones);
	free(i);
}

const struct infer_transit *inferred_transit(const struct inferred *i, asn_t asn)
{
	size_t from = 0, to = i->counts.networks;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (i->transit[middle].asn < asn)
			from = middle + 1;
		else
			to = middle;
	}
	return from < i->counts.networks && i->transit[from].asn == asn ? &i->transit[from] : NULL;
}
