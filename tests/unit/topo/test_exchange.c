/* Exchanges: members, peering LANs, route servers. */
#include "../test.h"
#include "topo/exchange.h"

#include <string.h>

static struct prefix prefix(const char *s)
{
	struct prefix p;
	assert_int_equal(prefix_parse(s, strlen(s), &p), ERR_OK);
	return p;
}

static void add_prefix(struct exchange_builder *b, uint32_t vlan, const char *s)
{
	struct prefix p = prefix(s);
	assert_int_equal(exchange_add_prefix(b, vlan, &p), ERR_OK);
}

static void lans(void **state)
{
	(void)state;
	static const struct {
		const char *prefix;
		int exchange; /* -1: no LAN */
	} rows[] = {
	    {"192.0.2.0/24", 10},
	    {"192.0.2.128/25", 10},
	    {"192.0.2.7/32", 10},
	    {"192.0.2.0/23", -1},
	    {"192.0.3.0/24", -1},
	    {"192.0.1.0/24", -1},
	    {"198.51.100.0/25", 20},
	    {"198.51.100.128/25", -1},
	    {"198.51.100.0/24", -1},
	    {"203.0.113.0/24", 0},
	    {"203.0.113.64/26", 0},
	    {"2001:db8:1::/64", 10},
	    {"2001:db8:1::1/128", 10},
	    {"2001:db8:1::/48", -1},
	    {"2001:db8:2::/64", -1},
	    {"0.0.0.0/0", -1},
	    {"::/0", -1},
	    {"255.255.255.255/32", -1},
	    {"172.16.5.0/24", -1},
	    {"2001:d00:1::/64", -1},
	    {"100.64.1.0/24", 30},
	    {"100.64.0.0/16", 30},
	    {"100.64.200.9/32", 30},
	    {"100.65.0.0/24", -1},
	};
	for (int turn = 0; turn < 2; turn++) {
		struct exchange_builder *b = exchange_builder_new();
		for (int i = 0; i < 14; i++) {
			int k = turn ? 13 - i : i;
			switch (k) {
			case 0:
				assert_int_equal(exchange_add_vlan(b, 1, 10), ERR_OK);
				break;
			case 1:
				assert_int_equal(exchange_add_vlan(b, 2, 20), ERR_OK);
				break;
			case 2:
				assert_int_equal(exchange_add_vlan(b, 2, 21), ERR_OK);
				break; /* the lowest */
			case 3:
				add_prefix(b, 1, "192.0.2.0/24");
				break;
			case 4:
				add_prefix(b, 1, "2001:db8:1::/64");
				break;
			case 5:
				add_prefix(b, 2, "198.51.100.0/25");
				break;
			case 6:
				add_prefix(b, 3, "203.0.113.0/24");
				break; /* nobody says of which exchange */
			case 7:
				add_prefix(b, 1, "172.16.0.0/12");
				break; /* wrong: too short for a LAN */
			case 8:
				add_prefix(b, 1, "2001:d00::/24");
				break; /* likewise */
			case 9:
				add_prefix(b, 4, "100.64.0.0/16");
				break;
			case 10:
				add_prefix(b, 2, "100.64.1.0/24");
				break; /* inside another: that counts */
			case 11:
				assert_int_equal(exchange_add_vlan(b, 4, 30), ERR_OK);
				break;
			case 12:
				add_prefix(b, 9, "192.0.2.0/24");
				break; /* what is known of one goes first */
			default:
				add_prefix(b, 1, "192.0.2.0/24");
				break;
			}
		}
		struct exchange_table *t = exchange_builder_build(b);
		for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
			struct prefix p = prefix(rows[i].prefix);
			const struct exchange_lan *lan = exchange_lan(t, &p);
			assert_int_equal(lan ? (int)lan->exchange : -1, rows[i].exchange);
			assert_int_equal(exchange_is_lan(t, &p), rows[i].exchange >= 0);
		}
		assert_int_equal(exchange_counts(t).lans, 5);
		exchange_table_free(t);
	}
}

struct at {
	asn_t asn;
	uint32_t exchange, vlan;
	bool multilateral;
};

