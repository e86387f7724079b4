/* Files of data folders: what they are, what time they speak of, which is in force when. */
#include "feed/sources.h"
#include "folder.h"
#include "fresh.h"
#include "text/vrp_csv.h"

/* A session that comes up: BGP4MP_STATE_CHANGE, twice (RFC 6396 4.4.1). */
static void put_mrt(const char *file)
{
	static const uint8_t record[] = {0x53, 0x88, 0x5a, 0x00, 0,    16, 0, 0, 0, 0,   0,
	                                 20,   0xfb, 0xf4, 0xfb, 0xf5, 0,  0, 0, 1, 192, 0,
	                                 2,    1,    192,  0,    2,    2,  0, 5, 0, 6};
	uint8_t two[2 * sizeof record];
	memcpy(two, record, sizeof record);
	memcpy(two + sizeof record, record, sizeof record);
	folder_put_octets(file, "2020-01-01", two, sizeof two);
}

static struct sources sources;

static void begin_with(unsigned n_threads, source_message_fn fn, void *ctx)
{
	struct sources_options o = {.message = fn, .message_ctx = ctx};
	memcpy(o.fresh, fresh_in_tests, sizeof o.fresh);
	sources_init(&sources, &o);
	assert_int_equal(sources_open(&sources, folder_dir, n_threads, NULL), ERR_OK);
}

static void begin(void)
{
	begin_with(2, NULL, NULL);
}

static void end(void)
{
	sources_fini(&sources);
}

static struct source *named(const char *file)
{
	size_t i = 0;
	while (i < sources.at.n && strcmp(sources.at.at[i].file, file) != 0)
		i++;
	if (i == sources.at.n) {
		print_error("no source %s\n", file);
		abort();
	}
	return &sources.at.at[i];
}

#define CSV "ASN,IP Prefix,Max Length,Trust Anchor\nAS64500,193.0.0.0/21,24,ripe\n"

