/* What looks odd and is right: moves between siblings, transfers, scrubbing, anycast, blackholes, aggregates.
 */
#include "inject.h"

#include <string.h>

static uint32_t begin(struct world *w, const char *kind, uint32_t asn, uint32_t at, uint32_t until,
                      const struct prefix *p)
{
	uint32_t event = event_new(w, kind, "", "silent", asn, at, until);
	event_prefix(w, event, p);
	return event;
}

static uint32_t add_seed(struct world *w, uint32_t atom, uint32_t node, uint32_t event)
{
	atom_seed(w, atom, node, false)->event = (uint16_t)event;
	return w->atom.v[atom].n_seeds - 1u;
}

/* A prefix whose origin belongs to an organisation of several networks; *other is one of these. */
static uint32_t prefix_of_siblings(struct world *w, uint32_t *other)
{
	const struct topology *t = &w->topo;
	for (uint32_t tries = 0; tries < 20000; tries++) {
		uint32_t v = rng_below(&w->rng, t->n), head = t->net[v].org, prefix;
		if (head == v || t->net[v].used || t->net[head].used ||
		    (prefix = pick_prefix_of(w, v)) == NONE)
			continue;
		w->topo.net[v].used = w->topo.net[head].used = true;
		*other = head;
		return prefix;
	}
	return NONE;
}

static void move_to_sibling(struct world *w)
{
	uint32_t other, at, until, prefix = prefix_of_siblings(w, &other);
	if (prefix == NONE)
		return;
	span_choose(w, &at, &until);
	uint32_t atom = atom_of_prefix(w, prefix),
	         event = begin(w, "sibling-move", asn_of(w, other), at, 0, &w->plan.pfx.v[prefix].p);
	uint32_t seed = add_seed(w, atom, other, event);
	octets_text(&w->event.v[event].more, ",\"before\":%u", asn_of(w, w->plan.pfx.v[prefix].origin[0]));
	change_seed(w, event, at, atom, 0, false);
	change_seed(w, event, at, atom, seed, true);
}

/* Sold: the new holder's ROA and route object are there before it announces, the old ROA goes with the same
 * snapshot. */
static void transfer(struct world *w)
{
	uint32_t prefix, at, until, buyer;
	do {
		prefix = pick_prefix(w);
	} while (w->plan.pfx.v[prefix].more);
	struct announced *x = &w->plan.pfx.v[prefix];
	struct block *b = &w->plan.block.v[x->block];
	uint32_t rir = w->topo.net[b->holder].rir, k = 0;
	do {
		buyer = pick_network(w, TIER_SMALL, TIER_STUB);
	} while (w->topo.net[buyer].rir != rir && ++k < 300);
	span_choose(w, &at, &until);
	uint32_t snapshot = 0;
	for (k = 0; vrp_snapshot_time(w, k) <= at; k++)
		snapshot = vrp_snapshot_time(w, k);
	bool had = false;
	for (size_t i = 0; i < w->plan.vrp.n; i++) {
		struct vrp *v = &w->plan.vrp.v[i];
		if (prefix_same(&v->p, &x->p)) {
			v->until = snapshot;
			had = true;
		}
	}
	plan_add_vrp(&w->plan, &x->p, asn_of(w, buyer), x->p.len, rir);
	w->plan.vrp.v[w->plan.vrp.n - 1].from = snapshot;
	plan_add_object(&w->plan, &x->p, asn_of(w, buyer), rir, false, OBJECT_RIGHT);
	b->moved = snapshot;
	b->moved_to = buyer;
	uint32_t atom = atom_of_prefix(w, prefix),
	         event = begin(w, "transfer", asn_of(w, buyer), at, 0, &x->p),
	         seed = add_seed(w, atom, buyer, event);
	w->atom.v[atom].seed[seed].invalid = false;
	octets_text(&w->event.v[event].more, ",\"before\":%u,\"roaBefore\":%s", asn_of(w, x->origin[0]),
	            had ? "true" : "false");
	uint32_t gone = at - (rng_chance(&w->rng, 0.5) ? 0 : rng_range(&w->rng, 60, 3000));
	change_seed(w, event, world_settled(w, gone), atom, 0, false);
	change_seed(w, event, at, atom, seed, true);
}

