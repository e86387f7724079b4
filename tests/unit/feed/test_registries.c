/* Tables by era: other files, other verdicts, to the second. */
#include "feed/registries.h"
#include "folder.h"
#include "fresh.h"

static struct sources sources;
static struct registries *registries;

static void begin(void)
{
	struct sources_options o = {0};
	memcpy(o.fresh, fresh_in_tests, sizeof o.fresh);
	sources_init(&sources, &o);
	assert_int_equal(sources_open(&sources, folder_dir, 2, NULL), ERR_OK);
	registries = registries_open(&sources);
}

static void end(void)
{
	registries_free(registries);
	sources_fini(&sources);
}

static struct prefix prefix(const char *text)
{
	struct prefix p;
	assert_int_equal(prefix_parse(text, strlen(text), &p), ERR_OK);
	return p;
}

static enum rov rov(const char *time, const char *route, asn_t origin)
{
	struct prefix p = prefix(route);
	return rov_lookup(registries_rov(registries, at(time), NULL), &p, origin);
}

static enum irr irr(const char *time, const char *route, asn_t origin)
{
	struct prefix p = prefix(route);
	return irr_lookup(registries_irr(registries, at(time), NULL), &p, origin);
}

#define HEADER "ASN,IP Prefix,Max Length,Trust Anchor\n"

static void vrps_by_era(void **state)
{
	(void)state;
	folder_put("rpki/v-20260301.csv", "2020-01-01", HEADER "AS64500,193.0.0.0/21,24,ripe\n");
	folder_put("rpki/v-20260302T120000.csv", "2020-01-01", HEADER "AS64501,193.0.0.0/21,24,ripe\n");
	begin();
	/* before all of them the oldest, later */
	assert_int_equal(rov("2026-02-01", "193.0.0.0/24", 64500), ROV_VALID);
	assert_int_equal(rov("2026-03-02T11:59:59Z", "193.0.0.0/24", 64500), ROV_VALID);
	assert_int_equal(rov("2026-03-02T12:00:00Z", "193.0.0.0/24", 64500), ROV_INVALID_ASN);
	assert_int_equal(rov("2026-03-02T12:00:00Z", "193.0.0.0/24", 64501), ROV_VALID);
	/* 36 hours later, and a second more */
	assert_int_equal(rov("2026-03-04T00:00:00Z", "193.0.0.0/24", 64501), ROV_VALID);
	assert_int_equal(rov("2026-03-04T00:00:01Z", "193.0.0.0/24", 64501), ROV_NO_DATA);
	/* and back */
	assert_int_equal(rov("2026-03-01", "193.0.0.0/24", 64500), ROV_VALID);
	enum sources_state s;
	assert_null(registries_rov(registries, at("2026-04-01"), &s));
	assert_int_equal(s, SOURCES_STALE);
	assert_null(registries_irr(registries, at("2026-04-01"), &s));
	assert_int_equal(s, SOURCES_NONE);
	end();
}

static void candidates(void **state)
{
	(void)state;
	folder_put("rpki/v-20260301.csv", "2020-01-01",
	           HEADER "AS64500,193.0.0.0/21,24,ripe\nAS64500,193.0.8.0/21,24,ripe\n");
	folder_put("rpki/v-20260302.csv", "2020-01-01",
	           HEADER "AS64501,193.0.0.0/21,24,ripe\nAS64500,193.0.8.0/21,24,ripe\n");
	begin();
	static const struct {
		const char *route;
		asn_t origin;
		bool both, second;
	} rows[] = {
	    {"193.0.0.0/24", 64500, true, true},    {"193.0.0.0/24", 64501, true, false},
	    {"193.0.0.0/24", 64502, true, true},    {"193.0.8.0/24", 64500, false, false},
	    {"193.0.8.0/25", 64500, true, true},    {"193.0.8.0/24", 64501, true, true},
	    {"193.0.16.0/24", 64500, false, false},
	};
	struct rov_candidates *both =
	                          registries_rov_candidates(registries, at("2026-03-01"), at("2026-03-02")),
	                      *second =
	                          registries_rov_candidates(registries, at("2026-03-02"), at("2026-03-03"));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct prefix p = prefix(rows[i].route);
		if (rov_candidate(both, &p, rows[i].origin) != rows[i].both ||
		    rov_candidate(second, &p, rows[i].origin) != rows[i].second)
			fail_msg("%s %u", rows[i].route, rows[i].origin);
	}
	rov_candidates_free(both);
	rov_candidates_free(second);
	/* read three times, counted once */
	assert_int_equal(sources.at.at[1].records, 2);
	end();
}

