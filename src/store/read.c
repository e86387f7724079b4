/* Reading what was stored: each function walks rows and lends them to a callback. */
#include "store/sqlite_impl.h"

#include <stdlib.h>
#include <string.h>

static const char *text(sqlite3_stmt *st, int i)
{
	const char *p = (const char *)sqlite3_column_text(st, i);
	return p ? p : "";
}

static instant_t instant(sqlite3_stmt *st, int i)
{
	return sqlite3_column_type(st, i) == SQLITE_NULL ? INSTANT_NONE : sqlite3_column_int64(st, i);
}

static struct ip_addr address(sqlite3_stmt *st, int i)
{
	struct ip_addr a = {0};
	const char *p = text(st, i);
	if (addr_parse(p, strlen(p), &a) != ERR_OK)
		a = (struct ip_addr){0};
	return a;
}

/* Walk a statement's rows; each is given to row, which returns whether to go on, and marks s as damaged where
 * it cannot make sense of it. */
static enum err rows(struct store *s, sqlite3_stmt *st,
                     bool (*row)(struct store *s, sqlite3_stmt *st, void *fn, void *ctx), void *fn, void *ctx)
{
	enum err e;
	s->damaged = false;
	while ((e = store_step(s, st)) == ERR_OK) {
		bool on = row(s, st, fn, ctx);
		if (s->damaged) {
			buf_clear(&s->why);
			buf_printf(&s->why, "is damaged: a row of table %s",
			           sqlite3_column_table_name(st, 0));
		}
		if (!on || s->damaged) {
			e = s->damaged ? ERR_VALUE : ERR_OK;
			sqlite3_finalize(st);
			return e;
		}
	}
	return e == ERR_EOF ? ERR_OK : e;
}

static bool period_row(struct store *s, sqlite3_stmt *st, void *fn, void *ctx)
{
	(void)s;
	struct store_period p = {
	    .id = sqlite3_column_int64(st, 0),
	    .start = sqlite3_column_int64(st, 1),
	    .end = sqlite3_column_int64(st, 2),
	    .observed_from = instant(st, 3),
	    .observed_to = instant(st, 4),
	    .data_end = instant(st, 5),
	    .framework = text(st, 6),
	    .framework_text = text(st, 7),
	    .coverage_low = sqlite3_column_int(st, 8),
	    .full_feeds_v4 = (uint32_t)sqlite3_column_int64(st, 9),
	    .full_feeds_v6 = (uint32_t)sqlite3_column_int64(st, 10),
	    .min_peers_v4 = (uint32_t)sqlite3_column_int64(st, 11),
	    .min_peers_v6 = (uint32_t)sqlite3_column_int64(st, 12),
	    .leaks = sqlite3_column_int(st, 13),
	    .misoriginations = sqlite3_column_int(st, 14),
	    .bogons_partial = sqlite3_column_int(st, 15),
	    .vrps = (uint8_t)sqlite3_column_int(st, 16),
	    .invalid_routes = (uint32_t)sqlite3_column_int64(st, 17),
	    .summary = text(st, 18),
	};
	return (*(store_period_fn *)fn)(ctx, &p);
}

enum err store_periods(struct store *s, store_period_fn fn, void *ctx)
{
	sqlite3_stmt *st;
	enum err e = store_prepare(s, "SELECT * FROM period ORDER BY end DESC, start DESC", &st);
	return e == ERR_OK ? rows(s, st, period_row, &fn, ctx) : e;
}

static enum err of_period(struct store *s, const char *sql, int64_t period, sqlite3_stmt **st)
{
	enum err e = store_prepare(s, sql, st);
	if (e == ERR_OK)
		sqlite3_bind_int64(*st, 1, period);
	return e;
}

