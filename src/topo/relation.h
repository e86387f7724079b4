/* Business relations between networks. */
#ifndef NORMA_TOPO_RELATION_H
#define NORMA_TOPO_RELATION_H

#include "net/asn.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a neighbour is to a network. The numbers are stored. */
enum relation {
	RELATION_UNKNOWN,
	RELATION_PROVIDER, /* the neighbour sells transit to the network */
	RELATION_PEER,
	RELATION_CUSTOMER,
	RELATION_SIBLING, /* one organisation holds both */
	RELATIONS
};
/** relation_name - "unknown", "provider", "peer", "customer", "sibling". */
const char *relation_name(enum relation r);

/* How a relation came to be known: read, or by which step of inference (infer.h). */
enum relation_step {
	RELATION_GIVEN, /* a file says so */
	RELATION_CLIQUE,
	RELATION_PASSED,       /* passed on to a provider or peer */
	RELATION_PARTIAL_FEED, /* seen by one who shows only customers' routes */
	RELATION_SMALL_ABOVE,  /* provider of a larger customer */
	RELATION_PROVIDERLESS, /* around a large network that no provider was found for */
	RELATION_CLIQUE_STUB,  /* a network without transit below the clique */
	RELATION_FOLDED,       /* behind a peer */
	RELATION_REMAINING,    /* nothing says that it is transit */
	RELATION_BY_ASPA,      /* the customer attests it */
	RELATION_BY_OTC,       /* the OTC attribute says where down begins */
	RELATION_BY_EXCHANGE,  /* both at one route server */
	RELATION_STEPS
};
/** relation_step_name - "given", "1" to "8", "aspa", "otc", "rs". */
const char *relation_step_name(enum relation_step s);

struct relation_builder;
struct relation_table; /* immutable, sorted: a table of links with two directions each */

struct relation_builder *relation_builder_new(void);
/** relation_builder_add - y_is: what y is to x (PROVIDER, PEER or CUSTOMER). A link to itself is passed over.
 */
void relation_builder_add(struct relation_builder *b, asn_t x, asn_t y, enum relation y_is);
/** relation_builder_add_inferred - the same with how sure it is, 0 to 255, and who decided; what is only
 * added is RELATION_GIVEN and RELATION_SURE. */
enum { RELATION_SURE = 255 };
void relation_builder_add_inferred(struct relation_builder *b, asn_t x, asn_t y, enum relation y_is,
                                   unsigned confidence, enum relation_step step);
/** relation_builder_build - the table; where lines contradict each other the link is RELATION_PEER, whatever
 * their order, and no surer than the least sure of them. The builder is gone. */
struct relation_table *relation_builder_build(struct relation_builder *b);
void relation_builder_free(struct relation_builder *b);
void relation_table_free(struct relation_table *t);
size_t relation_table_count(const struct relation_table *t); /* links */

struct relation_link {
	asn_t x, y;         /* x is the lower */
	uint8_t is;         /* enum relation: what y is to x */
	uint8_t confidence; /* 0 a guess, 255 said */
	uint8_t step;       /* enum relation_step */
};
/** relation_table_at - the i-th link, ordered by x, then y. */
struct relation_link relation_table_at(const struct relation_table *t, size_t i);

/** relation_get - what y is to x; t may be NULL. */
enum relation relation_get(const struct relation_table *t, asn_t x, asn_t y);

/** relation_find - the same with how sure it is; false: not known. out->x and out->y are as in the table. */
bool relation_find(const struct relation_table *t, asn_t x, asn_t y, struct relation_link *out);

#endif
