/*
 * make_store FILE: a small database for tests of what is shown: two months; networks with everything, with
 * nothing, with problems; events of all four kinds; evidence in messages and in a table.
 */
#include "score/facts.h"
#include "score/framework.h"
#include "score/ledger.h"
#include "store/store.h"

#include <stdio.h>
#include <string.h>

enum { APRIL = 1396310400, MAY = 1398902400, JUNE = 1401580800, T = MAY + 3 * 86400 };

static struct store *store;
static struct ledger *ledger;

#define DO(call) REQUIRE((call) == ERR_OK)

static struct prefix prefix(const char *text)
{
	struct prefix p;
	DO(prefix_parse(text, strlen(text), &p));
	return p;
}

static void begin(instant_t from, instant_t to, instant_t data_end)
{
	struct store_period p = {.start = from,
	                         .end = to,
	                         .observed_from = from + 5,
	                         .observed_to = data_end,
	                         .data_end = data_end,
	                         .framework = "manrs-2024",
	                         .framework_text = framework_builtin_text("manrs-2024"),
	                         .full_feeds_v4 = 12,
	                         .full_feeds_v6 = 3,
	                         .min_peers_v4 = 5,
	                         .min_peers_v6 = 3,
	                         .coverage_low = true,
	                         .leaks = true,
	                         .bogons_partial = from == APRIL,
	                         .vrps = FACT_YES,
	                         .invalid_routes = 4,
	                         .summary = "{}"};
	DO(store_begin(store, &p));
	ledger = ledger_new(framework_builtin("manrs-2024"), from, to, data_end);
}

/* ---- routes, sources */

static void routes(void)
{
	/* in the order of the store; rov and irr as stored: 3 valid, 2 not found, 4 invalid asn; 3 valid, 4
	 * covering, 2 not found, 5 invalid */
	static const struct {
		const char *prefix;
		asn_t origin;
		uint16_t peers;
		uint8_t why_not, rov, irr, bogon;
	} rows[] = {
	    {"0.0.0.0/0", 65550, 3, WHY_DEFAULT, 0, 0, 0},
	    {"5.0.0.0/16", 3333, 12, 0, 3, 3, 0},
	    {"5.1.0.0/16", 3333, 12, 0, 3, 4, 0},
	    {"5.1.2.0/24", 3333, 12, 0, 4, 4, 0},
	    {"5.1.2.0/24", 4444, 7, 0, 4, 5, 0},
	    {"5.2.0.0/16", 4444, 12, 0, 2, 2, 0},
	    {"5.2.0.0/25", 4444, 12, WHY_LENGTH, 2, 2, 0},
	    {"5.3.0.0/16", 0, 9, WHY_AS_SET, 2, 2, 0},
	    {"5.4.0.0/16", 4444, 2, WHY_VISIBILITY, 2, 2, 0},
	    {"192.168.7.0/24", 4444, 8, WHY_BOGON, 2, 2, 1},
	    {"2a10::/32", 3333, 3, 0, 3, 3, 0},
	};
	enum { N = sizeof rows / sizeof *rows };
	struct store_route r[N];
	for (size_t i = 0; i < N; i++)
		r[i] = (struct store_route){.prefix = prefix(rows[i].prefix),
		                            .origin = rows[i].origin,
		                            .first_seen = MAY + 5,
		                            .last_seen = JUNE - 60,
		                            .peers_max = rows[i].peers,
		                            .why_not = rows[i].why_not,
		                            .rov = rows[i].rov,
		                            .irr = rows[i].irr,
		                            .bogon = rows[i].bogon};
	DO(store_put_routes(store, r, N));
}

