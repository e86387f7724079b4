/* Route origin validation: cases of RFC 6811, 6483, 7607 as vectors, then random tables against the oracle.
 */
#include "../../oracle_c/oracle.h"
#include "../test.h"
#include "validate/rov.h"

#include <string.h>

static struct prefix prefix(const char *text)
{
	struct prefix p;
	assert_int_equal(prefix_parse(text, strlen(text), &p), ERR_OK);
	return p;
}

static struct rov_table *table_of(const struct vrp *vrps, size_t n)
{
	struct rov_builder *b = rov_builder_new();
	uint32_t file = rov_builder_file(b, "vrps.json", 1000);
	for (size_t i = 0; i < n; i++)
		rov_builder_add(b, file, &vrps[i]);
	return rov_builder_build(b);
}

static struct rov_table *vector_table(void)
{
	static const struct {
		const char *prefix;
		uint8_t max_len;
		asn_t asn;
	} rows[] = {
	    {"192.0.2.0/24", 24, 64496}, {"198.51.100.0/22", 24, 64497}, {"10.0.0.0/8", 16, 64500},
	    {"10.0.0.0/8", 8, 0},        {"10.1.0.0/16", 24, 64501},     {"10.1.2.0/24", 24, 0},
	    {"203.0.113.0/24", 24, 0},   {"2001:db8::/32", 48, 64496},   {"2001:db8:1::/48", 48, 64497},
	    {"0.0.0.0/0", 0, 64511},
	};
	struct vrp vrps[sizeof rows / sizeof *rows];
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		vrps[i] = (struct vrp){.prefix = prefix(rows[i].prefix),
		                       .max_len = rows[i].max_len,
		                       .asn = rows[i].asn,
		                       .ta = "ta"};
	}
	return table_of(vrps, sizeof rows / sizeof *rows);
}

static void vectors(void **state)
{
	(void)state;
	static const struct {
		const char *prefix;
		asn_t origin;
		enum rov want;
	} rows[] = {
	    {"192.0.2.0/24", 64496, ROV_VALID},
	    {"192.0.2.0/24", 64499, ROV_INVALID_ASN},
	    {"192.0.2.0/25", 64496, ROV_INVALID_LENGTH},
	    {"192.0.2.0/25", 64499, ROV_INVALID_ASN},
	    {"198.51.101.0/24", 64497, ROV_VALID},
	    {"198.51.100.128/25", 64497, ROV_INVALID_LENGTH},
	    {"10.2.0.0/16", 64500, ROV_VALID},
	    {"10.1.2.0/24", 64501, ROV_VALID}, /* by a less specific, in spite of AS 0 */
	    {"10.1.2.0/24", 64500, ROV_INVALID_LENGTH},
	    {"10.1.2.0/24", 64502, ROV_INVALID_ASN},
	    {"203.0.113.0/24", 64496, ROV_INVALID_ASN}, /* the default route's VRP covers it, too */
	    {"203.0.113.0/24", 0, ROV_INVALID_ASN},
	    {"203.0.113.0/24", 64511, ROV_INVALID_LENGTH},
	    {"0.0.0.0/0", 64511, ROV_VALID},
	    {"0.0.0.0/1", 64511, ROV_INVALID_LENGTH},
	    {"2001:db8:2::/48", 64496, ROV_VALID},
	    {"2001:db8:1::/48", 64496, ROV_VALID},
	    {"2001:db8:1::/48", 64497, ROV_VALID},
	    {"2001:db8:1::/49", 64497, ROV_INVALID_LENGTH},
	    {"2001:db8::/32", 0, ROV_INVALID_ASN}, /* origin NONE and covered */
	    {"2001:db9::/32", 0, ROV_NOT_FOUND},   /* origin NONE and uncovered */
	    {"2001::/16", 64496, ROV_NOT_FOUND},
	    {"::/0", 64511, ROV_NOT_FOUND},
	};
	struct rov_table *t = vector_table();
	assert_int_equal(rov_table_count(t), 10);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct prefix p = prefix(rows[i].prefix);
		enum rov got = rov_lookup(t, &p, rows[i].origin);
		if (got != rows[i].want)
			fail_msg("%s %u: %s", rows[i].prefix, rows[i].origin, rov_name(got));
		assert_int_equal(rov_lookup(NULL, &p, rows[i].origin), ROV_NO_DATA);
	}
	rov_table_free(t);
}

static void as0_alone(void **state)
{
	(void)state;
	struct vrp v[] = {{.prefix = prefix("192.0.2.0/24"), .max_len = 32, .asn = 0, .ta = ""},
	                  {.prefix = prefix("192.0.0.0/16"), .max_len = 16, .asn = 0, .ta = ""}};
	struct rov_table *t = table_of(v, 2);
	assert_int_equal(rov_lookup(t, &v[0].prefix, 64496), ROV_INVALID_AS0);
	assert_int_equal(rov_lookup(t, &v[0].prefix, 0), ROV_INVALID_AS0);
	rov_table_free(t);
}

