/*
 * What others have found, held against what this run found: do they see the same, do they accuse another, are
 * they alone? Nobody is charged on their word: what is charged can be replayed.
 */
#ifndef NORMA_MEASURE_EXTERNALS_H
#define NORMA_MEASURE_EXTERNALS_H

#include "feed/externals.h"
#include "measure/events.h"
#include "measure/measure.h"

struct external_match {
	enum store_agreement agreement;
	size_t event;  /* ours, in events->at; SIZE_MAX: none */
	asn_t culprit; /* whom they accuse: of several the one that ours does too, else the first */
};

/**
 * externals_compare - match each of theirs with the best of ours.
 *
 * An event is the same where culprit and kind are, the times are no more than slack apart, and, unless one of
 * them names no prefix, a prefix of one covers one of the other. Of several of ours the most confident
 * counts, then the earliest.
 *
 * @slack   seconds: others look every five minutes
 * @told    [ours->n], false: becomes true of each of ours that some of theirs is the same as
 * Returns: theirs->n matches. Owner: caller, free.
 */
struct external_match *externals_compare(const struct externals *theirs, const struct period_events *ours,
                                         instant_t slack, bool *told);

/** externals_count - by source, and how many things are told of by others only: what several tell of one
 * culprit at one time is one. */
void externals_count(const struct externals *theirs, const struct external_match *matches,
                     const struct period_events *ours, const bool *told, instant_t slack,
                     struct measure_externals *out);

#endif
