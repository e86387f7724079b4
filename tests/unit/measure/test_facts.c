/* The networks of a period: who is reported, and what is counted of each. */
#include "../feed/folder.h"
#include "measure/facts.h"

#define NOW "2026-03-10T00:00:00Z"
#define PUT "2026-03-09T00:00:00Z"

static struct sources sources;
static struct registries *registries;
static struct period_routes routes;
static struct period_networks networks;

static int begin(void **state)
{
	return folder_new(state);
}

static int end(void **state)
{
	facts_fini(&networks);
	registries_free(registries);
	registries = NULL;
	sources_fini(&sources);
	free(routes.at);
	routes = (struct period_routes){0};
	return folder_end(state);
}

static void put_delegated(const char *registry, const char *lines)
{
	char file[64], text[1024];
	snprintf(file, sizeof file, "rir/delegated-%s-extended-20260309", registry);
	snprintf(text, sizeof text, "2|%s|20260309|9|19830101|20260309|+0000\n%s", registry, lines);
	folder_put(file, PUT, text);
}

/* AS1 to AS9 allocated, AS10 available, AS11 reserved, AS12 assigned. */
static void put_ripe(void)
{
	put_delegated("ripencc", "ripencc|NL|asn|1|9|20000101|allocated|a\n"
	                         "ripencc||asn|10|1||available\n"
	                         "ripencc||asn|11|1||reserved\n"
	                         "ripencc|DE|asn|12|1|20000101|assigned|b\n");
}

/* Routes as the list has them: by prefix. */
static struct period_route *add(asn_t origin, bool visible)
{
	if (routes.n == routes.cap)
		routes.at = mem_grow(routes.at, &routes.cap, routes.n + 1, sizeof *routes.at);
	struct period_route *r = &routes.at[routes.n++];
	*r = (struct period_route){.is_visible = visible,
	                           .rov = ROV_NOT_FOUND,
	                           .irr = IRR_NOT_FOUND,
	                           .vrps = SOURCES_FRESH,
	                           .irrs = SOURCES_FRESH};
	r->row.prefix = (struct prefix){
	    .hi = UINT64_C(0x50) << 56 | (uint64_t)routes.n << 40, .len = 24, .family = FAMILY_V4};
	r->row.origin = origin;
	r->row.why_not = visible ? WHY_COUNTED : WHY_VISIBILITY;
	return r;
}

static void open_folder(void)
{
	sources_init(&sources, NULL);
	assert_int_equal(sources_open(&sources, folder_dir, 1, NULL), ERR_OK);
	registries = registries_open(&sources);
}

static void collect(const struct passed *passed)
{
	const struct facts_options o = {.sources = &sources,
	                                .registries = registries,
	                                .passed = passed,
	                                .at = at(NOW),
	                                .from = at("2026-03-01"),
	                                .to = at("2026-04-01")};
	facts_fini(&networks);
	facts_collect(&routes, &o, &networks);
}

static const struct period_network *network(asn_t asn)
{
	static const struct period_network none;
	for (size_t i = 0; i < networks.n; i++)
		if (networks.at[i].facts.asn == asn)
			return &networks.at[i];
	fail_msg("AS%u is no network", asn);
	return &none;
}

static void check_asns(const asn_t *want)
{
	size_t n = 0;
	for (; want[n]; n++)
		if (n >= networks.n || networks.at[n].facts.asn != want[n])
			fail_msg("AS%u is not number %zu", want[n], n);
	assert_int_equal(networks.n, n);
}

#define ASNS(...) ((const asn_t[]){__VA_ARGS__, 0})

/* Who originates a visible route, if a registry lists the ASN as allocated or assigned. */
static void reported(void **state)
{
	(void)state;
	put_ripe();
	add(12, true);
	add(3, true);
	add(3, true);
	add(4, false);          /* too few see it */
	add(10, true);          /* available */
	add(11, true);          /* reserved */
	add(ORIGIN_NONE, true); /* a set */
	add(64512, true);       /* private */
	add(20, true);          /* in no file; of four registries there is none, so that nobody denies it */
	open_folder();
	collect(NULL);
	check_asns(ASNS(3, 12, 20));
	assert_int_equal(network(3)->rir, RIR_RIPENCC);
	assert_string_equal(network(3)->economy, "NL");
	assert_string_equal(network(12)->economy, "DE");
	assert_int_equal(network(20)->rir, RIR_NONE);
	assert_string_equal(network(20)->economy, "");
}

