#include "feed.h"
#include "text/vrp_csv.h"

static void got(void *ctx, const struct vrp *v)
{
	char text[PREFIX_TEXT];
	prefix_format(text, &v->prefix);
	buf_printf(ctx, "%s-%u %u %s", text, (unsigned)v->max_len, (unsigned)v->asn, v->ta);
	if (v->expires != INSTANT_NONE)
		buf_printf(ctx, " %lld", (long long)v->expires);
	buf_str(ctx, "\n");
}

static struct text_reader *make(struct buf *out, struct diag *diag)
{
	return vrp_csv_reader_new(got, out, diag);
}

#define HEAD "ASN,IP Prefix,Max Length,Trust Anchor\n"
#define GOOD "AS64496,192.0.2.0/24,25,ripe\n"
#define MADE "192.0.2.0/24-25 64496 ripe\n"

static const struct reading rows[] = {
    {"as validators write it", HEAD GOOD "AS64497,2001:db8::/32,48,arin\n",
     MADE "2001:db8::/32-48 64497 arin\n", ERR_OK, 0, NULL},
    {"with expires", "ASN,IP Prefix,Max Length,Trust Anchor,Expires\nAS1,192.0.2.0/24,24,x,1704164645\n",
     "192.0.2.0/24-24 1 x 1704164645\n", ERR_OK, 0, NULL},
    {"without trust anchor", "ASN,IP Prefix,Max Length\nAS1,192.0.2.0/24,24\n", "192.0.2.0/24-24 1 \n",
     ERR_OK, 0, NULL},
    {"an archive's columns",
     "URI,ASN,IP Prefix,Max Length,Not Before,Not After\nrsync://a/b.roa,AS1,192.0.2.0/24,,2019-01-01 "
     "00:00:00,"
     "2020-07-01 00:00:00\n",
     "192.0.2.0/24-24 1  1593561600\n", ERR_OK, 0, NULL},
    {"other order, other case, quotes",
     "\"max length\",\"prefix\",\"asn\"\n\"25\",\"192.0.2.0/24\",\"64496\"\n", "192.0.2.0/24-25 64496 \n",
     ERR_OK, 0, NULL},
    {"mark, CRLF, no last end of line",
     "\xef\xbb\xbf"
     "ASN,IP Prefix,Max Length\r\nAS1,192.0.2.0/24,24",
     "192.0.2.0/24-24 1 \n", ERR_OK, 0, NULL},
    {"duplicates come twice", HEAD GOOD GOOD, MADE MADE, ERR_OK, 0, NULL},
    {"AS 0", HEAD "AS0,192.0.2.0/24,32,x\n", "192.0.2.0/24-32 0 x\n", ERR_OK, 0, NULL},
    {"bad ASN", HEAD "ASX,192.0.2.0/24,24,x\n" GOOD, MADE, ERR_OK, 1, "bad-asn"},
    {"ASN too large", HEAD "AS4294967296,192.0.2.0/24,24,x\n" GOOD, MADE, ERR_OK, 1, "bad-asn"},
    {"no ASN", HEAD ",192.0.2.0/24,24,x\n" GOOD, MADE, ERR_OK, 1, "missing-member"},
    {"bad prefix", HEAD "AS1,192.0.2.0/33,24,x\n" GOOD, MADE, ERR_OK, 1, "bad-prefix"},
    {"host bits", HEAD "AS1,192.0.2.1/24,24,x\n" GOOD, MADE, ERR_OK, 1, "bad-prefix"},
    {"max length too small", HEAD "AS1,192.0.2.0/24,23,x\n" GOOD, MADE, ERR_OK, 1, "bad-max-length"},
    {"max length too large", HEAD "AS1,192.0.2.0/24,33,x\n" GOOD, MADE, ERR_OK, 1, "bad-max-length"},
    {"max length absurd", HEAD "AS1,192.0.2.0/24,99999999999999999999999,x\n" GOOD, MADE, ERR_OK, 1,
     "bad-number"},
    {"too few cells", HEAD "AS1,192.0.2.0/24\n" GOOD, MADE, ERR_OK, 1, "bad-row"},
    {"too many cells", HEAD "AS1,192.0.2.0/24,24,x,y\n" GOOD, MADE, ERR_OK, 1, "bad-row"},
    {"empty cells too many", HEAD "AS64496,192.0.2.0/24,25,ripe,,\n", MADE, ERR_OK, 0, NULL},
    {"cut inside a row", HEAD GOOD "AS1,192.0.2.0/2", MADE, ERR_SHORT, 0, "cut-off"},
    {"a quote that is not closed", HEAD "\"AS1,192.0.2.0/24,24,x\n" GOOD, MADE, ERR_OK, 1, "unclosed-quote"},
    {"a header alone", HEAD, "", ERR_OK, 0, NULL},
    {"no header", GOOD GOOD, "", ERR_VALUE, 0, "wrong-kind"},
    {"another table", "Organization Name,Areas,ASNs\nA,TR,1\n", "", ERR_VALUE, 0, "wrong-kind"},
    {"nothing right", HEAD "a,b,c,d\n", "", ERR_VALUE, 1, "wrong-kind"},
    {"JSON", "{\"roas\":[]}", "", ERR_VALUE, 0, "wrong-kind"},
    {"empty", "", "", ERR_VALUE, 0, "empty"},
    {"UTF-16",
     "\xff\xfe"
     "A",
     "", ERR_VALUE, 0, "bad-encoding"},
    {"Latin-1, control characters", HEAD "AS1,192.0.2.0/24,24,Z\xfcr\x1bich\n",
     "192.0.2.0/24-24 1 Z\xc3\xbcr ich\n", ERR_OK, 0, NULL},
};

