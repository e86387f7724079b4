/**
 * route.h - how one announcement spreads (Gao and Rexford 2001): a route from a customer goes to everybody,
 * one from a peer or a provider to customers only; customers' routes are preferred to peers', these to
 * providers'; then the shortest, then a fixed order of neighbours.
 *
 * Three phases: customers' routes climb, cross one peering, and descend; each in order of length. Only the
 * networks of the core take part: what a network without customers hears changes nobody else's routes.
 */
#pragma once
#include "topology.h"

enum { CLASS_NONE, CLASS_PROVIDER, CLASS_PEER, CLASS_CUSTOMER, CLASS_OWN };
enum { MAX_SEEDS = 8, MAX_TAIL = 12, MAX_PATH = 64 };

/** A network that puts a route into the world. */
struct seed {
	uint32_t node;
	uint32_t only;                // the one neighbour it is announced to; NONE: by group
	uint32_t tail[MAX_TAIL];      // ASNs that stand behind it in the path, as with forged origins
	uint32_t tail_node[MAX_TAIL]; // the networks that these are (they drop it as a loop), NONE where none
	uint8_t n_tail;
	uint8_t n_set; // so many at the end of the tail are an AS_SET, which counts as one hop
	uint8_t prepend;
	uint8_t group; // 0 to all; 1, 2: to one half of the providers, and prepended to the other (2)
	bool active;
	bool invalid;    // RPKI-invalid: some drop it
	bool rov_exempt; // nobody drops it
	uint16_t event;  // 0: nothing is wrong with it
};

/** A network that passes on what it should keep. */
struct leak {
	uint32_t node;
	uint32_t from;         // the neighbour whose route it is; NONE: any
	uint32_t from_class;   // CLASS_PROVIDER, CLASS_PEER, or CLASS_NONE: either of them
	uint32_t n_to, to[16]; // whom it is passed on to
	uint16_t event;
	bool reoriginate; // the path begins anew with it (RFC 7908 type 5)
};

enum { TRAIT_SPREAD = 1, TRAIT_ROV = 2, TRAIT_OTC = 4 };

/** What a network chose; with what it is, so that an offer looks at one place only. */
struct choice {
	uint32_t parent; // NONE: own
	uint32_t link;
	uint32_t key; // order among equals
	uint16_t len;
	uint8_t class;
	uint8_t seed;   // index: seeds first, leaks after them
	uint8_t traits; // of the network, not of the choice: TRAIT_...
};

struct queue {
	uint32_t *v;
	size_t n, cap;
};

struct spread {
	const struct topology *t;
	struct choice *at; // by network
	struct queue touched;
	struct queue bucket[MAX_PATH];
	uint32_t top;     // largest bucket in use
	uint8_t *blocked; // by network: seeds whose path it stands in
	LIST(uint32_t) blockers;
	const struct seed *seed;
	uint32_t n_seeds;
	const struct leak *leak[MAX_SEEDS];
	uint32_t n_leaks;
	uint8_t invalid; // bit: routes of this seed or leak are RPKI-invalid
	uint8_t
	    otc_from; // bit: routes of this seed carry OTC when a neighbour hears them from below or aside
	uint32_t salt;
	bool leaking; // second pass
	uint16_t leaked_len[MAX_SEEDS];
};

void spread_init(struct spread *s, const struct topology *t);
void spread_fini(struct spread *s);
/**
 * spread_run - fills s->at for these seeds and leaks; @salt chooses among equals where a network does so by
 * origin.
 * @guarded: a VRP covers the prefixes, so that any other origin is invalid.
 * Shape: valid until the next run. Seeds and leaks together at most MAX_SEEDS.
 */
void spread_run(struct spread *s, const struct seed *seed, uint32_t n_seeds, const struct leak *const *leak,
                uint32_t n_leaks, uint32_t salt, bool guarded);
/** The networks from @v to the origin (MAX_PATH places); 0 where v has no route, or the path would be a loop.
 */
uint32_t spread_nodes(const struct spread *s, uint32_t v, uint32_t *node);
/**
 * spread_path - the ASNs of the path along these networks, prepends and forged tails too.
 *
 * @asn    has MAX_PATH places      @otc  the ONLY_TO_CUSTOMER value that the route carries at the first, 0 if
 * none
 */
uint32_t spread_path(const struct spread *s, const uint32_t *node, uint32_t n_nodes, uint32_t *asn,
                     uint32_t *otc);
/** The injection that the route of @v belongs to, 0 if none. */
uint16_t spread_event(const struct spread *s, uint32_t v);
/** A route that @v could have taken besides the one it has: the neighbour, and its class; NONE if none. */
uint32_t spread_other(const struct spread *s, uint32_t v, uint32_t start, uint32_t *class);
