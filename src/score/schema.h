/* Inside score/ only: one row for each key of a framework file. */
#ifndef NORMA_SCORE_SCHEMA_H
#define NORMA_SCORE_SCHEMA_H

#include "score/framework.h"

enum schema_type {
	TYPE_NAME,     /* char[FRAMEWORK_NAME]: lower-case letters, digits, hyphens */
	TYPE_TEXT,     /* char[FRAMEWORK_TITLE]: one line without ';' */
	TYPE_MONTH,    /* instant_t: YYYY-MM, its first instant */
	TYPE_COUNT,    /* uint64_t */
	TYPE_POINTS,   /* int64_t, may be negative */
	TYPE_SECONDS,  /* uint64_t: a number with s, m, h or d */
	TYPE_DECIMAL,  /* decimal_t */
	TYPE_FRACTION, /* struct fraction */
	TYPE_YES_NO,   /* uint64_t */
	TYPE_ONE_OF,   /* uint64_t: index of a name */
	TYPE_SET,      /* uint64_t: bits 1 << index of the names, "none" for 0 */
	/* Lists: a key may be given on several lines, of which each adds to it; the first takes the default's
	 * place. */
	TYPE_ASNS,     /* struct framework_asns */
	TYPE_PREFIXES, /* struct framework_prefixes */
	TYPE_NAMES,    /* struct framework_names: upper-case letters, digits, hyphens */
};

/* Sections that stand once for each metric or programme: "metric M3", "programme ixps". */
enum schema_scope { SCOPE_FRAMEWORK, SCOPE_METRIC, SCOPE_PROGRAMME };

struct schema_row {
	enum schema_scope scope;
	const char *section, *key;
	enum schema_type type;
	size_t offset;       /* in struct framework, framework_metric or framework_programme */
	int64_t least, most; /* COUNT and POINTS as they are, SECONDS in seconds, DECIMAL and FRACTION in
	                        millionths; lists: elements */
	const char *preset;  /* as it would stand in a file */
	const char *unit;
	const char *const *names; /* ONE_OF, SET: ends with NULL; "" is a hole */
	const char *doc;
};

extern const struct schema_row schema_rows[];
extern const size_t schema_n_rows;
enum { SCHEMA_MAX_ROWS = 256 };

/* Instances of a scope: 1, SCORE_METRICS or PROGRAMMES; their names. */
size_t schema_instances(enum schema_scope scope);
const char *schema_instance_name(enum schema_scope scope, size_t i);

/** schema_preset - the default of a key for one instance of its section. */
const char *schema_preset(const struct schema_row *row, size_t instance);

/** schema_field - where the value of a row stands in a framework. */
void *schema_field(const struct schema_row *row, size_t instance, struct framework *f);
const void *schema_field_get(const struct schema_row *row, size_t instance, const struct framework *f);

static inline bool schema_is_list(const struct schema_row *row)
{
	return row->type == TYPE_ASNS || row->type == TYPE_PREFIXES || row->type == TYPE_NAMES;
}

/** schema_clear - empty a list, before the first schema_set of a file. */
void schema_clear(const struct schema_row *row, void *field);

/** schema_set - from text; adds to a list. Returns NULL, or words for what is wrong with it (in why, or
 * static). */
const char *schema_set(const struct schema_row *row, void *field, const char *text, struct buf *why);

/** schema_format - to text that schema_set reads to the same value. */
void schema_format(const struct schema_row *row, const void *field, struct buf *out);

/** schema_format_range - "1 to 1000", "yes, no", "a, b, c" ... */
void schema_format_range(const struct schema_row *row, struct buf *out);

/** schema_nearest - the name that was probably meant, NULL when none is near. */
const char *schema_nearest(const char *name, const char *const *names, size_t n);

#endif
