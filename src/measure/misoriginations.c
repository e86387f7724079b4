#include "measure/misoriginations.h"

#include "detect/misorigin_tags.h"
#include "score/verdict.h"
#include "validate/holder.h"

#include <stdlib.h>
#include <string.h>

struct weighing {
	const struct misoriginations_options *o;
	struct event *events;
	struct misorigin_facts *facts; /* of events[i] */
	size_t n;
};

static const struct misorigin_case *case_of(const struct weighing *w, size_t i)
{
	return misorigin_case_get(w->o->detector, w->events[i].note);
}

static struct prefix prefix_of(const struct weighing *w, unsigned f, prefix_id id)
{
	return rib_prefix_at(w->o->rib, f, id)->prefix;
}

/* ---- registries */

/*
 * Did the registry give the prefix to whoever it gave a victim's ASN to, and not to the culprit? Ids of many
 * ASNs are a registry's own (an NIR's, say), and prove nothing: topology_same_org knows none of those.
 */
static bool is_holder(const struct weighing *w, const struct misorigin_facts *x, instant_t t)
{
	const struct misorigin_case *k = x->known;
	const struct delegation_table *d = registries_delegations(w->o->registries, t);
	struct delegation_record space = delegation_prefix(d, &x->prefix),
	                         other = delegation_asn(d, k->culprit);
	bool is_victims = false;
	for (uint32_t i = 0; i < k->n_known && i < MISORIGIN_VICTIMS && !is_victims; i++) {
		asn_t asn = k->victims[i];
		struct delegation_record victim = delegation_asn(d, asn);
		is_victims = holder_is_one(&space, &victim) &&
		             (topology_same_org(w->o->topology, asn, asn, t) & ORG_BIT(DELEGATED));
	}
	return is_victims && !holder_is_one(&space, &other);
}

/* Is the registry the one that the space is delegated by? Where that is not known, any of the five will do.
 */
static bool is_own_registry(const struct weighing *w, const char *source, const struct prefix *p, instant_t t)
{
	static const char *const own[RIR_N] = {[RIR_AFRINIC] = "AFRINIC",
	                                       [RIR_APNIC] = "APNIC",
	                                       [RIR_ARIN] = "ARIN",
	                                       [RIR_LACNIC] = "LACNIC",
	                                       [RIR_RIPENCC] = "RIPE"};
	struct delegation_record d = delegation_prefix(registries_delegations(w->o->registries, t), p);
	if (d.status != DELEGATION_ABSENT && own[d.rir])
		return strcmp(source, own[d.rir]) == 0;
	for (int r = 0; r < RIR_N; r++)
		if (own[r] && strcmp(source, own[r]) == 0)
			return true;
	return false;
}

/* Whoever plans an attack may register it first. */
static bool is_young(const struct weighing *w, const struct irr_reason *r, instant_t t)
{
	return r->created != INSTANT_NONE && t - r->created < (instant_t)w->o->framework->irr_age;
}

static bool is_victim(const struct misorigin_case *k, asn_t asn)
{
	for (uint32_t i = 0; i < k->n_known && i < MISORIGIN_VICTIMS; i++)
		if (k->victims[i] == asn)
			return true;
	return false;
}

/* An object that has the culprit. */
static void take_own_object(const struct weighing *w, struct misorigin_facts *x, const struct irr_reason *r,
                            instant_t t)
{
	bool is_own = is_own_registry(w, r->source->name, &x->prefix, t),
	     is_dated = r->created != INSTANT_NONE;
	bool old = is_dated && !is_young(w, r, t);
	x->irr_old |= old;
	x->irr_own |= old && is_own;
	x->irr_undated |= !is_dated;
	x->irr_own_undated |= !is_dated && is_own;
	x->irr_in_doubt |= !old;
}

static void look_at_irr(const struct weighing *w, struct misorigin_facts *x, instant_t t)
{
	const struct irr_table *irr = registries_irr(w->o->registries, t, NULL);
	x->irr = irr_lookup(irr, &x->prefix, x->known->culprit);
	if (!irr || x->irr == IRR_NOT_FOUND)
		return;
	struct irr_explain e = irr_explain_begin(irr, &x->prefix, x->known->culprit);
	for (struct irr_reason r; irr_explain_next(&e, &r);) {
		if (r.result != IRR_MATCH_ORIGIN) {
			take_own_object(w, x, &r, t);
		} else if (prefix_eq(&r.prefix, &x->prefix)) {
			x->irr_exact = true;
			x->irr_victim |=
			    !is_young(w, &r, t) && is_victim(x->known, r.origin); /* nobody forges that */
		}
	}
	x->irr_in_doubt &= !x->irr_own;
}

