/*
 * What readers say of a data folder's files, on standard error: the same complaint about a file is printed
 * five times and then counted.
 */
#ifndef NORMA_CLI_SOURCE_MESSAGE_H
#define NORMA_CLI_SOURCE_MESSAGE_H

#include "feed/sources.h"

/** cli_source_message - a source_message_fn; ctx is not used. */
void cli_source_message(void *ctx, const struct source *s, struct diag_pos pos, const char *reason,
                        const char *what);

/** cli_source_rest - how many were not printed of each kind; once, when all is read. */
void cli_source_rest(const struct sources *all);

#endif
