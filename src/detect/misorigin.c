#include "detect/misorigin.h"

#include "base/hash.h"
#include "detect/transfer.h"

#include <stdlib.h>
#include <string.h>

/* What has been decided about a route that is not known, for as long as any peer has it. */
struct decided {
	uint32_t n_slots; /* with it, known or unknown, while it is a candidate */
	track_id track;   /* RIB_NONE: no candidate */
	uint32_t note;    /* number of its case */
	uint8_t state;    /* enum state */
};

enum state {
	STATE_OPEN,     /* nothing decided */
	STATE_LEARNED,  /* was there when its first table was dumped */
	STATE_SHOWN,    /* so far only by peers that transferred their tables */
	STATE_HARMLESS, /* its origin's own, or nobody else's */
	STATE_CANDIDATE,
};

struct misorigin_detector {
	struct rib *rib;
	const struct history *history;
	struct misorigin_options o;
	struct tracks *tracks;
	VEC(struct decided) routes[RIB_FAMILIES];
	struct transfers *transfers;
	VEC(struct misorigin_case) cases;
};

struct misorigin_detector *misorigin_detector_new(struct rib *rib, const struct history *history,
                                                  const struct misorigin_options *o)
{
	struct misorigin_detector *d = mem_new(1, sizeof *d);
	d->rib = rib;
	d->history = history;
	d->o = *o;
	d->tracks = tracks_new(o->track);
	d->transfers = transfers_new(rib, o->transfer);
	return d;
}

void misorigin_detector_free(struct misorigin_detector *d)
{
	if (!d)
		return;
	tracks_free(d->tracks);
	for (int f = 0; f < RIB_FAMILIES; f++)
		vec_free(&d->routes[f]);
	transfers_free(d->transfers);
	vec_free(&d->cases);
	free(d);
}

static struct decided *decided_of(struct misorigin_detector *d, unsigned f, route_id route)
{
	while (d->routes[f].n <= route)
		*vec_push(&d->routes[f]) = (struct decided){.track = RIB_NONE};
	return &d->routes[f].at[route];
}

/* ---- what is known */

/* Does the network stand between the peer, which is no part of it, and the path's end? */
static bool is_on_path(const struct misorigin_detector *d, path_id path, asn_t peer, asn_t asn)
{
	const struct path_store *ps = rib_paths(d->rib);
	if (asn == peer)
		return false;
	for (; path != PATH_NONE; path = path_get(ps, path)->parent)
		if (path_get(ps, path)->asn == asn && path_get(ps, path)->kind == PATH_HOP_ASN)
			return true;
	return false;
}

/* The path that the peer has, or had until now, to what the victims originate. */
static path_id known_path(const struct misorigin_detector *d, const struct misorigin_case *k,
                          const struct rib_change *c)
{
	if (k->known_prefix == k->prefix) {
		bool is_own = path_get(rib_paths(d->rib), c->from)->origin == k->culprit;
		return is_own ? PATH_NONE : c->from;
	}
	slot_t slot = rib_table_get(&rib_peer_get(d->rib, c->peer)->table[c->family], k->known_prefix);
	return SLOT_PATH(slot);
}

static void look_at_paths(const struct misorigin_detector *d, struct misorigin_case *k,
                          const struct rib_change *c)
{
	if (k->on_path || k->kind == MISORIGIN_SQUATTED)
		return;
	asn_t peer = rib_peer_get(d->rib, c->peer)->asn;
	k->on_path = is_on_path(d, known_path(d, k, c), peer, k->culprit);
	for (uint32_t i = 0; i < k->n_known && i < MISORIGIN_VICTIMS && !k->on_path; i++)
		k->on_path = is_on_path(d, c->to, peer, k->victims[i]);
}

