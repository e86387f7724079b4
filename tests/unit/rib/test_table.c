#include "../test.h"
#include "rib/table.h"

enum { N = 3 * RIB_CHUNK };

static slot_t plain[N]; /* what the table should hold */

static void assert_same(const struct rib_table *t)
{
	prefix_id id, last = 0;
	slot_t slot;
	uint32_t n = 0, seen = 0;
	for (prefix_id k = 0; k < N; k++) {
		assert_int_equal(rib_table_get(t, k), plain[k]);
		n += plain[k] != SLOT_EMPTY;
	}
	assert_int_equal(t->n, n);
	for (uint32_t i = 0; rib_table_next(t, &i, &id, &slot); seen++) {
		assert_int_equal(slot, plain[id]);
		assert_true(seen == 0 || id > last); /* ascending */
		last = id;
	}
	assert_int_equal(seen, n);
}

/* Random sets and removals within `ids`, of which `sets` in 8 are sets. */
static void play(struct rib_table *t, unsigned ids, unsigned sets, int steps)
{
	static uint32_t x = 1;
	for (int step = 0; step < steps; step++) {
		x = x * 1664525 + 1013904223;
		prefix_id id = (x >> 8) % ids;
		if (x >> 29 < sets) {
			plain[id] = (x >> 4 & 0xffff) + 1;
			rib_table_set(t, id, plain[id]);
		} else {
			plain[id] = SLOT_EMPTY;
			rib_table_remove(t, id);
		}
		assert_int_equal(rib_table_get(t, id), plain[id]);
	}
	assert_same(t);
}

/* Against a plain array, through lists, columns, and back to nothing. */
static void as_an_array(void **s)
{
	(void)s;
	struct rib_table t = {0};
	play(&t, 500, 5, 20000);
	assert_int_equal(t.n_chunks, 1);
	play(&t, N, 7, 200000); /* nearly all: columns */
	for (unsigned i = 0; i < t.n_chunks; i++)
		assert_int_equal(t.chunk[i].cap, RIB_CHUNK);
	play(&t, N, 1, 100000); /* an eighth: lists again */
	for (unsigned i = 0; i < t.n_chunks; i++)
		assert_true(t.chunk[i].cap < RIB_CHUNK / 2);
	for (prefix_id id = 0; id < N; id++) {
		plain[id] = SLOT_EMPTY;
		rib_table_remove(&t, id);
	}
	assert_same(&t);
	for (unsigned i = 0; i < t.n_chunks; i++)
		assert_null(t.chunk[i].slots);
	assert_int_equal(rib_table_get(&t, N + 100000), SLOT_EMPTY);
	rib_table_fini(&t);
}

/* In any order, and at the edges of chunks. */
static void edges(void **s)
{
	(void)s;
	static const prefix_id ids[] = {RIB_CHUNK, RIB_CHUNK - 1, 2 * RIB_CHUNK - 1, 0, 2 * RIB_CHUNK, 1};
	struct rib_table t = {0};
	for (unsigned i = 0; i < 6; i++) {
		rib_table_set(&t, ids[i], i + 1);
		rib_table_set(&t, ids[i], (i + 1) | SLOT_UNKNOWN); /* again */
	}
	assert_int_equal(t.n, 6);
	for (unsigned i = 0; i < 6; i++)
		assert_int_equal(rib_table_get(&t, ids[i]), (i + 1) | SLOT_UNKNOWN);
	assert_int_equal(rib_table_get(&t, 2), SLOT_EMPTY);
	rib_table_remove(&t, 2);
	assert_int_equal(t.n, 6);
	rib_table_fini(&t);
}

/* The slot that is lent in a walk may be set again. */
static void set_in_a_walk(void **s)
{
	(void)s;
	struct rib_table t = {0};
	for (prefix_id id = 0; id < N; id += id < RIB_CHUNK ? 1 : 7)
		rib_table_set(&t, id, id + 1);
	uint32_t n = t.n, seen = 0;
	prefix_id id;
	slot_t slot;
	for (uint32_t i = 0; rib_table_next(&t, &i, &id, &slot); seen++)
		rib_table_set(&t, id, slot | SLOT_UNKNOWN);
	assert_int_equal(seen, n);
	assert_int_equal(t.n, n);
	for (uint32_t i = 0; rib_table_next(&t, &i, &id, &slot);)
		assert_int_equal(slot, (id + 1) | SLOT_UNKNOWN);
	rib_table_fini(&t);
}

/* At most 8 octets a slot, whatever part of the prefixes a peer shows. */
/* A column that is empty at its end does not hide the chunk behind it. */
static void column_then_list(void **s)
{
	(void)s;
	struct rib_table t = {0};
	prefix_id id, want = 0;
	slot_t slot;
	for (prefix_id k = 0; k < RIB_CHUNK - 1; k++)
		rib_table_set(&t, k, k + 1);
	for (prefix_id k = RIB_CHUNK; k < RIB_CHUNK + 9; k++)
		rib_table_set(&t, k, k + 1);
	for (uint32_t i = 0; rib_table_next(&t, &i, &id, &slot); want++) {
		want += want == RIB_CHUNK - 1;
		assert_int_equal(id, want);
		assert_int_equal(slot, want + 1);
	}
	assert_int_equal(want, RIB_CHUNK + 9);
	rib_table_fini(&t);
}

static void octets_a_slot(void **s)
{
	(void)s;
	enum { PREFIXES = 1000000 };
	for (uint32_t every = 1; every <= 1000; every = every * 3 / 2 + 1) {
		struct rib_table t = {0};
		double most = 0;
		for (uint32_t k = 0; k < PREFIXES / every; k++) {
			uint32_t id =
			    (uint32_t)((uint64_t)k * 7919 % (PREFIXES / every)) * every; /* in no order */
			rib_table_set(&t, id, 1);
		}
		most = (double)rib_table_octets(&t) / t.n;
		if (t.n > 8192)
			assert_true(most <= 8);
		rib_table_fini(&t);
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(as_an_array),      cmocka_unit_test(edges),         cmocka_unit_test(set_in_a_walk),
    cmocka_unit_test(column_then_list), cmocka_unit_test(octets_a_slot),
};
TEST_MAIN(tests)
