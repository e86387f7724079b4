#include "io/source.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is left of a regular file from where the descriptor stands: standard input may stand anywhere. */
static enum err measure(struct io_source *s, struct io_fail *fail)
{
	struct stat st;
	if (fstat(s->fd, &st) != 0)
		return io_fail_errno(fail, 0, "cannot look at it");
	if (S_ISDIR(st.st_mode))
		return io_fail_set(fail, ERR_IO, 0, "is a folder, not a file");
	s->regular = S_ISREG(st.st_mode);
	if (!s->regular) {
		s->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
		return s->wake < 0 ? io_fail_errno(fail, 0, "cannot wait for it") : ERR_OK;
	}
	off_t at = lseek(s->fd, 0, SEEK_CUR);
	if (at < 0)
		at = 0;
	s->size = st.st_size > at ? (uint64_t)(st.st_size - at) : 0;
	(void)posix_fadvise(s->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	return ERR_OK;
}

enum err io_source_open(struct io_source *s, const char *path, struct io_fail *fail)
{
	*s = (struct io_source){.fd = STDIN_FILENO, .wake = -1};
	if (strcmp(path, "-") != 0) {
		s->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
		if (s->fd < 0)
			return io_fail_errno(fail, 0, "cannot be opened");
		s->owned = true;
	}
	enum err e = measure(s, fail);
	if (e != ERR_OK)
		io_source_close(s);
	return e;
}

void io_source_open_memory(struct io_source *s, const void *data, size_t len)
{
	*s = (struct io_source){.fd = -1, .wake = -1, .regular = true, .mem = data, .size = len};
}

static enum err wait_readable(struct io_source *s, uint64_t at, struct io_fail *fail)
{
	struct pollfd p[2] = {{.fd = s->fd, .events = POLLIN}, {.fd = s->wake, .events = POLLIN}};
	while (poll(p, 2, -1) < 0) {
		if (errno != EINTR)
			return io_fail_errno(fail, at, "cannot be waited for");
	}
	return p[1].revents ? io_fail_set(fail, ERR_STATE, at, "closed") : ERR_OK;
}

static enum err read_fd(struct io_source *s, uint64_t at, uint8_t *to, size_t cap, size_t *n,
                        struct io_fail *fail)
{
	for (;;) {
		if (s->wake >= 0) {
			enum err e = wait_readable(s, at, fail);
			if (e != ERR_OK)
				return e;
		}
		ssize_t got = read(s->fd, to, cap);
		if (got >= 0) {
			*n = (size_t)got;
			return ERR_OK;
		}
		if (errno != EINTR && errno != EAGAIN)
			return io_fail_errno(fail, at, "cannot be read");
	}
}

enum err io_source_read(struct io_source *s, uint8_t *to, size_t cap, size_t *n, struct io_fail *fail)
{
	uint64_t at = atomic_load_explicit(&s->in, memory_order_relaxed);
	size_t got = 0;
	if (s->regular && cap > s->size - at)
		cap = (size_t)(s->size - at);
	if (s->fd < 0) {
		got = cap;
		if (got)
			memcpy(to, s->mem + at, got);
	} else if (cap) {
		enum err e = read_fd(s, at, to, cap, &got, fail);
		if (e != ERR_OK)
			return e;
		if (got == 0 && s->regular)
			return io_fail_set(fail, ERR_SHORT, at, "the file became shorter while it was read");
	}
	atomic_store_explicit(&s->in, at + got, memory_order_relaxed);
	*n = got;
	return ERR_OK;
}

enum err io_source_seek(struct io_source *s, uint64_t to, struct io_fail *fail)
{
	uint64_t at = atomic_load_explicit(&s->in, memory_order_relaxed);
	REQUIRE(s->regular && to <= at);
	if (s->fd >= 0 && lseek(s->fd, -(off_t)(at - to), SEEK_CUR) < 0)
		return io_fail_errno(fail, to, "cannot be read again");
	atomic_store_explicit(&s->in, to, memory_order_relaxed);
	return ERR_OK;
}

void io_source_wake(struct io_source *s)
{
	uint64_t one = 1;
	if (s->wake >= 0) {
		ssize_t n = write(s->wake, &one, sizeof one);
		REQUIRE(n == (ssize_t)sizeof one || errno == EAGAIN);
	}
}

void io_source_close(struct io_source *s)
{
	if (s->wake >= 0)
		close(s->wake);
	if (s->owned)
		close(s->fd);
	s->wake = s->fd = -1;
	s->owned = false;
}
