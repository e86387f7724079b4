/* Events as GRIP and Cloudflare Radar publish them; the fixtures follow the field lists of their APIs. */
#include "feed.h"
#include "text/external.h"

static void asns(struct buf *b, const char *what, const asn_t *at, size_t n)
{
	buf_printf(b, " %s", what);
	for (size_t i = 0; i < n; i++)
		buf_printf(b, " %u", (unsigned)at[i]);
}

static void got(void *ctx, const struct external_event *e)
{
	struct buf *b = ctx;
	char text[PREFIX_TEXT];
	buf_printf(b, "%s %s %s %lld", external_source_name(e->source), external_kind_name(e->kind), e->id,
	           (long long)e->start);
	if (e->end == INSTANT_NONE)
		buf_str(b, " on");
	else
		buf_printf(b, " %lld", (long long)e->end);
	if (e->graded)
		buf_printf(b, " %u", (unsigned)e->grade);
	if (*e->words)
		buf_printf(b, " (%s)", e->words);
	asns(b, "by", e->culprits, e->n_culprits);
	asns(b, "of", e->victims, e->n_victims);
	for (size_t i = 0; i < e->n_prefixes; i++)
		buf_printf(b, " %s", (prefix_format(text, &e->prefixes[i]), text));
	if (e->segment[0])
		buf_printf(b, " %u>%u", (unsigned)e->segment[0], (unsigned)e->segment[1]);
	buf_str(b, "\n");
}

static struct text_reader *make(struct buf *out, struct diag *diag)
{
	return external_reader_new(got, out, diag);
}

#define INFERENCE                                                                                           \
	"{\"inference_id\":\"default-tr-worthy\",\"suspicion_level\":80,\"confidence\":50,\"explanation\":" \
	"\"e\",\"labels\":[]}"
#define SUMMARY(more)                                                                                   \
	"\"summary\":{\"ases\":[\"17557\",\"36561\"],\"prefixes\":[\"208.65.153.0/24\",\"208.65.152.0/" \
	"22\"],\"newcomers\":[\"17557\"],\"tr_worthy\":true,\"tags\":[{\"name\":\"moas\"}]," more       \
	"\"inference_result\":{\"inferences\":[" INFERENCE "],\"primary_inference\":" INFERENCE "}}"
#define HEAD(id, type, end)                                                                                \
	"{\"id\":\"" id "\",\"event_type\":\"" type "\",\"position\":\"FINISHED\",\"view_ts\":1203878700," \
	"\"finished_ts\":" end ",\"duration\":8100,\"insert_ts\":1203879000,"
#define TAIL ",\"tr_metrics\":{},\"event_metrics\":{\"total_prefix_cnt\":1},\"asinfo\":{}}"
#define MOAS                                                                                           \
	HEAD("moas-1203878700-17557_36561", "moas", "1203886800")                                      \
	"\"pfx_events\":[{\"prefix\":\"208.65.153.0/24\",\"tags\":[],\"tr_worthy\":true,\"details\":{" \
	"\"origins\":[\"17557\"],\"old_origins\":[\"36561\"]}}]," SUMMARY(                             \
	    "\"attackers\":[\"17557\"],\"victims\":[\"36561\"],") TAIL
#define MOAS_MADE                                                                                         \
	"grip moas moas-1203878700-17557_36561 1203878700 1203886800 80 (default-tr-worthy) by 17557 of " \
	"36561 208.65.153.0/24\n"
/* a part, still going on, no attackers named */
#define SUBMOAS                                                                                          \
	HEAD("submoas-1", "submoas", "null")                                                             \
	"\"pfx_events\":[{\"sub_pfx\":\"208.65.153.0/24\",\"super_pfx\":\"208.65.152.0/22\"}]," SUMMARY( \
	    "\"victims\":[36561],") TAIL
#define SUBMOAS_MADE \
	"grip submoas submoas-1 1203878700 on 80 (default-tr-worthy) by 17557 of 36561 208.65.153.0/24\n"
