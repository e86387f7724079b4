/* One incident, why it is one, its events and its evidence: `norma show incident ID`, `norma incident ID`. */
#include "cli/explain.h"
#include "cli/incident_paths.h"
#include "cli/message.h"
#include "cli/show.h"
#include "topo/relation.h"

#include <stdlib.h>
#include <string.h>

/* In the period that was asked for, else in the newest that has it. */
enum cli_exit incident_find(const struct cli *c, struct query *q, const char *id_text,
                            struct incident_found *out)
{
	uint64_t id;
	if (query_id_parse(id_text, &id) != ERR_OK)
		return cli_usage(c, "%s is no incident's id: it has up to 16 hexadecimal digits", id_text);
	bool one = cli_is_set(c, "month");
	for (size_t i = 0; one ? i == 0 : query_period_at(q, i) != NULL; i++) {
		enum err e = one ? ERR_OK : query_choose(q, i);
		if (e == ERR_OK)
			e = query_incidents(q, &out->list);
		if (e != ERR_OK)
			return cli_query_failed(c, q, e);
		out->incident = query_incident_find(&out->list, id);
		if (out->incident)
			return CLI_DONE;
		query_incidents_fini(&out->list);
	}
	cli_error("%s: no such incident%s", id_text, one ? " in that month" : "");
	return CLI_NOT_SO;
}

static const struct store_event *event_at(const struct incident_found *f, size_t k)
{
	return &f->list.events.at[f->incident->events.at[k]].row;
}

/* ---- its events */

/* When as many peers had it as make an event; never is not stored. */
static instant_t visible_from(const struct query *q, const struct store_event *e)
{
	const struct store_period *p = query_period(q);
	uint64_t full = UINT64_MAX;
	bool low = false;
	for (size_t i = 0; i < e->n_prefixes; i++) {
		uint64_t n = e->prefixes[i].family == FAMILY_V4 ? p->full_feeds_v4 : p->full_feeds_v6;
		full = n < full ? n : full;
	}
	uint64_t k = framework_threshold(query_framework(q)->event_min_peers, full, &low);
	return k <= e->n_visible && e->visible[k - 1] ? (instant_t)e->visible[k - 1] : INSTANT_NONE;
}

static const char *relation_words(unsigned stored)
{
	return relation_name(stored < RELATIONS ? (enum relation)stored : RELATION_UNKNOWN);
}

static void json_event(struct json *j, const struct query *q, const struct incident_found *f, size_t k)
{
	const struct store_event *e = event_at(f, k);
	char id[QUERY_ID_TEXT];
	json_row(j);
	json_text(j, "id", query_id_format(id, e->id));
	json_time(j, "start", e->start);
	json_time(j, "visibleFrom", visible_from(q, e));
	json_time(j, "end", e->open ? INSTANT_NONE : (instant_t)e->end);
	json_u64(j, "peersMax", e->peers_max);
	json_u64(j, "peers", e->peers_total);
	json_u64(j, "announcements", e->announcements);
	json_u64(j, "endings", e->endings);
	json_array(j, "prefixes");
	for (size_t i = 0; i < e->n_prefixes; i++) {
		char prefix[PREFIX_TEXT];
		prefix_format(prefix, &e->prefixes[i]);
		json_text(j, NULL, prefix);
	}
	json_end(j);
	json_array(j, "neighbours");
	for (size_t i = 0; i < e->n_accomplices; i++) {
		json_object(j, NULL);
		json_u64(j, "asn", e->accomplices[i].asn);
		json_u64(j, "peers", e->accomplices[i].n_peers);
		json_text(j, "relation", relation_words(e->accomplices[i].relation));
		json_end(j);
	}
	json_end(j);
	json_text(j, "rule", e->rule);
	json_text(j, "reason", e->reason);
	json_text(j, "confidence", framework_confidence_name((enum framework_confidence)e->confidence));
	json_real(j, "weight", f->list.events.at[f->incident->events.at[k]].weight);
	json_row_end(j);
}

