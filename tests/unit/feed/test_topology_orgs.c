/* Who belongs together, source by source, as of any instant. */
#include "feed/topology.h"
#include "folder.h"

#define PUT "2026-03-09T00:00:00Z"
#define NOW at("2026-03-10T00:00:00Z")

static struct sources sources;

static struct topology *fresh_open(const struct topology_rules *rules)
{
	struct sources_options o = {0};
	o.fresh[SOURCE_IRR] = o.fresh[SOURCE_DELEGATED] = 7 * 86400;
	o.fresh[SOURCE_PEERINGDB] = 30 * 86400;
	o.fresh[SOURCE_RELATIONSHIPS] = o.fresh[SOURCE_ORGS] = 60 * 86400;
	sources_init(&sources, &o);
	assert_int_equal(sources_open(&sources, folder_dir, 1, NULL), ERR_OK);
	struct topology *t = topology_open(&sources);
	if (rules)
		topology_judge(t, rules);
	return t;
}

static void close_all(struct topology *t)
{
	topology_free(t);
	sources_fini(&sources);
}

#define AUT_NUM(asn, rest, source) "aut-num: AS" asn "\nas-name: N\n" rest "source: " source "\n\n"
#define ROUTE(prefix, asn, mnt, source) \
	"route: " prefix "\norigin: AS" asn "\nmnt-by: " mnt "\nsource: " source "\n\n"
#define AS_ORG "# format:aut|changed|aut_name|org_id|opaque_id|source\n"

static void each_source(void **state)
{
	(void)state;
	folder_put("orgs/20260301.as-org2info.txt", PUT, AS_ORG "10||N|A||X\n20||N|A||X\n");
	folder_put("rir/delegated-ripencc-extended", PUT,
	           "2|ripencc|20260309|3|19930101|20260308|+0100\n"
	           "ripencc|NL|asn|20|1|20000101|allocated|opaque-1\n"
	           "ripencc|NL|asn|30|3|20000101|assigned|opaque-1|ext\n"
	           "ripencc|NL|asn|40|1|20000101|reserved|opaque-1\n"
	           "ripencc|NL|asn|41|1|20000101|allocated\n");
	folder_put("rir/delegated-apnic-extended", PUT,
	           "2|apnic|20260309|1|19930101|20260308|+1000\n"
	           "apnic|AU|asn|50|1|20000101|allocated|opaque-1\n");
	folder_put("irr/ripe.db", PUT,
	           AUT_NUM("30", "org: ORG-X1-RIPE\nmnt-by: A-MNT, B-MNT\n", "RIPE")
	               AUT_NUM("60", "org: org-x1-ripe # comment\n", "RIPE")
	                   AUT_NUM("61", "mnt-by: C-MNT\nmnt-by: b-mnt\n", "RIPE")
	                       AUT_NUM("62", "admin-c: AB1-RIPE\ntech-c: CD1-RIPE\n", "RIPE")
	                           AUT_NUM("63", "admin-c: CD1-RIPE\n", "RIPE")
	                               AUT_NUM("64", "mnt-by: CD1-RIPE\n", "RIPE")
	                                   ROUTE("192.0.2.0/24", "65", "C-MNT", "RIPE"));
	folder_put("peeringdb/net.json", PUT,
	           "{\"data\":[{\"id\":1,\"org_id\":7,\"asn\":70,\"status\":\"ok\"},"
	           "{\"id\":2,\"org_id\":7,\"asn\":71,\"status\":\"ok\"},"
	           "{\"id\":3,\"org_id\":7,\"asn\":72,\"status\":\"deleted\"},"
	           "{\"id\":4,\"org_id\":7,\"asn\":73,\"status\":\"pending\"},"
	           "{\"id\":5,\"org_id\":0,\"asn\":74,\"status\":\"ok\"},"
	           "{\"id\":6,\"org_id\":0,\"asn\":75,\"status\":\"ok\"}],\"meta\":{}}");
	static const struct {
		asn_t x, y;
		org_sources by;
		enum org_source source;
		const char *id;
	} rows[] = {
	    {10, 20, ORG_BIT(AS_ORG), ORG_BY_AS_ORG, "A"},
	    {20, 32, ORG_BIT(DELEGATED), ORG_BY_DELEGATED, "opaque-1"},
	    {30, 31, ORG_BIT(DELEGATED), ORG_BY_AS_ORG, NULL},
	    {30, 33, 0, ORG_BY_DELEGATED, NULL},
	    {20, 40, 0, ORG_BY_DELEGATED, NULL}, /* reserved: nobody's */
	    {20, 50, 0, ORG_BY_DELEGATED, NULL}, /* another registry's id */
	    {41, 41, 0, ORG_BY_DELEGATED, NULL},
	    {30, 60, ORG_BIT(RPSL_ORG), ORG_BY_RPSL_ORG, "ORG-X1-RIPE"},
	    {30, 61, ORG_BIT(MAINTAINER), ORG_BY_MAINTAINER, "B-MNT"},
	    {62, 63, ORG_BIT(CONTACT), ORG_BY_CONTACT, "CD1-RIPE"},
	    {63, 64, 0, ORG_BY_CONTACT, NULL}, /* a maintainer of that name is another thing */
	    {61, 65, ORG_BIT(ROUTES), ORG_BY_ROUTES, "C-MNT"},
	    {30, 65, 0, ORG_BY_ROUTES, NULL},
	    {70, 71, ORG_BIT(PEERINGDB), ORG_BY_PEERINGDB, "7"},
	    {70, 72, 0, ORG_BY_PEERINGDB, NULL},
	    {70, 73, 0, ORG_BY_PEERINGDB, NULL},
	    {74, 75, 0, ORG_BY_PEERINGDB, NULL},
	};
	struct topology *t = fresh_open(NULL);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(topology_same_org(t, rows[i].x, rows[i].y, NOW), rows[i].by);
		assert_int_equal(topology_same_org(t, rows[i].y, rows[i].x, NOW), rows[i].by);
		const char *id = topology_shared_org(t, rows[i].source, rows[i].x, rows[i].y, NOW);
		assert_string_equal(id ? id : "none", rows[i].id ? rows[i].id : "none");
	}
	close_all(t);
}

