/*
 * Records out of chunks that somebody else reads. A record that lies inside a chunk is used where it is; only
 * what straddles two chunks is copied, into a buffer that the framer's limits bound (about the scan length
 * and three records).
 */
#ifndef NORMA_WIRE_MRT_STREAM_H
#define NORMA_WIRE_MRT_STREAM_H

#include "base/diag.h"
#include "base/mem.h"
#include "wire/mrt.h"

/* Lends the next chunk until the next call; anything but OK ends the data (io_stream_read has this form). */
typedef enum err (*mrt_read_fn)(void *ctx, const uint8_t **data, size_t *len);

struct mrt_stream {
	struct mrt_framer framer;
	mrt_read_fn read;
	void *ctx;
	struct diag *diag; /* told of damage and of a cut tail; may be NULL */
	enum err end;      /* OK while read gives more */
	enum err verdict;  /* what next returned last, sticky when not OK */
	bool gap_end;      /* the data end inside a record */
	const uint8_t *chunk;
	size_t chunk_len, pos;  /* pos: read position in the held octets, or in the chunk */
	size_t held_pos, taken; /* of `held`: read position; octets at its end that the chunk has too */
	struct buf held;
};

/** mrt_stream_init - the stream allocates only when it must hold octets; end with mrt_stream_fini. */
void mrt_stream_init(struct mrt_stream *s, mrt_read_fn read, void *ctx, const struct mrt_limits *limits,
                     struct diag *diag);
void mrt_stream_fini(struct mrt_stream *s);

/**
 * mrt_stream_next - the next record; damaged stretches are reported to diag and passed over.
 *
 * @out  lives until the next call
 *
 * Errors, all sticky: EOF; SHORT the data end inside a record (gap_end); TRAILING nothing plausible behind
 * damage; whatever read ended with when that was not EOF (every whole record before it came first).
 */
MUST_USE enum err mrt_stream_next(struct mrt_stream *s, struct mrt_record *out);

#endif