static void tables(void **state)
{
	(void)state;
	readings_check(rows, sizeof rows / sizeof *rows, make);
}

/* Cut anywhere: a row is whole or not there; what may be half of a number is never one. */
static void cut_everywhere(void **state)
{
	(void)state;
	static const char text[] = HEAD GOOD GOOD;
	for (size_t len = 0; len < sizeof text; len++) {
		struct buf out = {0};
		struct diag diag = {0};
		struct text_reader *r = make(&out, &diag);
		enum err e = feed_pieces(r, text, len, 5);
		assert_true(e == ERR_OK || diag.n > 0);
		assert_true(out.len == 0 || strncmp(out.at, "192.0.2.0/24-25 64496 ", 22) == 0);
		text_reader_free(r);
		buf_fini(&out);
	}
}

static void count(void *ctx, const struct vrp *v)
{
	uint64_t *n = ctx;
	n[0]++;
	n[1] += v->prefix.family == FAMILY_V6;
}

static void archives(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		uint64_t rows;
	} files[] = {{"jinx-2014/rpki/vrps-2015.csv", 0}, {"irr/roas.csv", 0}};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		char *path = data_file(files[i].name);
		if (!path)
			continue;
		uint64_t n[2] = {0}, lines = 0;
		struct heard heard = {0};
		struct diag diag = {.fn = hear, .ctx = &heard};
		struct text_reader *r = vrp_csv_reader_new(count, n, &diag);
		assert_int_equal(feed_file(r, path), ERR_OK);
		FILE *f = fopen(path, "rb");
		for (int c; (c = getc(f)) != EOF;)
			lines += c == '\n';
		fclose(f);
		print_message("# %s: %llu lines, %llu VRPs (%llu v6), %llu rejected (%s)\n", files[i].name,
		              (unsigned long long)lines, (unsigned long long)n[0], (unsigned long long)n[1],
		              (unsigned long long)r->rejected, heard.what);
		assert_int_equal(r->records, n[0]);
		assert_in_range(lines, r->records + r->rejected, r->records + r->rejected + 1);
		text_reader_free(r);
		tally_fini(&heard.tally);
		free(path);
	}
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(tables), cmocka_unit_test(cut_everywhere),
                                          cmocka_unit_test(archives)};
TEST_MAIN(tests)
