#include "../test.h"
#include "topo/cone.h"
#include "topo/pairs.h"

static void of_pairs(void **state)
{
	(void)state;
	uint64_t pairs[] = {pair_of(9, 4), pair_of(1, 3), pair_of(9, 4294967295), pair_of(1, 2),
	                    pair_of(9, 1)};
	struct cone_table *t = cone_table_of_pairs(pairs, 5);
	asn_t asn;
	size_t n;
	assert_int_equal(cone_table_count(t), 2);
	const asn_t *members = cone_table_at(t, 1, &asn, &n);
	assert_int_equal(asn, 9);
	assert_int_equal(n, 3);
	assert_int_equal(members[0], 1);
	assert_int_equal(members[2], 4294967295);
	assert_int_equal(cone_size(t, 1), 2);
	assert_int_equal(cone_size(t, 2), 0);
	assert_true(cone_has(t, 9, 4));
	assert_true(cone_has(t, 9, 4294967295));
	assert_false(cone_has(t, 9, 2));
	assert_false(cone_has(t, 4, 9));
	assert_true(cone_has(t, 4, 4));
	cone_table_free(t);
	assert_true(cone_has(NULL, 4, 4));
	assert_false(cone_has(NULL, 4, 5));
	assert_int_equal(cone_size(NULL, 4), 0);
	cone_table_free(NULL);
}

static void nothing(void **state)
{
	(void)state;
	struct cone_table *t = cone_table_of_pairs(NULL, 0);
	assert_int_equal(cone_table_count(t), 0);
	assert_int_equal(cone_size(t, 1), 0);
	assert_false(cone_has(t, 1, 2));
	cone_table_free(t);
}

/* 1 above 2 and 3, both above 4; peers are in no cone; a circle ends. */
static void recursive(void **state)
{
	(void)state;
	struct relation_builder *b = relation_builder_new();
	relation_builder_add(b, 1, 2, RELATION_CUSTOMER);
	relation_builder_add(b, 3, 1, RELATION_PROVIDER);
	relation_builder_add(b, 2, 4, RELATION_CUSTOMER);
	relation_builder_add(b, 4, 3, RELATION_PROVIDER);
	relation_builder_add(b, 1, 7, RELATION_PEER);
	relation_builder_add(b, 7, 8, RELATION_CUSTOMER);
	relation_builder_add(b, 20, 21, RELATION_CUSTOMER);
	relation_builder_add(b, 21, 22, RELATION_CUSTOMER);
	relation_builder_add(b, 22, 20, RELATION_CUSTOMER);
	struct relation_table *r = relation_builder_build(b);
	struct cone_table *t = cone_table_recursive(r);
	assert_int_equal(cone_table_count(t), 7);
	assert_int_equal(cone_size(t, 1), 3);
	assert_true(cone_has(t, 1, 4));
	assert_false(cone_has(t, 1, 7));
	assert_int_equal(cone_size(t, 2), 1);
	assert_int_equal(cone_size(t, 4), 0);
	assert_int_equal(cone_size(t, 7), 1);
	assert_int_equal(cone_size(t, 21), 2);
	cone_table_free(t);
	relation_table_free(r);
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(of_pairs), cmocka_unit_test(nothing),
                                          cmocka_unit_test(recursive)};
TEST_MAIN(tests)