static void explained(void **state)
{
	(void)state;
	struct rov_table *t = vector_table();
	struct prefix p = prefix("10.1.2.0/24");
	static const struct {
		asn_t asn;
		enum rov_match result;
		uint8_t len;
	} want[] = {{0, ROV_MATCH_AS0, 24},
	            {64501, ROV_MATCH_ASN, 16},
	            {0, ROV_MATCH_AS0, 8},
	            {64500, ROV_MATCH_LENGTH, 8},
	            {64511, ROV_MATCH_ASN, 0}};
	struct rov_explain e = rov_explain_begin(t, &p, 64500);
	struct rov_reason r;
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		assert_true(rov_explain_next(&e, &r));
		assert_int_equal(r.asn, want[i].asn);
		assert_int_equal(r.result, want[i].result);
		assert_int_equal(r.prefix.len, want[i].len);
		assert_string_equal(r.source->name, "ta");
		assert_string_equal(r.source->file, "vrps.json");
		assert_int_equal(r.source->as_of, 1000);
	}
	assert_false(rov_explain_next(&e, &r));
	p = prefix("2001:db9::/32");
	e = rov_explain_begin(t, &p, 1);
	assert_false(rov_explain_next(&e, &r));
	rov_table_free(t);
}

/* The reasons alone must lead to the verdict. */
static const char *verdict_of_reasons(const struct rov_table *t, const struct prefix *p, asn_t origin)
{
	bool any = false, match = false, length = false, other = false;
	struct rov_explain e = rov_explain_begin(t, p, origin);
	struct rov_reason r;
	while (rov_explain_next(&e, &r)) {
		any = true;
		match |= r.result == ROV_MATCH;
		length |= r.result == ROV_MATCH_LENGTH;
		other |= r.result == ROV_MATCH_ASN;
	}
	if (!any)
		return "not_found";
	return match ? "valid" : length ? "invalid_length" : other ? "invalid_asn" : "invalid_as0";
}

enum { TABLES = 1000, ROUTES = 100, VRPS = 60 };

static void routes_check(struct oracle_random *r, const struct rov_table *t, const struct vrp *vrps, size_t n)
{
	struct rov_walk w = rov_walk_begin(t);
	for (unsigned i = 0; i < ROUTES; i++) {
		struct prefix p = oracle_random_prefix(r);
		asn_t origin = oracle_random_below(r, 4);
		const char *want = oracle_rov(vrps, n, &p, origin);
		assert_string_equal(rov_name(rov_lookup(t, &p, origin)), want);
		assert_string_equal(rov_name(rov_walk_next(&w, &p, origin)), want);
		assert_string_equal(verdict_of_reasons(t, &p, origin), want);
	}
}

static void random_tables(void **state)
{
	(void)state;
	struct oracle_random r = oracle_random_begin();
	for (unsigned k = 0; k < TABLES; k++) {
		struct vrp vrps[VRPS];
		size_t n = oracle_random_below(&r, VRPS + 1);
		for (size_t i = 0; i < n; i++) {
			struct prefix p = oracle_random_prefix(&r);
			unsigned room = family_bits(p.family) - p.len;
			vrps[i] = (struct vrp){.prefix = p, .asn = oracle_random_below(&r, 4), .ta = ""};
			vrps[i].max_len = (uint8_t)(p.len + oracle_random_below(&r, room + 1));
		}
		struct rov_table *t = table_of(vrps, n);
		routes_check(&r, t, vrps, n);
		rov_table_free(t);
	}
}

static int route_cmp(const void *a, const void *b)
{
	return prefix_cmp(&((const struct cover_route *)a)->prefix, &((const struct cover_route *)b)->prefix);
}

/* A table large enough for its index of first bits; routes in order and in no order. */
static void join_is_lookup(void **state)
{
	(void)state;
	enum { MANY = 30000 };
	struct oracle_random r = oracle_random_begin();
	struct rov_builder *b = rov_builder_new();
	uint32_t file = rov_builder_file(b, "f", 0);
	for (unsigned i = 0; i < MANY; i++) {
		struct prefix p = oracle_random_prefix(&r);
		p.hi ^= (uint64_t)oracle_random_below(&r, 1 << 14) << 44;
		p = prefix_masked(p);
		struct vrp v = {.prefix = p, .max_len = p.len, .asn = oracle_random_below(&r, 3), .ta = ""};
		rov_builder_add(b, file, &v);
	}
	struct rov_table *t = rov_builder_build(b);
	struct cover_route *routes = calloc(MANY, sizeof *routes);
	uint8_t *got = calloc(MANY, 1);
	for (unsigned i = 0; i < MANY; i++) {
		routes[i] = (struct cover_route){oracle_random_prefix(&r), oracle_random_below(&r, 3)};
		routes[i].prefix.hi ^= (uint64_t)oracle_random_below(&r, 1 << 14) << 44;
		routes[i].prefix = prefix_masked(routes[i].prefix);
	}
	for (unsigned round = 0; round < 2; round++) {
		rov_join(t, routes, MANY, got);
		for (unsigned i = 0; i < MANY; i++)
			assert_int_equal(got[i], rov_lookup(t, &routes[i].prefix, routes[i].origin));
		memset(got, 99, MANY);
		rov_lookup_many(t, routes, MANY, got);
		for (unsigned i = 0; i < MANY; i++)
			assert_int_equal(got[i], rov_lookup(t, &routes[i].prefix, routes[i].origin));
		qsort(routes, MANY, sizeof *routes, route_cmp);
	}
	free(routes);
	free(got);
	rov_table_free(t);
}

