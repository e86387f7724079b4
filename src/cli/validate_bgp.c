#include "cli/validate_bgp.h"

#include "base/pool.h"
#include "io/stream.h"
#include "wire/mrt_stream.h"

enum { DAY = 86400 /* seconds */ };

static enum err chunk_read(void *ctx, const uint8_t **data, size_t *len)
{
	return io_stream_read(ctx, data, len);
}

/* The latest time of all records; INSTANT_NONE, which is before all others, where there is none. */
static instant_t file_time(const char *path)
{
	struct io_stream_opts opts = {.sync = true};
	struct io_stream *s;
	struct mrt_stream records;
	struct mrt_record r;
	instant_t time = INSTANT_NONE;
	if (io_stream_open(path, &opts, &s, NULL) != ERR_OK)
		return INSTANT_NONE;
	mrt_stream_init(&records, chunk_read, s, NULL, NULL);
	while (mrt_stream_next(&records, &r) == ERR_OK)
		if (r.time > time)
			time = r.time;
	mrt_stream_fini(&records);
	io_stream_close(s);
	return time;
}

struct span {
	const char *path; /* lent */
	instant_t first, last;
};

static void last_read(void *ctx, size_t i, unsigned worker)
{
	struct span *s = (struct span *)ctx + i;
	(void)worker;
	s->last = file_time(s->path);
}

/* What begins long before the youngest file does not end behind it. */
static size_t young_ones(struct span *files, size_t n)
{
	instant_t youngest = INSTANT_NONE;
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		youngest = files[i].first > youngest ? files[i].first : youngest;
	for (size_t i = 0; i < n; i++)
		if (files[i].first >= youngest - DAY) {
			struct span s = files[kept];
			files[kept++] = files[i];
			files[i] = s;
		}
	return kept;
}

instant_t validate_bgp_end(const struct sources *all, unsigned n_threads)
{
	VEC(struct span) files = {0};
	instant_t end = INSTANT_NONE;
	for (size_t i = 0; i < all->at.n; i++) {
		const struct source *s = &all->at.at[i];
		if (s->kind == SOURCE_BGP && s->head.verdict == ERR_OK)
			*vec_push(&files) = (struct span){.path = s->path, .first = s->head.time};
	}
	size_t young = young_ones(files.at, files.n);
	pool_run(n_threads, young, last_read, files.at);
	for (size_t i = 0; i < young; i++)
		end = files.at[i].last > end ? files.at[i].last : end;
	vec_free(&files);
	return end;
}
