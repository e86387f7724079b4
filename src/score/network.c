#include "score/network.h"

static const struct {
	const char *token, *text;
} no_data[NO_DATA_N] = {
#define NO_DATA_ROW(id, token, text) {token, text},
    NO_DATA_LIST(NO_DATA_ROW)
#undef NO_DATA_ROW
};

const char *no_data_token(enum no_data r)
{
	REQUIRE(r < NO_DATA_N);
	return no_data[r].token;
}

const char *no_data_text(enum no_data r)
{
	REQUIRE(r < NO_DATA_N);
	return no_data[r].text;
}

const char *contact_source_name(enum contact_source s)
{
	static const char *const names[CONTACT_SOURCES] = {"registry", "rdap", "peeringdb"};
	REQUIRE(s < CONTACT_SOURCES);
	return names[s];
}

/* What one metric is computed from. */
struct measuring {
	const struct framework *f;
	const struct network_period *period;
	const struct network_facts *facts;
	const struct network_span *spans;
	size_t n_spans;
	struct incident_span *scratch; /* room for n_spans */
};

static struct metric_result nothing(enum no_data why)
{
	return (struct metric_result){.no_data = (uint8_t)why};
}

static struct metric_result scored_as(double raw, struct score_value score)
{
	return (struct metric_result){
	    .has_raw = true, .has_score = true, .raw = raw, .score = (double)score.real, .value = score};
}

static enum no_data why_no_vrps(unsigned state)
{
	return state == FACT_STALE ? NO_DATA_STALE_VRPS : NO_DATA_NO_VRPS;
}

static enum no_data why_no_irr(unsigned state)
{
	return state == FACT_STALE ? NO_DATA_STALE_IRR : NO_DATA_NO_IRR;
}

static struct metric_result of_incidents(const struct measuring *m, enum score_metric id)
{
	const struct network_period *p = m->period;
	if ((id <= SCORE_M1C && !p->leaks) || (id >= SCORE_M2 && id <= SCORE_M2C && !p->misoriginations))
		return nothing(NO_DATA_NOT_MEASURED);
	if (!p->bgp)
		return nothing(NO_DATA_NO_BGP);
	size_t n = 0;
	for (size_t i = 0; i < m->n_spans; i++)
		if (m->spans[i].metric == id)
			m->scratch[n++] = m->spans[i].span;
	struct incident_sum sum = incident_add_up(m->f, m->scratch, n, p->from, p->to);
	struct metric_result r = scored_as(fraction_double(sum.raw), curve_score(m->f, sum.raw));
	r.incidents = sum.incidents;
	r.partial = id >= SCORE_M3 && p->bogons_partial;
	return r;
}

static struct metric_result of_spoofing(const struct measuring *m)
{
	if (m->facts->sessions == 0)
		return nothing(NO_DATA_NO_SESSION);
	uint32_t blocks = m->facts->spoofed_blocks;
	return scored_as(blocks, curve_score(m->f, fraction_of(blocks, 1)));
}

static struct metric_result of_contact(const struct measuring *m)
{
	unsigned best = FACT_NO_SOURCE;
	bool stale = false;
	for (int i = 0; i < CONTACT_SOURCES; i++) {
		unsigned state = m->facts->contact[i];
		best = state > best ? state : best;
		stale |= state == FACT_STALE;
	}
	if (best < FACT_NO)
		return nothing(best == FACT_STALE ? NO_DATA_STALE_CONTACTS : NO_DATA_NO_CONTACTS);
	bool yes = best == FACT_YES;
	struct metric_result r = scored_as(yes, score_value_of(fraction_of(yes, 1)));
	r.partial = stale && !yes;
	return r;
}

static struct metric_result of_policy(const struct measuring *m)
{
	if (m->facts->policy < FACT_NO)
		return nothing(why_no_irr(m->facts->policy));
	bool yes = m->facts->policy == FACT_YES;
	return scored_as(yes, score_value_of(fraction_of(yes, 1)));
}

