/*
 * Table dumps. While a dump is read, a shadow of each peer's table is filled from two sides: by the dump's
 * entries and by the updates that arrive meanwhile; at the end the shadow of every peer that had entries
 * replaces its table.
 */
#include "rib/rib_impl.h"

#include <stdlib.h>

struct rib_stage *rib_stage_begin(struct rib *r, uint16_t collector)
{
	struct rib_stage *s = mem_new(1, sizeof *s);
	s->rib = r;
	s->collector = collector;
	s->next = r->stages;
	r->stages = s;
	return s;
}

static struct stage_peer *stage_peer(struct rib_stage *s, peer_id peer)
{
	while (s->peers.n <= peer)
		*vec_push(&s->peers) = (struct stage_peer){0};
	return &s->peers.at[peer];
}

static uint32_t *recorded_at(struct rib_stage *s, unsigned f, prefix_id id)
{
	while (s->recorded[f].n <= id)
		*vec_push(&s->recorded[f]) = 0;
	return &s->recorded[f].at[id];
}

prefix_id rib_stage_record(struct rib_stage *s, uint32_t t, const struct prefix *p)
{
	unsigned f = rib_family(p->family);
	prefix_id id = rib_prefix_add(s->rib, f, p);
	*recorded_at(s, f, id) = t ? t : 1;
	s->record++;
	return id;
}

bool rib_stage_entry(struct rib_stage *s, uint32_t t, peer_id peer, unsigned family, prefix_id id,
                     path_id path)
{
	unsigned f = rib_family(family);
	struct stage_peer *sp = stage_peer(s, peer);
	if (sp->record == s->record)
		return false;
	sp->record = s->record;
	sp->listed[f] = true;
	sp->last[f] = t;
	sp->turn[f] = ++s->n_entries;
	rib_table_set(&sp->table[f], id, path);
	return true;
}

void rib_stage_update(struct rib *r, uint32_t t, peer_id peer, unsigned f, prefix_id id, path_id path)
{
	for (struct rib_stage *s = r->stages; s; s = s->next) {
		if (s->collector != r->peers.at[peer].collector)
			continue;
		if (*recorded_at(s, f, id) >= t &&
		    rib_table_get(&stage_peer(s, peer)->table[f], id) != SLOT_EMPTY)
			continue; /* the dump's record is not older than the update */
		struct rib_table *table = &stage_peer(s, peer)->table[f];
		if (path == PATH_NONE)
			rib_table_remove(table, id);
		else
			rib_table_set(table, id, path);
	}
}

/* Was the slot's route first heard of behind the gap? Then it was not lost in it. */
static bool is_newer(const struct rib *r, unsigned f, prefix_id id, slot_t slot, uint32_t gap_end)
{
	asn_t origin = path_origin(path_get(r->paths, SLOT_PATH(slot)));
	route_id route = rib_route_find(r, f, id, origin);
	return route != RIB_NONE && rib_route_at(r, f, route)->first_seen >= gap_end;
}

/* When did what the dump no longer shows go? Inside a gap nobody knows: at the last record before it. */
static uint32_t loss_time(const struct rib *r, const struct rib_peer *p, unsigned f, prefix_id id,
                          slot_t slot, uint32_t t)
{
	if (slot & SLOT_UNKNOWN)
		return p->down_at;
	if (p->collector < r->gaps.n) {
		struct rib_collector_gap g = r->gaps.at[p->collector];
		if (g.to > p->table_at && g.to <= t && !is_newer(r, f, id, slot, g.to))
			return g.from;
	}
	return t;
}

