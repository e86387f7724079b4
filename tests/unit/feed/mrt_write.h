/* MRT records written from words, for tests that read them back: RFC 6396, RFC 8050, RFC 4271 4.3. */
#ifndef NORMA_TESTS_UNIT_FEED_MRT_WRITE_H
#define NORMA_TESTS_UNIT_FEED_MRT_WRITE_H

#include "base/mem.h"
#include "net/asn.h"
#include "net/prefix.h"

/* A session of the collector: peers are 192.168.0.N (addr N) of AS asn. */
struct mrt_who {
	uint32_t addr;
	asn_t asn;
};

/* An UPDATE. Lists of prefixes are separated by spaces; IPv6 ones go into MP attributes. Paths are written
 * "1 2 {3 4} (5 6) 7"; NULL: no AS_PATH at all. */
struct mrt_update {
	uint32_t t;
	int32_t micros; /* below 0: BGP4MP; else BGP4MP_ET */
	struct mrt_who who;
	bool two_octet; /* the session's ASNs */
	bool local;     /* sent by the collector: the _LOCAL subtypes */
	bool add_path;  /* of each prefix: path ids path_no */
	uint32_t path_no;
	bool no_origin;    /* a mandatory attribute is missing */
	uint16_t cut;      /* octets that the collector did not keep, from the end */
	const char *path;  /* AS_PATH */
	const char *path4; /* AS4_PATH; NULL: none */
	const char *announce, *withdraw;
};
void mrt_write_update(struct buf *out, const struct mrt_update *u);

/** mrt_write_announce, mrt_write_withdraw - the usual: a session of four octets. */
void mrt_write_announce(struct buf *out, uint32_t t, struct mrt_who who, const char *prefixes,
                        const char *path);
void mrt_write_withdraw(struct buf *out, uint32_t t, struct mrt_who who, const char *prefixes);
/** mrt_write_state - states as RFC 4271 8.2.2 numbers them: 1 Idle .. 6 Established. */
void mrt_write_state(struct buf *out, uint32_t t, struct mrt_who who, unsigned from, unsigned to);
/** mrt_write_end_of_rib - RFC 4724 2. */
void mrt_write_end_of_rib(struct buf *out, uint32_t t, struct mrt_who who, unsigned family);

/** mrt_write_peers - PEER_INDEX_TABLE; addr 0 is written 0.0.0.0. */
void mrt_write_peers(struct buf *out, uint32_t t, const struct mrt_who *peers, size_t n);

struct mrt_rib_entry {
	uint16_t peer;
	const char *path; /* NULL: none */
	uint32_t path_no;
};
/** mrt_write_rib - RIB_IPV4_UNICAST or RIB_IPV6_UNICAST, or with add_path their _ADDPATH forms. */
void mrt_write_rib(struct buf *out, uint32_t t, const char *prefix, const struct mrt_rib_entry *e, size_t n,
                   bool add_path);
/** mrt_write_table - TABLE_DUMP of IPv4, one route; ASNs of two octets. */
void mrt_write_table(struct buf *out, uint32_t t, struct mrt_who who, const char *prefix, const char *path);
/** mrt_write_raw - any record. */
void mrt_write_raw(struct buf *out, uint32_t t, unsigned type, unsigned subtype, const void *body,
                   size_t len);

#endif
