/*
 * One network: from the facts of a period to metrics, action scores and readiness.
 */
#ifndef NORMA_SCORE_NETWORK_H
#define NORMA_SCORE_NETWORK_H

#include "net/asn.h"
#include "score/incident.h"
#include "score/readiness.h"

/* Why there is no number: id, token, words. */
#define NO_DATA_LIST(X)                                                            \
	X(NONE, "", "")                                                            \
	X(NOT_MEASURED, "not-measured", "not measured")                            \
	X(NO_BGP, "no-bgp-data", "no BGP data cover the period")                   \
	X(NO_ROUTE, "no-route", "no route in the period")                          \
	X(NO_SESSION, "no-session", "no public session in the period")             \
	X(NO_VRPS, "no-vrps", "no RPKI data")                                      \
	X(STALE_VRPS, "stale-vrps", "RPKI data are too old")                       \
	X(NO_IRR, "no-irr", "no routing registry data")                            \
	X(STALE_IRR, "stale-irr", "routing registry data are too old")             \
	X(NO_CONTACTS, "no-contact-source", "no contact source for this registry") \
	X(STALE_CONTACTS, "stale-contacts", "contact data are too old")            \
	X(NO_METRIC, "no-metric", "the framework scores no metric of this action")

enum no_data {
#define NO_DATA_ENUM(id, token, text) NO_DATA_##id,
	NO_DATA_LIST(NO_DATA_ENUM)
#undef NO_DATA_ENUM
	    NO_DATA_N
};
const char *no_data_token(enum no_data r);
const char *no_data_text(enum no_data r);

/* What an input had to say about a network, or why it had not. The order matters: the best of several wins.
 */
enum fact { FACT_NO_SOURCE, FACT_STALE, FACT_NO, FACT_YES };

enum contact_source { CONTACT_REGISTRY, CONTACT_RDAP, CONTACT_PEERINGDB, CONTACT_SOURCES };
const char *contact_source_name(enum contact_source s);

/* Counts of routes that the network originates. */
struct network_routes {
	uint32_t total, counted;                                     /* the following add up to counted */
	uint32_t rov_valid, rov_invalid, rov_not_found, rov_unknown; /* unknown: no fresh snapshot */
	uint32_t irr_valid, irr_covering, irr_invalid, irr_not_found, irr_unknown;
};

struct network_span {
	uint8_t metric; /* enum score_metric, M1..M4C */
	struct incident_span span;
};

/* Everything that does not depend on the framework's arithmetic. */
struct network_facts {
	asn_t asn;
	struct network_routes routes;
	uint8_t vrps, irr;                /* FACT_NO_SOURCE or FACT_STALE: why verdicts are unknown */
	uint8_t policy;                   /* M6: enum fact */
	uint8_t contact[CONTACT_SOURCES]; /* M8: enum fact */
	uint32_t sessions;                /* M5: that count (received or blocked, no NAT) */
	uint32_t spoofed_blocks;          /* M5: distinct client blocks, received */
	uint32_t passed_invalid;          /* M9 */
};

/* The same for all networks of a period. */
struct network_period {
	instant_t from, to;          /* to exclusive */
	bool bgp;                    /* BGP data cover the period (some of it) */
	bool leaks, misoriginations; /* the detectors ran */
	bool bogons_partial; /* registries were partly absent or stale: M3, M4 from special ranges alone */
	uint8_t vrps;        /* M9: FACT_YES where verdicts are there, else why not */
	uint32_t invalid_routes; /* M9: all RPKI-invalid (prefix, origin) of the period */
};

struct metric_result {
	bool has_raw, has_score, scored;
	bool partial;       /* from part of the inputs */
	uint8_t no_data;    /* enum no_data; NONE when has_raw */
	uint32_t incidents; /* incident metrics: merged ones */
	double raw, score;
	double share;             /* M9: raw of all; M7: as raw */
	struct score_value value; /* the score, exact */
};

struct action_result {
	bool has_value, partial;
	uint8_t readiness; /* enum readiness */
	uint8_t no_data;   /* enum no_data */
	double value;
};

struct network_scores {
	struct metric_result metrics[SCORE_METRICS];
	struct action_result actions[SCORE_ACTIONS];
};

/**
 * network_score - all metrics and actions of one network.
 *
 * @spans  of this network, any order; may be NULL when n is 0; not changed
 */
void network_score(const struct framework *f, const struct network_period *period,
                   const struct network_facts *facts, const struct network_span *spans, size_t n,
                   struct network_scores *out);

#endif
