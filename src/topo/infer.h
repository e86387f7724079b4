/*
 * Relations of networks, inferred from the AS paths that are seen.
 *
 * The method is that of AS Rank (Luckie et al., "AS Relationships, Customer Cones, and Validation", IMC
 * 2013): first the clique of networks without providers, then from the top down who passes whose routes to
 * whom. doc/topology.md has every step as it is done here, what was added, and what it cannot see.
 *
 * Usage: infer_new, then every path, then infer_run. The result does not depend on the order of the paths,
 * nor on how often one is given.
 */
#ifndef NORMA_TOPO_INFER_H
#define NORMA_TOPO_INFER_H

#include "base/err.h"
#include "net/asn.h"
#include "topo/cone.h"
#include "topo/relation.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct infer;

/* What is known besides the paths; any may be NULL. */
struct infer_known {
	/* in no path that one should learn from: reserved, or given to nobody */
	bool (*is_reserved)(void *ctx, asn_t asn);
	/* passes routes on without standing between the networks: it is taken out of paths */
	bool (*is_route_server)(void *ctx, asn_t asn);
	/* the customer itself attests the provider (ASPA) */
	bool (*is_provider)(void *ctx, asn_t customer, asn_t provider);
	/* both take part in one route server: they peer without having agreed to */
	bool (*is_multilateral)(void *ctx, asn_t x, asn_t y);
	void *ctx;
};

enum {
	INFER_HOPS_MAX = 64,   /* of one path, prepending gone; a longer one is left out */
	INFER_CLIQUE_TOP = 10, /* networks of the highest transit degree among which the clique begins */
	INFER_CLIQUE_MAX = 40, /* networks in it */
	INFER_OTC_PATHS = 3,   /* distinct paths whose OTC attribute must agree */
};

struct infer *infer_new(const struct infer_known *known);
void infer_free(struct infer *in);

/**
 * infer_path - one path, vantage point first, origin last; prepending may be in it.
 *
 * @otc  value of the route's OTC attribute (RFC 9234 5), 0: none. To the left of it all went downhill.
 *
 * Errors: LIMIT the store is full (2^29 paths or 2^30 hops); it is as if the path had not been given.
 */
MUST_USE enum err infer_path(struct infer *in, const asn_t *path, size_t n, asn_t otc);

/* Paths by what became of them; all but given count distinct ones. */
struct infer_counts {
	uint64_t given;
	uint64_t too_short, too_long, reserved, looped; /* left out when given; counted as often as given */
	uint64_t distinct;                              /* those that remain */
	uint64_t poisoned;                        /* of these: networks of the clique are parted in it */
	uint32_t networks, links, vantage_points; /* in the paths that were learnt from */
	uint32_t transit, peers;                  /* links by relation */
};

struct infer_transit {
	asn_t asn;
	uint32_t degree; /* neighbours between which it was seen to pass routes on */
	uint32_t links;  /* neighbours */
};

struct inferred {
	struct infer_counts counts;
	asn_t *clique; /* ascending */
	size_t n_clique;
	asn_t *route_servers; /* ascending; that stood in paths */
	size_t n_route_servers;
	struct infer_transit *transit; /* by ASN; counts.networks of them */
	struct relation_table *relations;
	struct cone_table *cones; /* provider/peer observed; NULL: not asked for, or too large */
};

/** infer_run - all steps; in is gone. Owner: caller, inferred_free. */
struct inferred *infer_run(struct infer *in, bool with_cones);
void inferred_free(struct inferred *i);

/** inferred_transit - of one network; NULL where no path shows it. */
const struct infer_transit *inferred_transit(const struct inferred *i, asn_t asn);

#endif
