/* What registries say of networks: every value of every fact, in folders made for it. */
#include "feed/networks.h"
#include "folder.h"
#include "fresh.h"

#define NOW  "2026-03-10T00:00:00Z"
#define SOON "2026-03-09T00:00:00Z"

/* ---- asking */

static struct sources sources;

static void fresh_open(void)
{
	struct sources_options o = {0};
	memcpy(o.fresh, fresh_in_tests, sizeof o.fresh);
	sources_init(&sources, &o);
	assert_int_equal(sources_open(&sources, folder_dir, 1, NULL), ERR_OK);
}

/* 64500 to 64599 are of the registry in that place: ARIN 645 0x, RIPE NCC 1x, LACNIC 2x, APNIC 3x, AFRINIC
 * 4x. */
static const enum rir registries[] = {RIR_ARIN, RIR_RIPENCC, RIR_LACNIC, RIR_APNIC, RIR_AFRINIC};

static enum rir registry_of(asn_t asn)
{
	return asn >= 64500 && asn < 64550 ? registries[(asn - 64500) / 10] : RIR_NONE;
}

static struct delegation_table *delegations(void)
{
	struct delegation_builder *b = delegation_builder_new();
	for (asn_t i = 0; i < 5; i++) {
		const struct delegation d = {.type = DELEGATION_ASN,
		                             .status = DELEGATION_ALLOCATED,
		                             .rir = registries[i],
		                             .asn_first = 64500 + 10 * i,
		                             .asn_last = 64509 + 10 * i,
		                             .date = INSTANT_NONE,
		                             .opaque_id = ""};
		delegation_builder_add(b, &d);
	}
	return delegation_builder_build(b);
}

/* "policy registry rdap peeringdb holder economy": - no source, s stale, 0 no, 1 yes. */
static void check_card(const struct networks *n, asn_t asn, const char *want)
{
	static const char facts[] = "-s01";
	struct network_card card;
	char got[300];
	networks_get(n, asn, registry_of(asn), &card);
	snprintf(got, sizeof got, "%c%c%c%c [%s] %s", facts[card.policy],
	         facts[card.contact[NETWORK_CONTACT_REGISTRY]], facts[card.contact[NETWORK_CONTACT_RDAP]],
	         facts[card.contact[NETWORK_CONTACT_PEERINGDB]], card.holder, card.economy);
	if (strcmp(got, want) != 0)
		print_message("# AS%u\n", (unsigned)asn);
	assert_string_equal(got, want);
}

struct want {
	asn_t asn;
	const char *card;
};

static void check_cards(const char *when, const struct want *want, size_t n)
{
	fresh_open();
	struct delegation_table *d = delegations();
	struct networks *networks = networks_load(&sources, at(when), d);
	for (size_t i = 0; i < n; i++)
		check_card(networks, want[i].asn, want[i].card);
	networks_free(networks);
	delegation_table_free(d);
	sources_fini(&sources);
}
#define CHECK(when, want) check_cards(when, want, sizeof want / sizeof *want)

/* ---- routing registries */

#define AUT_NUM(asn, source, more) "aut-num: AS" asn "\n" more "source: " source "\n\n"

