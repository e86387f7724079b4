#include "cli/message.h"
#include "cli/out.h"
#include "cli/validate_answer.h"

#include <string.h>
#include <unistd.h>

/* The verb `validate`: routes, or with --aspa paths, held against the registries. */

static enum cli_exit one_route(const struct cli *c, const struct answer *a)
{
	struct buf out = {0};
	struct prefix p;
	asn_t asn;
	if (prefix_parse(c->argv[0], strlen(c->argv[0]), &p) != ERR_OK)
		return cli_usage(c, "%s is no prefix", c->argv[0]);
	if (asn_parse(c->argv[1], strlen(c->argv[1]), &asn) != ERR_OK)
		return cli_usage(c, "%s is no AS number", c->argv[1]);
	answer_routes_header(a, &out);
	answer_route(a, &out, &p, asn);
	out_flush(&out);
	buf_fini(&out);
	return CLI_DONE;
}

static enum cli_exit all_lines(const struct cli *c, const struct answer *a)
{
	struct buf out = {0};
	struct lines_job job = {.name = "standard input",
	                        .fd = STDIN_FILENO,
	                        .threads = c->threads,
	                        .rate = !c->quiet && (c->verbose || isatty(STDERR_FILENO)),
	                        .answer = a->paths ? answer_paths : answer_routes,
	                        .answer_long = answer_long,
	                        .ctx = a};
	if (a->paths)
		answer_paths_header(a, &out);
	else
		answer_routes_header(a, &out);
	out_flush(&out);
	buf_fini(&out);
	return lines_run(&job);
}

static enum answer_format format_of(const struct cli *c)
{
	const char *f = cli_text(c, "format");
	return strcmp(f, "json") == 0 ? ANSWER_JSON : strcmp(f, "csv") == 0 ? ANSWER_CSV : ANSWER_TEXT;
}

static enum cli_exit run(struct cli *c)
{
	const char *aspa = cli_text(c, "aspa");
	if (c->argc == 1 || (aspa && c->argc > 0))
		return cli_usage(c, aspa ? "paths come on standard input"
		                         : "a prefix and an AS number belong together");
	struct validate_tables tables;
	enum cli_exit x = validate_tables_load(c, &tables);
	struct answer a = {.tables = &tables,
	                   .format = format_of(c),
	                   .paths = aspa != NULL,
	                   .up = aspa && strcmp(aspa, "up") == 0};
	if (x == CLI_DONE)
		x = c->argc == 2 ? one_route(c, &a) : all_lines(c, &a);
	if (x == CLI_DONE && tables.cut)
		x = CLI_INPUT;
	validate_tables_fini(&tables);
	return x;
}

static const struct cli_option options[] = {
    CLI_OPTION_DATA,
    {.name = "vrps",
     .type = CLI_PATH,
     .flags = CLI_MANY,
     .value = "FILE",
     .help = "VRPs and ASPAs: what a validator exports, JSON or CSV"},
    {.name = "irr",
     .type = CLI_PATH,
     .flags = CLI_MANY,
     .value = "FILE",
     .help = "RPSL objects of a registry"},
    {.name = "rir",
     .type = CLI_PATH,
     .flags = CLI_MANY,
     .value = "FILE",
     .help = "delegated statistics of a registry"},
    {.name = "at",
     .type = CLI_TIME,
     .value = "TIME",
     .help = "judge as of then; without it the end of the BGP data, else the newest snapshot"},
    {.name = "aspa",
     .type = CLI_CHOICE,
     .choices = "up|down",
     .help = "verify paths: up, received from a customer or peer; down, from a provider"},
    CLI_OPTION_FORMAT("text|json|csv", "text"),
    CLI_OPTION_END,
};

static const struct cli_example examples[] = {
    {"validate --vrps vrps.json 192.0.2.0/24 64496", "one route"},
    {"validate --data DIR --format json < routes", "many, each with the reasons"},
    {"validate --aspa down --vrps vrps.json < paths", "AS paths, the neighbour first"},
    {NULL, NULL},
};

const struct cli_verb cli_verb_validate = {
    .name = "validate",
    .summary = "hold routes or AS paths against the registries",
    .synopsis = "[PREFIX ASN]",
    .min_args = 0,
    .max_args = 2,
    .options = options,
    .examples = examples,
    .text = "Without arguments standard input is read: a prefix and an AS number a line, divided by blanks, "
            "tabs or a comma; empty lines and lines that begin with # are skipped. Each is answered by one "
            "line, in the same order, however many they are.\n"
            "rov is valid, invalid_asn, invalid_length, invalid_as0 or not_found; irr is valid (an object of "
            "the same prefix and origin), covering (one of a shorter prefix), invalid (objects, but none of "
            "this origin) or not_found; bogon is none, full or administrative. - stands where no such "
            "registry was given. JSON has the reasons.\n"
            "With --aspa a line is a path, the neighbour first and the origin last, sets as {1,2}, - for the "
            "empty path; the answer is valid, invalid or unknown, and the path "
            "(draft-ietf-sidrops-aspa-verification-28).\n"
            "A line that cannot be read is reported and answered by itself and the word error; the exit code "
            "is then 3.",
    .run = run,
};
