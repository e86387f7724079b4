#include "../test.h"
#include "measure/passed.h"

#include <string.h>

/*
 * rov_candidates is opaque: here it is whoever originates as 66. The real one is tested beside
 * feed/registries.h.
 */
struct rov_candidates {
	asn_t bad;
};

bool rov_candidate(const struct rov_candidates *c, const struct prefix *p, asn_t origin)
{
	(void)p;
	return origin == c->bad;
}

static struct rib *rib;
static struct passed *passed;
static struct rov_candidates bad = {.bad = 66};

static void on_change(void *ctx, const struct rib_change *c)
{
	(void)ctx;
	passed_change(passed, c);
}

static int begin(void **state)
{
	(void)state;
	rib = rib_new((struct rib_limits){.hold = 900}, (struct rib_observer){.change = on_change});
	passed = passed_new(rib, &bad, 5);
	return 0;
}

static int end(void **state)
{
	(void)state;
	passed_free(passed);
	rib_free(rib);
	return 0;
}

static struct prefix net(unsigned n)
{
	return (struct prefix){.hi = (uint64_t)n << 40, .len = 24, .family = FAMILY_V4};
}

/* hops: neighbour first, ends with 0 */
static void announce(uint32_t t, asn_t peer, unsigned n, const asn_t *hops)
{
	struct path_hop hop[8];
	size_t k = 0;
	for (; hops[k]; k++)
		hop[k] = (struct path_hop){.asn = hops[k], .kind = PATH_HOP_ASN};
	struct prefix p = net(n);
	rib_announce(rib, t, rib_peer_find(rib, 0, addr_from_v4(peer), peer), &p,
	             path_intern(rib_paths(rib), hop, k));
}

#define PATH(...) ((const asn_t[]){__VA_ARGS__, 0})

static void withdraw(uint32_t t, asn_t peer, unsigned n)
{
	struct prefix p = net(n);
	rib_withdraw(rib, t, rib_peer_find(rib, 0, addr_from_v4(peer), peer), &p);
}

static void finish(uint32_t minimum)
{
	passed_finish(passed, (const uint32_t[RIB_FAMILIES]){minimum, minimum});
}

static void assert_asns(const struct asn_list *l, const asn_t *want)
{
	size_t n = 0;
	for (; want[n]; n++)
		assert_true(n < l->n && l->at[n] == want[n]);
	assert_int_equal(l->n, n);
}

static void assert_forwarders(const asn_t *want)
{
	struct asn_list l = {0};
	passed_forwarders(passed, &l);
	assert_asns(&l, want);
	free(l.at);
}

/* Peers 1 to 3 have the route, 3 of them make it visible: all but the origin forward it. */
static void visible_forward(void **state)
{
	(void)state;
	announce(1, 1, 7, PATH(1, 10, 20));
	announce(1, 2, 7, PATH(2, 10, 20));
	announce(1, 3, 7, PATH(3, 20));
	announce(1, 1, 8, PATH(1, 99, 30)); /* seen by one */
	finish(3);
	assert_forwarders(PATH(1, 2, 3, 10));
}

/* A path that was replaced before its route became visible counts all the same. */
static void early_paths(void **state)
{
	(void)state;
	announce(1, 1, 7, PATH(1, 50, 20));
	announce(2, 1, 7, PATH(1, 20));
	announce(3, 2, 7, PATH(2, 20));
	announce(4, 3, 7, PATH(3, 20));
	announce(5, 3, 7, PATH(3, 60, 20)); /* and one that was replaced while it was */
	announce(6, 3, 7, PATH(3, 20));
	withdraw(7, 1, 7);
	finish(3);
	assert_forwarders(PATH(1, 2, 3, 50, 60));
}

/* The same path serves a route that nobody else has and one that all have. */
static void shared_paths(void **state)
{
	(void)state;
	announce(1, 1, 7, PATH(1, 50, 20));
	announce(2, 1, 8, PATH(1, 50, 20));
	withdraw(3, 1, 7);
	for (asn_t peer = 2; peer < 5; peer++)
		announce(4, peer, 8, PATH(peer, 20));
	finish(4);
	assert_forwarders(PATH(1, 2, 3, 4, 50));
}

static void below_threshold(void **state)
{
	(void)state;
	announce(1, 1, 7, PATH(1, 50, 20));
	announce(2, 2, 7, PATH(2, 50, 20));
	withdraw(3, 1, 7);
	finish(3);
	assert_forwarders((const asn_t[]){0});
}

/* An origin elsewhere in the world is a forwarder there. */
static void origin_and_forwarder(void **state)
{
	(void)state;
	announce(1, 1, 7, PATH(1, 20));
	announce(1, 1, 8, PATH(1, 20, 30));
	finish(1);
	assert_forwarders(PATH(1, 20));
}

static void assert_by(unsigned n, asn_t origin, const asn_t *want)
{
	struct asn_list l = {0};
	struct prefix p = net(n);
	for (prefix_id id = 0; id < rib_prefix_count(rib, RIB_V4); id++)
		if (prefix_eq(&rib_prefix_at(rib, RIB_V4, id)->prefix, &p)) {
			passed_by(passed, RIB_V4, rib_route_find(rib, RIB_V4, id, origin), &l);
			assert_asns(&l, want);
			free(l.at);
			return;
		}
	fail();
}

/* Who passed an invalid route on: not its origin, not a network that is only the collector's peer. */
static void invalid_passed(void **state)
{
	(void)state;
	announce(1, 1, 7, PATH(1, 10, 66));
	announce(1, 2, 7, PATH(2, 66));
	announce(1, 3, 7, PATH(3, 2, 66)); /* here 2 passes it on */
	announce(2, 3, 7, PATH(3, 66));    /* that it no longer does changes nothing */
	announce(1, 1, 8, PATH(1, 66));
	announce(1, 1, 9, PATH(1, 10, 20)); /* no candidate */
	finish(1);
	assert_by(7, 66, PATH(2, 10));
	assert_by(8, 66, (const asn_t[]){0});
	assert_by(9, 20, (const asn_t[]){0});
}

/* A route server does not show itself: the first of the path is not the peer, so it passed the route on. */
static void route_server(void **state)
{
	(void)state;
	announce(1, 500, 7, PATH(10, 66));
	finish(1);
	assert_by(7, 66, PATH(10));
}

/* What a session held when it went down was heard. */
static void session_lost(void **state)
{
	(void)state;
	announce(1, 1, 7, PATH(1, 10, 66));
	rib_session_down(rib, 5, rib_peer_find(rib, 0, addr_from_v4(1), 1));
	rib_advance(rib, 2000);
	finish(1);
	assert_by(7, 66, PATH(10));
	assert_forwarders(PATH(1, 10));
}

/* Enough to make the sets grow. */
static void many(void **state)
{
	(void)state;
	for (unsigned n = 0; n < 5000; n++)
		announce(1, 1, n, PATH(1, 1000 + n % 300, 66));
	for (unsigned n = 0; n < 5000; n++)
		announce(2, 1, n, PATH(1, 2000 + n % 300, 66));
	finish(1);
	assert_by(17, 66, PATH(1017, 2017));
	struct asn_list l = {0};
	passed_forwarders(passed, &l);
	assert_int_equal(l.n, 601);
	free(l.at);
}

#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
static const struct CMUnitTest tests[] = {
    T(visible_forward), T(early_paths),          T(shared_paths),
    T(below_threshold), T(origin_and_forwarder), T(invalid_passed),
    T(route_server),    T(session_lost),         T(many),
};
TEST_MAIN(tests)
