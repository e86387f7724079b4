/* Framework files: what the shipped ones say, round trips, and every way of being wrong. */
#include "../test.h"
#include "score/framework.h"
#include "score/readiness.h"

#include <string.h>

#define NAMED "[framework]\nname = x\n"

struct heard {
	char text[4096];
	size_t len;
};

static void hear(void *ctx, struct diag_pos pos, const char *reason, const char *what)
{
	struct heard *h = ctx;
	int n = snprintf(h->text + h->len, sizeof h->text - h->len, "%llu:%llu %s %s\n",
	                 (unsigned long long)pos.line, (unsigned long long)pos.column, reason, what);
	assert_true(n > 0 && (size_t)n < sizeof h->text - h->len);
	h->len += (size_t)n;
}

static enum err parse(const char *text, size_t len, struct heard *h, struct framework *f)
{
	char *copy = test_exact(text, len);
	struct diag diag = {.fn = hear, .ctx = h};
	h->len = 0;
	h->text[0] = '\0';
	enum err e = framework_parse(copy, len, &diag, f);
	free(copy);
	return e;
}

static void shipped(void **s)
{
	(void)s;
	const struct framework *f = framework_builtin("manrs-2024");
	assert_non_null(f);
	assert_int_equal(f->valid_from, clock_civil(2024, 1, 1));
	assert_int_equal(f->min_peers, 5);
	assert_int_equal(f->event_min_peers, 3);
	assert_int_equal(f->score_min_peers, 5);
	assert_int_equal(f->min_confidence, CONFIDENCE_CONFIRMED);
	assert_int_equal(f->full_feed_v4, 400000);
	assert_int_equal(f->full_feed_v6, 10000);
	assert_int_equal(fraction_cmp(f->full_feed_share, fraction_of(7, 10)), 0);
	assert_int_equal(fraction_cmp(f->end_share, fraction_of(1, 10)), 0);
	assert_int_equal(f->end_wait, 900);
	assert_int_equal(f->hold, 900);
	assert_int_equal(f->short_limit, 1800);
	assert_int_equal(f->day, 86400);
	assert_int_equal(f->short_weight, DECIMAL_ONE / 2);
	assert_int_equal(f->incident_rejoin, 3600);
	assert_int_equal(f->incident_touch, 900);
	assert_int_equal(f->bogons, BOGON_SCORED_FULL);
	assert_int_equal(f->m2_filters, 127);
	assert_int_equal(f->left_out, 15);
	static const uint64_t hours[FRAMEWORK_INPUTS] = {36, 168, 168, 720, 720, 1440, 168};
	for (int i = 0; i < FRAMEWORK_INPUTS; i++)
		assert_int_equal(f->fresh[i], hours[i] * 3600);
	assert_string_equal(framework_input_name(INPUT_RELATIONSHIPS), "relationships");
	for (int i = 0; i < SCORE_METRICS; i++) {
		bool in = i > SCORE_M1C && i <= SCORE_M7RPKI;
		assert_int_equal(f->metrics[i].scored, in);
		assert_int_equal(f->metrics[i].action_weight, DECIMAL_ONE);
	}
	assert_int_equal(f->metrics[SCORE_M7IRR].action, SCORE_INFORMATION_IRR);
	assert_int_equal(f->metrics[SCORE_M9].action, SCORE_ACTIONS);
	assert_int_equal(f->programmes[PROGRAMME_OPERATORS].mandatory, 1 << 1 | 1 << 3 | 1 << 4);
	assert_int_equal(f->programmes[PROGRAMME_IXPS].one_of, 1 << 3 | 1 << 4 | 1 << 5);
	assert_int_equal(f->programmes[PROGRAMME_CDNS].level, READINESS_READY);
	assert_int_equal(f->generic_above, 200);
	assert_int_equal(f->lists_as_of, clock_civil(2024, 10, 1));
	static const asn_t top[] = {174,  701,  1299, 2914, 3257, 3320, 3356,
	                            5511, 6453, 6461, 6762, 6830, 7018, 12956};
	assert_int_equal(f->transit_free.n, 14);
	assert_memory_equal(f->transit_free.at, top, sizeof top);
	assert_int_equal(f->scrubbing.n, 50);
	assert_int_equal(f->scrubbing.at[49], 393676);
	assert_int_equal(f->anycast.n, 9);
	assert_int_equal(f->databases.n, 5);
	assert_string_equal(f->databases.at[4], "RIPE");
	bool end_mnt = false;
	for (uint64_t i = 0; i < f->generic.n; i++)
		end_mnt |= strcmp(f->generic.at[i], "RIPE-NCC-END-MNT") == 0;
	assert_true(end_mnt);
	f = framework_builtin("manrs-2018");
	assert_int_equal(f->min_confidence, CONFIDENCE_SUSPICIOUS);
	assert_int_equal(f->m2_filters, 0);
	assert_int_equal(f->bogons, BOGON_SCORED_FULL | BOGON_SCORED_ADMINISTRATIVE);
	assert_true(f->metrics[SCORE_M1].scored && f->metrics[SCORE_M1C].scored);
	f = framework_builtin("norma-1");
	assert_true(f->metrics[SCORE_M1].scored && f->m2_forged_origin);
	assert_null(framework_builtin("manrs-2020"));
	assert_null(framework_builtin_name(3));
}

