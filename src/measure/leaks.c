#include "measure/leaks.h"

#include "detect/leak_tags.h"
#include "measure/leak_legs.h"
#include "topo/infer.h"
#include "validate/aspa.h"

#include <stdlib.h>

/* Who says what a relation is; leak_case.said_from, said_to. */
enum { SAID_BY_FILE, SAID_BY_PATHS, SAID_WEAKLY };

enum {
	DAY = 86400,
	WEAK = 48,       /* an inferred relation of less confidence rests on few peers or on a late step */
	INFER_AGAIN = 7, /* days */
	LEAK_ORIGINS_EDGE = 5,
};

struct leaks {
	struct leaks_options o;
	struct leak_detector *detector;
	instant_t at,
	    until;      /* the instant that questions are asked of, and the next that may answer otherwise */
	uint32_t since; /* the first record; 0: none yet */
	uint32_t infer_at;         /* when relations are inferred next; UINT32_MAX: not at all */
	bool has_files;            /* relations stand in files */
	struct inferred *inferred; /* NULL: not yet */
	const struct aspa_table *aspa;
};

/* ---- what the detector asks */

static enum relation inferred_relation(const struct leaks *l, asn_t of, asn_t neighbour,
                                       struct relation_link *link)
{
	if (!l->inferred || !relation_find(l->inferred->relations, of, neighbour, link))
		return RELATION_UNKNOWN;
	return relation_get(l->inferred->relations, of, neighbour);
}

static enum relation relation(void *ctx, asn_t of, asn_t neighbour)
{
	struct leaks *l = ctx;
	struct relation_link link;
	enum relation r = topology_relation(l->o.topology, of, neighbour, l->at);
	return r == RELATION_UNKNOWN && !l->has_files ? inferred_relation(l, of, neighbour, &link) : r;
}

static uint8_t said(void *ctx, asn_t of, asn_t neighbour)
{
	struct leaks *l = ctx;
	struct relation_link link;
	if (l->has_files || inferred_relation(l, of, neighbour, &link) == RELATION_UNKNOWN)
		return SAID_BY_FILE;
	return link.confidence < WEAK ? SAID_WEAKLY : SAID_BY_PATHS;
}

static bool is_in_clique(const struct leaks *l, asn_t asn)
{
	for (size_t i = 0; l->inferred && i < l->inferred->n_clique; i++)
		if (l->inferred->clique[i] == asn)
			return true;
	return false;
}

/* At the ends of a leak between two such networks: everybody who can say so must. */
static bool transit_free(void *ctx, asn_t asn)
{
	struct leaks *l = ctx;
	unsigned top = topology_transit_free(l->o.topology, asn, l->at);
	if (!l->has_files && l->inferred)
		return is_in_clique(l, asn);
	return (top & TOPOLOGY_TOP_LISTED) && (top & (TOPOLOGY_TOP_CLIQUE | TOPOLOGY_TOP_UNSAID));
}

/* Between them: nobody may. */
static bool is_top(const struct leaks *l, asn_t asn)
{
	unsigned top = topology_transit_free(l->o.topology, asn, l->at);
	return is_in_clique(l, asn) || (top & (TOPOLOGY_TOP_LISTED | TOPOLOGY_TOP_CLIQUE));
}

static enum trail_kind kind(void *ctx, asn_t asn)
{
	struct leaks *l = ctx;
	if (topology_is_route_server(l->o.topology, asn, l->at))
		return TRAIL_PASSED;
	return l->o.is_bogon(l->o.ctx, asn) ? TRAIL_UNKNOWN : TRAIL_NETWORK;
}

static uint32_t cone(void *ctx, asn_t asn)
{
	struct leaks *l = ctx;
	if (!l->has_files)
		return l->inferred && l->inferred->cones ? (uint32_t)cone_size(l->inferred->cones, asn) + 1
		                                         : 0;
	return (uint32_t)topology_cone_size(l->o.topology, asn, l->at) + 1;
}

static bool in_cone(void *ctx, asn_t of, asn_t member)
{
	struct leaks *l = ctx;
	if (of == member)
		return true;
	if (!l->has_files)
		return l->inferred && cone_has(l->inferred->cones, of, member);
	return topology_in_cone(l->o.topology, of, member, l->at);
}

