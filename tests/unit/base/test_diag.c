#include "../test.h"
#include "base/diag.h"

#include <string.h>

static void listen(void *ctx, struct diag_pos pos, const char *reason, const char *what)
{
	struct tally *t = ctx;
	tally_add(t, reason, 1);
	assert_int_equal(pos.line, 3);
	assert_int_equal(strlen(what), 255); /* long words are cut, never overrun */
}

static void reports_are_counted(void **s)
{
	(void)s;
	struct tally t = {0}, u = {0};
	struct diag d = {.fn = listen, .ctx = &t};
	char words[1000];
	memset(words, 'w', sizeof words - 1);
	words[sizeof words - 1] = 0;
	diag_report(&d, diag_at_line(3, 1), "b", "%s", words);
	diag_report(&d, diag_at_line(3, 1), "a", "%s", words);
	diag_report(&d, diag_at_line(3, 1), "b", "%s", words);
	diag_report(NULL, diag_at_offset(1), "b", "nobody");
	assert_int_equal(d.n, 3);
	assert_int_equal(t.n, 2);
	assert_string_equal(t.at[0].reason, "a");
	assert_int_equal(t.at[1].n, 2);
	tally_merge(&u, &t);
	assert_int_equal(tally_total(&u), 3);
	tally_fini(&t);
	tally_fini(&u);
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(reports_are_counted)};
TEST_MAIN(tests)
