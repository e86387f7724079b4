#include "text/clean.h"
#include "text/field.h"
#include "text/participant_row.h"
#include "text/participants.h"
#include "text/table.h"

#include <string.h>
#include <strings.h>

enum { NO_COLUMN = -1 };

struct participants_csv {
	struct table_reader reader; /* must be first */
	participant_fn fn;
	void *ctx;
	enum participant_programme programme; /* as the columns tell it */
	int asns, areas, actions[PARTICIPANT_MAX_ACTIONS];
	struct participant_row row;
	struct buf words; /* of the actions */
};

struct named {
	struct participant participant;
	const char *programme;
};

static const struct field fields[] = {
    {"Organization Name", FIELD_WORDS, FIELD_NEEDED, offsetof(struct named, participant.name)},
    {"Organisation Name", FIELD_WORDS, FIELD_NEEDED, offsetof(struct named, participant.name)},
    {"Name", FIELD_WORDS, FIELD_NEEDED, offsetof(struct named, participant.name)},
    {"Programme", FIELD_WORDS, FIELD_OPTIONAL, offsetof(struct named, programme)},
    {"Program", FIELD_WORDS, FIELD_OPTIONAL, offsetof(struct named, programme)},
    {"ID", FIELD_WORDS, FIELD_OPTIONAL, offsetof(struct named, participant.id)},
    {"Status", FIELD_WORDS, FIELD_OPTIONAL, offsetof(struct named, participant.status)},
    {"Member Since", FIELD_INSTANT, FIELD_OPTIONAL, offsetof(struct named, participant.since)},
};

static bool begins(struct csv_cell c, const char *with)
{
	return c.len >= strlen(with) && strncasecmp(c.s, with, strlen(with)) == 0;
}

static void header(struct table_reader *r, const struct csv_row *row)
{
	struct participants_csv *self = (struct participants_csv *)r;
	self->asns = self->areas = NO_COLUMN;
	for (int a = 0; a < PARTICIPANT_MAX_ACTIONS; a++)
		self->actions[a] = NO_COLUMN;
	bool adoption = false;
	for (size_t i = 0; i < row->n; i++) {
		struct csv_cell c = row->cells[i];
		unsigned n = begins(c, "Action ") && c.len > 7 ? (unsigned)(c.s[7] - '0') : 0;
		if (begins(c, "ASN"))
			self->asns = (int)i;
		else if (begins(c, "Area"))
			self->areas = (int)i;
		else if (n >= 1 && n <= PARTICIPANT_MAX_ACTIONS)
			self->actions[n - 1] = (int)i;
		adoption |= n == 5 && memmem(c.s, c.len, "Adoption", 8) != NULL;
	}
	if (self->areas != NO_COLUMN)
		self->programme = PARTICIPANT_OPERATORS;
	else if (adoption)
		self->programme = PARTICIPANT_CDNS;
}

/* The answers, cleaned, behind one another with their NULs; pointers only once the buffer stands still. */
static void read_actions(struct participants_csv *self, struct participant *p, const struct csv_row *row)
{
	size_t at[PARTICIPANT_MAX_ACTIONS];
	buf_clear(&self->words);
	for (int a = 0; a < PARTICIPANT_MAX_ACTIONS; a++) {
		const char *s = "";
		struct csv_cell c = {s, 0};
		if (self->actions[a] != NO_COLUMN)
			c = row->cells[self->actions[a]];
		at[a] = self->words.len;
		text_clean(&self->words, c.s, c.len < FIELD_MAX_WORDS ? c.len : FIELD_MAX_WORDS);
		buf_add(&self->words, "", 1);
	}
	for (int a = 0; a < PARTICIPANT_MAX_ACTIONS; a++)
		p->actions[a] = self->words.at + at[a];
}

static bool read_lists(struct participants_csv *self, const struct csv_row *row)
{
	struct table_reader *r = &self->reader;
	size_t bad_asns = 0, bad_areas = 0;
	enum err e = ERR_OK;
	participant_row_clear(&self->row);
	if (self->asns != NO_COLUMN)
		e = participant_row_asns(&self->row, row->cells[self->asns].s, row->cells[self->asns].len,
		                         &bad_asns);
	if (e == ERR_OK && self->areas != NO_COLUMN)
		e = participant_row_areas(&self->row, row->cells[self->areas].s, row->cells[self->areas].len,
		                          &bad_areas);
	if (e != ERR_OK)
		return table_reject(r, "too-many", "more ASNs or areas than a participant can have");
	if (bad_areas)
		(void)table_reject(r, "bad-area", "%zu of the areas are no economies", bad_areas);
	if (bad_asns)
		(void)table_reject(r, "bad-asn", "%zu of the ASNs are none", bad_asns);
	return !bad_asns || self->row.asns.n > 0;
}

static bool take(struct table_reader *r, void *record, uint64_t seen, const struct csv_row *row)
{
	struct participants_csv *self = (struct participants_csv *)r;
	struct named *named = record;
	struct participant *p = &named->participant;
	(void)seen;
	if (!read_lists(self, row))
		return false;
	p->programme = participant_programme_parse(named->programme);
	if (p->programme == PARTICIPANT_UNKNOWN)
		p->programme = self->programme;
	participant_row_give(&self->row, p);
	read_actions(self, p, row);
	self->fn(self->ctx, p);
	return true;
}

static const struct table_shape shape = {.name = "participant",
                                         .fields = fields,
                                         .n_fields = sizeof fields / sizeof *fields,
                                         .size = sizeof(struct named),
                                         .take = take,
                                         .header = header};

static void csv_reader_free(struct text_reader *r)
{
	struct participants_csv *self = (struct participants_csv *)r;
	participant_row_fini(&self->row);
	buf_fini(&self->words);
	table_reader_fini(&self->reader);
	free(self);
}

static const struct text_reader_ops ops = {table_reader_feed, table_reader_finish, csv_reader_free};

struct text_reader *participants_csv_reader_new(participant_fn fn, void *ctx, struct diag *diag)
{
	struct participants_csv *self = mem_new(1, sizeof *self);
	self->fn = fn;
	self->ctx = ctx;
	participant_row_init(&self->row);
	table_reader_init(&self->reader, &shape, diag);
	self->reader.head.ops = &ops;
	return &self->reader.head;
}
