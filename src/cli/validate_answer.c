#include "cli/validate_answer.h"

#include "cli/out.h"

#include <string.h>

/* ---- lines that cannot be read */

static void answer_bad(const struct answer *a, struct buf *out, const char *line, size_t len, const char *why)
{
	if (a->format == ANSWER_TEXT) {
		buf_add(out, line, len);
		buf_str(out, " error\n");
		return;
	}
	if (a->format == ANSWER_JSON) {
		struct json j;
		json_init(&j, out, false);
		json_object(&j, NULL);
		json_octets(&j, "line", line, len);
		json_text(&j, "error", why);
		json_end(&j);
		return;
	}
	char *text = mem_strndup(line, len);
	if (a->paths)
		buf_str(out, "error,");
	out_csv_cell(out, true, text);
	buf_str(out, a->paths ? "\r\n" : ",,error,error,error\r\n");
	free(text);
}

void answer_long(const void *ctx, struct buf *out, const char *part, size_t len, bool first, bool last)
{
	const struct answer *a = ctx;
	enum { SHOWN = 80 };
	if (a->format != ANSWER_TEXT) {
		if (first)
			answer_bad(a, out, part, len < SHOWN ? len : SHOWN, "line too long");
		return;
	}
	buf_add(out, part, len);
	if (last)
		buf_str(out, " error\n");
}

/* ---- routes */

void answer_routes_header(const struct answer *a, struct buf *out)
{
	if (a->format == ANSWER_CSV)
		buf_str(out, "prefix,asn,rov,irr,bogon\r\n");
}

/* What is wrong with a field that prefix_parse does not take. */
static const char *prefix_fault(const char *s, size_t len, enum err e)
{
	if (!memchr(s, '/', len))
		return "a prefix needs a length";
	return e == ERR_LENGTH ? "the length is out of range"
	                       : "no prefix, abbreviated, or bits behind its length";
}

static size_t field_len(const char *p, const char *end)
{
	const char *q = p;
	while (q < end && *q != ' ' && *q != '\t' && *q != ',')
		q++;
	return (size_t)(q - p);
}

static const char *field_skip(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t' || *p == ','))
		p++;
	return p;
}

/* "PREFIX ASN"; on failure notes the fault. */
static bool route_parse(struct lines *l, const char *line, size_t len, struct prefix *p, asn_t *asn,
                        const char **why)
{
	const char *end = line + len, *first = field_skip(line, end);
	size_t n_first = field_len(first, end);
	const char *second = field_skip(first + n_first, end);
	size_t n_second = field_len(second, end);
	const char *rest = field_skip(second + n_second, end), *at;
	const char *reason = "bad-line";
	enum err e;
	*why = "not two fields, PREFIX and ASN";
	if (n_second == 0 || rest < end) {
		at = n_second == 0 ? line : rest;
	} else if ((e = prefix_parse(first, n_first, p)) != ERR_OK) {
		reason = "bad-prefix";
		*why = prefix_fault(first, n_first, e);
		at = first;
	} else if (asn_parse(second, n_second, asn) != ERR_OK) {
		reason = "bad-asn";
		*why = "no number up to 4294967295";
		at = second;
	} else {
		return true;
	}
	lines_fault(l, at, reason, *why);
	return false;
}

/* The digits of a number; returns how many. */
static size_t number_put(char *out, uint32_t v)
{
	char digits[10];
	size_t n = 0;
	do
		digits[n++] = (char)('0' + v % 10);
	while (v /= 10);
	for (size_t i = 0; i < n; i++)
		out[i] = digits[n - 1 - i];
	return n;
}

struct judged {
	enum rov rov;
	enum irr irr;
	struct bogon_verdict bogon;
};

/* The words of an answer, none longer than a few letters. */
static char *word_put(char *at, const char *word)
{
	while (*word)
		*at++ = *word++;
	return at;
}

