/* Relations and organisations of networks as a data folder has them, as of any instant. */
#ifndef NORMA_FEED_TOPOLOGY_H
#define NORMA_FEED_TOPOLOGY_H

#include "feed/sources.h"
#include "topo/relation.h"

struct topology;

struct topology *topology_open(struct sources *s);
void topology_free(struct topology *t);

/**
 * topology_relation - what the neighbour is to the network, by the files in force at t; RELATION_UNKNOWN
 * where no fresh file says. RELATION_SIBLING where both are of one organisation, whatever else is said.
 * Calls with rising t are cheap; tables are kept for one era at a time.
 */
enum relation topology_relation(struct topology *topology, asn_t network, asn_t neighbour, instant_t t);

#endif
