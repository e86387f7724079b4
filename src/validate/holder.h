/*
 * Whose a prefix is, by the registries' delegated statistics, and which networks its holder has: what can be
 * said of space that nobody is known to announce.
 *
 * Only ids of one registry can be compared. A holder without an ASN has its space announced by whomever it
 * likes, so that nothing can be said of who may.
 */
#ifndef NORMA_VALIDATE_HOLDER_H
#define NORMA_VALIDATE_HOLDER_H

#include "net/asn.h"
#include "validate/delegation.h"

/** holder_is_one - are both allocated to one holder, as one registry says? */
bool holder_is_one(const struct delegation_record *x, const struct delegation_record *y);

/** holder_is_other - may the prefix be another's than this network's? False where both are one holder's, or
 * where no holder is said. Cheap; holder_networks decides. t may be NULL. */
bool holder_is_other(const struct delegation_table *t, const struct prefix *p, asn_t asn);

/**
 * holder_networks - the ASNs of the one holder that has all of the prefix, ascending.
 *
 * @out  the first max of them
 * Returns how many there are; 0: it has none, or nobody has the whole prefix. Looks at all lines of ASNs.
 */
size_t holder_networks(const struct delegation_table *t, const struct prefix *p, asn_t *out, size_t max);

#endif
