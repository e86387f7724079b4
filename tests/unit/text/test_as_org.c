#include "feed.h"
#include "text/as_org.h"

static void organisation(void *ctx, const struct as_org_organisation *o)
{
	buf_printf(ctx, "org %s '%s' %s %s %lld\n", o->id, o->name, o->country, o->source,
	           o->changed == INSTANT_NONE ? -1LL : (long long)o->changed);
}

static void network(void *ctx, const struct as_org_network *n)
{
	buf_printf(ctx, "AS%u '%s' %s %s %s %lld\n", (unsigned)n->asn, n->name, n->org_id, n->opaque_id,
	           n->source, n->changed == INSTANT_NONE ? -1LL : (long long)n->changed);
}

static struct text_reader *make(struct buf *out, struct diag *diag)
{
	return as_org_reader_new(organisation, network, out, diag);
}

#define ORGS      "# format:org_id|changed|org_name|country|source\n"
#define NETS      "# format:aut|changed|aut_name|org_id|opaque_id|source\n"
#define ORG       "A-ARIN|20080402|Acme, Inc.|US|ARIN\n"
#define ORG_MADE  "org A-ARIN 'Acme, Inc.' US ARIN 1207094400\n"
#define NET       "64496|20080402|ACME|A-ARIN|0a1b_ARIN|ARIN\n"
#define NET_MADE  "AS64496 'ACME' A-ARIN 0a1b_ARIN ARIN 1207094400\n"
#define GOOD      ORGS ORG NETS NET
#define GOOD_MADE ORG_MADE NET_MADE

static const struct reading rows[] = {
    {"both tables", "# name: AS Org\n# some random text\n" GOOD, GOOD_MADE, ERR_OK, 0, NULL},
    {"networks first", NETS NET ORGS ORG, NET_MADE ORG_MADE, ERR_OK, 0, NULL},
    {"old columns", "# format:aut|changed|aut_name|org_id|source\n1||N|A|ARIN\n", "AS1 'N' A  ARIN -1\n",
     ERR_OK, 0, NULL},
    {"columns in another order",
     "#format: source|country|more|ORG_ID|org_name\r\n RIPE | DE |x| O1 | N N \r\n",
     "org O1 'N N' DE RIPE -1\n", ERR_OK, 0, NULL},
    {"a table without lines", ORGS NETS NET, NET_MADE, ERR_OK, 0, NULL},
    {"no lines at all", ORGS NETS, "", ERR_OK, 0, NULL},
    {"ASN with its letters", NETS "AS7||N|A||X\n", "AS7 'N' A  X -1\n", ERR_OK, 0, NULL},
    {"Latin-1", ORGS "A||Z\xfcrich\x1b[2J|CH|RIPE\n", "org A 'Z\xc3\xbcrich [2J' CH RIPE -1\n", ERR_OK, 0,
     NULL},
    {"a strange date", ORGS "A|2008|N|US|ARIN\n", "org A 'N' US ARIN -1\n", ERR_OK, 0, NULL},
    {"an unknown table between", ORGS ORG "# format:ix|name\n1|N\n" NETS NET, GOOD_MADE, ERR_OK, 0,
     "bad-format"},
    {"no table yet", ORG GOOD, GOOD_MADE, ERR_OK, 1, "no-format"},
    {"too few fields", ORGS "A|N\n" ORG, ORG_MADE, ERR_OK, 1, "bad-row"},
    {"too many fields", ORGS "A|20080402|N|M|US|ARIN\n" ORG, ORG_MADE, ERR_OK, 1, "bad-row"},
    {"no ASN", NETS "x||N|A||X\n" NET, NET_MADE, ERR_OK, 1, "bad-asn"},
    {"no ASN of 32 bits", NETS "4294967296||N|A||X\n" NET, NET_MADE, ERR_OK, 1, "bad-asn"},
    {"no organisation", NETS "1||N| ||X\n" NET ORGS "|2008|N|US|X\n", NET_MADE, ERR_OK, 2, "missing-member"},
    {"no end of line", ORGS "A||N|US|ARIN", "org A 'N' US ARIN -1\n", ERR_OK, 0, NULL},
    {"cut in a name", ORGS ORG "B||N", ORG_MADE, ERR_SHORT, 1, "cut-off"},
    {"cut where the organisation is last", "# format:aut|org_id\n1|A\n2|B", "AS1 '' A   -1\n", ERR_SHORT, 1,
     "cut-off"},
    {"comments alone", "# nothing\n", "", ERR_VALUE, 0, "wrong-kind"},
    {"something else", "1|2|-1\n", "", ERR_VALUE, 1, "wrong-kind"},
    {"the other form", "{\"organizationId\":\"A\",\"name\":\"N\"}\n", "", ERR_VALUE, 1, "wrong-kind"},
    {"empty", "", "", ERR_VALUE, 0, "empty"},
};

static void readings(void **state)
{
	(void)state;
	readings_check(rows, sizeof rows / sizeof *rows, make);
}

/* Cut at every octet behind the first table's head: torn lines are said to be, all others are there. */
static void cuts(void **state)
{
	(void)state;
	static const char text[] = ORGS ORG ORG;
	const size_t head = strlen(ORGS), line = strlen(ORG), source = strlen("ARIN\n");
	for (size_t len = 0; len < sizeof text - 1; len++) {
		struct buf out = {0};
		struct diag diag = {0};
		struct text_reader *r = make(&out, &diag);
		enum err e = feed_pieces(r, text, len, 5);
		size_t behind = len < head ? 0 : (len - head) % line;
		if (len < strlen("# format:org_id"))
			assert_int_equal(e, ERR_VALUE);
		else
			assert_int_equal(e, behind == 0 || behind >= line - source ? ERR_OK : ERR_SHORT);
		assert_true(e == ERR_OK || diag.n > 0);
		if (len >= head)
			assert_int_equal(r->records, (len - head + source) / line);
		text_reader_free(r);
		buf_fini(&out);
	}
}

static void places(void **state)
{
	(void)state;
	struct heard heard = {0};
	struct diag diag = {.fn = hear, .ctx = &heard};
	struct buf out = {0};
	struct text_reader *r = make(&out, &diag);
	assert_int_equal(feed_all(r, NETS "  AS|2008|N|A||X\n"), ERR_OK);
	assert_int_equal(heard.last.line, 2);
	assert_int_equal(heard.last.column, 3);
	text_reader_free(r);
	tally_fini(&heard.tally);
	buf_fini(&out);
}

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
	assert_int_equal(feed_all(r, "\n" NET "# format:a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q|r|s|t|u|v|w|x|y|z|"
	                             "a|b|c|d|e|f|g|h|i|j|k|org_id\nx\n" NETS NET),
	                 ERR_OK);
	assert_int_equal(heard_of(&heard, "too-long"), 1);
	assert_int_equal(heard_of(&heard, "bad-format"), 1);
	assert_int_equal(r->records, 4);
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

static const struct CMUnitTest tests[] = {cmocka_unit_test(readings), cmocka_unit_test(cuts),
                                          cmocka_unit_test(places), cmocka_unit_test(floods)};
TEST_MAIN(tests)
