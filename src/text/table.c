#include "text/table.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { WORDS_LIMIT = 1 << 20, NO_COLUMN = -1 };

struct table {
	const struct table_shape *shape;
	struct csv *csv;
	int columns[64]; /* of each field; NO_COLUMN */
	size_t n_columns;
	bool has_header;
	void *record;
	uint64_t line;
	struct arena words;
	struct arena_mark fresh;
};

bool table_reject(struct table_reader *r, const char *reason, const char *fmt, ...)
{
	char what[160];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	diag_report(r->head.diag, diag_at_line(r->table->line, 1), reason, "%s", what);
	return false;
}

static struct csv_cell trimmed(struct csv_cell c)
{
	while (c.len > 0 && (*c.s == ' ' || *c.s == '\t')) {
		c.s++;
		c.len--;
	}
	while (c.len > 0 && (c.s[c.len - 1] == ' ' || c.s[c.len - 1] == '\t'))
		c.len--;
	return c;
}

static int column_of(const struct csv_row *row, const char *name)
{
	for (size_t i = 0; i < row->n; i++) {
		struct csv_cell c = trimmed(row->cells[i]);
		if (c.len == strlen(name) && strncasecmp(c.s, name, c.len) == 0)
			return (int)i;
	}
	return NO_COLUMN;
}

/* Of several names for one member only the first that the header has is read. */
static bool is_taken(const struct table *t, size_t field)
{
	for (size_t k = 0; k < field; k++)
		if (t->columns[k] != NO_COLUMN &&
		    t->shape->fields[k].offset == t->shape->fields[field].offset)
			return true;
	return false;
}

static enum err read_header(struct table_reader *r, const struct csv_row *row)
{
	struct table *t = r->table;
	const struct table_shape *shape = t->shape;
	for (size_t f = 0; f < shape->n_fields; f++) {
		t->columns[f] = NO_COLUMN;
		if (!is_taken(t, f))
			t->columns[f] = column_of(row, shape->fields[f].name);
	}
	for (size_t f = 0; f < shape->n_fields; f++) {
		if (shape->fields[f].need != FIELD_NEEDED || t->columns[f] != NO_COLUMN)
			continue;
		bool other = false;
		for (size_t k = 0; k < shape->n_fields; k++)
			other |=
			    t->columns[k] != NO_COLUMN && shape->fields[k].offset == shape->fields[f].offset;
		if (other)
			continue;
		(void)table_reject(r, "wrong-kind", "no column \"%s\": not a table of %ss",
		                   shape->fields[f].name, shape->name);
		return ERR_VALUE;
	}
	t->n_columns = row->n;
	t->has_header = true;
	if (shape->header)
		shape->header(r, row);
	return ERR_OK;
}

static bool fill(struct table_reader *r, const struct csv_row *row, uint64_t *seen)
{
	struct table *t = r->table;
	const struct field *fields = t->shape->fields;
	for (size_t f = 0; f < t->shape->n_fields; f++) {
		if (t->columns[f] == NO_COLUMN)
			continue;
		struct csv_cell c = trimmed(row->cells[t->columns[f]]);
		if (c.len > 0 && field_set(&fields[f], t->record, c.s, c.len, &t->words) == ERR_OK) {
			*seen |= (uint64_t)1 << f;
			continue;
		}
		if (c.len == 0 && fields[f].need != FIELD_NEEDED)
			continue;
		char shown[FIELD_SHOWN];
		(void)table_reject(r, c.len ? field_reason(fields[f].kind) : "missing-member",
		                   "%s of a %s: \"%s\" is %s", fields[f].name, t->shape->name,
		                   field_shown(shown, c.s, c.len), field_words(fields[f].kind));
		if (fields[f].need != FIELD_OPTIONAL)
			return false;
	}
	return true;
}

static bool read_row(struct table_reader *r, const struct csv_row *row)
{
	struct table *t = r->table;
	size_t n = row->n;
	while (n > t->n_columns && row->cells[n - 1].len == 0)
		n--;
	if (n != t->n_columns)
		return table_reject(r, "bad-row", "%zu cells, but %zu columns", row->n, t->n_columns);
	arena_rewind(&t->words, t->fresh);
	memset(t->record, 0, t->shape->size);
	for (size_t f = 0; f < t->shape->n_fields; f++)
		field_reset(&t->shape->fields[f], t->record);
	uint64_t seen = 0;
	return fill(r, row, &seen) && t->shape->take(r, t->record, seen, row);
}

static enum err on_row(void *ctx, const struct csv_row *row)
{
	struct table_reader *r = ctx;
	struct table *t = r->table;
	t->line = row->line;
	if (!t->has_header)
		return read_header(r, row);
	if (row->cut && row->n < t->n_columns) {
		(void)table_reject(r, "cut-off", "the file ends inside a row");
		return ERR_SHORT;
	}
	if (read_row(r, row))
		r->head.records++;
	else
		r->head.rejected++;
	return ERR_OK;
}

static void on_dropped(void *ctx)
{
	((struct table_reader *)ctx)->head.rejected++;
}

void table_reader_init(struct table_reader *r, const struct table_shape *shape, struct diag *diag)
{
	struct table *t = mem_new(1, sizeof *t);
	const struct csv_options options = {.dropped = on_dropped};
	REQUIRE(shape->n_fields <= 64);
	r->head = (struct text_reader){.ops = &table_reader_ops, .diag = diag, .as_of = INSTANT_NONE};
	r->table = t;
	t->shape = shape;
	t->csv = csv_new(&options, on_row, r, diag);
	t->record = mem_new(1, shape->size);
	arena_init(&t->words, WORDS_LIMIT);
	REQUIRE(arena_new(&t->words, 1, 1));
	t->fresh = arena_mark_get(&t->words);
}

enum err table_reader_feed(struct text_reader *r, const char *p, size_t len)
{
	return csv_feed(((struct table_reader *)r)->table->csv, p, len);
}

enum err table_reader_finish(struct text_reader *head)
{
	struct table_reader *r = (struct table_reader *)head;
	enum err e = csv_finish(r->table->csv);
	if (e == ERR_OK && head->records == 0 && head->rejected > 0) {
		(void)table_reject(r, "wrong-kind", "no %s in it", r->table->shape->name);
		return ERR_VALUE;
	}
	return e;
}

void table_reader_fini(struct table_reader *r)
{
	csv_free(r->table->csv);
	arena_fini(&r->table->words);
	free(r->table->record);
	free(r->table);
}

static void table_free(struct text_reader *r)
{
	table_reader_fini((struct table_reader *)r);
	free(r);
}

const struct text_reader_ops table_reader_ops = {table_reader_feed, table_reader_finish, table_free};
