#include "text/json.h"

#include "text/json_path.h"

#include <string.h>
#include <yajl/yajl_parse.h>

enum { PIECE = 65536, MAX_DEPTH = 64, MAX_STRING = 1 << 20 };
enum { MAX_BAD_START = 16 }; /* so many bad lines and no good one: this is something else */

/* Is this a file of one document a line? Told from the first; then each line is given to the parser by
 * itself, so that a line cut in the middle does not swallow the one behind it. */
enum lines { LINES_UNKNOWN, LINES_YES, LINES_NO };

struct frame {
	uint16_t node;
	uint16_t hint;
	bool is_array;
};

struct json {
	struct json_options options;
	json_fn fn;
	void *ctx;
	struct diag *diag;
	yajl_handle yajl;
	struct json_paths paths;
	struct frame *frames; /* max_depth of them */
	unsigned depth;
	uint16_t next;       /* node of the value behind the name read last */
	bool root_is_object; /* of the document that is open or was last */
	enum err err;        /* sticky */
	enum err stop;       /* why a callback cancelled the parser */
	bool stop_is_ours;   /* ... a limit, not the reader's own error */
	enum lines lines;
	bool skipping; /* the rest of a bad line */
	bool trailing; /* octets behind the document were reported */
	bool loose;    /* behind the last document stands something that is none */
	unsigned bom;  /* octets of a byte-order mark seen; 3: decided */
	uint64_t documents, dropped;
	uint64_t events; /* callbacks of yajl */
	uint64_t events_then;
	size_t silent;     /* octets fed since the last callback */
	const char *at;    /* lines are counted up to here, in the piece being parsed */
	const char *piece; /* what yajl is reading */
	uint64_t line, column;
};

static int on_null(void *ctx);
static int on_boolean(void *ctx, int value);
static int on_number(void *ctx, const char *s, size_t len);
static int on_string(void *ctx, const unsigned char *s, size_t len);
static int on_object(void *ctx);
static int on_name(void *ctx, const unsigned char *s, size_t len);
static int on_array(void *ctx);
static int on_end_object(void *ctx);
static int on_end_array(void *ctx);

static const yajl_callbacks callbacks = {
    .yajl_null = on_null,
    .yajl_boolean = on_boolean,
    .yajl_number = on_number,
    .yajl_string = on_string,
    .yajl_start_map = on_object,
    .yajl_map_key = on_name,
    .yajl_end_map = on_end_object,
    .yajl_start_array = on_array,
    .yajl_end_array = on_end_array,
};

static void parser_new(struct json *j)
{
	if (j->yajl)
		yajl_free(j->yajl);
	j->yajl = yajl_alloc(&callbacks, NULL, j);
	REQUIRE(j->yajl);
	yajl_config(j->yajl, yajl_dont_validate_strings, 1);
	yajl_config(j->yajl, j->options.many ? yajl_allow_multiple_values : yajl_allow_trailing_garbage, 1);
	j->depth = 0;
	j->stop = ERR_OK;
	j->silent = 0;
	j->loose = false;
}

struct json *json_new(const struct json_options *options, json_fn fn, void *ctx, struct diag *diag)
{
	struct json *j = mem_new(1, sizeof *j);
	j->options = *options;
	if (j->options.max_depth == 0)
		j->options.max_depth = MAX_DEPTH;
	if (j->options.max_string == 0)
		j->options.max_string = MAX_STRING;
	j->fn = fn;
	j->ctx = ctx;
	j->diag = diag;
	j->frames = mem_new(j->options.max_depth, sizeof *j->frames);
	j->lines = options->many ? LINES_UNKNOWN : LINES_NO;
	j->line = 1;
	json_paths_init(&j->paths);
	parser_new(j);
	return j;
}

void json_free(struct json *j)
{
	if (!j)
		return;
	yajl_free(j->yajl);
	json_paths_fini(&j->paths);
	free(j->frames);
	free(j);
}

void json_path(struct json *j, const char *base, const char *path, int field)
{
	json_paths_add(&j->paths, base, path, field);
}

uint64_t json_dropped(const struct json *j)
{
	return j->dropped;
}

/* --- position --- */

static void count_lines(struct json *j, const char *end)
{
	while (j->at < end) {
		const char *nl = memchr(j->at, '\n', (size_t)(end - j->at));
		if (!nl) {
			j->column += (uint64_t)(end - j->at);
			j->at = end;
			return;
		}
		j->line++;
		j->column = 0;
		j->at = nl + 1;
	}
}

struct diag_pos json_pos(struct json *j)
{
	if (j->piece)
		count_lines(j, j->piece + yajl_get_bytes_consumed(j->yajl));
	return diag_at_line(j->line, j->column ? j->column : 1);
}

/* --- events --- */

static int stop(struct json *j, enum err e, const char *reason, const char *what)
{
	j->stop = e;
	j->stop_is_ours = true;
	diag_report(j->diag, json_pos(j), reason, "%s", what);
	return 0;
}

