/*
 * One leak has as many legs (from whom, to whom) as the leaker has neighbours that it mixed up: legs that
 * overlap in time become one event, seen by all who saw any of them.
 */
#ifndef NORMA_MEASURE_LEAK_LEGS_H
#define NORMA_MEASURE_LEAK_LEGS_H

#include "detect/leak_tags.h"

struct leak_leg {
	struct event *event;
	struct leak_case known; /* a copy: of a joined leg the sum */
	struct leak_facts facts;
	bool is_alone;  /* something speaks against it that does not against others: not to be joined */
	bool is_joined; /* into another: its event has been emptied */
};

/** leak_legs_join - legs[i].event in any order. Who takes the others in is the leg that most peers saw; of
 * equals the earliest, then by its leg. */
void leak_legs_join(struct leak_leg *legs, size_t n, const struct rib *rib, uint32_t data_end);

#endif
