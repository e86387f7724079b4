/*
 * What all text readers have in common: octets are pushed in as they come, in pieces of any size, and records
 * come out by callback. A wrong record is reported through the diag and skipped; only what makes the rest of
 * the file unreadable ends it.
 */
#ifndef NORMA_TEXT_READER_H
#define NORMA_TEXT_READER_H

#include "base/clock.h"
#include "base/diag.h"

#include <stddef.h>
#include <stdint.h>

struct text_reader;

struct text_reader_ops {
	enum err (*feed)(struct text_reader *r, const char *p, size_t len);
	enum err (*finish)(struct text_reader *r);
	void (*free)(struct text_reader *r);
};

/* The head of every reader; a concrete reader embeds it as its first member. */
struct text_reader {
	const struct text_reader_ops *ops;
	struct diag *diag;
	uint64_t records;  /* handed to the callback */
	uint64_t rejected; /* reported and skipped */
	instant_t as_of;   /* the time that the content gives itself; INSTANT_NONE when it does not */
};

/**
 * text_reader_feed - push the next len octets.
 *
 * Errors: VALUE not this format; LIMIT line, depth or object over its limit where skipping it is impossible.
 * After an error only text_reader_free may follow; records already handed out stay good.
 */
MUST_USE static inline enum err text_reader_feed(struct text_reader *r, const char *p, size_t len)
{
	return r->ops->feed(r, p, len);
}

/** text_reader_finish - the end of the input. Errors: SHORT cut off in the middle; VALUE nothing of this kind
 * seen. */
MUST_USE static inline enum err text_reader_finish(struct text_reader *r)
{
	return r->ops->finish(r);
}

static inline void text_reader_free(struct text_reader *r)
{
	if (r)
		r->ops->free(r);
}

#endif
