#include "text/external.h"

#include "text/record.h"

#include <string.h>

static const char *const source_names[] = {
#define NAME(source, name, words) name,
    EXTERNAL_SOURCE_LIST(NAME)
#undef NAME
};
static const char *const source_words[] = {
#define WORDS(source, name, words) words,
    EXTERNAL_SOURCE_LIST(WORDS)
#undef WORDS
};
static const char *const kind_names[] = {
#define NAME(kind, name) name,
    EXTERNAL_KIND_LIST(NAME)
#undef NAME
};

const char *external_source_name(enum external_source s)
{
	return s < EXTERNAL_SOURCES ? source_names[s] : "";
}

const char *external_source_words(enum external_source s)
{
	return s < EXTERNAL_SOURCES ? source_words[s] : "";
}

const char *external_kind_name(enum external_kind k)
{
	return k < EXTERNAL_KINDS ? kind_names[k] : "";
}

/* ---- lists of the open record */

/* Who GRIP calls attacker is what its newcomers are where it names no attackers. Prefixes of its summary hold
 * those that a part was taken from too, so they count only where the events of the prefixes say none. */
enum {
	L_ATTACKER,
	L_NEWCOMER,
	L_VICTIM,
	L_RADAR_VICTIM,
	L_SEGMENT,
	ASN_LISTS,
	L_PFX = ASN_LISTS,
	L_SUB_PFX,
	L_RADAR_PREFIX,
	L_SUMMARY_PREFIX
};
static const char *const lists[] = {
    [L_ATTACKER] = "summary.attackers[]",
    [L_NEWCOMER] = "summary.newcomers[]",
    [L_VICTIM] = "summary.victims[]",
    [L_RADAR_VICTIM] = "victim_asns[]",
    [L_SEGMENT] = "leak_seg[]",
    [L_PFX] = "pfx_events[].prefix",
    [L_SUB_PFX] = "pfx_events[].sub_pfx",
    [L_RADAR_PREFIX] = "prefixes[]",
    [L_SUMMARY_PREFIX] = "summary.prefixes[]",
    [L_SUMMARY_PREFIX + 1] = NULL,
};

struct asns {
	asn_t *at; /* EXTERNAL_MAX_ASNS */
	size_t n;
};
struct prefixes {
	struct prefix *at; /* EXTERNAL_MAX_PREFIXES */
	size_t n;
};

struct external {
	struct record_reader reader; /* must be first */
	external_fn fn;
	void *ctx;
	struct asns asns[ASN_LISTS];
	struct prefixes said, summary;
	size_t n_lost;
};

static void begin(struct record_reader *r)
{
	struct external *self = (struct external *)r;
	for (size_t i = 0; i < ASN_LISTS; i++)
		self->asns[i].n = 0;
	self->said.n = self->summary.n = self->n_lost = 0;
}

static bool asn_take(struct external *self, struct asns *to, const struct json_event *e)
{
	asn_t asn;
	if (asn_parse(e->text, e->len, &asn) != ERR_OK)
		return false;
	for (size_t i = 0; i < to->n && to != &self->asns[L_SEGMENT]; i++)
		if (to->at[i] == asn)
			return true;
	if (to->n < EXTERNAL_MAX_ASNS)
		to->at[to->n++] = asn;
	else
		self->n_lost++;
	return true;
}

static bool prefix_take(struct external *self, struct prefixes *to, const struct json_event *e)
{
	struct prefix p;
	if (prefix_parse(e->text, e->len, &p) != ERR_OK)
		return false;
	if (to->n < EXTERNAL_MAX_PREFIXES)
		to->at[to->n++] = p;
	else
		self->n_lost++;
	return true;
}