/*
 * Objects that call themselves young, or do not say: was one of them in the snapshot of the time by which it
 * must have been there? Where there is no snapshot of that time a date that is said counts, and none is taken
 * as old: nobody is accused because a registry does not print dates.
 */
static void look_at_older_irr(const struct weighing *w, struct misorigin_facts *x)
{
	instant_t then = (instant_t)x->start - (instant_t)w->o->framework->irr_age;
	const struct irr_table *irr = registries_irr(w->o->registries, then, NULL);
	if (!irr || sources_are_later(w->o->sources, SOURCE_IRR, then)) {
		x->irr_old |= x->irr_undated;
		x->irr_own |= x->irr_own_undated;
		return;
	}
	struct irr_explain e = irr_explain_begin(irr, &x->prefix, x->known->culprit);
	for (struct irr_reason r; irr_explain_next(&e, &r);) {
		if (r.result == IRR_MATCH_ORIGIN)
			continue;
		x->irr_old = true;
		x->irr_own |= is_own_registry(w, r.source->name, &x->prefix, then);
	}
}

/* Behind the others, in the order of their starts: the registries keep the tables of one time only. */
static void look_at_young(const struct weighing *w)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->facts[i].irr_in_doubt)
			look_at_older_irr(w, &w->facts[i]);
}

static void look_at_registries(const struct weighing *w, struct misorigin_facts *x, instant_t t)
{
	const struct misorigin_case *k = x->known;
	const struct rov_table *rov = registries_rov(w->o->registries, t, NULL);
	x->rov = rov_lookup(rov, &x->prefix, k->culprit);
	x->victim_rov = ROV_NO_DATA;
	for (uint32_t i = 0; i < k->n_known && i < MISORIGIN_VICTIMS && x->victim_rov != ROV_VALID; i++) {
		struct prefix known = prefix_of(w, k->family, k->known_prefix);
		x->victim_rov = rov_lookup(rov, &known, k->victims[i]);
	}
	look_at_irr(w, x, t);
	x->is_holder = is_holder(w, x, t);
	x->bogon_origin =
	    bogon_asn(registries_bogons(w->o->registries, t).table, k->culprit, t).class != BOGON_NONE;
	x->later = (rov && sources_are_later(w->o->sources, SOURCE_VRPS, t)) ||
	           (x->irr != IRR_NO_DATA && sources_are_later(w->o->sources, SOURCE_IRR, t));
}

/*
 * Space that nobody was known to announce: which networks has whoever the registry gave it to? A holder of
 * more than a few may be a registry of its own, with the networks of many.
 */
static void look_at_holders(const struct weighing *w, struct misorigin_facts *x, instant_t t)
{
	bool is_open = x->rov != ROV_VALID && !x->irr_own;
	if (x->known->kind != MISORIGIN_SQUATTED || !is_open ||
	    sources_state(w->o->sources, SOURCE_DELEGATED, t) != SOURCES_FRESH)
		return;
	const struct delegation_table *d = registries_delegations(w->o->registries, t);
	size_t n = holder_networks(d, &x->prefix, x->holders, MISORIGIN_VICTIMS);
	bool is_own = n > MISORIGIN_VICTIMS;
	for (size_t i = 0; i < n && !is_own; i++)
		is_own = x->holders[i] == x->known->culprit;
	x->n_holders = is_own ? 0 : (uint32_t)n;
	x->later |= x->n_holders > 0 && sources_are_later(w->o->sources, SOURCE_DELEGATED, t);
}

/* ---- topology */

static void look_at_network(const struct weighing *w, struct misorigin_facts *x, asn_t asn, instant_t t)
{
	struct topology *topology = w->o->topology;
	asn_t culprit = x->known->culprit;
	enum relation r = topology_relation(topology, culprit, asn, t);
	if (x->relation == RELATION_UNKNOWN || (x->relation == RELATION_PEER && r != RELATION_UNKNOWN))
		x->relation = r;
	x->in_cone |=
	    topology_in_cone(topology, asn, culprit, t) || topology_in_cone(topology, culprit, asn, t);
	x->same_organisation |= topology_is_one_org(topology, culprit, asn, t);
}