/* Names that say something else, folders that say nothing. */
static void kinds_by_content(void **state)
{
	(void)state;
	static const struct {
		const char *file, *text;
		enum source_kind kind;
	} rows[] = {
	    {"x/bview.gz", "{\"metadata\":{\"buildtime\":\"2026-01-01T00:00:00Z\"},\"roas\":[]}",
	     SOURCE_VRPS},
	    {"x/delegated", CSV, SOURCE_VRPS},
	    {"x/vrps.json", "route: 193.0.0.0/21\norigin: AS64500\nsource: A\n", SOURCE_IRR},
	    {"x/radb.db", "2|ripencc|20260101|1|19830705|20260101|+0100\n", SOURCE_DELEGATED},
	    {"x/as-rel", "{\"data\":[{\"id\":1,\"net_id\":2}]}", SOURCE_PEERINGDB},
	    {"x/net.json", "{\"rdapConformance\":[\"rdap_level_0\"],\"startAutnum\":64500}", SOURCE_CONTACTS},
	    {"x/asn.json", "{\"hydra:member\":[]}", SOURCE_SPOOFER},
	    {"x/sessions", "64500|64501|-1\n", SOURCE_RELATIONSHIPS},
	    {"x/a.csv", "{\"type\":\"ASN\",\"asn\":\"1\",\"organizationId\":\"A\"}", SOURCE_ORGS},
	    {"x/b.csv", "# format:org_id|changed|org_name|country|source\nA|20260101|N|NL|RIPE\n",
	     SOURCE_ORGS},
	    {"x/c.txt", "Organization Name,Areas,ASNs\nA,NL,64500\n", SOURCE_PARTICIPANTS},
	    {"x/d.txt", "{\"participants\":[]}", SOURCE_PARTICIPANTS},
	    {"x/e", "[{\"event_type\":\"moas\"}]", SOURCE_INCIDENTS},
	    {"bogons/rib", "193.0.0.0/21\n", SOURCE_BOGONS},
	    {"x/bogons.txt", "193.0.0.0/21\n", SOURCE_UNKNOWN},
	    {"x/slurm", "{\"slurmVersion\":1}", SOURCE_UNKNOWN},
	    {"x/f", "hello\n", SOURCE_UNKNOWN},
	    {"x/g", "", SOURCE_UNKNOWN},
	    {"rpki/README", "hello\n", SOURCE_UNKNOWN},
	    {"rpki/empty.json", "[]", SOURCE_VRPS}, /* nothing in it says what it is: its home does */
	    {"x/norma.ini", "x\n", SOURCE_UNKNOWN},
	};
	size_t n = sizeof rows / sizeof *rows;
	for (size_t i = 0; i < n; i++)
		folder_put(rows[i].file, "2020-01-01", rows[i].text);
	folder_put("norma.ini", "2020-01-01", "[norma]\n");
	put_mrt("x/vrps.csv");
	put_mrt("bgp/updates");
	put_mrt("bgp/rrc00/2026/01/updates");
	put_mrt("bgp/rrc01/updates");
	begin();
	assert_int_equal(sources.at.n, n + 4);
	for (size_t i = 0; i < n; i++)
		if (named(rows[i].file)->kind != rows[i].kind)
			fail_msg("%s: %s", rows[i].file, source_kind_name(named(rows[i].file)->kind));
	const struct source *mrt = named("x/vrps.csv");
	assert_int_equal(mrt->kind, SOURCE_BGP);
	struct archive_head head = archive_head_open(mrt->path); /* looked at once, seen alike */
	assert_true(mrt->head.looked);
	assert_int_equal(mrt->head.verdict, ERR_OK);
	assert_int_equal(mrt->head.time, 0x53885a00);
	assert_int_equal(mrt->head.size, 64);
	assert_false(mrt->head.is_dump);
	assert_int_equal(mrt->head.digest, head.digest);
	static const char *const of[][2] = {{"x/vrps.csv", ""},
	                                    {"bgp/updates", ""},
	                                    {"bgp/rrc00/2026/01/updates", "rrc00"},
	                                    {"bgp/rrc01/updates", "rrc01"}};
	for (size_t i = 0; i < 4; i++)
		assert_string_equal(sources.collectors.at[named(of[i][0])->collector], of[i][1]);
	assert_string_equal(named("rpki/README")->why_not, "these are no VRPs");
	assert_string_equal(named("x/g")->why_not, "it holds nothing");
	assert_null(named("x/delegated")->why_not);
	end();
}

static void times(void **state)
{
	(void)state;
	static const struct {
		const char *file, *text, *as_of;
	} rows[] = {
	    /* content before name before file */
	    {"rpki/a-20250101.json", "{\"metadata\":{\"buildtime\":\"2026-01-01T01:02:03Z\"},\"roas\":[]}",
	     "2026-01-01T01:02:03Z"},
	    {"rpki/b-20250101.json", "{\"roas\":[]}", "2025-01-01T00:00:00Z"},
	    {"rpki/c.json", "{\"roas\":[]}", "2020-01-01T00:00:00Z"},
	    {"rpki/d-20250101T0405.csv", CSV, "2025-01-01T04:05:00Z"},
	    {"rpki/2025-03-01/e.csv", CSV, "2025-03-01T00:00:00Z"},
	    {"rpki/2025-03-01/f-20250302.csv", CSV, "2025-03-02T00:00:00Z"},
	    {"rir/20250101", "2|ripencc|20260101|1|19830705|20260102|+0100\n", "2026-01-01T00:00:00Z"},
	    {"peeringdb/g-20250101.json",
	     "{\"data\":[{\"id\":1,\"net_id\":2}],\"meta\":{\"generated\":1767225600}}",
	     "2026-01-01T00:00:00Z"},
	    {"bogons/h-20250101", "# last updated 1767225600 (Thu)\n10.0.0.0/8\n", "2026-01-01T00:00:00Z"},
	    {"irr/i.1735689600.db", "route: 193.0.0.0/21\norigin: AS64500\nsource: A\n",
	     "2025-01-01T00:00:00Z"},
	};
	size_t n = sizeof rows / sizeof *rows;
	for (size_t i = 0; i < n; i++)
		folder_put(rows[i].file, "2020-01-01", rows[i].text);
	begin();
	for (size_t i = 0; i < n; i++)
		if (named(rows[i].file)->as_of != at(rows[i].as_of))
			fail_msg("%s: %lld", rows[i].file, (long long)named(rows[i].file)->as_of);
	end();
}

