#include "detect/member.h"

#include "base/hash.h"

#include <stdlib.h>

enum { BUCKETS_MIN = 1024 };

struct members {
	struct rib *rib;
	uint32_t mark; /* the bit */
	VEC(struct member) at;
	uint32_t *bucket; /* index + 1; 0: empty */
	uint32_t mask, n, free;
};

struct members *members_new(struct rib *rib, enum member_mark mark)
{
	struct members *m = mem_new(1, sizeof *m);
	m->rib = rib;
	m->mark = mark;
	m->mask = BUCKETS_MIN - 1;
	m->bucket = mem_new(BUCKETS_MIN, sizeof *m->bucket);
	return m;
}

void members_free(struct members *m)
{
	if (!m)
		return;
	vec_free(&m->at);
	free(m->bucket);
	free(m);
}

static uint32_t bucket_of(const struct members *m, peer_id peer, unsigned f, prefix_id id)
{
	return (uint32_t)hash_u64(((uint64_t)peer << 33 | (uint64_t)f << 32 | id)) & m->mask;
}

static void buckets_grow(struct members *m)
{
	m->mask = m->mask * 2 + 1;
	free(m->bucket);
	m->bucket = mem_new((size_t)m->mask + 1, sizeof *m->bucket);
	for (size_t i = 0; i < m->at.n; i++) {
		struct member *x = &m->at.at[i];
		if (x->track == RIB_NONE)
			continue;
		uint32_t b = bucket_of(m, x->peer, x->family, x->prefix);
		x->next = m->bucket[b];
		m->bucket[b] = (uint32_t)i + 1;
	}
}

void members_add(struct members *m, const struct rib_change *c, track_id track)
{
	uint32_t i = m->free;
	if (i)
		m->free = m->at.at[i - 1].next;
	else {
		(void)vec_push(&m->at);
		i = (uint32_t)m->at.n;
	}
	uint32_t b = bucket_of(m, c->peer, c->family, c->prefix);
	m->at.at[i - 1] = (struct member){
	    .peer = c->peer, .prefix = c->prefix, .family = c->family, .track = track, .next = m->bucket[b]};
	m->bucket[b] = i;
	rib_prefix_at(m->rib, c->family, c->prefix)->mark |= m->mark;
	if (++m->n > m->mask)
		buckets_grow(m);
}

static bool is_slot(const struct member *x, const struct rib_change *c)
{
	return x->peer == c->peer && x->prefix == c->prefix && x->family == c->family;
}

static bool is_marked(const struct members *m, const struct rib_change *c)
{
	return rib_prefix_at(m->rib, c->family, c->prefix)->mark & m->mark;
}

bool members_has(const struct members *m, const struct rib_change *c, track_id track)
{
	if (!is_marked(m, c))
		return false;
	for (uint32_t i = m->bucket[bucket_of(m, c->peer, c->family, c->prefix)]; i; i = m->at.at[i - 1].next)
		if (is_slot(&m->at.at[i - 1], c) && m->at.at[i - 1].track == track)
			return true;
	return false;
}

bool members_any(const struct members *m, peer_id peer, unsigned family, prefix_id prefix)
{
	const struct rib_change slot = {.peer = peer, .prefix = prefix, .family = (uint8_t)family};
	if (!is_marked(m, &slot))
		return false;
	for (uint32_t i = m->bucket[bucket_of(m, peer, (uint8_t)family, prefix)]; i; i = m->at.at[i - 1].next)
		if (is_slot(&m->at.at[i - 1], &slot))
			return true;
	return false;
}

void members_visit(struct members *m, const struct rib_change *c,
                   bool (*stays)(void *ctx, struct member *member), void *ctx)
{
	if (!is_marked(m, c))
		return;
	uint32_t *link = &m->bucket[bucket_of(m, c->peer, c->family, c->prefix)];
	while (*link) {
		uint32_t i = *link - 1;
		struct member *x = &m->at.at[i];
		if (!is_slot(x, c) || stays(ctx, x)) {
			link = &x->next;
			continue;
		}
		*link = x->next;
		x->track = RIB_NONE;
		x->next = m->free;
		m->free = i + 1;
		m->n--;
	}
}
