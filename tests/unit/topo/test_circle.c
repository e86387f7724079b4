#include "../test.h"
#include "topo/circle.h"

/* Pairs (customer, provider), ended by 0; a peer link between 1 and 2 beside them. */
static size_t count(const asn_t *pairs)
{
	struct relation_builder *b = relation_builder_new();
	relation_builder_add(b, 1, 2, RELATION_PEER);
	for (; *pairs; pairs += 2)
		relation_builder_add(b, pairs[0], pairs[1], RELATION_PROVIDER);
	struct relation_table *t = relation_builder_build(b);
	size_t n = circle_count(t);
	relation_table_free(t);
	return n;
}

static void no_circles(void **state)
{
	(void)state;
	assert_int_equal(circle_count(NULL), 0);
	assert_int_equal(count((asn_t[]){0}), 0);
	assert_int_equal(count((asn_t[]){3, 1, 4, 3, 4, 1, 5, 4, 5, 2, 6, 5, 6, 3, 0}), 0);
}

static void circles(void **state)
{
	(void)state;
	/* 3 buys of 1, 4 of 3, 1 of 4; 5 below and 6 above are in no circle */
	assert_int_equal(count((asn_t[]){3, 1, 4, 3, 1, 4, 5, 4, 1, 6, 0}), 3);
	/* two circles, and 20 between them; 21 hangs below the first */
	assert_int_equal(
	    count((asn_t[]){10, 11, 11, 12, 12, 10, 20, 10, 30, 20, 30, 31, 31, 32, 32, 30, 21, 10, 0}), 7);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(no_circles),
    cmocka_unit_test(circles),
};
TEST_MAIN(tests)
