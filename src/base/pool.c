#include "base/pool.h"

#include "base/mem.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>

struct pool {
	pool_task_fn task;
	void *ctx;
	size_t n;
	atomic_size_t next;
};

struct worker {
	struct pool *pool;
	unsigned id;
	pthread_t thread;
};

static void work(struct pool *p, unsigned id)
{
	for (;;) {
		size_t i = atomic_fetch_add_explicit(&p->next, 1, memory_order_relaxed);
		if (i >= p->n)
			return;
		p->task(p->ctx, i, id);
	}
}

static void *worker_main(void *arg)
{
	struct worker *w = arg;
	work(w->pool, w->id);
	return NULL;
}

/* Signals are for the thread that called: workers start with all of them blocked. */
static unsigned workers_start(struct worker *w, unsigned want, struct pool *p)
{
	sigset_t all, old;
	unsigned n = 0;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	while (n < want) {
		w[n] = (struct worker){.pool = p, .id = n + 1};
		if (pthread_create(&w[n].thread, NULL, worker_main, &w[n]) != 0)
			break;
		n++;
	}
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return n;
}

void pool_run(unsigned n_threads, size_t n, pool_task_fn task, void *ctx)
{
	struct pool p = {.task = task, .ctx = ctx, .n = n};
	atomic_init(&p.next, 0);
	unsigned want = n_threads > 1 ? n_threads - 1 : 0;
	if (n == 0)
		return;
	if (want > n - 1)
		want = (unsigned)(n - 1);
	struct worker *w = mem_new(want, sizeof *w);
	unsigned started = workers_start(w, want, &p);
	work(&p, 0);
	for (unsigned i = 0; i < started; i++)
		REQUIRE(pthread_join(w[i].thread, NULL) == 0);
	free(w);
}

unsigned pool_threads_default(void)
{
	cpu_set_t set;
	if (sched_getaffinity(0, sizeof set, &set) != 0)
		return 1;
	int n = CPU_COUNT(&set);
	return n < 1 ? 1 : n > 64 ? 64 : (unsigned)n;
}
