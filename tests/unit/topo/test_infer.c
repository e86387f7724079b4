/* Each step on paths that are few enough to follow by hand; the oracle compares whole worlds. */
#include "../test.h"
#include "topo/infer.h"

#include <string.h>

enum { SERVER = 900, RESERVED = 64512 };

/* Customer and provider, ends with 0; used by is_provider. */
static const asn_t *attested;

static bool is_reserved(void *ctx, asn_t asn)
{
	(void)ctx;
	return asn == RESERVED;
}

static bool is_provider(void *ctx, asn_t customer, asn_t provider)
{
	(void)ctx;
	for (const asn_t *a = attested; a && *a; a += 2)
		if (a[0] == customer && a[1] == provider)
			return true;
	return false;
}

static bool is_route_server(void *ctx, asn_t asn)
{
	(void)ctx;
	return asn == SERVER;
}

/* 1 too: what was seen to be transit stays so. */
static bool is_multilateral(void *ctx, asn_t x, asn_t y)
{
	(void)ctx;
	return (x == 20 && y == 30) || (x == 30 && y == 20) || (x == 10 && y == 1) || (x == 1 && y == 10);
}

static struct infer *begin(void)
{
	static const struct infer_known known = {.is_reserved = is_reserved,
	                                         .is_route_server = is_route_server,
	                                         .is_provider = is_provider,
	                                         .is_multilateral = is_multilateral};
	return infer_new(&known);
}

/* "1 2 3; 4 5": paths. */
static void give_marked(struct infer *in, const char *text, asn_t otc)
{
	while (*text) {
		asn_t path[200];
		size_t n = 0;
		char *end;
		for (unsigned long v = strtoul(text, &end, 10); end != text; v = strtoul(text, &end, 10)) {
			path[n++] = (asn_t)v;
			text = end;
		}
		assert_int_equal(infer_path(in, path, n, otc), ERR_OK);
		text += strspn(text, "; ");
	}
}

static void give(struct infer *in, const char *text)
{
	give_marked(in, text, 0);
}

/* Three networks on top, each with a customer that the two others see. */
static const char *const three = "1 2 20; 2 1 10; 1 3 30; 3 1 10; 2 3 30; 3 2 20";

static struct inferred *inferred_of(const char *text)
{
	struct infer *in = begin();
	give(in, text);
	return infer_run(in, true);
}

static void is(const struct inferred *r, asn_t x, asn_t y, enum relation y_is, enum relation_step step)
{
	struct relation_link l;
	assert_true(relation_find(r->relations, x, y, &l));
	assert_int_equal(relation_get(r->relations, x, y), y_is);
	assert_int_equal(l.step, step);
}

static void clique_of_three(void **state)
{
	(void)state;
	struct inferred *r = inferred_of(three);
	assert_int_equal(r->n_clique, 3);
	for (unsigned i = 0; i < 3; i++)
		assert_int_equal(r->clique[i], i + 1);
	is(r, 1, 2, RELATION_PEER, RELATION_CLIQUE);
	is(r, 10, 1, RELATION_PROVIDER, RELATION_PASSED);
	is(r, 20, 2, RELATION_PROVIDER, RELATION_PASSED);
	assert_int_equal(r->counts.networks, 6);
	assert_int_equal(r->counts.links, 6);
	assert_int_equal(r->counts.transit, 3);
	assert_int_equal(r->counts.peers, 3);
	assert_int_equal(r->counts.vantage_points, 3);
	assert_int_equal(inferred_transit(r, 1)->degree, 3);
	assert_int_equal(inferred_transit(r, 10)->degree, 0);
	assert_int_equal(inferred_transit(r, 10)->links, 1);
	assert_null(inferred_transit(r, 11));
	inferred_free(r);
}

