#include "measure/facts.h"

#include <stdlib.h>
#include <string.h>

/* ---- which networks */

static void add_asn(struct asn_list *l, asn_t asn)
{
	if (l->n == l->cap)
		l->at = mem_grow(l->at, &l->cap, l->n + 1, sizeof *l->at);
	l->at[l->n++] = asn;
}

/* Where no present file holds the ASN: only if all registries' files are there do they deny it. */
static bool is_reported(const struct delegation_table *t, asn_t asn, instant_t at)
{
	struct delegation_record r = delegation_asn(t, asn);
	if (r.status != DELEGATION_ABSENT)
		return r.status == DELEGATION_ALLOCATED;
	return !delegation_has_all(t) && bogon_asn_is_public(asn, at);
}

static void seen_networks(const struct period_routes *routes, const struct facts_options *o,
                          struct asn_list *out)
{
	if (o->passed)
		passed_forwarders(o->passed, out);
	for (size_t i = 0; i < routes->n; i++)
		if (routes->at[i].is_visible && routes->at[i].row.origin != ORIGIN_NONE)
			add_asn(out, routes->at[i].row.origin);
}

static struct period_network *network_find(struct period_networks *n, asn_t asn)
{
	size_t low = 0, high = n->n;
	while (low < high) {
		size_t mid = (low + high) / 2;
		if (n->at[mid].facts.asn < asn)
			low = mid + 1;
		else
			high = mid;
	}
	return low < n->n && n->at[low].facts.asn == asn ? &n->at[low] : NULL;
}

static void choose_networks(const struct period_routes *routes, const struct facts_options *o,
                            struct period_networks *out)
{
	const struct delegation_table *held = registries_delegations(o->registries, o->at);
	struct asn_list asns = {0};
	seen_networks(routes, o, &asns);
	for (size_t i = 0; i < out->participants.n; i++)
		add_asn(&asns, out->participants.at[i].asn);
	asn_list_settle(&asns);
	out->at = mem_new(asns.n + 1, sizeof *out->at);
	out->cap = asns.n + 1;
	for (size_t i = 0; i < asns.n; i++) {
		struct delegation_record r = delegation_asn(held, asns.at[i]);
		if (!is_reported(held, asns.at[i], o->at))
			continue;
		struct period_network *p = &out->at[out->n++];
		p->facts.asn = asns.at[i];
		p->rir = r.status == DELEGATION_ABSENT ? RIR_NONE : r.rir;
		memcpy(p->cc, r.cc, sizeof p->cc);
	}
	free(asns.at);
}

/* ---- their routes */

static void count_verdicts(struct network_facts *f, const struct period_route *r)
{
	struct network_routes *n = &f->routes;
	n->rov_valid += r->rov == ROV_VALID;
	n->rov_invalid += rov_is_invalid((enum rov)r->rov);
	n->rov_not_found += r->rov == ROV_NOT_FOUND;
	n->rov_unknown += r->rov == ROV_NO_DATA;
	n->irr_valid += r->irr == IRR_VALID;
	n->irr_covering += r->irr == IRR_COVERING;
	n->irr_invalid += r->irr == IRR_INVALID;
	n->irr_not_found += r->irr == IRR_NOT_FOUND;
	n->irr_unknown += r->irr == IRR_NO_DATA;
	if (r->rov == ROV_NO_DATA && r->vrps == SOURCES_STALE)
		f->vrps = FACT_STALE;
	if (r->irr == IRR_NO_DATA && r->irrs == SOURCES_STALE)
		f->irr = FACT_STALE;
}

#define NOBODY UINT32_MAX

/* The first place of a sorted list where the ASN is not greater. */
static size_t asn_place(const asn_t *asns, size_t n, asn_t asn)
{
	size_t low = 0;
	while (low < n) {
		size_t mid = (low + n) / 2;
		if (asns[mid] < asn)
			low = mid + 1;
		else
			n = mid;
	}
	return low;
}

/* Whose each route is, as a place in out->at. Their ASNs alone are dense enough to be searched that often;
 * neighbours in the table often have one origin. */
static uint32_t *route_owners(const struct period_routes *routes, const struct period_networks *out)
{
	uint32_t *owner = mem_new(routes->n, sizeof *owner);
	asn_t *asns = mem_new(out->n, sizeof *asns);
	for (size_t i = 0; i < out->n; i++)
		asns[i] = out->at[i].facts.asn;
	for (size_t i = 0; i < routes->n; i++) {
		asn_t origin = routes->at[i].row.origin;
		if (i > 0 && routes->at[i - 1].row.origin == origin) {
			owner[i] = owner[i - 1];
			continue;
		}
		size_t at = asn_place(asns, out->n, origin);
		owner[i] = at < out->n && asns[at] == origin ? (uint32_t)at : NOBODY;
	}
	free(asns);
	return owner;
}

