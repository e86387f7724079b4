#include "detect/bogon.h"

#include "base/hash.h"
#include "detect/member.h"

#include <stdlib.h>
#include <string.h>

/* rib_prefix.mark */
enum {
	MARK_JUDGED = 1,
	MARK_CLASS = 2, /* times enum event_class: two bits */
	MARK_CLASS_MASK = 6,
};

enum { KEYS_MAX = 16, PLACES_MAX = 64 };

struct judged { /* the ASNs that have been asked for */
	asn_t asn;
	uint8_t class; /* enum event_class, + 1; 0: empty */
};

struct prefix_ids {
	prefix_id *at;
	size_t n, cap;
};

struct bogon_detector {
	struct bogon_judge judge;
	struct rib *rib;
	struct tracks *tracks;
	track_message_fn message;
	void *message_ctx;
	struct members *members;
	struct judged *asns;
	uint32_t asn_mask, n_asns;
};

struct bogon_detector *bogon_detector_new(struct bogon_judge judge, struct track_limits limits,
                                          track_message_fn message, void *message_ctx)
{
	struct bogon_detector *d = mem_new(1, sizeof *d);
	d->judge = judge;
	d->message = message;
	d->message_ctx = message_ctx;
	d->tracks = tracks_new(limits);
	d->asn_mask = 1023;
	d->asns = mem_new(d->asn_mask + 1, sizeof *d->asns);
	return d;
}

void bogon_detector_free(struct bogon_detector *d)
{
	if (!d)
		return;
	tracks_free(d->tracks);
	members_free(d->members);
	free(d->asns);
	free(d);
}

static struct judged *judged_find(struct bogon_detector *d, asn_t asn)
{
	uint32_t h = (uint32_t)hash_u64(asn) & d->asn_mask;
	while (d->asns[h].class && d->asns[h].asn != asn)
		h = (h + 1) & d->asn_mask;
	return &d->asns[h];
}

static void judged_grow(struct bogon_detector *d)
{
	struct judged *old = d->asns;
	uint32_t n = d->asn_mask + 1;
	d->asn_mask = n * 2 - 1;
	d->asns = mem_new((size_t)n * 2, sizeof *d->asns);
	for (uint32_t i = 0; i < n; i++)
		if (old[i].class)
			*judged_find(d, old[i].asn) = old[i];
	free(old);
}

static uint8_t asn_class(struct bogon_detector *d, asn_t asn)
{
	struct judged *j = judged_find(d, asn);
	if (j->class == 0) {
		const char *reason;
		*j = (struct judged){.asn = asn,
		                     .class = (uint8_t)(d->judge.asn(d->judge.ctx, asn, &reason) + 1)};
		uint8_t class = (uint8_t)(j->class - 1);
		if (++d->n_asns * 2 > d->asn_mask)
			judged_grow(d);
		return class;
	}
	return (uint8_t)(j->class - 1);
}

uint8_t bogon_asn_class_now(struct bogon_detector *d, asn_t asn)
{
	return asn_class(d, asn);
}

static bool asn_is_watched(void *ctx, asn_t asn)
{
	return asn_class(ctx, asn) != EVENT_CLASS_NONE;
}

void bogon_detector_attach(struct bogon_detector *d, struct rib *rib)
{
	d->rib = rib;
	d->members = members_new(rib, MEMBER_MARK_BOGON);
	path_watch_set(rib_paths(rib), asn_is_watched, d);
}

static uint8_t prefix_class(struct bogon_detector *d, unsigned f, prefix_id id)
{
	struct rib_prefix *p = rib_prefix_at(d->rib, f, id);
	if (!(p->mark & MARK_JUDGED)) {
		const char *reason;
		uint32_t class = d->judge.prefix(d->judge.ctx, &p->prefix, &reason);
		p->mark = (p->mark & ~(uint32_t)MARK_CLASS_MASK) | MARK_JUDGED | class * MARK_CLASS;
	}
	return (uint8_t)((p->mark & MARK_CLASS_MASK) / MARK_CLASS);
}

uint8_t bogon_class_now(struct bogon_detector *d, unsigned family, prefix_id prefix)
{
	return prefix_class(d, family, prefix);
}

/* What one announcement shows. */
struct shown {
	struct track_key key;
	asn_t accomplice; /* 0: none */
	struct track_claim claim;
};

enum place_kind {
	PLACE_PUBLIC,
	PLACE_BOGON,
	PLACE_SET,     /* judged as nobody, and passed over */
	PLACE_UNKNOWN, /* AS_TRANS of a two-octet session: somebody, but who? */
};

struct place {
	asn_t asn;
	uint8_t kind; /* enum place_kind */
	bool is_peer; /* the collector's own peer: no bogon is looked for here */
};

