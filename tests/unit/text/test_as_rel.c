#include "feed.h"
#include "text/as_rel.h"

static void got(void *ctx, const struct as_rel_link *l)
{
	buf_printf(ctx, "%u %c %u [%s]\n", (unsigned)l->a, l->is_transit ? '>' : '=', (unsigned)l->b,
	           l->source);
}

static struct text_reader *make(struct buf *out, struct diag *diag)
{
	return as_rel_reader_new(got, out, diag);
}

#define GOOD      "64496|64497|-1\n"
#define GOOD_MADE "64496 > 64497 []\n"

static const struct reading rows[] = {
    {"serial 1", "# input clique: 1 2\n# IXP ASes: 7\n1|11537|0\n1|4294967295|-1\n",
     "1 = 11537 []\n1 > 4294967295 []\n", ERR_OK, 0, NULL},
    {"serial 2", "1|2|0|bgp\n3|4|-1|mlp\n5|6|0|bgp,mlp\n", "1 = 2 [bgp]\n3 > 4 [mlp]\n5 = 6 [bgp,mlp]\n",
     ERR_OK, 0, NULL},
    {"blanks and CR LF", "\xef\xbb\xbf 1 | 2 | -1 | bgp \r\n\r\n  # x\r\nAS3|as4|0\r\n",
     "1 > 2 [bgp]\n3 = 4 []\n", ERR_OK, 0, NULL},
    {"more fields", "1|2|0|bgp|more|still more\n", "1 = 2 [bgp]\n", ERR_OK, 0, NULL},
    {"twice", GOOD GOOD, GOOD_MADE GOOD_MADE, ERR_OK, 0, NULL},
    {"no end of line", GOOD "1|2|0", GOOD_MADE "1 = 2 []\n", ERR_OK, 0, NULL},
    {"cut in front of the source", "1|2|0|bgp\n1|3|-1", "1 = 2 [bgp]\n", ERR_SHORT, 1, "cut-off"},
    {"cut in the relation", GOOD "1|2|-", GOOD_MADE, ERR_SHORT, 1, "bad-relation"},
    {"cut in a number", GOOD "1|2", GOOD_MADE, ERR_SHORT, 1, "bad-row"},
    {"too few fields", GOOD "1|2\n1 2 -1\n", GOOD_MADE, ERR_OK, 2, "bad-row"},
    {"no ASN", GOOD "1|x|0\n|2|0\n", GOOD_MADE, ERR_OK, 2, "bad-asn"},
    {"no ASN of 32 bits", GOOD "1|4294967296|0\n", GOOD_MADE, ERR_OK, 1, "bad-asn"},
    {"nobody", GOOD "0|1|0\n1|0|-1\n", GOOD_MADE, ERR_OK, 2, "bad-asn"},
    {"no relation", GOOD "1|2|1\n1|2|2\n1|2|\n1|2|-11\n", GOOD_MADE, ERR_OK, 4, "bad-relation"},
    {"itself", GOOD "5|5|-1\n", GOOD_MADE, ERR_OK, 1, "self-link"},
    {"Latin-1", "1|2|0|\xfc\x1b\n", "1 = 2 [\xc3\xbc]\n", ERR_OK, 0, NULL},
    {"a strange clique", "# input clique: 1 x 2\n" GOOD, GOOD_MADE, ERR_OK, 0, "bad-asn"},
    {"comments alone", "# input clique: 1\n", "", ERR_VALUE, 0, "wrong-kind"},
    {"something else", "apnic|AU|asn|1|1|20110811|assigned\n", "", ERR_VALUE, 1, "wrong-kind"},
    {"cut at once", "1|2", "", ERR_VALUE, 1, "wrong-kind"},
    {"empty", "", "", ERR_VALUE, 0, "empty"},
    {"blank", "\n \n", "", ERR_VALUE, 0, "empty"},
};

static void readings(void **state)
{
	(void)state;
	readings_check(rows, sizeof rows / sizeof *rows, make);
}

/* Cut at every octet: no line that is not there, and a line that is torn is said to be. */
static void cuts(void **state)
{
	(void)state;
	static const char text[] = "# input clique: 1\n10|20|-1|bgp\n30|40|0|mlp\n50|60|-1|bgp\n";
	for (size_t len = 0; len < sizeof text - 1; len++) {
		struct buf out = {0};
		struct diag diag = {0};
		struct text_reader *r = make(&out, &diag);
		enum err e = feed_pieces(r, text, len, 5);
		uint64_t lines = 0, bars = 0;
		for (size_t i = 0; i < len; i++) {
			lines += text[i] == '\n';
			bars = text[i] == '\n' ? 0 : bars + (text[i] == '|');
		}
		bool comment = lines == 0, torn = text[len ? len - 1 : 0] != '\n' && bars < 3;
		if (comment || (lines == 1 && bars < 2))
			assert_int_equal(e, ERR_VALUE);
		else if (lines > 1)
			assert_int_equal(e, torn ? ERR_SHORT : ERR_OK);
		assert_true(e == ERR_OK || diag.n > 0);
		assert_true(r->records <= (lines ? lines : 1));
		text_reader_free(r);
		buf_fini(&out);
	}
}

