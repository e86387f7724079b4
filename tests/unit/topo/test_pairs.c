#include "../test.h"
#include "topo/pairs.h"

static void a_set(void **state)
{
	(void)state;
	struct pair_set s = {0};
	assert_int_equal(pair_set_find(&s, 5), PAIR_NONE);
	for (uint32_t i = 0; i < 5000; i++)
		assert_int_equal(pair_set_add(&s, pair_of(i * 7, UINT32_MAX - i)), i);
	for (uint32_t i = 0; i < 5000; i++) {
		assert_int_equal(pair_set_add(&s, pair_of(i * 7, UINT32_MAX - i)), i);
		assert_int_equal(pair_set_find(&s, pair_of(i * 7, UINT32_MAX - i)), i);
		assert_int_equal(pair_set_find(&s, pair_of(i * 7 + 1, UINT32_MAX - i)), PAIR_NONE);
	}
	assert_int_equal(s.n, 5000);
	assert_int_equal(pair_set_add(&s, 0), 5000);
	assert_int_equal(pair_set_find(&s, 0), 5000);
	pair_set_fini(&s);
}

static int cmp(const void *x, const void *y)
{
	const uint64_t *a = x, *b = y;
	return (*a > *b) - (*a < *b);
}

static void sorted(void **state)
{
	(void)state;
	static const unsigned widths[] = {1, 5, 11, 12, 22, 33, 44, 63, 64};
	unsigned seed = 3;
	for (size_t w = 0; w < sizeof widths / sizeof *widths; w++)
		for (size_t n = 0; n < 700; n = n * 2 + 1) {
			uint64_t a[700], b[700];
			for (size_t i = 0; i < n; i++) {
				a[i] = pair_of((uint32_t)rand_r(&seed) * 5, (uint32_t)rand_r(&seed) * 3);
				a[i] >>= 64 - widths[w];
				b[i] = a[i];
			}
			pairs_sort(a, n);
			qsort(b, n, sizeof *b, cmp);
			assert_memory_equal(a, b, n * sizeof *a);
		}
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(a_set), cmocka_unit_test(sorted)};
TEST_MAIN(tests)
