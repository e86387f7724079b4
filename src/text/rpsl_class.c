#include "text/clean.h"
#include "text/field.h"
#include "text/rpsl_object.h"

#include <string.h>

typedef bool (*hand_out_fn)(struct rpsl_reader *r);

/* ---- values */

static const struct rpsl_attr *first_of(const struct rpsl_draft *d, enum rpsl_attr_id id)
{
	if (!rpsl_has(d, id))
		return NULL;
	for (size_t i = 0; i < d->attrs.n; i++)
		if (d->attrs.at[i].id == id && d->attrs.at[i].len > 0)
			return &d->attrs.at[i];
	return NULL;
}

static const char *text_of(const struct rpsl_draft *d, const struct rpsl_attr *a)
{
	return d->text.at + a->at;
}

/* is_sound lets no object without one come so far. */
static const struct rpsl_attr *key_of(const struct rpsl_draft *d)
{
	const struct rpsl_attr *a = first_of(d, RPSL_KEY);
	REQUIRE(a != NULL);
	return a;
}

static char *clean_copy(struct rpsl_reader *r, const char *s, size_t len)
{
	if (text_is_clean(s, len))
		return arena_strndup(&r->words, s, len);
	struct buf b = {0};
	text_clean(&b, s, len);
	char *copy = arena_strndup(&r->words, b.at, b.len);
	buf_fini(&b);
	return copy;
}

/* Cut where a character ends. */
static const char *text_word(struct rpsl_reader *r, enum rpsl_attr_id id)
{
	const struct rpsl_attr *a = first_of(&r->draft, id);
	if (!a)
		return "";
	char *s = clean_copy(r, text_of(&r->draft, a), a->len);
	size_t len = strlen(s);
	if (len > FIELD_MAX_WORDS) {
		len = FIELD_MAX_WORDS;
		while (len > 0 && ((unsigned char)s[len] & 0xc0) == 0x80)
			len--;
		while (len > 0 && s[len - 1] == ' ')
			len--;
		s[len] = 0;
	}
	return s;
}

static void upper(char *s)
{
	for (; *s; s++)
		if (*s >= 'a' && *s <= 'z')
			*s = (char)(*s - 32);
}

/* A name or handle. */
static const char *name_word(struct rpsl_reader *r, enum rpsl_attr_id id)
{
	const struct rpsl_attr *a = first_of(&r->draft, id);
	if (!a)
		return "";
	char *s = clean_copy(r, text_of(&r->draft, a), a->len);
	upper(s);
	return s;
}

static bool is_separator(char c)
{
	return c == ',' || c == ' ';
}

/* Cuts clean text into its words, in place; counts them alone where at is NULL. */
static size_t cut_words(char *s, const char **at)
{
	size_t n = 0;
	while (*s) {
		for (; is_separator(*s); s++)
			;
		if (!*s)
			break;
		if (at)
			at[n] = s;
		n++;
		for (; *s && !is_separator(*s); s++)
			;
		if (*s && at)
			*s++ = 0;
	}
	return n;
}

/* All values of an attribute as one list. */
static struct rpsl_words list(struct rpsl_reader *r, enum rpsl_attr_id id)
{
	struct rpsl_draft *d = &r->draft;
	struct rpsl_words words = {0};
	if (!rpsl_has(d, id))
		return words;
	size_t len = 0;
	for (size_t i = 0; i < d->attrs.n; i++)
		len += d->attrs.at[i].id == id ? d->attrs.at[i].len + 1 : 0;
	char *all = arena_new(&r->words, len + 1, 1);
	len = 0;
	for (size_t i = 0; i < d->attrs.n; i++) {
		const struct rpsl_attr *a = &d->attrs.at[i];
		if (a->id != id || a->len == 0)
			continue;
		memcpy(all + len, text_of(d, a), a->len);
		len += a->len;
		all[len++] = ' ';
	}
	all[--len] = 0;
	char *clean = text_is_clean(all, len) ? all : clean_copy(r, all, len);
	upper(clean);
	const char **at = arena_new(&r->words, cut_words(clean, NULL), sizeof *at);
	words.n = at ? cut_words(clean, at) : 0; /* without room nothing is cut, only counted */
	words.at = at;
	return words;
}

