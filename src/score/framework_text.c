/* Frameworks as text: dump, documentation, and those that are compiled in. */
#include "score/framework.h"
#include "score/framework_texts.h"
#include "score/schema.h"

#include <pthread.h>
#include <string.h>

/* The rows of one section, from first to the end of it; returns the row behind. */
static size_t section_end(size_t first)
{
	size_t r = first;
	while (r < schema_n_rows && strcmp(schema_rows[r].section, schema_rows[first].section) == 0)
		r++;
	return r;
}

/* A line of a file has room for so much of a list; what is left goes on lines of their own. */
enum { DUMP_WIDTH = 90 };

static void dump_value(const char *key, const char *text, struct buf *out)
{
	size_t len = strlen(text);
	while (len > DUMP_WIDTH) {
		size_t cut = DUMP_WIDTH;
		while (cut > 0 && text[cut] != ' ')
			cut--;
		REQUIRE(cut > 1);                                        /* no element is so long */
		buf_printf(out, "%s = %.*s\n", key, (int)cut - 1, text); /* without the comma */
		text += cut + 1;
		len -= cut + 1;
	}
	buf_printf(out, "%s = %s\n", key, text);
}

static void dump_section(const struct framework *f, size_t first, size_t end, size_t instance,
                         struct buf *out)
{
	const char *name = schema_instance_name(schema_rows[first].scope, instance);
	buf_printf(out, "\n[%s%s%s]\n", schema_rows[first].section, name[0] ? " " : "", name);
	for (size_t r = first; r < end; r++) {
		const struct schema_row *row = &schema_rows[r];
		struct buf value = {0};
		schema_format(row, schema_field_get(row, instance, f), &value);
		if (schema_is_list(row))
			dump_value(row->key, value.at, out);
		else
			buf_printf(out, "%s = %s\n", row->key, value.at ? value.at : "");
		buf_fini(&value);
	}
}

void framework_dump(const struct framework *f, struct buf *out)
{
	buf_printf(out, "; framework %s\n", f->name);
	for (size_t r = 0, end; r < schema_n_rows; r = end) {
		end = section_end(r);
		for (size_t i = 0; i < schema_instances(schema_rows[r].scope); i++)
			dump_section(f, r, end, i, out);
	}
}

bool framework_eq(const struct framework *a, const struct framework *b)
{
	struct buf x = {0}, y = {0};
	framework_dump(a, &x);
	framework_dump(b, &y);
	bool same = strcmp(x.at, y.at) == 0;
	buf_fini(&x);
	buf_fini(&y);
	return same;
}

enum { MAX_BUILTIN = 8 };
static struct framework builtin[MAX_BUILTIN];
static pthread_once_t builtin_once = PTHREAD_ONCE_INIT;

static void builtin_parse(void)
{
	REQUIRE(framework_n_texts <= MAX_BUILTIN);
	for (size_t i = 0; i < framework_n_texts; i++) {
		const char *text = framework_texts[i].text;
		REQUIRE(framework_parse(text, strlen(text), NULL, &builtin[i]) == ERR_OK);
		REQUIRE(strcmp(builtin[i].name, framework_texts[i].name) == 0);
	}
}

const char *framework_builtin_name(size_t i)
{
	return i < framework_n_texts ? framework_texts[i].name : NULL;
}

const struct framework *framework_builtin(const char *name)
{
	REQUIRE(pthread_once(&builtin_once, builtin_parse) == 0);
	for (size_t i = 0; i < framework_n_texts; i++)
		if (strcmp(builtin[i].name, name) == 0)
			return &builtin[i];
	return NULL;
}

const char *framework_builtin_text(const char *name)
{
	for (size_t i = 0; i < framework_n_texts; i++)
		if (strcmp(framework_texts[i].name, name) == 0)
			return framework_texts[i].text;
	return NULL;
}

/* A cell of a table: '|' would end it. */
static void cell(struct buf *out, const char *s)
{
	buf_str(out, " ");
	for (; *s; s++) {
		if (*s == '|')
			buf_char(out, '\\');
		buf_char(out, *s);
	}
	buf_str(out, " |");
}

static void document_row(const struct schema_row *row, struct buf *out)
{
	struct buf range = {0};
	schema_format_range(row, &range);
	buf_str(out, "|");
	cell(out, row->key);
	cell(out, row->preset[0] ? row->preset : "-");
	cell(out, row->unit);
	cell(out, range.at);
	cell(out, row->doc);
	buf_char(out, '\n');
	buf_fini(&range);
}

/* One line of the comparison, where the shipped frameworks do not agree. */
static void document_difference(const struct schema_row *row, size_t instance, struct buf *out)
{
	struct buf value[MAX_BUILTIN] = {{0}};
	bool differs = false;
	for (size_t i = 0; i < framework_n_texts; i++) {
		schema_format(row,
		              schema_field_get(row, instance, framework_builtin(framework_texts[i].name)),
		              &value[i]);
		differs |= i > 0 && strcmp(value[i].at, value[0].at) != 0;
	}
	if (differs) {
		const char *name = schema_instance_name(row->scope, instance);
		buf_printf(out, "| [%s%s%s] %s |", row->section, name[0] ? " " : "", name, row->key);
		for (size_t i = 0; i < framework_n_texts; i++)
			cell(out, value[i].at);
		buf_char(out, '\n');
	}
	for (size_t i = 0; i < framework_n_texts; i++)
		buf_fini(&value[i]);
}

void framework_document(struct buf *out)
{
	for (size_t r = 0, end; r < schema_n_rows; r = end) {
		end = section_end(r);
		const char *of = schema_rows[r].scope == SCOPE_METRIC      ? " NAME"
		                 : schema_rows[r].scope == SCOPE_PROGRAMME ? " NAME"
		                                                           : "";
		buf_printf(
		    out, "### [%s%s]\n\n| key | default | unit | values | meaning |\n|---|---|---|---|---|\n",
		    schema_rows[r].section, of);
		for (size_t i = r; i < end; i++)
			document_row(&schema_rows[i], out);
		buf_char(out, '\n');
	}
	buf_str(out, "## Where the shipped frameworks differ\n\n| key |");
	for (size_t i = 0; i < framework_n_texts; i++)
		cell(out, framework_texts[i].name);
	buf_str(out, "\n|---|");
	for (size_t i = 0; i < framework_n_texts; i++)
		buf_str(out, "---|");
	buf_char(out, '\n');
	for (size_t r = 0; r < schema_n_rows; r++)
		for (size_t i = 0; i < schema_instances(schema_rows[r].scope); i++)
			document_difference(&schema_rows[r], i, out);
}
