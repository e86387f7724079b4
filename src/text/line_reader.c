#include "text/line_reader.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static void say(struct line_reader *r, uint64_t line, uint64_t column, const char *reason, const char *fmt,
                va_list ap)
{
	char what[200];
	vsnprintf(what, sizeof what, fmt, ap);
	diag_report(r->head.diag, diag_at_line(line, column), reason, "%s", what);
}

void line_reject(struct line_reader *r, uint64_t line, uint64_t column, const char *reason, const char *fmt,
                 ...)
{
	va_list ap;
	va_start(ap, fmt);
	say(r, line, column, reason, fmt, ap);
	va_end(ap);
	r->head.rejected++;
}

void line_remark(struct line_reader *r, uint64_t line, uint64_t column, const char *reason, const char *fmt,
                 ...)
{
	va_list ap;
	va_start(ap, fmt);
	say(r, line, column, reason, fmt, ap);
	va_end(ap);
}

void line_reject_too_long(struct line_reader *r, const struct text_line *l)
{
	line_reject(r, l->number, 1, "too-long", "the line is longer than %zu octets", r->lines.max);
}

size_t text_split(const struct text_line *l, char separator, struct text_part *parts, size_t max)
{
	const char *s = l->s, *end = l->s + l->len;
	for (size_t n = 0;;) {
		const char *stop = n + 1 < max ? memchr(s, separator, (size_t)(end - s)) : NULL;
		parts[n++] = text_trim(s, (size_t)((stop ? stop : end) - s));
		if (!stop)
			return n;
		s = stop + 1;
	}
}

bool text_part_is(const struct text_part *p, const char *word)
{
	return strlen(word) == p->len && strncasecmp(p->s, word, p->len) == 0;
}

enum err text_date(const char *s, size_t len, instant_t *out)
{
	if (len == 0 || (len == 8 && memcmp(s, "00000000", 8) == 0)) {
		*out = INSTANT_NONE;
		return ERR_OK;
	}
	if (len != 8)
		return ERR_VALUE;
	char text[10] = {s[0], s[1], s[2], s[3], '-', s[4], s[5], '-', s[6], s[7]};
	return clock_parse(text, sizeof text, out);
}

static enum err take(struct line_reader *r, const struct text_line *l)
{
	r->has_text = r->has_text || l->too_long || text_trim(l->s, l->len).len > 0;
	enum err e = r->line_ops->line(r, l);
	if (e == ERR_OK && !r->is_kind && r->head.rejected >= LINE_READER_PATIENCE) {
		line_remark(r, l->number, 1, "wrong-kind", "nothing so far is a line of %s",
		            r->line_ops->kind);
		return ERR_VALUE;
	}
	return e;
}

/* Text of two or four octets a character, or none at all, shows in its first octet. */
static bool is_no_text(const char *p)
{
	unsigned char c = (unsigned char)*p;
	return c == 0 || c >= 0xfe;
}

static enum err feed(struct text_reader *head, const char *p, size_t len)
{
	struct line_reader *r = (struct line_reader *)head;
	struct text_line l;
	if (r->err != ERR_OK || len == 0)
		return r->err;
	if (!r->began && is_no_text(p)) {
		line_remark(r, 1, 1, "bad-encoding", "not UTF-8 (UTF-16, or no text at all)");
		return r->err = ERR_VALUE;
	}
	r->began = true;
	text_lines_push(&r->lines, p, len);
	while (r->err == ERR_OK && text_lines_next(&r->lines, &l))
		r->err = take(r, &l);
	return r->err;
}

static enum err finish(struct text_reader *head)
{
	struct line_reader *r = (struct line_reader *)head;
	struct text_line l;
	if (r->err == ERR_OK && text_lines_last(&r->lines, &l))
		r->err = take(r, &l);
	if (r->err == ERR_OK && r->line_ops->end)
		r->err = r->line_ops->end(r);
	if (r->err != ERR_OK)
		return r->err;
	uint64_t last = r->lines.number ? r->lines.number : 1;
	if (!r->has_text) {
		line_remark(r, last, 1, "empty", "there is no line in it");
		return r->err = ERR_VALUE;
	}
	if (!r->is_kind) {
		line_remark(r, last, 1, "wrong-kind", "no line of it is one of %s", r->line_ops->kind);
		return r->err = ERR_VALUE;
	}
	return ERR_OK;
}

static void reader_free(struct text_reader *r)
{
	((struct line_reader *)r)->line_ops->free((struct line_reader *)r);
}

static const struct text_reader_ops reader_ops = {feed, finish, reader_free};

void line_reader_init(struct line_reader *r, const struct line_reader_ops *ops, size_t max_line,
                      struct diag *diag)
{
	r->head = (struct text_reader){.ops = &reader_ops, .diag = diag, .as_of = INSTANT_NONE};
	r->line_ops = ops;
	text_lines_init(&r->lines, max_line);
}

void line_reader_fini(struct line_reader *r)
{
	text_lines_fini(&r->lines);
}
