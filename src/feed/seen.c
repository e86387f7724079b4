#include "feed/seen.h"

#include "base/mem.h"

enum { DAYS_ENOUGH = 2 };

/* On how many days, no further than DAYS_ENOUGH; on which last. */
struct days {
	uint32_t last; /* day + 1; 0: never */
	uint8_t n;
};

struct seen {
	struct rib *rib;
	VEC(struct days) paths; /* by path id */
	VEC(uint32_t) holder;   /* by path id: the peer AS that had it, of several the lowest index */
	VEC(struct days) peers; /* by as_index */
	uint32_t last_day, n_days;
};

struct seen *seen_new(struct rib *rib)
{
	struct seen *s = mem_new(1, sizeof *s);
	s->rib = rib;
	return s;
}

void seen_free(struct seen *s)
{
	if (!s)
		return;
	vec_free(&s->paths);
	vec_free(&s->holder);
	vec_free(&s->peers);
	free(s);
}

static bool mark(struct days *d, uint32_t day)
{
	bool is_first = d->last == 0;
	if (d->last != day + 1 && d->n < DAYS_ENOUGH)
		d->n++;
	d->last = day + 1;
	return is_first;
}

static void look_at(struct seen *s, const struct rib_peer *p, uint32_t day)
{
	prefix_id id;
	slot_t slot;
	for (unsigned f = 0; f < RIB_FAMILIES; f++)
		for (uint32_t i = 0; rib_table_next(&p->table[f], &i, &id, &slot);) {
			path_id path = SLOT_PATH(slot);
			bool is_first = mark(&s->paths.at[path], day);
			if (is_first || p->as_index < s->holder.at[path])
				s->holder.at[path] = p->as_index;
		}
	if (p->table[RIB_V4].n + p->table[RIB_V6].n > 0)
		mark(&s->peers.at[p->as_index], day);
}

void seen_look(struct seen *s, uint32_t day)
{
	size_t n_paths = (size_t)path_count(rib_paths(s->rib)) + 1, n_peers = rib_as_count(s->rib);
	vec_reserve(&s->paths, n_paths);
	vec_reserve(&s->holder, n_paths);
	vec_reserve(&s->peers, n_peers);
	for (; s->paths.n < n_paths; s->paths.n++) {
		s->paths.at[s->paths.n] = (struct days){0};
		s->holder.at[s->holder.n++] = 0;
	}
	for (; s->peers.n < n_peers; s->peers.n++)
		s->peers.at[s->peers.n] = (struct days){0};
	for (peer_id p = 0; p < rib_peer_count(s->rib); p++)
		look_at(s, rib_peer_get(s->rib, p), day);
	s->n_days += s->last_day != day + 1;
	s->last_day = day + 1;
}

static bool is_kept(const struct seen *s, path_id id)
{
	const struct days *d = &s->paths.at[id];
	return d->n >= DAYS_ENOUGH || (d->n > 0 && s->peers.at[s->holder.at[id]].n < DAYS_ENOUGH);
}

/* Its hops; 0: it is left out. */
static size_t hops_of(const struct path_store *store, path_id id, asn_t *path)
{
	size_t n = 0;
	while (id != PATH_NONE) {
		const struct path_node *node = path_get(store, id);
		if (node->kind == PATH_HOP_SET)
			return n;
		if (node->kind == PATH_HOP_TRANS || n == SEEN_HOPS_MAX)
			return 0;
		path[n++] = node->asn;
		id = node->parent;
	}
	return n;
}

bool seen_each(const struct seen *s, seen_fn fn, void *ctx)
{
	const struct path_store *store = rib_paths(s->rib);
	asn_t path[SEEN_HOPS_MAX];
	for (path_id id = 1; id < s->paths.n; id++) {
		size_t n = is_kept(s, id) ? hops_of(store, id, path) : 0;
		if (n > 0 && !fn(ctx, path, n))
			return false;
	}
	return true;
}

struct seen_counts seen_counts(const struct seen *s)
{
	struct seen_counts c = {.days = s->n_days};
	for (path_id id = 1; id < s->paths.n; id++) {
		c.paths += s->paths.at[id].n > 0;
		c.kept += is_kept(s, id);
	}
	return c;
}
