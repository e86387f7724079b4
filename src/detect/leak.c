#include "detect/leak.h"

#include "detect/leak_impl.h"

#include <stdlib.h>

struct leak_detector *leak_detector_new(struct rib *rib, const struct leak_judge *j,
                                        const struct leak_options *o)
{
	struct leak_detector *d = mem_new(1, sizeof *d);
	struct trail_options trail = {.triple = o->triple,
	                              .edge = o->edge,
	                              .originated_back = o->originated_back,
	                              .kind = j->kind,
	                              .ctx = j->ctx};
	struct valley_judge valley = {
	    .relation = j->relation, .transit_free = j->transit_free, .ctx = j->ctx};
	d->rib = rib;
	d->judge = *j;
	d->o = *o;
	d->tracks = tracks_new(o->track);
	d->transfers = transfers_new(rib, o->transfer);
	d->members = members_new(rib, MEMBER_MARK_LEAK);
	d->trail = trail_new(rib, &trail);
	d->valley = valley_new(d->trail, valley);
	d->masses = masses_new(o->mass);
	return d;
}

void leak_detector_free(struct leak_detector *d)
{
	if (!d)
		return;
	tracks_free(d->tracks);
	transfers_free(d->transfers);
	members_free(d->members);
	valley_free(d->valley);
	trail_free(d->trail);
	masses_free(d->masses);
	vec_free(&d->legs);
	vec_free(&d->leg_of);
	vec_free(&d->cases);
	vec_free(&d->rivals);
	free(d);
}

/* ---- who is listened to */

/* What nobody can tell the age of: a collector's first dump; in the first time of all, whatever is said by a
 * peer whose table has not been seen. */
static bool is_learned(const struct leak_detector *d, const struct rib_change *c, uint32_t now)
{
	if (c->cause == RIB_DUMPED)
		return transfers_is(d->transfers, c->peer, RIB_DUMPED, now);
	return now - transfers_since(d->transfers) < d->o.settle &&
	       !transfers_is_settled(d->transfers, c->peer, now, d->o.settle);
}

/* Does a dump say that the path has been there for so long that it would be known, had it been told? */
static bool is_late(const struct leak_detector *d, const struct rib_change *c)
{
	uint32_t since = c->cause == RIB_DUMPED ? trail_since(d->trail, c->to) : 0;
	return since && c->time > since && c->time - since > d->o.triple.old_after;
}

/* ---- what a path shows */

static struct leak_leg *leg_get(const struct leak_detector *d, triple_id triple)
{
	uint32_t i = triple < d->leg_of.n ? d->leg_of.at[triple] : 0;
	return i ? &d->legs.at[i - 1] : NULL;
}

/* The leg, if a run of it goes on; else NULL. */
static const struct leak_leg *running(const struct leak_detector *d, triple_id triple, uint32_t t)
{
	const struct leak_leg *leg = leg_get(d, triple);
	return leg && track_is_running(d->tracks, leg->track, t) ? leg : NULL;
}

/* A link never seen before, over which somebody's routes came that are not its own: a new customer's first
 * routes are. */
static bool is_new_link(const struct leak_detector *d, path_id leaker, uint32_t t)
{
	const struct trail_place *p = trail_at(d->trail, leaker);
	bool own = p->up == PATH_NONE || trail_at(d->trail, p->up)->up == PATH_NONE;
	p = trail_at(d->trail, leaker);
	return !own && p->edge != RIB_NONE && trail_edge_is_new(d->trail, p->edge, t);
}

static bool is_new(const struct leak_detector *d, const struct valley_find *f, path_id next, uint32_t t)
{
	const struct trail_place p = *trail_at(d->trail, next);
	return trail_triple_is_new(d->trail, p.triple, t) &&
	       (f->rule != VALLEY_UNKNOWN_LINK || is_new_link(d, p.up, t));
}

