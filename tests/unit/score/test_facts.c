/* Facts as octets: there and back, cut at every length, and with octets changed. */
#include "../test.h"
#include "score/facts.h"

#include <string.h>

static uint64_t seed = 0x853c49e6748fea9b;
static uint32_t next(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)(seed >> 20) % below;
}

static struct network_facts some(void)
{
	struct network_facts f = {0};
	uint32_t size = 1U << next(29);
	struct network_routes *r = &f.routes;
	r->rov_valid = next(size);
	r->rov_invalid = next(size);
	r->rov_not_found = next(size);
	r->rov_unknown = next(2) ? next(size) : 0;
	r->counted = r->rov_valid + r->rov_invalid + r->rov_not_found + r->rov_unknown;
	r->total = r->counted + next(size);
	r->irr_covering = r->counted ? next(r->counted) : 0;
	r->irr_valid = r->counted - r->irr_covering;
	f.vrps = (uint8_t)next(4);
	f.irr = (uint8_t)next(4);
	f.policy = (uint8_t)next(4);
	for (int i = 0; i < CONTACT_SOURCES; i++)
		f.contact[i] = (uint8_t)next(4);
	f.sessions = next(size);
	f.spoofed_blocks = next(size);
	f.passed_invalid = UINT32_MAX - next(size);
	return f;
}

static void there_and_back(void **s)
{
	(void)s;
	for (int i = 0; i < 20000; i++) {
		struct network_facts f = i ? some() : (struct network_facts){0}, back;
		struct buf b = {0};
		facts_encode(&f, &b);
		char *exact = test_exact(b.at, b.len);
		assert_int_equal(facts_decode(exact, b.len, &back), ERR_OK);
		assert_memory_equal(&f, &back, sizeof f);
		free(exact);
		buf_fini(&b);
	}
}

static void cut(void **s)
{
	(void)s;
	for (int i = 0; i < 200; i++) {
		struct network_facts f = some(), back = {.asn = 7};
		struct buf b = {0};
		facts_encode(&f, &b);
		for (size_t len = 0; len < b.len; len++) {
			char *exact = test_exact(b.at, len);
			assert_int_equal(facts_decode(exact, len, &back), ERR_SHORT);
			assert_int_equal(back.asn, 7);
			free(exact);
		}
		buf_char(&b, 0);
		assert_int_equal(facts_decode(b.at, b.len, &back), ERR_TRAILING);
		buf_fini(&b);
	}
}

/* Whatever is taken is written again in the same octets. */
static void changed(void **s)
{
	(void)s;
	for (int i = 0; i < 50000; i++) {
		struct network_facts f = some(), back;
		struct buf b = {0}, again = {0};
		facts_encode(&f, &b);
		b.at[next((uint32_t)b.len)] = (char)(uint8_t)next(256);
		if (facts_decode(b.at, b.len, &back) == ERR_OK) {
			facts_encode(&back, &again);
			assert_int_equal(again.len, b.len);
			assert_memory_equal(again.at, b.at, b.len);
		}
		buf_fini(&b);
		buf_fini(&again);
	}
}

static void wrong(void **s)
{
	(void)s;
	struct network_facts f = {0}, back;
	struct buf b = {0};
	facts_encode(&f, &b);
	b.at[0] = 2;
	assert_int_equal(facts_decode(b.at, b.len, &back), ERR_UNSUPPORTED);
	b.at[0] = 1;
	b.at[2] = 1; /* one route counts, of none */
	assert_int_equal(facts_decode(b.at, b.len, &back), ERR_VALUE);
	b.at[2] = 0;
	b.at[12] = 4; /* a state that is none */
	assert_int_equal(facts_decode(b.at, b.len, &back), ERR_VALUE);
	static const unsigned char wide[] = {1, 0xff, 0xff, 0xff, 0xff, 0x1f, 0, 0, 0, 0, 0, 0, 0,
	                                     0, 0,    0,    0,    0,    0,    0, 0, 0, 0, 0, 0};
	assert_int_equal(facts_decode(wide, sizeof wide, &back), ERR_VALUE);
	buf_fini(&b);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(there_and_back),
    cmocka_unit_test(cut),
    cmocka_unit_test(changed),
    cmocka_unit_test(wrong),
};
TEST_MAIN(tests)
