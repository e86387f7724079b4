#include "../test.h"
#include "rib/path.h"

static path_id intern(struct path_store *p, const asn_t *asns, size_t n)
{
	struct path_hop hops[16];
	for (size_t i = 0; i < n; i++)
		hops[i] = (struct path_hop){.asn = asns[i], .kind = PATH_HOP_ASN};
	return path_intern(p, hops, n);
}
#define PATH(...) \
	intern(p, (const asn_t[]){__VA_ARGS__}, sizeof((const asn_t[]){__VA_ARGS__}) / sizeof(asn_t))

static void tails_are_shared(void **s)
{
	(void)s;
	struct path_store *p = path_store_new();
	path_id a = PATH(1, 2, 3), b = PATH(4, 2, 3), c = PATH(1, 1, 2, 3, 3, 3);
	assert_int_equal(a, c); /* prepending is gone */
	assert_int_equal(path_count(p), 4);
	assert_int_equal(path_get(p, a)->parent, path_get(p, b)->parent);
	assert_int_equal(path_get(p, a)->origin, 3);
	assert_int_equal(path_get(p, a)->depth, 3);
	assert_int_equal(path_intern(p, NULL, 0), PATH_NONE);
	assert_true(path_get(p, PATH(1, 2, 1))->flags & PATH_HAS_LOOP);
	assert_false(path_get(p, a)->flags & PATH_HAS_LOOP);
	path_store_free(p);
}

static void sets_and_marks(void **s)
{
	(void)s;
	struct path_store *p = path_store_new();
	uint32_t one = path_set_intern(p, (const asn_t[]){7, 5, 7}, 3);
	assert_int_equal(path_set_intern(p, (const asn_t[]){5, 7}, 2), one);
	assert_int_not_equal(path_set_intern(p, (const asn_t[]){5}, 1), one);
	struct path_hop set_last[] = {{1, PATH_HOP_ASN}, {one, PATH_HOP_SET}};
	const struct path_node *n = path_get(p, path_intern(p, set_last, 2));
	assert_int_equal(n->origin, ORIGIN_NONE);
	assert_true(n->flags & PATH_HAS_SET);
	struct path_hop empty[] = {{9, PATH_HOP_PEER_ORIGIN}};
	assert_int_equal(path_get(p, path_intern(p, empty, 1))->origin, 9);
	struct path_hop confed[] = {{9, PATH_HOP_ASN}, {9, PATH_HOP_PEER_ORIGIN}};
	assert_int_equal(path_intern(p, confed, 2), path_intern(p, empty, 1));
	path_store_free(p);
}

static bool is_seven(void *ctx, asn_t asn)
{
	(void)ctx;
	return asn == 7;
}

static void watching_reaches_back(void **s)
{
	(void)s;
	struct path_store *p = path_store_new();
	path_id before = PATH(1, 7, 3), without = PATH(1, 2, 3);
	path_watch_set(p, is_seven, NULL);
	path_id after = PATH(4, 5, 7, 3);
	assert_true(path_get(p, before)->flags & PATH_WATCHED);
	assert_true(path_get(p, after)->flags & PATH_WATCHED);
	assert_false(path_get(p, without)->flags & PATH_WATCHED);
	path_store_free(p);
}

static void many(void **s)
{
	(void)s;
	struct path_store *p = path_store_new();
	path_id first = 0;
	for (asn_t i = 1; i <= 100000; i++) {
		path_id id = PATH(i % 7 + 1000000, i);
		first = first ? first : id;
	}
	assert_int_equal(path_count(p), 200000);
	assert_int_equal(PATH(1 % 7 + 1000000, 1), first);
	path_store_free(p);
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(tails_are_shared),
                                          cmocka_unit_test(sets_and_marks),
                                          cmocka_unit_test(watching_reaches_back), cmocka_unit_test(many)};
TEST_MAIN(tests)
