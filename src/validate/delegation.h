/*
 * What the registries' delegated statistics say of an ASN or a prefix, by ranges.
 *
 * Lines of several files are united. Where lines overlap, one of a regional registry comes before one of
 * IANA, then available before reserved before allocated; what is still equal is told apart by content, never
 * by the order of additions.
 */
#ifndef NORMA_VALIDATE_DELEGATION_H
#define NORMA_VALIDATE_DELEGATION_H

#include "net/registry.h"

struct delegation_builder;
struct delegation_table;

/* One holder's line. */
struct delegation_record {
	enum delegation_status status;
	enum rir rir;
	char cc[3];            /* "" when not said */
	instant_t date;        /* INSTANT_NONE when not said */
	const char *opaque_id; /* "" when not said; one holder within one registry. Lent by the table */
};

struct delegation_builder *delegation_builder_new(void);
/** delegation_builder_coarse - before the first line: keep status and registry alone, a small table of the
 * past. */
void delegation_builder_coarse(struct delegation_builder *b);
/** delegation_builder_add - one line; one that is DELEGATION_ABSENT (a block in IANA's own file) is passed
 * over.
 */
void delegation_builder_add(struct delegation_builder *b, const struct delegation *d);
/** delegation_builder_add_table - all that another table says, its registries included. */
void delegation_builder_add_table(struct delegation_builder *b, const struct delegation_table *t);
/** delegation_builder_registry - the file of this registry is there, even if no line of it is. */
void delegation_builder_registry(struct delegation_builder *b, enum rir rir);
/** delegation_builder_build - the table; the builder is gone. Owner: caller. */
struct delegation_table *delegation_builder_build(struct delegation_builder *b);
void delegation_builder_free(struct delegation_builder *b);
void delegation_table_free(struct delegation_table *t);
uint64_t delegation_table_octets(const struct delegation_table *t);

/** delegation_registries - bit (1 << rir) for each registry that has a file or a line. */
unsigned delegation_registries(const struct delegation_table *t);

/** delegation_has_all - are all five regional registries there? */
bool delegation_has_all(const struct delegation_table *t);

/** delegation_asn - what is said of an ASN; status DELEGATION_ABSENT when nothing is. t may be NULL. */
struct delegation_record delegation_asn(const struct delegation_table *t, asn_t asn);

/**
 * delegation_prefix - the worst that is said of any part of a prefix, and by which line (the first such
 * part).
 *
 * Worst is available, then reserved, then nothing said (DELEGATION_ABSENT), then allocated.
 */
struct delegation_record delegation_prefix(const struct delegation_table *t, const struct prefix *p);

/* All parts of a prefix in order, holes included: while (delegation_next(&w, &part)) ... */
struct delegation_part {
	struct ip_addr first, last; /* inclusive, inside the prefix */
	struct delegation_record record;
};
struct delegation_walk {
	const struct delegation_table *table;
	struct ip_addr at, last;
	uint32_t index;
	bool done;
};
struct delegation_walk delegation_begin(const struct delegation_table *t, const struct ip_addr *first,
                                        const struct ip_addr *last);
bool delegation_next(struct delegation_walk *w, struct delegation_part *out);

/** delegation_asn_at - the i-th range of ASNs, ascending, those that nobody speaks of included; false behind
 * the last. Neighbours that one line or one holder has together are one range. */
bool delegation_asn_at(const struct delegation_table *t, size_t i, asn_t *first, asn_t *last,
                       struct delegation_record *out);

#endif
