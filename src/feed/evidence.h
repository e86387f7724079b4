/*
 * The raw messages that events are judged by: each MRT record once, with its place.
 *
 * An update tells its changes while its record is being applied, a table dump only at its end: of a dump what
 * a detector will want to see is kept when it is staged, by (peer, family, prefix).
 */
#ifndef NORMA_FEED_EVIDENCE_H
#define NORMA_FEED_EVIDENCE_H

#include "detect/bogon.h"
#include "feed/apply.h"

struct evidence_message {
	uint32_t file; /* the feed's number of it */
	uint64_t record, offset;
	const uint8_t *octets; /* the MRT record; lent */
	size_t len;            /* 0: over the limit, only its place is kept */
};

enum { EVIDENCE_OCTETS = 256 << 20 /* of raw records of one run; behind them only places are kept */ };

struct evidence_store;

/** evidence_store_new - apply: lent; its `now` is the record that changes are heard from. */
struct evidence_store *evidence_store_new(const struct apply *apply);
void evidence_store_free(struct evidence_store *s);

/** evidence_watch - whose wishes decide what is kept of a dump. */
void evidence_watch(struct evidence_store *s, struct bogon_detector *detector);

/** evidence_staged - a hook of apply: an entry of a dump was staged. ctx is the store. */
void evidence_staged(void *ctx, peer_id peer, unsigned family, prefix_id prefix, path_id path);

/** evidence_message - a bogon_message_fn: the number of the message that told of a change, RIB_NONE where it
 * is not known (a slot that the registries' change made interesting). ctx is the store. */
uint32_t evidence_message(void *ctx, const struct rib_change *c);

uint32_t evidence_count(const struct evidence_store *s);
struct evidence_message evidence_get(const struct evidence_store *s, uint32_t number);

#endif
