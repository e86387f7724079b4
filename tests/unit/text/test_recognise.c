#include "feed.h"
#include "text/recognise.h"

static const struct {
	const char *folder, *head;
	enum text_kind kind;
} rows[] = {
    {"rpki",
     "{\n\t\"metadata\": {\n\t\t\"buildmachine\": \"m\",\n\t\t\"buildtime\": \"2025-07-20T09:31:33Z\",",
     TEXT_VRP_JSON},
    {"", "{ \"roas\": [\n  { \"asn\": \"AS1\"", TEXT_VRP_JSON},
    {"", "{\"data\" : [ {\n \"asn\" : \"1\",\n \"prefix\" : \"192.0.2.0/24\",\n \"maxLength\" : 24,",
     TEXT_VRP_JSON},
    {"", "[{\"asn\":\"AS1\",\"prefix\":\"192.0.2.0/24\",\"maxLength\":24}", TEXT_VRP_JSON},
    {"rpki", "{\"slurmVersion\": 1,", TEXT_SLURM},
    {"rpki", "ASN,IP Prefix,Max Length,Trust Anchor\nAS1,", TEXT_VRP_CSV},
    {"", "\xef\xbb\xbf\"URI\",\"ASN\",\"IP Prefix\",\"Max Length\"\r\n", TEXT_VRP_CSV},
    {"irr", "%\n% The RIPE Database\n%\n\nroute:          192.0.2.0/24\n", TEXT_RPSL},
    {"", "aut-num: AS64496\n", TEXT_RPSL},
    {"irr", "# comment\n*xxroute: x\n", TEXT_UNKNOWN},
    {"rir", "2|apnic|20210715|1|19830613|20210714|+1000\n", TEXT_DELEGATED},
    {"", "2.3|nro|20261123|9|1|2|+0000\n", TEXT_DELEGATED},
    {"", "#\n# by the registry\nafrinic|ZA|asn|1228|1|19910301|allocated\n", TEXT_DELEGATED},
    {"peeringdb", "{\"data\": [{\"id\": 1, \"org_id\": 2,", TEXT_PEERINGDB},
    {"", "{\"data\": [{\"id\": 6, \"ixlan_id\": 2, \"protocol\": \"IPv6\", \"prefix\": \"2001:db8::/64\"",
     TEXT_PEERINGDB},
    {"", "{\"poc\": {\"data\": [", TEXT_PEERINGDB},
    {"peeringdb", "{\"data\": [], \"meta\": {}}", TEXT_PEERINGDB},
    {"contacts", "[\n{\"rdapConformance\":[", TEXT_RDAP},
    {"", "{\"handle\":\"AS1\",\"startAutnum\":1,", TEXT_RDAP},
    {"contacts", "[]", TEXT_RDAP},
    {"", "[]", TEXT_UNKNOWN},
    {"spoofer", "{\"@context\":\"x\",\"hydra:member\":[", TEXT_SPOOFER},
    {"", "{\"session\":1,\"client4\":\"192.0.2.0/24\"}\n", TEXT_SPOOFER},
    {"topology", "# source:topology|BGP\n# input clique: 174 209\n1|11537|0\n", TEXT_AS_REL},
    {"", "1|21616|-1|bgp\n", TEXT_AS_REL},
    {"orgs", "# format:org_id|changed|org_name|country|source\nA|", TEXT_AS_ORG},
    {"", "# name: x\n# format:aut|changed|aut_name|org_id|opaque_id|source\n1|", TEXT_AS_ORG},
    {"", "{\"changed\":\"2001\",\"country\":\"US\",\"name\":\"x\",\"organizationId\":\"A\"",
     TEXT_AS_ORG_JSON},
    {"participants", "\xef\xbb\xbfOrganization Name,Areas,ASNs,Action 1: Filtering\n", TEXT_PARTICIPANTS_CSV},
    {"", "Programme,Name,ASNs\n", TEXT_PARTICIPANTS_CSV},
    {"", "{\"participants\":[", TEXT_PARTICIPANTS_JSON},
    {"participants", "[1,2,3]", TEXT_PARTICIPANTS_JSON},
    {"bogons", "# last updated 1647410701 (Wed Mar 16 2022)\n0.0.0.0/8\n2.57.56.0/22\n", TEXT_BOGON_LIST},
    {"", "::/8\n", TEXT_BOGON_LIST},
    {"", "; bogons\n192.0.2.0/24 ; documentation\n", TEXT_BOGON_LIST},
    {"", "192.0.2.0/24# x\n", TEXT_BOGON_LIST},
    {"incidents", "{\"data\":[{\"id\":\"moas-1\",\"event_type\":\"moas\"", TEXT_INCIDENTS},
    {"", "{\"id\":8,\"detected_ts\":\"2026-05-01T10:05:00\",\"finished\":true,\"leak_asn\":64511,",
     TEXT_INCIDENTS},
    {"", "[{\"id\":4711,\"confidence_score\":9,\"duration\":1,\"hijacker_asn\":64510,", TEXT_INCIDENTS},
    {"", "{\"result\":{\"asn_info\":[],\"events\":[{\"id\":8,", TEXT_INCIDENTS},
    {"reference", "1.12.0.0\t20\t4808\n", TEXT_UNKNOWN},
    {"reference", "0.0.0.0/8\t174\n", TEXT_UNKNOWN},
    {"bogons", "<?xml version='1.0' encoding='UTF-8'?>\n", TEXT_UNKNOWN},
    {"bogons", "Prefix,Designation,Date\n", TEXT_UNKNOWN},
    {"rpki", "{\"roas\": [oops", TEXT_VRP_JSON}, /* damaged, but of that kind: the reader says where */
    {"rpki", "{oops", TEXT_UNKNOWN},
    {"rpki", "", TEXT_UNKNOWN},
    {"rpki", " \n\n", TEXT_UNKNOWN},
    {"rpki", "\xff\xfe{", TEXT_UNKNOWN},
    {"irr", "\x1f\x8b\x08", TEXT_UNKNOWN},
};