static void reject_at(struct rpsl_reader *r, const struct rpsl_attr *a, const char *reason, const char *what)
{
	char shown[FIELD_SHOWN];
	line_reject(&r->reader, a->line, a->column, reason, "\"%s\" is %s",
	            field_shown(shown, text_of(&r->draft, a), a->len), what);
}

/* ---- times */

static instant_t time_of(struct rpsl_reader *r, enum rpsl_attr_id id)
{
	const struct rpsl_attr *a = first_of(&r->draft, id);
	instant_t t;
	if (!a)
		return INSTANT_NONE;
	if (text_date(text_of(&r->draft, a), a->len, &t) == ERR_OK ||
	    field_instant(text_of(&r->draft, a), a->len, &t) == ERR_OK)
		return t;
	char shown[FIELD_SHOWN];
	line_remark(&r->reader, a->line, a->column, "bad-time", "\"%s\" is no time",
	            field_shown(shown, text_of(&r->draft, a), a->len));
	return INSTANT_NONE;
}

struct changes {
	instant_t first, last; /* INSTANT_NONE when not said */
};

/* changed: someone@example.net 20010921 (or 010921, as in old objects). */
static struct changes changes_of(const struct rpsl_draft *d)
{
	struct changes c = {INSTANT_NONE, INSTANT_NONE};
	instant_t t;
	if (!rpsl_has(d, RPSL_A_CHANGED))
		return c;
	for (size_t i = 0; i < d->attrs.n; i++) {
		const struct rpsl_attr *a = &d->attrs.at[i];
		if (a->id != RPSL_A_CHANGED)
			continue;
		const char *s = text_of(d, a), *end = s + a->len, *date = end;
		while (date > s && date[-1] != ' ' && date[-1] != '\t')
			date--;
		char full[8];
		if (end - date == 6) {
			full[0] = *date < '7' ? '2' : '1';
			full[1] = *date < '7' ? '0' : '9';
			memcpy(full + 2, date, 6);
			date = full;
			end = full + sizeof full;
		}
		if (text_date(date, (size_t)(end - date), &t) != ERR_OK)
			continue;
		c.first = c.first == INSTANT_NONE || t < c.first ? t : c.first;
		c.last = c.last == INSTANT_NONE || t > c.last ? t : c.last;
	}
	return c;
}

static instant_t last_modified(struct rpsl_reader *r, instant_t created)
{
	instant_t t = time_of(r, RPSL_A_LAST_MODIFIED);
	if (t == INSTANT_NONE)
		t = changes_of(&r->draft).last;
	return t == INSTANT_NONE ? created : t;
}

static const char *source_of(struct rpsl_reader *r)
{
	const char *s = name_word(r, RPSL_A_SOURCE);
	return *s ? s : r->source;
}

static void fill(struct rpsl_reader *r, struct rpsl_object *o)
{
	o->source = source_of(r);
	o->created = time_of(r, RPSL_A_CREATED);
	o->last_modified = last_modified(r, o->created);
	o->mnt_by = list(r, RPSL_A_MNT_BY);
	o->admin_c = list(r, RPSL_A_ADMIN_C);
	o->tech_c = list(r, RPSL_A_TECH_C);
	o->org = name_word(r, RPSL_A_ORG);
	o->descr = text_word(r, RPSL_A_DESCR);
}

/* ---- classes */

static bool take_prefix(struct rpsl_reader *r, struct prefix *out)
{
	const struct rpsl_attr *a = key_of(&r->draft);
	unsigned family = r->draft.class == RPSL_ROUTE ? FAMILY_V4 : FAMILY_V6;
	enum err e = prefix_parse(text_of(&r->draft, a), a->len, out);
	if (e == ERR_LENGTH)
		reject_at(r, a, "bad-length", "no prefix: its length is missing or impossible");
	else if (e != ERR_OK)
		reject_at(r, a, "bad-prefix", "no prefix, or has bits set behind its length");
	else if (out->family != family)
		reject_at(r, a, "bad-prefix", family == FAMILY_V4 ? "no IPv4 prefix" : "no IPv6 prefix");
	else
		return true;
	return false;
}

