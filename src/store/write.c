/* Writing a period: one transaction, prepared statements. */
#include "store/sqlite_impl.h"

#include <stdlib.h>

static const char *const put_sql[PUT_N] = {
    [PUT_SOURCE] = "INSERT INTO source VALUES (?,?,?,?,?,?,?,?,?,?,?)",
    [PUT_PEER] = "INSERT INTO peer VALUES (?,?,?,?,?,?,?,?,?,?)",
    [PUT_NETWORK] = "INSERT INTO network VALUES (?,?,?,?,?,?,?,?,?)",
    [PUT_SCORE] = "INSERT INTO score VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
    [PUT_EVENT] = "INSERT INTO event VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    [PUT_PARTY] = "INSERT OR IGNORE INTO event_party VALUES (?,?,?)",
    [PUT_EVIDENCE] = "INSERT INTO evidence VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
    [PUT_MESSAGE] = "INSERT INTO message VALUES (?,?,?,?,?,?)",
    [PUT_EXTERNAL] = "INSERT INTO external VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    [PUT_CHUNK] = "INSERT INTO route_chunk VALUES (?,?,?,?,?)",
};

/* A statement and the column that the next bind_ fills; every put starts with the period. */
struct bind {
	sqlite3_stmt *st;
	int i;
};

static struct bind bind_begin(struct store *s, enum store_statement which)
{
	struct bind b = {.st = s->put[which]};
	sqlite3_bind_int64(b.st, ++b.i, s->period);
	return b;
}

static void bind_int(struct bind *b, int64_t v)
{
	sqlite3_bind_int64(b->st, ++b->i, v);
}

static void bind_time(struct bind *b, instant_t v)
{
	if (v == INSTANT_NONE)
		sqlite3_bind_null(b->st, ++b->i);
	else
		bind_int(b, v);
}

/* Lent until the statement has run, which is before the put returns. */
static void bind_text(struct bind *b, const char *v)
{
	sqlite3_bind_text(b->st, ++b->i, v ? v : "", -1, SQLITE_STATIC);
}

static void bind_text_copy(struct bind *b, const char *v)
{
	sqlite3_bind_text(b->st, ++b->i, v, -1, SQLITE_TRANSIENT);
}

static void bind_blob(struct bind *b, const void *p, size_t len)
{
	sqlite3_bind_blob64(b->st, ++b->i, len ? p : "", len, SQLITE_STATIC);
}

static void bind_blob_copy(struct bind *b, const void *p, size_t len)
{
	sqlite3_bind_blob64(b->st, ++b->i, len ? p : "", len, SQLITE_TRANSIENT);
}

static void bind_numbers(struct bind *b, const uint32_t *v, size_t n)
{
	struct buf packed = {0};
	if (n == 0) {
		bind_blob(b, "", 0);
		return;
	}
	store_pack_numbers(&packed, v, n);
	bind_blob_copy(b, packed.at, packed.len);
	buf_fini(&packed);
}

static void bind_addr(struct bind *b, const struct ip_addr *a)
{
	char text[PREFIX_TEXT];
	addr_format(text, a);
	bind_text_copy(b, text);
}

static enum err period_insert(struct store *s, struct store_period *p)
{
	sqlite3_stmt *st;
	enum err e = store_prepare(s, "DELETE FROM period WHERE start = ?1 AND end = ?2", &st);
	if (e != ERR_OK)
		return e;
	sqlite3_bind_int64(st, 1, p->start);
	sqlite3_bind_int64(st, 2, p->end);
	e = store_run(s, st);
	sqlite3_finalize(st);
	if (e != ERR_OK)
		return e;
	e = store_prepare(s, "INSERT INTO period VALUES (NULL,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", &st);
	if (e != ERR_OK)
		return e;
	struct bind b = {.st = st};
	bind_int(&b, p->start);
	bind_int(&b, p->end);
	bind_time(&b, p->observed_from);
	bind_time(&b, p->observed_to);
	bind_time(&b, p->data_end);
	bind_text(&b, p->framework);
	bind_text(&b, p->framework_text);
	bind_int(&b, p->coverage_low);
	bind_int(&b, p->full_feeds_v4);
	bind_int(&b, p->full_feeds_v6);
	bind_int(&b, p->min_peers_v4);
	bind_int(&b, p->min_peers_v6);
	bind_int(&b, p->leaks);
	bind_int(&b, p->misoriginations);
	bind_int(&b, p->bogons_partial);
	bind_int(&b, p->vrps);
	bind_int(&b, p->invalid_routes);
	bind_text(&b, p->summary);
	e = store_run(s, st);
	sqlite3_finalize(st);
	p->id = s->period = sqlite3_last_insert_rowid(s->db);
	return e;
}

