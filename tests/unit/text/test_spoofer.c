#include "feed.h"
#include "text/spoofer.h"

static void side(struct buf *b, const struct spoofer_side *s)
{
	static const char results[] = "-RBWU";
	char text[PREFIX_TEXT] = "-";
	if (s->client.family)
		prefix_format(text, &s->client);
	buf_printf(b, " AS%u %s %s %c%c", (unsigned)s->asn, text,
	           s->nat_said ? (s->nat ? "nat" : "direct") : "?", results[s->private_source],
	           results[s->routed_source]);
}

static void got(void *ctx, const struct spoofer_session *s)
{
	buf_printf(ctx, "%llu %lld %s", (unsigned long long)s->session, (long long)s->time, s->country);
	side(ctx, &s->v4);
	side(ctx, &s->v6);
	buf_str(ctx, "\n");
}

static struct text_reader *make(struct buf *out, struct diag *diag)
{
	return spoofer_reader_new(got, out, diag);
}

#define ONE                                                                                               \
	"{\"@id\":\"/sessions/"                                                                           \
	"891176\",\"@type\":\"Session\",\"asn4\":\"64496\",\"asn6\":null,\"client4\":\"192.0.2.0/"        \
	"24\",\"client6\":null,"                                                                          \
	"\"country\":\"usa\",\"nat4\":true,\"nat6\":null,\"privatespoof\":\"blocked\",\"privatespoof6\":" \
	"null,\"routedspoof\":\"rewritten\","                                                             \
	"\"routedspoof6\":null,\"session\":891176,\"timestamp\":\"2020-05-07T14:34:59+00:00\"}"
#define ONE_MADE "891176 1588862099 usa AS64496 192.0.2.0/24 nat BW AS0 - ? --\n"
#define TWO                                                                                         \
	"{\"session\":2,\"timestamp\":\"2020-05-07T16:34:59+02:00\",\"asn4\":64496,\"asn6\":64497," \
	"\"client4\":\"192.0.2.0/24\","                                                             \
	"\"client6\":\"2001:db8::/"                                                                 \
	"40\",\"country\":\"deu\",\"nat4\":false,\"nat6\":false,\"privatespoof\":\"received\","     \
	"\"routedspoof\":"                                                                          \
	"\"unknown\",\"privatespoof6\":\"blocked\",\"routedspoof6\":\"received\"}"
#define TWO_MADE "2 1588862099 deu AS64496 192.0.2.0/24 direct RU AS64497 2001:db8::/40 direct BR\n"

static const struct reading rows[] = {
    {"a page",
     "{\"@context\":\"/contexts/Session\",\"@id\":\"/"
     "sessions\",\"@type\":\"hydra:Collection\",\"hydra:member\":[" ONE "," TWO "],"
     "\"hydra:totalItems\":2,\"hydra:view\":{\"@id\":\"/sessions?page=1\",\"hydra:next\":\"/"
     "sessions?page=2\"}}",
     ONE_MADE TWO_MADE, ERR_OK, 0, NULL},
    {"pages behind one another", "{\"hydra:member\":[" ONE "]}\n{\"hydra:member\":[" TWO "]}\n",
     ONE_MADE TWO_MADE, ERR_OK, 0, NULL},
    {"an array", "[" ONE "," TWO "]", ONE_MADE TWO_MADE, ERR_OK, 0, NULL},
    {"one a line", ONE "\n" TWO "\n", ONE_MADE TWO_MADE, ERR_OK, 0, NULL},
    {"a damaged line", ONE "\n{\"session\":3,\n" TWO "\n", ONE_MADE TWO_MADE, ERR_OK, 1, "cut-off"},
    {"duplicates come twice", ONE "\n" ONE "\n", ONE_MADE ONE_MADE, ERR_OK, 0, NULL},
    {"an empty page", "{\"hydra:member\":[]}", "", ERR_OK, 0, NULL},
    {"no time", "[{\"session\":1,\"asn4\":1}," ONE "]", ONE_MADE, ERR_OK, 1, "missing-member"},
    {"a wrong time", "[{\"session\":1,\"asn4\":1,\"timestamp\":\"yesterday\"}," ONE "]", ONE_MADE, ERR_OK, 1,
     "bad-time"},
    {"a wrong block", "[{\"session\":1,\"asn4\":1,\"timestamp\":1,\"client4\":\"192.0.2.1\"}," ONE "]",
     ONE_MADE, ERR_OK, 1, "bad-prefix"},
    {"no network", "[{\"session\":1,\"timestamp\":1,\"asn4\":null}," ONE "]", ONE_MADE, ERR_OK, 1, "no-asn"},
    {"a wrong network", "[{\"session\":1,\"timestamp\":1,\"asn4\":\"AS99999999999\"}," ONE "]", ONE_MADE,
     ERR_OK, 1, "bad-asn"},
    {"something else", "{\"data\":[{\"id\":1}]}", "", ERR_VALUE, 0, "wrong-kind"},
    {"empty", "", "", ERR_VALUE, 0, "empty"},
};

static void sessions(void **state)
{
	(void)state;
	readings_check(rows, sizeof rows / sizeof *rows, make);
	cuts_check(rows[0].in, make);
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(sessions)};
TEST_MAIN(tests)
