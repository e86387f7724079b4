/*
 * By how much the clocks of collectors differ: the same change reaches two collectors within a minute or so,
 * and as often the one first as the other. Where the median of the differences is minutes, a clock is wrong.
 */
#ifndef NORMA_FEED_SKEW_H
#define NORMA_FEED_SKEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct skew;
struct skew *skew_new(void);
void skew_free(struct skew *s);

/** skew_note - a collector has recorded that something (key) came to be; only the first of each within an
 * hour counts. Collectors behind the 64th are not looked at. */
void skew_note(struct skew *s, uint64_t key, uint16_t collector, uint32_t t);

/** skew_of - seconds that the collector's clock is ahead of the others' (the median of its differences to
 * each), and how many changes that rests on. False: too few to say. */
bool skew_of(const struct skew *s, uint16_t collector, int32_t *seconds, uint64_t *n);

#endif
