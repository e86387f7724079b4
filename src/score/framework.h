/*
 * A framework: every number that turns events and registry facts into scores. It is data: an ini file, of
 * which three are compiled in. score/schema.c has one row for each key (type, range, default, unit, meaning);
 * parsing, checking, `show framework` and doc/frameworks.md come from it.
 */
#ifndef NORMA_SCORE_FRAMEWORK_H
#define NORMA_SCORE_FRAMEWORK_H

#include "base/clock.h"
#include "base/diag.h"
#include "base/mem.h"
#include "detect/tag.h"
#include "net/asn.h"
#include "net/prefix.h"
#include "score/metric.h"
#include "score/programme.h"

#include <stdbool.h>
#include <stdint.h>

enum framework_confidence {
	CONFIDENCE_BENIGN,
	CONFIDENCE_INFORMATIVE,
	CONFIDENCE_SUSPICIOUS,
	CONFIDENCE_CONFIRMED
};

/* bogons.scored: bits 1 << class, with the classes as detectors number them (1 full, 2 administrative). */
enum framework_bogons { BOGON_SCORED_FULL = 1 << 1, BOGON_SCORED_ADMINISTRATIVE = 1 << 2 };

/* routes.left_out: what does not count in M7 beside what too few peers show. */
enum framework_left_out {
	LEFT_OUT_DEFAULT = 1,
	LEFT_OUT_LENGTH = 2,
	LEFT_OUT_BOGON = 4,
	LEFT_OUT_AS_SET = 8
};

/* misorigination.filters: what takes a candidate out of M2. Long-lived: both origins have long stood
 * together. */
enum framework_filter {
	FILTER_RPKI = 1 << 0, /* the new origin has a valid ROA */
	FILTER_IRR = 1 << 1,  /* the new origin has a matching route object */
	FILTER_SAME_ORGANISATION = 1 << 2,
	FILTER_NEIGHBOUR = 1 << 3, /* customer or provider of the old origin */
	FILTER_SCRUBBING = 1 << 4,
	FILTER_LONG_LIVED = 1 << 5,
	FILTER_EXCHANGE_LAN = 1 << 6,
};

enum framework_input {
	INPUT_VRPS,
	INPUT_IRR,
	INPUT_DELEGATED,
	INPUT_PEERINGDB,
	INPUT_CONTACTS,
	INPUT_RELATIONSHIPS,
	INPUT_BOGONS,
	FRAMEWORK_INPUTS
};

struct framework_metric {
	uint64_t scored;         /* bool: enters the mean of its action */
	uint64_t action;         /* enum score_action; SCORE_ACTIONS: none */
	decimal_t action_weight; /* in that mean */
	decimal_t event_weight;  /* of one event, before its duration */
};

/* Lists, each element once and in order. */
enum {
	FRAMEWORK_ASNS = 128,
	FRAMEWORK_PREFIXES = 32,
	FRAMEWORK_NAMES = 64 /* of up to FRAMEWORK_NAME - 1 */
};
struct framework_asns {
	uint64_t n;
	asn_t at[FRAMEWORK_ASNS];
};
struct framework_prefixes {
	uint64_t n;
	struct prefix at[FRAMEWORK_PREFIXES];
};
struct framework_names {
	uint64_t n;
	char at[FRAMEWORK_NAMES][FRAMEWORK_NAME]; /* upper case */
};

struct framework {
	char name[FRAMEWORK_NAME];
	char title[FRAMEWORK_TITLE];
	instant_t valid_from; /* first instant of a month */

	uint64_t min_peers;                  /* distinct peer ASNs at one time for a route to count */
	uint64_t full_feed_v4, full_feed_v6; /* prefixes */
	struct fraction full_feed_share;     /* of the largest table, where no peer has that many */
	uint64_t max_length_v4, max_length_v6;
	uint64_t left_out; /* enum framework_left_out */

	uint64_t event_min_peers, score_min_peers;
	uint64_t min_confidence;   /* enum framework_confidence, M1 and M2 */
	struct fraction end_share; /* of the peak; an event with no more than this left waits for its end */
	uint64_t end_wait, hold, candidate_wait, data_reach; /* seconds */
	uint64_t incident_rejoin, incident_touch; /* seconds between events of one incident (for people) */