/* The provider announces its customer's prefix too, for less than five minutes. */
static void short_moas(struct world *w)
{
	uint32_t prefix = pick_prefix(w), v = w->plan.pfx.v[prefix].origin[0],
	         provider = provider_of(w, v, 0), at, until;
	if (provider == NONE)
		return;
	span_short(w, &at, &until, 60, 100); // with the time that news travel it stays below five minutes
	uint32_t atom = atom_of_prefix(w, prefix), event = begin(w, "convergence-moas", asn_of(w, provider),
	                                                         at, until, &w->plan.pfx.v[prefix].p);
	uint32_t seed = add_seed(w, atom, provider, event);
	change_seed(w, event, at, atom, seed, true);
	change_seed(w, event, until, atom, seed, false);
}

static uint32_t pick_scrubber(struct world *w)
{
	for (uint32_t tries = 0; tries < 100 * w->topo.n; tries++) {
		uint32_t v = rng_below(&w->rng, w->topo.n);
		if (w->topo.net[v].scrubber)
			return v;
	}
	die("no scrubbing service");
}

/* Under attack: the scrubbing service announces more-specifics, as the ROA allows; as their origin, or before
 * the customer. */
static void divert(struct world *w)
{
	uint32_t prefix, at, until, scrubber = pick_scrubber(w);
	struct prefix part;
	do {
		prefix = pick_prefix(w);
	} while (!pick_part(w, &w->plan.pfx.v[prefix].p, &part));
	uint32_t v = w->plan.pfx.v[prefix].origin[0], rir = w->topo.net[v].rir;
	bool origin = rng_chance(&w->rng, 0.5);
	plan_add_vrp(&w->plan, &part, asn_of(w, origin ? scrubber : v), part.len, rir);
	plan_add_object(&w->plan, &part, asn_of(w, origin ? scrubber : v), rir, false, OBJECT_RIGHT);
	span_choose(w, &at, &until);
	uint32_t atom = atom_new(w, 1, &part),
	         event = begin(w, "scrubbing", asn_of(w, scrubber), at, until, &part),
	         seed = add_seed(w, atom, scrubber, event);
	struct seed *s = &w->atom.v[atom].seed[seed];
	if (!origin) {
		s->tail_node[0] = v;
		s->tail[s->n_tail++] = asn_of(w, v);
	}
	s->invalid = false;
	octets_text(&w->event.v[event].more, ",\"customer\":%u,\"asOrigin\":%s", asn_of(w, v),
	            origin ? "true" : "false");
	change_seed(w, event, at, atom, seed, true);
	if (until)
		change_seed(w, event, until, atom, seed, false);
}

static void new_site(struct world *w)
{
	struct plan *p = &w->plan;
	for (uint32_t tries = 0; tries < 100000; tries++) {
		uint32_t i = rng_below(&w->rng, (uint32_t)p->pfx.n), at, until;
		if (p->pfx.v[i].role != ROLE_ANYCAST || w->atom_of[i])
			continue;
		uint32_t v = pick_network(w, TIER_SMALL, TIER_STUB),
		         rir = w->topo.net[p->block.v[p->pfx.v[i].block].holder].rir;
		plan_add_vrp(p, &p->pfx.v[i].p, asn_of(w, v), p->pfx.v[i].p.len, rir);
		plan_add_object(p, &p->pfx.v[i].p, asn_of(w, v), rir, false, OBJECT_RIGHT);
		uint32_t atom = atom_of_prefix(w, i);
		span_choose(w, &at, &until);
		uint32_t event = begin(w, "anycast-site", asn_of(w, v), at, 0, &p->pfx.v[i].p),
		         seed = add_seed(w, atom, v, event);
		w->atom.v[atom].seed[seed].invalid = false;
		change_seed(w, event, at, atom, seed, true);
		return;
	}
}

static uint32_t full_vantage(struct world *w)
{
	while (true) {
		uint32_t i = rng_below(&w->rng, (uint32_t)w->vantage.n);
		const struct vantage *v = &w->vantage.v[i];
		if (v->full && !v->noisy && !v->stale && !v->private_asn && v->n_sessions)
			return i;
	}
}

