#include "../test.h"
#include "base/mem.h"

#include <string.h>

static void arena_marks_nest(void **s)
{
	(void)s;
	struct arena a;
	arena_init(&a, 0);
	char *one = arena_strndup(&a, "one", 3);
	struct arena_mark m = arena_mark_get(&a);
	for (int i = 0; i < 100; i++)
		assert_non_null(arena_new(&a, 1000, 8));
	arena_rewind(&a, m);
	assert_string_equal(one, "one");
	assert_int_equal(a.used, 8);
	arena_fini(&a);
}

static void arena_refuses(void **s)
{
	(void)s;
	struct arena a;
	arena_init(&a, 1000);
	assert_null(arena_new(&a, SIZE_MAX / 2, 3));
	assert_null(arena_new(&a, 1001, 1));
	assert_non_null(arena_new(&a, 1000, 1));
	assert_null(arena_new(&a, 1, 1));
	arena_fini(&a);
}

static void vectors_fit(void **s)
{
	VEC(int) v = {0};
	(void)s;
	vec_fit(&v);
	assert_null(v.at);
	for (int i = 0; i < 9; i++)
		*vec_push(&v) = i;
	vec_fit(&v);
	assert_int_equal(v.cap, 9);
	*vec_push(&v) = 9;
	for (int i = 0; i < 10; i++)
		assert_int_equal(v.at[i], i);
	v.n = 0;
	vec_fit(&v);
	assert_null(v.at);
	assert_int_equal(v.cap, 0);
}

static void vectors_grow(void **s)
{
	(void)s;
	VEC(uint32_t) v = {0};
	for (uint32_t i = 0; i < 100000; i++)
		*vec_push(&v) = i;
	assert_int_equal(v.n, 100000);
	assert_int_equal(v.at[77777], 77777);
	vec_free(&v);
}

static void buffers_end_in_nul(void **s)
{
	(void)s;
	struct buf b = {0};
	buf_printf(&b, "%d-%s", 42, "x");
	buf_u64(&b, UINT64_MAX);
	buf_u64(&b, 0);
	assert_string_equal(b.at, "42-x184467440737095516150");
	char *t = buf_take(&b);
	assert_int_equal(strlen(t), 25);
	free(t);
	t = buf_take(&b);
	assert_string_equal(t, "");
	free(t);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(arena_marks_nest), cmocka_unit_test(arena_refuses),      cmocka_unit_test(vectors_grow),
    cmocka_unit_test(vectors_fit),      cmocka_unit_test(buffers_end_in_nul),
};
TEST_MAIN(tests)
