#include "../test.h"
#include "base/clock.h"

#include <string.h>

static void good_texts(void **s)
{
	(void)s;
	static const struct {
		const char *text;
		instant_t t;
	} rows[] = {
	    {"2008-02-24T18:47:57Z", 1203878877},
	    {"2008-02-24", 1203811200},
	    {"1203878877", 1203878877},
	    {"2008-02-24T18:47:57.123456Z", 1203878877},
	    {"2008-02-24T19:47:57+01:00", 1203878877},
	    {"2000-02-29T00:00:00z", 951782400},
	    {"1970-01-01T00:00:00Z", 0},
	    {"1969-12-31T23:59:59Z", -1},
	    {"2026-11-23t00:00:60Z", 1795392060},
	    {"0", 0},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		instant_t t = 7;
		assert_int_equal(clock_parse(rows[i].text, strlen(rows[i].text), &t), ERR_OK);
		assert_int_equal(t, rows[i].t);
	}
}

static void bad_texts(void **s)
{
	(void)s;
	static const char *const rows[] = {"",
	                                   "x",
	                                   "2008-02-30",
	                                   "2008-13-01",
	                                   "2008-02-24T",
	                                   "2008-02-24T25:00:00Z",
	                                   "2008-02-24T00:00:00",
	                                   "2100-02-29",
	                                   "12345678901234",
	                                   "-5",
	                                   "2008-02-24T00:00:00Zx"};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		instant_t t = 7;
		assert_int_equal(clock_parse(rows[i], strlen(rows[i]), &t), ERR_VALUE);
		assert_int_equal(t, 7);
	}
}

static void there_and_back(void **s)
{
	(void)s;
	for (instant_t t = -70000000000; t < 70000000000; t += 86399 * 997) {
		char text[CLOCK_TEXT];
		instant_t back;
		clock_format(text, t, -1);
		if (t < -62135596800) /* before year 1 there is no such text */
			continue;
		assert_int_equal(clock_parse(text, strlen(text), &back), ERR_OK);
		assert_int_equal(back, t);
	}
}

static void months(void **s)
{
	(void)s;
	instant_t a, b;
	assert_int_equal(clock_month("2014-12", &a, &b), ERR_OK);
	assert_int_equal(a, 1417392000);
	assert_int_equal(b, 1420070400);
	assert_int_equal(clock_month("2014-13", &a, &b), ERR_VALUE);
	assert_int_equal(clock_month("2014-1", &a, &b), ERR_VALUE);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(good_texts),
    cmocka_unit_test(bad_texts),
    cmocka_unit_test(there_and_back),
    cmocka_unit_test(months),
};
TEST_MAIN(tests)