static void route_objects_by_era(void **state)
{
	(void)state;
	folder_put("irr/radb-20260301.db", "2020-01-01",
	           "route: 193.0.0.0/21\norigin: AS64500\nsource: RADB\n");
	folder_put("irr/radb-20260303.db", "2020-01-01",
	           "route: 193.0.0.0/21\norigin: AS64501\nsource: RADB\n");
	folder_put("irr/other.db", "2026-03-01", "route: 193.0.8.0/21\norigin: AS64500\n");
	begin();
	assert_int_equal(irr("2026-03-02T23:59:59Z", "193.0.0.0/21", 64500), IRR_VALID);
	assert_int_equal(irr("2026-03-03", "193.0.0.0/21", 64500), IRR_INVALID);
	assert_int_equal(irr("2026-03-03", "193.0.0.0/24", 64501), IRR_COVERING);
	assert_int_equal(irr("2026-03-03", "193.0.8.0/21", 64500), IRR_VALID);
	/* one part is stale: no data at all */
	assert_int_equal(irr("2026-03-08T00:00:00Z", "193.0.8.0/21", 64500), IRR_VALID);
	assert_int_equal(irr("2026-03-08T00:00:01Z", "193.0.0.0/24", 64501), IRR_NO_DATA);
	end();
}

static const char *bogon(const char *time, const char *route)
{
	struct prefix p = prefix(route);
	struct registries_bogons b = registries_bogons(registries, at(time));
	struct bogon_verdict v = bogon_prefix(b.table, &p, at(time));
	return v.reason;
}

static void ripe(const char *day, const char *lines)
{
	char name[100], text[2000];
	snprintf(name, sizeof name, "rir/delegated-ripencc-extended-%s", day);
	snprintf(text, sizeof text, "2|ripencc|%s|3|19830705|%s|+0100\n%s", day, day, lines);
	folder_put(name, "2020-01-01", text);
}

#define HELD      "ripencc|NL|ipv4|193.0.0.0|2048|20100101|allocated|a\n"
#define AVAILABLE "ripencc||ipv4|193.0.0.0|2048||available|\n"
#define OTHER     "ripencc|NL|ipv4|193.0.8.0|2048|20100101|allocated|a\n"

