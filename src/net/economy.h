/*
 * Economies: ISO 3166-1 codes with English short names, and the regions of the United Nations' M49 standard
 * that they belong to. A dated table in code; tools/gen-m49 brings it up to date.
 *
 * Not in it, and met in registry data all the same: EU and AP (of no single economy), ZZ (unknown), and codes
 * that ISO 3166-1 has withdrawn. They are found by nobody and belong to no region.
 */
#ifndef NORMA_NET_ECONOMY_H
#define NORMA_NET_ECONOMY_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

#define ECONOMY_TABLE_DATE "2024-12-31" /* the standards as of that day */

enum economy_level { ECONOMY_REGION, ECONOMY_SUB_REGION, ECONOMY_INTERMEDIATE };

struct economy_area {
	uint16_t code;   /* M49, 2 is "002" */
	uint16_t parent; /* M49; 0 for a region */
	uint8_t level;   /* enum economy_level */
	const char *name;
};

struct economy {
	char alpha2[3], alpha3[4]; /* ISO 3166-1, upper case */
	uint16_t m49;              /* M49, the number of ISO 3166-1 */
	uint16_t area;             /* the smallest area that M49 places it in; 0: in none (Antarctica) */
	const char *name;          /* UTF-8 */
};

/** economy_find - by alpha-2 or alpha-3 code, any case. NULL: no such economy. */
const struct economy *economy_find(const char *code, size_t len);

/** economy_at - the i-th by alpha-2 code, NULL behind the last. economy_area_at likewise, by M49 code. */
const struct economy *economy_at(size_t i);
const struct economy_area *economy_area_at(size_t i);

/** economy_area_find - by M49 code; NULL: no such area. */
const struct economy_area *economy_area_find(unsigned code);

/**
 * economy_area_parse - by name ("Southern Africa", any case) or by M49 code ("018").
 * Errors: VALUE.
 */
MUST_USE enum err economy_area_parse(const char *s, size_t len, const struct economy_area **out);

/** economy_area_of - the area of that level that the economy lies in; NULL where M49 has none. */
const struct economy_area *economy_area_of(const struct economy *e, enum economy_level level);

#endif
