/* Ranges of the delegated files: which line is heard, what is worst over a prefix. */
#include "../../oracle_c/oracle.h"
#include "../test.h"
#include "validate/delegation.h"

#include <string.h>

static struct prefix prefix(const char *text)
{
	struct prefix p;
	assert_int_equal(prefix_parse(text, strlen(text), &p), ERR_OK);
	return p;
}

static struct delegation v4_line(const char *first, const char *last, enum rir rir,
                                 enum delegation_status status, const char *id)
{
	struct delegation d = {
	    .type = DELEGATION_V4, .status = status, .rir = rir, .date = 86400, .opaque_id = id};
	assert_int_equal(addr_parse(first, strlen(first), &d.first), ERR_OK);
	assert_int_equal(addr_parse(last, strlen(last), &d.last), ERR_OK);
	memcpy(d.cc, "ZA", 3);
	return d;
}

static struct delegation asn_line(asn_t first, asn_t last, enum rir rir, enum delegation_status status)
{
	return (struct delegation){.type = DELEGATION_ASN,
	                           .status = status,
	                           .rir = rir,
	                           .asn_first = first,
	                           .asn_last = last,
	                           .date = INSTANT_NONE,
	                           .opaque_id = ""};
}

static struct delegation_table *table_of(const struct delegation *d, size_t n, bool backwards)
{
	struct delegation_builder *b = delegation_builder_new();
	for (size_t i = 0; i < n; i++)
		delegation_builder_add(b, &d[backwards ? n - 1 - i : i]);
	return delegation_builder_build(b);
}

static void vectors(void **state)
{
	(void)state;
	struct delegation d[] = {
	    v4_line("192.0.2.0", "192.0.3.255", RIR_ARIN, DELEGATION_ALLOCATED, "x"),
	    v4_line("192.0.4.0", "192.0.4.127", RIR_ARIN, DELEGATION_RESERVED, ""),
	    v4_line("192.0.5.0", "192.0.5.2", RIR_APNIC, DELEGATION_AVAILABLE, ""), /* no power of two */
	    v4_line("193.0.0.0", "193.255.255.255", RIR_IANA, DELEGATION_AVAILABLE, ""),
	    v4_line("193.1.0.0", "193.1.255.255", RIR_RIPENCC, DELEGATION_ALLOCATED, "y"),
	    v4_line("194.0.0.0", "194.0.255.255", RIR_RIPENCC, DELEGATION_ALLOCATED, "a"),
	    v4_line("194.0.0.0", "194.0.0.255", RIR_ARIN, DELEGATION_RESERVED, "b"),
	    v4_line("255.255.255.0", "255.255.255.255", RIR_ARIN, DELEGATION_RESERVED, ""),
	};
	static const struct {
		const char *prefix, *id;
		enum delegation_status want;
	} rows[] = {
	    {"192.0.2.0/24", "x", DELEGATION_ALLOCATED},   {"192.0.2.0/23", "x", DELEGATION_ALLOCATED},
	    {"192.0.4.0/25", "", DELEGATION_RESERVED},     {"192.0.4.0/24", "", DELEGATION_RESERVED},
	    {"192.0.4.128/25", "", DELEGATION_ABSENT},     {"192.0.0.0/21", "", DELEGATION_AVAILABLE},
	    {"192.0.0.0/22", "", DELEGATION_ABSENT},       {"192.0.5.2/32", "", DELEGATION_AVAILABLE},
	    {"192.0.5.3/32", "", DELEGATION_ABSENT},       {"193.1.2.0/24", "y", DELEGATION_ALLOCATED},
	    {"193.2.0.0/16", "", DELEGATION_AVAILABLE},    {"194.0.0.0/24", "b", DELEGATION_RESERVED},
	    {"194.0.1.0/24", "a", DELEGATION_ALLOCATED},   {"194.0.0.0/16", "b", DELEGATION_RESERVED},
	    {"255.255.255.0/24", "", DELEGATION_RESERVED}, {"2001:db8::/32", "", DELEGATION_ABSENT},
	};
	for (unsigned k = 0; k < 2; k++) {
		struct delegation_table *t = table_of(d, sizeof d / sizeof *d, k);
		for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
			struct prefix p = prefix(rows[i].prefix);
			struct delegation_record r = delegation_prefix(t, &p);
			if (r.status != rows[i].want)
				fail_msg("%s: %d", rows[i].prefix, (int)r.status);
			assert_string_equal(r.opaque_id, rows[i].id);
			assert_int_equal(delegation_prefix(NULL, &p).status, DELEGATION_ABSENT);
		}
		struct prefix p = prefix("192.0.2.0/24");
		assert_string_equal(delegation_prefix(t, &p).cc, "ZA");
		assert_int_equal(delegation_prefix(t, &p).date, 86400);
		assert_int_equal(delegation_prefix(t, &p).rir, RIR_ARIN);
		assert_int_equal(delegation_registries(t),
		                 1U << RIR_ARIN | 1U << RIR_APNIC | 1U << RIR_IANA | 1U << RIR_RIPENCC);
		assert_false(delegation_has_all(t));
		delegation_table_free(t);
	}
}

