/*
 * Where paths run against the way that networks are paid for (RFC 7908 3.1 to 3.4; Gao 2001: valley-free).
 *
 * Seen from the origin a path goes up to providers, over at most one peering, and down to customers. Who
 * hands to a provider or a peer what it had from a provider or a peer has leaked it. A link whose relation is
 * not known accuses nobody, nor does it clear anybody: the route is still what it was before. A link between
 * siblings changes nothing either.
 *
 * Two networks that buy transit from nobody, with another between them, show a leak without any knowledge of
 * relations: neither takes the other's routes from a customer.
 *
 * All of this is a matter of the path alone, so it is found once for each node of the path store, from its
 * parent's, and kept while the relations are the same.
 */
#ifndef NORMA_DETECT_VALLEY_H
#define NORMA_DETECT_VALLEY_H

#include "detect/trail.h"
#include "topo/relation.h"

struct valley_judge {
	/* What the neighbour is to a network. */
	enum relation (*relation)(void *ctx, asn_t of, asn_t neighbour);
	/* Does it buy transit from nobody? May be NULL: not known of any. */
	bool (*transit_free)(void *ctx, asn_t asn);
	void *ctx;
};

enum valley_rule {
	VALLEY_TURN = 1,         /* relations say so: type is the kind of RFC 7908 */
	VALLEY_TRANSIT_FREE = 2, /* one network between two that are transit-free */
	VALLEY_BETWEEN = 4,      /* several between two that are transit-free: one of them */
	VALLEY_UNKNOWN_LINK = 8, /* over a link of unknown relation, then to a provider: a leak if the link is
	                            one that was never seen before (type 4) */
};

enum { VALLEY_SUSPECTS = 8 };

/* Something on a path, and who may have done it: each given by the node after it, towards the collector,
 * that nearest to the collector first. One suspect: it did. */
struct valley_find {
	path_id next[VALLEY_SUSPECTS];
	uint8_t n;
	uint8_t rule; /* enum valley_rule */
	uint8_t type; /* RFC 7908 section 3.type: 1..4; 0: not known */
};

struct valley;

/** valley_new - trail: lent. */
struct valley *valley_new(struct trail *trail, struct valley_judge judge);
void valley_free(struct valley *v);

/** valley_forget - the relations have changed. */
void valley_forget(struct valley *v);

/** valley_has - is there anything on the path? */
bool valley_has(struct valley *v, path_id path);

/** valley_find - what is on the path, up to max, that nearest to the collector first. Finds with more than
 * VALLEY_SUSPECTS suspects are left out. */
size_t valley_find(struct valley *v, path_id path, struct valley_find *out, size_t max);

#endif
