/*
 * The threads that decode bz2 blocks: one set for the whole process, so that many open files do not make many
 * threads. It is there as long as a stream holds it. Internal to io.
 */
#ifndef NORMA_IO_BZ2_POOL_H
#define NORMA_IO_BZ2_POOL_H

#include "io/bz2_block.h"

struct bz2_task {
	struct bz2_block block;
	/* the pool's: */
	struct bz2_task *next;
	enum { BZ2_DONE, BZ2_WAITS, BZ2_RUNS } state;
};

/** bz2_pool_hold - from now on at least so many threads, where they can be made. False: there is none, and
 * nothing is held. */
bool bz2_pool_hold(unsigned n_threads);

/** bz2_pool_release - the last one ends the threads; its tasks must be done. */
void bz2_pool_release(void);

/** bz2_pool_share - how many blocks one stream may have in flight: 3 a thread, shared by all that hold the
 * pool, but never less than 2. */
unsigned bz2_pool_share(void);

/** bz2_pool_add - decode task->block; begun in the order of adding. */
void bz2_pool_add(struct bz2_task *task);

/** bz2_pool_wait - until it is done; its block is the caller's again. */
void bz2_pool_wait(struct bz2_task *task);

/** bz2_pool_drop - do not begin it any more; wait if it was begun. */
void bz2_pool_drop(struct bz2_task *task);

#endif