/* The places of a path, origin first. */
struct walk {
	struct place at[PLACES_MAX];
	size_t n;
};

static struct place place_of(struct bogon_detector *d, const struct path_node *node)
{
	struct place p = {.asn = node->asn, .kind = PLACE_PUBLIC};
	if (node->kind == PATH_HOP_SET)
		p.kind = PLACE_SET;
	else if (node->kind == PATH_HOP_TRANS)
		p.kind = PLACE_UNKNOWN;
	else if (asn_class(d, node->asn) != EVENT_CLASS_NONE)
		p.kind = PLACE_BOGON;
	return p;
}

/* Of a path that is too long the end at the origin: its far end is no one's evidence. */
static void walk_path(struct bogon_detector *d, path_id path, asn_t peer, struct walk *w)
{
	struct path_store *ps = rib_paths(d->rib);
	path_id id = path;
	size_t depth = 0;
	for (path_id i = path; i != PATH_NONE; i = path_get(ps, i)->parent)
		depth++;
	for (; depth > PLACES_MAX; depth--)
		id = path_get(ps, id)->parent;
	w->n = depth;
	for (; id != PATH_NONE; id = path_get(ps, id)->parent)
		w->at[--depth] = place_of(d, path_get(ps, id));
	if (w->n > 0 && w->n == path_get(ps, path)->depth)
		w->at[w->n - 1].is_peer = w->at[w->n - 1].asn == peer && w->at[w->n - 1].kind != PLACE_SET;
}

/* The first public ASN at or after place i (origin first); w->n when there is none, or nobody knows who. */
static size_t first_public(const struct walk *w, size_t i)
{
	while (i < w->n && (w->at[i].kind == PLACE_BOGON || w->at[i].kind == PLACE_SET))
		i++;
	return i < w->n && w->at[i].kind == PLACE_PUBLIC ? i : w->n;
}

/* Who announced a prefix: a set is nobody. */
static size_t culprit_of_prefix(const struct walk *w)
{
	return w->n > 0 && w->at[0].kind == PLACE_SET ? w->n : first_public(w, 0);
}

/* The AS next to the culprit, towards the collector; 0: none, or not known. */
static asn_t next_distinct(const struct walk *w, size_t i)
{
	bool is_as = i + 1 < w->n && w->at[i + 1].kind != PLACE_SET && w->at[i + 1].kind != PLACE_UNKNOWN;
	return is_as ? w->at[i + 1].asn : 0;
}

static size_t show_prefix(struct bogon_detector *d, const struct walk *w, unsigned f, prefix_id id,
                          struct shown *out)
{
	size_t i = culprit_of_prefix(w);
	if (i == w->n)
		return 0;
	*out = (struct shown){
	    .key = {.metric = METRIC_M3, .family = (uint8_t)f, .culprit = w->at[i].asn, .what = id},
	    .accomplice = next_distinct(w, i)};
	out->claim.class =
	    d->judge.prefix(d->judge.ctx, &rib_prefix_at(d->rib, f, id)->prefix, &out->claim.reason);
	return out->claim.class != EVENT_CLASS_NONE;
}

static bool already(const struct shown *out, size_t n, const struct track_key *k)
{
	for (size_t i = 0; i < n; i++)
		if (out[i].key.metric == METRIC_M4 && out[i].key.culprit == k->culprit &&
		    out[i].key.what == k->what)
			return true;
	return false;
}

static size_t show_asns(struct bogon_detector *d, const struct walk *w, struct shown *out, size_t n)
{
	for (size_t i = 0; i < w->n && n < KEYS_MAX; i++) {
		if (w->at[i].kind != PLACE_BOGON || w->at[i].is_peer)
			continue;
		size_t c = first_public(w, i);
		if (c == w->n)
			continue;
		struct track_key k = {.metric = METRIC_M4, .culprit = w->at[c].asn, .what = w->at[i].asn};
		if (already(out, n, &k))
			continue;
		out[n] = (struct shown){.key = k, .accomplice = next_distinct(w, c)};
		out[n].claim.class = d->judge.asn(d->judge.ctx, w->at[i].asn, &out[n].claim.reason);
		n += out[n].claim.class != EVENT_CLASS_NONE;
	}
	return n;
}

/* Does a path show the track, judged as when it began: whatever the registries say of it now? */
static bool still_shows(const struct walk *w, const struct track_key *k)
{
	size_t c = culprit_of_prefix(w);
	if (k->metric == METRIC_M3)
		return c < w->n && w->at[c].asn == k->culprit;
	for (size_t i = 0; i < w->n; i++) {
		if (w->at[i].asn != k->what || w->at[i].kind == PLACE_SET || w->at[i].is_peer)
			continue;
		c = first_public(w, i + 1);
		if (c < w->n && w->at[c].asn == k->culprit)
			return true;
	}
	return false;
}

