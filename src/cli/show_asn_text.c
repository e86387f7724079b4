/* One network, for people: who it is, how it stands, why, and what to do next. */
#include "cli/show.h"
#include "net/economy.h"
#include "validate/rov.h"

#include <string.h>

enum { ROUTES_SHOWN = 12 };

static void heading(struct buf *out, const char *text)
{
	buf_char(out, '\n');
	out_styled(out, OUT_BOLD, text);
	buf_char(out, '\n');
}

static void clean(struct buf *out, const char *text)
{
	out_text_clean(out, text, strlen(text));
}

/* ---- who */

static void who(struct buf *out, const struct show_asn *a)
{
	struct buf name = {0};
	const struct economy *e = economy_find(a->economy, strlen(a->economy));
	buf_printf(&name, "AS%u", a->asn);
	out_styled(out, OUT_BOLD, name.at);
	buf_fini(&name);
	buf_str(out, "  ");
	clean(out, *a->holder ? a->holder : "(holder not known)");
	buf_str(out, "\n  ");
	clean(out, e ? e->name : *a->economy ? a->economy : "economy not known");
	if (a->rir != RIR_NONE)
		buf_printf(out, ", %s", rir_name(a->rir));
	buf_char(out, '\n');
	if (*a->participant) {
		struct buf as = {0};
		cli_participant_name(&as, a->participant);
		buf_str(out, as.len ? "  takes part as " : "  takes part");
		clean(out, as.len ? as.at : "");
		buf_char(out, '\n');
		buf_fini(&as);
	}
}

static void when(struct buf *out, const struct show_asn *a)
{
	const struct store_period *p = query_period(a->q);
	buf_str(out, "  ");
	cli_period_name(out, p);
	if (p->observed_from == INSTANT_NONE) {
		buf_str(out, ", no BGP data");
	} else {
		buf_str(out, ", observed ");
		cli_time_text(out, p->observed_from, "");
		buf_str(out, " to ");
		cli_time_text(out, p->observed_to, "");
	}
	buf_printf(out, "; framework %s\n", p->framework);
	buf_printf(
	    out, "  coverage %s: %u full-feed %s for IPv4, %u for IPv6; a route counts from %u (%u) on\n",
	    p->coverage_low ? "low" : "normal", p->full_feeds_v4, p->full_feeds_v4 == 1 ? "peer" : "peers",
	    p->full_feeds_v6, p->min_peers_v4, p->min_peers_v6);
}

/* ---- scores and metrics */

static const char *readiness_words(unsigned r)
{
	return r == READINESS_NO_DATA ? "no data" : readiness_name((enum readiness)r);
}

static void scores(struct buf *out, const struct network_scores *s)
{
	struct out_table t;
	heading(out, "Scores");
	out_table_init(&t, "rlrll", NULL);
	for (int i = 0; i < SCORE_ACTIONS; i++) {
		const struct action_result *a = &s->actions[i];
		enum out_style style = cli_readiness_style(a->readiness);
		out_table_cell(&t, OUT_DIM, "%u", score_action_number((enum score_action)i));
		out_table_cell(&t, OUT_PLAIN, "%s", score_action_name((enum score_action)i));
		if (a->has_value)
			out_table_cell(&t, style, "%.2f", a->value);
		else
			out_table_cell(&t, style, "-");
		out_table_cell(&t, style, "%s", readiness_words(a->readiness));
		out_table_cell(&t, OUT_DIM, "%s",
		               !a->has_value ? no_data_text((enum no_data)a->no_data)
		               : a->partial  ? "from part of the inputs"
		                             : "");
	}
	out_table_print(&t, out, 2);
}

static void metric_row(struct out_table *t, enum score_metric id, const struct metric_result *m)
{
	const struct score_metric_info *info = score_metric_info(id);
	out_table_cell(t, m->scored ? OUT_PLAIN : OUT_DIM, "%s", info->name);
	if (m->has_raw)
		out_table_cell(t, OUT_PLAIN, "%.6g", m->raw);
	else
		out_table_cell(t, OUT_DIM, "-");
	if (m->has_score)
		out_table_cell(t, m->scored ? OUT_PLAIN : OUT_DIM, "%.2f", m->score);
	else
		out_table_cell(t, OUT_DIM, "-");
	if (info->kind == KIND_INCIDENTS && m->has_raw)
		out_table_cell(t, m->incidents ? OUT_WARN : OUT_PLAIN, "%u", m->incidents);
	else
		out_table_cell(t, OUT_DIM, "%s", "");
	out_table_cell(t, m->scored ? OUT_PLAIN : OUT_DIM, "%s%s%s%s", info->what,
	               m->scored ? "" : " (not scored)", m->has_raw ? "" : ": ",
	               m->has_raw ? "" : no_data_text((enum no_data)m->no_data));
}

