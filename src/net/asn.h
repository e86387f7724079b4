/* Autonomous system numbers: 32 bits in host order (RFC 6793), and the ranges that standards set aside. */
#ifndef NORMA_NET_ASN_H
#define NORMA_NET_ASN_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

typedef uint32_t asn_t;

/** asn_cmp - for qsort and bsearch of ASNs, ascending. */
static inline int asn_cmp(const void *x, const void *y)
{
	const asn_t *a = (const asn_t *)x, *b = (const asn_t *)y;
	return (*a > *b) - (*a < *b);
}

#define ASN_TRANS 23456U /* AS_TRANS, RFC 6793 9 */

/**
 * asn_parse - "64496" or "AS64496" (any case), at most 4294967295; asdot ("1.10") too.
 * Errors: VALUE.
 */
MUST_USE enum err asn_parse(const char *s, size_t len, asn_t *out);

#endif
