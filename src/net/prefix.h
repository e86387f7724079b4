/*
 * Addresses and prefixes as values.
 *
 * Both families use the same 128 bits in host order: an IPv4 address stands in the top 32 bits of hi, so one
 * compare, one mask and one cover test serve both. Order: family, address, length: every covering prefix
 * comes before what it covers, which is what the merge joins in validate/ and rib/ rely on.
 */
#ifndef NORMA_NET_PREFIX_H
#define NORMA_NET_PREFIX_H

#include "base/cur.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum family { FAMILY_NONE = 0, FAMILY_V4 = 4, FAMILY_V6 = 6 };

struct ip_addr {
	uint64_t hi, lo; /* host order, left-aligned */
	uint8_t family;  /* enum family */
};

struct prefix {
	uint64_t hi, lo; /* host order, left-aligned; bits behind len are 0 unless said otherwise */
	uint8_t len;     /* 0..32 or 0..128 */
	uint8_t family;  /* enum family */
};

enum { PREFIX_TEXT = 52 }; /* room for the longest text with its NUL */

static inline unsigned family_bits(unsigned family)
{
	return family == FAMILY_V4 ? 32 : 128;
}

/* The first len bits of a 128-bit number set, as two halves. */
static inline uint64_t mask_hi(unsigned len)
{
	return len == 0 ? 0 : len >= 64 ? UINT64_MAX : ~(UINT64_MAX >> len);
}

static inline uint64_t mask_lo(unsigned len)
{
	return len <= 64 ? 0 : len >= 128 ? UINT64_MAX : ~(UINT64_MAX >> (len - 64));
}

static inline struct prefix prefix_masked(struct prefix p)
{
	p.hi &= mask_hi(p.len);
	p.lo &= mask_lo(p.len);
	return p;
}

static inline bool prefix_has_host_bits(const struct prefix *p)
{
	return (p->hi & ~mask_hi(p->len)) != 0 || (p->lo & ~mask_lo(p->len)) != 0;
}

static inline bool prefix_eq(const struct prefix *a, const struct prefix *b)
{
	return a->hi == b->hi && a->lo == b->lo && a->len == b->len && a->family == b->family;
}

static inline int prefix_cmp(const struct prefix *a, const struct prefix *b)
{
	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	if (a->hi != b->hi)
		return a->hi < b->hi ? -1 : 1;
	if (a->lo != b->lo)
		return a->lo < b->lo ? -1 : 1;
	return (a->len > b->len) - (a->len < b->len);
}

/* Is b inside a, or equal to it? */
static inline bool prefix_covers(const struct prefix *a, const struct prefix *b)
{
	return a->family == b->family && a->len <= b->len && ((a->hi ^ b->hi) & mask_hi(a->len)) == 0 &&
	       ((a->lo ^ b->lo) & mask_lo(a->len)) == 0;
}

uint64_t prefix_hash(const struct prefix *p);

/* The last address of the prefix. */
struct ip_addr prefix_last(const struct prefix *p);

/**
 * prefix_parse - text "192.0.2.0/24" or "2001:db8::/32".
 * Errors: VALUE (no such address, host bits set, abbreviated IPv4); LENGTH (length missing or out of range).
 */
MUST_USE enum err prefix_parse(const char *s, size_t len, struct prefix *out);

/** prefix_format - canonical text (RFC 5952 for IPv6); returns the number of characters. */
size_t prefix_format(char out[static PREFIX_TEXT], const struct prefix *p);

/** addr_parse - an address without length. Errors: VALUE. */
MUST_USE enum err addr_parse(const char *s, size_t len, struct ip_addr *out);
size_t addr_format(char out[static PREFIX_TEXT], const struct ip_addr *a);
int addr_cmp(const struct ip_addr *a, const struct ip_addr *b);

/* From wire octets: 4 or 16 of them. */
static inline struct ip_addr addr_from_v4(uint32_t v)
{
	return (struct ip_addr){.hi = (uint64_t)v << 32, .family = FAMILY_V4};
}

static inline struct ip_addr addr_from_octets(unsigned family, const uint8_t *p)
{
	if (family == FAMILY_V4)
		return addr_from_v4(be32(p));
	return (struct ip_addr){.hi = be64(p), .lo = be64(p + 8), .family = FAMILY_V6};
}

/** addr_to_octets - 4 or 16 octets in network order; returns how many. */
size_t addr_to_octets(const struct ip_addr *a, uint8_t out[static 16]);

/**
 * prefix_range_next - cut the address range first..last (same family) into prefixes, largest first at each
 * step. Returns the next prefix and moves *first behind it; *done is set when the range is used up.
 */
struct prefix prefix_range_next(struct ip_addr *first, const struct ip_addr *last, bool *done);

#endif
