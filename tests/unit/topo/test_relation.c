#include "../test.h"
#include "base/mem.h"
#include "topo/relation.h"

static void both_directions(void **state)
{
	(void)state;
	struct relation_builder *b = relation_builder_new();
	relation_builder_add(b, 10, 20, RELATION_PROVIDER);
	relation_builder_add(b, 40, 30, RELATION_PROVIDER);
	relation_builder_add(b, 50, 4294967295, RELATION_PEER);
	relation_builder_add(b, 60, 61, RELATION_CUSTOMER);
	relation_builder_add(b, 7, 7, RELATION_PEER);
	struct relation_table *t = relation_builder_build(b);
	assert_int_equal(relation_table_count(t), 4);
	assert_int_equal(relation_get(t, 10, 20), RELATION_PROVIDER);
	assert_int_equal(relation_get(t, 20, 10), RELATION_CUSTOMER);
	assert_int_equal(relation_get(t, 40, 30), RELATION_PROVIDER);
	assert_int_equal(relation_get(t, 30, 40), RELATION_CUSTOMER);
	assert_int_equal(relation_get(t, 50, 4294967295), RELATION_PEER);
	assert_int_equal(relation_get(t, 4294967295, 50), RELATION_PEER);
	assert_int_equal(relation_get(t, 60, 61), RELATION_CUSTOMER);
	assert_int_equal(relation_get(t, 61, 60), RELATION_PROVIDER);
	assert_int_equal(relation_get(t, 7, 7), RELATION_UNKNOWN);
	assert_int_equal(relation_get(t, 10, 30), RELATION_UNKNOWN);
	assert_int_equal(relation_get(t, 4294967295, 4294967294), RELATION_UNKNOWN);
	assert_int_equal(relation_get(t, 0, 1), RELATION_UNKNOWN);
	relation_table_free(t);
}

static void nothing(void **state)
{
	(void)state;
	struct relation_table *t = relation_builder_build(relation_builder_new());
	assert_int_equal(relation_table_count(t), 0);
	assert_int_equal(relation_get(t, 1, 2), RELATION_UNKNOWN);
	assert_int_equal(relation_get(NULL, 1, 2), RELATION_UNKNOWN);
	relation_table_free(t);
	relation_table_free(NULL);
	relation_builder_free(relation_builder_new());
	relation_builder_free(NULL);
}

/* Said twice: once. Said differently: peers, in any order and however often. */
static void contradictions(void **state)
{
	(void)state;
	static const enum relation all[] = {RELATION_PROVIDER, RELATION_PEER, RELATION_CUSTOMER};
	for (int code = 0; code < 81; code++) {
		struct relation_builder *b = relation_builder_new();
		bool same = true;
		enum relation first = RELATION_UNKNOWN;
		for (int i = 0, c = code; i < 4; i++, c /= 3) {
			enum relation r = all[c % 3];
			if (i == 0)
				first = r;
			same = same && r == first;
			if (i % 2 == 0)
				relation_builder_add(b, 1, 2, r);
			else
				relation_builder_add(b, 2, 1,
				                     r == RELATION_PROVIDER   ? RELATION_CUSTOMER
				                     : r == RELATION_CUSTOMER ? RELATION_PROVIDER
				                                              : r);
			relation_builder_add(b, 1, 3, RELATION_CUSTOMER);
		}
		struct relation_table *t = relation_builder_build(b);
		assert_int_equal(relation_table_count(t), 2);
		assert_int_equal(relation_get(t, 1, 2), same ? first : RELATION_PEER);
		assert_int_equal(relation_get(t, 1, 3), RELATION_CUSTOMER);
		relation_table_free(t);
	}
}

/* Against a square of all answers. */
static void many(void **state)
{
	(void)state;
	enum { N = 60 };
	static unsigned char square[N][N];
	unsigned seed = 11;
	struct relation_builder *b = relation_builder_new();
	size_t links = 0;
	for (int k = 0; k < 900; k++) {
		unsigned x = (unsigned)rand_r(&seed) % N, y = (unsigned)rand_r(&seed) % N;
		unsigned r = RELATION_PROVIDER + (unsigned)rand_r(&seed) % 3;
		if (x == y)
			continue;
		unsigned back = RELATION_PROVIDER + RELATION_CUSTOMER - r;
		links += square[x][y] == RELATION_UNKNOWN;
		bool fits = square[x][y] == RELATION_UNKNOWN || square[x][y] == r;
		square[x][y] = (unsigned char)(fits ? r : RELATION_PEER);
		square[y][x] = (unsigned char)(fits ? back : RELATION_PEER);
		relation_builder_add(b, x * 70000000, y * 70000000, (enum relation)r);
	}
	struct relation_table *t = relation_builder_build(b);
	assert_int_equal(relation_table_count(t), links);
	for (unsigned x = 0; x < N; x++)
		for (unsigned y = 0; y < N; y++)
			assert_int_equal(relation_get(t, x * 70000000, y * 70000000), square[x][y]);
	relation_table_free(t);
}

/* Who decided and how sure it is stays with the link; of two that differ the less sure counts. */
static void inferred_links(void **state)
{
	(void)state;
	struct relation_builder *b = relation_builder_new();
	relation_builder_add_inferred(b, 9, 3, RELATION_PROVIDER, 77, RELATION_PASSED);
	relation_builder_add(b, 3, 5, RELATION_CUSTOMER);
	relation_builder_add_inferred(b, 5, 3, RELATION_PEER, 4, RELATION_REMAINING);
	struct relation_table *t = relation_builder_build(b);
	struct relation_link l = relation_table_at(t, 0);
	assert_int_equal(relation_table_count(t), 2);
	assert_int_equal(l.x, 3);
	assert_int_equal(l.y, 5);
	assert_int_equal(l.is, RELATION_PEER);
	assert_int_equal(l.confidence, 4);
	l = relation_table_at(t, 1);
	assert_int_equal(l.x, 3);
	assert_int_equal(l.y, 9);
	assert_int_equal(l.is, RELATION_CUSTOMER);
	assert_int_equal(l.confidence, 77);
	assert_int_equal(l.step, RELATION_PASSED);
	assert_true(relation_find(t, 9, 3, &l));
	assert_int_equal(l.x, 3);
	assert_false(relation_find(t, 5, 9, &l));
	assert_false(relation_find(NULL, 5, 9, &l));
	relation_table_free(t);
}

static void names(void **state)
{
	(void)state;
	assert_string_equal(relation_step_name(RELATION_GIVEN), "given");
	assert_string_equal(relation_step_name(RELATION_CLIQUE), "1");
	assert_string_equal(relation_step_name(RELATION_REMAINING), "8");
	assert_string_equal(relation_step_name(RELATION_BY_EXCHANGE), "rs");
	static const char *const words[] = {"unknown", "provider", "peer", "customer", "sibling"};
	for (unsigned r = 0; r < RELATIONS; r++)
		assert_string_equal(relation_name((enum relation)r), words[r]);
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(both_directions), cmocka_unit_test(nothing),
                                          cmocka_unit_test(contradictions),  cmocka_unit_test(many),
                                          cmocka_unit_test(inferred_links),  cmocka_unit_test(names)};
TEST_MAIN(tests)
