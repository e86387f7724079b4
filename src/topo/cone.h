/*
 * Customer cones: the networks that can be reached from a network by going down to customers only.
 *
 * recursive: customers, their customers, and so on, by the relations alone; that is more than a network
 * really reaches through some of them. provider/peer observed (ppdc): b is in the cone of a if a path shows a
 * provider or peer of a followed by a ... b, each the provider of the next. A network is in no list of its
 * own, and networks without any customer have no row.
 */
#ifndef NORMA_TOPO_CONE_H
#define NORMA_TOPO_CONE_H

#include "net/asn.h"
#include "topo/relation.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cone_table; /* immutable, sorted */

enum { CONE_MEMBERS_MAX = 1 << 27 }; /* of all cones together */

/** cone_table_of_pairs - from n distinct pairs (network << 32 | member), which are sorted in place. */
struct cone_table *cone_table_of_pairs(uint64_t *pairs, size_t n);

/** cone_table_recursive - of all networks; NULL where that is more than CONE_MEMBERS_MAX members. */
struct cone_table *cone_table_recursive(const struct relation_table *relations);
void cone_table_free(struct cone_table *t);

/** cone_table_count - networks that have a row. cone_table_at - the i-th by ASN: its members, ascending. */
size_t cone_table_count(const struct cone_table *t);
const asn_t *cone_table_at(const struct cone_table *t, size_t i, asn_t *asn, size_t *n);

/** cone_size - members besides the network itself; 0 where it has no row. */
size_t cone_size(const struct cone_table *t, asn_t asn);

/** cone_has - is the member in the network's cone? A network is in its own. t may be NULL. */
bool cone_has(const struct cone_table *t, asn_t asn, asn_t member);

#endif
