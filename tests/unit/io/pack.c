#include "pack.h"

#include <bzlib.h>
#include <isa-l/igzip_lib.h>
#include <lzma.h>
#include <zstd.h>

static size_t pack_gzip(uint8_t *to, size_t cap, const void *data, size_t len)
{
	struct isal_zstream *z = mem_new(1, sizeof *z);
	isal_deflate_init(z);
	z->level = 0;
	z->gzip_flag = IGZIP_GZIP;
	z->end_of_stream = 1;
	z->flush = NO_FLUSH;
	z->next_in = (uint8_t *)(uintptr_t)data;
	z->avail_in = (uint32_t)len;
	z->next_out = to;
	z->avail_out = (uint32_t)cap;
	REQUIRE(isal_deflate(z) == COMP_OK && z->internal_state.state == ZSTATE_END);
	size_t n = cap - z->avail_out;
	free(z);
	return n;
}

static size_t pack_bzip2(uint8_t *to, size_t cap, const void *data, size_t len)
{
	unsigned n = (unsigned)cap;
	REQUIRE(BZ2_bzBuffToBuffCompress((char *)to, &n, (char *)(uintptr_t)data, (unsigned)len, 1, 0, 0) ==
	        BZ_OK);
	return n;
}

static size_t pack_xz(uint8_t *to, size_t cap, const void *data, size_t len)
{
	size_t n = 0;
	REQUIRE(lzma_easy_buffer_encode(0, LZMA_CHECK_CRC32, NULL, data, len, to, &n, cap) == LZMA_OK);
	return n;
}

static size_t pack_zstd(uint8_t *to, size_t cap, const void *data, size_t len)
{
	ZSTD_CCtx *z = ZSTD_createCCtx();
	ZSTD_CCtx_setParameter(z, ZSTD_c_checksumFlag, 1);
	size_t n = ZSTD_compress2(z, to, cap, data, len);
	REQUIRE(!ZSTD_isError(n));
	ZSTD_freeCCtx(z);
	return n;
}

void pack(struct buf *out, enum io_kind kind, const void *data, size_t len)
{
	size_t cap = len + len / 8 + 4096, n = 0;
	uint8_t *to = mem_new(cap, 1);
	switch (kind) {
	case IO_PLAIN:
		buf_add(out, data, len);
		break;
	case IO_GZIP:
		n = pack_gzip(to, cap, data, len);
		break;
	case IO_BZIP2:
		n = pack_bzip2(to, cap, data, len);
		break;
	case IO_XZ:
		n = pack_xz(to, cap, data, len);
		break;
	case IO_ZSTD:
		n = pack_zstd(to, cap, data, len);
		break;
	}
	buf_add(out, to, n);
	free(to);
}

void pack_sample(struct buf *out, size_t len, uint32_t seed)
{
	uint32_t x = seed * 2654435761U + 1;
	for (size_t i = 0; i < len; i++) {
		x = x * 1664525 + 1013904223;
		buf_char(out, (char)(i % 7 < 4 ? (x >> 24) & 0x3f : 'n'));
	}
}