/* The default framework says nothing else than the schema's defaults. */
static void defaults(void **s)
{
	(void)s;
	struct framework f;
	framework_defaults(&f);
	const struct framework *d = framework_builtin(FRAMEWORK_DEFAULT);
	memcpy(f.name, d->name, sizeof f.name);
	memcpy(f.title, d->title, sizeof f.title);
	f.valid_from = d->valid_from;
	assert_true(framework_eq(&f, d));
}

static void round_trip(void **s)
{
	(void)s;
	for (size_t i = 0; framework_builtin_name(i); i++) {
		const struct framework *f = framework_builtin(framework_builtin_name(i));
		struct framework back;
		struct heard h;
		struct buf a = {0}, b = {0};
		framework_dump(f, &a);
		assert_int_equal(parse(a.at, a.len, &h, &back), ERR_OK);
		assert_string_equal(h.text, "");
		assert_true(framework_eq(f, &back));
		framework_dump(&back, &b);
		assert_string_equal(a.at, b.at);
		assert_memory_equal(&f->ready, &back.ready, sizeof f->ready);
		buf_fini(&a);
		buf_fini(&b);
	}
}

static void odd_values_round_trip(void **s)
{
	(void)s;
	static const char text[] =
	    "\xef\xbb\xbf[framework]\r\nname: odd-1   ; a note\r\n  title = a;b = [c] # d\r\n"
	    "\r\n# note\n[readiness]\nready = 2/3\naspiring=1/7\n[curve]\nbase = 9/16\n"
	    "factor = 0.000001\n[freshness]\nvrps = 90s\nirr = 0s\n[events]\nhold = 61m\n"
	    "[misorigination]\nfilters = irr,rpki  scrubbing\n[bogons]\nscored = none\n"
	    "[metric M6]\nscored = yes\naction = coordination\naction_weight = 0.25\n"
	    "[accomplices]\nunknown_neighbour = spare";
	struct framework f, back;
	struct heard h;
	enum err e = parse(text, sizeof text - 1, &h, &f);
	assert_string_equal(h.text, "");
	assert_int_equal(e, ERR_OK);
	assert_string_equal(f.name, "odd-1");
	assert_string_equal(f.title, "a;b = [c] # d");
	assert_int_equal(f.ready.n, 2);
	assert_int_equal(f.aspiring.d, 7);
	assert_int_equal(f.curve_factor, 1);
	assert_int_equal(f.fresh[INPUT_VRPS], 90);
	assert_int_equal(f.hold, 3660);
	assert_int_equal(f.m2_filters, FILTER_RPKI | FILTER_IRR | FILTER_SCRUBBING);
	assert_int_equal(f.bogons, 0);
	assert_int_equal(f.metrics[SCORE_M6].action, SCORE_COORDINATION);
	assert_int_equal(f.charge_unknown, 0);
	struct buf b = {0};
	framework_dump(&f, &b);
	assert_int_equal(parse(b.at, b.len, &h, &back), ERR_OK);
	assert_true(framework_eq(&f, &back));
	buf_fini(&b);
}

