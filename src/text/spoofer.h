/* Sessions of the Spoofer project: pages of its API (hydra:member), an array, or one a line. */
#ifndef NORMA_TEXT_SPOOFER_H
#define NORMA_TEXT_SPOOFER_H

#include "net/asn.h"
#include "net/prefix.h"
#include "text/reader.h"

enum spoofer_result {
	SPOOFER_NONE, /* not tested: null or absent */
	SPOOFER_RECEIVED,
	SPOOFER_BLOCKED,
	SPOOFER_REWRITTEN,
	SPOOFER_UNKNOWN, /* "unknown", and any other word */
};

/* What one session says of one address family. */
struct spoofer_side {
	asn_t asn;            /* 0: none */
	struct prefix client; /* the client's block, FAMILY_NONE when not said */
	bool nat, nat_said;
	enum spoofer_result private_source, routed_source;
};

struct spoofer_session {
	uint64_t session; /* the project's number */
	instant_t time;
	const char *country; /* ISO 3166-1 alpha 3 as it stands (lower case), "" when not said; lent */
	struct spoofer_side v4, v6;
};

typedef void (*spoofer_fn)(void *ctx, const struct spoofer_session *s);

/**
 * spoofer_reader_new - read sessions.
 *
 * Errors: as text_reader_feed. Rejected: missing-member (session, timestamp), bad-number, bad-time, bad-asn,
 * bad-prefix, no-asn (neither asn4 nor asn6). Owner:  caller, text_reader_free.
 */
struct text_reader *spoofer_reader_new(spoofer_fn fn, void *ctx, struct diag *diag);

#endif
