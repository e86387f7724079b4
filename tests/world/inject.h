/**
 * inject.h - what is done to the world on purpose, and what the injections have in common.
 */
#pragma once
#include "world.h"

/** True where the kind or its group was asked for. */
bool kind_wanted(const struct world *w, const char *kind, const char *group);
/** How often: per_kind, or once where @once. */
uint32_t kind_count(const struct world *w, const char *kind, const char *group, bool once);

/** A new event; its number. @until 0: to the end of the period and beyond. */
uint32_t event_new(struct world *w, const char *kind, const char *metric, const char *expect,
                   uint32_t culprit, uint32_t at, uint32_t until);
void event_prefix(struct world *w, uint32_t event, const struct prefix *p);
void event_victim(struct world *w, uint32_t event, uint32_t asn);
void change_seed(struct world *w, uint32_t event, uint32_t time, uint32_t atom, uint32_t seed, bool on);
void change_leak(struct world *w, uint32_t event, uint32_t time, uint32_t atom, uint32_t leak, bool on);
/** Before world_run, but the link must be watched: link_watch. */
void change_link(struct world *w, uint32_t event, uint32_t time, uint32_t link, bool up);
/** Which atoms use the link is noted from now on; further atoms may be added to the list it yields. */
struct numbers *link_watch(struct world *w, uint32_t link);
void change_raw(struct world *w, uint32_t event, uint32_t time, uint32_t session,
                const struct octets *message);

/** When something begins and ends: two minutes to many hours; *until 0 where that is after the period. */
void span_choose(struct world *w, uint32_t *at, uint32_t *until);
void span_short(struct world *w, uint32_t *at, uint32_t *until, uint32_t least, uint32_t most);

/** A network that did nothing yet and is no vantage point; it is used from now on. */
uint32_t pick_network(struct world *w, uint32_t least_tier, uint32_t most_tier);
/** A plain prefix with one origin, both without a part in anything yet; marks the origin used. */
uint32_t pick_prefix(struct world *w);
/** The same of this network; NONE where it has none. */
uint32_t pick_prefix_of(struct world *w, uint32_t v);
/** A more-specific of @p that nobody announces; false where there is none. */
bool pick_part(struct world *w, const struct prefix *p, struct prefix *part);
/** The n-th provider whose link is up; NONE if there are fewer. */
uint32_t provider_of(const struct world *w, uint32_t v, uint32_t n);
bool is_up(const struct world *w, uint32_t a, uint32_t b);
uint32_t asn_of(const struct world *w, uint32_t v);
/** How many vantage points would see the seed of the atom, were it active. */
uint32_t count_seen(struct world *w, uint32_t atom, uint32_t event);

void inject_origins(struct world *w); // before atoms_build: they single out prefixes
void inject_bogons(struct world *w);
void inject_benign(struct world *w);
void inject_malformed(struct world *w);
void inject_leaks(struct world *w); // after it
void inject_links(struct world *w);
void inject_churn(struct world *w);
void inject_faults(struct world *w); // of collectors and registries
