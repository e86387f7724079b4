/*
 * Route origin validation against validated ROA payloads (RFC 6811; RFC 6483 4 and RFC 7607 for AS 0).
 *
 * Origin NONE (a path that ends in a set) is passed as 0: it equals no VRP's AS, so it is invalid where
 * something covers the prefix and not found elsewhere.
 */
#ifndef NORMA_VALIDATE_ROV_H
#define NORMA_VALIDATE_ROV_H

#include "net/registry.h"
#include "validate/cover.h"

enum rov {
	ROV_NO_DATA, /* there is no table */
	ROV_NOT_FOUND,
	ROV_VALID,
	ROV_INVALID_ASN,    /* no covering VRP has this origin */
	ROV_INVALID_LENGTH, /* one has, but none of them allows the length */
	ROV_INVALID_AS0,    /* every covering VRP has AS 0 */
	ROV_N
};

/** rov_name - "-", "not_found", "valid", "invalid_asn", "invalid_length", "invalid_as0". */
const char *rov_name(enum rov v);

static inline bool rov_is_invalid(enum rov v)
{
	return v >= ROV_INVALID_ASN;
}

struct rov_builder;
struct rov_table;

struct rov_builder *rov_builder_new(void);
/** rov_builder_file - a file of VRPs; gives the number to add its VRPs with. */
uint32_t rov_builder_file(struct rov_builder *b, const char *file, instant_t as_of);
/** rov_builder_date - the time of its content where that was not known before it was read. */
void rov_builder_date(struct rov_builder *b, uint32_t file, instant_t as_of);
/** rov_builder_drop - forget all that came from the file: it is not in force. */
void rov_builder_drop(struct rov_builder *b, uint32_t file);
/** rov_builder_add - max_len below the prefix's length or above the family's is the caller's mistake. */
void rov_builder_add(struct rov_builder *b, uint32_t file, const struct vrp *v);
/** rov_builder_build - the table, independent of the order of additions; the builder is gone. Owner: caller.
 */
struct rov_table *rov_builder_build(struct rov_builder *b);
void rov_builder_free(struct rov_builder *b);
void rov_table_free(struct rov_table *t);

/** rov_table_count - VRPs, each of a source once. */
uint64_t rov_table_count(const struct rov_table *t);
uint64_t rov_table_octets(const struct rov_table *t);

/** rov_lookup - the verdict of one route; t NULL: ROV_NO_DATA. Thread: any. */
enum rov rov_lookup(const struct rov_table *t, const struct prefix *p, asn_t origin);

/*
 * The same over many routes, fastest when their prefixes come in order:
 * struct rov_walk w = rov_walk_begin(t); v = rov_walk_next(&w, &prefix, origin);
 */
struct rov_walk {
	struct cover_walk cover; /* table NULL: no data */
	struct prefix last;
	uint32_t node; /* deepest node that covers last */
};
struct rov_walk rov_walk_begin(const struct rov_table *t);
enum rov rov_walk_next(struct rov_walk *w, const struct prefix *p, asn_t origin);

/** rov_join - verdicts[i], an enum rov, for each of n routes. */
void rov_join(const struct rov_table *t, const struct cover_route *routes, size_t n, uint8_t *verdicts);

/** rov_lookup_many - the same for routes in no order; t NULL: ROV_NO_DATA for all. */
void rov_lookup_many(const struct rov_table *t, const struct cover_route *routes, size_t n,
                     uint8_t *verdicts);

/* ---- why */

enum rov_match { ROV_MATCH, ROV_MATCH_ASN, ROV_MATCH_LENGTH, ROV_MATCH_AS0 };
/** rov_match_name - "match", "asn", "length", "as0". */
const char *rov_match_name(enum rov_match m);

/* One VRP that covers the route, and what came of it. */
struct rov_reason {
	struct prefix prefix;
	uint8_t max_len;
	asn_t asn;
	enum rov_match result;
	const struct cover_source *source; /* lent by the table; name is the trust anchor */
};

/* All VRPs that cover a route, the most specific first: while (rov_explain_next(&e, &r)) ... */
struct rov_explain {
	const struct rov_table *table;
	struct prefix prefix;
	asn_t origin;
	uint32_t node, item;
};
struct rov_explain rov_explain_begin(const struct rov_table *t, const struct prefix *p, asn_t origin);
bool rov_explain_next(struct rov_explain *e, struct rov_reason *out);

#endif
