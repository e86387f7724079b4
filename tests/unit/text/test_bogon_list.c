#include "feed.h"
#include "text/bogon_list.h"

static void got(void *ctx, const struct prefix *p)
{
	char text[PREFIX_TEXT];
	prefix_format(text, p);
	buf_printf(ctx, "%s\n", text);
}

static struct text_reader *make(struct buf *out, struct diag *diag)
{
	return bogon_list_reader_new(got, out, diag);
}

static const struct reading rows[] = {
    {"both families",
     "# last updated 1647435002 (Wed Mar 16 12:50:02 2022 GMT)\n0.0.0.0/8\n2001:db8::/32\n::/8\n",
     "0.0.0.0/8\n2001:db8::/32\n::/8\n", ERR_OK, 0, NULL},
    {"comments", "; x\n192.0.2.0/24 ; documentation\n\t198.51.100.0/24# too\r\n\n255.255.255.255/32;\n",
     "192.0.2.0/24\n198.51.100.0/24\n255.255.255.255/32\n", ERR_OK, 0, NULL},
    {"twice", "10.0.0.0/8\n10.0.0.0/8\n", "10.0.0.0/8\n10.0.0.0/8\n", ERR_OK, 0, NULL},
    {"a mark",
     "\xef\xbb\xbf"
     "10.0.0.0/8\n",
     "10.0.0.0/8\n", ERR_OK, 0, NULL},
    {"no end of line", "10.0.0.0/8\n192.0.2.0/24", "10.0.0.0/8\n192.0.2.0/24\n", ERR_OK, 0, NULL},
    {"cut", "10.0.0.0/8\n192.0.2.0/2", "10.0.0.0/8\n", ERR_SHORT, 1, "bad-prefix"},
    {"cut in an address", "10.0.0.0/8\n192.0", "10.0.0.0/8\n", ERR_SHORT, 1, "bad-length"},
    {"an address", "10.0.0.0/8\n192.0.2.1\n", "10.0.0.0/8\n", ERR_OK, 1, "bad-length"},
    {"too long a prefix", "10.0.0.0/8\n192.0.2.0/33\n::/129\n", "10.0.0.0/8\n", ERR_OK, 2, "bad-length"},
    {"everything", "10.0.0.0/8\n0.0.0.0/0\n::/0\n", "10.0.0.0/8\n", ERR_OK, 2, "bad-length"},
    {"host bits", "10.0.0.0/8\n192.0.2.1/24\n", "10.0.0.0/8\n", ERR_OK, 1, "bad-prefix"},
    {"more words", "10.0.0.0/8\n192.0.2.0/24 x\n", "10.0.0.0/8\n", ERR_OK, 1, "bad-length"},
    {"comments alone", "# last updated 1647435002\n", "", ERR_VALUE, 0, "wrong-kind"},
    {"something else", "Prefix,Designation\n000/8,IANA - Local Identification\n", "", ERR_VALUE, 2,
     "wrong-kind"},
    {"cut at once", "10.0", "", ERR_VALUE, 1, "wrong-kind"},
    {"empty", "", "", ERR_VALUE, 0, "empty"},
    {"blank", "\r\n\t\n", "", ERR_VALUE, 0, "empty"},
};

static void readings(void **state)
{
	(void)state;
	readings_check(rows, sizeof rows / sizeof *rows, make);
}

/* Cut at every octet: what stands in front of the cut's line is there. */
static void cuts(void **state)
{
	(void)state;
	static const char text[] =
	    "# last updated 1647435002\n192.0.2.0/24\n198.51.100.0/24\n2001:db8::/32\n";
	for (size_t len = 0; len < sizeof text - 1; len++) {
		struct buf out = {0};
		struct diag diag = {0};
		struct text_reader *r = make(&out, &diag);
		enum err e = feed_pieces(r, text, len, 3);
		uint64_t lines = 0;
		for (size_t i = 0; i < len; i++)
			lines += text[i] == '\n';
		assert_true(r->records + 1 >= lines && r->records <= lines);
		assert_true(e == (r->records == 0 ? ERR_VALUE : r->rejected ? ERR_SHORT : ERR_OK));
		assert_true(e == ERR_OK || diag.n > 0);
		text_reader_free(r);
		buf_fini(&out);
	}
}

static void times(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		instant_t as_of;
	} heads[] = {
	    {"# last updated 1647435002 (Wed Mar 16 12:50:02 2022 GMT)\n::/8\n", 1647435002},
	    {"; Last Updated 1647435002\n::/8\n", 1647435002},
	    {"::/8\n# last updated 1\n", 1},
	    {"# last updated Wed Mar 16\n::/8\n", INSTANT_NONE},
	    {"# last updated 99999999999\n::/8\n", INSTANT_NONE},
	    {"::/8 # last updated 1647435002\n", INSTANT_NONE},
	};
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
		struct buf out = {0};
		struct diag diag = {0};
		struct text_reader *r = make(&out, &diag);
		assert_int_equal(feed_all(r, heads[i].text), ERR_OK);
		assert_true(r->as_of == heads[i].as_of);
		text_reader_free(r);
		buf_fini(&out);
	}
}

static void floods(void **state)
{
	(void)state;
	static char block[1 << 20];
	struct heard heard = {0};
	struct diag diag = {.fn = hear, .ctx = &heard};
	struct buf out = {0};
	struct text_reader *r = make(&out, &diag);
	memset(block, '1', sizeof block);
	assert_int_equal(text_reader_feed(r, "::/8\n", 5), ERR_OK);
	for (int i = 0; i < 100; i++)
		assert_int_equal(text_reader_feed(r, block, sizeof block), ERR_OK);
	assert_int_equal(feed_all(r, "\n::/7\n"), ERR_OK);
	assert_int_equal(heard_of(&heard, "too-long"), 1);
	assert_int_equal(heard.last.line, 2);
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

static void count(void *ctx, const struct prefix *p)
{
	((uint64_t *)ctx)[p->family == FAMILY_V6]++;
}

/* Counted with grep -vc '^#'. */
static void real(void **state)
{
	(void)state;
	static const struct {
		const char *file;
		uint64_t v4, v6;
		enum err err;
	} files[] = {
	    {"bogons/fullbogons-ipv4.txt", 1479, 0, ERR_OK},
	    {"bogons/fullbogons-ipv6.txt", 0, 130320, ERR_OK},
	    {"bogons/iana/ipv4-address-space.csv", 0, 0, ERR_VALUE},
	    {"bogons/iana/ipv6-address-space.xml", 0, 0, ERR_VALUE},
	};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		char *path = data_file(files[i].file);
		if (!path)
			continue;
		uint64_t n[2] = {0};
		struct diag diag = {0};
		struct text_reader *r = bogon_list_reader_new(count, n, &diag);
		assert_int_equal(feed_file(r, path), files[i].err);
		assert_int_equal(n[0], files[i].v4);
		assert_int_equal(n[1], files[i].v6);
		assert_true(diag.n == 0 || files[i].err != ERR_OK);
		assert_true(files[i].err != ERR_OK || r->as_of == 1647435002);
		text_reader_free(r);
		free(path);
	}
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(readings), cmocka_unit_test(cuts),
                                          cmocka_unit_test(times), cmocka_unit_test(floods),
                                          cmocka_unit_test(real)};
TEST_MAIN(tests)
