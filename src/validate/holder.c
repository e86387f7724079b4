#include "validate/holder.h"

#include <string.h>

static bool is_said(const struct delegation_record *r)
{
	return r->status == DELEGATION_ALLOCATED && *r->opaque_id;
}

bool holder_is_one(const struct delegation_record *x, const struct delegation_record *y)
{
	return is_said(x) && is_said(y) && x->rir == y->rir && strcmp(x->opaque_id, y->opaque_id) == 0;
}

bool holder_is_other(const struct delegation_table *t, const struct prefix *p, asn_t asn)
{
	if (!t)
		return false;
	struct delegation_record space = delegation_prefix(t, p), network = delegation_asn(t, asn);
	return is_said(&space) && !holder_is_one(&space, &network);
}

/* Of the whole prefix; false: several have parts of it, or nobody has one. */
static bool sole_holder(const struct delegation_table *t, const struct prefix *p,
                        struct delegation_record *out)
{
	struct ip_addr first = {.hi = p->hi, .lo = p->lo, .family = p->family}, last = prefix_last(p);
	struct delegation_walk w = delegation_begin(t, &first, &last);
	struct delegation_part part;
	if (!delegation_next(&w, &part))
		return false;
	*out = part.record;
	while (delegation_next(&w, &part))
		if (!holder_is_one(out, &part.record))
			return false;
	return is_said(out);
}

size_t holder_networks(const struct delegation_table *t, const struct prefix *p, asn_t *out, size_t max)
{
	struct delegation_record holder, network;
	size_t n = 0;
	asn_t first, last;
	if (!t || !sole_holder(t, p, &holder))
		return 0;
	for (size_t i = 0; delegation_asn_at(t, i, &first, &last, &network); i++) {
		if (!holder_is_one(&holder, &network))
			continue;
		for (size_t k = 0; k <= last - first && n + k < max; k++)
			out[n + k] = first + (asn_t)k;
		n += (size_t)last - first + 1;
	}
	return n;
}
