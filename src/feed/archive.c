#include "feed/archive.h"

#include "base/hash.h"
#include "base/pool.h"
#include "feed/repeat.h"
#include "io/stream.h"
#include "wire/mrt_stream.h"

#include <stdlib.h>
#include <string.h>

enum {
	CLOCK_JUMP = 3600,    /* by default: a record so much older than its predecessor is reported */
	PROGRESS_STEP = 4096, /* records between two reports of progress */
	MICROS = 1000000,
};

static void scan_one(void *ctx, size_t i, unsigned worker)
{
	struct archive_file *f = &((struct archive_file *)ctx)[i];
	(void)worker;
	f->same_as = SIZE_MAX;
	if (!f->head.looked)
		f->head = archive_head_open(f->path);
	f->octets_in = f->head.size;
}

/* Length and digest of all octets: asked only of files that begin alike. */
static void scan_whole(struct archive_file *f)
{
	struct io_stream *s;
	struct io_fail fail;
	const uint8_t *p;
	size_t len;
	if (f->len > 0 || io_stream_open(f->path, NULL, &s, &fail) != ERR_OK)
		return;
	struct hash_stream *h = hash_stream_new();
	while (io_stream_read(s, &p, &len) == ERR_OK) {
		hash_stream_add(h, p, len);
		f->len += len;
	}
	f->whole = hash_stream_value(h);
	hash_stream_free(h);
	io_stream_close(s);
}

static int order_cmp(const struct archive_file *a, const struct archive_file *b)
{
	if (a->head.time != b->head.time)
		return a->head.time < b->head.time ? -1 : 1;
	if (a->head.micros != b->head.micros)
		return a->head.micros < b->head.micros ? -1 : 1;
	if (a->head.digest != b->head.digest)
		return a->head.digest < b->head.digest ? -1 : 1;
	if (a->len != b->len)
		return a->len < b->len ? -1 : 1;
	if (a->whole != b->whole)
		return a->whole < b->whole ? -1 : 1;
	if (a->collector != b->collector)
		return a->collector < b->collector ? -1 : 1;
	return strcmp(a->path, b->path); /* the same octets: which of the two is named as the repeat */
}

static int order_cmp_ptr(const void *a, const void *b)
{
	return order_cmp(*(struct archive_file *const *)a, *(struct archive_file *const *)b);
}

/* The readable files in their order. */
static struct archive_file **in_order(struct archive_file *files, size_t n, size_t *n_out)
{
	struct archive_file **order = mem_new(n, sizeof(struct archive_file *));
	size_t k = 0;
	for (size_t i = 0; i < n; i++)
		if (files[i].head.verdict == ERR_OK && files[i].same_as == SIZE_MAX)
			order[k++] = &files[i];
	if (k)
		qsort(order, k, sizeof *order, order_cmp_ptr);
	*n_out = k;
	return order;
}

void archive_scan(struct archive_file *files, size_t n, unsigned n_threads)
{
	pool_run(n_threads, n, scan_one, files);
	size_t k;
	struct archive_file **order = in_order(files, n, &k);
	for (size_t i = 1; i < k; i++)
		if (order[i]->head.time == order[i - 1]->head.time &&
		    order[i]->head.digest == order[i - 1]->head.digest) {
			scan_whole(order[i - 1]);
			scan_whole(order[i]);
		}
	if (k)
		qsort(order, k, sizeof *order, order_cmp_ptr);
	for (size_t i = 1; i < k; i++)
		if (order[i]->len && order[i]->len == order[i - 1]->len &&
		    order[i]->whole == order[i - 1]->whole &&
		    order[i]->collector == order[i - 1]->collector) {
			size_t first = (size_t)(order[i - 1] - files);
			order[i]->same_as = files[first].same_as == SIZE_MAX ? first : files[first].same_as;
		}
	free(order);
}

