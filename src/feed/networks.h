/*
 * What registries say of networks as of an instant: who holds them, whom one can reach, whether a policy is
 * registered (metrics M6, M8; doc/measurement.md section 10 for who is who).
 */
#ifndef NORMA_FEED_NETWORKS_H
#define NORMA_FEED_NETWORKS_H

#include "feed/sources.h"
#include "net/asn.h"
#include "net/registry.h"
#include "validate/delegation.h"

/* In this order the best of several wins; the numbers are those of score/network.h. */
enum network_fact { NETWORK_NO_SOURCE, NETWORK_STALE, NETWORK_NO, NETWORK_YES };

enum { NETWORK_CONTACT_REGISTRY, NETWORK_CONTACT_RDAP, NETWORK_CONTACT_PEERINGDB, NETWORK_CONTACTS };

struct network_card {
	const char *holder;  /* "" not known; lent */
	const char *economy; /* where the delegated line says none: as-org's country; "" not known; lent */
	uint8_t policy;      /* enum network_fact: an import and an export, or both mp- */
	uint8_t contact[NETWORK_CONTACTS]; /* enum network_fact of each place */
};

struct networks;

/**
 * networks_load - read IRR (aut-num, organisation), RDAP, PeeringDB and as-org files in force at t.
 *
 * @delegations  of t whatever their age, to know which registry an ASN belongs to; may be NULL
 */
struct networks *networks_load(struct sources *s, instant_t t, const struct delegation_table *delegations);
void networks_free(struct networks *n);

/** networks_get - what is said of one; rir: its registry, RIR_NONE unknown. */
void networks_get(const struct networks *n, asn_t asn, enum rir rir, struct network_card *out);

/* Metric M5: what the Spoofer sessions of the period [from, to) say of a network. */
struct network_spoofing {
	asn_t asn;
	uint32_t sessions; /* client blocks with a session that counts: received or blocked, no NAT */
	uint32_t blocks;   /* distinct client blocks from which spoofed packets were received */
};
struct network_spoofings {
	struct network_spoofing *at; /* by ASN */
	size_t n, cap;
};
void networks_spoofing(struct sources *s, instant_t from, instant_t to, struct network_spoofings *out);

/* Participants in force at t, one row an ASN. */
struct network_participant {
	asn_t asn;
	char *json; /* {"name":..,"programmes":[..],"areas":[..],"since":..}, one line */
};
struct network_participants {
	struct network_participant *at; /* by ASN */
	size_t n, cap;
};
void networks_participants(struct sources *s, instant_t t, struct network_participants *out);
void networks_participants_fini(struct network_participants *p);

#endif
