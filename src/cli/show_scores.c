/* `show scores` and `show economy`: many networks at once. */
#include "cli/message.h"
#include "cli/show.h"
#include "net/economy.h"

#include <stdio.h>
#include <string.h>

struct score_rows {
	enum cli_form form;
	size_t n;
	struct buf out;
	struct json json;
	struct out_table table;
};

static const char *const titles[] = {"AS",       "holder",       "",    "filtering",
                                     "spoofing", "coordination", "IRR", "RPKI"};

struct score_rows *score_rows_new(enum cli_form form)
{
	struct score_rows *r = mem_new(1, sizeof *r);
	r->form = form;
	if (form == FORM_JSON) {
		json_init(&r->json, &r->out, true);
		json_array(&r->json, NULL);
	} else if (form == FORM_CSV) {
		buf_str(&r->out, "asn,holder,economy,rir,participant");
		for (int i = 0; i < SCORE_ACTIONS; i++) {
			const char *name = score_action_name((enum score_action)i);
			buf_printf(&r->out, ",%s,%sReadiness", name, name);
		}
		out_csv_end(&r->out);
	} else {
		out_table_init(&r->table, "rllrrrrr", titles);
	}
	return r;
}

static void csv(struct buf *b, const struct query_network *n)
{
	struct buf participant = {0};
	buf_u64(b, n->row->asn);
	out_csv_cell(b, false, n->row->holder);
	out_csv_cell(b, false, n->row->economy);
	out_csv_cell(b, false, rir_name(n->row->rir));
	cli_participant_name(&participant, n->row->participant);
	out_csv_cell(b, false, participant.at ? participant.at : "");
	buf_fini(&participant);
	for (int i = 0; i < SCORE_ACTIONS; i++) {
		const struct action_result *a = &n->scores.actions[i];
		buf_char(b, ',');
		if (a->has_value)
			out_number(b, a->value);
		buf_char(b, ',');
		if (a->has_value)
			buf_str(b, readiness_name((enum readiness)a->readiness));
	}
	out_csv_end(b);
}

static void json(struct json *j, const struct query_network *n)
{
	json_row(j);
	json_u64(j, "asn", n->row->asn);
	json_known(j, "holder", n->row->holder);
	json_known(j, "economy", n->row->economy);
	json_known(j, "rir", rir_name(n->row->rir));
	if (*n->row->participant)
		json_raw(j, "participant", n->row->participant);
	else
		json_null(j, "participant");
	json_scores(j, &n->scores);
	json_row_end(j);
}

void score_holder_cell(struct out_table *t, const char *holder)
{
	enum { WIDTH = 32 };
	size_t len = strlen(holder);
	if (len > WIDTH)
		for (len = WIDTH; len > 0 && ((unsigned char)holder[len] & 0xc0) == 0x80;)
			len--;
	out_table_cell(t, OUT_PLAIN, "%.*s", (int)len, holder);
}

static void text(struct out_table *t, const struct query_network *n)
{
	out_table_cell(t, OUT_PLAIN, "%u", n->row->asn);
	score_holder_cell(t, n->row->holder);
	out_table_cell(t, OUT_DIM, "%s", n->row->economy);
	for (int i = 0; i < SCORE_ACTIONS; i++) {
		const struct action_result *a = &n->scores.actions[i];
		if (a->has_value)
			out_table_cell(t, cli_readiness_style(a->readiness), "%.2f", a->value);
		else
			out_table_cell(t, OUT_DIM, "-");
	}
}

bool score_rows_add(void *ctx, const struct query_network *n)
{
	struct score_rows *r = ctx;
	r->n++;
	if (r->form == FORM_CSV)
		csv(&r->out, n);
	else if (r->form == FORM_JSON)
		json(&r->json, n);
	else
		text(&r->table, n);
	out_flush_large(&r->out);
	return true;
}

