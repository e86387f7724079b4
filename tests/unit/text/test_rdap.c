#include "feed.h"
#include "text/rdap.h"

static void roles(struct buf *b, const char *what, unsigned bits)
{
	buf_printf(b, " %s=", what);
	for (int i = 0; i < RDAP_ROLES; i++)
		if (bits >> i & 1)
			buf_printf(b, "%.4s,", rdap_role_name((enum rdap_role_index)i));
}

static void got(void *ctx, const struct rdap_autnum *a)
{
	struct buf *b = ctx;
	buf_printf(b, "AS%u-%u %s '%s' %s %s '%s' %s", (unsigned)a->first, (unsigned)a->last, a->handle,
	           a->name, a->country, a->status, a->holder, rir_name(a->rir));
	roles(b, "roles", a->roles);
	roles(b, "email", a->email);
	roles(b, "phone", a->phone);
	buf_printf(b, " %zu", a->n_contacts);
	for (size_t i = 0; i < a->n_contacts && i < 5; i++)
		buf_printf(b, " %s'%s'%s", a->contacts[i].handle, a->contacts[i].name,
		           a->contacts[i].is_individual     ? "!"
		           : a->contacts[i].is_organisation ? "#"
		                                            : "");
	buf_str(b, "\n");
}

static struct text_reader *make(struct buf *out, struct diag *diag)
{
	return rdap_reader_new(got, out, diag);
}

#define CARD(kind, fn, more)                                                                             \
	"\"vcardArray\":[\"vcard\",[[\"version\",{},\"text\",\"4.0\"],[\"adr\",{\"label\":\"1 "          \
	"Way\\nCity\"},\"text\",[\"\",\"\",\"\","                                                        \
	"\"\",\"\",\"\",\"\"]],[\"fn\",{},\"text\",\"" fn "\"],[\"kind\",{},\"text\",\"" kind "\"]" more \
	"]]"
#define EMAIL ",[\"email\",{},\"text\",\"noc@example.net\"]"
#define TEL   ",[\"tel\",{\"type\":[\"work\",\"voice\"]},\"uri\",\"tel:+1-555-0100\"]"

/* As ARIN answers: the organisation, and inside it who is reached how. */
#define ARIN                                                                                              \
	"{\"rdapConformance\":[\"rdap_level_0\"],\"notices\":[{\"links\":[{\"href\":\"https://x.example/" \
	"\"}]}],\"handle\":\"AS64496\","                                                                  \
	"\"startAutnum\":64496,\"endAutnum\":64499,\"name\":\"NET\",\"status\":[\"active\"],\"port43\":"  \
	"\"whois.arin.net\","                                                                             \
	"\"links\":[{\"rel\":\"self\",\"href\":\"https://rdap.arin.net/registry/autnum/64496\"}],"        \
	"\"events\":[{\"eventAction\":\"registration\",\"eventDate\":\"2014-11-17T14:28:43-05:00\"}],"    \
	"\"objectClassName\":\"autnum\","                                                                 \
	"\"entities\":[{\"handle\":\"ORG\",\"roles\":[\"registrant\"]," CARD(                             \
	    "org", "Org Inc", "") ",\"entities\":[{\"handle\":\"NOC1\",\"roles\":[\"noc\",\"technical\"]" \
	                          "," CARD("group", "NOC",                                                \
	                                   EMAIL TEL) "},"                                                \
	                                              "{\"handle\":\"AB1\",\"roles\":[\"abuse\"]," CARD(  \
	                                                  "group", "Abuse", EMAIL) "}]}]}"
#define ARIN_MADE                                                                                            \
	"AS64496-64499 AS64496 'NET'  active 'Org Inc' arin roles=regi,tech,abus,noc, email=tech,abus,noc, " \
	"phone=tech,noc, 3 "                                                                                 \
	"NOC1'NOC' AB1'Abuse' ORG'Org Inc'#\n"

/* As LACNIC answers: persons beside the organisation, the registry told by the links only. */
#define LACNIC                                                                                              \
	"{\"objectClassName\":\"autnum\",\"handle\":\"64500\",\"startAutnum\":64500,\"country\":\"BR\","    \
	"\"links\":[{\"href\":\"https://www.example.net/\"},{\"href\":\"https://rdap.registro.br/autnum/"   \
	"64500\"}],"                                                                                        \
	"\"entities\":[{\"handle\":\"P1\",\"roles\":[\"administrative\"]," CARD("individual", "Jos\\u00e9", \
	                                                                        TEL) "}]}"
#define LACNIC_MADE "AS64500-64500 64500 '' BR  '' lacnic roles=admi, email= phone=admi, 1 P1'Jos\xc3\xa9'!\n"

