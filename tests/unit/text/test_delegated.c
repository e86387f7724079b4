#include "feed.h"
#include "text/delegated.h"

static void got(void *ctx, const struct delegation *d)
{
	static const char statuses[] = "-+ra";
	char first[PREFIX_TEXT], last[PREFIX_TEXT], when[CLOCK_TEXT] = "-";
	struct buf *b = ctx;
	buf_printf(b, "%s %c %s ", rir_name(d->rir), statuses[d->status], *d->cc ? d->cc : "-");
	if (d->type == DELEGATION_ASN) {
		buf_printf(b, "AS%u-%u", (unsigned)d->asn_first, (unsigned)d->asn_last);
	} else {
		addr_format(first, &d->first);
		addr_format(last, &d->last);
		assert_int_equal(d->first.family, d->type == DELEGATION_V4 ? FAMILY_V4 : FAMILY_V6);
		buf_printf(b, "%s-%s", first, last);
	}
	if (d->date != INSTANT_NONE)
		clock_format(when, d->date, -1);
	buf_printf(b, " %.10s [%s]\n", when, d->opaque_id);
}

static struct text_reader *make(struct buf *out, struct diag *diag)
{
	return delegated_reader_new(got, out, diag);
}

#define HEAD                                                                                              \
	"2|apnic|20210715|6|19830613|20210714|+1000\napnic|*|asn|*|2|summary\napnic|*|ipv4|*|2|summary\n" \
	"apnic|*|ipv6|*|2|summary\n"

