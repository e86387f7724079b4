#include "make.h"
#include "wire/bgp_attr.h"

static const struct bgp_session two = {.as_width = 2}, four = {.as_width = 4},
                                external = {.as_width = 4, .is_external = true},
                                table_entry = {.as_width = 4, .is_rib = true};

static struct bgp_attrs decode(const struct bgp_session *s, const struct buf *b, uint8_t **exact)
{
	struct bgp_attrs a;
	*exact = test_exact(b->at, b->len);
	memset(&a, 0xa5, sizeof a); /* need not be initialised */
	bgp_attrs_decode(s, *exact, b->len, &a);
	return a;
}

/*
 * The table of RFC 7606 and what extends it, row by row: an attribute in hex, the session, and what becomes
 * of it. Sound ones have no fault.
 */
enum { SOUND = -1 };
static const struct {
	const char *what, *hex;
	const struct bgp_session *session;
	int fault; /* SOUND or enum bgp_fault */
	enum bgp_action action;
} rows[] = {
    {"ORIGIN", "40 01 01 00", &four, SOUND, BGP_ACCEPT},
    {"ORIGIN EGP", "40 01 01 01", &four, SOUND, BGP_ACCEPT},
    {"ORIGIN incomplete", "40 01 01 02", &four, SOUND, BGP_ACCEPT},
    {"ORIGIN 3", "40 01 01 03", &four, BGP_FAULT_VALUE, BGP_TREAT_AS_WITHDRAW},
    {"ORIGIN of no octet", "40 01 00", &four, BGP_FAULT_LENGTH, BGP_TREAT_AS_WITHDRAW},
    {"ORIGIN of two", "40 01 02 0000", &four, BGP_FAULT_LENGTH, BGP_TREAT_AS_WITHDRAW},
    {"ORIGIN optional", "c0 01 01 00", &four, BGP_FAULT_FLAGS, BGP_TREAT_AS_WITHDRAW},
    {"ORIGIN not transitive", "00 01 01 00", &four, BGP_FAULT_FLAGS, BGP_TREAT_AS_WITHDRAW},
    {"NEXT_HOP in a table of BIRD", "00 03 04 c0000201", &table_entry, SOUND,
     BGP_ACCEPT},                                                /* the collector's flags */
    {"ORIGIN partial", "60 01 01 00", &four, SOUND, BGP_ACCEPT}, /* RFC 7606 3 c: only the two bits */
    {"ORIGIN extended", "50 01 0001 00", &four, SOUND, BGP_ACCEPT},
    {"AS_PATH empty", "40 02 00", &four, SOUND, BGP_ACCEPT},
    {"AS_PATH", "40 02 06 02 01 0000fbf0", &four, SOUND, BGP_ACCEPT},
    /* doc/formats.md section 2.2 */
    {"AS_PATH of a set", "40 02 06 01 01 0000fbf0", &four, SOUND, BGP_ACCEPT},
    {"AS_PATH confed set", "40 02 06 04 01 0000fbf0", &four, SOUND, BGP_ACCEPT},
    {"AS_PATH of width 2", "40 02 04 02 01 fbf0", &two, SOUND, BGP_ACCEPT},
    {"AS_PATH of the other width", "40 02 04 02 01 fbf0", &four, BGP_FAULT_SEGMENT, BGP_TREAT_AS_WITHDRAW},
    {"AS_PATH unknown segment", "40 02 06 05 01 0000fbf0", &four, BGP_FAULT_SEGMENT, BGP_TREAT_AS_WITHDRAW},
    {"AS_PATH overrun", "40 02 06 02 02 0000fbf0", &four, BGP_FAULT_SEGMENT, BGP_TREAT_AS_WITHDRAW},
    {"AS_PATH underrun", "40 02 07 02 01 0000fbf0 02", &four, BGP_FAULT_SEGMENT, BGP_TREAT_AS_WITHDRAW},
    {"AS_PATH empty segment", "40 02 02 02 00", &four, BGP_FAULT_SEGMENT, BGP_TREAT_AS_WITHDRAW},
    {"AS_PATH AS 0", "40 02 0a 02 02 0000fbf0 00000000", &four, BGP_FAULT_AS_ZERO, BGP_TREAT_AS_WITHDRAW},
    {"AS_PATH AS 0 in a set", "40 02 06 01 01 00000000", &four, BGP_FAULT_AS_ZERO, BGP_TREAT_AS_WITHDRAW},
    {"NEXT_HOP", "40 03 04 c0000201", &four, SOUND, BGP_ACCEPT},
    {"NEXT_HOP of 16", "40 03 10 20010db8000000000000000000000001", &four, BGP_FAULT_LENGTH,
     BGP_TREAT_AS_WITHDRAW},
    {"NEXT_HOP of 3", "40 03 03 c00002", &four, BGP_FAULT_LENGTH, BGP_TREAT_AS_WITHDRAW},
    {"MED", "80 04 04 00000001", &four, SOUND, BGP_ACCEPT},
    {"MED of 5", "80 04 05 0000000100", &four, BGP_FAULT_LENGTH, BGP_TREAT_AS_WITHDRAW},
    {"MED transitive", "c0 04 04 00000001", &four, BGP_FAULT_FLAGS, BGP_TREAT_AS_WITHDRAW},
    {"LOCAL_PREF", "40 05 04 00000064", &four, SOUND, BGP_ACCEPT},
    {"LOCAL_PREF of 3", "40 05 03 000064", &four, BGP_FAULT_LENGTH, BGP_TREAT_AS_WITHDRAW},
    {"LOCAL_PREF external", "40 05 04 00000064", &external, BGP_FAULT_EXTERNAL, BGP_DISCARD},
    {"LOCAL_PREF external of 3", "40 05 03 000064", &external, BGP_FAULT_EXTERNAL, BGP_DISCARD},
    {"ATOMIC_AGGREGATE", "40 06 00", &four, SOUND, BGP_ACCEPT},
    {"ATOMIC_AGGREGATE of 1", "40 06 01 00", &four, BGP_FAULT_LENGTH, BGP_DISCARD},
    {"AGGREGATOR", "c0 07 08 0000fbf0 c0000201", &four, SOUND, BGP_ACCEPT},
    {"AGGREGATOR of width 2", "c0 07 06 fbf0 c0000201", &two, SOUND, BGP_ACCEPT},
    {"AGGREGATOR of 6", "c0 07 06 fbf0 c0000201", &four, BGP_FAULT_LENGTH, BGP_DISCARD},
    {"AGGREGATOR of 8", "c0 07 08 0000fbf0 c0000201", &two, BGP_FAULT_LENGTH, BGP_DISCARD},
    {"AGGREGATOR AS 0", "c0 07 08 00000000 c0000201", &four, BGP_FAULT_AS_ZERO, BGP_DISCARD},
    {"AGGREGATOR AS 0 of width 2", "c0 07 06 0000 c0000201", &two, BGP_FAULT_AS_ZERO, BGP_DISCARD},
    {"COMMUNITIES", "c0 08 08 fbf00001 fbf00002", &four, SOUND, BGP_ACCEPT},
    {"COMMUNITIES partial", "e0 08 04 fbf00001", &four, SOUND, BGP_ACCEPT},
    {"COMMUNITIES of 6", "c0 08 06 fbf00001 fbf0", &four, BGP_FAULT_LENGTH, BGP_TREAT_AS_WITHDRAW},
    {"COMMUNITIES empty", "c0 08 00", &four, BGP_FAULT_EMPTY, BGP_DISCARD}, /* 1.1.7: absent */
    {"ORIGINATOR_ID", "80 09 04 c0000201", &four, SOUND, BGP_ACCEPT},
    {"ORIGINATOR_ID of 5", "80 09 05 c000020100", &four, BGP_FAULT_LENGTH, BGP_TREAT_AS_WITHDRAW},
    {"ORIGINATOR_ID external", "80 09 04 c0000201", &external, BGP_FAULT_EXTERNAL, BGP_DISCARD},
    {"CLUSTER_LIST", "80 0a 08 c0000201 c0000202", &four, SOUND, BGP_ACCEPT},
    {"CLUSTER_LIST empty", "80 0a 00", &four, BGP_FAULT_LENGTH, BGP_TREAT_AS_WITHDRAW},
    {"CLUSTER_LIST of 5", "80 0a 05 c000020100", &four, BGP_FAULT_LENGTH, BGP_TREAT_AS_WITHDRAW},
    {"CLUSTER_LIST external", "80 0a 04 c0000201", &external, BGP_FAULT_EXTERNAL, BGP_DISCARD},
    {"MP_REACH", "80 0e 09 0001 01 04 c0000201 00", &four, SOUND, BGP_ACCEPT},
    {"MP_REACH cut in the next hop", "80 0e 07 0001 01 04 c00002", &four, BGP_FAULT_LENGTH, BGP_UNUSABLE},
    {"MP_REACH v6 with a next hop of 4", "80 0e 09 0002 01 04 c0000201 00", &four, BGP_FAULT_NEXT_HOP,
     BGP_UNUSABLE},
    {"MP_REACH v4 with a next hop of 5", "80 0e 0a 0001 01 05 c000020100 00", &four, BGP_FAULT_NEXT_HOP,
     BGP_UNUSABLE},
    {"MP_REACH without next hop", "80 0e 05 0002 01 00 00", &four, BGP_FAULT_NEXT_HOP, BGP_UNUSABLE},
    {"MP_REACH of another family", "80 0e 06 0019 41 01 00 00", &four, SOUND, BGP_ACCEPT},
    {"MP_UNREACH", "80 0f 03 0002 01", &four, SOUND, BGP_ACCEPT},
    {"MP_UNREACH of 2", "80 0f 02 0002", &four, BGP_FAULT_LENGTH, BGP_UNUSABLE},
    {"EXTENDED", "c0 10 08 0002fbf000000001", &four, SOUND, BGP_ACCEPT},
    {"EXTENDED empty", "c0 10 00", &four, BGP_FAULT_LENGTH, BGP_TREAT_AS_WITHDRAW},
    {"EXTENDED of 9", "c0 10 09 0002fbf00000000100", &four, BGP_FAULT_LENGTH, BGP_TREAT_AS_WITHDRAW},
    {"AS4_PATH", "c0 11 06 02 01 0000fbf0", &two, SOUND, BGP_ACCEPT},
    {"AS4_PATH empty", "c0 11 00", &two, BGP_FAULT_EMPTY, BGP_DISCARD},
    {"AS4_PATH overrun", "c0 11 06 02 02 0000fbf0", &two, BGP_FAULT_SEGMENT, BGP_DISCARD},
    {"AS4_PATH confederation", "c0 11 06 03 01 0000fbf0", &two, BGP_FAULT_SEGMENT, BGP_DISCARD},
    {"AS4_PATH AS 0", "c0 11 06 02 01 00000000", &two, BGP_FAULT_AS_ZERO, BGP_DISCARD},
    {"AS4_PATH of a new speaker", "c0 11 06 02 01 0000fbf0", &four, BGP_FAULT_NEW_SPEAKER, BGP_DISCARD},
    {"AS4_AGGREGATOR", "c0 12 08 0000fbf0 c0000201", &two, SOUND, BGP_ACCEPT},
    {"AS4_AGGREGATOR of 6", "c0 12 06 fbf0 c0000201", &two, BGP_FAULT_LENGTH, BGP_DISCARD},
    {"AS4_AGGREGATOR AS 0", "c0 12 08 00000000 c0000201", &two, BGP_FAULT_AS_ZERO, BGP_DISCARD},
    {"AS4_AGGREGATOR of a new speaker", "c0 12 08 0000fbf0 c0000201", &four, BGP_FAULT_NEW_SPEAKER,
     BGP_DISCARD},
    {"IPv6 EXTENDED of 19", "c0 19 13 00000000000000000000000000000000000000", &four, BGP_FAULT_LENGTH,
     BGP_TREAT_AS_WITHDRAW},
    {"LARGE", "c0 20 0c 0000fbf0 00000001 00000002", &four, SOUND, BGP_ACCEPT},
    {"LARGE empty", "c0 20 00", &four, BGP_FAULT_LENGTH, BGP_TREAT_AS_WITHDRAW},
    {"LARGE of 13", "c0 20 0d 0000fbf0 00000001 00000002 00", &four, BGP_FAULT_LENGTH, BGP_TREAT_AS_WITHDRAW},
    {"OTC", "c0 23 04 0000fbf0", &four, SOUND, BGP_ACCEPT},
    {"OTC of 2", "c0 23 02 fbf0", &two, BGP_FAULT_LENGTH, BGP_TREAT_AS_WITHDRAW},
    {"OTC of 8", "c0 23 08 0000fbf0 0000fbf0", &four, BGP_FAULT_LENGTH, BGP_TREAT_AS_WITHDRAW},
    {"OTC not transitive", "80 23 04 0000fbf0", &four, BGP_FAULT_FLAGS, BGP_TREAT_AS_WITHDRAW},
    /* seen in the wild: the extended-length flag set where the length has one octet: 0x0400 octets */
    {"OTC with a wrong extended flag", "d0 23 04 0000fbf0", &four, BGP_FAULT_OVERRUN, BGP_TREAT_AS_WITHDRAW},
    {"type 0", "c0 00 00", &four, BGP_FAULT_RESERVED, BGP_DISCARD},
    {"unknown", "c0 63 02 0102", &four, SOUND, BGP_ACCEPT},
    {"past the block", "c0 63 03 0102", &four, BGP_FAULT_OVERRUN, BGP_TREAT_AS_WITHDRAW},
    {"head cut off", "c0 63", &four, BGP_FAULT_OVERRUN, BGP_TREAT_AS_WITHDRAW},
    {"extended head cut off", "d0 63 00", &four, BGP_FAULT_OVERRUN, BGP_TREAT_AS_WITHDRAW},
    {"ATTR_SET of 3", "c0 80 03 000000", &four, BGP_FAULT_LENGTH, BGP_TREAT_AS_WITHDRAW},
};

