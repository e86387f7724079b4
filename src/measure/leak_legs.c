#include "measure/leak_legs.h"

#include <stdlib.h>

static int u32_cmp(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

/* Of a sorted array each once. */
static size_t unique(uint32_t *at, size_t n)
{
	size_t kept = 0;
	qsort(at, n, sizeof *at, u32_cmp);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || at[kept - 1] != at[i])
			at[kept++] = at[i];
	return kept;
}

static void join_peers(struct event *to, const struct event *from)
{
	for (size_t i = 0; i < from->peers.n; i++)
		*vec_push(&to->peers) = from->peers.at[i];
	if (to->peers.n)
		to->peers.n = unique(to->peers.at, to->peers.n);
	to->n_peak = to->n_peers = (uint32_t)to->peers.n;
}

/* A neighbour that took several legs is as many peers' as the largest of them had through it: legs are often
 * seen by the same. */
static void join_accomplices(struct event *to, const struct event *from)
{
	for (size_t i = 0; i < from->accomplices.n; i++) {
		const struct accomplice *a = &from->accomplices.at[i];
		size_t k = 0;
		while (k < to->accomplices.n && to->accomplices.at[k].asn < a->asn)
			k++;
		if (k < to->accomplices.n && to->accomplices.at[k].asn == a->asn) {
			if (a->n_peers > to->accomplices.at[k].n_peers)
				to->accomplices.at[k].n_peers = a->n_peers;
			continue;
		}
		(void)vec_push(&to->accomplices);
		for (size_t m = to->accomplices.n - 1; m > k; m--)
			to->accomplices.at[m] = to->accomplices.at[m - 1];
		to->accomplices.at[k] = *a;
	}
}

