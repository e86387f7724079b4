#include "detect/forged_tags.h"

static tag_set when(bool is_so, tag_set bit)
{
	return is_so ? bit : 0;
}

/* What speaks for the link, and what against its being there. */
static tag_set link_tags(const struct forged_facts *x)
{
	bool up = x->way == FORGED_UP;
	bool forbidden = up && x->aspa_lacks, unused = up && !x->passed;
	bool smaller = up && x->cone > 0 && x->cone < x->cone_beside;
	return when(x->same_organisation, TAG_BIT(ORGANISATION)) |
	       when(x->was_linked || x->reverse || x->aspa_names, TAG_BIT(KNOWN_LINK)) |
	       when(forbidden, TAG_BIT(ASPA_FORBIDS)) | when(forbidden && x->later, TAG_BIT(LATER)) |
	       when(unused, TAG_BIT(NEVER_PASSED)) | when(smaller, TAG_BIT(SMALLER)) |
	       when(!forbidden && !unused && !smaller, TAG_BIT(PLAUSIBLE)) |
	       when(x->other_country && !x->common_neighbour, TAG_BIT(APART)) |
	       when(x->common_exchange, TAG_BIT(COMMON_EXCHANGE)) | when(x->scrubbing, TAG_BIT(SCRUBBING));
}

/* Which routes come over it, and who has them. */
static tag_set route_tags(const struct forged_facts *x, const struct forged_numbers *n)
{
	const struct forged_case *k = x->known;
	bool few = x->n_behind >= n->least &&
	           (uint64_t)x->n_prefixes * n->share_d <= (uint64_t)x->n_behind * n->share_n;
	bool many = k->n_origins > 1 || k->beyond || x->n_prefixes > n->prefixes || x->n_links >= n->links;
	bool part = k->n_parts * 2 > k->n_slots;
	return when(part, TAG_BIT(NEW_PART)) | when(part && x->expected, TAG_BIT(EXPECTED)) |
	       when(few, TAG_BIT(FEW)) | when(many, TAG_BIT(MANY)) |
	       when(k->n_over > 0 && k->n_otherwise * 9 <= k->n_over, TAG_BIT(TOOK_OVER)) |
	       when(told_by_fewer(&k->told, n->min_peers), TAG_BIT(UNHEARD)) |
	       when(x->n_peak < n->min_peers, TAG_BIT(FEW_PEERS)) |
	       when(x->n_peak >= n->min_peers && x->n_peak < n->asked_peers, TAG_BIT(LOW_COVERAGE));
}

tag_set forged_tags(const struct forged_facts *x, const struct forged_numbers *n)
{
	uint32_t lasted = x->end > x->start ? x->end - x->start : 0;
	return link_tags(x) | route_tags(x, n) |
	       when(!x->open && lasted <= n->convergence, TAG_BIT(CONVERGENCE)) |
	       when(!x->open && lasted <= n->brief, TAG_BIT(BRIEF));
}
