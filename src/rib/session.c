/*
 * Sessions that go down and come back.
 *
 *   up --down at t--> down --(t + hold)--> what is unknown is withdrawn, dated t
 *                      | back at u
 *                      v
 *                    resync --(End-of-RIB, or u + hold)--> what is still unknown is withdrawn, dated t
 *
 * A session that fails again while it resyncs keeps what is unknown unknown, dated with the newer loss.
 *
 *   any --not believed any more--> mute: unknown, without an end, until it comes up or fails, or is believed
 * again: then what is unknown is as it was
 */
#include "rib/rib_impl.h"

static void deadline_set(struct rib *r, struct rib_peer *p, uint32_t t)
{
	p->deadline = t > UINT32_MAX - r->limits.hold ? UINT32_MAX - 1 : t + r->limits.hold;
	if (p->deadline < r->next_deadline)
		r->next_deadline = p->deadline;
}

/* The slots of one family become unknown; the walk tolerates that the slot it lent is set. */
static void forget(struct rib *r, uint32_t t, peer_id peer, unsigned f)
{
	prefix_id id;
	slot_t slot;
	for (uint32_t i = 0; rib_table_next(&r->peers.at[peer].table[f], &i, &id, &slot);)
		if (!(slot & SLOT_UNKNOWN))
			rib_slot_change(r, t, peer, f, id, slot | SLOT_UNKNOWN, RIB_UNKNOWN);
}

void rib_session_down(struct rib *r, uint32_t t, peer_id peer)
{
	struct rib_peer *p = &r->peers.at[peer];
	if (p->session == RIB_SESSION_DOWN)
		return;
	for (unsigned f = 0; f < RIB_FAMILIES; f++)
		forget(r, t, peer, f);
	p->session = RIB_SESSION_DOWN;
	p->down_at = t;
	deadline_set(r, p, t);
}

void rib_session_up(struct rib *r, uint32_t t, peer_id peer)
{
	struct rib_peer *p = &r->peers.at[peer];
	if (p->session != RIB_SESSION_DOWN && p->session != RIB_SESSION_MUTE)
		return;
	p->session = RIB_SESSION_RESYNC;
	deadline_set(r, p, t);
}

static void settle(struct rib_peer *p)
{
	if (p->session == RIB_SESSION_RESYNC && p->n_unknown[RIB_V4] == 0 && p->n_unknown[RIB_V6] == 0) {
		p->session = RIB_SESSION_UP;
		p->deadline = UINT32_MAX;
	}
}

void rib_session_mute(struct rib *r, uint32_t t, peer_id peer)
{
	struct rib_peer *p = &r->peers.at[peer];
	if (p->session == RIB_SESSION_MUTE)
		return;
	for (unsigned f = 0; f < RIB_FAMILIES; f++)
		forget(r, t, peer, f);
	p->session = RIB_SESSION_MUTE;
	p->down_at = t;
	p->deadline = UINT32_MAX;
}

/* As what a session shows that has come back: it was there before, and is no news. */
void rib_session_unmute(struct rib *r, uint32_t t, peer_id peer)
{
	struct rib_peer *p = &r->peers.at[peer];
	prefix_id id;
	slot_t slot;
	if (p->session != RIB_SESSION_MUTE)
		return;
	rib_session_up(r, t, peer);
	for (unsigned f = 0; f < RIB_FAMILIES; f++)
		for (uint32_t i = 0; rib_table_next(&p->table[f], &i, &id, &slot);)
			if (slot & SLOT_UNKNOWN)
				rib_slot_change(r, t, peer, f, id, SLOT_PATH(slot), RIB_ANNOUNCED);
	settle(p);
}

void rib_session_lose(struct rib *r, peer_id peer, unsigned f)
{
	struct rib_peer *p = &r->peers.at[peer];
	VEC(prefix_id) lost = {0};
	prefix_id id;
	slot_t slot;
	if (p->n_unknown[f] == 0)
		return;
	vec_reserve(&lost, p->n_unknown[f]);
	for (uint32_t i = 0; rib_table_next(&p->table[f], &i, &id, &slot);)
		if (slot & SLOT_UNKNOWN)
			*vec_push(&lost) = id;
	for (size_t i = 0; i < lost.n; i++)
		rib_slot_change(r, p->down_at, peer, f, lost.at[i], PATH_NONE, RIB_LOST);
	vec_free(&lost);
}

void rib_session_shown(struct rib *r, uint32_t t, peer_id peer)
{
	rib_session_up(r, t, peer);
	settle(&r->peers.at[peer]);
}

void rib_end_of_rib(struct rib *r, uint32_t t, peer_id peer, unsigned family)
{
	struct rib_peer *p = &r->peers.at[peer];
	if (p->session == RIB_SESSION_DOWN)
		rib_session_up(r, t, peer);
	if (p->session != RIB_SESSION_RESYNC)
		return;
	rib_session_lose(r, peer, rib_family(family));
	settle(p);
}

static void expire(struct rib *r, peer_id peer)
{
	struct rib_peer *p = &r->peers.at[peer];
	p->deadline = UINT32_MAX;
	for (unsigned f = 0; f < RIB_FAMILIES; f++)
		rib_session_lose(r, peer, f);
	settle(p);
}

/* What comes at the very instant still comes in time. */
void rib_advance(struct rib *r, uint32_t t)
{
	if (t <= r->next_deadline)
		return;
	for (size_t i = 0; i < r->peers.n; i++)
		if (r->peers.at[i].deadline < t)
			expire(r, (peer_id)i);
	r->next_deadline = UINT32_MAX;
	for (size_t i = 0; i < r->peers.n; i++)
		if (r->peers.at[i].deadline < r->next_deadline)
			r->next_deadline = r->peers.at[i].deadline;
}
