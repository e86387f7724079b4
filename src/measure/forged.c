#include "measure/forged.h"

#include "detect/forged_tags.h"
#include "validate/aspa.h"

#include <stdlib.h>
#include <string.h>

/* Of a network that an event speaks of, from all that was seen. */
struct network {
	asn_t asn;
	uint32_t n_known;   /* prefixes that it was known for, at the end of the data */
	asn_t took_from[2]; /* two networks whose routes it handed on; 0: none */
};

struct pair {
	asn_t asn, neighbour;
};

struct weighing {
	const struct forgeries_options *o;
	struct trail *trail;
	VEC(struct network) networks; /* by ASN */
	VEC(struct pair) neighbours;  /* of them, by both */
};

static const struct forged_case *case_of(const struct weighing *w, const struct event *e)
{
	return forged_case_get(w->o->detector, e->note);
}

/* ---- what is known of the networks concerned */

static int network_cmp(const void *a, const void *b)
{
	return asn_cmp(&((const struct network *)a)->asn, &((const struct network *)b)->asn);
}

static struct network *network_find(const struct weighing *w, asn_t asn)
{
	struct network key = {.asn = asn};
	return w->networks.n ? bsearch(&key, w->networks.at, w->networks.n, sizeof key, network_cmp) : NULL;
}

/* One that an event speaks of. */
static const struct network *network_get(const struct weighing *w, asn_t asn)
{
	const struct network *n = network_find(w, asn);
	REQUIRE(n);
	return n;
}

static void list_networks(struct weighing *w, const struct event_list *events)
{
	size_t kept = 0;
	for (size_t i = 0; i < events->n; i++) {
		const struct forged_case *k = case_of(w, &events->at[i]);
		*vec_push(&w->networks) = (struct network){.asn = k->culprit};
		*vec_push(&w->networks) = (struct network){.asn = k->beside};
		for (uint32_t j = 0; j < k->n_origins; j++)
			*vec_push(&w->networks) = (struct network){.asn = k->origins[j]};
	}
	if (w->networks.n)
		qsort(w->networks.at, w->networks.n, sizeof *w->networks.at, network_cmp);
	for (size_t i = 0; i < w->networks.n; i++)
		if (kept == 0 || w->networks.at[kept - 1].asn != w->networks.at[i].asn)
			w->networks.at[kept++] = w->networks.at[i];
	w->networks.n = kept;
}

/* Whose routes each handed on. Two are enough: one of them is no end of any one link. */
static void look_at_triples(struct weighing *w)
{
	for (uint32_t i = 0; i < trail_triples(w->trail); i++) {
		const struct triple *x = trail_triple(w->trail, i);
		struct network *n = network_find(w, x->b);
		if (!n || n->took_from[1] || n->took_from[0] == x->a)
			continue;
		n->took_from[n->took_from[0] != 0] = x->a;
	}
}

static int pair_cmp(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;
	int c = asn_cmp(&x->asn, &y->asn);
	return c ? c : asn_cmp(&x->neighbour, &y->neighbour);
}

static void look_at_links(struct weighing *w)
{
	const struct edges *edges = trail_edges(w->trail);
	for (uint32_t i = 0; i < edges_count(edges); i++) {
		const struct edge *e = edges_get(edges, i);
		if (e->first == 0)
			continue;
		if (network_find(w, e->low))
			*vec_push(&w->neighbours) = (struct pair){e->low, e->high};
		if (network_find(w, e->high))
			*vec_push(&w->neighbours) = (struct pair){e->high, e->low};
	}
	if (w->neighbours.n)
		qsort(w->neighbours.at, w->neighbours.n, sizeof *w->neighbours.at, pair_cmp);
}

static void look_at_routes(struct weighing *w)
{
	for (unsigned f = 0; f < RIB_FAMILIES; f++)
		for (route_id i = 0; i < rib_route_count(w->o->rib, f); i++) {
			struct network *n = network_find(w, rib_route_at(w->o->rib, f, i)->origin);
			n = n && history_is_known(w->o->history, f, i, w->o->data_end) ? n : NULL;
			if (n)
				n->n_known++;
		}
}

