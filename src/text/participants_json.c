#include "text/participant_row.h"
#include "text/participants.h"
#include "text/record.h"

struct participants_json {
	struct record_reader reader; /* must be first */
	participant_fn fn;
	void *ctx;
	struct participant_row row;
	struct participant_row loose; /* numbers that stand alone, in a list without names */
	size_t n_bad;                 /* words of the record's lists that are none */
	enum err full;
};

struct named {
	struct participant participant;
	const char *programme;
};

static const char *const bases[] = {"participants[]", "[]", "", NULL};

/* Lists as arrays and as text; areas from FIRST_AREAS on. */
static const char *const lists[] = {"asns[]",         "ASNs[]",  "asns",  "ASNs",
                                    "areas_served[]", "areas[]", "areas", NULL};
enum { FIRST_AREAS = 4 };

static const struct field fields[] = {
    {"id", FIELD_WORDS, FIELD_OPTIONAL, offsetof(struct named, participant.id)},
    {"name", FIELD_WORDS, FIELD_OPTIONAL, offsetof(struct named, participant.name)},
    {"status", FIELD_WORDS, FIELD_OPTIONAL, offsetof(struct named, participant.status)},
    {"programme", FIELD_WORDS, FIELD_OPTIONAL, offsetof(struct named, programme)},
    {"program", FIELD_WORDS, FIELD_OPTIONAL, offsetof(struct named, programme)},
    {"memberSince", FIELD_INSTANT, FIELD_OPTIONAL, offsetof(struct named, participant.since)},
    {"member_since", FIELD_INSTANT, FIELD_OPTIONAL, offsetof(struct named, participant.since)},
    {"filtering.conformance", FIELD_WORDS, FIELD_OPTIONAL, offsetof(struct named, participant.actions[0])},
    {"anti_spoofing.conformance", FIELD_WORDS, FIELD_OPTIONAL,
     offsetof(struct named, participant.actions[1])},
    {"coordination.conformance", FIELD_WORDS, FIELD_OPTIONAL, offsetof(struct named, participant.actions[2])},
    {"routing_information.conformance", FIELD_WORDS, FIELD_OPTIONAL,
     offsetof(struct named, participant.actions[3])},
};

static void begin(struct record_reader *r)
{
	struct participants_json *self = (struct participants_json *)r;
	participant_row_clear(&self->row);
	self->n_bad = 0;
	self->full = ERR_OK;
}

static void item(struct record_reader *r, int list, const struct json_event *e)
{
	struct participants_json *self = (struct participants_json *)r;
	bool is_array = e->type == JSON_ARRAY, is_text = e->what == JSON_VALUE && e->type != JSON_NULL;
	if (is_array || e->type == JSON_NULL || e->what == JSON_END || self->full != ERR_OK)
		return; /* an array under the name of a text: its elements come by themselves */
	if (!is_text)
		self->n_bad++;
	else if (list >= FIRST_AREAS)
		self->full = participant_row_areas(&self->row, e->text, e->len, &self->n_bad);
	else
		self->full = participant_row_asns(&self->row, e->text, e->len, &self->n_bad);
}

static bool plain(struct record_reader *r, const struct json_event *e)
{
	struct participants_json *self = (struct participants_json *)r;
	size_t n_bad = 0;
	return e->type != JSON_NULL &&
	       participant_row_asns(&self->loose, e->text, e->len, &n_bad) == ERR_OK && n_bad == 0;
}

static enum record_taken take(struct record_reader *r, void *record, const struct record_end *end)
{
	struct participants_json *self = (struct participants_json *)r;
	struct named *named = record;
	struct participant *p = &named->participant;
	(void)end;
	if (self->full != ERR_OK)
		return record_reject(r, "too-many", "more ASNs or areas than a participant can have");
	if (self->n_bad)
		record_remark(r, "bad-asn", "%zu of the ASNs or areas are none", self->n_bad);
	if (!*p->name && self->row.asns.n == 0)
		return record_reject(r, "missing-member", "participant without name and without ASNs");
	for (int a = 0; a < PARTICIPANT_MAX_ACTIONS; a++)
		if (!p->actions[a])
			p->actions[a] = "";
	p->programme = participant_programme_parse(named->programme);
	participant_row_give(&self->row, p);
	self->fn(self->ctx, p);
	return RECORD_TAKEN;
}

static const struct record_shape shape = {.name = "participant",
                                          .bases = bases,
                                          .fields = fields,
                                          .n_fields = sizeof fields / sizeof *fields,
                                          .size = sizeof(struct named),
                                          .take = take,
                                          .lists = lists,
                                          .begin = begin,
                                          .item = item,
                                          .plain = plain};

static enum err json_reader_finish(struct text_reader *r)
{
	struct participants_json *self = (struct participants_json *)r;
	if (self->loose.asns.n > 0) {
		struct participant p = {.id = "", .name = "", .status = "", .since = INSTANT_NONE};
		for (int a = 0; a < PARTICIPANT_MAX_ACTIONS; a++)
			p.actions[a] = "";
		participant_row_give(&self->loose, &p);
		self->fn(self->ctx, &p);
		r->records++;
	}
	return record_reader_finish(r);
}

static void json_reader_free(struct text_reader *r)
{
	struct participants_json *self = (struct participants_json *)r;
	participant_row_fini(&self->row);
	participant_row_fini(&self->loose);
	record_reader_fini(&self->reader);
	free(self);
}

static const struct text_reader_ops ops = {record_reader_feed, json_reader_finish, json_reader_free};

struct text_reader *participants_json_reader_new(participant_fn fn, void *ctx, struct diag *diag)
{
	struct participants_json *self = mem_new(1, sizeof *self);
	const struct json_options options = {.many = true};
	self->fn = fn;
	self->ctx = ctx;
	participant_row_init(&self->row);
	participant_row_init(&self->loose);
	record_reader_init(&self->reader, &shape, 1, &options, diag);
	self->reader.head.ops = &ops;
	return &self->reader.head;
}
