#include "world.h"

#include <stdio.h>
#include <stdlib.h>

static uint32_t of_tier(struct world *w, uint32_t tier)
{
	const struct topology *t = &w->topo;
	for (uint32_t tries = 0; tries < 10000; tries++) {
		uint32_t v =
		    rng_below(&w->rng, tier < TIER_STUB && rng_chance(&w->rng, 0.9) ? t->n / 4 : t->n);
		if (t->net[v].tier == tier && !w->vantage_of[v] && !t->net[v].content)
			return v;
	}
	return NONE;
}

static struct vantage *choose(struct world *w, bool full, const double *weight)
{
	uint32_t v = NONE;
	while (v == NONE)
		v = of_tier(w, rng_weighted(&w->rng, weight, TIER_STUB + 1));
	struct vantage *x = LIST_ADD(w->vantage);
	*x = (struct vantage){.node = v, .full = full, .only4 = rng_chance(&w->rng, full ? 0.08 : 0.3)};
	w->vantage_of[v] = (uint32_t)w->vantage.n;
	return x;
}

void vantage_choose(struct world *w)
{
	static const double full[] = {0.10, 0.27, 0.28, 0.22, 0.13}, partial[] = {0, 0.05, 0.25, 0.45, 0.25};
	struct topology *t = &w->topo;
	w->vantage_of = fresh(t->n, sizeof *w->vantage_of);
	for (uint32_t i = 0; i < w->n_full; i++)
		choose(w, true, full);
	for (uint32_t i = 0; i < w->n_partial; i++)
		choose(w, false, partial);
	for (uint32_t i = 0; i < 5; i++)
		choose(w, i < 2, full)->noisy = true;
	for (uint32_t i = 0; i < 3; i++)
		choose(w, true, full)->private_asn = 64512 + 100 * i + 7;
	for (uint32_t i = 0; i < 2; i++)
		choose(w, true, full)->stale = true;
	for (size_t i = 0; i < w->vantage.n; i++)
		t->net[w->vantage.v[i].node].core = true;
	uint32_t *up = fresh(t->n, sizeof *up), *aside = fresh(t->n, sizeof *aside);
	for (size_t i = 0; i < t->link.n; i++) {
		const struct link *l = &t->link.v[i];
		if (l->rel == REL_P2C) {
			t->net[l->a].core = true;
			up[l->b] += !(l->flags & LINK_BACKUP);
		} else {
			aside[l->a]++;
			aside[l->b]++;
		}
	}
	// those without customers that may leak
	for (uint32_t v = 0, n = 0; v < t->n && n < 100 + t->n / 100; v++)
		if (t->net[v].tier == TIER_STUB && !t->net[v].content && up[v] >= 2 &&
		    (aside[v] > 0 || v % 3 == 0)) {
			t->net[v].core = true;
			n++;
		}
	free(up);
	free(aside);
}

static void add_session(struct world *w, uint32_t c, uint32_t vantage)
{
	struct collector *x = &w->collector.v[c];
	struct vantage *v = &w->vantage.v[vantage];
	struct session *s = LIST_ADD(w->session);
	uint32_t n = x->n++;
	v->session[v->n_sessions++] = (uint32_t)w->session.n - 1;
	*s = (struct session){.vantage = vantage, .collector = c};
	s->ip4 = prefix4((uint32_t)(w->plan.lan4.v[c].hi >> 32) + 10 + n, 32);
	s->ip6 = prefix6(w->plan.lan6.v[c].hi, 0x10 + n, 128);
	s->two_byte = w->topo.net[v->node].asn < 65536 && rng_chance(&w->rng, 0.25);
	s->one = rng_chance(&w->rng, 0.25);
	s->peer4 = x->n_peers++;
	s->peer6 = s->one || v->only4 ? s->peer4 : x->n_peers++;
}

void vantage_place(struct world *w)
{
	uint32_t n = w->n_partial > 150 ? 6 : 3;
	for (uint32_t c = 0; c < n; c++) {
		struct collector *x = LIST_ADD(w->collector);
		snprintf(x->name, sizeof x->name, "world%u", c);
		x->asn = w->topo.rs_asn.v[300 + c];
		x->step = c == 1 ? 300 : 900;
		x->micro = c == 1;
	}
	for (uint32_t c = 0; c < n; c++) {
		w->collector.v[c].first = (uint32_t)w->session.n;
		for (uint32_t i = 0; i < w->vantage.n; i++) {
			uint64_t h = hash_of(w->seed, i, 4242);
			bool second =
			    h >> 32 & 7 ? false : (h >> 16) % n == c; // one in eight stands at two collectors
			if (h % n == c || second)
				add_session(w, c, i);
		}
	}
}
