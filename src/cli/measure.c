/* The verb `measure`: a data folder and a period in, a stored period and a summary out. */
#include "cli/framework_arg.h"
#include "cli/measure_summary.h"
#include "cli/message.h"
#include "cli/out.h"
#include "cli/progress.h"
#include "cli/source_message.h"

#include <string.h>

/* ---- messages and progress */

static void on_stage(void *ctx, enum measure_stage s, uint64_t files, uint64_t octets)
{
	struct measure_job *j = ctx;
	progress_end(j->progress);
	j->progress = NULL;
	measure_job_stage(j, s);
	j->n_files = files;
	j->progress = progress_begin(j->cli, measure_stage_name(s), files, octets);
}

static void on_progress(void *ctx, uint64_t octets)
{
	struct measure_job *j = ctx;
	progress_at(j->progress, 0, octets);
}

static void messages_end(struct measure_job *j)
{
	progress_end(j->progress);
	j->progress = NULL;
	if (j->m && !j->told)
		cli_source_rest(measure_sources(j->m));
	j->told = true;
}

/* ---- which period */

static enum cli_exit period_of_data(struct measure_job *j, instant_t *from, instant_t *to)
{
	struct buf list = {0};
	instant_t month;
	size_t n = 0;
	for (; measure_month_at(j->m, n, &month); n++) {
		struct civil c = clock_split(month);
		buf_printf(&list, "%s%04d-%02u", n ? ", " : "", (int)c.year, c.month);
		*from = month;
		*to = clock_civil(c.year, c.month + 1, 1);
	}
	enum cli_exit x = CLI_DONE;
	if (n == 0)
		x = cli_usage(j->cli, "%s has no BGP data: say --month or --from and --to",
		              cli_text(j->cli, "data"));
	else if (n > 1)
		x = cli_usage(j->cli,
		              "the BGP data lie in several months (%s): say --month or --from and --to",
		              list.at);
	buf_fini(&list);
	return x;
}

static enum cli_exit period_of(struct measure_job *j, instant_t *from, instant_t *to)
{
	struct cli *c = j->cli;
	bool bounds = cli_is_set(c, "from") || cli_is_set(c, "to");
	if (cli_month(c, "month", from, to))
		return bounds ? cli_usage(c, "--month says it all: --from and --to go without it") : CLI_DONE;
	if (!bounds)
		return period_of_data(j, from, to);
	*from = cli_time(c, "from");
	*to = cli_time(c, "to");
	if (*from == INSTANT_NONE || *to == INSTANT_NONE)
		return cli_usage(c, "--from and --to belong together");
	if (*from >= *to)
		return cli_usage(c, "--to is not behind --from");
	if (*from < 0 || *to > UINT32_MAX)
		return cli_usage(c, "a period lies between 1970 and 2106");
	return CLI_DONE;
}

/* ---- the run */

static enum cli_exit open_store(const struct cli *c, struct store **out)
{
	struct buf why = {0};
	const char *db = cli_text(c, "db");
	enum err e = store_open(db, STORE_WRITE, out, &why);
	if (e != ERR_OK)
		cli_fault(db, "%s", why.at ? why.at : err_text(e));
	buf_fini(&why);
	return e == ERR_OK ? CLI_DONE : e == ERR_IO ? CLI_INTERNAL : CLI_INPUT;
}

static enum cli_exit keep(struct measure_job *j, struct store *store)
{
	struct buf summary = {0};
	on_stage(j, MEASURE_STORE, 0, 0);
	measure_summary_json(j, &summary, false);
	enum err e = measure_store(j->m, store, summary.at);
	if (e != ERR_OK)
		cli_fault(cli_text(j->cli, "db"), "%s; it is as it was before", store_why(store));
	buf_fini(&summary);
	measure_job_stage(j, MEASURE_STAGES);
	return e == ERR_OK ? CLI_DONE : CLI_INTERNAL;
}

/* Was anything rejected that --strict does not forgive? */
static bool is_faultless(const struct measure_job *j)
{
	const struct sources *s = measure_sources(j->m);
	for (size_t i = 0; i < s->at.n; i++)
		if (s->at.at[i].rejected || s->at.at[i].damaged || (s->at.at[i].kind == SOURCE_UNKNOWN))
			return false;
	return true;
}

