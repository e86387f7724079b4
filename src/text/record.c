#include "text/record.h"

#include <stdio.h>
#include <string.h>

/* What a path of the parser stands for: the shape in the upper half, one of these and an index in the lower.
 */
enum { CODE_FIELD = 0, CODE_LIST = 0x4000, CODE_BASE = 0x8000, CODE_CONTAINER = 0xc000, CODE_KIND = 0xc000 };
enum { WORDS_LIMIT = 4 << 20 };

struct records {
	const struct record_shape *shapes;
	size_t n_shapes;
	struct json *json;
	void *record;
	const struct record_shape *open; /* NULL: none */
	struct record_end end;           /* of the open one */
	bool bad;                        /* the open one was reported already */
	bool seen_list;                  /* an array of records stood there, if only an empty one */
	struct arena words;
	struct arena_mark fresh;
};

/* Paths are kept by pointer, so the few that have to be made live as long as the reader: in its arena. */
static void add_container(struct records *rs, const char *base, int field)
{
	size_t len = strlen(base);
	if (len < 2 || strcmp(base + len - 2, "[]") != 0)
		return;
	char *path = arena_strndup(&rs->words, base, len - 2);
	REQUIRE(path);
	json_path(rs->json, path, "", field);
}

static bool has_root(const struct records *rs)
{
	for (size_t s = 0; s < rs->n_shapes; s++)
		for (const char *const *base = rs->shapes[s].bases; *base; base++)
			if (**base == 0)
				return true;
	return false;
}

static void add_shape(struct records *rs, size_t s)
{
	const struct record_shape *shape = &rs->shapes[s];
	int code = (int)(s << 16);
	REQUIRE(shape->n_fields <= RECORD_LISTS);
	for (int b = 0; shape->bases[b]; b++) {
		const char *base = shape->bases[b];
		json_path(rs->json, base, "", code | CODE_BASE | b);
		if (strcmp(base, "[]") != 0 || !has_root(rs))
			add_container(rs, base, CODE_CONTAINER);
		for (size_t f = 0; f < shape->n_fields; f++)
			json_path(rs->json, base, shape->fields[f].name, code | CODE_FIELD | (int)f);
		for (int l = 0; shape->lists && shape->lists[l]; l++)
			json_path(rs->json, base, shape->lists[l], code | CODE_LIST | l);
	}
}

static void PRINTF_LIKE(3, 0) report(struct record_reader *r, const char *reason, const char *fmt, va_list ap)
{
	char what[160];
	vsnprintf(what, sizeof what, fmt, ap);
	diag_report(r->head.diag, json_pos(r->records->json), reason, "%s", what);
}

struct arena *record_words(struct record_reader *r)
{
	return &r->records->words;
}

void record_remark(struct record_reader *r, const char *reason, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	report(r, reason, fmt, ap);
	va_end(ap);
}

enum record_taken record_reject(struct record_reader *r, const char *reason, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	report(r, reason, fmt, ap);
	va_end(ap);
	r->records->bad = true;
	return RECORD_REJECTED;
}

static void record_open(struct record_reader *r, const struct record_shape *shape, int base)
{
	struct records *rs = r->records;
	rs->open = shape;
	rs->end = (struct record_end){.base = base};
	rs->bad = false;
	arena_rewind(&rs->words, rs->fresh);
	memset(rs->record, 0, shape->size);
	for (size_t f = 0; f < shape->n_fields; f++)
		field_reset(&shape->fields[f], rs->record);
	if (shape->begin)
		shape->begin(r);
}

static bool is_missing(const struct records *rs, const struct field *f)
{
	const struct record_shape *shape = rs->open;
	if (f->need != FIELD_NEEDED)
		return false;
	for (size_t k = 0; k < shape->n_fields; k++)
		if (shape->fields[k].offset == f->offset && (rs->end.seen >> k & 1))
			return false;
	return true;
}

static enum record_taken record_close(struct record_reader *r)
{
	struct records *rs = r->records;
	const struct record_shape *shape = rs->open;
	if (rs->bad)
		return RECORD_REJECTED;
	if (rs->end.seen == 0 && *shape->bases[rs->end.base] == 0)
		return RECORD_OTHER;
	for (size_t f = 0; f < shape->n_fields; f++)
		if (is_missing(rs, &shape->fields[f]))
			return record_reject(r, "missing-member", "%s without %s", shape->name,
			                     shape->fields[f].name);
	return shape->take(r, rs->record, &rs->end);
}

