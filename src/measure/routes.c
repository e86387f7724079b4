#include "measure/routes.h"

#include "base/pool.h"

#include <stdlib.h>
#include <string.h>

static struct period_route *add(struct period_routes *r)
{
	if (r->n == r->cap)
		r->at = mem_grow(r->at, &r->cap, r->n + 1, sizeof *r->at);
	return &r->at[r->n++];
}

static void collect(const struct rib *rib, const struct routes_options *o, struct period_routes *out)
{
	size_t most = 0;
	for (unsigned f = 0; f < RIB_FAMILIES; f++)
		most += rib_route_count(rib, f);
	out->at = mem_resize(NULL, most, sizeof *out->at);
	out->cap = most;
	for (unsigned f = 0; f < RIB_FAMILIES; f++)
		for (route_id id = 0; id < rib_route_count(rib, f); id++) {
			const struct rib_route *r = rib_route_at(rib, f, id);
			if (r->n_peak == 0)
				continue;
			struct period_route *p = add(out);
			*p = (struct period_route){.id = id, .is_visible = r->n_peak >= o->minimum[f]};
			p->row = (struct store_route){.prefix = rib_prefix_at(rib, f, r->prefix)->prefix,
			                              .origin = r->origin,
			                              .first_seen = r->first_seen,
			                              .last_seen = r->n_now ? o->last : r->last_seen,
			                              .peers_max = r->n_peak};
			if (p->row.last_seen >= o->judged_from)
				p->row.bogon = bogon_class_now(o->detector, f, r->prefix);
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

enum { STRAYS = 4096 /* routes in a row */ };

/* Leave what stands in order and take out the rest: one that is smaller than many before it, or else those
 * few that are greater than what follows. */
static void take_strays(struct period_routes *r, struct period_routes *strays)
{
	size_t n = 0;
	for (size_t i = 0; i < r->n; i++) {
		if (n >= STRAYS && period_route_cmp(&r->at[n - STRAYS], &r->at[i]) > 0) {
			*add(strays) = r->at[i];
			continue;
		}
		while (n > 0 && period_route_cmp(&r->at[n - 1], &r->at[i]) > 0)
			*add(strays) = r->at[--n];
		if (n++ != i)
			r->at[n - 1] = r->at[i];
	}
	r->n = n;
}

/*
 * A table comes in order, and so do its prefixes' numbers: only what appeared before or after it, or has
 * several origins, has to be sorted, and is then merged in.
 */
static void sort(struct period_routes *r)
{
	struct period_routes strays = {0};
	take_strays(r, &strays);
	if (strays.n)
		qsort(strays.at, strays.n, sizeof *strays.at, period_route_cmp);
	size_t n = r->n, k = strays.n, to = n + k;
	r->n = to;
	while (k > 0) /* from the end, so that what is still to be moved is never written over */
		r->at[--to] = n > 0 && period_route_cmp(&r->at[n - 1], &strays.at[k - 1]) > 0
		                  ? r->at[--n]
		                  : strays.at[--k];
	free(strays.at);
}

/* The routes last seen in one era are judged by its table, in the order of their prefixes, in parts. */
enum { PART = 16384 };

struct judging {
	struct period_routes *routes;
	instant_t from, until; /* the era */
	const struct rov_table *rov;
	const struct irr_table *irr;
	const struct bogon_table *bogons;
	enum sources_state state;
};

static bool is_in(const struct period_route *r, const struct judging *j)
{
	return r->row.last_seen >= j->from && r->row.last_seen < j->until;
}

static size_t part_end(const struct judging *j, size_t part)
{
	size_t end = (part + 1) * PART;
	return end < j->routes->n ? end : j->routes->n;
}

static void part_rov(void *ctx, size_t part, unsigned worker)
{
	const struct judging *j = ctx;
	struct rov_walk w = rov_walk_begin(j->rov);
	(void)worker;
	for (size_t i = part * PART; i < part_end(j, part); i++) {
		struct period_route *r = &j->routes->at[i];
		if (!is_in(r, j))
			continue;
		r->vrps = (uint8_t)j->state;
		r->rov = (uint8_t)rov_walk_next(&w, &r->row.prefix, r->row.origin);
	}
}

static void part_irr(void *ctx, size_t part, unsigned worker)
{
	const struct judging *j = ctx;
	struct irr_walk w = irr_walk_begin(j->irr);
	(void)worker;
	for (size_t i = part * PART; i < part_end(j, part); i++) {
		struct period_route *r = &j->routes->at[i];
		if (!is_in(r, j))
			continue;
		r->irrs = (uint8_t)j->state;
		r->irr = (uint8_t)irr_walk_next(&w, &r->row.prefix, r->row.origin);
	}
}

static void part_bogon(void *ctx, size_t part, unsigned worker)
{
	const struct judging *j = ctx;
	(void)worker;
	for (size_t i = part * PART; i < part_end(j, part); i++) {
		struct period_route *r = &j->routes->at[i];
		if (is_in(r, j))
			r->row.bogon = bogon_prefix(j->bogons, &r->row.prefix, r->row.last_seen).class;
	}
}

static void open_rov(const struct routes_options *o, struct judging *j)
{
	j->rov = registries_rov(o->registries, j->from, &j->state);
	j->until = sources_next_change(o->sources, SOURCE_VRPS, j->from);
}

static void open_irr(const struct routes_options *o, struct judging *j)
{
	j->irr = registries_irr(o->registries, j->from, &j->state);
	j->until = sources_next_change(o->sources, SOURCE_IRR, j->from);
}

static void open_bogons(const struct routes_options *o, struct judging *j)
{
	j->bogons = registries_bogons(o->registries, j->from).table;
	j->until = registries_bogons_until(o->registries, j->from);
}

/* The first last sighting at or behind t; until: none before that. */
static instant_t sighting_from(const struct period_routes *routes, instant_t t, instant_t until)
{
	instant_t first = until;
	for (size_t i = 0; i < routes->n; i++) {
		instant_t seen = routes->at[i].row.last_seen;
		first = seen >= t && seen < first ? seen : first;
	}
	return first;
}

/* Era by era up to an instant, those alone in which some route was last seen. open: asks for the era's table
 * and its end. */
static void judge(const struct routes_options *o, struct period_routes *routes, instant_t until,
                  void (*open)(const struct routes_options *o, struct judging *j), pool_task_fn part)
{
	struct judging j = {.routes = routes};
	size_t n_parts = (routes->n + PART - 1) / PART;
	for (j.from = sighting_from(routes, INT64_MIN, until); j.from != until;
	     j.from = sighting_from(routes, j.until, until)) {
		open(o, &j);
		j.until = j.until < until ? j.until : until;
		pool_run(o->n_threads, n_parts, part, &j);
	}
}

/* The first reason that applies, in this order (doc/measurement.md section 3.4). */
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

void routes_collect(const struct rib *rib, const struct routes_options *o, struct period_routes *out)
{
	*out = (struct period_routes){0};
	collect(rib, o, out);
	sort(out);
	judge(o, out, INT64_MAX, open_rov, part_rov);
	judge(o, out, INT64_MAX, open_irr, part_irr);
	judge(o, out, o->judged_from, open_bogons, part_bogon);
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