static void table(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct buf b = {0};
		uint8_t *exact;
		put_hex(&b, rows[i].hex);
		struct bgp_attrs a = decode(rows[i].session, &b, &exact);
		unsigned code = (uint8_t)b.at[1];
		bool good = rows[i].fault == SOUND;
		if (a.action != rows[i].action || a.n_errors != !good)
			print_error("%s: action %u, %u errors\n", rows[i].what, a.action, a.n_errors);
		assert_int_equal(a.action, rows[i].action);
		assert_int_equal(a.n_errors, good ? 0 : 1);
		assert_int_equal(a.faults, good ? 0 : 1U << rows[i].fault);
		if (!good) {
			assert_int_equal(a.errors[0].fault, rows[i].fault);
			assert_int_equal(a.errors[0].attribute, code);
			assert_int_equal(a.errors[0].action, rows[i].action);
			assert_non_null(a.errors[0].source);
			assert_int_not_equal(a.errors[0].source[0] == 0 && rows[i].fault != BGP_FAULT_EMPTY,
			                     1);
		}
		if (bgp_attr_row_find((uint8_t)code) && code < BGP_SLOTS) {
			assert_int_equal(bgp_attrs_has(&a, code), good);
			assert_int_equal(bgp_attrs_seen(&a, code), rows[i].fault != BGP_FAULT_OVERRUN);
		}
		free(exact);
		buf_fini(&b);
	}
}