static void take_victims(const struct misorigin_detector *d, struct misorigin_case *k, uint32_t now)
{
	k->n_known = (uint32_t)history_origins(d->history, k->family, k->known_prefix, now, k->routes,
	                                       MISORIGIN_VICTIMS);
	uint32_t last = 0;
	for (uint32_t i = 0; i < k->n_known && i < MISORIGIN_VICTIMS; i++) {
		k->victims[i] = rib_route_at(d->rib, k->family, k->routes[i])->origin;
		uint32_t seen = history_is_up(d->history, k->family, k->routes[i])
		                    ? now
		                    : history_last(d->history, k->family, k->routes[i]);
		last = seen > last ? seen : last;
	}
	k->gone_for = k->n_known && now > last ? now - last : 0;
	if (k->n_known)
		k->age = history_age(d->history, k->family, k->routes[0], now);
}

/* Is the route somebody's who was not known for it? Fills the case. */
static bool is_candidate(const struct misorigin_detector *d, unsigned f, route_id route, uint32_t now,
                         struct misorigin_case *k)
{
	const struct rib_route *r = rib_route_at(d->rib, f, route);
	*k = (struct misorigin_case){.kind = MISORIGIN_EXACT,
	                             .family = (uint8_t)f,
	                             .prefix = r->prefix,
	                             .known_prefix = r->prefix,
	                             .culprit = r->origin,
	                             .culprit_age = history_age(d->history, f, route, now)};
	if (rib_prefix_at(d->rib, f, r->prefix)->prefix.len < d->o.shortest[f])
		return false;
	take_victims(d, k, now);
	if (k->n_known > 0)
		return true;
	k->known_prefix = history_covering(d->history, f, r->prefix, now);
	if (k->known_prefix == RIB_NONE) {
		k->kind = MISORIGIN_SQUATTED;
		return d->o.claimed && d->o.claimed(d->o.claimed_ctx,
		                                    &rib_prefix_at(d->rib, f, r->prefix)->prefix, r->origin);
	}
	k->kind = MISORIGIN_SUB;
	take_victims(d, k, now);
	route_id own = rib_route_find(d->rib, f, k->known_prefix, r->origin);
	return own == RIB_NONE || !history_is_known(d->history, f, own, now);
}

/* ---- slots with a candidate */

static struct track_key key_of(const struct rib_route *r, unsigned f)
{
	return (struct track_key){
	    .metric = METRIC_M2, .family = (uint8_t)f, .culprit = r->origin, .what = r->prefix};
}

/* The AS next to the origin, towards the collector; 0: none, or not known. */
static asn_t neighbour_of_origin(const struct misorigin_detector *d, path_id path)
{
	const struct path_store *ps = rib_paths(d->rib);
	const struct path_node *last = NULL;
	for (const struct path_node *n = path_get(ps, path); n->parent != PATH_NONE;
	     n = path_get(ps, n->parent))
		last = n;
	return last && last->kind == PATH_HOP_ASN ? last->asn : 0;
}

/* What the peer had before: of a part that is new the path to what it is a part of. */
static path_id before(const struct misorigin_detector *d, const struct misorigin_case *k,
                      const struct rib_change *c)
{
	if (c->from != PATH_NONE || k->kind != MISORIGIN_SUB)
		return c->from;
	return known_path(d, k, c);
}

static void witness(struct misorigin_detector *d, const struct decided *x, const struct rib_change *c)
{
	track_id track = x->track;
	uint32_t as_index = rib_peer_get(d->rib, c->peer)->as_index;
	if (!track_wants(d->tracks, track, c->time, as_index))
		return;
	look_at_paths(d, &d->cases.at[x->note], c);
	bool kept = d->o.message && track_has_room(d->tracks, track);
	struct evidence e = {.time = c->time,
	                     .message = kept ? d->o.message(d->o.message_ctx, c) : RIB_NONE,
	                     .peer = c->peer,
	                     .family = c->family,
	                     .cause = c->cause,
	                     .prefix = c->prefix,
	                     .path = c->to,
	                     .before = before(d, &d->cases.at[x->note], c)};
	track_witness(d->tracks, track, &e, as_index, neighbour_of_origin(d, c->to));
}

