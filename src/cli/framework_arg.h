/* A framework as it is named on the command line: compiled in, or a file. */
#ifndef NORMA_CLI_FRAMEWORK_ARG_H
#define NORMA_CLI_FRAMEWORK_ARG_H

#include "cli/verb.h"
#include "score/framework.h"

/* The option of every verb that scores. */
#define CLI_OPTION_FRAMEWORK                                                                              \
	{                                                                                                 \
		.name = "framework", .type = CLI_TEXT, .value = "NAME|FILE", .preset = FRAMEWORK_DEFAULT, \
		.help = "the numbers to score by; a name with / or ending in .ini is a file"              \
	}

/**
 * cli_framework_load - by name or file; what is wrong with it is told.
 *
 * @text  the ini text it was made from, appended; may be NULL
 * DONE; USAGE no such name; INPUT the file cannot be read or has faults.
 */
enum cli_exit cli_framework_load(const struct cli *c, const char *name, struct framework *out,
                                 struct buf *text);

#endif
