#include "../test.h"
#include "base/hash.h"
#include "base/pool.h"

#include <stdatomic.h>
#include <string.h>

enum { N = 5000, WORKERS = 8 };

struct job {
	uint64_t out[N];
	atomic_uint calls[N];
	atomic_uint workers[WORKERS];
};

static void task(void *ctx, size_t i, unsigned worker)
{
	struct job *j = ctx;
	j->out[i] = hash_u64(i + 1);
	atomic_fetch_add(&j->calls[i], 1);
	atomic_fetch_add(&j->workers[worker], 1);
}

static void same_for_any_number_of_threads(void **state)
{
	(void)state;
	static struct job one, many;
	pool_run(1, N, task, &one);
	for (unsigned t = 0; t <= WORKERS; t++) {
		memset(&many, 0, sizeof many);
		pool_run(t, N, task, &many);
		assert_memory_equal(one.out, many.out, sizeof one.out);
		for (size_t i = 0; i < N; i++)
			assert_int_equal(atomic_load(&many.calls[i]), 1);
		for (unsigned w = t ? t : 1; w < WORKERS; w++)
			assert_int_equal(atomic_load(&many.workers[w]), 0);
	}
}

static void few_or_no_tasks(void **state)
{
	(void)state;
	static struct job j;
	pool_run(4, 0, task, &j);
	pool_run(4, 1, task, &j);
	assert_int_equal(atomic_load(&j.calls[0]), 1);
	assert_int_equal(atomic_load(&j.calls[1]), 0);
	assert_true(pool_threads_default() >= 1 && pool_threads_default() <= 64);
}

static void inner(void *ctx, size_t i, unsigned worker)
{
	(void)i;
	(void)worker;
	atomic_fetch_add((atomic_uint *)ctx, 1);
}

static void outer(void *ctx, size_t i, unsigned worker)
{
	(void)i;
	(void)worker;
	pool_run(3, 7, inner, ctx);
}

static void may_be_nested(void **state)
{
	(void)state;
	static atomic_uint n;
	pool_run(3, 11, outer, &n);
	assert_int_equal(atomic_load(&n), 77);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(same_for_any_number_of_threads),
    cmocka_unit_test(few_or_no_tasks),
    cmocka_unit_test(may_be_nested),
};
TEST_MAIN(tests)
