/*
 * Registry data that are not to be believed: a snapshot of VRPs in which a trust anchor has lost a good part
 * of what it had, or delegated files that change the class of more routed prefixes than one day does. Such a
 * snapshot is held: what was in force before it stays in force, until it is too old for what it judges, when
 * there are no data and scores are frozen. What is still so when the last sound snapshot has reached a
 * certain age is taken as meant.
 */
#ifndef NORMA_FEED_FAULTS_H
#define NORMA_FEED_FAULTS_H

#include "feed/sources.h"

struct faults_limits {
	uint64_t loss_n, loss_d; /* share of its VRPs that no trust anchor loses at once */
	uint64_t loss_afrinic_n,
	    loss_afrinic_d; /* the same of AFRINIC's, which has fewer and larger members */
	uint64_t least;     /* trust anchors with fewer VRPs are not looked at */
	instant_t held_for; /* age of the last sound snapshot at which the fault is meant */
};

/**
 * faults_vrps - hold what lost VRPs, of all snapshots that may be in force within [from, to).
 *
 * Each is compared with the last sound one before it. Snapshots are read once more for it, by n_threads at a
 * time, and only where there are several of one family. Call it before the first question about VRPs.
 */
void faults_vrps(struct sources *s, const struct faults_limits *l, instant_t from, instant_t to,
                 unsigned n_threads);

/** faults_hold - the file does not come into force before `until` (INSTANT_NONE: it does all the same); why:
 * words, taken over by the source. */
void faults_hold(struct source *s, instant_t until, char *why);

#endif
