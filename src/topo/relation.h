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

struct relation_builder;
struct relation_table; /* immutable, sorted: a table of links with two directions each */

struct relation_builder *relation_builder_new(void);
/** relation_builder_add - y_is: what y is to x (PROVIDER, PEER or CUSTOMER). A link to itself is passed over.
 */
void relation_builder_add(struct relation_builder *b, asn_t x, asn_t y, enum relation y_is);
/** relation_builder_build - the table; where lines contradict each other the link is RELATION_PEER, whatever
 * their order. The builder is gone. */
struct relation_table *relation_builder_build(struct relation_builder *b);
void relation_builder_free(struct relation_builder *b);
void relation_table_free(struct relation_table *t);
size_t relation_table_count(const struct relation_table *t); /* links */

/** relation_get - what y is to x; t may be NULL. */
enum relation relation_get(const struct relation_table *t, asn_t x, asn_t y);

#endif
