/* A data folder written by a test, below /tmp, with content and times as it says. */
#ifndef NORMA_TESTS_UNIT_FEED_FOLDER_H
#define NORMA_TESTS_UNIT_FEED_FOLDER_H

#include "../test.h"
#include "base/clock.h"

#include <fcntl.h>
#include <ftw.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder_dir[64];

static inline const char *folder_path(const char *file)
{
	static char path[2][600];
	static unsigned turn;
	char *p = path[turn++ % 2];
	snprintf(p, sizeof path[0], "%s/%s", folder_dir, file);
	return p;
}

static inline int folder_new(void **state)
{
	(void)state;
	snprintf(folder_dir, sizeof folder_dir, "/tmp/norma-feed-XXXXXX");
	return mkdtemp(folder_dir) ? 0 : -1;
}

static inline int folder_unlink(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline int folder_end(void **state)
{
	(void)state;
	return nftw(folder_dir, folder_unlink, 16, FTW_DEPTH | FTW_PHYS);
}

static inline instant_t at(const char *time)
{
	instant_t t;
	assert_int_equal(clock_parse(time, strlen(time), &t), ERR_OK);
	return t;
}

/* mtime: RFC 3339 */
static inline void folder_put_octets(const char *file, const char *mtime, const void *data, size_t len)
{
	const char *path = folder_path(file);
	for (const char *slash = strchr(file, '/'); slash; slash = strchr(slash + 1, '/')) {
		char dir[600];
		snprintf(dir, sizeof dir, "%s/%.*s", folder_dir, (int)(slash - file), file);
		(void)mkdir(dir, 0755);
	}
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
	const struct timespec times[2] = {{.tv_sec = at(mtime)}, {.tv_sec = at(mtime)}};
	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static inline void folder_put(const char *file, const char *mtime, const char *text)
{
	folder_put_octets(file, mtime, text, strlen(text));
}

#endif