size_t score_rows_end(struct score_rows *r)
{
	size_t n = r->n;
	if (r->form == FORM_JSON)
		json_end(&r->json);
	else if (r->form == FORM_TEXT && n)
		out_table_print(&r->table, &r->out, 0);
	out_flush(&r->out);
	buf_fini(&r->out);
	free(r);
	return n;
}

static enum cli_exit check_economy(const struct cli *c, const char *code)
{
	if (economy_find(code, strlen(code)) || strlen(code) == 2)
		return CLI_DONE; /* registries have codes that no standard knows: EU, AP, ZZ */
	return cli_usage(c, "%s is no ISO 3166-1 code", code);
}

/* The stored codes have two letters; the one asked for may have three. */
static const char *alpha2(const char *code)
{
	const struct economy *e = economy_find(code, strlen(code));
	return e ? e->alpha2 : code;
}

enum cli_exit show_scores(const struct cli *c, struct query *q)
{
	const char *economy = cli_text(c, "economy");
	if (economy && check_economy(c, economy) != CLI_DONE)
		return CLI_USAGE;
	struct query_networks_filter f = {.economy = economy ? alpha2(economy) : NULL,
	                                  .participants = cli_flag(c, "participants")};
	struct score_rows *r = score_rows_new(cli_form(c));
	enum err e = query_networks(q, NULL, &f, score_rows_add, r);
	score_rows_end(r);
	return e == ERR_OK ? CLI_DONE : cli_query_failed(c, q, e);
}

/* ---- an economy */

struct economy_view {
	const char *code;
	const struct economy *economy; /* NULL: no code of the standard */
	struct aggregate now, before;
	bool has_before;
	const struct store_period *period;
};

/* The mean against that of the period before; false: there is none. */
static bool trend(const struct economy_view *v, int action, double *out)
{
	const struct aggregate_action *a = &v->now.actions[action], *b = &v->before.actions[action];
	if (!v->has_before || a->n == 0 || b->n == 0)
		return false;
	*out = a->mean - b->mean;
	return true;
}

static void json_action(struct json *j, const struct economy_view *v, int i)
{
	const struct aggregate_action *a = &v->now.actions[i];
	double d = 0;
	json_object(j, score_action_name((enum score_action)i));
	if (a->n) {
		json_real(j, "mean", a->mean);
		json_real(j, "median", a->median);
	} else {
		json_null(j, "mean");
		json_null(j, "median");
	}
	if (trend(v, i, &d))
		json_real(j, "trend", d);
	else
		json_null(j, "trend");
	json_object(j, "readiness");
	for (int k = READINESS_LEVELS - 1; k >= 0; k--) {
		json_object(j, readiness_name((enum readiness)k));
		json_u64(j, "count", a->networks[k]);
		json_real(j, "share", a->share[k]);
		json_end(j);
	}
	json_end(j);
	json_end(j);
}

static const char *area_name(const struct economy *e, enum economy_level level)
{
	const struct economy_area *a = e ? economy_area_of(e, level) : NULL;
	return a ? a->name : NULL;
}

