/*
 * The good part of bz2 data, its blocks decoded by several threads and handed out in order. Internal to io.
 *
 * It reads ahead, cuts at every magic (bz2_scan), has the pieces decoded (bz2_pool), and hands out what each
 * gives once all before it was seen to be good. It says nothing of faults: at the first thing that is not
 * wholly regular (a block that is not good, a wrong CRC, a cut, what follows behind the last stream) it
 * stops, and says from where a plain decoder has to go on, and how many octets of what that makes have been
 * handed out. So every fault is found, and its words and place told, by the plain decoder alone.
 */
#ifndef NORMA_IO_BZ2_AHEAD_H
#define NORMA_IO_BZ2_AHEAD_H

#include "io/source.h"

struct bz2_ahead;

/** bz2_ahead_new - of a source that begins with a stream's header; head[0..len) has been read of it. NULL: no
 * thread could be made. */
struct bz2_ahead *bz2_ahead_new(struct io_source *src, const uint8_t *head, size_t len, size_t in_chunk,
                                unsigned n_threads);
void bz2_ahead_free(struct bz2_ahead *a);

struct bz2_given {
	uint64_t left; /* octets that the block at hand still gives */
	uint64_t used; /* octets of the file up to its end */
	bool fresh;    /* nothing of it has been taken */
};

/** bz2_ahead_look - wait for the block at hand. False: it stops here. */
bool bz2_ahead_look(struct bz2_ahead *a, struct bz2_given *out);

/** bz2_ahead_take - up to cap octets of it, at least one. */
size_t bz2_ahead_take(struct bz2_ahead *a, uint8_t *to, size_t cap);

struct bz2_rest {
	uint64_t at;      /* octet of the file where a stream begins, or should */
	uint64_t skip;    /* octets of that stream that have been handed out */
	uint64_t members; /* streams in front of it */
};
struct bz2_rest bz2_ahead_rest(const struct bz2_ahead *a);

#endif
