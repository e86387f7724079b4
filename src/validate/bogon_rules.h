/*
 * The dated tables behind bogon.h: special-purpose space, and what IANA has given to the registries.
 *
 * Days are numbers like 20100131, compared as such; 0 is "ever since". Inside validate/ only.
 */
#ifndef NORMA_VALIDATE_BOGON_RULES_H
#define NORMA_VALIDATE_BOGON_RULES_H

#include "net/registry.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint32_t day_t;

/** bogon_day - the day that an instant lies in. */
day_t bogon_day(instant_t at);

/* ---- special-purpose space: bogon_special.c */

struct special_prefix {
	struct prefix prefix;
	day_t since;
	const char *reason;
};

/** special_prefix_octets - the first octets of what special or exempt prefixes there are, a bit each. */
void special_prefix_octets(enum family family, uint64_t octets[4]);

/** special_prefix_exempt - is it meant to be seen in spite of what covers it? The reason, else NULL. */
const char *special_prefix_exempt(const struct prefix *p);

/** special_prefix_find - the longest special prefix that covers p and was one on that day; NULL: none. */
const struct special_prefix *special_prefix_find(const struct prefix *p, day_t day);

struct special_asns {
	asn_t first, last; /* inclusive */
	day_t since;
	const char *reason;
};
const struct special_asns *special_asn_find(asn_t asn, day_t day);

/* ---- IANA's blocks: bogon_iana.c */

/** iana_known_until - how old the tables are: a registry may know of younger blocks. */
day_t iana_known_until(enum delegation_type type);

enum iana_state {
	IANA_FREE,   /* no part of it lies in a block */
	IANA_PARTLY, /* a part does, or it spans blocks */
	IANA_INSIDE, /* it lies inside one block */
};

/** iana_prefix - rir: of the block where INSIDE (RIR_NONE for IANA's own), else RIR_NONE. */
enum iana_state iana_prefix(const struct prefix *p, day_t day, enum rir *rir);

/** iana_asn - is it in a block of a registry? */
bool iana_asn(asn_t asn, day_t day, enum rir *rir);

#endif