enum err store_begin(struct store *s, struct store_period *p)
{
	REQUIRE(!s->writing);
	if (sqlite3_exec(s->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
		return store_fail(s, "cannot be written");
	s->writing = true;
	enum err e = period_insert(s, p);
	for (int i = 0; i < PUT_N && e == ERR_OK; i++)
		e = store_prepare(s, put_sql[i], &s->put[i]);
	return e;
}

static void puts_free(struct store *s)
{
	for (int i = 0; i < PUT_N; i++) {
		sqlite3_finalize(s->put[i]);
		s->put[i] = NULL;
	}
}

enum err store_commit(struct store *s)
{
	REQUIRE(s->writing);
	puts_free(s);
	if (sqlite3_exec(s->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
		return store_fail(s, "cannot be written");
	s->writing = false;
	/* the log is emptied now if nobody reads the old state, else by whoever comes last */
	sqlite3_busy_timeout(s->db, 0);
	(void)sqlite3_exec(s->db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
	sqlite3_busy_timeout(s->db, STORE_BUSY_MS);
	return ERR_OK;
}

void store_rollback(struct store *s)
{
	if (!s->writing)
		return;
	puts_free(s);
	(void)sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	s->writing = false;
}

enum err store_put_source(struct store *s, const struct store_source *x)
{
	struct bind b = bind_begin(s, PUT_SOURCE);
	bind_text(&b, x->file);
	bind_text(&b, x->kind);
	bind_time(&b, x->as_of);
	bind_time(&b, x->as_of == INSTANT_NONE ? INSTANT_NONE : x->age);
	bind_int(&b, x->fresh);
	bind_int(&b, (int64_t)x->records);
	bind_int(&b, (int64_t)x->rejected);
	bind_text(&b, x->reasons);
	bind_int(&b, x->used);
	bind_text(&b, x->why_not);
	return store_run(s, b.st);
}

enum err store_put_peer(struct store *s, const struct store_peer *x)
{
	struct bind b = bind_begin(s, PUT_PEER);
	bind_text(&b, x->collector);
	bind_addr(&b, &x->ip);
	bind_int(&b, x->asn);
	bind_int(&b, x->peak_v4);
	bind_int(&b, x->peak_v6);
	bind_int(&b, x->full_v4);
	bind_int(&b, x->full_v6);
	bind_int(&b, (int64_t)x->announced);
	bind_int(&b, (int64_t)x->withdrawn);
	return store_run(s, b.st);
}

enum err store_put_network(struct store *s, const struct store_network *x)
{
	struct bind b = bind_begin(s, PUT_NETWORK);
	bind_int(&b, x->asn);
	bind_text(&b, x->holder);
	bind_text(&b, x->economy);
	bind_int(&b, x->rir);
	bind_text(&b, x->participant);
	bind_blob(&b, x->facts, x->facts_len);
	bind_numbers(&b, x->routes, x->n_routes);
	bind_numbers(&b, x->passed, x->n_passed);
	return store_run(s, b.st);
}

enum err store_put_score(struct store *s, const struct store_score *x)
{
	struct bind b = bind_begin(s, PUT_SCORE);
	bind_int(&b, x->asn);
	for (int i = 0; i < STORE_ACTIONS; i++) {
		if (x->has[i])
			sqlite3_bind_double(b.st, ++b.i, x->value[i]);
		else
			sqlite3_bind_null(b.st, ++b.i);
		bind_int(&b, x->readiness[i]);
	}
	return store_run(s, b.st);
}

static void bind_prefixes(struct bind *b, const struct prefix *p, size_t n)
{
	struct buf packed = {0};
	for (size_t i = 0; i < n; i++) {
		uint8_t octets[STORE_PREFIX_MAX];
		buf_add(&packed, octets, store_pack_prefix(octets, &p[i]));
	}
	bind_blob_copy(b, packed.at, packed.len);
	buf_fini(&packed);
}

static enum err party_put(struct store *s, uint64_t event, asn_t asn)
{
	struct bind b = bind_begin(s, PUT_PARTY);
	bind_int(&b, asn);
	bind_int(&b, (int64_t)event);
	return store_run(s, b.st);
}

static enum err parties_put(struct store *s, const struct store_event *x)
{
	enum err e = ERR_OK;
	for (size_t i = 0; i < x->n_accomplices && e == ERR_OK; i++)
		e = party_put(s, x->id, x->accomplices[i].asn);
	for (size_t i = 0; i < x->n_victims && e == ERR_OK; i++)
		e = party_put(s, x->id, x->victims[i]);
	return e;
}

static void bind_accomplices(struct bind *b, const struct store_accomplice *a, size_t n)
{
	struct buf packed = {0};
	for (size_t i = 0; i < n; i++) {
		uint8_t octets[STORE_ACCOMPLICE];
		store_le_put(octets, a[i].asn, 4);
		store_le_put(octets + 4, a[i].n_peers, 4);
		octets[8] = a[i].relation;
		buf_add(&packed, octets, sizeof octets);
	}
	bind_blob_copy(b, packed.at, packed.len);
	buf_fini(&packed);
}

/* Four octets each, in their order. */
static void bind_words(struct bind *b, const uint32_t *v, size_t n)
{
	struct buf packed = {0};
	for (size_t i = 0; i < n; i++) {
		uint8_t octets[4];
		store_le_put(octets, v[i], 4);
		buf_add(&packed, octets, sizeof octets);
	}
	bind_blob_copy(b, packed.at, packed.len);
	buf_fini(&packed);
}

static void bind_verdict(struct bind *b, const struct store_event *x)
{
	bind_int(b, x->metric);
	bind_int(b, x->class);
	bind_int(b, x->kind);
	bind_int(b, x->leak_type);
	bind_int(b, x->confidence);
	bind_int(b, x->score);
	bind_int(b, x->open);
	bind_int(b, x->culprit);
	bind_int(b, x->bogon);
	bind_int(b, x->segment[0]);
	bind_int(b, x->segment[1]);
	bind_int(b, x->origin);
	bind_text(b, x->rule);
	bind_text(b, x->reason);
	bind_text(b, x->tags);
}

enum err store_put_event(struct store *s, const struct store_event *x)
{
	REQUIRE(x->id != 0);
	struct bind b = bind_begin(s, PUT_EVENT);
	bind_int(&b, (int64_t)x->id);
	bind_verdict(&b, x);
	bind_int(&b, x->start);
	bind_int(&b, x->end);
	bind_words(&b, x->visible, x->n_visible);
	bind_int(&b, x->peers_max);
	bind_int(&b, x->peers_total);
	bind_int(&b, (int64_t)x->announcements);
	bind_prefixes(&b, x->prefixes, x->n_prefixes);
	bind_accomplices(&b, x->accomplices, x->n_accomplices);
	bind_words(&b, x->victims, x->n_victims);
	bind_int(&b, x->endings);
	bind_text(&b, x->state ? x->state : "{}");
	enum err e = store_run(s, b.st);
	return e == ERR_OK ? parties_put(s, x) : e;
}

enum err store_put_evidence(struct store *s, const struct store_evidence *x)
{
	struct bind b = bind_begin(s, PUT_EVIDENCE);
	char prefix[PREFIX_TEXT];
	prefix_format(prefix, &x->prefix);
	bind_int(&b, (int64_t)x->event);
	bind_int(&b, x->seq);
	bind_int(&b, x->time);
	bind_text(&b, x->collector);
	bind_addr(&b, &x->peer_ip);
	bind_int(&b, x->peer_asn);
	bind_text(&b, prefix);
	bind_text(&b, x->path);
	bind_time(&b, x->message < 0 ? INSTANT_NONE : x->message);
	bind_int(&b, x->ends);
	bind_int(&b, x->cause);
	bind_text(&b, x->before);
	return store_run(s, b.st);
}

enum err store_put_external(struct store *s, const struct store_external *x)
{
	struct bind b = bind_begin(s, PUT_EXTERNAL);
	bind_text(&b, x->source);
	bind_text(&b, x->id);
	bind_int(&b, x->metric);
	bind_text(&b, x->kind);
	bind_int(&b, x->grade);
	bind_int(&b, x->start);
	bind_time(&b, x->end);
	bind_int(&b, x->culprit);
	bind_int(&b, x->segment[0]);
	bind_int(&b, x->segment[1]);
	bind_text(&b, x->words);
	bind_prefixes(&b, x->prefixes, x->n_prefixes);
	bind_words(&b, x->victims, x->n_victims);
	bind_int(&b, x->agreement);
	if (x->event)
		bind_int(&b, (int64_t)x->event);
	else
		sqlite3_bind_null(b.st, ++b.i);
	return store_run(s, b.st);
}

enum err store_put_message(struct store *s, const struct store_message *x)
{
	struct bind b = bind_begin(s, PUT_MESSAGE);
	bind_int(&b, x->id);
	bind_text(&b, x->file);
	bind_int(&b, (int64_t)x->record);
	bind_int(&b, (int64_t)x->offset);
	bind_blob(&b, x->raw, x->len);
	return store_run(s, b.st);
}

enum err store_put_chunk(struct store *s, uint32_t number, const void *first, size_t first_len, uint32_t n,
                         const struct buf *data)
{
	struct bind b = bind_begin(s, PUT_CHUNK);
	bind_int(&b, number);
	bind_blob(&b, first, first_len);
	bind_int(&b, n);
	bind_blob(&b, data->at, data->len);
	return store_run(s, b.st);
}
