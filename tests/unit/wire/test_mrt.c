#include "make.h"
#include "wire/mrt_peers.h"
#include "wire/mrt_rib.h"
#include "wire/mrt_session.h"

#include <math.h>

enum { TIME = 1760000000 };

/* One record as the whole of the data. */
struct sample {
	struct buf octets;
	uint8_t *exact;
	struct mrt_record r;
	size_t used;
};

static void frame(struct sample *s, unsigned type, unsigned subtype, const char *hex)
{
	struct buf body = {0};
	struct mrt_framer f;
	mrt_framer_init(&f, NULL);
	put_hex(&body, hex);
	put_record(&s->octets, TIME, type, subtype, body.at, body.len);
	s->exact = test_exact(s->octets.at, s->octets.len);
	assert_int_equal(mrt_frame_next(&f, s->exact, s->octets.len, true, &s->r, &s->used), ERR_OK);
	assert_int_equal(s->used, s->octets.len);
	assert_int_equal(s->r.time, TIME);
	buf_fini(&body);
}
static void fini(struct sample *s)
{
	free(s->exact);
	buf_fini(&s->octets);
	*s = (struct sample){0};
}

static void assert_ip(const struct ip_addr *a, const char *want)
{
	char text[PREFIX_TEXT];
	if (a->family == FAMILY_NONE)
		assert_string_equal(want, "");
	else {
		addr_format(text, a);
		assert_string_equal(text, want);
	}
}
static void assert_prefix(const struct prefix *p, const char *want)
{
	char text[PREFIX_TEXT];
	prefix_format(text, p);
	assert_string_equal(text, want);
}

static struct mrt_peer peer_at(const struct mrt_peers *p, uint16_t index)
{
	const struct mrt_peer *peer = mrt_peers_get(p, index);
	assert_non_null(peer);
	return peer ? *peer : (struct mrt_peer){0};
}

