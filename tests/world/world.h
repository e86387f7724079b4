/**
 * world.h - everything that one run knows: topology, plan, vantage points, routing atoms, what happens when,
 * what was seen.
 */
#pragma once
#include "happening.h"
#include "plan.h"
#include "route.h"
#include "vantage.h"

/** A message to be written: a route or a withdrawal of an atom, or what the special paths say. */
struct message {
	uint32_t time, atom, path;
	uint32_t session;
};
enum {
	PATH_WITHDRAWN = 0,
	PATH_DOWN = UINT32_MAX,
	PATH_UP = UINT32_MAX - 1,
	PATH_EOR = UINT32_MAX - 2,
	PATH_RAW = UINT32_MAX - 3,
	PATH_KEEPALIVE = UINT32_MAX - 4
};

/** A path as vantage points send it; interned, named by its place in world.path. */
struct path {
	uint32_t event;
	uint32_t otc;
	uint32_t n, n_set; // the last n_set are an AS_SET
	uint32_t asn[];
};

struct numbers {
	uint32_t *v;
	size_t n, cap;
};

struct world {
	uint64_t seed;
	struct rng rng;
	uint32_t start, end; // of the period
	uint32_t quiet;      // injections begin at
	uint32_t n_full, n_partial;
	uint32_t per_kind;
	const char *kinds; // comma-separated kinds or groups
	struct topology topo;
	struct plan plan;
	struct spread spread;

	LIST(struct vantage) vantage;
	LIST(struct session) session;
	LIST(struct collector) collector;
	LIST(struct outage) outage;
	uint32_t *vantage_of; // by network: index + 1

	LIST(struct atom) atom;
	LIST(struct prefix) atom_prefix;
	uint32_t *atom_of; // by prefix of the plan: index + 1
	LIST(struct leak) leak;
	LIST(struct change) change;
	LIST(struct raw) raw;
	LIST(struct event) event; // event 0 is none

	uint32_t *path; // the interned paths
	size_t n_path, cap_path;
	uint32_t *path_slot;
	size_t n_paths, n_slots;
	uint32_t *now;   // path of (atom, vantage)
	uint32_t *since; // when it was delivered

	uint32_t *watch;               // by link: index + 1 of those that change
	LIST(struct numbers) watched;  // the atoms that use it
	LIST(struct message) * outbox; // by collector
	LIST(struct sighting) sighting;

	uint32_t ta_lost_rir,
	    ta_lost_snapshot;      // a trust anchor vanishes from this snapshot of VRPs; snapshot NONE: none
	uint32_t nro_rir, nro_day; // a delegated file lacks lines; day NONE: none
	size_t n_messages, n_entries;
};

/* vantage.c */
void vantage_choose(struct world *w);
void vantage_place(struct world *w); // addresses, once the plan is there
/* atoms.c */
uint32_t atom_new(struct world *w, uint32_t n_prefixes, const struct prefix *p);
/** A seed of the atom at the network, active from the beginning or not. */
struct seed *atom_seed(struct world *w, uint32_t atom, uint32_t node, bool active);
/** The atom of a prefix of the plan; before atoms_build, one of its own is made. */
uint32_t atom_of_prefix(struct world *w, uint32_t prefix);
void atoms_build(struct world *w);
const struct path *path_get(const struct world *w, uint32_t id);
uint32_t path_add(struct world *w, const struct path *head, const uint32_t *asn);
/* sim.c */
void world_run(struct world *w, const char *dir);
/** Moves an instant behind the table that is written shortly after it. */
uint32_t world_settled(const struct world *w, uint32_t t);
const struct outage *outage_at(const struct world *w, uint32_t session, uint32_t t);
/** Writes the paths of an atom at all vantage points, by the state of now. @row: one path each */
void atom_paths(struct world *w, uint32_t atom, uint32_t *row);
/* inject*.c */
void inject_all(struct world *w);
/* mrt.c */
void mrt_table(struct world *w, uint32_t collector, uint32_t time, const char *dir);
void mrt_updates(struct world *w, uint32_t collector, uint32_t from, uint32_t until, const char *dir);
/** Sorts all prefixes once. */
void mrt_init(struct world *w);
void mrt_fini(void);
/* registries: one file each */
void write_delegated(const struct world *w, const char *dir);
void write_vrps(const struct world *w, const char *dir);
void write_irr(const struct world *w, const char *dir);
void write_orgs(const struct world *w, const char *dir);
void write_peeringdb(const struct world *w, const char *dir);
void write_participants(const struct world *w, const char *dir);
/** True: the relations that were given before the period; false: all. */
void write_relations(const struct world *w, const char *dir, const char *name, bool given);
void write_truth(struct world *w, const char *dir);
/** When VRP snapshot @n was made. */
uint32_t vrp_snapshot_time(const struct world *w, uint32_t n);
