/* ASPA path verification: the vectors of the draft's authors, then random cases against the draft's own
 * words. */
#include "../../oracle_c/oracle.h"
#include "../test.h"
#include "validate/aspa.h"

#include <string.h>

#define LIST(...) ((const asn_t[]){__VA_ARGS__}), sizeof((const asn_t[]){__VA_ARGS__}) / sizeof(asn_t)

static const struct aspa records[] = {
    {3356, LIST(6695)},
    {2914, LIST(0)},
    {174, LIST(6695)},
    {6695, LIST(0)},
    {13238, LIST(6762, 174, 9002, 6939, 208722, 1299, 3356)},
    {43247, LIST(13238)},
    {12389, LIST(1273, 1299, 3257, 3356, 3491, 5511)},
    {8342, LIST(12389, 8359)},
    {3, LIST(4)},
    {4, LIST(3)},
};
enum { N_RECORDS = sizeof records / sizeof *records };

static struct aspa_table *table_of(const struct aspa *a, size_t n)
{
	struct aspa_builder *b = aspa_builder_new();
	for (size_t i = 0; i < n; i++)
		aspa_builder_add(b, &a[i]);
	return aspa_builder_build(b);
}

/* Paths of the vectors have the origin first. */
static void vectors(void **state)
{
	(void)state;
	static const struct {
		bool up;
		const char *want;
		asn_t path[8]; /* ends with 0 */
	} rows[] = {
	    {true, "valid", {13238, 3356}},
	    {true, "invalid", {3356, 2914}},
	    {true, "unknown", {1, 13238, 3356}},
	    {true, "unknown", {8342, 8359, 3, 4}},
	    {false, "valid", {12389, 3356, 174, 13238}},
	    {false, "valid", {12389, 3356, 208722, 13238}},
	    {false, "invalid", {3356, 2914, 174}},
	    {false, "invalid", {13238, 20485, 174}},
	    {false, "invalid", {13238, 20485, 174, 3356}},
	    {false, "unknown", {1, 2, 174}},
	    {false, "unknown", {8342, 12389, 1, 2, 208722, 13238}},
	    {true, "valid", {2914}},
	    {false, "valid", {2914}},
	    {false, "valid", {2914, 174}},
	    {true, "invalid", {0}},
	    {false, "invalid", {0}},
	};
	struct aspa_table *t = table_of(records, N_RECORDS);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		asn_t plain[16], prepended[48];
		size_t n = 0;
		while (rows[i].path[n])
			n++;
		for (size_t k = 0; k < n; k++)
			plain[n - 1 - k] = rows[i].path[k];
		for (size_t k = 0; k < 3 * n; k++)
			prepended[k] = plain[k / 3];
		struct aspa_verdicts v = aspa_verify(t, plain, n, false),
		                     p = aspa_verify(t, prepended, 3 * n, false);
		assert_string_equal(aspa_verdict_name(rows[i].up ? v.up : v.down), rows[i].want);
		assert_string_equal(aspa_verdict_name(rows[i].up ? p.up : p.down), rows[i].want);
		assert_string_equal(oracle_aspa(records, N_RECORDS, plain, n, false, rows[i].up),
		                    rows[i].want);
		v = aspa_verify(t, plain, n, true);
		assert_true(v.up == ASPA_INVALID && v.down == ASPA_INVALID);
	}
	aspa_table_free(t);
}

static void table(void **state)
{
	(void)state;
	struct aspa_table *t = table_of(records, N_RECORDS);
	assert_int_equal(aspa_table_count(t), N_RECORDS);
	assert_int_equal(aspa_authorized(t, 13238, 1299), ASPA_PROVIDER);
	assert_int_equal(aspa_authorized(t, 13238, 1298), ASPA_NOT_PROVIDER);
	assert_int_equal(aspa_authorized(t, 2914, 174), ASPA_NOT_PROVIDER);
	assert_int_equal(aspa_authorized(t, 1, 2), ASPA_NO_ATTESTATION);
	aspa_table_free(t);

	/* several records of a customer are one; AS 0 beside others says nothing; the customer is not its own
	 */
	struct aspa parts[] = {
	    {10, LIST(0)}, {10, LIST(7, 10, 5)}, {11, LIST(0)}, {10, LIST(7)}, {12, NULL, 0}};
	t = table_of(parts, sizeof parts / sizeof *parts);
	assert_int_equal(aspa_table_count(t), 2);
	assert_int_equal(aspa_authorized(t, 10, 5), ASPA_PROVIDER);
	assert_int_equal(aspa_authorized(t, 10, 7), ASPA_PROVIDER);
	assert_int_equal(aspa_authorized(t, 10, 0), ASPA_NOT_PROVIDER);
	assert_int_equal(aspa_authorized(t, 11, 5), ASPA_NOT_PROVIDER);
	assert_int_equal(aspa_authorized(t, 12, 5), ASPA_NO_ATTESTATION);
	aspa_table_free(t);
	struct aspa_builder *b = aspa_builder_new();
	uint32_t old = aspa_builder_file(b);
	aspa_builder_add(b, &parts[1]);
	(void)aspa_builder_file(b);
	aspa_builder_add(b, &parts[3]);
	aspa_builder_drop(b, old);
	t = aspa_builder_build(b);
	assert_int_equal(aspa_authorized(t, 10, 7), ASPA_PROVIDER);
	assert_int_equal(aspa_authorized(t, 10, 5), ASPA_NOT_PROVIDER);
	aspa_table_free(t);
	t = table_of(NULL, 0);
	assert_int_equal(aspa_authorized(t, 1, 2), ASPA_NO_ATTESTATION);
	aspa_table_free(t);
}

