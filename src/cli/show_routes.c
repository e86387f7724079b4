/* `show routes` and `show prefix`: routes with the verdicts on each. */
#include "cli/message.h"
#include "cli/show.h"

#include <string.h>

static const char *const columns[] = {"prefix",  "origin", "peersMax", "firstSeen", "lastSeen",
                                      "counted", "whyNot", "rov",      "irr",       "bogon"};
enum { COLUMNS = sizeof columns / sizeof *columns };

static const char *const titles[] = {"prefix",  "origin", "peers", "first seen", "last seen",
                                     "counted", "RPKI",   "IRR",   "bogon"};

struct routes {
	enum cli_form form;
	size_t n;
	struct buf out;
	struct json json;
	struct out_table table;
};

static void routes_begin(struct routes *r, enum cli_form form)
{
	*r = (struct routes){.form = form};
	if (form == FORM_JSON) {
		json_init(&r->json, &r->out, true);
		json_array(&r->json, NULL);
	} else if (form == FORM_CSV) {
		for (size_t i = 0; i < COLUMNS; i++)
			out_csv_cell(&r->out, i == 0, columns[i]);
		out_csv_end(&r->out);
	} else {
		out_table_init(&r->table, "lrrllllll", titles);
	}
}

static void csv(struct routes *r, const char *prefix, const struct store_route *x)
{
	struct buf cells = {0};
	char first[CLOCK_TEXT], last[CLOCK_TEXT];
	buf_printf(&cells, "%s,%u,%u,%s,%s,%s,%s,%s,%s,%s", prefix, x->origin, x->peers_max,
	           clock_format(first, x->first_seen, -1), clock_format(last, x->last_seen, -1),
	           x->why_not ? "false" : "true", show_why_not_name(x->why_not), show_rov_name(x->rov),
	           show_irr_name(x->irr), show_bogon_name(x->bogon));
	buf_add(&r->out, cells.at, cells.len); /* no cell of it needs quotes */
	out_csv_end(&r->out);
	buf_fini(&cells);
}

static void json(struct json *j, const char *prefix, const struct store_route *x)
{
	json_row(j);
	json_text(j, "prefix", prefix);
	json_u64(j, "origin", x->origin);
	json_u64(j, "peersMax", x->peers_max);
	json_time(j, "firstSeen", x->first_seen);
	json_time(j, "lastSeen", x->last_seen);
	json_bool(j, "counted", x->why_not == WHY_COUNTED);
	json_known(j, "whyNot", show_why_not_name(x->why_not));
	json_text(j, "rov", show_rov_name(x->rov));
	json_text(j, "irr", show_irr_name(x->irr));
	json_text(j, "bogon", show_bogon_name(x->bogon));
	json_row_end(j);
}

static enum out_style verdict_style(const char *verdict)
{
	if (strncmp(verdict, "invalid", 7) == 0 || strcmp(verdict, "full") == 0)
		return OUT_BAD;
	if (strcmp(verdict, "valid") == 0 || strcmp(verdict, "covering") == 0)
		return OUT_GOOD;
	return strcmp(verdict, "not_found") == 0 || strcmp(verdict, "administrative") == 0 ? OUT_WARN
	                                                                                   : OUT_DIM;
}

static void text(struct out_table *t, const char *prefix, const struct store_route *x)
{
	char first[CLOCK_TEXT], last[CLOCK_TEXT];
	const char *rov = show_rov_name(x->rov), *irr = show_irr_name(x->irr),
	           *bogon = show_bogon_name(x->bogon);
	out_table_cell(t, OUT_PLAIN, "%s", prefix);
	if (x->origin)
		out_table_cell(t, OUT_PLAIN, "%u", x->origin);
	else
		out_table_cell(t, OUT_DIM, "set");
	out_table_cell(t, OUT_PLAIN, "%u", x->peers_max);
	out_table_cell(t, OUT_PLAIN, "%s", clock_format(first, x->first_seen, -1));
	out_table_cell(t, OUT_PLAIN, "%s", clock_format(last, x->last_seen, -1));
	out_table_cell(t, x->why_not ? OUT_DIM : OUT_PLAIN, "%s%s", x->why_not ? "no: " : "yes",
	               show_why_not_name(x->why_not));
	out_table_cell(t, verdict_style(rov), "%s", rov);
	out_table_cell(t, verdict_style(irr), "%s", irr);
	out_table_cell(t, verdict_style(bogon), "%s", strcmp(bogon, "none") == 0 ? "-" : bogon);
}

static bool route(void *ctx, uint32_t number, const struct store_route *x)
{
	struct routes *r = ctx;
	char prefix[PREFIX_TEXT];
	(void)number;
	prefix_format(prefix, &x->prefix);
	r->n++;
	if (r->form == FORM_CSV)
		csv(r, prefix, x);
	else if (r->form == FORM_JSON)
		json(&r->json, prefix, x);
	else
		text(&r->table, prefix, x);
	out_flush_large(&r->out);
	return true;
}

