#include "text/rpsl.h"

#include "text/rpsl_object.h"

#include <string.h>
#include <strings.h>

enum { STATE_BETWEEN, STATE_INSIDE, STATE_SKIPPING };
enum { NOT_KEPT = -1, NAME_MAX_LEN = 64 };

static const struct {
	const char *name;
	uint8_t len;
} classes[RPSL_CLASSES] = {
#define CLASS_ROW(class, name) {name, sizeof(name) - 1},
    RPSL_CLASS_LIST(CLASS_ROW)
#undef CLASS_ROW
};

/* Classes that mark a file as one of this kind, and no more. */
static const char *const others[] = {"inetnum",  "inet6num",   "route-set",   "rtr-set",
                                     "inet-rtr", "filter-set", "peering-set", "key-cert",
                                     "irt",      "domain",     "poem",        "poetic-form",
                                     "limerick", "dictionary", "repository",  "inet-rtr-set"};

static const struct {
	const char *name;
	uint8_t len;
	bool flag;
	unsigned classes;
} attrs[RPSL_ATTRS] = {[RPSL_KEY] = {"", 0, false, 0},
#define ATTR_ROW(id, name, classes, flag) [RPSL_A_##id] = {name, sizeof(name) - 1, flag, classes},
                       RPSL_ATTR_LIST(ATTR_ROW)
#undef ATTR_ROW
};

static bool is_name(const char *s, size_t len, const char *name)
{
	return strlen(name) == len && strncasecmp(s, name, len) == 0;
}

static enum rpsl_class class_of(const char *s, size_t len)
{
	for (unsigned i = 0; i < RPSL_CLASSES; i++)
		if (classes[i].len == len && strncasecmp(s, classes[i].name, len) == 0)
			return (enum rpsl_class)i;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (is_name(s, len, others[i]))
			return RPSL_OTHER;
	return RPSL_UNKNOWN;
}

static uint32_t initial(char c)
{
	return 1U << ((unsigned char)c & 31);
}

static uint32_t initials_of(enum rpsl_class class)
{
	uint32_t mask = initial(*classes[class].name);
	for (unsigned i = RPSL_KEY + 1; i < RPSL_ATTRS; i++)
		if (attrs[i].classes >> class & 1)
			mask |= initial(*attrs[i].name);
	return mask;
}

/* The attribute of the open object's class; NOT_KEPT: another. */
static int attr_of(const struct rpsl_reader *self, const char *s, size_t len)
{
	enum rpsl_class class = self->draft.class;
	if (!(self->initials & initial(*s)))
		return NOT_KEPT;
	for (int i = RPSL_KEY + 1; i < RPSL_ATTRS; i++)
		if (attrs[i].len == len && attrs[i].classes >> class & 1 &&
		    strncasecmp(s, attrs[i].name, len) == 0)
			return i;
	return classes[class].len == len && strncasecmp(s, classes[class].name, len) == 0 ? RPSL_KEY
	                                                                                  : NOT_KEPT;
}

static bool is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
	       c == '_';
}

/* Octets of the name that the line begins with, *colon behind it; 0: no attribute. */
static size_t name_len(const struct text_line *l, size_t *colon)
{
	size_t n = 0;
	while (n < l->len && n < NAME_MAX_LEN && is_name_char(l->s[n]))
		n++;
	for (*colon = n; *colon < l->len && text_is_blank(l->s[*colon]);)
		++*colon;
	return *colon < l->len && l->s[*colon] == ':' ? n : 0;
}

/* A value without its comment and the blanks around it. */
static struct text_part value_of(const char *s, const char *end)
{
	const char *comment = memchr(s, '#', (size_t)(end - s));
	return text_trim(s, (size_t)((comment ? comment : end) - s));
}

static void keep(struct rpsl_reader *self, int id, const struct text_line *l, const char *s)
{
	struct rpsl_draft *d = &self->draft;
	struct text_part v = value_of(s, l->s + l->len);
	if (v.len > 0)
		d->seen |= 1U << id;
	if (attrs[id].flag)
		return;
	*vec_push(&d->attrs) = (struct rpsl_attr){.id = (enum rpsl_attr_id)id,
	                                          .column = (uint32_t)text_column(l, v.s),
	                                          .at = d->text.len,
	                                          .len = v.len,
	                                          .line = l->number};
	buf_add(&d->text, v.s, v.len);
}

/* What stands behind the first octet of a continuation line belongs to the attribute before it. */
static void go_on(struct rpsl_reader *self, const struct text_line *l)
{
	struct rpsl_draft *d = &self->draft;
	struct text_part v = value_of(l->s + 1, l->s + l->len);
	if (self->open == NOT_KEPT || v.len == 0)
		return;
	d->seen |= 1U << self->open;
	if (attrs[self->open].flag)
		return;
	struct rpsl_attr *a = &d->attrs.at[d->attrs.n - 1];
	if (a->len == 0) {
		a->line = l->number;
		a->column = (uint32_t)text_column(l, v.s);
	} else {
		buf_char(&d->text, ' ');
		a->len++;
	}
	buf_add(&d->text, v.s, v.len);
	a->len += v.len;
}

static void skip(struct rpsl_reader *self)
{
	self->state = STATE_SKIPPING;
	self->open = NOT_KEPT;
}

