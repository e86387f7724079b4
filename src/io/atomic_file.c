#include "io/atomic_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ATOMIC_BUFFER = 64 * 1024 };

struct io_atomic {
	int fd;
	char *path; /* where it will be */
	char *temp;
	struct buf pending;
	struct io_fail fail; /* the first failure */
};

/* As open() would have made it, or as the file that is replaced. */
static mode_t final_mode(const char *path)
{
	struct stat st;
	if (stat(path, &st) == 0)
		return st.st_mode & 07777;
	mode_t mask = umask(077);
	umask(mask);
	return 0666 & ~mask;
}

enum err io_atomic_open(const char *path, struct io_atomic **out, struct io_fail *fail)
{
	struct io_atomic *a = mem_new(1, sizeof *a);
	char *real = realpath(path, NULL);
	struct buf temp = {0};
	a->path = real ? real : mem_strdup(path);
	buf_printf(&temp, "%s.norma-XXXXXX", a->path);
	a->temp = buf_take(&temp);
	a->fd = mkostemp(a->temp, O_CLOEXEC);
	if (a->fd >= 0) {
		*out = a;
		return ERR_OK;
	}
	enum err e = io_fail_errno(fail, 0, "cannot be created");
	free(a->path);
	free(a->temp);
	free(a);
	return e;
}

static enum err flush(struct io_atomic *a)
{
	const char *p = a->pending.at;
	size_t left = a->pending.len;
	while (left && a->fail.err == ERR_OK) {
		ssize_t n = write(a->fd, p, left);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return io_fail_errno(&a->fail, 0, "cannot be written");
		p += n;
		left -= (size_t)n;
	}
	buf_clear(&a->pending);
	return a->fail.err;
}

enum err io_atomic_write(struct io_atomic *a, const void *data, size_t len)
{
	if (a->fail.err != ERR_OK)
		return a->fail.err;
	buf_add(&a->pending, data, len);
	return a->pending.len >= ATOMIC_BUFFER ? flush(a) : ERR_OK;
}

/* The rename is only safe from a crash when the folder has been written too. */
static void sync_folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *dir = slash ? mem_strndup(path, slash == path ? 1 : (size_t)(slash - path)) : mem_strdup(".");
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		(void)fsync(fd);
		close(fd);
	}
	free(dir);
}

enum err io_atomic_commit(struct io_atomic *a, struct io_fail *fail)
{
	enum err e = flush(a);
	if (e == ERR_OK && (fchmod(a->fd, final_mode(a->path)) != 0 || fsync(a->fd) != 0))
		e = io_fail_errno(&a->fail, 0, "cannot be written");
	if (e == ERR_OK && rename(a->temp, a->path) != 0)
		e = io_fail_errno(&a->fail, 0, "cannot be put in its place");
	if (e == ERR_OK) {
		sync_folder_of(a->path);
		a->temp[0] = 0; /* it has no such name any more */
	} else if (fail) {
		*fail = a->fail;
	}
	io_atomic_abandon(a);
	return e;
}

void io_atomic_abandon(struct io_atomic *a)
{
	if (!a)
		return;
	close(a->fd);
	if (a->temp[0])
		unlink(a->temp);
	buf_fini(&a->pending);
	free(a->path);
	free(a->temp);
	free(a);
}

enum err io_file_read(const char *path, size_t max, struct buf *out, struct io_fail *fail)
{
	struct buf got = {0};
	enum err e = ERR_OK;
	char part[16384];
	size_t n;
	FILE *f = fopen(path, "rbe");
	if (!f)
		return io_fail_errno(fail, 0, "cannot be opened");
	while (e == ERR_OK && (n = fread(part, 1, sizeof part, f)) > 0) {
		if (n > max - got.len)
			e = io_fail_set(fail, ERR_LIMIT, max, "is larger than %zu octets", max);
		else
			buf_add(&got, part, n);
	}
	if (e == ERR_OK && ferror(f))
		e = io_fail_errno(fail, got.len, "cannot be read");
	fclose(f);
	if (e == ERR_OK && got.len)
		buf_add(out, got.at, got.len);
	buf_fini(&got);
	return e;
}
