/* What the files of measure/ share of a run. */
#ifndef NORMA_MEASURE_MEASURE_IMPL_H
#define NORMA_MEASURE_MEASURE_IMPL_H

#include "detect/bogon.h"
#include "detect/forged.h"
#include "detect/misorigin.h"
#include "feed/evidence.h"
#include "measure/events.h"
#include "measure/externals.h"
#include "measure/facts.h"
#include "measure/leaks.h"
#include "measure/measure.h"
#include "measure/misoriginations.h"

struct measurement {
	const struct measure_options *o;
	struct sources sources;
	struct registries *registries;
	struct topology *topology;
	const char *generic[FRAMEWORK_NAMES], *databases[FRAMEWORK_NAMES]; /* of its rules */
	VEC(struct archive_file) files;
	VEC(size_t) file_source; /* of files[i]: index in sources */
	VEC(instant_t) months;

	VEC(struct misorigination_before) before;

	/* while BGP data are read */
	struct rib *rib;
	struct path_memo *memo;
	struct bogon_detector *detector;
	struct history *history; /* it and the next two: NULL without detection */
	struct misorigin_detector *misorigins;
	struct leaks *leaks;
	struct forged_detector *forged; /* likewise NULL */
	struct health *health;
	VEC(uint32_t) dumping; /* files whose dumps have not yet taken effect */
	struct evidence_store *evidence;
	struct apply apply;
	struct archive_run run;
	struct rov_candidates *candidates;
	struct passed *passed;
	bool in_period;
	const struct bogon_table *bogons;
	instant_t bogons_from, bogons_until;
	bool bogons_partial; /* at any time of the period */
	VEC(char *) reasons; /* words of verdicts, which outlive their tables */

	/* what came of it */
	instant_t judged_at; /* networks: the last record in the period */
	instant_t data_end;
	uint64_t full_from[RIB_FAMILIES]; /* prefixes that make a full table in these data */
	bool *is_full[RIB_FAMILIES];      /* by as_index: has it one? */
	struct period_routes routes;
	struct event_list found, misoriginated, leaked, forgeries;
	struct period_events events;
	struct externals externals;
	struct external_match *matches; /* of externals.at */
	struct period_networks networks;
	struct ledger *ledger;
	struct store_score *scores; /* of networks.at */
	struct measure_totals totals;
};

/** measure_read - bgp.c: all records of the period through RIB and detectors. */
void measure_read(struct measurement *m);

/** measure_judge - judge.c: routes, events and networks, totals. */
void measure_judge(struct measurement *m);

/** measure_period - judge.c: what the scores of all networks have in common. */
struct network_period measure_period(const struct measurement *m);

#endif
