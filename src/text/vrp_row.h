/* What VRPs have in common in all their text forms: names of members, and the check of a complete one. */
#ifndef NORMA_TEXT_VRP_ROW_H
#define NORMA_TEXT_VRP_ROW_H

#include "net/registry.h"
#include "text/field.h"

/* The names in JSON and the columns of CSV; their rows point into struct vrp. */
enum { VRP_JSON_FIELDS = 9, VRP_CSV_FIELDS = 9 };
extern const struct field vrp_json_fields[VRP_JSON_FIELDS];
extern const struct field vrp_csv_fields[VRP_CSV_FIELDS];

/**
 * vrp_row_check - complete v: without a maximal length it is the prefix's. Errors: LENGTH (out of range),
 * with v untouched. seen: bit i says that fields[i] had a value.
 */
MUST_USE enum err vrp_row_check(struct vrp *v, const struct field *fields, size_t n, uint64_t seen);

#endif