/* Known to one vantage point only: a blackhole towards its customer, or its own exchange's LAN. */
static void at_one(struct world *w, const char *kind, bool blackhole)
{
	uint32_t i = full_vantage(w), v = w->vantage.v[i].node, at, until, tail = NONE;
	struct prefix p =
	    prefix4((uint32_t)(w->plan.lan4.v[rng_below(&w->rng, (uint32_t)w->plan.lan4.n)].hi >> 32), 22);
	if (blackhole) {
		uint32_t prefix = NONE, n = degree(&w->topo, v, TO_CUSTOMERS);
		for (uint32_t k = 0; k < n && prefix == NONE; k++) {
			tail = neighbour(&w->topo, v, TO_CUSTOMERS, k).node;
			prefix = w->topo.net[tail].used ? NONE : pick_prefix_of(w, tail);
			if (prefix != NONE && w->plan.pfx.v[prefix].p.v6)
				prefix = NONE;
		}
		if (prefix == NONE)
			return;
		p = prefix_part(&w->plan.pfx.v[prefix].p, 32, 77);
	}
	span_choose(w, &at, &until);
	uint32_t atom = atom_new(w, 1, &p), event = begin(w, kind, asn_of(w, v), at, until, &p);
	add_seed(w, atom, v, event);
	struct atom *a = &w->atom.v[atom];
	a->direct = i + 1;
	a->blackhole = blackhole;
	if (tail != NONE)
		a->seed[0].tail[a->seed[0].n_tail++] = asn_of(w, tail);
	change_seed(w, event, at, atom, 0, true);
	if (until)
		change_seed(w, event, until, atom, 0, false);
}

/* A provider announces a block for its customers together: their ASNs become an AS_SET at the end of the
 * path. */
static void aggregate(struct world *w)
{
	const struct topology *t = &w->topo;
	for (uint32_t tries = 0; tries < 3000; tries++) {
		uint32_t v = pick_network(w, TIER_MID, TIER_SMALL), n = degree(t, v, TO_CUSTOMERS), at, until;
		uint32_t prefix = pick_prefix_of(w, v);
		struct prefix part;
		if (n < 2 || prefix == NONE || !pick_part(w, &w->plan.pfx.v[prefix].p, &part)) {
			w->topo.net[v].used = false;
			continue;
		}
		span_choose(w, &at, &until);
		uint32_t atom = atom_new(w, 1, &part),
		         event = begin(w, "as-set", asn_of(w, v), at, until, &part),
		         seed = add_seed(w, atom, v, event);
		struct seed *s = &w->atom.v[atom].seed[seed];
		for (uint32_t i = 0; i < n && i < 3; i++) {
			s->tail_node[s->n_tail] = neighbour(t, v, TO_CUSTOMERS, i).node;
			s->tail[s->n_tail++] = asn_of(w, neighbour(t, v, TO_CUSTOMERS, i).node);
		}
		s->n_set = s->n_tail;
		change_seed(w, event, at, atom, seed, true);
		if (until)
			change_seed(w, event, until, atom, seed, false);
		return;
	}
}

void inject_benign(struct world *w)
{
	uint32_t n;
	for (n = kind_count(w, "sibling-move", "benign", false); n > 0; n--)
		move_to_sibling(w);
	for (n = kind_count(w, "transfer", "benign", false); n > 0; n--)
		transfer(w);
	for (n = kind_count(w, "convergence-moas", "benign", false); n > 0; n--)
		short_moas(w);
	for (n = kind_count(w, "scrubbing", "benign", false); n > 0; n--)
		divert(w);
	for (n = kind_count(w, "anycast-site", "benign", false); n > 0; n--)
		new_site(w);
	for (n = kind_count(w, "blackhole", "benign", false); n > 0; n--)
		at_one(w, "blackhole", true);
	for (n = kind_count(w, "exchange-lan", "benign", false); n > 0; n--)
		at_one(w, "exchange-lan", false);
	for (n = kind_count(w, "as-set", "benign", false); n > 0; n--)
		aggregate(w);
}
