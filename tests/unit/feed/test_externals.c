/* Others' events of a data folder: which belong to a period, and each once whatever tells of it. */
#include "feed/externals.h"
#include "folder.h"
#include "fresh.h"

#define SOON "2026-03-15T00:00:00Z"
#define GRIP(id, start, end)                                                                        \
	"{\"id\":\"" id "\",\"event_type\":\"moas\",\"view_ts\":\"" start "\",\"finished_ts\":" end \
	",\"pfx_events\":[{\"prefix\":\"192.0.2.0/24\"}],\"summary\":{\"newcomers\":[1],\"victims\":[2]}}"
#define LEAK(id)                                                                                          \
	"{\"id\":" id ",\"leak_asn\":3,\"min_ts\":\"2026-03-05T00:00:00\",\"max_ts\":\"2026-03-05T01:00:" \
	"00\"}"
#define HIJACK(id)                                                                                       \
	"{\"id\":" id ",\"hijacker_asn\":4,\"min_hijack_ts\":\"2026-03-06T00:00:00\",\"max_hijack_ts\":" \
	"\"2026-03-06T01:00:00\"}"

static struct sources sources;

static void fresh_open(void)
{
	struct sources_options o = {0};
	memcpy(o.fresh, fresh_in_tests, sizeof o.fresh);
	sources_init(&sources, &o);
	assert_int_equal(sources_open(&sources, folder_dir, 1, NULL), ERR_OK);
}

static void check(const char *want)
{
	struct externals x;
	char got[400] = "";
	fresh_open();
	externals_read(&sources, at("2026-03-01T00:00:00Z"), at("2026-04-01T00:00:00Z"), &x);
	for (size_t i = 0; i < x.n; i++)
		snprintf(got + strlen(got), sizeof got - strlen(got), "%s AS%u %lld, ", x.at[i].id,
		         (unsigned)x.at[i].culprits[0],
		         x.at[i].end == INSTANT_NONE ? -1
		                                     : (long long)(x.at[i].end - at("2026-03-01T00:00:00Z")));
	assert_string_equal(got, want);
	externals_fini(&x);
	sources_fini(&sources);
}

static void of_the_period(void **state)
{
	(void)state;
	check("");
	folder_put(
	    "incidents/a.json", SOON,
	    "{\"data\":[" GRIP("in", "2026-03-31T23:59:59Z", "null") "," GRIP(
	        "before", "2026-02-01T00:00:00Z",
	        "\"2026-02-28T23:59:59Z\"") "," GRIP("into", "2026-02-01T00:00:00Z",
	                                             "\"2026-03-01T00:00:00Z\"") "," GRIP("behind",
	                                                                                  "2026-04-01T00:00:"
	                                                                                  "00Z",
	                                                                                  "null") "]}");
	check("in AS1 -1, into AS1 0, ");
}

/* The page that knows the end is right; Radar counts leaks and hijacks apart. */
static void once(void **state)
{
	(void)state;
	folder_put("incidents/a.json", SOON,
	           "{\"data\":[" GRIP("g", "2026-03-01T00:00:00Z", "\"2026-03-01T00:10:00Z\"") "]}");
	folder_put("incidents/b.json", SOON, "{\"data\":[" GRIP("g", "2026-03-01T00:00:00Z", "null") "]}");
	folder_put("incidents/c.json", SOON, "{\"events\":[" LEAK("8") "," HIJACK("8") "]}");
	folder_put("incidents/d.json", SOON, "{\"events\":[" HIJACK("8") "]}");
	check("g AS1 600, hijack-8 AS4 435600, leak-8 AS3 349200, ");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(of_the_period, folder_new, folder_end),
    cmocka_unit_test_setup_teardown(once, folder_new, folder_end)};
TEST_MAIN(tests)
