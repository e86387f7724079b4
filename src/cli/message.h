/*
 * What is said on standard error: `norma: FILE:POSITION: what: why`. The same complaint about a file is
 * printed five times and then counted. Lines are written whole, from any thread, and step around the bar.
 */
#ifndef NORMA_CLI_MESSAGE_H
#define NORMA_CLI_MESSAGE_H

#include "base/diag.h"

enum { CLI_REPEATS = 5 };

/* The complaints about one file. One thread at a time. */
struct cli_messages {
	const char *file; /* lent */
	struct tally seen;
};

void cli_messages_init(struct cli_messages *m, const char *file);

/** cli_messages_report - a diag_fn; ctx is the struct. */
void cli_messages_report(void *ctx, struct diag_pos pos, const char *reason, const char *what);

/** cli_messages_fini - say how many were not printed. */
void cli_messages_fini(struct cli_messages *m);

/** cli_error - "norma: WORDS". cli_fault - "norma: FILE: WORDS". cli_fault_line - "norma: FILE:LINE:1:
 * WORDS". */
void cli_error(const char *fmt, ...) PRINTF_LIKE(1, 2);
void cli_fault(const char *file, const char *fmt, ...) PRINTF_LIKE(2, 3);
void cli_fault_line(const char *file, unsigned line, const char *fmt, ...) PRINTF_LIKE(3, 4);

/** cli_fault_at - "norma: FILE:POSITION: REASON: WHAT"; REASON or WHAT may be "", and what is nowhere has no
 * POSITION. cli_fault_more - n more of them. */
void cli_fault_at(const char *file, struct diag_pos pos, const char *reason, const char *what);
void cli_fault_more(const char *file, const char *reason, uint64_t n);

/**
 * cli_fault_stream - how a stream ended, if it did not end well. The position is that in the decompressed
 * data, the place in the file is in the words.
 */
struct io_stream;
void cli_fault_stream(const char *file, const struct io_stream *s);

#endif
