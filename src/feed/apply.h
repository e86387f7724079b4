/*
 * MRT records of one file applied to the RIB: which session, which table dump, which routes.
 */
#ifndef NORMA_FEED_APPLY_H
#define NORMA_FEED_APPLY_H

#include "base/diag.h"
#include "feed/health.h"
#include "feed/paths.h"
#include "rib/rib.h"
#include "wire/mrt.h"

/* What a run counts; the same names as norma mrt --format count where they mean the same. */
struct apply_counts {
	uint64_t records, entries, announcements, withdrawals, states, messages;
	uint64_t
	    malformed; /* announcements that RFC 7606 takes as withdrawn, or that cannot be used at all */
};

/* The record that is being applied: evidence points here. */
struct apply_now {
	uint32_t file; /* the feed's number of the file */
	const struct mrt_record *record;
};

/* An entry of a dump that was staged: its change will be told only at the dump's end. */
struct apply_staged {
	peer_id peer;
	prefix_id prefix;
	path_id path;
	uint32_t time;       /* of the record */
	uint32_t originated; /* as the collector says, UNIX seconds; 0: not said */
	uint8_t family;      /* RIB_V4, RIB_V6 */
};

struct apply_hooks {
	/* the record that is being applied is the table of peers of a dump that begins; may be NULL */
	void (*peers)(void *ctx);
	void (*staged)(void *ctx, const struct apply_staged *e); /* may be NULL */
	/* the dump that the file holds has taken effect; may be NULL */
	void (*dumped)(void *ctx, uint32_t file);
	void *ctx;
};

/* What all files of a run share. */
struct apply {
	struct rib *rib;
	struct health *health; /* of the sessions; NULL: not looked at */
	struct path_memo *paths;
	struct apply_hooks hooks;
	struct apply_now now;
	struct apply_counts counts;
};

struct apply_file;

/** apply_file_new - the state that belongs to one open file: its peers' numbers and the dump that it holds.
 */
struct apply_file *apply_file_new(struct apply *a, uint32_t file, uint16_t collector, struct diag *diag);

/** apply_record - apply one record as of the instant t, which is not before any applied earlier. */
void apply_record(struct apply_file *f, uint32_t t, const struct mrt_record *r);

/** apply_file_cut - octets of the file are missing in front of the next record: what the dump that it holds
 * does not show may stand there. */
void apply_file_cut(struct apply_file *f);

/** apply_file_end - the file's end: a dump that it holds takes effect. Frees f. */
void apply_file_end(struct apply_file *f);

#endif
