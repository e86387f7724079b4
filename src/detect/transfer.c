#include "detect/transfer.h"

#include "base/mem.h"

#include <stdlib.h>

struct word {
	uint32_t first; /* 0: none yet */
	bool came_up;   /* its session did, later */
};

struct transfers {
	struct rib *rib;
	uint32_t length, since;
	VEC(struct word) words; /* by peer */
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
	vec_free(&t->words);
	free(t);
}

void transfers_heard(struct transfers *t, peer_id peer, uint32_t now)
{
	while (t->words.n <= peer)
		*vec_push(&t->words) = (struct word){0};
	struct word *w = &t->words.at[peer];
	if (w->first == 0)
		w->first = now ? now : 1;
	if (t->since == 0)
		t->since = w->first;
	w->came_up |= rib_peer_get(t->rib, peer)->session == RIB_SESSION_RESYNC;
}

/* Has the peer been heard for less than this? Not before it has been heard at all. */
static bool is_young(const struct transfers *t, peer_id peer, uint32_t now, uint32_t length)
{
	return peer < t->words.n && (t->words.at[peer].first == 0 || now - t->words.at[peer].first < length);
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
	       (peer < t->words.n && !is_young(t, peer, now, after));
}

bool transfers_is_news(const struct transfers *t, peer_id peer, uint8_t cause, uint32_t now, uint32_t after)
{
	return !transfers_is(t, peer, cause, now) && transfers_is_settled(t, peer, now, after);
}

uint32_t transfers_since(const struct transfers *t)
{
	return t->since;
}

bool transfers_has_table(const struct transfers *t, peer_id peer)
{
	return rib_peer_get(t->rib, peer)->table_at != 0 || (peer < t->words.n && t->words.at[peer].came_up);
}

void transfers_told(const struct transfers *t, struct told *told, peer_id peer)
{
	uint32_t as_index = rib_peer_get(t->rib, peer)->as_index;
	if (!transfers_has_table(t, peer) || told->n == TOLD_MAX)
		return;
	for (uint32_t i = 0; i < told->n; i++)
		if (told->as_index[i] == as_index)
			return;
	told->as_index[told->n++] = as_index;
}