/* What the peer had and the dump does not show, and was lost before the dump began if early, else in it. */
static void lose(struct rib_stage *s, peer_id peer, unsigned f, bool early)
{
	struct rib *r = s->rib;
	struct rib_peer *p = &r->peers.at[peer];
	const struct stage_peer *sp = &s->peers.at[peer];
	VEC(prefix_id) gone = {0};
	prefix_id id;
	slot_t slot;
	for (uint32_t i = 0; rib_table_next(&p->table[f], &i, &id, &slot);) {
		if (rib_table_get(&sp->table[f], id) != SLOT_EMPTY)
			continue;
		bool is_early =
		    slot & SLOT_UNKNOWN || loss_time(r, p, f, id, slot, sp->last[f]) < sp->last[f];
		if (is_early == early)
			*vec_push(&gone) = id;
	}
	for (size_t i = 0; i < gone.n; i++) {
		slot = rib_table_get(&p->table[f], gone.at[i]);
		rib_slot_change(r, loss_time(r, p, f, gone.at[i], slot, sp->last[f]), peer, f, gone.at[i],
		                PATH_NONE, slot & SLOT_UNKNOWN ? RIB_LOST : RIB_DUMPED);
	}
	vec_free(&gone);
}

static void gain(struct rib_stage *s, peer_id peer, unsigned f)
{
	const struct stage_peer *sp = &s->peers.at[peer];
	prefix_id id;
	slot_t slot;
	for (uint32_t i = 0; rib_table_next(&sp->table[f], &i, &id, &slot);)
		rib_slot_change(s->rib, sp->last[f], peer, f, id, slot, RIB_DUMPED);
}

/* Whose table is replaced when: in the order of the last entries. A session that has failed since then is
 * left as it is: what the dump shows of it is known no more. */
struct turn {
	uint64_t entry;
	uint32_t time;
	peer_id peer;
	unsigned family;
};

static int turn_cmp(const void *a, const void *b)
{
	const struct turn *x = a, *y = b;
	return (x->entry > y->entry) - (x->entry < y->entry);
}

static void stage_free(struct rib_stage *s)
{
	for (struct rib_stage **p = &s->rib->stages; *p; p = &(*p)->next)
		if (*p == s) {
			*p = s->next;
			break;
		}
	for (size_t i = 0; i < s->peers.n; i++)
		for (int f = 0; f < RIB_FAMILIES; f++)
			rib_table_fini(&s->peers.at[i].table[f]);
	for (int f = 0; f < RIB_FAMILIES; f++)
		vec_free(&s->recorded[f]);
	vec_free(&s->peers);
	free(s);
}

void rib_stage_cut(struct rib_stage *s)
{
	s->is_cut = true;
}

static void replace_all(struct rib_stage *s, const struct turn *turns, size_t n)
{
	for (size_t i = 0; i < n && !s->is_cut; i++)
		lose(s, turns[i].peer, turns[i].family, true);
	for (size_t i = 0; i < n; i++) {
		if (!s->is_cut)
			lose(s, turns[i].peer, turns[i].family, false);
		gain(s, turns[i].peer, turns[i].family);
	}
}

/* Who is shown is up. Its table is known again as a whole, if the dump was. */
static void settle_all(struct rib_stage *s, const struct turn *turns, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct rib_peer *p = &s->rib->peers.at[turns[i].peer];
		if (!s->is_cut && turns[i].time > p->table_at)
			p->table_at = turns[i].time;
		rib_session_shown(s->rib, turns[i].time, turns[i].peer);
	}
}

void rib_stage_end(struct rib_stage *s)
{
	VEC(struct turn) turns = {0};
	for (size_t i = 0; i < s->peers.n; i++)
		for (unsigned f = 0; f < RIB_FAMILIES; f++) {
			const struct stage_peer *sp = &s->peers.at[i];
			const struct rib_peer *p = &s->rib->peers.at[i];
			if (sp->listed[f] && p->session != RIB_SESSION_MUTE && p->down_at <= sp->last[f])
				*vec_push(&turns) = (struct turn){sp->turn[f], sp->last[f], (peer_id)i, f};
		}
	if (turns.n)
		qsort(turns.at, turns.n, sizeof *turns.at, turn_cmp);
	replace_all(s, turns.at, turns.n);
	settle_all(s, turns.at, turns.n);
	vec_free(&turns);
	stage_free(s);
}

void rib_gap(struct rib *r, uint16_t collector, uint32_t from, uint32_t to)
{
	while (r->gaps.n <= collector)
		*vec_push(&r->gaps) = (struct rib_collector_gap){0};
	r->gaps.at[collector] = (struct rib_collector_gap){from, to};
}
