/*
 * What a data folder, and those who judged by hand, know of networks beside their routes, as of any instant:
 * relations, organisations, exchanges, lists.
 *
 * Calls with rising t are cheap; tables are kept for one era of a kind of sources at a time, and what is lent
 * is good until a question of another era is asked. Of organisations and exchanges every file in force that
 * is fresh counts, whatever the age of others.
 */
#ifndef NORMA_FEED_TOPOLOGY_H
#define NORMA_FEED_TOPOLOGY_H

#include "feed/sources.h"
#include "topo/cone.h"
#include "topo/exchange.h"
#include "topo/org.h"
#include "topo/relation.h"

struct topology;

/* What is judged and not read: numbers and lists of a framework. All lent. ASNs and prefixes ascending. */
struct topology_rules {
	struct org_rules org;
	const char *const *databases; /* whose aut-nums and routes say who belongs together, upper case */
	size_t n_databases;           /* 0: any */
	const asn_t *scrubbing;       /* networks that announce others' prefixes to clean their traffic */
	size_t n_scrubbing;
	const asn_t *transit_free; /* networks that buy transit of nobody */
	size_t n_transit_free;
	const struct prefix *anycast; /* prefixes that many networks may originate */
	size_t n_anycast;
};

struct topology *topology_open(struct sources *s);
/** topology_judge - the rules, before the first question. Without them: no id is generic, any database
 * counts, all lists are empty. */
void topology_judge(struct topology *t, const struct topology_rules *rules);
void topology_free(struct topology *t);

/**
 * topology_relation - what the neighbour is to the network, by the files in force at t; RELATION_UNKNOWN
 * where no fresh file says. RELATION_SIBLING where as-org files have both in one organisation, whatever else
 * is said.
 */
enum relation topology_relation(struct topology *topology, asn_t network, asn_t neighbour, instant_t t);

/** topology_in_cone - is the member a customer of the network, or of a customer of it, and so on, by the
 * files in force at t? topology_cone_size - how many are. */
bool topology_in_cone(struct topology *topology, asn_t network, asn_t member, instant_t t);
size_t topology_cone_size(struct topology *topology, asn_t network, instant_t t);

/* ---- organisations */

/** topology_same_org - the sources that say at t that both are of one organisation. */
org_sources topology_same_org(struct topology *topology, asn_t x, asn_t y, instant_t t);
/** topology_is_one_org - does a source say so that not anyone may write? */
bool topology_is_one_org(struct topology *topology, asn_t x, asn_t y, instant_t t);
/** topology_shared_org - the id by which one of them says so; NULL: it does not. Lent. */
const char *topology_shared_org(struct topology *topology, enum org_source source, asn_t x, asn_t y,
                                instant_t t);

/* ---- exchanges: PeeringDB; route servers are also what as-rel files list as ASes of exchanges */

/** topology_exchanges - by PeeringDB at t; NULL: nothing is known. Lent. */
const struct exchange_table *topology_exchanges(struct topology *topology, instant_t t);
bool topology_is_route_server(struct topology *topology, asn_t asn, instant_t t);
bool topology_is_exchange_lan(struct topology *topology, const struct prefix *p, instant_t t);
/** topology_never_via_route_servers - has the network told PeeringDB so? */
bool topology_never_via_route_servers(struct topology *topology, asn_t asn, instant_t t);
/** topology_common_exchanges - at how many exchanges both are present. */
size_t topology_common_exchanges(struct topology *topology, asn_t x, asn_t y, instant_t t);

/* ---- lists */

/* Who says that a network buys transit of nobody: bits. That a route passed between two such networks through
 * a third that is none accuses the third: for the two it takes everyone's word, for the third nobody's. */
enum topology_top {
	TOPOLOGY_TOP_LISTED = 1, /* the list of the rules, which is of their own time */
	TOPOLOGY_TOP_CLIQUE = 2, /* the clique that the as-rel files in force at t were inferred from */
	TOPOLOGY_TOP_UNSAID = 4, /* no fresh as-rel file names a clique: the list has to do */
};
unsigned topology_transit_free(struct topology *topology, asn_t asn, instant_t t);

bool topology_is_scrubbing(const struct topology *topology, asn_t asn);
/** topology_is_anycast - is the prefix a listed one, or inside of one? */
bool topology_is_anycast(const struct topology *topology, const struct prefix *p);

#endif
