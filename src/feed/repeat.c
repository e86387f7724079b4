#include "feed/repeat.h"

#include "base/hash.h"

#include <stdlib.h>

enum { CELLS_MIN = 1024 };

void repeat_fini(struct repeat *r)
{
	free(r->cell);
	vec_free(&r->collectors);
	*r = (struct repeat){0};
}

static struct repeat_collector *collector_at(struct repeat *r, uint16_t collector)
{
	while (r->collectors.n <= collector)
		*vec_push(&r->collectors) = (struct repeat_collector){0};
	return &r->collectors.at[collector];
}

void repeat_open(struct repeat *r, uint16_t collector)
{
	collector_at(r, collector)->n_open++;
}

void repeat_close(struct repeat *r, uint16_t collector, uint32_t t)
{
	struct repeat_collector *c = collector_at(r, collector);
	c->n_open--;
	c->n_ended = c->ended_at == t ? c->n_ended + 1 : 1;
	c->ended_at = t;
}

static struct repeat_cell *cell_find(const struct repeat *r, uint64_t key)
{
	uint32_t i = (uint32_t)key & r->mask;
	while (r->cell[i].n && r->cell[i].second == r->second && r->cell[i].key != key)
		i = (i + 1) & r->mask;
	return &r->cell[i];
}

static void cells_grow(struct repeat *r)
{
	struct repeat old = *r;
	r->mask = old.cell ? old.mask * 2 + 1 : CELLS_MIN - 1;
	r->cell = mem_new((size_t)r->mask + 1, sizeof *r->cell);
	for (uint32_t i = 0; old.cell && i <= old.mask; i++)
		if (old.cell[i].n && old.cell[i].second == r->second)
			*cell_find(r, old.cell[i].key) = old.cell[i];
	free(old.cell);
}

/* How often so far; the cell is made when there is none. */
static uint32_t *count_of(struct repeat *r, uint64_t key)
{
	if (!r->cell || r->n * 2 > r->mask)
		cells_grow(r);
	struct repeat_cell *c = cell_find(r, key);
	if (c->n == 0 || c->second != r->second) {
		*c = (struct repeat_cell){.key = key, .second = r->second};
		r->n++;
	}
	return &c->n;
}

static bool may_repeat(const struct repeat_collector *c, uint32_t t)
{
	return c->n_open + (c->ended_at == t ? c->n_ended : 0) > 1;
}

bool repeat_is_told(struct repeat *r, uint16_t collector, uint32_t file, uint32_t t,
                    const struct mrt_record *record)
{
	bool is_session =
	    record->kind && (record->kind->decoder == MRT_MESSAGE || record->kind->decoder == MRT_STATE);
	if (!is_session || !may_repeat(collector_at(r, collector), t))
		return false;
	if (r->second != t) {
		r->second = t;
		r->n = 0;
	}
	uint64_t hash = hash_octets(record->octets, record->len) + collector;
	uint32_t mine = ++*count_of(r, hash_u64(hash + ((uint64_t)file + 1) * 0x9e3779b97f4a7c15U));
	uint32_t *told = count_of(r, hash);
	if (mine <= *told)
		return true;
	*told = mine;
	return false;
}