static const struct reading rows[] = {
    {"seven fields",
     "# conditions\n#\n" HEAD
     "apnic|AU|asn|64496|1|20020801|allocated\napnic|JP|asn|64500|5|20020801|assigned\n"
     "apnic|AU|ipv4|192.0.2.0|256|20110811|assigned\napnic|CN|ipv4|198.51.100.7|700|20110811|allocated\n"
     "apnic|JP|ipv6|2001:db8::|35|19990813|allocated\napnic|JP|ipv6|2001:db8:ffff::|128|19990813|allocated\n",
     "apnic + AU AS64496-64496 2002-08-01 []\napnic + JP AS64500-64504 2002-08-01 []\n"
     "apnic + AU 192.0.2.0-192.0.2.255 2011-08-11 []\n"
     "apnic + CN 198.51.100.7-198.51.102.194 2011-08-11 []\n"
     "apnic + JP 2001:db8::-2001:db8:1fff:ffff:ffff:ffff:ffff:ffff 1999-08-13 []\n"
     "apnic + JP 2001:db8:ffff::-2001:db8:ffff:: 1999-08-13 []\n",
     ERR_OK, 0, NULL},
    {"extended",
     "2.3|lacnic|20190910|4|19870101|20190910|-0300\r\nlacnic|*|asn|*|4|summary\r\n"
     "lacnic|AR|asn|64496|1|19970602|allocated|20118\r\nlacnic||asn|64497|973||available|\r\n"
     "lacnic|ZZ|asn|65551|1|00000000|reserved\r\nlacnic|br|asn|65536|1|19970602|ASSIGNED|x "
     "y|e-stats|more|\r\n",
     "lacnic + AR AS64496-64496 1997-06-02 [20118]\nlacnic a - AS64497-65469 - []\n"
     "lacnic r - AS65551-65551 - []\nlacnic + BR AS65536-65536 1997-06-02 [x y]\n",
     ERR_OK, 0, NULL},
    {"of all registries",
     "2|nro|20160406|5|19821213|20160406|+0000\niana|ZZ|asn|0|1|19920101|ietf|ietf|iana\n"
     "arin|US|asn|1|1|20010920|assigned|abc|e-stats\nripencc|ZZ|ipv6|2001:db8::|32|20160406|reserved||e-"
     "stats\n"
     "afrinic|ZA|ipv4|0.0.0.0|4294967296||available\niana|ZZ|ipv4|192.0.2.0|256||arin\n",
     "iana r - AS0-0 1992-01-01 [ietf]\narin + US AS1-1 2001-09-20 [abc]\n"
     "ripencc r - 2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff 2016-04-06 []\n"
     "afrinic a ZA 0.0.0.0-255.255.255.255 - []\n",
     ERR_OK, 1, "bad-status"},
    {"blocks of IANA",
     "2|iana|20190911|5|19830101|20190612|+0000\niana|ZZ|asn|1|1876|19920101|arin\n"
     "iana|ZZ|ipv4|192.0.2.0|256|19920101|ietf\niana|ZZ|ipv4|198.51.100.0|256|19920101|iana\n"
     "iana|ZZ|ipv6|2001:db8::|32|19920101|ripencc\niana|ZZ|asn|7|1|19920101|nobody\n",
     "arin - - AS1-1876 1992-01-01 []\niana r - 192.0.2.0-192.0.2.255 1992-01-01 []\n"
     "iana a - 198.51.100.0-198.51.100.255 1992-01-01 []\n"
     "ripencc - - 2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff 1992-01-01 []\n",
     ERR_OK, 1, "bad-status"},
    {"no version line", "arin|US|asn|4294967295|1|20010920|assigned\n",
     "arin + US AS4294967295-4294967295 2001-09-20 []\n", ERR_OK, 0, NULL},
    {"marks and blanks",
     "\xef\xbb\xbf 2 | arin |20160406|1|19821213|20160406|+0000\n arin | us |asn| 1 | 1 ||allocated \n",
     "arin + US AS1-1 - []\n", ERR_OK, 0, NULL},
#define GOOD      "arin|US|asn|1|1|20010920|assigned\n"
#define GOOD_MADE "arin + US AS1-1 2001-09-20 []\n"
    {"too few fields", GOOD "arin|US|asn|1|1|20010920\n|3|19990401|arin\n", GOOD_MADE, ERR_OK, 2, "bad-row"},
    {"no registry", GOOD "mars|US|asn|1|1|20010920|assigned\n", GOOD_MADE, ERR_OK, 1, "bad-registry"},
    {"no type", GOOD "arin|US|asns|1|1|20010920|assigned\n", GOOD_MADE, ERR_OK, 1, "bad-type"},
    {"no ASN", GOOD "arin|US|asn|AS1|1|20010920|assigned\n", GOOD_MADE, ERR_OK, 1, "bad-asn"},
    {"no ASN of 32 bits", GOOD "arin|US|asn|4294967296|1|20010920|assigned\n", GOOD_MADE, ERR_OK, 1,
     "bad-asn"},
    {"no ASNs", GOOD "arin|US|asn|1|0|20010920|assigned\n", GOOD_MADE, ERR_OK, 1, "bad-range"},
    {"negative", GOOD "arin|US|asn|1|-1|20010920|assigned\n", GOOD_MADE, ERR_OK, 1, "bad-range"},
    {"too many ASNs", GOOD "arin|US|asn|1|4294967296|20010920|assigned\n", GOOD_MADE, ERR_OK, 1, "bad-range"},
    {"too many for 64 bits", GOOD "arin|US|asn|1|18446744073709551617|20010920|assigned\n", GOOD_MADE, ERR_OK,
     1, "bad-range"},
    {"too many addresses", GOOD "arin|US|ipv4|255.255.255.0|257|20010920|assigned\n", GOOD_MADE, ERR_OK, 1,
     "bad-range"},
    {"no address", GOOD "arin|US|ipv4|192.0.2|256|20010920|assigned\n", GOOD_MADE, ERR_OK, 1, "bad-address"},
    {"the other family", GOOD "arin|US|ipv4|2001:db8::|32|20010920|assigned\n", GOOD_MADE, ERR_OK, 1,
     "bad-address"},
    {"too long a prefix", GOOD "arin|US|ipv6|2001:db8::|129|20010920|assigned\n", GOOD_MADE, ERR_OK, 1,
     "bad-range"},
    {"host bits", GOOD "arin|US|ipv6|2001:db8::1|32|20010920|assigned\n", GOOD_MADE, ERR_OK, 1,
     "bad-address"},
    {"all of IPv6", GOOD "arin|US|ipv6|::|0|20010920|available\n", GOOD_MADE, ERR_OK, 1, "bad-range"},
    {"no status", GOOD "arin|US|asn|2|1|20010920|\n", GOOD_MADE, ERR_OK, 1, "bad-status"},
    {"a strange date", "arin|US|asn|1|1|20010931|assigned\n", "arin + US AS1-1 - []\n", ERR_OK, 0,
     "bad-time"},
    {"a strange economy", "arin|USA|asn|1|1||assigned\n", "arin + - AS1-1 - []\n", ERR_OK, 0, "bad-economy"},
    {"Latin-1", "arin|US|asn|1|1||assigned|Z\xfcrich\x1b[2J\n", "arin + US AS1-1 - [Z\xc3\xbcrich [2J]\n",
     ERR_OK, 0, NULL},
    {"two version lines", HEAD HEAD "apnic|AU|asn|1|1||assigned\n", "apnic + AU AS1-1 - []\n", ERR_OK, 1,
     "duplicate-version"},
    {"duplicates come twice", GOOD GOOD, GOOD_MADE GOOD_MADE, ERR_OK, 0, NULL},
    {"cut in a word", GOOD "arin|US|asn|2|1|20010920|assign", GOOD_MADE, ERR_SHORT, 1, "bad-status"},
    {"cut in a number", GOOD "arin|US|asn|2", GOOD_MADE, ERR_SHORT, 1, "bad-row"},
    {"cut in the holder", "2|arin|20160406|9|||+0000\n" GOOD "arin|US|asn|2|1|20010920|assigned|ab",
     GOOD_MADE, ERR_SHORT, 1, "cut-off"},
    {"records missing and no end of line", "2|arin|20160406|9|||+0000\narin|US|asn|1|1|20010920|assigned",
     GOOD_MADE, ERR_SHORT, 0, "cut-off"},
    {"no end of line", "2|arin|20160406|1|||+0000\narin|US|asn|2|1|20010920|assigned|ab",
     "arin + US AS2-2 2001-09-20 [ab]\n", ERR_OK, 0, NULL},
    {"fewer records than announced", "2|arin|20160406|9|||+0000\n" GOOD, GOOD_MADE, ERR_OK, 0, NULL},
    {"a header of nothing", "2|arin|20160406|0|||+0000\n", "", ERR_OK, 0, NULL},
    {"comments alone", "# nothing\n\n", "", ERR_VALUE, 0, "wrong-kind"},
    {"something else", "route: 192.0.2.0/24\norigin: AS64496\n", "", ERR_VALUE, 2, "wrong-kind"},
    {"empty", "", "", ERR_VALUE, 0, "empty"},
    {"blank", "\n \n\r\n", "", ERR_VALUE, 0, "empty"},
};

