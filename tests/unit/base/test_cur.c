#include "../test.h"
#include "base/cur.h"

static void reads_stay_failed(void **s)
{
	(void)s;
	uint8_t *d = test_exact("\x01\x02\x03", 3);
	struct cur c = cur_init(d, 3);
	assert_int_equal(cur_u16(&c), 0x0102);
	assert_int_equal(cur_u32(&c), 0);
	assert_int_equal(cur_u8(&c), 0); /* there is one octet left, but the cursor has failed */
	assert_int_equal(cur_end(&c), ERR_SHORT);
	assert_int_equal(cur_pos(&c), 2);
	free(d);
}

static void child_is_bounded(void **s)
{
	(void)s;
	uint8_t *d = test_exact("\x01\x02\x03\x04", 4);
	struct cur c = cur_init(d, 4);
	struct cur child = cur_child(&c, 2);
	assert_int_equal(cur_u32(&child), 0);
	assert_int_equal(cur_end(&child), ERR_SHORT);
	assert_int_equal(cur_u16(&c), 0x0304);
	assert_int_equal(cur_end(&c), ERR_OK);
	child = cur_child(&c, 1);
	assert_int_equal(cur_end(&child), ERR_SHORT);
	free(d);
}

static void left_over_is_trailing(void **s)
{
	(void)s;
	struct cur c = cur_init("ab", 2);
	(void)cur_u8(&c);
	assert_int_equal(cur_end(&c), ERR_TRAILING);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(reads_stay_failed),
    cmocka_unit_test(child_is_bounded),
    cmocka_unit_test(left_over_is_trailing),
};
TEST_MAIN(tests)
