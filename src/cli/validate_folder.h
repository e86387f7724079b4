/* A data folder as far as `norma validate` needs it: its files by folder, and where its BGP data end. */
#ifndef NORMA_CLI_VALIDATE_FOLDER_H
#define NORMA_CLI_VALIDATE_FOLDER_H

#include "base/clock.h"
#include "cli/verb.h"
#include "io/folder.h"

struct validate_folder {
	const char *dir;
	struct io_folder files;
};

/** validate_folder_open - list it; what cannot be read in it is told. DONE; INPUT when there is no such
 * folder. */
enum cli_exit validate_folder_open(const char *dir, struct validate_folder *out);
void validate_folder_close(struct validate_folder *f);

/** validate_folder_path - where an entry lies. Owner: caller, free(). */
char *validate_folder_path(const struct validate_folder *f, size_t i);

/**
 * validate_folder_bgp_end - the time of the last record of all MRT files, INSTANT_NONE when there is none.
 *
 * Only files that begin within a day of the youngest's beginning are read to their end.
 */
instant_t validate_folder_bgp_end(const struct validate_folder *f, unsigned n_threads);

#endif
