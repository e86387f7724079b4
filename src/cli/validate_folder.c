#include "cli/validate_folder.h"

#include "base/pool.h"
#include "cli/message.h"
#include "io/stream.h"
#include "wire/mrt_stream.h"

#include <string.h>

enum { DAY = 86400 /* seconds */ };

enum cli_exit validate_folder_open(const char *dir, struct validate_folder *out)
{
	struct io_fail fail = {0};
	*out = (struct validate_folder){.dir = dir};
	if (io_folder_read(dir, NULL, &out->files, &fail) != ERR_OK) {
		cli_fault(dir, "%s", fail.what);
		return CLI_INPUT;
	}
	for (size_t i = 0; i < out->files.n_troubles; i++) {
		const struct io_trouble *t = &out->files.troubles[i];
		struct buf path = {0};
		buf_printf(&path, "%s/%s", dir, t->path);
		cli_fault(path.at, "%s", t->what);
		buf_fini(&path);
	}
	return CLI_DONE;
}

void validate_folder_close(struct validate_folder *f)
{
	io_folder_fini(&f->files);
}

char *validate_folder_path(const struct validate_folder *f, size_t i)
{
	struct buf path = {0};
	buf_printf(&path, "%s/%s", f->dir, f->files.entries[i].path);
	return buf_take(&path);
}

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
	char *path;
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

instant_t validate_folder_bgp_end(const struct validate_folder *f, unsigned n_threads)
{
	VEC(struct span) files = {0};
	instant_t end = INSTANT_NONE;
	for (size_t i = 0; i < f->files.n_entries; i++)
		if (strcmp(f->files.entries[i].top, "bgp") == 0)
			*vec_push(&files) = (struct span){.path = validate_folder_path(f, i)};
	pool_run(n_threads, files.n, first_read, files.at);
	size_t young = young_ones(files.at, files.n);
	pool_run(n_threads, young, last_read, files.at);
	for (size_t i = 0; i < files.n; i++) {
		if (i < young && files.at[i].last > end)
			end = files.at[i].last;
		free(files.at[i].path);
	}
	vec_free(&files);
	return end;
}
