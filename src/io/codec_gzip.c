#include "base/mem.h"
#include "io/codec.h"

#include <isa-l/igzip_lib.h>

/*
 * The header is read with a struct that lives as long as the member: isal_inflate, asked to read it itself,
 * forgets the header's flags when the header comes in two pieces.
 */
struct gzip {
	struct inflate_state z; /* 87 kB */
	struct isal_gzip_header header;
	bool in_header;
};

static enum codec_match gzip_match(const uint8_t *p, size_t len)
{
	return codec_magic(p, len, "\x1f\x8b\x08", 3);
}

static void *gzip_open(uint64_t max_memory)
{
	(void)max_memory; /* the format needs no more than its 32 KiB window */
	return mem_new(1, sizeof(struct gzip));
}

static bool gzip_begin(void *state)
{
	struct gzip *g = state;
	isal_inflate_init(&g->z);
	g->z.crc_flag = ISAL_GZIP_NO_HDR_VER; /* CRC-32 and length are checked by the library */
	isal_gzip_header_init(&g->header);
	g->in_header = true;
	return true;
}

static const char *gzip_words(int rc)
{
	switch (rc) {
	case ISAL_INVALID_WRAPPER:
		return "the gz header is not right";
	case ISAL_UNSUPPORTED_METHOD:
		return "the gz header names an unknown method";
	case ISAL_INCORRECT_CHECKSUM:
		return "the checksum or length of the gz data is wrong";
	default:
		return "the gz data are damaged";
	}
}

static enum err gzip_step(void *state, struct codec_step *st, const char **what)
{
	struct gzip *g = state;
	struct inflate_state *z = &g->z;
	uint32_t in = (uint32_t)(st->in_len > UINT32_MAX ? UINT32_MAX : st->in_len);
	uint32_t out = (uint32_t)(st->out_len > UINT32_MAX ? UINT32_MAX : st->out_len);
	z->next_in = (uint8_t *)(uintptr_t)st->in; /* only read, in spite of its type */
	z->avail_in = in;
	z->next_out = st->out;
	z->avail_out = out;
	int rc = ISAL_DECOMP_OK;
	if (g->in_header) {
		rc = isal_read_gzip_header(z, &g->header);
		g->in_header = rc != ISAL_DECOMP_OK;
	}
	if (!g->in_header)
		rc = isal_inflate(z);
	st->used = in - z->avail_in;
	st->made = out - z->avail_out;
	if (rc < 0 || rc == ISAL_NEED_DICT) {
		*what = gzip_words(rc);
		return ERR_VALUE;
	}
	return !g->in_header && z->block_state == ISAL_BLOCK_FINISH ? ERR_EOF : ERR_OK;
}

static void gzip_close(void *state)
{
	free(state);
}

const struct codec_ops codec_gzip = {.kind = IO_GZIP,
                                     .name = "gz",
                                     .match = gzip_match,
                                     .open = gzip_open,
                                     .begin = gzip_begin,
                                     .step = gzip_step,
                                     .close = gzip_close};
