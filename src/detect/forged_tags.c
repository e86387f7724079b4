#include "detect/forged_tags.h"

/* What speaks for the link, and what against its being there. */
static tag_set link_tags(const struct forged_facts *x)
{
	bool up = x->way == FORGED_UP;
	bool forbidden = up && x->aspa_lacks, unused = up && !x->passed;
	bool smaller = up && x->cone > 0 && x->cone < x->cone_beside;
	return tag_when(x->same_organisation, TAG_BIT(ORGANISATION)) |
	       tag_when(x->was_linked || x->reverse || x->aspa_names, TAG_BIT(KNOWN_LINK)) |
	       tag_when(forbidden, TAG_BIT(ASPA_FORBIDS)) | tag_when(forbidden && x->later, TAG_BIT(LATER)) |
	       tag_when(unused, TAG_BIT(NEVER_PASSED)) | tag_when(smaller, TAG_BIT(SMALLER)) |
	       tag_when(!forbidden && !unused && !smaller, TAG_BIT(PLAUSIBLE)) |
	       tag_when(x->other_country && !x->common_neighbour, TAG_BIT(APART)) |
	       tag_when(x->common_exchange, TAG_BIT(COMMON_EXCHANGE)) |
	       tag_when(x->scrubbing, TAG_BIT(SCRUBBING));
}

/* Which routes come over it, and who has them. */
static tag_set route_tags(const struct forged_facts *x, const struct forged_numbers *n)
{
	const struct forged_case *k = x->known;
	bool few = x->n_behind >= n->least &&
	           (uint64_t)x->n_prefixes * n->share_d <= (uint64_t)x->n_behind * n->share_n;
	bool many = k->n_origins > 1 || k->beyond || x->n_prefixes > n->prefixes || x->n_links >= n->links;
	bool part = k->n_parts * 2 > k->n_slots;
	return tag_when(part, TAG_BIT(NEW_PART)) | tag_when(part && x->expected, TAG_BIT(EXPECTED)) |
	       tag_when(few, TAG_BIT(FEW)) | tag_when(many, TAG_BIT(MANY)) |
	       tag_when(k->n_over > 0 && k->n_otherwise * 9 <= k->n_over, TAG_BIT(TOOK_OVER)) |
	       tag_when(told_by_fewer(&k->told, n->min_peers), TAG_BIT(UNHEARD)) |
	       tag_when(x->n_peak < n->min_peers, TAG_BIT(FEW_PEERS)) |
	       tag_when(x->n_peak >= n->min_peers && x->n_peak < n->asked_peers, TAG_BIT(LOW_COVERAGE));
}

tag_set forged_tags(const struct forged_facts *x, const struct forged_numbers *n)
{
	uint32_t lasted = x->end > x->start ? x->end - x->start : 0;
	return link_tags(x) | route_tags(x, n) |
	       tag_when(!x->open && lasted <= n->convergence, TAG_BIT(CONVERGENCE)) |
	       tag_when(!x->open && lasted <= n->brief, TAG_BIT(BRIEF));
}
