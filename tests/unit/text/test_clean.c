#include "../test.h"
#include "text/clean.h"

#include <string.h>

static const struct {
	const char *in;
	size_t len;
	const char *out;
} rows[] = {
    {"", 0, ""},
    {"plain words", 11, "plain words"},
    {"  two  blanks ", 14, "two blanks"},
    {"Z\xc3\xbcrich", 7, "Z\xc3\xbcrich"},             /* UTF-8 stays */
    {"Z\xfcrich", 6, "Z\xc3\xbcrich"},                 /* Latin-1 becomes UTF-8 */
    {"\xc3\xbc and \xfc", 8, "\xc3\xbc and \xc3\xbc"}, /* both in one name */
    {"a\0b", 3, "a b"},                                /* no string ends early */
    {"\x1b[2Jred\x07", 8, "[2Jred"},                   /* no terminal is moved */
    {"a\x7f\xc2\x85z", 5, "a z"},                      /* DEL, C1 in UTF-8 */
    {"a\x85z", 3, "a z"},                              /* C1 in Latin-1 */
    {"\xe2\x82\xac", 3, "\xe2\x82\xac"},               /* three octets */
    {"\xf0\x9f\x8c\x8d", 4, "\xf0\x9f\x8c\x8d"},       /* four */
    {"\xe2\x82", 2, "\xc3\xa2"},                       /* cut: the lead is Latin-1, the rest is C1 */
    {"\xc0\xaf", 2, "\xc3\x80\xc2\xaf"},               /* overlong is no UTF-8 */
    {"\xed\xa0\x80x", 4, "\xc3\xad x"},                /* a surrogate neither */
    {"\xf5\xbf\xbf\xbf", 4, "\xc3\xb5\xc2\xbf\xc2\xbf\xc2\xbf"},
};

static void cleaned(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf b = {0};
		char *copy = test_exact(rows[i].in, rows[i].len);
		text_clean(&b, copy, rows[i].len);
		assert_string_equal(b.at, rows[i].out);
		assert_true(text_is_clean(b.at, b.len));
		assert_int_equal(text_is_clean(copy, rows[i].len),
		                 b.len == rows[i].len && memcmp(b.at, copy, b.len) == 0);
		free(copy);
		buf_fini(&b);
	}
}

/* Whatever octets come: what is made of them is clean, and cleaning it again changes nothing. */
static void any_octets(void **state)
{
	(void)state;
	unsigned seed = 20240229;
	for (int round = 0; round < 20000; round++) {
		char in[12];
		size_t len = (size_t)(round % (int)sizeof in);
		for (size_t i = 0; i < len; i++)
			in[i] = (char)(rand_r(&seed) >> 7);
		char *copy = test_exact(in, len);
		struct buf once = {0}, twice = {0};
		text_clean(&once, copy, len);
		assert_true(text_is_clean(once.at, once.len));
		text_clean(&twice, once.at, once.len);
		assert_string_equal(once.at, twice.at);
		free(copy);
		buf_fini(&once);
		buf_fini(&twice);
	}
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(cleaned), cmocka_unit_test(any_octets)};
TEST_MAIN(tests)
