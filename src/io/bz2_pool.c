#include "io/bz2_pool.h"

#include <pthread.h>
#include <signal.h>

enum { THREADS = 64 };

static struct {
	pthread_mutex_t life; /* holding and releasing, one a time */
	pthread_t threads[THREADS];
	unsigned n_threads;

	pthread_mutex_t lock; /* all below, and the states of tasks */
	pthread_cond_t added, done;
	struct bz2_task *first, *last;
	unsigned n_streams, n_workers;
	bool end;
} pool = {.life = PTHREAD_MUTEX_INITIALIZER,
          .lock = PTHREAD_MUTEX_INITIALIZER,
          .added = PTHREAD_COND_INITIALIZER,
          .done = PTHREAD_COND_INITIALIZER};

static struct bz2_task *take_first(void)
{
	struct bz2_task *t = pool.first;
	pool.first = t->next;
	if (!pool.first)
		pool.last = NULL;
	return t;
}

static void *work(void *arg)
{
	struct bz2_memory memory = {0};
	(void)arg;
	pthread_mutex_lock(&pool.lock);
	for (;;) {
		while (!pool.first && !pool.end)
			pthread_cond_wait(&pool.added, &pool.lock);
		if (!pool.first)
			break;
		struct bz2_task *t = take_first();
		t->state = BZ2_RUNS;
		pthread_mutex_unlock(&pool.lock);
		bz2_block_decode(&t->block, &memory);
		pthread_mutex_lock(&pool.lock);
		t->state = BZ2_DONE;
		pthread_cond_broadcast(&pool.done);
	}
	pthread_mutex_unlock(&pool.lock);
	bz2_memory_fini(&memory);
	return NULL;
}

/* Signals are for the threads that have to do with the world. */
static void threads_start(unsigned want)
{
	sigset_t all, old;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	while (pool.n_threads < want && pthread_create(&pool.threads[pool.n_threads], NULL, work, NULL) == 0)
		pool.n_threads++;
	pthread_sigmask(SIG_SETMASK, &old, NULL);
}

bool bz2_pool_hold(unsigned n_threads)
{
	pthread_mutex_lock(&pool.life);
	threads_start(n_threads < THREADS ? n_threads : THREADS);
	bool there = pool.n_threads > 0;
	pthread_mutex_lock(&pool.lock);
	pool.n_workers = pool.n_threads;
	pool.n_streams += there;
	pthread_mutex_unlock(&pool.lock);
	pthread_mutex_unlock(&pool.life);
	return there;
}

static bool is_last(void)
{
	pthread_mutex_lock(&pool.lock);
	REQUIRE(pool.n_streams > 0);
	pool.end = --pool.n_streams == 0;
	bool last = pool.end;
	if (last)
		pthread_cond_broadcast(&pool.added);
	pthread_mutex_unlock(&pool.lock);
	return last;
}

void bz2_pool_release(void)
{
	pthread_mutex_lock(&pool.life);
	if (is_last()) {
		while (pool.n_threads > 0)
			REQUIRE(pthread_join(pool.threads[--pool.n_threads], NULL) == 0);
		pool.end = false;
	}
	pthread_mutex_unlock(&pool.life);
}

unsigned bz2_pool_share(void)
{
	pthread_mutex_lock(&pool.lock);
	unsigned n = 3 * pool.n_workers / (pool.n_streams ? pool.n_streams : 1);
	pthread_mutex_unlock(&pool.lock);
	return n < 2 ? 2 : n;
}

void bz2_pool_add(struct bz2_task *task)
{
	task->next = NULL;
	pthread_mutex_lock(&pool.lock);
	task->state = BZ2_WAITS;
	if (pool.last)
		pool.last->next = task;
	else
		pool.first = task;
	pool.last = task;
	pthread_cond_signal(&pool.added);
	pthread_mutex_unlock(&pool.lock);
}

static void wait_done(const struct bz2_task *task)
{
	while (task->state != BZ2_DONE)
		pthread_cond_wait(&pool.done, &pool.lock);
}

void bz2_pool_wait(struct bz2_task *task)
{
	pthread_mutex_lock(&pool.lock);
	wait_done(task);
	pthread_mutex_unlock(&pool.lock);
}

/* Out of the queue, which is short. */
static void take_out(struct bz2_task *task)
{
	struct bz2_task **at = &pool.first, *before = NULL;
	while (*at != task) {
		before = *at;
		at = &before->next;
	}
	*at = task->next;
	if (pool.last == task)
		pool.last = before;
	task->state = BZ2_DONE;
}

void bz2_pool_drop(struct bz2_task *task)
{
	pthread_mutex_lock(&pool.lock);
	if (task->state == BZ2_WAITS)
		take_out(task);
	wait_done(task);
	pthread_mutex_unlock(&pool.lock);
}
