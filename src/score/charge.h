/*
 * Who is charged with an event, and with what weight: the framework's rules on visibility, confidence, bogon
 * classes and accomplices. Plain numbers in, weights out.
 */
#ifndef NORMA_SCORE_CHARGE_H
#define NORMA_SCORE_CHARGE_H

#include "net/prefix.h"
#include "score/framework.h"

struct charge_event {
	unsigned metric;     /* 1..4 */
	unsigned class;      /* M3, M4: 1 full, 2 administrative */
	unsigned confidence; /* M1, M2 without tags, as others say: enum framework_confidence */
	tag_set tags;        /* M1, M2: what the framework makes of them counts; 0: none */
	bool forged_origin;  /* M2 */
	uint64_t peers_max;  /* most distinct peer ASNs at one time */
	uint64_t full_feeds; /* full-feed peers, see charge_full_feeds */
	instant_t start;
	instant_t end; /* INSTANT_NONE: open when the data ended */
};

/* Relation of a neighbour to the culprit. */
enum charge_relation { CHARGE_UNKNOWN, CHARGE_PROVIDER, CHARGE_OTHER /* peer, customer, sibling */ };

struct charge_accomplice {
	unsigned relation;  /* enum charge_relation */
	unsigned distance;  /* 1: the culprit's neighbour, 2: the next one up the path, ... */
	uint64_t peers;     /* that had the event through it */
	uint64_t peers_all; /* that saw the event */
};

/**
 * charge_full_feeds - the number of full feeds that an event's thresholds are held against: of its prefixes'
 * families the one that has fewer, so that the lower threshold counts (M4 may have prefixes of both). 0: no
 * prefixes.
 */
uint64_t charge_full_feeds(const struct prefix *prefixes, size_t n, uint64_t v4, uint64_t v6);

/** charge_is_event - did it reach enough peers (or, for M1 and M2, is it kept below that all the same)? */
bool charge_is_event(const struct framework *f, const struct charge_event *e);

/** charge_culprit - the event's weight for the culprit; 0: not scored. */
decimal_t charge_culprit(const struct framework *f, const struct charge_event *e);

/** charge_is_accomplice - was it a neighbour that answers for the culprit, and did enough see it through
 * there? Whatever the event weighs. */
bool charge_is_accomplice(const struct framework *f, const struct charge_accomplice *a);

/** charge_accomplice - the event's weight for a network that passed it on; 0: not charged. */
decimal_t charge_accomplice(const struct framework *f, const struct charge_event *e,
                            const struct charge_accomplice *a);

/**
 * charge_end - where an event ends for the score: its end; while it is open, the end of the period if the
 * data reach it (a record within data_reach of it), else the end of the data.
 */
instant_t charge_end(const struct framework *f, const struct charge_event *e, instant_t period_end,
                     instant_t data_end);

#endif
