#include "../test.h"
#include "cli/mrt_text.h"

#include <inttypes.h>

static void assert_u64(uint64_t v)
{
	char want[32], got[32];
	snprintf(want, sizeof want, "%" PRIu64, v);
	*text_u64(got, v) = 0;
	assert_string_equal(got, want);
	if (v <= UINT32_MAX) {
		*text_u32(got, (uint32_t)v) = 0;
		assert_string_equal(got, want);
	}
}

static void numbers(void **state)
{
	(void)state;
	for (uint64_t v = 0; v < 20000; v++)
		assert_u64(v);
	for (uint64_t ten = 1; ten <= UINT64_MAX / 10; ten *= 10)
		for (uint64_t by = 0; by < 3; by++) {
			assert_u64(ten - by);
			assert_u64(ten + by);
			assert_u64(ten * 9 + by);
		}
	assert_u64(UINT32_MAX);
	assert_u64((uint64_t)UINT32_MAX + 1);
	assert_u64(UINT64_MAX);
}

static void v4(void **state)
{
	(void)state;
	for (uint32_t o = 0; o < 256; o++) {
		char want[20], got[20];
		snprintf(want, sizeof want, "%u.%u.%u.%u", o, 255 - o, o / 2, o / 7);
		*text_v4(got, o << 24 | (255 - o) << 16 | (o / 2) << 8 | o / 7) = 0;
		assert_string_equal(got, want);
	}
}

/* As bgpdump 1.6.2 writes them (seen, not derived). */
static void v6(void **state)
{
	(void)state;
	static const struct {
		uint64_t hi, lo;
		const char *want;
	} rows[] = {
	    {0, 0, "::"},
	    {0, 1, "::1"},
	    {0, 0x10, "::0.0.0.16"},
	    {0, 0xc0000201, "::192.0.2.1"},
	    {0, 0xffffc0000201, "::ffff:192.0.2.1"},
	    {UINT64_C(0x20010db800000000), 1, "2001:db8::1"},
	    {UINT64_C(0x20010db800000001), 0, "2001:db8:0:1::"},
	    {UINT64_C(0x20010db831000000), UINT64_C(0x0182005401280002), "2001:db8:3100::182:54:128:2"},
	    {UINT64_C(0x20010db800300000), UINT64_C(0x0002000100008447), "2001:db8:30::2:1:0:8447"},
	    {UINT64_C(0x20010db800010002), UINT64_C(0x0003000400050006), "2001:db8:1:2:3:4:5:6"},
	    {UINT64_C(0x0000000100000000), UINT64_C(0x0001000000000000), "0:1:0:0:1::"},
	    {UINT64_C(0xffffffffffffffff), UINT64_C(0xffffffffffffffff),
	     "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char got[TEXT_ADDR + 1];
		*text_v6(got, rows[i].hi, rows[i].lo) = 0;
		assert_string_equal(got, rows[i].want);
	}
}

static void room(void **state)
{
	(void)state;
	struct buf b = {0};
	for (unsigned i = 0; i < 1000; i++)
		text_end(&b, text_u32(text_room(&b, TEXT_U32), i % 10));
	assert_int_equal(b.len, 1000);
	assert_memory_equal(b.at, "0123456789012", 13);
	buf_fini(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers),
	    cmocka_unit_test(v4),
	    cmocka_unit_test(v6),
	    cmocka_unit_test(room),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