static void on_base(struct record_reader *r, const struct record_shape *shape, int base,
                    const struct json_event *e)
{
	struct records *rs = r->records;
	if (e->type == JSON_ARRAY && *shape->bases[base] == 0) {
		rs->seen_list = true;
	} else if (e->type == JSON_OBJECT && e->what == JSON_BEGIN) {
		record_open(r, shape, base);
	} else if (e->type == JSON_OBJECT) {
		if (rs->open != shape || rs->end.base != base)
			return;
		enum record_taken taken = record_close(r);
		r->head.records += taken == RECORD_TAKEN;
		r->head.rejected += taken == RECORD_REJECTED;
		rs->open = NULL;
	} else if (e->what != JSON_END && !(e->what == JSON_VALUE && shape->plain && shape->plain(r, e))) {
		r->head.rejected++;
		diag_report(r->head.diag, json_pos(rs->json), "bad-record", "%s that is no object",
		            shape->name);
	}
}

static void on_field(struct record_reader *r, size_t index, const struct json_event *e)
{
	struct records *rs = r->records;
	const struct field *f = &rs->open->fields[index];
	if (e->type == JSON_NULL || e->what == JSON_END)
		return;
	if (e->type == JSON_STRING && e->len == 0 && f->kind != FIELD_WORDS)
		return; /* an empty text where a number or a prefix is meant: absent */
	if (e->what == JSON_VALUE && field_set(f, rs->record, e->text, e->len, &rs->words) == ERR_OK) {
		rs->end.seen |= (uint64_t)1 << index;
		return;
	}
	char shown[FIELD_SHOWN];
	diag_report(r->head.diag, json_pos(rs->json), field_reason(f->kind), "%s of a %s: \"%s\" is %s",
	            f->name, rs->open->name, field_shown(shown, e->text, e->len), field_words(f->kind));
	if (f->need != FIELD_OPTIONAL)
		rs->bad = true;
}

static enum err on_event(void *ctx, const struct json_event *e)
{
	struct record_reader *r = ctx;
	struct records *rs = r->records;
	int code = e->field & CODE_KIND, index = e->field & 0x3fff;
	const struct record_shape *shape = &rs->shapes[e->field >> 16];
	if (code == CODE_CONTAINER)
		rs->seen_list |= e->type == JSON_ARRAY;
	else if (code == CODE_BASE)
		on_base(r, shape, index, e);
	else if (rs->open != shape || rs->bad)
		return ERR_OK;
	else if (code == CODE_FIELD)
		on_field(r, (size_t)index, e);
	else {
		rs->end.seen |= (uint64_t)1 << RECORD_LISTS;
		shape->item(r, index, e);
	}
	return ERR_OK;
}

static void on_dropped(void *ctx)
{
	struct record_reader *r = ctx;
	r->records->open = NULL;
	r->head.rejected++;
}

void record_reader_init(struct record_reader *r, const struct record_shape *shapes, size_t n_shapes,
                        const struct json_options *options, struct diag *diag)
{
	struct records *rs = mem_new(1, sizeof *rs);
	struct json_options o = *options;
	o.dropped = on_dropped;
	r->head = (struct text_reader){.ops = &record_reader_ops, .diag = diag, .as_of = INSTANT_NONE};
	r->records = rs;
	rs->shapes = shapes;
	rs->n_shapes = n_shapes;
	rs->json = json_new(&o, on_event, r, diag);
	arena_init(&rs->words, WORDS_LIMIT);
	size_t size = 1;
	for (size_t s = 0; s < n_shapes; s++) {
		add_shape(rs, s);
		size = shapes[s].size > size ? shapes[s].size : size;
	}
	rs->record = mem_new(1, size);
	REQUIRE(arena_new(&rs->words, 1, 1));
	rs->fresh = arena_mark_get(&rs->words);
}

enum err record_reader_feed(struct text_reader *r, const char *p, size_t len)
{
	return json_feed(((struct record_reader *)r)->records->json, p, len);
}

enum err record_reader_finish(struct text_reader *head)
{
	struct record_reader *r = (struct record_reader *)head;
	enum err e = json_finish(r->records->json);
	if (e != ERR_OK)
		return e;
	if (head->records > 0 || (r->records->seen_list && head->rejected == 0))
		return ERR_OK;
	diag_report(head->diag, json_pos(r->records->json), "wrong-kind", "no %s in it",
	            r->records->shapes[0].name);
	return ERR_VALUE;
}

void record_reader_fini(struct record_reader *r)
{
	json_free(r->records->json);
	arena_fini(&r->records->words);
	free(r->records->record);
	free(r->records);
}

static void record_reader_free(struct text_reader *r)
{
	record_reader_fini((struct record_reader *)r);
	free(r);
}

const struct text_reader_ops record_reader_ops = {record_reader_feed, record_reader_finish,
                                                  record_reader_free};
