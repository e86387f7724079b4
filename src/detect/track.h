/*
 * The life of an event, for any detector that can say "this slot shows it" and "this slot no longer does".
 *
 * A track is a key (what would be wrong) with the networks that show it now. A run of it, from the first
 * network that has it to the end that hysteresis finds, is an event:
 *
 *   - it starts with the earliest announcement;
 *   - once no more than a tenth of the peak still has it, it waits: when it has not come back above that in
 * time, it ended with the last loss up to then, so that a few stuck peers do not stretch it for days; what
 * they still show belongs to that event and to no later one, until they have let go of it;
 *   - what a failed session held is not lost but unknown: it counts neither as having it nor as having lost
 * it, until the session's table is back or its hold time over.
 */
#ifndef NORMA_DETECT_TRACK_H
#define NORMA_DETECT_TRACK_H

#include "detect/event.h"

struct track_key {
	uint8_t metric, family;
	bool is_link; /* METRIC_M2: a forged origin */
	asn_t culprit;
	uint32_t what; /* METRIC_M1: number of the leg; METRIC_M2, METRIC_M3: prefix id, or edge id of a link;
	                  METRIC_M4: the bogon ASN */
};

/* What a run is begun with; kept with its event. */
struct track_claim {
	uint8_t class; /* enum event_class */
	const char *reason;
	uint32_t note; /* the detector's own number */
};

struct track_limits {
	uint32_t end_wait;  /* seconds, 900 */
	uint32_t end_share; /* the share of the peak is end_parts of so many, 10; 0: none of it */
	uint32_t end_parts; /* 0 stands for 1 */
};

/* Where a change was heard of: the number of the raw message, or RIB_NONE. */
typedef uint32_t (*track_message_fn)(void *ctx, const struct rib_change *c);

typedef uint32_t track_id;
struct tracks;

struct tracks *tracks_new(struct track_limits limits);
void tracks_free(struct tracks *t);

/** track_find - the track of a key, made when it is new; the claim is used when a run begins on it. */
track_id track_find(struct tracks *t, const struct track_key *k, const struct track_claim *claim);
const struct track_key *track_key_get(const struct tracks *t, track_id id);

/* What one slot does to a track. now: the instant of processing; at: when it happened (not after now). */
void track_gain(struct tracks *t, track_id id, uint32_t at, uint32_t as_index);
void track_lose(struct tracks *t, track_id id, uint32_t now, uint32_t at, uint32_t as_index,
                bool was_unknown);
void track_forget(struct tracks *t, track_id id, uint32_t now, uint32_t as_index);  /* known to unknown */
void track_remember(struct tracks *t, track_id id, uint32_t at, uint32_t as_index); /* unknown to known */

/** track_is_running - is there a run that has not ended by now? */
bool track_is_running(struct tracks *t, track_id id, uint32_t now);

/** track_wants - is what this network shows evidence: does a run go on, and is the network no stuck one? */
bool track_wants(struct tracks *t, track_id id, uint32_t now, uint32_t as_index);

/** track_has_room - will the next evidence be kept, or only counted? */
bool track_has_room(const struct tracks *t, track_id id);

/** track_witness - if track_wants: an announcement that shows it: evidence, and the neighbour that passed it
 * on (0: none). */
void track_witness(struct tracks *t, track_id id, const struct evidence *e, uint32_t as_index,
                   asn_t accomplice);

/** track_ends - to be called before track_lose: where the change takes the last that the network shows of a
 * run, it is kept as what ended it. message: may be NULL. */
void track_ends(struct tracks *t, track_id id, const struct rib_change *c, uint32_t now, uint32_t as_index,
                track_message_fn message, void *ctx);

/** tracks_finish - end what has ended by now, leave the rest open, and hand out all events (order: start,
 * key). */
void tracks_finish(struct tracks *t, uint32_t now, struct event_list *out);

#endif
