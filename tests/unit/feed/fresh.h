/* How old a source may be, in the tests of feed/: numbers of their own, so that no framework changes what
 * they show. */
#ifndef NORMA_TEST_FRESH_H
#define NORMA_TEST_FRESH_H

#include "feed/sources.h"

enum { FRESH_HOUR = 3600, FRESH_DAY = 86400 };

static const instant_t fresh_in_tests[SOURCE_KINDS] = {
    [SOURCE_VRPS] = 36 * FRESH_HOUR,         [SOURCE_IRR] = 7 * FRESH_DAY,
    [SOURCE_DELEGATED] = 7 * FRESH_DAY,      [SOURCE_PEERINGDB] = 30 * FRESH_DAY,
    [SOURCE_CONTACTS] = 30 * FRESH_DAY,      [SOURCE_BOGONS] = 7 * FRESH_DAY,
    [SOURCE_RELATIONSHIPS] = 60 * FRESH_DAY,
};

#endif
