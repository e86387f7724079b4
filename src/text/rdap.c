#include "text/rdap.h"

#include "text/record.h"

#include <string.h>
#include <strings.h>

enum { MAX_NESTED = 32 }; /* entities inside each other; the parser's depth allows no more */

/* The property of a vCard that is being read: ["email", {}, "text", "noc@example.net"]. */
enum property { PROPERTY_OTHER, PROPERTY_FN, PROPERTY_ORG, PROPERTY_KIND, PROPERTY_EMAIL, PROPERTY_TEL };

struct rdap {
	struct record_reader reader; /* must be first */
	rdap_fn fn;
	void *ctx;
	struct rdap_contact open[MAX_NESTED];
	size_t n_open;
	struct rdap_contact *contacts; /* RDAP_MAX_CONTACTS */
	size_t n_contacts, n_lost;
	enum property property;
	unsigned element; /* of the property: 0 name, 1 parameters, 2 type, 3... values */
	const char *status;
	enum rir rir;
};

struct row {
	struct rdap_autnum a;
	const char *class, *port43;
	uint32_t error;
};

static const char *const bases[] = {"", "[]", "autnums[]", "autnumSearchResults[]", NULL};

#define ROW(member, kind, need, name)                                          \
	{                                                                      \
		name, FIELD_##kind, FIELD_##need, offsetof(struct row, member) \
	}
enum { F_START, F_END, F_HANDLE, F_ERROR, F_REST };
static const struct field fields[] = {
    [F_START] = ROW(a.first, ASN, CHECKED, "startAutnum"), [F_END] = ROW(a.last, ASN, CHECKED, "endAutnum"),
    [F_HANDLE] = ROW(a.handle, WORDS, OPTIONAL, "handle"), [F_ERROR] = ROW(error, U32, OPTIONAL, "errorCode"),
    [F_REST] = ROW(a.name, WORDS, OPTIONAL, "name"),       ROW(a.country, WORDS, OPTIONAL, "country"),
    ROW(class, WORDS, OPTIONAL, "objectClassName"),        ROW(port43, WORDS, OPTIONAL, "port43"),
};

enum { L_ENTITY, L_HANDLE, L_ROLE, L_PROPERTY, L_VALUE, L_STATUS, L_LINK };
static const char *const lists[] = {[L_ENTITY] = "entities[]+",
                                    [L_HANDLE] = "entities[]+.handle",
                                    [L_ROLE] = "entities[]+.roles[]",
                                    [L_PROPERTY] = "entities[]+.vcardArray[][]",
                                    [L_VALUE] = "entities[]+.vcardArray[][][]",
                                    [L_STATUS] = "status[]",
                                    [L_LINK] = "links[].href",
                                    NULL};

static const char *const role_names[RDAP_ROLES] = {
#define RDAP_NAME(name, text) text,
    RDAP_ROLE_LIST(RDAP_NAME)
#undef RDAP_NAME
};

const char *rdap_role_name(enum rdap_role_index role)
{
	return role < RDAP_ROLES ? role_names[role] : "";
}

static bool is_word(const struct json_event *e, const char *word)
{
	return e->len == strlen(word) && strncasecmp(e->text, word, e->len) == 0;
}

/* Servers of the registries, and of the national ones below them. */
static enum rir rir_of_server(const char *s, size_t len)
{
	static const struct {
		const char *host;
		enum rir rir;
	} rows[] = {
	    {"arin.net", RIR_ARIN},     {"ripe.net", RIR_RIPENCC},    {"apnic.net", RIR_APNIC},
	    {"lacnic.net", RIR_LACNIC}, {"afrinic.net", RIR_AFRINIC}, {"registro.br", RIR_LACNIC},
	    {"nic.mx", RIR_LACNIC},     {"nic.ad.jp", RIR_APNIC},     {"krnic.net", RIR_APNIC},
	    {"kisa.or.kr", RIR_APNIC},  {"cnnic.cn", RIR_APNIC},      {"twnic.tw", RIR_APNIC},
	    {"idnic.net", RIR_APNIC},   {"irinn.in", RIR_APNIC},      {"vnnic.vn", RIR_APNIC},
	};
	const char *host = memmem(s, len, "://", 3);
	host = host ? host + 3 : s;
	size_t n = 0, left = (size_t)(s + len - host);
	while (n < left && host[n] != '/' && host[n] != ':')
		n++;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		size_t k = strlen(rows[i].host);
		if (n >= k && strncasecmp(host + n - k, rows[i].host, k) == 0 &&
		    (n == k || host[n - k - 1] == '.'))
			return rows[i].rir;
	}
	return RIR_NONE;
}

