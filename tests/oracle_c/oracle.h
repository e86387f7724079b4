/*
 * Validation a second time, for comparison: straight from the text of the standards, one linear scan after
 * the other, sharing nothing with src/validate but the value types.
 */
#ifndef NORMA_TESTS_ORACLE_H
#define NORMA_TESTS_ORACLE_H

#include "net/registry.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A random number generator of its own; the seed is printed, NORMA_SEED repeats a run. */
struct oracle_random {
	uint64_t state;
};
struct oracle_random oracle_random_begin(void);
uint32_t oracle_random_below(struct oracle_random *r, uint32_t n);
/* A prefix from a small world, so that prefixes cover each other; its family is random. */
struct prefix oracle_random_prefix(struct oracle_random *r);

/* Is every one of the first a->len bits of b that of a? Bit by bit. */
bool oracle_covers(const struct prefix *a, const struct prefix *b);

/* RFC 6811 2; "valid", "not_found", "invalid_asn", ... Origin NONE is 0. */
const char *oracle_rov(const struct vrp *vrps, size_t n, const struct prefix *p, asn_t origin);

/* "valid", "covering", "invalid", "not_found". */
const char *oracle_irr(const struct route_object *objects, size_t n, const struct prefix *p, asn_t origin);

/* draft-ietf-sidrops-aspa-verification-28, 6.2 and 6.3. path: neighbour first, as collectors show it. */
const char *oracle_aspa(const struct aspa *records, size_t n, const asn_t *path, size_t n_path, bool has_set,
                        bool upstream);

/* What one number of the space is according to the lines: the same choice as delegation.h promises. */
enum delegation_status oracle_delegation_at(const struct delegation *lines, size_t n,
                                            const struct ip_addr *a);
enum delegation_status oracle_delegation_asn(const struct delegation *lines, size_t n, asn_t asn);

/* Everything that bogon classes hang on. */
struct oracle_bogon {
	const struct delegation *now, *before, *past; /* lines; NULL: no file */
	size_t n_now, n_before, n_past;
	instant_t past_as_of;
	const struct prefix *list;
	size_t n_list;
	instant_t at;
};
/* "none", "full", "administrative". */
const char *oracle_bogon_prefix(const struct oracle_bogon *o, const struct prefix *p);
const char *oracle_bogon_asn(const struct oracle_bogon *o, asn_t asn);

#endif
