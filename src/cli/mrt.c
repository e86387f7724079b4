#include "cli/message.h"
#include "cli/mrt_form.h"
#include "cli/out.h"
#include "cli/progress.h"
#include "cli/verb.h"
#include "io/stream.h"
#include "wire/mrt_stream.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The verb `mrt`: what MRT files hold, as lines, JSON or counts. */

enum { PROGRESS_STEP = 1024 /* records between two looks at how far it is */ };

struct job {
	const struct cli *c;
	const struct mrt_form *form;
	struct mrt_count *count; /* that form only */
	bool is_json;
	struct progress *progress;
	uint64_t files_done, octets_done; /* of whole files, compressed */
	uint64_t records;                 /* that any file gave */
};

static enum err chunk_read(void *ctx, const uint8_t **data, size_t *len)
{
	return io_stream_read(ctx, data, len);
}

static void records_walk(struct job *j, struct mrt_file *f, struct io_stream *s, void *ctx)
{
	struct mrt_stream records;
	struct mrt_record r;
	mrt_stream_init(&records, chunk_read, s, NULL, &f->diag);
	while (mrt_stream_next(&records, &r) == ERR_OK) {
		mrt_walk_record(f, j->form, ctx, &r);
		if (j->progress && r.number % PROGRESS_STEP == 0)
			progress_at(j->progress, j->files_done, j->octets_done + io_stream_in(s));
	}
	j->records += records.framer.number;
	mrt_stream_fini(&records);
}

/* What is readable has been printed; how the stream ended, if not well, is a count and a message. */
static void stream_end(struct mrt_file *f, struct io_stream *s)
{
	const struct io_fail *fail = io_stream_fail(s);
	if (fail->err == ERR_OK || fail->err == ERR_EOF)
		return;
	cli_fault_stream(f->name, s);
	tally_add(&f->messages.seen, "damaged-file", 1);
}

static void stream_walk(struct job *j, struct mrt_file *f, struct io_stream *s)
{
	if (j->count) {
		records_walk(j, f, s, j->count);
	} else if (j->is_json) {
		struct mrt_json *json = mrt_json_new(f);
		records_walk(j, f, s, json);
		mrt_json_free(json);
	} else {
		struct mrt_lines *lines = mrt_lines_new(f);
		records_walk(j, f, s, lines);
		mrt_lines_free(lines);
	}
	stream_end(f, s);
}

static void file_walk(struct job *j, const char *path)
{
	struct mrt_file f = {.name = strcmp(path, "-") == 0 ? "standard input" : path};
	struct io_stream_opts opts = cli_stream_opts(j->c);
	struct io_stream *s;
	struct io_fail fail = {0};
	uint64_t before = j->records;
	if (io_stream_open(path, &opts, &s, &fail) != ERR_OK) {
		cli_fault(f.name, "%s", fail.what);
		return;
	}
	cli_messages_init(&f.messages, f.name);
	f.diag = (struct diag){.fn = cli_messages_report, .ctx = &f.messages};
	stream_walk(j, &f, s);
	struct io_facts facts = io_stream_facts(s);
	if (j->records == before && f.messages.seen.n == 0)
		cli_fault(f.name, facts.out ? "no MRT record in it" : "empty");
	if (j->count)
		mrt_count_file(j->count, facts.out, &f.messages.seen);
	cli_messages_fini(&f.messages);
	mrt_peers_fini(&f.peers);
	j->files_done++;
	j->octets_done += facts.in;
	io_stream_close(s);
}

/* A bar would stand among the lines where both go to the same terminal. */
static struct progress *bar_begin(const struct cli *c)
{
	uint64_t octets = 0;
	struct stat st;
	if (isatty(STDOUT_FILENO))
		return NULL;
	for (int i = 0; i < c->argc; i++)
		if (stat(c->argv[i], &st) == 0 && S_ISREG(st.st_mode))
			octets += (uint64_t)st.st_size;
	return progress_begin(c, "reading", (uint64_t)c->argc, octets);
}

static enum cli_exit run(struct cli *c)
{
	const char *format = cli_text(c, "format");
	struct job j = {.c = c, .form = &mrt_form_lines};
	if (strcmp(format, "count") == 0) {
		j.form = &mrt_form_count;
		j.count = mrt_count_new();
	} else if (strcmp(format, "json") == 0) {
		j.form = &mrt_form_json;
		j.is_json = true;
	}
	j.progress = bar_begin(c);
	for (int i = 0; i < c->argc; i++)
		file_walk(&j, c->argv[i]);
	progress_end(j.progress);
	if (j.count) {
		mrt_count_print(j.count);
		mrt_count_free(j.count);
	}
	return j.records ? CLI_DONE : CLI_INPUT;
}

static const struct cli_option options[] = {
    CLI_OPTION_FORMAT("bgpdump|json|count", "bgpdump"),
    CLI_OPTIONS_STREAM,
    CLI_OPTION_END,
};

static const struct cli_example examples[] = {
    {"mrt updates.20261101.0000.gz", "a line for each route, as bgpdump -m prints"},
    {"mrt --format json FILE | jq .prefix", "one JSON object a line"},
    {"mrt --format count FILE...", "how much of what is in them"},
    {"mrt - < FILE", "from standard input; compression is told by content"},
    {NULL, NULL},
};

const struct cli_verb cli_verb_mrt = {
    .name = "mrt",
    .summary = "print what MRT files hold",
    .synopsis = "FILE...",
    .min_args = 1,
    .max_args = CLI_MANY_ARGS,
    .options = options,
    .examples = examples,
    .text =
        "Files of RouteViews, RIPE RIS and of routers' own dumps: tables (TABLE_DUMP, TABLE_DUMP_V2) and "
        "updates (BGP4MP, BGP4MP_ET, the old type 5), one file after the other, - for standard input. "
        "Compression is told by content.\n"
        "bgpdump: the lines that bgpdump -m prints, in the same order; see DIFFERENCES FROM BGPDUMP in the "
        "manual page.\n"
        "json: one object a line: routes of tables, announcements, withdrawals, state changes and the other "
        "messages, with every attribute, and with what is wrong in it (RFC 7606). Attributes that have no "
        "member of their own stand in unknownAttributes.\n"
        "count: lines of a name and a number, for all files together; elements are routes of tables, "
        "announcements and withdrawals; messages are those other than UPDATE; rejected.REASON is what could "
        "not be read.\n"
        "Damage costs only itself: reading goes on at the next record, what was passed over is reported. The "
        "exit code is 3 when no file gave a record.",
    .run = run,
};