/* 2 passes on 1's routes to 3, with many networks behind: 1 is below 2, not beside it. */
static void not_in_the_clique(void **state)
{
	(void)state;
	struct infer *in = begin();
	give(in, "3 2 1 11; 3 2 1 12; 3 2 1 13; 3 2 1 14; 3 2 1 15; 3 2 1 16; 3 2 20; 2 3 30; 3 2 21; 3 2 "
	         "22; 3 1");
	give(in, "2 3 31; 2 3 32; 2 3 33; 2 3 34; 2 3 35; 2 3 36; 3 2 23; 3 2 24; 3 2 25; 3 2 26; 3 2 27");
	struct inferred *r = infer_run(in, false);
	assert_int_equal(r->n_clique, 2);
	assert_int_equal(r->clique[0], 2);
	assert_int_equal(r->clique[1], 3);
	is(r, 1, 2, RELATION_PROVIDER, RELATION_PASSED);
	inferred_free(r);

	/* two behind are a leak, or parts of one network */
	in = begin();
	give(in, "3 2 1 11; 3 2 1 12; 3 2 1; 3 1; 1 2 20; 1 3 30; 2 1 13; 2 1 14; 3 2 20; 2 3 30");
	r = infer_run(in, false);
	assert_int_equal(r->n_clique, 3);
	inferred_free(r);
}

/* Nobody stands between two of the clique. */
static void poisoned(void **state)
{
	(void)state;
	struct infer *in = begin();
	give(in, three);
	give(in, "1 10 2 20; 1 10 2 20");
	struct inferred *r = infer_run(in, false);
	assert_int_equal(r->n_clique, 3);
	assert_int_equal(r->counts.given, 8);
	assert_int_equal(r->counts.distinct, 7);
	assert_int_equal(r->counts.poisoned, 1);
	assert_int_equal(relation_get(r->relations, 10, 2), RELATION_UNKNOWN);
	inferred_free(r);
}

static void left_out(void **state)
{
	(void)state;
	struct infer *in = begin();
	asn_t path[INFER_HOPS_MAX + 1];
	for (unsigned i = 0; i <= INFER_HOPS_MAX; i++)
		path[i] = 1000 + i;
	give(in, three);
	give(in, "1 2 2 2 20; 1 64512 2; 1 10 1; 7; 7 7; 900 7; 1 900 1");
	assert_int_equal(infer_path(in, path, INFER_HOPS_MAX + 1, 0), ERR_OK);
	assert_int_equal(infer_path(in, path, 0, 0), ERR_OK);
	struct inferred *r = infer_run(in, false);
	assert_int_equal(r->counts.distinct, 6);
	assert_int_equal(r->counts.reserved, 1);
	assert_int_equal(r->counts.looped, 1);
	assert_int_equal(r->counts.too_long, 1);
	assert_int_equal(r->counts.too_short, 5);
	assert_int_equal(r->counts.networks, 6);
	inferred_free(r);
	in = begin();
	assert_int_equal(infer_path(in, path, INFER_HOPS_MAX, 0), ERR_OK);
	r = infer_run(in, true);
	assert_int_equal(r->counts.distinct, 1);
	inferred_free(r);
}

/* 500 shows one network only. With fewer than fifty about, that is not little. */
static void partial_feed(void **state)
{
	(void)state;
	for (unsigned others = 30; others <= 60; others += 30) {
		struct infer *in = begin();
		give(in, three);
		for (unsigned i = 0; i < others; i++)
			assert_int_equal(infer_path(in, (asn_t[]){1, 2, 100 + i}, 3, 0), ERR_OK);
		give(in, "500 501 502");
		struct inferred *r = infer_run(in, false);
		is(r, 502, 501, RELATION_PROVIDER, others < 50 ? RELATION_FOLDED : RELATION_PARTIAL_FEED);
		is(r, 500, 501, RELATION_PEER, RELATION_REMAINING);
		inferred_free(r);
	}
}