static uint8_t aspa(void *ctx, asn_t customer, asn_t provider)
{
	const struct leaks *l = ctx;
	return (uint8_t)(l->aspa ? aspa_authorized(l->aspa, customer, provider) : ASPA_NO_ATTESTATION);
}

/* ---- eras */

static const enum source_kind kinds[] = {SOURCE_RELATIONSHIPS, SOURCE_ORGS, SOURCE_VRPS, SOURCE_PEERINGDB};

static void era_begin(struct leaks *l, instant_t t)
{
	instant_t frozen = (instant_t)l->o.framework->relations_frozen;
	l->at = t - frozen;
	l->until = INSTANT_NONE;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		instant_t next = sources_next_change(l->o.sources, kinds[i], l->at);
		bool is_some = next != INSTANT_NONE && next <= INT64_MAX - frozen; /* else none comes */
		if (is_some && (l->until == INSTANT_NONE || next < l->until))
			l->until = next;
	}
	if (l->until != INSTANT_NONE)
		l->until += frozen;
	l->aspa = registries_aspa(l->o.registries, l->at, NULL);
	l->has_files = sources_state(l->o.sources, SOURCE_RELATIONSHIPS, l->at) == SOURCES_FRESH;
	leak_era(l->detector);
}

/* ---- inference */

static bool is_reserved(void *ctx, asn_t asn)
{
	struct leaks *l = ctx;
	return l->o.is_bogon(l->o.ctx, asn);
}

static bool is_route_server(void *ctx, asn_t asn)
{
	struct leaks *l = ctx;
	return topology_is_route_server(l->o.topology, asn, l->at);
}

static bool is_provider(void *ctx, asn_t customer, asn_t provider)
{
	return aspa(ctx, customer, provider) == ASPA_PROVIDER;
}

static bool is_multilateral(void *ctx, asn_t x, asn_t y)
{
	struct leaks *l = ctx;
	return exchange_common_multilateral(topology_exchanges(l->o.topology, l->at), x, y, NULL) > 0;
}

/* Every path that some slot has now, once. */
static uint8_t *paths_in_use(const struct leaks *l)
{
	uint8_t *used = mem_new((size_t)path_count(rib_paths(l->o.rib)) + 1, sizeof *used);
	for (peer_id peer = 0; peer < rib_peer_count(l->o.rib); peer++)
		for (int f = 0; f < RIB_FAMILIES; f++) {
			const struct rib_table *table = &rib_peer_get(l->o.rib, peer)->table[f];
			prefix_id id;
			slot_t slot;
			for (uint32_t i = 0; rib_table_next(table, &i, &id, &slot);)
				used[SLOT_PATH(slot)] = !(slot & SLOT_UNKNOWN);
		}
	return used;
}

/* A path with a set is learnt from up to it; who stands at a place that nobody knows parts it. */
static enum err learn(const struct path_store *paths, struct infer *in, path_id id)
{
	asn_t hops[INFER_HOPS_MAX + 1];
	size_t n = 0;
	for (; id != PATH_NONE && n <= INFER_HOPS_MAX; id = path_get(paths, id)->parent) {
		if (path_get(paths, id)->kind != PATH_HOP_ASN)
			break;
		hops[n++] = path_get(paths, id)->asn;
	}
	return infer_path(in, hops, n, 0);
}

static void infer_now(struct leaks *l)
{
	struct infer_known known = {.is_reserved = is_reserved,
	                            .is_route_server = is_route_server,
	                            .is_provider = is_provider,
	                            .is_multilateral = is_multilateral,
	                            .ctx = l};
	const struct path_store *paths = rib_paths(l->o.rib);
	struct infer *in = infer_new(&known);
	uint8_t *used = paths_in_use(l);
	enum err e = ERR_OK; /* a full store learns from what it has */
	for (path_id id = 1; id <= path_count(paths) && e == ERR_OK; id++)
		if (used[id])
			e = learn(paths, in, id);
	free(used);
	inferred_free(l->inferred);
	l->inferred = infer_run(in, true);
	leak_era(l->detector);
}

