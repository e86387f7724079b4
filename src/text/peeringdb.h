/*
 * PeeringDB: answers of its API ({"data":[...],"meta":{}}, one kind an answer, which the answer does not
 * name) and dumps that hold several kinds ({"net":{"data":[...]},"poc":{...},...}).
 */
#ifndef NORMA_TEXT_PEERINGDB_H
#define NORMA_TEXT_PEERINGDB_H

#include "net/asn.h"
#include "net/prefix.h"
#include "text/reader.h"

enum peeringdb_kind {
	PEERINGDB_OTHER, /* facilities, campuses, ...: not handed out */
	PEERINGDB_ORG,
	PEERINGDB_NET,
	PEERINGDB_POC,
	PEERINGDB_IX,
	PEERINGDB_IXLAN,
	PEERINGDB_IXPFX,
	PEERINGDB_NETIXLAN,
};

/* One object. Only the members of its kind are set, others are 0 or "". Text is clean UTF-8 (text/clean.h),
 * lent for the length of the callback. */
struct peeringdb_object {
	enum peeringdb_kind kind;
	uint32_t id;
	const char *status; /* "ok", "pending", "deleted"; deleted objects come too */
	instant_t updated;  /* INSTANT_NONE when not said */
	const char *name;   /* org, net, poc, ix, netixlan (the exchange's) */
	const char *aka;
	const char *website;
	const char *country; /* org, ix: ISO 3166-1 */
	const char *city;
	uint32_t org_id;                                                  /* net, ix */
	uint32_t net_id;                                                  /* poc, netixlan */
	uint32_t ix_id;                                                   /* ixlan, netixlan */
	uint32_t ixlan_id;                                                /* ixpfx, netixlan */
	asn_t asn;                                                        /* net, netixlan */
	const char *irr_as_set, *info_type, *policy_general, *policy_url; /* net */
	bool never_via_route_servers;                                     /* net */
	bool is_route_server; /* net: "Route Server" is its info_type or one of its info_types */
	const char *role, *visible, *email, *phone; /* poc */
	asn_t rs_asn;                               /* ixlan: of the route server, 0 unknown */
	struct prefix prefix;                       /* ixpfx: of the peering LAN */
	struct ip_addr ip4, ip6;                    /* netixlan; family FAMILY_NONE when not said */
	uint32_t speed;                             /* netixlan: Mbit/s */
	bool is_rs_peer;                            /* netixlan */
	bool operational;                           /* netixlan */
};

typedef void (*peeringdb_fn)(void *ctx, const struct peeringdb_object *o);

/**
 * peeringdb_reader_new - read one answer or dump.
 *
 * Shape:  where the file does not name the kind, the object's own members do. Contacts inside a net
 * (poc_set with depth=2) come behind it as objects of their own. as_of is meta's generated,
 * where that stands. Errors: as text_reader_feed. Rejected: missing-member (an id; an asn of a net; net_id of
 * a poc; ...), bad-number, bad-asn, bad-prefix. A wrong address or time is reported and taken for absent.
 * Owner:  caller, text_reader_free.
 */
struct text_reader *peeringdb_reader_new(peeringdb_fn fn, void *ctx, struct diag *diag);

/** peeringdb_kind_name - "net", "poc", ...; "other". */
const char *peeringdb_kind_name(enum peeringdb_kind kind);

#endif