/* Lists: on several lines, in any order, kept in order; the default does not shine through. */
static void lists(void **s)
{
	(void)s;
	static const char text[] = NAMED "[lists]\nscrubbing = 7, AS65551\t4294967294\ntransit_free = none\n"
	                                 "scrubbing = 5 ; a note\nanycast = 2001:db8::/32, 192.0.2.0/24\n"
	                                 "[organisations]\ngeneric = Z-MNT\ngeneric = A_1-MNT B-MNT\n";
	struct framework f, back;
	struct heard h;
	enum err e = parse(text, sizeof text - 1, &h, &f);
	assert_string_equal(h.text, "");
	assert_int_equal(e, ERR_OK);
	static const asn_t want[] = {5, 7, 65551, 4294967294};
	assert_int_equal(f.scrubbing.n, 4);
	assert_memory_equal(f.scrubbing.at, want, sizeof want);
	assert_int_equal(f.transit_free.n, 0);
	assert_int_equal(f.anycast.n, 2);
	assert_int_equal(f.anycast.at[0].family, FAMILY_V4);
	assert_int_equal(f.generic.n, 3);
	assert_string_equal(f.generic.at[0], "A_1-MNT");
	assert_string_equal(f.generic.at[2], "Z-MNT");
	assert_int_equal(f.databases.n, 5);
	struct buf b = {0};
	framework_dump(&f, &b);
	assert_int_equal(parse(b.at, b.len, &h, &back), ERR_OK);
	assert_true(framework_eq(&f, &back));
	assert_non_null(strstr(b.at, "transit_free = none\n"));
	buf_fini(&b);
}

/* A list as full as it may be, with one more, and each way out of a dump of many lines. */
static void full_lists(void **s)
{
	(void)s;
	for (unsigned n = FRAMEWORK_NAMES - 1; n <= FRAMEWORK_NAMES + 1; n++) {
		struct buf b = {0}, dump = {0};
		struct framework f, back;
		struct heard h;
		buf_str(&b, NAMED "[organisations]\n");
		for (unsigned i = 0; i < n; i++)
			buf_printf(&b, "generic = A-NAME-THAT-IS-AS-LONG-AS-%03u\n", i); /* 31 octets */
		enum err e = parse(b.at, b.len, &h, &f);
		assert_int_equal(e, n > FRAMEWORK_NAMES ? ERR_VALUE : ERR_OK);
		if (e != ERR_OK) {
			assert_non_null(strstr(h.text, "too many; it takes up to 64 names"));
		} else {
			assert_int_equal(f.generic.n, n);
			framework_dump(&f, &dump);
			assert_int_equal(parse(dump.at, dump.len, &h, &back), ERR_OK);
			assert_true(framework_eq(&f, &back));
		}
		buf_fini(&b);
		buf_fini(&dump);
	}
}