static void policies_and_contacts(void **state)
{
	(void)state;
	folder_put(
	    "irr/ripe.20260309.db", SOON,
	    AUT_NUM("64510", "RIPE",
	            "import: from AS1 accept ANY\nexport: to AS1 announce AS64510\n"
	            "admin-c: P1\n")
	        AUT_NUM("64511", "RIPE",
	                "mp-import: from AS1 accept ANY\nmp-export: to AS1 announce AS2\n"
	                "tech-c: P1-RIPE\n")
	            AUT_NUM("64512", "RIPE",
	                    "import: from AS1 accept ANY\nmp-export: to AS1 announce AS2\n"
	                    "abuse-c: A1\nmnt-by: M\n")
	                AUT_NUM("64513", "RIPE", "export: to AS1 announce AS2\nadmin-c:\ntech-c: # nobody\n")
	                    AUT_NUM("64514", "RIPE-NONAUTH", "tech-c: P1\n")
	                        AUT_NUM("64500", "RIPE", "tech-c: P1\n"));
	folder_put("irr/others.20260309.db", SOON,
	           AUT_NUM("64530", "APNIC", "tech-c: P1\n") AUT_NUM("64531", "RADB", "tech-c: P1\n")
	               AUT_NUM("64501", "ARIN", "admin-c: P1\ntech-c: P1\n")
	                   AUT_NUM("64521", "LACNIC", "admin-c: P1\n")
	                       AUT_NUM("64515", "RADB", "import: x\nexport: y\n"));
	static const struct want want[] = {
	    {64510, "11-- [] "}, {64511, "11-- [] "}, {64512, "00-- [] "}, {64513, "00-- [] "},
	    {64514, "00-- [] "}, {64515, "10-- [] "}, {64516, "00-- [] "}, {64530, "01-- [] "},
	    {64531, "00-- [] "}, {64500, "01-- [] "}, {64501, "0--- [] "}, {64521, "0--- [] "},
	    {64540, "0--- [] "}, {70000, "00-- [] "},
	};
	CHECK(NOW, want);
}

static void no_aut_num_at_all(void **state)
{
	(void)state;
	folder_put("irr/a.db", SOON, "route: 192.0.2.0/24\norigin: AS64510\nsource: RIPE\n");
	static const struct want want[] = {{64510, "---- [] "}, {70000, "---- [] "}};
	CHECK(NOW, want);
}

/* ---- RDAP */

#define ENTITY(roles, more)         "{\"objectClassName\":\"entity\",\"roles\":[" roles "]," more "}"
#define CARD(more)                  "\"vcardArray\":[\"vcard\",[[\"fn\",{},\"text\",\"N\"]" more "]]"
#define KIND(k)                     ",[\"kind\",{},\"text\",\"" k "\"]"
#define EMAIL                       ",[\"email\",{},\"text\",\"noc@example.net\"]"
#define TEL                         ",[\"tel\",{},\"uri\",\"tel:+1\"]"
#define RDAP(asn, server, entities) RDAP_RANGE(asn, asn, server, entities)
#define RDAP_RANGE(first, last, server, entities)                                       \
	"{\"objectClassName\":\"autnum\",\"startAutnum\":" first ",\"endAutnum\":" last \
	",\"port43\":\"" server "\",\"entities\":[" entities "]}\n"

static void rdap_contacts(void **state)
{
	(void)state;
	folder_put(
	    "contacts/a.20260309.json", SOON,
	    RDAP("64500", "whois.arin.net", ENTITY("\"technical\"", CARD(""))) RDAP(
	        "64501", "whois.arin.net",
	        ENTITY("\"registrant\"", CARD(KIND("org")) ",\"entities\":[" ENTITY("\"noc\"", CARD("")) "]"))
	        RDAP("64502", "whois.arin.net", ENTITY("\"administrative\",\"abuse\"", CARD(EMAIL TEL)))
	            RDAP("64503", "whois.arin.net", ENTITY("\"abuse\",\"noc\"", CARD("")))
	                RDAP("64510", "whois.ripe.net", ENTITY("\"administrative\"", CARD(""))) RDAP(
	                    "64511", "whois.ripe.net", ENTITY("\"technical\"", CARD("")))
	                    RDAP("64512", "whois.ripe.net", ENTITY("\"abuse\"", CARD(EMAIL))) RDAP(
	                        "64520", "whois.lacnic.net",
	                        ENTITY("\"technical\"", CARD(KIND("individual") EMAIL)))
	                        RDAP("64521", "whois.lacnic.net",
	                             ENTITY("\"administrative\"", CARD(KIND("group") TEL)))
	                            RDAP("64522", "whois.lacnic.net",
	                                 ENTITY("\"technical\"", CARD(KIND("individual"))))
	                                RDAP("64523", "whois.lacnic.net",
	                                     ENTITY("\"abuse\"", CARD(KIND("individual") EMAIL)))
	                                    RDAP("64524", "whois.lacnic.net",
	                                         ENTITY("\"registrant\"", CARD(EMAIL)))
	                                        RDAP("64525", "whois.lacnic.net",
	                                             ENTITY("\"registrant\"", CARD(KIND("individual") EMAIL)))
	                                            RDAP("64526", "whois.lacnic.net",
	                                                 ENTITY("\"technical\"", CARD(KIND("org") EMAIL)))
	                                                RDAP("64527", "", ENTITY("\"technical\"", CARD("")))
	                                                    RDAP("70000", "",
	                                                         ENTITY("\"administrative\"", CARD(""))));
	static const struct want want[] = {
	    {64500, "--1- [] "}, {64501, "--1- [N] "}, {64502, "--0- [] "},  {64503, "--1- [] "},
	    {64504, "--0- [] "}, {64510, "--1- [] "},  {64511, "--1- [] "},  {64512, "--0- [] "},
	    {64513, "--0- [] "}, {64520, "--1- [] "},  {64521, "--1- [] "},  {64522, "--0- [] "},
	    {64523, "--0- [] "}, {64524, "--0- [N] "}, {64525, "--1- [N] "}, {64526, "--0- [] "},
	    {64527, "--0- [] "}, {64530, "---- [] "},  {64540, "---- [] "},  {70000, "--1- [] "},
	    {70001, "--0- [] "},
	};
	CHECK(NOW, want);
}

