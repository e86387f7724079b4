/*
 * Prefixes with values, asked "what covers this prefix?": the shared core of rov.h, irr.h and bogon.h.
 *
 * An immutable table of nodes in the order of net/prefix.h, one array a family, each node with the index of
 * the node that covers it next (its parent) and a range of items. All nodes that cover a prefix R are: the
 * last node not behind R, or its nearest ancestor that covers R, and the ancestors of that one. (Whatever
 * stands in order between a covering node D and R begins inside D, so D is an ancestor of it.) Thus a lookup
 * is a binary search and a walk up of at most 33 or 129 steps, and a walk over sorted prefixes needs no
 * search at all.
 *
 * Octets: a node 17 (IPv4) or 25 (IPv6), an item 8.
 */
#ifndef NORMA_VALIDATE_COVER_H
#define NORMA_VALIDATE_COVER_H

#include "base/clock.h"
#include "net/asn.h"
#include "net/prefix.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define COVER_NONE UINT32_MAX /* no node */

enum { COVER_V4, COVER_V6, COVER_FAMILIES };

enum { COVER_EXTRA_BITS = 16 };

struct cover_item {
	uint32_t value;
	uint32_t tag; /* source << COVER_EXTRA_BITS | extra */
};

/* Where items come from; lent by the table. */
struct cover_source {
	const char *name; /* trust anchor, IRR source or list; "" when not said */
	const char *file;
	instant_t as_of; /* of the file's content */
};

struct cover_nodes {
	uint64_t *hi, *lo; /* lo: NULL for IPv4 */
	uint8_t *len;
	uint32_t *parent; /* COVER_NONE: nothing covers it */
	uint32_t *first;  /* n + 1 of them: items first[i] .. first[i + 1] - 1 */
	uint32_t
	    *buckets; /* NULL, or 65537: the nodes whose first 16 bits are b: buckets[b] .. buckets[b + 1] - 1
	               */
	uint32_t n;
};

struct cover_table {
	struct cover_nodes side[COVER_FAMILIES];
	struct cover_item *items; /* of a node: by value, extra, source */
	struct cover_source *sources;
	uint32_t n_items, n_sources;
};

static inline unsigned cover_side(unsigned family)
{
	return family == FAMILY_V4 ? COVER_V4 : COVER_V6;
}

static inline uint16_t cover_extra(const struct cover_item *i)
{
	return (uint16_t)i->tag;
}

static inline const struct cover_source *cover_source_of(const struct cover_table *t,
                                                         const struct cover_item *i)
{
	return &t->sources[i->tag >> COVER_EXTRA_BITS];
}

/* Is node i in front of p, or equal to it? */
static inline bool cover_not_behind(const struct cover_nodes *s, uint32_t i, const struct prefix *p)
{
	if (s->hi[i] != p->hi)
		return s->hi[i] < p->hi;
	if (s->lo && s->lo[i] != p->lo)
		return s->lo[i] < p->lo;
	return s->len[i] <= p->len;
}

static inline bool cover_node_covers(const struct cover_nodes *s, uint32_t i, const struct prefix *p)
{
	unsigned len = s->len[i];
	return len <= p->len && ((s->hi[i] ^ p->hi) & mask_hi(len)) == 0 &&
	       (!s->lo || ((s->lo[i] ^ p->lo) & mask_lo(len)) == 0);
}

/* From the last node not behind p up to the deepest that covers it. */
static inline uint32_t cover_climb(const struct cover_nodes *s, uint32_t i, const struct prefix *p)
{
	while (i != COVER_NONE && !cover_node_covers(s, i, p))
		i = s->parent[i];
	return i;
}

/** cover_lookup - the deepest node that covers p, or COVER_NONE; the others are its parents. */
uint32_t cover_lookup(const struct cover_nodes *s, const struct prefix *p);

/** cover_lookup_many - nodes[i] as cover_lookup; n is at most COVER_MANY. Prefixes in no order go fastest
 * this way: the waits for memory of all of them overlap. */
enum { COVER_MANY = 64 };
void cover_lookup_many(const struct cover_table *t, const struct prefix *const *p, size_t n, uint32_t *nodes);

/** cover_find - the last item of a node with that value, the one with the largest extra; NULL: none. */
const struct cover_item *cover_find(const struct cover_table *t, unsigned side, uint32_t node,
                                    uint32_t value);

/** cover_node_prefix - the prefix of a node. */
struct prefix cover_node_prefix(const struct cover_table *t, unsigned side, uint32_t node);

/*
 * A walk over prefixes that come in order: as cover_lookup, but each step goes on from the one before.
 * Prefixes that come out of order cost a lookup and are answered right all the same.
 */
struct cover_walk {
	const struct cover_table *table;
	uint32_t next[COVER_FAMILIES]; /* first node behind the last prefix */
};

static inline struct cover_walk cover_walk_begin(const struct cover_table *t)
{
	return (struct cover_walk){.table = t};
}

uint32_t cover_walk_seek(struct cover_walk *w, unsigned side, const struct prefix *p);

static inline uint32_t cover_walk_next(struct cover_walk *w, const struct prefix *p)
{
	unsigned side = cover_side(p->family);
	const struct cover_nodes *s = &w->table->side[side];
	uint32_t next = w->next[side];
	if (next > 0 && !cover_not_behind(s, next - 1, p))
		return cover_walk_seek(w, side, p);
	for (unsigned step = 0; next < s->n && cover_not_behind(s, next, p); step++, next++)
		if (step == 16)
			return cover_walk_seek(w, side, p);
	w->next[side] = next;
	return next == 0 ? COVER_NONE : cover_climb(s, next - 1, p);
}

/* What the bulk forms of rov.h and irr.h take, best in the order of the prefixes. */
struct cover_route {
	struct prefix prefix;
	asn_t origin;
};

#endif