	uint64_t charge_unknown; /* bool: charge a neighbour of unknown relationship */
	struct fraction accomplice_share;
	uint64_t farther; /* bool: accomplices beyond the neighbour */
	decimal_t farther_factor, farther_least;

	uint64_t short_limit, day; /* seconds */
	decimal_t short_weight, base_weight, day_weight;
	struct fraction curve_base;
	decimal_t curve_factor;

	struct fraction ready, aspiring;
	decimal_t rpki_invalid_factor;
	uint64_t bogons;           /* enum framework_bogons that score */
	uint64_t m2_filters;       /* enum framework_filter */
	uint64_t m2_forged_origin; /* bool */

	uint64_t known_after, known_for, originated_back, transfer; /* seconds */
	uint64_t convergence, transfer_after, long_lived, irr_age;  /* seconds */
	uint64_t anycast_origins, small_asn;
	uint64_t gone_within, repeated, repeated_within;   /* seconds; count; seconds */
	uint64_t mass_window, mass_prefixes, mass_victims; /* seconds; counts */
	uint64_t relations_frozen, triple_after, triple_for, edge_for, leak_mass_window; /* seconds */
	uint64_t leak_mass_prefixes, leak_mass_origins;
	uint64_t forged_links, forged_prefixes, forged_least, forged_brief; /* counts; seconds */
	struct fraction forged_share;
	struct fraction widely_seen;
	uint64_t confirmed_from, suspicious_from, informative_from; /* points */
	int64_t points[TAGS];                                       /* of each rule */

	uint64_t fresh[FRAMEWORK_INPUTS]; /* seconds a snapshot may be older than what it judges */
	struct fraction anchor_loss, anchor_loss_afrinic, delegated_change; /* shares; 0: any is believed */
	uint64_t anchor_least, delegated_least;                             /* VRPs; prefixes */
	uint64_t held_for; /* seconds behind the last sound snapshot */

	uint64_t flaps, table_least, stale_after, garbage_least, clock_jump, clock_skew; /* [health] */
	struct fraction table_share, garbage_share;
	decimal_t missed;

	uint64_t medium_from, large_from; /* customers */

	uint64_t generic_above;           /* ASNs: an id of more is a registry's; 0: no limit */
	struct framework_names generic;   /* maintainers and contacts that are registries' own */
	struct framework_names databases; /* routing registries that say who belongs together */
	instant_t lists_as_of;            /* first instant of the month that the lists were judged in */
	struct framework_asns scrubbing, transit_free;
	struct framework_prefixes anycast;

	struct framework_metric metrics[SCORE_METRICS];
	struct framework_programme programmes[PROGRAMMES];
};

#define FRAMEWORK_DEFAULT "manrs-2024"

/** framework_defaults - every number as the schema has it (those of FRAMEWORK_DEFAULT), without a name. */
void framework_defaults(struct framework *out);

/**
 * framework_parse - read an ini text; keys that are not given keep their defaults.
 *
 * @diag   told of every wrong line; reasons "framework-syntax", "framework-key", "framework-value"
 * Errors: VALUE something was wrong (all of it was reported); LIMIT the text is over 256 KiB.
 */
MUST_USE enum err framework_parse(const char *text, size_t len, struct diag *diag, struct framework *out);

/** framework_dump - the whole framework as an ini text that parses to the same. */
void framework_dump(const struct framework *f, struct buf *out);

/** framework_builtin - a shipped framework by name, NULL when there is none. framework_builtin_name - the
 * i-th one's name, NULL behind the last. framework_builtin_text - as it stands in its file. */
const struct framework *framework_builtin(const char *name);
const char *framework_builtin_name(size_t i);
const char *framework_builtin_text(const char *name);

/** framework_document - the table of every key, in Markdown (doc/frameworks.md). */
void framework_document(struct buf *out);

bool framework_eq(const struct framework *a, const struct framework *b);

const char *framework_input_name(enum framework_input i);
const char *framework_confidence_name(enum framework_confidence c);

/**
 * framework_threshold - a number of peers asked for, lowered to the full-feed peers that there are (at least
 * 1). *low is set (never cleared) where it had to be lowered.
 */
uint64_t framework_threshold(uint64_t asked, uint64_t full_feeds, bool *low);

#endif
