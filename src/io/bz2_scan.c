#include "io/bz2_scan.h"

static const uint64_t magics[] = {BZ2_BLOCK, BZ2_END};

void bz2_scanner_init(struct bz2_scanner *s)
{
	*s = (struct bz2_scanner){0};
	for (unsigned i = 0; i < 16; i++) {
		uint64_t seven = magics[i / 8]
		                 << (8 - i % 8); /* the magic in the seven octets that it touches */
		s->second[seven >> 40 & 0xff] |= (uint16_t)(1U << i);
		s->third[seven >> 32 & 0xff] |= (uint16_t)(1U << i);
	}
}

uint64_t bz2_bits(const uint8_t *p, uint64_t bit, unsigned n)
{
	uint64_t v = 0;
	unsigned shift = (unsigned)(bit % 8), octets = (shift + n + 7) / 8;
	for (unsigned i = 0; i < octets; i++)
		v = v << 8 | p[bit / 8 + i];
	return v >> (octets * 8 - shift - n) & (((uint64_t)1 << n) - 1);
}

/* Which of the magics that octet `at` allows stands there; the first one counts. */
static bool is_magic(const uint8_t *p, size_t len, size_t at, uint64_t from, unsigned allowed,
                     struct bz2_mark *out)
{
	bool found = false;
	for (; allowed; allowed &= allowed - 1) {
		unsigned i = (unsigned)__builtin_ctz(allowed);
		uint64_t bit = (uint64_t)at * 8 + i % 8;
		if (bit < from || bit + BZ2_MAGIC_BITS > (uint64_t)len * 8 || (found && bit > out->bit) ||
		    bz2_bits(p, bit, BZ2_MAGIC_BITS) != magics[i / 8])
			continue;
		*out = (struct bz2_mark){.bit = bit, .end = i / 8};
		found = true;
	}
	return found;
}

/* Its second and third octet are the magic's alone, whatever the shift: two look-ups rule out nearly all. */
bool bz2_scan(const struct bz2_scanner *s, const uint8_t *p, size_t len, uint64_t from, struct bz2_mark *out)
{
	for (size_t i = (size_t)(from / 8) + 1; i + 1 < len; i++) {
		unsigned allowed = s->second[p[i]] & s->third[p[i + 1]];
		if (allowed && is_magic(p, len, i - 1, from, allowed, out))
			return true;
	}
	return false;
}