/* One line, put together in place: this is what a million lines a second are made of. */
static void text_route(struct buf *out, const struct prefix *p, asn_t asn, const struct judged *v, bool csv)
{
	char line[PREFIX_TEXT + 100], between = csv ? ',' : ' ';
	char *at = line + prefix_format(line, p);
	*at++ = between;
	at += number_put(at, asn);
	*at++ = between;
	at = word_put(word_put(at, csv ? "" : "rov="), rov_name(v->rov));
	*at++ = between;
	at = word_put(word_put(at, csv ? "" : "irr="), irr_name(v->irr));
	*at++ = between;
	at = word_put(word_put(at, csv ? "" : "bogon="), bogon_class_name((enum bogon_class)v->bogon.class));
	at = word_put(at, csv ? "\r\n" : "\n");
	buf_add(out, line, (size_t)(at - line));
}

static void json_prefix(struct json *j, const char *key, const struct prefix *p)
{
	char text[PREFIX_TEXT];
	prefix_format(text, p);
	json_text(j, key, text);
}

static void json_source(struct json *j, const struct cover_source *s)
{
	char text[CLOCK_TEXT];
	json_text(j, "source", s->name[0] ? s->name : s->file);
	json_text(j, "asOf", s->as_of == INSTANT_NONE ? NULL : clock_format(text, s->as_of, -1));
}

static void json_reasons(const struct validate_tables *t, struct json *j, const struct prefix *p, asn_t asn)
{
	struct rov_explain rov = rov_explain_begin(t->rov, p, asn);
	struct rov_reason v;
	json_array(j, "vrps");
	while (rov_explain_next(&rov, &v)) {
		json_object(j, NULL);
		json_prefix(j, "prefix", &v.prefix);
		json_u64(j, "maxLength", v.max_len);
		json_u64(j, "asn", v.asn);
		json_source(j, v.source);
		json_text(j, "result", rov_match_name(v.result));
		json_end(j);
	}
	json_end(j);
	struct irr_explain irr = irr_explain_begin(t->irr, p, asn);
	struct irr_reason o;
	json_array(j, "objects");
	while (irr_explain_next(&irr, &o)) {
		json_object(j, NULL);
		json_prefix(j, "prefix", &o.prefix);
		json_u64(j, "origin", o.origin);
		json_source(j, o.source);
		json_text(j, "result", irr_match_name(o.result));
		json_end(j);
	}
	json_end(j);
}

/* "reason" is why the prefix is a bogon; where only the ASN is one, why that is. */
static void json_route(const struct answer *a, struct buf *out, const struct prefix *p, asn_t asn,
                       const struct judged *v)
{
	struct bogon_verdict of_asn = bogon_asn(a->tables->bogon, asn, a->tables->at);
	bool asn_alone = v->bogon.class == BOGON_NONE && of_asn.class != BOGON_NONE;
	struct json j;
	json_init(&j, out, false);
	json_object(&j, NULL);
	json_prefix(&j, "prefix", p);
	json_u64(&j, "asn", asn);
	json_text(&j, "rov", rov_name(v->rov));
	json_text(&j, "irr", irr_name(v->irr));
	json_text(&j, "bogon", bogon_class_name((enum bogon_class)v->bogon.class));
	json_text(&j, "asnBogon", bogon_class_name((enum bogon_class)of_asn.class));
	json_text(&j, "reason", asn_alone ? of_asn.reason : v->bogon.reason);
	json_reasons(a->tables, &j, p, asn);
	json_end(&j);
}

static void route_put(const struct answer *a, struct buf *out, const struct prefix *p, asn_t asn,
                      const struct judged *v)
{
	switch (a->format) {
	case ANSWER_TEXT:
		text_route(out, p, asn, v, false);
		break;
	case ANSWER_CSV:
		text_route(out, p, asn, v, true);
		break;
	case ANSWER_JSON:
		json_route(a, out, p, asn, v);
		break;
	}
}

