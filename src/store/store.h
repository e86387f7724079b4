/*
 * What is kept: measured periods with their sources, peers, networks, routes, events, evidence and scores.
 *
 * One interface; SQLite stands behind it. A period is written in one transaction and replaces the one with
 * the same bounds; whoever reads meanwhile sees the old one. Structs lend their strings: to the store for the
 * length of the call, to the reader for the length of the callback.
 */
#ifndef NORMA_STORE_STORE_H
#define NORMA_STORE_STORE_H

#include "base/clock.h"
#include "base/mem.h"
#include "net/asn.h"
#include "net/prefix.h"
#include "net/registry.h"

#include <stdbool.h>
#include <stdint.h>

struct store;
enum store_mode { STORE_READ, STORE_WRITE };

/**
 * store_open - open or (STORE_WRITE) make a database.
 *
 * @why  on an error: words for the message
 * Errors: IO cannot be opened, read or written; VALUE not a database of this program, or damaged; UNSUPPORTED
 * made by a newer version; STATE older than this version and opened for reading only, when it cannot be
 * migrated. An older database is migrated after a copy was made beside it (FILE.vN).
 */
MUST_USE enum err store_open(const char *path, enum store_mode mode, struct store **out, struct buf *why);
void store_close(struct store *s);

/** store_why - words for the last error of a call on s. */
const char *store_why(const struct store *s);

/** store_snapshot - from now on s reads what is there now, whatever others write. Only of STORE_READ; lasts
 * until store_close. */
MUST_USE enum err store_snapshot(struct store *s);

/** store_patience - how long to wait for another writer; ten seconds if nobody says. */
void store_patience(struct store *s, int milliseconds);

struct store_period {
	int64_t id; /* set by the store */
	instant_t start, end;
	instant_t observed_from, observed_to; /* INSTANT_NONE: nothing was observed */
	instant_t data_end;    /* last record of any collector in it (score/ledger.h); INSTANT_NONE: none */
	const char *framework; /* its name, and its whole text: a score can be asked what made it */
	const char *framework_text;
	bool coverage_low;
	uint32_t full_feeds_v4, full_feeds_v6; /* distinct peer ASNs */
	uint32_t min_peers_v4, min_peers_v6;
	/* What scoring asks of a period beside its bounds: see struct network_period of score/network.h. */
	bool leaks, misoriginations; /* the detectors ran */
	bool bogons_partial;
	uint8_t vrps; /* enum fact */
	uint32_t invalid_routes;
	const char *summary; /* JSON, as measure printed it */
};

struct store_source {
	const char *file, *kind, *why_not, *reasons; /* reasons: JSON object */
	instant_t as_of;                             /* INSTANT_NONE: not said */
	int64_t age; /* seconds; below 0: later than what it judges. 0 where as_of is not said */
	bool fresh, used;
	uint64_t records, rejected;
};

struct store_peer {
	const char *collector;
	struct ip_addr ip;
	asn_t asn;
	uint32_t peak_v4, peak_v6;
	bool full_v4, full_v6;
	uint64_t announced, withdrawn;
};

/* A network's facts in the store's own words: a blob of the measuring engine, and what one looks networks up
 * by. */
struct store_network {
	asn_t asn;
	const char *holder;  /* "" unknown */
	const char *economy; /* ISO 3166-1 alpha-2, "" unknown */
	enum rir rir;
	const char *participant; /* JSON object, "" not one */
	const void *facts;       /* score/facts codec */
	size_t facts_len;
	const uint32_t *routes; /* numbers of its routes, ascending */
	size_t n_routes;
	const uint32_t *passed; /* numbers of the invalid routes of others that it passed on */
	size_t n_passed;
};

/* Action scores as the period's framework gave them. */
enum { STORE_ACTIONS = 5 };
struct store_score {
	asn_t asn;
	bool has[STORE_ACTIONS];
	double value[STORE_ACTIONS];
	uint8_t readiness[STORE_ACTIONS];
};

enum store_why_not { WHY_COUNTED, WHY_DEFAULT, WHY_LENGTH, WHY_BOGON, WHY_AS_SET, WHY_VISIBILITY, WHY_N };

struct store_route {
	struct prefix prefix;
	asn_t origin; /* 0: an AS_SET */
	uint32_t first_seen, last_seen;
	uint16_t peers_max;
	uint8_t why_not; /* enum store_why_not */
	uint8_t rov;     /* enum rov of validate/ + 1; 0: no data */
	uint8_t irr;     /* enum irr of validate/ + 1; 0: no data */
	uint8_t bogon;   /* enum event_class */
};

