#include "text/vrp_json.h"

#include "text/aspa_set.h"
#include "text/record.h"
#include "text/vrp_row.h"

#include <string.h>

struct vrp_json {
	struct record_reader reader; /* must be first */
	vrp_fn vrp;
	aspa_fn aspa;
	void *ctx;
	struct aspa_set aspas;
	VEC(asn_t) providers; /* of the ASPA being read */
	size_t n_listed;      /* ... and how many were there, also beyond the cap */
};

struct aspa_row {
	asn_t customer;
};

struct metadata {
	instant_t time;
};

static const char *const vrp_bases[] = {"roas[]", "[]", "data[]", "vrps[]", NULL};
static const char *const aspa_bases[] = {"aspas[]", "provider_authorizations.ipv4[]",
                                         "provider_authorizations.ipv6[]", NULL};
static const char *const aspa_lists[] = {"providers[]", NULL};
static const char *const metadata_bases[] = {"metadata", NULL};

static const struct field aspa_fields[] = {
    FIELD(aspa_row, customer, ASN, NEEDED, "customer_asid"),
    FIELD(aspa_row, customer, ASN, NEEDED, "customer"),
    FIELD(aspa_row, customer, ASN, NEEDED, "customerAsid"),
};

static const struct field metadata_fields[] = {
    FIELD(metadata, time, INSTANT, OPTIONAL, "buildtime"),
    FIELD(metadata, time, INSTANT, OPTIONAL, "generatedTime"),
    FIELD(metadata, time, INSTANT, OPTIONAL, "generated"),
};

static enum record_taken take_vrp(struct record_reader *r, void *record, const struct record_end *end)
{
	struct vrp_json *self = (struct vrp_json *)r;
	struct vrp *v = record;
	if (vrp_row_check(v, vrp_json_fields, VRP_JSON_FIELDS, end->seen) != ERR_OK) {
		char text[PREFIX_TEXT];
		prefix_format(text, &v->prefix);
		return record_reject(r, "bad-max-length", "a maximal length of %u for %s",
		                     (unsigned)v->max_len, text);
	}
	self->vrp(self->ctx, v);
	return RECORD_TAKEN;
}

static enum record_taken take_metadata(struct record_reader *r, void *record, const struct record_end *end)
{
	const struct metadata *m = record;
	(void)end;
	if (m->time != INSTANT_NONE)
		r->head.as_of = m->time;
	return RECORD_OTHER;
}

static void begin_aspa(struct record_reader *r)
{
	struct vrp_json *self = (struct vrp_json *)r;
	self->providers.n = 0;
	self->n_listed = 0;
}

static void add_provider(struct record_reader *r, int list, const struct json_event *e)
{
	struct vrp_json *self = (struct vrp_json *)r;
	asn_t provider;
	(void)list;
	if (e->what == JSON_END || self->n_listed++ >= ASPA_MAX_PROVIDERS)
		return;
	if (e->what == JSON_VALUE && asn_parse(e->text, e->len, &provider) == ERR_OK)
		*vec_push(&self->providers) = provider;
	else
		(void)record_reject(r, "bad-asn", "a provider that is not an AS number");
}

/* What the profile forbids and everybody mends in the same way: said, but nothing is rejected for it. */
static void report_profile(struct vrp_json *self, asn_t customer)
{
	bool zero = false, other = false, itself = false;
	for (size_t i = 0; i < self->providers.n; i++) {
		zero |= self->providers.at[i] == 0;
		other |= self->providers.at[i] != 0;
		itself |= self->providers.at[i] == customer;
	}
	if (zero && other)
		record_remark(&self->reader, "as0-provider",
		              "AS%u lists AS 0 beside others: AS 0 is left out", (unsigned)customer);
	if (itself)
		record_remark(&self->reader, "own-provider", "AS%u lists itself: that is left out",
		              (unsigned)customer);
}

static enum record_taken take_aspa(struct record_reader *r, void *record, const struct record_end *end)
{
	struct vrp_json *self = (struct vrp_json *)r;
	const struct aspa_row *row = record;
	const asn_t *at = self->providers.at;
	(void)end;
	report_profile(self, row->customer);
	/* The count decides, so that one list beyond the cap refuses the customer without being kept. */
	switch (aspa_set_add(&self->aspas, row->customer, at, self->n_listed)) {
	case ERR_OK:
		return RECORD_OTHER; /* counted when it is handed out */
	case ERR_LIMIT:
		return record_reject(r, "too-many-providers", "AS%u lists %zu providers: it is ignored",
		                     (unsigned)row->customer, self->n_listed);
	default:
		return record_reject(r, "no-providers", "AS%u lists no provider, or only itself",
		                     (unsigned)row->customer);
	}
}

static const struct record_shape shapes[] = {
    {.name = "VRP",
     .bases = vrp_bases,
     .fields = vrp_json_fields,
     .n_fields = VRP_JSON_FIELDS,
     .size = sizeof(struct vrp),
     .take = take_vrp},
    {.name = "ASPA",
     .bases = aspa_bases,
     .fields = aspa_fields,
     .n_fields = sizeof aspa_fields / sizeof *aspa_fields,
     .size = sizeof(struct aspa_row),
     .take = take_aspa,
     .lists = aspa_lists,
     .begin = begin_aspa,
     .item = add_provider},
    {.name = "metadata",
     .bases = metadata_bases,
     .fields = metadata_fields,
     .n_fields = sizeof metadata_fields / sizeof *metadata_fields,
     .size = sizeof(struct metadata),
     .take = take_metadata},
};

static void give_aspa(void *ctx, const struct aspa *a)
{
	struct vrp_json *self = ctx;
	self->reader.head.records++;
	if (self->aspa)
		self->aspa(self->ctx, a);
}

static void refuse_aspa(void *ctx, asn_t customer)
{
	struct vrp_json *self = ctx;
	(void)record_reject(&self->reader, "too-many-providers", "AS%u has too many providers: it is ignored",
	                    (unsigned)customer);
	self->reader.head.rejected++;
}

/* What was read before an error is as good as what a VRP's callback already had. */
static void give_aspas(struct vrp_json *self)
{
	aspa_set_each(&self->aspas, give_aspa, refuse_aspa, self);
}

static enum err vrp_json_feed(struct text_reader *r, const char *p, size_t len)
{
	enum err e = record_reader_feed(r, p, len);
	if (e != ERR_OK)
		give_aspas((struct vrp_json *)r);
	return e;
}

static enum err vrp_json_finish(struct text_reader *r)
{
	give_aspas((struct vrp_json *)r);
	return record_reader_finish(r);
}

static void vrp_json_free(struct text_reader *r)
{
	struct vrp_json *self = (struct vrp_json *)r;
	aspa_set_fini(&self->aspas);
	vec_free(&self->providers);
	record_reader_fini(&self->reader);
	free(self);
}

static const struct text_reader_ops ops = {vrp_json_feed, vrp_json_finish, vrp_json_free};

struct text_reader *vrp_json_reader_new(vrp_fn vrp, aspa_fn aspa, void *ctx, struct diag *diag)
{
	struct vrp_json *self = mem_new(1, sizeof *self);
	const struct json_options options = {0};
	self->vrp = vrp;
	self->aspa = aspa;
	self->ctx = ctx;
	record_reader_init(&self->reader, shapes, sizeof shapes / sizeof *shapes, &options, diag);
	self->reader.head.ops = &ops;
	return &self->reader.head;
}
