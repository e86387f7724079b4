/* The routes of a period: which are listed, in what order, what is said of each. */
#include "../feed/folder.h"
#include "measure/routes.h"

enum { MINIMUM = 3 };
#define DAY(n) (INT64_C(1772323200) + (n)*86400) /* the n-th day behind 2026-03-01 */

static struct sources sources;
static struct rib *rib;
static struct bogon_detector *detector;
static struct registries *registries;
static struct framework framework;
static struct routes_options options;
static struct period_routes routes;

/* 10.0.0.0/8 alone is a bogon to whoever judges while records are read. */
static uint8_t judge_prefix(void *ctx, const struct prefix *p, const char **reason)
{
	(void)ctx;
	*reason = "why";
	return p->family == FAMILY_V4 && p->hi >> 56 == 10 ? EVENT_FULL : EVENT_CLASS_NONE;
}

static uint8_t judge_asn(void *ctx, asn_t asn, const char **reason)
{
	(void)ctx;
	(void)asn;
	(void)reason;
	return EVENT_CLASS_NONE;
}

static int begin(void **state)
{
	int failed = folder_new(state);
	rib = rib_new((struct rib_limits){.hold = 900}, (struct rib_observer){0});
	detector = bogon_detector_new((struct bogon_judge){.prefix = judge_prefix, .asn = judge_asn},
	                              (struct track_limits){.end_wait = 900, .end_share = 10}, NULL, NULL);
	bogon_detector_attach(detector, rib);
	rib_period_begin(rib, (uint32_t)DAY(0));
	framework_defaults(&framework);
	return failed;
}

static int end(void **state)
{
	free(routes.at);
	routes = (struct period_routes){0};
	bogon_detector_free(detector);
	rib_free(rib);
	return folder_end(state);
}

/* Registries are what lies in the folder by now; VRPs keep for 36 hours, as do route objects. */
static void collect(unsigned n_threads)
{
	struct sources_options o = {0};
	o.fresh[SOURCE_VRPS] = o.fresh[SOURCE_IRR] = 36 * 3600;
	sources_init(&sources, &o);
	assert_int_equal(sources_open(&sources, folder_dir, 1, NULL), ERR_OK);
	registries = registries_open(&sources);
	options = (struct routes_options){.sources = &sources,
	                                  .registries = registries,
	                                  .n_threads = n_threads,
	                                  .detector = detector,
	                                  .judged_from = options.judged_from,
	                                  .framework = &framework,
	                                  .minimum = {MINIMUM, MINIMUM},
	                                  .last = (uint32_t)DAY(9)};
	free(routes.at);
	routes_collect(rib, &options, &routes);
	registries_free(registries);
	sources_fini(&sources);
}

static struct prefix prefix(const char *text)
{
	struct prefix p;
	assert_int_equal(prefix_parse(text, strlen(text), &p), ERR_OK);
	return p;
}

static peer_id peer(asn_t asn)
{
	return rib_peer_find(rib, 0, addr_from_v4(asn), asn);
}

static void say_hop(instant_t t, asn_t from, const char *text, struct path_hop origin)
{
	struct path_hop hops[2] = {{.asn = from, .kind = PATH_HOP_ASN}, origin};
	struct prefix p = prefix(text);
	rib_announce(rib, (uint32_t)t, peer(from), &p, path_intern(rib_paths(rib), hops, 2));
}

/* So many peers announce it. */
static void say(instant_t t, unsigned n, const char *text, asn_t origin)
{
	for (asn_t from = 1; from <= n; from++)
		say_hop(t, from, text, (struct path_hop){.asn = origin, .kind = PATH_HOP_ASN});
}

static void stop(instant_t t, unsigned n, const char *text)
{
	struct prefix p = prefix(text);
	for (asn_t from = 1; from <= n; from++)
		rib_withdraw(rib, (uint32_t)t, peer(from), &p);
}

static bool is_listed(const char *text, asn_t origin)
{
	struct prefix p = prefix(text);
	return routes_find(&routes, &p, origin) != SIZE_MAX;
}

static const struct period_route *find(const char *text, asn_t origin)
{
	static const struct period_route none;
	struct prefix p = prefix(text);
	size_t i = routes_find(&routes, &p, origin);
	if (i < routes.n)
		return &routes.at[i];
	fail_msg("%s AS%u is not listed", text, origin);
	return &none;
}

static void check_why(const char *text, asn_t origin, enum store_why_not want)
{
	const struct period_route *r = find(text, origin);
	if (r->row.why_not != want)
		fail_msg("%s AS%u: %d, not %d", text, origin, r->row.why_not, want);
}

