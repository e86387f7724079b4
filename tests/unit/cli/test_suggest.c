#include "../test.h"
#include "cli/suggest.h"

#include <string.h>

static void distances(void **state)
{
	(void)state;
	static const struct {
		const char *a, *b;
		size_t d;
	} rows[] = {{"", "", 0},
	            {"", "abc", 3},
	            {"abc", "", 3},
	            {"measure", "measure", 0},
	            {"mesure", "measure", 1},
	            {"measrue", "measure", 1}, /* neighbours swapped */
	            {"meazure", "measure", 1},
	            {"kitten", "sitting", 3},
	            {"ca", "abc", 3}}; /* no letter is moved twice: optimal string alignment */
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(suggest_distance(rows[i].a, rows[i].b), rows[i].d);
		assert_int_equal(suggest_distance(rows[i].b, rows[i].a), rows[i].d);
	}
	char *far = test_exact("x", 1);
	char big[200];
	memset(big, 'x', sizeof big - 1);
	big[sizeof big - 1] = 0;
	assert_int_equal(suggest_distance(big, "x"), 199);
	free(far);
}

static const char *nearest(const char *typed)
{
	static const char *const names[] = {"measure",  "show", "incidents", "incident",
	                                    "validate", "mrt",  "score"};
	struct suggest s = {.typed = typed};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		suggest_offer(&s, names[i]);
	return s.best ? s.best : "none";
}

static void offers_the_nearest(void **state)
{
	(void)state;
	assert_string_equal(nearest("mesure"), "measure");
	assert_string_equal(nearest("shwo"), "show");
	assert_string_equal(nearest("incidnets"), "incidents");
	assert_string_equal(nearest("inciden"), "incidents"); /* a beginning; the first that has it */
	assert_string_equal(nearest("vali"), "validate");
	assert_string_equal(nearest("mtr"), "mrt");
	assert_string_equal(nearest("xyzzy"), "none");
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(distances), cmocka_unit_test(offers_the_nearest)};
TEST_MAIN(tests)
