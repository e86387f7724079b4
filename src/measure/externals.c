#include "measure/externals.h"

#include <stdlib.h>
#include <string.h>

/* Our events of M1 and M2 by culprit, and the prefixes of M2 in their order. */
struct index {
	const struct period_events *ours;
	instant_t slack;
	bool *told;
	VEC(size_t) by_culprit;
	VEC(struct place {
		struct prefix prefix;
		size_t event;
	})
	places;
};

struct keyed {
	asn_t culprit;
	size_t event;
};

static int keyed_cmp(const void *pa, const void *pb)
{
	const struct keyed *a = pa, *b = pb;
	if (a->culprit != b->culprit)
		return a->culprit < b->culprit ? -1 : 1;
	return (a->event > b->event) - (a->event < b->event);
}

static int place_cmp(const void *pa, const void *pb)
{
	const struct place *a = pa, *b = pb;
	int c = prefix_cmp(&a->prefix, &b->prefix);
	return c ? c : (a->event > b->event) - (a->event < b->event);
}

static void index_make(struct index *x, const struct period_events *ours)
{
	VEC(struct keyed) keys = {0};
	for (size_t i = 0; i < ours->n; i++) {
		const struct store_event *e = &ours->at[i].row;
		if (e->metric > 2)
			continue;
		*vec_push(&keys) = (struct keyed){e->culprit, i};
		for (size_t k = 0; e->metric == 2 && k < e->n_prefixes; k++)
			*vec_push(&x->places) = (struct place){e->prefixes[k], i};
	}
	if (keys.n)
		qsort(keys.at, keys.n, sizeof *keys.at, keyed_cmp);
	if (x->places.n)
		qsort(x->places.at, x->places.n, sizeof *x->places.at, place_cmp);
	for (size_t i = 0; i < keys.n; i++)
		*vec_push(&x->by_culprit) = keys.at[i].event;
	vec_free(&keys);
}

static unsigned metric_of(const struct external_event *e)
{
	return e->kind == EXTERNAL_LEAK ? 1 : 2;
}

static bool at_one_time(const struct external_event *t, const struct store_event *e, instant_t slack)
{
	return (e->open || t->start <= (instant_t)e->end + slack) &&
	       (t->end == INSTANT_NONE || t->end + slack >= (instant_t)e->start);
}

