/*
 * JSON (RFC 8259) as a stream: octets go in, in pieces of any size, and what stands at the paths that were
 * asked for comes out. A reader is a table of paths; everything else in the document is skipped at the
 * parser's speed.
 *
 * A path is made of member names with '.' between them; "[]" is any element of an array, "*" any member that
 * no other path names there, "[]+" an element and those of arrays of the same name inside it, however deep:
 * "roas[].asn", "[].asn", "*.data[]", "entities[]+.roles[]". "" is the outermost value.
 *
 * Invariants: memory is bounded by the limits, whatever comes. Strings need not be UTF-8 and may hold any
 * octet, NUL too (see text/clean.h); they are lent for the length of the callback and are not NUL-terminated.
 * Numbers stay text, so that nothing is lost of 64 bits. A member that stands twice in an object comes twice.
 */
#ifndef NORMA_TEXT_JSON_H
#define NORMA_TEXT_JSON_H

#include "base/diag.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum json_type { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_OBJECT, JSON_ARRAY };
enum json_what { JSON_VALUE, JSON_BEGIN, JSON_END }; /* a scalar; an object or array opens, closes */

struct json_event {
	int field; /* as given to json_path */
	enum json_what what;
	enum json_type type;
	const char *text; /* JSON_NUMBER, JSON_STRING; else "null", "false", "true", "" */
	size_t len;
};

/* Anything but OK ends the parse with that error; the callback reports why. */
typedef enum err (*json_fn)(void *ctx, const struct json_event *e);

struct json_options {
	unsigned max_depth; /* arrays and objects in each other; 0: 64 */
	size_t max_string;  /* octets of a string, a name or a number; 0: 1 MiB */
	bool many; /* several documents behind one another (JSON Lines); a bad line costs only itself */
	void (*dropped)(void *ctx); /* many: the document that was open is given up; may be NULL */
};

struct json;

/** json_new - a parser that reports to diag (may be NULL) and calls fn. Owner: caller, json_free. */
struct json *json_new(const struct json_options *options, json_fn fn, void *ctx, struct diag *diag);
void json_free(struct json *j);

/**
 * json_path - ask for what stands at base followed by path; before the first json_feed only. Both strings
 * must outlive the parser. At most one field a path. field is 0 or more.
 */
void json_path(struct json *j, const char *base, const char *path, int field);

/**
 * json_feed - the next len octets.
 *
 * Shape:  a byte-order mark is skipped; octets behind the document are reported once and skipped.
 * Errors: VALUE no JSON, or no array or object outermost; LIMIT a limit is passed; what the callback
 * returned. All are reported, with their position, but for what the callback returned.
 */
MUST_USE enum err json_feed(struct json *j, const char *p, size_t len);

/** json_finish - the end of the input. Errors: SHORT cut off inside a document; VALUE nothing there at all.
 */
MUST_USE enum err json_finish(struct json *j);

/** json_pos - line and column of the end of what is being read; for messages, from inside the callback. */
struct diag_pos json_pos(struct json *j);

/** json_dropped - documents given up so far (many). */
uint64_t json_dropped(const struct json *j);

#endif
