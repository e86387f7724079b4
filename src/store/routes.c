/*
 * Routes, packed: a period has about a million of them, and what is asked of them is "those of this network"
 * and "those of this prefix". They are kept in order of prefix and origin, CHUNK a row, so that a route's
 * number says where it stands and a prefix is found by the first prefix of each chunk.
 *
 * One route: prefix (family, 4 or 16 octets, length), origin, first and last seen (4 octets each), most peers
 * (2), why not counted, ROV, IRR, bogon (2 octets: 3 + 3 + 3 + 2 bits). Numbers are little-endian.
 */
#include "store/sqlite_impl.h"

#include <stdlib.h>
#include <string.h>

enum { CHUNK = 4096, TAIL = 16 };

static void route_pack(struct buf *b, const struct store_route *r)
{
	uint8_t o[STORE_PREFIX_MAX + TAIL];
	size_t n = store_pack_prefix(o, &r->prefix);
	store_le_put(o + n, r->origin, 4);
	store_le_put(o + n + 4, r->first_seen, 4);
	store_le_put(o + n + 8, r->last_seen, 4);
	store_le_put(o + n + 12, r->peers_max, 2);
	store_le_put(o + n + 14, (uint32_t)(r->why_not | r->rov << 3 | r->irr << 6 | r->bogon << 9), 2);
	buf_add(b, o, n + TAIL);
}

/* Octets used; 0: damaged. */
static size_t route_unpack(const uint8_t *p, size_t len, struct store_route *r)
{
	size_t n = store_unpack_prefix(p, len, &r->prefix);
	if (n == 0 || len < n + TAIL)
		return 0;
	uint32_t bits = store_le_get(p + n + 14, 2);
	r->origin = store_le_get(p + n, 4);
	r->first_seen = store_le_get(p + n + 4, 4);
	r->last_seen = store_le_get(p + n + 8, 4);
	r->peers_max = (uint16_t)store_le_get(p + n + 12, 2);
	r->why_not = bits & 7;
	r->rov = bits >> 3 & 7;
	r->irr = bits >> 6 & 7;
	r->bogon = bits >> 9 & 3;
	return n + TAIL;
}

enum err store_put_routes_from(struct store *s, store_route_at_fn route_at, const void *ctx, size_t n)
{
	struct buf data = {0};
	enum err e = ERR_OK;
	for (size_t at = 0; at < n && e == ERR_OK; at += CHUNK) {
		uint32_t k = (uint32_t)(n - at < CHUNK ? n - at : CHUNK);
		uint8_t first[STORE_PREFIX_MAX];
		size_t len = store_pack_prefix(first, &route_at(ctx, at)->prefix);
		buf_clear(&data);
		for (uint32_t i = 0; i < k; i++)
			route_pack(&data, route_at(ctx, at + i));
		e = store_put_chunk(s, (uint32_t)(at / CHUNK), first, len, k, &data);
	}
	buf_fini(&data);
	return e;
}

static const struct store_route *route_of_array(const void *ctx, size_t i)
{
	return (const struct store_route *)ctx + i;
}

enum err store_put_routes(struct store *s, const struct store_route *r, size_t n)
{
	return store_put_routes_from(s, route_of_array, r, n);
}

struct walk {
	const uint32_t *numbers; /* NULL: all */
	size_t n, i;
	store_route_fn fn;
	void *ctx;
	bool stopped;
};

static enum err chunk_walk(struct store *s, uint32_t number, const void *data, size_t len, struct walk *w)
{
	const uint8_t *p = data, *end = p + len;
	for (uint32_t at = number * CHUNK; p < end && !w->stopped; at++) {
		struct store_route r;
		size_t used = route_unpack(p, (size_t)(end - p), &r);
		if (used == 0) {
			buf_clear(&s->why);
			buf_printf(&s->why, "routes are damaged in chunk %u", number);
			return ERR_VALUE;
		}
		p += used;
		if (w->numbers && (w->i == w->n || w->numbers[w->i] != at))
			continue;
		w->i++;
		w->stopped = !w->fn(w->ctx, at, &r) || (w->numbers && w->i == w->n);
	}
	return ERR_OK;
}

/* Chunk after chunk from the statement's rows (number, data). */
static enum err chunks_walk(struct store *s, sqlite3_stmt *st, struct walk *w)
{
	enum err e;
	while ((e = store_step(s, st)) == ERR_OK) {
		e = chunk_walk(s, (uint32_t)sqlite3_column_int64(st, 0), sqlite3_column_blob(st, 1),
		               (size_t)sqlite3_column_bytes(st, 1), w);
		if (e != ERR_OK || w->stopped) {
			sqlite3_finalize(st);
			return e;
		}
	}
	return e == ERR_EOF ? ERR_OK : e;
}

/* With numbers: only the chunks that hold one. */
enum err store_routes(struct store *s, int64_t period, const uint32_t *numbers, size_t n, store_route_fn fn,
                      void *ctx)
{
	struct walk w = {.numbers = numbers, .n = n, .fn = fn, .ctx = ctx};
	enum err e = ERR_OK;
	do {
		sqlite3_stmt *st;
		if (numbers && w.i >= n)
			break;
		e = store_prepare(
		    s,
		    numbers ? "SELECT number, data FROM route_chunk WHERE period = ?1 AND number = ?2"
		            : "SELECT number, data FROM route_chunk WHERE period = ?1 ORDER BY number",
		    &st);
		if (e != ERR_OK)
			return e;
		size_t before = w.i;
		sqlite3_bind_int64(st, 1, period);
		if (numbers)
			sqlite3_bind_int64(st, 2, numbers[w.i] / CHUNK);
		e = chunks_walk(s, st, &w);
		if (numbers && w.i == before)
			break; /* no such route */
	} while (e == ERR_OK && !w.stopped && numbers);
	return e;
}

struct prefix_walk {
	const struct prefix *prefix;
	store_route_fn fn;
	void *ctx;
};

static bool prefix_match(void *ctx, uint32_t number, const struct store_route *r)
{
	struct prefix_walk *w = ctx;
	int c = prefix_cmp(&r->prefix, w->prefix);
	return c < 0 || (c == 0 && w->fn(w->ctx, number, r));
}

enum err store_routes_of_prefix(struct store *s, int64_t period, const struct prefix *p, store_route_fn fn,
                                void *ctx)
{
	struct prefix_walk pw = {.prefix = p, .fn = fn, .ctx = ctx};
	struct walk w = {.fn = prefix_match, .ctx = &pw};
	uint8_t key[STORE_PREFIX_MAX];
	size_t len = store_pack_prefix(key, p);
	sqlite3_stmt *st;
	enum err e =
	    store_prepare(s,
	                  "SELECT number, data FROM route_chunk WHERE period = ?1 AND number >= coalesce("
	                  " (SELECT max(number) FROM route_chunk WHERE period = ?1 AND first < ?2), 0)"
	                  " ORDER BY number",
	                  &st);
	if (e != ERR_OK)
		return e;
	sqlite3_bind_int64(st, 1, period);
	sqlite3_bind_blob64(st, 2, key, len, SQLITE_TRANSIENT);
	return chunks_walk(s, st, &w);
}
