/* Networks, routes and periods of a store filled by hand. */
#include "filled.h"

static struct network_facts facts(uint32_t valid, uint32_t invalid, uint32_t not_found)
{
	uint32_t n = valid + invalid + not_found;
	return (struct network_facts){.routes = {.total = n,
	                                         .counted = n,
	                                         .rov_valid = valid,
	                                         .rov_invalid = invalid,
	                                         .rov_not_found = not_found,
	                                         .irr_covering = n},
	                              .vrps = FACT_YES,
	                              .irr = FACT_YES,
	                              .policy = FACT_YES,
	                              .contact = {FACT_YES},
	                              .passed_invalid = 2};
}

static void put_network(struct store *s, asn_t asn, const char *economy, const char *participant,
                        const struct network_facts *f)
{
	struct buf octets = {0};
	uint32_t numbers[] = {1, 3};
	facts_encode(f, &octets);
	struct store_network n = {.asn = asn,
	                          .holder = "Somebody",
	                          .economy = economy,
	                          .rir = RIR_AFRINIC,
	                          .participant = participant,
	                          .facts = octets.at,
	                          .facts_len = octets.len,
	                          .routes = numbers,
	                          .n_routes = 2};
	assert_int_equal(store_put_network(s, &n), ERR_OK);
	buf_fini(&octets);
}

static void put_routes(struct store *s)
{
	struct store_route r[4] = {0};
	static const uint8_t lens[] = {8, 16, 16, 24};
	for (uint32_t i = 0; i < 4; i++)
		r[i] = (struct store_route){
		    .prefix = {.hi = 10ULL << 56, .len = lens[i], .family = FAMILY_V4}, .origin = 7 + i};
	r[3].prefix.hi |= 1ULL << 48;
	assert_int_equal(store_put_routes(s, r, 4), ERR_OK);
}

/* AS7: an M3 of 25 h with AS9 behind it. AS8: nothing. AS9: the accomplice. AS10 has no route. */
static void fill(void)
{
	struct store *s = filled_begin(FROM, TO, TO - 60);
	struct network_facts f = facts(90, 5, 5);
	put_network(s, 7, "ZA", "{\"name\":\"x\"}", &f);
	f = facts(0, 0, 10);
	put_network(s, 8, "ZA", "", &f);
	put_network(s, 9, "NL", "", &f);
	f = facts(0, 0, 0);
	put_network(s, 10, "", "", &f);
	struct store_event e = filled_event(5, 3, 7, T, T + 25 * 3600);
	struct store_accomplice by[] = {{9, 20, 1}, {8, 20, 2 /* a peer */}};
	e.accomplices = by;
	e.n_accomplices = 2;
	assert_int_equal(store_put_event(s, &e), ERR_OK);
	put_routes(s);
	filled_commit(s);
}

struct got {
	uint32_t n;
	asn_t asn[8];
	struct network_scores scores[8];
	uint32_t routes;
};

static bool take(void *ctx, const struct query_network *n)
{
	struct got *g = ctx;
	g->asn[g->n] = n->row->asn;
	g->scores[g->n++] = n->scores;
	return g->n < 8;
}

static bool take_route(void *ctx, uint32_t number, const struct store_route *r)
{
	struct got *g = ctx;
	(void)r;
	g->routes = g->routes * 10 + number;
	g->n++;
	return true;
}

static void scores(void **state)
{
	(void)state;
	fill();
	struct query *q = filled_query();
	struct got g = {0};
	struct query_networks_filter all = {0};
	assert_int_equal(query_networks(q, NULL, &all, take, &g), ERR_OK);
	assert_int_equal(g.n, 4);
	/* doc/measurement.md section 5: 25 h weigh 2; section 6.4: 90 valid, 5 invalid of 100 are 0.40 */
	assert_true(g.scores[0].metrics[SCORE_M3].raw == 2);
	assert_true(g.scores[0].metrics[SCORE_M7RPKI].raw == 0.4);
	assert_true(g.scores[2].metrics[SCORE_M3C].raw == 2);
	assert_true(g.scores[1].metrics[SCORE_M3C].raw == 0);
	assert_true(g.scores[0].metrics[SCORE_M9].raw == 2 && g.scores[0].metrics[SCORE_M9].share == 0.25);
	assert_int_equal(g.scores[3].metrics[SCORE_M7RPKI].no_data, NO_DATA_NO_ROUTE);
	assert_int_equal(g.scores[0].metrics[SCORE_M1].no_data, NO_DATA_NOT_MEASURED);
	for (uint32_t i = 0; i < 4; i++) { /* one alone comes to the same */
		struct got one = {0};
		struct query_networks_filter only = {.asn = g.asn[i]};
		assert_int_equal(query_networks(q, NULL, &only, take, &one), ERR_OK);
		assert_int_equal(one.n, 1);
		assert_memory_equal(&one.scores[0].actions, &g.scores[i].actions, sizeof g.scores[i].actions);
	}
	query_close(q);
}

