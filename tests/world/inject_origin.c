/* Misoriginations: exact and sub-prefix, with and without a forged tail; squatting; slips of the finger. */
#include "inject.h"

#include <stdio.h>
#include <stdlib.h>

static void forge(struct world *w, struct seed *s, uint32_t node)
{
	s->tail_node[s->n_tail] = node;
	s->tail[s->n_tail++] = asn_of(w, node);
}

/* A network without any link to the victim and of another organisation. */
static uint32_t stranger(struct world *w, uint32_t victim)
{
	while (true) {
		uint32_t v = pick_network(w, TIER_SMALL, TIER_STUB);
		if (w->topo.net[v].org != w->topo.net[victim].org && link_of(&w->topo, v, victim) == NONE)
			return v;
		w->topo.net[v].used = false;
	}
}

struct theft {
	const char *kind;
	bool sub;
	uint32_t forged; // 0: its own origin; 1: victim behind it; 2: victim's provider and victim behind it
};

/* The route of the culprit in this atom, not yet active. */
static uint32_t false_seed(struct world *w, uint32_t atom, uint32_t event, uint32_t culprit, uint32_t victim,
                           uint32_t forged)
{
	struct seed *s = atom_seed(w, atom, culprit, false);
	const struct prefix *p = &w->atom_prefix.v[w->atom.v[atom].first_prefix];
	s->event = (uint16_t)event;
	if (forged == 2)
		forge(w, s, provider_of(w, victim, 0));
	if (forged >= 1)
		forge(w, s, victim);
	s->invalid = plan_validity(&w->plan, p, forged ? asn_of(w, victim) : asn_of(w, culprit), w->start) ==
	             ROV_INVALID;
	return w->atom.v[atom].n_seeds - 1u;
}

static void rov_state(struct world *w, uint32_t event, uint32_t atom, uint32_t seed)
{
	const struct atom *a = &w->atom.v[atom];
	octets_text(&w->event.v[event].more, ",\"rpki\":\"%s\"",
	            a->seed[seed].invalid ? "invalid"
	            : a->guarded          ? "valid"
	                                  : "not-found");
}

static void happen(struct world *w, uint32_t event, uint32_t atom, uint32_t seed)
{
	const struct event *e = &w->event.v[event];
	change_seed(w, event, e->at, atom, seed, true);
	if (e->until)
		change_seed(w, event, e->until, atom, seed, false);
}

static void steal(struct world *w, const struct theft *t)
{
	uint32_t prefix, victim, at, until;
	struct prefix p, part;
	do {
		prefix = pick_prefix(w);
		p = w->plan.pfx.v[prefix].p;
		victim = w->plan.pfx.v[prefix].origin[0];
	} while ((t->sub && !pick_part(w, &p, &part)) || provider_of(w, victim, 0) == NONE);
	uint32_t culprit = stranger(w, victim);
	if (t->forged == 2 && provider_of(w, victim, 0) == culprit)
		return;
	span_choose(w, &at, &until);
	uint32_t event = event_new(w, t->kind, "M2", "alarm", asn_of(w, culprit), at, until);
	uint32_t atom = t->sub ? atom_new(w, 1, &part) : atom_of_prefix(w, prefix);
	uint32_t seed = false_seed(w, atom, event, culprit, victim, t->forged);
	event_victim(w, event, asn_of(w, victim));
	event_prefix(w, event, t->sub ? &part : &p);
	octets_text(&w->event.v[event].more, ",\"forged\":%u", t->forged);
	rov_state(w, event, atom, seed);
	happen(w, event, atom, seed);
	// now and then others take the same at about the same time
	if (!t->sub && t->forged == 0 && rng_chance(&w->rng, 0.15)) {
		uint32_t other = stranger(w, victim), from = at + rng_range(&w->rng, 30, 200);
		uint32_t again = event_new(w, t->kind, "M2", "alarm", asn_of(w, other), from, until);
		seed = false_seed(w, atom, again, other, victim, 0);
		event_victim(w, again, asn_of(w, victim));
		event_prefix(w, again, &p);
		octets_text(&w->event.v[again].more, ",\"forged\":0,\"overlaps\":%u", event);
		rov_state(w, again, atom, seed);
		happen(w, again, atom, seed);
	}
}

/* A more-specific that most drop, as its ROA says: few see it. */
static void steal_by_stealth(struct world *w)
{
	for (uint32_t tries = 0; tries < 300; tries++) {
		uint32_t prefix = pick_prefix(w), victim = w->plan.pfx.v[prefix].origin[0], at, until;
		struct prefix p = w->plan.pfx.v[prefix].p, part;
		uint32_t culprit = stranger(w, victim);
		bool good = pick_part(w, &p, &part) &&
		            plan_validity(&w->plan, &part, asn_of(w, culprit), w->start) == ROV_INVALID;
		if (!good) {
			w->topo.net[victim].used = w->topo.net[culprit].used = false;
			continue;
		}
		span_choose(w, &at, &until);
		uint32_t event =
		    event_new(w, "stealthy-invalid", "M2", "alarm", asn_of(w, culprit), at, until);
		uint32_t atom = atom_new(w, 1, &part), seed = false_seed(w, atom, event, culprit, victim, 0);
		w->atom.v[atom].seed[seed].active = true;
		uint32_t seen = count_seen(w, atom, event);
		w->atom.v[atom].seed[seed].active = false;
		if (seen == 0 || seen * 4 > w->vantage.n) {
			w->event.n--;
			w->topo.net[victim].used = w->topo.net[culprit].used = false;
			continue;
		}
		event_victim(w, event, asn_of(w, victim));
		event_prefix(w, event, &part);
		octets_text(&w->event.v[event].more, ",\"forged\":0");
		rov_state(w, event, atom, seed);
		happen(w, event, atom, seed);
		return;
	}
}

