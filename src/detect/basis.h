/*
 * What an event was judged by when it began: what had been known of its routes, what the registries said of
 * them, and as of when. Kept with the event as a JSON object, so that its explanation needs nothing else.
 */
#ifndef NORMA_DETECT_BASIS_H
#define NORMA_DETECT_BASIS_H

#include "base/clock.h"
#include "base/mem.h"
#include "net/asn.h"
#include "net/prefix.h"
#include "topo/relation.h"
#include "validate/irr.h"
#include "validate/rov.h"

enum basis_known {
	BASIS_NOTHING, /* it does not matter for this kind of event */
	BASIS_EXACT,   /* others were known for the same prefix */
	BASIS_INSIDE,  /* for the nearest prefix above it */
	BASIS_NOBODY,  /* nobody was, for it or anything above it */
	BASIS_KNOWN
};

struct basis {
	uint8_t known;           /* enum basis_known */
	struct prefix prefix;    /* BASIS_INSIDE: what it is a part of */
	asn_t origin;            /* BASIS_EXACT, BASIS_INSIDE: who was known for it, the longest of all */
	uint32_t n_origins;      /* so many were */
	uint32_t known_for;      /* seconds that the origin's route had been announced */
	bool was_up;             /* it was announced at that time */
	uint8_t rov, origin_rov; /* enum rov, of the culprit's route, of the origin's */
	uint8_t irr;             /* enum irr, of the culprit's route */
	uint8_t relation;        /* enum relation: what the origin is to the culprit */
	uint8_t from, to;        /* M1, enum relation: what the neighbours of the leg are to the leaker */
	bool inferred;           /* M1: from paths, where no file says so */
	instant_t vrps, route_objects, delegations, relations; /* of the newest data of each; INSTANT_NONE */
};

/** basis_none - nothing is known. */
struct basis basis_none(void);

/** basis_json - appended: {"known":"inside","prefix":"..",...}; what is not known is left out. */
void basis_json(const struct basis *b, struct buf *out);

/** basis_parse - such an object; members that are missing, or make no sense, are as in basis_none. */
struct basis basis_parse(const char *json);

#endif