/* Of several answers the narrowest speaks. */
static void rdap_ranges(void **state)
{
	(void)state;
	folder_put("contacts/a.20260309.json", SOON,
	           RDAP_RANGE("0", "4294967295", "whois.arin.net", ENTITY("\"technical\"", CARD("")))
	               RDAP_RANGE("64500", "64509", "whois.arin.net", ENTITY("\"billing\"", CARD("")))
	                   RDAP_RANGE("64505", "64520", "whois.arin.net", ENTITY("\"technical\"", CARD("")))
	                       RDAP("64503", "whois.arin.net", ENTITY("\"noc\"", CARD("")))
	                           RDAP("64506", "whois.arin.net", ENTITY("\"billing\"", CARD("")))
	                               RDAP("64506", "whois.arin.net", ENTITY("\"noc\"", CARD("")))
	                                   RDAP("64507", "whois.arin.net", ENTITY("\"billing\"", CARD(""))));
	static const struct want want[] = {
	    {0, "--1- [] "},     {64499, "--1- [] "}, {64500, "--0- [] "},      {64502, "--0- [] "},
	    {64503, "--1- [] "}, {64504, "--0- [] "}, {64505, "--0- [] "},      {64506, "--1- [] "},
	    {64507, "--0- [] "}, {64508, "--0- [] "}, {64509, "--0- [] "},      {64510, "--1- [] "},
	    {64520, "--1- [] "}, {64521, "--1- [] "}, {4294967295, "--1- [] "},
	};
	CHECK(NOW, want);
}

/* ---- PeeringDB */

#define NET(id, asn, more) "{\"id\":" id ",\"org_id\":1,\"name\":\"Net " id "\",\"asn\":" asn more "}"
#define POC(net, role, mail, phone)                                                                         \
	"{\"id\":" net ",\"net_id\":" net ",\"role\":\"" role "\",\"visible\":\"Public\",\"email\":\"" mail \
	"\",\"phone\":\"" phone "\",\"status\":\"ok\"}"
#define ANSWER(objects) "{\"data\":[" objects "],\"meta\":{\"generated\":1773014400}}"

#define NETS                                                                                                        \
	ANSWER(NET("1", "64500", "") "," NET("2", "64501", "") "," NET("3", "64502", "") "," NET(                   \
	    "4", "64503",                                                                                           \
	    "") "," NET("5", "64504",                                                                               \
	                "") "," NET("6", "64505",                                                                   \
	                            "") "," NET("7", "64506",                                                       \
	                                        "") "," NET("8", "64507",                                           \
	                                                    ",\"status\":\"deleted\"") "," NET("9", "64508",        \
	                                                                                       "") "," NET("10",    \
	                                                                                                   "64508", \
	                                                                                                   ""))

