/* What participants have in common in CSV and JSON: lists of ASNs and economies, gathered with their limits.
 */
#ifndef NORMA_TEXT_PARTICIPANT_ROW_H
#define NORMA_TEXT_PARTICIPANT_ROW_H

#include "base/mem.h"
#include "text/participants.h"

struct participant_row {
	VEC(asn_t) asns;
	char (*areas)[3]; /* PARTICIPANT_MAX_AREAS */
	size_t n_areas;
};

void participant_row_init(struct participant_row *row);
void participant_row_fini(struct participant_row *row);
void participant_row_clear(struct participant_row *row);

/**
 * participant_row_asns - add the ASNs of a list; *n_bad counts the words that are none. Errors: LIMIT too
 * many. participant_row_areas - the same for economies.
 */
MUST_USE enum err participant_row_asns(struct participant_row *row, const char *s, size_t len, size_t *n_bad);
MUST_USE enum err participant_row_areas(struct participant_row *row, const char *s, size_t len,
                                        size_t *n_bad);

/** participant_row_give - lend the lists to p, the ASNs ascending and each once. */
void participant_row_give(struct participant_row *row, struct participant *p);

/** participant_programme_parse - "operators", "Network Operators", "net-ops", "CDN", "ixps", "vendors"... */
enum participant_programme participant_programme_parse(const char *s);

#endif