/* Far beyond the head: what JSON says of its time at its end. */
static void time_at_the_end(void **state)
{
	(void)state;
	struct buf b = {0};
	buf_str(&b, "{\"roas\":[");
	for (unsigned i = 0; i < 5000; i++)
		buf_printf(
		    &b, "%s{\"asn\":\"AS%u\",\"prefix\":\"193.0.0.0/21\",\"maxLength\":24,\"ta\":\"ripe\"}",
		    i ? "," : "", i + 1);
	buf_str(&b, "],\"metadata\":{\"buildtime\":\"2026-01-01T01:02:03Z\"}}");
	assert_true(b.len > 3 * IO_HEAD);
	folder_put("rpki/a.json", "2020-01-01", b.at);
	buf_fini(&b);
	begin();
	assert_int_equal(named("rpki/a.json")->as_of, at("2026-01-01T01:02:03Z"));
	end();
}

static void in_force_is(enum source_kind kind, const char *time, const char *want)
{
	struct source **files;
	struct buf got = {0};
	size_t n = sources_in_force(&sources, kind, at(time), &files);
	for (size_t i = 0; i < n; i++)
		buf_printf(&got, "%s%s%s", i ? " " : "", files[i]->file,
		           source_is_later(files[i], at(time)) ? "+" : "");
	assert_string_equal(got.at ? got.at : "", want);
	buf_fini(&got);
	free(files);
}

/* Two families and a part by itself. */
static void in_force(void **state)
{
	(void)state;
	folder_put("rpki/a-20260110.csv", "2020-01-01", CSV);
	folder_put("rpki/a-20260112.csv", "2020-01-01", CSV);
	folder_put("rpki/b-20260111T120000.csv", "2020-01-01", CSV);
	folder_put("rpki/b-20260113T120000.csv", "2020-01-01", CSV);
	folder_put("rpki/c.csv", "2026-01-12", CSV);
	begin();
	static const struct {
		const char *time, *files, *next;
		enum sources_state state;
	} rows[] = {
	    {"2026-01-01", "rpki/a-20260110.csv+ rpki/b-20260111T120000.csv+ rpki/c.csv+", "2026-01-10",
	     SOURCES_FRESH},
	    {"2026-01-09T23:59:59Z", "rpki/a-20260110.csv+ rpki/b-20260111T120000.csv+ rpki/c.csv+",
	     "2026-01-10", SOURCES_FRESH},
	    {"2026-01-10", "rpki/a-20260110.csv rpki/b-20260111T120000.csv+ rpki/c.csv+",
	     "2026-01-11T12:00:00Z", SOURCES_FRESH},
	    {"2026-01-11T12:00:00Z", "rpki/a-20260110.csv rpki/b-20260111T120000.csv rpki/c.csv+",
	     "2026-01-11T12:00:01Z", SOURCES_FRESH},
	    {"2026-01-11T12:00:01Z", "rpki/a-20260110.csv rpki/b-20260111T120000.csv rpki/c.csv+",
	     "2026-01-12", SOURCES_STALE},
	    {"2026-01-12", "rpki/a-20260112.csv rpki/b-20260111T120000.csv rpki/c.csv",
	     "2026-01-13T00:00:01Z", SOURCES_FRESH},
	    {"2026-01-13T00:00:01Z", "rpki/a-20260112.csv rpki/b-20260111T120000.csv rpki/c.csv",
	     "2026-01-13T12:00:00Z", SOURCES_STALE},
	    {"2026-01-13T12:00:00Z", "rpki/a-20260112.csv rpki/b-20260113T120000.csv rpki/c.csv",
	     "2026-01-13T12:00:01Z", SOURCES_FRESH},
	    {"2027-01-01", "rpki/a-20260112.csv rpki/b-20260113T120000.csv rpki/c.csv", NULL, SOURCES_STALE},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		in_force_is(SOURCE_VRPS, rows[i].time, rows[i].files);
		instant_t next = sources_next_change(&sources, SOURCE_VRPS, at(rows[i].time));
		if (next != (rows[i].next ? at(rows[i].next) : INT64_MAX))
			fail_msg("%s: next is %lld", rows[i].time, (long long)next);
		assert_int_equal(sources_state(&sources, SOURCE_VRPS, at(rows[i].time)), rows[i].state);
	}
	in_force_is(SOURCE_IRR, "2026-01-01", "");
	assert_int_equal(sources_state(&sources, SOURCE_IRR, at("2026-01-01")), SOURCES_NONE);
	assert_int_equal(sources_next_change(&sources, SOURCE_IRR, at("2026-01-01")), INT64_MAX);
	end();
}