static int fire(struct json *j, uint16_t node, enum json_what what, enum json_type type, const char *s,
                size_t len)
{
	int field = j->paths.nodes.at[node].field;
	if (field < 0)
		return 1;
	struct json_event e = {.field = field, .what = what, .type = type, .text = s, .len = len};
	j->stop = j->fn(j->ctx, &e);
	j->stop_is_ours = false;
	return j->stop == ERR_OK;
}

/* The node of the value that comes now. */
static uint16_t value_node(const struct json *j)
{
	if (j->depth == 0)
		return JSON_NODE_ROOT;
	const struct frame *f = &j->frames[j->depth - 1];
	return f->is_array ? j->paths.nodes.at[f->node].element : j->next;
}

static int scalar(struct json *j, enum json_type type, const char *s, size_t len)
{
	j->events++;
	if (NORMA_UNLIKELY(j->depth == 0))
		return stop(j, ERR_VALUE, "bad-json", "neither an array nor an object");
	if (NORMA_UNLIKELY(len > j->options.max_string))
		return stop(j, ERR_LIMIT, "too-long", "a string or number is longer than the limit");
	return fire(j, value_node(j), JSON_VALUE, type, s, len);
}

static int on_null(void *ctx)
{
	return scalar(ctx, JSON_NULL, "null", 4);
}

static int on_boolean(void *ctx, int value)
{
	return value ? scalar(ctx, JSON_TRUE, "true", 4) : scalar(ctx, JSON_FALSE, "false", 5);
}

static int on_number(void *ctx, const char *s, size_t len)
{
	return scalar(ctx, JSON_NUMBER, s, len);
}

static int on_string(void *ctx, const unsigned char *s, size_t len)
{
	return scalar(ctx, JSON_STRING, len ? (const char *)s : "", len);
}

static int on_name(void *ctx, const unsigned char *s, size_t len)
{
	struct json *j = ctx;
	struct frame *f = &j->frames[j->depth - 1];
	j->events++;
	if (NORMA_UNLIKELY(len > j->options.max_string))
		return stop(j, ERR_LIMIT, "too-long", "a name is longer than the limit");
	j->next =
	    f->node ? json_paths_member(&j->paths, f->node, (const char *)s, len, &f->hint) : JSON_NODE_NONE;
	return 1;
}

static int begin(struct json *j, enum json_type type)
{
	j->events++;
	if (j->depth == j->options.max_depth)
		return stop(j, ERR_LIMIT, "too-deep", "arrays and objects are nested deeper than the limit");
	uint16_t node = value_node(j);
	if (j->depth == 0)
		j->root_is_object = type == JSON_OBJECT;
	j->frames[j->depth++] = (struct frame){.node = node, .is_array = type == JSON_ARRAY};
	return fire(j, node, JSON_BEGIN, type, "", 0);
}

static int on_object(void *ctx)
{
	return begin(ctx, JSON_OBJECT);
}

static int on_array(void *ctx)
{
	return begin(ctx, JSON_ARRAY);
}

static int end(struct json *j, enum json_type type)
{
	j->events++;
	uint16_t node = j->frames[--j->depth].node;
	if (j->depth == 0)
		j->documents++;
	return fire(j, node, JSON_END, type, "", 0);
}

static int on_end_object(void *ctx)
{
	return end(ctx, JSON_OBJECT);
}

static int on_end_array(void *ctx)
{
	return end(ctx, JSON_ARRAY);
}

/* --- pieces --- */

static enum err fail(struct json *j, enum err e)
{
	j->err = e;
	return e;
}

static void report_syntax(struct json *j)
{
	unsigned char *text = yajl_get_error(j->yajl, 0, NULL, 0);
	const char *words = (const char *)text;
	int len = words ? (int)strcspn(words, "\n") : 0;
	diag_report(j->diag, json_pos(j), "bad-json", "%.*s", len, words ? words : "");
	yajl_free_error(j->yajl, text);
}

static bool is_blank(const char *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (p[i] != ' ' && p[i] != '\t' && p[i] != '\r' && p[i] != '\n')
			return false;
	return true;
}

static bool ends_document(const char *p, size_t len)
{
	while (len > 0 && is_blank(p + len - 1, 1))
		len--;
	return len > 0 && (p[len - 1] == '}' || p[len - 1] == ']');
}

/* The open document cannot be read. In a file of lines the next line is none the worse for it. */
static enum err give_up(struct json *j, enum err e, bool line_ended)
{
	bool may_skip =
	    j->lines == LINES_YES || (j->lines == LINES_UNKNOWN && (j->depth == 0 || j->root_is_object));
	if (!may_skip || (j->documents == 0 && j->dropped >= MAX_BAD_START))
		return fail(j, e);
	j->dropped++;
	if (j->options.dropped)
		j->options.dropped(j->ctx);
	parser_new(j);
	j->skipping = !line_ended;
	return ERR_OK;
}

