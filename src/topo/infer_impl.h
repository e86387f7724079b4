/* What the files of inference share. Networks are numbers here, 0 to n - 1 by ascending ASN. */
#ifndef NORMA_TOPO_INFER_IMPL_H
#define NORMA_TOPO_INFER_IMPL_H

#include "topo/infer.h"
#include "topo/pairs.h"

/* ---- infer_paths.c: distinct sequences of numbers */

enum { PATHS_MAX = 1 << 29, PATHS_HOPS_MAX = 1 << 30 }; /* so that links are never more than PAIRS_MAX */

struct paths {
	uint32_t *hops; /* all of them, one path behind the other */
	size_t n_hops, cap_hops;
	uint32_t *first; /* of path i: hops[first[i]] to hops[first[i + 1] - 1]; NULL while there is none */
	size_t n, cap_first;
	uint32_t *slot; /* open addressing: index + 1 */
	uint32_t mask;
};

struct path_span {
	const uint32_t *hops;
	uint32_t n;
};

static inline struct path_span paths_at(const struct paths *p, size_t i)
{
	return (struct path_span){p->hops + p->first[i], p->first[i + 1] - p->first[i]};
}

/** paths_add - LIMIT: full. *is_new: it was not there; may be NULL. */
MUST_USE enum err paths_add(struct paths *p, const uint32_t *hops, size_t n, bool *is_new);
/** paths_settle - nothing is added any more: what only serves that is freed. */
void paths_settle(struct paths *p);
void paths_fini(struct paths *p);

/* ---- infer_tables.c: what the paths show

   An edge is a link seen from one of its ends: the edges of network x are edge_first[x] to edge_first[x + 1]
   - 1, by the neighbour's number. A triple "a x b" (in the order of a path: b is nearer to the origin) is the
   edge of x to a and the edge of x to b; the triples of an edge are triple_first[e] to triple_first[e + 1] -
   1, by the second edge. */
struct tables {
	uint32_t n;       /* networks that have a number */
	uint32_t n_seen;  /* that stand in some path */
	uint32_t n_edges; /* twice the links */
	uint32_t *edge_first;
	uint32_t *neighbour; /* by edge */
	uint32_t *mate;      /* by edge: the same link from the other end */
	uint32_t *triple_first;
	uint32_t *second; /* by triple: the edge to b */
	uint32_t *passed; /* by triple: paths that contain it */
	uint32_t *end;    /* by triple: paths that end with it */
	uint8_t
	    *followed;  /* by triple: distinct networks behind it, at most FOLLOWED_MAX; NULL: not counted */
	uint32_t *tdeg; /* by network: neighbours in triples with it in the middle */
	struct pair_set links; /* lower << 32 | higher */
	uint32_t *edge_of;     /* by number of a link: its edge at the lower end */
};
enum { FOLLOWED_MAX = 6 };

/** tables_build - from the paths that are not left out (NULL: from all). */
void tables_build(struct tables *t, const struct paths *p, uint32_t n, const bool *left_out,
                  bool with_followed);
void tables_fini(struct tables *t);

/** tables_edge - the edge of x to y; PAIR_NONE: there is no link. */
uint32_t tables_edge(const struct tables *t, uint32_t x, uint32_t y);
/** tables_triple - the triple of two edges of one network; PAIR_NONE: no path has it. */
uint32_t tables_triple(const struct tables *t, uint32_t edge_a, uint32_t edge_b);

/** tables_passed - paths that contain "a x b", given x's edges to a and b. */
static inline uint32_t tables_passed(const struct tables *t, uint32_t edge_a, uint32_t edge_b)
{
	uint32_t i = tables_triple(t, edge_a, edge_b);
	return i == PAIR_NONE ? 0 : t->passed[i];
}

static inline uint32_t tables_gdeg(const struct tables *t, uint32_t x)
{
	return t->edge_first[x + 1] - t->edge_first[x];
}

/** tables_edge_fast - tables_edge of a link that is known to be there. */
uint32_t tables_edge_fast(const struct tables *t, uint32_t x, uint32_t y);

/** tables_order - the networks that are seen, "top-down": by falling tdeg, then falling number of
 * neighbours, then ASN; those marked as first (NULL: none) before all others. n_seen of them, free(). */
uint32_t *tables_order(const struct tables *t, const bool *first);

/* ---- infer_clique.c */

/** clique_find - marks its members. The tables have counted who follows a triple; asns: by number. */
void clique_find(const struct tables *t, const struct infer_known *known, const asn_t *asns, bool *is_member);

/* ---- infer_steps.c */

/* Where the relations are found. */
struct steps {
	const struct tables *t;
	const struct paths *paths;
	const bool *left_out; /* by path; NULL: none */
	const bool *in_clique;
	uint32_t *order; /* top-down; and where each network stands in it */
	uint32_t *rank;
	uint32_t *turn;         /* the edges of each network in the order of its neighbours' ranks */
	uint8_t *is;            /* by edge: enum relation of the neighbour */
	uint8_t *step;          /* by edge: enum relation_step */
	struct {                /* lists of edges, so that providers and peers need no search */
		uint32_t *head; /* by network: edge + 1; 0 none */
		uint32_t *next; /* by edge */
	} providers, peers;
	bool *has_customer;
	uint32_t *seen, seen_now, *todo; /* of the walk upward in may_provide */
};

/* What is known of links beforehand. */
struct steps_known {
	const struct infer_known *known;
	const asn_t *asns;   /* by number */
	const uint32_t *otc; /* by edge: paths whose OTC says that the neighbour is a provider */
	const struct pair_set *route_servers; /* lower << 32 | higher, which a route server stood between */
};

void steps_run(struct steps *s, const struct steps_known *k);
void steps_fini(struct steps *s);

/* Of steps_run's own files: */
/** steps_provide - the neighbour of the edge's network provides transit to it, unless the link has a relation
 * already or that cannot be: it would give the clique a provider or close a circle. */
bool steps_provide(struct steps *s, uint32_t edge, enum relation_step step);
void steps_peer(struct steps *s, uint32_t edge, enum relation_step step);
static inline bool steps_is_open(const struct steps *s, uint32_t edge)
{
	return s->is[edge] == RELATION_UNKNOWN;
}
void steps_small_above(struct steps *s); /* infer_above.c: step 4 */
void steps_fold(struct steps *s);        /* infer_fold.c: step 7 */

/* ---- infer_result.c */

/** result_build - what was found, for the caller. */
struct inferred *result_build(const struct steps *s, const asn_t *asns, bool with_cones);

#endif