/* A share of the counted routes. One route without a fresh snapshot freezes it. */
static struct metric_result of_routes(const struct measuring *m, enum score_metric id)
{
	const struct network_routes *n = &m->facts->routes;
	bool irr = id == SCORE_M7IRR;
	if (!m->period->bgp)
		return nothing(NO_DATA_NO_BGP);
	if (n->counted == 0)
		return nothing(NO_DATA_NO_ROUTE);
	if (irr && n->irr_unknown > 0)
		return nothing(why_no_irr(m->facts->irr));
	if (!irr && n->rov_unknown > 0)
		return nothing(why_no_vrps(m->facts->vrps));
	struct score_value v;
	if (irr)
		v = curve_irr((uint64_t)n->irr_valid + n->irr_covering, n->counted);
	else if (id == SCORE_M7RPKI)
		v = curve_rpki(m->f, n->rov_valid, n->rov_invalid, n->counted);
	else
		v = curve_irr(n->rov_not_found, n->counted);
	struct metric_result r = scored_as((double)v.real, v);
	r.share = r.raw;
	return r;
}

static struct metric_result of_passed(const struct measuring *m)
{
	if (!m->period->bgp)
		return nothing(NO_DATA_NO_BGP);
	if (m->period->vrps != FACT_YES)
		return nothing(why_no_vrps(m->period->vrps));
	uint32_t all = m->period->invalid_routes, passed = m->facts->passed_invalid;
	return (struct metric_result){
	    .has_raw = true, .raw = passed, .share = all ? (double)passed / all : 0};
}

static struct metric_result measure_one(const struct measuring *m, enum score_metric id)
{
	switch (id) {
	case SCORE_M5:
		return of_spoofing(m);
	case SCORE_M8:
		return of_contact(m);
	case SCORE_M6:
		return of_policy(m);
	case SCORE_M9:
		return of_passed(m);
	case SCORE_M7IRR:
	case SCORE_M7RPKI:
	case SCORE_M7RPKIN:
		return of_routes(m, id);
	default:
		return of_incidents(m, id);
	}
}

/* The mean of what has data; why there is none: rather a missing input than a detector that did not run. */
static struct action_result act(const struct framework *f, const struct metric_result *metrics,
                                enum score_action a)
{
	struct score_weighted with[SCORE_METRICS];
	struct action_result r = {.no_data = NO_DATA_NO_METRIC};
	size_t n = 0;
	for (int i = 0; i < SCORE_METRICS; i++) {
		if (!f->metrics[i].scored || f->metrics[i].action != a)
			continue;
		const struct metric_result *m = &metrics[i];
		if (m->has_score)
			with[n++] = (struct score_weighted){m->value, f->metrics[i].action_weight};
		else if (r.no_data == NO_DATA_NO_METRIC || r.no_data == NO_DATA_NOT_MEASURED)
			r.no_data = m->no_data;
		r.partial |= m->partial || !m->has_score;
	}
	if (n == 0) {
		r.partial = false;
		return r;
	}
	struct score_value mean = curve_mean(with, n);
	r.has_value = true;
	r.no_data = NO_DATA_NONE;
	r.value = (double)mean.real;
	r.readiness = (uint8_t)readiness_of(f, &mean);
	return r;
}

void network_score(const struct framework *f, const struct network_period *period,
                   const struct network_facts *facts, const struct network_span *spans, size_t n,
                   struct network_scores *out)
{
	struct measuring m = {f, period, facts, spans, n, mem_new(n, sizeof *m.scratch)};
	for (int i = 0; i < SCORE_METRICS; i++) {
		struct metric_result r = measure_one(&m, (enum score_metric)i);
		r.scored = f->metrics[i].scored != 0;
		if (!score_metric_info((enum score_metric)i)->has_score)
			r.has_score = false;
		out->metrics[i] = r;
	}
	free(m.scratch);
	for (int a = 0; a < SCORE_ACTIONS; a++)
		out->actions[a] = act(f, out->metrics, (enum score_action)a);
}
