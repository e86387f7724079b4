/* What went wrong with a file, in a form that can be printed: where, and in words. */
#ifndef NORMA_IO_FAIL_H
#define NORMA_IO_FAIL_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

struct io_fail {
	enum err err;    /* OK: nothing failed */
	uint64_t offset; /* octets into the file as it lies on the disk, so compressed ones */
	char what[200];  /* one line, without the file's name */
};

/** io_fail_set - fill in (fail may be NULL) and hand the error back, so that callers can return it. */
enum err io_fail_set(struct io_fail *fail, enum err e, uint64_t offset, const char *fmt, ...)
    PRINTF_LIKE(4, 5);

/** io_fail_errno - the same for a failed system call: "cannot open: No such file or directory". */
enum err io_fail_errno(struct io_fail *fail, uint64_t offset, const char *doing);

#endif