/* doc/formats.md sections 1.2 and 1.3, row by row: width of ASNs, path ids, who sent it, family. */
static void kinds(void **state)
{
	(void)state;
	static const struct {
		unsigned type, subtype, decoder, width, add_path, local, micros, family, safi;
	} rows[] = {
	    {12, 1, MRT_TABLE, 2, 0, 0, 0, FAMILY_V4, 1}, {12, 2, MRT_TABLE, 2, 0, 0, 0, FAMILY_V6, 1},
	    {13, 1, MRT_PEERS, 4, 0, 0, 0, 0, 0},         {13, 2, MRT_RIB, 4, 0, 0, 0, FAMILY_V4, 1},
	    {13, 3, MRT_RIB, 4, 0, 0, 0, FAMILY_V4, 2},   {13, 4, MRT_RIB, 4, 0, 0, 0, FAMILY_V6, 1},
	    {13, 5, MRT_RIB, 4, 0, 0, 0, FAMILY_V6, 2},   {13, 6, MRT_RIB_GENERIC, 4, 0, 0, 0, 0, 0},
	    {13, 7, MRT_PEERS, 4, 0, 0, 0, 0, 0},         {13, 8, MRT_RIB, 4, 1, 0, 0, FAMILY_V4, 1},
	    {13, 9, MRT_RIB, 4, 1, 0, 0, FAMILY_V4, 2},   {13, 10, MRT_RIB, 4, 1, 0, 0, FAMILY_V6, 1},
	    {13, 11, MRT_RIB, 4, 1, 0, 0, FAMILY_V6, 2},  {13, 12, MRT_RIB_GENERIC, 4, 1, 0, 0, 0, 0},
	    {16, 0, MRT_STATE, 2, 0, 0, 0, 0, 0},         {16, 1, MRT_MESSAGE, 2, 0, 0, 0, 0, 0},
	    {16, 2, MRT_ENTRY, 2, 0, 0, 0, 0, 0},         {16, 3, MRT_SKIP, 0, 0, 0, 0, 0, 0},
	    {16, 4, MRT_MESSAGE, 4, 0, 0, 0, 0, 0},       {16, 5, MRT_STATE, 4, 0, 0, 0, 0, 0},
	    {16, 6, MRT_MESSAGE, 2, 0, 1, 0, 0, 0},       {16, 7, MRT_MESSAGE, 4, 0, 1, 0, 0, 0},
	    {16, 8, MRT_MESSAGE, 2, 1, 0, 0, 0, 0},       {16, 9, MRT_MESSAGE, 4, 1, 0, 0, 0, 0},
	    {16, 10, MRT_MESSAGE, 2, 1, 1, 0, 0, 0},      {16, 11, MRT_MESSAGE, 4, 1, 1, 0, 0, 0},
	    {5, 1, MRT_MESSAGE, 2, 0, 0, 0, 0, 0},        {5, 3, MRT_STATE, 2, 0, 0, 0, 0, 0},
	    {5, 5, MRT_MESSAGE, 2, 0, 0, 0, 0, 0},        {5, 6, MRT_MESSAGE, 2, 0, 0, 0, 0, 0},
	    {5, 7, MRT_MESSAGE, 2, 0, 0, 0, 0, 0},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		for (unsigned et = 0; et <= (rows[i].type == 16); et++) {
			const struct mrt_kind *k =
			    mrt_kind_find((uint16_t)(rows[i].type + et), (uint16_t)rows[i].subtype);
			assert_non_null(k);
			assert_int_equal(k->type, rows[i].type + et);
			assert_int_equal(k->subtype, rows[i].subtype);
			assert_int_equal(k->decoder, rows[i].decoder);
			assert_int_equal(k->as_width, rows[i].width);
			assert_int_equal(k->add_path, rows[i].add_path);
			assert_int_equal(k->local, rows[i].local);
			assert_int_equal(k->has_micros, et);
			assert_int_equal(k->family, rows[i].family);
			assert_int_equal(k->safi, rows[i].safi);
		}
	static const uint16_t none[][2] = {{0, 0},   {1, 0},   {5, 8},  {12, 0},  {12, 5},
	                                   {13, 0},  {13, 13}, {14, 1}, {15, 0},  {16, 12},
	                                   {17, 12}, {18, 0},  {64, 1}, {256, 1}, {65535, 65535}};
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
		assert_null(mrt_kind_find(none[i][0], none[i][1]));
	static const uint16_t skipped[] = {11, 32, 33, 48, 49};
	for (size_t i = 0; i < sizeof skipped / sizeof skipped[0]; i++)
		assert_int_equal(mrt_kind_find(skipped[i], 7)->decoder, MRT_SKIP);
}

#define COLLECTOR "c0000214 0004 74657374"
#define PEERS                                               \
	"00 c0000201 c000020a fbf0"                         \
	"01 c0000202 20010db800000000000000000000000a fbf1" \
	"02 c0000203 c000020b fa56ea00"                     \
	"03 c0000204 20010db800000000000000000000000b fa56ea01"

static void peers(void **state)
{
	(void)state;
	static const struct {
		const char *ip;
		asn_t asn;
	} want[] = {{"192.0.2.10", 64496},
	            {"2001:db8::a", 64497},
	            {"192.0.2.11", 4200000000},
	            {"2001:db8::b", 4200000001}};
	struct sample s = {0};
	struct mrt_peers p = {0};
	frame(&s, 13, 1, COLLECTOR "0004" PEERS);
	assert_int_equal(mrt_peers_decode(&s.r, &p), ERR_OK);
	assert_int_equal(p.collector_id, 0xc0000214);
	assert_memory_equal(p.view, "test", 4);
	assert_int_equal(p.peers.n, 4);
	for (uint16_t i = 0; i < 4; i++) {
		struct mrt_peer peer = peer_at(&p, i);
		assert_ip(&peer.ip, want[i].ip);
		assert_int_equal(peer.asn, want[i].asn);
		assert_int_equal(peer.bgp_id, 0xc0000201 + i);
		assert_true(isnan(peer.latitude));
	}
	assert_null(mrt_peers_get(&p, 4)); /* an index beyond the table */
	assert_null(mrt_peers_get(&p, 65535));
	fini(&s);
	/* the second table replaces the first */
	frame(&s, 13, 1, "c0000215 0000 0001 00 c0000209 c0000263 fbf9");
	assert_int_equal(mrt_peers_decode(&s.r, &p), ERR_OK);
	assert_int_equal(p.peers.n, 1);
	assert_int_equal(peer_at(&p, 0).asn, 64505);
	assert_null(mrt_peers_get(&p, 1));
	fini(&s);
	/* fewer than it says: those that are whole */
	frame(&s, 13, 1, "c0000215 0000 ffff 00 c0000209 c0000263 fbf9 00 c000");
	assert_int_equal(mrt_peers_decode(&s.r, &p), ERR_SHORT);
	assert_int_equal(p.peers.n, 1);
	fini(&s);
	frame(&s, 13, 1, "c0000215 0000 0000 00");
	assert_int_equal(mrt_peers_decode(&s.r, &p), ERR_TRAILING);
	fini(&s);
	/* RFC 6397: 52.25 and -0.5 degrees, and a peer that does not say */
	frame(&s, 13, 7,
	      COLLECTOR "42510000 bf000000 0002"
	                "00 c0000201 c000020a fbf0 42510000 bf000000"
	                "00 c0000202 c000020b fbf1 7fc00000 7fc00000");
	assert_int_equal(mrt_peers_decode(&s.r, &p), ERR_OK);
	assert_true(p.is_geo);
	assert_true(p.latitude == 52.25f && p.longitude == -0.5f);
	assert_true(p.peers.at[0].latitude == 52.25f && isnan(p.peers.at[1].longitude));
	fini(&s);
	mrt_peers_fini(&p);
}

/* Two entries of 4 octets of attributes, in every subtype of a RIB. */
static void ribs(void **state)
{
	(void)state;
	static const struct {
		unsigned subtype, add_path, safi;
		const char *head, *prefix;
		enum err want;
	} rows[] = {
	    {2, 0, 1, "18 c63364", "198.51.100.0/24", ERR_OK},
	    {2, 0, 1, "00", "0.0.0.0/0", ERR_OK},
	    {2, 0, 1, "20 c6336401", "198.51.100.1/32", ERR_OK},
	    {2, 0, 1, "0d 0b0d", "11.13.0.0/13", ERR_OK}, /* host bits stay */
	    {2, 0, 1, "21 c633640100", "", ERR_LENGTH},
	    {3, 0, 2, "18 c63364", "198.51.100.0/24", ERR_OK},
	    {4, 0, 1, "30 20010db80001", "2001:db8:1::/48", ERR_OK},
	    {4, 0, 1, "00", "::/0", ERR_OK},
	    {4, 0, 1, "80 20010db8000000000000000000000001", "2001:db8::1/128", ERR_OK},
	    {4, 0, 1, "81 20010db80000000000000000000000010000", "", ERR_LENGTH},
	    {5, 0, 2, "30 20010db80001", "2001:db8:1::/48", ERR_OK},
	    {6, 0, 1, "0001 01 18 c63364", "198.51.100.0/24", ERR_OK},
	    {6, 0, 2, "0002 02 30 20010db80001", "2001:db8:1::/48", ERR_OK},
	    {6, 0, 0, "0001 80 58 00000100000000fbf0c63364", "", ERR_UNSUPPORTED}, /* VPN */
	    {8, 1, 1, "18 c63364", "198.51.100.0/24", ERR_OK},
	    {9, 1, 2, "18 c63364", "198.51.100.0/24", ERR_OK},
	    {10, 1, 1, "30 20010db80001", "2001:db8:1::/48", ERR_OK},
	    {11, 1, 2, "30 20010db80001", "2001:db8:1::/48", ERR_OK},
	    {12, 1, 1, "0001 01 18 c63364", "198.51.100.0/24", ERR_OK},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct sample s = {0};
		struct mrt_rib rib;
		struct mrt_entry e;
		char hex[256];
		snprintf(
		    hex, sizeof hex, "00000007 %s 0002 0001 68e7a000 %s 0004 40010100 ffff 00000000 %s 0000",
		    rows[i].head, rows[i].add_path ? "00000009" : "", rows[i].add_path ? "ffffffff" : "");
		frame(&s, 13, rows[i].subtype, hex);
		assert_int_equal(mrt_rib_decode(&s.r, &rib), rows[i].want);
		if (rows[i].want == ERR_OK) {
			assert_int_equal(rib.sequence, 7);
			assert_int_equal(rib.safi, rows[i].safi);
			assert_prefix(&rib.prefix, rows[i].prefix);
			assert_int_equal(mrt_rib_next(&rib, &e), ERR_OK);
			assert_int_equal(e.peer_index, 1);
			assert_int_equal(e.originated, 0x68e7a000);
			assert_int_equal(e.path_id, rows[i].add_path ? 9 : 0);
			assert_int_equal(e.attrs_len, 4);
			assert_int_equal(mrt_rib_next(&rib, &e), ERR_OK);
			assert_int_equal(e.peer_index, 65535);
			assert_int_equal(e.path_id, rows[i].add_path ? UINT32_MAX : 0);
			assert_int_equal(mrt_rib_next(&rib, &e), ERR_EOF);
		}
		fini(&s);
	}
}

/* A record cut at every length: entries that are whole, then SHORT and never more. */
static void rib_truncation(void **state)
{
	(void)state;
	struct buf body = {0};
	put_hex(&body, "00000007 18 c63364 0002 0001 68e7a000 0004 40010100 0002 68e7a000 0004 40010101");
	size_t before = 0;
	for (size_t len = 0; len < body.len; len++) {
		uint8_t *exact = test_exact(body.at, len);
		struct mrt_record r = {.kind = mrt_kind_find(13, 2), .body = cur_init(exact, len)};
		struct mrt_rib rib;
		struct mrt_entry e;
		size_t n = 0;
		enum err end = mrt_rib_decode(&r, &rib);
		while (end == ERR_OK && (end = mrt_rib_next(&rib, &e)) == ERR_OK)
			n++;
		assert_int_equal(end, ERR_SHORT);
		assert_int_equal(n, len >= 22);
		assert_true(n >= before);
		before = n;
		free(exact);
	}
	buf_fini(&body);
}

#define V4_ENTRY(third) "c633" third "00 18 01 68e7a000 c000020a fbf0 0004 40010100"

/* RFC 6396 4.2, and the early dumps with many entries behind one head. */
static void tables(void **state)
{
	(void)state;
	struct sample s = {0};
	struct mrt_table t;
	struct mrt_table_entry e;
	frame(&s, 12, 1, "0000 0001" V4_ENTRY("64") V4_ENTRY("65"));
	assert_int_equal(mrt_table_decode(&s.r, &t), ERR_OK);
	assert_int_equal(t.sequence, 1);
	assert_int_equal(mrt_table_next(&t, &e), ERR_OK);
	assert_prefix(&e.prefix, "198.51.100.0/24");
	assert_ip(&e.peer, "192.0.2.10");
	assert_int_equal(e.peer_asn, 64496);
	assert_int_equal(e.status, 1);
	assert_int_equal(e.entry.attrs_len, 4);
	assert_int_equal(mrt_table_next(&t, &e), ERR_OK);
	assert_prefix(&e.prefix, "198.51.101.0/24");
	assert_int_equal(mrt_table_next(&t, &e), ERR_EOF);
	fini(&s);
	frame(&s, 12, 2,
	      "0000 0001 20010db8000100000000000000000000 30 01 68e7a000 20010db800000000000000000000000a "
	      "fbf0 0000");
	assert_int_equal(mrt_table_decode(&s.r, &t), ERR_OK);
	assert_int_equal(mrt_table_next(&t, &e), ERR_OK);
	assert_prefix(&e.prefix, "2001:db8:1::/48");
	assert_ip(&e.peer, "2001:db8::a");
	fini(&s);
	/* a length out of range costs one entry, a cut the rest */
	frame(&s, 12, 1, "0000 0001 c6336400 21 01 68e7a000 c000020a fbf0 0000" V4_ENTRY("65") "c633");
	assert_int_equal(mrt_table_decode(&s.r, &t), ERR_OK);
	assert_int_equal(mrt_table_next(&t, &e), ERR_LENGTH);
	assert_int_equal(mrt_table_next(&t, &e), ERR_OK);
	assert_int_equal(mrt_table_next(&t, &e), ERR_SHORT);
	assert_int_equal(mrt_table_next(&t, &e), ERR_SHORT);
	fini(&s);
}

/* RFC 6396 appendix B.2.3 (BGP4MP_ENTRY). */
static void entry(void **state)
{
	(void)state;
	struct sample s = {0};
	struct mrt_table_entry e;
	frame(&s, 16, 2,
	      "fbf0 fbff 0000 0001 c000020a c0000214 0000 0001 68e7a000 0001 01 04 c0000201 18 c63364 0004 "
	      "40010100");
	assert_int_equal(mrt_entry_decode(&s.r, &e), ERR_OK);
	assert_prefix(&e.prefix, "198.51.100.0/24");
	assert_ip(&e.peer, "192.0.2.10");
	assert_int_equal(e.peer_asn, 64496);
	assert_int_equal(e.entry.attrs_len, 4);
	assert_int_equal(e.entry.originated, 0x68e7a000);
	for (size_t len = 0; len < s.r.len - MRT_HEADER; len++) {
		uint8_t *exact = test_exact(s.exact + MRT_HEADER, len);
		struct mrt_record r = {.kind = s.r.kind, .body = cur_init(exact, len)};
		assert_int_equal(mrt_entry_decode(&r, &e), ERR_SHORT);
		free(exact);
	}
	fini(&s);
}

#define KEEPALIVE "ffffffffffffffffffffffffffffffff 0013 04"
#define ONES      "ffffffffffffffffffffffffffffffff"

/* RFC 6396 4.4 and RFC 8050 3, each subtype over both families; then the fossils of doc/formats.md
 * section 1.4. */
static void sessions(void **state)
{
	(void)state;
	static const struct {
		unsigned type, subtype;
		const char *hex, *peer, *local;
		asn_t peer_asn, local_asn;
		unsigned old_state, new_state, message, bare; /* message: type; bare: without its header */
		enum err want;
	} rows[] = {
	    {16, 0, "fbf0 fbff 0003 0001 c000020a c0000214 0005 0006", "192.0.2.10", "192.0.2.20", 64496,
	     64511, 5, 6, 0, 0, ERR_OK},
	    {16, 0,
	     "fbf0 fbff 0003 0002 20010db800000000000000000000000a 20010db8000000000000000000000014 0007 "
	     "0008",
	     "2001:db8::a", "2001:db8::14", 64496, 64511, 7, 8, 0, 0, ERR_OK},
	    {16, 5, "fa56ea00 0000fbff 0003 0001 c000020a c0000214 0001 0002", "192.0.2.10", "192.0.2.20",
	     4200000000, 64511, 1, 2, 0, 0, ERR_OK},
	    {16, 0, "fbf0 fbff 0003 0001 c000020a c0000214 0005 0006 00", "192.0.2.10", "192.0.2.20", 64496,
	     64511, 5, 6, 0, 0, ERR_TRAILING},
	    {16, 0, "fbf0 fbff 0003 0001 c000020a c0000214 0005 00", "", "", 0, 0, 0, 0, 0, 0, ERR_SHORT},
	    {16, 0, "fbf0 fbff 0003 0003 c000020a c0000214 0005 0006", "", "", 0, 0, 0, 0, 0, 0, ERR_VALUE},
	    {16, 1, "fbf0 fbff 0003 0001 c000020a c0000214" KEEPALIVE, "192.0.2.10", "192.0.2.20", 64496,
	     64511, 0, 0, 4, 0, ERR_OK},
	    {16, 4, "fa56ea00 0000fbff 0003 0001 c000020a c0000214" KEEPALIVE, "192.0.2.10", "192.0.2.20",
	     4200000000, 64511, 0, 0, 4, 0, ERR_OK},
	    {16, 6, "fbf0 fbff 0003 0001 c000020a c0000214" KEEPALIVE, "192.0.2.10", "192.0.2.20", 64496,
	     64511, 0, 0, 4, 0, ERR_OK},
	    {16, 7, "fa56ea00 0000fbff 0003 0001 c000020a c0000214" KEEPALIVE, "192.0.2.10", "192.0.2.20",
	     4200000000, 64511, 0, 0, 4, 0, ERR_OK},
	    {16, 8, "fbf0 fbff 0003 0001 c000020a c0000214" KEEPALIVE, "192.0.2.10", "192.0.2.20", 64496,
	     64511, 0, 0, 4, 0, ERR_OK},
	    {16, 9, "fa56ea00 0000fbff 0003 0001 c000020a c0000214" KEEPALIVE, "192.0.2.10", "192.0.2.20",
	     4200000000, 64511, 0, 0, 4, 0, ERR_OK},
	    {16, 10, "fbf0 fbff 0003 0001 c000020a c0000214" KEEPALIVE, "192.0.2.10", "192.0.2.20", 64496,
	     64511, 0, 0, 4, 0, ERR_OK},
	    {16, 11, "fa56ea00 0000fbff 0003 0001 c000020a c0000214" KEEPALIVE, "192.0.2.10", "192.0.2.20",
	     4200000000, 64511, 0, 0, 4, 0, ERR_OK},
	    {17, 4, "000f423f fa56ea00 0000fbff 0003 0001 c000020a c0000214" KEEPALIVE, "192.0.2.10",
	     "192.0.2.20", 4200000000, 64511, 0, 0, 4, 0, ERR_OK},
	    {17, 5, "00000000 fa56ea00 0000fbff 0003 0001 c000020a c0000214 0001 0002", "192.0.2.10",
	     "192.0.2.20", 4200000000, 64511, 1, 2, 0, 0, ERR_OK},
	    {17, 4, "000f4240 fa56ea00 0000fbff 0003 0001 c000020a c0000214" KEEPALIVE, "", "", 0, 0, 0, 0, 0,
	     0, ERR_VALUE}, /* 1,000,000 microseconds */
	    /* type 5: no header in front of the message */
	    {5, 1, "fbf0 c000020a fbff c0000214 0000 0000", "192.0.2.10", "192.0.2.20", 64496, 64511, 0, 0, 2,
	     1, ERR_OK},
	    {5, 5, "fbf0 c000020a fbff c0000214 04 fbf0 00b4 c0000201 00", "192.0.2.10", "192.0.2.20", 64496,
	     64511, 0, 0, 1, 1, ERR_OK},
	    {5, 6, "fbf0 c000020a fbff c0000214 06 02", "192.0.2.10", "192.0.2.20", 64496, 64511, 0, 0, 3, 1,
	     ERR_OK},
	    {5, 7, "fbf0 c000020a fbff c0000214", "192.0.2.10", "192.0.2.20", 64496, 64511, 0, 0, 4, 1,
	     ERR_OK},
	    {5, 3, "fbf0 c000020a 0005 0006", "192.0.2.10", "", 64496, 0, 5, 6, 0, 0, ERR_OK},
	    /* old Zebra: neither interface nor family nor addresses */
	    {16, 0, "fbf0 fbff 0005 0006", "", "", 64496, 64511, 5, 6, 0, 0, ERR_OK},
	    {16, 1, "fbf0 fbff" ONES "0013 04", "", "", 64496, 64511, 0, 0, 4, 0, ERR_OK},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct sample s = {0};
		struct mrt_session x;
		struct bgp_message m;
		frame(&s, rows[i].type, rows[i].subtype, rows[i].hex);
		enum err e = mrt_session_decode(&s.r, &x);
		assert_int_equal(e, rows[i].want);
		if (e == ERR_OK || e == ERR_TRAILING) {
			assert_ip(&x.peer, rows[i].peer);
			assert_ip(&x.local, rows[i].local);
			assert_int_equal(x.peer_asn, rows[i].peer_asn);
			assert_int_equal(x.local_asn, rows[i].local_asn);
			assert_int_equal(x.old_state, rows[i].old_state);
			assert_int_equal(x.new_state, rows[i].new_state);
			assert_int_equal(x.is_local, s.r.kind->local);
			assert_int_equal(x.add_path, s.r.kind->add_path);
			assert_int_equal(x.bare_type != 0, rows[i].bare);
		}
		if (rows[i].message) {
			assert_int_equal(mrt_session_message(&x, &m), ERR_OK);
			assert_int_equal(m.type, rows[i].message);
		}
		fini(&s);
	}
}

static void micros(void **state)
{
	(void)state;
	struct sample s = {0};
	frame(&s, 17, 4, "000f423f 00");
	assert_int_equal(s.r.micros, 999999);
	assert_int_equal(cur_left(&s.r.body), 1);
	fini(&s);
	frame(&s, 17, 4, "000f4240 00");
	assert_int_equal(s.r.micros, 0);
	assert_false(cur_ok(&s.r.body));
	fini(&s);
	frame(&s, 17, 4, "0000");
	assert_false(cur_ok(&s.r.body));
	fini(&s);
}

/* A decoder that is given another kind of record says so. */
static void wrong_kind(void **state)
{
	(void)state;
	static const unsigned types[][2] = {{12, 1}, {13, 1}, {13, 2}, {16, 2}, {16, 4}, {16, 3}, {99, 9}};
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
		struct sample s = {0};
		struct mrt_peers p = {0};
		struct mrt_rib rib;
		struct mrt_table t;
		struct mrt_table_entry e;
		struct mrt_session x;
		frame(&s, types[i][0], types[i][1], "");
		unsigned decoder = s.r.kind ? s.r.kind->decoder : MRT_SKIP;
		assert_int_equal(mrt_peers_decode(&s.r, &p),
		                 decoder == MRT_PEERS ? ERR_SHORT : ERR_UNSUPPORTED);
		assert_int_equal(mrt_rib_decode(&s.r, &rib),
		                 decoder == MRT_RIB ? ERR_SHORT : ERR_UNSUPPORTED);
		assert_int_equal(mrt_table_decode(&s.r, &t),
		                 decoder == MRT_TABLE ? ERR_SHORT : ERR_UNSUPPORTED);
		assert_int_equal(mrt_entry_decode(&s.r, &e),
		                 decoder == MRT_ENTRY ? ERR_SHORT : ERR_UNSUPPORTED);
		assert_int_equal(mrt_session_decode(&s.r, &x),
		                 decoder == MRT_MESSAGE ? ERR_SHORT : ERR_UNSUPPORTED);
		fini(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(kinds),          cmocka_unit_test(peers),  cmocka_unit_test(ribs),
	    cmocka_unit_test(rib_truncation), cmocka_unit_test(tables), cmocka_unit_test(entry),
	    cmocka_unit_test(sessions),       cmocka_unit_test(micros), cmocka_unit_test(wrong_kind),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
