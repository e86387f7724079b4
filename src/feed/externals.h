/* Events that others have found (text/external.h), of all files of a data folder that hold such. */
#ifndef NORMA_FEED_EXTERNALS_H
#define NORMA_FEED_EXTERNALS_H

#include "feed/sources.h"
#include "text/external.h"

/* What is kept of all files together; beyond it the rest of the files is left out, and said to be. */
enum { EXTERNALS_MAX = 1 << 18, EXTERNALS_OCTETS = 256 << 20 };

/* With lists and texts of their own. The id is unique in its source: Radar counts hijacks and leaks apart, so
 * their kind stands before the number ("leak-8"). */
struct externals {
	struct external_event *at; /* by source, then id; each once */
	size_t n, cap;
	struct arena memory;
};

/**
 * externals_read - the events that lasted into [from, to).
 *
 * Shape: told by several files, an event is as the one has it that knows its latest end.
 * Owner: caller, externals_fini.
 */
void externals_read(struct sources *s, instant_t from, instant_t to, struct externals *out);
void externals_fini(struct externals *x);

#endif
