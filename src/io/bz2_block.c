#include "io/bz2_block.h"

#include "base/mem.h"
#include "io/bz2_scan.h"

#include <string.h>
#include <sys/mman.h>

/* ---- memory */

enum { LARGE_PAGE = 2 << 20 /* octets */ };

static void *piece_new(size_t len)
{
	void *p = NULL;
	size_t align = len < LARGE_PAGE ? 64 : LARGE_PAGE;
	if (posix_memalign(&p, align, (len + align - 1) / align * align) != 0)
		return NULL;
	if (align == LARGE_PAGE)
		(void)madvise(p, (len + align - 1) / align * align, MADV_HUGEPAGE); /* only a hint */
	return p;
}

/* n and size are libbz2's own, not the input's. */
static void *piece_lend(void *ctx, int n, int size)
{
	struct bz2_memory *m = ctx;
	size_t len = (size_t)n * (size_t)size;
	struct bz2_piece *p = &m->piece[m->piece[0].lent];
	if (p->lent)
		return NULL;
	if (p->len < len) {
		free(p->at);
		*p = (struct bz2_piece){.at = piece_new(len)};
		p->len = p->at ? len : 0;
	}
	p->lent = p->at != NULL;
	return p->at;
}

static void piece_return(void *ctx, void *at)
{
	struct bz2_memory *m = ctx;
	for (int i = 0; i < 2; i++)
		if (at && m->piece[i].at == at)
			m->piece[i].lent = false;
}

void bz2_memory_fini(struct bz2_memory *m)
{
	free(m->piece[0].at);
	free(m->piece[1].at);
	*m = (struct bz2_memory){0};
}

bool bz2_begin(bz_stream *z, struct bz2_memory *m)
{
	*z = (bz_stream){.bzalloc = piece_lend, .bzfree = piece_return, .opaque = m};
	return BZ2_bzDecompressInit(z, 0, 0) == BZ_OK;
}

/* ---- a stream of one block */

enum { HEADER = 4, TRAILER = 10 /* octets */ };

/* n bits at a bit; what stands behind them in the octet before is 0. */
static void bits_put(uint8_t *p, uint64_t bit, uint64_t v, unsigned n)
{
	for (unsigned i = 0; i < n; i++, bit++) {
		if (bit % 8 == 0)
			p[bit / 8] = 0;
		p[bit / 8] |= (uint8_t)((v >> (n - 1 - i) & 1) << (7 - bit % 8));
	}
}

void bz2_block_init(struct bz2_block *b, const uint8_t *p, uint64_t from, uint64_t to, uint8_t level)
{
	unsigned shift = (unsigned)(from % 8);
	uint64_t bits = to - from;
	size_t octets = (size_t)((to + 7) / 8 - from / 8);
	REQUIRE(to > from && octets <= BZ2_LONGEST + 1);
	*b = (struct bz2_block){.crc = (uint32_t)bz2_bits(p, from + BZ2_MAGIC_BITS, BZ2_CRC_BITS)};
	b->stream = mem_resize(NULL, HEADER + octets + TRAILER + 1, 1);
	memcpy(b->stream, "BZh", 3);
	b->stream[3] = level;
	uint8_t *to_at = b->stream + HEADER;
	const uint8_t *at = p + from / 8;
	for (size_t i = 0; i + 1 < octets; i++)
		to_at[i] = (uint8_t)(at[i] << shift | at[i + 1] >> (8 - shift));
	to_at[octets - 1] = (uint8_t)(at[octets - 1] << shift);
	if (bits % 8)
		to_at[bits / 8] &= (uint8_t)(0xff00 >> bits % 8); /* what belongs to the next one */
	/* the CRC over all blocks of a stream is, of one block, its own */
	bits_put(to_at, bits, BZ2_END, BZ2_MAGIC_BITS);
	bits_put(to_at, bits + BZ2_MAGIC_BITS, b->crc, BZ2_CRC_BITS);
	b->stream_len = HEADER + (size_t)(bits + BZ2_MAGIC_BITS + BZ2_CRC_BITS + 7) / 8;
}

void bz2_block_fini(struct bz2_block *b)
{
	free(b->stream);
	free(b->out);
	*b = (struct bz2_block){0};
}

/* Of a block that gives more than is kept the beginning is written over: it is decoded to see that it is
 * good. */
static bool run(struct bz2_block *b, bz_stream *z)
{
	int rc;
	z->next_in = (char *)b->stream;
	z->avail_in = (unsigned)b->stream_len;
	do {
		z->next_out = (char *)b->out;
		z->avail_out = BZ2_OUT;
		rc = BZ2_bzDecompress(z);
		b->out_len += BZ2_OUT - z->avail_out;
	} while (rc == BZ_OK && z->avail_out == 0);
	return rc == BZ_STREAM_END && z->avail_in == 0;
}

void bz2_block_decode(struct bz2_block *b, struct bz2_memory *m)
{
	bz_stream z;
	if (!bz2_begin(&z, m))
		return;
	b->out = mem_resize(NULL, BZ2_OUT, 1);
	b->good = run(b, &z);
	BZ2_bzDecompressEnd(&z);
	if (b->out_len > BZ2_OUT || !b->good) {
		free(b->out);
		b->out = NULL;
	}
}