/* 40, below 1, shows 50, which is larger, so that its turn came first; three paths show it. */
static void smaller_above_larger(void **state)
{
	(void)state;
	struct infer *in = begin();
	give(in, three);
	give(in, "2 1 40; 60 50 61; 61 50 62; 1 40 50; 2 1 40 50; 1 40 50 70");
	struct inferred *r = infer_run(in, true);
	is(r, 40, 1, RELATION_PROVIDER, RELATION_PASSED);
	is(r, 50, 40, RELATION_PROVIDER, RELATION_SMALL_ABOVE);
	is(r, 70, 50, RELATION_PROVIDER, RELATION_SMALL_ABOVE);
	is(r, 62, 50, RELATION_PROVIDER, RELATION_FOLDED); /* behind 61 */
	is(r, 61, 50, RELATION_PEER, RELATION_REMAINING);  /* a left and behind a left */
	is(r, 60, 50, RELATION_PEER, RELATION_REMAINING);
	assert_int_equal(cone_size(r->cones, 1), 3); /* 10, 40, 50: nobody above 1 shows 70 */
	assert_false(cone_has(r->cones, 1, 70));
	assert_true(cone_has(r->cones, 40, 70));
	assert_int_equal(cone_size(r->cones, 50), 2); /* 62 behind a peer, 70 behind a provider */
	inferred_free(r);

	in = begin();
	give(in, three);
	give(in, "2 1 40; 60 50 61; 61 50 62; 1 40 50; 1 40 50 70");
	r = infer_run(in, false);
	assert_int_not_equal(relation_get(r->relations, 50, 40), RELATION_UNKNOWN);
	struct relation_link l;
	assert_true(relation_find(r->relations, 50, 40, &l));
	assert_int_not_equal(l.step, RELATION_SMALL_ABOVE);
	inferred_free(r);
}

/* 80 passes on much, to 90 only. */
static void without_provider(void **state)
{
	(void)state;
	struct infer *in = begin();
	give(in, three);
	for (unsigned i = 0; i < 11; i++) {
		assert_int_equal(infer_path(in, (asn_t[]){2, 1, 110 + i}, 3, 0), ERR_OK);
		assert_int_equal(infer_path(in, (asn_t[]){1, 2, 130 + i}, 3, 0), ERR_OK);
		assert_int_equal(infer_path(in, (asn_t[]){90, 80, 210 + i}, 3, 0), ERR_OK);
	}
	give(in, "90 80 210 300");
	struct inferred *r = infer_run(in, false);
	assert_int_equal(r->n_clique, 3);
	is(r, 80, 90, RELATION_PEER, RELATION_PROVIDERLESS);
	is(r, 215, 80, RELATION_PROVIDER, RELATION_PROVIDERLESS);
	is(r, 300, 210, RELATION_PROVIDER, RELATION_PROVIDERLESS);
	struct relation_link l;
	assert_true(relation_find(r->relations, 90, 80, &l));
	assert_int_equal(l.confidence, 0);
	inferred_free(r);
}

static void the_rest(void **state)
{
	(void)state;
	struct infer *in = begin();
	give(in, three);
	give(in, "1 99; 10 11");
	struct inferred *r = infer_run(in, false);
	is(r, 99, 1, RELATION_PROVIDER, RELATION_CLIQUE_STUB);
	is(r, 10, 11, RELATION_PEER, RELATION_REMAINING);
	inferred_free(r);
}

/* 16 for each doubling of the vantage points, and what the step is worth. */
static void how_sure(void **state)
{
	(void)state;
	struct infer *in = begin();
	give(in, three);
	for (unsigned i = 0; i < 8; i++)
		assert_int_equal(infer_path(in, (asn_t[]){700 + i, 2, 1, 10, 11}, 5, 0), ERR_OK);
	give(in, "10 12");
	struct inferred *r = infer_run(in, false);
	struct relation_link one, eight;
	assert_true(relation_find(r->relations, 10, 12, &one));
	assert_true(relation_find(r->relations, 10, 11, &eight));
	assert_int_equal(one.step, RELATION_REMAINING);
	assert_int_equal(one.confidence, 0);
	assert_int_equal(eight.step, RELATION_PASSED);
	assert_int_equal(eight.confidence, 3 * 16 + 64);
	inferred_free(r);
}

static void attested_providers(void **state)
{
	(void)state;
	/* taken; 10 and 20 are siblings; 41 to 43 would be a circle */
	static const asn_t said[] = {11, 10, 10, 20, 20, 10, 41, 42, 42, 43, 43, 41, 0};
	struct infer *in = begin();
	attested = said;
	give(in, three);
	give(in, "10 11; 10 20; 41 42; 42 43; 43 41");
	struct inferred *r = infer_run(in, false);
	attested = NULL;
	is(r, 11, 10, RELATION_PROVIDER, RELATION_BY_ASPA);
	is(r, 10, 1, RELATION_PROVIDER, RELATION_PASSED);
	is(r, 10, 20, RELATION_PEER, RELATION_REMAINING);
	is(r, 41, 42, RELATION_PROVIDER, RELATION_BY_ASPA);
	is(r, 42, 43, RELATION_PROVIDER, RELATION_BY_ASPA);
	is(r, 43, 41, RELATION_PEER, RELATION_REMAINING);
	inferred_free(r);
}