static void look_at_topology(const struct weighing *w, struct misorigin_facts *x, instant_t t)
{
	struct topology *topology = w->o->topology;
	const struct misorigin_case *k = x->known;
	for (uint32_t i = 0; i < k->n_known && i < MISORIGIN_VICTIMS; i++)
		look_at_network(w, x, k->victims[i], t);
	for (uint32_t i = 0; i < x->n_holders; i++)
		look_at_network(w, x, x->holders[i], t);
	x->scrubbing = topology_is_scrubbing(topology, k->culprit);
	x->exchange_lan = topology_is_exchange_lan(topology, &x->prefix, t);
	x->anycast = topology_is_anycast(topology, &x->prefix);
}

/* ---- time */

/* Were all known origins gone soon after it began, and did they not come back? */
static bool are_others_gone(const struct weighing *w, const struct misorigin_facts *x)
{
	const struct misorigin_case *k = x->known;
	for (uint32_t i = 0; i < k->n_known && i < MISORIGIN_VICTIMS; i++) {
		uint32_t last = history_last(w->o->history, k->family, k->routes[i]);
		if (history_is_up(w->o->history, k->family, k->routes[i]) ||
		    last > x->start + w->o->framework->gone_within)
			return false;
	}
	return k->n_known > 0 && k->n_known <= MISORIGIN_VICTIMS;
}

/* BLACKHOLE (RFC 7999): the holder's own wish to have an address under attack dropped. */
static void look_at_communities(const struct weighing *w, const struct event *e, struct misorigin_facts *x)
{
	static const uint32_t blackhole = UINT32_C(65535) << 16 | 666;
	unsigned f = x->known->family;
	uint64_t longest = f == RIB_V4 ? w->o->framework->max_length_v4 : w->o->framework->max_length_v6;
	for (size_t i = 0; x->prefix.len > longest && i < e->evidence.n && !x->blackhole; i++)
		x->blackhole = e->evidence.at[i].message != RIB_NONE &&
		               evidence_has_community(w->o->evidence, e->evidence.at[i].message, blackhole);
}

static void look_at_time(const struct weighing *w, const struct event *e, struct misorigin_facts *x)
{
	x->start = e->start;
	x->open = e->open;
	x->end = e->open ? w->o->data_end : e->end;
	x->others_gone = are_others_gone(w, x);
}

static void look_at_peers(const struct weighing *w, const struct event *e, struct misorigin_facts *x)
{
	unsigned f = x->known->family;
	x->n_peak = e->n_peak;
	const bool *is_full = w->o->is_full[f];
	x->full_feeds = is_full ? w->o->full_feeds[f] : rib_as_count(w->o->rib);
	for (size_t i = 0; i < e->peers.n; i++)
		x->n_full += !is_full || is_full[e->peers.at[i]];
}

/* What took a prefix over is in the registries by now. */
static void look_at_the_end(const struct weighing *w, struct misorigin_facts *x)
{
	const struct framework *f = w->o->framework;
	if (!x->others_gone || x->end - x->start < f->transfer_after)
		return;
	const struct rov_table *rov = registries_rov(w->o->registries, x->end, NULL);
	const struct irr_table *irr = registries_irr(w->o->registries, x->end, NULL);
	x->registries_follow = rov_lookup(rov, &x->prefix, x->known->culprit) == ROV_VALID ||
	                       irr_is_covered(irr_lookup(irr, &x->prefix, x->known->culprit));
}

static int by_end(const void *a, const void *b)
{
	const struct misorigin_facts *x = *(struct misorigin_facts *const *)a,
	                             *y = *(struct misorigin_facts *const *)b;
	return (x->end > y->end) - (x->end < y->end);
}

/* In the order of their ends: the registries keep the tables of one time only. */
static void look_at_ends(const struct weighing *w)
{
	struct misorigin_facts **at = mem_new(w->n + 1, sizeof *at);
	for (size_t i = 0; i < w->n; i++)
		at[i] = &w->facts[i];
	qsort(at, w->n, sizeof *at, by_end);
	for (size_t i = 0; i < w->n; i++)
		look_at_the_end(w, at[i]);
	free(at);
}

/* ---- one culprit's events together */

/* Does anything tie the culprit to whom it would have wronged? */
static bool is_foreign(const struct misorigin_facts *x)
{
	return x->known->n_known > 0 && !x->same_organisation && x->rov != ROV_VALID && !x->irr_own &&
	       (x->relation == RELATION_UNKNOWN || x->relation == RELATION_PEER);
}

struct by_culprit {
	asn_t culprit;
	uint32_t start;
	size_t event;
};

static int by_culprit_cmp(const void *a, const void *b)
{
	const struct by_culprit *x = a, *y = b;
	if (x->culprit != y->culprit)
		return x->culprit < y->culprit ? -1 : 1;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return (x->event > y->event) - (x->event < y->event);
}

