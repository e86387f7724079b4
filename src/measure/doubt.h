/*
 * Delegated files that are not believed at first sight: where they make bogons of more routed prefixes at
 * once, or cease to, than a day of registries' work does, they are held (feed/faults.h).
 */
#ifndef NORMA_MEASURE_DOUBT_H
#define NORMA_MEASURE_DOUBT_H

#include "base/clock.h"

struct measurement;
struct doubt;

/** doubt_before - what is judged now, where another delegated file comes into force at t; else NULL. */
struct doubt *doubt_before(struct measurement *m, instant_t t);

/** doubt_after - what is judged at t has been loaded: hold the files that changed too much, the one that did
 * where it was one alone, and load again. Frees d, which may be NULL. */
void doubt_after(struct measurement *m, struct doubt *d, instant_t t,
                 void (*load)(struct measurement *m, instant_t t));

#endif
