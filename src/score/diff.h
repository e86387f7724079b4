/* The same networks under two frameworks: who changes level. */
#ifndef NORMA_SCORE_DIFF_H
#define NORMA_SCORE_DIFF_H

#include "base/mem.h"
#include "score/network.h"

struct diff_entry {
	asn_t asn;
	const struct network_scores *scores;
};

struct diff_change {
	asn_t asn;
	uint8_t action;        /* enum score_action */
	uint8_t before, after; /* enum readiness */
	bool has_before, has_after;
	double value_before, value_after;
};

struct diff_list {
	struct diff_change *at;
	size_t n, cap;
};

/**
 * diff_levels - the changes of level from a to b, by ASN, then action. Both are sorted by ASN; a network that
 * stands in one only is taken as having no data in the other.
 */
void diff_levels(const struct diff_entry *a, size_t n_a, const struct diff_entry *b, size_t n_b,
                 struct diff_list *out);

#endif
