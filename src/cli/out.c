#include "cli/out.h"

#include "cli/message.h"
#include "cli/verb.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---------------------------------------------------------------- where it goes */

void out_flush(struct buf *b)
{
	if (b->len && fwrite(b->at, 1, b->len, stdout) != b->len) {
		char text[120];
		cli_error("standard output: cannot be written: %s", strerror_r(errno, text, sizeof text));
		_exit(CLI_INTERNAL);
	}
	buf_clear(b);
}

void out_flush_large(struct buf *b)
{
	if (b->len >= (size_t)64 * 1024)
		out_flush(b);
}

bool out_terminal_is_dumb(void)
{
	const char *term = getenv("TERM");
	return !term || !*term || strcmp(term, "dumb") == 0;
}

/* NO_COLOR: set and not empty, https://no-color.org. */
bool out_coloured(void)
{
	static int known = -1;
	if (known < 0) {
		const char *no = getenv("NO_COLOR");
		known = isatty(STDOUT_FILENO) && !(no && *no) && !out_terminal_is_dumb();
	}
	return known;
}

void out_styled(struct buf *b, enum out_style style, const char *text)
{
	static const char *const codes[] = {"", "\033[1m", "\033[2m", "\033[32m", "\033[33m", "\033[31m"};
	bool on = style != OUT_PLAIN && out_coloured();
	buf_str(b, on ? codes[style] : "");
	buf_str(b, text);
	buf_str(b, on ? "\033[0m" : "");
}

/* ---------------------------------------------------------------- text */

/* Octets of the well-formed UTF-8 sequence at s (Unicode table 3-7), or 0. */
static size_t utf8_len(const unsigned char *s, size_t left)
{
	size_t n = s[0] < 0x80   ? 1
	           : s[0] < 0xc2 ? 0
	           : s[0] < 0xe0 ? 2
	           : s[0] < 0xf0 ? 3
	           : s[0] < 0xf5 ? 4
	                         : 0;
	if (n == 0 || n > left)
		return 0;
	for (size_t i = 1; i < n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) || (s[0] == 0xf0 && s[1] < 0x90) ||
	    (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	return n;
}

static void add_latin1(struct buf *b, unsigned char c)
{
	buf_char(b, (char)(0xc0 | c >> 6));
	buf_char(b, (char)(0x80 | (c & 0x3f)));
}

void out_utf8(struct buf *b, const char *s, size_t len)
{
	const unsigned char *p = (const unsigned char *)s;
	for (size_t i = 0, n; i < len; i += n) {
		n = utf8_len(p + i, len - i);
		if (n) {
			buf_add(b, p + i, n);
		} else {
			add_latin1(b, p[i]);
			n = 1;
		}
	}
}

/* C0, DEL and the C1 range (U+0080..U+009F, in UTF-8 c2 80..c2 9f). */
void out_text_clean(struct buf *b, const char *s, size_t len)
{
	struct buf u = {0};
	out_utf8(&u, s, len);
	for (size_t i = 0; i < u.len; i++) {
		unsigned char c = (unsigned char)u.at[i];
		if (c == 0xc2 && (unsigned char)u.at[i + 1] < 0xa0) {
			buf_char(b, '?');
			i++;
		} else {
			buf_char(b, c < 0x20 || c == 0x7f ? '?' : (char)c);
		}
	}
	buf_fini(&u);
}

void out_number(struct buf *b, double v)
{
	char text[40];
	if (!isfinite(v)) {
		buf_str(b, "null");
		return;
	}
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(text, sizeof text, "%.*g", digits, v);
		if (strtod(text, NULL) == v)
			break;
	}
	buf_str(b, text);
}

void out_wrapped(struct buf *out, const char *text, unsigned indent, unsigned width)
{
	size_t column = 0;
	for (const char *p = text; *p;) {
		size_t word = strcspn(p, " \n");
		if (column && column + 1 + word > width) {
			buf_char(out, '\n');
			column = 0;
		}
		if (column)
			buf_char(out, ' ');
		for (unsigned i = 0; !column && i < indent; i++)
			buf_char(out, ' ');
		column += (column ? 1 : indent) + word;
		buf_add(out, p, word);
		p += word;
		if (*p == '\n') {
			buf_char(out, '\n');
			column = 0;
		}
		p += *p != 0;
	}
	buf_char(out, '\n');
}

