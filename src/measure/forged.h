/*
 * Candidates of forged origins weighed with what the registries and the topology say: each event gets its
 * rule, its victims and its tags (doc/accuracy.md).
 */
#ifndef NORMA_MEASURE_FORGED_H
#define NORMA_MEASURE_FORGED_H

#include "detect/forged.h"
#include "measure/leaks.h"

struct forgeries_options {
	const struct framework *framework;
	struct rib *rib;
	const struct history *history;
	const struct forged_detector *detector;
	struct leaks *leaks;
	struct sources *sources;
	struct registries *registries;
	struct topology *topology;
	const struct health *health;
	uint32_t data_end;                 /* where an open event ends for now */
	uint32_t full_feeds[RIB_FAMILIES]; /* distinct peer ASNs */
};

/** forgeries_weigh - all events of a run; those whose origin was not known for what it announces go. */
void forgeries_weigh(struct event_list *events, const struct forgeries_options *o);

#endif