static void events_text(struct buf *out, const struct query *q, const struct incident_found *f)
{
	static const char *const titles[] = {"event", "start",  "visible from", "end",
	                                     "peers", "weight", "prefixes"};
	struct out_table t;
	out_table_init(&t, "llllrrl", titles);
	for (size_t k = 0; k < f->incident->events.n; k++) {
		const struct store_event *e = event_at(f, k);
		char id[QUERY_ID_TEXT], prefix[PREFIX_TEXT] = "";
		struct buf from = {0}, end = {0};
		cli_time_text(&from, visible_from(q, e), "-");
		cli_time_text(&end, e->open ? INSTANT_NONE : (instant_t)e->end, "still open");
		if (e->n_prefixes)
			prefix_format(prefix, &e->prefixes[0]);
		char start[CLOCK_TEXT];
		out_table_cell(&t, OUT_PLAIN, "%s", query_id_format(id, e->id));
		out_table_cell(&t, OUT_PLAIN, "%s", clock_format(start, e->start, -1));
		out_table_cell(&t, OUT_PLAIN, "%s", from.at);
		out_table_cell(&t, e->open ? OUT_WARN : OUT_PLAIN, "%s", end.at);
		out_table_cell(&t, OUT_PLAIN, "%u of %u", e->peers_max, e->peers_total);
		out_table_cell(&t, OUT_PLAIN, "%.4g", f->list.events.at[f->incident->events.at[k]].weight);
		if (e->n_prefixes > 1)
			out_table_cell(&t, OUT_PLAIN, "%s and %zu more", prefix, e->n_prefixes - 1);
		else
			out_table_cell(&t, OUT_PLAIN, "%s", prefix);
		buf_fini(&from);
		buf_fini(&end);
	}
	out_table_print(&t, out, 2);
}

/* ---- its evidence */

struct place {
	struct buf file;
	uint64_t record, offset;
	bool known;
};

static bool take_place(void *ctx, const struct store_message *m)
{
	struct place *p = ctx;
	buf_clear(&p->file);
	buf_str(&p->file, m->file);
	p->record = m->record;
	p->offset = m->offset;
	p->known = true;
	return false;
}

struct evidence {
	struct query *q;
	enum err e;
	struct json *json; /* either of these */
	struct out_table *table;
	struct place place;
	struct incident_paths *paths;
	size_t n;
};

static void evidence_json(struct json *j, const struct store_evidence *x, const struct place *p)
{
	char ip[PREFIX_TEXT], prefix[PREFIX_TEXT], id[QUERY_ID_TEXT];
	addr_format(ip, &x->peer_ip);
	prefix_format(prefix, &x->prefix);
	json_row(j);
	json_time(j, "time", x->time);
	json_text(j, "event", query_id_format(id, x->event));
	json_text(j, "collector", x->collector);
	json_object(j, "peer");
	json_text(j, "ip", ip);
	json_u64(j, "asn", x->peer_asn);
	json_end(j);
	json_text(j, "prefix", prefix);
	json_text(j, "what", incident_what(x));
	json_bool(j, "ends", x->ends);
	json_text(j, "path", x->path);
	json_text(j, "before", x->before);
	if (p->known) {
		json_text(j, "file", p->file.at);
		json_u64(j, "record", p->record);
		json_u64(j, "offset", p->offset);
	}
	json_row_end(j);
}

