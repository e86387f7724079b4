/* What the files behind store.h share: the database handle, statements, and the packing of lists. */
#ifndef NORMA_STORE_SQLITE_IMPL_H
#define NORMA_STORE_SQLITE_IMPL_H

#include "store/store.h"

#include <sqlite3.h>

enum store_statement {
	PUT_SOURCE,
	PUT_PEER,
	PUT_NETWORK,
	PUT_SCORE,
	PUT_EVENT,
	PUT_PARTY,
	PUT_EVIDENCE,
	PUT_MESSAGE,
	PUT_EXTERNAL,
	PUT_CHUNK,
	PUT_N
};

enum { STORE_BUSY_MS = 10000 };

struct store {
	sqlite3 *db;
	sqlite3_stmt *put[PUT_N]; /* prepared at begin, gone at commit or rollback */
	int64_t period;           /* being written */
	bool writing;
	bool damaged; /* the row being read cannot be unpacked */
	struct buf why;
};

extern const int store_schema_version;
const char *store_migration(int version); /* version 1..store_schema_version: the SQL that leads to it */

/* Words of the database's last error; returns IO. */
enum err store_fail(struct store *s, const char *doing);
MUST_USE enum err store_prepare(struct store *s, const char *sql, sqlite3_stmt **out);
/* Run a bound put statement and make it ready for the next. */
MUST_USE enum err store_run(struct store *s, sqlite3_stmt *st);

/* Next row of a read: OK there is one; EOF no more (finalized); IO (finalized). */
MUST_USE enum err store_step(struct store *s, sqlite3_stmt *st);

/* One row of routes.c. */
MUST_USE enum err store_put_chunk(struct store *s, uint32_t number, const void *first, size_t first_len,
                                  uint32_t n, const struct buf *data);

/* Ascending numbers as differences in LEB128, and back; unpack returns false when the octets are not such a
 * list. */
void store_pack_numbers(struct buf *b, const uint32_t *v, size_t n);
MUST_USE bool store_unpack_numbers(const void *p, size_t len, uint32_t **v, size_t *n);

/* Numbers of n octets, the low one first. An accomplice: ASN (4), peers (4), relation (1). */
void store_le_put(uint8_t *p, uint32_t v, int n);
uint32_t store_le_get(const uint8_t *p, int n);
enum { STORE_ACCOMPLICE = 9 };

/* A prefix as family, 4 or 16 octets of address, length: memcmp orders them as prefix_cmp does. */
enum { STORE_PREFIX_MAX = 18 };
size_t store_pack_prefix(uint8_t out[static STORE_PREFIX_MAX], const struct prefix *p);
size_t store_unpack_prefix(const uint8_t *p, size_t len, struct prefix *out); /* 0: not one */

#endif
