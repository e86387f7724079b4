#include "text/clean.h"

/* Octets of the well-formed UTF-8 sequence at s; 0 if there is none (RFC 3629 4). */
static size_t utf8_len(const unsigned char *s, size_t left)
{
	static const struct {
		unsigned char from, to, second_from, second_to, len;
	} rows[] = {
	    {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3},
	    {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3}, {0xf0, 0xf0, 0x90, 0xbf, 4},
	    {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (s[0] < rows[i].from || s[0] > rows[i].to)
			continue;
		size_t n = rows[i].len;
		if (left < n || s[1] < rows[i].second_from || s[1] > rows[i].second_to)
			return 0;
		for (size_t k = 2; k < n; k++)
			if ((s[k] & 0xc0) != 0x80)
				return 0;
		return n;
	}
	return 0;
}

/* Octets of the C0 or C1 control character, DEL or blank at s; 0 if it is another. */
static size_t blank_len(const unsigned char *s, size_t left)
{
	if (s[0] <= ' ' || s[0] == 0x7f)
		return 1;
	if (s[0] == 0xc2 && left > 1 && s[1] >= 0x80 && s[1] <= 0xa0)
		return 2;
	return s[0] >= 0x80 && s[0] <= 0xa0 ? 1 : 0;
}

void text_clean(struct buf *out, const char *text, size_t len)
{
	const unsigned char *s = (const unsigned char *)text, *end = s + len;
	size_t start = out->len;
	bool gap = false;
	buf_add(out, "", 0);
	while (s < end) {
		size_t left = (size_t)(end - s), n = blank_len(s, left);
		if (n > 0) {
			gap = true;
			s += n;
			continue;
		}
		if (gap && out->len > start)
			buf_char(out, ' ');
		gap = false;
		n = s[0] < 0x80 ? 1 : utf8_len(s, left);
		if (n > 0) {
			buf_add(out, s, n);
			s += n;
			continue;
		}
		buf_char(out, (char)(0xc0 | s[0] >> 6));
		buf_char(out, (char)(0x80 | (s[0] & 0x3f)));
		s++;
	}
}

bool text_is_clean(const char *text, size_t len)
{
	const unsigned char *s = (const unsigned char *)text, *end = s + len;
	bool gap = true; /* a blank may not stand here */
	while (s < end) {
		size_t left = (size_t)(end - s);
		if (*s == ' ') {
			if (gap)
				return false;
			gap = true;
			s++;
			continue;
		}
		size_t n = s[0] < 0x80 ? 1 : utf8_len(s, left);
		if (n == 0 || blank_len(s, left) > 0)
			return false;
		gap = false;
		s += n;
	}
	return len == 0 || !gap;
}