static void evidence_text(struct out_table *t, const struct store_evidence *x, const struct place *p)
{
	char time[CLOCK_TEXT], prefix[PREFIX_TEXT];
	prefix_format(prefix, &x->prefix);
	out_table_cell(t, OUT_PLAIN, "%s", clock_format(time, x->time, -1));
	out_table_cell(t, OUT_PLAIN, "%s", x->collector);
	out_table_cell(t, OUT_PLAIN, "AS%u", x->peer_asn);
	out_table_cell(t, OUT_PLAIN, "%s", prefix);
	out_table_cell(t, x->ends ? OUT_WARN : OUT_PLAIN, "%s", incident_what(x));
	out_table_cell(t, OUT_PLAIN, "%s", x->path);
	if (p->known)
		out_table_cell(t, OUT_DIM, "%s record %llu, octet %llu", p->file.at,
		               (unsigned long long)p->record, (unsigned long long)p->offset);
	else
		out_table_cell(t, OUT_DIM, "its message was not kept");
}

static bool evidence(void *ctx, const struct store_evidence *x)
{
	struct evidence *v = ctx;
	v->place.known = false;
	v->n++;
	if (v->paths)
		incident_paths_add(v->paths, x);
	if (x->message >= 0)
		v->e = query_message(v->q, x->message, take_place, &v->place);
	if (v->e == ERR_OK && v->json)
		evidence_json(v->json, x, &v->place);
	else if (v->e == ERR_OK)
		evidence_text(v->table, x, &v->place);
	return v->e == ERR_OK;
}

static enum err evidence_all(struct query *q, const struct incident_found *f, struct evidence *v)
{
	v->q = q;
	enum err e = query_evidence(q, &f->list, f->incident, evidence, v);
	buf_fini(&v->place.file);
	return e == ERR_OK ? v->e : e;
}

/* ---- show */

static void json_paragraph(struct json *j, struct buf *words)
{
	if (words->len)
		json_octets(j, NULL, words->at, words->len);
	buf_clear(words);
}

/* The paragraphs that text has, and what they were made of. */
static void json_why(struct json *j, const struct query *q, const struct query_incident *i)
{
	struct buf words = {0};
	json_array(j, "explanation");
	explain_what(&words, i);
	json_paragraph(j, &words);
	explain_seen(&words, i, visible_from(q, i->lead));
	json_paragraph(j, &words);
	explain_registries(&words, i);
	json_paragraph(j, &words);
	explain_verdict(&words, i);
	json_paragraph(j, &words);
	json_end(j);
	json_raw(j, "basis", i->lead->state);
	buf_fini(&words);
}

static enum err as_json(struct buf *out, struct query *q, const struct incident_found *f)
{
	struct json j;
	struct evidence v = {.json = &j, .paths = incident_paths_new()};
	json_init(&j, out, true);
	json_object(&j, NULL);
	json_incident_members(&j, &f->list, f->incident);
	json_period(&j, query_period(q));
	json_why(&j, q, f->incident);
	json_array(&j, "eventList");
	for (size_t k = 0; k < f->incident->events.n; k++)
		json_event(&j, q, f, k);
	json_end(&j);
	json_array(&j, "evidence");
	enum err e = evidence_all(q, f, &v);
	json_end(&j);
	incident_paths_json(v.paths, &j);
	incident_paths_free(v.paths);
	if (e == ERR_OK)
		e = external_beside_json(&j, q, f);
	json_end(&j);
	return e;
}

enum { WIDTH = 80 };

static void paragraph(struct buf *out, struct buf *words)
{
	buf_char(words, 0);
	if (*words->at)
		out_wrapped(out, words->at, 2, WIDTH);
	buf_clear(words);
}

static void head_text(struct buf *out, const struct query *q, const struct query_incident *i)
{
	const struct store_event *e = i->lead;
	struct buf words = {0};
	char id[QUERY_ID_TEXT];
	out_styled(out, OUT_BOLD, query_id_format(id, i->id));
	buf_printf(out, "  M%u %s by AS%u, %s\n\n", e->metric, query_incident_kind(e), e->culprit,
	           framework_confidence_name((enum framework_confidence)e->confidence));
	explain_what(&words, i);
	paragraph(out, &words);
	explain_seen(&words, i, visible_from(q, e));
	paragraph(out, &words);
	explain_registries(&words, i);
	paragraph(out, &words);
	explain_verdict(&words, i);
	paragraph(out, &words);
	for (size_t k = 0; k < i->victims.n; k++)
		buf_printf(&words, "%sAS%u", k ? ", " : "Routes of ", i->victims.at[k]);
	buf_str(&words, i->victims.n ? "." : "");
	paragraph(out, &words);
	buf_fini(&words);
}