void leaks_tick(struct leaks *l, uint32_t t)
{
	if (l->since == 0) {
		l->since = t;
		l->infer_at = t + DAY;
		era_begin(l, t);
	} else if (l->until != INSTANT_NONE && (instant_t)t >= l->until) {
		era_begin(l, t);
	}
	if (t < l->infer_at)
		return;
	l->infer_at += INFER_AGAIN * DAY;
	if (!l->has_files)
		infer_now(l);
}

/* ---- making */

struct leaks *leaks_new(const struct leaks_options *o)
{
	const struct framework *f = o->framework;
	struct leaks *l = mem_new(1, sizeof *l);
	l->o = *o;
	l->until = INSTANT_NONE;
	struct leak_judge judge = {.relation = relation,
	                           .said = said,
	                           .transit_free = transit_free,
	                           .kind = kind,
	                           .cone = cone,
	                           .in_cone = in_cone,
	                           .aspa = aspa,
	                           .ctx = l};
	struct leak_options options = {.track = o->track,
	                               .triple = {(uint32_t)f->triple_after, (uint32_t)f->triple_for, 3},
	                               .edge = {(uint32_t)f->triple_after, (uint32_t)f->edge_for, 1},
	                               .originated_back = (uint32_t)f->originated_back,
	                               .transfer = (uint32_t)f->transfer,
	                               .settle = (uint32_t)f->known_after,
	                               .mass = {(uint32_t)f->leak_mass_prefixes,
	                                        (uint32_t)f->leak_mass_origins,
	                                        (uint32_t)f->leak_mass_window},
	                               .vote_within = (uint32_t)f->incident_touch,
	                               .message = evidence_message,
	                               .message_ctx = o->evidence};
	l->detector = leak_detector_new(o->rib, &judge, &options);
	return l;
}

void leaks_free(struct leaks *l)
{
	if (!l)
		return;
	leak_detector_free(l->detector);
	inferred_free(l->inferred);
	free(l);
}

struct leak_detector *leaks_detector(struct leaks *l)
{
	return l->detector;
}

/* ---- weighing */

static bool is_sibling(struct leaks *l, const struct leak_case *k)
{
	const asn_t pairs[][2] = {{k->leaker, k->from}, {k->leaker, k->to}, {k->from, k->to}};
	for (size_t i = 0; i < 3; i++)
		if (topology_relation(l->o.topology, pairs[i][0], pairs[i][1], l->at) == RELATION_SIBLING ||
		    topology_is_one_org(l->o.topology, pairs[i][0], pairs[i][1], l->at))
			return true;
	return false;
}

static bool has_otc_proof(struct leaks *l, const struct event *e, const struct leak_case *k)
{
	for (size_t i = 0; i < e->evidence.n; i++) {
		asn_t otc = e->evidence.at[i].message == RIB_NONE
		                ? 0
		                : evidence_otc(l->o.evidence, e->evidence.at[i].message);
		if (otc && leak_is_otc_proof(l->detector, k, e->evidence.at[i].path, otc))
			return true;
	}
	return false;
}

static const char *rule_of(const struct leak_case *k)
{
	return k->rules & VALLEY_TURN           ? "valley"
	       : k->rules & VALLEY_TRANSIT_FREE ? "transit-free"
	       : k->rules & VALLEY_UNKNOWN_LINK ? "unseen-edge"
	                                        : "transit-free-between";
}

/* Whose tables were known, so that what they show is new. */
static uint32_t count_with_table(const struct leaks *l, const struct event *e)
{
	uint32_t n = 0;
	bool *has = mem_new((size_t)rib_as_count(l->o.rib) + 1, sizeof *has);
	for (peer_id i = 0; i < rib_peer_count(l->o.rib); i++)
		has[rib_peer_get(l->o.rib, i)->as_index] |= rib_peer_get(l->o.rib, i)->table_at != 0;
	for (size_t i = 0; i < e->peers.n; i++)
		n += has[e->peers.at[i]];
	free(has);
	return n;
}

