/*
 * What a reader says about wrong input. Readers never print: they report position, a short reason that is
 * counted, and words; whoever owns the file (feed, cli) turns that into `norma: FILE:POSITION: what: why` and
 * into counters.
 */
#ifndef NORMA_BASE_DIAG_H
#define NORMA_BASE_DIAG_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

#define DIAG_NOWHERE UINT64_MAX /* the file as a whole: no place in it */

struct diag_pos {
	uint64_t line;   /* 1-based; 0: a binary position */
	uint64_t column; /* 1-based octet in the line */
	uint64_t offset; /* octets in the decompressed data, when line is 0; DIAG_NOWHERE */
};

/* reason: a static token such as "bad-prefix" (lower case, hyphens); what: one line of words. */
typedef void (*diag_fn)(void *ctx, struct diag_pos pos, const char *reason, const char *what);

struct diag {
	diag_fn fn; /* NULL: nobody listens */
	void *ctx;
	uint64_t n; /* reports so far */
};

void diag_report(struct diag *d, struct diag_pos pos, const char *reason, const char *fmt, ...)
    PRINTF_LIKE(4, 5);

static inline struct diag_pos diag_at_line(uint64_t line, uint64_t column)
{
	return (struct diag_pos){.line = line, .column = column};
}

static inline struct diag_pos diag_at_offset(uint64_t offset)
{
	return (struct diag_pos){.offset = offset};
}

static inline struct diag_pos diag_nowhere(void)
{
	return (struct diag_pos){.offset = DIAG_NOWHERE};
}

/* Counts by static reason; a handful of reasons a file, so a list is enough. */
struct tally_row {
	const char *reason;
	uint64_t n;
};
struct tally {
	struct tally_row *at;
	size_t n, cap;
};
void tally_add(struct tally *t, const char *reason, uint64_t n);
uint64_t tally_total(const struct tally *t);
void tally_merge(struct tally *into, const struct tally *from);
void tally_fini(struct tally *t);

#endif
