#include "../test.h"
#include "net/prefix.h"

#include <arpa/inet.h>
#include <string.h>

static struct prefix pfx(const char *text)
{
	struct prefix p;
	assert_int_equal(prefix_parse(text, strlen(text), &p), ERR_OK);
	return p;
}

static void canonical_text(void **s)
{
	(void)s;
	static const char *const rows[][2] = {
	    {"192.0.2.0/24", "192.0.2.0/24"},
	    {"0.0.0.0/0", "0.0.0.0/0"},
	    {"2001:DB8:0:0::/32", "2001:db8::/32"},
	    {"::/0", "::/0"},
	    {"::1/128", "::1/128"},
	    {"2001:db8:0:1:1:1:1:1/128", "2001:db8:0:1:1:1:1:1/128"},
	    {"2001:0:0:1:0:0:0:1/128", "2001:0:0:1::1/128"},
	    {"1::/16", "1::/16"},
	    {"2001:db8:1:1:1:1:1:0/112", "2001:db8:1:1:1:1:1:0/112"},
	    {"::ffff:192.0.2.1/128", "::ffff:192.0.2.1/128"},
	    {"1:0:0:2:2:0:0:0/128", "1:0:0:2:2::/128"},
	    {"255.255.255.255/32", "255.255.255.255/32"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct prefix p = pfx(rows[i][0]);
		char out[PREFIX_TEXT];
		assert_int_equal(prefix_format(out, &p), strlen(rows[i][1]));
		assert_string_equal(out, rows[i][1]);
	}
}

static void refused(void **s)
{
	(void)s;
	static const struct {
		const char *text;
		enum err err;
	} rows[] = {
	    {"192.0.2.0", ERR_LENGTH},
	    {"192.0.2.0/33", ERR_LENGTH},
	    {"192.0.2.1/24", ERR_VALUE},
	    {"192.0.2/24", ERR_VALUE},
	    {"/24", ERR_VALUE},
	    {"192.0.2.0/", ERR_LENGTH},
	    {"::/129", ERR_LENGTH},
	    {"2001:db8::1/64", ERR_VALUE},
	    {"192.0.2.0/024", ERR_LENGTH},
	    {"192.0.2.0/2x", ERR_LENGTH},
	    {"g::/16", ERR_VALUE},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct prefix p;
		assert_int_equal(prefix_parse(rows[i].text, strlen(rows[i].text), &p), rows[i].err);
	}
}

static void order_and_cover(void **s)
{
	(void)s;
	static const char *const sorted[] = {"0.0.0.0/0",  "10.0.0.0/8", "10.0.0.0/24",   "10.0.1.0/24",
	                                     "11.0.0.0/8", "::/0",       "2001:db8::/32", "2001:db8::/48"};
	size_t n = sizeof sorted / sizeof *sorted;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++) {
			struct prefix a = pfx(sorted[i]), b = pfx(sorted[j]);
			int c = prefix_cmp(&a, &b);
			assert_int_equal(c, (i > j) - (i < j));
			assert_int_equal(prefix_eq(&a, &b), i == j);
		}
	struct prefix a = pfx("10.0.0.0/8"), b = pfx("10.0.1.0/24"), c = pfx("::/0"), d = pfx("::/1");
	assert_true(prefix_covers(&a, &b) && prefix_covers(&a, &a) && prefix_covers(&c, &d));
	assert_false(prefix_covers(&b, &a) || prefix_covers(&c, &a));
	struct ip_addr e = prefix_last(&a), f;
	assert_int_equal(addr_parse("10.255.255.255", 14, &f), ERR_OK);
	assert_int_equal(addr_cmp(&e, &f), 0);
}

/* Random addresses: text agrees with inet_ntop, which follows RFC 5952 but for compatible addresses. */
static void agrees_with_inet_ntop(void **s)
{
	(void)s;
	uint32_t x = 12345;
	for (int i = 0; i < 100000; i++) {
		uint8_t o[16];
		for (int k = 0; k < 16; k += 2) {
			x = x * 1664525 + 1013904223;
			bool zero = x >> 30 != 0;
			o[k] = zero ? 0 : (uint8_t)(x >> 8);
			o[k + 1] = zero ? 0 : (uint8_t)(x >> 16);
		}
		o[0] |= 0x20; /* neither mapped nor compatible */
		struct ip_addr a = addr_from_octets(FAMILY_V6, o), back;
		char mine[PREFIX_TEXT], theirs[INET6_ADDRSTRLEN];
		size_t n = addr_format(mine, &a);
		assert_non_null(inet_ntop(AF_INET6, o, theirs, sizeof theirs));
		assert_string_equal(mine, theirs);
		assert_int_equal(addr_parse(mine, n, &back), ERR_OK);
		assert_int_equal(addr_cmp(&a, &back), 0);
		uint8_t again[16];
		assert_int_equal(addr_to_octets(&a, again), 16);
		assert_memory_equal(o, again, 16);
	}
}

static void ranges(void **s)
{
	(void)s;
	static const struct {
		const char *first, *last, *expect;
	} rows[] = {
	    {"10.0.0.0", "10.0.2.255", "10.0.0.0/23 10.0.2.0/24 "},
	    {"10.0.1.0", "10.0.1.0", "10.0.1.0/32 "},
	    {"0.0.0.0", "255.255.255.255", "0.0.0.0/0 "},
	    {"255.255.255.254", "255.255.255.255", "255.255.255.254/31 "},
	    {"10.0.0.1", "10.0.0.6", "10.0.0.1/32 10.0.0.2/31 10.0.0.4/31 10.0.0.6/32 "},
	    {"::ffff:ffff:ffff:ffff", "::1:0:0:0:0", "::ffff:ffff:ffff:ffff/128 0:0:0:1::/128 "},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct ip_addr a, b;
		char got[200] = "";
		bool done = false;
		assert_int_equal(addr_parse(rows[i].first, strlen(rows[i].first), &a), ERR_OK);
		assert_int_equal(addr_parse(rows[i].last, strlen(rows[i].last), &b), ERR_OK);
		while (!done) {
			struct prefix p = prefix_range_next(&a, &b, &done);
			char text[PREFIX_TEXT];
			prefix_format(text, &p);
			strcat(strcat(got, text), " ");
		}
		assert_string_equal(got, rows[i].expect);
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(canonical_text),        cmocka_unit_test(refused), cmocka_unit_test(order_and_cover),
    cmocka_unit_test(agrees_with_inet_ntop), cmocka_unit_test(ranges),
};
TEST_MAIN(tests)
