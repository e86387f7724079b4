/*
 * The state of the routing system as the collectors' peers show it, moved forward in time by announcements,
 * withdrawals, session changes and table dumps.
 *
 * Who counts: a route is (prefix, origin); it is as visible as the number of distinct peer ASNs (not
 * sessions) that have it now. A session that goes down makes its routes unknown: they count for nothing until
 * the peer shows its table again or the hold time is over. Every change of a slot is told to the observer,
 * dated with the instant it really happened, which for a hold time that ran out, or a loss inside a gap of
 * the data, lies before now.
 *
 * Families live side by side in two separate id spaces, so that a column of a table has no holes.
 */
#ifndef NORMA_RIB_RIB_H
#define NORMA_RIB_RIB_H

#include "net/prefix.h"
#include "rib/path.h"
#include "rib/table.h"

#include <stdbool.h>
#include <stdint.h>

typedef uint32_t peer_id;
typedef uint32_t route_id;
#define RIB_NONE UINT32_MAX

enum { RIB_V4, RIB_V6, RIB_FAMILIES };

static inline unsigned rib_family(unsigned family)
{
	return family == FAMILY_V4 ? RIB_V4 : RIB_V6;
}

struct rib_prefix {
	struct prefix prefix;
	route_id routes; /* first of a list; RIB_NONE */
	uint32_t mark;   /* the user's: what detect/ knows of the prefix */
};

struct rib_route {
	prefix_id prefix;
	asn_t origin;        /* ORIGIN_NONE: a set */
	route_id next;       /* of the same prefix */
	uint32_t first_seen; /* UNIX seconds, in the period; UINT32_MAX: not seen in it */
	uint32_t last_seen;  /* of the last loss so far, 0: none; while n_now > 0 it is being seen */
	uint16_t n_now;      /* distinct peer ASNs that have it */
	uint16_t n_peak;     /* most at one time in the period; 0: not seen in it */
};

enum rib_session { RIB_SESSION_UP, RIB_SESSION_DOWN, RIB_SESSION_RESYNC, RIB_SESSION_MUTE };

struct rib_peer {
	struct ip_addr ip;
	asn_t asn;
	uint32_t as_index; /* of the distinct ASN */
	uint16_t collector;
	uint8_t session;   /* enum rib_session */
	uint32_t down_at;  /* when the routes that are unknown became so */
	uint32_t deadline; /* of the hold or the resync; UINT32_MAX: none */
	uint32_t table_at; /* last time that a whole table was dumped */
	struct rib_table table[RIB_FAMILIES];
	uint32_t n_unknown[RIB_FAMILIES];
	uint32_t n_peak[RIB_FAMILIES]; /* most known prefixes at one time in the period */
	uint64_t n_announced, n_withdrawn;
};

enum rib_cause {
	RIB_ANNOUNCED, /* by an update */
	RIB_WITHDRAWN, /* by an update */
	RIB_DUMPED,    /* a table dump says so */
	RIB_UNKNOWN,   /* the session went down: from is not lost, only unknown */
	RIB_LOST,      /* what was unknown is taken as withdrawn, dated when the session went down */
};

/* One slot's change. from and to are paths, PATH_NONE for no route. */
struct rib_change {
	uint32_t time; /* when it happened, UNIX seconds */
	peer_id peer;
	prefix_id prefix;
	path_id from, to;
	uint8_t family; /* RIB_V4, RIB_V6 */
	uint8_t cause;  /* enum rib_cause */
	bool from_unknown;
};

struct rib_observer {
	void (*change)(void *ctx, const struct rib_change *c);
	void *ctx;
};

struct rib_limits {
	uint32_t hold; /* seconds: [events] hold of the framework, 900 */
};

struct rib;

struct rib *rib_new(struct rib_limits limits, struct rib_observer observer);
void rib_free(struct rib *r);
struct path_store *rib_paths(struct rib *r);

