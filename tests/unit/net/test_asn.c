#include "../test.h"
#include "net/asn.h"

#include <string.h>

static void parse(void **s)
{
	(void)s;
	static const struct {
		const char *text;
		enum err err;
		asn_t asn;
	} rows[] = {
	    {"0", ERR_OK, 0},
	    {"AS64496", ERR_OK, 64496},
	    {"as1", ERR_OK, 1},
	    {"4294967295", ERR_OK, 4294967295},
	    {"4294967296", ERR_VALUE, 0},
	    {"", ERR_VALUE, 0},
	    {"AS", ERR_VALUE, 0},
	    {"1.10", ERR_OK, 65546},
	    {"65536.1", ERR_VALUE, 0},
	    {"1.", ERR_VALUE, 0},
	    {"-1", ERR_VALUE, 0},
	    {"12x", ERR_VALUE, 0},
	    {"99999999999", ERR_VALUE, 0},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		asn_t a = 0;
		assert_int_equal(asn_parse(rows[i].text, strlen(rows[i].text), &a), rows[i].err);
		assert_int_equal(a, rows[i].asn);
	}
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(parse)};
TEST_MAIN(tests)
