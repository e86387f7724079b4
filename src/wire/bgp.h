/* BGP messages in place (RFC 4271 4, RFC 4760, RFC 7911, RFC 7606). */
#ifndef NORMA_WIRE_BGP_H
#define NORMA_WIRE_BGP_H

#include "wire/bgp_attr.h"

enum bgp_type {
	BGP_OPEN = 1,
	BGP_UPDATE = 2,
	BGP_NOTIFICATION = 3,
	BGP_KEEPALIVE = 4,
	BGP_REFRESH = 5, /* RFC 2918 */
};

enum bgp_afi { BGP_AFI_IPV4 = 1, BGP_AFI_IPV6 = 2 };
enum bgp_safi { BGP_SAFI_UNICAST = 1, BGP_SAFI_MULTICAST = 2 };

struct bgp_message {
	uint8_t type;    /* enum bgp_type, or what it says */
	bool is_cut;     /* the header promises more octets than there are: body is what there is */
	struct cur body; /* behind the header */
};

/**
 * bgp_message_decode - the 19 octets of header.
 * Errors: SHORT less than a header; VALUE marker; LENGTH the length is below 19; TRAILING octets behind the
 *         message (out is set and ends where the message does).
 * Source: RFC 4271 4.1; lengths up to 65,535 by RFC 8654.
 */
MUST_USE enum err bgp_message_decode(struct cur *c, struct bgp_message *out);

/* A run of prefixes, read one by one. */
struct bgp_nlri {
	const uint8_t *p, *end;
	uint8_t family; /* FAMILY_NONE: an AFI or SAFI that is not read here, and then empty */
	uint8_t safi;
	bool add_path; /* path ids are there: as the session says, or found out (RFC 7911, see bgp_nlri_init)
	                */
	bool is_sound; /* every prefix can be read up to the very end */
	bool is_fallback; /* add_path was found out against the session's word */
};

/**
 * bgp_nlri_init - look over a run of prefixes.
 *
 * The one place where a session's word is doubted: some collectors write path ids under the subtypes that
 * have none. When the run does not fit without them (cut off, length out of range, host bits, the default
 * route twice) but fits exactly with them, it is read with them.
 */
void bgp_nlri_init(struct bgp_nlri *n, const uint8_t *p, size_t len, unsigned family, unsigned safi,
                   bool add_path);

/**
 * bgp_nlri_next - the next prefix, host bits as on the wire.
 * Errors: EOF; SHORT cut off; LENGTH prefix length out of range. Both end the run.
 */
MUST_USE static inline enum err bgp_nlri_next(struct bgp_nlri *n, struct prefix *out, uint32_t *path_no)
{
	size_t left = (size_t)(n->end - n->p), head = n->add_path ? 5 : 1;
	const uint8_t *p = n->p;
	if (left == 0)
		return ERR_EOF;
	if (NORMA_UNLIKELY(left < head))
		return ERR_SHORT;
	unsigned bits = p[head - 1], octets = (bits + 7) / 8;
	if (NORMA_UNLIKELY(bits > family_bits(n->family)))
		return ERR_LENGTH;
	if (NORMA_UNLIKELY(left - head < octets))
		return ERR_SHORT;
	uint8_t raw[16] = {0};
	memcpy(raw, p + head, octets);
	out->len = (uint8_t)bits;
	out->family = n->family;
	out->hi = be64(raw);
	out->lo = be64(raw + 8);
	*path_no = n->add_path ? be32(p) : 0;
	n->p = p + head + octets;
	return ERR_OK;
}

/* An UPDATE, cut into all its parts before any is read. */
struct bgp_update {
	struct bgp_nlri withdrawn, nlri;      /* of the body: IPv4 unicast */
	struct bgp_nlri mp_unreach, mp_reach; /* of the attributes */
	struct bgp_attrs attrs;
	bool is_cut;        /* the collector kept less than the whole message */
	bool is_end_of_rib; /* RFC 4724 2 */
	uint8_t eor_family; /* enum family of it */
};

/**
 * bgp_update_decode - an UPDATE.
 *
 * @m       of type BGP_UPDATE. Of a message that the collector cut (is_cut) the whole prefixes that are there
 *          count as they would have in the whole message: the cut is no fault of the sender
 * @out     always set; out->attrs.action says what becomes of it:
 *          ACCEPT, DISCARD         use it (DISCARD: some attribute is to be ignored; its accessor hides it)
 *          TREAT_AS_WITHDRAW       what it announces is to be taken as withdrawn; its withdrawals stand
 *          UNUSABLE                nothing in it can be trusted; the runs hold what can be read all the same
 *
 * Withdrawals need no attributes; those of the same message say nothing of them.
 * Source: RFC 4271 4.3 and 6.3, RFC 7606 3 to 5, RFC 4760 3 and 4.
 */
void bgp_update_decode(const struct bgp_session *s, const struct bgp_message *m, struct bgp_update *out);

struct bgp_notification {
	uint8_t code, subcode;
	struct cur data;
};
MUST_USE enum err bgp_notification_decode(struct cur body, struct bgp_notification *out);

struct bgp_open {
	uint8_t version;
	uint16_t asn, hold_time;
	uint32_t bgp_id;
	struct cur parameters; /* optional parameters, raw */
};
MUST_USE enum err bgp_open_decode(struct cur body, struct bgp_open *out);

#endif