void out_count(struct buf *b, uint64_t n, const char *one, const char *many)
{
	buf_u64(b, n);
	buf_char(b, ' ');
	buf_str(b, n == 1 ? one : many);
}

/* ---------------------------------------------------------------- columns */

void out_table_init(struct out_table *t, const char *align, const char *const *titles)
{
	*t = (struct out_table){.titles = titles, .align = align, .n_columns = strlen(align)};
}

void out_table_cell(struct out_table *t, enum out_style style, const char *fmt, ...)
{
	struct buf clean = {0};
	char *raw = NULL;
	va_list ap;
	va_start(ap, fmt);
	int n = vasprintf(&raw, fmt, ap);
	va_end(ap);
	REQUIRE(n >= 0);
	out_text_clean(&clean, raw, (size_t)n);
	free(raw);
	*vec_push(&t->cells) = (struct out_cell){.text = buf_take(&clean), .style = style};
}

/* Columns on the screen, one for each code point: good enough for names of networks. */
static size_t width_of(const char *s)
{
	size_t n = 0;
	for (; *s; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

static void print_row(const struct out_table *t, struct buf *b, unsigned indent, const size_t *widths,
                      const struct out_cell *row)
{
	for (unsigned i = 0; i < indent; i++)
		buf_char(b, ' ');
	for (size_t c = 0; c < t->n_columns; c++) {
		size_t pad = widths[c] - width_of(row[c].text);
		bool last = c + 1 == t->n_columns;
		for (size_t i = 0; i < pad && t->align[c] == 'r'; i++)
			buf_char(b, ' ');
		out_styled(b, row[c].style, row[c].text);
		for (size_t i = 0; i < pad && t->align[c] != 'r' && !last; i++)
			buf_char(b, ' ');
		buf_str(b, last ? "" : "  ");
	}
	while (b->len && b->at[b->len - 1] == ' ')
		b->len--;
	buf_char(b, '\n');
}

void out_table_print(struct out_table *t, struct buf *b, unsigned indent)
{
	size_t *widths = mem_new(t->n_columns, sizeof *widths);
	struct out_cell *heading = mem_new(t->n_columns, sizeof *heading);
	REQUIRE(t->n_columns && t->cells.n % t->n_columns == 0);
	for (size_t c = 0; t->titles && c < t->n_columns; c++) {
		union {
			const char *lent;
			char *text;
		} title = {.lent = t->titles[c]};
		heading[c] = (struct out_cell){.text = title.text, .style = OUT_DIM};
		widths[c] = width_of(title.lent);
	}
	for (size_t i = 0; i < t->cells.n; i++) {
		size_t w = width_of(t->cells.at[i].text);
		if (w > widths[i % t->n_columns])
			widths[i % t->n_columns] = w;
	}
	if (t->titles)
		print_row(t, b, indent, widths, heading);
	for (size_t i = 0; i < t->cells.n; i += t->n_columns)
		print_row(t, b, indent, widths, t->cells.at + i);
	for (size_t i = 0; i < t->cells.n; i++)
		free(t->cells.at[i].text);
	vec_free(&t->cells);
	free(widths);
	free(heading);
}

/* ---------------------------------------------------------------- CSV */

void out_csv_cell(struct buf *b, bool first, const char *text)
{
	if (!first)
		buf_char(b, ',');
	if (!strpbrk(text, ",\"\r\n")) {
		out_utf8(b, text, strlen(text));
		return;
	}
	buf_char(b, '"');
	for (; *text; text += strcspn(text, "\"")) {
		if (*text == '"') {
			buf_str(b, "\"\"");
			text++;
		}
		out_utf8(b, text, strcspn(text, "\""));
	}
	buf_char(b, '"');
}

void out_csv_end(struct buf *b)
{
	buf_str(b, "\r\n");
}
