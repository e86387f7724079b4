/* Exchanges, route servers, cliques and lists, as of any instant. */
#include "feed/topology.h"
#include "folder.h"

#define PUT "2026-03-09T00:00:00Z"
#define NOW at("2026-03-10T00:00:00Z")

static struct sources sources;

static struct topology *fresh_open(void)
{
	struct sources_options o = {0};
	o.fresh[SOURCE_PEERINGDB] = 30 * 86400;
	o.fresh[SOURCE_RELATIONSHIPS] = 60 * 86400;
	sources_init(&sources, &o);
	assert_int_equal(sources_open(&sources, folder_dir, 1, NULL), ERR_OK);
	return topology_open(&sources);
}

static void close_all(struct topology *t)
{
	topology_free(t);
	sources_fini(&sources);
}

static struct prefix prefix(const char *s)
{
	struct prefix p;
	assert_int_equal(prefix_parse(s, strlen(s), &p), ERR_OK);
	return p;
}

static bool is_lan(struct topology *t, const char *s, instant_t when)
{
	struct prefix p = prefix(s);
	return topology_is_exchange_lan(t, &p, when);
}

/* One exchange, pieced together from a file a kind. */
static void joined(void **state)
{
	(void)state;
	folder_put(
	    "peeringdb/net.json", PUT,
	    "{\"data\":["
	    "{\"id\":1,\"org_id\":7,\"asn\":64500,\"info_type\":\"Route Server\",\"status\":\"ok\"},"
	    "{\"id\":2,\"org_id\":7,\"asn\":64501,\"info_type\":\"NSP\",\"info_types\":[\"NSP\",\"Route "
	    "Server\"],\"status\":\"ok\"},"
	    "{\"id\":3,\"org_id\":7,\"asn\":64502,\"info_type\":\"Route "
	    "Collector\",\"info_never_via_route_servers\":true,\"status\":\"ok\"},"
	    "{\"id\":4,\"org_id\":7,\"asn\":64503,\"info_type\":\"Route "
	    "Server\",\"info_never_via_route_servers\":true,\"status\":\"deleted\"}]}");
	folder_put(
	    "peeringdb/ix.json", PUT,
	    "{\"data\":[{\"id\":10,\"org_id\":7,\"name\":\"Test-IX\",\"media\":\"Ethernet\",\"status\":"
	    "\"ok\"}]}");
	folder_put("peeringdb/ixlan.json", PUT,
	           "{\"data\":[{\"id\":20,\"ix_id\":10,\"rs_asn\":64504,\"status\":\"ok\"},"
	           "{\"id\":21,\"ix_id\":11,\"rs_asn\":null,\"status\":\"ok\"}]}");
	folder_put("peeringdb/ixpfx.json", PUT,
	           "{\"data\":[{\"id\":1,\"ixlan_id\":20,\"prefix\":\"192.0.2.0/24\",\"status\":\"ok\"},"
	           "{\"id\":2,\"ixlan_id\":20,\"prefix\":\"2001:db8::/64\",\"status\":\"ok\"},"
	           "{\"id\":3,\"ixlan_id\":21,\"prefix\":\"198.51.100.0/24\",\"status\":\"deleted\"}]}");
	folder_put(
	    "peeringdb/netixlan.json", PUT,
	    "{\"data\":["
	    "{\"id\":1,\"net_id\":2,\"ix_id\":10,\"ixlan_id\":20,\"asn\":1,\"is_rs_peer\":true,\"status\":"
	    "\"ok\"},"
	    "{\"id\":2,\"net_id\":3,\"ixlan_id\":20,\"asn\":2,\"is_rs_peer\":true,\"status\":\"ok\"},"
	    "{\"id\":3,\"net_id\":3,\"ix_id\":11,\"ixlan_id\":21,\"asn\":2,\"is_rs_peer\":false,"
	    "\"status\":\"ok\"},"
	    "{\"id\":4,\"net_id\":4,\"ix_id\":10,\"ixlan_id\":20,\"asn\":3,\"is_rs_peer\":true,\"status\":"
	    "\"deleted\"}]}");
	struct topology *t = fresh_open();
	assert_true(topology_is_route_server(t, 64500, NOW));
	assert_true(topology_is_route_server(t, 64501, NOW));
	assert_false(topology_is_route_server(t, 64502, NOW));
	assert_false(topology_is_route_server(t, 64503, NOW));
	assert_true(topology_is_route_server(t, 64504, NOW));
	assert_true(topology_never_via_route_servers(t, 64502, NOW));
	assert_false(topology_never_via_route_servers(t, 64503, NOW));
	assert_true(is_lan(t, "192.0.2.0/24", NOW));
	assert_true(is_lan(t, "192.0.2.9/32", NOW));
	assert_true(is_lan(t, "2001:db8::/64", NOW));
	assert_false(is_lan(t, "192.0.2.0/23", NOW));
	assert_false(is_lan(t, "198.51.100.0/24", NOW));
	assert_int_equal(topology_common_exchanges(t, 1, 2, NOW), 1);
	assert_int_equal(topology_common_exchanges(t, 1, 3, NOW), 0);
	const struct exchange_table *e = topology_exchanges(t, NOW);
	uint32_t first = 0;
	assert_int_equal(exchange_common_multilateral(e, 1, 2, &first), 1);
	assert_string_equal(exchange_name(e, first), "Test-IX");
	/* thirty days later it is too old, and says nothing */
	assert_false(is_lan(t, "192.0.2.0/24", at("2026-04-09T00:00:00Z")));
	assert_false(topology_is_route_server(t, 64500, at("2026-04-09T00:00:00Z")));
	close_all(t);
}

