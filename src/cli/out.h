/*
 * Forms of output: aligned text for people, JSON (RFC 8259) and CSV (RFC 4180) for programs. All of it is
 * gathered in a struct buf; out_flush writes that to standard output.
 */
#ifndef NORMA_CLI_OUT_H
#define NORMA_CLI_OUT_H

#include "base/mem.h"

#include <stdbool.h>
#include <stdint.h>

/* ---- where it goes */

/** out_flush - write and empty. A failure (disk full) ends the process with exit code 4 and a message. */
void out_flush(struct buf *b);
/** out_flush_large - the same once 64 KiB are there: call it after every record. */
void out_flush_large(struct buf *b);

enum out_style { OUT_PLAIN, OUT_BOLD, OUT_DIM, OUT_GOOD, OUT_WARN, OUT_BAD };

/** out_coloured - is standard output a terminal that wants colours (NO_COLOR, TERM=dumb)? */
bool out_coloured(void);
bool out_terminal_is_dumb(void);
/** out_styled - the text, in colour on a terminal only. */
void out_styled(struct buf *b, enum out_style style, const char *text);

/** out_utf8 - text as valid UTF-8: octets that are none are taken for Latin-1. */
void out_utf8(struct buf *b, const char *s, size_t len);
/** out_text_clean - out_utf8 without control characters, which could steer a terminal. */
void out_text_clean(struct buf *b, const char *s, size_t len);

/** out_number - the shortest decimal that reads back as the same double; "null" when not finite. */
void out_number(struct buf *b, double v);

/** out_count - "1 event", "2 events", "0 events". */
void out_count(struct buf *b, uint64_t n, const char *one, const char *many);

/** out_wrapped - one paragraph a line of the text, broken at blanks; each line begins with `indent` blanks.
 */
void out_wrapped(struct buf *b, const char *text, unsigned indent, unsigned width);

/* ---- aligned columns */

struct out_cell {
	char *text;
	enum out_style style;
};
struct out_table {
	const char *const *titles; /* lent; NULL: no heading */
	const char *align;         /* 'l' or 'r' for each column */
	size_t n_columns;
	VEC(struct out_cell) cells;
};
void out_table_init(struct out_table *t, const char *align, const char *const *titles);
void out_table_cell(struct out_table *t, enum out_style style, const char *fmt, ...) PRINTF_LIKE(3, 4);
/** out_table_print - to b, with `indent` blanks in front of each line; then free. */
void out_table_print(struct out_table *t, struct buf *b, unsigned indent);

/* ---- CSV */

/** out_csv_cell - one field, quoted where needed, a comma before it if it is not the first of its line. */
void out_csv_cell(struct buf *b, bool first, const char *text);
void out_csv_end(struct buf *b);

/* ---- JSON */

enum { JSON_DEPTH = 32 };

/* A document as it grows. key is NULL inside arrays and for the outermost value. */
struct json {
	struct buf *b;
	bool pretty; /* lines and two blanks a level; else one line */
	unsigned depth;
	bool filled[JSON_DEPTH + 1];
	char close[JSON_DEPTH + 1];
};
void json_init(struct json *j, struct buf *b, bool pretty);
void json_object(struct json *j, const char *key);
void json_array(struct json *j, const char *key);
/** json_end - close the innermost object or array; behind the outermost comes a line end. */
void json_end(struct json *j);
void json_text(struct json *j, const char *key, const char *value); /* NULL: null */
void json_octets(struct json *j, const char *key, const char *value, size_t len);
void json_u64(struct json *j, const char *key, uint64_t value);
void json_i64(struct json *j, const char *key, int64_t value);
void json_real(struct json *j, const char *key, double value);
void json_bool(struct json *j, const char *key, bool value);
void json_null(struct json *j, const char *key);
/** json_raw - a value that is JSON already. */
void json_raw(struct json *j, const char *key, const char *value);

#endif
