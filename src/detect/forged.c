#include "detect/forged.h"

#include "detect/member.h"
#include "detect/transfer.h"

#include <stdlib.h>

enum { WAYS_SLOTS = 4096 /* of so many it is counted who moved; more are no forger's */ };

/* The places of a path that are looked at: that after the origin, and the next, towards the collector. */
struct foot {
	path_id near, far; /* PATH_NONE: the path is shorter */
};

/* A link that is followed. */
struct link {
	edge_id edge;
	track_id track;
	uint32_t note; /* case of the run that goes on, or of the last one */
};

struct forged_detector {
	struct rib *rib;
	const struct history *history;
	struct trail *trail;
	struct forged_options o;
	struct tracks *tracks;
	struct transfers *transfers;
	struct members *members;
	VEC(struct foot) foot; /* by node of the path store */
	VEC(struct link) links;
	VEC(uint32_t) link_of; /* by edge id: number of its link + 1; 0: none */
	VEC(struct forged_case) cases;
};

struct forged_detector *forged_detector_new(struct rib *rib, const struct history *history,
                                            struct trail *trail, const struct forged_options *o)
{
	struct forged_detector *d = mem_new(1, sizeof *d);
	d->rib = rib;
	d->history = history;
	d->trail = trail;
	d->o = *o;
	d->tracks = tracks_new(o->track);
	d->transfers = transfers_new(rib, o->transfer);
	d->members = members_new(rib, MEMBER_MARK_FORGED);
	*vec_push(&d->foot) = (struct foot){PATH_NONE, PATH_NONE};
	return d;
}

void forged_detector_free(struct forged_detector *d)
{
	if (!d)
		return;
	tracks_free(d->tracks);
	transfers_free(d->transfers);
	members_free(d->members);
	vec_free(&d->foot);
	vec_free(&d->links);
	vec_free(&d->link_of);
	vec_free(&d->cases);
	free(d);
}

/* ---- where the new link is */

/* Nodes are numbered so that a parent comes before what continues it. */
static struct foot foot_at(struct forged_detector *d, path_id node)
{
	while (d->foot.n <= node) {
		const struct trail_place *p = trail_at(d->trail, (path_id)d->foot.n);
		struct foot f = {PATH_NONE, PATH_NONE};
		if (p->up != PATH_NONE && p->kind != TRAIL_CUT && p->kind != TRAIL_REJECTED) {
			f = d->foot.at[p->up];
			if (p->kind == TRAIL_PASSED)
				;
			else if (f.near == PATH_NONE)
				f.near = (path_id)d->foot.n;
			else if (f.far == PATH_NONE)
				f.far = (path_id)d->foot.n;
		}
		*vec_push(&d->foot) = f;
	}
	return d->foot.at[node];
}

static edge_id edge_at(const struct forged_detector *d, path_id place)
{
	return place == PATH_NONE ? RIB_NONE : trail_at(d->trail, place)->edge;
}

static struct link *link_get(const struct forged_detector *d, edge_id edge)
{
	uint32_t i = edge < d->link_of.n ? d->link_of.at[edge] : 0;
	return i ? &d->links.at[i - 1] : NULL;
}

/* Is the link one of those that a path is judged by? */
static bool is_on(struct forged_detector *d, path_id path, edge_id edge)
{
	if (path == PATH_NONE)
		return false;
	struct foot f = foot_at(d, path);
	return edge_at(d, f.near) == edge || edge_at(d, f.far) == edge;
}

/* The run of the link that goes on; NULL: none. */
static struct link *running(const struct forged_detector *d, edge_id edge, uint32_t t)
{
	struct link *l = edge == RIB_NONE ? NULL : link_get(d, edge);
	return l && track_is_running(d->tracks, l->track, t) ? l : NULL;
}

/* A link that comes and goes is new on its first day, not each time that it comes. */
static bool is_first_seen(const struct forged_detector *d, edge_id edge, uint32_t t)
{
	uint32_t first = trail_edge_first(d->trail, edge, t);
	return first == 0 || t < first || t - first <= d->o.settle;
}

static bool is_candidate(const struct forged_detector *d, path_id place, uint32_t t, bool news)
{
	edge_id edge = edge_at(d, place);
	return edge != RIB_NONE && (running(d, edge, t) || (news && is_first_seen(d, edge, t) &&
	                                                    trail_edge_is_new(d->trail, edge, t)));
}

/* The place whose link to the one behind it is new. Of two that nearer to the origin: who forges a neighbour
 * of the origin takes one that is known as such, and a forger may have been heard of by few before. */
static path_id find(struct forged_detector *d, path_id path, uint32_t t, bool news)
{
	if (path == PATH_NONE || (!news && d->links.n == 0) ||
	    path_get(rib_paths(d->rib), path)->origin == ORIGIN_NONE)
		return PATH_NONE;
	struct foot f = foot_at(d, path);
	return is_candidate(d, f.near, t, news)  ? f.near
	       : is_candidate(d, f.far, t, news) ? f.far
	                                         : PATH_NONE;
}

