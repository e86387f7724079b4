/* Reading and checking a framework file, by the rows of schema.c. */
#include "score/framework.h"

#include "score/readiness.h"
#include "score/schema.h"

#include <ini.h>
#include <stdio.h>
#include <string.h>

enum {
	MAX_TEXT = 256 << 10, /* octets */
	MAX_LINE = 196,       /* octets; the ini parser's own buffer has room for 200 */
	MAX_INSTANCES = SCORE_METRICS,
};
_Static_assert((int)PROGRAMMES <= (int)MAX_INSTANCES, "the larger scope decides");

struct parsing {
	const char *text;
	size_t len, at;
	uint64_t line;
	const char *raw; /* the current line */
	size_t raw_len;
	struct diag *diag;
	uint64_t n_wrong;
	struct framework *f;
	struct buf why;
	char bad_section[64];                           /* reported already; no section is called ] */
	uint64_t lines[SCHEMA_MAX_ROWS][MAX_INSTANCES]; /* where a key was given; 0: not */
};

#define wrong_at(p, line, column, reason, ...) \
	((p)->n_wrong++, diag_report((p)->diag, diag_at_line(line, column), reason, __VA_ARGS__))

/* Column of the value on the current line. */
static uint64_t value_column(const struct parsing *p)
{
	size_t i = 0;
	while (i < p->raw_len && p->raw[i] != '=' && p->raw[i] != ':')
		i++;
	i++;
	while (i < p->raw_len && (p->raw[i] == ' ' || p->raw[i] == '\t'))
		i++;
	return i < p->raw_len ? i + 1 : p->raw_len + 1;
}

/* "metric M3" to scope and instance. */
static bool find_section(const char *section, enum schema_scope *scope, size_t *instance)
{
	for (size_t r = 0; r < schema_n_rows; r++) {
		const struct schema_row *row = &schema_rows[r];
		size_t len = strlen(row->section);
		if (strncmp(section, row->section, len) != 0)
			continue;
		*scope = row->scope;
		*instance = 0;
		if (row->scope == SCOPE_FRAMEWORK && section[len] == '\0')
			return true;
		if (row->scope == SCOPE_FRAMEWORK || section[len] != ' ')
			continue;
		for (size_t i = 0; i < schema_instances(row->scope); i++) {
			*instance = i;
			if (strcmp(section + len + 1, schema_instance_name(row->scope, i)) == 0)
				return true;
		}
	}
	return false;
}

/* All section names, for the nearest of them. */
static const char *nearest_section(const char *section, struct buf *out)
{
	char names[SCHEMA_MAX_ROWS + MAX_INSTANCES + PROGRAMMES][48];
	const char *list[SCHEMA_MAX_ROWS + MAX_INSTANCES + PROGRAMMES];
	size_t n = 0;
	for (size_t r = 0; r < schema_n_rows; r++) {
		const struct schema_row *row = &schema_rows[r];
		if (r > 0 && strcmp(row->section, schema_rows[r - 1].section) == 0)
			continue;
		for (size_t i = 0; i < schema_instances(row->scope); i++, n++) {
			const char *name = schema_instance_name(row->scope, i);
			struct buf b = {0};
			buf_printf(&b, "%s%s%s", row->section, name[0] ? " " : "", name);
			REQUIRE(b.len < sizeof names[n]);
			memcpy(names[n], b.at, b.len + 1);
			list[n] = names[n];
			buf_fini(&b);
		}
	}
	const char *near = schema_nearest(section, list, n);
	buf_clear(out);
	if (near)
		buf_printf(out, "; did you mean [%s]?", near);
	return near ? out->at : "";
}

static void unknown_key(struct parsing *p, enum schema_scope scope, const char *section, const char *key)
{
	const char *list[SCHEMA_MAX_ROWS];
	size_t n = 0;
	for (size_t r = 0; r < schema_n_rows; r++)
		if (schema_rows[r].scope == scope &&
		    (scope != SCOPE_FRAMEWORK || strcmp(schema_rows[r].section, section) == 0))
			list[n++] = schema_rows[r].key;
	const char *near = schema_nearest(key, list, n);
	if (near)
		wrong_at(p, p->line, 1, "framework-key", "[%s] has no key %s: did you mean %s?", section, key,
		         near);
	else
		wrong_at(p, p->line, 1, "framework-key", "[%s] has no key %s", section, key);
}

