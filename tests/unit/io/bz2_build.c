#include "bz2_build.h"

#include <bzlib.h>

void bits_add(struct bits *b, uint64_t v, unsigned n)
{
	for (unsigned i = 0; i < n; i++, b->n++) {
		if (b->n % 8 == 0)
			buf_char(&b->octets, 0);
		if (v >> (n - 1 - i) & 1)
			b->octets.at[b->n / 8] = (char)(b->octets.at[b->n / 8] | 0x80 >> b->n % 8);
	}
}

/* Of a stream that is read from its beginning to a bit. */
struct from {
	const uint8_t *p;
	size_t at;
};

static uint64_t get(struct from *f, unsigned n)
{
	uint64_t v = 0;
	for (; n > 0; n--, f->at++)
		v = v << 1 | (f->p[f->at / 8] >> (7 - f->at % 8) & 1);
	return v;
}

static uint64_t copy(struct build *b, struct from *f, unsigned n)
{
	uint64_t v = get(f, n);
	bits_add(&b->bits, v, n);
	return v;
}

void build_begin(struct build *b, char level)
{
	*b = (struct build){0};
	bits_add(&b->bits, 'B' << 16 | 'Z' << 8 | 'h', 24);
	bits_add(&b->bits, (unsigned char)level, 8);
}

/* A selector is as many 1s as it is away from the front, and a 0. */
static unsigned selectors_in(uint64_t v, unsigned n)
{
	unsigned zeros = 0;
	for (; n > 0; n--, v >>= 1)
		zeros += !(v & 1);
	return zeros;
}

static void selectors(struct build *b, struct from *f, uint64_t plant, unsigned n_plant)
{
	copy(b, f, 1 + 24); /* randomised, where the sorted block begins */
	uint64_t used = copy(b, f, 16);
	for (int i = 0; i < 16; i++)
		if (used >> i & 1)
			copy(b, f, 16);
	uint64_t tables = copy(b, f, 3);
	REQUIRE(n_plant == 0 || tables >= 4);
	uint64_t n = get(f, 15);
	bits_add(&b->bits, n + (n_plant ? selectors_in(plant, n_plant) + 1 : 0), 15);
	while (n > 0)
		n -= !copy(b, f, 1);
	if (n_plant) {
		bits_add(&b->bits, plant, n_plant);
		bits_add(&b->bits, 0, 1);
	}
}

static size_t end_of_block(const uint8_t *p, size_t len)
{
	for (size_t pad = 0; pad < 8; pad++) {
		struct from f = {p, len * 8 - pad - 80};
		if (get(&f, 48) == 0x177245385090)
			return len * 8 - pad - 80;
	}
	REQUIRE(false);
	return 0;
}

void build_block(struct build *b, const void *data, size_t len, uint64_t plant, unsigned n_plant)
{
	unsigned n = (unsigned)(len + len / 8 + 4096);
	char *p = mem_new(n, 1);
	REQUIRE(BZ2_bzBuffToBuffCompress(p, &n, (char *)(uintptr_t)data, (unsigned)len, 9, 0, 0) == BZ_OK);
	struct from f = {(const uint8_t *)p, 32};
	size_t end = end_of_block(f.p, n);
	copy(b, &f, 48);
	uint32_t crc = (uint32_t)copy(b, &f, 32);
	b->crc = (b->crc << 1 | b->crc >> 31) ^ crc;
	selectors(b, &f, plant, n_plant);
	while (f.at < end)
		copy(b, &f, 1);
	free(p);
}

void build_end(struct build *b, struct buf *out)
{
	bits_add(&b->bits, 0x177245385090, 48);
	bits_add(&b->bits, b->crc, 32);
	buf_add(out, b->bits.octets.at, b->bits.octets.len);
	buf_fini(&b->bits.octets);
}
