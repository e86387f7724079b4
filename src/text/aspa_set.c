#include "text/aspa_set.h"

static int compare(const void *a, const void *b)
{
	const struct aspa_pair *x = a, *y = b;
	if (x->customer != y->customer)
		return x->customer < y->customer ? -1 : 1;
	return (x->provider > y->provider) - (x->provider < y->provider);
}

enum err aspa_set_add(struct aspa_set *s, asn_t customer, const asn_t *providers, size_t n)
{
	bool any = false;
	if (n > ASPA_MAX_PROVIDERS) {
		*vec_push(&s->refused) = customer;
		return ERR_LIMIT;
	}
	if (s->pairs.n + n > ASPA_MAX_PAIRS)
		return ERR_LIMIT;
	for (size_t i = 0; i < n; i++)
		any |= providers[i] != customer;
	if (!any || customer == 0)
		return ERR_VALUE;
	for (size_t i = 0; i < n; i++)
		if (providers[i] != customer)
			*vec_push(&s->pairs) = (struct aspa_pair){customer, providers[i]};
	return ERR_OK;
}

static int compare_asn(const void *a, const void *b)
{
	const asn_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* The sorted pairs of one customer become its providers: unique, and AS 0 only where it stands alone. */
static size_t unite(asn_t *providers, const struct aspa_pair *pairs, size_t n)
{
	size_t out = 0;
	for (size_t i = 0; i < n; i++) {
		if (out == 1 && providers[0] == 0 && pairs[i].provider != 0)
			out = 0;
		else if (out > 0 && providers[out - 1] == pairs[i].provider)
			continue;
		providers[out++] = pairs[i].provider;
	}
	return out;
}

void aspa_set_each(struct aspa_set *s, void (*fn)(void *ctx, const struct aspa *a),
                   void (*refused)(void *ctx, asn_t customer), void *ctx)
{
	const struct aspa_pair *pairs = s->pairs.at;
	size_t n = s->pairs.n, same;
	VEC(asn_t) providers = {0};
	if (n > 0)
		qsort(s->pairs.at, n, sizeof *pairs, compare);
	if (s->refused.n > 0)
		qsort(s->refused.at, s->refused.n, sizeof *s->refused.at, compare_asn);
	for (size_t i = 0; i < n; i += same) {
		asn_t customer = pairs[i].customer;
		for (same = 1; i + same < n && pairs[i + same].customer == customer;)
			same++;
		if (s->refused.n > 0 &&
		    bsearch(&customer, s->refused.at, s->refused.n, sizeof customer, compare_asn))
			continue;
		vec_reserve(&providers, same);
		size_t n_providers = unite(providers.at, pairs + i, same);
		if (n_providers > ASPA_MAX_PROVIDERS)
			refused(ctx, customer);
		else
			fn(ctx, &(struct aspa){customer, providers.at, n_providers});
	}
	vec_free(&providers);
	aspa_set_fini(s);
}

void aspa_set_fini(struct aspa_set *s)
{
	vec_free(&s->pairs);
	vec_free(&s->refused);
}
