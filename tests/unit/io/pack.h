/* Compress octets with each library, for tests that read them back. */
#ifndef NORMA_TESTS_UNIT_IO_PACK_H
#define NORMA_TESTS_UNIT_IO_PACK_H

#include "base/mem.h"
#include "io/stream.h"

/* Append one member (stream, frame) holding data to out. */
void pack(struct buf *out, enum io_kind kind, const void *data, size_t len);

/* Octets that do not compress to nothing and differ from place to place; the same for the same seed. */
void pack_sample(struct buf *out, size_t len, uint32_t seed);

#endif
