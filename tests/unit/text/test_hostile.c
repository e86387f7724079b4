/* Input that wants memory, depth or time: every reader answers with a message, and stays small. */
#include "feed.h"
#include "text/as_org_json.h"
#include "text/participants.h"
#include "text/peeringdb.h"
#include "text/rdap.h"
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

enum { JSON_READERS = 6, READERS = 8 };

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
	default:
		return participants_csv_reader_new(no_participant, n, d);
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

static void floods(void **state)
{
	(void)state;
	static const char *const json[][2] = {
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
	static const char *const csv[][2] = {
	    {"ASN,IP Prefix\nAS1,", "x"},     {"ASN,IP Prefix\n\"", LINE}, {"Name,ASNs\nA,", "1;"}, {"", ","},
	    {"Name,ASNs\n\"A\",\"1", "\"\""}, {"ASN,IP Prefix\n", GAP},
	};
	struct rusage before, after;
	getrusage(RUSAGE_SELF, &before);
	for (int which = 0; which < READERS; which++) {
		bool is_json = which < JSON_READERS;
		size_t n = is_json ? sizeof json / sizeof *json : sizeof csv / sizeof *csv;
		for (size_t i = 0; i < n; i++) {
			uint64_t reports;
			enum err e = flood(which, is_json ? json[i][0] : csv[i][0],
			                   is_json ? json[i][1] : csv[i][1], &reports);
			if (e != ERR_OK && reports == 0)
				print_message("# reader %d, flood %zu\n", which, i);
			assert_true(e == ERR_OK || reports > 0);
			assert_true(reports < 2 * BLOCKS * (BLOCK / 64));
		}
	}
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
			assert_true(e != ERR_OK && d.n > 0 && n == 0);
			text_reader_free(r);
		}
	}
}

/* Each reader with the others' files: told so, nothing handed out. */
static void wrong_files(void **state)
{
	(void)state;
	static const char *const others[] = {
	    "route: 192.0.2.0/24\norigin: AS64496\n",
	    "2|apnic|20210715|1|19830613|20210714|+1000\napnic|AU|asn|1|1|20110811|assigned\n",
	    "1|2|-1\n2|3|0\n",
	    "<html><body>503</body></html>",
	    "{\"error\":\"rate limit\"}",
	    "\xfe\xff\0{",
	    "0.0.0.0/8\n",
	};
	for (int which = 0; which < READERS; which++)
		for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
			uint64_t n = 0;
			struct diag d = {0};
			struct text_reader *r = reader(which, &n, &d);
			assert_int_equal(feed_pieces(r, others[i], strlen(others[i]), 10), ERR_VALUE);
			assert_true(d.n > 0 && n == 0);
			text_reader_free(r);
		}
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(floods), cmocka_unit_test(nothing_but_noise),
                                          cmocka_unit_test(wrong_files)};
TEST_MAIN(tests)