static enum cli_exit run_opened(struct measure_job *j)
{
	instant_t from = 0, to = 0;
	struct store *store = NULL;
	enum cli_exit x = period_of(j, &from, &to);
	if (x == CLI_DONE) /* before the long part: a database that cannot be written is told at once */
		x = open_store(j->cli, &store);
	if (x != CLI_DONE)
		return x;
	if (measure_before(j->m, store, from) == ERR_OK) {
		measure_run(j->m, from, to);
		x = keep(j, store);
	} else {
		cli_fault(cli_text(j->cli, "db"), "%s", store_why(store));
		x = CLI_INPUT;
	}
	store_close(store);
	messages_end(j);
	if (x != CLI_DONE)
		return x;
	struct buf out = {0};
	if (strcmp(cli_text(j->cli, "format"), "json") == 0)
		measure_summary_json(j, &out, true);
	else
		measure_summary_text(j, &out);
	out_flush(&out);
	buf_fini(&out);
	return cli_flag(j->cli, "strict") && !is_faultless(j) ? CLI_INPUT : CLI_DONE;
}

static bool has_data(const struct measurement *m)
{
	const struct sources *s = measure_sources(m);
	for (size_t i = 0; i < s->at.n; i++)
		if (s->at.at[i].kind != SOURCE_UNKNOWN)
			return true;
	return false;
}

static enum cli_exit run(struct cli *c)
{
	struct framework framework;
	struct buf text = {0};
	if (!cli_text(c, "data"))
		return cli_usage(c, "which folder? say --data DIR");
	enum cli_exit x = cli_framework_load(c, cli_text(c, "framework"), &framework, &text);
	struct measure_job j = {.cli = c};
	struct measure_options o = {.data = cli_text(c, "data"),
	                            .framework = &framework,
	                            .framework_text = text.at,
	                            .n_threads = c->threads,
	                            .no_detection = cli_flag(c, "no-detection"),
	                            .stream = cli_stream_opts(c),
	                            .message = cli_source_message,
	                            .stage = on_stage,
	                            .progress = on_progress,
	                            .ctx = &j};
	struct io_fail fail = {0};
	if (x == CLI_DONE) {
		j.m = measure_new(&o);
		enum err e = measure_open(j.m, &fail);
		if (e == ERR_OK && has_data(j.m))
			x = run_opened(&j);
		else {
			cli_fault(o.data, "%s",
			          e == ERR_OK ? "no file in it is data that can be read" : fail.what);
			x = CLI_INPUT;
		}
	}
	messages_end(&j);
	measure_free(j.m);
	buf_fini(&text);
	return x;
}

static const struct cli_option options[] = {
    CLI_OPTION_DATA,
    {.name = "month", .type = CLI_MONTH, .value = "YYYY-MM", .help = "the month to measure"},
    {.name = "from", .type = CLI_TIME, .value = "TIME", .help = "any other period: its first instant"},
    {.name = "to", .type = CLI_TIME, .value = "TIME", .help = "its end, exclusive"},
    CLI_OPTION_DB,
    CLI_OPTION_FRAMEWORK,
    {.name = "no-detection",
     .type = CLI_FLAG,
     .help = "leave route leaks and misoriginations out: M1 and M2 are then not measured"},
    {.name = "strict", .type = CLI_FLAG, .help = "exit with 3 if anything in the folder was rejected"},
    CLI_OPTION_FORMAT("text|json", "text"),
    CLI_OPTIONS_STREAM,
    CLI_OPTION_END,
};

static const struct cli_example examples[] = {
    {"measure --data DIR", "the month that the BGP data in DIR lie in"},
    {"measure --data DIR --month 2026-10 --db october.db", "one month of more"},
    {"measure --data DIR --from 2026-10-05 --to 2026-10-12", "any other period"},
    {NULL, NULL},
};

const struct cli_verb cli_verb_measure = {
    .name = "measure",
    .summary = "measure every network of a data folder and keep the result",
    .synopsis = "",
    .min_args = 0,
    .max_args = 0,
    .options = options,
    .examples = examples,
    .text =
        "Reads every source in the folder: BGP data of all collectors in the order of time, and the "
        "registries as they were at each time. Finds incidents, scores every network by the framework, "
        "and stores the period in the database; a period that is there already is replaced, all at once: "
        "who reads meanwhile sees the old result, and so does everybody if the run is interrupted.\n"
        "Without --month or --from and --to the month is that in which the BGP data lie; where they lie in "
        "several the exit code is 2 and the message names them. What lies before the period builds the "
        "tables that it begins with.\n"
        "What is not understood is told on standard error and in the summary, and costs only itself. "
        "Prints a summary: every source with its time, records and rejects, peers and full feeds, routes, "
        "networks, incidents, readiness.",
    .run = run,
};
