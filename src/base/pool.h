/* The one primitive of parallel work: run N tasks, wait for all. */
#ifndef NORMA_BASE_POOL_H
#define NORMA_BASE_POOL_H

#include <stddef.h>

/* index: which task; worker: 0..n_threads-1, for scratch space of a thread's own. */
typedef void (*pool_task_fn)(void *ctx, size_t index, unsigned worker);

/**
 * pool_run - call task(ctx, i, worker) once for every i below n, on at most n_threads threads (the caller's
 * own among them), and return when all have ended.
 *
 * Tasks are begun in the order of their index. A task writes only to what belongs to its index (or to its
 * worker, when that is merged in a way that no order shows): then the result is the same for any n_threads.
 * With n_threads 0 or 1, or where no thread can be made, everything runs in the caller's thread.
 */
void pool_run(unsigned n_threads, size_t n, pool_task_fn task, void *ctx);

/** pool_threads_default - processors that this process may use, 1 to 64. */
unsigned pool_threads_default(void);

#endif
