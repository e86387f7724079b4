/*
 * Three networks that stand beside each other on paths: a handed routes to b, and b to c (origin first). Of a
 * path (rather than of a route) this is the smallest part that shows who passed on what to whom.
 */
#ifndef NORMA_DETECT_TRIPLE_H
#define NORMA_DETECT_TRIPLE_H

#include "detect/presence.h"
#include "net/asn.h"

typedef uint32_t triple_id;

struct triple {
	asn_t a, b, c;
	struct presence seen;
};

struct triples;

struct triples *triples_new(void);
void triples_free(struct triples *t);

/** triples_find - its id, made when it is new; ids run from 0. UINT32_MAX is none. */
triple_id triples_find(struct triples *t, asn_t a, asn_t b, asn_t c);
/** triples_get - lent until the next triples_find. */
struct triple *triples_get(const struct triples *t, triple_id id);
uint32_t triples_count(const struct triples *t);

#endif
