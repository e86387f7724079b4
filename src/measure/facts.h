/*
 * The networks of a period and the facts that their scores are computed from.
 *
 * Reported is who originates or forwards a visible route, or takes part in a programme, where the registries'
 * statistics list its ASN as allocated or assigned (doc/measurement.md section 3.5).
 */
#ifndef NORMA_MEASURE_FACTS_H
#define NORMA_MEASURE_FACTS_H

#include "feed/networks.h"
#include "measure/passed.h"
#include "measure/routes.h"
#include "score/network.h"

struct period_network {
	struct network_facts facts;
	const char *holder, *economy, *participant; /* "" unknown, "" not one; lent */
	char cc[3]; /* where economy points to, if it is the delegated line's */
	enum rir rir;
	uint32_t first_route, n_routes;  /* in period_networks.routes */
	uint32_t first_passed, n_passed; /* in period_networks.passed */
};

struct period_networks {
	struct period_network *at; /* by ASN */
	size_t n, cap;
	uint32_t *routes;        /* numbers of routes by their origin */
	uint32_t *passed;        /* numbers of invalid routes of others, by who passed them on */
	uint32_t invalid_routes; /* all that could be passed on */
	uint8_t vrps;            /* enum fact: are there verdicts for all visible routes? */
	struct networks *networks;
	struct network_participants participants;
};

struct facts_options {
	struct sources *sources;
	struct registries *registries;
	const struct passed *passed; /* finished; NULL: no BGP data */
	instant_t at;                /* what the registries say of networks is asked as of then */
	instant_t from, to;          /* the period */
};

void facts_collect(const struct period_routes *routes, const struct facts_options *o,
                   struct period_networks *out);
void facts_fini(struct period_networks *n);

#endif
