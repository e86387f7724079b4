/*
 * Who does something to many prefixes of many origins within minutes: one mistake, however many events.
 */
#ifndef NORMA_DETECT_MASS_H
#define NORMA_DETECT_MASS_H

#include "rib/rib.h"

struct mass_limits {
	uint32_t prefixes; /* 100 */
	uint32_t origins;  /* 10 */
	uint32_t within;   /* seconds, 600 */
};

/* The most that either number is counted to: a larger limit counts as this. */
enum { MASS_COUNT_MAX = 1024 };

struct masses;

struct masses *masses_new(struct mass_limits limits);
void masses_free(struct masses *m);

/** masses_note - the culprit did it to one more prefix at the instant t. */
void masses_note(struct masses *m, asn_t culprit, uint32_t t, unsigned family, prefix_id prefix,
                 asn_t origin);

/** masses_was - was there a time between the two instants at which it had done so to enough of both within
 * the limit? */
bool masses_was(const struct masses *m, asn_t culprit, uint32_t from, uint32_t to);

#endif
