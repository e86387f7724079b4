#include "score/ledger.h"

#include "base/mem.h"

#include <stdlib.h>

struct row {
	asn_t asn;
	struct network_span span;
};

struct place {
	asn_t asn;
	size_t first, n; /* among the spans */
};

/* Rows in the order of events; asked for the first time they are sorted and laid out by network. */
struct ledger {
	struct framework f;
	instant_t from, to, data_end;
	VEC(struct row) rows;
	bool sorted;
	struct network_span *spans; /* of the rows, as many */
	VEC(struct place) places;   /* by ASN */
};

struct ledger *ledger_new(const struct framework *f, instant_t from, instant_t to, instant_t data_end)
{
	struct ledger *l = mem_new(1, sizeof *l);
	l->f = *f;
	l->from = from;
	l->to = to;
	l->data_end = data_end;
	return l;
}

void ledger_free(struct ledger *l)
{
	if (!l)
		return;
	free(l->spans);
	vec_free(&l->rows);
	vec_free(&l->places);
	free(l);
}

/* Nothing is written for what weighs nothing, and for what lies outside the period. */
static void charge(struct ledger *l, asn_t asn, enum score_metric metric, const struct charge_event *e,
                   decimal_t weight)
{
	struct incident_span span = {e->start, charge_end(&l->f, e, l->to, l->data_end), weight};
	if (weight <= 0 || span.start >= l->to || span.end <= l->from)
		return;
	*vec_push(&l->rows) = (struct row){asn, {(uint8_t)metric, span}};
	l->sorted = false;
}

/* The i-th stands in the list already, or is the culprit itself. Asked of those that would be charged, who
 * are few: each had a tenth of the peers behind it. */
static bool is_charged(const struct ledger_event *e, size_t i)
{
	asn_t asn = e->accomplices[i].asn;
	if (asn == e->culprit)
		return true;
	for (size_t k = 0; k < i; k++)
		if (e->accomplices[k].asn == asn)
			return true;
	return false;
}

void ledger_add(struct ledger *l, const struct ledger_event *e)
{
	charge(l, e->culprit, score_metric_of(e->charge.metric, false), &e->charge,
	       charge_culprit(&l->f, &e->charge));
	for (size_t i = 0; i < e->n_accomplices; i++) {
		const struct ledger_accomplice *a = &e->accomplices[i];
		struct charge_accomplice c = {
		    .relation = a->relation, .distance = 1, .peers = a->n_peers, .peers_all = e->n_peers};
		decimal_t weight = charge_accomplice(&l->f, &e->charge, &c);
		if (weight > 0 && !is_charged(e, i))
			charge(l, a->asn, score_metric_of(e->charge.metric, true), &e->charge, weight);
	}
}

static int cmp_i64(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int by_network(const void *pa, const void *pb)
{
	const struct row *a = pa, *b = pb;
	const struct incident_span *x = &a->span.span, *y = &b->span.span;
	int c = cmp_i64(a->asn, b->asn);
	c = c ? c : cmp_i64(a->span.metric, b->span.metric);
	c = c ? c : cmp_i64(x->start, y->start);
	c = c ? c : cmp_i64(x->end, y->end);
	return c ? c : cmp_i64(x->weight, y->weight);
}

static void sort(struct ledger *l)
{
	if (l->sorted)
		return;
	if (l->rows.n)
		qsort(l->rows.at, l->rows.n, sizeof *l->rows.at, by_network);
	l->spans = mem_resize(l->spans, l->rows.n + 1, sizeof *l->spans);
	l->places.n = 0;
	for (size_t i = 0; i < l->rows.n; i++) {
		const struct row *r = &l->rows.at[i];
		l->spans[i] = r->span;
		if (l->places.n == 0 || l->places.at[l->places.n - 1].asn != r->asn)
			*vec_push(&l->places) = (struct place){.asn = r->asn, .first = i};
		l->places.at[l->places.n - 1].n++;
	}
	l->sorted = true;
}

const struct network_span *ledger_spans(struct ledger *l, asn_t asn, size_t *n)
{
	sort(l);
	size_t low = 0, high = l->places.n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (l->places.at[middle].asn < asn)
			low = middle + 1;
		else
			high = middle;
	}
	bool found = low < l->places.n && l->places.at[low].asn == asn;
	*n = found ? l->places.at[low].n : 0;
	return found ? l->spans + l->places.at[low].first : NULL;
}

bool ledger_asn_at(struct ledger *l, size_t i, asn_t *out)
{
	sort(l);
	if (i >= l->places.n)
		return false;
	*out = l->places.at[i].asn;
	return true;
}