/* The rows say what the standards say: code, name, flags. */
static void known(void **state)
{
	(void)state;
	static const struct {
		uint8_t code, flags;
	} want[] = {{1, 0x40},  {2, 0x40},  {3, 0x40},  {4, 0x80},  {5, 0x40},  {6, 0x40},
	            {7, 0xc0},  {8, 0xc0},  {9, 0x80},  {10, 0x80}, {14, 0x80}, {15, 0x80},
	            {16, 0xc0}, {17, 0xc0}, {18, 0xc0}, {25, 0xc0}, {26, 0x80}, {32, 0xc0},
	            {33, 0x80}, {35, 0xc0}, {40, 0xc0}, {128, 0xc0}};
	unsigned n = 0;
	for (unsigned code = 0; code < 256; code++)
		n += bgp_attr_row_find((uint8_t)code) != NULL;
	assert_int_equal(n, sizeof want / sizeof want[0]);
	for (size_t i = 0; i < n; i++) {
		const struct bgp_attr_row *row = bgp_attr_row_find(want[i].code);
		assert_non_null(row);
		assert_int_equal(row->code, want[i].code);
		assert_int_equal(row->flags, want[i].flags);
	}
}

/* RFC 7606 3 g: the first stands; two of MP_REACH or MP_UNREACH make the message unusable. */
static void duplicates(void **state)
{
	(void)state;
	struct buf b = {0};
	uint8_t *exact;
	put_hex(&b, "80 04 04 00000001 80 04 04 00000002 c0 63 01 01 c0 63 01 02");
	struct bgp_attrs a = decode(&four, &b, &exact);
	assert_int_equal(a.action, BGP_DISCARD);
	assert_int_equal(a.n_errors, 2);
	assert_int_equal(bgp_attrs_u32(&a, BGP_MED), 1);
	assert_int_equal(a.n_unknown, 1);
	assert_int_equal(a.unknown[0].p[0], 1);
	free(exact);
	buf_clear(&b);
	put_hex(&b, "80 0f 03 0002 01 80 0f 03 0001 01");
	a = decode(&four, &b, &exact);
	assert_int_equal(a.action, BGP_UNUSABLE);
	assert_int_equal(a.errors[0].fault, BGP_FAULT_DUPLICATE);
	free(exact);
	buf_clear(&b);
	put_hex(&b, "80 0e 09 0001 01 04 c0000201 00 80 0e 09 0001 01 04 c0000201 00");
	a = decode(&four, &b, &exact);
	assert_int_equal(a.action, BGP_UNUSABLE);
	free(exact);
	buf_fini(&b);
}

