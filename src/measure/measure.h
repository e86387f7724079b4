/*
 * A measuring run: a data folder and a period in, a stored period out.
 *
 *     measure_open    what lies in the folder, which months its BGP data cover
 *     measure_run     all records in time, bogons by the registries of their time, then every route, every
 *                     event and every network judged
 *     measure_store   the result, in one transaction
 */
#ifndef NORMA_MEASURE_MEASURE_H
#define NORMA_MEASURE_MEASURE_H

#include "feed/archive.h"
#include "feed/externals.h"
#include "feed/sources.h"
#include "score/aggregate.h"
#include "score/framework.h"
#include "store/store.h"

enum measure_stage {
	MEASURE_LOOK,  /* what is in the folder */
	MEASURE_READ,  /* BGP data */
	MEASURE_JUDGE, /* routes and networks against the registries */
	MEASURE_STORE, /* into the database */
	MEASURE_STAGES
};
const char *measure_stage_name(enum measure_stage s); /* "look", ... */

struct measure_options {
	const char *data; /* the folder */
	const struct framework *framework;
	const char *framework_text;
	unsigned n_threads;
	bool no_detection; /* of leaks and misoriginations: M1 and M2 are then not measured */
	struct io_stream_opts stream;
	source_message_fn message; /* may be NULL */
	/* A stage begins, with so many files and octets to do (0: not known); may be NULL. */
	void (*stage)(void *ctx, enum measure_stage s, uint64_t files, uint64_t octets);
	void (*progress)(void *ctx, uint64_t octets); /* of the stage, done by now; may be NULL */
	void *ctx;                                    /* of all three */
};

/* What others say of the period, held against what was found (measure/externals.h). */
struct measure_external {
	uint32_t events;        /* of the source */
	uint32_t same, let_go;  /* ours too: suspicious or confirmed; judged to be less */
	uint32_t other_culprit; /* at the same time and place we accuse another */
	uint32_t alone;         /* nothing of ours */
};
struct measure_externals {
	struct measure_external by_source[EXTERNAL_SOURCES];
	unsigned metrics;                   /* bits: others tell of such */
	uint32_t things_alone;              /* what several tell of one culprit at one time counts once */
	uint32_t confirmed, confirmed_told; /* of ours, of these metrics; told of by others too */
};

/* What came of it, for the summary. */
struct measure_totals {
	instant_t from, to;                   /* the period */
	instant_t observed_from, observed_to; /* INSTANT_NONE: nothing was observed in it */
	uint32_t peers, peer_asns;
	uint32_t full_feeds[RIB_FAMILIES], minimum[RIB_FAMILIES]; /* distinct peer ASNs */
	bool coverage_low;
	bool detected;                                         /* M1 and M2: detection was not left out */
	uint32_t prefixes[RIB_FAMILIES], routes[RIB_FAMILIES]; /* seen in the period */
	uint32_t counted;                                      /* routes */
	uint32_t networks;
	uint32_t events[SCORE_METRICS];                               /* as culprit, by metric */
	uint32_t administrative[SCORE_METRICS];                       /* of these */
	uint32_t confidence[SCORE_METRICS][CONFIDENCE_CONFIRMED + 1]; /* of these, M1 and M2 */
	struct measure_externals externals;
	struct aggregate aggregate;
	struct apply_counts records;
	const struct health_finding *health; /* lent by the measurement */
	size_t n_health;
	uint64_t octets_tables, octets_paths; /* memory of the RIB when it was read */
	uint32_t paths;
};

struct measurement;

/** measure_freshness - seconds that a source of each kind may be older than what it judges, as the framework
 * has them; 0: no limit. */
void measure_freshness(const struct framework *f, instant_t fresh[SOURCE_KINDS]);

/** measure_new - options are lent and must outlive it. */
struct measurement *measure_new(const struct measure_options *o);
void measure_free(struct measurement *m);

/** measure_open - Errors: IO, LIMIT: the folder cannot be read, fail says why. */
MUST_USE enum err measure_open(struct measurement *m, struct io_fail *fail);

/** measure_month_at - the i-th month, by its first instant, in which BGP data lie; false behind the last. */
bool measure_month_at(const struct measurement *m, size_t i, instant_t *month);

/** measure_before - before measure_run: who has had confirmed misoriginations in the periods that are stored,
 * as far back as the framework asks. Errors: as the store's. */
MUST_USE enum err measure_before(struct measurement *m, struct store *store, instant_t from);

/** measure_run - measure [from, to). Once. */
void measure_run(struct measurement *m, instant_t from, instant_t to);

const struct measure_totals *measure_totals(const struct measurement *m);
const struct sources *measure_sources(const struct measurement *m);
/** measure_gaps - stretches without a record between two files of a collector. */
const struct archive_gap *measure_gaps(const struct measurement *m, size_t *n);

/** measure_health - what was wrong with sessions and collectors. measure_peer - address and ASN of one. */
const struct health_finding *measure_health(const struct measurement *m, size_t *n);
const struct rib_peer *measure_peer(const struct measurement *m, peer_id peer);

/** measure_store - Errors: as the store's; the old period is then as it was. summary: JSON, kept with it. */
MUST_USE enum err measure_store(struct measurement *m, struct store *store, const char *summary);

#endif