static void item(struct record_reader *r, int list, const struct json_event *e)
{
	struct external *self = (struct external *)r;
	char shown[FIELD_SHOWN];
	if (e->what != JSON_VALUE || e->type == JSON_NULL)
		return;
	bool is_asn = list < ASN_LISTS;
	bool fine = is_asn ? asn_take(self, &self->asns[list], e)
	                   : prefix_take(self, list == L_SUMMARY_PREFIX ? &self->summary : &self->said, e);
	if (!fine)
		record_remark(r, is_asn ? "bad-asn" : "bad-prefix", "%s in %s is no %s",
		              field_shown(shown, e->text, e->len), lists[list], is_asn ? "ASN" : "prefix");
}

/* ---- the record */

struct row {
	const char *id, *event_type, *inference;
	instant_t view, finished;            /* GRIP */
	instant_t hijack_first, hijack_last; /* Radar */
	instant_t leak_first, leak_last;
	uint32_t suspicion, score, going_on;
	bool leak_finished;
	asn_t hijacker, leaker;
};

enum {
	F_ID,
	F_TYPE,
	F_VIEW,
	F_SUSPICION,
	F_SCORE,
	F_GOING_ON,
	F_HIJACKER,
	F_LEAKER,
	F_LEAK_FINISHED,
	F_REST
};
static const struct field fields[] = {
    [F_ID] = FIELD(row, id, WORDS, NEEDED, "id"),
    [F_TYPE] = FIELD(row, event_type, WORDS, OPTIONAL, "event_type"),
    [F_VIEW] = FIELD(row, view, INSTANT, CHECKED, "view_ts"),
    [F_SUSPICION] =
        FIELD(row, suspicion, U32, OPTIONAL, "summary.inference_result.primary_inference.suspicion_level"),
    [F_SCORE] = FIELD(row, score, U32, OPTIONAL, "confidence_score"),
    [F_GOING_ON] = FIELD(row, going_on, U32, OPTIONAL, "on_going_count"),
    [F_HIJACKER] = FIELD(row, hijacker, ASN, CHECKED, "hijacker_asn"),
    [F_LEAKER] = FIELD(row, leaker, ASN, CHECKED, "leak_asn"),
    [F_LEAK_FINISHED] = FIELD(row, leak_finished, BOOL, OPTIONAL, "finished"),
    [F_REST] =
        FIELD(row, inference, WORDS, OPTIONAL, "summary.inference_result.primary_inference.inference_id"),
    FIELD(row, finished, INSTANT, CHECKED, "finished_ts"),
    FIELD(row, hijack_first, INSTANT, CHECKED, "min_hijack_ts"),
    FIELD(row, hijack_last, INSTANT, CHECKED, "max_hijack_ts"),
    FIELD(row, leak_first, INSTANT, CHECKED, "min_ts"),
    FIELD(row, leak_last, INSTANT, CHECKED, "max_ts"),
};

static void of_grip(const struct external *self, const struct row *row, struct external_event *e)
{
	const struct asns *who = &self->asns[self->asns[L_ATTACKER].n ? L_ATTACKER : L_NEWCOMER];
	const struct prefixes *what = self->said.n ? &self->said : &self->summary;
	e->source = EXTERNAL_GRIP;
	e->start = row->view;
	e->end = row->finished;
	e->grade = row->suspicion;
	e->words = row->inference;
	e->culprits = who->at;
	e->n_culprits = who->n;
	e->victims = self->asns[L_VICTIM].at;
	e->n_victims = self->asns[L_VICTIM].n;
	e->prefixes = what->at;
	e->n_prefixes = what->n;
}

static void of_hijack(const struct external *self, const struct row *row, uint64_t seen,
                      struct external_event *e)
{
	e->kind = EXTERNAL_HIJACK;
	e->start = row->hijack_first;
	e->end = seen >> F_GOING_ON & 1 && row->going_on > 0 ? INSTANT_NONE : row->hijack_last;
	e->grade = row->score;
	e->culprits = &row->hijacker;
	e->n_culprits = 1;
	e->victims = self->asns[L_RADAR_VICTIM].at;
	e->n_victims = self->asns[L_RADAR_VICTIM].n;
	e->prefixes = self->said.at;
	e->n_prefixes = self->said.n;
}