static int on_pair(void *user, const char *section, const char *key, const char *value)
{
	struct parsing *p = user;
	enum schema_scope scope;
	size_t instance;
	if (!find_section(section, &scope, &instance)) {
		if (strcmp(p->bad_section, section) == 0)
			return 1;
		wrong_at(p, p->line, 1, "framework-key", "no such section: [%s]%s", section,
		         nearest_section(section, &p->why));
		snprintf(p->bad_section, sizeof p->bad_section, "%s", section);
		return 1;
	}
	size_t r = 0;
	while (r < schema_n_rows &&
	       (schema_rows[r].scope != scope || strcmp(schema_rows[r].key, key) != 0 ||
	        (scope == SCOPE_FRAMEWORK && strcmp(schema_rows[r].section, section) != 0)))
		r++;
	if (r == schema_n_rows) {
		unknown_key(p, scope, section, key);
		return 1;
	}
	if (schema_is_list(&schema_rows[r])) {
		if (!p->lines[r][instance])
			schema_clear(&schema_rows[r], schema_field(&schema_rows[r], instance, p->f));
	} else if (p->lines[r][instance]) {
		wrong_at(p, p->line, 1, "framework-key", "%s: given twice: first on line %llu", key,
		         (unsigned long long)p->lines[r][instance]);
		return 1;
	}
	p->lines[r][instance] = p->line;
	const char *why =
	    schema_set(&schema_rows[r], schema_field(&schema_rows[r], instance, p->f), value, &p->why);
	if (why)
		wrong_at(p, p->line, value_column(p), "framework-value", "%s = %.60s: %s", key, value, why);
	return 1;
}

/* Is this line one that the ini parser understands? Its own report would name only the first that is not. */
static bool is_sound(struct parsing *p, const char *s, size_t len)
{
	if (memchr(s, '\0', len)) {
		wrong_at(p, p->line, 1, "framework-syntax", "not a text: it holds an octet 0");
		return false;
	}
	if (len > MAX_LINE) {
		wrong_at(p, p->line, MAX_LINE + 1, "framework-syntax", "line too long: at most %d octets",
		         MAX_LINE);
		return false;
	}
	if (len == 0 || s[0] == ';' || s[0] == '#')
		return true;
	if (s[0] == '[' ? memchr(s, ']', len) != NULL : memchr(s, '=', len) || memchr(s, ':', len))
		return true;
	wrong_at(p, p->line, 1, "framework-syntax", "neither [section] nor key = value nor a comment");
	return false;
}

/* One line for the ini parser, without leading blanks (it would take them for a continuation). */
static char *next_line(char *out, int room, void *stream)
{
	struct parsing *p = stream;
	if (p->at >= p->len)
		return NULL;
	const char *s = p->text + p->at;
	const char *end = memchr(s, '\n', p->len - p->at);
	size_t len = end ? (size_t)(end - s) : p->len - p->at;
	p->at += len + (end != NULL);
	p->line++;
	if (p->line == 1 && len >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0) {
		s += 3;
		len -= 3;
	}
	p->raw = s;
	p->raw_len = len;
	while (len > 0 && (*s == ' ' || *s == '\t')) {
		s++;
		len--;
	}
	while (len > 0 && (s[len - 1] == '\r' || s[len - 1] == ' ' || s[len - 1] == '\t'))
		len--;
	if (!is_sound(p, s, len) || len + 2 > (size_t)room)
		len = 0;
	memcpy(out, s, len);
	out[len] = '\n';
	out[len + 1] = '\0';
	return out;
}

/* The line where a key was given; the last line where it was not. */
static uint64_t line_of(const struct parsing *p, const char *section, const char *key, size_t instance)
{
	for (size_t r = 0; r < schema_n_rows; r++)
		if (strcmp(schema_rows[r].section, section) == 0 && strcmp(schema_rows[r].key, key) == 0 &&
		    p->lines[r][instance])
			return p->lines[r][instance];
	return p->line ? p->line : 1;
}

