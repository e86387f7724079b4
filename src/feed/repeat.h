/*
 * Records that another file of the same collector has already told. Files that overlap repeat records of the
 * same second; what one of them has n times, all of them together have n times.
 *
 * Only the second that is being read is remembered, and only while at least two files of a collector may
 * speak of it: a repeated table dump is not looked for here, since it changes nothing.
 */
#ifndef NORMA_FEED_REPEAT_H
#define NORMA_FEED_REPEAT_H

#include "base/mem.h"
#include "wire/mrt.h"

struct repeat_cell {
	uint64_t key;
	uint32_t second, n;
};

struct repeat_collector {
	uint32_t n_open;   /* files with sessions that have more to tell */
	uint32_t n_ended;  /* files that ended with ended_at */
	uint32_t ended_at; /* UNIX seconds */
};

struct repeat {
	struct repeat_cell *cell; /* cells of another second are empty ones */
	uint32_t mask, n;
	uint32_t second;
	VEC(struct repeat_collector) collectors;
};

void repeat_fini(struct repeat *r);

/** repeat_open, repeat_close - a file with sessions joins; it ends, with its last record at t. */
void repeat_open(struct repeat *r, uint16_t collector);
void repeat_close(struct repeat *r, uint16_t collector, uint32_t t);

/** repeat_is_told - has another file told this record of the second t? file: any number of the file's own. */
bool repeat_is_told(struct repeat *r, uint16_t collector, uint32_t file, uint32_t t,
                    const struct mrt_record *record);

#endif
