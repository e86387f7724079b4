/* What the parts of topology share. Internal to feed. */
#ifndef NORMA_FEED_TOPOLOGY_IMPL_H
#define NORMA_FEED_TOPOLOGY_IMPL_H

#include "feed/topology.h"

/* The tables of one kind of sources, all of one era; those that the kind does not fill stay NULL. */
struct topology_tables {
	struct relation_table *relations;
	struct cone_table *cones; /* of the relations; made when it is first asked for */
	bool has_cones;           /* NULL cones are too large, and not to be tried again */
	struct org_table *orgs;
	struct exchange_table *exchanges;
	VEC(asn_t) clique; /* ascending */
};

/** topology_files - of a kind's files in force at t those that are fresh; the array is the caller's. */
size_t topology_files(struct sources *s, enum source_kind kind, instant_t t, struct source ***out);

/* Each fills the tables from files in force at t. topology_orgs.c: */
void topology_read_as_org(struct sources *s, instant_t t, const struct topology_rules *rules,
                          struct topology_tables *out);
void topology_read_delegated(struct sources *s, instant_t t, const struct topology_rules *rules,
                             struct topology_tables *out);
void topology_read_irr(struct sources *s, instant_t t, const struct topology_rules *rules,
                       struct topology_tables *out);
/* topology_peeringdb.c: */
void topology_read_peeringdb(struct sources *s, instant_t t, const struct topology_rules *rules,
                             struct topology_tables *out);
/* topology_relations.c: */
void topology_read_relations(struct sources *s, instant_t t, const struct topology_rules *rules,
                             struct topology_tables *out);

/* A table that takes no more says so once a file. */
struct topology_limit {
	struct source *source;
	bool told;
};
void topology_limit_check(struct topology_limit *l, enum err e);

#endif