static void metrics(struct buf *out, const struct network_scores *s)
{
	static const char *const titles[] = {"metric", "raw", "score", "incidents", ""};
	struct out_table t;
	heading(out, "Metrics");
	out_table_init(&t, "lrrrl", titles);
	for (int i = 0; i < SCORE_METRICS; i++)
		metric_row(&t, (enum score_metric)i, &s->metrics[i]);
	out_table_print(&t, out, 2);
}

/* ---- routes */

static void share(struct buf *out, const char *words, enum out_style style, uint32_t n, bool *first)
{
	struct buf text = {0};
	if (n == 0)
		return;
	buf_printf(&text, "%u %s", n, words);
	buf_str(out, *first ? "" : ", ");
	out_styled(out, style, text.at);
	buf_fini(&text);
	*first = false;
}

static void not_counted(struct buf *out, const struct show_asn *a)
{
	static const char *const words[WHY_N] = {"",      "default route",  "too long",
	                                         "bogon", "from an AS_SET", "seen by too few peers"};
	uint32_t n[WHY_N] = {0};
	const char *between = "";
	for (size_t i = 0; i < a->routes.n; i++)
		if (a->routes.at[i].why_not < WHY_N)
			n[a->routes.at[i].why_not]++;
	if (a->facts.routes.total == a->facts.routes.counted)
		return;
	buf_printf(out, "; %u not: ", a->facts.routes.total - a->facts.routes.counted);
	for (int i = 1; i < WHY_N; i++)
		if (n[i]) {
			buf_printf(out, "%s%s %u", between, words[i], n[i]);
			between = ", ";
		}
}

static void verdicts(struct buf *out, const struct network_routes *r)
{
	bool first = true;
	buf_str(out, "  RPKI  ");
	share(out, "valid", OUT_GOOD, r->rov_valid, &first);
	share(out, "invalid", OUT_BAD, r->rov_invalid, &first);
	share(out, "covered by no ROA", OUT_WARN, r->rov_not_found, &first);
	share(out, "without fresh data", OUT_DIM, r->rov_unknown, &first);
	buf_str(out, "\n  IRR   ");
	first = true;
	share(out, "valid", OUT_GOOD, r->irr_valid, &first);
	share(out, "covered by a shorter object", OUT_GOOD, r->irr_covering, &first);
	share(out, "with objects of other origins only", OUT_BAD, r->irr_invalid, &first);
	share(out, "without an object", OUT_WARN, r->irr_not_found, &first);
	share(out, "without fresh data", OUT_DIM, r->irr_unknown, &first);
	buf_char(out, '\n');
}

static bool is_invalid(const struct store_route *r)
{
	return r->rov > 0 && rov_is_invalid((enum rov)(r->rov - 1));
}

/* Counted routes that cost something, the RPKI-invalid ones first. */
static void wanting(struct buf *out, const struct show_asn *a)
{
	static const char *const titles[] = {"to mend", "peers", "RPKI", "IRR"};
	struct out_table t;
	size_t n = 0;
	out_table_init(&t, "lrll", titles);
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < a->routes.n; i++) {
			const struct store_route *r = &a->routes.at[i];
			const char *rov = show_rov_name(r->rov), *irr = show_irr_name(r->irr);
			bool gap = strcmp(rov, "not_found") == 0 || strcmp(irr, "not_found") == 0 ||
			           strcmp(irr, "invalid") == 0;
			if (r->why_not || is_invalid(r) != (pass == 0) || (pass == 1 && !gap) ||
			    n++ >= ROUTES_SHOWN)
				continue;
			char prefix[PREFIX_TEXT];
			prefix_format(prefix, &r->prefix);
			out_table_cell(&t, OUT_PLAIN, "%s", prefix);
			out_table_cell(&t, OUT_PLAIN, "%u", r->peers_max);
			out_table_cell(&t, pass == 0 ? OUT_BAD : OUT_PLAIN, "%s", rov);
			out_table_cell(&t, strcmp(irr, "invalid") ? OUT_PLAIN : OUT_BAD, "%s", irr);
		}
	if (n == 0)
		return;
	out_table_print(&t, out, 2);
	if (n > ROUTES_SHOWN)
		buf_printf(out, "  and %zu more: norma show routes asn %u\n", n - ROUTES_SHOWN, a->asn);
}