/* Two passes: how many each has, then where they go. Numbers come out ascending. */
static void give_routes(const struct period_routes *routes, struct period_networks *out)
{
	uint32_t total = 0, *owner = route_owners(routes, out);
	for (size_t i = 0; i < routes->n; i++) {
		const struct period_route *r = &routes->at[i];
		if (owner[i] == NOBODY)
			continue;
		struct network_facts *f = &out->at[owner[i]].facts;
		f->routes.total++;
		if (r->row.why_not == WHY_COUNTED) {
			f->routes.counted++;
			count_verdicts(f, r);
		}
	}
	for (size_t i = 0; i < out->n; i++) {
		out->at[i].first_route = total;
		total += out->at[i].facts.routes.total;
	}
	out->routes = mem_new((size_t)total + 1, sizeof *out->routes);
	for (size_t i = 0; i < routes->n; i++) {
		if (owner[i] == NOBODY)
			continue;
		struct period_network *p = &out->at[owner[i]];
		out->routes[p->first_route + p->n_routes++] = (uint32_t)i;
	}
	free(owner);
}

/* ---- M9 */

static bool could_be_passed(const struct period_route *r)
{
	return r->is_visible && r->row.prefix.len > 0 && r->row.origin != ORIGIN_NONE;
}

static void vrps_state(const struct period_routes *routes, struct period_networks *out)
{
	out->vrps = FACT_YES;
	for (size_t i = 0; i < routes->n; i++) {
		const struct period_route *r = &routes->at[i];
		if (could_be_passed(r) && r->rov == ROV_NO_DATA)
			out->vrps = r->vrps == SOURCES_STALE && out->vrps != FACT_NO_SOURCE ? FACT_STALE
			                                                                    : FACT_NO_SOURCE;
	}
}

struct passing {
	uint32_t network, route;
};

static int passing_cmp(const void *a, const void *b)
{
	const struct passing *x = a, *y = b;
	if (x->network != y->network)
		return x->network < y->network ? -1 : 1;
	return (x->route > y->route) - (x->route < y->route);
}

static void give_passed(const struct period_routes *routes, const struct facts_options *o,
                        struct period_networks *out)
{
	VEC(struct passing) pairs = {0};
	struct asn_list by = {0};
	for (size_t i = 0; o->passed && i < routes->n; i++) {
		const struct period_route *r = &routes->at[i];
		if (!could_be_passed(r) || !rov_is_invalid((enum rov)r->rov))
			continue;
		out->invalid_routes++;
		passed_by(o->passed, rib_family(r->row.prefix.family), r->id, &by);
		for (size_t k = 0; k < by.n; k++) {
			const struct period_network *p = network_find(out, by.at[k]);
			if (p)
				*vec_push(&pairs) = (struct passing){(uint32_t)(p - out->at), (uint32_t)i};
		}
	}
	if (pairs.n)
		qsort(pairs.at, pairs.n, sizeof *pairs.at, passing_cmp);
	out->passed = mem_new(pairs.n + 1, sizeof *out->passed);
	for (size_t i = 0; i < pairs.n; i++) {
		struct period_network *p = &out->at[pairs.at[i].network];
		if (p->n_passed++ == 0)
			p->first_passed = (uint32_t)i;
		out->passed[i] = pairs.at[i].route;
		p->facts.passed_invalid = p->n_passed;
	}
	vec_free(&pairs);
	free(by.at);
}

/* ---- what registries say of them */

static void give_cards(struct period_networks *out)
{
	for (size_t i = 0; i < out->n; i++) {
		struct period_network *p = &out->at[i];
		struct network_card card;
		networks_get(out->networks, p->facts.asn, p->rir, &card);
		p->holder = card.holder;
		p->economy = p->cc[0] ? p->cc : card.economy;
		p->participant = "";
		p->facts.policy = card.policy;
		for (int c = 0; c < CONTACT_SOURCES; c++)
			p->facts.contact[c] = card.contact[c];
	}
}

static void give_spoofing(const struct facts_options *o, struct period_networks *out)
{
	struct network_spoofings s = {0};
	networks_spoofing(o->sources, o->from, o->to, &s);
	for (size_t i = 0; i < s.n; i++) {
		struct period_network *p = network_find(out, s.at[i].asn);
		if (!p)
			continue;
		p->facts.sessions = s.at[i].sessions;
		p->facts.spoofed_blocks = s.at[i].blocks;
	}
	free(s.at);
}

static void give_participants(struct period_networks *out)
{
	for (size_t i = 0; i < out->participants.n; i++) {
		struct period_network *p = network_find(out, out->participants.at[i].asn);
		if (p)
			p->participant = out->participants.at[i].json;
	}
}

void facts_collect(const struct period_routes *routes, const struct facts_options *o,
                   struct period_networks *out)
{
	*out = (struct period_networks){0};
	networks_participants(o->sources, o->at, &out->participants);
	choose_networks(routes, o, out);
	give_routes(routes, out);
	vrps_state(routes, out);
	give_passed(routes, o, out);
	out->networks = networks_load(o->sources, o->at, registries_delegations(o->registries, o->at));
	give_cards(out);
	give_spoofing(o, out);
	give_participants(out);
}

void facts_fini(struct period_networks *n)
{
	networks_free(n->networks);
	networks_participants_fini(&n->participants);
	free(n->at);
	free(n->routes);
	free(n->passed);
	*n = (struct period_networks){0};
}
