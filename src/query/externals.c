#include "query/externals.h"

#include "query/query_impl.h"

const char *query_agreement_name(enum query_agreement a)
{
	static const char *const names[] = {"none", "other_culprit", "let_go", "same"};
	return names[a];
}

struct asked {
	const struct query_incidents *list;
	const struct query_incident *of;
	query_external_fn fn;
	void *ctx;
};

static enum query_agreement agreement_of(const struct store_external *x, const struct query_incident *ours)
{
	if (!ours || x->agreement == AGREEMENT_NONE)
		return QUERY_ALONE;
	if (x->agreement == AGREEMENT_OTHER_CULPRIT)
		return QUERY_OTHER_CULPRIT;
	return ours->lead->confidence >= CONFIDENCE_SUSPICIOUS ? QUERY_SAME : QUERY_LET_GO;
}

static bool on_external(void *ctx, const struct store_external *x)
{
	const struct asked *a = ctx;
	struct query_external out = {.row = x,
	                             .incident = x->event ? query_incident_find(a->list, x->event) : NULL};
	out.agreement = agreement_of(x, out.incident);
	return (a->of && out.incident != a->of) || a->fn(a->ctx, &out);
}

enum err query_externals(struct query *q, const struct query_incidents *l, const struct query_incident *of,
                         query_external_fn fn, void *ctx)
{
	struct asked a = {l, of, fn, ctx};
	return query_failed(q, store_externals(q->store, query_period(q)->id, on_external, &a));
}