static void routes(struct buf *out, const struct show_asn *a)
{
	const struct network_routes *r = &a->facts.routes;
	heading(out, "Routes");
	if (r->total == 0) {
		buf_str(out, "  none in the period\n");
		return;
	}
	buf_printf(out, "  %u originated, %u %s", r->total, r->counted, r->counted == 1 ? "counts" : "count");
	not_counted(out, a);
	buf_char(out, '\n');
	if (r->counted) {
		verdicts(out, r);
		wanting(out, a);
	}
}

/* ---- incidents, inputs, what next */

static size_t incidents(struct buf *out, const struct show_asn *a)
{
	struct out_table t;
	size_t n = 0;
	incident_table_init(&t);
	for (size_t i = 0; i < a->incidents.incidents.n; i++) {
		const struct query_incident *x = &a->incidents.incidents.at[i];
		if (!query_incident_has(x, a->asn, ROLE_ANY) || x->lead->confidence < CONFIDENCE_SUSPICIOUS)
			continue;
		incident_table_row(&t, x, a->asn);
		n++;
	}
	if (n) {
		heading(out, "Incidents");
		out_table_print(&t, out, 2);
	}
	return n;
}

/* How many from i on are files of one kind and time: parts that belong together. */
static size_t inputs_alike(const struct show_asn *a, size_t i)
{
	const struct store_source *s = a->inputs.at, *first = &s[i];
	size_t n = 1;
	while (i + n < a->inputs.n && strcmp(s[i + n].kind, first->kind) == 0 &&
	       s[i + n].as_of == first->as_of && s[i + n].fresh == first->fresh)
		n++;
	return n;
}

static void input(struct out_table *t, const struct store_source *s, size_t n)
{
	struct buf time = {0}, age = {0};
	cli_time_text(&time, s->as_of, "-");
	if (s->as_of == INSTANT_NONE)
		buf_str(&age, "-");
	else
		cli_age_text(&age, s->age);
	out_table_cell(t, OUT_PLAIN, "%s", s->kind);
	out_table_cell(t, OUT_PLAIN, "%s", time.at);
	out_table_cell(t, OUT_PLAIN, "%s", age.at);
	out_table_cell(t, s->fresh ? OUT_GOOD : OUT_BAD, "%s", s->fresh ? "fresh" : "stale");
	if (n == 1)
		out_table_cell(t, OUT_PLAIN, "%s", s->file);
	else
		out_table_cell(t, OUT_PLAIN, "%s and %zu more", s->file, n - 1);
	buf_fini(&time);
	buf_fini(&age);
}

static void inputs(struct buf *out, const struct show_asn *a)
{
	static const char *const titles[] = {"kind", "as of", "age", "", "file"};
	struct out_table t;
	size_t n;
	if (a->inputs.n == 0)
		return;
	heading(out, "Inputs");
	out_table_init(&t, "llrll", titles);
	for (size_t i = 0; i < a->inputs.n; i += n) {
		n = inputs_alike(a, i);
		input(&t, &a->inputs.at[i], n);
	}
	out_table_print(&t, out, 2);
}

/* One line for each thing that its holder can do about a score below ready. */
static void advice(struct buf *out, const struct show_asn *a, size_t n_incidents)
{
	const struct network_routes *r = &a->facts.routes;
	const struct metric_result *m = a->scores.metrics;
	heading(out, "Next");
	if (r->rov_invalid)
		buf_printf(out, "  %u RPKI-invalid route%s: mend the ROAs, or stop the announcement\n",
		           r->rov_invalid, r->rov_invalid == 1 ? "" : "s");
	if (r->rov_not_found)
		buf_printf(out, "  %u route%s without a ROA: make ROAs at your registry\n", r->rov_not_found,
		           r->rov_not_found == 1 ? "" : "s");
	if (r->irr_invalid + r->irr_not_found)
		buf_printf(out, "  %u route%s without a route object of this origin: to be registered\n",
		           r->irr_invalid + r->irr_not_found,
		           r->irr_invalid + r->irr_not_found == 1 ? "" : "s");
	if (m[SCORE_M8].has_raw && m[SCORE_M8].raw < 1)
		buf_str(out, "  no contact is registered: add admin-c, tech-c or a PeeringDB contact\n");
	if (m[SCORE_M6].has_raw && m[SCORE_M6].raw < 1)
		buf_str(out, "  no routing policy is registered: add import and export to the aut-num\n");
	if (n_incidents)
		buf_str(out, "  norma show incident ID: what an incident was judged by\n");
	buf_printf(out, "  norma show routes asn %u: every route with its verdicts\n", a->asn);
}

void show_asn_text(struct buf *out, const struct show_asn *a)
{
	who(out, a);
	when(out, a);
	scores(out, &a->scores);
	metrics(out, &a->scores);
	routes(out, a);
	size_t n = incidents(out, a);
	inputs(out, a);
	advice(out, a, n);
}
