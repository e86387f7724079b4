/*
 * Route leaks (metric M1, RFC 7908 types 1 to 4): a network hands on, to c, what it had from a, beyond what
 * the relations of the three allow. An observer of the RIB.
 *
 * This file finds candidates from BGP and what is known of relations; what they were is weighed afterwards,
 * with the facts of the case. An event is one (leaker, leg): a leg is the triple (a, leaker, c); an event's
 * accomplice is c, whether or not it is to be charged. Several legs of a leaker are one incident (the caller
 * joins them).
 *
 * A path that runs against the relations is no news: every sixth does, in networks that do nothing wrong. A
 * candidate is a path whose triple at the leaker is new (presence.h) when a slot changes to it. What a
 * peer's transfer shows, or a peer that has not been watched for long enough, is learned and never new. Once
 * a run of a leg goes on, every slot that comes to show the leg belongs to it, however old the triple has
 * become; and what shows it goes on doing so as long as the triple stands on its path, whatever has become of
 * the relations.
 */
#ifndef NORMA_DETECT_LEAK_H
#define NORMA_DETECT_LEAK_H

#include "detect/mass.h"
#include "detect/track.h"
#include "detect/valley.h"

enum { LEAK_ORIGINS = 32 };

/* What was known when a run began, and what has been seen of it. */
struct leak_case {
	asn_t from, leaker, to; /* a, b, c */
	uint8_t rules;          /* enum valley_rule, of all its slots: bits */
	uint8_t type;           /* RFC 7908 section 3.type; 0: not known (VALLEY_TRANSIT_FREE alone) */
	bool exact; /* nobody else can have been the leaker: nobody else was suspected, or all others' triples
	               were old */
	uint8_t relation_from, relation_to; /* what a and c are to the leaker: enum relation */
	uint8_t said_from, said_to;         /* who says so: leak_judge.said */
	uint8_t aspa_from_up;               /* a names the leaker as its provider: enum aspa_authorized */
	uint8_t aspa_from_down;             /* the leaker names a */
	uint8_t aspa_to_up;                 /* the leaker names c */
	uint8_t aspa_to_down;               /* c names the leaker */
	bool leaker_transit_free;
	uint32_t cone_from, cone_leaker;     /* sizes of customer cones, 0: not known */
	uint32_t triple_age;                 /* seconds that the triple had been there, in all */
	uint32_t triple_peers;               /* peer ASNs that had shown it by then, up to PRESENCE_PEERS */
	uint32_t edge_from_age, edge_to_age; /* likewise of the links a-b and b-c; UINT32_MAX: learned */
	uint32_t watched;                    /* seconds that anything had been watched for */

	uint32_t n_slots;            /* slots that came to show it */
	uint32_t n_paths_nearer;     /* sum over these of the places between leaker and origin */
	asn_t origins[LEAK_ORIGINS]; /* of the prefixes, in order of appearance */
	uint32_t n_origins;          /* distinct, up to LEAK_ORIGINS */
	uint32_t n_in_cone;          /* of these in the leaker's customer cone, or itself */
	bool mass;                   /* it did so to many prefixes of many origins within minutes */
	asn_t
	    outvoted_by; /* the leaker that explains the same better; 0: none. Then it is only informative */
};

/* What is asked about networks; the answers may change only when leak_era is called. All but relation may be
 * NULL: not known of any. */
struct leak_judge {
	enum relation (*relation)(void *ctx, asn_t of, asn_t neighbour); /* what the neighbour is */
	uint8_t (*said)(void *ctx, asn_t of, asn_t neighbour); /* the caller's number of who says so */
	bool (*transit_free)(void *ctx, asn_t asn);
	enum trail_kind (*kind)(void *ctx, asn_t asn); /* asked once of each, when it is first met */
	uint32_t (*cone)(void *ctx, asn_t asn);        /* size of its customer cone, itself included */
	bool (*in_cone)(void *ctx, asn_t of, asn_t member);
	uint8_t (*aspa)(void *ctx, asn_t customer, asn_t provider); /* enum aspa_authorized */
	void *ctx;
};

struct leak_options {
	struct track_limits track;
	struct presence_limits triple; /* 86400, 90 days, 3 */
	struct presence_limits edge;   /* 86400, 300 days, 1 */
	uint32_t originated_back;      /* seconds that an originated time is believed, 30 days */
	uint32_t transfer; /* seconds after a peer's first word that are taken as the transfer of its table */
	uint32_t settle;   /* seconds after which a peer that is never dumped can be judged, 86400 */
	struct mass_limits mass;
	uint32_t vote_within; /* seconds from the start of a leak to that of what it may explain, 900; a tenth
	                         where that began before */
	track_message_fn message;
	void *message_ctx;
};

struct leak_detector;

/** leak_detector_new - rib: lent. */
struct leak_detector *leak_detector_new(struct rib *rib, const struct leak_judge *j,
                                        const struct leak_options *o);
void leak_detector_free(struct leak_detector *d);

/** leak_change - tell it of a change; now: the instant of processing. */
void leak_change(struct leak_detector *d, const struct rib_change *c, uint32_t now);

/** leak_staged - an entry of a dump, whose change will be told at its end, has had its path since then
 * (originated: UNIX seconds, 0: not said); leak_dumped - all dumps that were being read have taken effect. */
void leak_staged(struct leak_detector *d, uint32_t t, path_id path, uint32_t originated);
void leak_dumped(struct leak_detector *d);

/** leak_is_watched - would this entry of a dump be evidence? */
bool leak_is_watched(struct leak_detector *d, peer_id peer, unsigned family, prefix_id prefix, path_id path,
                     uint32_t now);

/** leak_era - what the judge says has changed. What is running goes on as it was judged; paths are judged
 * anew when a slot next changes to them. */
void leak_era(struct leak_detector *d);

/** leak_finish - hand out all events; an event's note is the number of its case. Here it is decided which of
 * several leakers of the same prefixes did it (leak_case.outvoted_by), and what was a mass event. */
void leak_finish(struct leak_detector *d, uint32_t now, struct event_list *out);
const struct leak_case *leak_case_get(const struct leak_detector *d, uint32_t note);

/** leak_trail - all links and triples that were seen, for those who look for new ones. */
struct trail *leak_trail(const struct leak_detector *d);

/**
 * leak_is_otc_proof - does the value of ONLY_TO_CUSTOMER on a route prove the leak (RFC 9234 5)?
 *
 * Whoever set it had handed the route to a customer or a peer, or had it from a provider or a peer: from
 * there on it may go down only. So it is proof when it stands on the path before the leaker, seen from the
 * origin, and c is not the leaker's customer. Paths do not hold the attribute: it is read from an event's
 * evidence, when that is judged.
 *
 * @path  of the evidence
 */
bool leak_is_otc_proof(struct leak_detector *d, const struct leak_case *k, path_id path, asn_t otc);

#endif
