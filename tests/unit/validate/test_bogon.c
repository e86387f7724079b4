/* Bogon classes: dated rules as vectors, registries in all states, then random cases against the oracle. */
#include "../../oracle_c/oracle.h"
#include "../test.h"
#include "validate/bogon.h"

#include <string.h>

enum { DAY = 86400 };

static struct prefix prefix(const char *text)
{
	struct prefix p;
	assert_int_equal(prefix_parse(text, strlen(text), &p), ERR_OK);
	return p;
}

static instant_t at(const char *text)
{
	instant_t t;
	assert_int_equal(clock_parse(text, strlen(text), &t), ERR_OK);
	return t;
}

static void check_prefix(const struct bogon_table *t, const char *text, const char *when,
                         enum bogon_class want, const char *reason)
{
	struct prefix p = prefix(text);
	struct bogon_verdict v = bogon_prefix(t, &p, at(when));
	if (v.class != want || strcmp(v.reason, reason) != 0)
		fail_msg("%s at %s: %s (%s)", text, when, bogon_class_name((enum bogon_class)v.class),
		         v.reason);
}

static void rules_of_prefixes(void **state)
{
	(void)state;
	static const struct {
		const char *prefix, *at;
		enum bogon_class want;
		const char *reason;
	} rows[] = {
	    {"0.0.0.0/0", "2022-01-01", BOGON_NONE, "default-route"},
	    {"::/0", "2022-01-01", BOGON_NONE, "default-route"},
	    {"0.0.0.0/8", "1997-01-01", BOGON_FULL, "special:0.0.0.0/8"},
	    {"10.0.0.0/8", "2022-01-01", BOGON_FULL, "special:10.0.0.0/8"},
	    {"10.1.2.0/24", "1995-12-31", BOGON_FULL, "iana-free"},
	    {"100.64.0.0/10", "2012-03-31", BOGON_NONE, "no-registry"},
	    {"100.127.255.0/24", "2012-04-01", BOGON_FULL, "special:100.64.0.0/10"},
	    {"100.0.0.0/8", "2022-01-01", BOGON_NONE, "no-registry"},
	    {"192.88.99.0/24", "2015-04-30", BOGON_NONE, "no-registry"},
	    {"192.88.99.0/24", "2015-05-01", BOGON_FULL, "special:192.88.99.0/24"},
	    {"198.51.100.0/24", "2009-12-31", BOGON_NONE, "no-registry"},
	    {"198.51.100.128/25", "2010-01-01", BOGON_FULL, "special:198.51.100.0/24"},
	    {"192.0.0.9/32", "2022-01-01", BOGON_NONE, "exempt:192.0.0.9/32"},
	    {"192.0.0.11/32", "2022-01-01", BOGON_FULL, "special:192.0.0.0/24"},
	    {"192.31.196.0/24", "2022-01-01", BOGON_NONE, "no-registry"},
	    {"1.1.1.0/24", "2008-06-01", BOGON_FULL, "iana-free"}, /* 1/8 was given out in 2010 */
	    {"1.1.1.0/24", "2018-06-01", BOGON_NONE, "no-registry"},
	    {"5.0.0.0/8", "2008-02-24", BOGON_FULL, "iana-free"},
	    {"208.65.153.0/24", "2008-02-24", BOGON_NONE, "no-registry"},
	    {"4.0.0.0/7", "2008-02-24", BOGON_NONE, "no-registry"}, /* a half of it was given out */
	    {"240.0.0.0/4", "2022-01-01", BOGON_FULL, "special:224.0.0.0/3"},
	    {"255.255.255.255/32", "2022-01-01", BOGON_FULL, "special:224.0.0.0/3"},
	    {"2001::/32", "2022-01-01", BOGON_NONE, "exempt:2001::/32"},
	    {"2001:0:1::/48", "2022-01-01", BOGON_FULL, "special:2001::/33"},
	    {"2001:0:8001::/48", "2022-01-01", BOGON_FULL, "special:2001:0:8000::/33"},
	    {"2001:1::1/128", "2022-01-01", BOGON_NONE, "exempt:2001:1::1/128"},
	    {"2001:1::4/128", "2022-01-01", BOGON_FULL, "special:2001::/23"},
	    {"2001:3:1::/48", "2022-01-01", BOGON_NONE, "exempt:2001:3::/32"},
	    {"2001:4:112::/48", "2022-01-01", BOGON_NONE, "exempt:2001:4:112::/48"},
	    {"2001:20::/28", "2022-01-01", BOGON_NONE, "exempt:2001:20::/28"},
	    {"2001:30::/28", "2022-01-01", BOGON_NONE, "exempt:2001:30::/28"},
	    {"2001:10::/28", "2022-01-01", BOGON_FULL, "special:2001:10::/28"},
	    {"2001:db8::/32", "2022-01-01", BOGON_FULL, "special:2001:db8::/32"},
	    {"2001:db8::/32", "2004-06-30", BOGON_NONE, "no-registry"},
	    {"2002::/16", "2014-05-01", BOGON_NONE, "no-registry"},
	    {"2002::/16", "2022-01-01", BOGON_FULL, "special:2002::/16"},
	    {"2001:2000::/20", "2014-05-01", BOGON_NONE, "no-registry"}, /* what the /19 of 2019 was before */
	    {"2001:3c00::/24", "2014-05-01", BOGON_FULL, "iana-free"},
	    {"2001:3c00::/24", "2020-01-01", BOGON_NONE, "no-registry"},
	    {"2a10::/32", "2018-01-01", BOGON_FULL, "iana-free"},
	    {"2a10::/32", "2022-01-01", BOGON_NONE, "no-registry"},
	    {"2d00::/16", "2022-01-01", BOGON_FULL, "iana-free"},
	    {"2e00::/7", "2022-01-01", BOGON_FULL, "iana-free"},
	    {"3000::/4", "2022-01-01", BOGON_FULL, "iana-free"},
	    {"3fff::/20", "2022-01-01", BOGON_FULL, "iana-free"},
	    {"3fff:100::/24", "2024-08-01", BOGON_FULL, "special:3fff::/20"},
	    {"3ffe::/16", "2003-01-01", BOGON_NONE, "no-registry"},
	    {"3ffe::/16", "2006-06-06", BOGON_FULL, "special:3ffe::/16"},
	    {"64:ff9b::/96", "2022-01-01", BOGON_NONE, "exempt:64:ff9b::/96"},
	    {"64:ff9b:1::/48", "2022-01-01", BOGON_FULL, "special:64:ff9b:1::/48"},
	    {"5f00::/16", "2024-06-01", BOGON_FULL, "special:5f00::/8"},
	    {"fc00::/7", "2022-01-01", BOGON_FULL, "special:fc00::/7"},
	    {"fe00::/9", "2022-01-01", BOGON_FULL, "iana-free"},
	    {"2000::/3", "2022-01-01", BOGON_NONE, "no-registry"},
	};
	struct bogon_table *t = bogon_builder_build(bogon_builder_new(), NULL);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		check_prefix(t, rows[i].prefix, rows[i].at, rows[i].want, rows[i].reason);
	struct prefix p = prefix("2001:3000::/24");
	assert_int_equal(bogon_prefix_registry(&p, at("2014-05-01")), RIR_RIPENCC);
	bogon_table_free(t);
}

