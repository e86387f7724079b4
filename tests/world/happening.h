/**
 * happening.h - atoms, what changes for them and when, and what of it is the work of somebody.
 */
#pragma once
#include "prefix.h"
#include "route.h"

enum { MAX_ATOM_SEEDS = 7, MAX_ATOM_LEAKS = 3 };

/** Prefixes that always share their fate. */
struct atom {
	uint32_t first_prefix, n_prefixes; // in world.atom_prefix
	uint32_t salt;
	struct seed *seed;
	uint8_t n_seeds, n_leaks;
	uint16_t leak[MAX_ATOM_LEAKS]; // those that happen now
	bool guarded;                  // a VRP covers its prefixes
	bool used;                     // has a part in an injection
	bool v4, v6;
	bool blackhole;  // carries 65535:666
	uint32_t direct; // known to this vantage point only (index + 1)
};

enum change_type { CHANGE_SEED, CHANGE_LEAK, CHANGE_LINK, CHANGE_DOWN, CHANGE_UP, CHANGE_RAW };
struct change {
	uint32_t time, seq;
	uint8_t type;
	bool on;
	uint32_t atom;  // CHANGE_SEED
	uint32_t what;  // seed of the atom, leak, link, outage, raw message
	uint16_t event; // 0: background
};

/** An UPDATE that is sent as it stands. */
struct raw {
	uint32_t session;
	struct octets message;
};

struct event {
	const char *kind;
	const char *metric; // "M1" ... "M4", or "" where nobody is to be charged
	const char *expect; // "alarm", "silent", "either"
	uint32_t culprit;   // ASN, 0 if none
	uint32_t from, to;  // ASNs of the segment of a leak: learned from, passed on to; 0 if none
	uint32_t at, until; // of the deed; until 0: the period ends first
	LIST(uint32_t) victims;
	LIST(struct prefix) prefixes;
	struct octets more; // further members of its line, as ,"name":value
};

/** A peer began (+1) or ceased (-1) to have a route of an event. */
struct sighting {
	uint16_t event, vantage;
	uint32_t time;
	int32_t step;
	uint32_t neighbour; // the AS through which it came from the culprit, 0 if none
};
