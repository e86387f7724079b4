/* Covering, ROV, IRR. */
#include "oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct oracle_random oracle_random_begin(void)
{
	const char *given = getenv("NORMA_SEED");
	uint64_t seed = given ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
	printf("# NORMA_SEED=%llu\n", (unsigned long long)seed);
	return (struct oracle_random){seed * 2654435761U + 88172645463325252U};
}

uint32_t oracle_random_below(struct oracle_random *r, uint32_t n)
{
	/* xorshift64 */
	r->state ^= r->state << 13;
	r->state ^= r->state >> 7;
	r->state ^= r->state << 17;
	return (uint32_t)((r->state >> 16) % n);
}

/* Few different values at a few places of the address: any two prefixes have a good chance to meet. */
struct prefix oracle_random_prefix(struct oracle_random *r)
{
	struct prefix p = {.family = oracle_random_below(r, 2) ? FAMILY_V4 : FAMILY_V6};
	unsigned bits = family_bits(p.family);
	p.len = (uint8_t)(oracle_random_below(r, 8) ? oracle_random_below(r, bits / 4 + 1) * 4
	                                            : oracle_random_below(r, bits + 1));
	p.hi = (uint64_t)oracle_random_below(r, 2) << 60 | (uint64_t)oracle_random_below(r, 3) << 48 |
	       (uint64_t)oracle_random_below(r, 3) << 36 | (uint64_t)oracle_random_below(r, 2) << 32;
	if (p.family == FAMILY_V6) {
		p.hi |= oracle_random_below(r, 2) << 3;
		p.lo = (uint64_t)oracle_random_below(r, 2) << 62 | (uint64_t)oracle_random_below(r, 3) << 20 |
		       oracle_random_below(r, 2);
	}
	return prefix_masked(p);
}

static unsigned bit(const struct prefix *p, unsigned i)
{
	uint64_t half = i < 64 ? p->hi : p->lo;
	return (unsigned)(half >> (63 - i % 64)) & 1;
}

bool oracle_covers(const struct prefix *a, const struct prefix *b)
{
	if (a->family != b->family || a->len > b->len)
		return false;
	for (unsigned i = 0; i < a->len; i++)
		if (bit(a, i) != bit(b, i))
			return false;
	return true;
}

const char *oracle_rov(const struct vrp *vrps, size_t n, const struct prefix *p, asn_t origin)
{
	size_t covering = 0, as0 = 0, same_as = 0;
	for (size_t i = 0; i < n; i++) {
		const struct vrp *v = &vrps[i];
		if (!oracle_covers(&v->prefix, p))
			continue;
		covering++;
		if (v->asn == 0)
			as0++;
		else if (v->asn == origin) {
			same_as++;
			if (p->len <= v->max_len)
				return "valid"; /* "Matched" */
		}
	}
	if (covering == 0)
		return "not_found";
	if (as0 == covering)
		return "invalid_as0";
	return same_as ? "invalid_length" : "invalid_asn";
}

const char *oracle_irr(const struct route_object *objects, size_t n, const struct prefix *p, asn_t origin)
{
	bool covered = false, same = false;
	for (size_t i = 0; i < n; i++) {
		const struct route_object *o = &objects[i];
		if (!oracle_covers(&o->prefix, p))
			continue;
		covered = true;
		if (o->origin != origin)
			continue;
		if (o->prefix.len == p->len)
			return "valid";
		same = true;
	}
	return same ? "covering" : covered ? "invalid" : "not_found";
}
