/* From what is known of a candidate of a forged origin to its tags: the rules of detection, without points.
 */
#ifndef NORMA_DETECT_FORGED_TAGS_H
#define NORMA_DETECT_FORGED_TAGS_H

#include "detect/forged.h"
#include "detect/tag.h"

/* Whom the culprit handed the route on to. */
enum forged_way {
	FORGED_UNKNOWN, /* nobody knows what they are to it, or it is a peer of the collector itself */
	FORGED_DOWN,    /* customers only: as a peer's route */
	FORGED_UP,      /* a provider or peer: as a customer's route */
};

/* Beside the case: what others say as of when it began, and what became of it. */
struct forged_facts {
	const struct forged_case *known;
	bool same_organisation; /* both ends of the link, or its culprit and an origin */
	bool was_linked;        /* some relation of the two was known */
	bool reverse;           /* the other end was seen to hand routes to the culprit */
	bool aspa_names;        /* an ASPA of one names the other */
	bool aspa_lacks;        /* the other end has an ASPA, without the culprit */
	enum forged_way way;
	bool passed;                /* the culprit was seen to hand on others' routes, or has customers */
	uint32_t cone, cone_beside; /* sizes of customer cones; 0: not known */
	bool other_country;         /* of both a country is known, and they are two */
	bool common_neighbour;
	bool common_exchange;
	bool scrubbing;
	bool expected;       /* a ROA or route object of the origin is for just each of its prefixes */
	uint32_t n_prefixes; /* that it had, over its life */
	uint32_t n_links;    /* new ones of the culprit within minutes, this one included */
	uint32_t n_behind;   /* that those behind the link were known for */
	bool later;          /* the ASPAs are younger than the event */
	uint32_t start, end; /* end: of the data where it is open */
	bool open;
	uint32_t n_peak; /* distinct peer ASNs at one time */
};

/* Numbers of the framework. */
struct forged_numbers {
	uint32_t min_peers;              /* of an event, where there are so many full feeds */
	uint32_t asked_peers;            /* of an event, where there are enough */
	uint32_t convergence, brief;     /* seconds */
	uint32_t links, prefixes, least; /* counts */
	uint32_t share_n, share_d;       /* of the prefixes behind the link */
};

tag_set forged_tags(const struct forged_facts *x, const struct forged_numbers *n);

#endif
