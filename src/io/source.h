/* Where a stream's octets come from: a descriptor or memory. Internal to io. */
#ifndef NORMA_IO_SOURCE_H
#define NORMA_IO_SOURCE_H

#include "io/fail.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct io_source {
	int fd;             /* -1: memory */
	int wake;           /* an eventfd that ends a wait, for what is not regular; -1: none */
	bool owned;         /* close fd at the end */
	bool regular;       /* size is known */
	const uint8_t *mem; /* when fd is -1 */
	uint64_t size;      /* octets from where it was opened; 0 when not regular */
	atomic_uint_fast64_t in;
};

MUST_USE enum err io_source_open(struct io_source *s, const char *path, struct io_fail *fail);
void io_source_open_memory(struct io_source *s, const void *data, size_t len);

/** io_source_read - up to cap octets; *n is 0 at the end. Errors: SHORT the file shrank; IO; STATE woken up.
 */
MUST_USE enum err io_source_read(struct io_source *s, uint8_t *to, size_t cap, size_t *n,
                                 struct io_fail *fail);

/** io_source_seek - back to an octet that has been read; of what is regular. Errors: IO. */
MUST_USE enum err io_source_seek(struct io_source *s, uint64_t to, struct io_fail *fail);

/** io_source_wake - make a waiting io_source_read in another thread return STATE, now and ever after. */
void io_source_wake(struct io_source *s);
void io_source_close(struct io_source *s);

#endif
