/*
 * norma.ini: options by their names, above the first section for every verb that has them, in [VERB] for one
 * verb. Order of precedence: command line, --config FILE, ./norma.ini, DIR/norma.ini of the data folder. The
 * last may come with foreign data: it may set limits and kinds of
 * files only (options marked CLI_LIMIT), never paths.
 */
#ifndef NORMA_CLI_CONFIG_H
#define NORMA_CLI_CONFIG_H

#include "base/diag.h"
#include "cli/message.h"
#include "cli/verb.h"

struct config_row {
	char *section; /* "": above the first one */
	char *key, *value;
	unsigned line;
};

struct config {
	VEC(struct config_row) rows;
	struct diag diag; /* its n: faults told so far */
	struct cli_messages messages;
};

enum { CONFIG_FILE_MAX = 1 << 20, CONFIG_LINE_MAX = 190 }; /* octets; the latter is the parser's own */

/**
 * config_read - read a file; lines that are no section, setting or comment are told.
 *
 * @file  lent, for as long as out lives
 * Errors: IO, LIMIT: told too, unless it is IO and `optional` and there is no such file. `out` set only on
 * OK.
 */
MUST_USE enum err config_read(const char *file, bool optional, struct config *out);

/** config_parse - the same over octets; out is zeroed but for diag. */
void config_parse(const char *text, size_t len, struct config *out);
void config_free(struct config *f);

/** config_check - tell what no verb knows or takes, and from_data what a data folder may not set. */
void config_check(struct config *f, bool from_data);

/** config_apply - set what concerns this verb; what config_check tells is passed over. */
void config_apply(const struct config *f, const char *verb, struct cli_values *v, enum cli_origin origin);

/**
 * config_load - find, check and apply all files for c->verb whose command line has been parsed.
 *
 * Gives CLI_DONE; CLI_USAGE when a file of the user's own has faults; CLI_INPUT when --config FILE cannot be
 * read. Faults in the data folder's file are told and cost only themselves.
 */
enum cli_exit config_load(struct cli *c);

#endif
