/* `show external`: what others have found, beside what we have. */
#include "cli/message.h"
#include "cli/show.h"
#include "query/externals.h"
#include "text/external.h"

#include <string.h>

struct listing {
	enum cli_form form;
	struct buf *out;
	struct json json;
	struct out_table table;
	size_t n, by_agreement[QUERY_SAME + 1];
};

static const char *source_words(const char *name)
{
	for (unsigned i = 0; i < EXTERNAL_SOURCES; i++)
		if (strcmp(external_source_name(i), name) == 0)
			return external_source_words(i);
	return name;
}

/* Each by its own scale. */
static void grade(struct buf *b, const struct store_external *x)
{
	buf_str(b, "");
	if (x->grade >= 0)
		buf_printf(b,
		           strcmp(x->source, external_source_name(EXTERNAL_GRIP)) == 0
		               ? "suspicion %lld of 100"
		               : "%lld points",
		           (long long)x->grade);
	if (*x->words)
		buf_printf(b, "%s%s", b->len ? ", " : "", x->words);
}

/* ---- forms */

static void prefixes_text(struct buf *b, const struct store_external *x, size_t most, const char *between)
{
	char text[PREFIX_TEXT];
	for (size_t i = 0; i < x->n_prefixes && i < most; i++) {
		prefix_format(text, &x->prefixes[i]);
		buf_printf(b, "%s%s", i ? between : "", text);
	}
	if (x->n_prefixes > most)
		buf_printf(b, " and %zu more", x->n_prefixes - most);
	buf_str(b, "");
}

void json_external(struct json *j, const struct query_external *e)
{
	const struct store_external *x = e->row;
	char text[PREFIX_TEXT], id[QUERY_ID_TEXT], metric[3] = {'M', (char)('0' + x->metric), 0};
	json_row(j);
	json_text(j, "source", x->source);
	json_text(j, "id", x->id);
	json_text(j, "metric", metric);
	json_text(j, "kind", x->kind);
	json_u64(j, "culprit", x->culprit);
	if (x->segment[0]) {
		const asn_t segment[] = {x->segment[0], x->culprit, x->segment[1]};
		json_asn_list(j, "segment", segment, 3);
	}
	json_asn_list(j, "victims", x->victims, x->n_victims);
	json_array(j, "prefixes");
	for (size_t i = 0; i < x->n_prefixes; i++) {
		prefix_format(text, &x->prefixes[i]);
		json_text(j, NULL, text);
	}
	json_end(j);
	json_time(j, "start", x->start);
	json_time(j, "end", x->end);
	if (x->grade < 0)
		json_null(j, "grade");
	else
		json_i64(j, "grade", x->grade);
	json_known(j, "inference", x->words);
	json_text(j, "agreement", query_agreement_name(e->agreement));
	json_text(j, "incident", e->incident ? query_id_format(id, e->incident->id) : NULL);
	json_row_end(j);
}

static void csv(struct buf *b, const struct query_external *e)
{
	const struct store_external *x = e->row;
	char id[QUERY_ID_TEXT];
	struct buf prefixes = {0};
	prefixes_text(&prefixes, x, SIZE_MAX, " ");
	out_csv_cell(b, true, x->source);
	out_csv_cell(b, false, x->id);
	buf_printf(b, ",M%u,%s,%u,", x->metric, x->kind, x->culprit);
	if (x->segment[0])
		buf_printf(b, "%u %u %u", x->segment[0], x->culprit, x->segment[1]);
	buf_char(b, ',');
	for (size_t i = 0; i < x->n_victims; i++)
		buf_printf(b, "%s%u", i ? " " : "", x->victims[i]);
	buf_printf(b, ",%s,", prefixes.at);
	cli_time_text(b, x->start, "");
	buf_char(b, ',');
	cli_time_text(b, x->end, "");
	buf_char(b, ',');
	if (x->grade >= 0)
		buf_printf(b, "%lld", (long long)x->grade);
	out_csv_cell(b, false, x->words);
	buf_printf(b, ",%s,%s", query_agreement_name(e->agreement),
	           e->incident ? query_id_format(id, e->incident->id) : "");
	out_csv_end(b);
	buf_fini(&prefixes);
}

static void ours_cell(struct out_table *t, const struct query_external *e)
{
	char id[QUERY_ID_TEXT] = "";
	if (e->incident)
		query_id_format(id, e->incident->id);
	switch (e->agreement) {
	case QUERY_ALONE:
		out_table_cell(t, OUT_DIM, "nothing");
		return;
	case QUERY_OTHER_CULPRIT:
		out_table_cell(t, OUT_WARN, "%s, by AS%u", id, e->incident->lead->culprit);
		return;
	case QUERY_LET_GO:
	case QUERY_SAME:
		out_table_cell(
		    t, e->agreement == QUERY_SAME ? OUT_GOOD : OUT_WARN, "%s, %s", id,
		    framework_confidence_name((enum framework_confidence)e->incident->lead->confidence));
	}
}

static void lasted(struct buf *b, const struct store_external *x)
{
	if (x->end == INSTANT_NONE)
		buf_str(b, "goes on");
	else if (x->end - x->start < 60)
		buf_printf(b, "%lld s", (long long)(x->end - x->start));
	else
		cli_age_text(b, x->end - x->start);
}