/* How many prefixes of how many networks one culprit took within the window that ends at each event, or
 * begins at it: the larger of both counts for all in it. */
static void count_mass(const struct weighing *w, const struct by_culprit *at, size_t n)
{
	uint32_t window = (uint32_t)w->o->framework->mass_window;
	asn_t *victims = mem_new(n + 1, sizeof *victims);
	for (size_t first = 0, last = 0; last < n; last++) {
		while (at[last].start - at[first].start > window)
			first++;
		if (last + 1 < n && at[last + 1].start - at[first].start <= window)
			continue; /* the window grows still */
		uint32_t n_foreign = 0, n_victims = 0;
		for (size_t i = first; i <= last; i++)
			if (is_foreign(&w->facts[at[i].event]))
				victims[n_foreign++] = w->facts[at[i].event].known->victims[0];
		qsort(victims, n_foreign, sizeof *victims, asn_cmp);
		for (uint32_t i = 0; i < n_foreign; i++)
			n_victims += i == 0 || victims[i] != victims[i - 1];
		for (size_t i = first; i <= last; i++) {
			struct misorigin_facts *x = &w->facts[at[i].event];
			if (n_foreign > x->mass_prefixes)
				x->mass_prefixes = n_foreign;
			if (n_victims > x->mass_victims)
				x->mass_victims = n_victims;
		}
	}
	free(victims);
}

static struct misorigin_numbers numbers_of(const struct weighing *w, unsigned family)
{
	const struct framework *f = w->o->framework;
	bool low = false;
	return (struct misorigin_numbers){
	    .min_peers = (uint32_t)framework_threshold(f->event_min_peers, w->o->full_feeds[family], &low),
	    .asked_peers = (uint32_t)f->event_min_peers,
	    .convergence = (uint32_t)f->convergence,
	    .transfer_after = (uint32_t)f->transfer_after,
	    .long_lived = (uint32_t)f->long_lived,
	    .mass_prefixes = (uint32_t)f->mass_prefixes,
	    .mass_victims = (uint32_t)f->mass_victims,
	    .anycast_origins = (uint32_t)f->anycast_origins,
	    .repeated = (uint32_t)f->repeated,
	    .small_asn = (asn_t)f->small_asn,
	    .widely_n = (uint32_t)f->widely_seen.n,
	    .widely_d = (uint32_t)f->widely_seen.d,
	    .longest = {(uint8_t)f->max_length_v4, (uint8_t)f->max_length_v6}};
}

/* What the judgement rests on, for those who ask why. */
static struct basis basis_of(const struct weighing *w, const struct misorigin_facts *x)
{
	static const uint8_t known[] = {[MISORIGIN_EXACT] = BASIS_EXACT,
	                                [MISORIGIN_SUB] = BASIS_INSIDE,
	                                [MISORIGIN_SQUATTED] = BASIS_NOBODY};
	const struct misorigin_case *k = x->known;
	struct basis b = {.known = known[k->kind],
	                  .rov = (uint8_t)x->rov,
	                  .origin_rov = (uint8_t)x->victim_rov,
	                  .irr = (uint8_t)x->irr,
	                  .relation = (uint8_t)x->relation};
	if (k->n_known == 0) { /* of a route that came back nobody else may be known any more */
		b.known = BASIS_NOBODY;
		return b;
	}
	b.origin = k->victims[0];
	b.n_origins = k->n_known;
	b.known_for = k->age;
	b.was_up = k->gone_for == 0;
	if (k->kind == MISORIGIN_SUB)
		b.prefix = prefix_of(w, k->family, k->known_prefix);
	return b;
}

static void give(const struct weighing *w, size_t i)
{
	static const char *const rules[] = {[MISORIGIN_EXACT] = "origin-change",
	                                    [MISORIGIN_SUB] = "foreign-more-specific",
	                                    [MISORIGIN_SQUATTED] = "claimed-space"};
	struct event *e = &w->events[i];
	const struct misorigin_facts *x = &w->facts[i];
	bool is_claimed = x->rov == ROV_INVALID_ASN || x->rov == ROV_INVALID_AS0;
	bool is_held = x->known->kind == MISORIGIN_SQUATTED && !is_claimed;
	if (is_held && x->n_holders == 0)
		return; /* its own, or claimed at another time only */
	struct misorigin_numbers n = numbers_of(w, x->known->family);
	n.convergence += health_spread(w->o->health, e->peers.at, e->peers.n);
	e->rule = is_held ? "delegated-space" : rules[x->known->kind];
	e->tags = misorigin_tags(x, &n);
	if ((e->tags & TAG_BIT(MASS)) && x->known->kind == MISORIGIN_EXACT)
		e->leak_type = 5; /* RFC 7908 3.5: from outside it looks the same */
	e->basis = basis_of(w, x);
	for (uint32_t k = 0; k < x->known->n_known && k < MISORIGIN_VICTIMS; k++)
		*vec_push(&e->victims) = x->known->victims[k];
	for (uint32_t k = 0; k < x->n_holders; k++)
		*vec_push(&e->victims) = x->holders[k];
	if (e->victims.n)
		qsort(e->victims.at, e->victims.n, sizeof *e->victims.at, asn_cmp);
}