static bool take_route(struct rpsl_reader *r)
{
	struct route_object o;
	const struct rpsl_draft *d = &r->draft;
	const struct rpsl_attr *a = first_of(d, RPSL_A_ORIGIN);
	if (!take_prefix(r, &o.prefix))
		return false;
	if (!a) {
		line_reject(&r->reader, d->line, 1, "missing-attribute", "a route without origin");
		return false;
	}
	if (asn_parse(text_of(d, a), a->len, &o.origin) != ERR_OK) {
		reject_at(r, a, "bad-asn", "no AS number");
		return false;
	}
	o.source = source_of(r);
	o.created = time_of(r, RPSL_A_CREATED);
	o.last_modified = last_modified(r, o.created);
	if (o.created == INSTANT_NONE)
		o.created = changes_of(d).first;
	struct rpsl_words mnt_by = list(r, RPSL_A_MNT_BY);
	o.mnt_by = mnt_by.n ? mnt_by.at[0] : "";
	r->callbacks.route(r->callbacks.ctx, &o);
	return true;
}

static bool take_aut_num(struct rpsl_reader *r)
{
	const struct rpsl_draft *d = &r->draft;
	const struct rpsl_attr *a = key_of(d);
	struct rpsl_aut_num o = {0};
	if (asn_parse(text_of(d, a), a->len, &o.asn) != ERR_OK) {
		reject_at(r, a, "bad-asn", "no AS number");
		return false;
	}
	fill(r, &o.object);
	o.as_name = text_word(r, RPSL_A_AS_NAME);
	o.country = name_word(r, RPSL_A_COUNTRY);
	o.member_of = list(r, RPSL_A_MEMBER_OF);
	o.has_import = rpsl_has(d, RPSL_A_IMPORT);
	o.has_export = rpsl_has(d, RPSL_A_EXPORT);
	o.has_mp_import = rpsl_has(d, RPSL_A_MP_IMPORT);
	o.has_mp_export = rpsl_has(d, RPSL_A_MP_EXPORT);
	r->callbacks.aut_num(r->callbacks.ctx, &o);
	return true;
}

static bool take_as_set(struct rpsl_reader *r)
{
	struct rpsl_as_set o = {.name = name_word(r, RPSL_KEY)};
	fill(r, &o.object);
	o.members = list(r, RPSL_A_MEMBERS);
	o.mbrs_by_ref = list(r, RPSL_A_MBRS_BY_REF);
	r->callbacks.as_set(r->callbacks.ctx, &o);
	return true;
}

static bool take_mntner(struct rpsl_reader *r)
{
	struct rpsl_mntner o = {.name = name_word(r, RPSL_KEY), .upd_to = text_word(r, RPSL_A_UPD_TO)};
	fill(r, &o.object);
	r->callbacks.mntner(r->callbacks.ctx, &o);
	return true;
}

static bool take_contact(struct rpsl_reader *r)
{
	struct rpsl_contact o = {.is_role = r->draft.class == RPSL_ROLE,
	                         .name = text_word(r, RPSL_KEY),
	                         .nic_hdl = name_word(r, RPSL_A_NIC_HDL),
	                         .e_mail = text_word(r, RPSL_A_E_MAIL),
	                         .phone = text_word(r, RPSL_A_PHONE),
	                         .abuse_mailbox = text_word(r, RPSL_A_ABUSE_MAILBOX)};
	fill(r, &o.object);
	r->callbacks.contact(r->callbacks.ctx, &o);
	return true;
}

static bool take_organisation(struct rpsl_reader *r)
{
	struct rpsl_organisation o = {.handle = name_word(r, RPSL_KEY),
	                              .name = text_word(r, RPSL_A_ORG_NAME),
	                              .type = name_word(r, RPSL_A_ORG_TYPE),
	                              .country = name_word(r, RPSL_A_COUNTRY),
	                              .e_mail = text_word(r, RPSL_A_E_MAIL),
	                              .phone = text_word(r, RPSL_A_PHONE)};
	fill(r, &o.object);
	r->callbacks.organisation(r->callbacks.ctx, &o);
	return true;
}