static void squat(struct world *w, const char *kind, bool as0)
{
	uint32_t b, at, until, culprit = pick_network(w, TIER_SMALL, TIER_STUB);
	for (uint32_t tries = 0;; tries++) {
		b = rng_below(&w->rng, (uint32_t)w->plan.block.n);
		if (!w->plan.block.v[b].routed && !w->plan.block.v[b].moved &&
		    w->plan.block.v[b].holder != culprit)
			break;
		if (tries > 100000)
			die("no block is unannounced");
	}
	struct block *x = &w->plan.block.v[b];
	x->routed = true;
	if (as0) {
		plan_add_vrp(&w->plan, &x->p, 0, x->p.v6 ? 128 : 32, w->topo.net[x->holder].rir);
	}
	span_choose(w, &at, &until);
	// nobody has announced it before: that the holder did not allow it is known where a ROA says so
	uint32_t event = event_new(w, kind, "M2", "either", asn_of(w, culprit), at, until);
	uint32_t atom = atom_new(w, 1, &x->p), seed = false_seed(w, atom, event, culprit, x->holder, 0);
	event_victim(w, event, asn_of(w, x->holder));
	event_prefix(w, event, &x->p);
	rov_state(w, event, atom, seed);
	happen(w, event, atom, seed);
}

static bool is_network(const struct world *w, uint32_t asn)
{
	for (uint32_t v = 0; v < w->topo.n; v++)
		if (w->topo.net[v].asn == asn)
			return true;
	return false;
}

/* One digit changed, so that it is the number of another network. */
static uint32_t mistype(struct world *w, uint32_t asn)
{
	for (int tries = 0; tries < 200; tries++) {
		char text[16];
		int n = snprintf(text, sizeof text, "%u", asn);
		uint32_t i = rng_below(&w->rng, (uint32_t)n);
		text[i] = (char)('0' + rng_range(&w->rng, i == 0 ? 1 : 0, 9));
		uint32_t typo = (uint32_t)strtoul(text, NULL, 10);
		if (typo != asn && is_network(w, typo))
			return typo;
	}
	return w->topo.net[rng_below(&w->rng, w->topo.n)].asn;
}

/* A number typed where a count was meant ("prepend 3"), or an ASN mistyped: it ends up as the origin. */
static void slip(struct world *w, const char *kind, bool count)
{
	uint32_t v, prefix, at, until;
	do {
		v = pick_network(w, TIER_SMALL, TIER_STUB);
		prefix = pick_prefix_of(w, v);
	} while (prefix == NONE);
	span_choose(w, &at, &until);
	uint32_t event = event_new(w, kind, "M2", "either", asn_of(w, v), at, until);
	uint32_t atom = atom_of_prefix(w, prefix);
	struct seed *s = atom_seed(w, atom, v, false);
	s->event = (uint16_t)event;
	s->tail[s->n_tail++] = count ? rng_range(&w->rng, 2, 9) : mistype(w, asn_of(w, v));
	s->invalid = plan_validity(&w->plan, &w->plan.pfx.v[prefix].p, s->tail[0], w->start) == ROV_INVALID;
	event_prefix(w, event, &w->plan.pfx.v[prefix].p);
	octets_text(&w->event.v[event].more, ",\"shownOrigin\":%u", s->tail[0]);
	rov_state(w, event, atom, 1);
	change_seed(w, event, at, atom, 0, false);
	change_seed(w, event, at, atom, 1, true);
	if (until) {
		change_seed(w, event, until, atom, 1, false);
		change_seed(w, event, until, atom, 0, true);
	}
}

void inject_origins(struct world *w)
{
	static const struct theft thefts[] = {
	    {"hijack-exact-0", false, 0}, {"hijack-exact-1", false, 1}, {"hijack-exact-2", false, 2},
	    {"hijack-sub-0", true, 0},    {"hijack-sub-1", true, 1},    {"hijack-sub-2", true, 2},
	};
	for (size_t k = 0; k < COUNT(thefts); k++)
		for (uint32_t i = kind_count(w, thefts[k].kind, "attacks", false); i > 0; i--)
			steal(w, &thefts[k]);
	for (uint32_t i = kind_count(w, "stealthy-invalid", "attacks", false); i > 0; i--)
		steal_by_stealth(w);
	for (uint32_t i = kind_count(w, "squat-unannounced", "attacks", false); i > 0; i--)
		squat(w, "squat-unannounced", false);
	for (uint32_t i = kind_count(w, "squat-as0", "attacks", false); i > 0; i--)
		squat(w, "squat-as0", true);
	for (uint32_t i = kind_count(w, "fat-finger-prepend", "attacks", false); i > 0; i--)
		slip(w, "fat-finger-prepend", true);
	for (uint32_t i = kind_count(w, "fat-finger-asn", "attacks", false); i > 0; i--)
		slip(w, "fat-finger-asn", false);
}