/* On the command line: whatever its age, but not whatever it is. */
static void named_files(void **state)
{
	(void)state;
	folder_put("a.csv", "2020-01-01", CSV);
	folder_put("b.csv", "2020-01-01", "hello\n");
	sources_init(&sources, NULL);
	memcpy(sources.fresh, fresh_in_tests, sizeof sources.fresh);
	assert_int_equal(sources_name(&sources, SOURCE_VRPS, folder_path("b.csv")), ERR_VALUE);
	assert_int_equal(sources_name(&sources, SOURCE_IRR, folder_path("a.csv")), ERR_VALUE);
	assert_int_equal(sources_name(&sources, SOURCE_VRPS, folder_path("none")), ERR_IO);
	assert_int_equal(sources_state(&sources, SOURCE_VRPS, at("2026-01-01")), SOURCES_NONE);
	assert_int_equal(sources_name(&sources, SOURCE_VRPS, folder_path("a.csv")), ERR_OK);
	assert_int_equal(sources_state(&sources, SOURCE_VRPS, at("2026-01-01")), SOURCES_FRESH);
	assert_int_equal(sources_next_change(&sources, SOURCE_VRPS, at("2026-01-01")), INT64_MAX);
	for (size_t i = 0; i < sources.at.n; i++)
		assert_true((sources.at.at[i].why_not != NULL) == (sources.at.at[i].kind == SOURCE_UNKNOWN));
	assert_string_equal(named(folder_path("b.csv"))->why_not, "these are no VRPs");
	end();
}

/* ---- reading */

struct heard {
	unsigned n;
	char last[100];
};

static void hear(void *ctx, const struct source *s, struct diag_pos pos, const char *reason, const char *what)
{
	struct heard *h = ctx;
	(void)what;
	if (pos.line == 0 && pos.offset == DIAG_NOWHERE)
		snprintf(h->last, sizeof h->last, "%s %s", s->file, reason);
	else
		snprintf(h->last, sizeof h->last, "%s:%llu:%llu %s", s->file, (unsigned long long)pos.line,
		         (unsigned long long)pos.offset, reason);
	h->n++;
}

static void count_vrp(void *ctx, const struct vrp *v)
{
	(void)v;
	++*(unsigned *)ctx;
}

static unsigned read_vrps(struct source *s)
{
	unsigned n = 0;
	source_read(s, vrp_csv_reader_new(count_vrp, &n, &s->diag));
	return n;
}

static void reading(void **state)
{
	(void)state;
	struct heard heard = {0};
	folder_put("rpki/a.csv", "2020-01-01",
	           CSV "AS64500,193.0.0.1/21,24,ripe\nAS64501,193.0.8.0/21,24,ripe\n");
	begin_with(1, hear, &heard);
	struct source *s = named("rpki/a.csv");
	for (unsigned turn = 0; turn < 2; turn++) { /* read twice, told and counted once */
		assert_int_equal(read_vrps(s), 2);
		assert_int_equal(s->records, 2);
		assert_int_equal(s->rejected, 1);
		assert_int_equal(tally_total(&s->reasons), 1);
		assert_int_equal(heard.n, 1);
		assert_string_equal(heard.last, "rpki/a.csv:3:0 bad-prefix");
		assert_true(s->used);
		assert_false(s->damaged);
	}
	end();
}

