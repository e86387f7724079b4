#include "make.h"
#include "wire/bgp.h"

static const struct bgp_session four = {.as_width = 4}, add_path = {.as_width = 4, .add_path = true};

/* An UPDATE whose message is `cut` octets shorter than its header says. */
struct sample {
	struct buf octets;
	uint8_t *exact;
	struct bgp_message m;
	struct bgp_update u;
};

static void decode(struct sample *s, const struct bgp_session *session, const struct buf *body, size_t cut)
{
	put_message(&s->octets, BGP_UPDATE, body->at, body->len);
	size_t len = s->octets.len - cut;
	s->exact = test_exact(s->octets.at, len);
	struct cur c = cur_init(s->exact, len);
	assert_int_equal(bgp_message_decode(&c, &s->m), ERR_OK);
	assert_int_equal(s->m.is_cut, cut > 0);
	memset(&s->u, 0xa5, sizeof s->u);
	bgp_update_decode(session, &s->m, &s->u);
}
static void fini(struct sample *s)
{
	free(s->exact);
	buf_fini(&s->octets);
	*s = (struct sample){0};
}

/* "192.0.2.0/24#7 10.0.0.0/8": prefixes of a run, path ids where there are any. */
static void run_text(struct bgp_nlri n, char *out, size_t room)
{
	struct prefix p;
	uint32_t id;
	size_t len = 0;
	out[0] = 0;
	while (n.family != FAMILY_NONE && bgp_nlri_next(&n, &p, &id) == ERR_OK) {
		char text[PREFIX_TEXT];
		prefix_format(text, &p);
		len += (size_t)snprintf(out + len, room - len, "%s%s", len ? " " : "", text);
		if (n.add_path)
			len += (size_t)snprintf(out + len, room - len, "#%u", id);
	}
}
static void assert_run(struct bgp_nlri n, const char *want)
{
	char text[512];
	run_text(n, text, sizeof text);
	assert_string_equal(text, want);
}

static void headers(void **state)
{
	(void)state;
	static const struct {
		const char *hex;
		enum err want;
		bool cut;
	} rows[] = {
	    {"ffffffffffffffffffffffffffffffff 0013 04", ERR_OK, false},
	    {"ffffffffffffffffffffffffffffffff 0013 04 00", ERR_TRAILING, false},
	    {"ffffffffffffffffffffffffffffffff 0012 04", ERR_LENGTH, false},
	    {"ffffffffffffffffffffffffffffffff 0000 04", ERR_LENGTH, false},
	    {"fffffffffffffffffffffffffffffffe 0013 04", ERR_VALUE, false},
	    {"00ffffffffffffffffffffffffffffff 0013 04", ERR_VALUE, false},
	    {"ffffffffffffffffffffffffffffffff 0013", ERR_SHORT, false},
	    {"ffffffffffffffffffffffffffffffff 0017 02 0000", ERR_OK, true},
	    {"ffffffffffffffffffffffffffffffff ffff 02", ERR_OK, true},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct buf b = {0};
		struct bgp_message m = {0};
		put_hex(&b, rows[i].hex);
		uint8_t *exact = test_exact(b.at, b.len);
		struct cur c = cur_init(exact, b.len);
		assert_int_equal(bgp_message_decode(&c, &m), rows[i].want);
		assert_int_equal(m.is_cut, rows[i].cut);
		free(exact);
		buf_fini(&b);
	}
}

/* Every length takes ceil(length / 8) octets, and host bits stay as they are on the wire. */
static void lengths(void **state)
{
	(void)state;
	for (unsigned family = FAMILY_V4; family <= FAMILY_V6; family += 2)
		for (unsigned bits = 0; bits <= family_bits(family) + 1; bits++)
			for (int missing = 0; missing <= 1; missing++) {
				struct buf b = {0};
				struct bgp_nlri n;
				struct prefix p;
				uint32_t id;
				unsigned octets = (bits + 7) / 8;
				put8(&b, bits);
				put_n(&b, 0xff, octets - (octets ? (unsigned)missing : 0));
				uint8_t *exact = test_exact(b.at, b.len);
				bgp_nlri_init(&n, exact, b.len, family, BGP_SAFI_UNICAST, false);
				enum err e = bgp_nlri_next(&n, &p, &id);
				enum err want = bits > family_bits(family) ? ERR_LENGTH
				                : missing && octets        ? ERR_SHORT
				                                           : ERR_OK;
				assert_int_equal(e, want);
				assert_int_equal(n.is_sound, want == ERR_OK);
				if (e == ERR_OK) {
					assert_int_equal(p.len, bits);
					assert_int_equal(p.family, family);
					unsigned all = octets * 8;
					assert_true(p.hi == mask_hi(all) && p.lo == mask_lo(all));
					assert_int_equal(bgp_nlri_next(&n, &p, &id), ERR_EOF);
				}
				free(exact);
				buf_fini(&b);
			}
}

