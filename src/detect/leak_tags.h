/* From what is known of a candidate of a route leak to its tags: the rules of detection, without points. */
#ifndef NORMA_DETECT_LEAK_TAGS_H
#define NORMA_DETECT_LEAK_TAGS_H

#include "detect/leak.h"
#include "detect/tag.h"

/* Beside the case: what others say, and what became of it. */
struct leak_facts {
	const struct leak_case *known;
	bool sibling; /* the leaker and one of its two neighbours, or these two, are one organisation */
	bool is_top;  /* somebody says that the leaker buys transit of nobody */
	bool otc;     /* the attribute ONLY_TO_CUSTOMER proves it (RFC 9234) */
	bool guessed; /* a relation that it rests on was inferred with little support */
	uint32_t start, end; /* end: of the data where it is open */
	bool open;
	uint32_t n_peak;       /* distinct peer ASNs at one time */
	uint32_t n_with_table; /* of those over its life: whose whole tables were dumped */
	uint32_t n_prefixes;
};

/* Numbers of the framework. */
struct leak_numbers {
	uint32_t min_peers;   /* of an event, where there are so many full feeds */
	uint32_t asked_peers; /* of an event, where there are enough */
	uint32_t convergence; /* seconds */
	uint32_t mass_prefixes, edge_origins;
};

tag_set leak_tags(const struct leak_facts *x, const struct leak_numbers *n);

#endif
