#include "cli/out.h"
#include "cli/verb.h"

#include <string.h>

#ifndef NORMA_VERSION
#error "the build defines NORMA_VERSION"
#endif

static enum cli_exit run(struct cli *c)
{
	struct buf out = {0};
	if (strcmp(cli_text(c, "format"), "json") == 0) {
		struct json j;
		json_init(&j, &out, false);
		json_object(&j, NULL);
		json_text(&j, "name", "norma");
		json_text(&j, "version", NORMA_VERSION);
		json_end(&j);
	} else {
		buf_str(&out, "norma " NORMA_VERSION "\n");
	}
	out_flush(&out);
	buf_fini(&out);
	return CLI_DONE;
}

static const struct cli_option options[] = {
    CLI_OPTION_FORMAT("text|json", "text"),
    CLI_OPTION_END,
};

const struct cli_verb cli_verb_version = {
    .name = "version",
    .summary = "print the version",
    .synopsis = "",
    .options = options,
    .run = run,
};