static void body(void **state)
{
	(void)state;
	struct sample s = {0};
	struct buf attrs = {0};
	put_mandatory(&attrs);
	struct buf b = update_body("18 c63364 00", &attrs, "18 cb0071 19 cb007180");
	decode(&s, &four, &b, 0);
	assert_run(s.u.withdrawn, "198.51.100.0/24 0.0.0.0/0");
	assert_run(s.u.nlri, "203.0.113.0/24 203.0.113.128/25");
	assert_run(s.u.mp_reach, "");
	assert_run(s.u.mp_unreach, "");
	assert_int_equal(s.u.attrs.action, BGP_ACCEPT);
	assert_false(s.u.is_end_of_rib);
	fini(&s);
	buf_fini(&b);
	/* with path ids */
	b = update_body("00000001 18 c63364", &attrs, "00000002 18 cb0071 ffffffff 19 cb007180");
	decode(&s, &add_path, &b, 0);
	assert_run(s.u.withdrawn, "198.51.100.0/24#1");
	assert_run(s.u.nlri, "203.0.113.0/24#2 203.0.113.128/25#4294967295");
	fini(&s);
	buf_fini(&b);
	buf_fini(&attrs);
}

/* RFC 4760: both attributes, both families, with and without path ids; RFC 2545 for two next hops; RFC 8950
 * for IPv4 behind an IPv6 next hop. */
static void multiprotocol(void **state)
{
	(void)state;
	static const struct {
		const struct bgp_session *session;
		const char *reach, *unreach, *announced, *withdrawn;
		unsigned n_hops;
	} rows[] = {
	    {&four, "0001 01 04 c0000201 00 18 cb0071", "0001 01 18 c63364", "203.0.113.0/24",
	     "198.51.100.0/24", 1},
	    {&four, "0001 01 10 20010db8000000000000000000000001 00 18 cb0071", "0001 02 18 c63364",
	     "203.0.113.0/24", "198.51.100.0/24", 1},
	    {&four, "0002 01 10 20010db8000000000000000000000001 00 20 20010db8 00",
	     "0002 01 30 20010db80001", "2001:db8::/32 ::/0", "2001:db8:1::/48", 1},
	    {&four,
	     "0002 02 20 20010db8000000000000000000000001 fe800000000000000000000000000001 00 20 20010db8",
	     "0002 02 30 20010db80001", "2001:db8::/32", "2001:db8:1::/48", 2},
	    {&add_path, "0001 01 04 c0000201 00 00000001 18 cb0071", "0001 01 00000009 18 c63364",
	     "203.0.113.0/24#1", "198.51.100.0/24#9", 1},
	    {&add_path,
	     "0002 01 10 20010db8000000000000000000000001 00 00000001 20 20010db8 00000002 20 20010db8",
	     "0002 01 00000003 30 20010db80001", "2001:db8::/32#1 2001:db8::/32#2", "2001:db8:1::/48#3", 1},
	    {&four, "0019 41 04 c0000201 00 18 cb0071", "0019 41 18 c63364", "", "", 1}, /* L2VPN */
	    {&four, "0001 80 0c 0000000000000000c0000201 00 58 000001000000000000fbf0c63364", "0001 80", "",
	     "", 1},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct sample s = {0};
		struct buf attrs = {0};
		struct ip_addr hops[2];
		put_hex(&attrs, "40 01 01 00 40 02 06 02 01 0000fbf0");
		put_attr_hex(&attrs, 0x80, 14, rows[i].reach);
		put_attr_hex(&attrs, 0x80, 15, rows[i].unreach);
		struct buf b = update_body("", &attrs, "");
		decode(&s, rows[i].session, &b, 0);
		assert_int_equal(s.u.attrs.action, BGP_ACCEPT);
		assert_run(s.u.mp_reach, rows[i].announced);
		assert_run(s.u.mp_unreach, rows[i].withdrawn);
		assert_int_equal(bgp_attrs_next_hops(&s.u.attrs, true, hops), rows[i].n_hops);
		assert_false(s.u.is_end_of_rib);
		fini(&s);
		buf_fini(&b);
		buf_fini(&attrs);
	}
}

