/* The facts of a case: what is known when a run begins, and what each slot adds. */
#include "detect/leak_impl.h"

static uint8_t aspa(const struct leak_detector *d, asn_t customer, asn_t provider)
{
	return d->judge.aspa ? d->judge.aspa(d->judge.ctx, customer, provider) : 0;
}

static uint8_t said(const struct leak_detector *d, asn_t of, asn_t neighbour)
{
	return d->judge.said ? d->judge.said(d->judge.ctx, of, neighbour) : 0;
}

static uint32_t cone(const struct leak_detector *d, asn_t asn)
{
	return d->judge.cone ? d->judge.cone(d->judge.ctx, asn) : 0;
}

static uint32_t edge_age(const struct leak_detector *d, asn_t x, asn_t y, uint32_t t)
{
	const struct edges *edges = trail_edges(d->trail);
	const struct edge *e = edges_get(edges, edges_lookup(edges, x, y));
	struct presence seen = presence_known(&e->seen, &d->o.edge, t);
	return seen.learned ? UINT32_MAX : presence_age(&seen, t);
}

static void ask(const struct leak_detector *d, struct leak_case *k)
{
	k->relation_from = (uint8_t)d->judge.relation(d->judge.ctx, k->leaker, k->from);
	k->relation_to = (uint8_t)d->judge.relation(d->judge.ctx, k->leaker, k->to);
	k->said_from = said(d, k->leaker, k->from);
	k->said_to = said(d, k->leaker, k->to);
	k->aspa_from_up = aspa(d, k->from, k->leaker);
	k->aspa_from_down = aspa(d, k->leaker, k->from);
	k->aspa_to_up = aspa(d, k->leaker, k->to);
	k->aspa_to_down = aspa(d, k->to, k->leaker);
	k->cone_from = cone(d, k->from);
	k->cone_leaker = cone(d, k->leaker);
	k->leaker_transit_free = d->judge.transit_free && d->judge.transit_free(d->judge.ctx, k->leaker);
}

struct leak_case leak_case_begin(struct leak_detector *d, const struct leak_shown *s, uint32_t t)
{
	const struct triple *x = trail_triple(d->trail, s->triple);
	struct presence seen = presence_known(&x->seen, &d->o.triple, t);
	uint32_t since = transfers_since(d->transfers);
	struct leak_case k = {.from = x->a,
	                      .leaker = x->b,
	                      .to = x->c,
	                      .rules = s->rules,
	                      .type = s->type,
	                      .exact = s->exact,
	                      .triple_age = presence_age(&seen, t),
	                      .triple_peers = seen.n_peers,
	                      .edge_from_age = edge_age(d, x->a, x->b, t),
	                      .edge_to_age = edge_age(d, x->b, x->c, t),
	                      .watched = since && t > since ? t - since : 0};
	ask(d, &k);
	return k;
}

static void add_origin(const struct leak_detector *d, struct leak_case *k, asn_t origin)
{
	if (origin == ORIGIN_NONE || k->n_origins == LEAK_ORIGINS)
		return;
	for (uint32_t i = 0; i < k->n_origins; i++)
		if (k->origins[i] == origin)
			return;
	k->origins[k->n_origins++] = origin;
	k->n_in_cone +=
	    origin == k->leaker || (d->judge.in_cone && d->judge.in_cone(d->judge.ctx, k->leaker, origin));
}

/* Places from the origin to the leaker. */
static uint32_t places_nearer(struct leak_detector *d, path_id next)
{
	uint32_t n = 0;
	path_id leaker = trail_at(d->trail, next)->up;
	for (path_id id = trail_at(d->trail, leaker)->up; id != PATH_NONE; id = trail_at(d->trail, id)->up)
		n++;
	return n;
}

static void add_rival(struct leak_rivals *r, asn_t leaker)
{
	for (int i = 0; i < LEAK_RIVALS; i++) {
		if (r->n_slots[i] && r->leaker[i] != leaker)
			continue;
		r->leaker[i] = leaker;
		r->n_slots[i]++;
		return;
	}
}

/* Each other leaker of the path once, however many of its legs are there. */
static void add_rivals(struct leak_detector *d, uint32_t note, const struct leak_shown *all, size_t n)
{
	asn_t own = d->cases.at[note].leaker;
	for (size_t i = 0; i < n; i++) {
		asn_t leaker = trail_triple(d->trail, all[i].triple)->b;
		bool again = leaker == own;
		for (size_t j = 0; j < i && !again; j++)
			again = trail_triple(d->trail, all[j].triple)->b == leaker;
		if (!again)
			add_rival(&d->rivals.at[note], leaker);
	}
}

void leak_case_slot(struct leak_detector *d, uint32_t note, const struct rib_change *c,
                    const struct leak_shown *s, const struct leak_shown *all, size_t n)
{
	struct leak_case *k = &d->cases.at[note];
	asn_t origin = path_get(rib_paths(d->rib), c->to)->origin;
	k->rules |= s->rules;
	k->exact |= s->exact;
	if (k->type == 0)
		k->type = s->type;
	k->n_slots++;
	k->n_paths_nearer += places_nearer(d, s->next);
	add_origin(d, k, origin);
	add_rivals(d, note, all, n);
	masses_note(d->masses, k->leaker, c->time, c->family, c->prefix, origin);
}
