#include "text/spoofer.h"

#include "text/record.h"

#include <string.h>

struct spoofer {
	struct record_reader reader; /* must be first */
	spoofer_fn fn;
	void *ctx;
};

struct row {
	struct spoofer_session s;
	const char *private4, *routed4, *private6, *routed6;
};

static const char *const bases[] = {"hydra:member[]", "member[]", "[]", "", NULL};

#define ROW(member, kind, need, name)                                          \
	{                                                                      \
		name, FIELD_##kind, FIELD_##need, offsetof(struct row, member) \
	}
enum { F_SESSION, F_TIMESTAMP, F_NAT4, F_NAT6, F_REST };
static const struct field fields[] = {
    [F_SESSION] = ROW(s.session, U64, NEEDED, "session"),
    [F_TIMESTAMP] = ROW(s.time, INSTANT, NEEDED, "timestamp"),
    [F_NAT4] = ROW(s.v4.nat, BOOL, OPTIONAL, "nat4"),
    [F_NAT6] = ROW(s.v6.nat, BOOL, OPTIONAL, "nat6"),
    [F_REST] = ROW(s.v4.asn, ASN, CHECKED, "asn4"),
    ROW(s.v6.asn, ASN, CHECKED, "asn6"),
    ROW(s.v4.client, PREFIX, CHECKED, "client4"),
    ROW(s.v6.client, PREFIX, CHECKED, "client6"),
    ROW(s.country, WORDS, OPTIONAL, "country"),
    ROW(private4, WORDS, OPTIONAL, "privatespoof"),
    ROW(routed4, WORDS, OPTIONAL, "routedspoof"),
    ROW(private6, WORDS, OPTIONAL, "privatespoof6"),
    ROW(routed6, WORDS, OPTIONAL, "routedspoof6"),
};

static enum spoofer_result result_of(const char *word)
{
	static const struct {
		const char *word;
		enum spoofer_result result;
	} rows[] = {{"", SPOOFER_NONE},
	            {"received", SPOOFER_RECEIVED},
	            {"blocked", SPOOFER_BLOCKED},
	            {"rewritten", SPOOFER_REWRITTEN}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (strcmp(rows[i].word, word) == 0)
			return rows[i].result;
	return SPOOFER_UNKNOWN;
}

static enum record_taken take(struct record_reader *r, void *record, const struct record_end *end)
{
	struct spoofer *self = (struct spoofer *)r;
	struct row *row = record;
	struct spoofer_session *s = &row->s;
	if (s->v4.asn == 0 && s->v6.asn == 0)
		return record_reject(r, "no-asn", "session %llu of no network",
		                     (unsigned long long)s->session);
	s->v4.nat_said = end->seen >> F_NAT4 & 1;
	s->v6.nat_said = end->seen >> F_NAT6 & 1;
	s->v4.private_source = result_of(row->private4);
	s->v4.routed_source = result_of(row->routed4);
	s->v6.private_source = result_of(row->private6);
	s->v6.routed_source = result_of(row->routed6);
	self->fn(self->ctx, s);
	return RECORD_TAKEN;
}

static const struct record_shape shape = {.name = "session",
                                          .bases = bases,
                                          .fields = fields,
                                          .n_fields = sizeof fields / sizeof *fields,
                                          .size = sizeof(struct row),
                                          .take = take};

struct text_reader *spoofer_reader_new(spoofer_fn fn, void *ctx, struct diag *diag)
{
	struct spoofer *self = mem_new(1, sizeof *self);
	const struct json_options options = {.many = true};
	self->fn = fn;
	self->ctx = ctx;
	record_reader_init(&self->reader, &shape, 1, &options, diag);
	return &self->reader.head;
}
