/*
 * Routes held against route and route6 objects of Internet routing registries (RFC 2622 4, RFC 4012 3). All
 * sources have the same weight.
 */
#ifndef NORMA_VALIDATE_IRR_H
#define NORMA_VALIDATE_IRR_H

#include "net/registry.h"
#include "validate/cover.h"

enum irr {
	IRR_NO_DATA, /* there is no table */
	IRR_NOT_FOUND,
	IRR_VALID,    /* an object of the exact prefix has this origin */
	IRR_COVERING, /* only one of a covering, shorter prefix has */
	IRR_INVALID,  /* objects cover it, none of this origin */
	IRR_N
};

/** irr_name - "-", "not_found", "valid", "covering", "invalid". */
const char *irr_name(enum irr v);

/* For M7IRR: a route object with the same origin for the same or a covering prefix. */
static inline bool irr_is_covered(enum irr v)
{
	return v == IRR_VALID || v == IRR_COVERING;
}

struct irr_builder;
struct irr_table;

struct irr_builder *irr_builder_new(void);
/** irr_builder_file - a file of objects; gives the number to add its objects with. */
uint32_t irr_builder_file(struct irr_builder *b, const char *file, instant_t as_of);
/** irr_builder_date - the time of its content where that was not known before it was read. */
void irr_builder_date(struct irr_builder *b, uint32_t file, instant_t as_of);
/** irr_builder_drop - forget all that came from the file: it is not in force. */
void irr_builder_drop(struct irr_builder *b, uint32_t file);
void irr_builder_add(struct irr_builder *b, uint32_t file, const struct route_object *o);
/** irr_builder_build - the table, independent of the order of additions; the builder is gone. Owner: caller.
 */
struct irr_table *irr_builder_build(struct irr_builder *b);
void irr_builder_free(struct irr_builder *b);
void irr_table_free(struct irr_table *t);

/** irr_table_count - objects, each (prefix, origin, day of creation) of a source and file once. */
uint64_t irr_table_count(const struct irr_table *t);
uint64_t irr_table_octets(const struct irr_table *t);

/** irr_lookup - the verdict of one route; t NULL: IRR_NO_DATA. Thread: any. */
enum irr irr_lookup(const struct irr_table *t, const struct prefix *p, asn_t origin);

/* The same over many routes, fastest when their prefixes come in order; see rov.h. */
struct irr_walk {
	struct cover_walk cover;
	struct prefix last;
	uint32_t node;
};
struct irr_walk irr_walk_begin(const struct irr_table *t);
enum irr irr_walk_next(struct irr_walk *w, const struct prefix *p, asn_t origin);
/** irr_join - verdicts[i], an enum irr, for each of n routes. */
void irr_join(const struct irr_table *t, const struct cover_route *routes, size_t n, uint8_t *verdicts);

/** irr_lookup_many - the same for routes in no order; t NULL: IRR_NO_DATA for all. */
void irr_lookup_many(const struct irr_table *t, const struct cover_route *routes, size_t n,
                     uint8_t *verdicts);

/* ---- why */

enum irr_match { IRR_MATCH_EXACT, IRR_MATCH_COVERING, IRR_MATCH_ORIGIN };
/** irr_match_name - "exact", "covering"; "origin" where the object's origin is another. */
const char *irr_match_name(enum irr_match m);

struct irr_reason {
	struct prefix prefix;
	asn_t origin;
	enum irr_match result;
	const struct cover_source *source; /* lent by the table; name is the object's source */
	instant_t created;                 /* its day's first instant; INSTANT_NONE when not said */
};

/* All objects that cover a route, the most specific first: while (irr_explain_next(&e, &r)) ... */
struct irr_explain {
	const struct irr_table *table;
	struct prefix prefix;
	asn_t origin;
	uint32_t node, item;
};
struct irr_explain irr_explain_begin(const struct irr_table *t, const struct prefix *p, asn_t origin);
bool irr_explain_next(struct irr_explain *e, struct irr_reason *out);

#endif