static bool source_row(struct store *s, sqlite3_stmt *st, void *fn, void *ctx)
{
	(void)s;
	struct store_source x = {
	    .file = text(st, 1),
	    .kind = text(st, 2),
	    .as_of = instant(st, 3),
	    .age = sqlite3_column_int64(st, 4),
	    .fresh = sqlite3_column_int(st, 5),
	    .records = (uint64_t)sqlite3_column_int64(st, 6),
	    .rejected = (uint64_t)sqlite3_column_int64(st, 7),
	    .reasons = text(st, 8),
	    .used = sqlite3_column_int(st, 9),
	    .why_not = text(st, 10),
	};
	return (*(store_source_fn *)fn)(ctx, &x);
}

enum err store_sources(struct store *s, int64_t period, store_source_fn fn, void *ctx)
{
	sqlite3_stmt *st;
	enum err e = of_period(s, "SELECT * FROM source WHERE period = ?1 ORDER BY file", period, &st);
	return e == ERR_OK ? rows(s, st, source_row, &fn, ctx) : e;
}

static bool peer_row(struct store *s, sqlite3_stmt *st, void *fn, void *ctx)
{
	(void)s;
	struct store_peer x = {
	    .collector = text(st, 1),
	    .ip = address(st, 2),
	    .asn = (asn_t)sqlite3_column_int64(st, 3),
	    .peak_v4 = (uint32_t)sqlite3_column_int64(st, 4),
	    .peak_v6 = (uint32_t)sqlite3_column_int64(st, 5),
	    .full_v4 = sqlite3_column_int(st, 6),
	    .full_v6 = sqlite3_column_int(st, 7),
	    .announced = (uint64_t)sqlite3_column_int64(st, 8),
	    .withdrawn = (uint64_t)sqlite3_column_int64(st, 9),
	};
	return (*(store_peer_fn *)fn)(ctx, &x);
}

enum err store_peers(struct store *s, int64_t period, store_peer_fn fn, void *ctx)
{
	sqlite3_stmt *st;
	enum err e =
	    of_period(s, "SELECT * FROM peer WHERE period = ?1 ORDER BY collector, asn, ip", period, &st);
	return e == ERR_OK ? rows(s, st, peer_row, &fn, ctx) : e;
}

static bool network_row(struct store *s, sqlite3_stmt *st, void *fn, void *ctx)
{
	uint32_t *routes = NULL, *passed = NULL;
	struct store_network x = {
	    .asn = (asn_t)sqlite3_column_int64(st, 1),
	    .holder = text(st, 2),
	    .economy = text(st, 3),
	    .rir = (enum rir)sqlite3_column_int(st, 4),
	    .participant = text(st, 5),
	    .facts = sqlite3_column_blob(st, 6),
	    .facts_len = (size_t)sqlite3_column_bytes(st, 6),
	};
	bool good = store_unpack_numbers(sqlite3_column_blob(st, 7), (size_t)sqlite3_column_bytes(st, 7),
	                                 &routes, &x.n_routes) &&
	            store_unpack_numbers(sqlite3_column_blob(st, 8), (size_t)sqlite3_column_bytes(st, 8),
	                                 &passed, &x.n_passed);
	x.routes = routes;
	x.passed = passed;
	s->damaged |= !good;
	bool on = good && (*(store_network_fn *)fn)(ctx, &x);
	free(routes);
	free(passed);
	return on;
}

enum err store_networks(struct store *s, int64_t period, asn_t asn, store_network_fn fn, void *ctx)
{
	sqlite3_stmt *st;
	enum err e = of_period(s,
	                       asn ? "SELECT * FROM network WHERE period = ?1 AND asn = ?2"
	                           : "SELECT * FROM network WHERE period = ?1 ORDER BY asn",
	                       period, &st);
	if (e == ERR_OK && asn)
		sqlite3_bind_int64(st, 2, asn);
	return e == ERR_OK ? rows(s, st, network_row, &fn, ctx) : e;
}

static bool score_row(struct store *s, sqlite3_stmt *st, void *fn, void *ctx)
{
	(void)s;
	struct store_score x = {.asn = (asn_t)sqlite3_column_int64(st, 1)};
	for (int i = 0; i < STORE_ACTIONS; i++) {
		x.has[i] = sqlite3_column_type(st, 2 + 2 * i) != SQLITE_NULL;
		x.value[i] = sqlite3_column_double(st, 2 + 2 * i);
		x.readiness[i] = (uint8_t)sqlite3_column_int(st, 3 + 2 * i);
	}
	return (*(store_score_fn *)fn)(ctx, &x);
}

