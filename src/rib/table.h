/*
 * One peer's table of one family: prefix id -> slot. A slot is a path id, 31 bits, and the mark "unknown
 * since the session went down".
 *
 * Ids are cut into chunks of 4096. A chunk with few entries is a sorted list of keys (2 octets) beside their
 * slots (4), one with many a column of slots, whichever is smaller. So a slot takes 4 to 7 octets, whether
 * the peer shows the whole table or a part of it, and a walk goes by ascending id.
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

struct rib_chunk {
	slot_t *slots; /* cap of them; of a list, its keys lie behind them. NULL: empty */
	uint16_t n;    /* entries */
	uint16_t cap;  /* RIB_CHUNK: a column */
};

enum { RIB_CHUNK = 4096 };

struct rib_table {
	struct rib_chunk *chunk;
	uint32_t n_chunks;
	uint32_t n; /* entries */
};

void rib_table_fini(struct rib_table *t);
slot_t rib_table_get(const struct rib_table *t, prefix_id id);
/** rib_table_set - slot is not empty. */
void rib_table_set(struct rib_table *t, prefix_id id, slot_t slot);
void rib_table_remove(struct rib_table *t, prefix_id id);

/*
 * Walk by ascending id: for (uint32_t i = 0; rib_table_next(t, &i, &id, &slot);) { ... }
 * The slot that was just lent may be set again during the walk; nothing else may change.
 */
bool rib_table_next(const struct rib_table *t, uint32_t *i, prefix_id *id, slot_t *slot);
size_t rib_table_octets(const struct rib_table *t);

#endif
