#include "../test.h"
#include "cli/out.h"
#include "cli/progress.h"

#include <math.h>
#include <string.h>

static void expect(struct buf *b, const char *want)
{
	assert_string_equal(b->at ? b->at : "", want);
	buf_fini(b);
}

static void json_documents(void **state)
{
	(void)state;
	struct buf b = {0};
	struct json j;
	json_init(&j, &b, false);
	json_object(&j, NULL);
	json_u64(&j, "asn", UINT64_MAX);
	json_i64(&j, "min", INT64_MIN);
	json_text(&j, "holder", NULL);
	json_array(&j, "list");
	json_real(&j, NULL, 0.1);
	json_bool(&j, NULL, true);
	json_object(&j, NULL);
	json_end(&j);
	json_raw(&j, NULL, "{\"a\":1}");
	json_end(&j);
	json_null(&j, "none");
	json_end(&j);
	expect(&b, "{\"asn\":18446744073709551615,\"min\":-9223372036854775808,\"holder\":null,"
	           "\"list\":[0.1,true,{},{\"a\":1}],\"none\":null}\n");
	json_init(&j, &b, true);
	json_object(&j, NULL);
	json_array(&j, "a");
	json_u64(&j, NULL, 1);
	json_u64(&j, NULL, 2);
	json_end(&j);
	json_array(&j, "b");
	json_end(&j);
	json_end(&j);
	expect(&b, "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": []\n}\n");
}

static void json_strings(void **state)
{
	(void)state;
	static const struct {
		const char *in;
		size_t len;
		const char *out;
	} rows[] = {
	    {"a\"b\\c", 5, "\"a\\\"b\\\\c\"\n"},
	    {"\n\r\t\b\f\x01\x1f\x7f", 8, "\"\\n\\r\\t\\b\\f\\u0001\\u001f\\u007f\"\n"},
	    {"nrtbf", 5, "\"nrtbf\"\n"},
	    {"a\0b", 3, "\"a\\u0000b\"\n"},
	    {"Zo\xeb", 3, "\"Zo\xc3\xab\"\n"},                     /* Latin-1 */
	    {"Zo\xc3\xab", 4, "\"Zo\xc3\xab\"\n"},                 /* UTF-8 already */
	    {"\xf0\x9f\x98\x80", 4, "\"\xf0\x9f\x98\x80\"\n"},     /* beyond the BMP */
	    {"\xc0\x80", 2, "\"\xc3\x80\xc2\x80\"\n"},             /* overlong: not UTF-8 */
	    {"\xed\xa0\x80", 3, "\"\xc3\xad\xc2\xa0\xc2\x80\"\n"}, /* a surrogate: not UTF-8 */
	    {"\xe2\x82", 2, "\"\xc3\xa2\xc2\x82\"\n"},             /* cut off */
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf b = {0};
		struct json j;
		char *exact = test_exact(rows[i].in, rows[i].len);
		json_init(&j, &b, false);
		json_octets(&j, NULL, exact, rows[i].len);
		buf_char(&b, '\n');
		expect(&b, rows[i].out);
		free(exact);
	}
}

static void numbers_read_back(void **state)
{
	(void)state;
	static const double rows[] = {
	    0,    1,      0.1,  1.0 / 3, 0.87,     1e300, 5e-324, 123456789012345678.0,
	    -2.5, 0.3125, 1e21, 2.0 / 3, 99.99999, 1e-7};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf b = {0};
		out_number(&b, rows[i]);
		assert_true(strtod(b.at, NULL) == rows[i]);
		buf_fini(&b);
	}
	struct buf b = {0};
	out_number(&b, 0.87);
	buf_char(&b, ' ');
	out_number(&b, 2);
	buf_char(&b, ' ');
	out_number(&b, (double)NAN);
	buf_char(&b, ' ');
	out_number(&b, (double)INFINITY);
	expect(&b, "0.87 2 null null");
}

static void csv_lines(void **state)
{
	(void)state;
	static const char *const cells[] = {"64496",      "",       "a,b", "say \"hi\"",
	                                    "two\nlines", "Zo\xeb", "\"",  "\"\""};
	struct buf b = {0};
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
		out_csv_cell(&b, i == 0, cells[i]);
	out_csv_end(&b);
	expect(&b, "64496,,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",Zo\xc3\xab,\"\"\"\",\"\"\"\"\"\"\r\n");
}

static void columns_are_aligned(void **state)
{
	(void)state;
	static const char *const titles[] = {"asn", "holder", "n"};
	struct out_table t;
	struct buf b = {0};
	out_table_init(&t, "rlr", titles);
	out_table_cell(&t, OUT_PLAIN, "%d", 64496);
	out_table_cell(&t, OUT_GOOD, "%s", "Zo\xeb \x1b[31m");
	out_table_cell(&t, OUT_PLAIN, "%d", 1);
	out_table_cell(&t, OUT_PLAIN, "%d", 1);
	out_table_cell(&t, OUT_BAD, "%s", "a");
	out_table_cell(&t, OUT_PLAIN, "%d", 12345);
	out_table_print(&t, &b, 2);
	/* no terminal here, so no colours; control characters from data never pass */
	expect(&b, "    asn  holder         n\n"
	           "  64496  Zo\xc3\xab ?[31m      1\n"
	           "      1  a          12345\n");
}

static void terminals_are_not_steered(void **state)
{
	(void)state;
	struct buf b = {0};
	out_text_clean(&b,
	               "a\x1b]0;x\x07\r\n\x9b"
	               "2J\xc2\x9b\x7f\xc3\xa9",
	               17);
	expect(&b, "a?]0;x????2J??\xc3\xa9");
}

static void the_words_of_progress(void **state)
{
	(void)state;
	struct buf b = {0};
	progress_line(&b, "reading", 12, 40, 1200000000, 4000000000, 10, 0);
	expect(&b, "reading 12/40 files  1.2 GB of 4.0 GB  120 MB/s  0:23 left");
	progress_line(&b, "reading", 1, 2, 50, 100, 1, 70);
	expect(&b, "reading [=======>      ] 1/2 files  50 B of 100 B  50 B/s  0:01 left");
	progress_line(&b, "reading", 0, 0, 0, 0, 0, 200); /* nothing known, nothing divided by it */
	assert_non_null(strstr(b.at, "0 B/s"));
	buf_fini(&b);
	progress_line(&b, "reading", 3, 2, 500, 100, 1, 0); /* more than was promised */
	expect(&b, "reading 3/2 files  500 B of 100 B  500 B/s");
}

static void one_and_many(void **state)
{
	struct buf b = {0};
	(void)state;
	for (uint64_t n = 0; n < 3; n++) {
		out_count(&b, n, "table entry", "table entries");
		buf_char(&b, ' ');
	}
	buf_char(&b, 0);
	assert_string_equal(b.at, "0 table entries 1 table entry 2 table entries ");
	buf_fini(&b);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(json_documents),        cmocka_unit_test(json_strings),
    cmocka_unit_test(numbers_read_back),     cmocka_unit_test(csv_lines),
    cmocka_unit_test(columns_are_aligned),   cmocka_unit_test(terminals_are_not_steered),
    cmocka_unit_test(the_words_of_progress), cmocka_unit_test(one_and_many),
};
TEST_MAIN(tests)
