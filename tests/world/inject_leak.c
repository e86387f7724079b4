/*
 * Route leaks as RFC 7908 sorts them: 1 from provider to provider, 2 from peer to peer, 3 from provider to
 * peer, 4 from peer to provider, 5 with a new origin, 6 of internal more-specifics; whole tables; the
 * more-specifics of a route optimiser; and one whose routes carry ONLY_TO_CUSTOMER.
 */
#include "inject.h"

#include <stdlib.h>
#include <string.h>

struct type {
	const char *kind;
	uint32_t number;     // of RFC 7908
	uint32_t from_class; // CLASS_PROVIDER, CLASS_PEER
	enum side to;
	bool otc;
};

struct found {
	uint32_t leaker, from;
	uint32_t n_to, to[16];
};

static void spread_of(struct world *w, uint32_t atom)
{
	const struct atom *a = &w->atom.v[atom];
	spread_run(&w->spread, a->seed, a->n_seeds, NULL, 0, a->salt, a->guarded);
}

static bool is_plain(const struct world *w, uint32_t atom)
{
	const struct atom *a = &w->atom.v[atom];
	if (a->used || a->direct || a->n_seeds == 0)
		return false;
	for (uint32_t i = 0; i < a->n_seeds; i++)
		if (!a->seed[i].active || a->seed[i].event)
			return false;
	return true;
}

static uint32_t random_atom(struct world *w)
{
	while (true) {
		uint32_t a = rng_below(&w->rng, (uint32_t)w->atom.n);
		if (is_plain(w, a))
			return a;
	}
}

/* By network: its atoms, as a chain; numbers plus one. */
struct origins {
	uint32_t *first, *next;
};

static struct origins origins_of(const struct world *w)
{
	struct origins o = {fresh(w->topo.n, sizeof *o.first), fresh(w->atom.n, sizeof *o.next)};
	for (uint32_t a = 0; a < w->atom.n; a++)
		if (w->atom.v[a].n_seeds) {
			uint32_t v = w->atom.v[a].seed[0].node;
			o.next[a] = o.first[v];
			o.first[v] = a + 1;
		}
	return o;
}

/* An atom of a network somewhere below this one: what a peer tells is that. NONE where chance ends elsewhere.
 */
static uint32_t atom_below(struct world *w, const struct origins *o, uint32_t v)
{
	while (degree(&w->topo, v, TO_CUSTOMERS) > 0 && !rng_chance(&w->rng, 0.1))
		v = neighbour(&w->topo, v, TO_CUSTOMERS,
		              rng_below(&w->rng, degree(&w->topo, v, TO_CUSTOMERS)))
		        .node;
	for (uint32_t a = o->first[v]; a; a = o->next[a - 1])
		if (is_plain(w, a - 1))
			return a - 1;
	return NONE;
}

static uint32_t pick_leaker(struct world *w, const struct type *t)
{
	const struct topology *x = &w->topo;
	for (uint32_t tries = 0; tries < 100000; tries++) {
		// peers pass it to their customers only: of those who have large peers more is seen
		bool high = t->to == TO_PEERS && rng_chance(&w->rng, 0.8);
		uint32_t v = rng_below(&w->rng, high                       ? x->n / 22
		                                : rng_chance(&w->rng, 0.5) ? x->n
		                                                           : x->n / 6);
		const struct network *a = &x->net[v];
		uint32_t from = degree(x, v, t->from_class == CLASS_PROVIDER ? TO_PROVIDERS : TO_PEERS),
		         to = degree(x, v, t->to);
		uint32_t need = (t->from_class == CLASS_PROVIDER) == (t->to == TO_PROVIDERS) ? 2 : 1;
		if (!a->core || a->used || a->otc || a->content || w->vantage_of[v] || a->tier < TIER_MID ||
		    from < need || to < need)
			continue;
		return v;
	}
	return NONE;
}

