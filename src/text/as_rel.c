#include "text/as_rel.h"

#include "text/clean.h"
#include "text/field.h"
#include "text/line_reader.h"

#include <string.h>
#include <strings.h>

enum { F_A, F_B, F_RELATION, F_SOURCE, F_REST, FIELDS_MIN = F_RELATION + 1, FIELDS_MAX = F_REST + 1 };

struct as_rel {
	struct line_reader reader; /* must be first */
	as_rel_fn fn;
	void *ctx;
	VEC(asn_t) clique;
	VEC(asn_t) exchanges;
	struct buf source;
	bool has_sources; /* serial 2 */
};

struct row {
	struct as_rel *self;
	const struct text_line *line;
	struct text_part f[FIELDS_MAX];
	size_t n;
};

/* ---- comments */

/* What stands behind "# word:" of a comment; false: another comment. */
static bool comment_is(const struct text_part *all, const char *word, struct text_part *rest)
{
	struct text_part p = text_trim(all->s + 1, all->len - 1);
	size_t n = strlen(word);
	if (p.len < n || strncasecmp(p.s, word, n) != 0)
		return false;
	*rest = text_trim(p.s + n, p.len - n);
	return true;
}

/* The next word of the text; false: there is none. */
static bool next_word(struct text_part *rest, struct text_part *word)
{
	*rest = text_trim(rest->s, rest->len);
	size_t n = 0;
	while (n < rest->len && !text_is_blank(rest->s[n]))
		n++;
	*word = (struct text_part){rest->s, n};
	rest->s += n;
	rest->len -= n;
	return n > 0;
}

static void take_list(struct as_rel *self, const struct text_line *l, struct text_part rest, bool is_clique)
{
	struct text_part word;
	char shown[FIELD_SHOWN];
	asn_t asn;
	size_t n = is_clique ? self->clique.n : self->exchanges.n;
	for (; n < AS_REL_MAX_LISTED && next_word(&rest, &word); n++) {
		if (asn_parse(word.s, word.len, &asn) != ERR_OK) {
			line_remark(&self->reader, l->number, text_column(l, word.s), "bad-asn",
			            "\"%s\" is no AS number", field_shown(shown, word.s, word.len));
			return;
		}
		if (is_clique)
			*vec_push(&self->clique) = asn;
		else
			*vec_push(&self->exchanges) = asn;
	}
}

/* topology|BGP|20140101|routeviews|sydney */
static void take_source(struct as_rel *self, struct text_part rest)
{
	instant_t t, *as_of = &self->reader.head.as_of;
	struct text_line l = {.s = rest.s, .len = rest.len};
	struct text_part f[4];
	size_t n = text_split(&l, '|', f, 4);
	if (n < 3 || text_date(f[2].s, f[2].len, &t) != ERR_OK || t == INSTANT_NONE)
		return;
	if (*as_of == INSTANT_NONE || t < *as_of)
		*as_of = t;
}

static void take_comment(struct as_rel *self, const struct text_line *l, const struct text_part *all)
{
	struct text_part rest;
	if (comment_is(all, "source:", &rest))
		take_source(self, rest);
	else if (comment_is(all, "input clique:", &rest) || comment_is(all, "inferred clique:", &rest))
		take_list(self, l, rest, true);
	else if (comment_is(all, "IXP ASes:", &rest))
		take_list(self, l, rest, false);
}

/* ---- links */

static bool reject(const struct row *row, int field, const char *reason, const char *what)
{
	char shown[FIELD_SHOWN];
	const struct text_part *p = &row->f[field];
	line_reject(&row->self->reader, row->line->number, text_column(row->line, p->s), reason,
	            "\"%s\" is %s", field_shown(shown, p->s, p->len), what);
	return false;
}

static bool take_asn(const struct row *row, int field, asn_t *out)
{
	const struct text_part *p = &row->f[field];
	if (asn_parse(p->s, p->len, out) != ERR_OK || *out == 0)
		return reject(row, field, "bad-asn", "no AS number");
	return true;
}

static bool take_relation(const struct row *row, bool *is_transit)
{
	const struct text_part *p = &row->f[F_RELATION];
	*is_transit = text_part_is(p, "-1");
	if (*is_transit || text_part_is(p, "0"))
		return true;
	return reject(row, F_RELATION, "bad-relation", "neither -1 (provider) nor 0 (peers)");
}

static const char *source_of(const struct row *row)
{
	struct buf *b = &row->self->source;
	buf_clear(b);
	if (row->n > F_SOURCE)
		text_clean(b, row->f[F_SOURCE].s, row->f[F_SOURCE].len);
	return b->len ? b->at : "";
}

static bool take_link(const struct row *row)
{
	struct as_rel *self = row->self;
	struct as_rel_link link = {0};
	if (row->n < FIELDS_MIN) {
		line_reject(&self->reader, row->line->number, 1, "bad-row", "%zu fields, at least 3 expected",
		            row->n);
		return false;
	}
	if (!take_asn(row, F_A, &link.a) || !take_asn(row, F_B, &link.b) ||
	    !take_relation(row, &link.is_transit))
		return false;
	if (link.a == link.b)
		return reject(row, F_B, "self-link", "the network itself");
	link.source = source_of(row);
	self->has_sources = self->has_sources || row->n > F_SOURCE;
	self->reader.is_kind = true;
	self->reader.head.records++;
	self->fn(self->ctx, &link);
	return true;
}

static enum err take_line(struct line_reader *r, const struct text_line *l)
{
	struct as_rel *self = (struct as_rel *)r;
	struct row row = {.self = self, .line = l};
	struct text_part all = text_trim(l->s, l->len);
	if (l->too_long) {
		line_reject_too_long(r, l);
		return ERR_OK;
	}
	if (all.len == 0)
		return ERR_OK;
	if (*all.s == '#') {
		take_comment(self, l, &all);
		return ERR_OK;
	}
	row.n = text_split(l, '|', row.f, FIELDS_MAX);
	if (l->cut && self->has_sources && row.n <= F_SOURCE) {
		line_reject(r, l->number, 1, "cut-off", "the file ends inside a line");
		return ERR_SHORT;
	}
	return take_link(&row) || !l->cut || !r->is_kind ? ERR_OK : ERR_SHORT;
}

static void as_rel_free(struct line_reader *r)
{
	struct as_rel *self = (struct as_rel *)r;
	line_reader_fini(r);
	vec_free(&self->clique);
	vec_free(&self->exchanges);
	buf_fini(&self->source);
	free(self);
}

static const struct line_reader_ops ops = {
    .kind = "AS relationships", .line = take_line, .free = as_rel_free};

struct text_reader *as_rel_reader_new(as_rel_fn fn, void *ctx, struct diag *diag)
{
	struct as_rel *self = mem_new(1, sizeof *self);
	self->fn = fn;
	self->ctx = ctx;
	line_reader_init(&self->reader, &ops, 0, diag);
	return &self->reader.head;
}

struct as_rel_header as_rel_reader_header(const struct text_reader *r)
{
	const struct as_rel *self = (const struct as_rel *)r;
	return (struct as_rel_header){.clique = self->clique.at,
	                              .n_clique = self->clique.n,
	                              .exchanges = self->exchanges.at,
	                              .n_exchanges = self->exchanges.n};
}
