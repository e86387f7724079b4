/* What the files of query/ share. */
#ifndef NORMA_QUERY_QUERY_IMPL_H
#define NORMA_QUERY_QUERY_IMPL_H

#include "query/query.h"
#include "score/ledger.h"

struct query {
	struct store *store;
	VEC(struct store_period) periods; /* newest first; their strings are ours */
	size_t chosen;
	struct framework framework; /* of the chosen one */
	struct buf why;
};

/* The store's words for its error become ours; gives e back. */
enum err query_failed(struct query *q, enum err e);

/** query_charge_event - an event as the framework's rules on charging look at it. */
struct charge_event query_charge_event(const struct query *q, const struct store_event *e);

/** query_data_end - where an open event ends: without a collector's end, with the period. */
instant_t query_data_end(const struct query *q);

#endif
