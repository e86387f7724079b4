#include "feed.h"
#include "text/vrp_json.h"

struct got {
	struct buf text; /* one VRP or ASPA a line */
	bool quiet;
	uint64_t vrps, v4, v6, as0, aspas, providers, expiring;
	VEC(struct vrp) all;
	struct heard heard;
	struct diag diag;
};

static void got_vrp(void *ctx, const struct vrp *v)
{
	struct got *g = ctx;
	char text[PREFIX_TEXT];
	g->vrps++;
	g->v4 += v->prefix.family == FAMILY_V4;
	g->v6 += v->prefix.family == FAMILY_V6;
	g->as0 += v->asn == 0;
	g->expiring += v->expires != INSTANT_NONE;
	if (g->quiet) {
		*vec_push(&g->all) = *v;
		return;
	}
	prefix_format(text, &v->prefix);
	buf_printf(&g->text, "%s-%u %u %s\n", text, (unsigned)v->max_len, (unsigned)v->asn, v->ta);
}

static void got_aspa(void *ctx, const struct aspa *a)
{
	struct got *g = ctx;
	g->aspas++;
	g->providers += a->n_providers;
	if (g->quiet)
		return;
	buf_printf(&g->text, "AS%u:", (unsigned)a->customer);
	for (size_t i = 0; i < a->n_providers && i < 20; i++)
		buf_printf(&g->text, " %u", (unsigned)a->providers[i]);
	buf_str(&g->text, "\n");
}

static struct text_reader *start(struct got *g)
{
	*g = (struct got){0};
	g->diag = (struct diag){.fn = hear, .ctx = &g->heard};
	buf_str(&g->text, "");
	return vrp_json_reader_new(got_vrp, got_aspa, g, &g->diag);
}

static void got_fini(struct got *g)
{
	buf_fini(&g->text);
	vec_free(&g->all);
	tally_fini(&g->heard.tally);
}