/* RFC 7606 7.11: what a faulty MP_REACH announces is known all the same (doc/formats.md section 2.3). */
static void faulty_reach(void **state)
{
	(void)state;
	struct sample s = {0};
	struct buf attrs = {0};
	put_hex(&attrs, "40 01 01 00 40 02 06 02 01 0000fbf0");
	put_attr_hex(&attrs, 0xc0, 14, "0001 01 04 c0000201 00 18 cb0071"); /* flags */
	struct buf b = update_body("", &attrs, "");
	decode(&s, &four, &b, 0);
	assert_int_equal(s.u.attrs.action, BGP_TREAT_AS_WITHDRAW);
	assert_run(s.u.mp_reach, "203.0.113.0/24");
	fini(&s);
	buf_fini(&b);
	buf_clear(&attrs);
	put_hex(&attrs, "40 01 01 00 40 02 06 02 01 0000fbf0");
	put_attr_hex(&attrs, 0x80, 14, "0002 01 04 c0000201 00 20 20010db8"); /* next hop */
	b = update_body("", &attrs, "");
	decode(&s, &four, &b, 0);
	assert_int_equal(s.u.attrs.action, BGP_UNUSABLE);
	assert_run(s.u.mp_reach, "2001:db8::/32");
	fini(&s);
	buf_fini(&b);
	buf_fini(&attrs);
}

/* RFC 4724 2, and what is none. */
static void end_of_rib(void **state)
{
	(void)state;
	static const struct {
		const char *attrs, *withdrawn;
		unsigned family;
	} rows[] = {
	    {"", "", FAMILY_V4},
	    {"80 0f 03 0002 01", "", FAMILY_V6},
	    {"80 0f 03 0001 01", "", FAMILY_V4},
	    {"80 0f 03 0002 02", "", FAMILY_NONE},             /* multicast */
	    {"80 0f 03 0019 41", "", FAMILY_NONE},             /* no prefixes */
	    {"80 0f 04 0002 01 00", "", FAMILY_NONE},          /* withdraws ::/0 */
	    {"80 0f 03 0002 01 40 01 01 00", "", FAMILY_NONE}, /* another attribute */
	    {"", "18 c63364", FAMILY_NONE},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct sample s = {0};
		struct buf attrs = {0};
		put_hex(&attrs, rows[i].attrs);
		struct buf b = update_body(rows[i].withdrawn, &attrs, "");
		decode(&s, &four, &b, 0);
		assert_int_equal(s.u.is_end_of_rib, rows[i].family != FAMILY_NONE);
		assert_int_equal(s.u.eor_family, rows[i].family);
		assert_int_equal(s.u.attrs.n_errors, 0);
		fini(&s);
		buf_fini(&b);
		buf_fini(&attrs);
	}
}

/* RFC 7606 3 d: withdrawals need no attributes, announcements do; NEXT_HOP is for those of the body alone. */
static void mandatory(void **state)
{
	(void)state;
	static const struct {
		const char *withdrawn, *attrs, *nlri;
		unsigned n;
	} rows[] = {
	    {"18 c63364", "", "", 0},
	    {"", "80 0f 07 0002 01 18 200110", "", 0},
	    {"", "", "18 cb0071", 3},
	    {"", "40 01 01 00", "18 cb0071", 2},
	    {"", "40 01 01 00 40 02 06 02 01 0000fbf0", "18 cb0071", 1},
	    {"", "80 0e 1a 0002 01 10 20010db8000000000000000000000001 00 20 20010db8", "", 2},
	    {"",
	     "40 01 01 00 40 02 06 02 01 0000fbf0 80 0e 1a 0002 01 10 20010db8000000000000000000000001 00 20 "
	     "20010db8",
	     "", 0},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct sample s = {0};
		struct buf attrs = {0};
		put_hex(&attrs, rows[i].attrs);
		struct buf b = update_body(rows[i].withdrawn, &attrs, rows[i].nlri);
		decode(&s, &four, &b, 0);
		assert_int_equal(s.u.attrs.n_errors, rows[i].n);
		assert_int_equal(s.u.attrs.action, rows[i].n ? BGP_TREAT_AS_WITHDRAW : BGP_ACCEPT);
		fini(&s);
		buf_fini(&b);
		buf_fini(&attrs);
	}
}

