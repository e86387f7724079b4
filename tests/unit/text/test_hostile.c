/* Input that wants memory, depth or time: every reader answers with a message, and stays small. */
#include "feed.h"
#include "text/as_org.h"
#include "text/as_org_json.h"
#include "text/as_rel.h"
#include "text/bogon_list.h"
#include "text/delegated.h"
#include "text/participants.h"
#include "text/peeringdb.h"
#include "text/rdap.h"
#include "text/rpsl.h"
#include "text/spoofer.h"
#include "text/vrp_csv.h"
#include "text/vrp_json.h"

#include <sys/resource.h>

#define GAP  "                                                                \n"
#define LINE "0123456789012345678901234567890123456789012345678901234567890123456789\n"

enum { BLOCK = 1 << 20, BLOCKS = 100, MEMORY_KIB = 16 * 1024 };

static void no_vrp(void *ctx, const struct vrp *v)
{
	(void)v;
	++*(uint64_t *)ctx;
}

static void no_aspa(void *ctx, const struct aspa *a)
{
	(void)a;
	++*(uint64_t *)ctx;
}

static void no_object(void *ctx, const struct peeringdb_object *o)
{
	(void)o;
	++*(uint64_t *)ctx;
}

static void no_session(void *ctx, const struct spoofer_session *s)
{
	(void)s;
	++*(uint64_t *)ctx;
}

static void no_autnum(void *ctx, const struct rdap_autnum *a)
{
	(void)a;
	++*(uint64_t *)ctx;
}

static void no_organisation(void *ctx, const struct as_org_organisation *o)
{
	(void)o;
	++*(uint64_t *)ctx;
}

static void no_network(void *ctx, const struct as_org_network *n)
{
	(void)n;
	++*(uint64_t *)ctx;
}

static void no_participant(void *ctx, const struct participant *p)
{
	(void)p;
	++*(uint64_t *)ctx;
}

static void no_link(void *ctx, const struct as_rel_link *l)
{
	(void)l;
	++*(uint64_t *)ctx;
}

static void no_prefix(void *ctx, const struct prefix *p)
{
	(void)p;
	++*(uint64_t *)ctx;
}

static void no_delegation(void *ctx, const struct delegation *d)
{
	(void)d;
	++*(uint64_t *)ctx;
}

static void no_route(void *ctx, const struct route_object *o)
{
	(void)o;
	++*(uint64_t *)ctx;
}

static void no_aut_num(void *ctx, const struct rpsl_aut_num *o)
{
	(void)o;
	++*(uint64_t *)ctx;
}

static void no_set(void *ctx, const struct rpsl_as_set *o)
{
	(void)o;
	++*(uint64_t *)ctx;
}

static struct text_reader *rpsl_new(uint64_t *n, struct diag *d)
{
	const struct rpsl_callbacks callbacks = {
	    .ctx = n, .route = no_route, .aut_num = no_aut_num, .as_set = no_set};
	return rpsl_reader_new(&callbacks, NULL, d);
}

enum { JSON_READERS = 6, CSV_READERS = 8, READERS = 13 };

static struct text_reader *reader(int which, uint64_t *n, struct diag *d)
{
	switch (which) {
	case 0:
		return vrp_json_reader_new(no_vrp, no_aspa, n, d);
	case 1:
		return peeringdb_reader_new(no_object, n, d);
	case 2:
		return spoofer_reader_new(no_session, n, d);
	case 3:
		return rdap_reader_new(no_autnum, n, d);
	case 4:
		return as_org_json_reader_new(no_organisation, no_network, n, d);
	case 5:
		return participants_json_reader_new(no_participant, n, d);
	case 6:
		return vrp_csv_reader_new(no_vrp, n, d);
	case 7:
		return participants_csv_reader_new(no_participant, n, d);
	case 8:
		return rpsl_new(n, d);
	case 9:
		return delegated_reader_new(no_delegation, n, d);
	case 10:
		return as_rel_reader_new(no_link, n, d);
	case 11:
		return as_org_reader_new(no_organisation, no_network, n, d);
	default:
		return bogon_list_reader_new(no_prefix, n, d);
	}
}

