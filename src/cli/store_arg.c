#include "cli/store_arg.h"

#include "cli/message.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static enum cli_exit no_month(const struct cli *c, const struct query *q)
{
	struct buf there = {0};
	for (size_t i = 0; query_period_at(q, i) && i < 12; i++) {
		buf_str(&there, i ? ", " : "");
		cli_period_name(&there, query_period_at(q, i));
	}
	cli_fault(cli_text(c, "db"), "nothing was measured for %s; there is %s", cli_text(c, "month"),
	          there.at);
	buf_fini(&there);
	return CLI_INPUT;
}

static enum cli_exit choose(const struct cli *c, struct query *q)
{
	instant_t from, to;
	if (!cli_month(c, "month", &from, &to))
		return CLI_DONE;
	for (size_t i = 0; query_period_at(q, i); i++) {
		const struct store_period *p = query_period_at(q, i);
		if (p->start == from && p->end == to)
			return query_choose(q, i) == ERR_OK ? CLI_DONE : cli_query_failed(c, q, ERR_VALUE);
	}
	return no_month(c, q);
}

enum cli_exit cli_query_open(const struct cli *c, struct query **out)
{
	const char *db = cli_text(c, "db");
	struct buf why = {0};
	if (access(db, F_OK) != 0 && errno == ENOENT) {
		cli_fault(db, "there is no such database; norma measure --data DIR --db %s makes one", db);
		return CLI_INPUT;
	}
	if (query_open(db, out, &why) != ERR_OK) {
		cli_fault(db, "%s", why.at ? why.at : "cannot be opened");
		buf_fini(&why);
		return CLI_INPUT;
	}
	buf_fini(&why);
	enum cli_exit x = choose(c, *out);
	if (x != CLI_DONE)
		query_close(*out);
	return x;
}

enum cli_exit cli_query_failed(const struct cli *c, const struct query *q, enum err e)
{
	const char *why = query_why(q);
	cli_fault(cli_text(c, "db"), "%s", *why ? why : err_text(e));
	return CLI_INPUT;
}

enum cli_exit cli_asn_arg(const struct cli *c, const char *text, asn_t *out)
{
	if (asn_parse(text, strlen(text), out) == ERR_OK)
		return CLI_DONE;
	return cli_usage(c, "%s is no AS number", text);
}

enum cli_exit cli_prefix_arg(const struct cli *c, const char *text, struct prefix *out)
{
	if (prefix_parse(text, strlen(text), out) == ERR_OK)
		return CLI_DONE;
	return cli_usage(c, "%s is no prefix", text);
}

enum cli_form cli_form(const struct cli *c)
{
	const char *f = cli_text(c, "format");
	return strcmp(f, "json") == 0 ? FORM_JSON : strcmp(f, "csv") == 0 ? FORM_CSV : FORM_TEXT;
}

enum cli_exit cli_csv_refused(const struct cli *c, const char *what)
{
	return cli_usage(c, "%s has no CSV form; text and json are there", what);
}

void cli_time_text(struct buf *b, instant_t t, const char *none)
{
	char text[CLOCK_TEXT];
	buf_str(b, t == INSTANT_NONE ? none : clock_format(text, t, -1));
}

void cli_period_name(struct buf *b, const struct store_period *p)
{
	struct civil a = clock_split(p->start);
	char month[32];
	instant_t from, to;
	snprintf(month, sizeof month, "%04d-%02u", (int)(a.year % 10000), a.month);
	if (clock_month(month, &from, &to) == ERR_OK && from == p->start && to == p->end) {
		buf_str(b, month);
		return;
	}
	cli_time_text(b, p->start, "");
	buf_str(b, " to ");
	cli_time_text(b, p->end, "");
}

void cli_age_text(struct buf *b, int64_t s)
{
	if (s < 0)
		buf_str(b, "later");
	else if (s < 3600)
		buf_printf(b, "%lld min", (long long)(s / 60));
	else if (s < 2 * 86400)
		buf_printf(b, "%lld h", (long long)(s / 3600));
	else
		buf_printf(b, "%lld d", (long long)(s / 86400));
}

/* The store keeps one line that this program wrote: an escaped quote or backslash is all that may stand in
 * the way. */
void cli_participant_name(struct buf *b, const char *json)
{
	static const char member[] = "\"name\":\"";
	const char *p = strstr(json, member);
	for (p = p ? p + strlen(member) : ""; *p && *p != '"'; p++) {
		if (*p == '\\' && (p[1] == '"' || p[1] == '\\'))
			p++;
		buf_char(b, *p);
	}
}

void json_time(struct json *j, const char *key, instant_t t)
{
	char text[CLOCK_TEXT];
	json_text(j, key, t == INSTANT_NONE ? NULL : clock_format(text, t, -1));
}

void json_known(struct json *j, const char *key, const char *text)
{
	json_text(j, key, text && *text ? text : NULL);
}

void json_asn_list(struct json *j, const char *key, const asn_t *at, size_t n)
{
	json_array(j, key);
	for (size_t i = 0; i < n; i++)
		json_u64(j, NULL, at[i]);
	json_end(j);
}

void json_row(struct json *j)
{
	json_object(j, NULL);
	j->pretty = false;
}

void json_row_end(struct json *j)
{
	json_end(j);
	j->pretty = true;
}

void json_period(struct json *j, const struct store_period *p)
{
	json_object(j, "period");
	json_time(j, "start", p->start);
	json_time(j, "end", p->end);
	json_time(j, "observedFrom", p->observed_from);
	json_time(j, "observedTo", p->observed_to);
	json_end(j);
}

enum out_style cli_readiness_style(unsigned readiness)
{
	static const enum out_style styles[READINESS_LEVELS] = {OUT_DIM, OUT_BAD, OUT_WARN, OUT_GOOD};
	return styles[readiness < READINESS_LEVELS ? readiness : 0];
}
