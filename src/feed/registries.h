/*
 * The registries that routes are held against, as of any instant: VRPs, route objects, delegations and lists
 * of bogons. Between two changes (registries_until) the tables are the same; each is built when it is first
 * asked for and kept until another era of its kind is.
 */
#ifndef NORMA_FEED_REGISTRIES_H
#define NORMA_FEED_REGISTRIES_H

#include "feed/sources.h"
#include "validate/aspa.h"
#include "validate/bogon.h"
#include "validate/irr.h"
#include "validate/rov.h"

struct registries;

/** registries_open - over the sources, which must outlive it. Reads nothing yet. */
struct registries *registries_open(struct sources *s);
void registries_free(struct registries *r);

/** registries_rov, registries_irr, registries_aspa - the table in force at t; NULL: no data, or stale (*state
 * says which; may be NULL). Lent until the same function is asked for an instant of another era. */
const struct rov_table *registries_rov(struct registries *r, instant_t t, enum sources_state *state);
const struct irr_table *registries_irr(struct registries *r, instant_t t, enum sources_state *state);
const struct aspa_table *registries_aspa(struct registries *r, instant_t t, enum sources_state *state);

/**
 * registries_rov_candidates - which (prefix, origin) may be invalid at some instant of [from, to]: those that
 * a VRP of some era covers and that not every era's table calls valid. Exact where there is one era.
 */
struct rov_candidates;
struct rov_candidates *registries_rov_candidates(struct registries *r, instant_t from, instant_t to);
bool rov_candidate(const struct rov_candidates *c, const struct prefix *p, asn_t origin);
void rov_candidates_free(struct rov_candidates *c);

/* Bogons at t, by delegated files and lists that are fresh then, and by the rules in code. Lent likewise. */
struct registries_bogons {
	const struct bogon_table *table; /* never NULL */
	bool partial;                    /* some registry's file is absent or stale */
};
struct registries_bogons registries_bogons(struct registries *r, instant_t t);

/** registries_bogons_until - the first instant behind t at which any verdict of registries_bogons may change:
 * another file, staleness, or midnight. */
instant_t registries_bogons_until(struct registries *r, instant_t t);

/** registries_bogons_anew - a delegated file has been held: what was built with it is built again. */
void registries_bogons_anew(struct registries *r);

/** registries_delegations - who holds what at t, whatever the age of the files; never NULL. Lent until this
 * or registries_bogons is asked for an instant of another era. */
const struct delegation_table *registries_delegations(struct registries *r, instant_t t);

#endif
