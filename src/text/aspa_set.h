/*
 * ASPAs while a file is read: what several lists and objects say of one customer becomes one set of providers
 * (draft-ietf-sidrops-aspa-verification-28 3: the union of all of a customer's ASPAs).
 */
#ifndef NORMA_TEXT_ASPA_SET_H
#define NORMA_TEXT_ASPA_SET_H

#include "base/mem.h"
#include "net/registry.h"

enum { ASPA_MAX_PROVIDERS = 10000, ASPA_MAX_PAIRS = 4 << 20 };

struct aspa_pair {
	asn_t customer, provider;
};

struct aspa_set {
	VEC(struct aspa_pair) pairs;
	VEC(asn_t) refused; /* customers with too many providers: nothing is said of them */
};

/**
 * aspa_set_add - one list of providers for one customer.
 * Errors: LIMIT more than ASPA_MAX_PROVIDERS, the customer is refused whatever else is said of it; or the set
 * is full, and only this list is lost. VALUE no provider but the customer itself, or customer 0.
 */
MUST_USE enum err aspa_set_add(struct aspa_set *s, asn_t customer, const asn_t *providers, size_t n);

/**
 * aspa_set_each - give out what was gathered, by ascending customer, and empty the set.
 * refused: called for a customer whose lists have too many providers only together.
 */
void aspa_set_each(struct aspa_set *s, void (*fn)(void *ctx, const struct aspa *a),
                   void (*refused)(void *ctx, asn_t customer), void *ctx);
void aspa_set_fini(struct aspa_set *s);

#endif
