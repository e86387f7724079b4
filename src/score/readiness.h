/* Readiness levels, compared exactly. */
#ifndef NORMA_SCORE_READINESS_H
#define NORMA_SCORE_READINESS_H

#include "score/curve.h"

enum readiness {
	READINESS_NO_DATA,
	READINESS_LAGGING,
	READINESS_ASPIRING,
	READINESS_READY,
	READINESS_LEVELS
};

/** readiness_name - "ready", "aspiring", "lagging", "no_data_available". */
const char *readiness_name(enum readiness r);

/**
 * readiness_of - the level of an action score.
 *
 * A fraction is compared as a fraction: 160 of 200 is ready. For what is no fraction see score_value_cmp.
 */
enum readiness readiness_of(const struct framework *f, const struct score_value *v);

#endif