static void begin(struct rpsl_reader *self, const struct text_line *l)
{
	struct rpsl_draft *d = &self->draft;
	size_t colon, n = name_len(l, &colon);
	self->octets = l->len + 1;
	self->has_source = false;
	d->line = l->number;
	skip(self);
	if (n == 0) {
		line_reject(&self->reader, l->number, 1, "bad-line",
		            "an object begins with an attribute, which this is not");
		return;
	}
	d->class = class_of(l->s, n);
	if (d->class == RPSL_UNKNOWN) {
		line_reject(&self->reader, l->number, 1, "unknown-class", "\"%.*s\" is no class of objects",
		            (int)n, l->s);
		return;
	}
	self->reader.is_kind = true;
	if (d->class == RPSL_OTHER || !rpsl_wants(self, d->class))
		return;
	self->state = STATE_INSIDE;
	self->initials = initials_of(d->class);
	self->open = RPSL_KEY;
	d->seen = 0;
	d->attrs.n = 0;
	buf_clear(&d->text);
	keep(self, RPSL_KEY, l, l->s + colon + 1);
}

static void attribute(struct rpsl_reader *self, const struct text_line *l)
{
	size_t colon, n = name_len(l, &colon);
	if (n == 0) {
		self->open = NOT_KEPT;
		line_remark(&self->reader, l->number, 1, "bad-line", "no attribute, ignored");
		return;
	}
	self->open = attr_of(self, l->s, n);
	if (self->open == NOT_KEPT)
		return;
	self->has_source |= self->open == RPSL_A_SOURCE;
	keep(self, self->open, l, l->s + colon + 1);
}

static void inside(struct rpsl_reader *self, const struct text_line *l)
{
	self->octets += l->len + 1;
	if (self->octets > self->max_object || self->draft.attrs.n > self->max_object / 8) {
		line_reject(&self->reader, self->draft.line, 1, "too-big",
		            "an object of more than %zu octets", self->max_object);
		skip(self);
	} else if (text_is_blank(*l->s) || *l->s == '+') {
		go_on(self, l);
	} else {
		attribute(self, l);
	}
}

static void end_object(struct rpsl_reader *self)
{
	if (self->has_source)
		self->file_has_sources = true;
	if (self->state == STATE_INSIDE)
		rpsl_hand_out(self);
	self->state = STATE_BETWEEN;
}

static bool is_source(const struct text_line *l)
{
	return (*l->s | 32) == 's' && l->len >= 7 && strncasecmp(l->s, "source:", 7) == 0;
}

static enum err take_line(struct line_reader *r, const struct text_line *l)
{
	struct rpsl_reader *self = (struct rpsl_reader *)r;
	self->cut = l->cut;
	if (l->too_long) {
		if (self->state != STATE_SKIPPING)
			line_reject(r, l->number, 1, "too-big", "a line of more than %zu octets",
			            r->lines.max);
		if (self->state == STATE_BETWEEN) {
			self->draft.line = l->number;
			self->has_source = false;
		}
		skip(self);
	} else if (l->len == 0 || (text_is_blank(*l->s) && text_trim(l->s, l->len).len == 0)) {
		end_object(self);
	} else if (*l->s == '%' || *l->s == '#') {
		return ERR_OK;
	} else if (self->state == STATE_SKIPPING) {
		self->has_source |= is_source(l);
	} else if (self->state == STATE_INSIDE) {
		inside(self, l);
	} else {
		begin(self, l);
	}
	return ERR_OK;
}

/* The last object has no blank line behind it: is it whole? The source is the last that registries write. */
static enum err at_end(struct line_reader *r)
{
	struct rpsl_reader *self = (struct rpsl_reader *)r;
	if (self->state == STATE_BETWEEN)
		return ERR_OK;
	if (self->has_source || (!self->cut && !self->file_has_sources) || !r->is_kind) {
		end_object(self);
		return ERR_OK;
	}
	if (self->state == STATE_INSIDE)
		line_reject(r, self->draft.line, 1, "cut-off", "the file ends inside an object");
	else
		line_remark(r, self->draft.line, 1, "cut-off", "the file ends inside an object");
	return ERR_SHORT;
}

static void rpsl_free(struct line_reader *r)
{
	struct rpsl_reader *self = (struct rpsl_reader *)r;
	line_reader_fini(r);
	vec_free(&self->draft.attrs);
	buf_fini(&self->draft.text);
	arena_fini(&self->words);
	free(self->source);
	free(self);
}

static const struct line_reader_ops ops = {
    .kind = "RPSL", .line = take_line, .end = at_end, .free = rpsl_free};

struct text_reader *rpsl_reader_new(const struct rpsl_callbacks *callbacks,
                                    const struct rpsl_options *options, struct diag *diag)
{
	static const struct rpsl_options defaults = {0};
	struct rpsl_reader *self = mem_new(1, sizeof *self);
	options = options ? options : &defaults;
	self->callbacks = *callbacks;
	self->source = mem_strdup(options->source ? options->source : "");
	for (char *p = self->source; *p; p++)
		*p = (char)(*p >= 'a' && *p <= 'z' ? *p - 32 : *p);
	self->max_object = options->max_object ? options->max_object : RPSL_OBJECT_MAX;
	self->open = NOT_KEPT;
	line_reader_init(&self->reader, &ops, self->max_object, diag);
	arena_init(&self->words, 0);
	REQUIRE(arena_new(&self->words, 1, 1));
	self->fresh = arena_mark_get(&self->words);
	return &self->reader.head;
}
