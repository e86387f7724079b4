#include "base/mem.h"
#include "io/codec.h"

#include <lzma.h>

struct xz {
	lzma_stream z;
	uint64_t max_memory;
};

static enum codec_match xz_match(const uint8_t *p, size_t len)
{
	return codec_magic(p, len,
	                   "\xfd"
	                   "7zXZ\0",
	                   6);
}

static void *xz_open(uint64_t max_memory)
{
	struct xz *x = mem_new(1, sizeof *x);
	x->max_memory = max_memory;
	return x;
}

/* Stream by stream rather than LZMA_CONCATENATED: what stands between streams is then judged like that of the
 * other kinds. Beginning again reuses the memory. */
static bool xz_begin(void *state)
{
	struct xz *x = state;
	return lzma_stream_decoder(&x->z, x->max_memory, 0) == LZMA_OK;
}

static enum err xz_step(void *state, struct codec_step *st, const char **what)
{
	struct xz *x = state;
	x->z.next_in = st->in;
	x->z.avail_in = st->in_len;
	x->z.next_out = st->out;
	x->z.avail_out = st->out_len;
	lzma_ret rc = lzma_code(&x->z, LZMA_RUN);
	st->used = st->in_len - x->z.avail_in;
	st->made = st->out_len - x->z.avail_out;
	switch (rc) {
	case LZMA_OK:
	case LZMA_BUF_ERROR: /* neither input nor room: the caller sees that nothing moved */
		return ERR_OK;
	case LZMA_STREAM_END:
		return ERR_EOF;
	case LZMA_MEM_ERROR:
	case LZMA_MEMLIMIT_ERROR:
		*what = "the xz data ask for more memory than is allowed";
		return ERR_LIMIT;
	case LZMA_OPTIONS_ERROR:
		*what = "the xz data use an unknown filter or check";
		return ERR_VALUE;
	default:
		*what = "the xz data are damaged";
		return ERR_VALUE;
	}
}

static void xz_close(void *state)
{
	struct xz *x = state;
	lzma_end(&x->z);
	free(x);
}

const struct codec_ops codec_xz = {.kind = IO_XZ,
                                   .name = "xz",
                                   .match = xz_match,
                                   .open = xz_open,
                                   .begin = xz_begin,
                                   .step = xz_step,
                                   .close = xz_close};
