/*
 * By which paths routes were heard in the period: who forwarded a route that turns out to be visible, and who
 * passed on a route that turns out to be RPKI-invalid (metric M9). An observer of the RIB.
 *
 * How visible a route is and whether it is invalid is known at the period's end only. So what is still there
 * then is looked through once, and of what was replaced before only the pairs (route, path) are remembered
 * whose route was not visible enough yet, and all pairs of routes that may be invalid.
 */
#ifndef NORMA_MEASURE_PASSED_H
#define NORMA_MEASURE_PASSED_H

#include "base/mem.h"
#include "feed/registries.h"
#include "rib/rib.h"

struct passed;

struct asn_list {
	asn_t *at;
	size_t n, cap;
};

/** passed_new - candidates: lent, until passed_free. min_peers: the most that any threshold can be. */
struct passed *passed_new(struct rib *rib, const struct rov_candidates *candidates, uint32_t min_peers);
void passed_free(struct passed *p);

/** passed_change - a change of the RIB inside the period. */
void passed_change(struct passed *p, const struct rib_change *c);

/** passed_finish - at the period's end; minimum: by family, the distinct peer ASNs that make a route visible.
 */
void passed_finish(struct passed *p, const uint32_t minimum[RIB_FAMILIES]);

/** passed_forwarders - after finish: every network that stands in a path of a visible route, other than as
 * its origin; ascending, each once. */
void passed_forwarders(const struct passed *p, struct asn_list *out);

/** passed_by - after finish: the networks in any path of one route, neither as its origin nor only as the
 * collector's peer; replaces out, ascending. Only of routes that are candidates. */
void passed_by(const struct passed *p, unsigned family, route_id route, struct asn_list *out);

void asn_list_settle(struct asn_list *l); /* ascending, each once */

#endif
