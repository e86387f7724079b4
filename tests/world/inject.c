#include "inject.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool listed(const char *list, const char *word)
{
	size_t n = strlen(word);
	for (const char *s = list; s && *s; s = strchr(s, ',') ? strchr(s, ',') + 1 : NULL)
		if (strncmp(s, word, n) == 0 && (s[n] == 0 || s[n] == ','))
			return true;
	return false;
}

bool kind_wanted(const struct world *w, const char *kind, const char *group)
{
	char without[64];
	snprintf(without, sizeof without, "-%s", kind);
	if (listed(w->kinds, without))
		return false;
	return listed(w->kinds, "all") || listed(w->kinds, kind) || listed(w->kinds, group);
}

uint32_t kind_count(const struct world *w, const char *kind, const char *group, bool once)
{
	return !kind_wanted(w, kind, group) ? 0 : once ? 1 : w->per_kind;
}

uint32_t event_new(struct world *w, const char *kind, const char *metric, const char *expect,
                   uint32_t culprit, uint32_t at, uint32_t until)
{
	struct event *e = LIST_ADD(w->event);
	e->kind = kind;
	e->metric = metric;
	e->expect = expect;
	e->culprit = culprit;
	e->at = world_settled(w, at);
	e->until = until ? world_settled(w, until) : 0;
	if (w->event.n > 65000)
		die("too many events");
	return (uint32_t)w->event.n - 1;
}

void event_prefix(struct world *w, uint32_t event, const struct prefix *p)
{
	*LIST_ADD(w->event.v[event].prefixes) = *p;
}

void event_victim(struct world *w, uint32_t event, uint32_t asn)
{
	struct event *e = &w->event.v[event];
	for (size_t i = 0; i < e->victims.n; i++)
		if (e->victims.v[i] == asn)
			return;
	*LIST_ADD(e->victims) = asn;
}

static struct change *change(struct world *w, uint32_t event, uint32_t time, enum change_type type, bool on)
{
	struct change *c = LIST_ADD(w->change);
	*c = (struct change){
	    .time = time, .type = (uint8_t)type, .on = on, .atom = NONE, .event = (uint16_t)event};
	return c;
}

void change_seed(struct world *w, uint32_t event, uint32_t time, uint32_t atom, uint32_t seed, bool on)
{
	struct change *c = change(w, event, time, CHANGE_SEED, on);
	c->atom = atom;
	c->what = seed;
}

void change_leak(struct world *w, uint32_t event, uint32_t time, uint32_t atom, uint32_t leak, bool on)
{
	struct change *c = change(w, event, time, CHANGE_LEAK, on);
	c->atom = atom;
	c->what = leak;
}

struct numbers *link_watch(struct world *w, uint32_t link)
{
	if (!w->watch[link]) {
		LIST_ADD(w->watched);
		w->watch[link] = (uint32_t)w->watched.n;
	}
	return &w->watched.v[w->watch[link] - 1];
}

void change_link(struct world *w, uint32_t event, uint32_t time, uint32_t link, bool up)
{
	link_watch(w, link);
	change(w, event, time, CHANGE_LINK, up)->what = link;
}

void change_raw(struct world *w, uint32_t event, uint32_t time, uint32_t session,
                const struct octets *message)
{
	struct raw *r = LIST_ADD(w->raw);
	r->session = session;
	octets_add(&r->message, message->p, message->n);
	change(w, event, time, CHANGE_RAW, true)->what = (uint32_t)w->raw.n - 1;
}

void span_short(struct world *w, uint32_t *at, uint32_t *until, uint32_t least, uint32_t most)
{
	*at = world_settled(w, rng_range(&w->rng, w->quiet, w->end - most - 1200));
	*until = world_settled(w, *at + rng_range(&w->rng, least, most));
}

void span_choose(struct world *w, uint32_t *at, uint32_t *until)
{
	static const double weight[] = {0.15, 0.25, 0.35, 0.20, 0.05};
	static const uint32_t length[] = {120, 300, 1800, 7200, 28800, 57600};
	uint32_t k = rng_weighted(&w->rng, weight, 5), d = rng_range(&w->rng, length[k], length[k + 1]);
	uint32_t room = w->end - w->quiet;
	if (k < 4 && d + 3600 > room)
		d = room / 3;
	uint32_t last = k < 4 ? w->end - d - 1200 : w->end - 7200;
	*at = world_settled(w, rng_range(&w->rng, w->quiet, last > w->quiet ? last : w->quiet + 1));
	*until = *at + d < w->end ? world_settled(w, *at + d) : 0;
}

