/* What files of organisations say, whatever their form. Text is clean UTF-8, "" where nothing is said, lent
 * for the length of the callback. */
#ifndef NORMA_TEXT_AS_ORG_VALUE_H
#define NORMA_TEXT_AS_ORG_VALUE_H

#include "base/clock.h"
#include "net/asn.h"

struct as_org_organisation {
	const char *id; /* the source's own handle: the key that networks refer to */
	const char *name;
	const char *country; /* ISO 3166-1 */
	const char *source;  /* registry */
	instant_t changed;   /* INSTANT_NONE when not said */
};

struct as_org_network {
	asn_t asn;
	const char *name;
	const char *org_id;
	const char *opaque_id;
	const char *source;
	instant_t changed; /* INSTANT_NONE when not said */
};

typedef void (*as_org_organisation_fn)(void *ctx, const struct as_org_organisation *o);
typedef void (*as_org_network_fn)(void *ctx, const struct as_org_network *n);

/** as_org_date - "20080402" as these files write it; INSTANT_NONE for anything else ("" is common). */
instant_t as_org_date(const char *s);

#endif
