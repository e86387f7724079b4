#include "feed.h"
#include "text/peeringdb.h"

static void got(void *ctx, const struct peeringdb_object *o)
{
	char a[PREFIX_TEXT] = "-", b[PREFIX_TEXT] = "-";
	struct buf *out = ctx;
	buf_printf(out, "%s %u %s", peeringdb_kind_name(o->kind), (unsigned)o->id, o->status);
	switch (o->kind) {
	case PEERINGDB_ORG:
		buf_printf(out, " %s %s", o->name, o->country);
		break;
	case PEERINGDB_NET:
		buf_printf(out, " AS%u org%u %s %s %s %s", (unsigned)o->asn, (unsigned)o->org_id, o->name,
		           o->irr_as_set, o->info_type, o->policy_general);
		buf_str(out, o->is_route_server ? " route server" : "");
		break;
	case PEERINGDB_POC:
		buf_printf(out, " net%u %s %s <%s> %s", (unsigned)o->net_id, o->role, o->visible, o->email,
		           o->phone);
		break;
	case PEERINGDB_IX:
		buf_printf(out, " org%u %s %s", (unsigned)o->org_id, o->name, o->country);
		break;
	case PEERINGDB_IXLAN:
		buf_printf(out, " ix%u RS%u", (unsigned)o->ix_id, (unsigned)o->rs_asn);
		break;
	case PEERINGDB_IXPFX:
		prefix_format(a, &o->prefix);
		buf_printf(out, " ixlan%u %s", (unsigned)o->ixlan_id, a);
		break;
	case PEERINGDB_NETIXLAN:
		if (o->ip4.family)
			addr_format(a, &o->ip4);
		if (o->ip6.family)
			addr_format(b, &o->ip6);
		buf_printf(out, " net%u ix%u ixlan%u AS%u %s %s rs%d", (unsigned)o->net_id,
		           (unsigned)o->ix_id, (unsigned)o->ixlan_id, (unsigned)o->asn, a, b, o->is_rs_peer);
		break;
	default:
		fail();
	}
	buf_str(out, "\n");
}

static struct text_reader *make(struct buf *out, struct diag *diag)
{
	return peeringdb_reader_new(got, out, diag);
}

#define NET                                                                                            \
	"{\"id\":1,\"org_id\":5,\"name\":\"Net "                                                       \
	"\\u00e9\",\"asn\":64496,\"irr_as_set\":\"AS-X\",\"info_type\":\"NSP\",\"info_types\":"        \
	"[\"NSP\"],\"info_prefixes4\":200,\"info_unicast\":true,\"policy_general\":\"Open\",\"social_" \
	"media\":[{\"service\":\"w\"}],"                                                               \
	"\"updated\":\"2022-07-27T05:33:22Z\",\"status\":\"ok\"}"
#define NET_MADE "net 1 ok AS64496 org5 Net \xc3\xa9 AS-X NSP Open\n"
#define POC                                                                                              \
	"{\"id\":15,\"net_id\":7,\"role\":\"NOC\",\"visible\":\"Public\",\"name\":\"C\",\"phone\":\"\"," \
	"\"email\":\"noc@example.net\","                                                                 \
	"\"url\":\"\",\"status\":\"ok\"}"
#define POC_MADE "poc 15 ok net7 NOC Public <noc@example.net> \n"

