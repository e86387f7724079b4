/*
 * Events: one thing that went wrong, with start, end, culprit and evidence. What every detector hands on.
 */
#ifndef NORMA_DETECT_EVENT_H
#define NORMA_DETECT_EVENT_H

#include "base/mem.h"
#include "detect/basis.h"
#include "detect/tag.h"
#include "net/prefix.h"
#include "rib/rib.h"

enum metric { METRIC_M1 = 1, METRIC_M2, METRIC_M3, METRIC_M4 };

/* An event's visibility is kept for 1..EVENT_PEERS peers, so that a framework may ask for any of these. */
enum { EVENT_PEERS = 16, EVENT_EVIDENCE = 64 };

/* Of the networks that let go of it the last so many are kept, and the messages of the first so many: one
 * that comes and goes for days must not fill the memory. */
enum { EVENT_ENDINGS = 64, EVENT_ENDING_MESSAGES = 1024 };

enum event_class { EVENT_CLASS_NONE, EVENT_FULL, EVENT_ADMINISTRATIVE };

/* One change that the event was judged by: an announcement that shows it, or what a network shows instead. */
struct evidence {
	uint32_t time;
	uint32_t message; /* the owner's number for the raw message; RIB_NONE: not kept */
	peer_id peer;
	uint8_t family;
	uint8_t cause; /* enum rib_cause */
	prefix_id prefix;
	path_id path;   /* from then on; PATH_NONE: none */
	path_id before; /* until then; PATH_NONE: none, or not known */
};

/* A neighbour of the culprit that passed it on, and how many of the peers that saw the event had it through
 * there. */
struct accomplice {
	asn_t asn;
	uint32_t n_peers;
};

struct event {
	uint8_t metric; /* enum metric */
	uint8_t class;  /* enum event_class */
	uint8_t family; /* METRIC_M2, METRIC_M3 */
	bool is_forged; /* METRIC_M2: the origin is right and not the culprit's (forged.h); has prefixes */
	bool open;      /* the data ended before it did */
	asn_t culprit;
	uint32_t note;                 /* the detector's own number of what it knew when the event began */
	prefix_id prefix;              /* METRIC_M2, METRIC_M3 */
	asn_t bogon;                   /* METRIC_M4 */
	const char *reason;            /* why the prefix or ASN is a bogon; lives as long as the judge */
	uint32_t start, end;           /* UNIX seconds; end is INSTANT of the last loss, or 0 while open */
	uint32_t visible[EVENT_PEERS]; /* [k]: when k + 1 distinct peer ASNs had it at one time; 0: never */
	uint32_t n_peak;               /* most distinct peer ASNs at one time */
	uint32_t n_peers;              /* distinct peer ASNs over its whole life */
	uint64_t n_announcements;      /* of which the first EVENT_EVIDENCE are kept */
	VEC(struct accomplice) accomplices; /* by ASN */
	VEC(uint32_t) peers;                /* as_index of the n_peers, ascending */
	/* Of METRIC_M1, METRIC_M2: what whoever weighs it gives it. */
	const char *rule;   /* what found it */
	tag_set tags;       /* what speaks for and against it */
	VEC(asn_t) victims; /* whose routes they were */
	/* METRIC_M1: the neighbours that it came from and went to; forged: the first alone */
	asn_t segment[2];
	uint8_t leak_type;  /* RFC 7908 section 3.type; 0: not known, METRIC_M2: none */
	struct basis basis; /* what it was judged by; its dates are not filled in here */
	VEC(struct evidence) evidence;
	VEC(struct evidence) endings; /* networks letting go of it, the last EVENT_ENDINGS, by time */
	uint32_t n_endings;           /* all of them */
	VEC(struct event_prefix {
		uint8_t family;
		prefix_id id;
	})
	prefixes; /* METRIC_M1, METRIC_M4, and METRIC_M2 where it is forged: by family and id */
};

struct event_list {
	struct event *at;
	size_t n, cap;
};

void event_fini(struct event *e);
void event_list_fini(struct event_list *l);

#endif