static void heads(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		size_t len = strlen(rows[i].head);
		char *copy = test_exact(rows[i].head, len);
		enum text_kind kind = text_recognise(rows[i].folder, copy, len);
		if (kind != rows[i].kind)
			print_message("# %zu: %s: %s\n", i, text_kind_name(kind), rows[i].head);
		assert_int_equal(kind, rows[i].kind);
		free(copy);
		for (size_t cut = 0; cut < len; cut++) {
			copy = test_exact(rows[i].head, cut);
			kind = text_recognise("", copy, cut);
			assert_true(kind < TEXT_KINDS);
			free(copy);
		}
	}
}

static const struct {
	const char *name, *folder;
	enum text_kind kind;
} files[] = {
    {"rpki/rpkiclient_summary_20250720T093135Z.json.bz2", "rpki", TEXT_VRP_JSON},
    {"rpki/ripe-validator3/roas-response.json", "rpki", TEXT_VRP_JSON},
    {"rpki/roa_test.routinator_jsonext", "rpki", TEXT_VRP_JSON},
    {"rpki/roa_test.rpkiclient2021_json", "rpki", TEXT_VRP_JSON},
    {"rpki/stayrtr-tests/smalltest.rpki.json", "rpki", TEXT_VRP_JSON},
    {"rpki/stayrtr-tests/test.slurm.json", "rpki", TEXT_SLURM},
    {"rpki/stayrtr-tests/b324e2ca.test.rpki.json", "rpki",
     TEXT_UNKNOWN}, /* a link that became its target's name */
    {"jinx-2014/rpki/vrps-2015.csv", "rpki", TEXT_VRP_CSV},
    {"jinx-2014/rir/delegated-afrinic-latest", "rir", TEXT_DELEGATED},
    {"jinx-2014/rir/delegated-apnic-latest", "rir", TEXT_DELEGATED},
    {"jinx-2014/rir/delegated-lacnic-latest", "rir", TEXT_DELEGATED},
    {"jinx-2014/rir/delegated-ripencc-latest", "rir", TEXT_DELEGATED},
    {"jinx-2014/topology/20140101.as-rel.txt", "topology", TEXT_AS_REL},
    {"rrc04-2022/rir/delegated-iana-latest", "rir", TEXT_DELEGATED},
    {"rrc04-2022/rir/delegated-apnic-20210715", "rir", TEXT_DELEGATED},
    {"rrc04-2022/irr/ripe-nonauth.db.route.gz", "irr", TEXT_RPSL},
    {"rrc04-2022/irr/ripe-nonauth.db.route6.gz", "irr", TEXT_RPSL},
    {"rrc04-2022/irr/ripe.db.as-set.gz", "irr", TEXT_RPSL},
    {"rrc04-2022/irr/ripe.db.as-block.gz", "irr", TEXT_RPSL},
    {"irr/ripe-db-route.txt", "irr", TEXT_RPSL},
    {"youtube-2008/orgs/20080402.as-org2info.jsonl.gz", "orgs", TEXT_AS_ORG_JSON},
    {"youtube-2008/topology/20080101.as-rel.txt", "topology", TEXT_AS_REL},
    {"youtube-2008/reference/ipasn_20080501_v12.dat.gz", "reference", TEXT_UNKNOWN},
    {"peeringdb/net.json", "peeringdb", TEXT_PEERINGDB},
    {"peeringdb/poc.json", "peeringdb", TEXT_PEERINGDB},
    {"peeringdb/org.json", "", TEXT_PEERINGDB},
    {"peeringdb/ix.json", "", TEXT_PEERINGDB},
    {"peeringdb/ixlan.json", "", TEXT_PEERINGDB},
    {"peeringdb/ixpfx.json", "", TEXT_PEERINGDB},
    {"peeringdb/netixlan.json", "", TEXT_PEERINGDB},
    {"participants/manrs_isps.csv", "participants", TEXT_PARTICIPANTS_CSV},
    {"participants/manrs_cdns.csv", "", TEXT_PARTICIPANTS_CSV},
    {"bogons/fullbogons-ipv4.txt", "bogons", TEXT_BOGON_LIST},
    {"bogons/fullbogons-ipv6.txt", "", TEXT_BOGON_LIST},
    {"bogons/iana/ipv4-address-space.csv", "bogons", TEXT_UNKNOWN},
    {"bogons/iana/ipv4-address-space.xml", "bogons", TEXT_UNKNOWN},
};

static void real_files(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		char *path = data_file(files[i].name);
		if (!path)
			continue;
		struct io_stream *stream;
		const uint8_t *head;
		size_t len;
		assert_int_equal(io_stream_open(path, NULL, &stream, NULL), ERR_OK);
		assert_int_equal(io_stream_peek(stream, TEXT_RECOGNISE_HEAD, &head, &len), ERR_OK);
		enum text_kind kind = text_recognise(files[i].folder, (const char *)head, len);
		if (kind != files[i].kind)
			print_message("# %s: %s\n", files[i].name, text_kind_name(kind));
		assert_int_equal(kind, files[i].kind);
		io_stream_close(stream);
		free(path);
	}
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(heads), cmocka_unit_test(real_files)};
TEST_MAIN(tests)