/* Does a run of the leg go on that what was found belongs to? Behind an unknown link only if it began so. */
static bool belongs(const struct leak_detector *d, const struct valley_find *f, triple_id triple, uint32_t t)
{
	const struct leak_leg *leg = running(d, triple, t);
	return leg && (f->rule != VALLEY_UNKNOWN_LINK || d->cases.at[leg->note].rules & VALLEY_UNKNOWN_LINK);
}

/*
 * Who of the suspects did it: one whose leg runs already; or the only one whose triple is new, for whoever
 * leaks has a new one; or, where several have, that nearest to the collector, which is then a guess.
 */
static bool pick(const struct leak_detector *d, const struct valley_find *f, uint32_t t, bool news,
                 struct leak_shown *out)
{
	size_t n_found = 0, n_known = 0;
	bool runs = false;
	*out = (struct leak_shown){.triple = RIB_NONE, .rules = f->rule, .type = f->type};
	for (uint8_t i = 0; i < f->n; i++) {
		triple_id triple = trail_at(d->trail, f->next[i])->triple;
		if (triple == RIB_NONE)
			continue;
		n_known++;
		bool goes_on = belongs(d, f, triple, t);
		if (!goes_on && (!news || !is_new(d, f, f->next[i], t)))
			continue;
		if (n_found++ == 0 || (goes_on && !runs)) {
			runs = goes_on;
			out->triple = triple;
			out->next = f->next[i];
		}
	}
	out->exact = n_found == 1 && n_known == f->n;
	return n_found > 0;
}

/* Several rules may find the same. */
static size_t shown_add(struct leak_shown *all, size_t n, const struct leak_shown *s)
{
	for (size_t i = 0; i < n; i++) {
		if (all[i].triple != s->triple)
			continue;
		all[i].rules |= s->rules;
		all[i].exact |= s->exact;
		if (all[i].type == 0 || s->rules == VALLEY_TURN)
			all[i].type = s->type ? s->type : all[i].type;
		return n;
	}
	all[n] = *s;
	return n + 1;
}

/* Is one of the suspects found already? Then that explains it. */
static bool is_explained(const struct leak_detector *d, const struct valley_find *f, struct leak_shown *all,
                         size_t n)
{
	for (uint8_t i = 0; i < f->n; i++)
		for (size_t j = 0; j < n; j++)
			if (trail_at(d->trail, f->next[i])->triple == all[j].triple) {
				all[j].rules |= f->rule;
				return true;
			}
	return false;
}

/* All legs that a path shows, old ones left out: first those with one suspect only. */
static size_t show(struct leak_detector *d, path_id path, uint32_t t, bool news, struct leak_shown *out)
{
	struct valley_find finds[LEAK_SHOWN];
	struct leak_shown s;
	size_t n = 0;
	if (path == PATH_NONE || (!news && d->legs.n == 0) || !valley_has(d->valley, path))
		return 0;
	size_t n_finds = valley_find(d->valley, path, finds, LEAK_SHOWN);
	for (size_t i = 0; i < n_finds; i++)
		if (finds[i].n == 1 && pick(d, &finds[i], t, news, &s))
			n = shown_add(out, n, &s);
	for (size_t i = 0; i < n_finds; i++)
		if (finds[i].n > 1 && !is_explained(d, &finds[i], out, n) && pick(d, &finds[i], t, news, &s))
			n = shown_add(out, n, &s);
	return n;
}

/* The place on a path where a triple ends; PATH_NONE: it is not there. */
static path_id triple_on(const struct leak_detector *d, path_id path, triple_id triple)
{
	path_id id = path == PATH_NONE ? PATH_NONE : trail_top(d->trail, path);
	while (id != PATH_NONE && trail_at(d->trail, id)->triple != triple)
		id = trail_at(d->trail, id)->up;
	return id;
}

/* ---- slots that show a leg */

/* A change that a slot's legs meet, and what its new path shows. */
struct meeting {
	struct leak_detector *d;
	const struct rib_change *c;
	uint32_t now;
	struct leak_shown *shown;
	size_t n;
};

