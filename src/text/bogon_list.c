#include "text/bogon_list.h"

#include "text/field.h"
#include "text/line_reader.h"

#include <string.h>
#include <strings.h>

enum { MAX_LINE = 4096 };

struct bogon_list {
	struct line_reader reader; /* must be first */
	bogon_list_fn fn;
	void *ctx;
};

/* last updated 1647435002 (Wed Mar 16 12:50:02 2022 GMT) */
static void take_comment(struct bogon_list *self, const struct text_part *comment)
{
	static const char words[] = "last updated ";
	enum { LEN = sizeof words - 1 };
	uint64_t seconds;
	if (comment->len < LEN || strncasecmp(comment->s, words, LEN) != 0)
		return;
	struct text_part rest = text_trim(comment->s + LEN, comment->len - LEN);
	size_t n = 0;
	while (n < rest.len && rest.s[n] >= '0' && rest.s[n] <= '9')
		n++;
	if (field_number(rest.s, n, UINT32_MAX, &seconds) == ERR_OK)
		self->reader.head.as_of = (instant_t)seconds;
}

static bool take_prefix(struct bogon_list *self, const struct text_line *l, const struct text_part *part)
{
	struct prefix p;
	char shown[FIELD_SHOWN];
	enum err e = prefix_parse(part->s, part->len, &p);
	if (e == ERR_OK && p.len == 0)
		e = ERR_LENGTH;
	if (e != ERR_OK) {
		line_reject(&self->reader, l->number, text_column(l, part->s),
		            e == ERR_LENGTH ? "bad-length" : "bad-prefix", "\"%s\" is %s",
		            field_shown(shown, part->s, part->len),
		            e == ERR_LENGTH ? "without a length, or one that is impossible" : "no prefix");
		return false;
	}
	self->reader.is_kind = true;
	self->reader.head.records++;
	self->fn(self->ctx, &p);
	return true;
}

static enum err take_line(struct line_reader *r, const struct text_line *l)
{
	struct bogon_list *self = (struct bogon_list *)r;
	size_t n = 0;
	if (l->too_long) {
		line_reject_too_long(r, l);
		return ERR_OK;
	}
	while (n < l->len && l->s[n] != '#' && l->s[n] != ';')
		n++;
	struct text_part part = text_trim(l->s, n);
	if (part.len > 0)
		return take_prefix(self, l, &part) || !l->cut || !r->is_kind ? ERR_OK : ERR_SHORT;
	if (n < l->len) {
		part = text_trim(l->s + n + 1, l->len - n - 1);
		take_comment(self, &part);
	}
	return ERR_OK;
}

static void bogon_list_free(struct line_reader *r)
{
	line_reader_fini(r);
	free(r);
}

static const struct line_reader_ops ops = {
    .kind = "bogon prefixes", .line = take_line, .free = bogon_list_free};

struct text_reader *bogon_list_reader_new(bogon_list_fn fn, void *ctx, struct diag *diag)
{
	struct bogon_list *self = mem_new(1, sizeof *self);
	self->fn = fn;
	self->ctx = ctx;
	line_reader_init(&self->reader, &ops, MAX_LINE, diag);
	return &self->reader.head;
}