/* One line of the combined file may hold many ASNs. */
static void asns(void **state)
{
	(void)state;
	struct delegation d[] = {asn_line(1, 1876, RIR_ARIN, DELEGATION_ALLOCATED),
	                         asn_line(1877, 1877, RIR_RIPENCC, DELEGATION_RESERVED),
	                         asn_line(4294967295, 4294967295, RIR_IANA, DELEGATION_RESERVED),
	                         asn_line(100, 200, RIR_AFRINIC, DELEGATION_AVAILABLE),
	                         asn_line(300, 299, RIR_LACNIC, DELEGATION_AVAILABLE)};
	struct delegation_table *t = table_of(d, sizeof d / sizeof *d, false);
	static const struct {
		asn_t asn;
		enum delegation_status want;
	} rows[] = {
	    {0, DELEGATION_ABSENT},          {1, DELEGATION_ALLOCATED},        {99, DELEGATION_ALLOCATED},
	    {100, DELEGATION_AVAILABLE},     {200, DELEGATION_AVAILABLE},      {201, DELEGATION_ALLOCATED},
	    {1876, DELEGATION_ALLOCATED},    {1877, DELEGATION_RESERVED},      {1878, DELEGATION_ABSENT},
	    {4294967294, DELEGATION_ABSENT}, {4294967295, DELEGATION_RESERVED}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(delegation_asn(t, rows[i].asn).status, rows[i].want);
	asn_t next = 0, first, last = 0;
	struct delegation_record r;
	for (size_t i = 0; delegation_asn_at(t, i, &first, &last, &r); i++) {
		assert_int_equal(first, next);
		assert_int_equal(r.status, delegation_asn(t, last).status);
		next = last + 1;
	}
	assert_int_equal(last, UINT32_MAX);
	assert_true(delegation_registries(t) & 1U << RIR_LACNIC);
	delegation_table_free(t);
}

static void empty(void **state)
{
	(void)state;
	struct delegation_builder *b = delegation_builder_new();
	for (enum rir r = RIR_AFRINIC; r <= RIR_RIPENCC; r++)
		delegation_builder_registry(b, r);
	struct delegation_table *t = delegation_builder_build(b);
	assert_true(delegation_has_all(t));
	assert_int_equal(delegation_asn(t, 1).status, DELEGATION_ABSENT);
	struct prefix p = prefix("::/0");
	assert_int_equal(delegation_prefix(t, &p).status, DELEGATION_ABSENT);
	delegation_table_free(t);
	delegation_builder_free(delegation_builder_new());
}

enum { TABLES = 2000, LINES = 30, ASKED = 50 };

static void random_lines(struct oracle_random *r, struct delegation *d, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct prefix p = oracle_random_prefix(r), q = oracle_random_prefix(r);
		d[i] = (struct delegation){.type = DELEGATION_ASN,
		                           .rir = (enum rir)(1 + oracle_random_below(r, RIR_N - 1)),
		                           .status = (enum delegation_status)(1 + oracle_random_below(r, 3)),
		                           .date = INSTANT_NONE,
		                           .opaque_id = i & 1 ? "odd" : "even",
		                           .asn_first = oracle_random_below(r, 30)};
		d[i].asn_last = d[i].asn_first + oracle_random_below(r, 10);
		if (oracle_random_below(r, 3) == 0)
			continue;
		d[i].type = p.family == FAMILY_V4 ? DELEGATION_V4 : DELEGATION_V6;
		d[i].first = (struct ip_addr){p.hi, p.lo, p.family};
		d[i].last =
		    p.family == q.family && oracle_random_below(r, 2) ? prefix_last(&q) : prefix_last(&p);
	}
}