static void bogons_by_era(void **state)
{
	(void)state;
	ripe("20260301", HELD OTHER);
	ripe("20260302", AVAILABLE OTHER);
	ripe("20260303", AVAILABLE);
	ripe("20260304", AVAILABLE);
	ripe("20260901", AVAILABLE OTHER);
	begin();
	assert_string_equal(bogon("2026-02-01", "193.0.0.0/24"), "delegated");
	assert_string_equal(bogon("2026-03-01T23:59:59Z", "193.0.0.0/24"), "delegated");
	/* what was held within 180 days is administrative */
	assert_string_equal(bogon("2026-03-02", "193.0.0.0/24"), "rir-returned");
	/* absent counts when a second daily file confirms it */
	assert_string_equal(bogon("2026-03-02", "193.0.8.0/24"), "delegated");
	assert_string_equal(bogon("2026-03-03", "193.0.8.0/24"), "no-record");
	assert_string_equal(bogon("2026-03-04", "193.0.8.0/24"), "not-delegated");
	/* seven days and no second more */
	assert_string_equal(bogon("2026-03-11", "193.0.8.0/24"), "not-delegated");
	assert_string_equal(bogon("2026-03-11T00:00:01Z", "193.0.8.0/24"), "no-registry");
	assert_string_equal(bogon("2026-03-11T00:00:01Z", "10.0.0.0/8"), "special:10.0.0.0/8");
	/* 184 days behind the last file that had it held */
	assert_string_equal(bogon("2026-09-01", "193.0.0.0/24"), "rir-available");
	assert_string_equal(bogon("2026-09-01", "193.0.8.0/24"), "delegated");
	assert_true(registries_bogons(registries, at("2026-09-01")).partial);
	/* whatever the age */
	const struct delegation_table *d = registries_delegations(registries, at("2026-06-01"));
	struct prefix p = prefix("193.0.0.0/24");
	assert_int_equal(delegation_prefix(d, &p).status, DELEGATION_AVAILABLE);
	d = registries_delegations(registries, at("2026-03-01"));
	assert_int_equal(delegation_prefix(d, &p).status, DELEGATION_ALLOCATED);
	assert_string_equal(delegation_prefix(d, &p).cc, "NL");
	end();
}

enum { DAYS = 30, SLOTS = 16, FAMILIES = 2, STEP = 9 /* days between two files of a family */ };

/* h held, a available, r reserved; one after the other in no order that means anything */
static char status_of(unsigned family, unsigned file, unsigned slot)
{
	unsigned x = (family * 7919 + file / (1 + slot % 3) * 104729 + slot * 1299709) % 1000003;
	x = (x * 48271 + 12345) % 65521;
	return x % 23 == 0 ? 'h' : x % 7 == 0 ? 'r' : 'a';
}

static instant_t file_time(unsigned family, unsigned file)
{
	return at("2025-01-01") + 86400 * (int64_t)(file * STEP + family * 3);
}

static void put_statuses(unsigned family, unsigned file)
{
	char name[64], text[8000];
	size_t len;
	struct civil c = clock_split(file_time(family, file));
	unsigned day = (unsigned)c.year * 10000 + c.month * 100 + c.day;
	snprintf(name, sizeof name, "rir/%c-%u", "ab"[family], day);
	len = (size_t)snprintf(text, sizeof text, "2|ripencc|%u|3|19830705|%u|+0100\n", day, day);
	for (unsigned i = 0; i < SLOTS; i++) {
		char s = status_of(family, file, i);
		const char *word = s == 'h' ? "allocated" : s == 'a' ? "available" : "reserved";
		len += (size_t)snprintf(text + len, sizeof text - len,
		                        "ripencc||ipv4|193.0.%u.0|256||%s|\nripencc||asn|%u|1||%s|\n"
		                        "ripencc||ipv6|2001:67c:%x::|48||%s|\n",
		                        i, word, 196700 + i, word, i, word);
	}
	folder_put(name, "2020-01-01", text);
}

/* By the words of the rule: the worst that a fresh file in force says; available, unless an older file of the
 * last 180 days had it. */
static const char *expected(instant_t t, unsigned slot)
{
	char worst = 0;
	bool lately = false;
	for (unsigned f = 0; f < FAMILIES; f++) {
		unsigned n = 0;
		for (unsigned i = 0; i < DAYS; i++) {
			instant_t of = file_time(f, i);
			lately |= of < t && of >= t - 180 * 86400 && status_of(f, i, slot) == 'h';
			n = of <= t ? i : n;
		}
		char s = status_of(f, n, slot);
		if (t - file_time(f, n) <= 7 * 86400 && (s == 'a' || (s == 'r' && worst != 'a') || !worst))
			worst = s;
	}
	return !worst         ? "no-registry"
	       : worst == 'h' ? "delegated"
	       : worst == 'r' ? "rir-reserved"
	       : lately       ? "rir-returned"
	                      : "rir-available";
}

