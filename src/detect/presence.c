#include "detect/presence.h"

#include "base/err.h"

static bool is_forgotten(const struct presence *p, const struct presence_limits *l, uint32_t t)
{
	return p->n_active == 0 && (p->last == 0 || (t > p->last && t - p->last > l->old_for));
}

void presence_up(struct presence *p, const struct presence_limits *l, uint32_t t, bool learned)
{
	t = t ? t : 1;
	if (p->n_active > 0) {
		p->n_active++;
		if (t < p->up_since && t > p->last) /* a dump tells late what was there before */
			p->up_since = t;
		return;
	}
	if (is_forgotten(p, l, t))
		*p = (struct presence){.learned = learned};
	p->n_active = 1;
	p->up_since = t > p->last ? t : p->last;
}

void presence_down(struct presence *p, uint32_t t)
{
	REQUIRE(p->n_active > 0);
	if (p->n_active > 1) {
		p->n_active--;
		return;
	}
	p->up_total = presence_age(p, t);
	p->n_active = 0;
	p->last = t > p->up_since ? t : p->up_since;
}

void presence_peer(struct presence *p, uint32_t as_index)
{
	for (uint8_t i = 0; i < p->n_peers; i++)
		if (p->peers[i] == as_index)
			return;
	if (p->n_peers < PRESENCE_PEERS)
		p->peers[p->n_peers++] = as_index;
}

/* Of a stretch that has ended, or goes on. */
static uint32_t with(uint32_t total, uint32_t from, uint32_t t)
{
	uint32_t more = t > from ? t - from : 0;
	return more < UINT32_MAX - total ? total + more : UINT32_MAX;
}

uint32_t presence_age(const struct presence *p, uint32_t t)
{
	return p->n_active ? with(p->up_total, p->up_since, t) : p->up_total;
}

struct presence presence_known(const struct presence *p, const struct presence_limits *l, uint32_t t)
{
	return is_forgotten(p, l, t) ? (struct presence){0} : *p;
}

bool presence_is_old(const struct presence *p, const struct presence_limits *l, uint32_t t,
                     uint32_t n_networks)
{
	if (is_forgotten(p, l, t))
		return false;
	uint32_t peers = l->old_peers < PRESENCE_PEERS ? l->old_peers : PRESENCE_PEERS;
	if (peers > n_networks)
		peers = n_networks;
	return p->learned || (presence_age(p, t) > l->old_after && p->n_peers >= peers);
}