#define DEFCON HEAD("defcon-1", "defcon", "1203886800") SUMMARY("\"attackers\":[],") TAIL
#define BARE   HEAD("edges-1", "edges", "1203878700") SUMMARY("\"attackers\":[],\"victims\":[],") TAIL
#define BARE_MADE                                                                                      \
	"grip edges edges-1 1203878700 1203878700 80 (default-tr-worthy) by 17557 of 208.65.153.0/24 " \
	"208.65.152.0/22\n"

#define HIJACK(going_on)                                                                                   \
	"{\"id\":4711,\"confidence_score\":9,\"duration\":7200,\"event_type\":\"hijack\","                 \
	"\"hijack_msgs_count\":120,\"hijacker_asn\":64510,\"hijacker_country\":\"PK\",\"is_stale\":false," \
	"\"max_hijack_ts\":\"2026-05-01T12:00:00\",\"max_msg_ts\":\"2026-05-01T12:00:10\","                \
	"\"min_hijack_ts\":\"2026-05-01T10:00:00\",\"on_going_count\":" going_on                           \
	",\"peer_asns\":[174,3356],\"peer_ip_count\":5,\"prefixes\":[\"198.51.100.0/24\",\"2001:db8::/"    \
	"32\"],"                                                                                           \
	"\"tags\":[{\"name\":\"rpki_new_origin_invalid\",\"score\":8}],\"victim_asns\":[64500,64501],"     \
	"\"victim_countries\":[\"US\"]}"
#define HIJACK_MADE(end) \
	"radar hijack 4711 1777629600 " end " 9 by 64510 of 64500 64501 198.51.100.0/24 2001:db8::/32\n"
#define LEAK(finished)                                                                                      \
	"{\"id\":8,\"detected_ts\":\"2026-05-01T10:05:00\",\"finished\":" finished                          \
	",\"leak_asn\":64511,\"leak_count\":7,\"leak_seg\":[64496,64511,64497],\"leak_type\":1,\"min_ts\":" \
	"\"2026-05-01T10:00:00\",\"max_ts\":\"2026-05-02T10:00:00\",\"origin_count\":3,\"peer_count\":11,"  \
	"\"prefix_count\":2,\"countries\":[\"DE\"]}"
#define LEAK_MADE(end) "radar leak 8 1777629600 " end " by 64511 of 64496>64497\n"

