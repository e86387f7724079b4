#include "text/as_org.h"

#include "text/clean.h"
#include "text/field.h"
#include "text/line_reader.h"

#include <string.h>
#include <strings.h>

enum { MAX_LINE = 4096, MAX_COLUMNS = 32 };

/* column, the names that it has had */
#define COLUMN_LIST(X)                      \
	X(ASN, "aut", "asn")                \
	X(ORG_ID, "org_id", "org_id")       \
	X(NAME, "org_name", "aut_name")     \
	X(COUNTRY, "country", "country")    \
	X(SOURCE, "source", "source")       \
	X(OPAQUE, "opaque_id", "opaque_id") \
	X(CHANGED, "changed", "changed")

enum column {
#define COLUMN_ENUM(id, name, other) COLUMN_##id,
	COLUMN_LIST(COLUMN_ENUM)
#undef COLUMN_ENUM
	    COLUMNS
};

enum table { TABLE_NONE, TABLE_UNKNOWN, TABLE_ORGANISATIONS, TABLE_NETWORKS };

struct as_org {
	struct line_reader reader; /* must be first */
	as_org_organisation_fn organisation;
	as_org_network_fn network;
	void *ctx;
	enum table table;
	size_t n_columns;
	size_t at[COLUMNS]; /* where each column is; n_columns: nowhere */
	struct buf words;   /* of one line */
	size_t offsets[COLUMNS];
};

struct row {
	const struct text_line *line;
	struct text_part f[MAX_COLUMNS + 1];
	size_t n;
};

/* ---- the line that names a table's columns */

static int column_of(const struct text_part *p)
{
	static const char *const names[COLUMNS][2] = {
#define COLUMN_NAMES(id, name, other) [COLUMN_##id] = {name, other},
	    COLUMN_LIST(COLUMN_NAMES)
#undef COLUMN_NAMES
	};
	for (int i = 0; i < COLUMNS; i++)
		if (text_part_is(p, names[i][0]) || text_part_is(p, names[i][1]))
			return i;
	return -1;
}

static void take_columns(struct as_org *self, const struct text_line *l, const struct text_part *names)
{
	struct text_line line = {.s = names->s, .len = names->len};
	struct text_part f[MAX_COLUMNS + 1];
	size_t n = text_split(&line, '|', f, MAX_COLUMNS + 1);
	self->n_columns = n;
	for (size_t c = 0; c < COLUMNS; c++)
		self->at[c] = n;
	for (size_t i = n; i-- > 0;) {
		int c = column_of(&f[i]);
		if (c >= 0)
			self->at[c] = i;
	}
	self->table = TABLE_UNKNOWN;
	if (n <= MAX_COLUMNS && self->at[COLUMN_ORG_ID] < n)
		self->table = self->at[COLUMN_ASN] < n ? TABLE_NETWORKS : TABLE_ORGANISATIONS;
	if (self->table == TABLE_UNKNOWN)
		line_remark(&self->reader, l->number, text_column(l, names->s), "bad-format",
		            "columns of neither organisations nor networks");
	else
		self->reader.is_kind = true;
}

static void take_comment(struct as_org *self, const struct text_line *l, const struct text_part *all)
{
	static const char word[] = "format:";
	enum { LEN = sizeof word - 1 };
	struct text_part p = text_trim(all->s + 1, all->len - 1);
	if (p.len < LEN || strncasecmp(p.s, word, LEN) != 0)
		return;
	p = text_trim(p.s + LEN, p.len - LEN);
	take_columns(self, l, &p);
}

/* ---- lines of a table */

static struct text_part cell(const struct as_org *self, const struct row *row, enum column c)
{
	size_t i = self->at[c];
	return i < row->n ? row->f[i] : (struct text_part){"", 0};
}

/* All cells as clean text, one behind the other. */
static void clean_cells(struct as_org *self, const struct row *row)
{
	buf_clear(&self->words);
	for (unsigned c = 0; c < COLUMNS; c++) {
		struct text_part p = cell(self, row, (enum column)c);
		self->offsets[c] = self->words.len;
		text_clean(&self->words, p.s, p.len);
		buf_char(&self->words, 0);
	}
}