/* Does a dump say that the path has been there for so long that it would be known, had it been told? */
static bool is_late(const struct forged_detector *d, const struct rib_change *c)
{
	uint32_t since = c->cause == RIB_DUMPED ? trail_since(d->trail, c->to) : 0;
	return since && c->time > since && c->time - since > d->o.settle;
}

/* ---- slots that show a link */

struct meeting {
	struct forged_detector *d;
	const struct rib_change *c;
	uint32_t now;
	edge_id shown; /* by the new path; RIB_NONE: none */
	bool kept;     /* the slot showed it before */
};

static bool member_stays(void *ctx, struct member *m)
{
	struct meeting *x = ctx;
	struct forged_detector *d = x->d;
	uint32_t as_index = rib_peer_get(d->rib, x->c->peer)->as_index;
	edge_id edge = track_key_get(d->tracks, m->track)->what;
	if (x->c->cause == RIB_UNKNOWN) {
		if (!m->unknown)
			track_forget(d->tracks, m->track, x->now, as_index);
		m->unknown = true;
		return true;
	}
	if (!is_on(d, x->c->to, edge)) {
		track_ends(d->tracks, m->track, x->c, x->now, as_index, d->o.message, d->o.message_ctx);
		track_lose(d->tracks, m->track, x->now, x->c->time, as_index, m->unknown);
		return false;
	}
	if (m->unknown)
		track_remember(d->tracks, m->track, x->c->time, as_index);
	m->unknown = false;
	x->kept |= edge == x->shown;
	return true;
}

/* The network that the culprit handed the route to; 0: it is the peer itself. */
static asn_t handed_to(struct forged_detector *d, path_id path, path_id culprit)
{
	path_id id = trail_top(d->trail, path), next = PATH_NONE;
	for (; id != PATH_NONE && id != culprit; id = trail_at(d->trail, id)->up)
		next = id;
	return next != PATH_NONE && trail_at(d->trail, next)->kind == TRAIL_NETWORK
	           ? trail_asn(d->trail, next)
	           : 0;
}

static void witness(struct forged_detector *d, const struct rib_change *c, const struct link *l,
                    path_id place)
{
	uint32_t as_index = rib_peer_get(d->rib, c->peer)->as_index;
	if (!track_wants(d->tracks, l->track, c->time, as_index))
		return;
	bool kept = d->o.message && track_has_room(d->tracks, l->track);
	struct evidence e = {.time = c->time,
	                     .message = kept ? d->o.message(d->o.message_ctx, c) : RIB_NONE,
	                     .peer = c->peer,
	                     .family = c->family,
	                     .prefix = c->prefix,
	                     .path = c->to};
	track_witness(d->tracks, l->track, &e, as_index, handed_to(d, c->to, place));
}

static struct link *link_of(struct forged_detector *d, edge_id edge, asn_t culprit)
{
	while (d->link_of.n <= edge)
		*vec_push(&d->link_of) = 0;
	if (d->link_of.at[edge] == 0) {
		struct track_key key = {
		    .metric = METRIC_M2, .is_link = true, .culprit = culprit, .what = edge};
		struct track_claim claim = {.class = EVENT_FULL};
		*vec_push(&d->links) =
		    (struct link){.edge = edge, .track = track_find(d->tracks, &key, &claim)};
		d->link_of.at[edge] = (uint32_t)d->links.n;
	}
	return &d->links.at[d->link_of.at[edge] - 1];
}

static void add_origin(struct forged_case *k, asn_t origin)
{
	for (uint32_t i = 0; i < k->n_origins; i++)
		if (k->origins[i] == origin)
			return;
	if (k->n_origins < FORGED_ORIGINS)
		k->origins[k->n_origins++] = origin;
	else
		k->beyond = true;
}

/* Who has the route over the link by now, and who otherwise. */
static void count_ways(struct forged_detector *d, struct forged_case *k, const struct rib_change *c)
{
	edge_id edge = edges_lookup(trail_edges(d->trail), k->culprit, k->beside);
	if (k->n_slots > WAYS_SLOTS)
		return;
	k->n_over = 1;
	k->n_otherwise = 0;
	for (peer_id peer = 0; peer < rib_peer_count(d->rib); peer++) {
		slot_t slot = rib_table_get(&rib_peer_get(d->rib, peer)->table[c->family], c->prefix);
		if (peer == c->peer || slot == SLOT_EMPTY || slot & SLOT_UNKNOWN)
			continue;
		bool over = is_on(d, SLOT_PATH(slot), edge);
		k->n_over += over;
		k->n_otherwise += !over;
	}
}