static const struct {
	const char *name, *in, *out;
	instant_t as_of;
	enum err err;
	unsigned rejected;
	const char *reason;
} rows[] = {
    {"rpki-client",
     "{\"metadata\":{\"buildmachine\":\"m\",\"buildtime\":\"2024-01-02T03:04:05Z\",\"vrps\":2},"
     "\"roas\":[{\"asn\":64496,\"prefix\":\"192.0.2.0/"
     "24\",\"maxLength\":25,\"ta\":\"ripe\",\"expires\":1704164645},"
     "{\"asn\":64497,\"prefix\":\"2001:db8::/32\",\"maxLength\":48,\"ta\":\"arin\",\"expires\":1704164646}],"
     "\"bgpsec_keys\":[{\"asn\":1,\"ski\":\"AA\",\"pubkey\":\"x\",\"ta\":\"ripe\"}],\"nonfunc_cas\":[{"
     "\"ski\":\"q\"}],"
     "\"aspas\":[{\"customer_asid\":64499,\"expires\":1704164645,\"providers\":[64501,64500]}],"
     "\"signedprefixlists\":[{\"asn\":3,\"prefixes\":[\"192.0.2.0/24\"]}]}",
     "192.0.2.0/24-25 64496 ripe\n2001:db8::/32-48 64497 arin\nAS64499: 64500 64501\n", 1704164645, ERR_OK, 0,
     NULL},
    {"routinator json",
     "{\"metadata\":{\"generated\":1704164645,\"generatedTime\":\"2024-01-02T03:04:05Z\"},"
     "\"roas\":[{\"asn\":\"AS64496\",\"prefix\":\"192.0.2.0/24\",\"maxLength\":24,\"ta\":\"apnic\"}],"
     "\"routerKeys\":[{\"asn\":\"AS1\",\"SKI\":\"k\",\"routerPublicKey\":\"x\",\"ta\":\"a\"}],"
     "\"aspas\":[{\"customer\":\"AS64499\",\"providers\":[\"AS64500\",\"AS64501\"],\"ta\":\"ripe\"}]}",
     "192.0.2.0/24-24 64496 apnic\nAS64499: 64500 64501\n", 1704164645, ERR_OK, 0, NULL},
    {"routinator jsonext",
     "{\"roas\":[{\"asn\":\"AS64496\",\"prefix\":\"192.0.2.0/"
     "24\",\"maxLength\":24,\"source\":[{\"type\":\"roa\","
     "\"uri\":\"rsync://x\",\"tal\":\"apnic\",\"validity\":{\"notBefore\":\"2021-02-11T14:20:11Z\"}}]},"
     "{\"asn\":\"AS64497\",\"prefix\":\"192.0.2.0/24\",\"maxLength\":24,\"source\":[{\"type\":\"exception\","
     "\"path\":\"/x\"}]}]}",
     "192.0.2.0/24-24 64496 apnic\n192.0.2.0/24-24 64497 \n", INSTANT_NONE, ERR_OK, 0, NULL},
    {"validator 3, roas",
     "{\"roas\":[{\"asn\":\"AS64496\",\"prefix\":\"192.0.2.0/24\",\"maxLength\":24,\"ta\":\"RIPE NCC RPKI "
     "Root\"}]}",
     "192.0.2.0/24-24 64496 RIPE NCC RPKI Root\n", INSTANT_NONE, ERR_OK, 0, NULL},
    {"validator 3, data",
     "{\"data\" : [ {\"asn\" : \"64496\",\"prefix\" : \"192.0.2.0/24\",\"maxLength\" : 24,\"trustAnchor\" : "
     "\"R\"} ],"
     "\"metadata\" : {\"totalCount\":1}}",
     "192.0.2.0/24-24 64496 R\n", INSTANT_NONE, ERR_OK, 0, NULL},
    {"a bare array", "[{\"asn\":\"AS64496\",\"prefix\":\"192.0.2.0/24\",\"maxLength\":24,\"ta\":\"R\"}]",
     "192.0.2.0/24-24 64496 R\n", INSTANT_NONE, ERR_OK, 0, NULL},
    {"maxLength absent or null",
     "{\"roas\":[{\"asn\":1,\"prefix\":\"192.0.2.0/24\"},{\"maxLength\":null,\"prefix\":\"2001:db8::/"
     "32\",\"asn\":2}]}",
     "192.0.2.0/24-24 1 \n2001:db8::/32-32 2 \n", INSTANT_NONE, ERR_OK, 0, NULL},
    {"AS 0, the largest AS, the largest lengths",
     "{\"roas\":[{\"asn\":0,\"prefix\":\"0.0.0.0/0\",\"maxLength\":32},"
     "{\"asn\":4294967295,\"prefix\":\"::/0\",\"maxLength\":128}]}",
     "0.0.0.0/0-32 0 \n::/0-128 4294967295 \n", INSTANT_NONE, ERR_OK, 0, NULL},
    {"duplicates come twice",
     "{\"roas\":[{\"asn\":1,\"prefix\":\"192.0.2.0/24\"},{\"asn\":1,\"prefix\":\"192.0.2.0/24\"}]}",
     "192.0.2.0/24-24 1 \n192.0.2.0/24-24 1 \n", INSTANT_NONE, ERR_OK, 0, NULL},
    {"maxLength below the prefix",
     "{\"roas\":[{\"asn\":1,\"prefix\":\"192.0.2.0/24\",\"maxLength\":23},{\"asn\":1,\"prefix\":\"192.0.2.0/"
     "24\"}]}",
     "192.0.2.0/24-24 1 \n", INSTANT_NONE, ERR_OK, 1, "bad-max-length"},
    {"maxLength 0",
     "{\"roas\":[{\"asn\":1,\"prefix\":\"192.0.2.0/24\",\"maxLength\":0},{\"asn\":1,\"prefix\":\"192.0.2.0/"
     "24\"}]}",
     "192.0.2.0/24-24 1 \n", INSTANT_NONE, ERR_OK, 1, "bad-max-length"},
    {"maxLength above the family",
     "{\"roas\":[{\"asn\":1,\"prefix\":\"192.0.2.0/24\",\"maxLength\":33},{\"asn\":1,\"prefix\":\"192.0.2.0/"
     "24\"}]}",
     "192.0.2.0/24-24 1 \n", INSTANT_NONE, ERR_OK, 1, "bad-max-length"},
    {"maxLength absurd",
     "{\"roas\":[{\"asn\":1,\"prefix\":\"192.0.2.0/"
     "24\",\"maxLength\":1e99},{\"asn\":1,\"prefix\":\"192.0.2.0/24\"}]}",
     "192.0.2.0/24-24 1 \n", INSTANT_NONE, ERR_OK, 1, "bad-number"},
    {"ASN too large",
     "{\"roas\":[{\"asn\":4294967296,\"prefix\":\"192.0.2.0/24\"},{\"asn\":1,\"prefix\":\"192.0.2.0/24\"}]}",
     "192.0.2.0/24-24 1 \n", INSTANT_NONE, ERR_OK, 1, "bad-asn"},
    {"ASN negative",
     "{\"roas\":[{\"asn\":-1,\"prefix\":\"192.0.2.0/24\"},{\"asn\":1,\"prefix\":\"192.0.2.0/24\"}]}",
     "192.0.2.0/24-24 1 \n", INSTANT_NONE, ERR_OK, 1, "bad-asn"},
    {"ASN an object",
     "{\"roas\":[{\"asn\":{\"v\":1},\"prefix\":\"192.0.2.0/24\"},{\"asn\":1,\"prefix\":\"192.0.2.0/24\"}]}",
     "192.0.2.0/24-24 1 \n", INSTANT_NONE, ERR_OK, 1, "bad-asn"},
    {"host bits",
     "{\"roas\":[{\"asn\":1,\"prefix\":\"192.0.2.1/24\"},{\"asn\":1,\"prefix\":\"192.0.2.0/24\"}]}",
     "192.0.2.0/24-24 1 \n", INSTANT_NONE, ERR_OK, 1, "bad-prefix"},
    {"length out of range",
     "{\"roas\":[{\"asn\":1,\"prefix\":\"192.0.2.0/33\"},{\"asn\":1,\"prefix\":\"192.0.2.0/24\"}]}",
     "192.0.2.0/24-24 1 \n", INSTANT_NONE, ERR_OK, 1, "bad-prefix"},
    {"no prefix", "{\"roas\":[{\"asn\":1},{\"asn\":1,\"prefix\":\"192.0.2.0/24\"}]}", "192.0.2.0/24-24 1 \n",
     INSTANT_NONE, ERR_OK, 1, "missing-member"},
    {"elements that are no objects", "{\"roas\":[1,{\"asn\":1,\"prefix\":\"192.0.2.0/24\"}]}",
     "192.0.2.0/24-24 1 \n", INSTANT_NONE, ERR_OK, 1, "bad-record"},
    {"arrays in the array", "{\"roas\":[[],{\"asn\":1,\"prefix\":\"192.0.2.0/24\"}]}", "192.0.2.0/24-24 1 \n",
     INSTANT_NONE, ERR_OK, 1, "bad-record"},
    {"expires absurd: information only",
     "{\"roas\":[{\"asn\":1,\"prefix\":\"192.0.2.0/24\",\"expires\":1e400}]}", "192.0.2.0/24-24 1 \n",
     INSTANT_NONE, ERR_OK, 0, "bad-time"},
    {"Latin-1 and control characters",
     "{\"roas\":[{\"asn\":1,\"prefix\":\"192.0.2.0/24\",\"ta\":\"Z\xfcrich\\u0000\\u001b\"}]}",
     "192.0.2.0/24-24 1 Z\xc3\xbcrich\n", INSTANT_NONE, ERR_OK, 0, NULL},
    {"byte-order mark", "\xef\xbb\xbf{\"roas\":[{\"asn\":1,\"prefix\":\"192.0.2.0/24\"}]}",
     "192.0.2.0/24-24 1 \n", INSTANT_NONE, ERR_OK, 0, NULL},
    {"no VRPs are VRPs too", "{\"roas\":[]}", "", INSTANT_NONE, ERR_OK, 0, NULL},
    {"ASPAs alone", "{\"aspas\":[{\"customer_asid\":1,\"providers\":[2]}]}", "AS1: 2\n", INSTANT_NONE, ERR_OK,
     0, NULL},
    {"ASPA by family",
     "{\"provider_authorizations\":{\"ipv4\":[{\"customer_asid\":5,\"providers\":[9,7]}],"
     "\"ipv6\":[{\"customer_asid\":5,\"providers\":[8,7]},{\"customer_asid\":4,\"providers\":[0]}]}}",
     "AS4: 0\nAS5: 7 8 9\n", INSTANT_NONE, ERR_OK, 0, NULL},
    {"ASPA with afi",
     "{\"aspas\":[{\"customer\":\"AS5\",\"afi\":\"ipv4\",\"providers\":[\"AS9\"]},"
     "{\"customer\":\"AS5\",\"afi\":\"ipv6\",\"providers\":[\"AS8\",\"AS9\"]}]}",
     "AS5: 8 9\n", INSTANT_NONE, ERR_OK, 0, NULL},
    {"AS 0 beside others", "{\"aspas\":[{\"customer\":5,\"providers\":[9,0,9]}]}", "AS5: 9\n", INSTANT_NONE,
     ERR_OK, 0, "as0-provider"},
    {"AS 0 in one, others in another",
     "{\"aspas\":[{\"customer\":5,\"providers\":[0]},{\"customer\":5,\"providers\":[9]}]}", "AS5: 9\n",
     INSTANT_NONE, ERR_OK, 0, NULL},
    {"AS 0 twice", "{\"aspas\":[{\"customer\":5,\"providers\":[0,0]}]}", "AS5: 0\n", INSTANT_NONE, ERR_OK, 0,
     NULL},
    {"itself", "{\"aspas\":[{\"customer\":5,\"providers\":[5,6]}]}", "AS5: 6\n", INSTANT_NONE, ERR_OK, 0,
     "own-provider"},
    {"only itself", "{\"aspas\":[{\"customer\":1,\"providers\":[1]},{\"customer\":2,\"providers\":[3]}]}",
     "AS2: 3\n", INSTANT_NONE, ERR_OK, 1, "no-providers"},
    {"no provider", "{\"aspas\":[{\"customer\":1,\"providers\":[]},{\"customer\":2,\"providers\":[3]}]}",
     "AS2: 3\n", INSTANT_NONE, ERR_OK, 1, "no-providers"},
    {"customer 0", "{\"aspas\":[{\"customer\":0,\"providers\":[1]},{\"customer\":2,\"providers\":[3]}]}",
     "AS2: 3\n", INSTANT_NONE, ERR_OK, 1, "no-providers"},
    {"a provider that is none: all of it",
     "{\"aspas\":[{\"customer\":1,\"providers\":[4,\"x\",5]},{\"customer\":2,\"providers\":[3]}]}",
     "AS2: 3\n", INSTANT_NONE, ERR_OK, 1, "bad-asn"},
    {"damage costs what is behind it",
     "{\"aspas\":[{\"customer\":1,\"providers\":[4]}],\"roas\":[{\"asn\":1,\"prefix\":\"192.0.2.0/24\"},{]}",
     "192.0.2.0/24-24 1 \nAS1: 4\n", INSTANT_NONE, ERR_VALUE, 0, "bad-json"},
    {"another document",
     "{\"slurmVersion\":1,\"locallyAddedAssertions\":{\"prefixAssertions\":[{\"asn\":1,\"prefix\":\"192.0.2."
     "0/24\"}]}}",
     "", INSTANT_NONE, ERR_VALUE, 0, "wrong-kind"},
    {"no member that we know", "{}", "", INSTANT_NONE, ERR_VALUE, 0, "wrong-kind"},
    {"an array of something else", "[{\"name\":\"x\"}]", "", INSTANT_NONE, ERR_VALUE, 1, "missing-member"},
    {"nothing", "", "", INSTANT_NONE, ERR_VALUE, 0, "empty"},
    {"no JSON", "ASN,IP Prefix,Max Length\n", "", INSTANT_NONE, ERR_VALUE, 0, "bad-json"},
    {"UTF-16", "\xff\xfe{", "", INSTANT_NONE, ERR_VALUE, 0, "bad-encoding"},
};