/* "AS64496 - AS64511" */
static bool take_as_block(struct rpsl_reader *r)
{
	const struct rpsl_attr *a = key_of(&r->draft);
	const char *s = text_of(&r->draft, a), *end = s + a->len, *dash = memchr(s, '-', a->len);
	struct rpsl_as_block o = {0};
	struct text_part first = text_trim(s, (size_t)((dash ? dash : end) - s));
	struct text_part last = dash ? text_trim(dash + 1, (size_t)(end - dash - 1)) : first;
	if (asn_parse(first.s, first.len, &o.first) != ERR_OK ||
	    asn_parse(last.s, last.len, &o.last) != ERR_OK) {
		reject_at(r, a, "bad-asn", "no range of AS numbers");
		return false;
	}
	if (o.first > o.last) {
		reject_at(r, a, "bad-range", "a range that ends before it begins");
		return false;
	}
	fill(r, &o.object);
	r->callbacks.as_block(r->callbacks.ctx, &o);
	return true;
}

/* ---- all of them */

bool rpsl_wants(const struct rpsl_reader *r, enum rpsl_class class)
{
	const struct rpsl_callbacks *c = &r->callbacks;
	switch (class) {
	case RPSL_ROUTE:
	case RPSL_ROUTE6:
		return c->route != NULL;
	case RPSL_AUT_NUM:
		return c->aut_num != NULL;
	case RPSL_AS_SET:
		return c->as_set != NULL;
	case RPSL_MNTNER:
		return c->mntner != NULL;
	case RPSL_PERSON:
	case RPSL_ROLE:
		return c->contact != NULL;
	case RPSL_ORGANISATION:
		return c->organisation != NULL;
	case RPSL_AS_BLOCK:
		return c->as_block != NULL;
	case RPSL_CLASSES:
	case RPSL_UNKNOWN:
		break;
	}
	return false;
}

/* A key or origin that stands there twice with different values is no object that can be believed. */
static const struct rpsl_attr *contradiction(const struct rpsl_draft *d, enum rpsl_attr_id id)
{
	const struct rpsl_attr *first = first_of(d, id);
	for (size_t i = 0; first && i < d->attrs.n; i++) {
		const struct rpsl_attr *a = &d->attrs.at[i];
		if (a->id != id || a == first || a->len == 0)
			continue;
		if (a->len != first->len || memcmp(text_of(d, a), text_of(d, first), a->len) != 0)
			return a;
	}
	return NULL;
}

static bool is_sound(struct rpsl_reader *r)
{
	const struct rpsl_draft *d = &r->draft;
	const struct rpsl_attr *a = contradiction(d, RPSL_KEY);
	bool is_route = d->class == RPSL_ROUTE || d->class == RPSL_ROUTE6;
	if (!first_of(d, RPSL_KEY) || (!is_route && !*name_word(r, RPSL_KEY))) {
		line_reject(&r->reader, d->line, 1, "bad-name", "an object without key");
		return false;
	}
	if (!a)
		a = contradiction(d, RPSL_A_ORIGIN);
	if (a)
		reject_at(r, a, "duplicate-attribute", "a second value where one may stand");
	return !a;
}

void rpsl_hand_out(struct rpsl_reader *r)
{
	static const hand_out_fn rows[RPSL_CLASSES] = {
	    [RPSL_ROUTE] = take_route,       [RPSL_ROUTE6] = take_route,
	    [RPSL_AUT_NUM] = take_aut_num,   [RPSL_AS_SET] = take_as_set,
	    [RPSL_MNTNER] = take_mntner,     [RPSL_PERSON] = take_contact,
	    [RPSL_ROLE] = take_contact,      [RPSL_ORGANISATION] = take_organisation,
	    [RPSL_AS_BLOCK] = take_as_block,
	};
	REQUIRE(r->draft.class < RPSL_CLASSES);
	arena_rewind(&r->words, r->fresh);
	if (is_sound(r) && rows[r->draft.class](r))
		r->reader.head.records++;
}
