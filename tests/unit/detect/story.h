/* A small world of peers for scripted time. 10.0.0.0/8 and ASNs 64512 to 69999 are bogons here. */
#ifndef NORMA_TESTS_UNIT_DETECT_STORY_H
#define NORMA_TESTS_UNIT_DETECT_STORY_H

#include "../test.h"
#include "detect/bogon.h"
#include "detect/misorigin.h"

#include <string.h>

enum { PEERS = 24 };

struct world {
	struct rib *rib;
	struct bogon_detector *d;
	struct history *history;       /* NULL: not asked for */
	struct misorigin_detector *m2; /* likewise */
	peer_id peer[PEERS];           /* of AS 101 + index */
	uint32_t now;
	bool everything;   /* the judge calls every prefix a bogon */
	asn_t also;        /* the judge calls this ASN a bogon */
	unsigned n_judged; /* questions to the judge */
	struct event_list events, m2_events;
};

void world_init(struct world *w);
void world_fini(struct world *w);
/** world_misorigins - also look for misoriginations; whatever lies in 9.0.0.0/8 is claimed. What is known
 * takes a day. */
void world_misorigins(struct world *w);
/** world_say - peer p announces prefix by the path "101+p, rest"; rest empty: withdraws. */
void world_say(struct world *w, uint32_t t, uint32_t p, const char *prefix, const char *rest);
/** world_dump - the next table dump of the collector shows these routes "PEER PREFIX ORIGINATED PATH"; all
 * take effect at t. */
void world_dump(struct world *w, uint32_t t, const char *const *entries, size_t n);
/** world_all - the peers from..to-1 say it, all at once. */
void world_all(struct world *w, uint32_t t, uint32_t from, uint32_t to, const char *prefix, const char *rest);
void world_down(struct world *w, uint32_t t, uint32_t p);
void world_up(struct world *w, uint32_t t, uint32_t p);
/** world_end - the data end at t: the bogons are in events, misoriginations in m2_events. */
void world_end(struct world *w, uint32_t t);

#endif