static void readings(void **state)
{
	(void)state;
	readings_check(rows, sizeof rows / sizeof *rows, make);
}

/* A file that announces its records, cut anywhere but behind its last one, or between two lines. */
static void cuts(void **state)
{
	(void)state;
	const char *text = rows[0].in;
	for (size_t len = 0; len < strlen(text); len++) {
		struct buf out = {0};
		struct diag diag = {0};
		struct text_reader *r = make(&out, &diag);
		enum err e = feed_pieces(r, text, len, 5);
		bool between = len == 0 || text[len - 1] == '\n';
		if (len < strlen("# conditions\n#\n2|apnic|20210715|6|19830613|20210714|"))
			assert_true(e == ERR_VALUE || e == ERR_SHORT);
		else if (!between && len < strlen(text) - 1)
			assert_int_equal(e, ERR_SHORT);
		else
			assert_int_equal(e, ERR_OK);
		assert_true(e == ERR_OK || diag.n > 0);
		text_reader_free(r);
		buf_fini(&out);
	}
}

static void no_text(void **state)
{
	(void)state;
	static const char *const heads[] = {"\xff\xfe"
	                                    "2",
	                                    "\xfe\xff",
	                                    "\0"
	                                    "2|arin"};
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
		struct heard heard = {0};
		struct diag diag = {.fn = hear, .ctx = &heard};
		struct text_reader *r = make(NULL, &diag);
		assert_int_equal(feed_pieces(r, heads[i], 2, 1), ERR_VALUE);
		assert_int_equal(heard_of(&heard, "bad-encoding"), 1);
		assert_int_equal(text_reader_finish(r), ERR_VALUE);
		text_reader_free(r);
		tally_fini(&heard.tally);
	}
}