uint32_t asn_of(const struct world *w, uint32_t v)
{
	return w->topo.net[v].asn;
}

bool is_up(const struct world *w, uint32_t a, uint32_t b)
{
	uint32_t link = link_of(&w->topo, a, b);
	return link != NONE && !w->topo.down[link];
}

uint32_t provider_of(const struct world *w, uint32_t v, uint32_t n)
{
	for (uint32_t i = 0; i < degree(&w->topo, v, TO_PROVIDERS); i++) {
		struct edge e = neighbour(&w->topo, v, TO_PROVIDERS, i);
		if (!w->topo.down[e.link] && n-- == 0)
			return e.node;
	}
	return NONE;
}

uint32_t pick_network(struct world *w, uint32_t least_tier, uint32_t most_tier)
{
	for (uint32_t tries = 0; tries < 200000; tries++) {
		uint32_t v = rng_below(&w->rng, w->topo.n);
		struct network *a = &w->topo.net[v];
		if (a->used || w->vantage_of[v] || a->tier < least_tier || a->tier > most_tier ||
		    a->content || provider_of(w, v, 0) == NONE)
			continue;
		a->used = true;
		return v;
	}
	die("no network is left for an injection: fewer per kind (--per-kind), or more networks");
}

static bool is_free(const struct world *w, uint32_t i)
{
	const struct announced *x = &w->plan.pfx.v[i];
	return x->n_origins == 1 && x->role == ROLE_PLAIN && !x->alone && !x->group;
}

uint32_t pick_prefix(struct world *w)
{
	for (uint32_t tries = 0; tries < 200000; tries++) {
		uint32_t i = rng_below(&w->rng, (uint32_t)w->plan.pfx.n);
		struct network *a = &w->topo.net[w->plan.pfx.v[i].origin[0]];
		if (!is_free(w, i) || a->used || w->plan.block.v[w->plan.pfx.v[i].block].moved)
			continue;
		a->used = true;
		return i;
	}
	die("no prefix is left for an injection");
}

uint32_t pick_prefix_of(struct world *w, uint32_t v)
{
	uint32_t found = NONE, n = 0;
	for (uint32_t b = w->plan.first_block[v]; b < w->plan.first_block[v + 1]; b++) {
		uint32_t i = prefix_map_get(&w->plan.pfx_at, &w->plan.block.v[b].p);
		if (i && is_free(w, i - 1) && w->plan.pfx.v[i - 1].origin[0] == v &&
		    rng_below(&w->rng, ++n) == 0)
			found = i - 1;
	}
	return found;
}

bool pick_part(struct world *w, const struct prefix *p, struct prefix *part)
{
	uint32_t longest = p->v6 ? 48 : 24;
	for (uint32_t tries = 0; tries < 40 && p->len < longest; tries++) {
		uint32_t len = p->v6 ? p->len + 4u * rng_range(&w->rng, 1, (longest - p->len + 3) / 4)
		                     : rng_range(&w->rng, p->len + 1u, longest);
		if (len > longest)
			len = longest;
		*part =
		    prefix_part(p, len, rng_below(&w->rng, 1u << (len - p->len > 20 ? 20 : len - p->len)));
		if (!prefix_map_get(&w->plan.pfx_at, part)) {
			prefix_map_set(&w->plan.pfx_at, part, UINT32_MAX);
			return true;
		}
	}
	return false;
}

uint32_t count_seen(struct world *w, uint32_t atom, uint32_t event)
{
	uint32_t *row = fresh(w->vantage.n, sizeof *row), n = 0;
	atom_paths(w, atom, row);
	for (uint32_t i = 0; i < w->vantage.n; i++)
		n += row[i] && !w->vantage.v[i].stale && path_get(w, row[i])->event == event;
	free(row);
	return n;
}

void inject_all(struct world *w)
{
	rng_init(&w->rng, hash_of(w->seed, 5, 0));
	LIST_ADD(w->event); // number 0 is none
	w->watch = fresh(w->topo.link.n, sizeof *w->watch);
	w->atom_of = fresh(w->plan.pfx.n, sizeof *w->atom_of);
	inject_origins(w);
	inject_bogons(w);
	inject_malformed(w);
	inject_benign(w);
	rng_init(&w->rng, hash_of(w->seed, 6, 0));
	inject_churn(w);
	atoms_build(w);
	rng_init(&w->rng, hash_of(w->seed, 7, 0));
	inject_leaks(w);
	inject_links(w);
	inject_faults(w);
}
