/*
 * BGP path attributes in place. One table row per attribute (bgp_attr_table.c) says its name, flags, shape
 * and what RFC 7606 asks for when it is wrong; decoding checks every attribute against its row once and keeps
 * where each one lies. Values are read from there by the accessors below.
 *
 * Wrong attributes are data, not errors of the decoder: they are listed with the action that the standard
 * asks for. The raw octets of a wrong attribute stay reachable; the accessors for values treat it as absent.
 */
#ifndef NORMA_WIRE_BGP_ATTR_H
#define NORMA_WIRE_BGP_ATTR_H

#include "base/cur.h"
#include "net/prefix.h"
#include "wire/as_path.h"
#include "wire/bgp_error.h"

enum bgp_attr_code { /* IANA, BGP Path Attributes */
	             BGP_ORIGIN = 1,
	             BGP_AS_PATH = 2,
	             BGP_NEXT_HOP = 3,
	             BGP_MED = 4,
	             BGP_LOCAL_PREF = 5,
	             BGP_ATOMIC_AGGREGATE = 6,
	             BGP_AGGREGATOR = 7,
	             BGP_COMMUNITIES = 8,
	             BGP_ORIGINATOR_ID = 9,
	             BGP_CLUSTER_LIST = 10,
	             BGP_MP_REACH = 14,
	             BGP_MP_UNREACH = 15,
	             BGP_EXT_COMMUNITIES = 16,
	             BGP_AS4_PATH = 17,
	             BGP_AS4_AGGREGATOR = 18,
	             BGP_IPV6_EXT_COMMUNITIES = 25,
	             BGP_AIGP = 26,
	             BGP_LARGE_COMMUNITIES = 32,
	             BGP_BGPSEC_PATH = 33,
	             BGP_OTC = 35,
	             BGP_PREFIX_SID = 40,
	             BGP_ATTR_SET = 128,
};

struct bgp_attr_row {
	uint8_t code;
	uint8_t flags; /* optional 0x80 and transitive 0x40, as they must be */
	const char *name;
	uint8_t min, step; /* a length is min, or min plus a multiple of step when that is not 0 */
	uint8_t on_error;  /* enum bgp_action for length and value */
	const char *source;
};
/** bgp_attr_row_find - NULL for a code without a row. */
const struct bgp_attr_row *bgp_attr_row_find(uint8_t code);

/* Facts about the session that the attributes came by; never guessed. */
struct bgp_session {
	uint8_t as_width;   /* 2 or 4 */
	bool add_path;      /* NLRI carry path ids */
	bool is_rib;        /* attributes of a table entry: MP_REACH may be abbreviated (RFC 6396 4.3.4) */
	bool is_external;   /* known to be an eBGP session: RFC 7606 7.5, 7.9, 7.10 apply */
	uint8_t rib_family; /* enum family of the entry's prefix */
};

struct bgp_attr {
	const uint8_t *p; /* value */
	uint16_t len;
	uint8_t flags, code;
};

enum { BGP_UNKNOWN_MAX = 32, BGP_ERRORS_MAX = 24, BGP_SLOTS = 41 };

/* MP_REACH_NLRI and MP_UNREACH_NLRI, cut into their parts. */
struct bgp_mp {
	uint16_t afi; /* 0: abbreviated form without family */
	uint8_t safi;
	uint8_t next_hop_len; /* 4, 16, 32 or with route distinguishers; 0: not known */
	const uint8_t *next_hop;
	const uint8_t *nlri;
	uint32_t nlri_len;
};

