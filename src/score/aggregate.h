/* Scores of a set of networks: an economy, a region, a registry, a programme, any list. */
#ifndef NORMA_SCORE_AGGREGATE_H
#define NORMA_SCORE_AGGREGATE_H

#include "score/network.h"

struct aggregate_action {
	uint64_t networks[READINESS_LEVELS]; /* by enum readiness; NO_DATA is a bucket of its own */
	double share[READINESS_LEVELS];      /* of all networks of the set */
	uint64_t n;                          /* networks with data: those that mean and median speak of */
	double mean, median;                 /* 0 where n is 0 */
};

struct aggregate {
	uint64_t networks;
	struct aggregate_action actions[SCORE_ACTIONS];
	uint64_t incidents[SCORE_METRICS];     /* merged ones, by type */
	uint64_t with_incident[SCORE_METRICS]; /* networks that have at least one */
};

struct aggregator; /* adds networks one by one */
struct aggregator *aggregator_new(void);
void aggregator_add(struct aggregator *a, const struct network_scores *s);
/** aggregator_finish - the numbers; the aggregator is freed. */
void aggregator_finish(struct aggregator *a, struct aggregate *out);

#endif
