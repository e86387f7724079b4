/* What is counted of a routing registry's file does not depend on who reads it first. */
#include "feed/networks.h"
#include "feed/registries.h"
#include "feed/topology.h"
#include "folder.h"

#define NOW "2026-03-10T00:00:00Z"

static struct sources sources;
static unsigned n_told;

static void told(void *ctx, const struct source *s, struct diag_pos pos, const char *reason, const char *what)
{
	(void)ctx;
	(void)s;
	(void)pos;
	(void)reason;
	(void)what;
	n_told++;
}

static void read_routes(void)
{
	struct registries *r = registries_open(&sources);
	struct prefix p;
	assert_int_equal(prefix_parse("193.0.0.0/21", 12, &p), ERR_OK);
	assert_int_equal(irr_lookup(registries_irr(r, at(NOW), NULL), &p, 3333), IRR_VALID);
	registries_free(r);
}

static void read_networks(void)
{
	struct network_card card;
	struct networks *n = networks_load(&sources, at(NOW), NULL);
	networks_get(n, 3333, RIR_RIPENCC, &card);
	assert_string_equal(card.holder, "N The Organisation");
	networks_free(n);
}

static void read_organisations(void)
{
	struct topology *t = topology_open(&sources);
	assert_true(topology_same_org(t, 3333, 3334, at(NOW)) != 0);
	topology_free(t);
}

static void count(const int *order)
{
	static void (*const readers[])(void) = {read_routes, read_networks, read_organisations};
	struct sources_options o = {.message = told};
	n_told = 0;
	sources_init(&sources, &o);
	assert_int_equal(sources_open(&sources, folder_dir, 1, NULL), ERR_OK);
	assert_int_equal(sources.at.n, 1);
	for (int i = 0; i < 3; i++) {
		const struct source *s = &sources.at.at[0];
		readers[order[i]]();
		assert_int_equal(s->records, 5);
		assert_int_equal(s->rejected, 3);
		assert_int_equal(s->reasons.n, 2);
		assert_int_equal(n_told, 3);
	}
	sources_fini(&sources);
}

static void any_order(void **state)
{
	static const int orders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
	(void)state;
	folder_put("irr/ripe.db", "2026-03-09T00:00:00Z",
	           "route: 193.0.0.0/21\norigin: AS3333\nsource: RIPE\n\n"
	           "route6: 2001:67c::/32\norigin: AS3333\nsource: RIPE\n\n"
	           "route: 193.0.0.1/21\norigin: AS3333\nsource: RIPE\n\n" /* host bits */
	           "aut-num: AS3333\nas-name: N\norg: ORG-A1-RIPE\nsource: RIPE\n\n"
	           "aut-num: AS3334\nas-name: N\norg: ORG-A1-RIPE\nsource: RIPE\n\n"
	           "aut-num: ASX\nas-name: N\nsource: RIPE\n\n"
	           "organisation: ORG-A1-RIPE\norg-name: The Organisation\nsource: RIPE\n\n"
	           "route: 193.0.0.2/21\norigin: AS3333\nsource: RIPE\n\n"
	           "person: Nobody\nnic-hdl: N1-RIPE\nsource: RIPE\n\n"); /* of a class that nobody reads */
	for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
		count(orders[i]);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(any_order, folder_new, folder_end),
};
TEST_MAIN(tests)