/* Line and column of what is wrong. */
static void places(void **state)
{
	(void)state;
	struct heard heard = {0};
	struct diag diag = {.fn = hear, .ctx = &heard};
	struct buf out = {0};
	struct text_reader *r = make(&out, &diag);
	assert_int_equal(feed_all(r, "# x\n" GOOD "arin|US|ipv4|192.0.2.0| 0|20010920|assigned\n"), ERR_OK);
	assert_int_equal(heard.last.line, 3);
	assert_int_equal(heard.last.column, 25);
	assert_non_null(strstr(heard.what, "\"0\""));
	text_reader_free(r);
	tally_fini(&heard.tally);
	buf_fini(&out);
}

static void headers(void **state)
{
	(void)state;
	static const struct {
		const char *line;
		enum rir registry;
		bool combined;
		uint64_t declared;
		instant_t as_of;
		uint64_t reports;
	} heads[] = {
	    {"2|apnic|20210715|69827|19830613|20210714|+1000\n", RIR_APNIC, false, 69827, 1626307200, 0},
	    {"2.3|lacnic|20190910|65649|19870101|20190910|-0300\n", RIR_LACNIC, false, 65649, 1568073600, 0},
	    {"2|ripencc|1404165599|85681|19830705|20140630|+0200\n", RIR_RIPENCC, false, 85681, 1404165599,
	     0},
	    {"2|arin|17|9|19830705|20140630|-0400\n", RIR_ARIN, false, 9, 1404086400, 0},
	    {"2|nro|20160406|395402|19821213|20160406|+0000\n", RIR_NONE, true, 395402, 1459900800, 0},
	    {"2|iana|20190911|973|19830101|20190612|+0000\n", RIR_IANA, false, 973, 1568160000, 0},
	    {"2|afrinic|00000000||00000000|00000000|00000\n", RIR_AFRINIC, false, 0, INSTANT_NONE, 1},
	    {"2|mars|20190911|-1|||+0000\n", RIR_NONE, false, 0, 1568160000, 1},
	};
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
		struct diag diag = {0};
		struct buf out = {0};
		struct text_reader *r = make(&out, &diag);
		assert_int_equal(feed_all(r, heads[i].line), ERR_OK);
		const struct delegated_header *h = delegated_reader_header(r);
		assert_true(h->seen && h->lines == 0);
		assert_int_equal(h->registry, heads[i].registry);
		assert_int_equal(h->combined, heads[i].combined);
		assert_int_equal(h->declared, heads[i].declared);
		assert_true(r->as_of == heads[i].as_of);
		assert_int_equal(diag.n, heads[i].reports);
		text_reader_free(r);
	}
}