/* head, then the same octets again and again to a hundred million, then the end. */
static enum err flood(int which, const char *head, const char *fill, uint64_t *reports)
{
	uint64_t n = 0;
	struct diag d = {0};
	struct text_reader *r = reader(which, &n, &d);
	static char block[BLOCK];
	size_t unit = strlen(fill);
	for (size_t i = 0; i < BLOCK; i++)
		block[i] = fill[i % unit];
	enum err e = text_reader_feed(r, head, strlen(head));
	for (int i = 0; i < BLOCKS && e == ERR_OK; i++)
		e = text_reader_feed(r, block, BLOCK / unit * unit);
	if (e == ERR_OK)
		e = text_reader_finish(r);
	*reports = d.n;
	text_reader_free(r);
	return e;
}

static const char *const json_floods[][2] = {
    {"{\"data\":[{\"name\":\"", "x"},
    {"[{\"x\":\"", "\\\""},
    {"{\"", "key"},
    {"{\"asns\":[", "1"},
    {"{\"roas\":", "["},
    {"", "{\"entities\":["},
    {"", " "},
    {"{\"asn\":1} ", GAP},
    {"{\"name\":\"a\"}\n{\"name\":\"", "x"},
};
static const char *const csv_floods[][2] = {
    {"ASN,IP Prefix\nAS1,", "x"},     {"ASN,IP Prefix\n\"", LINE}, {"Name,ASNs\nA,", "1;"}, {"", ","},
    {"Name,ASNs\n\"A\",\"1", "\"\""}, {"ASN,IP Prefix\n", GAP},
};
/* Of one reader, or of all from -1 on: a line of a hundred million octets, or as many lines. */
static const struct {
	int which;
	const char *pair[2];
} line_floods[] = {
    {8, {"route: 192.0.2.0/24\n", "x"}},
    {8, {"as-set: AS-X\nmembers: ", "AS1, "}},
    {8, {"as-set: AS-X\n", "members: AS64496, AS64497\n"}},
    {9, {"2|apnic|20260101|18446744073709551615|||+0000\napnic|AU|asn|1|", "9"}},
    {9, {"apnic|AU|asn|1|1|20260101|allocated|", "\xff"}},
    {10, {"1|2|-1|", "|"}},
    {10, {"# input clique: ", "1 "}},
    {11, {"# format:aut|org_id\n1|", "A"}},
    {11, {"# format:", "org_id|"}},
    {12, {"10.0.0.0/8\n", "1"}},
    {12, {"", "#\n"}},
    {-1, {"", GAP}},
    {-1, {"", LINE}},
};

static void floods_of(int which, const char *const (*rows)[2], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint64_t reports;
		enum err e = flood(which, rows[i][0], rows[i][1], &reports);
		if (e != ERR_OK && reports == 0)
			print_message("# reader %d, flood %zu\n", which, i);
		assert_true(e == ERR_OK || reports > 0);
		assert_true(reports < 2 * BLOCKS * (BLOCK / 64));
	}
}

static void floods(void **state)
{
	(void)state;
	struct rusage before, after;
	getrusage(RUSAGE_SELF, &before);
	for (int which = 0; which < READERS; which++) {
		if (which < JSON_READERS)
			floods_of(which, json_floods, sizeof json_floods / sizeof *json_floods);
		else if (which < CSV_READERS)
			floods_of(which, csv_floods, sizeof csv_floods / sizeof *csv_floods);
	}
	for (size_t i = 0; i < sizeof line_floods / sizeof *line_floods; i++)
		for (int which = CSV_READERS; which < READERS; which++)
			if (line_floods[i].which == which || line_floods[i].which < 0)
				floods_of(which, &line_floods[i].pair, 1);
	getrusage(RUSAGE_SELF, &after);
#ifndef __SANITIZE_ADDRESS__
	assert_true(after.ru_maxrss - before.ru_maxrss < MEMORY_KIB);
#endif
}