/* The array is our own: see verdict_tags_json. */
static void tags_text(struct buf *out, const struct query_incident *i)
{
	static const char name[] = "\"name\":\"", points[] = "\"points\":";
	struct out_table t;
	out_table_init(&t, "rll", NULL);
	for (const char *p = i->lead->tags; (p = strstr(p, name)) != NULL;) {
		p += sizeof name - 1;
		size_t len = strcspn(p, "\"");
		enum tag tag = tag_find(p, len);
		const char *n = strstr(p, points);
		long value = n ? strtol(n + sizeof points - 1, NULL, 10) : 0;
		out_table_cell(&t, value < 0 ? OUT_GOOD : value ? OUT_WARN : OUT_DIM, "%+ld", value);
		out_table_cell(&t, OUT_PLAIN, "%.*s", (int)len, p);
		out_table_cell(&t, OUT_DIM, "%s", tag < TAGS ? tag_words(tag) : "");
		p += len;
	}
	if (t.cells.n == 0) {
		vec_free(&t.cells);
		return;
	}
	out_styled(out, OUT_BOLD, "\nPoints");
	if (i->lead->metric == 1)
		buf_printf(out, " (a: AS%u, b: AS%u, c: AS%u)\n", i->lead->segment[0], i->lead->culprit,
		           i->lead->segment[1]);
	else
		buf_printf(out, " (O: AS%u, P: what it announced)\n", i->lead->culprit);
	out_table_print(&t, out, 2);
}

static enum err as_text(struct buf *out, struct query *q, const struct incident_found *f)
{
	static const char *const titles[] = {"time", "collector", "peer", "prefix", "what", "path", "where"};
	struct out_table t;
	struct evidence v = {.table = &t, .paths = incident_paths_new()};
	struct buf rows = {0};
	char id[QUERY_ID_TEXT];
	head_text(out, q, f->incident);
	tags_text(out, f->incident);
	out_styled(out, OUT_BOLD, "\nEvents\n");
	events_text(out, q, f);
	out_table_init(&t, "lllllll", titles);
	enum err e = evidence_all(q, f, &v);
	if (v.n) {
		out_table_print(&t, &rows, 2);
		out_styled(out, OUT_BOLD, "\nPaths\n");
		incident_paths_text(v.paths, f->incident->open, out);
	}
	out_styled(out, OUT_BOLD, "\nEvidence\n");
	buf_add(out, rows.at, rows.len);
	buf_fini(&rows);
	incident_paths_free(v.paths);
	if (e == ERR_OK)
		e = external_beside_text(out, q, f);
	buf_printf(out, "\nnorma incident %s --replay: the raw messages\n",
	           query_id_format(id, f->incident->id));
	return e;
}

enum cli_exit show_incident(const struct cli *c, struct query *q, const char *id)
{
	struct incident_found f = {0};
	struct buf out = {0};
	if (cli_form(c) == FORM_CSV)
		return cli_csv_refused(c, "an incident");
	enum cli_exit x = incident_find(c, q, id, &f);
	if (x != CLI_DONE || !f.incident) /* done means found, which no checker sees from here */
		return x;
	enum err e = cli_form(c) == FORM_JSON ? as_json(&out, q, &f) : as_text(&out, q, &f);
	if (e == ERR_OK)
		out_flush(&out);
	else
		x = cli_query_failed(c, q, e);
	buf_fini(&out);
	query_incidents_fini(&f.list);
	return x;
}