static void routes_end(struct routes *r, bool print)
{
	if (!print)
		buf_clear(&r->out);
	if (r->form == FORM_JSON)
		json_end(&r->json);
	else if (r->form == FORM_TEXT && r->n)
		out_table_print(&r->table, &r->out, 0);
	if (print)
		out_flush(&r->out);
	buf_fini(&r->out);
}

static enum cli_exit not_announced(const struct query *q, const char *prefix)
{
	struct buf period = {0};
	cli_period_name(&period, query_period(q));
	cli_error("%s: not announced in %s", prefix, period.at);
	buf_fini(&period);
	return CLI_NOT_SO;
}

enum cli_exit show_routes(const struct cli *c, struct query *q, const char *what, const char *of)
{
	bool by_asn = strcmp(what, "asn") == 0;
	asn_t asn = 0;
	struct prefix p = {0};
	if (!by_asn && strcmp(what, "prefix") != 0)
		return cli_usage(c, "routes of asn N or of prefix P, not of %s", what);
	enum cli_exit x = by_asn ? cli_asn_arg(c, of, &asn) : cli_prefix_arg(c, of, &p);
	if (x != CLI_DONE)
		return x;
	struct routes r;
	routes_begin(&r, cli_form(c));
	enum err e =
	    by_asn ? query_routes_of_asn(q, asn, route, &r) : query_routes_of_prefix(q, &p, route, &r);
	routes_end(&r, e == ERR_OK && (by_asn || r.n));
	if (e == ERR_EOF)
		return show_unknown_asn(q, asn);
	if (e != ERR_OK)
		return cli_query_failed(c, q, e);
	return by_asn || r.n ? CLI_DONE : not_announced(q, of);
}

/* ---- one prefix: what is announced there, and what happened to it */

static bool is_around(const struct query_incident *i, const struct prefix *p)
{
	for (size_t k = 0; k < i->prefixes.n; k++)
		if (prefix_covers(&i->prefixes.at[k], p) || prefix_covers(p, &i->prefixes.at[k]))
			return true;
	return false;
}

static void incidents_text(struct buf *out, const struct query_incidents *l, const struct prefix *p)
{
	struct out_table t;
	size_t n = 0;
	incident_table_init(&t);
	for (size_t i = 0; i < l->incidents.n; i++)
		if (is_around(&l->incidents.at[i], p)) {
			incident_table_row(&t, &l->incidents.at[i], 0);
			n++;
		}
	if (n) {
		out_styled(out, OUT_BOLD, "\nIncidents\n");
		out_table_print(&t, out, 0);
	}
}

static void incidents_json(struct json *j, const struct query_incidents *l, const struct prefix *p)
{
	json_array(j, "incidents");
	for (size_t i = 0; i < l->incidents.n; i++)
		if (is_around(&l->incidents.at[i], p)) {
			json_row(j);
			json_incident_members(j, l, &l->incidents.at[i]);
			json_row_end(j);
		}
	json_end(j);
}

enum cli_exit show_prefix(const struct cli *c, struct query *q, const char *text_of)
{
	struct prefix p;
	struct routes r = {.form = cli_form(c)};
	struct query_incidents l = {0};
	char prefix[PREFIX_TEXT];
	if (r.form == FORM_CSV)
		return cli_csv_refused(c, "show prefix");
	enum cli_exit x = cli_prefix_arg(c, text_of, &p);
	if (x != CLI_DONE)
		return x;
	prefix_format(prefix, &p);
	if (r.form == FORM_TEXT)
		routes_begin(&r, FORM_TEXT);
	json_init(&r.json, &r.out, true);
	if (r.form == FORM_JSON) {
		json_object(&r.json, NULL);
		json_text(&r.json, "prefix", prefix);
		json_period(&r.json, query_period(q));
		json_array(&r.json, "routes");
	}
	enum err e = query_routes_around(q, &p, route, &r);
	if (r.form == FORM_JSON)
		json_end(&r.json);
	else if (r.n)
		out_table_print(&r.table, &r.out, 0);
	if (e == ERR_OK)
		e = query_incidents(q, &l);
	if (r.form == FORM_JSON) {
		incidents_json(&r.json, &l, &p);
		json_end(&r.json);
	} else {
		incidents_text(&r.out, &l, &p);
	}
	if (e == ERR_OK && r.n)
		out_flush(&r.out);
	buf_fini(&r.out);
	query_incidents_fini(&l);
	if (e != ERR_OK)
		return cli_query_failed(c, q, e);
	return r.n ? CLI_DONE : not_announced(q, prefix);
}
