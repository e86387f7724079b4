#include "cli/config.h"
#include "cli/message.h"
#include "cli/out.h"

#include <string.h>

/* The verb `config`: are the files right, and what holds now? */

static unsigned check_file(const char *file, bool optional, bool from_data, bool *unreadable, struct buf *out)
{
	struct config f;
	if (config_read(file, optional, &f) != ERR_OK) {
		*unreadable |= !optional;
		return 0;
	}
	config_check(&f, from_data);
	unsigned faults = (unsigned)f.diag.n;
	buf_printf(out, "%s: ", file);
	out_count(out, f.rows.n, "setting", "settings");
	buf_str(out, ", ");
	out_count(out, faults, "fault", "faults");
	buf_char(out, '\n');
	config_free(&f);
	return faults;
}

static enum cli_exit check(struct cli *c)
{
	struct buf out = {0}, name = {0};
	bool unreadable = false;
	unsigned faults = 0;
	for (int i = 1; i < c->argc; i++)
		faults += check_file(c->argv[i], false, false, &unreadable, &out);
	if (c->argc == 1) {
		if (cli_text(c, "config"))
			faults += check_file(cli_text(c, "config"), false, false, &unreadable, &out);
		faults += check_file("norma.ini", true, false, &unreadable, &out);
	}
	if (cli_text(c, "data")) {
		buf_printf(&name, "%s/norma.ini", cli_text(c, "data"));
		faults += check_file(name.at, true, true, &unreadable, &out);
	}
	if (!out.len && !unreadable)
		buf_str(&out, "no norma.ini here, and none was named\n");
	out_flush(&out);
	buf_fini(&out);
	buf_fini(&name);
	return unreadable ? CLI_INPUT : faults ? CLI_NOT_SO : CLI_DONE;
}

static const char *origin_words(enum cli_origin o)
{
	static const char *const words[] = {"default", "DIR/norma.ini", "./norma.ini", "--config",
	                                    "command line"};
	return words[o];
}

static void dump_value(struct buf *out, const struct cli_value *v)
{
	const char *key = cli_option_key(v->option);
	if (v->option->flags & CLI_COMMAND_ONLY)
		return;
	if (!v->set || v->origin == CLI_PRESET) {
		buf_printf(out, "; %s = %s\n", key,
		           v->set                        ? v->texts.at[0]
		           : v->option->type == CLI_FLAG ? "no"
		                                         : "");
		return;
	}
	for (size_t i = 0; i < v->texts.n; i++)
		buf_printf(out, "%s = %s ; %s\n", key, v->texts.at[i], origin_words(v->origin));
}

/* What a verb would find: its values are filled as for a call of it. verb NULL: the global options alone. */
static enum cli_exit dump_part(const struct cli *c, const struct cli_verb *verb, struct buf *out)
{
	struct cli other = {.verb = verb ? verb : c->verb};
	static const char *const passed_on[] = {"config", "data"};
	cli_values_add(&other.values, cli_global_options);
	size_t n_global = other.values.n;
	if (verb)
		cli_values_add(&other.values, verb->options);
	for (size_t i = 0; i < sizeof passed_on / sizeof *passed_on; i++) {
		struct cli_value *to = cli_values_find(&other.values, passed_on[i]);
		if (to && cli_text(c, passed_on[i]))
			REQUIRE(cli_value_set(to, cli_text(c, passed_on[i]), CLI_FROM_COMMAND, NULL) ==
			        ERR_OK);
	}
	enum cli_exit x = config_load(&other);
	if (x == CLI_DONE && verb)
		buf_printf(out, "\n[%s]\n", verb->name);
	for (size_t i = verb ? n_global : 0; x == CLI_DONE && i < (verb ? other.values.n : n_global); i++)
		dump_value(out, &other.values.at[i]);
	cli_values_fini(&other.values);
	return x;
}

static bool has_settings(const struct cli_verb *verb)
{
	for (const struct cli_option *o = verb->options; o && o->name; o++)
		if (!(o->flags & CLI_COMMAND_ONLY))
			return true;
	return false;
}

static enum cli_exit dump(struct cli *c)
{
	struct buf out = {0};
	enum cli_exit x = dump_part(c, NULL, &out);
	for (size_t i = 0; cli_verbs[i] && x == CLI_DONE; i++)
		if (cli_verbs[i] != c->verb && has_settings(cli_verbs[i]))
			x = dump_part(c, cli_verbs[i], &out);
	if (x == CLI_DONE)
		out_flush(&out);
	buf_fini(&out);
	return x;
}

static enum cli_exit run(struct cli *c)
{
	if (strcmp(c->argv[0], "check") == 0)
		return check(c);
	return c->argc == 1 ? dump(c) : cli_usage(c, "dump takes no arguments");
}

static const struct cli_option options[] = {
    CLI_OPTION_DATA,
    CLI_OPTION_END,
};

static const struct cli_example examples[] = {
    {"config check", "are ./norma.ini and what --config names right?"},
    {"config check FILE", "is this file right?"},
    {"config dump --data DIR", "what holds for each verb, and where it comes from"},
    {0},
};

const struct cli_verb cli_verb_config = {
    .name = "config",
    .summary = "check or show the configuration",
    .synopsis = "check [FILE...]\ndump",
    .words = "check|dump",
    .min_args = 1,
    .max_args = CLI_MANY_ARGS,
    .options = options,
    .examples = examples,
    .text =
        "Options may stand in norma.ini by their long names, as `threads = 2`: above the first section for "
        "every "
        "verb that has them, below [VERB] for one verb. What the command line says comes first, then "
        "--config "
        "FILE, then ./norma.ini, then DIR/norma.ini of the data folder. The last may come with foreign data "
        "and "
        "may set limits and kinds of files only, never paths.\n"
        "check exits with 1 when something is wrong. dump prints a norma.ini of what holds; what is at its "
        "default is a comment.",
    .run = run,
};