static void rules_of_asns(void **state)
{
	(void)state;
	static const struct {
		asn_t asn;
		const char *at;
		enum bogon_class want;
		const char *reason;
	} rows[] = {
	    {0, "1999-01-01", BOGON_FULL, "special:AS0"},
	    {112, "2022-01-01", BOGON_NONE, "no-registry"},
	    {3333, "2022-01-01", BOGON_NONE, "no-registry"},
	    {23456, "2007-04-30", BOGON_FULL, "iana-free"},
	    {23456, "2022-01-01", BOGON_FULL, "special:AS23456"},
	    {64496, "2022-01-01", BOGON_FULL, "special:AS64496-64511"},
	    {64512, "2022-01-01", BOGON_FULL, "special:AS64512-65534"},
	    {65534, "2022-01-01", BOGON_FULL, "special:AS64512-65534"},
	    {65535, "2014-07-01", BOGON_FULL, "special:AS65535"},
	    {65536, "2022-01-01", BOGON_FULL, "special:AS65536-65551"},
	    {65552, "2022-01-01", BOGON_FULL, "special:AS65552-131071"},
	    {131071, "2022-01-01", BOGON_FULL, "special:AS65552-131071"},
	    {131072, "2022-01-01", BOGON_NONE, "no-registry"},
	    {196615, "2022-01-01", BOGON_NONE, "no-registry"},
	    {1000000, "2022-01-01", BOGON_FULL, "iana-free"},
	    {4200000000, "2013-06-30", BOGON_FULL, "iana-free"},
	    {4200000000, "2013-07-01", BOGON_FULL, "special:AS4200000000-4294967294"},
	    {4294967295, "2022-01-01", BOGON_FULL, "special:AS4294967295"},
	};
	struct bogon_table *t = bogon_builder_build(bogon_builder_new(), NULL);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct bogon_verdict v = bogon_asn(t, rows[i].asn, at(rows[i].at));
		if (v.class != rows[i].want || strcmp(v.reason, rows[i].reason) != 0)
			fail_msg("AS%u: %s (%s)", rows[i].asn, bogon_class_name((enum bogon_class)v.class),
			         v.reason);
		assert_int_equal(bogon_asn_is_public(rows[i].asn, at(rows[i].at)), v.class == BOGON_NONE);
	}
	assert_int_equal(bogon_asn_registry(3333, at("2022-01-01")), RIR_RIPENCC);
	assert_int_equal(bogon_asn_registry(1000000, at("2022-01-01")), RIR_NONE);
	bogon_table_free(t);
}

