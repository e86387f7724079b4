#include "feed.h"
#include "text/participants.h"

static void got(void *ctx, const struct participant *p)
{
	static const char *const programmes[] = {"?", "operators", "ixps", "cdns", "vendors"};
	struct buf *b = ctx;
	buf_printf(b, "%s|%s|%s|", p->name, programmes[p->programme], p->id);
	for (size_t i = 0; i < p->n_areas; i++)
		buf_printf(b, "%s%s", i ? " " : "", p->areas[i]);
	buf_str(b, "|");
	for (size_t i = 0; i < p->n_asns; i++)
		buf_printf(b, "%s%u", i ? " " : "", (unsigned)p->asns[i]);
	buf_str(b, "|");
	for (int a = 0; a < PARTICIPANT_MAX_ACTIONS; a++)
		buf_printf(b, "%s%s", a ? "," : "", p->actions[a]);
	if (*p->status)
		buf_printf(b, "|%s", p->status);
	if (p->since != INSTANT_NONE)
		buf_printf(b, "|%lld", (long long)p->since);
	buf_str(b, "\n");
}

static struct text_reader *make_csv(struct buf *out, struct diag *diag)
{
	return participants_csv_reader_new(got, out, diag);
}

static struct text_reader *make_json(struct buf *out, struct diag *diag)
{
	return participants_json_reader_new(got, out, diag);
}

#define ISP_HEAD                                                                                           \
	"Organization Name,Areas,ASNs,Action 1: Filtering,Action 2: Anti-spoofing,Action 3: Coordination," \
	"Action 4: Global Validation\n"
#define CDN_HEAD                                                                                     \
	"Organization Name,ASNs,Action 1: Filtering,Action 2: Anti-spoofing,Action 3: Coordination," \
	"Action 4: Global Validation,Action 5: MANRS Adoption,Action 6: Tools\n"

static const struct reading csv_rows[] = {
    {"an operator", "\xef\xbb\xbf" ISP_HEAD "Example Ltd,DE,64496,Yes,No,Yes,Yes\n",
     "Example Ltd|operators||DE|64496|Yes,No,Yes,Yes,,\n", ERR_OK, 0, NULL},
    {"lists", ISP_HEAD "A,CN;de HK,64499;AS64497 AS 64498;64497,Yes,No,Yes,Yes\n",
     "A|operators||CN DE HK|64497 64498 64499|Yes,No,Yes,Yes,,\n", ERR_OK, 0, NULL},
    {"commas inside quotes", ISP_HEAD "\"Example, Inc.\",\"US, CA\",\"64496, 64497\",Yes,No,Yes,Yes\n",
     "Example, Inc.|operators||US CA|64496 64497|Yes,No,Yes,Yes,,\n", ERR_OK, 0, NULL},
    {"quotes inside a name", ISP_HEAD "OAO \"Words\",RU,1,Yes,No,Yes,Yes\n",
     "OAO \"Words\"|operators||RU|1|Yes,No,Yes,Yes,,\n", ERR_OK, 0, NULL},
    {"a CDN", CDN_HEAD "Cdn,64496;64497,Yes;RPKI;AS-SET,Yes,Yes,IRR;RPKI,Yes,No\n",
     "Cdn|cdns|||64496 64497|Yes;RPKI;AS-SET,Yes,Yes,IRR;RPKI,Yes,No\n", ERR_OK, 0, NULL},
    {"a column says it",
     "Programme,Name,ASNs,Areas\nIXP,Ix,64496,DE\nEquipment vendors,Box,,\nnobody knows,C,1,FR\n",
     "Ix|ixps||DE|64496|,,,,,\nBox|vendors||||,,,,,\nC|operators||FR|1|,,,,,\n", ERR_OK, 0, NULL},
    {"an ASN that is none", ISP_HEAD "A,DE,64496;x;AS0,Yes,No,Yes,Yes\n",
     "A|operators||DE|64496|Yes,No,Yes,Yes,,\n", ERR_OK, 0, "bad-asn"},
    {"no ASN at all", ISP_HEAD "A,DE,x,Yes,No,Yes,Yes\nB,DE,2,Yes,No,Yes,Yes\n",
     "B|operators||DE|2|Yes,No,Yes,Yes,,\n", ERR_OK, 1, "bad-asn"},
    {"no name", ISP_HEAD ",DE,1,Yes,No,Yes,Yes\nB,DE,2,Yes,No,Yes,Yes\n",
     "B|operators||DE|2|Yes,No,Yes,Yes,,\n", ERR_OK, 1, "missing-member"},
    {"an area that is none", ISP_HEAD "A,Germany;FR,1,Yes,No,Yes,Yes\n",
     "A|operators||FR|1|Yes,No,Yes,Yes,,\n", ERR_OK, 0, "bad-area"},
    {"a name that is split", ISP_HEAD "A, Inc.,DE,1,Yes,No,Yes,Yes\nB,DE,2,Yes,No,Yes,Yes\n",
     "B|operators||DE|2|Yes,No,Yes,Yes,,\n", ERR_OK, 1, "bad-row"},
    {"another table", "ASN,IP Prefix\nAS1,192.0.2.0/24\n", "", ERR_VALUE, 0, "wrong-kind"},
    {"empty", "", "", ERR_VALUE, 0, "empty"},
};