/* An open file. */
struct reader {
	struct archive_file *file;
	size_t rank; /* its place in the order */
	struct io_stream *io;
	struct mrt_stream mrt;
	struct apply_file *apply;
	struct mrt_record record;
	struct mrt_record ahead; /* the one behind it, where that has been read */
	bool has_ahead;
	struct buf copy; /* of record, where ahead has been */
	uint64_t key;    /* time of the record in microseconds, never before its predecessor's */
	uint64_t n_damaged;
	uint64_t octets_seen;
};

struct merge_collector {
	uint32_t last;   /* its newest record applied; 0: none */
	uint32_t n_open; /* files in the heap */
};

struct merge {
	struct archive_run *run;
	struct archive_file **order;
	size_t n_order, next;       /* files of the order that have been opened */
	VEC(struct reader *) heap;  /* by (key, rank) */
	VEC(struct reader *) ahead; /* opened so that they decompress, not yet in the heap; by rank */
	VEC(struct merge_collector) collectors;
	struct repeat repeat;
	uint64_t octets_in, octets_all;
	uint64_t n;
	bool in_period;
};

static enum err read_stream(void *ctx, const uint8_t **data, size_t *len)
{
	return io_stream_read(ctx, data, len);
}

static bool reader_before(const struct reader *a, const struct reader *b)
{
	return a->key != b->key ? a->key < b->key : a->rank < b->rank;
}

static uint32_t seconds(const struct reader *r)
{
	return (uint32_t)(r->key / MICROS);
}

static void heap_down(struct merge *m, size_t i)
{
	for (;;) {
		size_t child = 2 * i + 1;
		if (child >= m->heap.n)
			return;
		if (child + 1 < m->heap.n && reader_before(m->heap.at[child + 1], m->heap.at[child]))
			child++;
		if (reader_before(m->heap.at[i], m->heap.at[child]))
			return;
		struct reader *r = m->heap.at[i];
		m->heap.at[i] = m->heap.at[child];
		m->heap.at[child] = r;
		i = child;
	}
}

static void heap_add(struct merge *m, struct reader *r)
{
	*vec_push(&m->heap) = r;
	for (size_t i = m->heap.n - 1; i > 0 && reader_before(m->heap.at[i], m->heap.at[(i - 1) / 2]);
	     i = (i - 1) / 2) {
		struct reader *up = m->heap.at[(i - 1) / 2];
		m->heap.at[(i - 1) / 2] = m->heap.at[i];
		m->heap.at[i] = up;
	}
}

static struct reader *reader_open(struct merge *m)
{
	struct archive_run *run = m->run;
	struct archive_file *f = m->order[m->next];
	struct reader *r = mem_new(1, sizeof *r);
	struct io_stream_opts opts = {.sync = run->n_threads < 2, .threads = run->n_threads};
	struct io_fail fail = {0};
	r->file = f;
	r->rank = m->next++;
	enum err e = io_stream_open(f->path, &opts, &r->io, &fail);
	if (e != ERR_OK) {
		diag_report(f->diag, diag_nowhere(), "unreadable", "%s", fail.what);
		f->end = e;
		free(r);
		return NULL;
	}
	f->opened = true;
	mrt_stream_init(&r->mrt, read_stream, r->io, NULL, f->diag);
	return r;
}

static void reader_close(struct merge *m, struct reader *r)
{
	struct io_facts facts = io_stream_facts(r->io);
	const struct io_fail *fail = io_stream_fail(r->io);
	r->file->octets_in = facts.in;
	r->file->octets_out = facts.out;
	r->file->end = r->mrt.verdict;
	if (r->mrt.verdict != ERR_EOF)
		apply_file_cut(r->apply);
	m->octets_in += facts.size > r->octets_seen ? facts.size - r->octets_seen : 0;
	if (fail->err != ERR_OK && fail->err != ERR_EOF)
		diag_report(r->file->diag, diag_at_offset(facts.out), "damaged", "%s", fail->what);
	apply_file_end(r->apply);
	mrt_stream_fini(&r->mrt);
	io_stream_close(r->io);
	buf_fini(&r->copy);
	free(r);
}

static uint64_t clock_jump(const struct merge *m)
{
	return (uint64_t)(m->run->clock_jump ? m->run->clock_jump : CLOCK_JUMP) * MICROS;
}

