#include "../test.h"
#include "feed/evidence.h"

#include <string.h>

/* Everything is a bogon: every slot of a dump is worth keeping. */
static uint8_t prefix_full(void *ctx, const struct prefix *p, const char **reason)
{
	(void)ctx;
	(void)p;
	*reason = "all";
	return EVENT_FULL;
}

static uint8_t asn_none(void *ctx, asn_t asn, const char **reason)
{
	(void)ctx;
	(void)asn;
	(void)reason;
	return EVENT_CLASS_NONE;
}

struct fixture {
	struct rib *rib;
	struct bogon_detector *detector;
	struct apply apply;
	struct evidence_store *store;
	struct mrt_record record;
	prefix_id prefix;
	path_id path;
};

static void begin(struct fixture *f)
{
	memset(f, 0, sizeof *f);
	f->rib = rib_new((struct rib_limits){.hold = 900}, (struct rib_observer){0});
	f->apply.rib = f->rib;
	f->store = evidence_store_new(&f->apply);
	f->detector = bogon_detector_new((struct bogon_judge){prefix_full, asn_none, NULL},
	                                 (struct track_limits){900, 10}, evidence_message, f->store);
	bogon_detector_attach(f->detector, f->rib);
	evidence_watch(f->store, f->detector);
	struct path_hop hop = {.asn = 3333, .kind = PATH_HOP_ASN};
	struct prefix p = {.hi = UINT64_C(10) << 56, .len = 8, .family = FAMILY_V4};
	f->path = path_intern(rib_paths(f->rib), &hop, 1);
	peer_id peer = rib_peer_find(f->rib, 0, addr_from_v4(1), 3333);
	rib_announce(f->rib, 1, peer, &p, f->path);
}

static void end(struct fixture *f)
{
	evidence_store_free(f->store);
	bogon_detector_free(f->detector);
	rib_free(f->rib);
}

static void now(struct fixture *f, uint32_t file, uint64_t number, const void *octets, size_t len)
{
	f->record =
	    (struct mrt_record){.octets = octets, .len = len, .offset = 100 * number, .number = number};
	f->apply.now = (struct apply_now){.file = file, .record = &f->record};
}

static uint32_t told(struct fixture *f, uint8_t cause, peer_id peer, prefix_id prefix)
{
	struct rib_change c = {.cause = cause, .peer = peer, .prefix = prefix, .to = f->path};
	return evidence_message(f->store, &c);
}

static void updates(void **state)
{
	struct fixture f;
	(void)state;
	begin(&f);
	now(&f, 3, 7, "first", 5);
	uint32_t a = told(&f, RIB_ANNOUNCED, 0, 0);
	assert_int_equal(told(&f, RIB_ANNOUNCED, 1, 5), a); /* one record, one message */
	now(&f, 3, 8, "second", 6);
	uint32_t b = told(&f, RIB_ANNOUNCED, 0, 0);
	assert_int_not_equal(a, b);
	now(&f, 4, 8, "third", 5); /* the same number of another file */
	uint32_t c = told(&f, RIB_ANNOUNCED, 0, 0);
	assert_int_equal(evidence_count(f.store), 3);
	struct evidence_message m = evidence_get(f.store, b);
	assert_int_equal(m.file, 3);
	assert_int_equal(m.record, 8);
	assert_int_equal(m.offset, 800);
	assert_int_equal(m.len, 6);
	assert_memory_equal(m.octets, "second", 6);
	assert_int_equal(evidence_get(f.store, c).file, 4);
	end(&f);
}

static void dumps(void **state)
{
	struct fixture f;
	(void)state;
	begin(&f);
	for (prefix_id id = 0; id < 1; id++)
		for (peer_id peer = 0; peer < 2000; peer++) { /* enough to grow */
			now(&f, 1, peer, &peer, sizeof peer);
			evidence_staged(f.store, peer, RIB_V4, id, f.path);
		}
	now(&f, 9, 9, "the dump's end", 14);
	for (peer_id peer = 0; peer < 2000; peer++) {
		struct evidence_message m = evidence_get(f.store, told(&f, RIB_DUMPED, peer, 0));
		assert_int_equal(m.record, peer);
		assert_memory_equal(m.octets, &peer, sizeof peer);
	}
	assert_int_equal(told(&f, RIB_DUMPED, 5000, 0), RIB_NONE); /* nobody staged it */
	now(&f, 2, 1, "again", 5);                                 /* a younger dump */
	evidence_staged(f.store, 17, RIB_V4, 0, f.path);
	assert_int_equal(evidence_get(f.store, told(&f, RIB_DUMPED, 17, 0)).file, 2);
	end(&f);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(updates),
    cmocka_unit_test(dumps),
};
TEST_MAIN(tests)
