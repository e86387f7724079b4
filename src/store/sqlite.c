/* The database itself: opening, versions, transactions, and the small tools that reading and writing share.
 */
#include "store/sqlite_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	APPLICATION_ID = 0x4e6f726d, /* "Norm" */
	BUSY_MS = 10000,
};

enum err store_fail(struct store *s, const char *doing)
{
	buf_clear(&s->why);
	buf_printf(&s->why, "%s: %s", doing, s->db ? sqlite3_errmsg(s->db) : "out of memory");
	return ERR_IO;
}

const char *store_why(const struct store *s)
{
	return s->why.at ? s->why.at : "";
}

enum err store_prepare(struct store *s, const char *sql, sqlite3_stmt **out)
{
	if (sqlite3_prepare_v2(s->db, sql, -1, out, NULL) != SQLITE_OK)
		return store_fail(s, "cannot be read");
	return ERR_OK;
}

enum err store_run(struct store *s, sqlite3_stmt *st)
{
	int rc = sqlite3_step(st);
	sqlite3_reset(st);
	return rc == SQLITE_DONE ? ERR_OK : store_fail(s, "cannot be written");
}

enum err store_step(struct store *s, sqlite3_stmt *st)
{
	int rc = sqlite3_step(st);
	if (rc == SQLITE_ROW)
		return ERR_OK;
	enum err e = rc == SQLITE_DONE ? ERR_EOF : store_fail(s, "cannot be read");
	sqlite3_finalize(st);
	return e;
}

static enum err exec(struct store *s, const char *sql)
{
	return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK ? ERR_OK
	                                                               : store_fail(s, "cannot be used");
}

static enum err pragma_get(struct store *s, const char *sql, int *out)
{
	sqlite3_stmt *st;
	if (store_prepare(s, sql, &st) != ERR_OK)
		return ERR_IO;
	enum err e = store_step(s, st);
	if (e != ERR_OK)
		return ERR_IO;
	*out = sqlite3_column_int(st, 0);
	sqlite3_finalize(st);
	return ERR_OK;
}

/* A copy beside the database before it is changed; an existing one of that version is kept. */
static enum err copy_aside(struct store *s, int version)
{
	const char *path = sqlite3_db_filename(s->db, "main");
	struct buf to = {0};
	buf_printf(&to, "%s.v%d", path, version);
	sqlite3_stmt *st = NULL;
	enum err e = ERR_OK;
	FILE *there = fopen(to.at, "rb");
	if (there)
		fclose(there);
	else {
		e = store_prepare(s, "VACUUM INTO ?1", &st);
		if (e == ERR_OK) {
			sqlite3_bind_text(st, 1, to.at, -1, SQLITE_STATIC);
			if (sqlite3_step(st) != SQLITE_DONE)
				e = store_fail(s, "cannot be copied before its migration");
			sqlite3_finalize(st);
		}
	}
	buf_fini(&to);
	return e;
}

static enum err migrate(struct store *s, int version)
{
	enum err e = version > 0 ? copy_aside(s, version) : ERR_OK;
	if (e != ERR_OK || (e = exec(s, "BEGIN IMMEDIATE")) != ERR_OK)
		return e;
	char pragma[64];
	for (int v = version + 1; v <= store_schema_version && e == ERR_OK; v++)
		e = exec(s, store_migration(v));
	snprintf(pragma, sizeof pragma, "PRAGMA user_version = %d", store_schema_version);
	if (e == ERR_OK)
		e = exec(s, pragma);
	snprintf(pragma, sizeof pragma, "PRAGMA application_id = %d", APPLICATION_ID);
	if (e == ERR_OK)
		e = exec(s, pragma);
	if (e == ERR_OK)
		return exec(s, "COMMIT");
	(void)sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	return e;
}

/* Whose database is it, and of which version? */
static enum err version_check(struct store *s, enum store_mode mode)
{
	int id = 0, version = 0, tables = 0;
	if (pragma_get(s, "PRAGMA application_id", &id) != ERR_OK ||
	    pragma_get(s, "PRAGMA user_version", &version) != ERR_OK ||
	    pragma_get(s, "SELECT count(*) FROM sqlite_schema", &tables) != ERR_OK)
		return ERR_VALUE;
	buf_clear(&s->why);
	if (id != APPLICATION_ID && (tables > 0 || mode == STORE_READ)) {
		buf_str(&s->why, "not a database of norma");
		return ERR_VALUE;
	}
	if (version > store_schema_version) {
		buf_printf(&s->why, "made by a newer version of norma (schema %d, this one knows up to %d)",
		           version, store_schema_version);
		return ERR_UNSUPPORTED;
	}
	if (version == store_schema_version)
		return ERR_OK;
	if (mode == STORE_READ && sqlite3_db_readonly(s->db, "main") == 1) {
		buf_printf(&s->why, "of schema %d, needs a migration to %d and cannot be written", version,
		           store_schema_version);
		return ERR_STATE;
	}
	return migrate(s, version);
}

