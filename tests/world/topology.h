/**
 * topology.h - networks and the relations between them, made or read from an as-rel file.
 *
 * Networks are numbered 0.. from the core outwards: a provider has a smaller number than its customers, so
 * that there are no cycles. Links carry what is true; whether one is up is a matter of time and lies in
 * `down`.
 */
#pragma once
#include "grow.h"
#include "rng.h"

#include <stdbool.h>

enum tier { TIER_CLIQUE, TIER_LARGE, TIER_MID, TIER_SMALL, TIER_STUB };
enum { RIR_AFRINIC, RIR_APNIC, RIR_ARIN, RIR_LACNIC, RIR_RIPE, N_RIRS };
enum { NONE = UINT32_MAX };

struct network {
	uint32_t asn;
	uint32_t org;    // index of the organisation: the smallest number of its networks
	uint8_t tier;    // enum tier
	uint8_t rir;     // that registered it
	uint8_t economy; // index in the economies of its RIR
	bool rov;        // drops RPKI-invalid routes
	bool otc;        // RFC 9234
	bool aspa;       // has an ASPA
	bool content;    // peers with hundreds, has no customers
	bool scrubber;   // sells protection against denial of service
	bool core;       // takes part in propagation: has customers, is a vantage point, or may leak
	bool used;       // has a part in an injection
	bool spread;     // breaks ties differently from origin to origin
};

enum { REL_P2C, REL_P2P };
enum {
	LINK_BACKUP = 1, // down unless the primary fails; a true relation
	LINK_FUTURE = 2, // comes into being during the period: not among the given relations
	LINK_IXP = 4     // by a route server
};
struct link {
	uint32_t a, b; // REL_P2C: a is the provider
	uint8_t rel, flags;
	uint16_t ixp; // LINK_IXP: which exchange
};

enum side { TO_CUSTOMERS, TO_PEERS, TO_PROVIDERS, N_SIDES };
struct edge {
	uint32_t node, link;
};
/** Neighbours of node v on side s: edge[off[3 v + s]] to before edge[off[3 v + s + 1]]. */
struct adjacency {
	uint32_t *off;
	struct edge *edge;
};

struct exchange {
	uint32_t rs_asn, rir, economy;
	uint32_t first_member, n_members; // in topology.member
};

struct topology {
	struct network *net;
	uint32_t n;
	LIST(struct link) link;
	LIST(struct exchange) ixp;
	LIST(uint32_t) member; // networks; the first two thirds of each exchange's use its route server
	LIST(uint32_t) rs_asn;
	struct adjacency all;  // every network
	struct adjacency core; // towards networks of the core only
	uint8_t *down;         // by link
};

/** A topology of @n networks (300 or more). */
void topology_make(struct topology *t, uint32_t n, uint64_t seed);
/** Reads `a|b|-1` and `a|b|0` lines; exchanges and siblings are added by chance. */
void topology_read(struct topology *t, const char *file, uint64_t seed);
/** Links a and b; NONE where they are already linked. */
uint32_t topology_link(struct topology *t, uint32_t a, uint32_t b, uint32_t rel, uint32_t flags);
/** Builds `all`, and `core` by the marks; to be called again after links were added. */
void topology_index(struct topology *t);
/** Frees the memory of known pairs, needed only while links are added. */
void topology_fini(struct topology *t);

uint32_t degree(const struct topology *t, uint32_t v, enum side s);
/** The n-th neighbour of v on side s. */
struct edge neighbour(const struct topology *t, uint32_t v, enum side s, uint32_t n);
/** What @b is to @a: TO_CUSTOMERS if b is a customer of a, ...; N_SIDES where they are not linked. */
enum side relation_of(const struct topology *t, uint32_t a, uint32_t b);
/** The link between them, NONE if none. */
uint32_t link_of(const struct topology *t, uint32_t a, uint32_t b);

extern const char *const rir_name[N_RIRS]; // as in delegated files
const char *economy_name(uint32_t rir, uint32_t economy);
/** True for ASNs that are special by an RFC or IANA (documentation, private, AS_TRANS, ...). */
bool asn_is_special(uint32_t asn);