void answer_route(const struct answer *a, struct buf *out, const struct prefix *p, asn_t asn)
{
	const struct validate_tables *t = a->tables;
	struct judged v = {rov_lookup(t->rov, p, asn), irr_lookup(t->irr, p, asn),
	                   bogon_prefix(t->bogon, p, t->at)};
	route_put(a, out, p, asn, &v);
}

/* Lines are judged by the group, so that lookups can overlap. */
struct group {
	struct cover_route routes[COVER_MANY];
	uint8_t rov[COVER_MANY], irr[COVER_MANY];
	size_t n;
};

static void group_answer(const struct answer *a, struct group *g, struct buf *out)
{
	const struct validate_tables *t = a->tables;
	rov_lookup_many(t->rov, g->routes, g->n, g->rov);
	irr_lookup_many(t->irr, g->routes, g->n, g->irr);
	for (size_t i = 0; i < g->n; i++) {
		const struct cover_route *r = &g->routes[i];
		struct judged v = {(enum rov)g->rov[i], (enum irr)g->irr[i],
		                   bogon_prefix(t->bogon, &r->prefix, t->at)};
		route_put(a, out, &r->prefix, r->origin, &v);
	}
	g->n = 0;
}

void answer_routes(const void *ctx, struct lines *l)
{
	const struct answer *a = ctx;
	struct group g = {.n = 0};
	const char *line, *why;
	size_t len;
	while (lines_next(l, &line, &len)) {
		struct cover_route *r = &g.routes[g.n];
		if (route_parse(l, line, len, &r->prefix, &r->origin, &why)) {
			if (++g.n == COVER_MANY)
				group_answer(a, &g, l->out);
		} else {
			group_answer(a, &g, l->out);
			answer_bad(a, l->out, l->raw, l->raw_len, why);
		}
	}
	group_answer(a, &g, l->out);
}

/* ---- paths */

void answer_paths_header(const struct answer *a, struct buf *out)
{
	if (a->format == ANSWER_CSV)
		buf_str(out, "verdict,path\r\n");
}

/* A path as it was written: sequences as ASNs, sets and confederation segments as text. */
struct path {
	VEC(asn_t) hops;
	struct buf text; /* canonical */
	struct buf json; /* the members of its array */
	bool has_set;
};

static void path_clear(struct path *p)
{
	p->hops.n = 0;
	p->has_set = false;
	buf_clear(&p->text);
	buf_clear(&p->json);
}

static void path_comma(struct path *p)
{
	if (p->text.len)
		buf_char(&p->text, ' ');
	if (p->json.len)
		buf_char(&p->json, ',');
}

static const char *path_hop(struct path *p, const char *s, const char *end, const char **why)
{
	size_t len = 0;
	asn_t asn;
	while (s + len < end && s[len] != ' ' && s[len] != '\t')
		len++;
	if (asn_parse(s, len, &asn) != ERR_OK) {
		*why = "no number up to 4294967295";
		return NULL;
	}
	path_comma(p);
	*vec_push(&p->hops) = asn;
	buf_u64(&p->text, asn);
	buf_u64(&p->json, asn);
	return s + len;
}

/* "{1,2}", "(1 2)", "[1,2]"; blanks and commas both divide. */
static const char *path_segment(struct path *p, const char *s, const char *end, const char **why)
{
	char open = *s,
	     close = open == '{'   ? '}'
	             : open == '(' ? ')'
	                           : ']',
	     between = open == '(' ? ' ' : ',';
	const char *at = s + 1;
	bool first = true;
	path_comma(p);
	buf_char(&p->text, open);
	buf_str(&p->json, open == '{' ? "{\"set\":[" : open == '(' ? "{\"confed\":[" : "{\"confedSet\":[");
	while ((at = field_skip(at, end)) < end && *at != close) {
		size_t len = 0;
		asn_t asn;
		while (at + len < end && !strchr(" \t,{}()[]", at[len]))
			len++;
		if (asn_parse(at, len, &asn) != ERR_OK) {
			*why = "no number up to 4294967295 in a set";
			return NULL;
		}
		if (!first) {
			buf_char(&p->text, between);
			buf_char(&p->json, ',');
		}
		buf_u64(&p->text, asn);
		buf_u64(&p->json, asn);
		first = false;
		at += len;
	}
	if (at == end) {
		*why = "a set has no end";
		return NULL;
	}
	buf_char(&p->text, close);
	buf_str(&p->json, "]}");
	p->has_set = true;
	return at + 1;
}

