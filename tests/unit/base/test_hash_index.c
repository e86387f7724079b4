/* An index from hashes to numbers, beside a search through all. */
#include "../test.h"
#include "base/hash_index.h"

enum { MANY = 20000 };

static uint32_t find(const struct hash_index *x, const uint64_t *keys, uint32_t hash, uint64_t key)
{
	for (uint32_t at = hash, id; (id = hash_index_next(x, hash, &at)) != HASH_INDEX_NONE;)
		if (keys[id] == key)
			return id;
	return HASH_INDEX_NONE;
}

static void nothing_in_it(void **state)
{
	(void)state;
	struct hash_index x = {0};
	uint32_t at = 7;
	assert_int_equal(hash_index_next(&x, 7, &at), HASH_INDEX_NONE);
	hash_index_fini(&x);
}

/* Hashes that end alike lie in a row; the last slot's neighbour is the first. */
static void found_as_numbered(void **state)
{
	(void)state;
	struct hash_index x = {0};
	uint64_t *keys = mem_new(MANY, sizeof *keys);
	for (uint32_t i = 0; i < MANY; i++) {
		keys[i] = (uint64_t)i * 3;
		uint32_t hash = UINT32_MAX - (uint32_t)(keys[i] % 4096);
		assert_int_equal(find(&x, keys, hash, keys[i]), HASH_INDEX_NONE);
		assert_int_equal(hash_index_add(&x, hash), i);
	}
	for (uint32_t i = 0; i < MANY; i++)
		assert_int_equal(find(&x, keys, UINT32_MAX - (uint32_t)(keys[i] % 4096), keys[i]), i);
	assert_int_equal(find(&x, keys, 5, 15), HASH_INDEX_NONE);
	hash_index_fini(&x);
	assert_null(x.slot);
	free(keys);
}

/* Only those of the very hash are offered, each once. */
static void of_one_hash(void **state)
{
	(void)state;
	struct hash_index x = {0};
	for (uint32_t i = 0; i < 10; i++)
		hash_index_add(&x, i % 2 ? 1024 : 0); /* one slot's row, two hashes */
	unsigned n = 0;
	for (uint32_t at = 1024, id; (id = hash_index_next(&x, 1024, &at)) != HASH_INDEX_NONE; n++)
		assert_int_equal(id, 2 * n + 1);
	assert_int_equal(n, 5);
	hash_index_fini(&x);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(nothing_in_it),
    cmocka_unit_test(found_as_numbered),
    cmocka_unit_test(of_one_hash),
};
TEST_MAIN(tests)
