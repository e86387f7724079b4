/*
 * For how long something has been announced, in all, and by how many networks: what "new" is asked of.
 *
 * Present is what some slot shows now. What was there before anybody listened is learned: it is never new, as
 * long as it is not forgotten. What nobody has shown for long enough is forgotten as if it had never been, so
 * the record can stay where it is.
 */
#ifndef NORMA_DETECT_PRESENCE_H
#define NORMA_DETECT_PRESENCE_H

#include <stdbool.h>
#include <stdint.h>

enum { PRESENCE_PEERS = 3 };

struct presence_limits {
	uint32_t old_after; /* seconds in all, 86400 */
	uint32_t old_for;   /* seconds since it was last seen, 90 days */
	uint32_t old_peers; /* distinct peer ASNs, 1..PRESENCE_PEERS, 3 */
};

struct presence {
	uint32_t n_active;              /* who refers to it */
	uint32_t up_since;              /* while n_active > 0 */
	uint32_t up_total;              /* seconds, of the stretches before */
	uint32_t last;                  /* end of the last stretch; 0: none so far */
	uint32_t peers[PRESENCE_PEERS]; /* as_index, the first that had it */
	uint8_t n_peers;
	bool learned;
};

/** presence_up - one more refers to it, since t; learned: it may have been there before. */
void presence_up(struct presence *p, const struct presence_limits *l, uint32_t t, bool learned);
/** presence_down - one less, since t. */
void presence_down(struct presence *p, uint32_t t);
/** presence_peer - this network has it. */
void presence_peer(struct presence *p, uint32_t as_index);

/** presence_known - what is not forgotten of it at t: nothing where it is. */
struct presence presence_known(const struct presence *p, const struct presence_limits *l, uint32_t t);

/** presence_age - seconds for which it has been there up to t, in all. */
uint32_t presence_age(const struct presence *p, uint32_t t);

/** presence_is_old - was it there for more than old_after by t, shown by old_peers, or by all n_networks
 * where there are fewer; or learned; and in either case not forgotten? */
bool presence_is_old(const struct presence *p, const struct presence_limits *l, uint32_t t,
                     uint32_t n_networks);

#endif
