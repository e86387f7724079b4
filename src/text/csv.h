/*
 * Comma-separated values (RFC 4180) as a stream: octets go in, in pieces of any size, rows of cells come out.
 *
 * Read more kindly than written: lines end in LF or CRLF, the last may lack it, empty lines are skipped, a
 * byte-order mark too, a quote inside a cell that does not begin with one is an ordinary character. A quote
 * that is never closed costs the line that it stands in, not the rest of the file.
 */
#ifndef NORMA_TEXT_CSV_H
#define NORMA_TEXT_CSV_H

#include "base/diag.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

/* A cell without its quotes; lent for the length of the callback, not NUL-terminated, any octets. */
struct csv_cell {
	const char *s;
	size_t len;
};

struct csv_row {
	const struct csv_cell *cells;
	size_t n;
	uint64_t line; /* where it begins, from 1 */
	bool cut;      /* the file ends behind it without an end of line: perhaps not all of it */
};

/* Anything but OK ends the file with that error; the callback reports why. */
typedef enum err (*csv_fn)(void *ctx, const struct csv_row *row);

struct csv_options {
	size_t max_row;             /* octets of a row; 0: 64 KiB; a longer one is reported and skipped */
	size_t max_cells;           /* of a row; 0: 256; what is beyond stays in the last cell */
	void (*dropped)(void *ctx); /* a row was skipped; may be NULL */
};

struct csv;

/** csv_new - a parser that reports to diag (may be NULL) and calls fn. Owner: caller, csv_free. */
struct csv *csv_new(const struct csv_options *options, csv_fn fn, void *ctx, struct diag *diag);
void csv_free(struct csv *c);

/** csv_feed - the next len octets. Errors: VALUE no text (UTF-16); what the callback returned. */
MUST_USE enum err csv_feed(struct csv *c, const char *p, size_t len);

/** csv_finish - the end of the input. Errors: SHORT inside a quoted cell; VALUE nothing there; as csv_feed.
 */
MUST_USE enum err csv_finish(struct csv *c);

#endif