/* RFC 4271 6.3: lengths that run past the message, one octet off and far off. */
static void lengths_off(void **state)
{
	(void)state;
	for (int where = 0; where < 2; where++)
		for (int by = -1; by <= 1; by++) {
			struct sample s = {0};
			struct buf attrs = {0};
			put_mandatory(&attrs);
			struct buf b = update_body("18 c63364", &attrs, "18 cb0071");
			size_t at = where ? 2 + 4 : 0; /* of the length */
			unsigned old = (unsigned)(uint8_t)b.at[at + 1];
			b.at[at + 1] = (char)(old + (unsigned)by);
			decode(&s, &four, &b, 0);
			if (by == 0)
				assert_int_equal(s.u.attrs.action, BGP_ACCEPT);
			else
				assert_in_range(s.u.attrs.action, BGP_TREAT_AS_WITHDRAW, BGP_UNUSABLE);
			fini(&s);
			b.at[at] = (char)0xff;
			decode(&s, &four, &b, 0);
			assert_int_equal(s.u.attrs.action, BGP_UNUSABLE);
			assert_true(s.u.attrs.faults & 1U << BGP_FAULT_MESSAGE);
			fini(&s);
			buf_fini(&b);
			buf_fini(&attrs);
		}
}

/* RFC 7606 5.3: a prefix out of range or past the end: what stands before it is read, then no more. */
static void bad_prefixes(void **state)
{
	(void)state;
	static const char *const runs[] = {"18 cb0071 21 cb00710000", "18 cb0071 18 cb00", "18 cb0071 ff"};
	for (size_t i = 0; i < sizeof runs / sizeof runs[0]; i++) {
		struct sample s = {0};
		struct buf attrs = {0};
		put_mandatory(&attrs);
		struct buf b = update_body("", &attrs, runs[i]);
		decode(&s, &four, &b, 0);
		assert_run(s.u.nlri, "203.0.113.0/24");
		assert_false(s.u.nlri.is_sound);
		assert_int_equal(s.u.attrs.action, BGP_TREAT_AS_WITHDRAW);
		assert_true(s.u.attrs.faults & 1U << BGP_FAULT_NLRI);
		fini(&s);
		b = (buf_fini(&b), update_body(runs[i], NULL, ""));
		decode(&s, &four, &b, 0);
		assert_run(s.u.withdrawn, "203.0.113.0/24");
		assert_int_equal(s.u.attrs.action, BGP_TREAT_AS_WITHDRAW);
		fini(&s);
		buf_fini(&b);
		buf_fini(&attrs);
	}
}

/* doc/formats.md section 1.3: path ids in messages of a session that should have none. */
static void fallback(void **state)
{
	(void)state;
	static const struct {
		const char *run, *want;
		bool found;
	} rows[] = {
	    {"00000001 18 cb0071", "203.0.113.0/24#1", true},
	    {"00000001 18 cb0071 00000002 18 cb0071", "203.0.113.0/24#1 203.0.113.0/24#2", true},
	    {"00000005 00", "0.0.0.0/0#5", true},
	    {"18 cb0071", "203.0.113.0/24", false},
	    {"00", "0.0.0.0/0", false},
	    {"0d 0b0d", "11.13.0.0/13", false}, /* host bits, and no path ids */
	    {"00000001 18 cb00", "0.0.0.0/0 0.0.0.0/0 0.0.0.0/0", false},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct buf b = {0};
		struct bgp_nlri n;
		put_hex(&b, rows[i].run);
		uint8_t *exact = test_exact(b.at, b.len);
		bgp_nlri_init(&n, exact, b.len, FAMILY_V4, BGP_SAFI_UNICAST, false);
		assert_int_equal(n.is_fallback, rows[i].found);
		assert_int_equal(n.add_path, rows[i].found);
		if (i + 1 < sizeof rows / sizeof rows[0])
			assert_run(n, rows[i].want);
		else
			assert_false(n.is_sound);
		free(exact);
		buf_fini(&b);
	}
}

/* A message that the collector cut: the whole prefixes that are there count, wherever the cut lies. */
static void cut(void **state)
{
	(void)state;
	struct buf attrs = {0};
	put_mandatory(&attrs);
	struct buf b = update_body("18 c63364 18 c63365", &attrs, "18 cb0071 18 cb0072 18 cb0073");
	for (size_t n = 1; n < b.len; n++) {
		struct sample s = {0};
		char text[256];
		decode(&s, &four, &b, n);
		size_t left = b.len - n, nlri_at = 2 + 8 + 2 + attrs.len;
		size_t want_withdrawn = left >= 10 ? 2 : left >= 6 ? 1 : 0;
		size_t want_nlri = left > nlri_at ? (left - nlri_at) / 4 : 0;
		run_text(s.u.withdrawn, text, sizeof text);
		assert_string_equal(text, want_withdrawn == 2   ? "198.51.100.0/24 198.51.101.0/24"
		                          : want_withdrawn == 1 ? "198.51.100.0/24"
		                                                : "");
		run_text(s.u.nlri, text, sizeof text);
		assert_string_equal(text, want_nlri == 2   ? "203.0.113.0/24 203.0.114.0/24"
		                          : want_nlri == 1 ? "203.0.113.0/24"
		                                           : "");
		assert_true(s.u.attrs.action < BGP_TREAT_AS_WITHDRAW);
		assert_true(s.u.is_cut);
		assert_false(s.u.is_end_of_rib);
		fini(&s);
	}
	buf_fini(&b);
	buf_fini(&attrs);
}

