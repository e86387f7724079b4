/*
 * Which paths stand in the tables of the peers, and on how many days: what stands there for a while is how
 * networks mean to route; what does not may be a leak, or the way from one state to the next.
 */
#ifndef NORMA_FEED_SEEN_H
#define NORMA_FEED_SEEN_H

#include "rib/rib.h"

struct seen;

/** seen_new - over a RIB, which must outlive it. */
struct seen *seen_new(struct rib *rib);
void seen_free(struct seen *s);

/** seen_look - note every path that stands in a table now; day: of the UNIX epoch, never less than before. */
void seen_look(struct seen *s, uint32_t day);

/**
 * seen_each - every path that was seen on two days, or whose peer was there on one day only; fn's path is
 * nearest to the collector first, without the first set in it and what stands behind that.
 *
 * Shape: paths in which a hop is not known (PATH_HOP_TRANS), or with more than SEEN_HOPS_MAX hops, are left
 * out. The same hops may come more than once. Returns false as soon as fn does.
 */
enum { SEEN_HOPS_MAX = 256 };
typedef bool (*seen_fn)(void *ctx, const asn_t *path, size_t n);
bool seen_each(const struct seen *s, seen_fn fn, void *ctx);

/* How much was looked at. */
struct seen_counts {
	uint32_t days;
	uint64_t paths, kept; /* stood in a table; and on days enough */
};
struct seen_counts seen_counts(const struct seen *s);

#endif