static void dialects(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		size_t len = strlen(rows[i].in);
		for (size_t piece = 1; piece <= len + 1; piece = piece < 5 ? piece + 1 : piece * 3) {
			struct got g;
			struct text_reader *r = start(&g);
			enum err e = feed_pieces(r, rows[i].in, len, piece);
			if (e != rows[i].err || strcmp(g.text.at, rows[i].out) != 0)
				print_message("# %s: %s\n", rows[i].name, g.heard.what);
			assert_int_equal(e, rows[i].err);
			assert_string_equal(g.text.at, rows[i].out);
			assert_int_equal(r->rejected, rows[i].rejected);
			assert_int_equal(r->records, g.vrps + g.aspas);
			assert_true(r->as_of == rows[i].as_of);
			if (rows[i].reason)
				assert_true(heard_of(&g.heard, rows[i].reason) >= 1);
			else
				assert_int_equal(g.diag.n, 0);
			text_reader_free(r);
			got_fini(&g);
		}
	}
}

static void cut_everywhere(void **state)
{
	(void)state;
	const char *text = rows[0].in;
	for (size_t len = 1; len < strlen(text); len++) {
		struct got g;
		struct text_reader *r = start(&g);
		assert_int_equal(feed_pieces(r, text, len, 7), ERR_SHORT);
		text_reader_free(r);
		got_fini(&g);
	}
}

