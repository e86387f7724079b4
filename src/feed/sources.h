/*
 * The files of a data folder: what each is, what time it speaks of, which of several is in force when, and
 * what came of reading it.
 *
 * What a file is, its folder and its content say, never its name. Files of one kind whose names differ only
 * in a date or time are snapshots of one thing (a family); different families of a kind are parts that belong
 * together: of each family one file is in force at an instant, and a kind has data at an instant where every
 * family has a file in force that is fresh.
 */
#ifndef NORMA_FEED_SOURCES_H
#define NORMA_FEED_SOURCES_H

#include "base/clock.h"
#include "base/diag.h"
#include "base/mem.h"
#include "feed/archive_head.h"
#include "io/stream.h"
#include "text/reader.h"
#include "text/recognise.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

/* kind, its name in JSON and messages */
#define SOURCE_KIND_LIST(X)               \
	X(UNKNOWN, "unknown")             \
	X(BGP, "bgp")                     \
	X(VRPS, "vrps")                   \
	X(IRR, "irr")                     \
	X(DELEGATED, "delegated")         \
	X(PEERINGDB, "peeringdb")         \
	X(CONTACTS, "contacts")           \
	X(SPOOFER, "spoofer")             \
	X(RELATIONSHIPS, "relationships") \
	X(ORGS, "orgs")                   \
	X(PARTICIPANTS, "participants")   \
	X(INCIDENTS, "incidents")         \
	X(BOGONS, "bogons")

enum source_kind {
#define SOURCE_KIND_ENUM(kind, name) SOURCE_##kind,
	SOURCE_KIND_LIST(SOURCE_KIND_ENUM)
#undef SOURCE_KIND_ENUM
	    SOURCE_KINDS
};
const char *source_kind_name(enum source_kind k);

/* Reasons of complaints about a file as a whole; all others come from readers and have a line. */
#define SOURCE_UNREADABLE "unreadable" /* cannot be opened; no position */
#define SOURCE_DAMAGED    "damaged"    /* ends early; position: octet of the decompressed data */
#define SOURCE_NOT_USED   "not-used"   /* of SOURCE_UNKNOWN in a folder, told by sources_open; no position */
#define SOURCE_MISREAD    "misread"    /* its reader gave up, or found nothing of the kind; no position */

struct source {
	char *file; /* relative to the data folder, or as it was named */
	char *path; /* to open */
	enum source_kind kind;
	enum text_kind text;      /* which reader */
	struct archive_head head; /* SOURCE_BGP: its beginning */
	uint16_t collector;       /* SOURCE_BGP: index in sources.collectors */
	uint32_t family;          /* the same number: snapshots of one another */
	bool named;               /* on the command line: used whatever its age */
	uint64_t size;            /* octets on the disk */
	instant_t as_of;          /* of the content, else of the name, else of the file */
	uint64_t records;         /* read */
	uint64_t rejected;        /* reported and left out */
	struct tally reasons;     /* of what was rejected */
	bool used;                /* something of it was judged by */
	bool damaged;             /* could not be read to its end: what came before it counts */
	char *why_not;            /* of SOURCE_UNKNOWN, or where reading failed: words; else NULL */
	struct diag diag;         /* of this file: counts into reasons, and tells the listener */
	struct sources *sources;  /* the owner */
	struct io_stream *once;   /* of a pipe: already open, can be read once */
	bool counted;             /* read before: records and complaints are known */
	instant_t held_until;     /* not in force before; INSTANT_NONE: it is not held (faults.h) */
	char *held_why;           /* what is wrong with it as a whole: words, or NULL */
};

/* Told of every complaint, as messages for people; may be called from any thread, one call a time. */
typedef void (*source_message_fn)(void *ctx, const struct source *s, struct diag_pos pos, const char *reason,
                                  const char *what);

struct sources {
	VEC(struct source) at; /* by file, octet by octet; they stay where they are once all are there */
	VEC(char *) collectors;
	uint32_t n_families;
	unsigned n_threads;
	pthread_mutex_t lock;         /* one message a time */
	struct io_stream_opts stream; /* how files are opened: limits */
	source_message_fn message;    /* may be NULL */
	void *message_ctx;
	instant_t fresh[SOURCE_KINDS]; /* seconds that one may be older than what it judges; 0: any */
};

/* What to make of it all; zeroed is a good beginning. */
struct sources_options {
	struct io_stream_opts stream;
	unsigned n_threads; /* of sources_open, where that is given none */
	source_message_fn message;
	void *message_ctx;
	instant_t fresh[SOURCE_KINDS];
};

/** sources_init - no files yet; it must not be moved; end with sources_fini. o may be NULL: no limits. */
void sources_init(struct sources *s, const struct sources_options *o);
void sources_fini(struct sources *s);

/**
 * sources_open - list a data folder, tell what each file is and what time it speaks of.
 *
 * norma.ini in the folder itself is no source. What cannot be read or recognised is one of SOURCE_UNKNOWN
 * with why_not. as_of of SOURCE_BGP stays INSTANT_NONE (archive_scan); of all others it is known and does not
 * change. Read are the first 64 KiB; more only of JSON that may hold its time further on.
 *
 * Errors: IO no such folder; LIMIT too many files. fail says why.
 */
MUST_USE enum err sources_open(struct sources *s, const char *dir, unsigned n_threads, struct io_fail *fail);

/** sources_name - add one file as a source of the kind, used whatever its age (--vrps FILE). Before any
 * question: sources move. Errors: VALUE it is not of that kind; IO it cannot be read; why_not says it. */
MUST_USE enum err sources_name(struct sources *s, enum source_kind kind, const char *path);

/** source_is_held - it is not believed yet at t (faults.h): others of its family stand for it. */
static inline bool source_is_held(const struct source *s, instant_t t)
{
	return s->held_until != INSTANT_NONE && t < s->held_until;
}

/** sources_in_force - of each family of the kind the one in force at t: the newest not younger, else the
 * oldest. Ordered by file. Returns how many; *out is the caller's to free (NULL where none). */
size_t sources_in_force(struct sources *s, enum source_kind kind, instant_t t, struct source ***out);

static inline bool source_is_later(const struct source *s, instant_t t)
{
	return s->as_of > t;
}
/** sources_are_later - is one of those in force at t younger than t? */
bool sources_are_later(struct sources *s, enum source_kind kind, instant_t t);

/** source_is_fresh - is it young enough to judge t by? What is later, and what was named, always is. */
bool source_is_fresh(const struct source *s, instant_t t);

enum sources_state { SOURCES_NONE, SOURCES_STALE, SOURCES_FRESH };
/** sources_state - has the kind data at t: is there a file, and are all in force fresh? */
enum sources_state sources_state(struct sources *s, enum source_kind kind, instant_t t);

/** sources_next_change - the first instant behind t at which another file of the kind comes into force, one
 * in force is no longer later, or becomes stale; INT64_MAX: none. In between all above is the same. */
instant_t sources_next_change(struct sources *s, enum source_kind kind, instant_t t);

/** source_read - push a whole file through its reader and free that. Counts records and rejects, tells damage
 * (once, however often it is read), marks it as used. */
void source_read(struct source *s, struct text_reader *r);

/** source_push - the same, but the reader stays the caller's. False: the file could not even be opened. */
bool source_push(struct source *s, struct text_reader *r);

#endif
