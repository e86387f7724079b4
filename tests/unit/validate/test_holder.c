/* Whose space is, and which networks its holder has. */
#include "../test.h"
#include "validate/holder.h"

#include <string.h>

static void put(struct delegation_builder *b, enum rir rir, enum delegation_status status, const char *first,
                const char *last, const char *id)
{
	struct delegation d = {
	    .type = DELEGATION_V4, .status = status, .rir = rir, .date = INSTANT_NONE, .opaque_id = id};
	assert_int_equal(addr_parse(first, strlen(first), &d.first), ERR_OK);
	assert_int_equal(addr_parse(last, strlen(last), &d.last), ERR_OK);
	delegation_builder_add(b, &d);
}

static void put_asns(struct delegation_builder *b, enum rir rir, asn_t first, asn_t last, const char *id)
{
	delegation_builder_add(b, &(struct delegation){.type = DELEGATION_ASN,
	                                               .status = DELEGATION_ALLOCATED,
	                                               .rir = rir,
	                                               .asn_first = first,
	                                               .asn_last = last,
	                                               .date = INSTANT_NONE,
	                                               .opaque_id = id});
}

/* In RIPE's files a has AS 10, 11 and 30, b has AS 20, c none; in ARIN's another a has AS 40. */
static struct delegation_table *table(void)
{
	struct delegation_builder *b = delegation_builder_new();
	put(b, RIR_RIPENCC, DELEGATION_ALLOCATED, "20.1.0.0", "20.1.255.255", "a");
	put(b, RIR_RIPENCC, DELEGATION_ALLOCATED, "20.2.0.0", "20.2.127.255", "a");
	put(b, RIR_RIPENCC, DELEGATION_ALLOCATED, "20.2.128.0", "20.2.255.255", "b");
	put(b, RIR_RIPENCC, DELEGATION_ALLOCATED, "20.3.0.0", "20.3.255.255", "c");
	put(b, RIR_RIPENCC, DELEGATION_ALLOCATED, "20.4.0.0", "20.4.255.255", "");
	put(b, RIR_RIPENCC, DELEGATION_AVAILABLE, "20.5.0.0", "20.5.255.255", "");
	put(b, RIR_ARIN, DELEGATION_ALLOCATED, "20.7.0.0", "20.7.255.255", "a");
	put_asns(b, RIR_RIPENCC, 10, 11, "a");
	put_asns(b, RIR_RIPENCC, 20, 20, "b");
	put_asns(b, RIR_RIPENCC, 30, 30, "a");
	put_asns(b, RIR_RIPENCC, 50, 50, "");
	put_asns(b, RIR_ARIN, 40, 40, "a");
	return delegation_builder_build(b);
}

static struct prefix prefix(const char *text)
{
	struct prefix p;
	assert_int_equal(prefix_parse(text, strlen(text), &p), ERR_OK);
	return p;
}

static void others(void **state)
{
	(void)state;
	static const struct {
		const char *prefix;
		asn_t asn;
		bool want;
	} cases[] = {
	    {"20.1.3.0/24", 10, false}, {"20.1.3.0/24", 30, false}, {"20.1.3.0/24", 20, true},
	    {"20.1.3.0/24", 40, true},                             /* the same id of another registry */
	    {"20.1.3.0/24", 50, true},  {"20.1.3.0/24", 99, true}, /* nobody knows it */
	    {"20.4.0.0/16", 20, false},                            /* whose is not said */
	    {"20.4.0.0/16", 50, false}, {"20.5.0.0/16", 20, false}, {"20.6.0.0/16", 20, false},
	    {"20.7.0.0/16", 40, false}, {"20.7.0.0/16", 10, true},
	};
	struct delegation_table *t = table();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct prefix p = prefix(cases[i].prefix);
		assert_int_equal(holder_is_other(t, &p, cases[i].asn), cases[i].want);
		assert_false(holder_is_other(NULL, &p, cases[i].asn));
	}
	delegation_table_free(t);
}

static void networks(void **state)
{
	(void)state;
	static const struct {
		const char *prefix;
		size_t n;
		asn_t first;
	} cases[] = {
	    {"20.1.0.0/16", 3, 10}, {"20.2.0.0/17", 3, 10}, {"20.2.128.0/24", 1, 20},
	    {"20.2.0.0/16", 0, 0}, /* two have it */
	    {"20.0.0.0/8", 0, 0},   {"20.3.0.0/16", 0, 0},  {"20.4.0.0/16", 0, 0},
	    {"20.5.0.0/16", 0, 0},  {"20.6.0.0/16", 0, 0},  {"20.7.1.0/24", 1, 40},
	};
	struct delegation_table *t = table();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct prefix p = prefix(cases[i].prefix);
		asn_t out[8] = {0};
		assert_int_equal(holder_networks(t, &p, out, 8), cases[i].n);
		assert_int_equal(out[0], cases[i].first);
		assert_int_equal(holder_networks(NULL, &p, out, 8), 0);
	}
	delegation_table_free(t);
}

/* All are counted, and no more are written than there is room for. */
static void room(void **state)
{
	(void)state;
	struct delegation_table *t = table();
	struct prefix p = prefix("20.1.0.0/16");
	asn_t out[3] = {0};
	assert_int_equal(holder_networks(t, &p, out, 1), 3);
	assert_int_equal(out[0], 10);
	assert_int_equal(out[1], 0);
	assert_int_equal(holder_networks(t, &p, out, 3), 3);
	assert_int_equal(out[1], 11);
	assert_int_equal(out[2], 30);
	delegation_table_free(t);
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(others), cmocka_unit_test(networks),
                                          cmocka_unit_test(room)};
TEST_MAIN(tests)
