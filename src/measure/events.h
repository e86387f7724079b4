/*
 * From what the detectors found to events as they are stored and charged: thresholds, identity, accomplices'
 * relations, which of them concern the period (doc/measurement.md section 4).
 */
#ifndef NORMA_MEASURE_EVENTS_H
#define NORMA_MEASURE_EVENTS_H

#include "detect/event.h"
#include "feed/topology.h"
#include "score/ledger.h"
#include "store/store.h"

struct period_event {
	struct store_event row;     /* its lists lie below */
	struct ledger_event ledger; /* likewise */
	const struct event *event;
	struct prefix *prefixes;
	struct store_accomplice *accomplices;
	struct ledger_accomplice *charged;
	char *tags; /* NULL: none */
	char *state;
};

struct period_events {
	struct period_event *at; /* by start, then id */
	size_t n, cap;
};

struct events_options {
	const struct framework *framework;
	struct rib *rib;
	struct topology *topology;
	struct sources *sources; /* whose dates are kept with the events; NULL: none */
	instant_t from, to;      /* the period; to exclusive */
	instant_t data_end;      /* last record: where an open event ends for now */
	uint32_t full_feeds[RIB_FAMILIES];
};

/** events_collect - more of the list; events lends and must outlive it. */
void events_collect(const struct event_list *events, const struct events_options *o,
                    struct period_events *out);
void events_fini(struct period_events *e);

#endif