enum err store_scores(struct store *s, int64_t period, asn_t asn, store_score_fn fn, void *ctx)
{
	sqlite3_stmt *st;
	enum err e = of_period(s,
	                       asn ? "SELECT * FROM score WHERE period = ?1 AND asn = ?2"
	                           : "SELECT * FROM score WHERE period = ?1 ORDER BY asn",
	                       period, &st);
	if (e == ERR_OK && asn)
		sqlite3_bind_int64(st, 2, asn);
	return e == ERR_OK ? rows(s, st, score_row, &fn, ctx) : e;
}

struct event_lists {
	VEC(struct prefix) prefixes;
	VEC(struct store_accomplice) accomplices;
	VEC(uint32_t) visible, victims;
};

static void words_read(sqlite3_stmt *st, int column, uint32_t **at, size_t *n)
{
	const uint8_t *p = sqlite3_column_blob(st, column);
	*n = (size_t)sqlite3_column_bytes(st, column) / 4;
	*at = mem_new(*n + 1, sizeof **at);
	for (size_t i = 0; i < *n; i++)
		(*at)[i] = store_le_get(p + 4 * i, 4);
}

/* false: there are octets that are no such list; so too below. */
static bool prefixes_read(sqlite3_stmt *st, int column, struct event_lists *l)
{
	const uint8_t *p = sqlite3_column_blob(st, column);
	size_t len = (size_t)sqlite3_column_bytes(st, column), used;
	for (struct prefix x; len > 0 && (used = store_unpack_prefix(p, len, &x)) > 0; p += used, len -= used)
		*vec_push(&l->prefixes) = x;
	return len == 0;
}

static bool event_lists_read(sqlite3_stmt *st, struct event_lists *l)
{
	words_read(st, 19, &l->visible.at, &l->visible.n);
	words_read(st, 25, &l->victims.at, &l->victims.n);
	bool good = prefixes_read(st, 23, l);
	const uint8_t *a = sqlite3_column_blob(st, 24);
	for (size_t n = (size_t)sqlite3_column_bytes(st, 24) / STORE_ACCOMPLICE; n > 0;
	     n--, a += STORE_ACCOMPLICE)
		*vec_push(&l->accomplices) = (struct store_accomplice){
		    .asn = store_le_get(a, 4), .n_peers = store_le_get(a + 4, 4), .relation = a[8]};
	return good && sqlite3_column_bytes(st, 24) % STORE_ACCOMPLICE == 0 &&
	       sqlite3_column_bytes(st, 19) % 4 == 0 && sqlite3_column_bytes(st, 25) % 4 == 0;
}

static void event_lists_fini(struct event_lists *l)
{
	vec_free(&l->prefixes);
	vec_free(&l->accomplices);
	vec_free(&l->visible);
	vec_free(&l->victims);
}

static uint8_t octet(sqlite3_stmt *st, int i)
{
	return (uint8_t)sqlite3_column_int(st, i);
}

static uint32_t word(sqlite3_stmt *st, int i)
{
	return (uint32_t)sqlite3_column_int64(st, i);
}

static struct store_event event_read(sqlite3_stmt *st, const struct event_lists *l)
{
	return (struct store_event){
	    .id = (uint64_t)sqlite3_column_int64(st, 1),
	    .metric = octet(st, 2),
	    .class = octet(st, 3),
	    .kind = octet(st, 4),
	    .leak_type = octet(st, 5),
	    .confidence = octet(st, 6),
	    .score = octet(st, 7),
	    .open = sqlite3_column_int(st, 8),
	    .culprit = word(st, 9),
	    .bogon = word(st, 10),
	    .segment = {word(st, 11), word(st, 12)},
	    .origin = word(st, 13),
	    .rule = text(st, 14),
	    .reason = text(st, 15),
	    .tags = text(st, 16),
	    .start = word(st, 17),
	    .end = word(st, 18),
	    .visible = l->visible.at,
	    .n_visible = l->visible.n,
	    .peers_max = word(st, 20),
	    .peers_total = word(st, 21),
	    .announcements = (uint64_t)sqlite3_column_int64(st, 22),
	    .prefixes = l->prefixes.at,
	    .n_prefixes = l->prefixes.n,
	    .accomplices = l->accomplices.at,
	    .n_accomplices = l->accomplices.n,
	    .victims = l->victims.at,
	    .n_victims = l->victims.n,
	    .endings = word(st, 26),
	    .state = text(st, 27),
	};
}

