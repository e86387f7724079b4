/*
 * Forged origins (metric M2): a network that says it stands beside the origin of a route, or beside a
 * neighbour of it, and does not. The origin is right, so who looks at origins sees nothing; what gives it
 * away is the link that nobody has seen before. An observer of the RIB.
 *
 * This file finds candidates from BGP alone: an event is one new link, near the end of a path, with all
 * prefixes that come over it. Its culprit is the end of the link towards the collector: what stands behind it
 * may never have existed. Nearly all new links are new neighbours who do nothing wrong; which these are is
 * weighed afterwards (forged_tags.h).
 *
 * Looked at are the last link of a path and the one before it. A link farther away may carry the routes of
 * many, and a forger who tells that much is not told from a new neighbour.
 */
#ifndef NORMA_DETECT_FORGED_H
#define NORMA_DETECT_FORGED_H

#include "detect/history.h"
#include "detect/track.h"
#include "detect/trail.h"
#include "detect/transfer.h"

enum { FORGED_ORIGINS = 8 };

enum forged_depth {
	FORGED_BESIDE = 1,  /* the link's other end is the origin */
	FORGED_FARTHER = 2, /* a neighbour of the origin */
};

/* What was known when an event began, and what has been seen of it. */
struct forged_case {
	asn_t culprit, beside; /* the link, seen from the collector */
	uint8_t depth;         /* enum forged_depth, of all its slots: bits */
	uint32_t n_slots;      /* slots that came to show it */
	uint32_t n_known;      /* of these, of a route that was known before */
	uint32_t n_parts;      /* of a new more-specific of what the same origin was known for */
	struct told told;      /* peers that had shown their tables before */
	uint32_t n_over,
	    n_otherwise; /* slots of a known route over the link, and otherwise, when the last came */
	asn_t origins[FORGED_ORIGINS]; /* in order of appearance */
	uint32_t n_origins;            /* distinct, up to FORGED_ORIGINS */
	bool beyond;                   /* there were more */
};

struct forged_options {
	struct track_limits track;
	uint32_t transfer; /* seconds after a peer's first word that are taken as the transfer of its table */
	uint32_t settle;   /* seconds after which a peer that is never dumped can be judged */
	uint32_t prefixes; /* slots of more prefixes than that of one link are not followed */
	track_message_fn message;
	void *message_ctx;
};

struct forged_detector;

/** forged_detector_new - rib, history and trail: lent. history must be told of a change before the detector
 * is, the trail after it: new is what was not there before. */
struct forged_detector *forged_detector_new(struct rib *rib, const struct history *history,
                                            struct trail *trail, const struct forged_options *o);
void forged_detector_free(struct forged_detector *d);

/** forged_change - tell it of a change; now: the instant of processing. */
void forged_change(struct forged_detector *d, const struct rib_change *c, uint32_t now);

/** forged_is_watched - would this entry of a dump be evidence? */
bool forged_is_watched(struct forged_detector *d, peer_id peer, path_id path, uint32_t now);

/** forged_finish - hand out all events; an event's note is the number of its case. */
void forged_finish(struct forged_detector *d, uint32_t now, struct event_list *out);
const struct forged_case *forged_case_get(const struct forged_detector *d, uint32_t note);

#endif
