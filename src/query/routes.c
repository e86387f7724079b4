/* Routes of a network, and around a prefix. */
#include "query/query_impl.h"

#include <string.h>

struct numbers {
	uint32_t *at;
	size_t n;
	bool found;
};

static bool take_numbers(void *ctx, const struct store_network *x)
{
	struct numbers *n = ctx;
	n->found = true;
	n->n = x->n_routes;
	n->at = mem_new(x->n_routes + 1, sizeof *n->at);
	if (x->n_routes)
		memcpy(n->at, x->routes, x->n_routes * sizeof *n->at);
	return false;
}

enum err query_routes_of_asn(struct query *q, asn_t asn, store_route_fn fn, void *ctx)
{
	struct numbers numbers = {0};
	int64_t period = query_period(q)->id;
	if (asn == 0)
		return ERR_EOF;
	enum err e = store_networks(q->store, period, asn, take_numbers, &numbers);
	if (e == ERR_OK && numbers.n)
		e = store_routes(q->store, period, numbers.at, numbers.n, fn, ctx);
	free(numbers.at);
	(void)query_failed(q, e);
	return e == ERR_OK && !numbers.found ? ERR_EOF : e;
}

enum err query_routes_of_prefix(struct query *q, const struct prefix *p, store_route_fn fn, void *ctx)
{
	return query_failed(q, store_routes_of_prefix(q->store, query_period(q)->id, p, fn, ctx));
}

struct around {
	const struct prefix *prefix;
	store_route_fn fn;
	void *ctx;
};

static bool is_around(void *ctx, uint32_t number, const struct store_route *r)
{
	const struct around *a = ctx;
	if (!prefix_covers(&r->prefix, a->prefix) && !prefix_covers(a->prefix, &r->prefix))
		return true;
	return a->fn(a->ctx, number, r);
}

/* All routes are looked through: a million are a tenth of a second. */
enum err query_routes_around(struct query *q, const struct prefix *p, store_route_fn fn, void *ctx)
{
	struct around a = {p, fn, ctx};
	return query_failed(q, store_routes(q->store, query_period(q)->id, NULL, 0, is_around, &a));
}