static uint64_t time_of(const struct mrt_record *r)
{
	return (uint64_t)r->time * MICROS + r->micros;
}

/* The record is kept while the one behind it is read. */
static bool look_ahead(struct reader *r)
{
	const struct cur *body = &r->record.body;
	r->copy.len = 0;
	buf_add(&r->copy, r->record.octets, r->record.len);
	ptrdiff_t start = body->start - r->record.octets, p = body->p - r->record.octets,
	          end = body->end - r->record.octets;
	const uint8_t *copy = (const uint8_t *)r->copy.at;
	r->record.octets = copy;
	r->record.body =
	    (struct cur){.start = copy + start, .p = copy + p, .end = copy + end, .err = body->err};
	r->has_ahead = mrt_stream_next(&r->mrt, &r->ahead) == ERR_OK;
	return r->has_ahead;
}

/* A record alone that is far ahead of both its neighbours did not happen then. */
static bool is_alone(struct merge *m, struct reader *r)
{
	uint64_t t = time_of(&r->record), jump = clock_jump(m);
	if (r->key == 0 || r->file->head.is_dump || t <= r->key + jump || !look_ahead(r))
		return false;
	return time_of(&r->ahead) + jump < t && time_of(&r->ahead) <= r->key + jump;
}

static void clock_say(struct reader *r, const char *reason, uint64_t by, const char *how)
{
	r->file->n_clock++;
	diag_report(r->file->diag, diag_at_offset(r->record.offset), reason,
	            "record %llu is %llu seconds %s than the one before it",
	            (unsigned long long)r->record.number, (unsigned long long)(by / MICROS), how);
}

static void clock_look(struct merge *m, struct reader *r)
{
	uint64_t t = time_of(&r->record);
	uint64_t back = m->run->clock_back ? (uint64_t)m->run->clock_back * MICROS : clock_jump(m);
	if (r->key > t && r->key - t > clock_jump(m))
		clock_say(r, "clock-back", r->key - t, "older");
	else if (r->key > t && r->key - t > back)
		r->file->n_clock++;
	if (t <= r->key)
		return;
	if (is_alone(m, r))
		clock_say(r, "clock-jump", t - r->key, "younger");
	else
		r->key = t;
}

static bool read_next(struct reader *r)
{
	if (!r->has_ahead)
		return mrt_stream_next(&r->mrt, &r->record) == ERR_OK;
	r->record = r->ahead;
	r->has_ahead = false;
	return true;
}

/* A record behind the period shows how far the data go, and nothing else. */
static void note_after(struct archive_run *run, uint32_t t)
{
	if (run->next_after == 0 || t < run->next_after)
		run->next_after = t;
}

/* The next record that counts. What claims to be later than the period does not move the file's clock. */
static bool reader_next(struct merge *m, struct reader *r)
{
	while (read_next(r)) {
		r->file->n_records++;
		if (r->mrt.framer.n_damaged != r->n_damaged)
			apply_file_cut(r->apply);
		r->n_damaged = r->mrt.framer.n_damaged;
		if (r->record.time >= m->run->to) {
			note_after(m->run, r->record.time);
			apply_file_cut(r->apply);
			continue;
		}
		clock_look(m, r);
		r->file->last_time = seconds(r);
		return true;
	}
	return false;
}

static struct merge_collector *collector_of(struct merge *m, const struct reader *r)
{
	while (m->collectors.n <= r->file->collector)
		*vec_push(&m->collectors) = (struct merge_collector){0};
	return &m->collectors.at[r->file->collector];
}

static void gap_look(struct merge *m, const struct reader *r)
{
	const struct merge_collector *c = collector_of(m, r);
	uint32_t t = seconds(r);
	if (c->n_open > 0 || c->last == 0 || t <= c->last || t - c->last <= ARCHIVE_GAP)
		return;
	*vec_push(&m->run->gaps) = (struct archive_gap){r->file->collector, c->last, t};
	rib_gap(m->run->apply->rib, r->file->collector, c->last, t);
}

