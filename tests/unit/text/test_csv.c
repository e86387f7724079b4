#include "feed.h"
#include "text/csv.h"

/* Each row as line:[cell][cell]. */
static enum err note(void *ctx, const struct csv_row *row)
{
	struct buf *b = ctx;
	buf_printf(b, "%llu:", (unsigned long long)row->line);
	for (size_t i = 0; i < row->n; i++)
		buf_printf(b, "[%.*s]", (int)row->cells[i].len, row->cells[i].s);
	buf_str(b, row->cut ? "~ " : " ");
	return ERR_OK;
}

static void count_drop(void *ctx)
{
	buf_str(ctx, "DROP ");
}

static enum err run(const struct csv_options *o, const char *s, size_t len, size_t piece, struct buf *out,
                    struct heard *heard)
{
	struct diag d = {.fn = hear, .ctx = heard};
	struct csv *c = csv_new(o, note, out, &d);
	enum err e = ERR_OK;
	for (size_t i = 0; i < len && e == ERR_OK; i += piece) {
		size_t n = len - i < piece ? len - i : piece;
		char *copy = test_exact(s + i, n);
		e = csv_feed(c, copy, n);
		free(copy);
	}
	if (e == ERR_OK)
		e = csv_finish(c);
	csv_free(c);
	return e;
}

static const struct {
	const char *in, *out;
	enum err err;
	const char *reason;
} rows[] = {
    {"a,b\nc,d\n", "1:[a][b] 2:[c][d] ", ERR_OK, NULL},
    {"a,b\r\nc,d\r\n", "1:[a][b] 2:[c][d] ", ERR_OK, NULL},
    {"a,b\nc,d", "1:[a][b] 2:[c][d]~ ", ERR_OK, NULL},
    {"\xef\xbb\xbf"
     "a\nb\n",
     "1:[a] 2:[b] ", ERR_OK, NULL},
    {"a\n\n\r\nb\n", "1:[a] 4:[b] ", ERR_OK, NULL},
    {",\n,,\n", "1:[][] 2:[][][] ", ERR_OK, NULL},
    {"\"a\",\"b\"\n", "1:[a][b] ", ERR_OK, NULL},
    {"\"a,b\",c\n", "1:[a,b][c] ", ERR_OK, NULL},
    {"\"say \"\"hi\"\"\",c\n", "1:[say \"hi\"][c] ", ERR_OK, NULL},
    {"\"\",\"\"\"\"\n", "1:[][\"] ", ERR_OK, NULL},
    {"\"two\nlines\",c\nd,e\n", "1:[two\nlines][c] 3:[d][e] ", ERR_OK, NULL},
    {"a,\"two\r\nlines\"\r\nd\r\n", "1:[a][two\r\nlines] 3:[d] ", ERR_OK, NULL},
    {"OAO \"Words\",RU\nx,y\n", "1:[OAO \"Words\"][RU] 2:[x][y] ", ERR_OK, NULL},
    {"5\" pipe,x\ny,z\n", "1:[5\" pipe][x] 2:[y][z] ", ERR_OK, NULL},
    {"\"a\"tail,b\n", "1:[atail][b] ", ERR_OK, NULL},
    {"\"never closed\nb,c\nd,e\n", "DROP 2:[b][c] 3:[d][e] ", ERR_OK, "unclosed-quote"},
    {"a,b\n\"never closed\nd,e", "1:[a][b] DROP 3:[d][e]~ ", ERR_OK, "unclosed-quote"},
    {"a\n\"cut", "1:[a] ", ERR_SHORT, "cut-off"},
    {"", "", ERR_VALUE, "empty"},
    {"\n\n", "", ERR_VALUE, "empty"},
    {"\xff\xfe"
     "a",
     "", ERR_VALUE, "bad-encoding"},
    {"Z\xfcrich,b\n", "1:[Z\xfcrich][b] ", ERR_OK, NULL},
};