/* By prefix, then origin, also where numbers of the RIB say otherwise; found by both. */
static void order(void **state)
{
	static const struct {
		const char *prefix;
		asn_t origin;
	} want[] = {{"80.0.0.0/8", 9},  {"80.0.0.0/16", 3},   {"80.0.0.0/16", 7},   {"81.0.0.0/16", 5},
	            {"90.0.0.0/16", 5}, {"2001:67c::/32", 2}, {"2001:67c::/48", 1}, {"2a00::/16", 400000}};
	static const int said[] = {7, 2, 4, 1, 0, 3, 6, 5};
	(void)state;
	for (size_t i = 0; i < 8; i++)
		say(DAY(1), 3, want[said[i]].prefix, want[said[i]].origin);
	say(DAY(1), 3, "80.0.0.0/16", 3); /* the one before goes: it was there all the same */
	collect(1);
	assert_int_equal(routes.n, 8);
	for (size_t i = 0; i < 8; i++) {
		struct prefix p = prefix(want[i].prefix);
		assert_true(prefix_eq(&routes.at[i].row.prefix, &p));
		assert_int_equal(routes.at[i].row.origin, want[i].origin);
		assert_ptr_equal(find(want[i].prefix, want[i].origin), &routes.at[i]);
	}
	assert_false(is_listed("80.0.0.0/16", 4));
	assert_false(is_listed("80.0.0.0/16", 8));
	assert_false(is_listed("80.0.0.0/15", 3));
	assert_false(is_listed("2a00::/17", 400000));
	assert_false(is_listed("0.0.0.0/0", 0));
}

static void sightings(void **state)
{
	(void)state;
	say(DAY(1), 4, "80.0.0.0/16", 3);
	say(DAY(2), 5, "81.0.0.0/16", 3);
	stop(DAY(3), 5, "81.0.0.0/16");
	say(DAY(4), 2, "81.0.0.0/16", 3);
	stop(DAY(5), 2, "81.0.0.0/16");
	collect(1);
	const struct period_route *there = find("80.0.0.0/16", 3), *gone = find("81.0.0.0/16", 3);
	assert_int_equal(there->row.first_seen, DAY(1));
	assert_int_equal(there->row.last_seen, DAY(9)); /* the last record: it is still being seen */
	assert_int_equal(there->row.peers_max, 4);
	assert_int_equal(gone->row.first_seen, DAY(2));
	assert_int_equal(gone->row.last_seen, DAY(5));
	assert_int_equal(gone->row.peers_max, 5);
}

/* The first reason that applies. */
static void reasons(void **state)
{
	asn_t set[] = {7, 8};
	(void)state;
	say(DAY(1), 3, "0.0.0.0/0", 3);
	say(DAY(1), 1, "::/0", 3);
	say(DAY(1), 3, "80.0.0.0/24", 3);
	say(DAY(1), 3, "80.0.1.0/25", 3);
	say(DAY(1), 3, "2a00::/48", 3);
	say(DAY(1), 3, "2a00:1::/49", 3);
	say(DAY(1), 3, "10.0.0.0/16", 3);
	say(DAY(1), 3, "10.0.0.0/25", 3);
	say(DAY(1), 2, "10.1.0.0/16", 3);
	say(DAY(1), 2, "80.2.0.0/16", 3);
	for (asn_t from = 1; from <= 3; from++) {
		uint32_t id = path_set_intern(rib_paths(rib), set, 2);
		say_hop(DAY(1), from, "80.3.0.0/16", (struct path_hop){.asn = id, .kind = PATH_HOP_SET});
	}
	collect(1);
	check_why("0.0.0.0/0", 3, WHY_DEFAULT);
	check_why("::/0", 3, WHY_DEFAULT);
	check_why("80.0.0.0/24", 3, WHY_COUNTED);
	check_why("80.0.1.0/25", 3, WHY_LENGTH);
	check_why("2a00::/48", 3, WHY_COUNTED);
	check_why("2a00:1::/49", 3, WHY_LENGTH);
	check_why("10.0.0.0/16", 3, WHY_BOGON);
	check_why("10.0.0.0/25", 3, WHY_LENGTH);
	check_why("10.1.0.0/16", 3, WHY_BOGON);
	check_why("80.2.0.0/16", 3, WHY_VISIBILITY);
	check_why("80.3.0.0/16", ORIGIN_NONE, WHY_AS_SET);
	/* a framework that leaves nothing out */
	framework.left_out = 0;
	collect(1);
	check_why("0.0.0.0/0", 3, WHY_COUNTED);
	check_why("::/0", 3, WHY_VISIBILITY);
	check_why("80.0.1.0/25", 3, WHY_COUNTED);
	check_why("10.0.0.0/16", 3, WHY_COUNTED);
	check_why("80.3.0.0/16", ORIGIN_NONE, WHY_COUNTED);
}

#define HEADER "ASN,IP Prefix,Max Length,Trust Anchor\n"

