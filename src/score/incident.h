/*
 * From events to incidents to the raw metric: clip, merge, drop, weigh, add.
 */
#ifndef NORMA_SCORE_INCIDENT_H
#define NORMA_SCORE_INCIDENT_H

#include "score/framework.h"

/* One event of one metric of one network, as far as its time and weight go. */
struct incident_span {
	instant_t start, end; /* end exclusive, not before start */
	decimal_t weight;     /* of the event; 0: is shown, but is no incident */
};

struct incident_sum {
	struct fraction raw; /* exact */
	uint32_t incidents;  /* merged ones that are left */
};

/**
 * incident_merge - clip the spans to [from, to), join those of one weight that touch or overlap,
 * transitively, drop those of length 0 and of weight 0. In place; sorted by weight, then start.
 *
 * Returns how many are left.
 */
size_t incident_merge(struct incident_span *spans, size_t n, instant_t from, instant_t to);

/** incident_weight - the weight of one incident of d > 0 seconds, before the event's own weight. */
decimal_t incident_weight(const struct framework *f, int64_t d);

/** incident_add_up - incident_merge, then the sum of the weights. Spans are changed. */
struct incident_sum incident_add_up(const struct framework *f, struct incident_span *spans, size_t n,
                                    instant_t from, instant_t to);

#endif
