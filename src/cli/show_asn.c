/* `show asn`: a network with its scores, what they are made of, and what they were judged by. */
#include "cli/message.h"
#include "cli/show.h"

#include <string.h>

static bool take_network(void *ctx, const struct query_network *n)
{
	struct show_asn *a = ctx;
	a->found = true;
	a->holder = mem_strdup(n->row->holder);
	a->economy = mem_strdup(n->row->economy);
	a->participant = mem_strdup(n->row->participant);
	a->rir = n->row->rir;
	a->facts = n->facts;
	a->scores = n->scores;
	return false;
}

static bool take_route(void *ctx, uint32_t number, const struct store_route *r)
{
	struct show_asn *a = ctx;
	(void)number;
	*vec_push(&a->routes) = *r;
	return true;
}

/* What BGP data were read says the coverage; inputs are what it was judged by. */
static bool take_input(void *ctx, const struct store_source *s)
{
	struct show_asn *a = ctx;
	if (!s->used || strcmp(s->kind, "bgp") == 0)
		return true;
	struct store_source *mine = vec_push(&a->inputs);
	*mine = *s;
	mine->file = mem_strdup(s->file);
	mine->kind = mem_strdup(s->kind);
	return true;
}

static void fini(struct show_asn *a)
{
	for (size_t i = 0; i < a->inputs.n; i++) {
		union {
			const char *lent;
			char *own;
		} file = {.lent = a->inputs.at[i].file}, kind = {.lent = a->inputs.at[i].kind};
		free(file.own);
		free(kind.own);
	}
	vec_free(&a->inputs);
	vec_free(&a->routes);
	free(a->holder);
	free(a->economy);
	free(a->participant);
	query_incidents_fini(&a->incidents);
}

static enum err gather(struct show_asn *a)
{
	struct query_networks_filter one = {.asn = a->asn};
	enum err e = query_networks(a->q, NULL, &one, take_network, a);
	if (e == ERR_OK && a->found)
		e = query_routes_of_asn(a->q, a->asn, take_route, a);
	if (e == ERR_OK && a->found)
		e = query_sources(a->q, take_input, a);
	if (e == ERR_OK && a->found)
		e = query_incidents(a->q, &a->incidents);
	return e;
}

/* ---- JSON */

static void json_coverage(struct json *j, const struct store_period *p)
{
	json_object(j, "coverage");
	json_text(j, "level", p->coverage_low ? "low" : "normal");
	json_u64(j, "fullFeedPeersV4", p->full_feeds_v4);
	json_u64(j, "fullFeedPeersV6", p->full_feeds_v6);
	json_u64(j, "minPeers", p->min_peers_v4);
	json_u64(j, "minPeersV6", p->min_peers_v6);
	json_end(j);
}

static void real_or_null(struct json *j, const char *key, bool has, double v)
{
	if (has)
		json_real(j, key, v);
	else
		json_null(j, key);
}

void json_scores(struct json *j, const struct network_scores *s)
{
	json_object(j, "scores");
	for (int i = 0; i < SCORE_ACTIONS; i++) {
		const struct action_result *a = &s->actions[i];
		json_object(j, score_action_name((enum score_action)i));
		real_or_null(j, "value", a->has_value, a->value);
		json_text(j, "readiness", readiness_name((enum readiness)a->readiness));
		if (!a->has_value)
			json_text(j, "noData", no_data_text((enum no_data)a->no_data));
		json_end(j);
	}
	json_end(j);
}

static void json_metric(struct json *j, enum score_metric id, const struct metric_result *m)
{
	const struct score_metric_info *info = score_metric_info(id);
	json_object(j, info->name);
	real_or_null(j, "raw", m->has_raw, m->raw);
	real_or_null(j, "score", m->has_score, m->score);
	json_bool(j, "scored", m->scored);
	if (info->kind == KIND_INCIDENTS)
		json_u64(j, "incidents", m->incidents);
	if (id == SCORE_M9)
		real_or_null(j, "share", m->has_raw, m->share);
	if (m->partial)
		json_bool(j, "partial", true);
	if (!m->has_raw)
		json_text(j, "noData", no_data_text((enum no_data)m->no_data));
	json_end(j);
}

static void json_metrics(struct json *j, const struct network_scores *s)
{
	json_object(j, "metrics");
	for (int i = 0; i < SCORE_METRICS; i++)
		json_metric(j, (enum score_metric)i, &s->metrics[i]);
	json_end(j);
}

static void json_routes(struct json *j, const struct network_routes *r)
{
	json_object(j, "routes");
	json_u64(j, "total", r->total);
	json_u64(j, "counted", r->counted);
	json_object(j, "rov");
	json_u64(j, "valid", r->rov_valid);
	json_u64(j, "invalid", r->rov_invalid);
	json_u64(j, "notFound", r->rov_not_found);
	json_end(j);
	json_object(j, "irr");
	json_u64(j, "valid", r->irr_valid);
	json_u64(j, "covering", r->irr_covering);
	json_u64(j, "invalid", r->irr_invalid);
	json_u64(j, "notFound", r->irr_not_found);
	json_end(j);
	json_end(j);
}

static void json_inputs(struct json *j, const struct show_asn *a)
{
	json_array(j, "inputs");
	for (size_t i = 0; i < a->inputs.n; i++) {
		const struct store_source *s = &a->inputs.at[i];
		json_row(j);
		json_text(j, "kind", s->kind);
		json_text(j, "file", s->file);
		json_time(j, "asOf", s->as_of);
		if (s->as_of == INSTANT_NONE)
			json_null(j, "age");
		else
			json_i64(j, "age", s->age);
		json_bool(j, "fresh", s->fresh);
		json_row_end(j);
	}
	json_end(j);
}

static void json(struct buf *out, const struct show_asn *a)
{
	struct json j;
	const struct store_period *p = query_period(a->q);
	json_init(&j, out, true);
	json_object(&j, NULL);
	json_u64(&j, "asn", a->asn);
	json_known(&j, "holder", a->holder);
	json_known(&j, "economy", a->economy);
	json_known(&j, "rir", rir_name(a->rir));
	if (*a->participant)
		json_raw(&j, "participant", a->participant);
	else
		json_null(&j, "participant");
	json_period(&j, p);
	json_text(&j, "framework", p->framework);
	json_coverage(&j, p);
	json_scores(&j, &a->scores);
	json_metrics(&j, &a->scores);
	json_routes(&j, &a->facts.routes);
	json_inputs(&j, a);
	json_end(&j);
}

enum cli_exit show_asn(const struct cli *c, struct query *q, const char *asn)
{
	struct show_asn a = {.q = q};
	struct buf out = {0};
	if (cli_form(c) == FORM_CSV)
		return cli_csv_refused(c, "show asn");
	enum cli_exit x = cli_asn_arg(c, asn, &a.asn);
	if (x != CLI_DONE)
		return x;
	enum err e = a.asn ? gather(&a) : ERR_OK;
	if (e != ERR_OK)
		x = cli_query_failed(c, q, e);
	else if (!a.found)
		x = show_unknown_asn(q, a.asn);
	else if (cli_form(c) == FORM_JSON)
		json(&out, &a);
	else
		show_asn_text(&out, &a);
	out_flush(&out);
	buf_fini(&out);
	fini(&a);
	return x;
}
