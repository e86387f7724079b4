/**
 * vantage.h - who sends routes to which collector, and when it cannot.
 */
#pragma once
#include "prefix.h"

/** A network that sends its routes to collectors. */
struct vantage {
	uint32_t node;
	bool full;            // all routes; else those of customers, and its own
	bool noisy;           // its sessions flap
	bool stale;           // its sessions died long ago, collectors still list what it sent
	bool only4;           // sends no IPv6
	uint32_t private_asn; // stands behind it in every path, 0 if none
	uint32_t n_sessions, session[2];
};

/** A vantage point at a collector: two BGP sessions, or one for both families. */
struct session {
	uint32_t vantage, collector;
	struct prefix ip4, ip6; // /32 and /128
	bool two_byte;
	bool one;              // IPv6 is sent over the session of IPv4
	uint32_t peer4, peer6; // indexes in the collector's table
};

struct collector {
	char name[16];
	uint32_t asn;
	uint32_t step;     // length of an updates file, s
	bool micro;        // BGP4MP_ET
	uint32_t first, n; // its sessions
	uint32_t n_peers;
	uint32_t jump_from, jump_until, jump; // its clock is wrong by jump seconds
	uint32_t gap_from, gap_until;         // writes no tables
};

/** A session that is down. */
struct outage {
	uint32_t session, down, up, done; // done: the table has been sent again
};
