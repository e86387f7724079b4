/*
 * How well the collectors' sessions are: what comes from one that is not well is said, and kept out of what
 * is judged by it.
 *
 *   stale    a whole table in dumps, of which nothing has been heard for long while the collector recorded
 *            others: its routes are unknown until it speaks again (rib_session_mute)
 *   garbage  too many announcements that cannot be understood: the session is not listened to until it has
 * been set up anew flaps, tables sent again, tables missing, clocks that jump or differ, records told twice:
 * counted
 *
 * Everything here depends on the records in their order alone.
 */
#ifndef NORMA_FEED_HEALTH_H
#define NORMA_FEED_HEALTH_H

#include "rib/rib.h"

#include <stdbool.h>
#include <stdint.h>

/* kind, its name in JSON */
#define HEALTH_KIND_LIST(X)            \
	X(FLAPS, "flaps")              \
	X(STALE, "stale")              \
	X(GARBAGE, "garbage")          \
	X(TABLES_AGAIN, "table-again") \
	X(NO_TABLE, "no-table")        \
	X(EARLY, "before-table")       \
	X(CLOCK_JUMP, "clock-jump")    \
	X(CLOCK_SKEW, "clock-skew")    \
	X(TOLD_TWICE, "told-twice")

enum health_kind {
#define HEALTH_KIND_ENUM(kind, name) HEALTH_##kind,
	HEALTH_KIND_LIST(HEALTH_KIND_ENUM)
#undef HEALTH_KIND_ENUM
	    HEALTH_KINDS
};
const char *health_kind_name(enum health_kind k);

struct health_finding {
	uint8_t kind;
	uint16_t collector;
	peer_id peer;      /* RIB_NONE: of the collector as a whole */
	uint64_t n;        /* FLAPS: failures; GARBAGE: announcements not understood; TABLES_AGAIN: tables;
	                      CLOCK_JUMP, TOLD_TWICE: records; CLOCK_SKEW: changes compared; STALE: dumps */
	uint64_t of;       /* GARBAGE: of so many; TABLES_AGAIN: so many after the session came up */
	uint32_t from, to; /* the first and the last of them; NO_TABLE, EARLY: the stretch */
	int32_t seconds;   /* CLOCK_SKEW: ahead of the others */
};

struct health_limits {
	uint32_t flaps; /* failures a day that are told, 10 */
	uint64_t table_n,
	    table_d;          /* share of its table that a peer sends within the window to have sent it */
	uint32_t table_least; /* prefixes; smaller tables are not looked at, 1000 */
	uint32_t window;      /* seconds, 900 */
	uint32_t stale_after; /* seconds, 86400; 0: never */
	uint64_t garbage_n, garbage_d;
	uint32_t garbage_least;      /* announcements in a window, 100 */
	uint64_t missed_n, missed_d; /* of the usual distance of tables */
	uint32_t clock_skew;         /* seconds, 120; 0: never */
};

struct health;

/** health_new - rib: lent. */
struct health *health_new(struct rib *rib, const struct health_limits *l);
void health_free(struct health *h);

/** health_heard - a record of the session, before it is applied. False: it is not to be. */
bool health_heard(struct health *h, uint32_t t, peer_id peer);
/** health_state - the session came up, or went down from being up; before that is applied. */
void health_state(struct health *h, uint32_t t, peer_id peer, bool up);
void health_announced(struct health *h, uint32_t t, peer_id peer, const struct prefix *p);
/** health_malformed - n announcements could not be understood. */
void health_malformed(struct health *h, uint32_t t, peer_id peer, uint32_t n);

/** health_dump - a dump of the collector begins; health_dumped - and is about to take effect: it had n
 * entries of the peer, the newest of them since `newest` (UNIX seconds, 0: not said). */
void health_dump(struct health *h, uint32_t t, uint16_t collector);
void health_dumped(struct health *h, uint32_t t, peer_id peer, uint32_t n, uint32_t newest);

/** health_change - a change that the RIB has made. */
void health_change(struct health *h, const struct rib_change *c);

/** health_clock - n records of a collector's file had a time that cannot be. health_twice - were told before.
 */
void health_clock(struct health *h, uint16_t collector, uint64_t n);
void health_twice(struct health *h, uint16_t collector, uint64_t n);

/** health_finish - all findings, by kind, collector and session. Lent. */
const struct health_finding *health_finish(struct health *h, uint32_t from, uint32_t to, size_t *n);

/** health_spread - by how many seconds the clocks differ of those who recorded these networks (as_index);
 * after health_finish. */
uint32_t health_spread(const struct health *h, const uint32_t *as, size_t n);

#endif