static const struct reading rows[] = {
    {"one answer", ARIN, ARIN_MADE, ERR_OK, 0, NULL},
    {"an array", "[" ARIN "," LACNIC "]", ARIN_MADE LACNIC_MADE, ERR_OK, 0, NULL},
    {"one a line", ARIN "\n" LACNIC "\n", ARIN_MADE LACNIC_MADE, ERR_OK, 0, NULL},
    {"nobody", "{\"handle\":\"AS64500\"}", "AS64500-64500 AS64500 ''   ''  roles= email= phone= 0\n", ERR_OK,
     0, NULL},
    {"a card that says nothing",
     "{\"startAutnum\":1,\"entities\":[{\"roles\":[\"technical\",\"unheard of\",7]," CARD(
         "org", "", ",[\"email\",{},\"text\",\"\"],[\"tel\",{},\"uri\",\"tel:\"],[\"email\"],[],7") "}]}",
     "AS1-1  ''   ''  roles=tech, email= phone= 1 ''#\n", ERR_OK, 0, NULL},
    {"several values",
     "{\"startAutnum\":1,\"entities\":[{\"roles\":[\"noc\"],\"vcardArray\":[\"vcard\",[[\"email\",{},"
     "\"text\",null,\"a@b\"]]]}]}",
     "AS1-1  ''   ''  roles=noc, email=noc, phone= 1 ''\n", ERR_OK, 0, NULL},
    {"an error beside an answer", "{\"errorCode\":404,\"title\":\"Not Found\"}\n" ARIN "\n", ARIN_MADE,
     ERR_OK, 1, "error-answer"},
    {"another object", "[{\"objectClassName\":\"domain\",\"handle\":\"x\"}," ARIN "]", ARIN_MADE, ERR_OK, 1,
     "not-autnum"},
    {"a range backwards", "[{\"startAutnum\":5,\"endAutnum\":4}," ARIN "]", ARIN_MADE, ERR_OK, 1,
     "bad-range"},
    {"a number that is none", "[{\"startAutnum\":-5,\"endAutnum\":4}," ARIN "]", ARIN_MADE, ERR_OK, 1,
     "bad-asn"},
    {"no number", "[{\"name\":\"x\"}," ARIN "]", ARIN_MADE, ERR_OK, 1, "missing-member"},
    {"a first line that opens more than it closes", "{\"startAutnum\":\n" ARIN "\n", "", ERR_SHORT, 0,
     "cut-off"},
    {"a damaged line behind", ARIN "\n{\"startAutnum\":\n" LACNIC "\n", ARIN_MADE LACNIC_MADE, ERR_OK, 1,
     "cut-off"},
    {"something else", "{\"roas\":[]}", "", ERR_VALUE, 0, "wrong-kind"},
    {"empty", "", "", ERR_VALUE, 0, "empty"},
};

static void answers(void **state)
{
	(void)state;
	readings_check(rows, sizeof rows / sizeof *rows, make);
	cuts_check(ARIN, make);
}

/* Entities inside entities to the parser's limit and beyond, and more of them than are kept. */
static void many_entities(void **state)
{
	(void)state;
	for (int depth = 1; depth < 200; depth += depth < 40 ? 1 : 50) {
		struct buf in = {0}, out = {0};
		struct heard heard = {0};
		struct diag diag = {.fn = hear, .ctx = &heard};
		buf_str(&in, "{\"startAutnum\":1");
		for (int i = 0; i < depth; i++)
			buf_str(&in, ",\"entities\":[{\"roles\":[\"noc\"]");
		for (int i = 0; i < depth; i++)
			buf_str(&in, "}]");
		buf_str(&in, "}");
		struct text_reader *r = make(&out, &diag);
		enum err e = feed_pieces(r, in.at, in.len, 100);
		assert_true(depth <= 30 ? e == ERR_OK : depth > 32 ? e == ERR_LIMIT || e == ERR_VALUE : true);
		text_reader_free(r);
		tally_fini(&heard.tally);
		buf_fini(&in);
		buf_fini(&out);
	}
	struct buf in = {0}, out = {0};
	struct heard heard = {0};
	struct diag diag = {.fn = hear, .ctx = &heard};
	buf_str(&in, "{\"startAutnum\":1,\"entities\":[{}");
	for (int i = 0; i < 999; i++)
		buf_str(&in, ",{\"roles\":[\"noc\"]}");
	buf_str(&in, "]}");
	struct text_reader *r = make(&out, &diag);
	assert_int_equal(feed_pieces(r, in.at, in.len, 4096), ERR_OK);
	assert_non_null(strstr(out.at, " 256 "));
	assert_int_equal(heard_of(&heard, "too-many"), 1);
	text_reader_free(r);
	tally_fini(&heard.tally);
	buf_fini(&in);
	buf_fini(&out);
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(answers), cmocka_unit_test(many_entities)};
TEST_MAIN(tests)