/* Who has a provider does not stand on top, however it looks. */
static void attested_below_the_clique(void **state)
{
	(void)state;
	static const asn_t said[] = {3, 2, 0};
	struct infer *in = begin();
	attested = said;
	give(in, three);
	struct inferred *r = infer_run(in, false);
	attested = NULL;
	assert_int_equal(r->n_clique, 2);
	assert_int_equal(r->clique[0], 1);
	assert_int_equal(r->clique[1], 2);
	is(r, 3, 2, RELATION_PROVIDER, RELATION_BY_ASPA);
	inferred_free(r);
}

/* Sent by 52 to a peer or customer: from 53 on it goes down. */
static void marked_routes(void **state)
{
	(void)state;
	for (unsigned n = 2; n <= 3; n++) {
		struct infer *in = begin();
		give(in, three);
		give_marked(in,
		            n == 2 ? "55 54 53 52 51; 56 54 53 52 51"
		                   : "55 54 53 52 51; 56 54 53 52 51; 57 54 53 52 51; 57 54 53 52 51",
		            52);
		give_marked(in, "54 53", 999);
		struct inferred *r = infer_run(in, false);
		struct relation_link l;
		assert_true(relation_find(r->relations, 53, 54, &l));
		assert_int_equal(l.step == RELATION_BY_OTC, n == 3);
		if (n == 3)
			is(r, 54, 53, RELATION_PROVIDER, RELATION_BY_OTC);
		assert_true(relation_find(r->relations, 52, 53, &l));
		assert_int_not_equal(l.step, RELATION_BY_OTC);
		inferred_free(r);
	}
}

static void around_route_servers(void **state)
{
	(void)state;
	struct infer *in = begin();
	give(in, three);
	give(in, "10 900 30; 10 900 20; 2 1 10 900 11; 30 20; 10 20; 10 30");
	struct inferred *r = infer_run(in, false);
	is(r, 10, 30, RELATION_PEER, RELATION_BY_EXCHANGE);
	is(r, 10, 20, RELATION_PEER, RELATION_BY_EXCHANGE);
	is(r, 20, 30, RELATION_PEER, RELATION_BY_EXCHANGE);
	is(r, 11, 10, RELATION_PROVIDER, RELATION_PASSED); /* passed on upward: transit, wherever they meet */
	is(r, 10, 1, RELATION_PROVIDER, RELATION_PASSED);
	assert_null(inferred_transit(r, 900));
	assert_int_equal(r->n_route_servers, 1);
	assert_int_equal(r->route_servers[0], 900);
	inferred_free(r);
}

static void nothing(void **state)
{
	(void)state;
	struct inferred *r = infer_run(begin(), true);
	assert_int_equal(r->n_clique, 0);
	assert_int_equal(relation_table_count(r->relations), 0);
	assert_int_equal(cone_table_count(r->cones), 0);
	inferred_free(r);
	inferred_free(NULL);
	infer_free(begin());
	infer_free(NULL);
	r = inferred_of("1 2");
	assert_int_equal(r->n_clique, 2);
	is(r, 1, 2, RELATION_PEER, RELATION_CLIQUE);
	inferred_free(r);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(clique_of_three),
    cmocka_unit_test(not_in_the_clique),
    cmocka_unit_test(poisoned),
    cmocka_unit_test(left_out),
    cmocka_unit_test(partial_feed),
    cmocka_unit_test(smaller_above_larger),
    cmocka_unit_test(without_provider),
    cmocka_unit_test(the_rest),
    cmocka_unit_test(how_sure),
    cmocka_unit_test(attested_providers),
    cmocka_unit_test(attested_below_the_clique),
    cmocka_unit_test(marked_routes),
    cmocka_unit_test(around_route_servers),
    cmocka_unit_test(nothing),
};
TEST_MAIN(tests)
