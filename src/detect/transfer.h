/*
 * Which peers are sending their whole table, in updates or in the first dump of their collector: what they
 * show then was there before anybody listened, and is no news.
 */
#ifndef NORMA_DETECT_TRANSFER_H
#define NORMA_DETECT_TRANSFER_H

#include "rib/rib.h"

struct transfers;

/** transfers_new - rib: lent; length: seconds after a peer's first word that are taken as its transfer. */
struct transfers *transfers_new(struct rib *rib, uint32_t length);
void transfers_free(struct transfers *t);

/** transfers_heard - the peer has said something; now: the instant of processing. */
void transfers_heard(struct transfers *t, peer_id peer, uint32_t now);

/** transfers_is - is what the peer shows now (cause: enum rib_cause) what it has had before? */
bool transfers_is(const struct transfers *t, peer_id peer, uint8_t cause, uint32_t now);

/** transfers_is_settled - has the peer's whole table been seen by now: in a dump, or, where it has never been
 * dumped, in what it has said for so many seconds? */
bool transfers_is_settled(const struct transfers *t, peer_id peer, uint32_t now, uint32_t after);

/** transfers_is_news - is what the peer shows now, if it is new, new because it has just happened? */
bool transfers_is_news(const struct transfers *t, peer_id peer, uint8_t cause, uint32_t now, uint32_t after);

/** transfers_has_table - is it known what the peer had before, so that what it shows is new? It was dumped,
 * or its session came up while somebody listened. */
bool transfers_has_table(const struct transfers *t, peer_id peer);

/* Networks that could tell that something is new, up to TOLD_MAX of them. */
enum { TOLD_MAX = 16 };
struct told {
	uint32_t as_index[TOLD_MAX];
	uint32_t n;
};
/** transfers_told - the peer shows it: counted once, if it has a table now. */
void transfers_told(const struct transfers *t, struct told *told, peer_id peer);

/** told_by_fewer - were they fewer than n? TOLD_MAX are as good as any more. */
static inline bool told_by_fewer(const struct told *told, uint32_t n)
{
	return told->n < (n < TOLD_MAX ? n : TOLD_MAX);
}

/** transfers_since - when the first word of any peer was heard; 0: none so far. */
uint32_t transfers_since(const struct transfers *t);

#endif
