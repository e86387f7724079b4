#include "../test.h"
#include "text/lines.h"

#include <string.h>

enum { MAX = 8 };

/* What comes out, one a row: number, [ ] around it, ! too long, ~ cut. */
static void show(struct buf *b, const struct text_line *l)
{
	buf_printf(b, "%u[", (unsigned)l->number);
	for (size_t i = 0; i < l->len; i++)
		buf_char(b, l->s[i] ? l->s[i] : '@');
	buf_printf(b, "]%s%s ", l->too_long ? "!" : "", l->cut ? "~" : "");
}

static void read_all(struct buf *b, const char *s, size_t len, size_t piece)
{
	struct text_lines lines;
	struct text_line l;
	text_lines_init(&lines, MAX);
	buf_str(b, "");
	for (size_t i = 0; i < len; i += piece) {
		size_t n = len - i < piece ? len - i : piece;
		char *copy = test_exact(s + i, n);
		text_lines_push(&lines, copy, n);
		while (text_lines_next(&lines, &l))
			show(b, &l);
		free(copy);
	}
	if (text_lines_last(&lines, &l))
		show(b, &l);
	text_lines_fini(&lines);
}

static const struct {
	const char *in;
	size_t len;
	const char *out;
} rows[] = {
#define ROW(in, out)                    \
	{                               \
		in, sizeof(in) - 1, out \
	}
    ROW("", ""),
    ROW("\n", "1[] "),
    ROW("a", "1[a]~ "),
    ROW("a\nb\n", "1[a] 2[b] "),
    ROW("a\r\nb\r\n\r\n", "1[a] 2[b] 3[] "),
    ROW("a\rb\n\r", "1[a\rb] 2[\r]~ "),
    ROW("a\n\n\nb", "1[a] 2[] 3[] 4[b]~ "),
    ROW("12345678\nb\n", "1[12345678] 2[b] "),
    ROW("123456789\nb\n", "1[]! 2[b] "),
    ROW("12345678901234567890\n1234\n12345678901\n", "1[]! 2[1234] 3[]! "),
    ROW("a\n123456789", "1[a] 2[]!~ "),
    ROW("\xef\xbb\xbf"
        "abc\n\xef\xbb\xbf\n",
        "1[abc] 2[\xef\xbb\xbf] "),
    ROW("\xef\xbb\n", "1[\xef\xbb] "),
    ROW("a\0b\n\0\n\0", "1[a@b] 2[@] 3[@]~ "),
#undef ROW
};

static void pieces(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (size_t piece = 1; piece <= rows[i].len + 1; piece++) {
			struct buf b = {0};
			read_all(&b, rows[i].in, rows[i].len, piece);
			assert_string_equal(b.at, rows[i].out);
			buf_fini(&b);
		}
}

/* A line in one piece is lent from there; only shared ones are copied. */
static void no_copies(void **state)
{
	(void)state;
	static const char text[] = "one\ntwo\nthr";
	struct text_lines lines;
	struct text_line l;
	text_lines_init(&lines, 0);
	text_lines_push(&lines, text, sizeof text - 1);
	assert_true(text_lines_next(&lines, &l) && l.s == text);
	assert_true(text_lines_next(&lines, &l) && l.s == text + 4);
	assert_false(text_lines_next(&lines, &l));
	text_lines_push(&lines, "ee\n", 3);
	assert_true(text_lines_next(&lines, &l) && l.len == 5 && memcmp(l.s, "three", 5) == 0);
	assert_int_equal(l.number, 3);
	assert_false(text_lines_last(&lines, &l));
	text_lines_fini(&lines);
}

/* A hundred million octets without an end of line are kept nowhere. */
static void a_long_line(void **state)
{
	(void)state;
	static char block[1 << 20];
	struct text_lines lines;
	struct text_line l;
	text_lines_init(&lines, 0);
	memset(block, 'x', sizeof block);
	for (int i = 0; i < 100; i++) {
		text_lines_push(&lines, block, sizeof block);
		assert_false(text_lines_next(&lines, &l));
		assert_true(lines.rest.cap <= 4 * TEXT_LINE_MAX);
	}
	text_lines_push(&lines, "x\nshort\n", 8);
	assert_true(text_lines_next(&lines, &l) && l.too_long && l.len == 0 && l.number == 1);
	assert_true(text_lines_next(&lines, &l) && !l.too_long && l.len == 5 && l.number == 2);
	text_lines_fini(&lines);
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(pieces), cmocka_unit_test(no_copies),
                                          cmocka_unit_test(a_long_line)};
TEST_MAIN(tests)
