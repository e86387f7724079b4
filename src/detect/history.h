/*
 * What is remembered of routes: for how long each (prefix, origin) has been announced. Detectors ask it what
 * was known before something happened, so that an archive that begins, a peer that is new or a table that is
 * sent again is no news.
 *
 * A route is known when it has been announced for a day in all, and was last seen less than a year ago. A
 * table dump's originated time counts as the beginning, up to a limit: collectors hold entries that are much
 * older than anything they still mean.
 */
#ifndef NORMA_DETECT_HISTORY_H
#define NORMA_DETECT_HISTORY_H

#include "rib/rib.h"

struct history_limits {
	uint32_t known_after;     /* seconds, 86400 */
	uint32_t known_for;       /* seconds since it was last seen, 365 days */
	uint32_t originated_back; /* seconds that an originated time is believed, 30 days */
};

struct history;

/** history_new - rib: lent. */
struct history *history_new(struct rib *rib, struct history_limits limits);
void history_free(struct history *h);

/** history_change - tell it of a change that the RIB has made. */
void history_change(struct history *h, const struct rib_change *c);

/** history_staged - an entry of a dump, whose change will be told at its end, says since when the route has
 * been there. originated: UNIX seconds, 0 or behind t: not said. */
void history_staged(struct history *h, uint32_t t, unsigned family, prefix_id prefix, asn_t origin,
                    uint32_t originated);
/** history_dumped - all dumps that were being read have taken effect. */
void history_dumped(struct history *h);

/** history_age - seconds for which the route has been announced so far, in all. */
uint32_t history_age(const struct history *h, unsigned family, route_id route, uint32_t now);
bool history_is_known(const struct history *h, unsigned family, route_id route, uint32_t now);
/** history_is_up - does any peer have it now, for all that is known? */
bool history_is_up(const struct history *h, unsigned family, route_id route);
/** history_last - when it was last seen, if it is not up. */
uint32_t history_last(const struct history *h, unsigned family, route_id route);

/** history_origins - the known routes of a prefix, oldest first, up to max. Returns how many there are. */
size_t history_origins(const struct history *h, unsigned family, prefix_id prefix, uint32_t now,
                       route_id *out, size_t max);

/** history_covering - the nearest prefix above this one that has a known origin; RIB_NONE: none. */
prefix_id history_covering(const struct history *h, unsigned family, prefix_id prefix, uint32_t now);

#endif
