#include "../test.h"
#include "rib/table.h"

/* Against a plain array: random sets and removals, through the change from cells to a column. */
static void as_an_array(void **s)
{
	(void)s;
	enum { N = 5000 };
	static slot_t plain[N];
	struct rib_table t = {0};
	uint32_t x = 1, n = 0;
	for (int step = 0; step < 200000; step++) {
		x = x * 1664525 + 1013904223;
		prefix_id id = (x >> 8) % (step < 50000 ? 700 : N);
		if (x >> 29 < 5) {
			n += plain[id] == 0;
			plain[id] = (x >> 4 & 0xffff) + 1;
			rib_table_set(&t, id, plain[id], N);
		} else {
			n -= plain[id] != 0;
			plain[id] = 0;
			rib_table_remove(&t, id);
		}
		assert_int_equal(t.n, n);
		assert_int_equal(rib_table_get(&t, id), plain[id]);
	}
	assert_non_null(t.column);
	uint32_t seen = 0;
	prefix_id id;
	slot_t slot;
	for (uint32_t i = 0; rib_table_next(&t, &i, &id, &slot); seen++)
		assert_int_equal(slot, plain[id]);
	assert_int_equal(seen, n);
	assert_int_equal(rib_table_get(&t, N + 100000), SLOT_EMPTY);
	rib_table_fini(&t);
}

static void few_stay_cells(void **s)
{
	(void)s;
	struct rib_table t = {0};
	for (uint32_t i = 0; i < 3000; i++)
		rib_table_set(&t, i * 300, i + 1, 1000000);
	assert_null(t.column);
	for (uint32_t i = 0; i < 3000; i += 2)
		rib_table_remove(&t, i * 300);
	for (uint32_t i = 0; i < 3000; i++)
		assert_int_equal(rib_table_get(&t, i * 300), i % 2 ? i + 1 : 0);
	rib_table_fini(&t);
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(as_an_array), cmocka_unit_test(few_stay_cells)};
TEST_MAIN(tests)