/* A gzip member of one stored block (RFC 1951 3.2.4), and its end missing. */
static void put_cut_gzip(const char *file, const char *text)
{
	struct buf b = {0};
	size_t len = strlen(text);
	const uint8_t head[] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 1};
	buf_add(&b, head, sizeof head);
	buf_char(&b, (char)(len & 0xff));
	buf_char(&b, (char)(len >> 8));
	buf_char(&b, (char)(~len & 0xff));
	buf_char(&b, (char)(~len >> 8 & 0xff));
	buf_add(&b, text, len - 5);
	folder_put_octets(file, "2020-01-01", b.at, b.len);
	buf_fini(&b);
}

static void bad_files(void **state)
{
	(void)state;
	struct heard heard = {0};
	put_cut_gzip("rpki/cut.gz", CSV "AS64501,193.0.8.0/21,24,ripe\n");
	folder_put("rpki/gone.csv", "2020-01-01", CSV);
	folder_put("rpki/grows.csv", "2020-01-01", CSV);
	folder_put("rpki/shrinks.csv", "2020-01-01", CSV "AS64501,193.0.8.0/21,24,ripe\n");
	assert_int_equal(mkfifo(folder_path("rpki/pipe"), 0600), 0);
	assert_int_equal(symlink("nowhere", folder_path("rpki/dangling")), 0);
	begin_with(1, hear, &heard);
	assert_int_equal(heard.n, 2); /* what is no file, and what leads nowhere */
	assert_int_equal(named("rpki/pipe")->kind, SOURCE_UNKNOWN);
	assert_non_null(named("rpki/pipe")->why_not);
	assert_int_equal(named("rpki/dangling")->kind, SOURCE_UNKNOWN);
	assert_non_null(named("rpki/dangling")->why_not);

	/* what came before the cut counts; it is told, and costs only itself */
	assert_int_equal(read_vrps(named("rpki/cut.gz")), 1);
	assert_true(named("rpki/cut.gz")->damaged && named("rpki/cut.gz")->used);
	assert_true(heard.n > 0);
	assert_non_null(strstr(heard.last, "rpki/cut.gz"));

	heard = (struct heard){0};
	assert_int_equal(unlink(folder_path("rpki/gone.csv")), 0);
	assert_int_equal(read_vrps(named("rpki/gone.csv")), 0);
	assert_string_equal(heard.last, "rpki/gone.csv unreadable");
	assert_false(named("rpki/gone.csv")->used);
	assert_non_null(named("rpki/gone.csv")->why_not);

	folder_put("rpki/grows.csv", "2020-01-01", CSV "AS64501,193.0.8.0/21,24,ripe\n");
	assert_int_equal(read_vrps(named("rpki/grows.csv")), 2);
	folder_put("rpki/shrinks.csv", "2020-01-01", "");
	assert_int_equal(read_vrps(named("rpki/shrinks.csv")), 0);
	assert_true(named("rpki/shrinks.csv")->damaged);
	end();
}

/* Whatever the number of threads. */
static void threads(void **state)
{
	(void)state;
	struct buf first = {0};
	for (unsigned i = 0; i < 60; i++) {
		char name[64];
		snprintf(name, sizeof name, "rpki/%s-202601%02u.csv", i % 2 ? "b" : "a", i / 2 + 1);
		folder_put(name, "2020-01-01", i % 7 ? CSV : "hello\n");
	}
	for (unsigned n = 1; n <= 4; n += 3) {
		struct buf b = {0};
		begin_with(n, NULL, NULL);
		for (size_t i = 0; i < sources.at.n; i++)
			buf_printf(&b, "%s %d %u %lld %s\n", sources.at.at[i].file,
			           (int)sources.at.at[i].kind, sources.at.at[i].family,
			           (long long)sources.at.at[i].as_of,
			           sources.at.at[i].why_not ? sources.at.at[i].why_not : "");
		end();
		if (n == 1)
			first = b;
		else {
			assert_string_equal(first.at, b.at);
			buf_fini(&b);
		}
	}
	buf_fini(&first);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, folder_new, folder_end)
static const struct CMUnitTest tests[] = {
    TEST(kinds_by_content), TEST(times),   TEST(time_at_the_end), TEST(in_force),
    TEST(named_files),      TEST(reading), TEST(bad_files),       TEST(threads),
};
TEST_MAIN(tests)