/* The same inside MP_UNREACH, and inside MP_REACH behind the path and in front of it. */
static void cut_multiprotocol(void **state)
{
	(void)state;
	static const struct {
		const char *attrs, *announced, *withdrawn;
		size_t cut;
		enum bgp_action least, most;
	} rows[] = {
	    {"80 0f 11 0002 01 30 20010db80001 30 20010db80002", "", "2001:db8:1::/48", 3, BGP_DISCARD,
	     BGP_DISCARD},
	    {"40 01 01 00 40 02 06 02 01 0000fbf0 80 0e 23 0002 01 10 20010db8000000000000000000000001 00 "
	     "30 20010db80001 30 20010db80002",
	     "2001:db8:1::/48", "", 1, BGP_DISCARD, BGP_DISCARD},
	    {"80 0e 23 0002 01 10 20010db8000000000000000000000001 00 30 20010db80001 30 20010db80002 40 01 "
	     "01 00",
	     "2001:db8:1::/48", "", 5, BGP_UNUSABLE, BGP_UNUSABLE},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct sample s = {0};
		struct buf attrs = {0};
		put_hex(&attrs, rows[i].attrs);
		struct buf b = update_body("", &attrs, "");
		decode(&s, &four, &b, rows[i].cut);
		assert_run(s.u.mp_reach, rows[i].announced);
		assert_run(s.u.mp_unreach, rows[i].withdrawn);
		assert_in_range(s.u.attrs.action, rows[i].least, rows[i].most);
		fini(&s);
		buf_fini(&b);
		buf_fini(&attrs);
	}
}

/* RFC 8654: 65,535 octets. */
static void extended_message(void **state)
{
	(void)state;
	struct sample s = {0};
	struct buf attrs = {0}, b = {0};
	struct prefix p;
	uint32_t id;
	size_t n = 0;
	put_mandatory(&attrs);
	b = update_body("", &attrs, "");
	while (19 + b.len + 4 <= 65535)
		put_hex(&b, "18 cb0071");
	while (19 + b.len < 65535)
		put8(&b, 0);
	decode(&s, &four, &b, 0);
	assert_int_equal(s.octets.len, 65535);
	assert_int_equal(s.u.attrs.action, BGP_ACCEPT);
	struct bgp_nlri run = s.u.nlri;
	while (bgp_nlri_next(&run, &p, &id) == ERR_OK)
		n++;
	assert_true(n > 16000);
	fini(&s);
	buf_fini(&b);
	buf_fini(&attrs);
}

static void others(void **state)
{
	(void)state;
	struct bgp_notification n;
	struct bgp_open o;
	struct buf b = {0};
	put_hex(&b, "06 02 0161");
	assert_int_equal(bgp_notification_decode(cur_init(b.at, 4), &n), ERR_OK);
	assert_int_equal(n.code, 6);
	assert_int_equal(n.subcode, 2);
	assert_int_equal(cur_left(&n.data), 2);
	assert_int_equal(bgp_notification_decode(cur_init(b.at, 1), &n), ERR_SHORT);
	buf_clear(&b);
	put_hex(&b, "04 fbf0 00b4 c0000201 02 0200");
	assert_int_equal(bgp_open_decode(cur_init(b.at, b.len), &o), ERR_OK);
	assert_int_equal(o.asn, 64496);
	assert_int_equal(o.hold_time, 180);
	assert_int_equal(cur_left(&o.parameters), 2);
	for (size_t len = 0; len < b.len; len++) {
		uint8_t *exact = test_exact(b.at, len);
		assert_int_equal(bgp_open_decode(cur_init(exact, len), &o), ERR_SHORT);
		free(exact);
	}
	buf_fini(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(headers),
	    cmocka_unit_test(lengths),
	    cmocka_unit_test(body),
	    cmocka_unit_test(multiprotocol),
	    cmocka_unit_test(faulty_reach),
	    cmocka_unit_test(end_of_rib),
	    cmocka_unit_test(mandatory),
	    cmocka_unit_test(lengths_off),
	    cmocka_unit_test(bad_prefixes),
	    cmocka_unit_test(fallback),
	    cmocka_unit_test(cut),
	    cmocka_unit_test(cut_multiprotocol),
	    cmocka_unit_test(extended_message),
	    cmocka_unit_test(others),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