static void add_v4(struct delegation_builder *b, const char *text, enum delegation_status status)
{
	struct prefix p = prefix(text);
	struct delegation d = {.type = DELEGATION_V4, .status = status, .rir = RIR_RIPENCC, .opaque_id = ""};
	d.first = (struct ip_addr){p.hi, p.lo, p.family};
	d.last = prefix_last(&p);
	delegation_builder_add(b, &d);
}

static void add_asn(struct delegation_builder *b, asn_t asn, enum delegation_status status)
{
	delegation_builder_add(b, &(struct delegation){.type = DELEGATION_ASN,
	                                               .status = status,
	                                               .rir = RIR_RIPENCC,
	                                               .asn_first = asn,
	                                               .asn_last = asn,
	                                               .opaque_id = ""});
}

/* One registry's file, the one of the day before, and one of some time ago. */
struct files {
	struct delegation_table *now, *before, *past;
};

static struct files files_make(void)
{
	struct delegation_builder *now = delegation_builder_new(), *before = delegation_builder_new(),
	                          *past = delegation_builder_new();
	add_v4(now, "193.0.0.0/21", DELEGATION_ALLOCATED);
	add_v4(now, "193.0.8.0/24", DELEGATION_RESERVED);
	add_v4(now, "193.0.9.0/24", DELEGATION_AVAILABLE);
	add_v4(now, "193.0.10.0/24", DELEGATION_AVAILABLE);
	add_v4(before, "193.0.0.0/20", DELEGATION_ALLOCATED);
	add_v4(past, "193.0.10.0/24", DELEGATION_ALLOCATED);
	add_asn(now, 1877, DELEGATION_ALLOCATED);
	add_asn(now, 1878, DELEGATION_RESERVED);
	add_asn(now, 1879, DELEGATION_AVAILABLE);
	add_asn(now, 1880, DELEGATION_AVAILABLE);
	add_asn(before, 1881, DELEGATION_ALLOCATED);
	add_asn(past, 1880, DELEGATION_ALLOCATED);
	return (struct files){delegation_builder_build(now), delegation_builder_build(before),
	                      delegation_builder_build(past)};
}

static void files_free(struct files *f)
{
	delegation_table_free(f->now);
	delegation_table_free(f->before);
	delegation_table_free(f->past);
}

