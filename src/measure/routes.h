/*
 * The routes of a period and what is to be said of each: does it count, and what do the registries in force
 * at its last sighting say (doc/measurement.md sections 3.4 and 3.7).
 */
#ifndef NORMA_MEASURE_ROUTES_H
#define NORMA_MEASURE_ROUTES_H

#include "detect/bogon.h"
#include "feed/registries.h"
#include "rib/rib.h"
#include "score/framework.h"
#include "store/store.h"

struct period_route {
	struct store_route row;
	route_id id;        /* in the RIB, of the prefix's family */
	uint8_t rov, irr;   /* enum rov, enum irr; the NO_DATA ones where nothing fresh is there */
	bool is_visible;    /* distinct peer ASNs reached the minimum */
	uint8_t vrps, irrs; /* enum sources_state at its last sighting */
};

struct period_routes {
	struct period_route *at; /* by prefix, then origin */
	size_t n, cap;
};

struct routes_options {
	struct sources *sources;
	struct registries *registries;
	unsigned n_threads;
	struct bogon_detector
	    *detector; /* has judged prefixes by the registries in force from judged_from on */
	instant_t judged_from;
	const struct framework *framework;
	uint32_t minimum[RIB_FAMILIES]; /* distinct peer ASNs to be visible */
	uint32_t last;                  /* when what is still there was last seen: the period's last record */
};

/** routes_collect - every route that was seen in the period, judged. Free at with free(). */
void routes_collect(const struct rib *rib, const struct routes_options *o, struct period_routes *out);

/** routes_find - the index of one in the list; SIZE_MAX: not there. */
size_t routes_find(const struct period_routes *r, const struct prefix *p, asn_t origin);

#endif