/* Registries' own maintainers and what hundreds use; databases where anyone writes for anyone. */
static void left_out(void **state)
{
	(void)state;
	static const char *const generic[] = {"RIPE-NCC-END-MNT", "DUMY-RIPE"};
	static const char *const databases[] = {"RIPE", "APNIC"};
	const struct topology_rules rules = {.org = {.generic_above = 2, .generic = generic, .n_generic = 2},
	                                     .databases = databases,
	                                     .n_databases = 2};
	folder_put("irr/ripe.db", PUT,
	           AUT_NUM("1", "mnt-by: RIPE-NCC-END-MNT\nmnt-by: BIG-MNT\nadmin-c: DUMY-RIPE\n", "RIPE")
	               AUT_NUM("2", "mnt-by: RIPE-NCC-END-MNT\nmnt-by: BIG-MNT\nadmin-c: DUMY-RIPE\n", "RIPE")
	                   AUT_NUM("3", "mnt-by: BIG-MNT\nmnt-by: OWN-MNT\n", "RIPE")
	                       AUT_NUM("4", "mnt-by: OWN-MNT\n", "RIPE"));
	folder_put("irr/radb.db", PUT,
	           AUT_NUM("1", "mnt-by: FORGED-MNT\norg: O\nadmin-c: F1\n", "RADB")
	               AUT_NUM("2", "mnt-by: FORGED-MNT\norg: O\nadmin-c: F1\n", "RADB")
	                   ROUTE("192.0.2.0/24", "1", "OWN-MNT", "RADB"));
	folder_put("irr/apnic.db", PUT, AUT_NUM("5", "mnt-by: OWN-MNT\n", "APNIC"));
	struct topology *t = fresh_open(&rules);
	assert_int_equal(topology_same_org(t, 1, 2, NOW), 0);
	assert_int_equal(topology_same_org(t, 1, 3, NOW), 0);
	assert_int_equal(topology_same_org(t, 3, 4, NOW), ORG_BIT(MAINTAINER));
	assert_int_equal(topology_same_org(t, 4, 5, NOW), 0); /* of that name in another registry */
	close_all(t);
	t = fresh_open(NULL);
	assert_int_equal(topology_same_org(t, 1, 2, NOW),
	                 ORG_BIT(RPSL_ORG) | ORG_BIT(MAINTAINER) | ORG_BIT(CONTACT));
	assert_int_equal(topology_same_org(t, 1, 3, NOW), ORG_BIT(MAINTAINER));
	close_all(t);
}

