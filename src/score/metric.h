/* The names of what is scored: metrics and actions of the network-operator programme. */
#ifndef NORMA_SCORE_METRIC_H
#define NORMA_SCORE_METRIC_H

#include <stdbool.h>
#include <stddef.h>

/* id, action, kind, has a score, what: in the order in which they are shown */
#define SCORE_METRIC_LIST(X)                                                                        \
	X(M1, FILTERING, INCIDENTS, true, "route leaks, as culprit")                                \
	X(M1C, FILTERING, INCIDENTS, true, "route leaks, as accomplice")                            \
	X(M2, FILTERING, INCIDENTS, true, "misoriginations, as culprit")                            \
	X(M2C, FILTERING, INCIDENTS, true, "misoriginations, as accomplice")                        \
	X(M3, FILTERING, INCIDENTS, true, "bogon prefixes, as culprit")                             \
	X(M3C, FILTERING, INCIDENTS, true, "bogon prefixes, as accomplice")                         \
	X(M4, FILTERING, INCIDENTS, true, "bogon ASNs in the path, as culprit")                     \
	X(M4C, FILTERING, INCIDENTS, true, "bogon ASNs in the path, as accomplice")                 \
	X(M5, ANTI_SPOOFING, COUNT, true, "client blocks from which spoofed packets were received") \
	X(M8, COORDINATION, YES_NO, true, "contact data registered")                                \
	X(M7IRR, INFORMATION_IRR, SHARE, true, "routes with a matching route object")               \
	X(M7RPKI, INFORMATION_RPKI, SHARE, true, "routes RPKI-valid, less ten times those invalid") \
	X(M6, ACTIONS, YES_NO, true, "routing policy registered")                                   \
	X(M7RPKIN, ACTIONS, SHARE, false, "routes that no ROA covers")                              \
	X(M9, ACTIONS, COUNT, false, "RPKI-invalid routes of others passed on")

enum score_metric {
#define SCORE_METRIC_ENUM(id, action, kind, score, what) SCORE_##id,
	SCORE_METRIC_LIST(SCORE_METRIC_ENUM)
#undef SCORE_METRIC_ENUM
	    SCORE_METRICS
};

enum score_kind { KIND_INCIDENTS, KIND_COUNT, KIND_YES_NO, KIND_SHARE };

/* id, JSON name, number of the programme's action */
#define SCORE_ACTION_LIST(X)                           \
	X(FILTERING, "filtering", 1)                   \
	X(ANTI_SPOOFING, "antiSpoofing", 2)            \
	X(COORDINATION, "coordination", 3)             \
	X(INFORMATION_IRR, "routingInformationIRR", 4) \
	X(INFORMATION_RPKI, "routingInformationRPKI", 4)

enum score_action {
#define SCORE_ACTION_ENUM(id, name, number) SCORE_##id,
	SCORE_ACTION_LIST(SCORE_ACTION_ENUM)
#undef SCORE_ACTION_ENUM
	    SCORE_ACTIONS
};

struct score_metric_info {
	const char *name, *what;
	enum score_action action; /* SCORE_ACTIONS: informational */
	enum score_kind kind;
	bool has_score; /* can be normalised at all */
};

const struct score_metric_info *score_metric_info(enum score_metric m);
const char *score_metric_name(enum score_metric m);
const char *score_action_name(enum score_action a); /* the name that JSON uses */
unsigned score_action_number(enum score_action a);

/** score_metric_of - culprit's or accomplice's metric of an event of M1..M4 (number 1..4). */
static inline enum score_metric score_metric_of(unsigned number, bool accomplice)
{
	return (enum score_metric)(2 * (number - 1) + (accomplice ? 1 : 0));
}

#endif