static const char *keep(struct rdap *self, const struct json_event *e)
{
	static const struct field text = {"", FIELD_WORDS, FIELD_OPTIONAL, 0};
	const char *words = "";
	if (e->what != JSON_VALUE || e->type == JSON_NULL ||
	    field_set(&text, &words, e->text, e->len, record_words(&self->reader)) != ERR_OK)
		return "";
	return words;
}

static void entity(struct rdap *self, const struct json_event *e)
{
	if (e->type != JSON_OBJECT)
		return;
	if (e->what == JSON_BEGIN) {
		REQUIRE(self->n_open < MAX_NESTED);
		self->open[self->n_open++] =
		    (struct rdap_contact){.handle = "", .name = "", .organisation = ""};
		return;
	}
	REQUIRE(self->n_open > 0);
	const struct rdap_contact *done = &self->open[--self->n_open];
	if (self->n_contacts < RDAP_MAX_CONTACTS)
		self->contacts[self->n_contacts++] = *done;
	else
		self->n_lost++;
}

static void role(struct rdap_contact *c, const struct json_event *e)
{
	for (int i = 0; i < RDAP_ROLES; i++)
		if (e->what == JSON_VALUE && is_word(e, role_names[i]))
			c->roles |= 1U << i;
}

static enum property property_of(const struct json_event *e)
{
	static const struct {
		const char *name;
		enum property property;
	} rows[] = {{"fn", PROPERTY_FN},
	            {"org", PROPERTY_ORG},
	            {"kind", PROPERTY_KIND},
	            {"email", PROPERTY_EMAIL},
	            {"tel", PROPERTY_TEL}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (is_word(e, rows[i].name))
			return rows[i].property;
	return PROPERTY_OTHER;
}

static bool says_something(const struct json_event *e)
{
	return e->type == JSON_STRING && e->len > 0 && !is_word(e, "tel:");
}

static void set_kind(struct rdap_contact *c, const struct json_event *e)
{
	c->is_individual = is_word(e, "individual");
	c->is_organisation = is_word(e, "org");
}

static void vcard_value(struct rdap *self, struct rdap_contact *c, const struct json_event *e)
{
	unsigned element = self->element;
	if (e->what == JSON_END)
		return;
	self->element++;
	if (e->what != JSON_VALUE)
		return;
	if (element == 0)
		self->property = property_of(e);
	else if (element < 3)
		return;
	else if (self->property == PROPERTY_EMAIL)
		c->has_email |= says_something(e);
	else if (self->property == PROPERTY_TEL)
		c->has_phone |= says_something(e);
	else if (self->property == PROPERTY_KIND)
		set_kind(c, e);
	else if (self->property == PROPERTY_FN && !*c->name)
		c->name = keep(self, e);
	else if (self->property == PROPERTY_ORG && !*c->organisation)
		c->organisation = keep(self, e);
}

static void begin(struct record_reader *r)
{
	struct rdap *self = (struct rdap *)r;
	self->n_open = self->n_contacts = self->n_lost = 0;
	self->property = PROPERTY_OTHER;
	self->status = "";
	self->rir = RIR_NONE;
}

static void item(struct record_reader *r, int list, const struct json_event *e)
{
	struct rdap *self = (struct rdap *)r;
	struct rdap_contact *c = self->n_open > 0 ? &self->open[self->n_open - 1] : NULL;
	if (list == L_ENTITY) {
		entity(self, e);
	} else if (list == L_STATUS) {
		if (!*self->status)
			self->status = keep(self, e);
	} else if (list == L_LINK) {
		if (self->rir == RIR_NONE && e->type == JSON_STRING)
			self->rir = rir_of_server(e->text, e->len);
	} else if (c && list == L_HANDLE) {
		c->handle = keep(self, e);
	} else if (c && list == L_ROLE) {
		role(c, e);
	} else if (c && list == L_PROPERTY) {
		self->element = 0;
		self->property = PROPERTY_OTHER;
	} else if (c) {
		vcard_value(self, c, e);
	}
}

static void sum_up(struct rdap *self, struct row *row)
{
	struct rdap_autnum *a = &row->a;
	a->contacts = self->contacts;
	a->n_contacts = self->n_contacts;
	a->status = self->status;
	a->holder = "";
	for (size_t i = 0; i < self->n_contacts; i++) {
		const struct rdap_contact *c = &self->contacts[i];
		a->roles |= c->roles;
		a->email |= c->has_email ? c->roles : 0;
		a->phone |= c->has_phone ? c->roles : 0;
		if ((c->roles & RDAP_REGISTRANT) && !*a->holder)
			a->holder = *c->organisation ? c->organisation : c->name;
	}
	a->rir = rir_of_server(row->port43, strlen(row->port43));
	if (a->rir == RIR_NONE)
		a->rir = self->rir;
}

static enum record_taken take(struct record_reader *r, void *record, const struct record_end *end)
{
	struct rdap *self = (struct rdap *)r;
	struct row *row = record;
	struct rdap_autnum *a = &row->a;
	bool has_start = end->seen >> F_START & 1, has_end = end->seen >> F_END & 1;
	if (end->seen >> F_ERROR & 1)
		return record_reject(r, "error-answer", "the registry answered with error %u",
		                     (unsigned)row->error);
	if (*row->class && strcmp(row->class, "autnum") != 0)
		return record_reject(r, "not-autnum", "an answer about something else than an AS number");
	if (!has_start && asn_parse(a->handle, strlen(a->handle), &a->first) != ERR_OK)
		return record_reject(r, "missing-member", "an answer without startAutnum");
	if (!has_end)
		a->last = a->first;
	if (a->last < a->first)
		return record_reject(r, "bad-range", "AS%u to AS%u", (unsigned)a->first, (unsigned)a->last);
	if (self->n_lost)
		record_remark(r, "too-many", "%zu contacts of AS%u are left out", self->n_lost,
		              (unsigned)a->first);
	sum_up(self, row);
	self->fn(self->ctx, a);
	return RECORD_TAKEN;
}

static const struct record_shape shape = {.name = "answer about an AS number",
                                          .bases = bases,
                                          .fields = fields,
                                          .n_fields = sizeof fields / sizeof *fields,
                                          .size = sizeof(struct row),
                                          .take = take,
                                          .lists = lists,
                                          .begin = begin,
                                          .item = item};

static void rdap_free(struct text_reader *r)
{
	struct rdap *self = (struct rdap *)r;
	free(self->contacts);
	record_reader_fini(&self->reader);
	free(self);
}

static const struct text_reader_ops ops = {record_reader_feed, record_reader_finish, rdap_free};

struct text_reader *rdap_reader_new(rdap_fn fn, void *ctx, struct diag *diag)
{
	struct rdap *self = mem_new(1, sizeof *self);
	const struct json_options options = {.many = true};
	self->fn = fn;
	self->ctx = ctx;
	self->contacts = mem_new(RDAP_MAX_CONTACTS, sizeof *self->contacts);
	record_reader_init(&self->reader, &shape, 1, &options, diag);
	self->reader.head.ops = &ops;
	return &self->reader.head;
}
