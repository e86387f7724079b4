/*
 * The path store: every AS path once, as a trie that is rooted at the origin.
 *
 * A path is the id of its last node (the one nearest to the collector); its parent is the same path one hop
 * nearer to the origin. Paths share their tails, and what can be said of a path from its origin side (origin,
 * length, flags) is computed once, when the node is made, from its parent. Prepending is gone: neighbours in
 * a path differ.
 *
 * A hop is an ASN (or AS_TRANS where the session could not say more), a set (RFC 4271 4.3; members in a table
 * of their own) or the mark "the peer itself is the origin" for paths that are empty or end in a
 * confederation segment (RFC 6811 2). Confederation segments are no hops.
 */
#ifndef NORMA_RIB_PATH_H
#define NORMA_RIB_PATH_H

#include "net/asn.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint32_t path_id;
#define PATH_NONE   0U          /* no path; also the root's id */
#define PATH_ID_MAX 0x7fffffffU /* ids need 31 bits: tables keep a mark in the 32nd */
#define ORIGIN_NONE 0U          /* the origin of a path that ends in a set; AS 0 is in no path (RFC 7607) */

enum path_hop_kind {
	PATH_HOP_ASN,
	PATH_HOP_SET,
	PATH_HOP_PEER_ORIGIN,
	PATH_HOP_TRANS, /* AS_TRANS of a two-octet session without AS4_PATH: who stands here is not known */
};

struct path_hop {
	uint32_t asn; /* of a set: its id from path_set_intern */
	uint8_t kind; /* enum path_hop_kind */
};

enum path_flag {
	PATH_HAS_SET = 1,  /* some hop is a set */
	PATH_HAS_LOOP = 2, /* an ASN stands at two places that do not touch */
	PATH_WATCHED = 4,  /* some hop is one that the caller asked to be told of */
};

struct path_node {
	path_id parent; /* PATH_NONE: this hop is the origin */
	uint32_t asn;
	asn_t origin;
	uint16_t depth; /* hops from the origin, this one included */
	uint8_t kind;   /* enum path_hop_kind */
	uint8_t flags;  /* enum path_flag, of the whole path */
};

struct path_store;

struct path_store *path_store_new(void);
void path_store_free(struct path_store *s);

/**
 * path_intern - the id of a path.
 *
 * @hops  nearest to the collector first, as in AS_PATH; repeated neighbours are taken once
 * @n     0: PATH_NONE
 * Errors: PATH_NONE also when the store is full (2^31 nodes); the caller counts it.
 */
path_id path_intern(struct path_store *s, const struct path_hop *hops, size_t n);

/** path_set_intern - the id of a set; members may come in any order and repeat. */
uint32_t path_set_intern(struct path_store *s, const asn_t *members, size_t n);
const asn_t *path_set_get(const struct path_store *s, uint32_t id, size_t *n);

const struct path_node *path_get(const struct path_store *s, path_id id);
static inline asn_t path_origin(const struct path_node *n)
{
	return n->origin;
}

/** path_watch - from now on a path with this ASN as a hop gets PATH_WATCHED; paths already there are looked
 * through. */
void path_watch_set(struct path_store *s, bool (*is_watched)(void *ctx, asn_t asn), void *ctx);

/** path_count - nodes made so far; ids run from 1 to it. */
uint32_t path_count(const struct path_store *s);
size_t path_octets(const struct path_store *s);

#endif
