/*
 * What a verb is, and what it is given.
 *
 * To add one: a file src/cli/NAME.c that defines `const struct cli_verb cli_verb_NAME`, its name in
 * src/cli/meson.build, and a row in src/cli/verbs.c. Parsing, help, completion, `config check` and the
 * suggestions for what was mistyped come from the struct.
 */
#ifndef NORMA_CLI_VERB_H
#define NORMA_CLI_VERB_H

#include "cli/options.h"

#include <limits.h>

enum cli_exit {
	CLI_DONE = 0,
	CLI_NOT_SO = 1,   /* done, and what was asked to be checked does not hold */
	CLI_USAGE = 2,    /* wrong options or arguments */
	CLI_INPUT = 3,    /* input missing or unusable, or --strict and something was rejected */
	CLI_INTERNAL = 4, /* our failure, or the machine's: disk full, memory */
};

struct cli {
	const struct cli_verb *verb;
	struct cli_values values; /* ask by cli_flag, cli_text, ... */
	int argc;                 /* what is left of the command line: arguments of the verb */
	char **argv;
	unsigned threads; /* at least 1 */
	bool quiet;       /* no progress, no remarks; faults are still told */
	bool verbose;
};

struct cli_example {
	const char *command; /* without the "norma" in front */
	const char *what;
};

struct cli_verb {
	const char *name;
	const char *summary;                /* one line, no full stop */
	const char *synopsis;               /* its arguments, one form a line: "asn N\nscores" */
	const char *words;                  /* what the first argument can be, "check|dump"; NULL: anything */
	unsigned min_args, max_args;        /* how many arguments; CLI_MANY_ARGS: no end */
	const struct cli_option *options;   /* ends with an empty row; NULL: only the global ones */
	const struct cli_example *examples; /* ends with an empty row; NULL: none */
	const char *text;                   /* paragraphs, each of one long line, divided by '\n' */
	enum cli_exit (*run)(struct cli *c); /* arguments and options are checked against the rows above */
};

#define CLI_MANY_ARGS UINT_MAX

/** cli_verbs - all of them, in the order of the help; ends with NULL. */
extern const struct cli_verb *const cli_verbs[];
const struct cli_verb *cli_verb_find(const char *name);

/** cli_global_options - those taken in front of the verb and behind it; ends with an empty row. */
extern const struct cli_option cli_global_options[];

/** cli_usage - print "norma VERB: WORDS" and where help is; gives CLI_USAGE back. */
enum cli_exit cli_usage(const struct cli *c, const char *fmt, ...) PRINTF_LIKE(2, 3);

#endif
