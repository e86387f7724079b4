/* Dates in names, families of snapshots, and which of them is in force. */
#include "../test.h"
#include "feed/snapshot.h"

#include <string.h>

static void families(void **state)
{
	(void)state;
	static const struct {
		const char *name, *family, *time;
	} rows[] = {
	    {"rpki/vrps.json", "rpki/vrps.json", NULL},
	    {"rpki/vrps-20260131.json.gz", "rpki/vrps-@.json", "2026-01-31T00:00:00Z"},
	    {"rpki/vrps-2026-01-31.json", "rpki/vrps-@.json", "2026-01-31T00:00:00Z"},
	    {"rpkiclient_summary_20250720T093135Z.json.bz2", "rpkiclient_summary_@.json",
	     "2025-07-20T09:31:35Z"},
	    {"updates.20140501.0005.bz2", "updates.@", "2014-05-01T00:05:00Z"},
	    {"a-20260131-0930.xz", "a-@", "2026-01-31T09:30:00Z"},
	    {"a.1647435002.txt.zst", "a.@.txt", "2022-03-16T12:50:02Z"},
	    {"a20260131b20260201", "a@b@", "2026-01-31T00:00:00Z"},
	    {"v120260131", "v120260131", NULL}, /* a digit in front */
	    {"201603451", "201603451", NULL},   /* no day */
	    {"20261301", "20261301", NULL},     /* no month */
	    {"x-12345678901.txt", "x-12345678901.txt", NULL},
	    {"", "", NULL},
	    {"20260131999999", "20260131999999", NULL},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *family = snapshot_family(rows[i].name);
		assert_string_equal(family, rows[i].family);
		free(family);
		instant_t want = INSTANT_NONE;
		if (rows[i].time)
			assert_int_equal(clock_parse(rows[i].time, strlen(rows[i].time), &want), ERR_OK);
		if (snapshot_name_time(rows[i].name) != want)
			fail_msg("%s", rows[i].name);
	}
}

/* The newest not younger, else the oldest. */
static void in_force(void **state)
{
	(void)state;
	static const instant_t times[] = {30, 10, 20, 40};
	static const struct {
		instant_t at;
		size_t want;
	} rows[] = {{5, 1}, {10, 1}, {19, 1}, {20, 2}, {29, 2}, {30, 0}, {39, 0}, {40, 3}, {99, 3}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(snapshot_in_force(times, 4, rows[i].at), rows[i].want);
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(families), cmocka_unit_test(in_force)};
TEST_MAIN(tests)