struct store_accomplice {
	asn_t asn;
	uint32_t n_peers;
	uint8_t relation; /* of it to the culprit: enum relation of topo/ */
};

/* Of M2: a forged origin is charged to the network left of it. */
enum store_event_kind { EVENT_PLAIN, EVENT_FORGED_ORIGIN };

struct store_event {
	uint64_t id;        /* not 0 */
	uint8_t metric;     /* 1..4 */
	uint8_t class;      /* M3, M4: enum event_class */
	uint8_t kind;       /* enum store_event_kind */
	uint8_t leak_type;  /* M1: 1..6; M2: 5 where it looks like one; else 0 */
	uint8_t confidence; /* enum framework_confidence of score/framework.h */
	uint8_t score;      /* 0..100: what its evidence comes to */
	bool open;
	asn_t culprit;
	asn_t bogon;             /* M4: the ASN that is one */
	asn_t segment[2];        /* M1: the neighbours that it came from and went to */
	asn_t origin;            /* M2: the origin that was seen; 0: the culprit itself */
	const char *rule;        /* what fired, as "bogon-prefix" */
	const char *reason;      /* words: why the prefix or ASN is a bogon, the judgement of the rest */
	const char *tags;        /* JSON array of {"name","points"}; "[]" none */
	uint32_t start, end;     /* end: of the data where it is open */
	const uint32_t *visible; /* [k]: when k + 1 peers had it at one time, 0 never */
	size_t n_visible;
	uint32_t peers_max, peers_total;
	uint64_t announcements;
	uint32_t endings; /* how often a network let go of it; the last of these are kept */
	const char
	    *state; /* JSON object: what was known, and what registries said, when it began; "{}" none */
	const struct prefix *prefixes;
	size_t n_prefixes;
	const struct store_accomplice *accomplices;
	size_t n_accomplices;
	const asn_t *victims; /* M1, M2: whose routes they were */
	size_t n_victims;
};

enum store_cause { CAUSE_ANNOUNCED, CAUSE_WITHDRAWN, CAUSE_TABLE, CAUSE_UNKNOWN, CAUSE_SESSION };

struct store_evidence {
	uint64_t event;
	uint32_t seq;
	bool ends;     /* the peer lets go of the event: path is what it shows instead, "" nothing */
	uint8_t cause; /* enum store_cause */
	uint32_t time;
	const char *collector;
	struct ip_addr peer_ip;
	asn_t peer_asn;
	struct prefix prefix;
	const char *path; /* text as a route collector shows it */
	const char
	    *before;     /* what the peer had until then, "" nothing; M2 of a part: to what it is a part of */
	int64_t message; /* below 0: not kept */
};

/* What others say of the period (feed/externals.h), and what of ours it is. */
enum store_agreement { AGREEMENT_NONE, AGREEMENT_OTHER_CULPRIT, AGREEMENT_SAME };

struct store_external {
	const char *source, *id,
	    *kind;            /* "grip", "radar"; unique in the source; "moas", "hijack", "leak", ... */
	const char *words;    /* what decided for them; "" not said */
	uint8_t metric;       /* 1, 2 */
	uint8_t agreement;    /* enum store_agreement */
	int64_t grade;        /* how sure they are, by their own scale; below 0: not said */
	instant_t start, end; /* end INSTANT_NONE: they say that it goes on */
	asn_t culprit;
	asn_t segment[2]; /* M1: the neighbours of the culprit; 0 not said */
	uint64_t event;   /* ours; 0: none */
	const struct prefix *prefixes;
	size_t n_prefixes;
	const asn_t *victims;
	size_t n_victims;
};

struct store_message {
	int64_t id;
	const char *file;
	uint64_t record, offset;
	const void *raw; /* the MRT record */
	size_t len;
};

