/*
 * What every text reader promises: in which pieces the octets come changes nothing of what it hands out, says
 * and returns; it counts what it hands out; and text that it lends is clean.
 */
#ifndef NORMA_TESTS_FUZZ_FUZZ_READER_H
#define NORMA_TESTS_FUZZ_FUZZ_READER_H

#include "base/hash.h"
#include "base/mem.h"
#include "fuzz.h"
#include "text/clean.h"
#include "text/reader.h"

#include <string.h>

struct fuzz_out {
	struct hash_stream *digest;
	uint64_t n; /* records handed out */
};

static inline void fuzz_number(struct fuzz_out *o, uint64_t v)
{
	hash_stream_add(o->digest, &v, sizeof v);
}

static inline void fuzz_words(struct fuzz_out *o, const char *s)
{
	REQUIRE(s != NULL && text_is_clean(s, strlen(s)));
	hash_stream_add(o->digest, s, strlen(s) + 1);
}

struct fuzz_outcome {
	uint64_t digest, n, records, rejected, reports;
	instant_t as_of;
	enum err err;
};

typedef struct text_reader *(*fuzz_make)(struct fuzz_out *o, struct diag *d);

static inline struct fuzz_outcome fuzz_run(fuzz_make make, const uint8_t *data, size_t len, size_t piece)
{
	struct fuzz_out o = {.digest = hash_stream_new()};
	struct diag d = {0};
	struct text_reader *r = make(&o, &d);
	enum err e = ERR_OK;
	for (size_t i = 0; i < len && e == ERR_OK; i += piece)
		e = text_reader_feed(r, (const char *)data + i, len - i < piece ? len - i : piece);
	if (e == ERR_OK)
		e = text_reader_finish(r);
	struct fuzz_outcome out = {.digest = hash_stream_value(o.digest),
	                           .n = o.n,
	                           .records = r->records,
	                           .rejected = r->rejected,
	                           .reports = d.n,
	                           .as_of = r->as_of,
	                           .err = e};
	text_reader_free(r);
	hash_stream_free(o.digest);
	return out;
}

static inline int fuzz_reader(fuzz_make make, const uint8_t *data, size_t len)
{
	struct fuzz_outcome whole = fuzz_run(make, data, len, len + 1);
	REQUIRE(whole.records == whole.n);
	REQUIRE(whole.err == ERR_OK || whole.reports > 0);
	static const size_t pieces[] = {1, 7};
	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		struct fuzz_outcome cut = fuzz_run(make, data, len, pieces[i]);
		REQUIRE(cut.err == whole.err && cut.digest == whole.digest && cut.n == whole.n);
		REQUIRE(cut.rejected == whole.rejected && cut.reports == whole.reports &&
		        cut.as_of == whole.as_of);
	}
	return 0;
}

#endif