/* Each by the snapshot in force when it was last seen; where that is too old, by none. */
static void snapshots(void **state)
{
	(void)state;
	folder_put("rpki/v-20260302.csv", "2020-01-01", HEADER "AS3,80.0.0.0/8,16,ripe\n");
	folder_put("rpki/v-20260309.csv", "2020-01-01", HEADER "AS4,80.0.0.0/8,16,ripe\n");
	folder_put("irr/a.20260302.db", "2020-01-01", "route: 80.0.0.0/8\norigin: AS3\nsource: RIPE\n");
	say(DAY(1), 3, "80.1.0.0/16", 3);
	stop(DAY(2), 3, "80.1.0.0/16"); /* a day behind the first snapshot */
	say(DAY(1), 3, "80.2.0.0/16", 3);
	stop(DAY(5), 3, "80.2.0.0/16"); /* four days behind it, three before the next */
	say(DAY(1), 3, "80.3.0.0/16", 3);
	say(DAY(1), 3, "80.4.0.0/16", 4);
	say(DAY(1), 3, "90.0.0.0/16", 4);
	collect(1);
	assert_int_equal(find("80.1.0.0/16", 3)->rov, ROV_VALID);
	assert_int_equal(find("80.1.0.0/16", 3)->vrps, SOURCES_FRESH);
	assert_int_equal(find("80.1.0.0/16", 3)->irr, IRR_COVERING);
	assert_int_equal(find("80.2.0.0/16", 3)->rov, ROV_NO_DATA);
	assert_int_equal(find("80.2.0.0/16", 3)->vrps, SOURCES_STALE);
	assert_int_equal(find("80.2.0.0/16", 3)->irrs, SOURCES_STALE);
	assert_int_equal(find("80.2.0.0/16", 3)->row.rov, 0);
	assert_int_equal(find("80.3.0.0/16", 3)->rov, ROV_INVALID_ASN);
	assert_int_equal(find("80.3.0.0/16", 3)->row.rov, ROV_INVALID_ASN + 1);
	assert_int_equal(find("80.3.0.0/16", 3)->irr, IRR_NO_DATA);
	assert_int_equal(find("80.4.0.0/16", 4)->rov, ROV_VALID);
	assert_int_equal(find("90.0.0.0/16", 4)->rov, ROV_NOT_FOUND);
}

/* What was last seen before the tables that the detector judges by is judged by those of its own time: here
 * by the rules in code, which know 100.64.0.0/10; the judge above does not. */
static void bogons_by_time(void **state)
{
	(void)state;
	say(DAY(1), 3, "100.64.0.0/16", 3);
	stop(DAY(2), 3, "100.64.0.0/16");
	say(DAY(1), 3, "100.65.0.0/16", 3);
	options.judged_from = DAY(5);
	collect(1);
	assert_int_equal(find("100.64.0.0/16", 3)->row.bogon, EVENT_FULL);
	assert_int_equal(find("100.65.0.0/16", 3)->row.bogon, EVENT_CLASS_NONE);
	options.judged_from = 0;
}

/* More than the parts that threads take. */
static void any_number_of_threads(void **state)
{
	(void)state;
	folder_put("rpki/v-20260309.csv", "2020-01-01",
	           HEADER "AS3,80.0.0.0/8,24,ripe\nAS4,81.0.0.0/8,16,ripe\n");
	for (unsigned i = 0; i < 40000; i++) {
		char text[32];
		snprintf(text, sizeof text, "%u.%u.%u.0/24", 80 + i % 3, i >> 8, i & 255);
		say(DAY(1), 1, text, 3 + i % 2);
	}
	collect(1);
	struct period_routes one = routes;
	routes = (struct period_routes){0};
	collect(4);
	assert_int_equal(one.n, 40000);
	assert_int_equal(routes.n, one.n);
	size_t verdicts[8] = {0};
	for (size_t i = 0; i < one.n; i++) {
		const struct period_route *a = &one.at[i], *b = &routes.at[i];
		assert_true(prefix_eq(&a->row.prefix, &b->row.prefix) && a->row.origin == b->row.origin);
		assert_int_equal(a->rov, b->rov);
		verdicts[a->rov]++;
	}
	assert_true(verdicts[ROV_VALID] > 6000 && verdicts[ROV_NOT_FOUND] > 13000);
	free(one.at);
}

static void nothing(void **state)
{
	(void)state;
	collect(4);
	assert_int_equal(routes.n, 0);
	assert_false(is_listed("80.0.0.0/8", 1));
}

#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
static const struct CMUnitTest tests[] = {
    T(order), T(sightings), T(reasons), T(snapshots), T(bogons_by_time), T(any_number_of_threads), T(nothing),
};
TEST_MAIN(tests)