/** rib_peer_find - the session (collector, address, ASN), made when it is new. */
peer_id rib_peer_find(struct rib *r, uint16_t collector, struct ip_addr ip, asn_t asn);
const struct rib_peer *rib_peer_get(const struct rib *r, peer_id id);
uint32_t rib_peer_count(const struct rib *r);
uint32_t rib_as_count(const struct rib *r);
asn_t rib_as_get(const struct rib *r, uint32_t as_index);

/** rib_advance - let hold and resync times run out that ended before t. Call before each record; t never goes
 * back. */
void rib_advance(struct rib *r, uint32_t t);

void rib_announce(struct rib *r, uint32_t t, peer_id peer, const struct prefix *p, path_id path);
void rib_withdraw(struct rib *r, uint32_t t, peer_id peer, const struct prefix *p);
void rib_session_down(struct rib *r, uint32_t t, peer_id peer);
void rib_session_up(struct rib *r, uint32_t t, peer_id peer);
void rib_end_of_rib(struct rib *r, uint32_t t, peer_id peer, unsigned family);

/** rib_session_mute - what the peer shows is not believed: its routes are unknown, without an end, and dumps
 * do not change that. A session that comes up, or rib_session_unmute, ends it: then all is known again as it
 * was. */
void rib_session_mute(struct rib *r, uint32_t t, peer_id peer);
void rib_session_unmute(struct rib *r, uint32_t t, peer_id peer);

/** rib_gap - nothing was recorded by the collector between the two instants. */
void rib_gap(struct rib *r, uint16_t collector, uint32_t from, uint32_t to);

/*
 * A table dump: entries are staged while it is read and replace the tables of the peers that have any at its
 * end, each dated with that peer's last record in it, in the order of these. An update that is younger than
 * the entry's record wins. What a dump no longer shows, and was lost while nothing was recorded, is lost
 * before anything that the dump shows is gained.
 */
struct rib_stage;
struct rib_stage *rib_stage_begin(struct rib *r, uint16_t collector);
/** rib_stage_record - the next record of the dump; its entries follow. Returns the prefix's id. */
prefix_id rib_stage_record(struct rib_stage *s, uint32_t t, const struct prefix *p);
/** rib_stage_entry - of several paths of one peer in one record (RFC 7911) the first stands for all: false
 * for the others. */
bool rib_stage_entry(struct rib_stage *s, uint32_t t, peer_id peer, unsigned family, prefix_id id,
                     path_id path);
/** rib_stage_cut - octets of the dump are missing: that it does not show a prefix says nothing. */
void rib_stage_cut(struct rib_stage *s);
void rib_stage_end(struct rib_stage *s);

/** rib_period_begin - forget peaks and when routes were seen; what is there now is seen from t on. */
void rib_period_begin(struct rib *r, uint32_t t);
/** rib_period_end - what is still there was last seen now. */
void rib_period_end(struct rib *r, uint32_t t);

uint32_t rib_prefix_count(const struct rib *r, unsigned family);
/** rib_prefix_lookup - its id; RIB_NONE when no peer has ever had it. */
prefix_id rib_prefix_lookup(const struct rib *r, unsigned family, const struct prefix *p);
struct rib_prefix *rib_prefix_at(const struct rib *r, unsigned family, prefix_id id);
uint32_t rib_route_count(const struct rib *r, unsigned family);
const struct rib_route *rib_route_at(const struct rib *r, unsigned family, route_id id);
/** rib_route_find - RIB_NONE when the prefix has no such origin. */
route_id rib_route_find(const struct rib *r, unsigned family, prefix_id prefix, asn_t origin);

/* Octets in use, for the summary. */
struct rib_usage {
	uint64_t tables, slots; /* octets of tables; entries in them */
	uint64_t prefixes, routes, paths, stages;
};
struct rib_usage rib_usage_get(const struct rib *r);

#endif