static enum err open_db(struct store *s, const char *path, enum store_mode mode)
{
	int flags = SQLITE_OPEN_READWRITE | (mode == STORE_WRITE ? SQLITE_OPEN_CREATE : 0);
	int rc = sqlite3_open_v2(path, &s->db, flags, NULL);
	if (rc != SQLITE_OK && mode == STORE_READ) {
		sqlite3_close(s->db);
		rc = sqlite3_open_v2(path, &s->db, SQLITE_OPEN_READONLY, NULL);
	}
	if (rc != SQLITE_OK)
		return store_fail(s, "cannot be opened");
	sqlite3_busy_timeout(s->db, BUSY_MS);
	sqlite3_extended_result_codes(s->db, 1);
	enum err e = version_check(s, mode);
	if (e != ERR_OK)
		return e;
	/* readers go on while a period is written; WAL needs a second file, so a read-only place is left as
	 * it is */
	if (mode == STORE_WRITE)
		(void)sqlite3_exec(s->db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", NULL, NULL,
		                   NULL);
	return exec(s, "PRAGMA foreign_keys = ON");
}

enum err store_open(const char *path, enum store_mode mode, struct store **out, struct buf *why)
{
	struct store *s = mem_new(1, sizeof *s);
	enum err e = open_db(s, path, mode);
	if (e == ERR_OK) {
		*out = s;
		return ERR_OK;
	}
	buf_str(why, store_why(s));
	store_close(s);
	return e;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	store_rollback(s);
	sqlite3_close(s->db);
	buf_fini(&s->why);
	free(s);
}

void store_pack_numbers(struct buf *b, const uint32_t *v, size_t n)
{
	uint32_t last = 0;
	for (size_t i = 0; i < n; i++) {
		uint32_t d = v[i] - last;
		for (; d >= 128; d >>= 7)
			buf_char(b, (char)(d | 128));
		buf_char(b, (char)d);
		last = v[i];
	}
}

bool store_unpack_numbers(const void *data, size_t len, uint32_t **v, size_t *n)
{
	const uint8_t *p = data;
	uint32_t *out = mem_new(len ? len : 1, sizeof *out), last = 0;
	size_t k = 0;
	for (size_t i = 0; i < len;) {
		uint32_t d = 0;
		for (int shift = 0;; shift += 7) {
			if (i == len || shift > 28) {
				free(out);
				return false;
			}
			d |= (uint32_t)(p[i] & 127) << shift;
			if (!(p[i++] & 128))
				break;
		}
		last += d;
		out[k++] = last;
	}
	*v = out;
	*n = k;
	return true;
}

void store_le_put(uint8_t *p, uint32_t v, int n)
{
	for (int i = 0; i < n; i++)
		p[i] = (uint8_t)(v >> (8 * i));
}

uint32_t store_le_get(const uint8_t *p, int n)
{
	uint32_t v = 0;
	for (int i = n - 1; i >= 0; i--)
		v = v << 8 | p[i];
	return v;
}

size_t store_pack_prefix(uint8_t out[static STORE_PREFIX_MAX], const struct prefix *p)
{
	struct ip_addr a = {.hi = p->hi, .lo = p->lo, .family = p->family};
	uint8_t octets[16];
	size_t n = addr_to_octets(&a, octets);
	out[0] = p->family;
	memcpy(out + 1, octets, n);
	out[n + 1] = p->len;
	return n + 2;
}

size_t store_unpack_prefix(const uint8_t *p, size_t len, struct prefix *out)
{
	if (len < 1 || (p[0] != FAMILY_V4 && p[0] != FAMILY_V6))
		return 0;
	size_t n = p[0] == FAMILY_V4 ? 4 : 16;
	if (len < n + 2 || p[n + 1] > n * 8)
		return 0;
	struct ip_addr a = addr_from_octets(p[0], p + 1);
	*out = (struct prefix){.hi = a.hi, .lo = a.lo, .len = p[n + 1], .family = p[0]};
	return n + 2;
}
