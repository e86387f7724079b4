/* The table of peers that RIB entries refer to by index. */
#ifndef NORMA_WIRE_MRT_PEERS_H
#define NORMA_WIRE_MRT_PEERS_H

#include "base/mem.h"
#include "net/asn.h"
#include "net/prefix.h"
#include "wire/mrt.h"

struct mrt_peer {
	struct ip_addr ip;
	asn_t asn;
	uint32_t bgp_id;
	float latitude, longitude; /* degrees; NaN: not said (RFC 6397) */
};

struct mrt_peers {
	uint32_t collector_id;     /* BGP identifier */
	const uint8_t *view;       /* points into the record */
	size_t view_len;           /* octets */
	bool is_geo;               /* GEO_PEER_TABLE: has positions, no meaning for entries */
	float latitude, longitude; /* of the collector; NaN: not said */
	VEC(struct mrt_peer) peers;
};

/**
 * mrt_peers_decode - PEER_INDEX_TABLE and GEO_PEER_TABLE.
 *
 * @out  zeroed, or filled by an earlier call: its peers are replaced, their room is used again
 *
 * Shape:  at most 65,535 peers, bounded by the octets there are. On SHORT the peers that are whole are kept.
 * Errors: SHORT; UNSUPPORTED not such a record; TRAILING (everything was read).
 * Owner:  the caller: mrt_peers_fini.      Source: RFC 6396 4.3.1; RFC 6397 2.
 */
MUST_USE enum err mrt_peers_decode(const struct mrt_record *r, struct mrt_peers *out);
void mrt_peers_fini(struct mrt_peers *p);

/* mrt_peers_get - the peer of an entry; NULL when the index lies beyond the table. */
static inline const struct mrt_peer *mrt_peers_get(const struct mrt_peers *p, uint16_t index)
{
	return index < p->peers.n ? &p->peers.at[index] : NULL;
}

#endif
