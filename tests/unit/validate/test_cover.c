/* The covering core against a scan that compares bit by bit. */
#include "../../oracle_c/oracle.h"
#include "../test.h"
#include "validate/cover_build.h"

enum { TABLES = 1000, ASKED = 100, PREFIXES = 80 };

static int by_prefix(const void *a, const void *b)
{
	return prefix_cmp(a, b);
}

/* The nodes from the deepest up are exactly the prefixes that cover p, each once, longest first. */
static void chain_check(const struct cover_table *t, uint32_t node, const struct prefix *in, size_t n,
                        const struct prefix *p)
{
	unsigned side = cover_side(p->family), last = 129;
	bool seen[PREFIXES] = {false};
	for (; node != COVER_NONE; node = t->side[side].parent[node]) {
		struct prefix q = cover_node_prefix(t, side, node);
		assert_true(oracle_covers(&q, p));
		assert_true(q.len < last);
		last = q.len;
		bool found = false;
		for (size_t i = 0; i < n; i++)
			if (prefix_eq(&in[i], &q))
				found = seen[i] = true;
		assert_true(found);
	}
	for (size_t i = 0; i < n; i++)
		assert_int_equal(seen[i], oracle_covers(&in[i], p));
}

static void random_tables(void **state)
{
	(void)state;
	struct oracle_random r = oracle_random_begin();
	for (unsigned k = 0; k < TABLES; k++) {
		struct prefix in[PREFIXES], asked[ASKED];
		size_t n = oracle_random_below(&r, PREFIXES + 1);
		struct cover_builder *b = cover_builder_new();
		uint32_t file = cover_builder_file(b, "f", 0);
		for (size_t i = 0; i < n; i++) {
			in[i] = oracle_random_prefix(&r);
			cover_builder_add(b, file, "", &in[i], (uint32_t)i, 0);
		}
		struct cover_table *t = cover_builder_build(b);
		for (unsigned i = 0; i < ASKED; i++)
			asked[i] = oracle_random_prefix(&r);
		if (k & 1)
			qsort(asked, ASKED, sizeof *asked, by_prefix);
		struct cover_walk w = cover_walk_begin(t);
		for (unsigned i = 0; i < ASKED; i++) {
			uint32_t node = cover_lookup(&t->side[cover_side(asked[i].family)], &asked[i]);
			assert_int_equal(cover_walk_next(&w, &asked[i]), node);
			chain_check(t, node, in, n, &asked[i]);
		}
		cover_table_free(t);
	}
}

/* Host bits are cut off; items come out by value, the largest extra last; equal ones are one. */
static void items(void **state)
{
	(void)state;
	struct cover_builder *b = cover_builder_new();
	uint32_t f = cover_builder_file(b, "f", 0), g = cover_builder_file(b, "f", 0);
	struct prefix p = {.hi = 0x0a01020300000000U, .len = 8, .family = FAMILY_V4};
	for (uint32_t i = 0; i < 40; i++) {
		cover_builder_add(b, f, "x", &p, 39 - i, 7);
		cover_builder_add(b, g, "x", &p, 39 - i, 9);
		cover_builder_add(b, f, "x", &p, 39 - i, 9);
	}
	struct cover_table *t = cover_builder_build(b);
	assert_int_equal(t->n_items, 80);
	assert_int_equal(t->n_sources, 1);
	assert_int_equal(t->side[COVER_V4].n, 1);
	assert_true(t->side[COVER_V4].hi[0] == 0x0a00000000000000U);
	for (uint32_t i = 0; i < 40; i++) {
		const struct cover_item *found = cover_find(t, COVER_V4, 0, i);
		assert_non_null(found);
		assert_int_equal(found->value, i);
		assert_int_equal(cover_extra(found), 9);
	}
	assert_null(cover_find(t, COVER_V4, 0, 40));
	cover_table_free(t);
}

/* As many sources as lines: each is found again, and their numbers follow their names. */
static void many_sources(void **state)
{
	(void)state;
	enum { SOURCES = 5000 };
	struct cover_builder *b = cover_builder_new();
	uint32_t f = cover_builder_file(b, "f", 5);
	struct prefix p = {.hi = 0x0a00000000000000U, .len = 8, .family = FAMILY_V4};
	for (uint32_t i = 0; i < 2 * SOURCES; i++) {
		char name[16];
		snprintf(name, sizeof name, "S%05u", (i * 7919U) % SOURCES);
		cover_builder_add(b, f, name, &p, (i * 7919U) % SOURCES, 0);
	}
	struct cover_table *t = cover_builder_build(b);
	assert_int_equal(t->n_sources, SOURCES);
	assert_int_equal(t->n_items, SOURCES);
	for (uint32_t i = 0; i < SOURCES; i++) {
		char name[16];
		snprintf(name, sizeof name, "S%05u", i);
		assert_string_equal(cover_source_of(t, cover_find(t, COVER_V4, 0, i))->name, name);
		assert_int_equal(t->sources[i].as_of, 5);
	}
	cover_table_free(t);
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(random_tables), cmocka_unit_test(items),
                                          cmocka_unit_test(many_sources)};
TEST_MAIN(tests)