/* Starts of one culprit's confirmed incidents, ascending. */
struct confirmed {
	VEC(uint32_t) at;
	size_t first;       /* that is within the time that counts */
	size_t next_stored; /* of those that were stored before */
};

/* Events so near to the one before are the same incident. */
static void confirm(const struct weighing *w, struct confirmed *c, uint32_t start)
{
	if (c->at.n == 0 || start - c->at.at[c->at.n - 1] > w->o->framework->incident_rejoin)
		*vec_push(&c->at) = start;
}

static uint32_t confirmed_before(const struct weighing *w, struct confirmed *c, asn_t culprit, uint32_t start)
{
	const struct misorigination_before *b = w->o->before;
	for (; c->next_stored < w->o->n_before && b[c->next_stored].culprit <= culprit; c->next_stored++) {
		if (b[c->next_stored].culprit == culprit && b[c->next_stored].start >= start)
			break;
		if (b[c->next_stored].culprit == culprit)
			confirm(w, c, b[c->next_stored].start);
	}
	while (c->first < c->at.n && start - c->at.at[c->first] > w->o->framework->repeated_within)
		c->first++;
	return (uint32_t)(c->at.n - c->first);
}

/* Events of one culprit in the order of time: how many were confirmed before counts for those behind. */
static void look_at_culprit(const struct weighing *w, const struct by_culprit *at, size_t n)
{
	const struct framework *f = w->o->framework;
	struct confirmed before = {0};
	count_mass(w, at, n);
	for (size_t i = 0; i < n; i++) {
		struct event *e = &w->events[at[i].event];
		w->facts[at[i].event].confirmed_before = confirmed_before(w, &before, e->culprit, e->start);
		give(w, at[i].event);
		if (e->rule && verdict_of(f, METRIC_M2, e->tags).confidence == CONFIDENCE_CONFIRMED)
			confirm(w, &before, e->start);
	}
	vec_free(&before.at);
}

static void look_at_culprits(const struct weighing *w)
{
	struct by_culprit *at = mem_new(w->n + 1, sizeof *at);
	for (size_t i = 0; i < w->n; i++)
		at[i] = (struct by_culprit){w->events[i].culprit, w->events[i].start, i};
	qsort(at, w->n, sizeof *at, by_culprit_cmp);
	for (size_t i = 0, n; i < w->n; i += n) {
		for (n = 1; i + n < w->n && at[i + n].culprit == at[i].culprit; n++)
			;
		look_at_culprit(w, at + i, n);
	}
	free(at);
}

/* ---- all together */

static void look(const struct weighing *w, size_t i)
{
	const struct event *e = &w->events[i];
	struct misorigin_facts *x = &w->facts[i];
	*x = (struct misorigin_facts){.known = case_of(w, i), .prefix = prefix_of(w, e->family, e->prefix)};
	look_at_registries(w, x, e->start);
	look_at_holders(w, x, e->start);
	look_at_topology(w, x, e->start);
	look_at_time(w, e, x);
	look_at_peers(w, e, x);
	look_at_communities(w, e, x);
}

void misoriginations_weigh(struct event_list *events, const struct misoriginations_options *o)
{
	struct weighing w = {.o = o, .events = events->at, .n = events->n};
	w.facts = mem_new(w.n + 1, sizeof *w.facts);
	for (size_t i = 0; i < w.n; i++)
		look(&w, i);
	look_at_young(&w);
	look_at_ends(&w);
	look_at_culprits(&w);
	free(w.facts);
	size_t kept = 0;
	for (size_t i = 0; i < events->n; i++) {
		if (events->at[i].rule)
			events->at[kept++] = events->at[i];
		else
			event_fini(&events->at[i]);
	}
	events->n = kept;
}