/* Up to the limit every provider is found; above it the customer is as if it had said nothing. */
static void limit(void **state)
{
	(void)state;
	asn_t *many = calloc(ASPA_PROVIDERS_MAX + 1, sizeof *many);
	for (asn_t i = 0; i <= ASPA_PROVIDERS_MAX; i++)
		many[i] = 100 + 2 * i;
	struct aspa a[] = {{1, many, ASPA_PROVIDERS_MAX}, {2, many, ASPA_PROVIDERS_MAX + 1}};
	struct aspa_table *t = table_of(a, 2);
	assert_int_equal(aspa_table_count(t), 1);
	assert_int_equal(aspa_table_ignored(t), 1);
	for (asn_t i = 0; i < ASPA_PROVIDERS_MAX; i++) {
		assert_int_equal(aspa_authorized(t, 1, many[i]), ASPA_PROVIDER);
		assert_int_equal(aspa_authorized(t, 1, many[i] + 1), ASPA_NOT_PROVIDER);
	}
	assert_int_equal(aspa_authorized(t, 2, many[0]), ASPA_NO_ATTESTATION);
	aspa_table_free(t);
	free(many);
}

enum { TABLES = 2000, PATHS = 50, RECORDS = 8, HOPS = 8, WORLD = 9 };

static size_t random_records(struct oracle_random *r, struct aspa *out, asn_t (*lists)[4])
{
	size_t n = oracle_random_below(r, RECORDS + 1);
	for (size_t i = 0; i < n; i++) {
		out[i] = (struct aspa){.customer = 1 + oracle_random_below(r, WORLD), .providers = lists[i]};
		size_t providers = 1 + oracle_random_below(r, 4);
		for (size_t k = 0; k < providers; k++) {
			asn_t p = oracle_random_below(r, 6) ? 1 + oracle_random_below(r, WORLD) : 0;
			/* a customer that names only itself is no ASPA at all: profile, 3 */
			lists[i][out[i].n_providers++] = p == out[i].customer ? 0 : p;
		}
	}
	return n;
}

static void random_paths(void **state)
{
	(void)state;
	struct oracle_random r = oracle_random_begin();
	unsigned seen[3] = {0};
	for (unsigned k = 0; k < TABLES; k++) {
		struct aspa a[RECORDS];
		asn_t lists[RECORDS][4];
		size_t n = random_records(&r, a, lists);
		struct aspa_table *t = table_of(a, n);
		for (unsigned i = 0; i < PATHS; i++) {
			asn_t path[HOPS];
			size_t hops = oracle_random_below(&r, HOPS + 1);
			for (size_t h = 0; h < hops; h++)
				path[h] = h && !oracle_random_below(&r, 4)
				              ? path[h - 1]
				              : 1 + oracle_random_below(&r, WORLD);
			bool has_set = !oracle_random_below(&r, 30);
			struct aspa_verdicts v = aspa_verify(t, path, hops, has_set);
			assert_string_equal(aspa_verdict_name(v.up),
			                    oracle_aspa(a, n, path, hops, has_set, true));
			assert_string_equal(aspa_verdict_name(v.down),
			                    oracle_aspa(a, n, path, hops, has_set, false));
			seen[v.down]++;
		}
		aspa_table_free(t);
	}
	for (unsigned i = 0; i < 3; i++)
		assert_true(seen[i] > TABLES);
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(vectors), cmocka_unit_test(table),
                                          cmocka_unit_test(limit), cmocka_unit_test(random_paths)};
TEST_MAIN(tests)
