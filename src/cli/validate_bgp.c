#include "cli/validate_bgp.h"

#include "base/pool.h"
#include "io/stream.h"
#include "wire/mrt_stream.h"

enum { DAY = 86400 /* seconds */ };

static enum err chunk_read(void *ctx, const uint8_t **data, size_t *len)
{
	return io_stream_read(ctx, data, len);
}

/* The first record's time, or with to_end the latest of all; INSTANT_NONE where there is no record.
 * INSTANT_NONE is before all others. */
static instant_t file_time(const char *path, bool to_end)
{
	struct io_stream_opts opts = {.sync = true};
	struct io_stream *s;
	struct mrt_stream records;
	struct mrt_record r;
	instant_t time = INSTANT_NONE;
	if (io_stream_open(path, &opts, &s, NULL) != ERR_OK)
		return INSTANT_NONE;
	mrt_stream_init(&records, chunk_read, s, NULL, NULL);
	while (mrt_stream_next(&records, &r) == ERR_OK) {
		if (r.time > time)
			time = r.time;
		if (!to_end)
			break;
	}
	mrt_stream_fini(&records);
	io_stream_close(s);
	return time;
}

struct span {
	const char *path; /* lent */
	instant_t first, last;
};

static void first_read(void *ctx, size_t i, unsigned worker)
{
	struct span *s = (struct span *)ctx + i;
	(void)worker;
	s->first = file_time(s->path, false);
}

static void last_read(void *ctx, size_t i, unsigned worker)
{
	struct span *s = (struct span *)ctx + i;
	(void)worker;
	s->last = file_time(s->path, true);
}

/* What begins long before the youngest file does not end behind it. */
static size_t young_ones(struct span *files, size_t n)
{
	instant_t youngest = INSTANT_NONE;
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		youngest = files[i].first > youngest ? files[i].first : youngest;
	for (size_t i = 0; i < n; i++)
		if (files[i].first != INSTANT_NONE && files[i].first >= youngest - DAY) {
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
	for (size_t i = 0; i < all->at.n; i++)
		if (all->at.at[i].kind == SOURCE_BGP)
			*vec_push(&files) = (struct span){.path = all->at.at[i].path};
	pool_run(n_threads, files.n, first_read, files.at);
	size_t young = young_ones(files.at, files.n);
	pool_run(n_threads, young, last_read, files.at);
	for (size_t i = 0; i < young; i++)
		end = files.at[i].last > end ? files.at[i].last : end;
	vec_free(&files);
	return end;
}
