#include "cli/verb.h"

#include <string.h>

/* One row a verb, in the order of the help; each is defined in the file of its name (config: config_verb.c).
 */
#define CLI_VERBS(X) \
	X(measure)   \
	X(mrt)       \
	X(show)      \
	X(incidents) \
	X(incident)  \
	X(score)     \
	X(topology)  \
	X(validate)  \
	X(config)    \
	X(version)   \
	X(help)

#define CLI_VERB_DECLARE(name) extern const struct cli_verb cli_verb_##name;
CLI_VERBS(CLI_VERB_DECLARE)

#define CLI_VERB_ROW(name) &cli_verb_##name,
const struct cli_verb *const cli_verbs[] = {CLI_VERBS(CLI_VERB_ROW) NULL};

const struct cli_verb *cli_verb_find(const char *name)
{
	for (size_t i = 0; cli_verbs[i]; i++)
		if (strcmp(cli_verbs[i]->name, name) == 0)
			return cli_verbs[i];
	return NULL;
}

const struct cli_option cli_global_options[] = {
    {.name = "config",
     .type = CLI_PATH,
     .flags = CLI_COMMAND_ONLY,
     .value = "FILE",
     .help = "read options from FILE too"},
    {.name = "threads",
     .type = CLI_NUMBER,
     .value = "N",
     .min = 1,
     .max = 64,
     .help = "how many threads; without it as many as there are processors"},
    {.name = "quiet", .letter = 'q', .type = CLI_FLAG, .help = "no progress and no remarks"},
    {.name = "verbose", .letter = 'v', .type = CLI_FLAG, .help = "say more; progress as plain lines"},
    {.name = "help", .letter = 'h', .type = CLI_FLAG, .flags = CLI_COMMAND_ONLY, .help = "explain the verb"},
    CLI_OPTION_END,
};