/* Whom it tells: one other provider, or its peers, those with customers before the rest. */
static void choose_receivers(struct world *w, struct found *f, enum side s)
{
	uint32_t n = degree(&w->topo, f->leaker, s),
	         most = s == TO_PEERS ? rng_range(&w->rng, 1, COUNT(f->to)) : 1;
	uint32_t first = n ? rng_below(&w->rng, n) : 0;
	f->n_to = 0;
	for (uint32_t tier = s == TO_PEERS ? TIER_LARGE : TIER_STUB; tier <= TIER_STUB; tier++)
		for (uint32_t i = 0; i < n && f->n_to < most; i++) {
			struct edge e = neighbour(&w->topo, f->leaker, s, (first + i) % n);
			const struct network *a = &w->topo.net[e.node];
			bool its_turn =
			    s != TO_PEERS || a->tier == tier || (tier == TIER_LARGE && a->tier < tier);
			if (its_turn && e.node != f->from && !w->topo.down[e.link] && a->core &&
			    a->org != w->topo.net[f->leaker].org)
				f->to[f->n_to++] = e.node;
		}
}

/* Whether the leaker has a route of the kind, by the spread that was run last. */
static bool has_route(const struct world *w, const struct type *t, uint32_t leaker, uint32_t from)
{
	const struct spread *s = &w->spread;
	const struct choice *c = &s->at[leaker];
	if (c->class != t->from_class || (from != NONE && c->parent != from))
		return false;
	if (!t->otc)
		return true;
	uint32_t node[MAX_PATH], asn[MAX_PATH], otc = 0, n = spread_nodes(s, leaker, node);
	if (n)
		spread_path(s, node, n, asn, &otc);
	return otc != 0;
}

static bool leaks_here(struct world *w, const struct type *t, uint32_t leaker, uint32_t from, uint32_t atom)
{
	spread_of(w, atom);
	return has_route(w, t, leaker, from);
}

static uint32_t add_leak(struct world *w, const struct found *f, uint32_t class, uint32_t event)
{
	struct leak *l = LIST_ADD(w->leak);
	*l = (struct leak){.node = f->leaker,
	                   .from = f->from,
	                   .from_class = class,
	                   .n_to = f->n_to,
	                   .event = (uint16_t)event};
	memcpy(l->to, f->to, sizeof l->to);
	return (uint32_t)w->leak.n - 1;
}

static uint32_t count_leaked(struct world *w, uint32_t leak, uint32_t atom, uint32_t event)
{
	struct atom *a = &w->atom.v[atom];
	if (a->n_leaks == MAX_ATOM_LEAKS)
		return 0;
	a->leak[a->n_leaks++] = (uint16_t)leak;
	uint32_t n = count_seen(w, atom, event);
	a->n_leaks--;
	return n;
}

/* A network that has a route of the kind for this atom; NONE where chance finds none. */
static uint32_t leaker_for(struct world *w, const struct type *t, uint32_t atom)
{
	spread_of(w, atom);
	for (uint32_t tries = 0; tries < 60; tries++) {
		uint32_t v = pick_leaker(w, t);
		if (v != NONE && has_route(w, t, v, NONE))
			return v;
	}
	return NONE;
}

/* A leaker, where it learns and whom it tells; three vantage points see it, or, now and then, nobody needs
 * to. */
static bool find(struct world *w, const struct type *t, struct found *f)
{
	uint32_t event = (uint32_t)w->event.n; // the number that it will have
	bool hidden = rng_chance(&w->rng, 0.08);
	for (uint32_t tries = 0; tries < (t->to == TO_PEERS ? 800 : 200); tries++) {
		uint32_t atom = random_atom(w), v = leaker_for(w, t, atom);
		if (v == NONE)
			continue;
		*f = (struct found){.leaker = v, .from = w->spread.at[v].parent};
		choose_receivers(w, f, t->to);
		if (f->n_to == 0 || w->topo.net[f->from].org == w->topo.net[v].org)
			continue;
		uint32_t leak = add_leak(w, f, t->from_class, event),
		         seen = count_leaked(w, leak, atom, event);
		w->leak.n--;
		if (seen >= 3 || hidden)
			return true;
	}
	return false;
}

static void name_atom(struct world *w, uint32_t event, uint32_t atom)
{
	const struct atom *a = &w->atom.v[atom];
	for (uint32_t i = 0; i < a->n_prefixes; i++)
		event_prefix(w, event, &w->atom_prefix.v[a->first_prefix + i]);
	for (uint32_t i = 0; i < a->n_seeds && w->event.v[event].victims.n < 300; i++)
		event_victim(w, event, asn_of(w, a->seed[i].node));
}