static size_t first_neighbour(const struct weighing *w, asn_t asn)
{
	size_t low = 0, high = w->neighbours.n;
	while (low < high) {
		size_t mid = (low + high) / 2;
		if (w->neighbours.at[mid].asn < asn)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static bool have_common_neighbour(const struct weighing *w, asn_t x, asn_t y)
{
	const struct pair *at = w->neighbours.at;
	size_t i = first_neighbour(w, x), j = first_neighbour(w, y), n = w->neighbours.n;
	while (i < n && j < n && at[i].asn == x && at[j].asn == y) {
		if (at[i].neighbour == at[j].neighbour)
			return true;
		if (at[i].neighbour < at[j].neighbour)
			i++;
		else
			j++;
	}
	return false;
}

/* ---- facts */

static bool is_same_org(const struct weighing *w, asn_t x, asn_t y, instant_t t)
{
	return topology_relation(w->o->topology, x, y, t) == RELATION_SIBLING ||
	       topology_is_one_org(w->o->topology, x, y, t);
}

static bool is_in_other_country(const struct weighing *w, asn_t x, asn_t y, instant_t t)
{
	const struct delegation_table *held = registries_delegations(w->o->registries, t);
	struct delegation_record a = delegation_asn(held, x), b = delegation_asn(held, y);
	return a.cc[0] && b.cc[0] && memcmp(a.cc, b.cc, sizeof a.cc) != 0;
}

/* Has the other end handed routes to the culprit, ever? */
static bool is_seen_reverse(const struct weighing *w, const struct forged_case *k)
{
	const struct edges *edges = trail_edges(w->trail);
	const struct edge *e = edges_get(edges, edges_lookup(edges, k->culprit, k->beside));
	return e->ways & edge_way(e, k->culprit, false);
}

static bool is_given_up(const struct weighing *w, const struct aspa_table *aspa, asn_t culprit, asn_t to,
                        instant_t t)
{
	enum relation r = leaks_relation(w->o->leaks, culprit, to, t);
	if (r != RELATION_UNKNOWN)
		return r == RELATION_PROVIDER || r == RELATION_PEER;
	return aspa && (aspa_authorized(aspa, culprit, to) == ASPA_PROVIDER ||
	                aspa_authorized(aspa, to, culprit) == ASPA_NOT_PROVIDER);
}

static enum forged_way way_of(const struct weighing *w, const struct event *e, const struct aspa_table *aspa)
{
	bool down = e->accomplices.n > 0;
	for (size_t i = 0; i < e->accomplices.n; i++) {
		asn_t to = e->accomplices.at[i].asn;
		if (is_given_up(w, aspa, e->culprit, to, e->start))
			return FORGED_UP;
		down &= leaks_relation(w->o->leaks, e->culprit, to, e->start) == RELATION_CUSTOMER;
	}
	return down ? FORGED_DOWN : FORGED_UNKNOWN;
}

static void look_at_aspas(const struct weighing *w, const struct event *e, struct forged_facts *x)
{
	const struct forged_case *k = x->known;
	const struct aspa_table *aspa = registries_aspa(w->o->registries, e->start, NULL);
	x->way = way_of(w, e, aspa);
	if (!aspa)
		return;
	x->later = sources_are_later(w->o->sources, SOURCE_VRPS, e->start);
	x->aspa_lacks = aspa_authorized(aspa, k->beside, k->culprit) == ASPA_NOT_PROVIDER;
	x->aspa_names = aspa_authorized(aspa, k->beside, k->culprit) == ASPA_PROVIDER ||
	                aspa_authorized(aspa, k->culprit, k->beside) == ASPA_PROVIDER;
}

static void look_at_networks(const struct weighing *w, const struct event *e, struct forged_facts *x)
{
	const struct forged_case *k = x->known;
	struct topology *topology = w->o->topology;
	instant_t t = e->start;
	x->same_organisation = is_same_org(w, k->culprit, k->beside, t);
	for (uint32_t i = 0; i < k->n_origins; i++)
		x->same_organisation |= is_same_org(w, k->culprit, k->origins[i], t);
	x->was_linked = leaks_relation(w->o->leaks, k->culprit, k->beside, t) != RELATION_UNKNOWN;
	x->reverse = is_seen_reverse(w, k);
	x->cone = leaks_cone(w->o->leaks, k->culprit, t);
	x->cone_beside = leaks_cone(w->o->leaks, k->beside, t);
	const struct network *n = network_get(w, k->culprit);
	for (size_t i = 0; i < 2; i++)
		x->passed |= n->took_from[i] && n->took_from[i] != k->beside;
	x->passed |= x->cone > 1;
	x->other_country = is_in_other_country(w, k->culprit, k->beside, t);
	x->common_neighbour = have_common_neighbour(w, k->culprit, k->beside);
	x->common_exchange = topology_common_exchanges(topology, k->culprit, k->beside, t) > 0;
	x->scrubbing = topology_is_scrubbing(topology, k->culprit);
}

/* Is a ROA, or a route object, of the origin for just this prefix? */
static bool is_expected(const struct weighing *w, const struct prefix *p, asn_t origin, instant_t t)
{
	const struct rov_table *rov = registries_rov(w->o->registries, t, NULL);
	if (irr_lookup(registries_irr(w->o->registries, t, NULL), p, origin) == IRR_VALID)
		return true;
	if (!rov)
		return false;
	struct rov_explain e = rov_explain_begin(rov, p, origin);
	for (struct rov_reason r; rov_explain_next(&e, &r);)
		if (r.result == ROV_MATCH && prefix_eq(&r.prefix, p))
			return true;
	return false;
}

static void look_at_registries(const struct weighing *w, const struct event *e, struct forged_facts *x)
{
	const struct forged_case *k = x->known;
	x->expected = k->n_parts > 0 && k->n_origins == 1;
	for (size_t i = 0; i < e->prefixes.n && i < w->o->framework->forged_prefixes && x->expected; i++) {
		const struct event_prefix *p = &e->prefixes.at[i];
		x->expected = is_expected(w, &rib_prefix_at(w->o->rib, p->family, p->id)->prefix,
		                          k->origins[0], e->start);
	}
}

static void look_at_extent(const struct weighing *w, const struct event *e, struct forged_facts *x)
{
	const struct forged_case *k = x->known;
	x->start = e->start;
	x->open = e->open;
	x->end = e->open ? w->o->data_end : e->end;
	x->n_peak = e->n_peak;
	x->n_prefixes = (uint32_t)e->prefixes.n;
	for (uint32_t i = 0; i < k->n_origins; i++)
		x->n_behind += network_get(w, k->origins[i])->n_known;
	if (k->depth == FORGED_FARTHER)
		x->n_behind += network_get(w, k->beside)->n_known;
}

static struct forged_numbers numbers_of(const struct weighing *w, unsigned family)
{
	const struct framework *f = w->o->framework;
	bool low = false;
	return (struct forged_numbers){
	    .min_peers = (uint32_t)framework_threshold(f->event_min_peers, w->o->full_feeds[family], &low),
	    .asked_peers = (uint32_t)f->event_min_peers,
	    .convergence = (uint32_t)f->convergence,
	    .brief = (uint32_t)f->forged_brief,
	    .links = (uint32_t)f->forged_links,
	    .prefixes = (uint32_t)f->forged_prefixes,
	    .least = (uint32_t)f->forged_least,
	    .share_n = (uint32_t)f->forged_share.n,
	    .share_d = (uint32_t)f->forged_share.d};
}

static void weigh(const struct weighing *w, struct event *e, uint32_t n_links)
{
	const struct forged_case *k = case_of(w, e);
	struct forged_facts x = {.known = k, .n_links = n_links};
	unsigned f = e->prefixes.n ? e->prefixes.at[0].family : RIB_V4;
	look_at_aspas(w, e, &x);
	look_at_networks(w, e, &x);
	look_at_registries(w, e, &x);
	look_at_extent(w, e, &x);
	struct forged_numbers n = numbers_of(w, f);
	n.convergence += health_spread(w->o->health, e->peers.at, e->peers.n);
	e->tags = forged_tags(&x, &n);
	e->rule = k->depth == FORGED_FARTHER ? "forged-neighbour" : "forged-origin";
	e->segment[0] = k->beside;
	for (uint32_t i = 0; i < k->n_origins; i++)
		*vec_push(&e->victims) = k->origins[i];
	if (e->victims.n)
		qsort(e->victims.at, e->victims.n, sizeof *e->victims.at, asn_cmp);
}

/* Events come by start. All of one culprit that began within the window of this one, before or behind. */
static uint32_t count_links(const struct weighing *w, const struct event_list *events, size_t i)
{
	uint32_t window = (uint32_t)w->o->framework->mass_window, n = 1;
	const struct event *e = &events->at[i];
	for (size_t j = i; j-- > 0 && e->start - events->at[j].start <= window;)
		n += events->at[j].culprit == e->culprit;
	for (size_t j = i + 1; j < events->n && events->at[j].start - e->start <= window; j++)
		n += events->at[j].culprit == e->culprit;
	return n;
}

/* Routes of networks that were not known for them are new networks', or misoriginations: another's matter. */
static bool is_right_origin(const struct forged_case *k)
{
	return (k->n_known + k->n_parts) * 2 > k->n_slots;
}

void forgeries_weigh(struct event_list *events, const struct forgeries_options *o)
{
	struct weighing w = {.o = o, .trail = leak_trail(leaks_detector(o->leaks))};
	size_t kept = 0;
	if (events->n == 0)
		return;
	list_networks(&w, events);
	look_at_triples(&w);
	look_at_links(&w);
	look_at_routes(&w);
	uint32_t *n_links = mem_new(events->n, sizeof *n_links);
	for (size_t i = 0; i < events->n; i++)
		n_links[i] = count_links(&w, events, i);
	for (size_t i = 0; i < events->n; i++) {
		if (is_right_origin(case_of(&w, &events->at[i]))) {
			weigh(&w, &events->at[i], n_links[i]);
			events->at[kept++] = events->at[i];
		} else {
			event_fini(&events->at[i]);
		}
	}
	free(n_links);
	events->n = kept;
	vec_free(&w.networks);
	vec_free(&w.neighbours);
}
