/*
 * Relations of networks inferred from the BGP data of a folder (topo/infer.h), with what the folder's
 * registries know: reserved ASNs, ASPAs, route servers and who peers at them.
 *
 * Paths are taken from the peers' tables as they stand every eight hours and at the end, whether these come
 * from dumps or are built from updates; a path counts when it stands there on two days, as far as the data
 * have two. Registries are asked as of the last record.
 */
#ifndef NORMA_FEED_RELATIONS_H
#define NORMA_FEED_RELATIONS_H

#include "base/err.h"
#include "feed/seen.h"
#include "feed/sources.h"
#include "topo/infer.h"

struct relations_options {
	const char *data;   /* the folder */
	instant_t from, to; /* which records; to exclusive; what lies before only builds the tables */
	struct sources_options sources; /* how files are read, and how old they may be */
	uint32_t hold;                  /* seconds, see struct rib_limits */
	unsigned n_threads;
	bool with_cones;
	void (*begun)(void *ctx, uint64_t files, uint64_t octets); /* reading BGP data; may be NULL */
	void (*progress)(void *ctx, uint64_t octets);              /* may be NULL */
	void (*ended)(void *ctx, const struct sources *all);       /* nothing more is read; may be NULL */
	void *ctx;
};

struct relations_found {
	struct inferred *inferred; /* NULL: no BGP data in the period */
	uint32_t first, last;      /* records that were used, UNIX seconds */
	struct seen_counts seen;
};

/** relations_find - read and infer. Errors: as sources_open; LIMIT too many paths. fail says why. What was
 * found is the caller's, inferred_free. */
MUST_USE enum err relations_find(const struct relations_options *o, struct relations_found *out,
                                 struct io_fail *fail);

#endif