static enum delegation_status worse(enum delegation_status a, enum delegation_status b)
{
	static const unsigned bad[] = {1, 0, 2, 3};
	return bad[b] > bad[a] ? b : a;
}

/* All parts of the prefix agree with the oracle at both of their ends, touch, and the worst is the answer. */
static void parts_check(const struct delegation_table *t, const struct delegation *d, size_t n,
                        const struct prefix *p)
{
	struct ip_addr first = {p->hi, p->lo, p->family}, last = prefix_last(p);
	struct delegation_walk w = delegation_begin(t, &first, &last);
	struct delegation_part part;
	enum delegation_status worst = DELEGATION_ALLOCATED;
	bool done = false;
	while (delegation_next(&w, &part)) {
		assert_int_equal(part.record.status, oracle_delegation_at(d, n, &part.first));
		assert_int_equal(part.record.status, oracle_delegation_at(d, n, &part.last));
		assert_true(addr_cmp(&part.first, &part.last) <= 0);
		worst = worse(worst, part.record.status);
		done = addr_cmp(&part.last, &last) == 0;
	}
	assert_true(done);
	assert_int_equal(delegation_prefix(t, p).status, worst);
	/* where a line begins or ends inside the prefix, the oracle is not worse than that */
	for (size_t i = 0; i < n; i++)
		if (d[i].type != DELEGATION_ASN && d[i].first.family == p->family &&
		    addr_cmp(&d[i].first, &first) >= 0 && addr_cmp(&d[i].first, &last) <= 0)
			assert_int_equal(worse(worst, oracle_delegation_at(d, n, &d[i].first)), worst);
}

static void random_tables(void **state)
{
	(void)state;
	struct oracle_random r = oracle_random_begin();
	for (unsigned k = 0; k < TABLES; k++) {
		struct delegation d[LINES];
		size_t n = oracle_random_below(&r, LINES + 1);
		random_lines(&r, d, n);
		struct delegation_table *t = table_of(d, n, false), *back = table_of(d, n, true);
		if (k & 1) {
			/* by way of two tables: what each lets speak is what both together do */
			struct delegation_table *half[2] = {table_of(d, n / 2, true),
			                                    table_of(d + n / 2, n - n / 2, false)};
			struct delegation_builder *both = delegation_builder_new();
			for (unsigned h = 0; h < 2; h++)
				delegation_builder_add_table(both, half[h]);
			delegation_table_free(back);
			back = delegation_builder_build(both);
			assert_int_equal(delegation_registries(back), delegation_registries(t));
			delegation_table_free(half[0]);
			delegation_table_free(half[1]);
		}
		for (unsigned i = 0; i < ASKED; i++) {
			struct prefix p = oracle_random_prefix(&r);
			parts_check(t, d, n, &p);
			asn_t asn = oracle_random_below(&r, 45);
			assert_int_equal(delegation_asn(t, asn).status, oracle_delegation_asn(d, n, asn));
			struct delegation_record a = delegation_prefix(t, &p),
			                         b = delegation_prefix(back, &p);
			assert_int_equal(a.rir, b.rir);
			assert_string_equal(a.opaque_id, b.opaque_id);
		}
		delegation_table_free(t);
		delegation_table_free(back);
	}
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(vectors), cmocka_unit_test(asns),
                                          cmocka_unit_test(empty), cmocka_unit_test(random_tables)};
TEST_MAIN(tests)
