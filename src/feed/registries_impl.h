/* What the parts of registries share. Internal to feed. */
#ifndef NORMA_FEED_REGISTRIES_IMPL_H
#define NORMA_FEED_REGISTRIES_IMPL_H

#include "feed/registries.h"

/* An era: which files are asked. Two instants with the same files have the same tables. */
struct era {
	bool known;
	instant_t from, until; /* instants at which it was found to be this one, until exclusive */
	enum sources_state state;
	VEC(struct source *) files;
};

/** era_find - that of the kind at t, into e. True: the files or the state are others than e had before. */
bool era_find(struct era *e, struct sources *s, enum source_kind kind, instant_t t);
void era_fini(struct era *e);

/** registries_read_vrps, ... - push all of some files into builders; aspa may be NULL. */
void registries_read_vrps(struct source *const *files, size_t n, struct rov_builder *rov,
                          struct aspa_builder *aspa);

/* Delegations and bogons: registries_bogons.c. */
struct bogon_state;
struct bogon_state *bogon_state_new(struct sources *s);
void bogon_state_free(struct bogon_state *b);

struct registries {
	struct sources *sources;
	struct era rov_era, irr_era, aspa_era;
	struct rov_table *rov;
	struct irr_table *irr;
	struct aspa_table *aspa;
	struct aspa_table *aspa_spare; /* came along with rov, of rov_era; not asked for yet */
	struct bogon_state *bogons;
};

#endif
