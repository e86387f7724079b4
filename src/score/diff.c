#include "score/diff.h"

static const struct network_scores no_scores;

static void compare(asn_t asn, const struct network_scores *a, const struct network_scores *b,
                    struct diff_list *out)
{
	for (unsigned i = 0; i < SCORE_ACTIONS; i++) {
		const struct action_result *x = &a->actions[i], *y = &b->actions[i];
		if (x->readiness == y->readiness)
			continue;
		*vec_push(out) = (struct diff_change){.asn = asn,
		                                      .action = (uint8_t)i,
		                                      .before = x->readiness,
		                                      .after = y->readiness,
		                                      .has_before = x->has_value,
		                                      .has_after = y->has_value,
		                                      .value_before = x->value,
		                                      .value_after = y->value};
	}
}

void diff_levels(const struct diff_entry *a, size_t n_a, const struct diff_entry *b, size_t n_b,
                 struct diff_list *out)
{
	size_t i = 0, j = 0;
	while (i < n_a || j < n_b) {
		if (j == n_b || (i < n_a && a[i].asn < b[j].asn)) {
			compare(a[i].asn, a[i].scores, &no_scores, out);
			i++;
		} else if (i == n_a || b[j].asn < a[i].asn) {
			compare(b[j].asn, &no_scores, b[j].scores, out);
			j++;
		} else {
			compare(a[i].asn, a[i].scores, b[j].scores, out);
			i++;
			j++;
		}
	}
}
