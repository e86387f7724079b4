/*
 * Networks of one organisation: who says so, and by which id.
 *
 * Every source is kept apart, so that what is concluded from it can name it. An ASN may have several ids of
 * one source (an aut-num has several maintainers; two files may say different things): what any of them says
 * counts, because an id that two networks share is a reason not to accuse, never one to accuse.
 */
#ifndef NORMA_TOPO_ORG_H
#define NORMA_TOPO_ORG_H

#include "net/asn.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* source, its name. The first four are kept by whoever registers the networks. Of the others a network may
 * name what it likes without the other's consent: a maintainer or a contact that is not its own, a route
 * object with somebody else's ASN as origin. They are weaker. */
#define ORG_SOURCE_LIST(X)                                                                       \
	X(AS_ORG, "as-org")            /* organisation in CAIDA's as-org2info */                 \
	X(DELEGATED, "delegated")      /* opaque id of one registry's delegated-extended file */ \
	X(RPSL_ORG, "rpsl-org")        /* org: of the aut-num */                                 \
	X(PEERINGDB, "peeringdb")      /* org_id of the net */                                   \
	X(MAINTAINER, "maintainer")    /* mnt-by: of the aut-num */                              \
	X(CONTACT, "contact")          /* admin-c: or tech-c: of the aut-num */                  \
	X(ROUTES, "routes-maintainer") /* mnt-by: of routes of the one, of the aut-num of the other */

enum org_source {
#define ORG_SOURCE_ENUM(source, name) ORG_BY_##source,
	ORG_SOURCE_LIST(ORG_SOURCE_ENUM)
#undef ORG_SOURCE_ENUM
	    ORG_SOURCES
};
const char *org_source_name(enum org_source s);

/* Sets of sources: bits. */
typedef uint32_t org_sources;
#define ORG_BIT(source) (UINT32_C(1) << ORG_BY_##source)
#define ORG_REGISTERED  (ORG_BIT(AS_ORG) | ORG_BIT(DELEGATED) | ORG_BIT(RPSL_ORG) | ORG_BIT(PEERINGDB))

/* Ids that say nothing, because a registry and not the holder stands behind them. */
struct org_rules {
	size_t
	    generic_above; /* used by more ASNs than this; 0: no limit. Not of AS_ORG, RPSL_ORG, PEERINGDB */
	const char *const *generic; /* names of maintainers and contacts, upper case, of any registry; lent */
	size_t n_generic;
};

/* What a builder takes: real data of all registries together have less than a twentieth of it. */
enum { ORG_MAX_PAIRS = 1 << 24 /* of one source */, ORG_MAX_TEXT = 1 << 26 /* octets of ids */ };

struct org_builder;
struct org_table; /* immutable; octets: 8 for each (ASN, id), and the ids */

/** org_builder_new - rules may be NULL: nothing is generic; lent until the builder is gone. */
struct org_builder *org_builder_new(const struct org_rules *rules);

/**
 * org_builder_add - a source gives the ASN an id.
 *
 * @registry  within which the id means one thing; "" where it does everywhere
 * @id        "" is passed over
 * Errors:    LIMIT over ORG_MAX_PAIRS or ORG_MAX_TEXT; it is left out.
 */
MUST_USE enum err org_builder_add(struct org_builder *b, enum org_source source, asn_t asn,
                                  const char *registry, const char *id);

/** org_builder_build - the table, the same for any order of additions; the builder is gone. */
struct org_table *org_builder_build(struct org_builder *b);
void org_builder_free(struct org_builder *b);
void org_table_free(struct org_table *t);

/** org_table_count - different (ASN, id) of a source. */
size_t org_table_count(const struct org_table *t, enum org_source source);

/** org_same_by - the sources that say that both are of one organisation; t may be NULL. Of a network and
 * itself: those that know it. */
org_sources org_same_by(const struct org_table *t, asn_t x, asn_t y);

/** org_shared - the id by which a source says so, the first in the order of octets; NULL: it does not. Lent
 * by the table. */
const char *org_shared(const struct org_table *t, enum org_source source, asn_t x, asn_t y);

#endif
