/*
 * Links: two networks that stand beside each other on paths, in whichever order, since when they have, and
 * which of them was seen to hand on what.
 */
#ifndef NORMA_DETECT_EDGE_H
#define NORMA_DETECT_EDGE_H

#include "detect/presence.h"
#include "net/asn.h"

typedef uint32_t edge_id;

enum edge_way {
	EDGE_LOW_GAVE = 1,   /* the lower ASN handed routes to the higher */
	EDGE_HIGH_GAVE = 2,  /* the higher to the lower */
	EDGE_LOW_PASSED = 4, /* and some of them were not its own */
	EDGE_HIGH_PASSED = 8,
};

struct edge {
	asn_t low, high;
	uint32_t first; /* when it was first seen, UNIX seconds; 0: not yet */
	struct presence seen;
	uint8_t ways; /* enum edge_way */
};

struct edges;

struct edges *edges_new(void);
void edges_free(struct edges *e);

/** edges_find - its id, made when it is new; ids run from 0. edges_lookup - UINT32_MAX: there is none. */
edge_id edges_find(struct edges *e, asn_t x, asn_t y);
edge_id edges_lookup(const struct edges *e, asn_t x, asn_t y);
/** edges_get - lent until the next edges_find. */
struct edge *edges_get(const struct edges *e, edge_id id);
uint32_t edges_count(const struct edges *e);

/** edge_way - giver handed routes to the other; passed: not its own. */
static inline uint8_t edge_way(const struct edge *e, asn_t giver, bool passed)
{
	unsigned gave = giver == e->low ? EDGE_LOW_GAVE : EDGE_HIGH_GAVE;
	return (uint8_t)(passed ? gave | gave << 2 : gave);
}

#endif