static enum err parse(struct json *j, const char *p, size_t len, bool line_ends)
{
	bool blank = is_blank(p, len);
	j->piece = p;
	yajl_status status = yajl_parse(j->yajl, (const unsigned char *)p, len);
	enum err e = ERR_OK;
	if (status == yajl_status_client_canceled) {
		e = j->stop;
	} else if (status == yajl_status_error) {
		report_syntax(j);
		e = ERR_VALUE;
	} else {
		if (!blank)
			j->loose = j->depth == 0 && !ends_document(p, len);
		j->silent = j->events == j->events_then ? j->silent + len : len;
		if (blank && line_ends) /* no token goes on over an end of line */
			j->silent = 0;
		j->events_then = j->events;
		if (j->silent > j->options.max_string + PIECE) {
			(void)stop(j, ERR_LIMIT, "too-long",
			           "nothing but one string, number or gap for too long");
			e = ERR_LIMIT;
		}
	}
	j->piece = NULL;
	if (e == ERR_OK)
		return ERR_OK;
	if (status == yajl_status_client_canceled && !j->stop_is_ours)
		return fail(j, e);
	return give_up(j, e, line_ends);
}

static enum err end_of_line(struct json *j)
{
	if (j->lines == LINES_UNKNOWN && j->depth > 0)
		j->lines = LINES_NO;
	else if (j->lines == LINES_UNKNOWN && j->documents > 0)
		j->lines = j->root_is_object ? LINES_YES : LINES_NO;
	if (j->lines != LINES_YES || j->depth == 0)
		return ERR_OK;
	diag_report(j->diag, diag_at_line(j->line > 1 ? j->line - 1 : 1, 1), "cut-off",
	            "the line ends inside an object");
	return give_up(j, ERR_SHORT, true);
}

/* Part or all of one line, or of anything in a file that is not of lines. */
static enum err feed_part(struct json *j, const char *p, size_t len, bool line_ends)
{
	enum err e = ERR_OK;
	j->at = p;
	if (j->skipping) {
		j->skipping = !line_ends;
		count_lines(j, p + len);
		return line_ends ? end_of_line(j) : ERR_OK;
	}
	if (j->options.many || j->documents == 0) {
		e = parse(j, p, len, line_ends);
		if (e != ERR_OK)
			return e;
		if (!j->options.many && j->documents > 0) {
			size_t used = yajl_get_bytes_consumed(j->yajl);
			count_lines(j, p + used);
			p += used;
			len -= used;
		}
	}
	if (!j->options.many && j->documents > 0 && !j->trailing && !is_blank(p, len)) {
		j->trailing = true;
		diag_report(j->diag, json_pos(j), "trailing", "octets behind the end of the document");
	}
	count_lines(j, p + len);
	return line_ends && j->options.many ? end_of_line(j) : ERR_OK;
}

/* EF BB BF is skipped; what can only be UTF-16 is called so. */
static enum err skip_mark(struct json *j, const char **p, size_t *len)
{
	static const unsigned char bom[] = {0xef, 0xbb, 0xbf};
	while (j->bom < 3 && *len > 0) {
		unsigned char c = (unsigned char)**p;
		if (j->bom == 0 && (c == 0xff || c == 0xfe || c == 0)) {
			diag_report(j->diag, diag_at_line(1, 1), "bad-encoding",
			            "not UTF-8 (UTF-16, or no text at all)");
			return fail(j, ERR_VALUE);
		}
		if (c != bom[j->bom]) {
			if (j->bom > 0) {
				diag_report(j->diag, diag_at_line(1, 1), "bad-json",
				            "half a byte-order mark");
				return fail(j, ERR_VALUE);
			}
			j->bom = 3;
			break;
		}
		j->bom++;
		j->column++;
		(*p)++;
		(*len)--;
	}
	return ERR_OK;
}

enum err json_feed(struct json *j, const char *p, size_t len)
{
	enum err e = j->err;
	if (e == ERR_OK)
		e = skip_mark(j, &p, &len);
	while (e == ERR_OK && len > 0) {
		size_t n = len < PIECE ? len : PIECE;
		const char *nl = j->lines == LINES_NO && !j->skipping ? NULL : memchr(p, '\n', n);
		if (nl)
			n = (size_t)(nl - p) + 1;
		e = feed_part(j, p, n, nl != NULL);
		p += n;
		len -= n;
	}
	return e;
}

enum err json_finish(struct json *j)
{
	if (j->err != ERR_OK)
		return j->err;
	if (!j->skipping && (j->options.many || j->documents == 0)) {
		yajl_status status = yajl_complete_parse(j->yajl);
		if (status == yajl_status_client_canceled)
			return fail(j, j->stop);
		if (j->depth > 0 || (j->loose && j->documents > 0)) {
			diag_report(j->diag, json_pos(j), "cut-off", "the file ends inside the document");
			return fail(j, ERR_SHORT);
		}
	}
	if (j->documents == 0) {
		if (j->dropped == 0)
			diag_report(j->diag, json_pos(j), "empty", "there is no JSON in it");
		return fail(j, ERR_VALUE);
	}
	return ERR_OK;
}