static void rfc_4180(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		size_t len = strlen(rows[i].in);
		for (size_t piece = 1; piece <= len + 1; piece++) {
			struct buf out = {0};
			struct heard heard = {0};
			const struct csv_options o = {.dropped = count_drop};
			buf_str(&out, "");
			enum err e = run(&o, rows[i].in, len, piece, &out, &heard);
			if (e != rows[i].err || strcmp(out.at, rows[i].out) != 0)
				print_message("# row %zu in pieces of %zu\n", i, piece);
			assert_string_equal(out.at, rows[i].out);
			assert_int_equal(e, rows[i].err);
			assert_int_equal(tally_total(&heard.tally), rows[i].reason != NULL);
			if (rows[i].reason)
				assert_int_equal(heard_of(&heard, rows[i].reason), 1);
			buf_fini(&out);
			tally_fini(&heard.tally);
		}
	}
}

static void limits(void **state)
{
	(void)state;
	static const char *const in[] = {"a,b\n0123456789abcdefg\nc\n", "a,b\n\"123456789\nabcdef\n\"\nc\n",
	                                 "a,b\n\"123456789\nabcdefgh,\nijk\nc\n", "1,2,3,4,5\n"};
	static const char *const out[] = {"1:[a][b] DROP 3:[c] ", "1:[a][b] DROP 3:[abcdef] DROP 5:[c] ",
	                                  "1:[a][b] DROP 3:[abcdefgh][] 4:[ijk] 5:[c] ", "1:[1][2][3,4,5] "};
	for (size_t i = 0; i < sizeof in / sizeof *in; i++)
		for (size_t piece = 1; piece < 40; piece++) {
			struct buf b = {0};
			struct heard heard = {0};
			const struct csv_options o = {.max_row = 16, .max_cells = 3, .dropped = count_drop};
			buf_str(&b, "");
			enum err e = run(&o, in[i], strlen(in[i]), piece, &b, &heard);
			if (strcmp(b.at, out[i]) != 0)
				print_message("# limit %zu in pieces of %zu\n", i, piece);
			assert_string_equal(b.at, out[i]);
			assert_int_equal(e, ERR_OK);
			buf_fini(&b);
			tally_fini(&heard.tally);
		}
}

/* A line of a hundred million octets costs itself and no memory. */
static void endless_line(void **state)
{
	(void)state;
	for (int quoted = 0; quoted < 2; quoted++) {
		struct buf b = {0};
		struct heard heard = {0};
		struct diag d = {.fn = hear, .ctx = &heard};
		struct csv *c = csv_new(&(struct csv_options){0}, note, &b, &d);
		static char block[1 << 20];
		memset(block, 'x', sizeof block);
		assert_int_equal(csv_feed(c, quoted ? "\"" : "x", 1), ERR_OK);
		for (int i = 0; i < 100; i++)
			assert_int_equal(csv_feed(c, block, sizeof block), ERR_OK);
		assert_int_equal(csv_feed(c, "\nlast,row\n", 10), ERR_OK);
		assert_int_equal(csv_finish(c), ERR_OK);
		assert_string_equal(b.at, "2:[last][row] ");
		assert_int_equal(heard_of(&heard, "too-long"), 1);
		csv_free(c);
		buf_fini(&b);
		tally_fini(&heard.tally);
	}
}

/* Many quotes that nobody closes: the work stays in proportion to the input. */
static void unclosed(void **state)
{
	(void)state;
	struct buf in = {0}, out = {0};
	struct heard heard = {0};
	for (int i = 0; i < 200000; i++)
		buf_str(&in, "\"a,\"\"x\n");
	const struct csv_options o = {0};
	enum err e = run(&o, in.at, in.len, 65536, &out, &heard);
	assert_true(e == ERR_OK || e == ERR_SHORT);
	buf_fini(&in);
	buf_fini(&out);
	tally_fini(&heard.tally);
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(rfc_4180), cmocka_unit_test(limits),
                                          cmocka_unit_test(endless_line), cmocka_unit_test(unclosed)};
TEST_MAIN(tests)
