/* Paths from the wire: RFC 4271 4.3, RFC 5065, RFC 6811 2. */
#include "../test.h"
#include "feed/paths.h"

#include <string.h>

struct world {
	struct path_store *store;
	struct path_memo *memo;
};

static void setup(struct world *w)
{
	w->store = path_store_new();
	w->memo = path_memo_new(w->store);
}

static void teardown(struct world *w)
{
	path_memo_free(w->memo);
	path_store_free(w->store);
}

/* Octets of segments of two-octet ASNs: type, count, ASNs. */
static path_id id_of(struct world *w, const char *octets, uint32_t len, asn_t peer, bool two_octet)
{
	struct as_path p = {.p = (const uint8_t *)octets, .len = len, .width = 2};
	return path_memo_id(w->memo, &p, peer, two_octet);
}

#define SEQ2(a, b) "\x02\x02\0" a "\0" b

static void the_same_path_is_the_same_id(void **s)
{
	struct world w;
	(void)s;
	setup(&w);
	path_id id = id_of(&w, SEQ2("\5", "\7"), 6, 5, false);
	assert_int_not_equal(id, PATH_NONE);
	assert_int_equal(id_of(&w, SEQ2("\5", "\7"), 6, 5, false), id);
	assert_int_equal(id_of(&w, "\x02\x04\0\5\0\5\0\7\0\7", 10, 5, false), id); /* prepending */
	assert_int_equal(id_of(&w, "\x02\x01\0\5\x02\x01\0\7", 8, 5, false), id);  /* two segments */
	assert_int_equal(path_get(w.store, id)->origin, 7);
	assert_int_equal(path_get(w.store, id)->depth, 2);
	assert_int_equal(path_count(w.store), 2);
	teardown(&w);
}

static void empty_paths_are_the_peers(void **s)
{
	struct world w;
	(void)s;
	setup(&w);
	path_id a = id_of(&w, "", 0, 5, false), b = id_of(&w, "", 0, 6, false);
	assert_int_equal(path_get(w.store, a)->origin, 5);
	assert_int_equal(path_get(w.store, a)->kind, PATH_HOP_PEER_ORIGIN);
	assert_int_equal(path_get(w.store, b)->origin, 6);
	teardown(&w);
}

static void confederations(void **s)
{
	struct world w;
	(void)s;
	setup(&w);
	/* (64513 64514) alone, and behind 5: the peer is the origin, of whichever peer it is asked */
	assert_int_equal(path_get(w.store, id_of(&w, "\x03\x02\xfc\1\xfc\2", 6, 5, false))->origin, 5);
	assert_int_equal(path_get(w.store, id_of(&w, "\x03\x02\xfc\1\xfc\2", 6, 6, false))->origin, 6);
	path_id id = id_of(&w, "\x02\x01\0\5\x03\x01\xfc\1", 8, 5, false);
	assert_int_equal(path_get(w.store, id)->origin, 5);
	assert_int_equal(path_get(w.store, id)->depth, 1);
	/* in the middle it is no hop */
	id = id_of(&w, "\x02\x01\0\5\x03\x01\xfc\1\x02\x01\0\7", 12, 5, false);
	assert_int_equal(id, id_of(&w, SEQ2("\5", "\7"), 6, 5, false));
	teardown(&w);
}

static void sets(void **s)
{
	struct world w;
	size_t n;
	(void)s;
	setup(&w);
	path_id id = id_of(&w, "\x02\x01\0\5\x01\x03\0\x9\0\7\0\x9", 12, 5, false);
	assert_int_equal(path_get(w.store, id)->origin, ORIGIN_NONE);
	assert_true(path_get(w.store, id)->flags & PATH_HAS_SET);
	const struct path_node *set = path_get(w.store, path_get(w.store, id)->parent);
	assert_int_equal(set->kind, PATH_HOP_SET);
	const asn_t *members = path_set_get(w.store, set->asn, &n);
	assert_int_equal(n, 2);
	assert_int_equal(members[0], 7);
	assert_int_equal(id_of(&w, "\x02\x01\0\5\x01\x02\0\7\0\x9", 10, 5, false), id);
	teardown(&w);
}

static void as_trans(void **s)
{
	struct world w;
	(void)s;
	setup(&w);
	path_id known = id_of(&w, "\x02\x01\x5b\xa0", 4, 5, false);
	path_id unknown = id_of(&w, "\x02\x01\x5b\xa0", 4, 5, true);
	assert_int_not_equal(known, unknown);
	assert_int_equal(path_get(w.store, known)->kind, PATH_HOP_ASN);
	assert_int_equal(path_get(w.store, unknown)->kind, PATH_HOP_TRANS);
	teardown(&w);
}

static void too_long(void **s)
{
	struct world w;
	char octets[9 * 512];
	uint32_t len = 0;
	(void)s;
	setup(&w);
	for (int seg = 0; seg < 9; seg++) {
		octets[len++] = 2;
		octets[len++] = (char)250;
		for (int i = 0; i < 250; i++) {
			octets[len++] = (char)(seg + 1);
			octets[len++] = (char)i;
		}
	}
	assert_int_equal(id_of(&w, octets, len, 5, false), PATH_NONE);
	assert_int_not_equal(id_of(&w, octets, 8 * 502, 5, false), PATH_NONE);
	teardown(&w);
}

/* The memory is grown and emptied: answers stay the same. */
static void many(void **s)
{
	struct world w;
	(void)s;
	setup(&w);
	for (int round = 0; round < 2; round++)
		for (uint32_t i = 0; i < 60000; i++) {
			char o[] = {2, 2, 0, 5, (char)(i >> 8), (char)i};
			if (i < 6)
				continue;
			assert_int_equal(path_get(w.store, id_of(&w, o, sizeof o, 5, false))->origin, i);
		}
	assert_int_equal(path_count(w.store), 2 * (60000 - 6));
	teardown(&w);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_same_path_is_the_same_id),
    cmocka_unit_test(empty_paths_are_the_peers),
    cmocka_unit_test(confederations),
    cmocka_unit_test(sets),
    cmocka_unit_test(as_trans),
    cmocka_unit_test(too_long),
    cmocka_unit_test(many),
};
TEST_MAIN(tests)
