/*
 * A file that appears whole or not at all: written beside its place under another name, forced to the disk,
 * then renamed. A crash at any instant leaves the old file (and perhaps a stray NAME.norma-XXXXXX).
 */
#ifndef NORMA_IO_ATOMIC_FILE_H
#define NORMA_IO_ATOMIC_FILE_H

#include "base/mem.h"
#include "io/fail.h"

#include <stddef.h>

struct io_atomic;

/** io_atomic_open - begin. Errors: IO. A symbolic link at path stays; what it points to is replaced. */
MUST_USE enum err io_atomic_open(const char *path, struct io_atomic **out, struct io_fail *fail);

/** io_atomic_write - add octets. Errors: IO (also at every later call and at commit). */
MUST_USE enum err io_atomic_write(struct io_atomic *a, const void *data, size_t len);

/** io_atomic_commit - publish and free; on an error the old file is as it was. Errors: IO. */
MUST_USE enum err io_atomic_commit(struct io_atomic *a, struct io_fail *fail);

/** io_atomic_abandon - give up and free; NULL is fine. */
void io_atomic_abandon(struct io_atomic *a);

/**
 * io_file_read - a whole small file (a configuration, a framework) behind what is in `out` already.
 *
 * Errors: IO; LIMIT more than max octets. `out` is touched only on OK.
 */
MUST_USE enum err io_file_read(const char *path, size_t max, struct buf *out, struct io_fail *fail);

#endif
