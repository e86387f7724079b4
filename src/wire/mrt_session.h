/* Records of BGP sessions: messages and state changes of BGP4MP, BGP4MP_ET and the old type 5. */
#ifndef NORMA_WIRE_MRT_SESSION_H
#define NORMA_WIRE_MRT_SESSION_H

#include "net/asn.h"
#include "net/prefix.h"
#include "wire/bgp.h"
#include "wire/mrt.h"

/* What one session of the collector is like; handed down to the BGP decoders as it is. */
struct mrt_session {
	asn_t peer_asn, local_asn;
	struct ip_addr peer, local; /* family FAMILY_NONE where the record has none (old Zebra) */
	uint16_t ifindex;
	uint8_t as_width;
	bool add_path;
	bool is_local;                 /* the message was sent by the collector */
	uint8_t bare_type;             /* type 5: the message has no header and is of this BGP type; else 0 */
	uint16_t old_state, new_state; /* MRT_STATE: 1 Idle .. 6 Established, 7 and 8 Quagga's */
	struct cur message;            /* MRT_MESSAGE: the BGP message, from its marker on unless bare_type */
};

/**
 * mrt_session_decode - records of BGP4MP, BGP4MP_ET and type 5: messages and state changes, also the
 * shortened forms of old Zebra (no interface, family and addresses).
 * Errors: SHORT; VALUE address family; UNSUPPORTED another kind of record; TRAILING (state change; out is
 * set). Source: RFC 6396 4.4 and appendix B; RFC 8050 3.
 */
MUST_USE enum err mrt_session_decode(const struct mrt_record *r, struct mrt_session *out);

/** mrt_session_message - the BGP message of an MRT_MESSAGE. Errors: as bgp_message_decode. */
MUST_USE enum err mrt_session_message(const struct mrt_session *s, struct bgp_message *out);

/* What the attribute decoder has to know of the session. */
static inline struct bgp_session mrt_session_facts(const struct mrt_session *s)
{
	return (struct bgp_session){.as_width = s->as_width,
	                            .add_path = s->add_path,
	                            .is_external = s->peer_asn != s->local_asn && s->local_asn != 0};
}

#endif
