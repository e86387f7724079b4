#include "../test.h"
#include "topo/relation.h"

static void siblings(void **state)
{
	(void)state;
	struct org_builder *b = org_builder_new();
	org_builder_add(b, 4294967295, "A-ARIN");
	org_builder_add(b, 1, "B-RIPE");
	org_builder_add(b, 2, "A-ARIN");
	org_builder_add(b, 3, "");
	org_builder_add(b, 4, "");
	org_builder_add(b, 5, "a-arin");
	struct org_table *t = org_builder_build(b);
	assert_true(org_same(t, 4294967295, 2));
	assert_true(org_same(t, 2, 4294967295));
	assert_true(org_same(t, 1, 1));
	assert_false(org_same(t, 1, 2));
	assert_false(org_same(t, 3, 4));
	assert_false(org_same(t, 9, 9));
	assert_false(org_same(t, 2, 9));
	assert_false(org_same(t, 2, 5));
	org_table_free(t);
}

static void nothing(void **state)
{
	(void)state;
	struct org_table *t = org_builder_build(org_builder_new());
	assert_false(org_same(t, 1, 1));
	assert_false(org_same(NULL, 1, 1));
	org_table_free(t);
	org_table_free(NULL);
	org_builder_free(org_builder_new());
	org_builder_free(NULL);
}

/* An ASN of two organisations: the same one, whatever the order. */
static void one_each(void **state)
{
	(void)state;
	static const struct {
		unsigned asn;
		const char *org;
	} rows[] = {{1, "A"}, {1, "B"}, {2, "B"}, {3, "A"}, {1, "A"}};
	enum { N = sizeof rows / sizeof *rows };
	for (unsigned turn = 0; turn < N; turn++)
		for (int step = 1; step < 5; step++) {
			struct org_builder *b = org_builder_new();
			for (unsigned i = 0; i < N; i++) {
				unsigned k = (turn + i * (unsigned)step) % N;
				org_builder_add(b, rows[k].asn, rows[k].org);
			}
			struct org_table *t = org_builder_build(b);
			assert_true(org_same(t, 1, 3));
			assert_false(org_same(t, 1, 2));
			org_table_free(t);
		}
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(siblings), cmocka_unit_test(nothing),
                                          cmocka_unit_test(one_each)};
TEST_MAIN(tests)
