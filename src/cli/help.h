/* Help and completion, made from the tables of verbs and options. */
#ifndef NORMA_CLI_HELP_H
#define NORMA_CLI_HELP_H

#include "cli/verb.h"

void help_all(struct buf *out);
void help_verb(struct buf *out, const struct cli_verb *verb);

/** help_man - the sections of the manual page on all verbs, in roff. */
void help_man(struct buf *out);

/**
 * help_complete - what can stand at the last of the words (which may be empty): lines "candidate TAB what it
 * is". words are those of the command line behind "norma".
 */
void help_complete(struct buf *out, int n_words, char *const *words);

#endif