/* Exchanges and cliques in the comments of as-rel files, each as of its time. */
static void as_rel(void **state)
{
	(void)state;
	folder_put("topology/20260101.as-rel.txt", PUT, "# input clique: 30 10\n# IXP ASes: 500\n10|20|-1\n");
	folder_put("topology/20260201.as-rel.txt", PUT, "# input clique: 40 10\n# IXP ASes: 501\n10|20|-1\n");
	static const asn_t transit_free[] = {10, 30, 50};
	const struct topology_rules rules = {.transit_free = transit_free, .n_transit_free = 3};
	enum { L = TOPOLOGY_TOP_LISTED, C = TOPOLOGY_TOP_CLIQUE, U = TOPOLOGY_TOP_UNSAID };
	static const struct {
		const char *time;
		unsigned of_10, of_20, of_30, of_40;
		bool is_500, is_501;
	} rows[] = {
	    {"2026-01-20T00:00:00Z", L | C, 0, L | C, 0, true, false},
	    {"2026-02-20T00:00:00Z", L | C, 0, L, C, false, true},
	    {"2026-06-20T00:00:00Z", L | U, U, L | U, U, false, false},
	};
	struct topology *t = fresh_open();
	topology_judge(t, &rules);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		instant_t when = at(rows[i].time);
		assert_int_equal(topology_transit_free(t, 10, when), rows[i].of_10);
		assert_int_equal(topology_transit_free(t, 20, when), rows[i].of_20);
		assert_int_equal(topology_transit_free(t, 30, when), rows[i].of_30);
		assert_int_equal(topology_transit_free(t, 40, when), rows[i].of_40);
		assert_int_equal(topology_is_route_server(t, 500, when), rows[i].is_500);
		assert_int_equal(topology_is_route_server(t, 501, when), rows[i].is_501);
	}
	close_all(t);
}

static void lists(void **state)
{
	(void)state;
	static const asn_t scrubbing[] = {5, 7, 4294967295};
	const struct prefix anycast[] = {prefix("192.88.99.0/24"), prefix("2002::/16")};
	const struct topology_rules rules = {
	    .scrubbing = scrubbing, .n_scrubbing = 3, .anycast = anycast, .n_anycast = 2};
	static const struct {
		const char *prefix;
		bool is;
	} rows[] = {{"192.88.99.0/24", true},
	            {"192.88.99.128/25", true},
	            {"192.88.98.0/23", false},
	            {"2002:c000::/20", true},
	            {"2003::/16", false}};
	struct topology *t = fresh_open();
	assert_false(topology_is_scrubbing(t, 5));
	topology_judge(t, &rules);
	assert_true(topology_is_scrubbing(t, 5));
	assert_true(topology_is_scrubbing(t, 4294967295));
	assert_false(topology_is_scrubbing(t, 6));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct prefix p = prefix(rows[i].prefix);
		assert_int_equal(topology_is_anycast(t, &p), rows[i].is);
	}
	close_all(t);
}

static void nothing(void **state)
{
	(void)state;
	struct topology *t = fresh_open();
	struct prefix p = prefix("192.0.2.0/24");
	assert_false(topology_is_route_server(t, 1, NOW));
	assert_false(topology_never_via_route_servers(t, 1, NOW));
	assert_false(topology_is_exchange_lan(t, &p, NOW));
	assert_int_equal(topology_common_exchanges(t, 1, 1, NOW), 0);
	assert_int_equal(topology_same_org(t, 1, 1, NOW), 0);
	assert_null(topology_shared_org(t, ORG_BY_ROUTES, 1, 1, NOW));
	assert_int_equal(topology_transit_free(t, 1, NOW), TOPOLOGY_TOP_UNSAID);
	assert_false(topology_is_scrubbing(t, 0));
	assert_false(topology_is_anycast(t, &p));
	close_all(t);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, folder_new, folder_end)
static const struct CMUnitTest tests[] = {TEST(joined), TEST(as_rel), TEST(lists), TEST(nothing)};
TEST_MAIN(tests)