static bool member_stays(void *ctx, struct member *m)
{
	struct meeting *x = ctx;
	struct leak_detector *d = x->d;
	uint32_t as_index = rib_peer_get(d->rib, x->c->peer)->as_index;
	triple_id triple = track_key_get(d->tracks, m->track)->what;
	if (x->c->cause == RIB_UNKNOWN) {
		if (!m->unknown)
			track_forget(d->tracks, m->track, x->now, as_index);
		m->unknown = true;
		return true;
	}
	if (triple_on(d, x->c->to, triple) == PATH_NONE) {
		track_ends(d->tracks, m->track, x->c, x->now, as_index, d->o.message, d->o.message_ctx);
		track_lose(d->tracks, m->track, x->now, x->c->time, as_index, m->unknown);
		return false;
	}
	if (m->unknown)
		track_remember(d->tracks, m->track, x->c->time, as_index);
	m->unknown = false;
	for (size_t i = 0; i < x->n; i++)
		x->shown[i].kept |= x->shown[i].triple == triple;
	return true;
}

static void witness(struct leak_detector *d, const struct rib_change *c, const struct leak_leg *leg)
{
	uint32_t as_index = rib_peer_get(d->rib, c->peer)->as_index;
	if (!track_wants(d->tracks, leg->track, c->time, as_index))
		return;
	bool kept = d->o.message && track_has_room(d->tracks, leg->track);
	struct evidence e = {.time = c->time,
	                     .message = kept ? d->o.message(d->o.message_ctx, c) : RIB_NONE,
	                     .peer = c->peer,
	                     .family = c->family,
	                     .cause = c->cause,
	                     .prefix = c->prefix,
	                     .path = c->to,
	                     .before = c->from};
	track_witness(d->tracks, leg->track, &e, as_index, trail_triple(d->trail, leg->triple)->c);
}

static struct leak_leg *leg_of(struct leak_detector *d, triple_id triple)
{
	while (d->leg_of.n <= triple)
		*vec_push(&d->leg_of) = 0;
	if (d->leg_of.at[triple] == 0) {
		struct track_key key = {
		    .metric = METRIC_M1, .culprit = trail_triple(d->trail, triple)->b, .what = triple};
		struct track_claim claim = {.class = EVENT_FULL};
		*vec_push(&d->legs) =
		    (struct leak_leg){.triple = triple, .track = track_find(d->tracks, &key, &claim)};
		d->leg_of.at[triple] = (uint32_t)d->legs.n;
	}
	return &d->legs.at[d->leg_of.at[triple] - 1];
}

/* One more slot shows the leg: lent, NULL if no run of it goes on now. One that begins has a case of its own.
 */
static const struct leak_leg *gain(struct leak_detector *d, const struct rib_change *c,
                                   const struct leak_shown *s)
{
	struct leak_leg *leg = leg_of(d, s->triple);
	const struct track_key key = *track_key_get(d->tracks, leg->track);
	struct track_claim claim = {.class = EVENT_FULL, .note = (uint32_t)d->cases.n};
	bool ran = track_is_running(d->tracks, leg->track, c->time);
	(void)track_find(d->tracks, &key, &claim);
	track_gain(d->tracks, leg->track, c->time, rib_peer_get(d->rib, c->peer)->as_index);
	members_add(d->members, c, leg->track);
	if (ran)
		return leg;
	if (!track_is_running(d->tracks, leg->track, c->time))
		return NULL; /* a network that has not let go of the last one */
	leg->note = claim.note;
	*vec_push(&d->cases) = leak_case_begin(d, s, c->time);
	*vec_push(&d->rivals) = (struct leak_rivals){0};
	return leg;
}

static void show_more(struct leak_detector *d, const struct rib_change *c, const struct leak_shown *s,
                      const struct leak_shown *all, size_t n)
{
	const struct leak_leg *leg = gain(d, c, s);
	if (!leg)
		return;
	leak_case_slot(d, leg->note, c, s, all, n);
	witness(d, c, leg);
}

/* When a run begins: who has had the prefix by the same leg before it was news, in a transfer of its table.
 */
