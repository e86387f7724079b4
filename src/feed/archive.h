/*
 * MRT files of any number of collectors as one stream in time, applied to a RIB.
 *
 * The order is that of decision 003: time; within an instant the file whose first record is older, then the
 * smaller digest of its first 64 KiB decompressed, then the shorter one, then the position in the file.
 *
 * A gap lies between files: from the last record of the files of a collector that have ended to the first of
 * the next one. A file that goes on meanwhile, however quiet, leaves none.
 */
#ifndef NORMA_FEED_ARCHIVE_H
#define NORMA_FEED_ARCHIVE_H

#include "base/clock.h"
#include "base/diag.h"
#include "base/mem.h"
#include "feed/apply.h"
#include "feed/archive_head.h"

#include <stdbool.h>
#include <stdint.h>

struct archive_file {
	const char *path; /* to open; lent by the owner */
	uint16_t collector;
	struct diag *diag; /* of this file; may be NULL */

	struct archive_head head; /* where it has been looked at, else found by archive_scan */

	/* found by archive_scan: */
	uint64_t whole; /* digest and length of everything, only where two files begin alike */
	uint64_t len;
	size_t same_as; /* index of the file that this one repeats; SIZE_MAX: none */

	/* found by archive_run: */
	bool opened;
	uint64_t n_records, octets_in, octets_out;
	uint64_t n_repeated; /* records that another file of the collector has already told */
	uint64_t n_clock;    /* records whose time cannot be: behind one before, or alone far ahead */
	uint32_t last_time;
	enum err end; /* how it ended: EOF whole */
};

/** archive_scan - look at the beginning of every file that nobody has looked at, and find those that repeat
 * others. Files may be in any order. */
void archive_scan(struct archive_file *files, size_t n, unsigned n_threads);

struct archive_gap {
	uint16_t collector;
	uint32_t from, to; /* last record before it, first one after it */
};
enum { ARCHIVE_GAP = 900 }; /* seconds without a record between two files that make a gap */

struct merge;
struct archive_run {
	struct apply *apply;
	struct archive_file *files;
	size_t n_files;
	unsigned n_threads;  /* streams that decompress ahead */
	uint32_t clock_jump; /* seconds that a clock does not jump by; 0: an hour */
	uint32_t
	    clock_back; /* seconds that one does not go back by; such records are counted. 0: clock_jump */
	instant_t from, to; /* the period; what lies before only builds the tables, to is exclusive */
	void (*tick)(void *ctx, uint32_t t); /* time has moved to t, before its first record; may be NULL */
	void (*progress)(void *ctx, uint64_t octets_in, uint64_t octets_all); /* may be NULL */
	void *ctx;

	struct merge *merge; /* between begin and all */

	/* results: */
	uint32_t observed_from, observed_to; /* first and last record in the period; 0: none */
	uint32_t now;                        /* the newest record applied */
	uint32_t next_after;                 /* the first record at or behind the period's end; 0: none */
	VEC(struct archive_gap) gaps;
};

/** archive_run_begin - open the first files, which decompress from now on while the caller makes ready to
 * apply them: apply is not looked at before archive_run_all, which must follow. */
void archive_run_begin(struct archive_run *run);

/** archive_run_all - apply everything up to the period's end. */
void archive_run_all(struct archive_run *run);

#endif
