/* Archives written by a test, run through scan, merge, RIB and detector; what the RIB told, as lines. */
#ifndef NORMA_TESTS_UNIT_FEED_WORLD_H
#define NORMA_TESTS_UNIT_FEED_WORLD_H

#include "../io/pack.h"
#include "../test.h"
#include "detect/bogon.h"
#include "feed/archive.h"
#include "feed/evidence.h"
#include "mrt_write.h"

struct world {
	char dir[64];
	VEC(struct archive_file) files;
	struct rib *rib;
	struct bogon_detector *detector;
	struct evidence_store *evidence;
	struct apply apply;
	struct archive_run run;
	struct diag diag;
	struct tally tally; /* of what was rejected */
	struct event_list events;
	/* "1000 AS101 192.0.2.0/24 5 7 > 5 8 announced" a line; to is "-" where there is none */
	struct buf log;
};

/* Bogons here: 10.0.0.0/8, ASNs 64512 to 65534. */
void world_init(struct world *w);
/** world_init_limited - evidence of at most so many octets; 0: the default. */
void world_init_limited(struct world *w, size_t evidence_octets);
void world_fini(struct world *w);
/** world_add - a file of the collector in the folder; b is emptied. */
void world_add(struct world *w, const char *name, uint16_t collector, struct buf *b, enum io_kind kind);
/** world_run - everything, with so many threads. */
void world_run(struct world *w, unsigned n_threads);

/** world_has - is the line in the log? world_lines: how many there are. */
bool world_has(const struct world *w, const char *line);
unsigned world_lines(const struct world *w);
const struct rib_route *world_route(const struct world *w, const char *prefix, asn_t origin);
/** world_count - rejected for the reason. */
uint64_t world_count(const struct world *w, const char *reason);

#endif