static void nothing_but_noise(void **state)
{
	(void)state;
	unsigned seed = 7;
	char noise[4096];
	for (int round = 0; round < 400; round++) {
		for (size_t i = 0; i < sizeof noise; i++)
			noise[i] = (char)(rand_r(&seed) >> 9);
		if (round % 4 == 0)
			memset(noise, 0, sizeof noise);
		for (int which = 0; which < READERS; which++) {
			uint64_t n = 0;
			struct diag d = {0};
			struct text_reader *r = reader(which, &n, &d);
			enum err e = feed_pieces(r, noise, sizeof noise, 1000);
			if (e == ERR_OK || d.n == 0 || n > 0)
				print_message("# reader %d, round %d\n", which, round);
			assert_true(e != ERR_OK && d.n > 0 && n == 0);
			text_reader_free(r);
		}
	}
}

/* Each reader with the others' files: told so, nothing handed out. */
static void wrong_files(void **state)
{
	(void)state;
	static const struct {
		int whose; /* reader; -1: nobody's */
		const char *text;
	} files[] = {
	    {8, "route: 192.0.2.0/24\norigin: AS64496\n"},
	    {9, "2|apnic|20210715|1|19830613|20210714|+1000\napnic|AU|asn|1|1|20110811|assigned\n"},
	    {10, "1|2|-1\n2|3|0\n"},
	    {11, "# format:aut|org_id\n1|A\n"},
	    {12, "0.0.0.0/8\n"},
	    {-1, "<html><body>503</body></html>"},
	    {-1, "{\"error\":\"rate limit\"}"},
	    {-1, "\xfe\xff\0{"},
	    {-1, "\xff\xfe{"},
	    {-1, "MZ\x90"},
	    {-1, "\xef\xbb\xbf"},
	};
	for (int which = 0; which < READERS; which++)
		for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
			uint64_t n = 0;
			struct diag d = {0};
			struct text_reader *r = reader(which, &n, &d);
			enum err e = feed_pieces(r, files[i].text, strlen(files[i].text), 10);
			if ((e == ERR_OK) != (which == files[i].whose))
				print_message("# reader %d, file %zu\n", which, i);
			assert_int_equal(e, which == files[i].whose ? ERR_OK : ERR_VALUE);
			assert_true(which == files[i].whose ? n > 0 && d.n == 0 : n == 0 && d.n > 0);
			text_reader_free(r);
		}
}

/* Ten thousand levels, closed again: too deep, and said so in a few words. */
static void deep(void **state)
{
	(void)state;
	enum { DEPTH = 10000 };
	static const struct {
		const char *head, *open, *close;
	} rows[] = {{"", "[", "]"},
	            {"", "{\"data\":", "}"},
	            {"[{\"asns\":", "[", "]"},
	            {"{\"entities\":", "[{\"entities\":", "}]"}};
	for (int which = 0; which < JSON_READERS; which++)
		for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
			uint64_t n = 0;
			struct diag d = {0};
			struct buf text = {0};
			struct text_reader *r = reader(which, &n, &d);
			buf_str(&text, rows[i].head);
			for (int k = 0; k < DEPTH; k++)
				buf_str(&text, rows[i].open);
			buf_str(&text, "1");
			for (int k = 0; k < DEPTH; k++)
				buf_str(&text, rows[i].close);
			enum err e = feed_pieces(r, text.at, text.len, 1000);
			assert_true(e != ERR_OK && n == 0 && d.n > 0 && d.n < 10);
			text_reader_free(r);
			buf_fini(&text);
		}
}

/* Nothing, and hardly anything. */
static void empty(void **state)
{
	(void)state;
	static const char *const texts[] = {"", "\n", " \r\n\t", "\n\n\n"};
	for (int which = 0; which < READERS; which++)
		for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
			uint64_t n = 0;
			struct diag d = {0};
			struct text_reader *r = reader(which, &n, &d);
			assert_int_equal(feed_pieces(r, texts[i], strlen(texts[i]), 1), ERR_VALUE);
			assert_true(d.n == 1 && n == 0);
			text_reader_free(r);
		}
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(floods), cmocka_unit_test(nothing_but_noise),
                                          cmocka_unit_test(wrong_files), cmocka_unit_test(deep),
                                          cmocka_unit_test(empty)};
TEST_MAIN(tests)