/* Any order; a long value needs the extended length, a short one may have it. */
static void order_and_length(void **state)
{
	(void)state;
	struct buf b = {0}, big = {0};
	uint8_t *exact;
	put_n(&big, 1, 4096);
	put_attr(&b, 0xc0, 8, big.at, 4096);
	put_hex(&b, "d0 23 0004 0000fbf0 40 03 04 c0000201 50 02 0006 02 01 0000fbf0 40 01 01 00");
	struct bgp_attrs a = decode(&four, &b, &exact);
	assert_int_equal(a.action, BGP_ACCEPT);
	assert_int_equal(a.n_errors, 0);
	assert_int_equal(a.at[BGP_COMMUNITIES].len, 4096);
	assert_int_equal(bgp_attrs_u32(&a, BGP_OTC), 64496);
	assert_int_equal(bgp_attrs_u32(&a, BGP_NEXT_HOP), 0xc0000201);
	assert_int_equal(bgp_attrs_origin(&a), 0);
	bgp_attrs_require(&a, true);
	assert_int_equal(a.n_errors, 0);
	free(exact);
	buf_fini(&b);
	buf_fini(&big);
}

static void missing(void **state)
{
	(void)state;
	struct buf b = {0};
	uint8_t *exact;
	put_hex(&b, "80 04 04 00000001");
	struct bgp_attrs a = decode(&four, &b, &exact);
	bgp_attrs_require(&a, true);
	assert_int_equal(a.n_errors, 3);
	assert_int_equal(a.action, BGP_TREAT_AS_WITHDRAW);
	assert_int_equal(a.errors[0].attribute, BGP_ORIGIN);
	assert_int_equal(a.errors[1].attribute, BGP_AS_PATH);
	assert_int_equal(a.errors[2].attribute, BGP_NEXT_HOP);
	assert_string_equal(a.errors[0].source, "RFC 7606 3 d");
	free(exact);
	buf_fini(&b);
}

