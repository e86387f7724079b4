#include "rib/table.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

/* A list of so many entries takes as much as a column; it becomes one again when it is well below. */
enum {
	ENTRY = sizeof(slot_t) + sizeof(uint16_t),
	LIST_MAX = RIB_CHUNK * (int)sizeof(slot_t) / ENTRY,
	LIST_AGAIN = LIST_MAX / 2,
};

static bool is_column(const struct rib_chunk *c)
{
	return c->cap == RIB_CHUNK;
}

static uint16_t *keys_of(const struct rib_chunk *c)
{
	return (uint16_t *)(void *)(c->slots + c->cap);
}

static size_t chunk_octets(const struct rib_chunk *c)
{
	return (size_t)c->cap * (is_column(c) ? sizeof(slot_t) : (size_t)ENTRY);
}

/* Where the key is in a list, or would be. Tables come in order, so the end is looked at first. */
static uint16_t list_find(const struct rib_chunk *c, uint16_t key)
{
	const uint16_t *keys = keys_of(c);
	uint16_t low = 0, high = c->n;
	if (high > 0 && keys[high - 1] < key)
		return high;
	while (low < high) {
		uint16_t mid = (uint16_t)((low + high) / 2);
		if (keys[mid] < key)
			low = (uint16_t)(mid + 1);
		else
			high = mid;
	}
	return low;
}

static bool list_has(const struct rib_chunk *c, uint16_t at, uint16_t key)
{
	return at < c->n && keys_of(c)[at] == key;
}

void rib_table_fini(struct rib_table *t)
{
	for (uint32_t i = 0; i < t->n_chunks; i++)
		free(t->chunk[i].slots);
	free(t->chunk);
	*t = (struct rib_table){0};
}

slot_t rib_table_get(const struct rib_table *t, prefix_id id)
{
	if (id / RIB_CHUNK >= t->n_chunks)
		return SLOT_EMPTY;
	const struct rib_chunk *c = &t->chunk[id / RIB_CHUNK];
	uint16_t key = id % RIB_CHUNK;
	if (is_column(c))
		return c->slots[key];
	if (c->n == 0)
		return SLOT_EMPTY;
	uint16_t at = list_find(c, key);
	return list_has(c, at, key) ? c->slots[at] : SLOT_EMPTY;
}

/* A list of another capacity, which all entries fit into. */
static void to_list(struct rib_chunk *c, uint16_t cap)
{
	struct rib_chunk to = {.slots = mem_new(cap, ENTRY), .cap = cap};
	uint16_t *keys = keys_of(&to), end = is_column(c) ? RIB_CHUNK : c->n;
	for (uint16_t i = 0; i < end; i++) {
		if (c->slots[i] == SLOT_EMPTY)
			continue;
		to.slots[to.n] = c->slots[i];
		keys[to.n++] = is_column(c) ? i : keys_of(c)[i];
	}
	free(c->slots);
	*c = to;
}

static void to_column(struct rib_chunk *c)
{
	struct rib_chunk to = {.slots = mem_new(RIB_CHUNK, sizeof(slot_t)), .cap = RIB_CHUNK, .n = c->n};
	for (uint16_t i = 0; i < c->n; i++)
		to.slots[keys_of(c)[i]] = c->slots[i];
	free(c->slots);
	*c = to;
}

/* By an eighth, so that little is empty. */
static void list_grow(struct rib_chunk *c)
{
	unsigned cap = c->n + c->n / 8U + 2;
	if (cap > LIST_MAX)
		to_column(c);
	else
		to_list(c, (uint16_t)cap);
}

static void list_insert(struct rib_chunk *c, uint16_t at, uint16_t key, slot_t slot)
{
	uint16_t *keys = keys_of(c);
	size_t behind = (size_t)c->n - at;
	memmove(c->slots + at + 1, c->slots + at, behind * sizeof *c->slots);
	memmove(keys + at + 1, keys + at, behind * sizeof *keys);
	c->slots[at] = slot;
	keys[at] = key;
	c->n++;
}

static struct rib_chunk *chunk_for(struct rib_table *t, prefix_id id)
{
	uint32_t i = id / RIB_CHUNK;
	if (i >= t->n_chunks) {
		t->chunk = mem_resize(t->chunk, (size_t)i + 1, sizeof *t->chunk);
		memset(t->chunk + t->n_chunks, 0, ((size_t)i + 1 - t->n_chunks) * sizeof *t->chunk);
		t->n_chunks = i + 1;
	}
	return &t->chunk[i];
}

void rib_table_set(struct rib_table *t, prefix_id id, slot_t slot)
{
	struct rib_chunk *c = chunk_for(t, id);
	uint16_t key = id % RIB_CHUNK, at = 0;
	if (!is_column(c) && c->n > 0 && list_has(c, at = list_find(c, key), key)) {
		c->slots[at] = slot;
		return;
	}
	if (!is_column(c) && c->n == c->cap)
		list_grow(c);
	if (!is_column(c)) {
		list_insert(c, at, key, slot);
		t->n++;
		return;
	}
	bool is_new = c->slots[key] == SLOT_EMPTY;
	c->n = (uint16_t)(c->n + is_new);
	t->n += is_new;
	c->slots[key] = slot;
}

static void list_remove(struct rib_chunk *c, uint16_t at)
{
	uint16_t *keys = keys_of(c);
	size_t behind = (size_t)c->n - at - 1;
	memmove(c->slots + at, c->slots + at + 1, behind * sizeof *c->slots);
	memmove(keys + at, keys + at + 1, behind * sizeof *keys);
}

/* Behind a removal: what has become half empty shrinks. */
static void chunk_shrink(struct rib_chunk *c)
{
	if (c->n == 0) {
		free(c->slots);
		*c = (struct rib_chunk){0};
	} else if (is_column(c) ? c->n < LIST_AGAIN : c->n < c->cap / 2) {
		to_list(c, (uint16_t)(c->n + c->n / 8 + 2));
	}
}

void rib_table_remove(struct rib_table *t, prefix_id id)
{
	if (rib_table_get(t, id) == SLOT_EMPTY)
		return;
	struct rib_chunk *c = &t->chunk[id / RIB_CHUNK];
	uint16_t key = id % RIB_CHUNK;
	if (is_column(c))
		c->slots[key] = SLOT_EMPTY;
	else
		list_remove(c, list_find(c, key));
	c->n--;
	t->n--;
	chunk_shrink(c);
}

/* *i: the chunk, and the place in it. */
bool rib_table_next(const struct rib_table *t, uint32_t *i, prefix_id *id, slot_t *slot)
{
	while (*i / RIB_CHUNK < t->n_chunks) {
		const struct rib_chunk *c = &t->chunk[*i / RIB_CHUNK];
		uint32_t base = *i - *i % RIB_CHUNK, end = base + (is_column(c) ? RIB_CHUNK : c->n);
		while (*i < end && c->slots[*i - base] == SLOT_EMPTY)
			++*i;
		if (*i < end) {
			*slot = c->slots[*i - base];
			*id = base + (is_column(c) ? *i - base : keys_of(c)[*i - base]);
			++*i;
			return true;
		}
		*i = base + RIB_CHUNK; /* the end of a column is where the next chunk begins */
	}
	return false;
}

size_t rib_table_octets(const struct rib_table *t)
{
	size_t octets = t->n_chunks * sizeof *t->chunk;
	for (uint32_t i = 0; i < t->n_chunks; i++)
		octets += chunk_octets(&t->chunk[i]);
	return octets;
}