/* With the files of all registries, what stands in none is nobody's. */
static void denied_by_all(void **state)
{
	static const char *const others[] = {"apnic", "arin", "lacnic", "afrinic"};
	(void)state;
	put_ripe();
	for (asn_t i = 0; i < 4; i++) {
		char line[128];
		snprintf(line, sizeof line, "%s|ZZ|asn|%u|1|20000101|allocated|x\n", others[i], 30 + i);
		put_delegated(others[i], line);
	}
	add(3, true);
	add(20, true);
	add(33, true);
	open_folder();
	collect(NULL);
	check_asns(ASNS(3, 33));
	assert_int_equal(network(33)->rir, RIR_AFRINIC);
}

static void participants(void **state)
{
	(void)state;
	put_ripe();
	folder_put("participants/operators.20260301.csv", PUT,
	           "Organization Name,Areas,ASNs\nOne,NL,5;3\nNone,NL,10\n");
	add(3, true);
	add(4, true);
	open_folder();
	collect(NULL);
	check_asns(ASNS(3, 4, 5)); /* 5 announces nothing; 10 is nobody's all the same */
	assert_non_null(strstr(network(5)->participant, "\"One\""));
	assert_non_null(strstr(network(3)->participant, "\"One\""));
	assert_string_equal(network(4)->participant, "");
	assert_int_equal(network(5)->facts.routes.total, 0);
	assert_int_equal(network(5)->n_routes, 0);
}

static void verdicts_counted(void **state)
{
	(void)state;
	put_ripe();
	struct {
		asn_t origin;
		bool visible;
		enum rov rov;
		enum irr irr;
	} rows[] = {
	    {3, true, ROV_VALID, IRR_VALID},          {7, true, ROV_INVALID_AS0, IRR_INVALID},
	    {3, true, ROV_INVALID_LENGTH, IRR_VALID}, {3, false, ROV_VALID, IRR_VALID},
	    {3, true, ROV_INVALID_ASN, IRR_COVERING}, {10, true, ROV_VALID, IRR_VALID},
	    {3, true, ROV_NOT_FOUND, IRR_NOT_FOUND},  {3, true, ROV_VALID, IRR_INVALID},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct period_route *r = add(rows[i].origin, rows[i].visible);
		r->rov = (uint8_t)rows[i].rov;
		r->irr = (uint8_t)rows[i].irr;
	}
	open_folder();
	collect(NULL);
	check_asns(ASNS(3, 7));
	const struct period_network *p = network(3);
	const struct network_routes *n = &p->facts.routes;
	assert_int_equal(n->total, 6);
	assert_int_equal(n->counted, 5);
	assert_int_equal(n->rov_valid, 2);
	assert_int_equal(n->rov_invalid, 2);
	assert_int_equal(n->rov_not_found, 1);
	assert_int_equal(n->rov_unknown, 0);
	assert_int_equal(n->irr_valid, 2);
	assert_int_equal(n->irr_covering, 1);
	assert_int_equal(n->irr_invalid, 1);
	assert_int_equal(n->irr_not_found, 1);
	assert_int_equal(network(7)->facts.routes.rov_invalid, 1);
	/* their numbers, those that do not count too */
	static const uint32_t numbers[] = {0, 2, 3, 4, 6, 7};
	assert_int_equal(p->n_routes, 6);
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(networks.routes[p->first_route + i], numbers[i]);
	assert_int_equal(network(7)->n_routes, 1);
	assert_int_equal(networks.routes[network(7)->first_route], 1);
}

/* A route of old was judged by nothing: that is told apart from there being nothing at all. */
static void stale_and_absent(void **state)
{
	(void)state;
	put_ripe();
	struct period_route *r = add(3, true);
	r->rov = ROV_NO_DATA;
	r->vrps = SOURCES_STALE;
	r = add(4, true);
	r->irr = IRR_NO_DATA;
	r->irrs = SOURCES_NONE;
	add(5, true);
	open_folder();
	collect(NULL);
	assert_int_equal(network(3)->facts.vrps, FACT_STALE);
	assert_int_equal(network(3)->facts.routes.rov_unknown, 1);
	assert_int_equal(network(4)->facts.irr, FACT_NO_SOURCE);
	assert_int_equal(network(4)->facts.routes.irr_unknown, 1);
	assert_int_equal(network(5)->facts.routes.rov_unknown + network(5)->facts.routes.irr_unknown, 0);
	assert_int_equal(networks.vrps, FACT_STALE);
	/* one without any source is worse, wherever it stands */
	for (int turn = 0; turn < 2; turn++) {
		routes.at[turn].rov = routes.at[1 - turn].rov = ROV_NO_DATA;
		routes.at[turn].vrps = SOURCES_NONE;
		routes.at[1 - turn].vrps = SOURCES_STALE;
		collect(NULL);
		assert_int_equal(networks.vrps, FACT_NO_SOURCE);
	}
}

