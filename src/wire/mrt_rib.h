/* Records of routing tables: entries of TABLE_DUMP_V2, of TABLE_DUMP and of BGP4MP_ENTRY, one by one. */
#ifndef NORMA_WIRE_MRT_RIB_H
#define NORMA_WIRE_MRT_RIB_H

#include "net/asn.h"
#include "net/prefix.h"
#include "wire/mrt.h"

/* One route of a table, whatever kind of record it came in. attrs are raw: wire/bgp_attr.h. */
struct mrt_entry {
	uint16_t peer_index; /* TABLE_DUMP_V2 */
	uint16_t attrs_len;
	const uint8_t *attrs;
	uint32_t originated; /* UNIX seconds */
	uint32_t path_id;    /* 0 without add-path */
};

struct mrt_rib {
	uint32_t sequence;
	uint16_t n_entries; /* as declared */
	uint16_t afi;
	uint8_t safi;
	bool add_path;
	struct prefix
	    prefix; /* host bits as on the wire; family FAMILY_NONE for an AFI or SAFI that is no prefix */
	struct cur entries;
};

/**
 * mrt_rib_decode - the head of a RIB record of TABLE_DUMP_V2; entries follow with mrt_rib_next.
 * Errors: SHORT; LENGTH prefix length; UNSUPPORTED not a RIB record, or a RIB_GENERIC whose NLRI is no
 * prefix. Source: RFC 6396 4.3.2, 4.3.3; RFC 8050 4.
 */
MUST_USE enum err mrt_rib_decode(const struct mrt_record *r, struct mrt_rib *out);

/* mrt_rib_next - the next entry: OK, EOF behind the last one declared, SHORT when it is cut off. */
MUST_USE static inline enum err mrt_rib_next(struct mrt_rib *rib, struct mrt_entry *out)
{
	size_t head = rib->add_path ? 12 : 8;
	if (rib->n_entries == 0)
		return ERR_EOF;
	const uint8_t *p = cur_take(&rib->entries, head);
	if (!p)
		return ERR_SHORT;
	uint16_t len = be16(p + head - 2);
	const uint8_t *attrs = cur_take(&rib->entries, len);
	if (!attrs)
		return ERR_SHORT;
	rib->n_entries--;
	*out = (struct mrt_entry){.peer_index = be16(p),
	                          .attrs_len = len,
	                          .attrs = attrs,
	                          .originated = be32(p + 2),
	                          .path_id = rib->add_path ? be32(p + 6) : 0};
	return ERR_OK;
}

/* A route that carries its peer with it: TABLE_DUMP and BGP4MP_ENTRY. */
struct mrt_table_entry {
	struct mrt_entry entry;
	struct prefix prefix; /* host bits as on the wire */
	struct ip_addr peer;
	asn_t peer_asn;
	uint8_t status;
};

struct mrt_table {
	uint16_t view, sequence;
	uint8_t family;
	uint8_t as_width; /* of the peer's AS, and in AS_PATH */
	struct cur entries;
};

/**
 * mrt_table_decode - the head of a TABLE_DUMP record; early dumps hold many entries behind one.
 * Errors: SHORT; UNSUPPORTED not such a record.     Source: RFC 6396 4.2.
 */
MUST_USE enum err mrt_table_decode(const struct mrt_record *r, struct mrt_table *out);

/** mrt_table_next - the next entry. Errors: EOF; SHORT; LENGTH prefix length (out is not set, go on is
 * possible). */
MUST_USE enum err mrt_table_next(struct mrt_table *t, struct mrt_table_entry *out);

/** mrt_entry_decode - BGP4MP_ENTRY, one route. Errors: SHORT, VALUE, LENGTH, UNSUPPORTED, TRAILING. */
MUST_USE enum err mrt_entry_decode(const struct mrt_record *r, struct mrt_table_entry *out);

#endif