/* Of ascending prefixes the first that is not below p; n: all are. */
static size_t prefix_first(const struct prefix *at, size_t n, const struct prefix *p)
{
	size_t from = 0, to = n;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (prefix_cmp(&at[middle], p) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static bool touches(const struct prefix *at, size_t n, const struct prefix *p)
{
	size_t i = prefix_first(at, n, p);
	if (i < n && prefix_covers(p, &at[i]))
		return true;
	for (unsigned len = 0; len < p->len; len++) {
		struct prefix above = *p;
		above.len = (uint8_t)len;
		above = prefix_masked(above);
		i = prefix_first(at, n, &above);
		if (i < n && prefix_eq(&at[i], &above))
			return true;
	}
	return false;
}

static bool in_one_place(const struct external_event *t, const struct store_event *e)
{
	bool out = t->n_prefixes == 0 || e->n_prefixes == 0;
	for (size_t i = 0; !out && i < t->n_prefixes; i++)
		out = touches(e->prefixes, e->n_prefixes, &t->prefixes[i]);
	return out;
}

/* Events of ours are by start, so of equals the lower number is the earlier. */
static void offer(const struct index *x, struct external_match *m, enum store_agreement agreement,
                  size_t event, asn_t culprit)
{
	bool better = agreement > m->agreement;
	if (agreement == m->agreement && m->event != SIZE_MAX) {
		unsigned had = x->ours->at[m->event].row.confidence, has = x->ours->at[event].row.confidence;
		better = has > had || (has == had && event < m->event);
	}
	if (better)
		*m = (struct external_match){agreement, event, culprit};
}

static void same_culprit(const struct index *x, const struct external_event *t, asn_t culprit,
                         struct external_match *m)
{
	size_t from = 0, to = x->by_culprit.n;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (x->ours->at[x->by_culprit.at[middle]].row.culprit < culprit)
			from = middle + 1;
		else
			to = middle;
	}
	for (; from < x->by_culprit.n; from++) {
		const struct store_event *e = &x->ours->at[x->by_culprit.at[from]].row;
		if (e->culprit != culprit)
			return;
		if (e->metric != metric_of(t) || !at_one_time(t, e, x->slack) || !in_one_place(t, e))
			continue;
		x->told[x->by_culprit.at[from]] = true;
		offer(x, m, AGREEMENT_SAME, x->by_culprit.at[from], culprit);
	}
}

static size_t place_first(const struct index *x, const struct prefix *p)
{
	size_t from = 0, to = x->places.n;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (prefix_cmp(&x->places.at[middle].prefix, p) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static void offer_other(const struct index *x, const struct external_event *t, size_t place,
                        struct external_match *m)
{
	size_t event = x->places.at[place].event;
	if (at_one_time(t, &x->ours->at[event].row, x->slack))
		offer(x, m, AGREEMENT_OTHER_CULPRIT, event, t->culprits[0]);
}

/* Somebody else, at the same time, with the prefix, what covers it, or what lies in it. */
static void same_place(const struct index *x, const struct external_event *t, const struct prefix *p,
                       struct external_match *m)
{
	for (unsigned len = 0; len < p->len; len++) {
		struct prefix above = *p;
		above.len = (uint8_t)len;
		above = prefix_masked(above);
		for (size_t i = place_first(x, &above);
		     i < x->places.n && prefix_eq(&x->places.at[i].prefix, &above); i++)
			offer_other(x, t, i, m);
	}
	for (size_t i = place_first(x, p); i < x->places.n && prefix_covers(p, &x->places.at[i].prefix); i++)
		offer_other(x, t, i, m);
}

struct external_match *externals_compare(const struct externals *theirs, const struct period_events *ours,
                                         instant_t slack, bool *told)
{
	struct external_match *out = mem_new(theirs->n + 1, sizeof *out);
	struct index x = {.ours = ours, .slack = slack, .told = told};
	index_make(&x, ours);
	for (size_t i = 0; i < theirs->n; i++) {
		const struct external_event *t = &theirs->at[i];
		out[i] = (struct external_match){AGREEMENT_NONE, SIZE_MAX, t->culprits[0]};
		for (size_t k = 0; k < t->n_culprits; k++)
			same_culprit(&x, t, t->culprits[k], &out[i]);
		for (size_t k = 0;
		     out[i].agreement != AGREEMENT_SAME && metric_of(t) == 2 && k < t->n_prefixes; k++)
			same_place(&x, t, &t->prefixes[k], &out[i]);
	}
	vec_free(&x.by_culprit);
	vec_free(&x.places);
	return out;
}

/* ---- counts */

struct alone {
	unsigned metric;
	asn_t culprit;
	instant_t start, end;
};

static int alone_cmp(const void *pa, const void *pb)
{
	const struct alone *a = pa, *b = pb;
	if (a->metric != b->metric)
		return a->metric < b->metric ? -1 : 1;
	if (a->culprit != b->culprit)
		return a->culprit < b->culprit ? -1 : 1;
	return (a->start > b->start) - (a->start < b->start);
}

static uint32_t things(struct alone *at, size_t n, instant_t slack)
{
	uint32_t out = 0;
	instant_t end = 0;
	if (n)
		qsort(at, n, sizeof *at, alone_cmp);
	for (size_t i = 0; i < n; i++) {
		bool goes_on = i > 0 && at[i].metric == at[i - 1].metric &&
		               at[i].culprit == at[i - 1].culprit && at[i].start - slack <= end;
		out += !goes_on;
		end = goes_on && end > at[i].end ? end : at[i].end;
	}
	return out;
}

void externals_count(const struct externals *theirs, const struct external_match *matches,
                     const struct period_events *ours, const bool *told, instant_t slack,
                     struct measure_externals *out)
{
	VEC(struct alone) alone = {0};
	*out = (struct measure_externals){0};
	for (size_t i = 0; i < theirs->n; i++) {
		const struct external_event *t = &theirs->at[i];
		const struct external_match *m = &matches[i];
		struct measure_external *s = &out->by_source[t->source];
		s->events++;
		out->metrics |= 1U << metric_of(t);
		if (m->agreement == AGREEMENT_SAME) {
			bool held = ours->at[m->event].row.confidence >= CONFIDENCE_SUSPICIOUS;
			s->same += held;
			s->let_go += !held;
		} else if (m->agreement == AGREEMENT_OTHER_CULPRIT) {
			s->other_culprit++;
		} else {
			s->alone++;
			*vec_push(&alone) = (struct alone){metric_of(t), m->culprit, t->start,
			                                   t->end == INSTANT_NONE ? INT64_MAX / 2 : t->end};
		}
	}
	out->things_alone = things(alone.at, alone.n, slack);
	for (size_t i = 0; i < ours->n; i++) {
		const struct store_event *e = &ours->at[i].row;
		if (e->metric > 2 || e->confidence < CONFIDENCE_CONFIRMED || !(out->metrics >> e->metric & 1))
			continue;
		out->confirmed++;
		out->confirmed_told += told[i];
	}
	vec_free(&alone);
}