/* Files that contradict each other: what any of them says counts, in either order of their names. */
static void contradictions(void **state)
{
	(void)state;
	static const char *const content[] = {AS_ORG "1||N|A||X\n2||N|A||X\n3||N|B||X\n",
	                                      AS_ORG "1||N|B||X\n2||N|C||X\n3||N|B||X\n"};
	for (int turn = 0; turn < 2; turn++) {
		folder_put("orgs/first.txt", PUT, content[turn]);
		folder_put("orgs/second.txt", PUT, content[1 - turn]);
		struct topology *t = fresh_open(NULL);
		assert_int_equal(topology_same_org(t, 1, 2, NOW), ORG_BIT(AS_ORG));
		assert_int_equal(topology_same_org(t, 1, 3, NOW), ORG_BIT(AS_ORG));
		assert_int_equal(topology_same_org(t, 2, 3, NOW), 0);
		assert_int_equal(topology_relation(t, 1, 3, NOW), RELATION_SIBLING);
		close_all(t);
	}
}

#define DELEGATED(asn, day, id)                                    \
	"2|ripencc|202602" day "|1|19930101|202602" day "|+0100\n" \
	"ripencc|NL|asn|1|1|20000101|allocated|x\nripencc|NL|asn|" asn "|1|20000101|allocated|" id "\n"

/* Snapshots take turns, each kind on its own; a file that is too old is silent, the others are not. */
static void eras(void **state)
{
	(void)state;
	folder_put("rir/delegated-ripencc-extended-20260201", PUT, DELEGATED("2", "01", "x"));
	folder_put("rir/delegated-ripencc-extended-20260204", PUT, DELEGATED("3", "04", "x"));
	folder_put("rir/delegated-lacnic", PUT,
	           "2|lacnic|20251201|1|19870101|20251130|-0300\nlacnic|BR|asn|2|2|20000101|allocated|y\n");
	folder_put("peeringdb/net-2026-02-03.json", PUT,
	           "{\"data\":[{\"id\":1,\"org_id\":7,\"asn\":1,\"status\":\"ok\"},"
	           "{\"id\":2,\"org_id\":7,\"asn\":2,\"status\":\"ok\"}]}");
	static const struct {
		const char *time;
		org_sources with_2, with_3, both;
	} rows[] = {
	    {"2025-12-08T00:00:00Z", ORG_BIT(DELEGATED) | ORG_BIT(PEERINGDB), 0, ORG_BIT(DELEGATED)},
	    {"2026-02-03T23:59:59Z", ORG_BIT(DELEGATED) | ORG_BIT(PEERINGDB), 0, 0},
	    {"2026-02-04T00:00:00Z", ORG_BIT(PEERINGDB), ORG_BIT(DELEGATED), 0},
	    {"2026-02-11T00:00:00Z", ORG_BIT(PEERINGDB), ORG_BIT(DELEGATED), 0},
	    {"2026-02-11T00:00:01Z", ORG_BIT(PEERINGDB), 0, 0},
	    {"2026-03-05T00:00:00Z", ORG_BIT(PEERINGDB), 0, 0},
	    {"2026-03-05T00:00:01Z", 0, 0, 0},
	};
	enum { N = sizeof rows / sizeof *rows };
	struct topology *t = fresh_open(NULL);
	for (int turn = 0; turn < 2; turn++)
		for (size_t i = 0; i < N; i++) {
			size_t k = turn ? N - 1 - i : i;
			instant_t when = at(rows[k].time);
			assert_int_equal(topology_same_org(t, 1, 2, when), rows[k].with_2);
			assert_int_equal(topology_same_org(t, 1, 3, when), rows[k].with_3);
			assert_int_equal(topology_same_org(t, 2, 3, when), rows[k].both);
		}
	close_all(t);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, folder_new, folder_end)
static const struct CMUnitTest tests[] = {TEST(each_source), TEST(left_out), TEST(contradictions),
                                          TEST(eras)};
TEST_MAIN(tests)