static void peeringdb_contacts(void **state)
{
	(void)state;
	folder_put("peeringdb/net.json", SOON, NETS);
	folder_put(
	    "peeringdb/poc.json", SOON,
	    ANSWER(POC("1", "NOC", "n@example.net", "") "," POC("2", "Technical", "", "+1") "," POC(
	        "3", "Maintenance", "n@example.net",
	        "") "," POC("4", "Policy", "",
	                    "+1") "," POC("5", "Abuse", "n@example.net",
	                                  "+1") "," POC("6", "Sales", "n@example.net",
	                                                "+1") "," POC("7", "NOC", "",
	                                                              "") "," POC("8", "NOC", "n@example.net",
	                                                                          "") "," POC("10", "NOC",
	                                                                                      "n@example.net",
	                                                                                      "") ",{\"id\":"
	                                                                                          "99,\"net_"
	                                                                                          "id\":7,"
	                                                                                          "\"role\":"
	                                                                                          "\"NOC\","
	                                                                                          "\"email\":"
	                                                                                          "\"n@"
	                                                                                          "example."
	                                                                                          "net\","
	                                                                                          "\"status\""
	                                                                                          ":"
	                                                                                          "\"deleted"
	                                                                                          "\"}"));
	static const struct want want[] = {
	    {64500, "---1 [Net 1] "}, {64501, "---1 [Net 2] "}, {64502, "---1 [Net 3] "},
	    {64503, "---1 [Net 4] "}, {64504, "---1 [Net 5] "}, {64505, "---0 [Net 6] "},
	    {64506, "---0 [Net 7] "}, {64507, "---0 [] "},      {64508, "---1 [Net 9] "},
	    {64509, "---0 [] "},      {70000, "---0 [] "},
	};
	CHECK(NOW, want);
}

/* Networks without contacts, or contacts without networks, are no source of contacts. */
static void half_of_peeringdb(void **state)
{
	(void)state;
	static const struct want nets[] = {{64500, "---- [Net 1] "}, {70000, "---- [] "}};
	static const struct want pocs[] = {{64500, "---- [] "}};
	folder_put("peeringdb/net.json", SOON, NETS);
	CHECK(NOW, nets);
	assert_int_equal(unlink(folder_path("peeringdb/net.json")), 0);
	folder_put("peeringdb/poc.json", SOON, ANSWER(POC("1", "NOC", "n@example.net", "")));
	CHECK(NOW, pocs);
}

/* ---- who is who */

#define ORG(handle, source, name) "organisation: " handle "\norg-name: " name "\nsource: " source "\n\n"

static void holders(void **state)
{
	(void)state;
	folder_put("irr/ripe.aut-num.20260309.db", SOON,
	           AUT_NUM("64510", "RIPE", "as-name: NAME\norg: org-a\n")
	               AUT_NUM("64511", "RIPE", "as-name: NAME\norg: ORG-UNKNOWN\n")
	                   AUT_NUM("64512", "RIPE", "org: ORG-A\n") AUT_NUM("64513", "RIPE", "descr: x\n")
	                       AUT_NUM("64530", "RIPE", "as-name: OTHERS\norg: ORG-A\n"));
	folder_put("irr/mirror.20260309.db", SOON,
	           AUT_NUM("64510", "AAA", "as-name: MIRROR\n")
	               AUT_NUM("64530", "APNIC", "as-name: OWN\norg: ORG-A\n")
	                   AUT_NUM("70000", "BBB", "as-name: SECOND\n")
	                       AUT_NUM("70000", "AAA", "as-name: FIRST\n"));
	folder_put("irr/ripe.organisation.20260309.db", SOON,
	           ORG("ORG-A", "RIPE", "Ours Ltd.") ORG("ORG-A", "APNIC", "Theirs Ltd."));
	folder_put(
	    "contacts/a.20260309.json", SOON,
	    "{\"startAutnum\":64510,\"name\":\"RDAP-NAME\"}\n{\"startAutnum\":64513,\"name\":\"RDAP-NAME\","
	    "\"entities\":[" ENTITY("\"registrant\"",
	                            CARD("")) "]}\n{\"startAutnum\":64500,\"name\":\"R\"}\n");
	folder_put("peeringdb/net.json", SOON,
	           ANSWER(NET("1", "64500", "") "," NET("2", "64501", "") "," NET("3", "64514", "")));
	folder_put("orgs/20260301.as-org2info.txt", SOON,
	           "# format:org_id|changed|org_name|country|source\nA||Acme|CH|X\nB|||DE|X\n"
	           "# format:aut|changed|aut_name|org_id|opaque_id|source\n64501||N1|A||X\n64502||N2|A||X\n"
	           "64503||N3|B||X\n64504||N4|C||X\n64510||N5|B||X\n");
	static const struct want want[] = {
	    {64510, "000- [NAME Ours Ltd.] DE"},
	    {64511, "000- [NAME] "},
	    {64512, "000- [Ours Ltd.] "},
	    {64513, "000- [RDAP-NAME N] "},
	    {64514, "000- [Net 3] "},
	    {64515, "000- [] "},
	    {64530, "00-- [OWN Theirs Ltd.] "},
	    {70000, "000- [FIRST] "},
	    {64500, "0-0- [R] "},
	    {64501, "0-0- [Net 2] CH"},
	    {64502, "0-0- [Acme] CH"},
	    {64503, "0-0- [N3] DE"},
	    {64504, "0-0- [N4] "},
	};
	CHECK(NOW, want);
}