static const char *word(const struct as_org *self, enum column c)
{
	return self->words.at + self->offsets[c];
}

static void hand_out(struct as_org *self, asn_t asn)
{
	instant_t changed = as_org_date(word(self, COLUMN_CHANGED));
	if (self->table == TABLE_NETWORKS)
		self->network(self->ctx, &(struct as_org_network){.asn = asn,
		                                                  .name = word(self, COLUMN_NAME),
		                                                  .org_id = word(self, COLUMN_ORG_ID),
		                                                  .opaque_id = word(self, COLUMN_OPAQUE),
		                                                  .source = word(self, COLUMN_SOURCE),
		                                                  .changed = changed});
	else
		self->organisation(self->ctx,
		                   &(struct as_org_organisation){.id = word(self, COLUMN_ORG_ID),
		                                                 .name = word(self, COLUMN_NAME),
		                                                 .country = word(self, COLUMN_COUNTRY),
		                                                 .source = word(self, COLUMN_SOURCE),
		                                                 .changed = changed});
}

static bool take_row(struct as_org *self, const struct row *row)
{
	struct line_reader *r = &self->reader;
	struct text_part p = cell(self, row, COLUMN_ASN);
	char shown[FIELD_SHOWN];
	asn_t asn = 0;
	if (row->n != self->n_columns) {
		line_reject(r, row->line->number, 1, "bad-row", "%zu fields, %zu expected", row->n,
		            self->n_columns);
		return false;
	}
	if (self->table == TABLE_NETWORKS && asn_parse(p.s, p.len, &asn) != ERR_OK) {
		line_reject(r, row->line->number, text_column(row->line, p.s), "bad-asn",
		            "\"%s\" is no AS number", field_shown(shown, p.s, p.len));
		return false;
	}
	clean_cells(self, row);
	if (!*word(self, COLUMN_ORG_ID)) {
		p = cell(self, row, COLUMN_ORG_ID);
		line_reject(r, row->line->number, text_column(row->line, p.s), "missing-member",
		            "a line without org_id");
		return false;
	}
	r->head.records++;
	hand_out(self, asn);
	return true;
}

/* A line without an end may yet be whole, where only who said it could have been cut. */
static bool is_whole(const struct as_org *self, const struct row *row)
{
	return !row->line->cut ||
	       (row->n == self->n_columns && self->at[COLUMN_SOURCE] + 1 == self->n_columns);
}

static enum err take_line(struct line_reader *r, const struct text_line *l)
{
	struct as_org *self = (struct as_org *)r;
	struct row row = {.line = l};
	struct text_part all = text_trim(l->s, l->len);
	if (l->too_long) {
		line_reject_too_long(r, l);
		return ERR_OK;
	}
	if (all.len > 0 && *all.s == '#')
		take_comment(self, l, &all);
	if (all.len == 0 || *all.s == '#' || self->table == TABLE_UNKNOWN)
		return ERR_OK;
	if (self->table == TABLE_NONE) {
		line_reject(r, l->number, 1, "no-format", "no \"# format:\" before this line");
		return ERR_OK;
	}
	row.n = text_split(l, '|', row.f, MAX_COLUMNS + 1);
	if (!is_whole(self, &row)) {
		line_reject(r, l->number, 1, "cut-off", "the file ends inside a line");
		return ERR_SHORT;
	}
	return take_row(self, &row) || !l->cut ? ERR_OK : ERR_SHORT;
}

static void as_org_free(struct line_reader *r)
{
	struct as_org *self = (struct as_org *)r;
	line_reader_fini(r);
	buf_fini(&self->words);
	free(self);
}

static const struct line_reader_ops ops = {
    .kind = "organisations of ASNs", .line = take_line, .free = as_org_free};

struct text_reader *as_org_reader_new(as_org_organisation_fn organisation, as_org_network_fn network,
                                      void *ctx, struct diag *diag)
{
	struct as_org *self = mem_new(1, sizeof *self);
	self->organisation = organisation;
	self->network = network;
	self->ctx = ctx;
	line_reader_init(&self->reader, &ops, MAX_LINE, diag);
	return &self->reader.head;
}
