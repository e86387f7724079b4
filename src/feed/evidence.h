/*
 * The raw records that events were judged by, each kept once: where it stands and, up to a limit, its octets.
 *
 * An update is the record that is being applied when its change is told. A dump's changes are told only at
 * its end: the record of every entry that a detector watches, and that changes what the RIB has, is kept
 * aside when it is staged, and becomes evidence when its change is asked about.
 */
#ifndef NORMA_FEED_EVIDENCE_H
#define NORMA_FEED_EVIDENCE_H

#include "detect/track.h"
#include "feed/apply.h"

/* Octets of raw records that are kept, and as many that are kept aside: behind them only places are. */
enum { EVIDENCE_OCTETS = 128 << 20 };

struct evidence_message {
	uint32_t file;         /* the feed's number of it */
	uint64_t record;       /* number of the record in it, from 0 */
	uint64_t offset;       /* of the record in the decompressed data */
	const uint8_t *octets; /* the MRT record; lent until the next one is kept */
	size_t len;            /* 0: over the limit, only its place is kept */
	uint32_t peers; /* of a dump: the number of the table of peers that it counts on, a message itself,
	                   kept before it; RIB_NONE: none */
};

struct evidence_store;

/** evidence_store_new - apply: lent; its `now` is the record that changes are heard from. */
struct evidence_store *evidence_store_new(const struct apply *apply);
void evidence_store_free(struct evidence_store *s);

/** evidence_limit - another limit than EVIDENCE_OCTETS, before the first record. */
void evidence_limit(struct evidence_store *s, size_t octets);

/** evidence_watch - who decides what is kept of a dump: would this entry, which changes what the RIB has, be
 * evidence? Nothing is kept of dumps without it. */
typedef bool (*evidence_wanted_fn)(void *ctx, const struct apply_staged *e);
void evidence_watch(struct evidence_store *s, evidence_wanted_fn wanted, void *ctx);

/** evidence_peers, evidence_staged, evidence_dumped - hooks of apply: a dump begins with its table of peers;
 * an entry of it was staged; it has taken effect. ctx is the store. */
void evidence_peers(void *ctx);
void evidence_staged(void *ctx, const struct apply_staged *e);
void evidence_dumped(void *ctx, uint32_t file);

/** evidence_message - a track_message_fn: the number of the message that told of a change, RIB_NONE where it
 * is not known (a slot that the registries' change made interesting). ctx is the store. */
uint32_t evidence_message(void *ctx, const struct rib_change *c);

uint32_t evidence_count(const struct evidence_store *s);
/** evidence_get - number below evidence_count; numbers go up in the order in which records became evidence.
 */
struct evidence_message evidence_get(const struct evidence_store *s, uint32_t number);

/** evidence_otc - the value of ONLY_TO_CUSTOMER (RFC 9234 5) of an UPDATE that was kept; 0: none. */
asn_t evidence_otc(const struct evidence_store *s, uint32_t number);

/** evidence_has_community - does the BGP UPDATE that was kept under a number carry a community (RFC 1997: ASN
 * and value, 16 bits each)? false also where no octets are kept. */
bool evidence_has_community(const struct evidence_store *s, uint32_t number, uint32_t community);

#endif
