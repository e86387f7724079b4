/* The table of economies: complete, consistent, found by any of its codes. */
#include "../test.h"
#include "net/economy.h"

#include <string.h>

static void complete(void **s)
{
	(void)s;
	size_t n = 0;
	for (const struct economy *e; (e = economy_at(n)); n++) {
		assert_int_equal(strlen(e->alpha2), 2);
		assert_int_equal(strlen(e->alpha3), 3);
		assert_true(n == 0 || strcmp(economy_at(n - 1)->alpha2, e->alpha2) < 0);
		assert_ptr_equal(economy_find(e->alpha2, 2), e);
		assert_ptr_equal(economy_find(e->alpha3, 3), e);
		assert_true(e->name[0] && e->m49 > 0 && e->m49 < 900);
		for (size_t i = 0; i < n; i++)
			assert_true(economy_at(i)->m49 != e->m49 &&
			            strcmp(economy_at(i)->name, e->name) != 0);
		if (strcmp(e->alpha2, "AQ") == 0)
			continue;
		assert_non_null(economy_area_of(e, ECONOMY_REGION));
		assert_non_null(economy_area_of(e, ECONOMY_SUB_REGION));
	}
	assert_int_equal(n, 249);
}

static void areas(void **s)
{
	(void)s;
	size_t n = 0, regions = 0, sub_regions = 0;
	for (const struct economy_area *a; (a = economy_area_at(n)); n++) {
		assert_ptr_equal(economy_area_find(a->code), a);
		const struct economy_area *parent = economy_area_find(a->parent), *back = NULL;
		if (a->level == ECONOMY_REGION)
			assert_int_equal(a->parent, 0);
		else
			assert_int_equal(parent->level, a->level - 1);
		assert_int_equal(economy_area_parse(a->name, strlen(a->name), &back), ERR_OK);
		assert_ptr_equal(back, a);
		regions += a->level == ECONOMY_REGION;
		sub_regions += a->level == ECONOMY_SUB_REGION;
	}
	assert_int_equal(regions, 5);
	assert_int_equal(sub_regions, 17);
	assert_int_equal(n, 29);
	assert_null(economy_area_find(0));
	assert_null(economy_area_find(1));
}

static void places(void **s)
{
	(void)s;
	static const struct {
		const char *code, *name, *intermediate, *sub_region, *region;
	} rows[] = {
	    {"ZA", "South Africa", "Southern Africa", "Sub-Saharan Africa", "Africa"},
	    {"bra", "Brazil", "South America", "Latin America and the Caribbean", "Americas"},
	    {"ci", "Côte d'Ivoire", "Western Africa", "Sub-Saharan Africa", "Africa"},
	    {"USA", "United States of America", NULL, "Northern America", "Americas"},
	    {"EG", "Egypt", NULL, "Northern Africa", "Africa"},
	    {"nl", "Netherlands (Kingdom of the)", NULL, "Western Europe", "Europe"},
	    {"NR", "Nauru", NULL, "Micronesia", "Oceania"},
	    {"AQ", "Antarctica", NULL, NULL, NULL},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct economy *e = economy_find(rows[i].code, strlen(rows[i].code));
		assert_non_null(e);
		assert_string_equal(e->name, rows[i].name);
		const char *const want[] = {rows[i].region, rows[i].sub_region, rows[i].intermediate};
		for (int level = 0; level < 3; level++) {
			const struct economy_area *a = economy_area_of(e, (enum economy_level)level);
			if (want[level])
				assert_string_equal(a->name, want[level]);
			else
				assert_null(a);
		}
	}
}

static void not_there(void **s)
{
	(void)s;
	static const char *const codes[] = {"", "Z", "ZZ", "EU", "AP", "UK", "XK", "XXX", "ZAFR", "\xc3\x85"};
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		char *code = test_exact(codes[i], strlen(codes[i]));
		assert_null(economy_find(code, strlen(codes[i])));
		free(code);
	}
	static const char *const names[] = {"", "Afric", "Africa ", "999", "01", "0018", "x18"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const struct economy_area *a = NULL;
		char *name = test_exact(names[i], strlen(names[i]));
		assert_int_equal(economy_area_parse(name, strlen(names[i]), &a), ERR_VALUE);
		assert_null(a);
		free(name);
	}
	const struct economy_area *a = NULL;
	assert_int_equal(economy_area_parse("018", 3, &a), ERR_OK);
	assert_string_equal(a->name, "Southern Africa");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(complete),
    cmocka_unit_test(areas),
    cmocka_unit_test(places),
    cmocka_unit_test(not_there),
};
TEST_MAIN(tests)