static void text(struct out_table *t, const struct query_external *e)
{
	const struct store_external *x = e->row;
	char start[CLOCK_TEXT];
	struct buf length = {0}, what = {0}, sure = {0};
	lasted(&length, x);
	prefixes_text(&what, x, 2, ", ");
	if (x->segment[0])
		buf_printf(&what, "%sAS%u to AS%u to AS%u", what.len ? ", " : "", x->segment[0], x->culprit,
		           x->segment[1]);
	grade(&sure, x);
	out_table_cell(t, OUT_PLAIN, "%s", x->id);
	out_table_cell(t, OUT_PLAIN, "M%u", x->metric);
	out_table_cell(t, OUT_PLAIN, "AS%u", x->culprit);
	out_table_cell(t, OUT_PLAIN, "%s", clock_format(start, x->start, -1));
	out_table_cell(t, OUT_PLAIN, "%s", length.at);
	ours_cell(t, e);
	out_table_cell(t, OUT_PLAIN, "%s", what.at);
	out_table_cell(t, OUT_DIM, "%s", sure.at);
	buf_fini(&length);
	buf_fini(&what);
	buf_fini(&sure);
}

static bool external(void *ctx, const struct query_external *e)
{
	struct listing *l = ctx;
	l->n++;
	l->by_agreement[e->agreement]++;
	if (l->form == FORM_JSON)
		json_external(&l->json, e);
	else if (l->form == FORM_CSV)
		csv(l->out, e);
	else
		text(&l->table, e);
	if (l->form != FORM_TEXT)
		out_flush_large(l->out);
	return true;
}

static void begin(struct listing *l)
{
	static const char *const titles[] = {"their id", "metric", "culprit", "start",
	                                     "lasted",   "ours",   "what",    "how sure"};
	if (l->form == FORM_JSON) {
		json_init(&l->json, l->out, true);
		json_array(&l->json, NULL);
	} else if (l->form == FORM_CSV) {
		buf_str(l->out, "source,id,metric,kind,culprit,segment,victims,prefixes,start,end,grade,"
		                "inference,agreement,incident");
		out_csv_end(l->out);
	} else {
		out_table_init(&l->table, "llllrlll", titles);
	}
}

static void end(struct listing *l)
{
	if (l->form == FORM_JSON)
		json_end(&l->json);
	if (l->form != FORM_TEXT)
		return;
	if (l->n == 0) {
		buf_str(l->out, "no events of others in this period\n");
		return;
	}
	out_table_print(&l->table, l->out, 0);
	buf_printf(l->out,
	           "\n%zu ours too, %zu ours but let go, %zu with another culprit, %zu theirs alone\n",
	           l->by_agreement[QUERY_SAME], l->by_agreement[QUERY_LET_GO],
	           l->by_agreement[QUERY_OTHER_CULPRIT], l->by_agreement[QUERY_ALONE]);
}

enum cli_exit show_external(const struct cli *c, struct query *q)
{
	struct buf out = {0};
	struct listing l = {.form = cli_form(c), .out = &out};
	struct query_incidents list = {0};
	enum cli_exit x = CLI_DONE;
	begin(&l);
	enum err e = query_incidents(q, &list);
	if (e == ERR_OK)
		e = query_externals(q, &list, NULL, external, &l);
	end(&l);
	if (e == ERR_OK)
		out_flush(&out);
	else
		x = cli_query_failed(c, q, e);
	buf_fini(&out);
	query_incidents_fini(&list);
	return x;
}

/* ---- beside an incident of ours */

struct beside {
	struct buf *out;
	struct json *json;
	size_t n;
};

static bool line(void *ctx, const struct query_external *e)
{
	struct beside *s = ctx;
	const struct store_external *x = e->row;
	struct buf sure = {0};
	bool is_first = s->n++ == 0;
	if (s->json) {
		if (is_first)
			json_array(s->json, "external");
		json_external(s->json, e);
		return true;
	}
	if (is_first)
		out_styled(s->out, OUT_BOLD, "\nOthers\n");
	grade(&sure, x);
	buf_printf(s->out, "  %s: %s from ", source_words(x->source), x->id);
	cli_time_text(s->out, x->start, "-");
	buf_str(s->out, x->end == INSTANT_NONE ? ", going on" : " to ");
	if (x->end != INSTANT_NONE)
		cli_time_text(s->out, x->end, "-");
	buf_printf(s->out, "\n    %s", e->agreement == QUERY_OTHER_CULPRIT ? "they accuse AS" : "by AS");
	buf_printf(s->out, "%u%s%s\n", x->culprit, sure.len ? ", " : "", sure.at);
	buf_fini(&sure);
	return true;
}

enum err external_beside_text(struct buf *out, struct query *q, const struct incident_found *f)
{
	struct beside s = {.out = out};
	return query_externals(q, &f->list, f->incident, line, &s);
}

enum err external_beside_json(struct json *j, struct query *q, const struct incident_found *f)
{
	struct beside s = {.json = j};
	enum err e = query_externals(q, &f->list, f->incident, line, &s);
	if (s.n)
		json_end(j);
	return e;
}