/* Was the origin known for the prefix, or for what it is a part of? */
static void look_at_route(struct forged_detector *d, struct forged_case *k, const struct rib_change *c,
                          asn_t origin, uint32_t now)
{
	route_id route = rib_route_find(d->rib, c->family, c->prefix, origin);
	if (route != RIB_NONE && history_is_known(d->history, c->family, route, now)) {
		k->n_known++;
		count_ways(d, k, c);
		return;
	}
	prefix_id above = history_covering(d->history, c->family, c->prefix, now);
	route = above == RIB_NONE ? RIB_NONE : rib_route_find(d->rib, c->family, above, origin);
	k->n_parts += route != RIB_NONE && history_is_known(d->history, c->family, route, now);
}

static void case_slot(struct forged_detector *d, uint32_t note, const struct rib_change *c, path_id place,
                      uint32_t now)
{
	struct forged_case *k = &d->cases.at[note];
	asn_t origin = path_get(rib_paths(d->rib), c->to)->origin;
	k->depth |= foot_at(d, c->to).near == place ? FORGED_BESIDE : FORGED_FARTHER;
	k->n_slots++;
	transfers_told(d->transfers, &k->told, c->peer);
	add_origin(k, origin);
	look_at_route(d, k, c, origin, now);
}

/* One more slot shows the link: lent, NULL if no run of it goes on now. */
static struct link *gain(struct forged_detector *d, const struct rib_change *c, path_id place, uint32_t now)
{
	edge_id edge = edge_at(d, place);
	struct link *l = link_of(d, edge, trail_asn(d->trail, place));
	const struct track_key key = *track_key_get(d->tracks, l->track);
	struct track_claim claim = {.class = EVENT_FULL, .note = (uint32_t)d->cases.n};
	bool ran = track_is_running(d->tracks, l->track, c->time);
	if (ran && d->cases.at[l->note].n_slots >= d->o.prefixes * rib_as_count(d->rib))
		return NULL; /* no forger tells so much */
	(void)track_find(d->tracks, &key, &claim);
	track_gain(d->tracks, l->track, c->time, rib_peer_get(d->rib, c->peer)->as_index);
	members_add(d->members, c, l->track);
	if (!ran) {
		if (!track_is_running(d->tracks, l->track, c->time))
			return NULL; /* a network that has not let go of the last one */
		l->note = claim.note;
		*vec_push(&d->cases) = (struct forged_case){
		    .culprit = key.culprit, .beside = trail_asn(d->trail, trail_at(d->trail, place)->up)};
	}
	case_slot(d, l->note, c, place, now);
	return l;
}

/* When a run begins: who has had the prefix over the same link before it was news, in a transfer. */
static void gain_others(struct forged_detector *d, const struct rib_change *c, const struct link *l,
                        uint32_t now)
{
	for (peer_id peer = 0; peer < rib_peer_count(d->rib); peer++) {
		slot_t slot = rib_table_get(&rib_peer_get(d->rib, peer)->table[c->family], c->prefix);
		struct rib_change other = *c;
		other.peer = peer;
		other.to = SLOT_PATH(slot);
		if (peer == c->peer || slot == SLOT_EMPTY || slot & SLOT_UNKNOWN ||
		    !is_on(d, other.to, l->edge) || members_has(d->members, &other, l->track))
			continue;
		struct foot f = foot_at(d, other.to);
		(void)gain(d, &other, edge_at(d, f.far) == l->edge ? f.far : f.near, now);
	}
}

/* The link runs one way: the event is that of the end that handed the route on. */
static bool is_turned(const struct forged_detector *d, path_id place)
{
	const struct link *l = link_get(d, edge_at(d, place));
	return l && track_key_get(d->tracks, l->track)->culprit != trail_asn(d->trail, place);
}

void forged_change(struct forged_detector *d, const struct rib_change *c, uint32_t now)
{
	transfers_heard(d->transfers, c->peer, now);
	bool news = c->to != PATH_NONE &&
	            transfers_is_news(d->transfers, c->peer, c->cause, now, d->o.settle) && !is_late(d, c);
	path_id place = find(d, c->to, c->time, news);
	if (place != PATH_NONE && is_turned(d, place))
		place = PATH_NONE;
	edge_id edge = edge_at(d, place);
	struct meeting meeting = {.d = d, .c = c, .now = now, .shown = edge};
	members_visit(d->members, c, member_stays, &meeting);
	if (place == PATH_NONE)
		return;
	bool ran = running(d, edge, c->time);
	if (!meeting.kept)
		(void)gain(d, c, place, now);
	const struct link *l = running(d, edge, c->time);
	if (!l)
		return;
	witness(d, c, l, place);
	if (!ran)
		gain_others(d, c, l, now);
}

bool forged_is_watched(struct forged_detector *d, peer_id peer, path_id path, uint32_t now)
{
	return find(d, path, now, transfers_is_news(d->transfers, peer, RIB_DUMPED, now, d->o.settle)) !=
	       PATH_NONE;
}

/* ---- the end */

void forged_finish(struct forged_detector *d, uint32_t now, struct event_list *out)
{
	tracks_finish(d->tracks, now, out);
}

const struct forged_case *forged_case_get(const struct forged_detector *d, uint32_t note)
{
	REQUIRE(note < d->cases.n);
	return &d->cases.at[note];
}