static struct leak_numbers numbers_of(const struct leaks *l, const struct event *e,
                                      const uint32_t full_feeds[RIB_FAMILIES])
{
	const struct framework *f = l->o.framework;
	bool low = false, v4 = false;
	for (size_t i = 0; i < e->prefixes.n; i++)
		v4 |= e->prefixes.at[i].family == RIB_V4;
	return (struct leak_numbers){.min_peers = (uint32_t)framework_threshold(
	                                 f->event_min_peers, full_feeds[v4 ? RIB_V4 : RIB_V6], &low),
	                             .asked_peers = (uint32_t)f->event_min_peers,
	                             .convergence = (uint32_t)f->convergence,
	                             .mass_prefixes = (uint32_t)f->leak_mass_prefixes,
	                             .edge_origins = LEAK_ORIGINS_EDGE};
}

static void as_of(struct leaks *l, instant_t t)
{
	l->at = t - (instant_t)l->o.framework->relations_frozen;
	l->has_files = sources_state(l->o.sources, SOURCE_RELATIONSHIPS, l->at) == SOURCES_FRESH;
}

enum relation leaks_relation(struct leaks *l, asn_t of, asn_t neighbour, instant_t t)
{
	as_of(l, t);
	return relation(l, of, neighbour);
}

uint32_t leaks_cone(struct leaks *l, asn_t asn, instant_t t)
{
	as_of(l, t);
	return cone(l, asn);
}

static void look(struct leaks *l, struct event *e, struct leak_leg *leg)
{
	static const tag_set against = TAG_BIT(SIBLING) | TAG_BIT(LARGER_CONE) | TAG_BIT(OWN_CONE) |
	                               TAG_BIT(ASPA_PROVIDER) | TAG_BIT(OUTVOTED);
	static const struct leak_numbers any = {.min_peers = 1, .edge_origins = LEAK_ORIGINS_EDGE};
	*leg = (struct leak_leg){.event = e, .known = *leak_case_get(l->detector, e->note)};
	const struct leak_case *k = &leg->known;
	leg->facts = (struct leak_facts){.sibling = is_sibling(l, k),
	                                 .is_top = is_top(l, k->leaker),
	                                 .otc = has_otc_proof(l, e, k),
	                                 .guessed = k->said_from == SAID_WEAKLY || k->said_to == SAID_WEAKLY};
	leg->facts.known = k;
	leg->is_alone = (leak_tags(&leg->facts, &any) & against) != 0;
}

static void give(struct leaks *l, struct leak_leg *leg, uint32_t data_end,
                 const uint32_t full_feeds[RIB_FAMILIES])
{
	struct event *e = leg->event;
	const struct leak_case *k = &leg->known;
	struct leak_numbers n = numbers_of(l, e, full_feeds);
	n.convergence += health_spread(l->o.health, e->peers.at, e->peers.n);
	struct leak_facts *x = &leg->facts;
	x->start = e->start;
	x->end = e->open ? data_end : e->end;
	x->open = e->open;
	x->n_peak = e->n_peak;
	x->n_with_table = count_with_table(l, e);
	x->n_prefixes = (uint32_t)e->prefixes.n;
	e->tags = leak_tags(x, &n);
	e->rule = rule_of(k);
	e->leak_type = k->type;
	e->basis = (struct basis){.from = k->relation_from,
	                          .to = k->relation_to,
	                          .inferred = k->said_from != SAID_BY_FILE || k->said_to != SAID_BY_FILE};
	e->segment[0] = k->from;
	e->segment[1] = k->to;
	for (uint32_t i = 0; i < k->n_origins && i < LEAK_ORIGINS; i++)
		*vec_push(&e->victims) = k->origins[i];
	if (e->victims.n)
		qsort(e->victims.at, e->victims.n, sizeof *e->victims.at, asn_cmp);
}

void leaks_weigh(struct leaks *l, struct event_list *events, uint32_t data_end,
                 const uint32_t full_feeds[RIB_FAMILIES])
{
	struct leak_leg *legs = mem_new(events->n + 1, sizeof *legs);
	size_t kept = 0;
	for (size_t i = 0; i < events->n; i++)
		look(l, &events->at[i], &legs[i]);
	leak_legs_join(legs, events->n, l->o.rib, data_end);
	for (size_t i = 0; i < events->n; i++) {
		if (legs[i].is_joined)
			continue;
		give(l, &legs[i], data_end, full_feeds);
		events->at[kept++] = events->at[i];
	}
	events->n = kept;
	free(legs);
}