static const struct reading rows[] = {
    {"a page of GRIP", "{\"data\":[" MOAS "," SUBMOAS "],\"recordsTotal\":2}", MOAS_MADE SUBMOAS_MADE, ERR_OK,
     0, NULL},
    {"one a line", MOAS "\n" SUBMOAS "\n", MOAS_MADE SUBMOAS_MADE, ERR_OK, 0, NULL},
    {"no prefix events, nobody named but newcomers", "[" BARE "]", BARE_MADE, ERR_OK, 0, NULL},
    {"an interception names no culprit", "[" DEFCON "," MOAS "]", MOAS_MADE, ERR_OK, 0, NULL},
    {"an answer of Radar",
     "{\"result\":{\"asn_info\":[{\"asn\":64510}],\"events\":[" HIJACK("0") "," LEAK(
         "true") "],"
                 "\"total_monitors\":272},\"success\":true}",
     HIJACK_MADE("1777636800") LEAK_MADE("1777716000"), ERR_OK, 0, NULL},
    {"events of Radar, going on", "{\"events\":[" HIJACK("3") "," LEAK("false") "],\"asn_info\":[]}",
     HIJACK_MADE("on") LEAK_MADE("on"), ERR_OK, 0, NULL},
    {"no events", "{\"events\":[]}", "", ERR_OK, 0, NULL},
    {"no id", "[{\"leak_asn\":1,\"min_ts\":1}," LEAK("true") "]", LEAK_MADE("1777716000"), ERR_OK, 1,
     "missing-member"},
    {"no start", "[{\"id\":1,\"leak_asn\":1}," LEAK("true") "]", LEAK_MADE("1777716000"), ERR_OK, 1,
     "missing-member"},
    {"a wrong time", "[{\"id\":1,\"leak_asn\":1,\"min_ts\":\"noon\"}," LEAK("true") "]",
     LEAK_MADE("1777716000"), ERR_OK, 1, "bad-time"},
    {"a wrong culprit", "[{\"id\":1,\"leak_asn\":4294967296,\"min_ts\":1}," LEAK("true") "]",
     LEAK_MADE("1777716000"), ERR_OK, 1, "bad-asn"},
    {"no culprit", "[{\"id\":1,\"event_type\":\"moas\",\"view_ts\":1}," LEAK("true") "]",
     LEAK_MADE("1777716000"), ERR_OK, 1, "no-culprit"},
    {"the end before the start",
     "[{\"id\":1,\"hijacker_asn\":1,\"min_hijack_ts\":9,\"max_hijack_ts\":8}," LEAK("true") "]",
     LEAK_MADE("1777716000"), ERR_OK, 1, "wrong-order"},
    {"neither of both", "[{\"id\":1,\"event_type\":\"party\",\"view_ts\":1}," LEAK("true") "]",
     LEAK_MADE("1777716000"), ERR_OK, 1, "unknown-event"},
    {"a wrong prefix and a wrong victim are left out",
     "[{\"id\":1,\"hijacker_asn\":1,\"min_hijack_ts\":1,\"max_hijack_ts\":2,\"prefixes\":[\"10.0.0.1/8\","
     "null,\"192.0.2.0/24\"],\"victim_asns\":[\"x\",[7],5,5]}]",
     "radar hijack 1 1 2 by 1 of 5 192.0.2.0/24\n", ERR_OK, 0, "bad-prefix"},
    {"another kind of file", "{\"vrps\":[{\"asn\":1}]}", "", ERR_VALUE, 0, "wrong-kind"},
    {"empty", "", "", ERR_VALUE, 0, "empty"},
};

static void events(void **state)
{
	(void)state;
	readings_check(rows, sizeof rows / sizeof *rows, make);
	cuts_check(rows[0].in, make);
}

static void count(void *ctx, const struct external_event *e)
{
	size_t *n = ctx;
	n[0] = e->n_victims;
	n[1] = e->n_prefixes;
}

/* What is beyond the limits is told and left out. */
static void limits(void **state)
{
	(void)state;
	struct buf in = {0};
	struct heard heard = {0};
	struct diag diag = {.fn = hear, .ctx = &heard};
	size_t n[2] = {0};
	buf_str(&in,
	        "[{\"id\":1,\"hijacker_asn\":1,\"min_hijack_ts\":1,\"max_hijack_ts\":2,\"victim_asns\":[1");
	for (unsigned i = 2; i <= EXTERNAL_MAX_ASNS + 10; i++)
		buf_printf(&in, ",%u", i);
	buf_str(&in, "],\"prefixes\":[\"0.0.0.0/32\"");
	for (unsigned i = 1; i < EXTERNAL_MAX_PREFIXES + 10; i++)
		buf_printf(&in, ",\"0.0.%u.%u/32\"", i >> 8, i & 255);
	buf_str(&in, "]}]");
	struct text_reader *r = external_reader_new(count, n, &diag);
	assert_int_equal(feed_all(r, in.at), ERR_OK);
	assert_int_equal(n[0], EXTERNAL_MAX_ASNS);
	assert_int_equal(n[1], EXTERNAL_MAX_PREFIXES);
	assert_int_equal(heard_of(&heard, "too-many"), 1);
	assert_non_null(strstr(heard.what, "20 elements"));
	text_reader_free(r);
	tally_fini(&heard.tally);
	buf_fini(&in);
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(events), cmocka_unit_test(limits)};
TEST_MAIN(tests)
