/* From what is known of a candidate of misorigination to its tags: the rules of detection, without points. */
#ifndef NORMA_DETECT_MISORIGIN_TAGS_H
#define NORMA_DETECT_MISORIGIN_TAGS_H

#include "detect/event.h"
#include "detect/misorigin.h"
#include "detect/tag.h"
#include "topo/relation.h"
#include "validate/irr.h"
#include "validate/rov.h"

/* Of the culprit and the prefix, or of the nearest of its victims (squatted: of its holders), as of when the
 * event began. */
struct misorigin_facts {
	const struct misorigin_case *known;
	struct prefix prefix;
	enum rov rov, victim_rov;
	enum irr irr;
	bool irr_own; /* of the registry that the space belongs to, and not young */
	bool irr_old; /* one of any registry, and not young */
	bool irr_in_doubt, irr_undated, irr_own_undated; /* some such object is young; some does not say */
	bool irr_exact;  /* objects of exactly the prefix have other origins */
	bool irr_victim; /* one of them, and not a young one, a known origin */
	bool same_organisation;
	bool is_holder; /* a victim's ASN and the prefix are of one holder, and the culprit's is not */
	enum relation relation;           /* of the nearest victim to the culprit */
	bool in_cone;                     /* one is among the other's customers, at whatever distance */
	asn_t holders[MISORIGIN_VICTIMS]; /* squatted: networks of whom the registry gave the space to */
	uint32_t n_holders;               /* 0: not known, or the culprit is one of them */
	bool scrubbing, exchange_lan, anycast;
	bool blackhole; /* it carried the community BLACKHOLE (RFC 7999) */
	bool bogon_origin;
	bool later;          /* some registry's data are younger than the event */
	uint32_t start, end; /* end: of the data where it is open */
	bool open;
	bool others_gone;       /* no known origin was left when it ended, or when the data did */
	bool registries_follow; /* a ROA or a route object had the culprit at the end, and not at the start */
	uint32_t
	    mass_prefixes; /* that it took within the window around the start, and of how many networks */
	uint32_t mass_victims;
	uint32_t confirmed_before; /* its confirmed incidents within half a year before */
	uint32_t n_peak;           /* distinct peer ASNs at one time */
	uint32_t n_full;           /* over its life, of those that show whole tables */
	uint32_t full_feeds;       /* so many do */
};

/* Numbers of the framework. */
struct misorigin_numbers {
	uint32_t min_peers;   /* of an event, where there are so many full feeds */
	uint32_t asked_peers; /* of an event, where there are enough */
	uint32_t convergence, transfer_after, long_lived; /* seconds */
	uint32_t mass_prefixes, mass_victims, anycast_origins, repeated;
	asn_t small_asn; /* up to here an origin is mostly a prepend that was typed as a number of times */
	uint32_t widely_n, widely_d;   /* share of the full feeds */
	uint8_t longest[RIB_FAMILIES]; /* longer prefixes are not routed */
};

tag_set misorigin_tags(const struct misorigin_facts *x, const struct misorigin_numbers *n);

#endif