static void members(void **state)
{
	(void)state;
	static const struct at rows[] = {
	    {1, 10, 0, true},  {1, 10, 0, false}, /* two ports, one at the route server */
	    {2, 10, 0, true},  {3, 10, 0, false},         {1, 20, 0, true},
	    {2, 20, 0, false}, {2, 0, 3, true},           {1, 30, 9, true}, /* the LAN says the same */
	    {4, 0, 99, true},  {5, 0, 99, true},                            /* nobody knows where that is */
	    {0, 10, 0, true},  {4294967295, 10, 0, true},
	};
	enum { N = sizeof rows / sizeof *rows };
	for (unsigned turn = 0; turn < N; turn++) {
		struct exchange_builder *b = exchange_builder_new();
		assert_int_equal(exchange_add_vlan(b, 3, 30), ERR_OK);
		for (unsigned i = 0; i < N; i++) {
			const struct at *r = &rows[(turn + i * 5) % N];
			assert_int_equal(
			    exchange_add_member(b, r->asn, r->exchange, r->vlan, r->multilateral), ERR_OK);
		}
		struct exchange_table *t = exchange_builder_build(b);
		uint32_t first = 0;
		assert_int_equal(exchange_common(t, 1, 2, &first), 3);
		assert_int_equal(first, 10);
		assert_int_equal(exchange_common(t, 2, 1, NULL), 3);
		assert_int_equal(exchange_common_multilateral(t, 1, 2, &first), 2);
		assert_int_equal(first, 10);
		assert_int_equal(exchange_common(t, 1, 3, NULL), 1);
		first = 77;
		assert_int_equal(exchange_common_multilateral(t, 1, 3, &first), 0);
		assert_int_equal(first, 77);
		assert_int_equal(exchange_common(t, 4, 5, NULL), 0);
		assert_int_equal(exchange_common(t, 0, 0, NULL), 0);
		assert_int_equal(exchange_common(t, 4294967295, 3, NULL), 1);
		assert_int_equal(exchange_common(t, 6, 7, NULL), 0);
		assert_int_equal(exchange_counts(t).members, 8);
		exchange_table_free(t);
	}
}

static void asns_and_names(void **state)
{
	(void)state;
	struct exchange_builder *b = exchange_builder_new();
	static const asn_t servers[] = {4294967295, 64500, 0, 64500, 6};
	for (size_t i = 0; i < sizeof servers / sizeof *servers; i++)
		assert_int_equal(exchange_add_route_server(b, servers[i]), ERR_OK);
	assert_int_equal(exchange_add_never(b, 7), ERR_OK);
	assert_int_equal(exchange_add_name(b, 5, "B-IX"), ERR_OK);
	assert_int_equal(exchange_add_name(b, 5, "A-IX"), ERR_OK);
	assert_int_equal(exchange_add_name(b, 4, "C-IX"), ERR_OK);
	assert_int_equal(exchange_add_name(b, 4, ""), ERR_OK);
	assert_int_equal(exchange_add_name(b, 0, "none"), ERR_OK);
	struct exchange_table *t = exchange_builder_build(b);
	assert_true(exchange_is_route_server(t, 64500));
	assert_true(exchange_is_route_server(t, 6));
	assert_true(exchange_is_route_server(t, 4294967295));
	assert_false(exchange_is_route_server(t, 0));
	assert_false(exchange_is_route_server(t, 7));
	assert_true(exchange_never_via_route_servers(t, 7));
	assert_false(exchange_never_via_route_servers(t, 6));
	assert_string_equal(exchange_name(t, 5), "A-IX");
	assert_string_equal(exchange_name(t, 4), "C-IX");
	assert_string_equal(exchange_name(t, 0), "");
	assert_string_equal(exchange_name(t, 6), "");
	struct exchange_counts c = exchange_counts(t);
	assert_int_equal(c.route_servers, 3);
	assert_int_equal(c.never, 1);
	assert_int_equal(c.names, 2);
	exchange_table_free(t);
}

static void nothing(void **state)
{
	(void)state;
	struct prefix p = prefix("192.0.2.0/24");
	struct exchange_table *none[] = {exchange_builder_build(exchange_builder_new()), NULL};
	for (size_t i = 0; i < 2; i++) {
		assert_null(exchange_lan(none[i], &p));
		assert_false(exchange_is_route_server(none[i], 1));
		assert_false(exchange_never_via_route_servers(none[i], 1));
		assert_int_equal(exchange_common(none[i], 1, 1, NULL), 0);
		assert_string_equal(exchange_name(none[i], 1), "");
	}
	exchange_table_free(none[0]);
	exchange_table_free(NULL);
	exchange_builder_free(exchange_builder_new());
	exchange_builder_free(NULL);
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(lans), cmocka_unit_test(members),
                                          cmocka_unit_test(asns_and_names), cmocka_unit_test(nothing)};
TEST_MAIN(tests)
