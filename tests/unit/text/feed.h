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

/* A text, what the reader under test makes of it (written to a buffer by the test's callbacks), and what it
 * says. */
struct reading {
	const char *name, *in, *out;
	enum err err;
	unsigned rejected;
	const char *reason; /* must be reported; NULL: nothing at all */
};
typedef struct text_reader *(*make_reader)(struct buf *out, struct diag *diag);

static inline void reading_check(const struct reading *row, make_reader make, size_t piece)
{
	struct buf out = {0};
	struct heard heard = {0};
	struct diag diag = {.fn = hear, .ctx = &heard};
	buf_str(&out, "");
	struct text_reader *r = make(&out, &diag);
	enum err e = feed_pieces(r, row->in, strlen(row->in), piece);
	bool said = row->reason ? heard_of(&heard, row->reason) > 0 : diag.n == 0;
	if (e != row->err || strcmp(out.at, row->out) != 0 || r->rejected != row->rejected || !said)
		print_message("# %s, in pieces of %zu: %s, %llu rejected, %s\n", row->name, piece,
		              err_name(e), (unsigned long long)r->rejected, heard.what);
	assert_string_equal(out.at, row->out);
	assert_int_equal(e, row->err);
	assert_int_equal(r->rejected, row->rejected);
	assert_true(said);
	text_reader_free(r);
	tally_fini(&heard.tally);
	buf_fini(&out);
}

/* Whole, and in pieces of many sizes. */
static inline void readings_check(const struct reading *rows, size_t n, make_reader make)
{
	for (size_t i = 0; i < n; i++)
		for (size_t piece = 1; piece < 2 * strlen(rows[i].in) + 2;
		     piece = piece < 8 ? piece + 1 : piece * 2)
			reading_check(&rows[i], make, piece);
}

/* One document cut at every length is never whole; nor is it ever a crash. */
static inline void cuts_check(const char *text, make_reader make)
{
	for (size_t len = 0; len < strlen(text); len++) {
		struct buf out = {0};
		struct diag diag = {0};
		struct text_reader *r = make(&out, &diag);
		enum err e = feed_pieces(r, text, len, 5);
		assert_int_equal(e, len == 0 ? ERR_VALUE : ERR_SHORT);
		assert_true(diag.n > 0);
		text_reader_free(r);
		buf_fini(&out);
	}
}

#endif
