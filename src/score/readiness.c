#include "score/readiness.h"

const char *readiness_name(enum readiness r)
{
	static const char *const names[READINESS_LEVELS] = {"no_data_available", "lagging", "aspiring",
	                                                    "ready"};
	REQUIRE(r < READINESS_LEVELS);
	return names[r];
}

enum readiness readiness_of(const struct framework *f, const struct score_value *v)
{
	if (score_value_cmp(v, f->ready) >= 0)
		return READINESS_READY;
	return score_value_cmp(v, f->aspiring) >= 0 ? READINESS_ASPIRING : READINESS_LAGGING;
}
