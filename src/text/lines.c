#include "text/lines.h"

#include <string.h>

void text_lines_init(struct text_lines *l, size_t max)
{
	*l = (struct text_lines){.max = max ? max : TEXT_LINE_MAX};
}

void text_lines_fini(struct text_lines *l)
{
	buf_fini(&l->rest);
}

void text_lines_push(struct text_lines *l, const char *p, size_t len)
{
	REQUIRE(l->p == l->end);
	l->p = p;
	l->end = p + len;
}

static void give(struct text_lines *l, struct text_line *out, const char *s, size_t len, bool cut)
{
	l->number++;
	if (l->number == 1 && len >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0) {
		s += 3;
		len -= 3;
	}
	if (!cut && len > 0 && s[len - 1] == '\r')
		len--;
	*out = (struct text_line){.s = s, .len = len, .number = l->number, .cut = cut};
}

static void give_too_long(struct text_lines *l, struct text_line *out, bool cut)
{
	l->skipping = false;
	buf_clear(&l->rest);
	give(l, out, "", 0, cut);
	out->too_long = true;
}

bool text_lines_next(struct text_lines *l, struct text_line *out)
{
	const char *p = l->p;
	if (l->lent) {
		buf_clear(&l->rest);
		l->lent = false;
	}
	if (p == l->end)
		return false;
	const char *nl = memchr(p, '\n', (size_t)(l->end - p));
	size_t len = (size_t)((nl ? nl : l->end) - p);
	bool fits = !l->skipping && len <= l->max - l->rest.len;
	l->p = nl ? nl + 1 : l->end;
	if (!nl) {
		if (fits)
			buf_add(&l->rest, p, len);
		else
			buf_clear(&l->rest);
		l->skipping = !fits;
		return false;
	}
	if (!fits) {
		give_too_long(l, out, false);
	} else if (l->rest.len > 0) {
		buf_add(&l->rest, p, len);
		l->lent = true;
		give(l, out, l->rest.at, l->rest.len, false);
	} else {
		give(l, out, p, len, false);
	}
	return true;
}

bool text_lines_last(struct text_lines *l, struct text_line *out)
{
	REQUIRE(l->p == l->end);
	if (l->lent) {
		buf_clear(&l->rest);
		l->lent = false;
	}
	if (l->skipping) {
		give_too_long(l, out, true);
		return true;
	}
	if (l->rest.len == 0)
		return false;
	l->lent = true;
	give(l, out, l->rest.at, l->rest.len, true);
	return true;
}
