#include "detect/transfer.h"

#include "base/mem.h"

#include <stdlib.h>

struct transfers {
	struct rib *rib;
	uint32_t length, since;
	VEC(uint32_t) first; /* by peer: its first word; 0: none yet */
};

struct transfers *transfers_new(struct rib *rib, uint32_t length)
{
	struct transfers *t = mem_new(1, sizeof *t);
	t->rib = rib;
	t->length = length;
	return t;
}

void transfers_free(struct transfers *t)
{
	if (!t)
		return;
	vec_free(&t->first);
	free(t);
}

void transfers_heard(struct transfers *t, peer_id peer, uint32_t now)
{
	while (t->first.n <= peer)
		*vec_push(&t->first) = 0;
	if (t->first.at[peer] == 0)
		t->first.at[peer] = now ? now : 1;
	if (t->since == 0)
		t->since = t->first.at[peer];
}

/* Has the peer been heard for less than this? Not before it has been heard at all. */
static bool is_young(const struct transfers *t, peer_id peer, uint32_t now, uint32_t length)
{
	return peer < t->first.n && (t->first.at[peer] == 0 || now - t->first.at[peer] < length);
}

bool transfers_is(const struct transfers *t, peer_id peer, uint8_t cause, uint32_t now)
{
	const struct rib_peer *p = rib_peer_get(t->rib, peer);
	if (cause == RIB_DUMPED)
		return p->table_at == 0;
	if (p->session == RIB_SESSION_RESYNC)
		return true;
	return p->table_at == 0 && is_young(t, peer, now, t->length);
}

bool transfers_is_settled(const struct transfers *t, peer_id peer, uint32_t now, uint32_t after)
{
	return rib_peer_get(t->rib, peer)->table_at != 0 ||
	       (peer < t->first.n && !is_young(t, peer, now, after));
}

uint32_t transfers_since(const struct transfers *t)
{
	return t->since;
}
