/* `show sources`: what was read; `show framework`: what it was scored by. */
#include "cli/framework_arg.h"
#include "cli/message.h"
#include "cli/show.h"

#include <string.h>

struct sources {
	enum cli_form form;
	struct buf out;
	struct json json;
	struct out_table table;
	size_t n;
};

static void json(struct json *j, const struct store_source *s)
{
	json_row(j);
	json_text(j, "file", s->file);
	json_text(j, "kind", s->kind);
	json_time(j, "asOf", s->as_of);
	if (s->as_of == INSTANT_NONE)
		json_null(j, "age");
	else
		json_i64(j, "age", s->age);
	json_bool(j, "fresh", s->fresh);
	json_u64(j, "records", s->records);
	json_u64(j, "rejected", s->rejected);
	json_raw(j, "reasons", *s->reasons ? s->reasons : "{}");
	json_bool(j, "used", s->used);
	json_known(j, "whyNot", s->why_not);
	json_row_end(j);
}

static void csv(struct buf *b, const struct store_source *s)
{
	out_csv_cell(b, true, s->file);
	out_csv_cell(b, false, s->kind);
	buf_char(b, ',');
	cli_time_text(b, s->as_of, "");
	buf_char(b, ',');
	if (s->as_of != INSTANT_NONE)
		buf_printf(b, "%lld", (long long)s->age);
	buf_printf(b, ",%s,%llu,%llu", s->fresh ? "true" : "false", (unsigned long long)s->records,
	           (unsigned long long)s->rejected);
	out_csv_cell(b, false, *s->reasons ? s->reasons : "{}");
	out_csv_cell(b, false, s->used ? "true" : "false");
	out_csv_cell(b, false, s->why_not);
	out_csv_end(b);
}

static void text(struct out_table *t, const struct store_source *s)
{
	struct buf time = {0}, age = {0};
	cli_time_text(&time, s->as_of, "-");
	if (s->as_of == INSTANT_NONE)
		buf_str(&age, "-");
	else
		cli_age_text(&age, s->age);
	bool is_snapshot = s->used && strcmp(s->kind, "bgp") != 0;
	out_table_cell(t, OUT_PLAIN, "%s", s->kind);
	out_table_cell(t, OUT_PLAIN, "%s", time.at);
	out_table_cell(t, is_snapshot && !s->fresh ? OUT_BAD : OUT_PLAIN, "%s", age.at);
	out_table_cell(t, OUT_PLAIN, "%llu", (unsigned long long)s->records);
	out_table_cell(t, s->rejected ? OUT_WARN : OUT_DIM, "%llu", (unsigned long long)s->rejected);
	out_table_cell(t, OUT_PLAIN, "%s", s->file);
	if (s->used)
		out_table_cell(t, OUT_DIM, "%s", s->rejected ? s->reasons : "");
	else
		out_table_cell(t, OUT_WARN, "not used: %s", *s->why_not ? s->why_not : "not needed");
	buf_fini(&time);
	buf_fini(&age);
}

static bool source(void *ctx, const struct store_source *s)
{
	struct sources *x = ctx;
	x->n++;
	if (x->form == FORM_JSON)
		json(&x->json, s);
	else if (x->form == FORM_CSV)
		csv(&x->out, s);
	else
		text(&x->table, s);
	out_flush_large(&x->out);
	return true;
}

enum cli_exit show_sources(const struct cli *c, struct query *q)
{
	static const char *const titles[] = {"kind", "as of", "age", "records", "rejected", "file", ""};
	struct sources x = {.form = cli_form(c)};
	if (x.form == FORM_JSON) {
		json_init(&x.json, &x.out, true);
		json_array(&x.json, NULL);
	} else if (x.form == FORM_CSV) {
		buf_str(&x.out, "file,kind,asOf,age,fresh,records,rejected,reasons,used,whyNot");
		out_csv_end(&x.out);
	}
	out_table_init(&x.table, "llrrrll", titles);
	enum err e = query_sources(q, source, &x);
	if (x.form == FORM_JSON)
		json_end(&x.json);
	else if (x.form == FORM_TEXT)
		out_table_print(&x.table, &x.out, 0);
	if (e == ERR_OK)
		out_flush(&x.out);
	buf_fini(&x.out);
	return e == ERR_OK ? CLI_DONE : cli_query_failed(c, q, e);
}

/* ---- frameworks */

static char *trimmed(char *s)
{
	s += strspn(s, " \t");
	for (size_t n = strlen(s); n > 0 && strchr(" \t\r", s[n - 1]); n--)
		s[n - 1] = 0;
	return s;
}

/* A key with its value so far: a list stands on several lines with the same key. */
struct pair {
	const char *key; /* NULL: none */
	struct buf value;
};

static void pair_write(struct json *j, struct pair *p)
{
	if (p->key)
		json_text(j, p->key, p->value.at ? p->value.at : "");
	p->key = NULL;
	buf_clear(&p->value);
}

static void pair_add(struct json *j, struct pair *p, const char *key, const char *value)
{
	if (p->key && strcmp(p->key, key) == 0)
		buf_str(&p->value, ", ");
	else
		pair_write(j, p);
	p->key = key;
	buf_str(&p->value, value);
}

/* framework_dump writes one "key = value" or "[section]" a line; remarks begin with ';'. */
static void framework_json(struct buf *out, char *ini)
{
	struct json j;
	struct pair pair = {0};
	char *line, *value;
	bool inside = false;
	json_init(&j, out, true);
	json_object(&j, NULL);
	while ((line = strsep(&ini, "\n")) != NULL) {
		line[strcspn(line, ";")] = 0;
		line = trimmed(line);
		if (*line == '[') {
			pair_write(&j, &pair);
			if (inside)
				json_end(&j);
			line[strcspn(line, "]")] = 0;
			json_object(&j, line + 1);
			inside = true;
		} else if ((value = strchr(line, '=')) != NULL) {
			*value = 0;
			pair_add(&j, &pair, trimmed(line), trimmed(value + 1));
		}
	}
	pair_write(&j, &pair);
	if (inside)
		json_end(&j);
	json_end(&j);
	buf_fini(&pair.value);
}

enum cli_exit show_framework(const struct cli *c, const char *name)
{
	struct framework f;
	struct buf text = {0}, out = {0};
	if (cli_form(c) == FORM_CSV)
		return cli_csv_refused(c, "show framework");
	enum cli_exit x = cli_framework_load(c, name, &f, NULL);
	if (x == CLI_DONE)
		framework_dump(&f, &text);
	if (x == CLI_DONE && cli_form(c) == FORM_JSON)
		framework_json(&out, text.at);
	else if (x == CLI_DONE)
		buf_add(&out, text.at, text.len);
	out_flush(&out);
	buf_fini(&out);
	buf_fini(&text);
	return x;
}