static bool event_row(struct store *s, sqlite3_stmt *st, void *fn, void *ctx)
{
	struct event_lists l = {0};
	s->damaged |= !event_lists_read(st, &l);
	struct store_event x = event_read(st, &l);
	bool on = !s->damaged && (*(store_event_fn *)fn)(ctx, &x);
	event_lists_fini(&l);
	return on;
}

static bool external_row(struct store *s, sqlite3_stmt *st, void *fn, void *ctx)
{
	struct event_lists l = {0};
	words_read(st, 13, &l.victims.at, &l.victims.n);
	s->damaged |= !prefixes_read(st, 12, &l) || sqlite3_column_bytes(st, 13) % 4 != 0;
	struct store_external x = {
	    .source = text(st, 1),
	    .id = text(st, 2),
	    .metric = octet(st, 3),
	    .kind = text(st, 4),
	    .grade = sqlite3_column_int64(st, 5),
	    .start = sqlite3_column_int64(st, 6),
	    .end = sqlite3_column_type(st, 7) == SQLITE_NULL ? INSTANT_NONE : sqlite3_column_int64(st, 7),
	    .culprit = word(st, 8),
	    .segment = {word(st, 9), word(st, 10)},
	    .words = text(st, 11),
	    .prefixes = l.prefixes.at,
	    .n_prefixes = l.prefixes.n,
	    .victims = l.victims.at,
	    .n_victims = l.victims.n,
	    .agreement = octet(st, 14),
	    .event = (uint64_t)sqlite3_column_int64(st, 15), /* NULL: 0 */
	};
	bool on = !s->damaged && (*(store_external_fn *)fn)(ctx, &x);
	event_lists_fini(&l);
	return on;
}

enum err store_externals(struct store *s, int64_t period, store_external_fn fn, void *ctx)
{
	sqlite3_stmt *st;
	enum err e =
	    of_period(s, "SELECT * FROM external WHERE period = ?1 ORDER BY source, id", period, &st);
	return e == ERR_OK ? rows(s, st, external_row, &fn, ctx) : e;
}

enum err store_events(struct store *s, int64_t period, asn_t asn, uint64_t id, store_event_fn fn, void *ctx)
{
	sqlite3_stmt *st;
	const char *sql = "SELECT * FROM event WHERE period = ?1 ORDER BY start, id";
	if (id)
		sql = "SELECT * FROM event WHERE period = ?1 AND id = ?2";
	else if (asn)
		sql = "SELECT * FROM event WHERE period = ?1 AND (culprit = ?2 OR id IN"
		      " (SELECT event FROM event_party WHERE period = ?1 AND asn = ?2)) ORDER BY start, id";
	enum err e = of_period(s, sql, period, &st);
	if (e != ERR_OK)
		return e;
	if (id || asn)
		sqlite3_bind_int64(st, 2, id ? (int64_t)id : (int64_t)asn);
	return rows(s, st, event_row, &fn, ctx);
}

static bool confirmed_row(struct store *s, sqlite3_stmt *st, void *fn, void *ctx)
{
	(void)s;
	return (*(store_confirmed_fn *)fn)(ctx, word(st, 0), word(st, 1));
}