/* ---- staleness */

static void stale_absent_and_later(void **state)
{
	(void)state;
	static const struct want none[] = {{64510, "---- [] "}};
	CHECK(NOW, none);
	folder_put("irr/ripe.20260303.db", SOON, AUT_NUM("64510", "RIPE", "as-name: N\ntech-c: P1\n"));
	folder_put("contacts/a.20260208.json", SOON,
	           RDAP("64510", "whois.ripe.net", ENTITY("\"technical\"", CARD(""))));
	folder_put("peeringdb/net.json", SOON, NETS);
	folder_put("peeringdb/poc.json", SOON, ANSWER(POC("1", "NOC", "n@example.net", "")));
	static const struct want fresh[] = {{64510, "0110 [N] "}, {64500, "0--1 [Net 1] "}};
	CHECK(NOW, fresh);
	static const struct want irr[] = {{64510, "sss0 [] "}, {64500, "sss1 [Net 1] "}};
	CHECK("2026-03-10T00:00:01Z", irr); /* the IRR's seven days and the contacts' thirty end then */
	static const struct want all[] = {{64510, "ssss [] "}, {70000, "ssss [] "}};
	CHECK("2026-05-10T00:00:00Z", all);
	static const struct want later[] = {{64510, "0110 [N] "}};
	CHECK("2020-01-01T00:00:00Z", later);
}

/* Another snapshot takes over when its time comes. */
static void snapshots(void **state)
{
	(void)state;
	folder_put("irr/ripe.20260303.db", SOON, AUT_NUM("64510", "RIPE", "as-name: OLD\n"));
	folder_put("irr/ripe.20260309.db", SOON, AUT_NUM("64510", "RIPE", "as-name: NEW\ntech-c: P\n"));
	static const struct want old[] = {{64510, "00-- [OLD] "}}, new[] = {{64510, "01-- [NEW] "}};
	CHECK("2026-03-08T23:59:59Z", old);
	CHECK("2026-03-09T00:00:00Z", new);
}

/* ---- M5 */

#define SIDE(asn, client, nat, private, routed)                     \
	"\"asn4\":" asn ",\"client4\":\"" client "\",\"nat4\":" nat \
	",\"privatespoof\":" private ",\"routedspoof\":" routed
#define SIDE6(asn, client, nat, private, routed)                    \
	"\"asn6\":" asn ",\"client6\":\"" client "\",\"nat6\":" nat \
	",\"privatespoof6\":" private ",\"routedspoof6\":" routed
#define SESSION(number, time, sides) "{\"session\":" number ",\"timestamp\":\"" time "\"," sides "}"
#define R                            "\"received\""
#define B                            "\"blocked\""
#define W                            "\"rewritten\""