static void headers(void **state)
{
	(void)state;
	struct buf out = {0};
	struct diag diag = {0};
	struct text_reader *r = make(&out, &diag);
	assert_int_equal(feed_all(r, "# source:topology|BGP|20140103|routeviews|sydney\n"
	                             "# source:topology|BGP|20140101|routeviews|sydney\n"
	                             "# source:topology|BGP|20149999|routeviews|sydney\n"
	                             "#  Inferred clique: 174\t209 4294967295 \n# IXP ASes: 1200\n#\n" GOOD),
	                 ERR_OK);
	struct as_rel_header h = as_rel_reader_header(r);
	assert_int_equal(h.n_clique, 3);
	assert_int_equal(h.clique[0], 174);
	assert_true(h.clique[2] == 4294967295);
	assert_int_equal(h.n_exchanges, 1);
	assert_int_equal(h.exchanges[0], 1200);
	assert_int_equal(r->as_of, 1388534400);
	assert_int_equal(diag.n, 0);
	text_reader_free(r);
	r = make(&out, &diag);
	assert_int_equal(feed_all(r, GOOD), ERR_OK);
	assert_true(r->as_of == INSTANT_NONE);
	text_reader_free(r);
	buf_fini(&out);
}

static void places(void **state)
{
	(void)state;
	struct heard heard = {0};
	struct diag diag = {.fn = hear, .ctx = &heard};
	struct buf out = {0};
	struct text_reader *r = make(&out, &diag);
	assert_int_equal(feed_all(r, "# x\n" GOOD "1| 2| 3|bgp\n"), ERR_OK);
	assert_int_equal(heard.last.line, 3);
	assert_int_equal(heard.last.column, 7);
	assert_non_null(strstr(heard.what, "\"3\""));
	text_reader_free(r);
	tally_fini(&heard.tally);
	buf_fini(&out);
}

/* A long line costs itself, a clique without end its surplus; garbage without end is given up. */
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
	for (size_t i = 0; i + 1 < sizeof block; i += 2)
		memcpy(block + i, i % 400000 == 0 ? "\n#" : "1 ", 2);
	for (size_t i = 0; i + 20 < sizeof block; i += 400000)
		memcpy(block + i, "\n# input clique: ", 17);
	assert_int_equal(text_reader_feed(r, block, sizeof block), ERR_OK);
	assert_int_equal(feed_all(r, "\n" GOOD), ERR_OK);
	assert_int_equal(as_rel_reader_header(r).n_clique, AS_REL_MAX_LISTED);
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

static void count(void *ctx, const struct as_rel_link *l)
{
	((uint64_t *)ctx)[l->is_transit]++;
}

/* Counted with grep -c '|-1$' and grep -c '|0$'. */
static void real(void **state)
{
	(void)state;
	static const struct {
		const char *file;
		uint64_t peers, transit;
		size_t clique, exchanges;
		instant_t as_of;
	} files[] = {
	    {"youtube-2008/topology/20080101.as-rel.txt", 22783, 52311, 15, 25, 1199145600},
	    {"jinx-2014/topology/20140101.as-rel.txt", 76631, 88733, 13, 25, 1388534400},
	};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		char *path = data_file(files[i].file);
		if (!path)
			continue;
		uint64_t n[2] = {0};
		struct diag diag = {0};
		struct text_reader *r = as_rel_reader_new(count, n, &diag);
		assert_int_equal(feed_file(r, path), ERR_OK);
		assert_int_equal(n[0], files[i].peers);
		assert_int_equal(n[1], files[i].transit);
		assert_int_equal(r->records, n[0] + n[1]);
		assert_int_equal(diag.n, 0);
		assert_int_equal(as_rel_reader_header(r).n_clique, files[i].clique);
		assert_int_equal(as_rel_reader_header(r).n_exchanges, files[i].exchanges);
		assert_int_equal(r->as_of, files[i].as_of);
		text_reader_free(r);
		free(path);
	}
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(readings), cmocka_unit_test(cuts),
                                          cmocka_unit_test(headers),  cmocka_unit_test(places),
                                          cmocka_unit_test(floods),   cmocka_unit_test(real)};
TEST_MAIN(tests)