/* One more slot shows the candidate. A run that begins is given what is known now. */
static void gain(struct misorigin_detector *d, unsigned f, route_id route, peer_id peer, uint32_t at,
                 uint32_t now)
{
	struct decided *x = decided_of(d, f, route);
	struct track_key key = key_of(rib_route_at(d->rib, f, route), f);
	struct track_claim claim = {.class = EVENT_FULL, .note = (uint32_t)d->cases.n};
	x->track = track_find(d->tracks, &key, &claim);
	if (!track_is_running(d->tracks, x->track, at)) {
		struct misorigin_case k;
		(void)is_candidate(d, f, route, now,
		                   &k); /* of a route that is back much may be known by now */
		*vec_push(&d->cases) = k;
		x->track = track_find(d->tracks, &key, &claim);
		x->note = claim.note;
	}
	track_gain(d->tracks, x->track, at, rib_peer_get(d->rib, peer)->as_index);
	transfers_told(d->transfers, &d->cases.at[x->note].told, peer);
	x->n_slots++;
}

/* Slots that had the route before it became a candidate. */
static void gain_others(struct misorigin_detector *d, unsigned f, route_id route, const struct rib_change *c,
                        uint32_t now)
{
	const struct rib_route *r = rib_route_at(d->rib, f, route);
	for (peer_id peer = 0; peer < rib_peer_count(d->rib); peer++) {
		const struct rib_peer *p = rib_peer_get(d->rib, peer);
		slot_t slot = rib_table_get(&p->table[f], r->prefix);
		if (peer == c->peer || slot == SLOT_EMPTY ||
		    path_get(rib_paths(d->rib), SLOT_PATH(slot))->origin != r->origin)
			continue;
		gain(d, f, route, peer, c->time, now);
		if (slot & SLOT_UNKNOWN)
			track_forget(d->tracks, decided_of(d, f, route)->track, now, p->as_index);
	}
}

/* A known origin's new more-specific: does it answer somebody who has it, or what it is a part of? */
static void contest(struct misorigin_detector *d, const struct misorigin_case *own)
{
	unsigned f = own->family;
	struct prefix p = rib_prefix_at(d->rib, f, own->prefix)->prefix;
	uint8_t least = rib_prefix_at(d->rib, f, own->known_prefix)->prefix.len;
	for (; p.len > least; p.len--) {
		p = prefix_masked(p);
		prefix_id id = rib_prefix_lookup(d->rib, f, &p);
		route_id i = id == RIB_NONE ? RIB_NONE : rib_prefix_at(d->rib, f, id)->routes;
		for (; i != RIB_NONE; i = rib_route_at(d->rib, f, i)->next) {
			const struct decided *x = decided_of(d, f, i);
			if (x->state == STATE_CANDIDATE &&
			    d->cases.at[x->note].known_prefix == own->known_prefix)
				d->cases.at[x->note].contested = true;
		}
	}
}

/* That nobody was known for a prefix says something only where the peer's table is known, and for long
 * enough. */
static bool can_tell(const struct misorigin_detector *d, const struct misorigin_case *k, peer_id peer,
                     uint32_t now)
{
	return k->kind != MISORIGIN_SQUATTED || (transfers_has_table(d->transfers, peer) &&
	                                         now - transfers_since(d->transfers) >= d->o.settle);
}

static void decide(struct misorigin_detector *d, route_id route, const struct rib_change *c, uint32_t now)
{
	unsigned f = c->family;
	struct decided *x = decided_of(d, f, route);
	struct misorigin_case k;
	if (transfers_is(d->transfers, c->peer, c->cause, now)) {
		x->state = c->cause == RIB_DUMPED ? STATE_LEARNED : STATE_SHOWN;
	} else if (history_is_known(d->history, f, route, now) || !is_candidate(d, f, route, now, &k)) {
		x->state = STATE_HARMLESS;
		if (!history_is_known(d->history, f, route, now) && k.kind == MISORIGIN_SUB)
			contest(d, &k);
	} else if (!can_tell(d, &k, c->peer, now)) {
		x->state = STATE_SHOWN;
	} else {
		x->state = STATE_CANDIDATE;
		gain(d, f, route, c->peer, c->time, now);
		gain_others(d, f, route, c, now);
	}
}

