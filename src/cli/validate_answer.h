/* Answers of `norma validate` as text, JSON and CSV, a piece of lines at a time. */
#ifndef NORMA_CLI_VALIDATE_ANSWER_H
#define NORMA_CLI_VALIDATE_ANSWER_H

#include "cli/lines.h"
#include "cli/validate_tables.h"

enum answer_format { ANSWER_TEXT, ANSWER_JSON, ANSWER_CSV };

struct answer {
	const struct validate_tables *tables;
	enum answer_format format;
	bool paths; /* --aspa, else routes */
	bool up;    /* --aspa up, else down */
};

/** answer_header - what comes before the first answer. */
void answer_routes_header(const struct answer *a, struct buf *out);
void answer_paths_header(const struct answer *a, struct buf *out);

/* Both are a lines_fn; ctx is a struct answer. */
void answer_routes(const void *ctx, struct lines *l);
void answer_paths(const void *ctx, struct lines *l);
/* A lines_long_fn. */
void answer_long(const void *ctx, struct buf *out, const char *part, size_t len, bool first, bool last);

/** answer_route - one route, as a line. */
void answer_route(const struct answer *a, struct buf *out, const struct prefix *p, asn_t asn);

#endif