static void leak_atom(struct world *w, uint32_t event, uint32_t leak, uint32_t atom)
{
	const struct event *e = &w->event.v[event];
	uint32_t at = e->at, until = e->until;
	name_atom(w, event, atom);
	change_leak(w, event, at, atom, leak, true);
	if (until)
		change_leak(w, event, until, atom, leak, false);
}

static uint32_t how_many(struct world *w)
{
	double x = rng_lognormal(&w->rng, 25, 1.1);
	uint32_t most = w->topo.n / 20;
	return x < 2 ? 2 : x > most ? most : (uint32_t)x;
}

static uint32_t new_event(struct world *w, const struct type *t, const struct found *f, uint32_t at,
                          uint32_t until)
{
	uint32_t event = event_new(w, t->kind, "M1", "alarm", asn_of(w, f->leaker), at, until);
	struct event *e = &w->event.v[event];
	e->from = f->from == NONE ? 0 : asn_of(w, f->from);
	e->to = asn_of(w, f->to[0]);
	octets_text(&e->more, ",\"leakType\":%u,\"to\":[", t->number);
	for (uint32_t i = 0; i < f->n_to; i++)
		octets_text(&e->more, "%s%u", i ? "," : "", asn_of(w, f->to[i]));
	octets_text(&e->more, "]");
	return event;
}

static void leak_some(struct world *w, const struct origins *o, const struct type *t, bool reoriginate)
{
	struct found f;
	uint32_t at, until;
	if (!find(w, t, &f))
		return;
	w->topo.net[f.leaker].used = true;
	span_choose(w, &at, &until);
	uint32_t event = new_event(w, t, &f, at, until), leak = add_leak(w, &f, t->from_class, event);
	w->leak.v[leak].reoriginate = reoriginate;
	uint32_t want = how_many(w), n = 0;
	for (uint32_t tries = 0; n < want && tries < 6 * want + 100; tries++) {
		uint32_t atom = t->from_class == CLASS_PEER ? atom_below(w, o, f.from) : random_atom(w);
		if (atom == NONE || !leaks_here(w, t, f.leaker, f.from, atom))
			continue;
		w->atom.v[atom].used = true;
		leak_atom(w, event, leak, atom);
		n++;
	}
}

/* All that it has from providers and peers, as far as the sample goes. */
static void leak_table(struct world *w)
{
	static const struct type t = {"leak-full-table", 1, CLASS_PROVIDER, TO_PROVIDERS, false};
	struct found f;
	uint32_t at, until, most = w->topo.n > 20000 ? 6000 : UINT32_MAX, n = 0;
	if (!find(w, &t, &f))
		return;
	w->topo.net[f.leaker].used = true;
	span_short(w, &at, &until, 240, 5400);
	f.from = NONE;
	uint32_t event = new_event(w, &t, &f, at, until), leak = add_leak(w, &f, CLASS_NONE, event);
	uint32_t first = rng_below(&w->rng, (uint32_t)w->atom.n);
	for (uint32_t i = 0; i < w->atom.n && n < most; i++) {
		uint32_t atom = (first + i) % (uint32_t)w->atom.n;
		if (!is_plain(w, atom))
			continue;
		leak_atom(w, event, leak, atom);
		n++;
	}
}

/* A box that cuts routes of a provider into more-specifics to steer traffic; its routes get out to another
 * one. */
