/* Relations and organisations as of any instant. */
#include "feed/topology.h"
#include "folder.h"
#include "fresh.h"

#define PUT "2026-03-09T00:00:00Z"

static struct sources sources;

static struct topology *fresh_open(void)
{
	struct sources_options o = {0};
	memcpy(o.fresh, fresh_in_tests, sizeof o.fresh);
	sources_init(&sources, &o);
	assert_int_equal(sources_open(&sources, folder_dir, 1, NULL), ERR_OK);
	return topology_open(&sources);
}

static void close_all(struct topology *t)
{
	topology_free(t);
	sources_fini(&sources);
}

static void relations(void **state)
{
	(void)state;
	folder_put("topology/20260301.as-rel.txt", PUT, "10|20|-1\n20|30|0\n40|50|-1\n");
	folder_put("topology/20260301.as-rel2.txt", PUT, "30|60|-1|bgp\n50|40|-1|mlp\n");
	struct topology *t = fresh_open();
	instant_t now = at("2026-03-10T00:00:00Z");
	assert_int_equal(topology_relation(t, 20, 10, now), RELATION_PROVIDER);
	assert_int_equal(topology_relation(t, 10, 20, now), RELATION_CUSTOMER);
	assert_int_equal(topology_relation(t, 20, 30, now), RELATION_PEER);
	assert_int_equal(topology_relation(t, 60, 30, now), RELATION_PROVIDER);
	assert_int_equal(topology_relation(t, 40, 50, now), RELATION_PEER); /* two files that contradict */
	assert_int_equal(topology_relation(t, 10, 30, now), RELATION_UNKNOWN);
	close_all(t);
}

static void organisations(void **state)
{
	(void)state;
	folder_put("topology/20260301.as-rel.txt", PUT, "10|20|-1\n10|30|-1\n");
	folder_put(
	    "orgs/20260301.as-org2info.txt", PUT,
	    "# format:aut|changed|aut_name|org_id|opaque_id|source\n10||N|A||X\n20||N|A||X\n30||N|B||X\n");
	folder_put("orgs/20260301.other.jsonl", PUT,
	           "{\"type\":\"ASN\",\"asn\":\"40\",\"organizationId\":\"A\"}\n{\"type\":\"Organization\","
	           "\"organizationId\":\"A\",\"name\":\"N\"}\n");
	struct topology *t = fresh_open();
	instant_t now = at("2026-03-10T00:00:00Z");
	assert_int_equal(topology_relation(t, 20, 10, now), RELATION_SIBLING);
	assert_int_equal(topology_relation(t, 40, 10, now), RELATION_SIBLING);
	assert_int_equal(topology_relation(t, 30, 10, now), RELATION_PROVIDER);
	assert_int_equal(topology_relation(t, 30, 40, now), RELATION_UNKNOWN);
	close_all(t);
}

/* Snapshots take turns; sixty days later they say nothing; before the first it is that one that speaks. */
static void eras(void **state)
{
	(void)state;
	static const struct {
		const char *time;
		enum relation relation;
	} rows[] = {
	    {"2020-01-01T00:00:00Z", RELATION_CUSTOMER}, {"2026-01-01T00:00:00Z", RELATION_CUSTOMER},
	    {"2026-01-31T23:59:59Z", RELATION_CUSTOMER}, {"2026-02-01T00:00:00Z", RELATION_PEER},
	    {"2026-04-02T00:00:00Z", RELATION_PEER},     {"2026-04-02T00:00:01Z", RELATION_UNKNOWN},
	    {"2027-01-01T00:00:00Z", RELATION_UNKNOWN},
	};
	enum { N = sizeof rows / sizeof *rows };
	folder_put("topology/20260101.as-rel.txt", PUT, "10|20|-1\n");
	folder_put("topology/20260201.as-rel.txt", PUT, "10|20|0\n");
	struct topology *t = fresh_open();
	for (int turn = 0; turn < 2; turn++)
		for (size_t i = 0; i < N; i++) {
			size_t k = turn ? N - 1 - i : i; /* backwards too: only dearer */
			assert_int_equal(topology_relation(t, 10, 20, at(rows[k].time)), rows[k].relation);
		}
	close_all(t);
}

static void nothing(void **state)
{
	(void)state;
	struct topology *t = fresh_open();
	assert_int_equal(topology_relation(t, 1, 2, at(PUT)), RELATION_UNKNOWN);
	assert_int_equal(topology_relation(t, 1, 1, at(PUT)), RELATION_UNKNOWN);
	close_all(t);
	topology_free(NULL);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, folder_new, folder_end)
static const struct CMUnitTest tests[] = {TEST(relations), TEST(organisations), TEST(eras), TEST(nothing)};
TEST_MAIN(tests)