/* One list beyond the cap, and two that are beyond it together: nothing is said of either customer. */
static void too_many_providers(void **state)
{
	(void)state;
	struct got g;
	struct text_reader *r = start(&g);
	struct buf b = {0};
	buf_str(&b, "{\"aspas\":[{\"customer\":1,\"providers\":[10");
	for (int i = 11; i < 10011; i++)
		buf_printf(&b, ",%d", i);
	buf_str(&b, "]},{\"customer\":1,\"providers\":[2]},{\"customer\":3,\"providers\":[10");
	for (int i = 11; i < 10010; i++)
		buf_printf(&b, ",%d", i);
	buf_str(&b, "]},{\"customer\":4,\"providers\":[1]}, "
	            "{\"customer\":3,\"providers\":[9]},{\"customer\":5,\"providers\":[10");
	for (int i = 11; i < 10010; i++)
		buf_printf(&b, ",%d", i);
	buf_str(&b, "]}]}");
	assert_int_equal(feed_pieces(r, b.at, b.len, 1000), ERR_OK);
	assert_int_equal(g.aspas, 2);
	assert_int_equal(g.providers, 10001);
	assert_int_equal(heard_of(&g.heard, "too-many-providers"), 2);
	text_reader_free(r);
	buf_fini(&b);
	got_fini(&g);
}

