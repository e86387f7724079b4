/*
 * What lies in a folder: every regular file below it, in the order of the octets of its relative path,
 * whatever order the file system has. Symbolic links are followed, but no folder and no file is entered
 * twice because of them. What cannot be read or is no regular file is told, never passed over.
 */
#ifndef NORMA_IO_FOLDER_H
#define NORMA_IO_FOLDER_H

#include "base/clock.h"
#include "io/fail.h"

#include <stddef.h>
#include <stdint.h>

struct io_entry {
	char *path;      /* relative to the folder, parts joined by '/' */
	char *top;       /* first part of path when there are several, else "" */
	uint64_t size;   /* octets */
	instant_t mtime; /* of the file, not of a link to it */
};

struct io_trouble {
	char *path; /* relative */
	char *what; /* why it is not among the entries */
};

struct io_folder {
	struct io_entry *entries;
	size_t n_entries, cap_entries;
	struct io_trouble *troubles; /* sorted by path too */
	size_t n_troubles, cap_troubles;
};

/* Zero means the default. */
struct io_folder_opts {
	size_t max_entries; /* default 1,000,000: files and folders looked at */
	unsigned max_depth; /* default 32 folders below the root */
};

/**
 * io_folder_read - list a folder.
 *
 * Errors: IO the folder itself cannot be read or is none; LIMIT too many entries. `out` set only on OK.
 * Owner:  the caller, io_folder_fini.
 */
MUST_USE enum err io_folder_read(const char *root, const struct io_folder_opts *opts, struct io_folder *out,
                                 struct io_fail *fail);
void io_folder_fini(struct io_folder *f);

#endif