static int prefix_order(const void *a, const void *b)
{
	const struct event_prefix *x = a, *y = b;
	if (x->family != y->family)
		return x->family < y->family ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

static void join_prefixes(struct event *to, const struct event *from)
{
	size_t kept = 0;
	for (size_t i = 0; i < from->prefixes.n; i++)
		*vec_push(&to->prefixes) = from->prefixes.at[i];
	if (to->prefixes.n)
		qsort(to->prefixes.at, to->prefixes.n, sizeof *to->prefixes.at, prefix_order);
	for (size_t i = 0; i < to->prefixes.n; i++)
		if (kept == 0 || prefix_order(&to->prefixes.at[kept - 1], &to->prefixes.at[i]) != 0)
			to->prefixes.at[kept++] = to->prefixes.at[i];
	to->prefixes.n = kept;
}

static int evidence_cmp(const void *a, const void *b)
{
	const struct evidence *x = a, *y = b;
	if (x->time != y->time)
		return x->time < y->time ? -1 : 1;
	if (x->message != y->message)
		return x->message < y->message ? -1 : 1;
	if (x->peer != y->peer)
		return x->peer < y->peer ? -1 : 1;
	if (x->family != y->family)
		return x->family < y->family ? -1 : 1;
	return (x->prefix > y->prefix) - (x->prefix < y->prefix);
}

static void join_evidence(struct event *to, const struct event *from)
{
	for (size_t i = 0; i < from->evidence.n; i++)
		*vec_push(&to->evidence) = from->evidence.at[i];
	if (to->evidence.n)
		qsort(to->evidence.at, to->evidence.n, sizeof *to->evidence.at, evidence_cmp);
	to->n_announcements += from->n_announcements;
}

/* The last of both. */
static void join_endings(struct event *to, const struct event *from)
{
	for (size_t i = 0; i < from->endings.n; i++)
		*vec_push(&to->endings) = from->endings.at[i];
	if (to->endings.n)
		qsort(to->endings.at, to->endings.n, sizeof *to->endings.at, evidence_cmp);
	size_t more = to->endings.n > EVENT_ENDINGS ? to->endings.n - EVENT_ENDINGS : 0;
	for (size_t i = 0; i + more < to->endings.n; i++)
		to->endings.at[i] = to->endings.at[i + more];
	to->endings.n -= more;
	to->n_endings += from->n_endings;
}

/* When the k-th network had it, by what is kept of its announcements. */
static void see(struct event *e, const struct rib *rib)
{
	uint32_t seen[EVENT_PEERS];
	size_t n = 0;
	for (size_t i = 0; i < e->evidence.n && n < EVENT_PEERS; i++) {
		uint32_t as = rib_peer_get(rib, e->evidence.at[i].peer)->as_index;
		size_t k = 0;
		while (k < n && seen[k] != as)
			k++;
		if (k < n)
			continue;
		uint32_t t = e->evidence.at[i].time;
		if (e->visible[n] == 0 || t < e->visible[n])
			e->visible[n] = t;
		seen[n++] = as;
	}
}

static void join_cases(struct leak_case *to, const struct leak_case *from)
{
	to->rules |= from->rules;
	to->mass |= from->mass;
	to->n_slots += from->n_slots;
	for (uint32_t i = 0; i < from->n_origins && i < LEAK_ORIGINS; i++) {
		uint32_t k = 0;
		while (k < to->n_origins && k < LEAK_ORIGINS && to->origins[k] != from->origins[i])
			k++;
		if (k < to->n_origins || k == LEAK_ORIGINS)
			continue;
		to->origins[to->n_origins++] = from->origins[i];
	}
}

static void join(struct leak_leg *to, struct leak_leg *from, const struct rib *rib)
{
	struct event *a = to->event, *b = from->event;
	join_peers(a, b);
	join_accomplices(a, b);
	join_prefixes(a, b);
	join_evidence(a, b);
	join_endings(a, b);
	if (b->start < a->start)
		a->start = b->start;
	a->end = a->open || b->open ? 0 : b->end > a->end ? b->end : a->end;
	a->open |= b->open;
	see(a, rib);
	if (a->evidence.n > EVENT_EVIDENCE)
		a->evidence.n = EVENT_EVIDENCE;
	join_cases(&to->known, &from->known);
	to->facts.otc |= from->facts.otc;
	to->facts.guessed &= from->facts.guessed;
	event_fini(b);
	*b = (struct event){0};
	from->is_joined = true;
}

/* ---- which with which */

static int leg_cmp(const void *a, const void *b)
{
	const struct leak_leg *x = *(struct leak_leg *const *)a, *y = *(struct leak_leg *const *)b;
	if (x->known.leaker != y->known.leaker)
		return x->known.leaker < y->known.leaker ? -1 : 1;
	if (x->event->peers.n != y->event->peers.n)
		return x->event->peers.n > y->event->peers.n ? -1 : 1;
	if (x->event->start != y->event->start)
		return x->event->start < y->event->start ? -1 : 1;
	if (x->known.from != y->known.from)
		return x->known.from < y->known.from ? -1 : 1;
	return (x->known.to > y->known.to) - (x->known.to < y->known.to);
}

static bool do_overlap(const struct event *a, const struct event *b, uint32_t data_end)
{
	uint32_t a_end = a->open ? data_end : a->end, b_end = b->open ? data_end : b->end;
	return a->start <= b_end && b->start <= a_end;
}

void leak_legs_join(struct leak_leg *legs, size_t n, const struct rib *rib, uint32_t data_end)
{
	struct leak_leg **at = mem_new(n + 1, sizeof *at);
	for (size_t i = 0; i < n; i++)
		at[i] = &legs[i];
	qsort(at, n, sizeof *at, leg_cmp);
	for (size_t i = 0; i < n; i++) {
		bool grew = !at[i]->is_alone && !at[i]->is_joined;
		while (grew) { /* what one takes in may bring it to others */
			grew = false;
			for (size_t k = i + 1; k < n && at[k]->known.leaker == at[i]->known.leaker; k++) {
				if (at[k]->is_alone || at[k]->is_joined ||
				    !do_overlap(at[i]->event, at[k]->event, data_end))
					continue;
				join(at[i], at[k], rib);
				grew = true;
			}
		}
	}
	free(at);
}