/* What is bounded stays bounded, and says so. */
static void bounds(void **state)
{
	(void)state;
	struct buf b = {0};
	uint8_t *exact;
	for (unsigned code = 130; code < 130 + BGP_UNKNOWN_MAX + 1; code++)
		put_attr_hex(&b, 0xc0, code, "00");
	for (unsigned i = 0; i < BGP_ERRORS_MAX + 2; i++)
		put_hex(&b, "40 01 01 03");
	struct bgp_attrs a = decode(&four, &b, &exact);
	assert_int_equal(a.n_unknown, BGP_UNKNOWN_MAX);
	assert_true(a.unknown_full);
	assert_int_equal(a.n_errors, BGP_ERRORS_MAX);
	assert_true(a.errors_full);
	assert_int_equal(a.action, BGP_TREAT_AS_WITHDRAW);
	free(exact);
	buf_fini(&b);
}

static asn_t path_origin(const struct as_path *path, unsigned *type)
{
	struct as_path_iter it = as_path_begin(path);
	struct as_seg seg;
	asn_t asn = 0;
	while (as_path_next(&it, &seg)) {
		asn = as_seg_at(&seg, seg.n - 1U);
		*type = seg.type;
	}
	return asn;
}

/* RFC 6793 4.2.3: when the AS4 attributes count. */
static void as4(void **state)
{
	(void)state;
	static uint8_t room[BGP_PATH_ROOM];
	static const struct {
		const char *what, *hex;
		asn_t origin, aggregator; /* 0: none */
	} cases[] = {
	    {"path alone", "40 02 06 02 02 fbf0 5ba0 c0 11 0a 02 02 0000fbf0 fa56ea01", 4200000001, 0},
	    {"both aggregators, AS_TRANS",
	     "40 02 06 02 02 fbf0 5ba0 c0 11 06 02 01 fa56ea01 c0 07 06 5ba0 c0000201 c0 12 08 fa56ea02 "
	     "c0000202",
	     4200000001, 4200000002},
	    {"both aggregators, an old speaker behind",
	     "40 02 06 02 02 fbf0 5ba0 c0 11 06 02 01 fa56ea01 c0 07 06 fbf1 c0000201 c0 12 08 fa56ea02 "
	     "c0000202",
	     23456, 64497},
	    {"AGGREGATOR alone", "40 02 06 02 02 fbf0 5ba0 c0 11 06 02 01 fa56ea01 c0 07 06 fbf1 c0000201",
	     4200000001, 64497},
	    {"AS4_AGGREGATOR alone", "40 02 06 02 02 fbf0 5ba0 c0 12 08 fa56ea02 c0000202", 23456, 0},
	    {"AS4_PATH longer", "40 02 04 02 01 5ba0 c0 11 0a 02 02 0000fbf0 fa56ea01", 23456, 0},
	    {"AS4_PATH malformed", "40 02 04 02 01 5ba0 c0 11 06 02 02 fa56ea01", 23456, 0},
	    {"a set at the end", "40 02 08 02 01 fbf0 01 01 5ba0 c0 11 06 01 01 fa56ea01", 4200000001, 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct buf b = {0};
		struct as_path path;
		struct bgp_aggregator g = {0};
		uint8_t *exact;
		unsigned type = 0;
		put_hex(&b, cases[i].hex);
		struct bgp_attrs a = decode(&two, &b, &exact);
		assert_true(bgp_attrs_path(&a, room, sizeof room, &path));
		assert_int_equal(path_origin(&path, &type), cases[i].origin);
		assert_int_equal(bgp_attrs_aggregator(&a, &g), cases[i].aggregator != 0);
		assert_int_equal(g.asn, cases[i].aggregator);
		if (i + 1 == sizeof cases / sizeof cases[0])
			assert_int_equal(type, AS_SET);
		free(exact);
		buf_fini(&b);
	}
}

/* RFC 6396 4.3.4: both forms of MP_REACH in a table entry, and what is neither. */
static void rib_next_hops(void **state)
{
	(void)state;
	static const struct {
		const char *hex;
		unsigned n;
		uint64_t hi;
	} cases[] = {
	    {"80 0e 05 04 c0000201", 1, UINT64_C(0xc000020100000000)},
	    {"80 0e 11 10 20010db8000000000000000000000001", 1, UINT64_C(0x20010db800000000)},
	    {"80 0e 21 20 20010db8000000000000000000000001 fe800000000000000000000000000001", 2,
	     UINT64_C(0x20010db800000000)},
	    {"80 0e 09 0001 01 04 c0000201 00", 1, UINT64_C(0xc000020100000000)},
	    {"80 0e 1a 0002 01 10 20010db8000000000000000000000001 00 20 20010db8", 1,
	     UINT64_C(0x20010db800000000)},
	    {"80 0e 2a 0002 01 20 20010db8000000000000000000000001 fe800000000000000000000000000001 00 20 "
	     "20010db8",
	     2, UINT64_C(0x20010db800000000)},
	    {"80 0e 1e 0001 80 0c 0000000000000000 c0000201 00 58 0000010000000000000000c6", 1,
	     UINT64_C(0xc000020100000000)},
	    {"80 0e 05 07 c0000201", 0, 0}, /* neither form: the entry stays, without next hop */
	    {"80 0e 06 0002 01 10 2001", 0, 0},
	    {"80 0e 00", 0, 0},
	};
	const struct bgp_session rib = {.as_width = 4, .is_rib = true};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct buf b = {0};
		struct ip_addr hops[2];
		uint8_t *exact;
		put_hex(&b, cases[i].hex);
		struct bgp_attrs a = decode(&rib, &b, &exact);
		assert_int_equal(a.action, BGP_ACCEPT);
		assert_int_equal(bgp_attrs_next_hops(&a, true, hops), cases[i].n);
		if (cases[i].n)
			assert_true(hops[0].hi == cases[i].hi);
		free(exact);
		buf_fini(&b);
	}
}

