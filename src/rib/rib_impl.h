/* What the files of this folder share and nobody else sees. */
#ifndef NORMA_RIB_RIB_IMPL_H
#define NORMA_RIB_RIB_IMPL_H

#include "base/mem.h"
#include "rib/rib.h"

struct rib_space { /* one family */
	VEC(struct rib_prefix) prefixes;
	VEC(struct rib_route) routes;
	uint64_t *slot; /* open addressing over prefixes: upper half of the hash, then id + 1 */
	uint32_t mask;
};

/* Open addressing over ids; see peer.c. */
struct rib_index {
	uint32_t *slot; /* id + 1 */
	uint32_t mask;  /* 0: no slots yet */
};

struct rib_as {
	asn_t asn;
	VEC(peer_id) peers;
};

struct rib_collector_gap {
	uint32_t from, to; /* the newest gap; both 0: none */
};

/* A peer's part of a dump. */
struct stage_peer {
	struct rib_table table[RIB_FAMILIES];
	uint32_t last[RIB_FAMILIES]; /* time of its last record */
	uint64_t turn[RIB_FAMILIES]; /* number of its last entry in the dump */
	uint32_t record;             /* number of the last record that it has an entry in */
	bool listed[RIB_FAMILIES];   /* it has an entry of its own in the dump */
};

struct rib_stage {
	struct rib *rib;
	struct rib_stage *next;
	uint16_t collector;
	bool is_cut;     /* octets are missing */
	uint32_t record; /* number of the record that is being read, from 1 */
	uint64_t n_entries;
	VEC(struct stage_peer) peers;         /* by peer id */
	VEC(uint32_t) recorded[RIB_FAMILIES]; /* by prefix id: time of its record, 0 none so far */
};

struct rib {
	struct rib_space space[RIB_FAMILIES];
	struct path_store *paths;
	VEC(struct rib_peer) peers;
	VEC(struct rib_as) ases;
	struct rib_index peer_index, as_index;
	VEC(struct rib_collector_gap) gaps; /* by collector */
	struct rib_stage *stages;
	struct rib_observer observer;
	struct rib_limits limits;
	uint32_t next_deadline;
	uint32_t period_from; /* 0: no period has begun */
};

/* rib_prefix_add - its id, made when it is new. */
prefix_id rib_prefix_add(struct rib *r, unsigned f, const struct prefix *p);

/* Set, change or clear one slot at the instant t and tell routes and observer. to: a path or PATH_NONE. */
void rib_slot_change(struct rib *r, uint32_t t, peer_id peer, unsigned f, prefix_id id, path_id to,
                     uint8_t cause);

/* An update touched (peer, prefix): the dumps that are being read must not undo it. */
void rib_stage_update(struct rib *r, uint32_t t, peer_id peer, unsigned f, prefix_id id, path_id path);

/* What is unknown in one family is withdrawn, dated with the loss of the session. */
void rib_session_lose(struct rib *r, peer_id peer, unsigned f);

/* A dump has shown the peer's table at t: whatever its session was, it is up; what is still unknown of it is
 * settled like that of any session that came back. */
void rib_session_shown(struct rib *r, uint32_t t, peer_id peer);

#endif
