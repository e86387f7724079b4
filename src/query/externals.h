/* What others say of the period, and which of our incidents it is (feed/externals.h says who others are). */
#ifndef NORMA_QUERY_EXTERNALS_H
#define NORMA_QUERY_EXTERNALS_H

#include "query/incidents.h"

/* In this order: the more, the closer it is to ours. */
enum query_agreement {
	QUERY_ALONE,         /* nothing of ours */
	QUERY_OTHER_CULPRIT, /* at that time and place we accuse another */
	QUERY_LET_GO,        /* ours too, and judged to be less than suspicious */
	QUERY_SAME,          /* ours too */
};
const char *query_agreement_name(enum query_agreement a); /* "none", "other_culprit", "let_go", "same" */

struct query_external {
	const struct store_external *row;
	enum query_agreement agreement;
	const struct query_incident *incident; /* ours; NULL: none */
};
typedef bool (*query_external_fn)(void *ctx, const struct query_external *x); /* false: enough */

/**
 * query_externals - by source, then id.
 *
 * @l     the incidents of the period
 * @of    only what was matched with this one; NULL: all
 * Errors: IO; VALUE a row is damaged.
 */
MUST_USE enum err query_externals(struct query *q, const struct query_incidents *l,
                                  const struct query_incident *of, query_external_fn fn, void *ctx);

#endif