static void optimise(struct world *w)
{
	static const struct type t = {"leak-optimiser", 1, CLASS_PROVIDER, TO_PROVIDERS, false};
	struct found f;
	uint32_t at, until, want = how_many(w), n = 0;
	if (!find(w, &t, &f))
		return;
	w->topo.net[f.leaker].used = true;
	span_choose(w, &at, &until);
	uint32_t event = new_event(w, &t, &f, at, until);
	for (uint32_t tries = 0; n < want && tries < 6 * want + 100; tries++) {
		uint32_t atom = random_atom(w), node[MAX_PATH], asn[MAX_PATH], otc, n_nodes;
		struct prefix part, p = w->atom_prefix.v[w->atom.v[atom].first_prefix];
		if (!leaks_here(w, &t, f.leaker, f.from, atom) ||
		    (n_nodes = spread_nodes(&w->spread, f.leaker, node)) < 2)
			continue;
		uint32_t n_asns = spread_path(&w->spread, node, n_nodes, asn, &otc);
		if (n_asns > MAX_TAIL + 1u || !pick_part(w, &p, &part))
			continue;
		uint32_t own = atom_new(w, 1, &part);
		struct seed *s = atom_seed(w, own, f.leaker, false);
		s->event = (uint16_t)event;
		s->only = f.to[0];
		for (uint32_t i = 1; i < n_asns; i++)
			s->tail[s->n_tail++] = asn[i];
		for (uint32_t i = 1; i < n_nodes; i++)
			s->tail_node[i - 1] = node[i];
		s->invalid = plan_validity(&w->plan, &part, asn[n_asns - 1], w->start) == ROV_INVALID;
		w->atom.v[atom].used = true;
		event_prefix(w, event, &part);
		event_victim(w, event, asn[n_asns - 1]);
		change_seed(w, event, w->event.v[event].at, own, 0, true);
		if (until)
			change_seed(w, event, w->event.v[event].until, own, 0, false);
		n++;
	}
}

/* More-specifics of its own space and of a customer's, meant for its own network, go to everybody. */
static void leak_inside(struct world *w)
{
	uint32_t v = NONE, prefix = NONE, at, until, customer = NONE;
	for (uint32_t tries = 0; tries < 1000 && prefix == NONE; tries++) {
		v = pick_network(w, TIER_MID, TIER_SMALL);
		customer =
		    degree(&w->topo, v, TO_CUSTOMERS) ? neighbour(&w->topo, v, TO_CUSTOMERS, 0).node : NONE;
		prefix = customer == NONE || !is_up(w, v, customer) ? NONE : pick_prefix_of(w, v);
		if (prefix == NONE)
			w->topo.net[v].used = false;
	}
	if (prefix == NONE)
		return;
	span_choose(w, &at, &until);
	uint32_t event = event_new(w, "leak-type-6", "M1", "either", asn_of(w, v), at, until),
	         want = how_many(w);
	octets_text(&w->event.v[event].more, ",\"leakType\":6");
	uint32_t theirs = pick_prefix_of(w, customer);
	for (uint32_t i = 0; i < want; i++) {
		bool own = theirs == NONE || i % 2;
		struct prefix part;
		if (!pick_part(w, &w->plan.pfx.v[own ? prefix : theirs].p, &part))
			continue;
		uint32_t atom = atom_new(w, 1, &part);
		struct seed *s = atom_seed(w, atom, own ? v : customer, false);
		s->event = (uint16_t)event;
		s->only = own ? NONE : v;
		event_prefix(w, event, &part);
		change_seed(w, event, w->event.v[event].at, atom, 0, true);
		if (until)
			change_seed(w, event, w->event.v[event].until, atom, 0, false);
	}
}

void inject_leaks(struct world *w)
{
	static const struct type types[] = {
	    {"leak-type-1", 1, CLASS_PROVIDER, TO_PROVIDERS, false},
	    {"leak-type-2", 2, CLASS_PEER, TO_PEERS, false},
	    {"leak-type-3", 3, CLASS_PROVIDER, TO_PEERS, false},
	    {"leak-type-4", 4, CLASS_PEER, TO_PROVIDERS, false},
	    {"leak-otc", 1, CLASS_PROVIDER, TO_PROVIDERS, true},
	    {"leak-type-5", 5, CLASS_PROVIDER, TO_PROVIDERS, false},
	};
	struct origins o = origins_of(w);
	for (size_t k = 0; k < COUNT(types); k++)
		for (uint32_t i = kind_count(w, types[k].kind, "attacks", false); i > 0; i--)
			leak_some(w, &o, &types[k], types[k].number == 5);
	free(o.first);
	free(o.next);
	for (uint32_t i = kind_count(w, "leak-type-6", "attacks", false); i > 0; i--)
		leak_inside(w);
	for (uint32_t i = kind_count(w, "leak-optimiser", "attacks", false); i > 0; i--)
		optimise(w);
	for (uint32_t i = kind_count(w, "leak-full-table", "attacks", true); i > 0; i--)
		leak_table(w);
}
