/* Business relations between networks, as CAIDA infers them: as-rel files, serial 1 and 2. */
#ifndef NORMA_TEXT_AS_REL_H
#define NORMA_TEXT_AS_REL_H

#include "net/asn.h"
#include "text/reader.h"

#include <stdbool.h>

/* One line: a sells transit to b, or both are peers. */
struct as_rel_link {
	asn_t a, b; /* never 0, never the same */
	bool is_transit;
	const char *source; /* serial 2: "bgp", "mlp", ...; "" in serial 1; clean and lent for the callback */
};

typedef void (*as_rel_fn)(void *ctx, const struct as_rel_link *l);

enum { AS_REL_MAX_LISTED = 65536 };

/* What the comments say; ASNs in the order of the file. */
struct as_rel_header {
	const asn_t *clique, *exchanges;
	size_t n_clique, n_exchanges;
};

/**
 * as_rel_reader_new - "174|64496|-1" (174 is the provider), "174|3356|0" (peers), in serial 2 with "|source".
 *
 * Shape:  comments name the clique ("# input clique:", "# inferred clique:"), exchanges ("# IXP ASes:") and
 * the tables that all was inferred from ("# source:topology|BGP|20140101|..."), whose first day is as_of, as
 * in the names of such files. Errors: as text_reader_feed; SHORT cut off inside a line, as far as that can be
 * seen. Rejected: bad-row (fewer than 3 fields), bad-asn (none, or 0), bad-relation (neither -1 nor 0),
 * self-link, too-long, cut-off. Only reported: bad-asn in a comment. Owner: caller, text_reader_free.
 */
struct text_reader *as_rel_reader_new(as_rel_fn fn, void *ctx, struct diag *diag);

/** as_rel_reader_header - of such a reader, lent; complete once text_reader_finish was called. */
struct as_rel_header as_rel_reader_header(const struct text_reader *r);

#endif
