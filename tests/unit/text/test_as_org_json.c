#include "feed.h"
#include "text/as_org_json.h"

static void got_organisation(void *ctx, const struct as_org_organisation *o)
{
	buf_printf(ctx, "org %s '%s' %s %s %lld\n", o->id, o->name, o->country, o->source,
	           o->changed == INSTANT_NONE ? -1LL : (long long)o->changed);
}

static void got_network(void *ctx, const struct as_org_network *n)
{
	buf_printf(ctx, "AS%u '%s' %s %s %s %lld\n", (unsigned)n->asn, n->name, n->org_id, n->opaque_id,
	           n->source, n->changed == INSTANT_NONE ? -1LL : (long long)n->changed);
}

static struct text_reader *make(struct buf *out, struct diag *diag)
{
	return as_org_json_reader_new(got_organisation, got_network, out, diag);
}

#define ORG                                                              \
	"{\"changed\":\"20080125\",\"country\":\"US\",\"name\":\"Name, " \
	"Inc.\",\"organizationId\":\"ID-ARIN\",\"source\":\"ARIN\",\"type\":\"Organization\"}\n"
#define ORG_MADE "org ID-ARIN 'Name, Inc.' US ARIN 1201219200\n"
#define NET                                                                                                 \
	"{\"asn\":\"64496\",\"changed\":\"\",\"name\":\"NET\",\"opaqueId\":\"op\",\"organizationId\":\"ID-" \
	"ARIN\",\"source\":\"ARIN\",\"type\":\"ASN\"}\n"
#define NET_MADE "AS64496 'NET' ID-ARIN op ARIN -1\n"

static const struct reading rows[] = {
    {"both", ORG NET, ORG_MADE NET_MADE, ERR_OK, 0, NULL},
    {"networks first", NET ORG, NET_MADE ORG_MADE, ERR_OK, 0, NULL},
    {"told without type",
     "{\"asn\":64496,\"organizationId\":\"A\"}\n{\"name\":\"N\",\"organizationId\":\"A\"}\n",
     "AS64496 '' A   -1\norg A 'N'   -1\n", ERR_OK, 0, NULL},
    {"Latin-1", "{\"organizationId\":\"A\",\"name\":\"Z\xfcrich\"}\n", "org A 'Z\xc3\xbcrich'   -1\n", ERR_OK,
     0, NULL},
    {"a damaged line", ORG "{\"asn\":\"6\n" NET, ORG_MADE NET_MADE, ERR_OK, 1, "bad-json"},
    {"no organisation", "{\"asn\":1}\n" NET, NET_MADE, ERR_OK, 1, "missing-member"},
    {"no ASN", "{\"type\":\"ASN\",\"organizationId\":\"A\"}\n" NET, NET_MADE, ERR_OK, 1, "missing-member"},
    {"a wrong ASN", "{\"type\":\"ASN\",\"asn\":\"x\",\"organizationId\":\"A\"}\n" NET, NET_MADE, ERR_OK, 1,
     "bad-asn"},
    {"the other form", "# format:org_id|changed|org_name|country|source\nA|2008|N|US|ARIN\n", "", ERR_VALUE,
     2, "bad-json"},
    {"empty", "", "", ERR_VALUE, 0, "empty"},
};

static void lines(void **state)
{
	(void)state;
	readings_check(rows, sizeof rows / sizeof *rows, make);
}

static void count_organisation(void *ctx, const struct as_org_organisation *o)
{
	(void)o;
	((uint64_t *)ctx)[0]++;
}

static void count_network(void *ctx, const struct as_org_network *n)
{
	(void)n;
	((uint64_t *)ctx)[1]++;
}

static void all_of_2008(void **state)
{
	(void)state;
	char *path = data_file("youtube-2008/orgs/20080402.as-org2info.jsonl.gz");
	if (!path)
		return;
	uint64_t n[2] = {0};
	struct diag diag = {0};
	struct text_reader *r = as_org_json_reader_new(count_organisation, count_network, n, &diag);
	assert_int_equal(feed_file(r, path), ERR_OK);
	assert_int_equal(diag.n, 0);
	assert_int_equal(n[0], 37602); /* grep -c '"type":"Organization"' */
	assert_int_equal(n[1], 42178); /* grep -c '"type":"ASN"' */
	text_reader_free(r);
	free(path);
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(lines), cmocka_unit_test(all_of_2008)};
TEST_MAIN(tests)
