/*
 * How far a long job has come, on standard error: a bar on a terminal (after one second, ten times a second
 * at most), a plain line every ten seconds with -v when it is no terminal, nothing with -q.
 */
#ifndef NORMA_CLI_PROGRESS_H
#define NORMA_CLI_PROGRESS_H

#include <stdint.h>

struct cli;
struct progress;

/** progress_begin - files and octets are what there is to do; octets 0: not known. One at a time. */
struct progress *progress_begin(const struct cli *c, const char *what, uint64_t files, uint64_t octets);

/** progress_at - how much is done by now. From any thread; cheap when there is nothing to draw. */
void progress_at(struct progress *p, uint64_t files, uint64_t octets);

/** progress_end - take the bar away and free; NULL is fine. */
void progress_end(struct progress *p);

/** progress_hide - take the bar off the line for a message; it comes back at the next progress_at. */
void progress_hide(void);

/**
 * progress_line - the words of the bar, for tests: "reading  12/40 files  1.2/4.0 GB  310 MB/s  0:09 left".
 * seconds: since the beginning. width: columns; 0: no bar in it. Returns the number of octets in out.
 */
struct buf;
void progress_line(struct buf *out, const char *what, uint64_t files, uint64_t n_files, uint64_t octets,
                   uint64_t n_octets, double seconds, unsigned width);

#endif
