/* Bogons: prefixes that are special or that no registry gave out; ASNs likewise, as origin and within the
 * path. */
#include "inject.h"

/* One prefix in each range that IANA's registries of special purposes or the common lists of martians hold.
 */
static const char *const special[] = {
    "0.5.0.0/16",       "10.66.0.0/16",     "100.66.0.0/16",  "127.5.0.0/16",   "169.254.4.0/24",
    "172.20.0.0/16",    "192.0.0.0/24",     "192.0.2.0/24",   "192.88.99.0/24", "192.168.66.0/24",
    "198.18.0.0/16",    "198.51.100.0/24",  "203.0.113.0/24", "224.5.0.0/16",   "240.5.0.0/16",
    "0:5::/32",         "64:ff9b:1:5::/64", "100:5::/32",     "200:5::/32",     "400:5::/32",
    "800:5::/32",       "1000:5::/32",      "2001:0:5::/48",  "2001:2::/48",    "2001:15::/32",
    "2001:db8:66::/48", "2002:a00::/24",    "3ffe:5::/32",    "3fff:5::/32",    "4000:5::/32",
    "5f00:5::/32",      "6000:5::/32",      "8000:5::/32",    "a000:5::/32",    "c000:5::/32",
    "e000:5::/32",      "f000:5::/32",      "f800:5::/32",    "fc00:5::/32",    "fe80:5::/32",
    "fec0:5::/32",      "ff00:5::/32",
};

static const struct {
	uint32_t asn;
	const char *why;
} special_asn[] = {
    {23456, "AS_TRANS"},
    {64499, "documentation, 16 bits"},
    {64602, "private use, 16 bits"},
    {65535, "last of 16 bits"},
    {65540, "documentation, 32 bits"},
    {65700, "reserved by IANA"},
    {160123, "available at a registry"},
    {4200000077u, "private use, 32 bits"},
    {4294967295u, "last of 32 bits"},
};

static void announce(struct world *w, const char *kind, const char *expect, const struct prefix *p)
{
	uint32_t at, until, culprit = pick_network(w, TIER_SMALL, TIER_STUB);
	span_choose(w, &at, &until);
	uint32_t event = event_new(w, kind, "M3", expect, asn_of(w, culprit), at, until);
	uint32_t atom = atom_new(w, 1, p);
	atom_seed(w, atom, culprit, false)->event = (uint16_t)event;
	event_prefix(w, event, p);
	change_seed(w, event, at, atom, 0, true);
	if (until)
		change_seed(w, event, until, atom, 0, false);
}

/* The customer's own prefix, for a while behind a number that should not be there. */
static void number(struct world *w, uint32_t k, bool within)
{
	uint32_t v, prefix, at, until, provider;
	do {
		v = pick_network(w, TIER_STUB, TIER_STUB);
		prefix = pick_prefix_of(w, v);
		provider = provider_of(w, v, 0);
	} while (prefix == NONE || (within && (w->topo.net[provider].used || w->vantage_of[provider])));
	uint32_t culprit = within ? provider : v;
	w->topo.net[culprit].used = true;
	span_choose(w, &at, &until);
	uint32_t event = event_new(w, within ? "bogon-asn-within" : "bogon-asn-origin", "M4", "alarm",
	                           asn_of(w, culprit), at, until);
	uint32_t atom = atom_of_prefix(w, prefix);
	struct seed *s = atom_seed(w, atom, culprit, false);
	s->event = (uint16_t)event;
	s->tail[s->n_tail++] = special_asn[k].asn;
	if (within) {
		s->tail_node[s->n_tail] = v;
		s->tail[s->n_tail++] = asn_of(w, v);
	}
	uint32_t origin = s->tail[s->n_tail - 1];
	s->invalid = plan_validity(&w->plan, &w->plan.pfx.v[prefix].p, origin, w->start) == ROV_INVALID;
	event_prefix(w, event, &w->plan.pfx.v[prefix].p);
	octets_text(&w->event.v[event].more, ",\"bogonAsn\":%u,\"why\":\"%s\"", special_asn[k].asn,
	            special_asn[k].why);
	change_seed(w, event, at, atom, 0, false);
	change_seed(w, event, at, atom, 1, true);
	if (until) {
		change_seed(w, event, until, atom, 1, false);
		change_seed(w, event, until, atom, 0, true);
	}
}

static struct prefix take_free(struct world *w)
{
	uint32_t i = rng_below(&w->rng, (uint32_t)w->plan.free.n);
	struct prefix p = w->plan.free.v[i];
	w->plan.free.v[i] = w->plan.free.v[--w->plan.free.n];
	return p;
}

void inject_bogons(struct world *w)
{
	for (size_t k = 0; k < COUNT(special) && kind_wanted(w, "bogon-prefix", "attacks"); k++) {
		struct prefix p = prefix_from(special[k]);
		announce(w, "bogon-prefix", "alarm", &p);
	}
	for (uint32_t i = kind_count(w, "squat-unallocated", "attacks", false); i > 0; i--) {
		struct prefix p = take_free(w);
		announce(w, "squat-unallocated", "alarm", &p);
	}
	for (uint32_t i = kind_count(w, "bogon-administrative", "attacks", false); i > 0; i--) {
		struct prefix p = take_free(w);
		*LIST_ADD(w->plan.reserved) = p;
		announce(w, "bogon-administrative", "either", &p);
	}
	for (uint32_t k = 0; k < COUNT(special_asn); k++) {
		if (kind_wanted(w, "bogon-asn-origin", "attacks"))
			number(w, k, false);
		if (kind_wanted(w, "bogon-asn-within", "attacks"))
			number(w, k, true);
	}
}
