/*
 * Delegated files over time: the lines of each, and what was held at any time of the last 180 days. Internal
 * to feed.
 *
 * Of a family of daily files only what one has and the next has no longer is kept, which is little: with it
 * and the last file's lines all that any of them held is known, and each file is read once, however many
 * instants are asked about.
 */
#ifndef NORMA_FEED_HELD_H
#define NORMA_FEED_HELD_H

#include "feed/sources.h"
#include "validate/delegation.h"

enum { HELD_LATELY = 180 * 86400 /* seconds, as validate/bogon.h has it */ };

struct held;
struct held *held_new(struct sources *s);
void held_free(struct held *h);

/** held_read - all lines of a delegated file into a builder, and whose file it is. */
void held_read(struct source *s, struct delegation_builder *into);

/** held_lines - what a delegated file says, coarsely. Lent until held_sweep. */
const struct delegation_table *held_lines(struct held *h, const struct source *s);

/** held_is_lately - is it of t or up to 180 days older? */
bool held_is_lately(const struct source *s, instant_t t);

/** held_add - what files of the last 180 days before t had as allocated: those of the instant `newest` into
 * last, older ones into older. */
void held_add(struct held *h, instant_t t, instant_t newest, struct delegation_builder *older,
              struct delegation_builder *last);

/** held_sweep - forget the lines of files that were not asked for since the last time. */
void held_sweep(struct held *h);

#endif