/* Cut at every length: what is whole is found, the rest is OVERRUN, nothing is read beyond. */
static void truncation(void **state)
{
	(void)state;
	struct buf b = {0};
	put_mandatory(&b);
	put_hex(&b, "80 04 04 00000001 c0 08 08 fbf00001 fbf00002 80 0e 1a 0002 01 10 "
	            "20010db8000000000000000000000001 00 "
	            "20 20010db8 c0 63 02 0102");
	static const size_t ends[] = {4, 17, 24, 31, 42, 71, 76}; /* of the attributes */
	assert_int_equal(b.len, ends[6]);
	for (size_t len = 0; len <= b.len; len++) {
		struct bgp_attrs a;
		uint8_t *exact = test_exact(b.at, len);
		unsigned whole = 0, found;
		bool at_end = len == 0;
		bgp_attrs_decode(&four, exact, len, &a);
		for (size_t i = 0; i < 7; i++) {
			whole += ends[i] <= len;
			at_end |= ends[i] == len;
		}
		found = (unsigned)__builtin_popcountll(a.seen) + a.n_unknown;
		assert_int_equal(found, whole);
		assert_int_equal(a.is_overrun, !at_end);
		assert_int_equal(a.action, at_end ? BGP_ACCEPT : BGP_TREAT_AS_WITHDRAW);
		free(exact);
	}
	buf_fini(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(table),      cmocka_unit_test(known),
	    cmocka_unit_test(duplicates), cmocka_unit_test(order_and_length),
	    cmocka_unit_test(missing),    cmocka_unit_test(bounds),
	    cmocka_unit_test(as4),        cmocka_unit_test(rib_next_hops),
	    cmocka_unit_test(truncation),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
