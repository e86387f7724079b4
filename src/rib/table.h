/*
 * One peer's table of one family: prefix id -> slot. A slot is a path id, 31 bits, and the mark "unknown
 * since the session went down". Few entries are kept in a hash of 8 octets a cell, many in a column of 4
 * octets a prefix: the table changes over when the column is the smaller of the two.
 */
#ifndef NORMA_RIB_TABLE_H
#define NORMA_RIB_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint32_t prefix_id;
typedef uint32_t slot_t;

#define SLOT_EMPTY   0U
#define SLOT_UNKNOWN 0x80000000U
#define SLOT_PATH(s) ((s) & ~SLOT_UNKNOWN)

struct rib_cell {
	uint32_t key; /* prefix id + 1; 0: empty */
	slot_t slot;
};

struct rib_table {
	slot_t *column; /* NULL while sparse */
	struct rib_cell *cell;
	uint32_t cap; /* of the column, or of the cells (a power of two) */
	uint32_t n;   /* entries */
};

void rib_table_fini(struct rib_table *t);
slot_t rib_table_get(const struct rib_table *t, prefix_id id);
/** rib_table_set - slot is not empty. n_prefixes: how many prefixes the family has, to choose the cheaper
 * form. */
void rib_table_set(struct rib_table *t, prefix_id id, slot_t slot, uint32_t n_prefixes);
void rib_table_remove(struct rib_table *t, prefix_id id);

/*
 * Walk: for (uint32_t i = 0; rib_table_next(t, &i, &id, &slot);) { ... }
 * The slot that was just lent may be set again during the walk; nothing else may change.
 */
bool rib_table_next(const struct rib_table *t, uint32_t *i, prefix_id *id, slot_t *slot);
size_t rib_table_octets(const struct rib_table *t);

#endif
