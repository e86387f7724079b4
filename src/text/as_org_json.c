#include "text/as_org_json.h"

#include "text/record.h"

#include <string.h>
#include <strings.h>

struct as_org_json {
	struct record_reader reader; /* must be first */
	as_org_organisation_fn organisation;
	as_org_network_fn network;
	void *ctx;
};

struct row {
	const char *type, *org_id, *name, *country, *source, *opaque_id, *changed;
	asn_t asn;
};

static const char *const bases[] = {"", "[]", NULL};

enum { F_ASN, F_REST };
static const struct field fields[] = {
    [F_ASN] = FIELD(row, asn, ASN, CHECKED, "asn"),      [F_REST] = FIELD(row, type, WORDS, OPTIONAL, "type"),
    FIELD(row, org_id, WORDS, NEEDED, "organizationId"), FIELD(row, name, WORDS, OPTIONAL, "name"),
    FIELD(row, country, WORDS, OPTIONAL, "country"),     FIELD(row, source, WORDS, OPTIONAL, "source"),
    FIELD(row, opaque_id, WORDS, OPTIONAL, "opaqueId"),  FIELD(row, changed, WORDS, OPTIONAL, "changed"),
};

instant_t as_org_date(const char *s)
{
	char text[11] = "0000-00-00";
	instant_t t;
	if (strlen(s) != 8)
		return INSTANT_NONE;
	memcpy(text, s, 4);
	memcpy(text + 5, s + 4, 2);
	memcpy(text + 8, s + 6, 2);
	return clock_parse(text, 10, &t) == ERR_OK ? t : INSTANT_NONE;
}

static enum record_taken take(struct record_reader *r, void *record, const struct record_end *end)
{
	struct as_org_json *self = (struct as_org_json *)r;
	const struct row *row = record;
	bool has_asn = end->seen >> F_ASN & 1;
	bool is_network = *row->type ? strcasecmp(row->type, "ASN") == 0 : has_asn;
	if (!*row->org_id)
		return record_reject(r, "missing-member", "an organizationId that is empty");
	if (is_network && !has_asn)
		return record_reject(r, "missing-member", "a network without asn");
	if (is_network)
		self->network(self->ctx, &(struct as_org_network){.asn = row->asn,
		                                                  .name = row->name,
		                                                  .org_id = row->org_id,
		                                                  .opaque_id = row->opaque_id,
		                                                  .source = row->source,
		                                                  .changed = as_org_date(row->changed)});
	else
		self->organisation(self->ctx,
		                   &(struct as_org_organisation){.id = row->org_id,
		                                                 .name = row->name,
		                                                 .country = row->country,
		                                                 .source = row->source,
		                                                 .changed = as_org_date(row->changed)});
	return RECORD_TAKEN;
}

static const struct record_shape shape = {.name = "line",
                                          .bases = bases,
                                          .fields = fields,
                                          .n_fields = sizeof fields / sizeof *fields,
                                          .size = sizeof(struct row),
                                          .take = take};

struct text_reader *as_org_json_reader_new(as_org_organisation_fn organisation, as_org_network_fn network,
                                           void *ctx, struct diag *diag)
{
	struct as_org_json *self = mem_new(1, sizeof *self);
	const struct json_options options = {.many = true};
	self->organisation = organisation;
	self->network = network;
	self->ctx = ctx;
	record_reader_init(&self->reader, &shape, 1, &options, diag);
	return &self->reader.head;
}
