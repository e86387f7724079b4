/* The database itself: opening, versions, transactions, and the small tools that reading and writing share.
 */
#include "store/sqlite_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	APPLICATION_ID = 0x4e6f726d, /* "Norm" */
};

enum err store_fail(struct store *s, const char *doing)
{
	int rc = s->db ? sqlite3_errcode(s->db) : SQLITE_NOMEM;
	const char *words = s->db ? sqlite3_errmsg(s->db) : "out of memory";
	if (rc == SQLITE_BUSY || rc == SQLITE_LOCKED)
		words = "another process is writing to it";
	buf_clear(&s->why);
	buf_printf(&s->why, "%s: %s", doing, words);
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

static enum err vacuum_into(struct store *s, const char *to)
{
	sqlite3_stmt *st;
	enum err e = store_prepare(s, "VACUUM INTO ?1", &st);
	if (e != ERR_OK)
		return e;
	sqlite3_bind_text(st, 1, to, -1, SQLITE_STATIC);
	if (sqlite3_step(st) != SQLITE_DONE)
		e = store_fail(s, "cannot be copied before its migration");
	sqlite3_finalize(st);
	return e;
}

/* A copy beside the database before it is changed; an existing one of that version is kept. It gets its name
 * when it is whole, so that one that was cut off by a crash is never taken for it. */
static enum err copy_aside(struct store *s, int version)
{
	const char *path = sqlite3_db_filename(s->db, "main");
	struct buf to = {0}, part = {0};
	buf_printf(&to, "%s.v%d", path, version);
	buf_printf(&part, "%s.part", to.at);
	enum err e = ERR_OK;
	if (access(to.at, F_OK) != 0) {
		(void)unlink(part.at);
		e = vacuum_into(s, part.at);
		if (e == ERR_OK && rename(part.at, to.at) != 0) {
			buf_clear(&s->why);
			buf_printf(&s->why, "cannot be copied to %s before its migration", to.at);
			e = ERR_IO;
		}
	}
	buf_fini(&to);
	buf_fini(&part);
	return e;
}

static enum err migrate_steps(struct store *s)
{
	char pragma[64];
	int version = 0; /* asked again: another process may have been faster */
	enum err e = pragma_get(s, "PRAGMA user_version", &version);
	for (int v = version + 1; v <= store_schema_version && e == ERR_OK; v++)
		e = exec(s, store_migration(v));
	snprintf(pragma, sizeof pragma, "PRAGMA user_version = %d",
	         version > store_schema_version ? version : store_schema_version);
	if (e == ERR_OK)
		e = exec(s, pragma);
	snprintf(pragma, sizeof pragma, "PRAGMA application_id = %d", APPLICATION_ID);
	return e == ERR_OK ? exec(s, pragma) : e;
}

static enum err migrate(struct store *s, int version)
{
	enum err e = version > 0 ? copy_aside(s, version) : ERR_OK;
	if (e != ERR_OK || (e = exec(s, "BEGIN IMMEDIATE")) != ERR_OK)
		return e;
	e = migrate_steps(s);
	if (e == ERR_OK)
		e = exec(s, "COMMIT");
	if (e != ERR_OK)
		(void)sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	return e;
}

/* Is it the file's content that is wrong, not the way to it? */
static bool is_damage(const struct store *s)
{
	int rc = sqlite3_errcode(s->db);
	return rc == SQLITE_NOTADB || rc == SQLITE_CORRUPT;
}

/* Whose database is it, and of which version? */
static enum err version_check(struct store *s, enum store_mode mode)
{
	int id = 0, version = 0, tables = 0;
	if (pragma_get(s, "PRAGMA application_id", &id) != ERR_OK ||
	    pragma_get(s, "PRAGMA user_version", &version) != ERR_OK ||
	    pragma_get(s, "SELECT count(*) FROM sqlite_schema", &tables) != ERR_OK)
		return is_damage(s) ? ERR_VALUE : ERR_IO;
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

static enum err open_handle(struct store *s, const char *name, int flags)
{
	sqlite3_close(s->db);
	s->db = NULL;
	/* a handle belongs to one thread: SQLite need not lock it */
	if (sqlite3_open_v2(name, &s->db, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		return store_fail(s, "cannot be opened");
	sqlite3_busy_timeout(s->db, STORE_BUSY_MS);
	return ERR_OK;
}

/*
 * Where neither the file nor its folder may be written, the second file that readers of a database in WAL
 * mode share cannot be made. Nobody can be writing there (a log beside it would be a sign of that), so the
 * file is read as it stands.
 */
static enum err open_immutable(struct store *s, const char *path)
{
	struct buf name = {0};
	buf_printf(&name, "%s-wal", path);
	bool has_log = access(name.at, F_OK) == 0;
	buf_clear(&name);
	buf_str(&name, *path == '/' ? "file://" : "file:");
	for (const char *p = path; *p; p++)
		if (*p == '?' || *p == '#' || *p == '%')
			buf_printf(&name, "%%%02x", (unsigned)(unsigned char)*p);
		else
			buf_char(&name, *p);
	buf_str(&name, "?immutable=1");
	enum err e = has_log ? ERR_IO : open_handle(s, name.at, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
	buf_fini(&name);
	return e;
}

static enum err open_db(struct store *s, const char *path, enum store_mode mode)
{
	enum err e =
	    open_handle(s, path, SQLITE_OPEN_READWRITE | (mode == STORE_WRITE ? SQLITE_OPEN_CREATE : 0));
	if (e != ERR_OK && mode == STORE_READ)
		e = open_handle(s, path, SQLITE_OPEN_READONLY);
	if (e != ERR_OK)
		return e;
	/* Of a new database only: chunks of routes are large, and a page is written twice, to the log and
	 * from it. */
	if (mode == STORE_WRITE)
		(void)sqlite3_exec(s->db, "PRAGMA page_size = 16384", NULL, NULL, NULL);
	e = version_check(s, mode);
	if (e == ERR_IO && mode == STORE_READ && access(path, R_OK) == 0 && access(path, W_OK) != 0 &&
	    open_immutable(s, path) == ERR_OK)
		e = version_check(s, mode);
	if (e != ERR_OK)
		return e;
	/* readers go on while a period is written; where WAL cannot be had a period is still replaced at once
	 */
	if (mode == STORE_WRITE)
		(void)sqlite3_exec(
		    s->db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536",
		    NULL, NULL, NULL);
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

enum err store_snapshot(struct store *s)
{
	int n;
	enum err e = exec(s, "BEGIN");
	return e == ERR_OK ? pragma_get(s, "SELECT count(*) FROM period", &n) : e;
}

void store_patience(struct store *s, int milliseconds)
{
	sqlite3_busy_timeout(s->db, milliseconds);
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
	enum { PART = 64, MOST = 5 /* octets of a number */ };
	uint8_t out[PART * MOST];
	uint32_t last = 0;
	for (size_t from = 0; from < n; from += PART) {
		size_t end = n - from < PART ? n : from + PART, len = 0;
		for (size_t i = from; i < end; i++) {
			uint32_t d = v[i] - last;
			for (; d >= 128; d >>= 7)
				out[len++] = (uint8_t)(d | 128);
			out[len++] = (uint8_t)d;
			last = v[i];
		}
		buf_add(b, out, len);
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