/* What nobody could pass on says nothing of whether there are verdicts. */
static void verdicts_for_all(void **state)
{
	(void)state;
	put_ripe();
	add(3, true);
	add(4, false)->rov = ROV_NO_DATA;
	add(ORIGIN_NONE, true)->rov = ROV_NO_DATA;
	struct period_route *all = add(5, true);
	all->rov = ROV_NO_DATA;
	all->row.prefix = (struct prefix){.family = FAMILY_V4};
	open_folder();
	collect(NULL);
	assert_int_equal(networks.vrps, FACT_YES);
}

/* ---- M9, and who only forwards */

static struct rib *rib;
static struct passed *passed;

static void on_change(void *ctx, const struct rib_change *c)
{
	(void)ctx;
	passed_change(passed, c);
}

/* The path of a route, from the collector's peer; its number in the RIB. */
static route_id say(const struct prefix *p, const asn_t *asns)
{
	struct path_hop hops[8];
	size_t n = 0;
	for (; asns[n]; n++)
		hops[n] = (struct path_hop){.asn = asns[n], .kind = PATH_HOP_ASN};
	rib_announce(rib, 1, rib_peer_find(rib, 0, addr_from_v4(asns[0]), asns[0]), p,
	             path_intern(rib_paths(rib), hops, n));
	for (prefix_id id = 0; id < rib_prefix_count(rib, RIB_V4); id++)
		if (prefix_eq(&rib_prefix_at(rib, RIB_V4, id)->prefix, p))
			return rib_route_find(rib, RIB_V4, id, asns[n - 1]);
	return RIB_NONE;
}

static void passed_on(void **state)
{
	(void)state;
	put_ripe();
	folder_put("rpki/v-20260309.csv", PUT,
	           "ASN,IP Prefix,Max Length,Trust Anchor\nAS9,80.0.0.0/8,24,ripe\n");
	open_folder();
	struct rov_candidates *bad =
	    registries_rov_candidates(registries, at("2026-03-01"), at("2026-04-01"));
	rib = rib_new((struct rib_limits){.hold = 900}, (struct rib_observer){.change = on_change});
	passed = passed_new(rib, bad, 1);
	const asn_t *paths[] = {ASNS(1, 5, 3), ASNS(1, 5, 6, 4), ASNS(2, 12, 9), ASNS(2, 10, 4)};
	for (size_t i = 0; i < 3; i++) {
		struct period_route *r = add(paths[i][i == 1 ? 3 : 2], true);
		r->rov = i == 2 ? ROV_VALID : ROV_INVALID_ASN;
		r->id = say(&r->row.prefix, paths[i]);
	}
	(void)say(&routes.at[1].row.prefix, paths[3]);
	passed_finish(passed, (const uint32_t[RIB_FAMILIES]){1, 1});
	collect(passed);
	/* peers and forwarders too; 10 is nobody's */
	check_asns(ASNS(1, 2, 3, 4, 5, 6, 9, 12));
	assert_int_equal(networks.invalid_routes, 2);
	assert_int_equal(network(5)->facts.passed_invalid, 2);
	assert_int_equal(network(5)->n_passed, 2);
	assert_int_equal(networks.passed[network(5)->first_passed], 0);
	assert_int_equal(networks.passed[network(5)->first_passed + 1], 1);
	assert_int_equal(network(6)->facts.passed_invalid, 1);
	assert_int_equal(networks.passed[network(6)->first_passed], 1);
	assert_int_equal(network(12)->facts.passed_invalid, 0); /* only what is valid */
	assert_int_equal(network(1)->facts.passed_invalid, 0);  /* only the collector's peer */
	assert_int_equal(network(3)->facts.passed_invalid, 0);  /* the origin */
	passed_free(passed);
	rib_free(rib);
	rov_candidates_free(bad);
}

static void nothing(void **state)
{
	(void)state;
	open_folder();
	collect(NULL);
	assert_int_equal(networks.n, 0);
	assert_int_equal(networks.vrps, FACT_YES);
}

#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
static const struct CMUnitTest tests[] = {
    T(reported),         T(denied_by_all),    T(participants), T(verdicts_counted),
    T(stale_and_absent), T(verdicts_for_all), T(passed_on),    T(nothing),
};
TEST_MAIN(tests)
