/**
 * prefix.h - address prefixes of both families, and instants as text.
 *
 * An address is 128 bits in hi and lo, leftmost bit first; an IPv4 address stands in the leftmost 32 bits of
 * hi.
 */
#pragma once
#include "grow.h"

#include <stdbool.h>

struct prefix {
	uint64_t hi, lo; // bits beyond len are 0
	uint8_t len;     // 0..32 or 0..128
	uint8_t v6;      // 0 or 1
};

struct prefix prefix4(uint32_t address, uint32_t len);
struct prefix prefix6(uint64_t hi, uint64_t lo, uint32_t len);
/** Reads "192.0.2.0/24" or "2001:db8::/32"; ends the program on anything else. */
struct prefix prefix_from(const char *text);
bool prefix_same(const struct prefix *a, const struct prefix *b);
/** @a holds all of @b; true too where they are the same */
bool prefix_holds(const struct prefix *a, const struct prefix *b);
/** by family, then address, then length */
int prefix_compare(const struct prefix *a, const struct prefix *b);
/** the first @len bits of @p */
struct prefix prefix_cut(const struct prefix *p, uint32_t len);
/** the @n-th more-specific of length @len in @p */
struct prefix prefix_part(const struct prefix *p, uint32_t len, uint64_t n);
uint64_t prefix_hash(const struct prefix *p);
/** "192.0.2.0/24"; @text has PREFIX_TEXT octets */
const char *prefix_text(const struct prefix *p, char *text);
/** the address alone, without "/len" */
const char *prefix_address(const struct prefix *p, char *text);
/** length octet and ceil(len / 8) octets (RFC 4271 4.3) */
void prefix_octets(const struct prefix *p, struct octets *o);
/** all 4 or 16 octets of the address */
void prefix_address_octets(const struct prefix *p, struct octets *o);
#define PREFIX_TEXT 52

/** A set of prefixes with a number each, open addressing. */
struct prefix_map {
	struct prefix *key;
	uint32_t *value; // 0: empty slot
	size_t n, cap;
};
/** The value of @p, 0 where it is not there. */
uint32_t prefix_map_get(const struct prefix_map *m, const struct prefix *p);
/** Sets the value (not 0) of @p. */
void prefix_map_set(struct prefix_map *m, const struct prefix *p, uint32_t value);
void prefix_map_fini(struct prefix_map *m);

/** "2026-10-10T00:00:00Z"; @text has TIME_TEXT octets */
const char *time_text(uint32_t t, char *text);
/** @form with the digits YYYYMMDD, HHMM of the instant, as "rib.%04u%02u%02u.%02u%02u" wants them */
struct calendar {
	uint32_t year, month, day, hour, minute, second;
};
struct calendar calendar_of(uint32_t t);
uint32_t time_of(uint32_t year, uint32_t month, uint32_t day);
#define TIME_TEXT 24
