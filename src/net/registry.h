/*
 * What registries say, as values: the one vocabulary between the readers (text/), the tables (validate/,
 * topo/) and the store. Strings are lent by the reader for the length of the callback, NUL-terminated, never
 * NULL ("" is absent).
 */
#ifndef NORMA_NET_REGISTRY_H
#define NORMA_NET_REGISTRY_H

#include "base/clock.h"
#include "net/asn.h"
#include "net/prefix.h"

#include <stdbool.h>

/* Validated ROA payload (RFC 6811 2). */
struct vrp {
	struct prefix prefix;
	uint8_t max_len;   /* prefix.len..32 or 128 */
	asn_t asn;         /* 0: nobody may originate (RFC 6483 4) */
	const char *ta;    /* trust anchor or source, "" when not said */
	instant_t expires; /* INSTANT_NONE when not said; information only */
};

/* Validated ASPA payload: one customer and all its providers, ascending, unique. */
struct aspa {
	asn_t customer;
	const asn_t *providers;
	size_t n_providers;
};

/* route and route6 objects (RFC 2622 4, RFC 4012 3). */
struct route_object {
	struct prefix prefix;
	asn_t origin;
	const char *source;      /* upper case, from the object, else the file's name */
	const char *mnt_by;      /* first maintainer */
	instant_t created;       /* else the earliest "changed"; INSTANT_NONE when not said */
	instant_t last_modified; /* INSTANT_NONE when not said */
};

enum rir { RIR_NONE, RIR_AFRINIC, RIR_APNIC, RIR_ARIN, RIR_LACNIC, RIR_RIPENCC, RIR_IANA, RIR_N };
const char *rir_name(enum rir r); /* "afrinic", ..., "" for RIR_NONE */
enum rir rir_parse(const char *s, size_t len);

enum delegation_type { DELEGATION_ASN, DELEGATION_V4, DELEGATION_V6 };

/* Ordered so that the worst of several is their maximum. */
enum delegation_status {
	DELEGATION_ABSENT,    /* no line says anything */
	DELEGATION_ALLOCATED, /* allocated or assigned */
	DELEGATION_RESERVED,
	DELEGATION_AVAILABLE,
};

/* One line of a delegated or delegated-extended file; ranges as they stand, never cut to one. */
struct delegation {
	enum delegation_type type;
	enum delegation_status status;
	enum rir rir;          /* the registry of the line (7th field of iana files: the one responsible) */
	char cc[3];            /* ISO 3166-1, "" when not said */
	asn_t asn_first;       /* DELEGATION_ASN */
	asn_t asn_last;        /* inclusive */
	struct ip_addr first;  /* DELEGATION_V4, DELEGATION_V6 */
	struct ip_addr last;   /* inclusive */
	instant_t date;        /* INSTANT_NONE when not said */
	const char *opaque_id; /* one holder within one registry */
};

#endif