static const struct reading json_rows[] = {
    {"API, second version",
     "{\"participants\":[{\"id\":\"u-1\",\"name\":\"A\",\"asns\":[64497,64496],\"status\":\"approved\","
     "\"memberSince\":"
     "\"2020-01-01\"},{\"id\":\"u-2\",\"name\":\"B\",\"asns\":[]}],\"nextPageToken\":\"x\"}",
     "A|?|u-1||64496 64497|,,,,,|approved|1577836800\nB|?|u-2|||,,,,,\n", ERR_OK, 0, NULL},
    {"API, first version",
     "{\"participants\":[{\"id\":7,\"name\":\"A\",\"areas_served\":[\"DE\",\"fr\"],\"ASNs\":[\"AS64496\"],"
     "\"member_since\":\"2020-01-01\","
     "\"filtering\":{\"conformance\":\"conformant\"},\"anti_spoofing\":{\"conformance\":\"no-data\","
     "\"score\":{\"value\":1}},"
     "\"routing_information\":{\"conformance\":\"conformant\",\"score_irr\":{\"value\":1}}}]}",
     "A|?|7|DE FR|64496|conformant,no-data,,conformant,,|1577836800\n", ERR_OK, 0, NULL},
    {"a bare array, lists as text",
     "[{\"name\":\"A\",\"programme\":\"CDN\",\"asns\":\"1;2\",\"areas\":\"DE\"}]", "A|cdns||DE|1 2|,,,,,\n",
     ERR_OK, 0, NULL},
    {"one a line", "{\"name\":\"A\",\"asns\":[1]}\n{\"name\":\"B\",\"asns\":[2]}\n",
     "A|?|||1|,,,,,\nB|?|||2|,,,,,\n", ERR_OK, 0, NULL},
    {"ASNs alone", "{\"asns\":[3,1,2]}", "|?|||1 2 3|,,,,,\n", ERR_OK, 0, NULL},
    {"an array of ASNs", "[3,\"AS1\",2,2]", "|?|||1 2 3|,,,,,\n", ERR_OK, 0, NULL},
    {"one that is none", "{\"participants\":[{\"name\":\"A\",\"asns\":[1,-2,{},\"x\"]}]}", "A|?|||1|,,,,,\n",
     ERR_OK, 0, "bad-asn"},
    {"neither name nor ASN", "{\"participants\":[{\"id\":1},{\"name\":\"A\"}]}", "A|?||||,,,,,\n", ERR_OK, 1,
     "missing-member"},
    {"nobody", "{\"participants\":[]}", "", ERR_OK, 0, NULL},
    {"something else", "{\"roas\":[{\"asn\":1}]}", "", ERR_VALUE, 0, "wrong-kind"},
    {"empty", "", "", ERR_VALUE, 0, "empty"},
};

static void csv(void **state)
{
	(void)state;
	readings_check(csv_rows, sizeof csv_rows / sizeof *csv_rows, make_csv);
}

static void json(void **state)
{
	(void)state;
	readings_check(json_rows, sizeof json_rows / sizeof *json_rows, make_json);
	cuts_check(json_rows[0].in, make_json);
}

struct sums {
	uint64_t n, asns, with_areas, operators, cdns;
};

static void sum(void *ctx, const struct participant *p)
{
	struct sums *s = ctx;
	s->n++;
	s->asns += p->n_asns;
	s->with_areas += p->n_areas > 0;
	s->operators += p->programme == PARTICIPANT_OPERATORS;
	s->cdns += p->programme == PARTICIPANT_CDNS;
}

static void published(void **state)
{
	(void)state;
	static const char *const names[] = {"participants/manrs_isps.csv", "participants/manrs_cdns.csv"};
	for (int i = 0; i < 2; i++) {
		char *path = data_file(names[i]);
		if (!path)
			continue;
		struct sums s = {0};
		struct diag diag = {0};
		struct text_reader *r = participants_csv_reader_new(sum, &s, &diag);
		assert_int_equal(feed_file(r, path), ERR_OK);
		print_message("# %s: %llu participants, %llu ASNs, %llu rejected\n", names[i],
		              (unsigned long long)s.n, (unsigned long long)s.asns,
		              (unsigned long long)r->rejected);
		assert_int_equal(s.n + r->rejected, i == 0 ? 668 : 18);
		assert_int_equal(i == 0 ? s.operators : s.cdns, s.n);
		text_reader_free(r);
		free(path);
	}
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(csv), cmocka_unit_test(json),
                                          cmocka_unit_test(published)};
TEST_MAIN(tests)