/* NULL when it could be read, else where it could not. */
static const char *path_parse(struct path *p, const char *s, size_t len, const char **why)
{
	const char *end = s + len;
	path_clear(p);
	if (len == 1 && *s == '-') {
		buf_char(&p->text, '-');
		return NULL;
	}
	while (s < end) {
		while (s < end && (*s == ' ' || *s == '\t'))
			s++;
		if (s == end)
			break;
		const char *next = *s == '{' || *s == '(' || *s == '[' ? path_segment(p, s, end, why)
		                                                       : path_hop(p, s, end, why);
		if (!next)
			return s;
		s = next;
	}
	return NULL;
}

/* The pairs that the verdict hangs on: from the origin up, and for `down` from the neighbour down as well. */
static void json_pair(const struct validate_tables *t, struct json *j, asn_t from, asn_t to)
{
	if (from == to)
		return;
	json_object(j, NULL);
	json_u64(j, "from", from);
	json_u64(j, "to", to);
	json_text(j, "authorized", aspa_authorized_name(aspa_authorized(t->aspa, from, to)));
	json_end(j);
}

static void json_path(const struct answer *a, struct buf *out, const struct path *p, const char *verdict)
{
	struct buf hops = {0};
	struct json j;
	buf_char(&hops, '[');
	buf_add(&hops, p->json.at, p->json.len);
	buf_char(&hops, ']');
	json_init(&j, out, false);
	json_object(&j, NULL);
	json_raw(&j, "path", hops.at);
	json_text(&j, "verdict", verdict);
	json_array(&j, "pairs");
	size_t n = p->has_set ? 0 : p->hops.n;
	for (size_t i = n; i > 1; i--)
		json_pair(a->tables, &j, p->hops.at[i - 1], p->hops.at[i - 2]);
	for (size_t i = 1; i < n && !a->up; i++)
		json_pair(a->tables, &j, p->hops.at[i - 1], p->hops.at[i]);
	json_end(&j);
	json_end(&j);
	buf_fini(&hops);
}

static void path_put(const struct answer *a, struct buf *out, const struct path *p)
{
	struct aspa_verdicts v = aspa_verify(a->tables->aspa, p->hops.at, p->hops.n, p->has_set);
	const char *verdict = aspa_verdict_name((enum aspa_verdict)(a->up ? v.up : v.down));
	switch (a->format) {
	case ANSWER_JSON:
		json_path(a, out, p, verdict);
		break;
	case ANSWER_CSV:
		out_csv_cell(out, true, verdict);
		out_csv_cell(out, false, p->text.at);
		out_csv_end(out);
		break;
	case ANSWER_TEXT:
		buf_str(out, verdict);
		buf_char(out, ' ');
		buf_add(out, p->text.at, p->text.len);
		buf_char(out, '\n');
		break;
	}
}

void answer_paths(const void *ctx, struct lines *l)
{
	const struct answer *a = ctx;
	struct path p = {0};
	const char *line;
	size_t len;
	while (lines_next(l, &line, &len)) {
		const char *why = NULL, *bad = path_parse(&p, line, len, &why);
		if (bad) {
			lines_fault(l, bad, "bad-path", why);
			answer_bad(a, l->out, l->raw, l->raw_len, why);
		} else {
			path_put(a, l->out, &p);
		}
	}
	vec_free(&p.hops);
	buf_fini(&p.text);
	buf_fini(&p.json);
}