static void wrong_files(void **s)
{
	(void)s;
	static const struct {
		const char *text, *heard;
	} rows[] = {
	    {"", "1:1 framework-value no name: [framework] name is required\n"},
	    {NAMED "[routes]\nmin_pears = 4\n",
	     "4:1 framework-key [routes] has no key min_pears: did you mean min_peers?\n"},
	    {NAMED "[routes]\nqqqqqq = 4\n", "4:1 framework-key [routes] has no key qqqqqq\n"},
	    {NAMED "[rutes]\nmin_peers = 4\nmax_length_v4 = 9\n",
	     "4:1 framework-key no such section: [rutes]; did you mean [routes]?\n"},
	    {NAMED "[metric M3X]\nscored = no\n",
	     "4:1 framework-key no such section: [metric M3X]; did you mean [metric M3]?\n"},
	    {NAMED "[metrics]\nscored = no\n",
	     "4:1 framework-key no such section: [metrics]; did you mean [metric M1]?\n"},
	    {NAMED "[metric M3]\nscord = no\n",
	     "4:1 framework-key [metric M3] has no key scord: did you mean scored?\n"},
	    {NAMED "[routes]\nmin_peers =  banana\n",
	     "4:14 framework-value min_peers = banana: not a whole number; it takes 1 to 10000\n"},
	    {NAMED "[routes]\nmin_peers = 0\n",
	     "4:13 framework-value min_peers = 0: out of range; it takes 1 to 10000\n"},
	    {NAMED "[routes]\nmin_peers = 5.0\n",
	     "4:13 framework-value min_peers = 5.0: not a whole number; it takes 1 to 10000\n"},
	    {NAMED "[routes]\nmin_peers = -1\n",
	     "4:13 framework-value min_peers = -1: not a whole number; it takes 1 to 10000\n"},
	    {NAMED "[routes]\nmin_peers =\n",
	     "4:12 framework-value min_peers = : not a whole number; it takes 1 to 10000\n"},
	    {NAMED "[routes]\nmin_peers = 99999999999999999999\n",
	     "4:13 framework-value min_peers = 99999999999999999999: not a whole number; it takes 1 to "
	     "10000\n"},
	    {NAMED "[events]\nend_wait = 15\n",
	     "4:12 framework-value end_wait = 15: not a duration; it takes 0s to 365d\n"},
	    {NAMED "[events]\nend_wait = 366d\n",
	     "4:12 framework-value end_wait = 366d: out of range; it takes 0s to 365d\n"},
	    {NAMED "[readiness]\nready = 1.2\n",
	     "4:9 framework-value ready = 1.2: out of range; it takes 0 to 1\n"},
	    {NAMED "[readiness]\nready = much\n",
	     "4:9 framework-value ready = much: not a number such as 0.8 or 4/5; it takes 0 to 1\n"},
	    {NAMED "[readiness]\nready = 0.6\n", "4:1 framework-value ready: must be above aspiring\n"},
	    {NAMED "[events]\nmin_confidence = confirmd\n",
	     "4:18 framework-value min_confidence = confirmd: no such name: confirmd; did you mean "
	     "confirmed? "
	     "It takes benign, informative, suspicious, confirmed\n"},
	    {NAMED "[bogons]\nscored = full, administative\n",
	     "4:10 framework-value scored = full, administative: no such name: administative; did you mean "
	     "administrative? It takes full, administrative, or none\n"},
	    {NAMED "[accomplices]\nfarther = maybe\n",
	     "4:11 framework-value farther = maybe: neither yes nor no; it takes yes, no\n"},
	    {NAMED "name = y\n", "3:1 framework-key name: given twice: first on line 2\n"},
	    {"[framework]\nname = No Good\n",
	     "2:8 framework-value name = No Good: not a name; it takes up to 31 of a-z, 0-9 and -\n"},
	    {NAMED "valid_from = 2024\n",
	     "3:14 framework-value valid_from = 2024: not a month; it takes YYYY-MM\n"},
	    {NAMED "banana\n[routes\n",
	     "3:1 framework-syntax neither [section] nor key = value nor a comment\n"
	     "4:1 framework-syntax neither [section] nor key = value nor a comment\n"},
	    {NAMED "[metric M9]\nscored = yes\n", "4:1 framework-value scored = yes: M9 has no score\n"},
	    {NAMED "[metric M6]\nscored = yes\n",
	     "4:1 framework-value scored = yes: M6 belongs to no action\n"},
	    {NAMED "[metric M3]\naction_weight = 0\n",
	     "4:1 framework-value scored = yes: M3 has action_weight 0; scored = no leaves it out\n"},
	    {NAMED "[events]\nscore_min_peers = 2\n",
	     "4:1 framework-value score_min_peers: below event_min_peers, but only events are scored\n"},
	    {NAMED "[sizes]\nlarge_from = 2\n",
	     "4:1 framework-value large_from: must be above medium_from\n"},
	    {NAMED "[programme vendors]\nactions = 1\n",
	     "4:1 framework-value actions = 1: [programme vendors] names an action beyond it\n"},
	    {"min_peers = 5\n", "1:1 framework-key no such section: []\n"},
	    {NAMED "[lists]\nscrubbing = 5, 0\n", "4:13 framework-value scrubbing = 5, 0: not an AS number: "
	                                          "0; it takes up to 128 AS numbers, or none\n"},
	    {NAMED "[lists]\nscrubbing = 5\nscrubbing = 4294967295\n",
	     "5:13 framework-value scrubbing = 4294967295: not an AS number: 4294967295; it takes up to 128 "
	     "AS "
	     "numbers, or none\n"},
	    {NAMED "[lists]\ntransit_free = 5\ntransit_free = 6, AS5\n",
	     "5:16 framework-value transit_free = 6, AS5: given twice: AS5; it takes up to 128 AS numbers, "
	     "or "
	     "none\n"},
	    {NAMED "[lists]\ntransit_free = 5\ntransit_free = none\n",
	     "5:16 framework-value transit_free = none: none beside others; it takes up to 128 AS numbers, "
	     "or "
	     "none\n"},
	    {NAMED "[lists]\ntransit_free = ,\n",
	     "4:16 framework-value transit_free = ,: empty; it takes up to 128 AS numbers, or none\n"},
	    {NAMED "[lists]\nanycast = 192.0.2.1/24\n", "4:11 framework-value anycast = 192.0.2.1/24: not a "
	                                                "prefix: 192.0.2.1/24; it takes up to 32 prefixes, "
	                                                "or none\n"},
	    {NAMED "[lists]\nas_of = 2024-13\n",
	     "4:9 framework-value as_of = 2024-13: not a month; it takes YYYY-MM\n"},
	    {NAMED "[organisations]\ngeneric = a-mnt\n", "4:11 framework-value generic = a-mnt: not a name: "
	                                                 "a-mnt; it takes up to 64 names of up to 31 of A-Z, "
	                                                 "0-9, - and _, or none\n"},
	    {NAMED "[organisations]\ngeneric = AN-ELEMENT-OF-THIRTY-TWO-OCTETS-\n",
	     "4:11 framework-value generic = AN-ELEMENT-OF-THIRTY-TWO-OCTETS-: not a name: "
	     "AN-ELEMENT-OF-THIRTY-TWO-OCTETS-; it takes up to 64 names of up to 31 of A-Z, 0-9, - and _, or "
	     "none\n"},
	    {NAMED "[organisations]\ngeneric_above = 100001\n",
	     "4:17 framework-value generic_above = 100001: out of range; it takes 0 to 100000\n"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct heard h;
		struct framework f = {.name = "untouched"};
		assert_int_equal(parse(rows[i].text, strlen(rows[i].text), &h, &f), ERR_VALUE);
		assert_string_equal(h.text, rows[i].heard);
		assert_string_equal(f.name, "untouched");
	}
}

static void hostile_files(void **s)
{
	(void)s;
	struct heard h;
	struct framework f;
	static const char nul[] = NAMED "[routes]\nmin_peers = 5\0 7\n";
	assert_int_equal(parse(nul, sizeof nul - 1, &h, &f), ERR_VALUE);
	assert_string_equal(h.text, "4:1 framework-syntax not a text: it holds an octet 0\n");
	char line[4000];
	memset(line, 'x', sizeof line);
	memcpy(line, NAMED "title = ", sizeof NAMED "title = " - 1);
	assert_int_equal(parse(line, sizeof line, &h, &f), ERR_VALUE);
	assert_string_equal(h.text, "3:197 framework-syntax line too long: at most 196 octets\n");
	size_t len = 300 << 10;
	char *big = malloc(len);
	memset(big, '\n', len);
	assert_int_equal(parse(big, len, &h, &f), ERR_LIMIT);
	free(big);
}

/* Cut anywhere, the default file gives ERR_OK or ERR_VALUE with a report, and no reading beyond its end. */
static void cut_files(void **s)
{
	(void)s;
	const char *text = framework_builtin_text("manrs-2024");
	size_t len = strlen(text);
	for (size_t cut = 0; cut < len; cut += cut < 400 ? 1 : 3) {
		struct heard h;
		struct framework f;
		enum err e = parse(text, cut, &h, &f);
		assert_true(e == ERR_OK || (e == ERR_VALUE && h.len > 0));
	}
}

static uint64_t seed = 0x2545f4914f6cdd1d;
static uint32_t next(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)(seed >> 20) % below;
}