struct bgp_attrs {
	uint64_t seen;   /* bit code, for codes below BGP_SLOTS: at[code] is set */
	uint64_t sound;  /* those among them that are as they should be */
	uint32_t faults; /* bit enum bgp_fault */
	uint8_t action;  /* enum bgp_action: the worst */
	uint8_t n_errors, n_unknown;
	uint8_t as_width;
	bool errors_full, unknown_full;           /* there were more than fit */
	bool is_overrun;                          /* the last attribute is cut off */
	bool has_reach, has_unreach;              /* the two could be cut into parts, sound or not */
	struct bgp_mp reach, unreach;             /* then */
	struct bgp_attr at[BGP_SLOTS];            /* by code */
	struct bgp_attr unknown[BGP_UNKNOWN_MAX]; /* without a slot, in order; bounded */
	struct bgp_error errors[BGP_ERRORS_MAX];  /* in order; bounded */
};

/**
 * bgp_attrs_decode - cut and check a block of attributes.
 *
 * @octets, @len  exactly the attributes; out points into them
 * @out           always set as far as the octets go; need not be initialised. Only a few words are written
 *                besides what was found.
 *
 * Missing attributes are not looked for here: that depends on the message (bgp_update_decode) or the entry
 * (bgp_attrs_require).
 * Source: RFC 4271 4.3, RFC 7606 3 to 7.
 */
void bgp_attrs_decode(const struct bgp_session *s, const uint8_t *octets, size_t len, struct bgp_attrs *out);

/**
 * bgp_attrs_decode_cut - the same for a block whose end the collector did not keep: the attribute that runs
 * past it is no fault of the sender (DISCARD), and if it is MP_REACH or MP_UNREACH its prefixes are reached.
 */
void bgp_attrs_decode_cut(const struct bgp_session *s, const uint8_t *octets, size_t len,
                          struct bgp_attrs *out);

/** bgp_attrs_require - note ORIGIN and AS_PATH (and NEXT_HOP) as missing when they are (RFC 7606 3 d). */
void bgp_attrs_require(struct bgp_attrs *a, bool next_hop);

/** bgp_attrs_fault - note an error; the message's action becomes at least this one. */
void bgp_attrs_fault(struct bgp_attrs *a, uint8_t code, enum bgp_fault fault, enum bgp_action action);

/* Is the attribute there? And is it there and sound? Codes below BGP_SLOTS. */
static inline bool bgp_attrs_seen(const struct bgp_attrs *a, unsigned code)
{
	return a->seen >> code & 1;
}
static inline bool bgp_attrs_has(const struct bgp_attrs *a, unsigned code)
{
	return a->sound >> code & 1;
}

/* bgp_attrs_u32 - value of MED, LOCAL_PREF, NEXT_HOP, ORIGINATOR_ID or OTC: ask bgp_attrs_has first. */
static inline uint32_t bgp_attrs_u32(const struct bgp_attrs *a, unsigned code)
{
	return be32(a->at[code].p);
}
/* 0 IGP, 1 EGP, 2 incomplete: ask bgp_attrs_has(a, BGP_ORIGIN) first. */
static inline unsigned bgp_attrs_origin(const struct bgp_attrs *a)
{
	return a->at[BGP_ORIGIN].p[0];
}

struct bgp_aggregator {
	asn_t asn;
	uint32_t ip;
};

/** bgp_attrs_aggregator - AGGREGATOR, with AS4_AGGREGATOR in its place where RFC 6793 4.2.3 says so. False:
 * none. */
bool bgp_attrs_aggregator(const struct bgp_attrs *a, struct bgp_aggregator *out);

/**
 * bgp_attrs_path - the path, AS4_PATH merged in where RFC 6793 4.2.3 says so.
 *
 * @room  for the merge; BGP_PATH_ROOM octets always suffice, nothing is written but for a merge
 * Returns false when there is no sound AS_PATH. out points into the attributes or into room.
 */
enum { BGP_PATH_ROOM = 3 * 65536 };
bool bgp_attrs_path(const struct bgp_attrs *a, uint8_t *room, size_t room_len, struct as_path *out);

/** bgp_attrs_next_hops - NEXT_HOP, or those of MP_REACH (global, link-local). Returns how many, at most 2. */
unsigned bgp_attrs_next_hops(const struct bgp_attrs *a, bool from_mp, struct ip_addr out[static 2]);

#endif
