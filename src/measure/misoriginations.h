/*
 * Candidates of misorigination weighed with what the registries and the topology say: each event gets its
 * rule, its victims and its tags (doc/accuracy.md).
 */
#ifndef NORMA_MEASURE_MISORIGINATIONS_H
#define NORMA_MEASURE_MISORIGINATIONS_H

#include "detect/misorigin.h"
#include "feed/evidence.h"
#include "feed/health.h"
#include "feed/registries.h"
#include "feed/topology.h"
#include "score/framework.h"

/* A confirmed misorigination of a period that was stored before. */
struct misorigination_before {
	asn_t culprit;
	uint32_t start;
};

struct misoriginations_options {
	const struct framework *framework;
	struct rib *rib;
	const struct history *history;
	const struct misorigin_detector *detector;
	struct sources *sources;
	struct registries *registries;
	struct topology *topology;
	const struct evidence_store *evidence;
	const struct health *health;
	const struct misorigination_before *before; /* by culprit, then start; lent */
	size_t n_before;
	uint32_t data_end;                 /* where an open event ends for now */
	uint32_t full_feeds[RIB_FAMILIES]; /* distinct peer ASNs */
	const bool *is_full[RIB_FAMILIES]; /* by as_index; NULL: nobody shows a whole table, all count */
};

/** misoriginations_weigh - all events of a run. Squatted space that neither a ROA nor a
 * registry gives to others is no event: it goes. */
void misoriginations_weigh(struct event_list *events, const struct misoriginations_options *o);

#endif
