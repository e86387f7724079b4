#include "measure/routes.h"

#include <stdlib.h>

static void collect(const struct rib *rib, const struct routes_options *o, struct period_routes *out)
{
	for (unsigned f = 0; f < RIB_FAMILIES; f++)
		for (route_id id = 0; id < rib_route_count(rib, f); id++) {
			const struct rib_route *r = rib_route_at(rib, f, id);
			if (r->n_peak == 0)
				continue;
			if (out->n == out->cap)
				out->at = mem_grow(out->at, &out->cap, out->n + 1, sizeof *out->at);
			struct period_route *p = &out->at[out->n++];
			*p = (struct period_route){.id = id, .is_visible = r->n_peak >= o->minimum[f]};
			p->row = (struct store_route){.prefix = rib_prefix_at(rib, f, r->prefix)->prefix,
			                              .origin = r->origin,
			                              .first_seen = r->first_seen,
			                              .last_seen = r->n_now ? o->last : r->last_seen,
			                              .peers_max = r->n_peak};
		}
}

static int route_cmp(const struct prefix *p, asn_t origin, const struct store_route *r)
{
	int c = prefix_cmp(p, &r->prefix);
	return c ? c : (origin > r->origin) - (origin < r->origin);
}

static int period_route_cmp(const void *a, const void *b)
{
	const struct period_route *x = a, *y = b;
	return route_cmp(&x->row.prefix, x->row.origin, &y->row);
}

/* Walk the routes in the order of their prefixes, once for each era in which some were last seen. */
struct eras {
	struct period_routes *routes;
	uint32_t first, last; /* of all last sightings */
};

static struct eras eras_of(struct period_routes *routes)
{
	struct eras e = {routes, UINT32_MAX, 0};
	for (size_t i = 0; i < routes->n; i++) {
		uint32_t t = routes->at[i].row.last_seen;
		e.first = t < e.first ? t : e.first;
		e.last = t > e.last ? t : e.last;
	}
	return e;
}

static bool is_in(const struct period_route *r, instant_t from, instant_t until)
{
	return r->row.last_seen >= from && r->row.last_seen < until;
}

static bool any_in(const struct eras *e, instant_t from, instant_t until)
{
	for (size_t i = 0; i < e->routes->n; i++)
		if (is_in(&e->routes->at[i], from, until))
			return true;
	return false;
}

static void judge_rov(const struct eras *e, struct registries *registries, struct sources *sources)
{
	instant_t until;
	for (instant_t t = e->first; t <= e->last; t = until) {
		until = sources_next_change(sources, SOURCE_VRPS, t);
		if (!any_in(e, t, until))
			continue;
		enum sources_state state;
		struct rov_walk w = rov_walk_begin(registries_rov(registries, t, &state));
		for (size_t i = 0; i < e->routes->n; i++) {
			struct period_route *r = &e->routes->at[i];
			if (!is_in(r, t, until))
				continue;
			r->vrps = (uint8_t)state;
			r->rov = (uint8_t)rov_walk_next(&w, &r->row.prefix, r->row.origin);
		}
	}
}

static void judge_irr(const struct eras *e, struct registries *registries, struct sources *sources)
{
	instant_t until;
	for (instant_t t = e->first; t <= e->last; t = until) {
		until = sources_next_change(sources, SOURCE_IRR, t);
		if (!any_in(e, t, until))
			continue;
		enum sources_state state;
		struct irr_walk w = irr_walk_begin(registries_irr(registries, t, &state));
		for (size_t i = 0; i < e->routes->n; i++) {
			struct period_route *r = &e->routes->at[i];
			if (!is_in(r, t, until))
				continue;
			r->irrs = (uint8_t)state;
			r->irr = (uint8_t)irr_walk_next(&w, &r->row.prefix, r->row.origin);
		}
	}
}

static void judge_bogon(const struct eras *e, struct registries *registries)
{
	instant_t until;
	for (instant_t t = e->first; t <= e->last; t = until) {
		until = registries_bogons_until(registries, t);
		if (!any_in(e, t, until))
			continue;
		const struct bogon_table *table = registries_bogons(registries, t).table;
		for (size_t i = 0; i < e->routes->n; i++) {
			struct period_route *r = &e->routes->at[i];
			if (is_in(r, t, until))
				r->row.bogon = bogon_prefix(table, &r->row.prefix, r->row.last_seen).class;
		}
	}
}

/* The first reason that applies, in this order (02 section 3). */
static enum store_why_not why_not(const struct framework *f, const struct period_route *r)
{
	const struct prefix *p = &r->row.prefix;
	uint64_t longest = p->family == FAMILY_V4 ? f->max_length_v4 : f->max_length_v6;
	if (p->len == 0 && f->left_out & LEFT_OUT_DEFAULT)
		return WHY_DEFAULT;
	if (p->len > longest && f->left_out & LEFT_OUT_LENGTH)
		return WHY_LENGTH;
	if (r->row.bogon == BOGON_FULL && f->left_out & LEFT_OUT_BOGON)
		return WHY_BOGON;
	if (r->row.origin == ORIGIN_NONE && f->left_out & LEFT_OUT_AS_SET)
		return WHY_AS_SET;
	return r->is_visible ? WHY_COUNTED : WHY_VISIBILITY;
}

void routes_collect(const struct rib *rib, struct registries *registries, const struct routes_options *o,
                    struct period_routes *out)
{
	*out = (struct period_routes){0};
	collect(rib, o, out);
	if (out->n == 0)
		return;
	qsort(out->at, out->n, sizeof *out->at, period_route_cmp);
	struct eras e = eras_of(out);
	struct sources *sources = o->sources;
	judge_rov(&e, registries, sources);
	judge_irr(&e, registries, sources);
	judge_bogon(&e, registries);
	for (size_t i = 0; i < out->n; i++) {
		struct period_route *r = &out->at[i];
		r->row.why_not = (uint8_t)why_not(o->framework, r);
		r->row.rov = r->rov == ROV_NO_DATA ? 0 : (uint8_t)(r->rov + 1);
		r->row.irr = r->irr == IRR_NO_DATA ? 0 : (uint8_t)(r->irr + 1);
	}
}

size_t routes_find(const struct period_routes *r, const struct prefix *p, asn_t origin)
{
	size_t low = 0, high = r->n;
	while (low < high) {
		size_t mid = (low + high) / 2;
		int c = route_cmp(p, origin, &r->at[mid].row);
		if (c == 0)
			return mid;
		if (c > 0)
			low = mid + 1;
		else
			high = mid;
	}
	return SIZE_MAX;
}