/* A long line costs itself; garbage without end is given up. */
static void floods(void **state)
{
	(void)state;
	static char block[1 << 20];
	struct heard heard = {0};
	struct diag diag = {.fn = hear, .ctx = &heard};
	struct buf out = {0};
	struct text_reader *r = make(&out, &diag);
	memset(block, '|', sizeof block);
	assert_int_equal(text_reader_feed(r, GOOD, strlen(GOOD)), ERR_OK);
	for (int i = 0; i < 100; i++)
		assert_int_equal(text_reader_feed(r, block, sizeof block), ERR_OK);
	assert_int_equal(feed_all(r, "\n" GOOD), ERR_OK);
	assert_int_equal(heard_of(&heard, "too-long"), 1);
	assert_int_equal(r->records, 2);
	text_reader_free(r);
	r = make(&out, &diag);
	memset(block, '\n', sizeof block);
	for (size_t i = 0; i < sizeof block; i += 2)
		block[i] = 'x';
	assert_int_equal(text_reader_feed(r, block, sizeof block), ERR_VALUE);
	assert_int_equal(r->rejected, 1000);
	text_reader_free(r);
	tally_fini(&heard.tally);
	buf_fini(&out);
}

/* Files as they are: counted with another tool. */
struct totals {
	uint64_t asns, v4, v6, n_asn, addresses, free;
};

static void count(void *ctx, const struct delegation *d)
{
	struct totals *t = ctx;
	t->n_asn += d->type == DELEGATION_ASN;
	t->v4 += d->type == DELEGATION_V4;
	t->v6 += d->type == DELEGATION_V6;
	if (d->type == DELEGATION_ASN)
		t->asns += (uint64_t)d->asn_last - d->asn_first + 1;
	if (d->type == DELEGATION_V4)
		t->addresses += (d->last.hi >> 32) - (d->first.hi >> 32) + 1;
	t->free += d->status == DELEGATION_AVAILABLE || d->status == DELEGATION_RESERVED;
}

static void real(void **state)
{
	(void)state;
	static const struct {
		const char *file;
		struct totals totals;
		uint64_t rejected;
	} files[] = {
	    {"jinx-2014/rir/delegated-afrinic-latest", {1095, 2500, 429, 1095, 66113536, 0}, 0},
	    {"jinx-2014/rir/delegated-apnic-latest", {9803, 24065, 3496, 5746, 852261632, 0}, 0},
	    {"jinx-2014/rir/delegated-lacnic-latest", {4306, 8693, 2784, 4306, 184314624, 0}, 0},
	    {"jinx-2014/rir/delegated-ripencc-latest", {26416, 49932, 9333, 26416, 764423272, 0}, 0},
	    {"rrc04-2022/rir/delegated-afrinic-extended-latest",
	     {2302, 3994, 3647, 2302, 121250304, 3608},
	     0},
	    {"rrc04-2022/rir/delegated-apnic-20210715", {23493, 47067, 11899, 10860, 886026752, 0}, 0},
	    {"rrc04-2022/rir/delegated-iana-latest", {190258437, 1220, 116, 1194, 8589933824, 167}, 1},
	    {"rrc04-2022/rir/delegated-lacnic-extended-latest",
	     {12031, 17013, 38175, 10461, 190783232, 29930},
	     0},
	    {"irr/extended-delegated-stats.txt", {4, 7, 4, 4, 3146752, 2}, 0},
	};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		char *path = data_file(files[i].file);
		if (!path)
			continue;
		struct totals t = {0};
		struct diag diag = {0};
		struct text_reader *r = delegated_reader_new(count, &t, &diag);
		assert_int_equal(feed_file(r, path), ERR_OK);
		assert_int_equal(r->rejected, files[i].rejected);
		assert_int_equal(r->records, t.n_asn + t.v4 + t.v6);
		assert_memory_equal(&t, &files[i].totals, sizeof t);
		text_reader_free(r);
		free(path);
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(readings), cmocka_unit_test(cuts),   cmocka_unit_test(no_text), cmocka_unit_test(places),
    cmocka_unit_test(headers),  cmocka_unit_test(floods), cmocka_unit_test(real)};
TEST_MAIN(tests)
