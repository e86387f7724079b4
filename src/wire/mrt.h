/*
 * MRT (RFC 6396, 6397, 8050) in place: records are cut out of a window of octets, decoders hand out cursors
 * into it. Nothing is copied and nothing is allocated, but for the table of peers. Everything that points
 * into a record lives as long as the window does.
 */
#ifndef NORMA_WIRE_MRT_H
#define NORMA_WIRE_MRT_H

#include "base/cur.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MRT_HEADER = 12 }; /* octets: time 4, type 2, subtype 2, length of what follows 4 (RFC 6396 2) */

enum mrt_type { /* RFC 6396 4 and appendix B.1 */
	        MRT_BGP = 5,
	        MRT_OSPFV2 = 11,
	        MRT_TABLE_DUMP = 12,
	        MRT_TABLE_DUMP_V2 = 13,
	        MRT_BGP4MP = 16,
	        MRT_BGP4MP_ET = 17,
	        MRT_ISIS = 32,
	        MRT_ISIS_ET = 33,
	        MRT_OSPFV3 = 48,
	        MRT_OSPFV3_ET = 49,
};

/* Which function reads the body. */
enum mrt_decoder {
	MRT_SKIP,        /* known, nothing of BGP in it */
	MRT_PEERS,       /* mrt_peers_decode */
	MRT_RIB,         /* mrt_rib_decode */
	MRT_RIB_GENERIC, /* mrt_rib_decode */
	MRT_TABLE,       /* mrt_table_decode */
	MRT_MESSAGE,     /* mrt_session_decode: a BGP message */
	MRT_STATE,       /* mrt_session_decode: a state change */
	MRT_ENTRY,       /* mrt_entry_decode: BGP4MP_ENTRY of RFC 6396 appendix B.2 */
};

/* One row per (type, subtype); the rows stand in mrt_kind.c. */
struct mrt_kind {
	uint16_t type, subtype;
	const char *name; /* "TABLE_DUMP_V2_RIB_IPV4_UNICAST" */
	uint8_t decoder;  /* enum mrt_decoder */
	uint8_t as_width; /* octets per ASN in AS_PATH and AGGREGATOR: 2, 4; 0 where there is none */
	bool add_path;    /* NLRI or entries carry a path id (RFC 8050) */
	bool local;       /* sent by the collector itself */
	bool has_micros;  /* the body begins with microseconds */
	uint8_t family;   /* enum family of a RIB subtype, else FAMILY_NONE */
	uint8_t safi;     /* of a RIB subtype, else 0 */
};

/** mrt_kind_find - the row, or NULL for a (type, subtype) that nobody has defined. */
const struct mrt_kind *mrt_kind_find(uint16_t type, uint16_t subtype);

struct mrt_record {
	uint32_t time;               /* UNIX seconds */
	uint32_t micros;             /* below 1,000,000; 0 where the type has none */
	uint16_t type, subtype;      /* as on the wire */
	const struct mrt_kind *kind; /* NULL: unknown, to be counted and skipped */
	const uint8_t *octets;       /* the whole record, header included */
	size_t len;                  /* of it */
	struct cur body; /* behind the header and the microseconds; failed when micros are wrong */
	uint64_t offset; /* of the record in the decompressed data */
	uint64_t number; /* from 0 */
};

/* Zero means the default. */
struct mrt_limits {
	uint32_t max_len;     /* of a body; default 65,599 */
	uint32_t max_len_rib; /* of a body of type 13, and of 12 (early dumps batch); default 8 MiB */
	uint32_t max_scan;    /* octets looked through behind damage; default 1 MiB */
	uint32_t slack;       /* seconds that a record found behind damage may lie off; default a day */
};

/* Framing: where we are in the data. Begin with mrt_framer_init. */
struct mrt_framer {
	struct mrt_limits limits;
	uint64_t offset;    /* of the next record */
	uint64_t number;    /* of the next record */
	uint32_t last_time; /* of the newest whole record */
	bool has_time;
	uint64_t n_damaged; /* places where octets had to be dropped */
	uint64_t n_dropped; /* octets dropped there */
};

void mrt_framer_init(struct mrt_framer *f, const struct mrt_limits *limits);

/**
 * mrt_frame_next - the record at the start of a window.
 *
 * @window, @len  the octets from f->offset on
 * @at_end        no octet follows the window
 * @used          set on OK and LENGTH: octets to go forward before the next call (f->offset has gone already)
 *
 * A record is taken when the next header behind it is plausible too, so OK needs some octets beyond the
 * record unless at_end. The result does not depend on how the data are cut into windows.
 *
 * Errors: SHORT     more octets are needed; at_end: the last record is cut off.
 *         EOF       at_end and nothing is left.
 *         LENGTH    damage: `used` octets are dropped up to the next chain of three plausible headers.
 *         TRAILING  damage, and nothing plausible within max_scan: the rest cannot be read.
 * Source: RFC 6396 2 and 3; recovery is ours.
 */
MUST_USE enum err mrt_frame_next(struct mrt_framer *f, const uint8_t *window, size_t len, bool at_end,
                                 struct mrt_record *out, size_t *used);

#endif
