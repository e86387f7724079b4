/* A configuration file of any octets: every row that is kept is whole and knows its line, and what a data
 * folder sets is never a path, whatever it says. */
#include "cli/config.h"
#include "fuzz.h"

#include <string.h>

static const struct cli_option table[] = {
    CLI_OPTION_DATA,    CLI_OPTION_DB,  CLI_OPTION_FORMAT("text|json", "text"),
    CLI_OPTIONS_STREAM, CLI_OPTION_END,
};

FUZZ_TARGET(data, len)
{
	struct config f = {0};
	struct cli_values v = {0};
	config_parse((const char *)data, len, &f);
	for (size_t i = 0; i < f.rows.n; i++) {
		REQUIRE(f.rows.at[i].section && f.rows.at[i].key && f.rows.at[i].value);
		REQUIRE(f.rows.at[i].line >= 1 && f.rows.at[i].line <= len);
	}
	config_check(&f, true);
	cli_values_add(&v, cli_global_options);
	cli_values_add(&v, table);
	config_apply(&f, "version", &v, CLI_FROM_DATA);
	for (size_t i = 0; i < v.n; i++)
		REQUIRE(v.at[i].origin == CLI_PRESET || (v.at[i].option->flags & CLI_LIMIT));
	config_apply(&f, "version", &v, CLI_FROM_CONFIG);
	cli_values_fini(&v);
	config_free(&f);
	return 0;
}
