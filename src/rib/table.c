#include "rib/table.h"

#include "base/hash.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

enum { CELLS_MIN = 16 };

void rib_table_fini(struct rib_table *t)
{
	free(t->column);
	free(t->cell);
	*t = (struct rib_table){0};
}

static uint32_t home(uint32_t key, uint32_t mask)
{
	return (uint32_t)hash_u64(key) & mask;
}

/* The cell of the key, or the empty one where it would go. */
static uint32_t find(const struct rib_table *t, uint32_t key)
{
	uint32_t mask = t->cap - 1, i = home(key, mask);
	while (t->cell[i].key != 0 && t->cell[i].key != key)
		i = (i + 1) & mask;
	return i;
}

slot_t rib_table_get(const struct rib_table *t, prefix_id id)
{
	if (t->column)
		return id < t->cap ? t->column[id] : SLOT_EMPTY;
	return t->cap ? t->cell[find(t, id + 1)].slot : SLOT_EMPTY;
}

static void column_grow(struct rib_table *t, uint32_t want)
{
	uint64_t cap = (uint64_t)t->cap + t->cap / 8 + 1024;
	if (cap < want)
		cap = want;
	REQUIRE(cap <= UINT32_MAX);
	t->column = mem_resize(t->column, cap, sizeof *t->column);
	memset(t->column + t->cap, 0, (cap - t->cap) * sizeof *t->column);
	t->cap = (uint32_t)cap;
}

static void to_column(struct rib_table *t, uint32_t n_prefixes)
{
	struct rib_table wide = {.n = t->n};
	column_grow(&wide, n_prefixes);
	for (uint32_t i = 0; i < t->cap; i++)
		if (t->cell[i].key)
			wide.column[t->cell[i].key - 1] = t->cell[i].slot;
	free(t->cell);
	*t = wide;
}

static void cells_grow(struct rib_table *t)
{
	struct rib_table more = {.n = t->n, .cap = t->cap ? t->cap * 2 : CELLS_MIN};
	more.cell = mem_new(more.cap, sizeof *more.cell);
	for (uint32_t i = 0; i < t->cap; i++)
		if (t->cell[i].key)
			more.cell[find(&more, t->cell[i].key)] = t->cell[i];
	free(t->cell);
	*t = more;
}

void rib_table_set(struct rib_table *t, prefix_id id, slot_t slot, uint32_t n_prefixes)
{
	if (!t->column && (uint64_t)t->n * 8 >= (uint64_t)t->cap * 7) {
		/* grown cells would take cap * 16 octets, a column n_prefixes * 4 */
		if (t->cap >= 1024 && (uint64_t)t->cap * 4 >= n_prefixes)
			to_column(t, n_prefixes);
		else
			cells_grow(t);
	}
	if (t->column) {
		if (id >= t->cap)
			column_grow(t, id + 1);
		t->n += t->column[id] == SLOT_EMPTY;
		t->column[id] = slot;
		return;
	}
	struct rib_cell *c = &t->cell[find(t, id + 1)];
	t->n += c->key == 0;
	*c = (struct rib_cell){.key = id + 1, .slot = slot};
}

/* Linear probing without tombstones: what follows the hole is moved back when its home lies at or before it.
 */
static void cell_remove(struct rib_table *t, uint32_t hole)
{
	uint32_t mask = t->cap - 1;
	for (uint32_t i = (hole + 1) & mask; t->cell[i].key; i = (i + 1) & mask) {
		uint32_t from = home(t->cell[i].key, mask);
		if (((i - from) & mask) >= ((i - hole) & mask)) {
			t->cell[hole] = t->cell[i];
			hole = i;
		}
	}
	t->cell[hole] = (struct rib_cell){0};
}

void rib_table_remove(struct rib_table *t, prefix_id id)
{
	if (rib_table_get(t, id) == SLOT_EMPTY)
		return;
	t->n--;
	if (t->column)
		t->column[id] = SLOT_EMPTY;
	else
		cell_remove(t, find(t, id + 1));
}

bool rib_table_next(const struct rib_table *t, uint32_t *i, prefix_id *id, slot_t *slot)
{
	for (; *i < t->cap; ++*i) {
		slot_t s = t->column ? t->column[*i] : t->cell[*i].slot;
		if (s == SLOT_EMPTY)
			continue;
		*id = t->column ? *i : t->cell[*i].key - 1;
		*slot = s;
		++*i;
		return true;
	}
	return false;
}

size_t rib_table_octets(const struct rib_table *t)
{
	return (size_t)t->cap * (t->column ? sizeof *t->column : sizeof *t->cell);
}
