/* What an event was judged by: written and read back; what is damaged says nothing. */
#include "../test.h"
#include "detect/basis.h"

#include <string.h>

static struct basis there_and_back(const struct basis *b)
{
	struct buf json = {0};
	basis_json(b, &json);
	struct basis back = basis_parse(json.at);
	buf_fini(&json);
	return back;
}

static void all_members(void **state)
{
	(void)state;
	struct basis b = {.known = BASIS_INSIDE,
	                  .origin = 36561,
	                  .n_origins = 3,
	                  .known_for = 172800,
	                  .was_up = true,
	                  .rov = ROV_INVALID_ASN,
	                  .origin_rov = ROV_VALID,
	                  .irr = IRR_COVERING,
	                  .relation = RELATION_PEER,
	                  .from = RELATION_PROVIDER,
	                  .to = RELATION_SIBLING,
	                  .inferred = true,
	                  .vrps = 1203882477,
	                  .route_objects = 1203882478,
	                  .delegations = 1203882479,
	                  .relations = 1203882480};
	static const char net[] = "208.65.152.0/22";
	assert_int_equal(prefix_parse(net, strlen(net), &b.prefix), ERR_OK);
	struct basis back = there_and_back(&b);
	assert_int_equal(back.known, BASIS_INSIDE);
	assert_true(prefix_eq(&back.prefix, &b.prefix));
	assert_int_equal(back.origin, 36561);
	assert_int_equal(back.n_origins, 3);
	assert_int_equal(back.known_for, 172800);
	assert_true(back.was_up);
	assert_int_equal(back.rov, ROV_INVALID_ASN);
	assert_int_equal(back.origin_rov, ROV_VALID);
	assert_int_equal(back.irr, IRR_COVERING);
	assert_int_equal(back.relation, RELATION_PEER);
	assert_int_equal(back.from, RELATION_PROVIDER);
	assert_int_equal(back.to, RELATION_SIBLING);
	assert_true(back.inferred);
	assert_int_equal(back.vrps, 1203882477);
	assert_int_equal(back.route_objects, 1203882478);
	assert_int_equal(back.delegations, 1203882479);
	assert_int_equal(back.relations, 1203882480);
}

static void nothing_known(void **state)
{
	(void)state;
	struct basis none = basis_none();
	struct buf json = {0};
	basis_json(&none, &json);
	buf_char(&json, 0);
	assert_string_equal(json.at, "{}");
	buf_fini(&json);
	struct basis back = there_and_back(&none);
	assert_int_equal(back.vrps, INSTANT_NONE);
	assert_int_equal(back.known, BASIS_NOTHING);
}

static void damaged(void **state)
{
	(void)state;
	static const char *const bad[] = {"", "{",
	                                  "{\"known\":", "{\"known\":\"inside\",\"inside\":\"x/99\"}",
	                                  "{\"vrps\":\"never\",\"rov\":\"perhaps\",\"known\":\"ins"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct basis b = basis_parse(bad[i]);
		assert_int_equal(b.known, BASIS_NOTHING);
		assert_int_equal(b.vrps, INSTANT_NONE);
		assert_int_equal(b.rov, ROV_NO_DATA);
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(all_members),
    cmocka_unit_test(nothing_known),
    cmocka_unit_test(damaged),
};
TEST_MAIN(tests)
