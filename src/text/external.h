/*
 * Events that others have found: GRIP (pages of its API, an array, or one a line) and Cloudflare Radar
 * (hijacks and leaks, whole answers, their list of events, or one a line). Norma's own events are held
 * against them; nobody is charged on their word.
 */
#ifndef NORMA_TEXT_EXTERNAL_H
#define NORMA_TEXT_EXTERNAL_H

#include "net/asn.h"
#include "net/prefix.h"
#include "text/reader.h"

/* source, stored name, words for people */
#define EXTERNAL_SOURCE_LIST(X) \
	X(GRIP, "grip", "GRIP") \
	X(RADAR, "radar", "Cloudflare Radar")

enum external_source {
#define EXTERNAL_SOURCE_ENUM(source, name, words) EXTERNAL_##source,
	EXTERNAL_SOURCE_LIST(EXTERNAL_SOURCE_ENUM)
#undef EXTERNAL_SOURCE_ENUM
	    EXTERNAL_SOURCES
};

/* kind, stored name. GRIP: several origins of a prefix, of a part of one, a new link; Radar: hijack, leak */
#define EXTERNAL_KIND_LIST(X) \
	X(MOAS, "moas")       \
	X(SUBMOAS, "submoas") \
	X(EDGES, "edges")     \
	X(HIJACK, "hijack")   \
	X(LEAK, "leak")

enum external_kind {
#define EXTERNAL_KIND_ENUM(kind, name) EXTERNAL_##kind,
	EXTERNAL_KIND_LIST(EXTERNAL_KIND_ENUM)
#undef EXTERNAL_KIND_ENUM
	    EXTERNAL_KINDS
};

const char *external_source_name(enum external_source s);
const char *external_source_words(enum external_source s);
const char *external_kind_name(enum external_kind k);

/* What is kept of the lists of one event; what is beyond is said and left out. */
enum { EXTERNAL_MAX_ASNS = 256, EXTERNAL_MAX_PREFIXES = 4096 };

struct external_event {
	enum external_source source;
	enum external_kind kind;
	const char *id;        /* as they have it; lent */
	const char *words;     /* what decided for them: GRIP's primary inference; "" not said; lent */
	instant_t start;       /* seconds */
	instant_t end;         /* INSTANT_NONE: they say that it goes on */
	bool graded;           /* they say how sure they are: */
	uint32_t grade;        /* GRIP: suspicion, 0 to 100; Radar hijacks: sum of points */
	asn_t segment[2];      /* LEAK: the neighbours of the leaker, as they list them; 0 none */
	const asn_t *culprits; /* at least one; lent, as all lists */
	size_t n_culprits;
	const asn_t *victims;
	size_t n_victims;
	const struct prefix *prefixes;
	size_t n_prefixes;
};

typedef void (*external_fn)(void *ctx, const struct external_event *e);

/**
 * external_reader_new - read events.
 *
 * Shape:    GRIP's "defcon" names no culprit and is passed over.
 * Errors:   as text_reader_feed. Rejected: missing-member (id, a start), bad-time, bad-asn, no-culprit,
 *           unknown-event (of neither form), wrong-order (the end before the start).
 * Owner:    caller, text_reader_free.
 */
struct text_reader *external_reader_new(external_fn fn, void *ctx, struct diag *diag);

#endif
