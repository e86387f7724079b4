/**
 * plan.h - who holds which addresses, who announces which prefixes, and what the registries say of them.
 */
#pragma once
#include "prefix.h"
#include "topology.h"

/** A delegation of a registry to one network. */
struct block {
	struct prefix p;
	uint32_t holder;
	uint32_t date;            // of the delegation
	bool routed;              // false: nothing of it is announced when the period begins
	uint32_t moved, moved_to; // transferred at this instant (0: never) to this network
};

enum prefix_role { ROLE_PLAIN, ROLE_MOAS, ROLE_ANYCAST };
enum { MAX_ORIGINS = 6 };

struct announced {
	struct prefix p;
	uint32_t block;
	uint32_t origin[MAX_ORIGINS];
	uint8_t n_origins;
	uint8_t role;
	bool more;     // more specific than its block
	bool alone;    // has a fate of its own: it forms a routing atom by itself
	bool invalid;  // by the VRPs, for its first origin
	uint8_t group; // 0, or announced to some neighbours only
};

struct vrp {
	struct prefix p;
	uint32_t asn;
	uint8_t max_len;
	uint8_t rir;
	uint32_t from, until; // snapshots that hold it; until is exclusive
	uint32_t next;        // index of another one of the same prefix, plus one
};

enum route_object_kind { OBJECT_RIGHT, OBJECT_STALE, OBJECT_PROXY };
struct route_object {
	struct prefix p;
	uint32_t asn;
	uint8_t rir;  // whose registry's space it is
	bool radb;    // registered at RADB, not at the RIR
	uint8_t kind; // enum route_object_kind
};

struct plan {
	LIST(struct block) block;
	LIST(struct announced) pfx;
	LIST(struct vrp) vrp;
	LIST(struct route_object) object;
	LIST(struct prefix) lan4, lan6; // by exchange
	LIST(struct prefix) free;       // available space that nobody announces
	LIST(struct prefix) reserved;   // what the registries call reserved
	uint32_t *first_block;    // by network: its blocks are first_block[i] to before first_block[i + 1]
	struct prefix_map vrp_at; // prefix -> index of its newest VRP, plus one
	struct prefix_map pfx_at; // prefix -> index in pfx, plus one
	LIST(struct prefix) pool[N_RIRS];
};

void plan_make(struct plan *p, const struct topology *t, uint64_t seed);
void plan_fini(struct plan *p);

enum validity { ROV_NOT_FOUND, ROV_VALID, ROV_INVALID };
/** RFC 6811, by the VRPs in the snapshots of @when. */
enum validity plan_validity(const struct plan *p, const struct prefix *x, uint32_t asn, uint32_t when);
/** Adds a VRP for all time; its from and until may be changed afterwards. */
void plan_add_vrp(struct plan *p, const struct prefix *x, uint32_t asn, uint32_t max_len, uint32_t rir);
void plan_add_object(struct plan *p, const struct prefix *x, uint32_t asn, uint32_t rir, bool radb,
                     uint32_t kind);
