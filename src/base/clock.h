/*
 * Instants: seconds since 1970-01-01T00:00:00Z in 64 bits. Pure arithmetic; only clock_now() asks the
 * machine.
 */
#ifndef NORMA_BASE_CLOCK_H
#define NORMA_BASE_CLOCK_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

typedef int64_t instant_t; /* seconds, UTC */
#define INSTANT_NONE INT64_MIN

enum { CLOCK_TEXT = 40 }; /* room that clock_format needs */

instant_t clock_now(void);

/** clock_format - RFC 3339 in UTC; micros below 0 means "no fraction". Returns out. */
char *clock_format(char out[static CLOCK_TEXT], instant_t t, int32_t micros);

/**
 * clock_parse - RFC 3339 (with Z or an offset, with or without fraction), a date alone, or UNIX seconds.
 * Errors: VALUE.  A leap second counts as the second after it.
 */
MUST_USE enum err clock_parse(const char *s, size_t len, instant_t *out);

/** clock_civil - year, month 1..12, day 1..31 to the instant of its midnight; days beyond the month carry
 * over. */
instant_t clock_civil(int64_t year, unsigned month, unsigned day);

struct civil {
	int64_t year;
	unsigned month, day, hour, minute, second;
};
struct civil clock_split(instant_t t);

/** clock_month - "YYYY-MM" to its first and its exclusive last instant. */
MUST_USE enum err clock_month(const char *s, instant_t *from, instant_t *to);

#endif