/* A few octets of a good file changed: whatever parses also survives the round trip. */
static void changed_files(void **s)
{
	(void)s;
	struct buf dump = {0};
	framework_dump(framework_builtin("manrs-2018"), &dump);
	static const char octets[] = "0123456789./=,; []\n\r\t:#MCyesno-\xff";
	size_t good = 0;
	for (int round = 0; round < 3000; round++) {
		char *text = test_exact(dump.at, dump.len);
		for (uint32_t i = 0; i <= next(3); i++)
			text[next((uint32_t)dump.len)] = octets[next(sizeof octets)];
		struct framework f, back;
		if (framework_parse(text, dump.len, NULL, &f) == ERR_OK) {
			struct buf again = {0};
			framework_dump(&f, &again);
			assert_int_equal(framework_parse(again.at, again.len, NULL, &back), ERR_OK);
			assert_true(framework_eq(&f, &back));
			buf_fini(&again);
			good++;
		}
		free(text);
	}
	assert_true(good > 100);
	buf_fini(&dump);
}

/* doc/frameworks.md holds the generated tables as they are now. */
static void documented(void **s)
{
	(void)s;
	struct buf want = {0}, have = {0};
	framework_document(&want);
	FILE *file = fopen(DOC_FRAMEWORKS, "r");
	assert_non_null(file);
	char piece[4096];
	for (size_t n; (n = fread(piece, 1, sizeof piece, file)) > 0;)
		buf_add(&have, piece, n);
	fclose(file);
	if (!strstr(have.at, want.at)) {
		fputs(want.at, stderr);
		fail_msg("doc/frameworks.md: its tables are not those printed above");
	}
	buf_fini(&want);
	buf_fini(&have);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(shipped),     cmocka_unit_test(defaults),
    cmocka_unit_test(round_trip),  cmocka_unit_test(odd_values_round_trip),
    cmocka_unit_test(wrong_files), cmocka_unit_test(hostile_files),
    cmocka_unit_test(cut_files),   cmocka_unit_test(changed_files),
    cmocka_unit_test(documented),  cmocka_unit_test(lists),
    cmocka_unit_test(full_lists),
};
TEST_MAIN(tests)