/* Every verdict of two families over nine months, forwards and in leaps. */
static void held_lately(void **state)
{
	(void)state;
	unsigned returned = 0, free_ones = 0;
	for (unsigned f = 0; f < FAMILIES; f++)
		for (unsigned i = 0; i < DAYS; i++)
			put_statuses(f, i);
	begin();
	for (unsigned k = 0; k < DAYS * STEP * 3; k++) {
		unsigned day = k < DAYS * STEP * 2 ? k / 2 : k * 97 % (DAYS * STEP);
		instant_t t = at("2025-01-01") + 86400 * (int64_t)day + k % 2;
		struct registries_bogons b = registries_bogons(registries, t);
		for (unsigned slot = 0; slot < SLOTS; slot++) {
			char v4[32], v6[32];
			const char *want = expected(t, slot);
			snprintf(v4, sizeof v4, "193.0.%u.0/24", slot);
			snprintf(v6, sizeof v6, "2001:67c:%x::/48", slot);
			struct prefix p4 = prefix(v4), p6 = prefix(v6);
			assert_string_equal(bogon_prefix(b.table, &p4, t).reason, want);
			assert_string_equal(bogon_prefix(b.table, &p6, t).reason, want);
			assert_string_equal(bogon_asn(b.table, 196700 + slot, t).reason, want);
			returned += strcmp(want, "rir-returned") == 0;
			free_ones += strcmp(want, "rir-available") == 0;
		}
	}
	assert_true(returned > 100 && free_ones > 100);
	end();
}

static void bogon_changes(void **state)
{
	(void)state;
	ripe("20260301", HELD OTHER);
	folder_put("bogons/list.txt", "2020-01-01",
	           "# last updated 1772420645 (Mon Mar  2 03:04:05 2026 GMT)\n198.18.0.0/15\n");
	begin();
	static const char *const rows[][2] = {
	    {"2026-03-01T10:00:00Z", "2026-03-02T00:00:00Z"},
	    {"2026-03-02T00:00:00Z", "2026-03-02T03:04:05Z"},
	    {"2026-03-02T03:04:05Z", "2026-03-03T00:00:00Z"},
	    {"2026-03-08T00:00:00Z", "2026-03-08T00:00:01Z"},
	    {"2026-03-09T01:00:00Z", "2026-03-09T03:04:06Z"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(registries_bogons_until(registries, at(rows[i][0])), at(rows[i][1]));
	end();
}

static void bogon_lists(void **state)
{
	(void)state;
	folder_put("bogons/list-20260301.txt", "2020-01-01", "193.0.0.0/21\n");
	folder_put("bogons/list-20260302.txt", "2020-01-01", "193.0.8.0/21\n");
	folder_put("elsewhere/list-20260302.txt", "2020-01-01", "193.0.16.0/21\n");
	begin();
	assert_string_equal(bogon("2026-03-01", "193.0.0.0/24"), "list:list-20260301.txt");
	assert_string_equal(bogon("2026-03-02", "193.0.0.0/24"), "no-registry");
	assert_string_equal(bogon("2026-03-02", "193.0.8.0/24"), "list:list-20260302.txt");
	assert_string_equal(bogon("2026-03-02", "193.0.16.0/24"), "no-registry");
	assert_string_equal(bogon("2026-03-09T00:00:00Z", "193.0.8.0/24"), "list:list-20260302.txt");
	assert_string_equal(bogon("2026-03-09T00:00:01Z", "193.0.8.0/24"), "no-registry");
	end();
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, folder_new, folder_end)
static const struct CMUnitTest tests[] = {
    TEST(vrps_by_era),   TEST(candidates),  TEST(route_objects_by_era), TEST(bogons_by_era),
    TEST(bogon_changes), TEST(bogon_lists), TEST(held_lately),
};
TEST_MAIN(tests)
