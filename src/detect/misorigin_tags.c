#include "detect/misorigin_tags.h"

#include <stdio.h>

static tag_set registries(const struct misorigin_facts *x)
{
	bool accused = x->rov == ROV_INVALID_ASN || x->rov == ROV_INVALID_AS0 || x->victim_rov == ROV_VALID ||
	               x->n_holders > 0 || (x->irr_exact && !irr_is_covered(x->irr));
	return tag_when(x->rov == ROV_INVALID_ASN || x->rov == ROV_INVALID_AS0, TAG_BIT(ROV_INVALID)) |
	       tag_when(x->rov == ROV_INVALID_LENGTH, TAG_BIT(ROV_INVALID_LENGTH)) |
	       tag_when(x->rov == ROV_VALID, TAG_BIT(ROV_VALID)) |
	       tag_when(x->victim_rov == ROV_VALID, TAG_BIT(VICTIM_ROV_VALID)) |
	       tag_when(x->irr_exact && !irr_is_covered(x->irr), TAG_BIT(IRR_OTHERS)) |
	       tag_when(x->irr_victim && !irr_is_covered(x->irr) && !x->others_gone, TAG_BIT(VICTIM_IRR)) |
	       tag_when(irr_is_covered(x->irr), x->irr_own   ? TAG_BIT(IRR_OWN)
	                                        : x->irr_old ? TAG_BIT(IRR_ELSEWHERE)
	                                                     : TAG_BIT(IRR_YOUNG)) |
	       tag_when(x->later && accused, TAG_BIT(LATER));
}

static tag_set relations(const struct misorigin_facts *x, const struct misorigin_numbers *n)
{
	bool neighbour = x->relation == RELATION_PROVIDER || x->relation == RELATION_CUSTOMER;
	return tag_when(x->same_organisation || x->relation == RELATION_SIBLING, TAG_BIT(ORGANISATION)) |
	       tag_when(neighbour, TAG_BIT(NEIGHBOUR)) | tag_when(x->in_cone && !neighbour, TAG_BIT(CONE)) |
	       tag_when(x->relation == RELATION_PEER, TAG_BIT(PEER)) |
	       tag_when(x->known->on_path, TAG_BIT(ON_PATH)) | tag_when(x->scrubbing, TAG_BIT(SCRUBBING)) |
	       tag_when(x->scrubbing && x->known->culprit_age > 0, TAG_BIT(SCRUBBING_BEFORE)) |
	       tag_when(x->exchange_lan, TAG_BIT(EXCHANGE_LAN)) |
	       tag_when(x->anycast || x->known->n_known >= n->anycast_origins, TAG_BIT(ANYCAST));
}

/* One digit more, less or other, or two beside each other swapped. */
static bool is_mistyped(asn_t a, asn_t b)
{
	char s[12], t[12]; /* 2^32 has ten digits */
	size_t n = (size_t)snprintf(s, sizeof s, "%u", a), m = (size_t)snprintf(t, sizeof t, "%u", b),
	       head = 0, tail = 0;
	if (n > m + 1 || m > n + 1 || n < 3 || m < 3)
		return false;
	while (head < n && head < m && s[head] == t[head])
		head++;
	while (tail < n - head && tail < m - head && s[n - 1 - tail] == t[m - 1 - tail])
		tail++;
	if (n == m && n - head - tail == 2)
		return s[head] == t[head + 1] && s[head + 1] == t[head];
	size_t longer = n > m ? n : m;
	return longer - head - tail <= 1;
}

static bool is_fat_finger(const struct misorigin_facts *x, const struct misorigin_numbers *n)
{
	const struct misorigin_case *k = x->known;
	if (k->kind == MISORIGIN_SQUATTED)
		return false;
	for (uint32_t i = 0; i < k->n_known && i < MISORIGIN_VICTIMS; i++)
		if (is_mistyped(k->culprit, k->victims[i]))
			return true;
	return k->culprit <= n->small_asn;
}

static tag_set time_course(const struct misorigin_facts *x, const struct misorigin_numbers *n)
{
	uint32_t lasted = x->end > x->start ? x->end - x->start : 0;
	bool was_long = x->known->culprit_age >= n->long_lived && x->known->age >= n->long_lived;
	return tag_when(!x->open && lasted <= n->convergence, TAG_BIT(CONVERGENCE)) |
	       tag_when(lasted >= n->transfer_after && x->others_gone &&
	                    (x->registries_follow || x->rov == ROV_VALID || x->irr_own),
	                TAG_BIT(TRANSFER)) |
	       tag_when(was_long || (lasted >= n->long_lived && !x->others_gone), TAG_BIT(LONG_LIVED));
}

static tag_set extent(const struct misorigin_facts *x, const struct misorigin_numbers *n)
{
	unsigned f = rib_family(x->prefix.family);
	bool is_long = x->prefix.len > n->longest[f];
	bool wide =
	    x->full_feeds > 0 && (uint64_t)x->n_full * n->widely_d >= (uint64_t)x->full_feeds * n->widely_n;
	return tag_when(x->known->kind == MISORIGIN_SUB, TAG_BIT(PART)) |
	       tag_when(x->known->kind == MISORIGIN_SQUATTED, TAG_BIT(CLAIMED)) |
	       tag_when(x->known->n_known > 0 && x->known->gone_for > n->convergence, TAG_BIT(VACATED)) |
	       tag_when(x->known->contested, TAG_BIT(CONTESTED)) |
	       tag_when(told_by_fewer(&x->known->told, n->min_peers), TAG_BIT(UNHEARD)) |
	       tag_when(x->mass_prefixes > n->mass_prefixes && x->mass_victims > n->mass_victims,
	                TAG_BIT(MASS)) |
	       tag_when(x->confirmed_before >= n->repeated, TAG_BIT(REPEATED)) |
	       tag_when(x->n_peak < n->min_peers, TAG_BIT(FEW_PEERS)) |
	       tag_when(x->n_peak >= n->min_peers && x->n_peak < n->asked_peers, TAG_BIT(LOW_COVERAGE)) |
	       tag_when(wide, TAG_BIT(WIDELY_SEEN)) |
	       tag_when(is_long,
	                x->blackhole ? TAG_BIT(BLACKHOLE) | TAG_BIT(LONG_PREFIX) : TAG_BIT(LONG_PREFIX));
}

tag_set misorigin_tags(const struct misorigin_facts *x, const struct misorigin_numbers *n)
{
	static const tag_set related = TAG_BIT(ROV_VALID) | TAG_BIT(ROV_INVALID_LENGTH) | TAG_BIT(IRR_OWN) |
	                               TAG_BIT(IRR_ELSEWHERE) | TAG_BIT(ORGANISATION) | TAG_BIT(NEIGHBOUR) |
	                               TAG_BIT(CONE) | TAG_BIT(PEER) | TAG_BIT(ON_PATH) | TAG_BIT(SCRUBBING) |
	                               TAG_BIT(EXCHANGE_LAN) | TAG_BIT(ANYCAST);
	tag_set t = registries(x) | relations(x, n) | time_course(x, n) | extent(x, n) |
	            tag_when(x->bogon_origin, TAG_BIT(BOGON_ORIGIN)) |
	            tag_when(is_fat_finger(x, n), TAG_BIT(FAT_FINGER));
	if (t & related)
		return t;
	return t | tag_when(x->known->n_known == 1, TAG_BIT(SOLE_ORIGIN)) |
	       tag_when(x->is_holder, TAG_BIT(HOLDER));
}