/* All that a path for a prefix, heard from a peer, shows. */
static size_t show(struct bogon_detector *d, unsigned f, prefix_id id, path_id path, asn_t peer,
                   struct shown *out)
{
	bool bogon_prefix = prefix_class(d, f, id) != EVENT_CLASS_NONE;
	bool bogon_asn = path_get(rib_paths(d->rib), path)->flags & PATH_WATCHED;
	struct walk w;
	if (!bogon_prefix && !bogon_asn)
		return 0;
	walk_path(d, path, peer, &w);
	size_t n = bogon_prefix ? show_prefix(d, &w, f, id, out) : 0;
	return bogon_asn ? show_asns(d, &w, out, n) : n;
}

bool bogon_is_watched(struct bogon_detector *d, peer_id peer, unsigned family, prefix_id prefix, path_id path)
{
	return members_any(d->members, peer, family, prefix) ||
	       prefix_class(d, family, prefix) != EVENT_CLASS_NONE ||
	       (path != PATH_NONE && path_get(rib_paths(d->rib), path)->flags & PATH_WATCHED);
}

/* Which of the shown is this member's track? n when none is. */
static size_t shown_find(const struct bogon_detector *d, const struct member *m, const struct shown *s,
                         size_t n)
{
	const struct track_key *k = track_key_get(d->tracks, m->track);
	for (size_t i = 0; i < n; i++)
		if (s[i].key.metric == k->metric && s[i].key.culprit == k->culprit &&
		    s[i].key.what == k->what && s[i].key.family == k->family)
			return i;
	return n;
}

static void witness(struct bogon_detector *d, const struct rib_change *c, track_id track,
                    const struct shown *s)
{
	uint32_t as_index = rib_peer_get(d->rib, c->peer)->as_index;
	if (!track_wants(d->tracks, track, c->time, as_index))
		return;
	bool kept = d->message && track_has_room(d->tracks, track);
	struct evidence e = {.time = c->time,
	                     .message = kept ? d->message(d->message_ctx, c) : RIB_NONE,
	                     .peer = c->peer,
	                     .family = c->family,
	                     .cause = c->cause,
	                     .prefix = c->prefix,
	                     .path = c->to,
	                     .before = c->from};
	track_witness(d->tracks, track, &e, as_index, s->accomplice);
}

/* What is running goes on as it was judged when it began. */
static bool goes_on(struct bogon_detector *d, const struct member *m, const struct rib_change *c,
                    uint32_t now)
{
	struct walk w;
	if (c->to == PATH_NONE || !track_is_running(d->tracks, m->track, now))
		return false;
	walk_path(d, c->to, rib_peer_get(d->rib, c->peer)->asn, &w);
	return still_shows(&w, track_key_get(d->tracks, m->track));
}

/* A change that a slot's tracks meet, and what its new path shows. */
struct meeting {
	struct bogon_detector *d;
	const struct rib_change *c;
	uint32_t now;
	const struct shown *shown;
	size_t n;
	bool *kept; /* by shown: the slot showed it before */
};

static bool member_stays(void *ctx, struct member *m)
{
	struct meeting *x = ctx;
	struct bogon_detector *d = x->d;
	uint32_t as_index = rib_peer_get(d->rib, x->c->peer)->as_index;
	if (x->c->cause == RIB_UNKNOWN) {
		if (!m->unknown)
			track_forget(d->tracks, m->track, x->now, as_index);
		m->unknown = true;
		return true;
	}
	size_t i = shown_find(d, m, x->shown, x->n);
	if (i == x->n && !goes_on(d, m, x->c, x->now)) {
		track_ends(d->tracks, m->track, x->c, x->now, as_index, d->message, d->message_ctx);
		track_lose(d->tracks, m->track, x->now, x->c->time, as_index, m->unknown);
		return false;
	}
	if (m->unknown)
		track_remember(d->tracks, m->track, x->c->time, as_index);
	m->unknown = false;
	if (i < x->n)
		x->kept[i] = true;
	return true;
}

static void begin_to_show(struct bogon_detector *d, const struct rib_change *c, const struct shown *s)
{
	track_id t = track_find(d->tracks, &s->key, &s->claim);
	track_gain(d->tracks, t, c->time, rib_peer_get(d->rib, c->peer)->as_index);
	members_add(d->members, c, t);
	witness(d, c, t, s);
}