/* The same VRPs from two files, added in either order: the same answers, in the same order. */
static void order_leaves_no_trace(void **state)
{
	(void)state;
	struct rov_table *t[2];
	struct vrp v[] = {{.prefix = prefix("10.0.0.0/8"), .max_len = 24, .asn = 1, .ta = "apnic"},
	                  {.prefix = prefix("10.0.0.0/8"), .max_len = 9, .asn = 1, .ta = "arin"},
	                  {.prefix = prefix("10.0.0.0/8"), .max_len = 24, .asn = 2, .ta = "ripe"}};
	for (unsigned k = 0; k < 2; k++) {
		struct rov_builder *b = rov_builder_new();
		uint32_t x = rov_builder_file(b, k ? "b" : "a", k ? 2 : 1);
		uint32_t y = rov_builder_file(b, k ? "a" : "b", k ? 1 : 2);
		for (unsigned i = 0; i < 3; i++) {
			rov_builder_add(b, k ? y : x, &v[k ? 2 - i : i]);
			rov_builder_add(b, k ? x : y, &v[k ? 2 - i : i]);
			rov_builder_add(b, k ? x : y, &v[k ? 2 - i : i]);
		}
		t[k] = rov_builder_build(b);
		assert_int_equal(rov_table_count(t[k]), 6);
	}
	struct rov_explain e = rov_explain_begin(t[0], &v[0].prefix, 1),
	                   f = rov_explain_begin(t[1], &v[0].prefix, 1);
	struct rov_reason a, c;
	for (unsigned i = 0; i < 6; i++) {
		assert_true(rov_explain_next(&e, &a) && rov_explain_next(&f, &c));
		assert_int_equal(a.asn, c.asn);
		assert_int_equal(a.max_len, c.max_len);
		assert_string_equal(a.source->name, c.source->name);
		assert_string_equal(a.source->file, c.source->file);
		assert_int_equal(a.source->as_of, c.source->as_of);
	}
	rov_table_free(t[0]);
	rov_table_free(t[1]);
}

/* What is not in force leaves nothing behind; a date may come after the rows. */
static void dropped(void **state)
{
	(void)state;
	struct rov_builder *b = rov_builder_new();
	struct vrp v = {.prefix = prefix("10.0.0.0/8"), .max_len = 8, .asn = 1, .ta = "x"};
	uint32_t old = rov_builder_file(b, "old", 5), new = rov_builder_file(b, "new", INSTANT_NONE);
	rov_builder_add(b, old, &v);
	v.asn = 2;
	rov_builder_add(b, new, &v);
	rov_builder_date(b, new, 9);
	rov_builder_drop(b, old);
	struct rov_table *t = rov_builder_build(b);
	assert_int_equal(rov_table_count(t), 1);
	struct rov_explain e = rov_explain_begin(t, &v.prefix, 1);
	struct rov_reason r;
	assert_true(rov_explain_next(&e, &r));
	assert_int_equal(r.asn, 2);
	assert_int_equal(r.source->as_of, 9);
	assert_false(rov_explain_next(&e, &r));
	rov_table_free(t);
}

static void empty(void **state)
{
	(void)state;
	struct rov_table *t = table_of(NULL, 0);
	struct prefix p = prefix("10.0.0.0/8");
	assert_int_equal(rov_lookup(t, &p, 1), ROV_NOT_FOUND);
	struct rov_walk w = rov_walk_begin(t);
	assert_int_equal(rov_walk_next(&w, &p, 1), ROV_NOT_FOUND);
	rov_table_free(t);
	rov_builder_free(rov_builder_new());
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(vectors),        cmocka_unit_test(as0_alone),
    cmocka_unit_test(explained),      cmocka_unit_test(random_tables),
    cmocka_unit_test(join_is_lookup), cmocka_unit_test(order_leaves_no_trace),
    cmocka_unit_test(empty),          cmocka_unit_test(dropped),
};
TEST_MAIN(tests)
