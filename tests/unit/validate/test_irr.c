/* Routes against route objects: vectors, then random tables against the oracle. */
#include "../../oracle_c/oracle.h"
#include "../test.h"
#include "validate/irr.h"

#include <string.h>

static struct prefix prefix(const char *text)
{
	struct prefix p;
	assert_int_equal(prefix_parse(text, strlen(text), &p), ERR_OK);
	return p;
}

static struct irr_table *table_of(const struct route_object *objects, size_t n)
{
	struct irr_builder *b = irr_builder_new();
	uint32_t file = irr_builder_file(b, "irr/radb.db", 77);
	for (size_t i = 0; i < n; i++)
		irr_builder_add(b, file, &objects[i]);
	return irr_builder_build(b);
}

static void vectors(void **state)
{
	(void)state;
	struct route_object o[] = {{.prefix = prefix("192.0.2.0/24"), .origin = 64496, .source = "RADB"},
	                           {.prefix = prefix("192.0.2.0/24"), .origin = 64496, .source = "RIPE"},
	                           {.prefix = prefix("192.0.2.0/24"), .origin = 64497, .source = "RADB"},
	                           {.prefix = prefix("192.0.0.0/16"), .origin = 64498, .source = "RADB"},
	                           {.prefix = prefix("2001:db8::/32"), .origin = 64496, .source = "RADB"}};
	static const struct {
		const char *prefix;
		asn_t origin;
		enum irr want;
	} rows[] = {
	    {"192.0.2.0/24", 64496, IRR_VALID},     {"192.0.2.0/24", 64497, IRR_VALID},
	    {"192.0.2.0/24", 64498, IRR_COVERING},  {"192.0.2.0/24", 64499, IRR_INVALID},
	    {"192.0.2.0/25", 64496, IRR_COVERING},  {"192.0.0.0/16", 64496, IRR_INVALID},
	    {"192.0.0.0/8", 64498, IRR_NOT_FOUND},  {"2001:db8::/32", 64496, IRR_VALID},
	    {"2001:db8::/33", 64496, IRR_COVERING}, {"2001:db9::/32", 64496, IRR_NOT_FOUND},
	};
	struct irr_table *t = table_of(o, sizeof o / sizeof *o);
	assert_int_equal(irr_table_count(t), 5);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct prefix p = prefix(rows[i].prefix);
		enum irr got = irr_lookup(t, &p, rows[i].origin);
		if (got != rows[i].want)
			fail_msg("%s %u: %s", rows[i].prefix, rows[i].origin, irr_name(got));
		assert_int_equal(irr_lookup(NULL, &p, rows[i].origin), IRR_NO_DATA);
	}
	struct prefix p = prefix("192.0.2.0/24");
	struct irr_explain e = irr_explain_begin(t, &p, 64498);
	struct irr_reason r;
	static const enum irr_match want[] = {IRR_MATCH_ORIGIN, IRR_MATCH_ORIGIN, IRR_MATCH_ORIGIN,
	                                      IRR_MATCH_COVERING};
	static const char *const sources[] = {"RADB", "RIPE", "RADB", "RADB"};
	for (unsigned i = 0; i < 4; i++) {
		assert_true(irr_explain_next(&e, &r));
		assert_int_equal(r.result, want[i]);
		assert_string_equal(r.source->name, sources[i]);
		assert_int_equal(r.source->as_of, 77);
	}
	assert_false(irr_explain_next(&e, &r));
	irr_table_free(t);
}

/* To the day; objects that do not say so have none. */
static void created(void **state)
{
	(void)state;
	struct route_object o[] = {
	    {.prefix = prefix("192.0.2.0/24"), .origin = 64496, .source = "RADB", .created = INSTANT_NONE},
	    {.prefix = prefix("192.0.2.0/24"), .origin = 64497, .source = "RADB", .created = 1700000000},
	    {.prefix = prefix("192.0.2.0/24"), .origin = 64498, .source = "RADB", .created = INT64_MAX}};
	static const instant_t want[] = {INSTANT_NONE, 1699920000, UINT16_MAX * INT64_C(86400)};
	struct irr_table *t = table_of(o, sizeof o / sizeof *o);
	struct prefix p = prefix("192.0.2.0/24");
	struct irr_explain e = irr_explain_begin(t, &p, 1);
	struct irr_reason r;
	for (unsigned i = 0; i < 3; i++) {
		assert_true(irr_explain_next(&e, &r));
		assert_int_equal(r.created, want[i]);
	}
	irr_table_free(t);
}

static const char *verdict_of_reasons(const struct irr_table *t, const struct prefix *p, asn_t origin)
{
	struct irr_explain e = irr_explain_begin(t, p, origin);
	struct irr_reason r;
	bool any = false, covering = false, exact = false;
	while (irr_explain_next(&e, &r)) {
		any = true;
		covering |= r.result == IRR_MATCH_COVERING;
		exact |= r.result == IRR_MATCH_EXACT;
	}
	return exact ? "valid" : covering ? "covering" : any ? "invalid" : "not_found";
}

enum { TABLES = 1000, ROUTES = 100, OBJECTS = 60 };

static void random_tables(void **state)
{
	(void)state;
	struct oracle_random r = oracle_random_begin();
	for (unsigned k = 0; k < TABLES; k++) {
		struct route_object o[OBJECTS];
		size_t n = oracle_random_below(&r, OBJECTS + 1);
		for (size_t i = 0; i < n; i++)
			o[i] = (struct route_object){.prefix = oracle_random_prefix(&r),
			                             .origin = oracle_random_below(&r, 4),
			                             .source = i & 1 ? "A" : "B"};
		struct irr_table *t = table_of(o, n);
		struct irr_walk w = irr_walk_begin(t);
		struct cover_route routes[ROUTES];
		uint8_t joined[ROUTES];
		for (unsigned i = 0; i < ROUTES; i++)
			routes[i] =
			    (struct cover_route){oracle_random_prefix(&r), oracle_random_below(&r, 4)};
		if (k & 1)
			irr_join(t, routes, ROUTES, joined);
		else
			irr_lookup_many(t, routes, ROUTES, joined);
		for (unsigned i = 0; i < ROUTES; i++) {
			const struct prefix *p = &routes[i].prefix;
			const char *want = oracle_irr(o, n, p, routes[i].origin);
			assert_string_equal(irr_name(irr_lookup(t, p, routes[i].origin)), want);
			assert_string_equal(irr_name(irr_walk_next(&w, p, routes[i].origin)), want);
			assert_string_equal(verdict_of_reasons(t, p, routes[i].origin), want);
			assert_int_equal(joined[i], irr_lookup(t, p, routes[i].origin));
		}
		irr_table_free(t);
	}
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(vectors), cmocka_unit_test(created),
                                          cmocka_unit_test(random_tables)};
TEST_MAIN(tests)