void bogon_detector_change(struct bogon_detector *d, const struct rib_change *c, uint32_t now)
{
	struct shown s[KEYS_MAX];
	bool kept[KEYS_MAX] = {false};
	asn_t peer = rib_peer_get(d->rib, c->peer)->asn;
	size_t n = c->to ? show(d, c->family, c->prefix, c->to, peer, s) : 0;
	struct meeting meeting = {d, c, now, s, n, kept};
	members_visit(d->members, c, member_stays, &meeting);
	for (size_t i = 0; i < n; i++) {
		if (kept[i]) /* another path that shows the same: evidence, perhaps of another accomplice */
			witness(d, c, track_find(d->tracks, &s[i].key, &s[i].claim), &s[i]);
		else
			begin_to_show(d, c, &s[i]);
	}
}

/* One slot under the new registries: what it shows and did not show before begins now. */
static void slot_rejudge(struct bogon_detector *d, const struct rib_change *c)
{
	struct shown s[KEYS_MAX];
	if (c->to == PATH_NONE || c->to & SLOT_UNKNOWN)
		return; /* unknown: judged when it comes back */
	size_t n = show(d, c->family, c->prefix, c->to, rib_peer_get(d->rib, c->peer)->asn, s);
	for (size_t i = 0; i < n; i++)
		if (!members_has(d->members, c, track_find(d->tracks, &s[i].key, &s[i].claim)))
			begin_to_show(d, c, &s[i]);
}

/* Ask again about every ASN. Every hop of every path is among them: it was asked for when it was made. */
static bool asns_rejudge(struct bogon_detector *d)
{
	bool changed = false;
	const char *reason;
	for (uint32_t i = 0; i <= d->asn_mask; i++) {
		struct judged *j = &d->asns[i];
		if (j->class == 0)
			continue;
		uint8_t class = (uint8_t)(d->judge.asn(d->judge.ctx, j->asn, &reason) + 1);
		changed |= (class == 1) != (j->class == 1);
		j->class = class;
	}
	return changed;
}

/* Ask again about every prefix that has been asked for; those that became bogons are listed. */
static void prefixes_rejudge(struct bogon_detector *d, unsigned f, struct prefix_ids *fresh)
{
	for (prefix_id id = 0; id < rib_prefix_count(d->rib, f); id++) {
		uint32_t *mark = &rib_prefix_at(d->rib, f, id)->mark;
		if (!(*mark & MARK_JUDGED))
			continue;
		bool was = *mark & MARK_CLASS_MASK;
		*mark &= ~(uint32_t)MARK_JUDGED;
		if (prefix_class(d, f, id) != EVENT_CLASS_NONE && !was)
			*vec_push(fresh) = id;
	}
}

static void slots_rejudge(struct bogon_detector *d, uint32_t now, unsigned f, const struct prefix_ids *fresh)
{
	for (peer_id peer = 0; peer < rib_peer_count(d->rib); peer++) {
		const struct rib_table *table = &rib_peer_get(d->rib, peer)->table[f];
		struct rib_change c = {.time = now, .peer = peer, .family = (uint8_t)f, .cause = RIB_DUMPED};
		for (size_t i = 0; i < fresh->n; i++) {
			c.prefix = fresh->at[i];
			c.to = rib_table_get(table, c.prefix);
			slot_rejudge(d, &c);
		}
	}
}

static void watched_rejudge(struct bogon_detector *d, uint32_t now, unsigned f)
{
	for (peer_id peer = 0; peer < rib_peer_count(d->rib); peer++) {
		const struct rib_table *table = &rib_peer_get(d->rib, peer)->table[f];
		struct rib_change c = {.time = now, .peer = peer, .family = (uint8_t)f, .cause = RIB_DUMPED};
		for (uint32_t i = 0; rib_table_next(table, &i, &c.prefix, &c.to);)
			if (path_get(rib_paths(d->rib), SLOT_PATH(c.to))->flags & PATH_WATCHED)
				slot_rejudge(d, &c);
	}
}

void bogon_rejudge(struct bogon_detector *d, uint32_t now)
{
	struct prefix_ids fresh = {0};
	bool asns_changed = asns_rejudge(d);
	if (asns_changed)
		path_watch_set(rib_paths(d->rib), asn_is_watched, d);
	for (unsigned f = 0; f < RIB_FAMILIES; f++) {
		fresh.n = 0;
		prefixes_rejudge(d, f, &fresh);
		if (fresh.n)
			slots_rejudge(d, now, f, &fresh);
		if (asns_changed)
			watched_rejudge(d, now, f);
	}
	vec_free(&fresh);
}

void bogon_detector_finish(struct bogon_detector *d, uint32_t now, struct event_list *out)
{
	tracks_finish(d->tracks, now, out);
}
