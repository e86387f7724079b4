/*
 * Octets of a file, decompressed, as a stream of lent chunks.
 *
 * The kind of compression is told by content, never by name. Reading and decompressing happen ahead in a
 * thread of the stream's own (a bounded ring of chunks), or inside io_stream_read when `sync` is set and for
 * small files. A regular file of bz2 may be decoded by several threads more (`threads`), which all streams of
 * the process share. The octets, and what is said of the end, are the same either way.
 *
 * Ends: ERR_EOF is a proper end; ERR_SHORT the file is cut off: every octet in front of the cut came first;
 * ERR_VALUE it is damaged (checksum, structure); ERR_TRAILING something foreign follows the compressed data;
 * ERR_LIMIT a bomb, or more memory than allowed; ERR_IO the machine could not read it. All of them are
 * sticky. (gz decodes literals in threes: up to two octets in front of a cut may be kept back with it.) What
 * was delivered before any of them is good as far as the format lets one know: a checksum can only be checked
 * behind the octets that it covers.
 *
 * A regular file is read up to the size that it had when it was opened: octets appended meanwhile are not
 * seen, a file that is made shorter meanwhile ends with ERR_SHORT.
 */
#ifndef NORMA_IO_STREAM_H
#define NORMA_IO_STREAM_H

#include "base/err.h"
#include "io/fail.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum io_kind { IO_PLAIN, IO_GZIP, IO_BZIP2, IO_XZ, IO_ZSTD };

enum { IO_HEAD = 65536 }; /* octets that io_stream_peek can show and that the digest covers */

/* Zero means the default, everywhere. */
struct io_stream_opts {
	bool sync;           /* no thread; also chosen for small files */
	size_t small;        /* octets up to which a regular file is small; default 128 KiB */
	unsigned threads;    /* that decode the blocks of bz2; default: none but the stream's own */
	size_t chunk;        /* octets of a chunk; default 1 MiB, at least 1 */
	unsigned slots;      /* chunks in the ring; default 4, at least 2 */
	size_t in_chunk;     /* octets of one read from the file; default 256 KiB */
	uint64_t max_output; /* octets delivered at most; default 64 GiB; UINT64_MAX: none */
	uint64_t max_ratio;  /* octets out per octet in, looked at beyond 64 MiB; default 1000 */
	uint64_t max_memory; /* octets that a decompressor may hold; default 256 MiB */
};

struct io_facts {
	enum io_kind kind;
	bool regular;    /* a regular file (or memory), so size is known */
	uint64_t size;   /* octets of the file as opened; 0 when not regular */
	uint64_t in;     /* octets read from the file so far; runs ahead of what was delivered */
	uint64_t out;    /* octets delivered so far */
	uint64_t digest; /* XXH3 of the first IO_HEAD octets delivered (of all when fewer) so far */
};

struct io_stream;

/** io_kind_name - "plain", "gz", "bz2", "xz", "zst". */
const char *io_kind_name(enum io_kind kind);

/**
 * io_stream_open - open a file; "-" is standard input.
 *
 * @opts   NULL: all defaults
 * @out    set only on OK
 * @fail   may be NULL; filled in when the result is not OK
 *
 * Errors: IO cannot be opened or read, or is a folder; UNSUPPORTED a compression that is not read here.
 * Owner:  the caller closes.   Thread: one reader per stream.
 */
MUST_USE enum err io_stream_open(const char *path, const struct io_stream_opts *opts, struct io_stream **out,
                                 struct io_fail *fail);

/** io_stream_open_memory - the same over octets in memory, which must outlive the stream. */
MUST_USE enum err io_stream_open_memory(const void *data, size_t len, const struct io_stream_opts *opts,
                                        struct io_stream **out, struct io_fail *fail);

/**
 * io_stream_read - lend the next chunk.
 *
 * @data, @len  set only on OK, len is then at least 1; valid until the next call on this stream
 *
 * Errors: EOF, SHORT, VALUE, TRAILING, LIMIT, IO as above, again at every later call.
 */
MUST_USE enum err io_stream_read(struct io_stream *s, const uint8_t **data, size_t *len);

/**
 * io_stream_peek - lend the first octets without taking them: the next io_stream_read begins with them.
 *
 * @want  at most IO_HEAD; fewer come only when the stream has fewer
 *
 * Errors: as io_stream_read, and only when there is no octet at all (EOF: an empty stream). Only before the
 * first io_stream_read, STATE otherwise.
 */
MUST_USE enum err io_stream_peek(struct io_stream *s, size_t want, const uint8_t **data, size_t *len);

/** io_stream_fail - where and why the stream ended; err is OK while it has not, EOF when it ended well. */
const struct io_fail *io_stream_fail(const struct io_stream *s);

/** io_stream_facts - as of now; for the thread that reads. */
struct io_facts io_stream_facts(const struct io_stream *s);

/** io_stream_in - octets read from the file so far; from any thread, for progress. */
uint64_t io_stream_in(const struct io_stream *s);

/** io_stream_close - at any time, also in the middle; ends the thread at once. NULL is fine. */
void io_stream_close(struct io_stream *s);

#endif