static void sources(void)
{
	static const struct store_source rows[] = {
	    {.file = "bgp/rib.mrt", .kind = "bgp", .as_of = MAY, .age = 2678340, .used = true, .records = 12},
	    {.file = "irr/radb, old.db",
	     .kind = "irr",
	     .as_of = MAY + 86400,
	     .age = 2591940,
	     .used = true,
	     .records = 9,
	     .rejected = 3,
	     .reasons = "{\"bad-prefix\":2,\"bad-asn\":1}"},
	    {.file = "notes.txt", .kind = "unknown", .as_of = INSTANT_NONE, .why_not = "of no known kind"},
	    {.file = "rpki/new.json",
	     .kind = "vrps",
	     .as_of = JUNE + 3600,
	     .age = -3660,
	     .fresh = true,
	     .used = true,
	     .records = 4},
	    {.file = "rpki/vrps.json",
	     .kind = "vrps",
	     .as_of = JUNE - 7200,
	     .age = 7140,
	     .fresh = true,
	     .used = true,
	     .records = 4},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		DO(store_put_source(store, &rows[i]));
}

/* ---- networks */

static void network(asn_t asn, const char *holder, const char *economy, const char *participant,
                    struct network_facts f, const uint32_t *numbers, size_t n)
{
	struct buf octets = {0};
	f.asn = asn;
	facts_encode(&f, &octets);
	struct store_network x = {.asn = asn,
	                          .holder = holder,
	                          .economy = economy,
	                          .rir = *economy ? RIR_RIPENCC : RIR_NONE,
	                          .participant = participant,
	                          .facts = octets.at,
	                          .facts_len = octets.len,
	                          .routes = numbers,
	                          .n_routes = n};
	DO(store_put_network(store, &x));
	struct network_period p = {
	    .from = MAY, .to = JUNE, .bgp = true, .leaks = true, .vrps = FACT_YES, .invalid_routes = 4};
	struct network_scores scores;
	size_t n_spans;
	const struct network_span *spans = ledger_spans(ledger, asn, &n_spans);
	network_score(framework_builtin("manrs-2024"), &p, &f, spans, n_spans, &scores);
	struct store_score s = {.asn = asn};
	for (int i = 0; i < SCORE_ACTIONS; i++) {
		s.has[i] = scores.actions[i].has_value;
		s.value[i] = scores.actions[i].value;
		s.readiness[i] = scores.actions[i].readiness;
	}
	DO(store_put_score(store, &s));
	buf_fini(&octets);
}

static void networks(void)
{
	static const uint32_t good[] = {1, 2, 3, 10}, bad[] = {4, 5, 6, 8, 9};
	network(3333, "Good Net, \"B.V.\"", "NL", "{\"name\":\"Good Net\",\"programmes\":[\"operators\"]}",
	        (struct network_facts){.routes = {.total = 4,
	                                          .counted = 4,
	                                          .rov_valid = 3,
	                                          .rov_invalid = 1,
	                                          .irr_valid = 2,
	                                          .irr_covering = 2},
	                               .vrps = FACT_YES,
	                               .irr = FACT_YES,
	                               .policy = FACT_YES,
	                               .contact = {FACT_YES},
	                               .sessions = 3},
	        good, 4);
	network(4444, "Bad \033[31mNet", "NL", "",
	        (struct network_facts){.routes = {.total = 5,
	                                          .counted = 2,
	                                          .rov_invalid = 1,
	                                          .rov_not_found = 1,
	                                          .irr_invalid = 1,
	                                          .irr_not_found = 1},
	                               .vrps = FACT_YES,
	                               .irr = FACT_YES,
	                               .policy = FACT_NO,
	                               .contact = {FACT_NO},
	                               .sessions = 2,
	                               .spoofed_blocks = 2,
	                               .passed_invalid = 1},
	        bad, 5);
	network(5555, "", "", "", (struct network_facts){.irr = FACT_STALE, .contact = {FACT_STALE}}, NULL,
	        0);
}

/* ---- events and evidence */

static void event(struct store_event e, const char *const *prefixes, size_t n)
{
	struct prefix p[4];
	struct ledger_accomplice by[4];
	for (size_t i = 0; i < n; i++)
		p[i] = prefix(prefixes[i]);
	uint32_t visible[] = {e.start, e.start + 1, e.start + 2, e.start + 2, e.start + 9};
	e.prefixes = p;
	e.n_prefixes = n;
	e.visible = visible;
	e.n_visible = 5;
	e.confidence = e.confidence ? e.confidence : CONFIDENCE_CONFIRMED;
	e.tags = e.tags ? e.tags : "[]";
	DO(store_put_event(store, &e));
	for (size_t i = 0; i < e.n_accomplices; i++)
		by[i] = (struct ledger_accomplice){e.accomplices[i].asn, e.accomplices[i].n_peers,
		                                   ledger_relation((enum relation)e.accomplices[i].relation)};
	struct ledger_event le = {.charge = {.metric = e.metric,
	                                     .class = e.class,
	                                     .confidence = e.confidence,
	                                     .peers_max = e.peers_max,
	                                     .full_feeds = 12,
	                                     .start = e.start,
	                                     .end = e.open ? INSTANT_NONE : e.end},
	                          .culprit = e.culprit,
	                          .n_peers = e.peers_total,
	                          .accomplices = by,
	                          .n_accomplices = e.n_accomplices};
	ledger_add(ledger, &le);
}

static void events(void)
{
	static const struct store_accomplice by[] = {{3333, 8, 1}, {5555, 1, 1}, {6666, 8, 2}};
	static const asn_t victim[] = {3333};
	event((struct store_event){.id = 1,
	                           .metric = 3,
	                           .class = 1,
	                           .score = 100,
	                           .culprit = 4444,
	                           .rule = "bogon-prefix",
	                           .reason = "private use, RFC 1918",
	                           .start = T,
	                           .end = T + 1740,
	                           .peers_max = 8,
	                           .peers_total = 11,
	                           .announcements = 9,
	                           .accomplices = by,
	                           .n_accomplices = 3},
	      (const char *const[]){"192.168.7.0/24"}, 1);
	event((struct store_event){.id = 2,
	                           .metric = 3,
	                           .class = 1,
	                           .score = 100,
	                           .culprit = 4444,
	                           .rule = "bogon-prefix",
	                           .reason = "private use, RFC 1918",
	                           .start = T + 1740 + 3600,
	                           .end = T + 86400 + 5340,
	                           .peers_max = 8,
	                           .peers_total = 8,
	                           .announcements = 8},
	      (const char *const[]){"192.168.7.0/24"}, 1);
	event((struct store_event){.id = 3,
	                           .metric = 4,
	                           .class = 1,
	                           .score = 100,
	                           .culprit = 4444,
	                           .bogon = 64512,
	                           .rule = "bogon-asn",
	                           .reason = "private use, RFC 6996",
	                           .start = JUNE - 7200,
	                           .end = JUNE - 60,
	                           .open = true,
	                           .peers_max = 6,
	                           .peers_total = 6,
	                           .announcements = 6},
	      (const char *const[]){"5.2.0.0/16", "5.4.0.0/16", "2a10::/32"}, 3);
	event(
	    (struct store_event){
	        .id = 4,
	        .metric = 2,
	        .confidence = CONFIDENCE_SUSPICIOUS,
	        .score = 55,
	        .culprit = 4444,
	        .origin = 4444,
	        .rule = "more-specific",
	        .reason = "no ROA, no route object",
	        .tags = "[{\"name\":\"rpki-invalid\",\"points\":40},{\"name\":\"short\",\"points\":15}]",
	        .start = T + 500,
	        .end = T + 900,
	        .peers_max = 7,
	        .peers_total = 7,
	        .announcements = 7,
	        .victims = victim,
	        .n_victims = 1},
	    (const char *const[]){"5.1.2.0/24"}, 1);
	event((struct store_event){.id = 5,
	                           .metric = 1,
	                           .leak_type = 1,
	                           .segment = {3333, 6666},
	                           .score = 90,
	                           .culprit = 4444,
	                           .rule = "valley",
	                           .reason = "from a provider to a provider",
	                           .start = T + 600,
	                           .end = T + 5000,
	                           .peers_max = 7,
	                           .peers_total = 7,
	                           .announcements = 7,
	                           .victims = victim,
	                           .n_victims = 1},
	      (const char *const[]){"5.0.0.0/16"}, 1);
	event((struct store_event){.id = 6,
	                           .metric = 2,
	                           .confidence = CONFIDENCE_INFORMATIVE,
	                           .score = 10,
	                           .culprit = 3333,
	                           .rule = "moas",
	                           .reason = "same organisation",
	                           .start = T + 600,
	                           .end = T + 5000,
	                           .peers_max = 7,
	                           .peers_total = 7,
	                           .announcements = 7},
	      (const char *const[]){"5.1.0.0/16"}, 1);
}

static void evidence(uint64_t e, uint32_t seq, uint32_t time, asn_t peer, int64_t message, const char *path)
{
	struct store_evidence x = {.event = e,
	                           .seq = seq,
	                           .time = time,
	                           .collector = "rrc99",
	                           .peer_ip = addr_from_v4(0xc6336400U + peer),
	                           .peer_asn = peer,
	                           .prefix = prefix("192.168.7.0/24"),
	                           .path = path,
	                           .message = message};
	DO(store_put_evidence(store, &x));
}

/* BGP4MP_MESSAGE_AS4 (RFC 6396 4.4.3): an UPDATE of 192.168.7.0/24 from AS 20. */
static const uint8_t update[] =
    {
        0x53, 0x65, 0x83, 0x01, 0,    16,   0,    4,    0,    0,    0,    75, /* header, 2014-05-04T00:00:01Z
                                                                               */
        0,    0,    0,    20,   0,    0,    0x30, 0x39, 0,    0,    0,    1,  /* peer, local, interface, IPv4
                                                                               */
        198,  51,   100,  20,   198,  51,   100,  1,                          /* addresses */
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0,    55,   2,    0,    0,    0,    28, /* length, UPDATE, withdrawn, attributes */
        0x40, 1,    1,    0,                                      /* ORIGIN IGP */
        0x40, 2,    14,   2,    3,    0,    0,    0,    20,   0,    0,    0x0d, 0x05,
        0,    0,    0x11, 0x5c,                 /* 20 3333 4444 */
        0x40, 3,    4,    198,  51,   100,  20, /* NEXT_HOP */
        24,   192,  168,  7,
};

/* TABLE_DUMP_V2 RIB_IPV4_UNICAST (RFC 6396 4.3.2) with one entry of peer number 5. */
static const uint8_t table[] = {
    0x53, 0x65, 0x83, 0,    0,    13,   0,    2,    0, 0, 0,   46, /* header, 2014-05-04T00:00:00Z */
    0,    0,    0,    9,    24,   192,  168,  7,    0, 1,          /* sequence, prefix, entries */
    0,    5,    0x53, 0x65, 0x83, 0,    0,    28,                  /* peer, originated, attributes */
    0x40, 1,    1,    0,    0x40, 2,    14,   2,    3, 0, 0,   0,  30,  0,
    0,    0x0d, 0x05, 0,    0,    0x11, 0x5c, 0x40, 3, 4, 198, 51, 100, 30,
};

static void messages(void)
{
	const struct store_message rows[] = {
	    {.id = 0,
	     .file = "rrc99/bview.gz",
	     .record = 9,
	     .offset = 4096,
	     .raw = table,
	     .len = sizeof table},
	    {.id = 1,
	     .file = "rrc99/updates.gz",
	     .record = 71,
	     .offset = 8192,
	     .raw = update,
	     .len = sizeof update},
	    {.id = 2, .file = "rrc99/updates.gz", .record = 99, .offset = 9999, .raw = "", .len = 0},
	};
	evidence(1, 0, T, 30, 0, "30 3333 4444");
	evidence(1, 1, T + 1, 20, 1, "20 3333 4444");
	evidence(1, 2, T + 2, 21, 2, "21 3333 4444");
	evidence(1, 3, T + 3, 22, -1, "22 3333 4444");
	evidence(2, 0, T + 5340, 20, 1, "20 3333 4444");
	for (size_t i = 0; i < 3; i++)
		DO(store_put_message(store, &rows[i]));
}

/* What others say: the same as ours, what we let go, another culprit, theirs alone; all that may be absent
 * is. */
static void externals(void)
{
	const struct prefix at[] = {prefix("5.1.2.0/24"), prefix("5.1.3.0/24"), prefix("2a10::/32")};
	static const asn_t victims[] = {3333, 5555};
	const struct store_external rows[] = {
	    {.source = "grip",
	     .id = "moas-1-4444",
	     .kind = "moas",
	     .words = "default-tr-worthy",
	     .metric = 2,
	     .agreement = AGREEMENT_SAME,
	     .grade = 80,
	     .start = T + 300,
	     .end = T + 900,
	     .culprit = 4444,
	     .event = 4,
	     .prefixes = at,
	     .n_prefixes = 3,
	     .victims = victims,
	     .n_victims = 2},
	    {.source = "grip",
	     .id = "submoas-2-9",
	     .kind = "submoas",
	     .words = "",
	     .metric = 2,
	     .agreement = AGREEMENT_OTHER_CULPRIT,
	     .grade = -1,
	     .start = T + 300,
	     .end = T + 310,
	     .culprit = 9,
	     .event = 4,
	     .prefixes = at,
	     .n_prefixes = 1},
	    {.source = "radar",
	     .id = "hijack-7",
	     .kind = "hijack",
	     .words = "",
	     .metric = 2,
	     .agreement = AGREEMENT_SAME,
	     .grade = 8,
	     .start = T + 600,
	     .end = INSTANT_NONE,
	     .culprit = 3333,
	     .event = 6},
	    {.source = "radar",
	     .id = "leak-7",
	     .kind = "leak",
	     .words = "",
	     .metric = 1,
	     .grade = -1,
	     .start = T,
	     .end = T + 86400,
	     .culprit = 8,
	     .segment = {7, 9}},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		DO(store_put_external(store, &rows[i]));
}

int main(int argc, char **argv)
{
	struct buf why = {0};
	REQUIRE(argc == 2);
	DO(store_open(argv[1], STORE_WRITE, &store, &why));
	begin(APRIL, MAY, MAY - 60);
	network(3333, "Good Net", "NL", "", (struct network_facts){.irr = FACT_YES, .contact = {FACT_YES}},
	        NULL, 0);
	DO(store_commit(store));
	ledger_free(ledger);
	begin(MAY, JUNE, JUNE - 60);
	events();
	messages();
	externals();
	routes();
	sources();
	networks();
	DO(store_commit(store));
	ledger_free(ledger);
	store_close(store);
	return 0;
}
