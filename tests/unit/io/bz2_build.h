/* bz2 streams put together bit by bit: what no compressor writes. The format is that of bzip2 1.0.8. */
#ifndef NORMA_TESTS_UNIT_IO_BZ2_BUILD_H
#define NORMA_TESTS_UNIT_IO_BZ2_BUILD_H

#include "base/mem.h"

struct bits {
	struct buf octets;
	size_t n;
};

void bits_add(struct bits *b, uint64_t v, unsigned n);

/** build_begin, build_block, build_end - a stream of as many blocks, however small, as are added to it.
 * level: '1' to '9'. With `plant` the block gets more selectors than it needs, which no decoder looks at, and
 * those that are too many spell the n_plant bits of plant (runs of at most three 1s); the block must have at
 * least 600 octets that are not alike. */
struct build {
	struct bits bits;
	uint32_t crc;
};
void build_begin(struct build *b, char level);
void build_block(struct build *b, const void *data, size_t len, uint64_t plant, unsigned n_plant);
void build_end(struct build *b, struct buf *out);

#endif
