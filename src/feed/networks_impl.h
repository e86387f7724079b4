/* What networks.c puts together: each place where something is said of networks, in a file of its own. */
#ifndef NORMA_FEED_NETWORKS_IMPL_H
#define NORMA_FEED_NETWORKS_IMPL_H

#include "feed/networks.h"

/* Words are kept one behind the other and referred to by where they begin; 0 is "". */
static inline size_t words_keep(struct buf *words, const char *s)
{
	size_t at = words->len, len = 0;
	if (!*s)
		return 0;
	while (s[len])
		len++;
	buf_add(words, s, len + 1);
	return at;
}

/** words_join - two of them with a blank between, either of which may be "". */
size_t words_join(struct buf *words, size_t a, size_t b);

/** asn_first - the first of n elements of the size, ascending by the ASN that each begins with, whose ASN is
 * not below asn; n where there is none. */
size_t asn_first(const void *at, size_t n, size_t size, asn_t asn);

/* ---- aut-nums and organisations of routing registries (networks_irr.c) */

struct aut_num {
	asn_t asn;   /* first */
	uint8_t rir; /* whose database, where its contacts count; RIR_NONE another */
	bool policy, contact;
	size_t source, name, org;
	size_t holder; /* once all is read */
};
struct irr_organisation {
	size_t handle, source, name;
};
struct irr_said {
	VEC(struct aut_num) aut_nums;
	VEC(struct irr_organisation) organisations;
	unsigned registries; /* bits: databases that have aut-nums */
};
void irr_said_read(struct irr_said *said, struct buf *words, struct source *s);
void irr_said_settle(struct irr_said *said, struct buf *words);
void irr_said_fini(struct irr_said *said);

/* All that aut-nums say of one network. */
struct irr_answer {
	size_t holder;
	bool policy, contact;
};
struct irr_answer irr_said_get(const struct irr_said *said, asn_t asn, enum rir rir);

/* ---- RDAP: answers about ranges, of which the narrowest speaks for an ASN (networks_rdap.c) */

struct rdap_answer {
	asn_t first, last;
	bool contact;
	size_t holder;
};
struct rdap_cell {
	asn_t first;     /* up to the next cell's */
	uint32_t answer; /* index + 1; 0: nothing is said */
};
struct rdap_said {
	VEC(struct rdap_answer) answers;
	VEC(struct rdap_cell) cells;
	unsigned registries; /* bits: registries that answered */
};
void rdap_said_read(struct rdap_said *said, struct buf *words, struct source *s,
                    const struct delegation_table *delegations);
void rdap_said_settle(struct rdap_said *said, const struct buf *words);
void rdap_said_fini(struct rdap_said *said);
/** rdap_said_get - NULL: nothing is said. */
const struct rdap_answer *rdap_said_get(const struct rdap_said *said, asn_t asn);

/* ---- PeeringDB (networks_peeringdb.c) */

struct peeringdb_net {
	asn_t asn; /* first */
	uint32_t id;
	size_t name;
	bool contact; /* once all is read */
};
struct peeringdb_said {
	VEC(struct peeringdb_net) nets;
	VEC(uint32_t) contacts; /* nets that have one that counts */
	bool has_contacts;      /* some are there, whether they count or not */
};
void peeringdb_said_read(struct peeringdb_said *said, struct buf *words, struct source *s);
void peeringdb_said_settle(struct peeringdb_said *said, const struct buf *words);
void peeringdb_said_fini(struct peeringdb_said *said);
/** peeringdb_said_get - NULL: nothing is said. */
const struct peeringdb_net *peeringdb_said_get(const struct peeringdb_said *said, asn_t asn);

/* ---- organisations of ASNs (networks_orgs.c) */

struct org_member {
	asn_t asn; /* first */
	size_t org, name;
};
struct org_named {
	size_t id, name, country;
};
struct orgs_said {
	VEC(struct org_member) members;
	VEC(struct org_named) organisations;
};
void orgs_said_read(struct orgs_said *said, struct buf *words, struct source *s);
void orgs_said_settle(struct orgs_said *said, const struct buf *words);
void orgs_said_fini(struct orgs_said *said);
struct orgs_answer {
	size_t holder, country;
};
struct orgs_answer orgs_said_get(const struct orgs_said *said, const struct buf *words, asn_t asn);

/** words_cmp - order of two words, octet by octet. */
int words_cmp(const struct buf *words, size_t a, size_t b);

#endif