static int by_vrp(const void *a, const void *b)
{
	const struct vrp *x = a, *y = b;
	int c = prefix_cmp(&x->prefix, &y->prefix);
	if (c == 0)
		c = (x->asn > y->asn) - (x->asn < y->asn);
	return c ? c : (x->max_len > y->max_len) - (x->max_len < y->max_len);
}

static uint64_t n_unique(struct got *g)
{
	uint64_t n = 0;
	qsort(g->all.at, g->all.n, sizeof *g->all.at, by_vrp);
	for (size_t i = 0; i < g->all.n; i++)
		n += i == 0 || by_vrp(&g->all.at[i - 1], &g->all.at[i]) != 0;
	return n;
}

static void a_whole_export(void **state)
{
	(void)state;
	char *path = data_file("rpki/rpkiclient_summary_20250720T093135Z.json.bz2");
	if (!path)
		return;
	struct got g;
	struct text_reader *r = start(&g);
	g.quiet = true;
	assert_int_equal(feed_file(r, path), ERR_OK);
	assert_int_equal(g.diag.n, 0);
	assert_int_equal(g.vrps, 723521);
	assert_int_equal(n_unique(&g), 723521);
	assert_int_equal(g.v4, 580366);
	assert_int_equal(g.v6, 143155);
	assert_int_equal(g.as0, 2419);
	assert_int_equal(g.expiring, 723521);
	assert_int_equal(g.aspas, 100);
	assert_int_equal(g.providers, 545);
	assert_true(r->as_of == 1753003893); /* 2025-07-20T09:31:33Z */
	text_reader_free(r);
	got_fini(&g);
	free(path);
}

static void other_exports(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		uint64_t vrps;
	} files[] = {
	    {"rpki/roa_test.rpkiclient2021_json", 0},      {"rpki/roa_test.rpkiclient2023_json", 0},
	    {"rpki/roa_test.routinator_jsonext", 2},       {"rpki/ripe-validator3/roas-response.json", 0},
	    {"rpki/stayrtr-tests/smalltest.rpki.json", 2}, {"rpki/stayrtr-tests/test.rpki.json", 0},
	};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		char *path = data_file(files[i].name);
		if (!path)
			continue;
		struct got g;
		struct text_reader *r = start(&g);
		g.quiet = true;
		assert_int_equal(feed_file(r, path), ERR_OK);
		assert_int_equal(r->rejected, 0);
		assert_true(files[i].vrps ? g.vrps == files[i].vrps : g.vrps > 2);
		print_message("# %s: %llu VRPs, %llu ASPAs, %llu remarks\n", files[i].name,
		              (unsigned long long)g.vrps, (unsigned long long)g.aspas,
		              (unsigned long long)g.diag.n);
		text_reader_free(r);
		got_fini(&g);
		free(path);
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(dialects),       cmocka_unit_test(cut_everywhere), cmocka_unit_test(too_many_providers),
    cmocka_unit_test(a_whole_export), cmocka_unit_test(other_exports),
};
TEST_MAIN(tests)
