/*
 * Misoriginations (metric M2): a network originates a prefix, or a part of one, that others were known to
 * originate. An observer of the RIB.
 *
 * This file finds candidates from BGP alone: an event is one (new origin, prefix), and with it goes what was
 * known when it began. What it was - an attack, a mistake, a move within an organisation - is weighed
 * afterwards, with the registries (misorigin_weigh.h).
 *
 * What is no candidate: an origin that is known (history.h); a new more-specific of a prefix that its origin
 * is known for, which is also how a victim defends itself; what a peer shows while it transfers its table, or
 * what the first dump of its collector shows: that was there before anybody listened.
 */
#ifndef NORMA_DETECT_MISORIGIN_H
#define NORMA_DETECT_MISORIGIN_H

#include "detect/history.h"
#include "detect/track.h"
#include "detect/transfer.h"

enum misorigin_kind {
	MISORIGIN_EXACT,    /* others are known for the same prefix */
	MISORIGIN_SUB,      /* others are known for the nearest prefix above it */
	MISORIGIN_SQUATTED, /* nobody is known for it, nor for anything above it */
};

enum { MISORIGIN_VICTIMS = 8 };

/* What was known when an event began. */
struct misorigin_case {
	uint8_t kind; /* enum misorigin_kind */
	uint8_t family;
	prefix_id prefix;
	prefix_id
	    known_prefix; /* whose origins the victims are: prefix, or the one above; RIB_NONE: squatted */
	asn_t culprit;
	uint32_t n_known;                   /* origins that were known */
	asn_t victims[MISORIGIN_VICTIMS];   /* of these, the longest known first */
	route_id routes[MISORIGIN_VICTIMS]; /* theirs */
	uint32_t age;                       /* seconds that the first victim's route had been announced */
	uint32_t culprit_age;               /* seconds that the culprit's had been before, in all */
	bool on_path;                       /* culprit or victim was seen on the other's path */
	uint32_t gone_for;                  /* seconds that no victim's route had been up when it began */
	bool contested;   /* a victim began to announce the prefix, or parts of it, meanwhile */
	struct told told; /* who had shown their tables before */
};

/* May the registries say that the prefix is another's than this origin's? Asked where nobody is known for it.
 */
typedef bool (*misorigin_claimed_fn)(void *ctx, const struct prefix *p, asn_t origin);

struct misorigin_options {
	struct track_limits track;
	uint32_t transfer; /* seconds after a peer's first word that are taken as the transfer of its table */
	uint32_t settle;   /* seconds that must have been listened before a prefix can be called nobody's */
	uint8_t shortest[RIB_FAMILIES]; /* shorter prefixes are nobody's: the default route and the like */
	track_message_fn message;
	void *message_ctx;
	misorigin_claimed_fn claimed;
	void *claimed_ctx;
};

struct misorigin_detector;

/** misorigin_detector_new - rib and history: lent. history must be told of a change before the detector is.
 */
struct misorigin_detector *misorigin_detector_new(struct rib *rib, const struct history *history,
                                                  const struct misorigin_options *o);
void misorigin_detector_free(struct misorigin_detector *d);

/** misorigin_change - tell it of a change; now: the instant of processing. */
void misorigin_change(struct misorigin_detector *d, const struct rib_change *c, uint32_t now);

/** misorigin_is_watched - would this entry of a dump be evidence? */
bool misorigin_is_watched(const struct misorigin_detector *d, peer_id peer, unsigned family, prefix_id prefix,
                          path_id path, uint32_t now);

/** misorigin_finish - hand out all events; an event's note is the number of its case. */
void misorigin_finish(struct misorigin_detector *d, uint32_t now, struct event_list *out);
const struct misorigin_case *misorigin_case_get(const struct misorigin_detector *d, uint32_t note);

#endif
