/*
 * Bogon prefixes and bogon ASNs in paths (metrics M3 and M4): an observer of the RIB.
 *
 * M3: an event is one (culprit, prefix). Culprit: the origin; where the origin is itself a bogon, the first
 * public ASN after it towards the collector. M4: an event is one (culprit, bogon ASN) with the peers of all
 * its prefixes. Culprit: the first public ASN on the collector's side of the bogon. Accomplice of both: the
 * next distinct AS towards the collector. The peer's own position, sets and confederation segments are never
 * judged as positions. Where a set is the origin, or AS_TRANS of a two-octet session stands where the culprit
 * would, nobody is known to have done it and there is no event.
 */
#ifndef NORMA_DETECT_BOGON_H
#define NORMA_DETECT_BOGON_H

#include "detect/event.h"
#include "detect/track.h"

/* Who says what is a bogon now. reason lives as long as the judge. Returns enum event_class. */
struct bogon_judge {
	uint8_t (*prefix)(void *ctx, const struct prefix *p, const char **reason);
	uint8_t (*asn)(void *ctx, asn_t asn, const char **reason);
	void *ctx;
};

struct bogon_detector;

struct bogon_detector *bogon_detector_new(struct bogon_judge judge, struct track_limits limits,
                                          track_message_fn message, void *message_ctx);
void bogon_detector_free(struct bogon_detector *d);

/** bogon_detector_attach - the RIB it watches; once, before the first change. */
void bogon_detector_attach(struct bogon_detector *d, struct rib *rib);

/** bogon_detector_change - tell it of a change; now: the instant of processing. */
void bogon_detector_change(struct bogon_detector *d, const struct rib_change *c, uint32_t now);

/** bogon_is_watched - would this announcement be evidence? For dumps, whose changes are told only at their
 * end. */
bool bogon_is_watched(struct bogon_detector *d, peer_id peer, unsigned family, prefix_id prefix,
                      path_id path);

/** bogon_class_now - the class of a prefix as of the last judgement; enum event_class. */
uint8_t bogon_class_now(struct bogon_detector *d, unsigned family, prefix_id prefix);
/** bogon_asn_class_now - likewise of a network. */
uint8_t bogon_asn_class_now(struct bogon_detector *d, asn_t asn);

/**
 * bogon_rejudge - the judge's registries have changed at the instant now: what is announced and became a
 * bogon by it begins to be an event; what is running goes on as it was judged when it began.
 *
 * Cost: the judge is asked once about every ASN and every prefix there is; peers' tables are looked into only
 * for prefixes that became bogons, and walked only when some ASN became one or ceased to be one.
 */
void bogon_rejudge(struct bogon_detector *d, uint32_t now);

void bogon_detector_finish(struct bogon_detector *d, uint32_t now, struct event_list *out);

#endif