static void economy_json(struct buf *out, const struct economy_view *v)
{
	struct json j;
	json_init(&j, out, true);
	json_object(&j, NULL);
	json_text(&j, "economy", v->code);
	json_text(&j, "name", v->economy ? v->economy->name : NULL);
	json_text(&j, "region", area_name(v->economy, ECONOMY_REGION));
	json_text(&j, "subRegion", area_name(v->economy, ECONOMY_SUB_REGION));
	json_period(&j, v->period);
	json_text(&j, "framework", v->period->framework);
	json_u64(&j, "networks", v->now.networks);
	json_object(&j, "scores");
	for (int i = 0; i < SCORE_ACTIONS; i++)
		json_action(&j, v, i);
	json_end(&j);
	json_object(&j, "incidents");
	for (int i = 0; i <= SCORE_M4C; i++) {
		json_object(&j, score_metric_name((enum score_metric)i));
		json_u64(&j, "incidents", v->now.incidents[i]);
		json_u64(&j, "networks", v->now.with_incident[i]);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
}

static void action_row(struct out_table *t, const struct economy_view *v, int i)
{
	const struct aggregate_action *a = &v->now.actions[i];
	double d = 0;
	out_table_cell(t, OUT_PLAIN, "%s", score_action_name((enum score_action)i));
	for (int k = READINESS_LEVELS - 1; k >= 0; k--)
		out_table_cell(t, cli_readiness_style((unsigned)k), "%llu (%.0f %%)",
		               (unsigned long long)a->networks[k], 100 * a->share[k]);
	if (a->n) {
		out_table_cell(t, OUT_PLAIN, "%.2f", a->mean);
		out_table_cell(t, OUT_PLAIN, "%.2f", a->median);
	} else {
		out_table_cell(t, OUT_DIM, "-");
		out_table_cell(t, OUT_DIM, "-");
	}
	if (trend(v, i, &d))
		out_table_cell(t, d < 0 ? OUT_BAD : OUT_GOOD, "%+.2f", d);
	else
		out_table_cell(t, OUT_DIM, "-");
}

static void economy_text(struct buf *out, const struct economy_view *v)
{
	static const char *const heads[] = {"action",  "ready", "aspiring", "lagging",
	                                    "no data", "mean",  "median",   "trend"};
	struct out_table t;
	out_styled(out, OUT_BOLD, v->economy ? v->economy->name : v->code);
	buf_str(out, "  ");
	cli_period_name(out, v->period);
	buf_str(out, ", ");
	out_count(out, v->now.networks, "network", "networks");
	buf_printf(out, ", framework %s\n\n", v->period->framework);
	out_table_init(&t, "lrrrrrrr", heads);
	for (int i = 0; i < SCORE_ACTIONS; i++)
		action_row(&t, v, i);
	out_table_print(&t, out, 0);
	buf_char(out, '\n');
	for (int i = 0; i <= SCORE_M4C; i++)
		if (v->now.incidents[i]) {
			buf_printf(out, "%-3s  ", score_metric_name((enum score_metric)i));
			out_count(out, v->now.incidents[i], "incident", "incidents");
			buf_str(out, " of ");
			out_count(out, v->now.with_incident[i], "network", "networks");
			buf_printf(out, ": %s\n", score_metric_info((enum score_metric)i)->what);
		}
	buf_printf(out, "norma show scores --economy %s: each network of it\n", v->code);
}

static size_t chosen(const struct query *q)
{
	size_t i = 0;
	while (query_period_at(q, i) != query_period(q))
		i++;
	return i;
}

static enum err aggregates(struct query *q, struct economy_view *v)
{
	struct query_networks_filter f = {.economy = v->code};
	size_t now = chosen(q);
	enum err e = query_aggregate(q, &f, &v->now);
	v->period = query_period_at(q, now);
	if (e != ERR_OK || !query_period_at(q, now + 1))
		return e;
	e = query_choose(q, now + 1);
	if (e == ERR_OK)
		e = query_aggregate(q, &f, &v->before);
	v->has_before = e == ERR_OK;
	return e;
}

enum cli_exit show_economy(const struct cli *c, struct query *q, const char *code)
{
	struct buf out = {0};
	if (cli_form(c) == FORM_CSV)
		return cli_csv_refused(c, "show economy");
	if (check_economy(c, code) != CLI_DONE)
		return CLI_USAGE;
	struct economy_view v = {.code = alpha2(code), .economy = economy_find(code, strlen(code))};
	enum err e = aggregates(q, &v);
	if (e != ERR_OK)
		return cli_query_failed(c, q, e);
	if (v.now.networks == 0) {
		cli_error("%s: no network of it in the period", v.code);
		return CLI_NOT_SO;
	}
	if (cli_form(c) == FORM_JSON)
		economy_json(&out, &v);
	else
		economy_text(&out, &v);
	out_flush(&out);
	buf_fini(&out);
	return CLI_DONE;
}
