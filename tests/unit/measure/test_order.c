/* The routes of a period come out by prefix and origin, in whatever order they were first seen. */
#include "../test.h"
#include "measure/routes.h"

static struct rib *rib;
static struct sources sources;
static struct registries *registries;

static int begin(void **state)
{
	(void)state;
	rib = rib_new((struct rib_limits){.hold = 900}, (struct rib_observer){0});
	sources_init(&sources, NULL);
	registries = registries_open(&sources);
	return 0;
}

static int end(void **state)
{
	(void)state;
	registries_free(registries);
	sources_fini(&sources);
	rib_free(rib);
	return 0;
}

static void announce(asn_t peer, unsigned n, asn_t origin)
{
	struct prefix p = {.hi = (uint64_t)n << 40, .len = 24, .family = FAMILY_V4};
	struct path_hop hops[] = {{.asn = peer, .kind = PATH_HOP_ASN}, {.asn = origin, .kind = PATH_HOP_ASN}};
	rib_announce(rib, 1000, rib_peer_find(rib, 0, addr_from_v4(peer), peer), &p,
	             path_intern(rib_paths(rib), hops, 2));
}

/* A sum over all tells that none was lost, made twice or changed. */
static void expect_all(size_t n, uint64_t sum)
{
	static const struct framework framework;
	struct routes_options o = {.sources = &sources,
	                           .registries = registries,
	                           .n_threads = 2,
	                           .judged_from = INT64_MAX,
	                           .framework = &framework,
	                           .last = 2000};
	struct period_routes r;
	rib_period_begin(rib, 1500);
	routes_collect(rib, &o, &r);
	assert_int_equal(r.n, n);
	for (size_t i = 0; i < n; i++) {
		const struct store_route *row = &r.at[i].row;
		if (i > 0) {
			int c = prefix_cmp(&r.at[i - 1].row.prefix, &row->prefix);
			assert_true(c < 0 || (c == 0 && r.at[i - 1].row.origin < row->origin));
		}
		assert_int_equal(routes_find(&r, &row->prefix, row->origin), i);
		sum -= (row->prefix.hi >> 40) * row->origin;
	}
	assert_int_equal(sum, 0);
	free(r.at);
}

static uint64_t sum;
static size_t count;

/* Each with the origin 1 + n % 7. */
static void run_of(unsigned from, unsigned to, int step)
{
	for (unsigned n = from; n != to; n += (unsigned)step, count++) {
		announce(1, n, 1 + n % 7);
		sum += (uint64_t)n * (1 + n % 7);
	}
}

static void expect(void)
{
	expect_all(count, sum);
	sum = count = 0;
}

static void ascending(void **state)
{
	(void)state;
	expect();
	run_of(1, 5000, 1);
	expect();
}

static void descending(void **state)
{
	(void)state;
	run_of(20000, 100, -1);
	expect();
}

static void strays_in_front(void **state)
{
	(void)state;
	run_of(9000, 9100, 1);
	run_of(30, 9000, 1);
	run_of(9100, 20000, 1);
	expect();
}

/* More in front than are taken for strays; then what comes back is. */
static void a_whole_table_too_early(void **state)
{
	(void)state;
	run_of(20000, 26000, 1);
	run_of(1, 20000, 1);
	run_of(26000, 27000, 1);
	expect();
}

static void anywhere(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 30011; i++) {
		unsigned n = (unsigned)((uint64_t)i * 7919 % 30011); /* both prime: each once */
		run_of(n, n + 1, 1);
	}
	expect();
}

static void several_origins(void **state)
{
	(void)state;
	for (unsigned n = 1; n < 6000; n++)
		for (asn_t k = 0; k < 3; k++, count++) {
			asn_t origin = 100 + (k * 5 + n) % 7;
			announce(1 + k, n, origin);
			sum += (uint64_t)n * origin;
		}
	expect();
}

#define WITH_RIB(name) cmocka_unit_test_setup_teardown(name, begin, end)

static const struct CMUnitTest tests[] = {
    WITH_RIB(ascending),       WITH_RIB(descending),
    WITH_RIB(strays_in_front), WITH_RIB(a_whole_table_too_early),
    WITH_RIB(anywhere),        WITH_RIB(several_origins),
};
TEST_MAIN(tests)
