/* A small world of peers for scripted time. 10.0.0.0/8 and ASNs 64512 to 69999 are bogons here. */
#ifndef NORMA_TESTS_UNIT_DETECT_STORY_H
#define NORMA_TESTS_UNIT_DETECT_STORY_H

#include "../test.h"
#include "detect/bogon.h"
#include "detect/forged.h"
#include "detect/leak.h"
#include "detect/misorigin.h"

#include <string.h>

enum { PEERS = 24, RELATIONS_MAX = 64, LISTED_MAX = 8 };

struct world_link {
	asn_t x, y;
	enum relation y_is; /* to x */
};

struct world {
	struct rib *rib;
	struct bogon_detector *d;
	struct history *history;        /* NULL: not asked for */
	struct misorigin_detector *m2;  /* likewise */
	struct leak_detector *m1;       /* likewise */
	struct forged_detector *forged; /* likewise */
	struct world_link link[RELATIONS_MAX];
	size_t n_links;
	asn_t transit_free[LISTED_MAX], route_server[LISTED_MAX]; /* up to the first 0 */
	peer_id peer[PEERS];                                      /* of AS 101 + index */
	uint32_t now;
	bool everything;   /* the judge calls every prefix a bogon */
	asn_t also;        /* the judge calls this ASN a bogon */
	unsigned n_judged; /* questions to the judge */
	struct event_list events, m1_events, m2_events, forged_events;
};

void world_init(struct world *w);
void world_fini(struct world *w);
/** world_misorigins - also look for misoriginations; whatever lies in 9.0.0.0/8 is claimed. What is known
 * takes a day. */
void world_misorigins(struct world *w);
/**
 * world_leaks - also look for leaks, among
 *
 *        11 ===== 12        7 buys from 21 and 22, and peers with 8 and 9;
 *         |        |        5 buys from 21, 6 from 8;
 *        21 ===== 22        the peers buy from whoever stands beside them
 *          \     /
 *      8 ==== 7 ==== 9
 *
 * AS 23 has a cone of 23 networks, and so on; AS 6 is in the cone of AS 7, which names AS 22 as its provider
 * (ASPA). Four prefixes of three origins are many.
 */
void world_leaks(struct world *w);
/** world_forged - after world_misorigins and world_leaks: also look for forged origins. */
void world_forged(struct world *w);
/** world_link - y is that to x; of links said twice the last counts, once leak_era has been called. */
void world_link(struct world *w, asn_t x, asn_t y, enum relation y_is);
/** world_say - peer p announces prefix by the path "101+p, rest"; rest empty: withdraws;
 * {N}: a set. */
void world_say(struct world *w, uint32_t t, uint32_t p, const char *prefix, const char *rest);
/** world_dump - the next table dump of the collector shows these routes "PEER PREFIX ORIGINATED PATH"; all
 * take effect at t. */
void world_dump(struct world *w, uint32_t t, const char *const *entries, size_t n);
/** world_all - the peers from..to-1 say it, all at once. */
void world_all(struct world *w, uint32_t t, uint32_t from, uint32_t to, const char *prefix, const char *rest);
void world_down(struct world *w, uint32_t t, uint32_t p);
void world_up(struct world *w, uint32_t t, uint32_t p);
/** world_end - the data end at t: the bogons are in events, misoriginations in m2_events, leaks in
 * m1_events. */
void world_end(struct world *w, uint32_t t);

#endif