static const struct reading rows[] = {
    {"net", "{\"data\": [" NET "], \"meta\": {}}", NET_MADE, ERR_OK, 0, NULL},
    {"poc", "{\"data\": [" POC "], \"meta\": {}}", POC_MADE, ERR_OK, 0, NULL},
    {"org",
     "{\"data\":[{\"id\":2,\"name\":\"O\",\"address1\":\"x\",\"country\":\"DE\",\"latitude\":1.5,\"logo\":"
     "null,\"status\":\"ok\"}]}",
     "org 2 ok O DE\n", ERR_OK, 0, NULL},
    {"ix",
     "{\"data\":[{\"id\":3,\"org_id\":2,\"name\":\"I\",\"country\":\"DE\",\"media\":\"Ethernet\",\"proto_"
     "unicast\":true,\"status\":\"ok\"}]}",
     "ix 3 ok org2 I DE\n", ERR_OK, 0, NULL},
    {"ixlan",
     "{\"data\":[{\"id\":4,\"ix_id\":3,\"name\":\"\",\"mtu\":1500,\"rs_asn\":64500,\"arp_sponge\":null,"
     "\"status\":\"ok\"},"
     "{\"id\":5,\"ix_id\":3,\"rs_asn\":null,\"status\":\"ok\"}]}",
     "ixlan 4 ok ix3 RS64500\nixlan 5 ok ix3 RS0\n", ERR_OK, 0, NULL},
    {"ixpfx",
     "{\"data\":[{\"id\":6,\"ixlan_id\":4,\"protocol\":\"IPv6\",\"prefix\":\"2001:db8::/"
     "64\",\"in_dfz\":true,\"status\":\"ok\"}]}",
     "ixpfx 6 ok ixlan4 2001:db8::/64\n", ERR_OK, 0, NULL},
    {"netixlan",
     "{\"data\":[{\"id\":7,\"net_id\":1,\"ix_id\":3,\"name\":\"I\",\"ixlan_id\":4,\"speed\":1000,\"asn\":"
     "64496,\"ipaddr4\":\"192.0.2.1\","
     "\"ipaddr6\":null,\"is_rs_peer\":true,\"operational\":true,\"status\":\"ok\"}]}",
     "netixlan 7 ok net1 ix3 ixlan4 AS64496 192.0.2.1 - rs1\n", ERR_OK, 0, NULL},
    {"a dump of several",
     "{\"net\":{\"data\":[" NET "],\"meta\":{\"generated\":1704164645.123}},\"poc\":{\"data\":[" POC "]},"
     "\"fac\":{\"data\":[{\"id\":1,\"name\":\"f\"}]}}",
     NET_MADE POC_MADE, ERR_OK, 0, NULL},
    {"a bare array", "[" NET "," POC "]", NET_MADE POC_MADE, ERR_OK, 0, NULL},
    {"pages behind one another", "{\"data\":[" NET "]}\n{\"data\":[" POC "]}\n", NET_MADE POC_MADE, ERR_OK, 0,
     NULL},
    {"facilities only",
     "{\"data\":[{\"id\":1,\"org_id\":2,\"name\":\"f\",\"clli\":\"\",\"address1\":\"\",\"status\":\"ok\"}]}",
     "", ERR_OK, 0, NULL},
    {"an empty answer", "{\"data\":[],\"meta\":{}}", "", ERR_OK, 0, NULL},
    {"a net without ASN in a dump", "{\"net\":{\"data\":[{\"id\":9,\"name\":\"n\"}," NET "]}}", NET_MADE,
     ERR_OK, 1, "missing-member"},
    {"no id", "{\"data\":[{\"net_id\":7,\"role\":\"NOC\"}," POC "]}", POC_MADE, ERR_OK, 1, "missing-member"},
    {"ASN out of range", "{\"data\":[{\"id\":1,\"asn\":4294967296,\"org_id\":1}," NET "]}", NET_MADE, ERR_OK,
     1, "bad-asn"},
    {"an absurd number", "{\"data\":[{\"id\":1e999,\"asn\":1,\"org_id\":1}," NET "]}", NET_MADE, ERR_OK, 1,
     "bad-number"},
    {"an address that is none",
     "{\"data\":[{\"id\":7,\"net_id\":1,\"ixlan_id\":4,\"asn\":1,\"ipaddr4\":\"300.1.1.1\",\"ipaddr6\":\"\","
     "\"status\":\"ok\"}]}",
     "netixlan 7 ok net1 ix0 ixlan4 AS1 - - rs0\n", ERR_OK, 0, "bad-address"},
    {"contacts inside a network",
     "{\"data\":[{\"id\":7,\"org_id\":5,\"asn\":64497,\"poc_set\":[{\"id\":15,\"role\":\"NOC\",\"visible\":"
     "\"Public\","
     "\"name\":\"C\",\"phone\":\"\",\"email\":\"noc@example.net\",\"status\":\"ok\"},{\"id\":16,\"role\":"
     "\"Sales\"},3,null],"
     "\"name\":\"N\",\"status\":\"ok\"}," NET "," POC "]}",
     "net 7 ok AS64497 org5 N   \n" POC_MADE "poc 16  net7 Sales  <> \n" NET_MADE POC_MADE, ERR_OK, 0, NULL},
    {"numbers of contacts", "{\"data\":[{\"id\":1,\"poc_set\":[1,2],\"org_id\":5,\"asn\":64497}]}",
     "net 1  AS64497 org5    \n", ERR_OK, 0, NULL},
    {"contacts of a net that is none",
     "{\"data\":[{\"id\":1,\"asn\":\"x\",\"org_id\":5,\"poc_set\":[{\"id\":2}]}," NET "]}", NET_MADE, ERR_OK,
     1, "bad-asn"},
    {"a contact's number that is none",
     "{\"data\":[{\"id\":1,\"poc_set\":[{\"id\":-1,\"role\":\"NOC\"}],\"org_id\":5,\"asn\":64497}]}",
     "net 1  AS64497 org5    \npoc 0  net1 NOC  <> \n", ERR_OK, 0, "bad-number"},
    {"VRPs", "{\"roas\":[{\"asn\":1,\"prefix\":\"192.0.2.0/24\"}]}", "", ERR_VALUE, 0, "wrong-kind"},
    {"an error message", "{\"message\":\"limit exceeded\"}", "", ERR_VALUE, 0, "wrong-kind"},
    {"an HTML page", "<!DOCTYPE html>", "", ERR_VALUE, 1, "bad-json"},
    {"empty", "", "", ERR_VALUE, 0, "empty"},
    {"route servers, by one type or by several",
     "{\"data\":[{\"id\":1,\"org_id\":2,\"asn\":1,\"info_type\":\"Route Server\"},"
     "{\"id\":2,\"org_id\":2,\"asn\":2,\"info_type\":\"NSP\",\"info_types\":[\"NSP\",\"Route Server\"]},"
     "{\"id\":3,\"org_id\":2,\"asn\":3,\"info_types\":[\"Route Servers\",\"Route\",7,null,[\"Route "
     "Server\"]]},"
     "{\"id\":4,\"org_id\":2,\"asn\":4,\"info_types\":\"Route Server\"},"
     "{\"id\":5,\"org_id\":2,\"asn\":5,\"info_type\":\"Route Collector\"}]}",
     "net 1  AS1 org2   Route Server  route server\nnet 2  AS2 org2   NSP  route server\n"
     "net 3  AS3 org2    \nnet 4  AS4 org2    \nnet 5  AS5 org2   Route Collector \n",
     ERR_OK, 0, NULL},
};