static void check_spoofing(const char *want)
{
	struct network_spoofings s;
	char got[400] = "";
	fresh_open();
	networks_spoofing(&sources, at("2026-03-01T00:00:00Z"), at("2026-04-01T00:00:00Z"), &s);
	for (size_t i = 0; i < s.n; i++)
		snprintf(got + strlen(got), sizeof got - strlen(got), "AS%u %u/%u ", (unsigned)s.at[i].asn,
		         (unsigned)s.at[i].blocks, (unsigned)s.at[i].sessions);
	assert_string_equal(got, want);
	free(s.at);
	sources_fini(&sources);
}

static void spoofing(void **state)
{
	(void)state;
	check_spoofing("");
	folder_put(
	    "spoofer/1.json", SOON,
	    "{\"hydra:member\":[" /* each of the four fields */
	    SESSION("1", "2026-03-02T10:00:00Z", SIDE("1", "192.0.2.0/24", "false", R, B)) "," SESSION(
	        "2", "2026-03-02T10:00:00Z",
	        SIDE("2", "192.0.2.0/24", "false", B,
	             R)) "," SESSION("3", "2026-03-02T10:00:00Z",
	                             SIDE6("3", "2001:db8::/40", "false", R,
	                                   "null")) "," SESSION("4", "2026-03-02T10:00:00Z",
	                                                        SIDE6("4", "2001:db8::/40", "false", "null",
	                                                              R)) ","
	    /* all blocked; behind NAT; other results; outside the period; both families */
	    SESSION("5", "2026-03-02T10:00:00Z", SIDE("5", "192.0.2.0/24", "false", B, B)) "," SESSION(
	        "6", "2026-03-02T10:00:00Z",
	        SIDE(
	            "6", "192.0.2.0/24", "true", R,
	            R)) "," SESSION("7", "2026-03-02T10:00:00Z",
	                            SIDE(
	                                "7", "192.0.2.0/24", "false", W,
	                                "\"unknown\"")) "," SESSION("8", "2026-02-28T23:59:59Z",
	                                                            SIDE(
	                                                                "8", "192.0.2.0/24", "false", R,
	                                                                R)) "," SESSION("9",
	                                                                                "2026-04-01T00:00:"
	                                                                                "00Z",
	                                                                                SIDE(
	                                                                                    "8",
	                                                                                    "192.0.2.0/24",
	                                                                                    "false", R,
	                                                                                    R)) "," SESSION("10",
	                                                                                                    "2026-03-01T00:00:00Z",
	                                                                                                    SIDE("10", "192.0.2.0/24", "false", R, B) "," SIDE6(
	                                                                                                        "10",
	                                                                                                        "2001:db8::/40",
	                                                                                                        "null",
	                                                                                                        R,
	                                                                                                        B)) "," SESSION("11",
	                                                                                                                        "2026-03-02T10:00:00Z",
	                                                                                                                        "\"asn4\":11,\"routedspoof\":" R) "]}");
	check_spoofing("AS1 1/1 AS2 1/1 AS3 1/1 AS4 1/1 AS5 0/1 AS10 2/2 ");
}

