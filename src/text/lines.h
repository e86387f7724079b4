/*
 * Lines out of octets that come in pieces of any size.
 *
 * Invariants: a line that lies in one piece is lent as it stands there, only one that pieces share is copied;
 * what is kept between pieces never passes the limit. Lines end in LF or CR LF, the last may lack its end; a
 * byte-order mark in front is skipped. Danger: lines are not NUL-terminated and hold any octet but LF, NUL
 * too.
 */
#ifndef NORMA_TEXT_LINES_H
#define NORMA_TEXT_LINES_H

#include "base/mem.h"

struct text_line {
	const char *s; /* lent until the next call */
	size_t len;
	uint64_t number; /* from 1 */
	bool too_long;   /* longer than the limit: there is nothing in s */
	bool cut;        /* the input ends behind it without an end of line: perhaps not all of it */
};

struct text_lines {
	const char *p, *end; /* what is left of the piece */
	struct buf rest;     /* the beginning of a line whose end has not come yet */
	size_t max;
	uint64_t number; /* lines given out */
	bool skipping;   /* a line that is too long */
	bool lent;       /* rest was given out */
};

enum { TEXT_LINE_MAX = 1 << 20 };

/** text_lines_init - max: octets of a line without its end; 0: TEXT_LINE_MAX. */
void text_lines_init(struct text_lines *l, size_t max);
void text_lines_fini(struct text_lines *l);

/** text_lines_push - the next piece; it must live until text_lines_next has used it up (has said false). */
void text_lines_push(struct text_lines *l, const char *p, size_t len);

/** text_lines_next - the next whole line; false: the piece is used up. */
bool text_lines_next(struct text_lines *l, struct text_line *out);

/** text_lines_last - at the end of the input: what stands behind the last end of line; false: nothing. */
bool text_lines_last(struct text_lines *l, struct text_line *out);

#endif
