/*
 * Where blocks of bz2 data begin: a magic of 48 bits that stands at any bit. Internal to io.
 *
 * Bits are counted from the most significant of the first octet. A magic that is found may stand there by
 * chance; only decoding up to it tells.
 */
#ifndef NORMA_IO_BZ2_SCAN_H
#define NORMA_IO_BZ2_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BZ2_BLOCK ((uint64_t)0x314159265359) /* a block follows */
#define BZ2_END   ((uint64_t)0x177245385090) /* the end of a stream: the CRC of all its blocks follows */

enum { BZ2_MAGIC_BITS = 48, BZ2_CRC_BITS = 32 };

/* By octet: bit (end * 8 + shift) is set where the magic, shifted, has it as its second (third) octet. */
struct bz2_scanner {
	uint16_t second[256], third[256];
};

struct bz2_mark {
	uint64_t bit;
	bool end; /* BZ2_END */
};

void bz2_scanner_init(struct bz2_scanner *s);

/** bz2_scan - the first magic at or behind bit `from` that lies whole in p[0..len). False: there is none. */
bool bz2_scan(const struct bz2_scanner *s, const uint8_t *p, size_t len, uint64_t from, struct bz2_mark *out);

/** bz2_bits - n bits from a bit on, n at most 48; all must be there. */
uint64_t bz2_bits(const uint8_t *p, uint64_t bit, unsigned n);

#endif
