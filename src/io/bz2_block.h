/*
 * One block of a bz2 stream, decoded on its own. Internal to io.
 *
 * Blocks share nothing but the stream's header in front of them and the CRC of all behind them. libbz2 wants
 * a whole stream, so it is given one that holds this block alone. That it comes to its proper end means that
 * the block is whole, that its CRC is right, and that it ends exactly where its bits were said to end.
 */
#ifndef NORMA_IO_BZ2_BLOCK_H
#define NORMA_IO_BZ2_BLOCK_H

#include "base/err.h"

#include <bzlib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What a decoder holds, kept from one block to the next. libbz2 asks for two pieces, in this order: its
 * state, and four octets for each of up to 900,000, which are read at random and so lie in large pages if
 * they can.
 */
struct bz2_memory {
	struct bz2_piece {
		void *at;
		size_t len;
		bool lent;
	} piece[2];
};

void bz2_memory_fini(struct bz2_memory *m);

/** bz2_begin - BZ2_bzDecompressInit with memory of m, which serves one decoder a time. False: no memory. */
bool bz2_begin(bz_stream *z, struct bz2_memory *m);

enum {
	BZ2_OUT = 2 << 20, /* octets kept of what a block gives: longer runs of one octet make more of it */
	BZ2_LONGEST = 4 << 20 /* octets; 900,000 codes of at most 20 bits and their tables are less */
};

struct bz2_block {
	uint8_t *stream; /* as libbz2 wants it */
	size_t stream_len;
	uint32_t crc;

	/* found by bz2_block_decode: */
	bool good;
	uint8_t *out; /* NULL where the block gives more than BZ2_OUT; what it gives comes of decoding anew */
	size_t out_len;
};

/** bz2_block_init - the bits [from, to) of p, which begin with BZ2_BLOCK and its CRC; level: '1' to '9'. */
void bz2_block_init(struct bz2_block *b, const uint8_t *p, uint64_t from, uint64_t to, uint8_t level);
void bz2_block_fini(struct bz2_block *b);

void bz2_block_decode(struct bz2_block *b, struct bz2_memory *m);

#endif