/* Writing: begin, put in any order, commit. After an error only store_rollback may follow. */
MUST_USE enum err store_begin(struct store *s, struct store_period *p);
MUST_USE enum err store_put_source(struct store *s, const struct store_source *x);
MUST_USE enum err store_put_peer(struct store *s, const struct store_peer *x);
MUST_USE enum err store_put_network(struct store *s, const struct store_network *x);
MUST_USE enum err store_put_score(struct store *s, const struct store_score *x);
MUST_USE enum err store_put_event(struct store *s, const struct store_event *x);
MUST_USE enum err store_put_evidence(struct store *s, const struct store_evidence *x);
MUST_USE enum err store_put_message(struct store *s, const struct store_message *x);
MUST_USE enum err store_put_external(struct store *s, const struct store_external *x);
/** store_put_routes - all routes of the period, sorted by prefix, then origin: a route's number is its index.
 */
MUST_USE enum err store_put_routes(struct store *s, const struct store_route *r, size_t n);
/** store_put_routes_from - the same, of which at lends the i-th until it is called again. */
typedef const struct store_route *(*store_route_at_fn)(const void *ctx, size_t i);
MUST_USE enum err store_put_routes_from(struct store *s, store_route_at_fn at, const void *ctx, size_t n);
MUST_USE enum err store_commit(struct store *s);
void store_rollback(struct store *s);

/* Reading. A callback that returns false ends the walk early. Errors: IO; VALUE a row is damaged (it and what
 * follows it is not handed out). */
typedef bool (*store_period_fn)(void *ctx, const struct store_period *p);
typedef bool (*store_source_fn)(void *ctx, const struct store_source *x);
typedef bool (*store_peer_fn)(void *ctx, const struct store_peer *x);
typedef bool (*store_network_fn)(void *ctx, const struct store_network *x);
typedef bool (*store_score_fn)(void *ctx, const struct store_score *x);
typedef bool (*store_event_fn)(void *ctx, const struct store_event *x);
typedef bool (*store_evidence_fn)(void *ctx, const struct store_evidence *x);
typedef bool (*store_message_fn)(void *ctx, const struct store_message *x);
typedef bool (*store_external_fn)(void *ctx, const struct store_external *x);
typedef bool (*store_route_fn)(void *ctx, uint32_t number, const struct store_route *x);

MUST_USE enum err store_periods(struct store *s, store_period_fn fn, void *ctx); /* newest first */
MUST_USE enum err store_sources(struct store *s, int64_t period, store_source_fn fn, void *ctx);
MUST_USE enum err store_peers(struct store *s, int64_t period, store_peer_fn fn, void *ctx);
/** store_networks - one network, or with asn 0 all, ascending. */
MUST_USE enum err store_networks(struct store *s, int64_t period, asn_t asn, store_network_fn fn, void *ctx);
MUST_USE enum err store_scores(struct store *s, int64_t period, asn_t asn, store_score_fn fn, void *ctx);
/** store_events - all, of one culprit, accomplice or victim (asn), or one id; by start, then id. */
MUST_USE enum err store_events(struct store *s, int64_t period, asn_t asn, uint64_t id, store_event_fn fn,
                               void *ctx);
/** store_confirmed - events of that metric and confidence of all periods that began in [from, to), by
 * culprit, then start; the same event of two periods once. */
typedef bool (*store_confirmed_fn)(void *ctx, asn_t culprit, uint32_t start);
MUST_USE enum err store_confirmed(struct store *s, unsigned metric, unsigned confidence, uint32_t from,
                                  uint32_t to, store_confirmed_fn fn, void *ctx);
MUST_USE enum err store_evidences(struct store *s, int64_t period, uint64_t event, store_evidence_fn fn,
                                  void *ctx);
MUST_USE enum err store_messages(struct store *s, int64_t period, int64_t id, store_message_fn fn, void *ctx);
/** store_externals - by source, then id. */
MUST_USE enum err store_externals(struct store *s, int64_t period, store_external_fn fn, void *ctx);
/** store_peer_table - of a message that is a record of a table dump: the table of peers it counts on, which
 * is the message nearest before it of its file that is one. fn is not called where none was kept. */
MUST_USE enum err store_peer_table(struct store *s, int64_t period, const struct store_message *of,
                                   store_message_fn fn, void *ctx);
/** store_routes - the routes of the given ascending numbers, or with numbers NULL all. */
MUST_USE enum err store_routes(struct store *s, int64_t period, const uint32_t *numbers, size_t n,
                               store_route_fn fn, void *ctx);
/** store_routes_of_prefix - the routes of exactly this prefix. */
MUST_USE enum err store_routes_of_prefix(struct store *s, int64_t period, const struct prefix *p,
                                         store_route_fn fn, void *ctx);

#endif
