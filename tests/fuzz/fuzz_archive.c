/*
 * Octets of two files (first two: the length of the first one; then options) through recognition, scan and
 * merge. In which order the files are given, how many threads read them and whether one of them is there
 * twice changes nothing that the RIB is told; it counts right; and what is recognised as MRT the archive
 * takes.
 */
#include "feed/archive.h"
#include "feed/recognise.h"
#include "fuzz_rib.h"
#include "io/stream.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { HEAD = 3, MAX_FILES = 3, FROM = 1000, TO = 3000 };

enum option { OTHER_COLLECTOR = 1, FIRST_TWICE = 2, PERIOD_ENDS = 4 };

/* A file in memory that has a name. */
struct held {
	int fd;
	char path[32];
	bool is_mrt;
};

struct world {
	struct fuzz_rib watched;
	struct path_memo *memo;
	struct apply apply;
	struct archive_run run;
};

/* What must not depend on how the files are given. */
struct outcome {
	struct apply_counts counts;
	uint64_t digest, gaps;
	uint32_t observed_from, observed_to, now, next_after;
};

static struct held hold(const uint8_t *data, size_t len)
{
	struct held h = {.fd = memfd_create("fuzz", MFD_CLOEXEC)};
	REQUIRE(h.fd >= 0 && write(h.fd, data, len) == (ssize_t)len);
	snprintf(h.path, sizeof h.path, "/proc/self/fd/%d", h.fd);
	struct io_stream_opts o = {0};
	struct recognised r;
	recognise_file(h.path, "bgp", &o, &r);
	REQUIRE(r.once == NULL && (r.why_not == NULL || r.why_not[0]));
	REQUIRE(!r.unreadable || r.kind == SOURCE_UNKNOWN);
	h.is_mrt = r.kind == SOURCE_BGP;
	free(r.why_not);
	return h;
}

static void tick(void *ctx, uint32_t t)
{
	struct world *w = ctx;
	REQUIRE(t > w->watched.now || (t == 0 && w->watched.now == 0));
	REQUIRE(t < w->run.to);
	w->watched.now = t;
}

static void dumped(void *ctx, uint32_t file)
{
	REQUIRE(file < ((struct world *)ctx)->run.n_files);
}

static void files_check(const struct world *w)
{
	uint64_t records = 0;
	for (size_t i = 0; i < w->run.n_files; i++) {
		const struct archive_file *f = &w->run.files[i];
		bool is_repeat = f->same_as != SIZE_MAX;
		REQUIRE(!is_repeat || (f->same_as < w->run.n_files && f->same_as != i));
		REQUIRE(!f->opened || (f->head.verdict == ERR_OK && !is_repeat));
		REQUIRE(f->opened || f->head.verdict != ERR_OK || is_repeat || f->head.time >= w->run.to);
		REQUIRE(f->n_repeated <= f->n_records && (f->opened || f->n_records == 0));
		records += f->n_records - f->n_repeated;
	}
	REQUIRE(w->apply.counts.records <= records);
	REQUIRE(w->apply.counts.records == records || w->run.next_after >= w->run.to);
}

static void times_check(const struct archive_run *run)
{
	REQUIRE(run->observed_from <= run->observed_to && run->observed_to <= run->now);
	REQUIRE(run->observed_to == 0 || run->observed_from >= run->from);
	REQUIRE(run->next_after == 0 || run->next_after >= run->to);
	for (size_t i = 0; i < run->gaps.n; i++)
		REQUIRE(run->gaps.at[i].to > run->gaps.at[i].from + ARCHIVE_GAP);
}

static struct outcome run(struct archive_file *files, size_t n, unsigned n_threads, unsigned options)
{
	struct world w = {0};
	fuzz_rib_init(&w.watched);
	w.memo = path_memo_new(rib_paths(w.watched.rib));
	w.apply =
	    (struct apply){.rib = w.watched.rib, .paths = w.memo, .hooks = {.dumped = dumped, .ctx = &w}};
	w.run = (struct archive_run){.apply = &w.apply,
	                             .files = files,
	                             .n_files = n,
	                             .n_threads = n_threads,
	                             .from = FROM,
	                             .to = options & PERIOD_ENDS ? TO : UINT32_MAX, /* "not seen" */
	                             .tick = tick,
	                             .ctx = &w};
	archive_scan(files, n, 1);
	archive_run_all(&w.run);
	files_check(&w);
	times_check(&w.run);
	fuzz_rib_check(&w.watched);
	struct outcome o = {.counts = w.apply.counts,
	                    .digest = hash_stream_value(w.watched.digest),
	                    .gaps = w.run.gaps.n,
	                    .observed_from = w.run.observed_from,
	                    .observed_to = w.run.observed_to,
	                    .now = w.run.now,
	                    .next_after = w.run.next_after};
	fuzz_rib_end(&w.watched);
	vec_free(&w.run.gaps);
	path_memo_free(w.memo);
	fuzz_rib_fini(&w.watched);
	return o;
}

FUZZ_TARGET(data, len)
{
	if (len < HEAD)
		return 0;
	unsigned options = data[2];
	size_t rest = len - HEAD, first = ((size_t)data[0] << 8 | data[1]) % (rest + 1);
	struct held a = hold(data + HEAD, first), b = hold(data + HEAD + first, rest - first);
	uint16_t other = options & OTHER_COLLECTOR ? 1 : 0;
	struct archive_file forth[] = {{.path = a.path}, {.path = b.path, .collector = other}};
	struct archive_file back[MAX_FILES] = {
	    {.path = b.path, .collector = other}, {.path = a.path}, {.path = a.path}};
	struct outcome x = run(forth, 2, 1, options);
	struct outcome y = run(back, options & FIRST_TWICE ? 3 : 2, 3, options);
	REQUIRE(memcmp(&x, &y, sizeof x) == 0);
	REQUIRE(!a.is_mrt || forth[0].head.verdict == ERR_OK);
	REQUIRE(!b.is_mrt || forth[1].head.verdict == ERR_OK);
	close(a.fd);
	close(b.fd);
	return 0;
}
