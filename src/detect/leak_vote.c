/*
 * One culprit an incident. Where several leakers are found on the same paths, or for the same prefixes at
 * once, the one that most slots speak for stands, of those first that nobody else can have been; the others
 * are what the paths look like behind it.
 */
#include "base/hash.h"
#include "detect/leak_impl.h"

#include <stdlib.h>

enum { SLOTS_MIN = 1024 };

/* An event with what it is ranked by. */
struct candidate {
	const struct event *e;
	struct leak_case *k;
	const struct leak_rivals *rivals;
	uint8_t certainty;
};

/* That a prefix is one of a candidate's that stands. */
struct claim {
	uint32_t candidate;
	uint32_t next; /* of the same prefix: index + 1 */
};

struct claimed { /* a prefix */
	uint64_t prefix;
	uint32_t first; /* of its claims: index + 1; 0: empty */
};

struct vote {
	uint32_t within;
	struct candidate *at;
	size_t n;
	VEC(struct claim) claims;
	struct claimed *slot; /* open addressing */
	size_t mask;
	uint32_t *n_shared;    /* by candidate: prefixes that the one at hand shares with it */
	VEC(uint32_t) touched; /* those that it shares any with */
};

static uint8_t certainty_of(const struct leak_case *k)
{
	if (!k->exact)
		return 0;
	return k->rules & (VALLEY_TURN | VALLEY_TRANSIT_FREE) ? 2 : 1;
}

/* The mean distance of origin and leaker, compared without division. */
static int nearer_cmp(const struct leak_case *x, const struct leak_case *y)
{
	uint64_t a = (uint64_t)x->n_paths_nearer * y->n_slots, b = (uint64_t)y->n_paths_nearer * x->n_slots;
	return (a > b) - (a < b);
}

/* The best first. */
static int candidate_cmp(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	if (x->certainty != y->certainty)
		return x->certainty > y->certainty ? -1 : 1;
	if (x->k->n_slots != y->k->n_slots)
		return x->k->n_slots > y->k->n_slots ? -1 : 1;
	int nearer = nearer_cmp(x->k, y->k);
	if (nearer)
		return nearer;
	if (x->e->start != y->e->start)
		return x->e->start < y->e->start ? -1 : 1;
	if (x->k->leaker != y->k->leaker)
		return x->k->leaker < y->k->leaker ? -1 : 1;
	return (x->e->note > y->e->note) - (x->e->note < y->e->note);
}

static bool overlap(const struct event *x, const struct event *y)
{
	return (x->open || x->end >= y->start) && (y->open || y->end >= x->start);
}

/* May the better one explain when the other began? What began later explains no more than what was told a
 * little too early, while routes converged. */
static bool at_once(const struct vote *v, const struct event *better, const struct event *other)
{
	if (better->start <= other->start)
		return other->start - better->start <= v->within;
	return better->start - other->start <= v->within / 10;
}

static uint64_t prefix_key(const struct event_prefix *p)
{
	return (uint64_t)p->id << 1 | p->family;
}

static struct claimed *slot_of(const struct vote *v, uint64_t prefix)
{
	size_t h = hash_u64(prefix) & v->mask;
	while (v->slot[h].first && v->slot[h].prefix != prefix)
		h = (h + 1) & v->mask;
	return &v->slot[h];
}

/* How many of its prefixes each that stands has too. */
static void shared_count(struct vote *v, const struct candidate *c)
{
	v->touched.n = 0;
	for (size_t i = 0; i < c->e->prefixes.n; i++) {
		uint32_t k = slot_of(v, prefix_key(&c->e->prefixes.at[i]))->first;
		for (; k; k = v->claims.at[k - 1].next) {
			uint32_t other = v->claims.at[k - 1].candidate;
			if (v->n_shared[other]++ == 0)
				*vec_push(&v->touched) = other;
		}
	}
}

static void claim_all(struct vote *v, uint32_t candidate)
{
	const struct event *e = v->at[candidate].e;
	for (size_t i = 0; i < e->prefixes.n; i++) {
		uint64_t key = prefix_key(&e->prefixes.at[i]);
		struct claimed *s = slot_of(v, key);
		*vec_push(&v->claims) = (struct claim){candidate, s->first};
		*s = (struct claimed){key, (uint32_t)v->claims.n};
	}
}

/* Was the other leaker found on at least half of the paths? */
static bool on_its_paths(const struct candidate *c, asn_t other)
{
	for (int i = 0; i < LEAK_RIVALS; i++)
		if (c->rivals->n_slots[i] && c->rivals->leaker[i] == other)
			return (uint64_t)c->rivals->n_slots[i] * 2 >= c->k->n_slots;
	return false;
}

/* Does a better candidate explain the same? */
static bool outvotes(const struct vote *v, uint32_t better, const struct candidate *c)
{
	const struct candidate *b = &v->at[better];
	if (b->k->leaker == c->k->leaker || !overlap(b->e, c->e))
		return false;
	if (on_its_paths(c, b->k->leaker))
		return true;
	return at_once(v, b->e, c->e) && (uint64_t)v->n_shared[better] * 2 >= c->e->prefixes.n;
}

static void decide(struct vote *v, uint32_t i)
{
	struct candidate *c = &v->at[i];
	uint32_t best = i;
	shared_count(v, c);
	for (size_t k = 0; k < v->touched.n; k++) {
		uint32_t other = v->touched.at[k];
		if (other < best && outvotes(v, other, c))
			best = other;
	}
	for (size_t k = 0; k < v->touched.n; k++)
		v->n_shared[v->touched.at[k]] = 0;
	if (best < i)
		c->k->outvoted_by = v->at[best].k->leaker;
	else
		claim_all(v, i);
}

static void vote_begin(struct vote *v, struct leak_detector *d, const struct event_list *events)
{
	size_t n_prefixes = 0, room = SLOTS_MIN;
	v->at = mem_new(events->n, sizeof *v->at);
	v->n_shared = mem_new(events->n, sizeof *v->n_shared);
	for (size_t i = 0; i < events->n; i++) {
		const struct event *e = &events->at[i];
		struct leak_case *k = &d->cases.at[e->note];
		v->at[v->n++] = (struct candidate){
		    .e = e, .k = k, .rivals = &d->rivals.at[e->note], .certainty = certainty_of(k)};
		n_prefixes += e->prefixes.n;
	}
	while (room < n_prefixes * 2)
		room *= 2;
	v->mask = room - 1;
	v->slot = mem_new(room, sizeof *v->slot);
	qsort(v->at, v->n, sizeof *v->at, candidate_cmp);
}

void leak_vote(struct leak_detector *d, const struct event_list *events)
{
	struct vote v = {.within = d->o.vote_within};
	if (events->n < 2)
		return;
	vote_begin(&v, d, events);
	for (uint32_t i = 0; i < v.n; i++)
		decide(&v, i);
	free(v.at);
	free(v.n_shared);
	free(v.slot);
	vec_free(&v.claims);
	vec_free(&v.touched);
}