static void filters(void **state)
{
	(void)state;
	fill();
	struct query *q = filled_query();
	struct got g = {0};
	struct query_networks_filter f = {.economy = "za"};
	assert_int_equal(query_networks(q, NULL, &f, take, &g), ERR_OK);
	assert_int_equal(g.n, 2);
	struct aggregate a;
	assert_int_equal(query_aggregate(q, &f, &a), ERR_OK);
	assert_int_equal(a.networks, 2);
	assert_int_equal(a.with_incident[SCORE_M3], 1);
	g.n = 0;
	f = (struct query_networks_filter){.participants = true};
	assert_int_equal(query_networks(q, NULL, &f, take, &g), ERR_OK);
	assert_int_equal(g.n, 1);
	assert_int_equal(g.asn[0], 7);
	g.n = 0;
	f = (struct query_networks_filter){.asn = 99};
	assert_int_equal(query_networks(q, NULL, &f, take, &g), ERR_OK);
	assert_int_equal(g.n, 0);
	query_close(q);
}

static void routes(void **state)
{
	(void)state;
	fill();
	struct query *q = filled_query();
	struct got g = {0};
	assert_int_equal(query_routes_of_asn(q, 7, take_route, &g), ERR_OK);
	assert_int_equal(g.routes, 13);
	assert_int_equal(query_routes_of_asn(q, 99, take_route, &g), ERR_EOF);
	assert_int_equal(query_routes_of_asn(q, 0, take_route, &g), ERR_EOF);
	struct prefix p;
	g = (struct got){0};
	assert_int_equal(prefix_parse("10.0.0.0/16", 11, &p), ERR_OK);
	assert_int_equal(query_routes_of_prefix(q, &p, take_route, &g), ERR_OK);
	assert_int_equal(g.routes, 12);
	g = (struct got){0};
	assert_int_equal(query_routes_around(q, &p, take_route, &g), ERR_OK);
	assert_int_equal(g.n, 3); /* the /8 above it too; the /24 lies beside it */
	query_close(q);
}

static void periods(void **state)
{
	(void)state;
	fill();
	filled_commit(filled_begin(TO, TO + 86400, TO + 100));
	struct query *q = filled_query();
	assert_int_equal(query_period(q)->start, TO);
	assert_null(query_period_at(q, 2));
	struct got g = {0};
	struct query_networks_filter all = {0};
	assert_int_equal(query_networks(q, NULL, &all, take, &g), ERR_OK);
	assert_int_equal(g.n, 0);
	assert_int_equal(query_choose(q, 1), ERR_OK);
	assert_int_equal(query_period(q)->start, FROM);
	assert_int_equal(query_networks(q, NULL, &all, take, &g), ERR_OK);
	assert_int_equal(g.n, 4);
	query_close(q);
}

/* A committee's change: the same events under another framework. */
static void another_framework(void **state)
{
	(void)state;
	fill();
	struct query *q = filled_query();
	struct framework f = *query_framework(q);
	f.day_weight *= 3;
	struct got g = {0};
	struct query_networks_filter one = {.asn = 7};
	assert_int_equal(query_networks(q, &f, &one, take, &g), ERR_OK);
	assert_true(g.scores[0].metrics[SCORE_M3].raw == 4);
	query_close(q);
}

static void faults(void **state)
{
	(void)state;
	struct query *q = NULL;
	struct buf why = {0};
	assert_int_equal(query_open(filled_path, &q, &why), ERR_IO);
	struct store *s;
	assert_int_equal(store_open(filled_path, STORE_WRITE, &s, &why), ERR_OK);
	buf_clear(&why);
	assert_int_equal(query_open(filled_path, &q, &why), ERR_EOF);
	assert_non_null(strstr(why.at, "no measured period"));
	store_close(s);
	s = filled_begin(FROM, TO, TO);
	struct store_network n = {.asn = 3, .holder = "", .economy = "", .participant = "", .facts = "\377"};
	n.facts_len = 1;
	assert_int_equal(store_put_network(s, &n), ERR_OK);
	filled_commit(s);
	q = filled_query();
	struct got g = {0};
	struct query_networks_filter all = {0};
	assert_int_equal(query_networks(q, NULL, &all, take, &g), ERR_VALUE);
	assert_non_null(strstr(query_why(q), "AS3"));
	query_close(q);
	buf_fini(&why);
}

#define IN_DIR(f) cmocka_unit_test_setup_teardown(f, filled_make, filled_remove)
static const struct CMUnitTest tests[] = {
    IN_DIR(scores),  IN_DIR(filters),           IN_DIR(routes),
    IN_DIR(periods), IN_DIR(another_framework), IN_DIR(faults),
};
TEST_MAIN(tests)
