/* Networks with their scores: facts and events of the store, through a framework. */
#include "query/query_impl.h"
#include "score/verdict.h"

#include <strings.h>

struct charge_event query_charge_event(const struct query *q, const struct store_event *e)
{
	const struct store_period *p = query_period(q);
	return (struct charge_event){
	    .metric = e->metric,
	    .class = e->class,
	    .confidence = e->confidence,
	    .tags = e->metric < 3 ? verdict_tags_parse(e->tags) : 0,
	    .forged_origin = e->kind == EVENT_FORGED_ORIGIN,
	    .peers_max = e->peers_max,
	    .full_feeds = charge_full_feeds(e->prefixes, e->n_prefixes, p->full_feeds_v4, p->full_feeds_v6),
	    .start = e->start,
	    .end = e->open ? INSTANT_NONE : e->end};
}

struct charging {
	const struct query *q;
	struct ledger *ledger;
	VEC(struct ledger_accomplice) accomplices;
};

static bool charge_event(void *ctx, const struct store_event *e)
{
	struct charging *c = ctx;
	if (e->metric < 1 || e->metric > 4)
		return true;
	c->accomplices.n = 0;
	for (size_t i = 0; i < e->n_accomplices; i++) {
		const struct store_accomplice *a = &e->accomplices[i];
		*vec_push(&c->accomplices) = (struct ledger_accomplice){
		    a->asn, a->n_peers, ledger_relation((enum relation)a->relation)};
	}
	struct ledger_event le = {.charge = query_charge_event(c->q, e),
	                          .culprit = e->culprit,
	                          .n_peers = e->peers_total,
	                          .accomplices = c->accomplices.at,
	                          .n_accomplices = c->accomplices.n};
	ledger_add(c->ledger, &le);
	return true;
}

/* What all networks, or one, are charged with. */
static enum err charge_all(struct query *q, const struct framework *f, asn_t asn, struct ledger **out)
{
	const struct store_period *p = query_period(q);
	struct charging c = {.q = q, .ledger = ledger_new(f, p->start, p->end, query_data_end(q))};
	enum err e = store_events(q->store, p->id, asn, 0, charge_event, &c);
	vec_free(&c.accomplices);
	*out = c.ledger;
	return query_failed(q, e);
}

struct scoring {
	struct query *q;
	const struct framework *f;
	const struct query_networks_filter *filter;
	struct network_period period;
	struct ledger *ledger;
	query_network_fn fn;
	void *ctx;
	enum err e;
};

static bool is_wanted(const struct query_networks_filter *f, const struct store_network *x)
{
	return (!f->economy || strcasecmp(f->economy, x->economy) == 0) &&
	       (!f->participants || *x->participant);
}

static bool score_network(void *ctx, const struct store_network *x)
{
	struct scoring *s = ctx;
	struct query_network n = {.row = x};
	if (!is_wanted(s->filter, x))
		return true;
	s->e = facts_decode(x->facts, x->facts_len, &n.facts);
	if (s->e != ERR_OK) {
		buf_clear(&s->q->why);
		buf_printf(&s->q->why, "what it keeps of AS%u is damaged: %s", x->asn, err_text(s->e));
		s->e = ERR_VALUE;
		return false;
	}
	n.facts.asn = x->asn;
	size_t n_spans;
	const struct network_span *spans = ledger_spans(s->ledger, x->asn, &n_spans);
	network_score(s->f, &s->period, &n.facts, spans, n_spans, &n.scores);
	return s->fn(s->ctx, &n);
}

enum err query_networks(struct query *q, const struct framework *f,
                        const struct query_networks_filter *filter, query_network_fn fn, void *ctx)
{
	struct scoring s = {.q = q,
	                    .f = f ? f : &q->framework,
	                    .filter = filter,
	                    .period = query_network_period(q),
	                    .fn = fn,
	                    .ctx = ctx};
	enum err e = charge_all(q, s.f, filter->asn, &s.ledger);
	if (e == ERR_OK)
		e = query_failed(
		    q, store_networks(q->store, query_period(q)->id, filter->asn, score_network, &s));
	ledger_free(s.ledger);
	return e == ERR_OK ? s.e : e;
}

static bool add_network(void *ctx, const struct query_network *n)
{
	aggregator_add(ctx, &n->scores);
	return true;
}

enum err query_aggregate(struct query *q, const struct query_networks_filter *filter, struct aggregate *out)
{
	struct aggregator *a = aggregator_new();
	enum err e = query_networks(q, NULL, filter, add_network, a);
	aggregator_finish(a, out);
	return e;
}