static void reader_join(struct merge *m, struct reader *r)
{
	r->apply = apply_file_new(m->run->apply, (uint32_t)(r->file - m->run->files), r->file->collector,
	                          r->file->diag);
	if (!reader_next(m, r)) {
		reader_close(m, r);
		return;
	}
	gap_look(m, r);
	collector_of(m, r)->n_open++;
	if (!r->file->head.is_dump)
		repeat_open(&m->repeat, r->file->collector);
	heap_add(m, r);
}

static void reader_leave(struct merge *m, struct reader *r)
{
	m->heap.at[0] = m->heap.at[--m->heap.n];
	collector_of(m, r)->n_open--;
	if (!r->file->head.is_dump)
		repeat_close(&m->repeat, r->file->collector, seconds(r));
	reader_close(m, r);
}

/* As many files as may decompress meanwhile. */
static void open_ahead(struct merge *m)
{
	size_t want = m->run->n_threads < 2 ? 1 : m->run->n_threads;
	while (m->ahead.n < want && m->next < m->n_order) {
		struct reader *r = reader_open(m);
		if (r)
			*vec_push(&m->ahead) = r;
	}
}

/* Files that begin by now join the merge. */
static void open_due(struct merge *m)
{
	for (;;) {
		open_ahead(m);
		if (m->ahead.n == 0)
			return;
		struct reader *r = m->ahead.at[0];
		if (m->heap.n > 0 && seconds(m->heap.at[0]) < r->file->head.time)
			return;
		memmove(m->ahead.at, m->ahead.at + 1, (m->ahead.n - 1) * sizeof(struct reader *));
		m->ahead.n--;
		reader_join(m, r);
	}
}

static void time_moves(struct merge *m, uint32_t t)
{
	struct archive_run *run = m->run;
	if (t == run->now)
		return;
	if (run->tick)
		run->tick(run->ctx, t);
	rib_advance(run->apply->rib, t);
	run->now = t;
	if (t < run->from)
		return;
	if (!m->in_period) {
		m->in_period = true;
		rib_period_begin(run->apply->rib, (uint32_t)run->from);
		run->observed_from = t;
	}
	run->observed_to = t;
}

static void progress(struct merge *m, struct reader *r)
{
	if (!m->run->progress || m->n++ % PROGRESS_STEP != 0)
		return;
	uint64_t in = io_stream_facts(r->io).in;
	if (in > r->octets_seen) {
		m->octets_in += in - r->octets_seen;
		r->octets_seen = in;
	}
	m->run->progress(m->run->ctx, m->octets_in, m->octets_all);
}

static void merge_step(struct merge *m)
{
	struct reader *r = m->heap.at[0];
	uint32_t t = seconds(r);
	time_moves(m, t);
	collector_of(m, r)->last = t;
	if (repeat_is_told(&m->repeat, r->file->collector, (uint32_t)r->rank, t, &r->record))
		r->file->n_repeated++;
	else
		apply_record(r->apply, t, &r->record);
	progress(m, r);
	if (!reader_next(m, r))
		reader_leave(m, r);
	heap_down(m, 0);
}

void archive_run_begin(struct archive_run *run)
{
	struct merge *m = mem_new(1, sizeof *m);
	m->run = run;
	m->order = in_order(run->files, run->n_files, &m->n_order);
	while (m->n_order > 0 && m->order[m->n_order - 1]->head.time >= run->to)
		note_after(run, m->order[--m->n_order]->head.time);
	for (size_t i = 0; i < m->n_order; i++)
		m->octets_all += m->order[i]->octets_in; /* file sizes, as the scan left them */
	run->merge = m;
	open_ahead(m);
}

void archive_run_all(struct archive_run *run)
{
	if (!run->merge)
		archive_run_begin(run);
	struct merge *m = run->merge;
	for (open_due(m); m->heap.n > 0; open_due(m))
		merge_step(m);
	if (run->observed_to)
		rib_period_end(run->apply->rib, run->observed_to);
	vec_free(&m->heap);
	vec_free(&m->ahead);
	vec_free(&m->collectors);
	repeat_fini(&m->repeat);
	free(m->order);
	free(m);
	run->merge = NULL;
}
