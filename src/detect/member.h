/*
 * Which slots (peer, family, prefix) show which tracks, for detectors whose slots may show several at once.
 * A bit of the prefix's mark says whether any slot of it shows any, so that all others cost nothing.
 */
#ifndef NORMA_DETECT_MEMBER_H
#define NORMA_DETECT_MEMBER_H

#include "detect/track.h"

/* Whose bit of rib_prefix.mark; the lower ones are those of the bogon detector's verdicts. */
enum member_mark { MEMBER_MARK_BOGON = 8, MEMBER_MARK_LEAK = 16, MEMBER_MARK_FORGED = 32 };

/* That a slot shows a track. */
struct member {
	peer_id peer;
	prefix_id prefix;
	track_id track;
	uint32_t next; /* in the bucket: index + 1; on the free list likewise */
	uint8_t family;
	bool unknown; /* the session has failed: neither shown nor lost */
};

struct members;

/** members_new - rib: lent; mark: a bit of its prefixes' marks that nobody else uses. */
struct members *members_new(struct rib *rib, enum member_mark mark);
void members_free(struct members *m);

/** members_add - the slot of the change shows the track; the caller sees to it that it did not before. */
void members_add(struct members *m, const struct rib_change *c, track_id track);
bool members_has(const struct members *m, const struct rib_change *c, track_id track);

/** members_any - does the slot show any track? */
bool members_any(const struct members *m, peer_id peer, unsigned family, prefix_id prefix);

/** members_visit - stays(ctx, member) for each track that the slot of the change shows; where it says false
 * the slot shows it no more. stays adds no members. */
void members_visit(struct members *m, const struct rib_change *c,
                   bool (*stays)(void *ctx, struct member *member), void *ctx);

#endif
