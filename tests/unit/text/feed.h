/* Feeding readers in tests: as exact heap copies, in pieces, cut at every length, from files. */
#ifndef NORMA_TESTS_TEXT_FEED_H
#define NORMA_TESTS_TEXT_FEED_H

#include "../test.h"
#include "base/mem.h"
#include "io/stream.h"
#include "text/reader.h"

#include <stdio.h>
#include <string.h>

struct heard {
	struct tally tally;
	struct diag_pos last;
	char what[256];
};

static inline void hear(void *ctx, struct diag_pos pos, const char *reason, const char *what)
{
	struct heard *h = ctx;
	tally_add(&h->tally, reason, 1);
	h->last = pos;
	snprintf(h->what, sizeof h->what, "%s", what);
}

static inline uint64_t heard_of(const struct heard *h, const char *reason)
{
	for (size_t i = 0; i < h->tally.n; i++)
		if (strcmp(h->tally.at[i].reason, reason) == 0)
			return h->tally.at[i].n;
	return 0;
}

/* Pieces of the given size, each its own heap copy so that a read beyond it is caught; then the end. */
static inline enum err feed_pieces(struct text_reader *r, const char *s, size_t len, size_t piece)
{
	enum err e = ERR_OK;
	for (size_t i = 0; i < len && e == ERR_OK; i += piece) {
		size_t n = len - i < piece ? len - i : piece;
		char *copy = mem_new(n, 1);
		memcpy(copy, s + i, n);
		e = text_reader_feed(r, copy, n);
		free(copy);
	}
	return e == ERR_OK ? text_reader_finish(r) : e;
}

static inline enum err feed_all(struct text_reader *r, const char *s)
{
	return feed_pieces(r, s, strlen(s), SIZE_MAX / 2);
}

/* The path of a file below NORMA_DATA; NULL, with a note, where there is none. */
static inline char *data_file(const char *name)
{
	const char *root = getenv("NORMA_DATA");
	struct buf path = {0};
	if (root && *root) {
		buf_printf(&path, "%s/%s", root, name);
		FILE *f = fopen(path.at, "rb");
		if (f) {
			fclose(f);
			return buf_take(&path);
		}
	}
	buf_fini(&path);
	print_message("# not there, so not tested: NORMA_DATA/%s\n", name);
	return NULL;
}

/* A file of NORMA_DATA through the decompressor into the reader. */
static inline enum err feed_file(struct text_reader *r, const char *path)
{
	struct io_stream *stream;
	const uint8_t *data;
	size_t len;
	assert_int_equal(io_stream_open(path, NULL, &stream, NULL), ERR_OK);
	enum err e = ERR_OK, end;
	while ((end = io_stream_read(stream, &data, &len)) == ERR_OK && e == ERR_OK)
		e = text_reader_feed(r, (const char *)data, len);
	io_stream_close(stream);
	if (e != ERR_OK)
		return e;
	assert_int_equal(end, ERR_EOF);
	return text_reader_finish(r);
}

#endif