static void answers(void **state)
{
	(void)state;
	readings_check(rows, sizeof rows / sizeof *rows, make);
	cuts_check(rows[7].in, make);
}

static void time_of_content(void **state)
{
	(void)state;
	struct buf out = {0};
	struct diag diag = {0};
	struct text_reader *r = make(&out, &diag);
	assert_int_equal(feed_all(r, rows[7].in), ERR_OK);
	assert_true(r->as_of == 1704164645);
	text_reader_free(r);
	buf_fini(&out);
}

/* More contacts than any network has: the first of them, and a word about it. */
static void many_contacts(void **state)
{
	(void)state;
	struct buf text = {0}, out = {0};
	struct heard heard = {0};
	struct diag diag = {.fn = hear, .ctx = &heard};
	buf_str(&text, "{\"data\":[{\"id\":1,\"org_id\":1,\"asn\":1,\"poc_set\":[{\"id\":1}");
	for (int i = 0; i < 300; i++)
		buf_str(&text, ",{\"id\":2}");
	buf_str(&text, "]}]}");
	struct text_reader *r = make(&out, &diag);
	assert_int_equal(feed_all(r, text.at), ERR_OK);
	assert_int_equal(r->records, 257);
	assert_int_equal(heard_of(&heard, "too-many"), 1);
	text_reader_free(r);
	tally_fini(&heard.tally);
	buf_fini(&text);
	buf_fini(&out);
}

static void count(void *ctx, const struct peeringdb_object *o)
{
	((uint64_t *)ctx)[o->kind]++;
}

/* First pages of the API: each file is of one kind, and all of it is read. */
static void real_pages(void **state)
{
	(void)state;
	static const char *const names[] = {"fac", "org", "net", "poc", "ix", "ixlan", "ixpfx", "netixlan"};
	for (int k = 0; k < 8; k++) {
		struct buf name = {0};
		buf_printf(&name, "peeringdb/%s.json", names[k]);
		char *path = data_file(name.at);
		buf_fini(&name);
		if (!path)
			continue;
		uint64_t n[8] = {0};
		struct diag diag = {0};
		struct text_reader *r = peeringdb_reader_new(count, n, &diag);
		assert_int_equal(feed_file(r, path), ERR_OK);
		print_message("# %s: %llu objects, %llu remarks\n", names[k], (unsigned long long)r->records,
		              (unsigned long long)diag.n);
		assert_int_equal(r->rejected, 0);
		assert_int_equal(n[k], r->records);
		assert_true(k == PEERINGDB_OTHER ? r->records == 0 : r->records > 10);
		text_reader_free(r);
		free(path);
	}
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(answers), cmocka_unit_test(time_of_content),
                                          cmocka_unit_test(many_contacts), cmocka_unit_test(real_pages)};
TEST_MAIN(tests)