static void gained(struct misorigin_detector *d, const struct rib_change *c, route_id route, uint32_t now)
{
	struct decided *x = decided_of(d, c->family, route);
	if (x->state == STATE_CANDIDATE)
		gain(d, c->family, route, c->peer, c->time, now);
	else if (x->state == STATE_OPEN || x->state == STATE_SHOWN)
		decide(d, route, c, now);
}

static void lost(struct misorigin_detector *d, const struct rib_change *c, route_id route, uint32_t now)
{
	struct decided *x = decided_of(d, c->family, route);
	uint32_t as_index = rib_peer_get(d->rib, c->peer)->as_index;
	if (x->track != RIB_NONE) {
		track_ends(d->tracks, x->track, c, now, as_index, d->o.message, d->o.message_ctx);
		track_lose(d->tracks, x->track, now, c->time, as_index, c->from_unknown);
		if (--x->n_slots > 0)
			return;
		*x = (struct decided){.track = RIB_NONE};
	} else if (!history_is_up(d->history, c->family, route)) {
		x->state = STATE_OPEN; /* when it comes back it is looked at anew */
	}
}

static route_id route_of(const struct misorigin_detector *d, const struct rib_change *c, path_id path)
{
	asn_t origin = path ? path_get(rib_paths(d->rib), path)->origin : ORIGIN_NONE;
	return origin == ORIGIN_NONE ? RIB_NONE : rib_route_find(d->rib, c->family, c->prefix, origin);
}

void misorigin_change(struct misorigin_detector *d, const struct rib_change *c, uint32_t now)
{
	route_id from = route_of(d, c, c->from);
	transfers_heard(d->transfers, c->peer, now);
	if (c->cause == RIB_UNKNOWN) {
		struct decided *x = from == RIB_NONE ? NULL : decided_of(d, c->family, from);
		if (x && x->track != RIB_NONE)
			track_forget(d->tracks, x->track, now, rib_peer_get(d->rib, c->peer)->as_index);
		return;
	}
	route_id to = route_of(d, c, c->to);
	if (from != RIB_NONE && from != to)
		lost(d, c, from, now);
	if (to == RIB_NONE)
		return;
	if (from != to)
		gained(d, c, to, now);
	struct decided *x = decided_of(d, c->family, to);
	if (x->track == RIB_NONE)
		return;
	if (from == to && c->from_unknown)
		track_remember(d->tracks, x->track, c->time, rib_peer_get(d->rib, c->peer)->as_index);
	witness(d, x, c);
}

/* Does the slot show a candidate now? What takes its place is evidence too. */
static bool is_shown(const struct misorigin_detector *d, peer_id peer, unsigned f, prefix_id prefix)
{
	path_id path = SLOT_PATH(rib_table_get(&rib_peer_get(d->rib, peer)->table[f], prefix));
	asn_t origin = path_get(rib_paths(d->rib), path)->origin;
	route_id route = path && origin ? rib_route_find(d->rib, f, prefix, origin) : RIB_NONE;
	return route < d->routes[f].n && d->routes[f].at[route].track != RIB_NONE;
}

bool misorigin_is_watched(const struct misorigin_detector *d, peer_id peer, unsigned f, prefix_id prefix,
                          path_id path, uint32_t now)
{
	asn_t origin = path_get(rib_paths(d->rib), path)->origin;
	if (is_shown(d, peer, f, prefix))
		return true;
	if (origin == ORIGIN_NONE || transfers_is(d->transfers, peer, RIB_DUMPED, now))
		return false;
	route_id route = rib_route_find(d->rib, f, prefix, origin);
	if (route == RIB_NONE || route >= d->routes[f].n)
		return true;
	const struct decided *x = &d->routes[f].at[route];
	return x->state == STATE_CANDIDATE || !history_is_known(d->history, f, route, now);
}

void misorigin_finish(struct misorigin_detector *d, uint32_t now, struct event_list *out)
{
	tracks_finish(d->tracks, now, out);
}

const struct misorigin_case *misorigin_case_get(const struct misorigin_detector *d, uint32_t note)
{
	REQUIRE(note < d->cases.n);
	return &d->cases.at[note];
}
