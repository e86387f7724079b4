#include "base/mem.h"
#include "io/codec.h"

#include <bzlib.h>

struct bzip2 {
	bz_stream z;
	bool open;
};

/* "BZh", the block size, then the magic of a block or of the end: "BZh9" alone could be a time in 2005. */
static enum codec_match bzip2_match(const uint8_t *p, size_t len)
{
	enum codec_match m = codec_magic(p, len, "BZh", 3);
	if (m != CODEC_YES || len < 4)
		return m == CODEC_YES ? CODEC_CUT : m;
	if (p[3] < '1' || p[3] > '9')
		return CODEC_NO;
	m = codec_magic(p + 4, len - 4, "\x31\x41\x59\x26\x53\x59", 6);
	return m != CODEC_NO ? m : codec_magic(p + 4, len - 4, "\x17\x72\x45\x38\x50\x90", 6);
}

static void *bzip2_open(uint64_t max_memory)
{
	(void)max_memory; /* 3.7 MB at most, by the format */
	return mem_new(1, sizeof(struct bzip2));
}

static bool bzip2_begin(void *state)
{
	struct bzip2 *b = state;
	if (b->open)
		BZ2_bzDecompressEnd(&b->z);
	b->z = (bz_stream){0};
	b->open = BZ2_bzDecompressInit(&b->z, 0, 0) == BZ_OK;
	return b->open;
}

static enum err bzip2_step(void *state, struct codec_step *st, const char **what)
{
	struct bzip2 *b = state;
	unsigned in = (unsigned)(st->in_len > UINT32_MAX ? UINT32_MAX : st->in_len);
	unsigned out = (unsigned)(st->out_len > UINT32_MAX ? UINT32_MAX : st->out_len);
	b->z.next_in = (char *)(uintptr_t)st->in; /* only read, in spite of its type */
	b->z.avail_in = in;
	b->z.next_out = (char *)st->out;
	b->z.avail_out = out;
	int rc = BZ2_bzDecompress(&b->z);
	st->used = in - b->z.avail_in;
	st->made = out - b->z.avail_out;
	switch (rc) {
	case BZ_OK:
		return ERR_OK;
	case BZ_STREAM_END:
		return ERR_EOF;
	case BZ_MEM_ERROR:
		*what = "no memory for the decompressor";
		return ERR_LIMIT;
	default:
		*what = "the bz2 data are damaged";
		return ERR_VALUE;
	}
}

static void bzip2_close(void *state)
{
	struct bzip2 *b = state;
	if (b->open)
		BZ2_bzDecompressEnd(&b->z);
	free(b);
}

const struct codec_ops codec_bzip2 = {.kind = IO_BZIP2,
                                      .name = "bz2",
                                      .match = bzip2_match,
                                      .open = bzip2_open,
                                      .begin = bzip2_begin,
                                      .step = bzip2_step,
                                      .close = bzip2_close};
