#include "detect/leak_tags.h"

#include "validate/aspa.h"

/* Paths that were poisoned on purpose look the same to the rule of transit-free networks: it wants more of
 * them than one network's experiment. */
enum { POISON_ORIGINS = 3, POISON_PREFIXES = 10 };

static bool is_beyond_poison(const struct leak_facts *x)
{
	const struct leak_case *k = x->known;
	return k->n_origins >= POISON_ORIGINS || x->n_prefixes >= POISON_PREFIXES ||
	       (k->n_origins > 0 && k->origins[0] != k->leaker);
}

static tag_set found(const struct leak_facts *x, const struct leak_numbers *n)
{
	const struct leak_case *k = x->known;
	return tag_when(k->rules & VALLEY_TURN, TAG_BIT(VALLEY)) |
	       tag_when((k->rules & VALLEY_UNKNOWN_LINK) && k->n_origins >= n->edge_origins,
	                TAG_BIT(UNSEEN_EDGE)) |
	       tag_when((k->rules & VALLEY_TRANSIT_FREE) && !x->is_top && is_beyond_poison(x),
	                TAG_BIT(TRANSIT_FREE)) |
	       tag_when(x->otc, TAG_BIT(OTC)) | tag_when(k->mass, TAG_BIT(MASS_LEAK));
}

/* The way from a to the leaker was not up, and that to c is not down: both attested (draft of ASPA
 * verification). */
static tag_set attested(const struct leak_case *k)
{
	/* over a link of which nothing is known it may as well be a path that was made up */
	bool invalid = (k->rules & (VALLEY_TURN | VALLEY_TRANSIT_FREE)) &&
	               k->aspa_from_up == ASPA_NOT_PROVIDER && k->aspa_to_down == ASPA_NOT_PROVIDER;
	bool in_order = k->aspa_from_up == ASPA_PROVIDER || k->aspa_to_down == ASPA_PROVIDER;
	return tag_when(invalid, TAG_BIT(ASPA_INVALID)) | tag_when(in_order, TAG_BIT(ASPA_PROVIDER));
}

/* What makes the relations doubtful that the leak would be against. */
static tag_set doubts(const struct leak_facts *x)
{
	const struct leak_case *k = x->known;
	bool from_above = k->relation_from == RELATION_PROVIDER;
	bool larger = x->is_top || (from_above && k->cone_from > 0 && k->cone_leaker > k->cone_from);
	return tag_when(x->sibling, TAG_BIT(SIBLING)) | tag_when(larger, TAG_BIT(LARGER_CONE)) |
	       tag_when(k->n_origins > 0 && k->n_in_cone * 2 >= k->n_origins, TAG_BIT(OWN_CONE)) |
	       tag_when(x->guessed, TAG_BIT(GUESSED)) | tag_when(k->outvoted_by != 0, TAG_BIT(OUTVOTED));
}

tag_set leak_tags(const struct leak_facts *x, const struct leak_numbers *n)
{
	uint32_t lasted = x->end > x->start ? x->end - x->start : 0;
	bool many = x->n_prefixes >= n->mass_prefixes;
	bool enough = x->n_peak >= n->min_peers;
	bool is_short = !x->open && lasted < n->convergence && !many;
	return found(x, n) | attested(x->known) | doubts(x) | tag_when(!enough, TAG_BIT(FEW_PEERS)) |
	       tag_when(enough && x->n_peak < n->asked_peers, TAG_BIT(LOW_COVERAGE)) |
	       tag_when(x->n_with_table < n->min_peers, TAG_BIT(UNHEARD)) |
	       tag_when(is_short, TAG_BIT(CONVERGENCE)) |
	       tag_when(enough && (lasted >= n->convergence || many), TAG_BIT(LASTING));
}