static void of_leak(const struct external *self, const struct row *row, uint64_t seen,
                    struct external_event *e)
{
	const struct asns *segment = &self->asns[L_SEGMENT];
	e->kind = EXTERNAL_LEAK;
	e->start = row->leak_first;
	e->end = seen >> F_LEAK_FINISHED & 1 && !row->leak_finished ? INSTANT_NONE : row->leak_last;
	e->culprits = &row->leaker;
	e->n_culprits = 1;
	if (segment->n == 3) {
		e->segment[0] = segment->at[0];
		e->segment[1] = segment->at[2];
	}
}

static bool grip_kind(const char *type, enum external_kind *out)
{
	for (enum external_kind k = EXTERNAL_MOAS; k <= EXTERNAL_EDGES; k++)
		if (strcmp(type, kind_names[k]) == 0) {
			*out = k;
			return true;
		}
	return false;
}

static enum record_taken take(struct record_reader *r, void *record, const struct record_end *end)
{
	struct external *self = (struct external *)r;
	const struct row *row = record;
	struct external_event e = {.source = EXTERNAL_RADAR, .id = row->id, .words = ""};
	if (end->seen >> F_HIJACKER & 1)
		of_hijack(self, row, end->seen, &e);
	else if (end->seen >> F_LEAKER & 1)
		of_leak(self, row, end->seen, &e);
	else if (strcmp(row->event_type, "defcon") == 0)
		return RECORD_OTHER;
	else if (grip_kind(row->event_type, &e.kind))
		of_grip(self, row, &e);
	else
		return record_reject(r, "unknown-event", "event %s is neither of GRIP nor of Radar", row->id);
	e.graded = end->seen >> (e.source == EXTERNAL_GRIP ? F_SUSPICION : F_SCORE) & 1;
	if (e.start == INSTANT_NONE)
		return record_reject(r, "missing-member", "event %s without a start", row->id);
	if (e.end != INSTANT_NONE && e.end < e.start)
		return record_reject(r, "wrong-order", "event %s ends before it starts", row->id);
	if (e.n_culprits == 0)
		return record_reject(r, "no-culprit", "event %s names no culprit", row->id);
	if (self->n_lost)
		record_remark(r, "too-many", "%zu elements of event %s are left out", self->n_lost, row->id);
	self->fn(self->ctx, &e);
	return RECORD_TAKEN;
}

static const char *const bases[] = {"data[]", "events[]", "result.events[]", "[]", "", NULL};
static const struct record_shape shape = {.name = "event",
                                          .bases = bases,
                                          .fields = fields,
                                          .n_fields = sizeof fields / sizeof *fields,
                                          .size = sizeof(struct row),
                                          .take = take,
                                          .lists = lists,
                                          .begin = begin,
                                          .item = item};

static void external_free(struct text_reader *r)
{
	struct external *self = (struct external *)r;
	for (size_t i = 0; i < ASN_LISTS; i++)
		free(self->asns[i].at);
	free(self->said.at);
	free(self->summary.at);
	record_reader_fini(&self->reader);
	free(self);
}

static const struct text_reader_ops ops = {record_reader_feed, record_reader_finish, external_free};

struct text_reader *external_reader_new(external_fn fn, void *ctx, struct diag *diag)
{
	struct external *self = mem_new(1, sizeof *self);
	const struct json_options options = {.many = true};
	self->fn = fn;
	self->ctx = ctx;
	for (size_t i = 0; i < ASN_LISTS; i++)
		self->asns[i].at = mem_new(EXTERNAL_MAX_ASNS, sizeof *self->asns[i].at);
	self->said.at = mem_new(EXTERNAL_MAX_PREFIXES, sizeof *self->said.at);
	self->summary.at = mem_new(EXTERNAL_MAX_PREFIXES, sizeof *self->summary.at);
	record_reader_init(&self->reader, &shape, 1, &options, diag);
	self->reader.head.ops = &ops;
	return &self->reader.head;
}
