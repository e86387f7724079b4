/*
 * Route leaks in a run: what the detector is told of networks while it reads, and its candidates weighed
 * afterwards (doc/accuracy.md).
 *
 * Relations are those of some days before, so that a leak does not teach what accuses it. Where no file has
 * any, they are inferred from the tables at hand once those have been listened to for a day.
 */
#ifndef NORMA_MEASURE_LEAKS_H
#define NORMA_MEASURE_LEAKS_H

#include "detect/leak.h"
#include "feed/evidence.h"
#include "feed/health.h"
#include "feed/registries.h"
#include "feed/topology.h"
#include "score/framework.h"

struct leaks;

struct leaks_options {
	const struct framework *framework;
	struct rib *rib;
	struct sources *sources;
	struct registries *registries;
	struct topology *topology;
	struct evidence_store *evidence;
	const struct health *health;
	struct track_limits track;
	bool (*is_bogon)(void *ctx, asn_t asn); /* as of now */
	void *ctx;
};

/** leaks_new - all lent. */
struct leaks *leaks_new(const struct leaks_options *o);
void leaks_free(struct leaks *l);
struct leak_detector *leaks_detector(struct leaks *l);

/* What is known of networks by the files a week before t or, where there are none, from paths. Asked
 * when all has been read. */
enum relation leaks_relation(struct leaks *l, asn_t of, asn_t neighbour, instant_t t);
uint32_t leaks_cone(struct leaks *l, asn_t asn, instant_t t); /* with itself; 0: not known */

/** leaks_tick - before each record: t never goes back. */
void leaks_tick(struct leaks *l, uint32_t t);

/** leaks_weigh - the detector's events: each gets its rule, leg, victims and tags. */
void leaks_weigh(struct leaks *l, struct event_list *events, uint32_t data_end,
                 const uint32_t full_feeds[RIB_FAMILIES]);

#endif