static void check_metrics(struct parsing *p)
{
	for (size_t i = 0; i < SCORE_METRICS; i++) {
		const struct framework_metric *m = &p->f->metrics[i];
		const char *name = score_metric_name((enum score_metric)i);
		uint64_t line = line_of(p, "metric", "scored", i);
		if (!m->scored)
			continue;
		if (!score_metric_info((enum score_metric)i)->has_score)
			wrong_at(p, line, 1, "framework-value", "scored = yes: %s has no score", name);
		else if (m->action == SCORE_ACTIONS)
			wrong_at(p, line, 1, "framework-value", "scored = yes: %s belongs to no action",
			         name);
		else if (m->action_weight == 0)
			wrong_at(p, line, 1, "framework-value",
			         "scored = yes: %s has action_weight 0; scored = no leaves it out", name);
	}
}

static void check_programmes(struct parsing *p)
{
	for (size_t i = 0; i < PROGRAMMES; i++) {
		const struct framework_programme *g = &p->f->programmes[i];
		uint64_t named = g->mandatory | g->recommended | g->one_of;
		if (named >> (g->actions + 1))
			wrong_at(p, line_of(p, "programme", "actions", i), 1, "framework-value",
			         "actions = %u: [programme %s] names an action beyond it",
			         (unsigned)g->actions,
			         framework_programme_name((enum framework_programme_id)i));
	}
}

/* What no single row can see. */
static void check_whole(struct parsing *p)
{
	const struct framework *f = p->f;
	if (!f->name[0])
		wrong_at(p, p->line ? p->line : 1, 1, "framework-value",
		         "no name: [framework] name is required");
	if (fraction_cmp(f->ready, f->aspiring) <= 0)
		wrong_at(p, line_of(p, "readiness", "ready", 0), 1, "framework-value",
		         "ready: must be above aspiring");
	if (f->score_min_peers < f->event_min_peers)
		wrong_at(p, line_of(p, "events", "score_min_peers", 0), 1, "framework-value",
		         "score_min_peers: below event_min_peers, but only events are scored");
	if (f->large_from <= f->medium_from)
		wrong_at(p, line_of(p, "sizes", "large_from", 0), 1, "framework-value",
		         "large_from: must be above medium_from");
	check_metrics(p);
	check_programmes(p);
}

void framework_defaults(struct framework *out)
{
	struct buf why = {0};
	*out = (struct framework){0};
	for (size_t r = 0; r < schema_n_rows; r++) {
		const struct schema_row *row = &schema_rows[r];
		if (row->type == TYPE_NAME)
			continue;
		for (size_t i = 0; i < schema_instances(row->scope); i++)
			REQUIRE(!schema_set(row, schema_field(row, i, out), schema_preset(row, i), &why));
	}
	buf_fini(&why);
}

enum err framework_parse(const char *text, size_t len, struct diag *diag, struct framework *out)
{
	if (len > MAX_TEXT) {
		diag_report(diag, diag_at_line(1, 1), "framework-syntax",
		            "too long for a framework: at most %d octets", MAX_TEXT);
		return ERR_LIMIT;
	}
	struct framework f;
	framework_defaults(&f);
	struct parsing *p = mem_new(1, sizeof *p);
	*p = (struct parsing){.text = text, .len = len, .diag = diag, .f = &f, .bad_section = "]"};
	int left = ini_parse_stream(next_line, p, on_pair, p);
	if (left > 0 && p->n_wrong == 0) /* what is_sound does not know of */
		wrong_at(p, (uint64_t)left, 1, "framework-syntax", "not understood");
	if (p->n_wrong == 0)
		check_whole(p);
	uint64_t n_wrong = p->n_wrong + (left < 0);
	buf_fini(&p->why);
	free(p);
	if (n_wrong > 0)
		return ERR_VALUE;
	*out = f;
	return ERR_OK;
}