static void registries_of_prefixes(void **state)
{
	(void)state;
	struct files f = files_make();
	struct bogon_past past = {f.past, at("2022-01-01")};
	struct bogon_sources s = {f.now, f.before, &past, 1};
	struct bogon_table *t = bogon_builder_build(bogon_builder_new(), &s);
	static const struct {
		const char *prefix, *at;
		enum bogon_class want;
		const char *reason;
	} rows[] = {
	    {"193.0.0.0/24", "2022-03-01", BOGON_NONE, "delegated"},
	    {"193.0.8.0/24", "2022-03-01", BOGON_ADMINISTRATIVE, "rir-reserved"},
	    {"193.0.9.0/24", "2022-03-01", BOGON_FULL, "rir-available"},
	    {"193.0.10.0/24", "2022-03-01", BOGON_ADMINISTRATIVE, "rir-returned"},
	    {"193.0.10.0/24", "2022-06-30", BOGON_ADMINISTRATIVE, "rir-returned"}, /* day 180 */
	    {"193.0.10.0/24", "2022-07-01", BOGON_FULL, "rir-available"},
	    {"193.0.8.0/23", "2022-03-01", BOGON_FULL, "rir-available"}, /* the worst of its parts */
	    {"193.0.0.0/20", "2022-03-01", BOGON_FULL, "rir-available"},
	    {"193.0.11.0/24", "2022-03-01", BOGON_NONE, "no-record"}, /* there was a line the day before */
	    {"193.0.10.0/23", "2022-03-01", BOGON_ADMINISTRATIVE, "rir-returned"},
	    {"193.0.16.0/24", "2022-03-01", BOGON_ADMINISTRATIVE, "not-delegated"},
	    {"23.0.0.0/24", "2022-03-01", BOGON_NONE, "no-registry"}, /* ARIN's file is not there */
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		check_prefix(t, rows[i].prefix, rows[i].at, rows[i].want, rows[i].reason);
	bogon_table_free(t);
	s.before = NULL;
	t = bogon_builder_build(bogon_builder_new(), &s);
	check_prefix(t, "193.0.16.0/24", "2022-03-01", BOGON_NONE, "no-record");
	bogon_table_free(t);
	files_free(&f);
}

static void registries_of_asns(void **state)
{
	(void)state;
	struct files f = files_make();
	struct bogon_past past = {f.past, at("2022-01-01")};
	struct bogon_sources s = {f.now, f.before, &past, 1};
	struct bogon_table *t = bogon_builder_build(bogon_builder_new(), &s);
	static const struct {
		asn_t asn;
		enum bogon_class want;
		const char *reason;
	} rows[] = {
	    {1877, BOGON_NONE, "delegated"},     {1878, BOGON_ADMINISTRATIVE, "rir-reserved"},
	    {1879, BOGON_FULL, "rir-available"}, {1880, BOGON_ADMINISTRATIVE, "rir-returned"},
	    {1881, BOGON_NONE, "no-record"},     {1882, BOGON_ADMINISTRATIVE, "not-delegated"},
	    {1, BOGON_NONE, "no-registry"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct bogon_verdict v = bogon_asn(t, rows[i].asn, at("2022-03-01"));
		assert_string_equal(v.reason, rows[i].reason);
		assert_int_equal(v.class, rows[i].want);
	}
	bogon_table_free(t);
	files_free(&f);
}

static void lists(void **state)
{
	(void)state;
	struct bogon_builder *b = bogon_builder_new();
	uint32_t x = bogon_builder_list(b, "fullbogons-ipv4.txt"), y = bogon_builder_list(b, "mine.txt");
	struct prefix p = prefix("193.0.0.0/16"), q = prefix("193.0.1.0/24"), never = prefix("2001:20::/28");
	bogon_builder_add(b, x, &p);
	bogon_builder_add(b, y, &q);
	bogon_builder_add(b, y, &never);
	struct bogon_table *t = bogon_builder_build(b, NULL);
	check_prefix(t, "193.0.0.0/16", "2022-01-01", BOGON_FULL, "list:fullbogons-ipv4.txt");
	check_prefix(t, "193.0.1.0/25", "2022-01-01", BOGON_FULL, "list:mine.txt");
	check_prefix(t, "193.0.0.0/15", "2022-01-01", BOGON_NONE, "no-registry");
	check_prefix(t, "2001:20::/32", "2022-01-01", BOGON_NONE, "exempt:2001:20::/28");
	check_prefix(t, "10.0.0.0/8", "2022-01-01", BOGON_FULL, "special:10.0.0.0/8");
	bogon_table_free(t);
	bogon_builder_free(bogon_builder_new());
}

/* A block that IANA gave out after our tables were made: its registry knows better. */
static void younger_block(void **state)
{
	(void)state;
	struct delegation_builder *b = delegation_builder_new();
	struct prefix p = prefix("2d10::/32");
	struct delegation d = {
	    .type = DELEGATION_V6, .status = DELEGATION_ALLOCATED, .rir = RIR_ARIN, .opaque_id = ""};
	d.first = (struct ip_addr){p.hi, p.lo, p.family};
	d.last = prefix_last(&p);
	delegation_builder_add(b, &d);
	struct bogon_sources s = {.now = delegation_builder_build(b)};
	struct bogon_table *t = bogon_builder_build(bogon_builder_new(), &s);
	check_prefix(t, "2d10::/48", "2035-01-01", BOGON_NONE, "delegated");
	check_prefix(t, "2d10::/31", "2035-01-01", BOGON_FULL, "iana-free");
	check_prefix(t, "2d10::/48", "2015-01-01", BOGON_FULL, "iana-free");
	bogon_table_free(t);
	delegation_table_free((struct delegation_table *)(uintptr_t)s.now);
}

/* ---- random cases, near enough to the rules and the lines to meet them */

static const char *const places[] = {
    "192.0.0.8/29",  "192.0.2.0/24",   "192.88.99.0/24", "198.51.100.0/24", "203.0.113.0/24",
    "100.64.0.0/10", "10.0.0.0/8",     "193.0.0.0/16",   "23.0.0.0/16",     "5.0.0.0/16",
    "172.16.0.0/12", "169.254.0.0/16", "2001::/32",      "2001:1::/126",    "2001:20::/27",
    "2001:db8::/32", "2001:2000::/19", "2002::/16",      "3ffe::/16",       "3fff::/20",
    "2a10::/16",     "2620::/24",      "2d00::/16",      "64:ff9b::/96",    "2001:4:112::/48"};
enum { N_PLACES = sizeof places / sizeof *places, TABLES = 1500, ASKED = 70, LINES = 24 };

static struct prefix random_place(struct oracle_random *r)
{
	struct prefix p = prefix(places[oracle_random_below(r, N_PLACES)]);
	unsigned bits = family_bits(p.family);
	unsigned longer = oracle_random_below(r, 6), shorter = oracle_random_below(r, 4);
	if (oracle_random_below(r, 2))
		/* not beyond a /8: the oracle knows only some of them */
		p.len = (uint8_t)(p.len >= shorter + 8 ? p.len - shorter : p.len);
	else if (p.len + longer <= bits) {
		for (unsigned i = 0; i < longer; i++) {
			unsigned bit = p.len++;
			if (oracle_random_below(r, 2) && bit < 64)
				p.hi |= UINT64_C(1) << (63 - bit);
			else if (oracle_random_below(r, 2) && bit >= 64)
				p.lo |= UINT64_C(1) << (127 - bit);
		}
	}
	return prefix_masked(p);
}

static asn_t random_asn(struct oracle_random *r)
{
	static const asn_t near[] = {0,      1877,       2043,   23456,  64297,      64496,
	                             64512,  65535,      65536,  131071, 196608,     404380,
	                             500000, 4199999999, 219547, 155961, 4294967294, 4294967295};
	return near[oracle_random_below(r, sizeof near / sizeof *near)] + oracle_random_below(r, 3) - 1;
}

static void random_lines(struct oracle_random *r, struct delegation *d, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct prefix p = random_place(r);
		d[i] = (struct delegation){.type = p.family == FAMILY_V4 ? DELEGATION_V4 : DELEGATION_V6,
		                           .rir = (enum rir)(1 + oracle_random_below(r, RIR_N - 1)),
		                           .status = (enum delegation_status)(1 + oracle_random_below(r, 3)),
		                           .date = INSTANT_NONE,
		                           .opaque_id = "",
		                           .first = {p.hi, p.lo, p.family},
		                           .last = prefix_last(&p)};
		if (oracle_random_below(r, 3) == 0) {
			d[i].type = DELEGATION_ASN;
			d[i].asn_first = random_asn(r);
			d[i].asn_last = d[i].asn_first;
		}
	}
}

static struct delegation_table *table_of(const struct delegation *d, size_t n, bool coarse)
{
	struct delegation_builder *b = delegation_builder_new();
	if (coarse)
		delegation_builder_coarse(b);
	for (size_t i = 0; i < n; i++)
		delegation_builder_add(b, &d[i]);
	return delegation_builder_build(b);
}

static instant_t random_instant(struct oracle_random *r)
{
	/* 1996 to 2026-05, where the tables of the oracle are complete */
	return 820454400 + (instant_t)oracle_random_below(r, 11100) * DAY + oracle_random_below(r, DAY);
}

/* The oracle knows a few blocks only: it may speak of what lies in them, or in none of ours. */
static bool asn_is_known(asn_t asn)
{
	return !(asn >= 1 && asn <= 1876) && !(asn >= 1902 && asn <= 2042) && !(asn >= 2044 && asn <= 2047) &&
	       asn != 23455 && asn != 23457 && asn != 64296;
}

static void random_tables(void **state)
{
	(void)state;
	struct oracle_random r = oracle_random_begin();
	unsigned seen[BOGON_CLASS_N] = {0};
	for (unsigned k = 0; k < TABLES; k++) {
		struct delegation now[LINES], before[LINES], past[LINES];
		random_lines(&r, now, LINES);
		random_lines(&r, before, LINES);
		random_lines(&r, past, LINES);
		struct prefix listed[2] = {random_place(&r), random_place(&r)};
		struct oracle_bogon o = {.at = random_instant(&r), .list = listed, .n_list = k % 3};
		o.past_as_of = o.at - (instant_t)oracle_random_below(&r, 300) * DAY;
		o.n_now = k % 7 ? LINES : 0;
		o.now = o.n_now ? now : NULL;
		o.n_before = k % 3 ? LINES : 0;
		o.before = o.n_before ? before : NULL;
		o.n_past = k % 4 ? LINES : 0;
		o.past = o.n_past ? past : NULL;

		struct bogon_past then = {table_of(past, o.n_past, true), o.past_as_of};
		struct delegation_table *t_now = table_of(now, o.n_now, false),
		                        *t_before = table_of(before, o.n_before, true);
		struct bogon_sources s = {o.now ? t_now : NULL, o.before ? t_before : NULL, &then,
		                          o.past ? 1 : 0};
		struct bogon_builder *b = bogon_builder_new();
		uint32_t list = bogon_builder_list(b, "l");
		for (size_t i = 0; i < o.n_list; i++)
			bogon_builder_add(b, list, &listed[i]);
		struct bogon_table *t = bogon_builder_build(b, &s);
		for (unsigned i = 0; i < ASKED; i++) {
			struct prefix p = random_place(&r);
			struct bogon_verdict v = bogon_prefix(t, &p, o.at);
			seen[v.class]++;
			char text[PREFIX_TEXT];
			prefix_format(text, &p);
			if (strcmp(bogon_class_name((enum bogon_class)v.class),
			           oracle_bogon_prefix(&o, &p)) != 0)
				fail_msg("%s: %s, not %s", text, v.reason, oracle_bogon_prefix(&o, &p));
			asn_t asn = random_asn(&r);
			if (!asn_is_known(asn))
				continue;
			v = bogon_asn(t, asn, o.at);
			if (strcmp(bogon_class_name((enum bogon_class)v.class), oracle_bogon_asn(&o, asn)) !=
			    0)
				fail_msg("AS%u: %s, not %s", asn, v.reason, oracle_bogon_asn(&o, asn));
		}
		bogon_table_free(t);
		delegation_table_free(t_now);
		delegation_table_free(t_before);
		delegation_table_free((struct delegation_table *)(uintptr_t)then.table);
	}
	for (unsigned i = 0; i < BOGON_CLASS_N; i++)
		assert_true(seen[i] > TABLES);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(rules_of_prefixes),
    cmocka_unit_test(rules_of_asns),
    cmocka_unit_test(registries_of_prefixes),
    cmocka_unit_test(registries_of_asns),
    cmocka_unit_test(lists),
    cmocka_unit_test(younger_block),
    cmocka_unit_test(random_tables),
};
TEST_MAIN(tests)
