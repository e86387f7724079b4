#include "score/metric.h"

#include "base/err.h"

static const struct score_metric_info infos[SCORE_METRICS] = {
#define SCORE_METRIC_ROW(id, action, kind, score, what) {#id, what, SCORE_##action, KIND_##kind, score},
    SCORE_METRIC_LIST(SCORE_METRIC_ROW)
#undef SCORE_METRIC_ROW
};

static const struct {
	const char *name;
	unsigned number;
} actions[SCORE_ACTIONS] = {
#define SCORE_ACTION_ROW(id, name, number) {name, number},
    SCORE_ACTION_LIST(SCORE_ACTION_ROW)
#undef SCORE_ACTION_ROW
};

const struct score_metric_info *score_metric_info(enum score_metric m)
{
	REQUIRE(m < SCORE_METRICS);
	return &infos[m];
}

const char *score_metric_name(enum score_metric m)
{
	return score_metric_info(m)->name;
}

const char *score_action_name(enum score_action a)
{
	REQUIRE(a < SCORE_ACTIONS);
	return actions[a].name;
}

unsigned score_action_number(enum score_action a)
{
	REQUIRE(a < SCORE_ACTIONS);
	return actions[a].number;
}
