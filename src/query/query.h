/*
 * Questions to a store of measured periods, and their answers: what the command line shows and what others
 * may ask. Metrics and scores are computed again from stored facts and events whenever they are asked for, so
 * that every number shown can be explained from what is stored.
 *
 * A query speaks of one period, the newest until query_choose. What callbacks are given is lent for the call.
 */
#ifndef NORMA_QUERY_QUERY_H
#define NORMA_QUERY_QUERY_H

#include "score/aggregate.h"
#include "score/facts.h"
#include "store/store.h"

struct query;

/**
 * query_open - a database to read.
 *
 * @why  on an error: words for the message
 * Errors: as store_open; EOF there is no period in it.
 */
MUST_USE enum err query_open(const char *path, struct query **out, struct buf *why);
void query_close(struct query *q);

/** query_why - words for the last error of a call on q. */
const char *query_why(const struct query *q);

/** query_period_at - the i-th newest period, NULL behind the last. */
const struct store_period *query_period_at(const struct query *q, size_t i);

/** query_choose - speak of the i-th newest. Errors: VALUE its framework cannot be read. */
MUST_USE enum err query_choose(struct query *q, size_t i);
const struct store_period *query_period(const struct query *q);
const struct framework *query_framework(const struct query *q); /* the period's own */

/** query_network_period - what scoring asks of the period. */
struct network_period query_network_period(const struct query *q);

/* ---- networks */

struct query_network {
	const struct store_network *row;
	struct network_facts facts;
	struct network_scores scores;
};
typedef bool (*query_network_fn)(void *ctx, const struct query_network *n); /* false: enough */

struct query_networks_filter {
	asn_t asn;           /* 0: all */
	const char *economy; /* NULL: all */
	bool participants;   /* only these */
};

/**
 * query_networks - networks by ASN, with their scores.
 *
 * @f  the framework to score by; NULL: the period's own
 * Errors: IO; VALUE damaged facts.
 */
MUST_USE enum err query_networks(struct query *q, const struct framework *f,
                                 const struct query_networks_filter *filter, query_network_fn fn, void *ctx);

/** query_aggregate - the scores of all that the filter leaves, together. Errors: as query_networks. */
MUST_USE enum err query_aggregate(struct query *q, const struct query_networks_filter *filter,
                                  struct aggregate *out);

/** query_stored_scores - the action scores as they were stored when the period was measured. */
MUST_USE enum err query_stored_scores(struct query *q, asn_t asn, store_score_fn fn, void *ctx);

/* ---- routes, sources */

/** query_routes_of_asn - the routes that it originates. EOF: the period does not know the network. */
MUST_USE enum err query_routes_of_asn(struct query *q, asn_t asn, store_route_fn fn, void *ctx);
/** query_routes_of_prefix - of exactly this prefix. query_routes_around - of it, of what covers it, and of
 * what lies in it. */
MUST_USE enum err query_routes_of_prefix(struct query *q, const struct prefix *p, store_route_fn fn,
                                         void *ctx);
MUST_USE enum err query_routes_around(struct query *q, const struct prefix *p, store_route_fn fn, void *ctx);
MUST_USE enum err query_sources(struct query *q, store_source_fn fn, void *ctx);

#endif