enum err store_confirmed(struct store *s, unsigned metric, unsigned confidence, uint32_t from, uint32_t to,
                         store_confirmed_fn fn, void *ctx)
{
	sqlite3_stmt *st;
	enum err e = store_prepare(s,
	                           "SELECT DISTINCT culprit, start FROM event WHERE metric = ?1 AND"
	                           " confidence >= ?2 AND start >= ?3 AND start < ?4 ORDER BY culprit, start",
	                           &st);
	if (e != ERR_OK)
		return e;
	sqlite3_bind_int64(st, 1, metric);
	sqlite3_bind_int64(st, 2, confidence);
	sqlite3_bind_int64(st, 3, from);
	sqlite3_bind_int64(st, 4, to);
	return rows(s, st, confirmed_row, &fn, ctx);
}

static bool evidence_row(struct store *s, sqlite3_stmt *st, void *fn, void *ctx)
{
	struct store_evidence x = {
	    .event = (uint64_t)sqlite3_column_int64(st, 1),
	    .seq = (uint32_t)sqlite3_column_int64(st, 2),
	    .time = (uint32_t)sqlite3_column_int64(st, 3),
	    .collector = text(st, 4),
	    .peer_ip = address(st, 5),
	    .peer_asn = (asn_t)sqlite3_column_int64(st, 6),
	    .path = text(st, 8),
	    .message = sqlite3_column_type(st, 9) == SQLITE_NULL ? -1 : sqlite3_column_int64(st, 9),
	    .ends = sqlite3_column_int(st, 10),
	    .cause = (uint8_t)sqlite3_column_int(st, 11),
	    .before = text(st, 12),
	};
	const char *prefix = text(st, 7);
	s->damaged |= prefix_parse(prefix, strlen(prefix), &x.prefix) != ERR_OK;
	return !s->damaged && (*(store_evidence_fn *)fn)(ctx, &x);
}

enum err store_evidences(struct store *s, int64_t period, uint64_t event, store_evidence_fn fn, void *ctx)
{
	sqlite3_stmt *st;
	enum err e =
	    of_period(s, "SELECT * FROM evidence WHERE period = ?1 AND event = ?2 ORDER BY seq", period, &st);
	if (e != ERR_OK)
		return e;
	sqlite3_bind_int64(st, 2, (int64_t)event);
	return rows(s, st, evidence_row, &fn, ctx);
}

static bool message_row(struct store *s, sqlite3_stmt *st, void *fn, void *ctx)
{
	(void)s;
	struct store_message x = {
	    .id = sqlite3_column_int64(st, 1),
	    .file = text(st, 2),
	    .record = (uint64_t)sqlite3_column_int64(st, 3),
	    .offset = (uint64_t)sqlite3_column_int64(st, 4),
	    .raw = sqlite3_column_blob(st, 5),
	    .len = (size_t)sqlite3_column_bytes(st, 5),
	};
	return (*(store_message_fn *)fn)(ctx, &x);
}

enum err store_messages(struct store *s, int64_t period, int64_t id, store_message_fn fn, void *ctx)
{
	sqlite3_stmt *st;
	enum err e = of_period(s, "SELECT * FROM message WHERE period = ?1 AND id = ?2", period, &st);
	if (e != ERR_OK)
		return e;
	sqlite3_bind_int64(st, 2, id);
	return rows(s, st, message_row, &fn, ctx);
}

/* Type 13, subtype 1 (RFC 6396 sections 4 and 4.3). Numbers go up as records became evidence. */
enum err store_peer_table(struct store *s, int64_t period, const struct store_message *of,
                          store_message_fn fn, void *ctx)
{
	sqlite3_stmt *st;
	enum err e =
	    of_period(s,
	              "SELECT * FROM message WHERE period = ?1 AND id < ?2 AND file = ?3 AND record < ?4"
	              " AND substr(raw, 5, 4) = x'000D0001' ORDER BY id DESC LIMIT 1",
	              period, &st);
	if (e != ERR_OK)
		return e;
	sqlite3_bind_int64(st, 2, of->id);
	sqlite3_bind_text(st, 3, of->file, -1, SQLITE_TRANSIENT);
	sqlite3_bind_int64(st, 4, (int64_t)of->record);
	return rows(s, st, message_row, &fn, ctx);
}
