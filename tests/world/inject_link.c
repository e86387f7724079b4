/* Links that fail and return, new providers, reserves that take over; prefixes that come, go and flap. */
#include "inject.h"

#include <math.h>
#include <stdlib.h>

/* Everything that the network originates is spread anew when the link changes. */
static void watch_origin(struct world *w, uint32_t link, uint32_t v)
{
	struct numbers *l = link_watch(w, link);
	for (uint32_t a = 0; a < w->atom.n; a++)
		for (uint32_t i = 0; i < w->atom.v[a].n_seeds; i++)
			if (w->atom.v[a].seed[i].node == v) {
				*LIST_ADD(*l) = a;
				break;
			}
}

static void name_origin(struct world *w, uint32_t event, uint32_t v)
{
	for (uint32_t b = w->plan.first_block[v]; b < w->plan.first_block[v + 1]; b++)
		if (w->plan.block.v[b].routed)
			event_prefix(w, event, &w->plan.block.v[b].p);
}

/* A link of the future was made while the topology was: see topology_future. */
static void change_provider(struct world *w, uint32_t link)
{
	uint32_t v = w->topo.link.v[link].b, at, until, old = provider_of(w, v, 0);
	if (old == NONE || w->topo.net[v].used)
		return;
	w->topo.net[v].used = true;
	span_choose(w, &at, &until);
	uint32_t event = event_new(w, "multihoming-change", "", "silent", asn_of(w, v), at, 0);
	name_origin(w, event, v);
	octets_text(&w->event.v[event].more, ",\"before\":%u,\"after\":%u", asn_of(w, old),
	            asn_of(w, w->topo.link.v[link].a));
	uint32_t gone = link_of(&w->topo, old, v);
	watch_origin(w, link, v);
	watch_origin(w, gone, v);
	change_link(w, event, at, link, true);
	change_link(w, event, world_settled(w, at + rng_range(&w->rng, 300, 3600)), gone, false);
}

static void use_reserve(struct world *w, uint32_t link)
{
	uint32_t v = w->topo.link.v[link].b, at, until, first = provider_of(w, v, 0);
	if (first == NONE || w->topo.net[v].used || provider_of(w, v, 1) != NONE)
		return;
	w->topo.net[v].used = true;
	span_choose(w, &at, &until);
	uint32_t event = event_new(w, "backup-transit", "", "silent", asn_of(w, v), at, until),
	         failed = link_of(&w->topo, first, v);
	name_origin(w, event, v);
	octets_text(&w->event.v[event].more, ",\"primary\":%u,\"backup\":%u", asn_of(w, first),
	            asn_of(w, w->topo.link.v[link].a));
	watch_origin(w, link, v);
	watch_origin(w, failed, v);
	change_link(w, event, at, failed, false);
	change_link(w, event, world_settled(w, at + 20), link, true);
	if (until) {
		change_link(w, event, until, failed, true);
		change_link(w, event, world_settled(w, until + 20), link, false);
	}
}

static void walk_links(struct world *w, uint32_t flag, uint32_t n, void (*use)(struct world *, uint32_t))
{
	uint32_t n_links = (uint32_t)w->topo.link.n, first = rng_below(&w->rng, n_links);
	size_t before = w->event.n;
	for (uint32_t i = 0; i < n_links && w->event.n < before + n; i++) {
		uint32_t link = (first + i) % n_links;
		if (w->topo.link.v[link].flags & flag &&
		    w->topo.net[w->topo.link.v[link].b].tier == TIER_STUB)
			use(w, link);
	}
}

void inject_links(struct world *w)
{
	walk_links(w, LINK_FUTURE, kind_count(w, "multihoming-change", "benign", false), change_provider);
	walk_links(w, LINK_BACKUP, kind_count(w, "backup-transit", "benign", false), use_reserve);
}

static uint32_t chosen_length(struct world *w, double least, double most)
{
	return (uint32_t)(least * pow(most / least, rng_unit(&w->rng)));
}

static void fail_links(struct world *w)
{
	uint32_t n_links = (uint32_t)w->topo.link.n, days = (w->end - w->start + 86399) / 86400;
	for (uint32_t n = n_links / 100 * days; n > 0; n--) {
		uint32_t link = rng_below(&w->rng, n_links),
		         at = rng_range(&w->rng, w->start + 600, w->end - 600);
		uint32_t back = at + chosen_length(w, 30, 14400);
		if (w->watch[link] || w->topo.down[link])
			continue;
		change_link(w, 0, world_settled(w, at), link, false);
		if (back < w->end)
			change_link(w, 0, world_settled(w, back), link, true);
	}
}

/* Withdrawn and announced again by the same origin. */
static void flap(struct world *w)
{
	uint32_t days = (w->end - w->start + 86399) / 86400, n = (uint32_t)(w->plan.pfx.n / 400) * days;
	for (uint32_t tries = 0; n > 0 && tries < 100 * n; tries++) {
		uint32_t i = rng_below(&w->rng, (uint32_t)w->plan.pfx.n);
		if (w->plan.pfx.v[i].n_origins != 1 || w->atom_of[i])
			continue;
		uint32_t atom = atom_of_prefix(w, i),
		         times = rng_chance(&w->rng, 0.2) ? rng_range(&w->rng, 2, 6) : 1;
		uint32_t t = rng_range(&w->rng, w->start + 600, w->end - 600);
		for (; times > 0 && t < w->end; times--) {
			change_seed(w, 0, world_settled(w, t), atom, 0, false);
			t += chosen_length(w, 20, 7200);
			change_seed(w, 0, world_settled(w, t), atom, 0, true);
			t += chosen_length(w, 60, 7200);
		}
		n--;
	}
}

/* New more-specifics of space that the origin announces already; most with a ROA where there must be one. */
static void grow(struct world *w)
{
	uint32_t days = (w->end - w->start + 86399) / 86400, n = (uint32_t)(w->plan.pfx.n / 600) * days;
	for (; n > 0; n--) {
		uint32_t i = rng_below(&w->rng, (uint32_t)w->plan.pfx.n);
		const struct announced *x = &w->plan.pfx.v[i];
		struct prefix p = x->p, part;
		uint32_t v = x->origin[0];
		if (x->n_origins != 1 || w->topo.net[v].used || !pick_part(w, &p, &part))
			continue;
		if (plan_validity(&w->plan, &part, asn_of(w, v), w->start) == ROV_INVALID &&
		    rng_chance(&w->rng, 0.8))
			plan_add_vrp(&w->plan, &part, asn_of(w, v), part.len, w->topo.net[v].rir);
		uint32_t atom = atom_new(w, 1, &part);
		atom_seed(w, atom, v, false);
		change_seed(w, 0, world_settled(w, rng_range(&w->rng, w->start + 600, w->end - 600)), atom, 0,
		            true);
	}
}

void inject_churn(struct world *w)
{
	if (!kind_wanted(w, "churn", "benign"))
		return;
	fail_links(w);
	flap(w);
	grow(w);
}
