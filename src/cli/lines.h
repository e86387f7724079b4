/*
 * A question a line on standard input, an answer a line on standard output, in the same order: the engine
 * under `norma validate`. Memory is constant; lines are answered as soon as no more input is waiting.
 */
#ifndef NORMA_CLI_LINES_H
#define NORMA_CLI_LINES_H

#include "base/mem.h"
#include "cli/verb.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The lines of one piece of input, none of them cut. */
struct lines {
	const char *at, *end;
	uint64_t number; /* of the line that lines_next gave, from 1 in this piece */
	const char *raw; /* that line as it was given, without its end */
	size_t raw_len;
	struct buf *out; /* answers go here */
	VEC(struct lines_fault) faults;
};

/* What could not be read. */
struct lines_fault {
	uint64_t line, column; /* from 1 */
	const char *reason;    /* static token */
	const char *what;      /* static words */
};

/**
 * lines_next - the next line that is neither empty nor a comment, without its end and without blanks around
 * it; false: no more.
 */
bool lines_next(struct lines *l, const char **line, size_t *len);

/** lines_fault - note what is wrong with the line that lines_next gave. */
void lines_fault(struct lines *l, const char *at, const char *reason, const char *what);

/* Answers all lines of a piece. Called from several threads at once, each with a piece of its own. */
typedef void (*lines_fn)(const void *ctx, struct lines *l);
/* The answer to a line that is too long to be held, in parts as they come: first and last say which. */
typedef void (*lines_long_fn)(const void *ctx, struct buf *out, const char *part, size_t len, bool first,
                              bool last);

struct lines_job {
	const char *name; /* of the input, for messages */
	int fd;
	unsigned threads;
	bool rate; /* say at the end how fast it went */
	lines_fn answer;
	lines_long_fn answer_long;
	const void *ctx;
};

/** lines_run - until the end of input. DONE; INPUT when a line could not be read, or the input could not. */
enum cli_exit lines_run(const struct lines_job *job);

#endif