/* Of one block, protocol and day the last counts; another day, another block and another network's do too. */
static void spoofing_last(void **state)
{
	(void)state;
	folder_put(
	    "spoofer/b.json", SOON,
	    SESSION("3", "2026-03-02T12:00:00Z", SIDE("1", "192.0.2.0/24", "false", B, B)) "\n" SESSION(
	        "1", "2026-03-02T10:00:00Z",
	        SIDE("1", "192.0.2.0/24", "false", R,
	             R)) "\n" SESSION("5", "2026-03-02T12:00:00Z",
	                              SIDE("2", "192.0.2.0/24", "false", R,
	                                   R)) "\n" SESSION("4", "2026-03-02T12:00:00Z",
	                                                    SIDE("2", "192.0.2.0/24", "false", B,
	                                                         B)) "\n" SESSION("6", "2026-03-02T23:59:59Z",
	                                                                          SIDE("3", "192.0.2.0/24",
	                                                                               "false", R, B)) "\n");
	folder_put(
	    "spoofer/a.json", SOON,
	    SESSION("7", "2026-03-03T00:00:00Z", SIDE("3", "192.0.2.0/24", "false", B, B)) "\n" SESSION(
	        "8", "2026-03-03T00:00:00Z",
	        SIDE("3", "198.51.100.0/24", "false", B, B)) "\n" SESSION("9", "2026-03-03T01:00:00Z",
	                                                                  SIDE("3", "203.0.113.0/24", "false",
	                                                                       R, B)) "\n"
	    /* the last says nothing, so that the one before it counts; the same session a second time */
	    SESSION("10", "2026-03-03T01:00:00Z", SIDE("4", "192.0.2.0/24", "false", R, B)) "\n" SESSION(
	        "11", "2026-03-03T02:00:00Z",
	        SIDE("4", "192.0.2.0/24", "true", B, B)) "\n" SESSION("10", "2026-03-03T01:00:00Z",
	                                                              SIDE("4", "192.0.2.0/24", "false", R,
	                                                                   B)) "\n");
	check_spoofing("AS1 0/1 AS2 1/1 AS3 2/3 AS4 1/1 ");
}

/* ---- participants */

static void participants(void **state)
{
	(void)state;
	static const struct {
		asn_t asn;
		const char *json;
	} want[] = {
	    {64500, "{\"name\":\"Acme \\\"A\\\" \\\\ "
	            "Co\",\"programmes\":[\"operators\",\"cdns\"],\"areas\":[\"AT\",\"CH\","
	            "\"DE\"],\"since\":null}"},
	    {64501, "{\"name\":\"Acme \\\"A\\\" \\\\ "
	            "Co\",\"programmes\":[\"operators\"],\"areas\":[\"CH\",\"DE\"],\"since\":"
	            "null}"},
	    {64502, "{\"name\":\"Only CDN\",\"programmes\":[\"cdns\"],\"areas\":[],\"since\":null}"},
	    {64503, "{\"name\":\"\",\"programmes\":[],\"areas\":[],\"since\":null}"},
	    {64504,
	     "{\"name\":\"J\",\"programmes\":[],\"areas\":[\"FR\"],\"since\":\"2020-02-03T00:00:00Z\"}"},
	};
	folder_put(
	    "participants/operators.20260301.csv", SOON,
	    "Organization Name,Areas,ASNs\n\"Acme \"\"A\"\" \\ Co\",DE; CH,64500;64501\nOther,AT,64500\n");
	folder_put("participants/operators.20270301.csv", SOON,
	           "Organization Name,Areas,ASNs\nLater,FR,64599\n");
	folder_put("participants/cdns.csv", SOON,
	           "Organization Name,ASNs,Action 5: MANRS Adoption\nOnly CDN,64502,Yes\nAaa,64500,Yes\n");
	folder_put("participants/list.json", SOON, "{\"asns\":[64503]}");
	folder_put(
	    "participants/all.json", SOON,
	    "{\"participants\":[{\"id\":\"1\",\"name\":\"J\",\"asns\":[64504],\"areas_served\":[\"FR\"],"
	    "\"memberSince\":\"2020-02-03\"}]}");
	struct network_participants p;
	fresh_open();
	networks_participants(&sources, at(NOW), &p);
	assert_int_equal(p.n, sizeof want / sizeof *want);
	for (size_t i = 0; i < p.n; i++) {
		assert_int_equal(p.at[i].asn, want[i].asn);
		assert_string_equal(p.at[i].json, want[i].json);
	}
	networks_participants_fini(&p);
	sources_fini(&sources);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, folder_new, folder_end)
static const struct CMUnitTest tests[] = {TEST(policies_and_contacts),
                                          TEST(no_aut_num_at_all),
                                          TEST(rdap_contacts),
                                          TEST(rdap_ranges),
                                          TEST(peeringdb_contacts),
                                          TEST(half_of_peeringdb),
                                          TEST(holders),
                                          TEST(stale_absent_and_later),
                                          TEST(snapshots),
                                          TEST(spoofing),
                                          TEST(spoofing_last),
                                          TEST(participants)};
TEST_MAIN(tests)
