/* The programmes of a community, with the actions that each asks for. Part of a framework. */
#ifndef NORMA_SCORE_PROGRAMME_H
#define NORMA_SCORE_PROGRAMME_H

#include "score/fraction.h"

enum { FRAMEWORK_NAME = 32, FRAMEWORK_TITLE = 128 };

enum framework_programme_id {
	PROGRAMME_OPERATORS,
	PROGRAMME_IXPS,
	PROGRAMME_CDNS,
	PROGRAMME_VENDORS,
	PROGRAMMES
};

/* Actions are bits 1 << number, 1 to 6, as the programme's document numbers them. */
struct framework_programme {
	char title[FRAMEWORK_TITLE];
	uint64_t actions; /* how many there are */
	uint64_t mandatory, recommended;
	uint64_t one_of; /* of these at least one */
	uint64_t level;  /* enum readiness that a mandatory action must reach */
	struct fraction
	    conformance; /* share of routes that must conform in the cross-check; 0: not measured */
};

const char *framework_programme_name(enum framework_programme_id p);

struct framework;
enum size_class { SIZE_SMALL, SIZE_MEDIUM, SIZE_LARGE, SIZE_CLASSES };

/** size_class_of - by the number of customers. size_class_name - "small", "medium", "large". */
enum size_class size_class_of(const struct framework *f, uint64_t customers);
const char *size_class_name(enum size_class c);

/**
 * programme_conforms - the cross-check of the research community: do enough of a network's routes conform
 * (RPKI valid, or a route object of the same origin for the same or a covering prefix)? Exact.
 */
bool programme_conforms(const struct framework_programme *p, uint64_t conforming, uint64_t routes);

#endif
