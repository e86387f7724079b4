#include "base/mem.h"
#include "io/codec.h"

#include <zstd.h>
#include <zstd_errors.h>

static enum codec_match zstd_match(const uint8_t *p, size_t len)
{
	return codec_magic(p, len, "\x28\xb5\x2f\xfd", 4);
}

/* The window is all that grows: the largest power of two that leaves half of the memory for the rest. */
static void *zstd_open(uint64_t max_memory)
{
	ZSTD_DCtx *z = ZSTD_createDCtx();
	int log = 10;
	while (log < 31 && (uint64_t)2 << (log + 1) <= max_memory)
		log++;
	if (z)
		(void)ZSTD_DCtx_setParameter(z, ZSTD_d_windowLogMax, log);
	return z;
}

static bool zstd_begin(void *state)
{
	return state && !ZSTD_isError(ZSTD_DCtx_reset(state, ZSTD_reset_session_only));
}

static enum err zstd_step(void *state, struct codec_step *st, const char **what)
{
	ZSTD_inBuffer in = {.src = st->in, .size = st->in_len};
	ZSTD_outBuffer out = {.dst = st->out, .size = st->out_len};
	size_t rc = ZSTD_decompressStream(state, &out, &in);
	st->used = in.pos;
	st->made = out.pos;
	if (rc == 0)
		return ERR_EOF;
	if (!ZSTD_isError(rc))
		return ERR_OK;
	switch (ZSTD_getErrorCode(rc)) {
	case ZSTD_error_frameParameter_windowTooLarge:
	case ZSTD_error_memory_allocation:
		*what = "the zst data ask for more memory than is allowed";
		return ERR_LIMIT;
	case ZSTD_error_dictionary_wrong:
		*what = "the zst data need a dictionary, which is not here";
		return ERR_VALUE;
	case ZSTD_error_checksum_wrong:
		*what = "the checksum of the zst data is wrong";
		return ERR_VALUE;
	default:
		*what = "the zst data are damaged";
		return ERR_VALUE;
	}
}

static void zstd_close(void *state)
{
	ZSTD_freeDCtx(state);
}

const struct codec_ops codec_zstd = {.kind = IO_ZSTD,
                                     .name = "zst",
                                     .match = zstd_match,
                                     .open = zstd_open,
                                     .begin = zstd_begin,
                                     .step = zstd_step,
                                     .close = zstd_close};