static void show_others(struct leak_detector *d, const struct rib_change *c, const struct leak_shown *s,
                        const struct leak_leg *leg)
{
	for (peer_id peer = 0; peer < rib_peer_count(d->rib); peer++) {
		slot_t slot = rib_table_get(&rib_peer_get(d->rib, peer)->table[c->family], c->prefix);
		struct rib_change other = *c;
		struct leak_shown its = *s;
		other.peer = peer;
		other.to = SLOT_PATH(slot);
		its.next = triple_on(d, other.to, s->triple);
		if (peer == c->peer || slot & SLOT_UNKNOWN || its.next == PATH_NONE ||
		    members_has(d->members, &other, leg->track))
			continue;
		if (gain(d, &other, &its))
			leak_case_slot(d, leg->note, &other, &its, &its, 1);
	}
}

/* One leg of the slot's new path. */
static void show_one(struct leak_detector *d, const struct rib_change *c, const struct leak_shown *s,
                     const struct leak_shown *all, size_t n)
{
	bool ran = running(d, s->triple, c->time);
	if (!s->kept)
		show_more(d, c, s, all, n);
	const struct leak_leg *leg = running(d, s->triple, c->time);
	if (leg && s->kept)
		witness(d, c, leg);
	if (leg && !ran)
		show_others(d, c, s, leg);
}

/* What was there before the change decides what is new; so the change itself is remembered last. */
void leak_change(struct leak_detector *d, const struct rib_change *c, uint32_t now)
{
	struct leak_shown s[LEAK_SHOWN];
	transfers_heard(d->transfers, c->peer, now);
	bool news = c->to != PATH_NONE &&
	            transfers_is_news(d->transfers, c->peer, c->cause, now, d->o.settle) && !is_late(d, c);
	size_t n = show(d, c->to, c->time, news, s);
	struct meeting meeting = {d, c, now, s, n};
	members_visit(d->members, c, member_stays, &meeting);
	for (size_t i = 0; i < n; i++)
		show_one(d, c, &s[i], s, n);
	trail_change(d->trail, c, is_learned(d, c, now));
}

void leak_staged(struct leak_detector *d, uint32_t t, path_id path, uint32_t originated)
{
	trail_staged(d->trail, t, path, originated);
}

void leak_dumped(struct leak_detector *d)
{
	trail_dumped(d->trail);
}

bool leak_is_watched(struct leak_detector *d, peer_id peer, unsigned family, prefix_id prefix, path_id path,
                     uint32_t now)
{
	struct leak_shown s[LEAK_SHOWN];
	return members_any(d->members, peer, family, prefix) ||
	       show(d, path, now, transfers_is_news(d->transfers, peer, RIB_DUMPED, now, d->o.settle), s) > 0;
}

void leak_era(struct leak_detector *d)
{
	valley_forget(d->valley);
}

/* ---- the end */

void leak_finish(struct leak_detector *d, uint32_t now, struct event_list *out)
{
	tracks_finish(d->tracks, now, out);
	for (size_t i = 0; i < out->n; i++) {
		const struct event *e = &out->at[i];
		struct leak_case *k = &d->cases.at[e->note];
		k->mass = masses_was(d->masses, k->leaker, e->start, e->open ? UINT32_MAX : e->end);
	}
	leak_vote(d, out);
}

const struct leak_case *leak_case_get(const struct leak_detector *d, uint32_t note)
{
	REQUIRE(note < d->cases.n);
	return &d->cases.at[note];
}

struct trail *leak_trail(const struct leak_detector *d)
{
	return d->trail;
}

bool leak_is_otc_proof(struct leak_detector *d, const struct leak_case *k, path_id path, asn_t otc)
{
	if (k->relation_to != RELATION_PROVIDER && k->relation_to != RELATION_PEER)
		return false;
	bool behind = false;
	for (path_id id = trail_top(d->trail, path); id != PATH_NONE; id = trail_at(d->trail, id)->up) {
		if (trail_at(d->trail, id)->kind != TRAIL_NETWORK)
			continue;
		if (behind && trail_asn(d->trail, id) == otc)
			return true;
		behind |= trail_asn(d->trail, id) == k->leaker;
	}
	return false;
}
