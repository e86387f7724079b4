/*
 * What of the paths is announced now: which triples and links of networks are on the paths that some slot
 * has, since when, and by whose account.
 *
 * Paths are cleaned first: route servers are passed over, a path is cut at a set (what lies behind it,
 * towards the origin, is not known to be in order), one with a loop shows nothing, and where AS_TRANS or a
 * reserved ASN stands, somebody stands who is not known.
 *
 * A place of the path store is active while some slot's path goes through it. Only what becomes active or
 * ceases to be is told on, so that most changes of slots cost one count up and one down.
 */
#ifndef NORMA_DETECT_TRAIL_H
#define NORMA_DETECT_TRAIL_H

#include "detect/edge.h"
#include "detect/triple.h"
#include "rib/rib.h"

enum trail_kind {
	TRAIL_NETWORK,
	TRAIL_UNKNOWN,  /* somebody, but who? */
	TRAIL_PASSED,   /* a route server: no place of its own */
	TRAIL_CUT,      /* a set: what comes after it, towards the collector, begins a path of its own */
	TRAIL_REJECTED, /* behind a loop */
};

/* What stands at a node of the path store. */
struct trail_place {
	path_id up;       /* the next place towards the origin, none that is passed; PATH_NONE: none */
	triple_id triple; /* of networks, ending here; RIB_NONE: none */
	edge_id edge;     /* likewise */
	uint8_t kind;     /* enum trail_kind */
};

struct trail_options {
	struct presence_limits triple, edge;
	uint32_t originated_back; /* seconds that an originated time is believed, 30 days */
	/* What an ASN is when it is first met: TRAIL_NETWORK, TRAIL_UNKNOWN or TRAIL_PASSED. */
	enum trail_kind (*kind)(void *ctx, asn_t asn);
	void *ctx;
};

struct trail;

/** trail_new - rib: lent. */
struct trail *trail_new(struct rib *rib, const struct trail_options *o);
void trail_free(struct trail *t);

/** trail_change - the RIB has made a change; learned: what it shows may have been there before. */
void trail_change(struct trail *t, const struct rib_change *c, bool learned);

/** trail_staged - an entry of a dump, whose change will be told at its end, has had its path since then.
 * originated: UNIX seconds, 0 or behind t: not said. trail_dumped: all dumps have taken effect. */
void trail_staged(struct trail *t, uint32_t time, path_id path, uint32_t originated);
void trail_dumped(struct trail *t);

/** trail_since - since when the dumps that are taking effect show the path; 0: not said. */
uint32_t trail_since(const struct trail *t, path_id path);

/** trail_at - the place of a node; trail_top - the last place of a path, towards the collector; PATH_NONE: it
 * shows nothing. */
const struct trail_place *trail_at(struct trail *t, path_id node);
path_id trail_top(struct trail *t, path_id path);
asn_t trail_asn(const struct trail *t, path_id node);

const struct triple *trail_triple(const struct trail *t, triple_id id);
uint32_t trail_triples(const struct trail *t); /* how many; ids run from 0 */
struct edges *trail_edges(const struct trail *t);

/** trail_triple_is_new, trail_edge_is_new - by what was there before the instant. */
bool trail_triple_is_new(const struct trail *t, triple_id id, uint32_t now);
/** trail_edge_first - when it was first seen; 0: never, or that is forgotten. */
uint32_t trail_edge_first(const struct trail *t, edge_id id, uint32_t now);
bool trail_edge_is_new(const struct trail *t, edge_id id, uint32_t now);

#endif
