/* Business relations between networks, and organisations that hold several of them. */
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

/* Organisations: an ASN belongs to at most one; where several are said, to the first in the order of names.
 */
struct org_builder;
struct org_table;
struct org_builder *org_builder_new(void);
/** org_builder_add - "" is passed over. */
void org_builder_add(struct org_builder *b, asn_t asn, const char *org_id);
/** org_builder_build - the table; the builder is gone. */
struct org_table *org_builder_build(struct org_builder *b);
void org_builder_free(struct org_builder *b);
void org_table_free(struct org_table *t);
/** org_same - do both belong to one organisation that is known? t may be NULL. */
bool org_same(const struct org_table *t, asn_t x, asn_t y);

#endif
