/*
 * Bogon prefixes and ASNs as of an instant.
 *
 * full: special-purpose space (RFC 6890 and others), space that IANA has given to nobody, space that a
 * registry calls available, whatever a list of bogons holds. administrative: what a registry calls reserved,
 * what became available within 180 days, what no line of the responsible registry's files mentions two days
 * running. Rules are dated: old data are not judged by younger ones.
 *
 * Not judged is none, with a reason that says so (bogon_is_judged).
 */
#ifndef NORMA_VALIDATE_BOGON_H
#define NORMA_VALIDATE_BOGON_H

#include "net/asn.h"
#include "net/prefix.h"
#include "validate/delegation.h"

enum bogon_class { BOGON_NONE, BOGON_FULL, BOGON_ADMINISTRATIVE, BOGON_CLASS_N };
/** bogon_class_name - "none", "full", "administrative". */
const char *bogon_class_name(enum bogon_class c);

enum bogon_why {
	BOGON_WHY_DELEGATED, /* none: allocated or assigned, every part of it */
	BOGON_WHY_DEFAULT,   /* none: the default route itself */
	BOGON_WHY_EXEMPT,    /* none: special, yet meant to be seen; reason "exempt:PREFIX" */
	BOGON_WHY_UNJUDGED,  /* none: no registry's file can say; "no-registry" */
	BOGON_WHY_NO_RECORD, /* none: no line mentions it, not (yet) confirmed; "no-record" */
	BOGON_WHY_SPECIAL,   /* full: "special:10.0.0.0/8", "special:AS64512-65534" */
	BOGON_WHY_IANA_FREE, /* full: "iana-free" */
	BOGON_WHY_LIST,      /* full: "list:NAME" */
	BOGON_WHY_AVAILABLE, /* full: "rir-available" */
	BOGON_WHY_RETURNED,  /* administrative: available, held within 180 days; "rir-returned" */
	BOGON_WHY_RESERVED,  /* administrative: "rir-reserved" */
	BOGON_WHY_ABSENT,    /* administrative: "not-delegated" */
};

struct bogon_verdict {
	uint8_t class;      /* enum bogon_class */
	uint8_t why;        /* enum bogon_why */
	const char *reason; /* token; lives as long as the table (all but "list:..." for ever) */
};

/* Does the verdict need no registry's file that is not there? */
static inline bool bogon_is_judged(const struct bogon_verdict *v)
{
	return v->why != BOGON_WHY_UNJUDGED && v->why != BOGON_WHY_NO_RECORD;
}

/* An older state of the delegated files. */
struct bogon_past {
	const struct delegation_table *table;
	instant_t as_of;
};

/*
 * What is known besides the rules in code. Tables are lent and must outlive the bogon table.
 */
struct bogon_sources {
	const struct delegation_table *now;    /* files in force, united; NULL: none that is fresh */
	const struct delegation_table *before; /* of the same registries one daily file earlier; NULL: absence
	                                        * is not confirmed */
	const struct bogon_past *past;         /* any older states, for what was held lately */
	size_t n_past;
};

struct bogon_builder;
struct bogon_table;

struct bogon_builder *bogon_builder_new(void);
/** bogon_builder_list - a list of full bogons that is fresh; gives the number to add its prefixes with. */
uint32_t bogon_builder_list(struct bogon_builder *b, const char *name);
void bogon_builder_add(struct bogon_builder *b, uint32_t list, const struct prefix *p);
/** bogon_builder_build - the table; the builder is gone. Owner: caller. Without lists and with sources NULL
 * only the rules in code judge. */
struct bogon_table *bogon_builder_build(struct bogon_builder *b, const struct bogon_sources *sources);
void bogon_builder_free(struct bogon_builder *b);
void bogon_table_free(struct bogon_table *t);

/** bogon_prefix - the class of a prefix at an instant. Thread: any. */
struct bogon_verdict bogon_prefix(const struct bogon_table *t, const struct prefix *p, instant_t at);

/** bogon_asn - the class of an ASN at an instant. */
struct bogon_verdict bogon_asn(const struct bogon_table *t, asn_t asn, instant_t at);

/** bogon_asn_is_public - neither special nor outside what IANA has given out: by the rules in code alone. */
bool bogon_asn_is_public(asn_t asn, instant_t at);

/** bogon_asn_registry - the regional registry that IANA gave the ASN's block to by then, else RIR_NONE. */
enum rir bogon_asn_registry(asn_t asn, instant_t at);

/** bogon_prefix_registry - likewise of a prefix that lies inside one block. */
enum rir bogon_prefix_registry(const struct prefix *p, instant_t at);

#endif
