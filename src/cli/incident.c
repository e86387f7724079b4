/* The verb `incident`: one incident, or with --replay the raw messages that it was judged by, in order. */
#include "cli/message.h"
#include "cli/mrt_form.h"
#include "cli/show.h"
#include "wire/mrt.h"

#include <string.h>

struct replay {
	struct query *q;
	const struct incident_found *found;
	struct buf out;
	size_t n, lost; /* messages, and those of which only the place was kept */
	int64_t peers;  /* as MRT: the table of peers that was written last */
	enum err e;
};

/* Too long, or too many: its place is all that is known. */
static bool is_lost(struct replay *r, const struct store_message *m)
{
	r->n++;
	if (m->len)
		return false;
	r->lost++;
	cli_fault(m->file, "record %llu at octet %llu was not kept", (unsigned long long)m->record,
	          (unsigned long long)m->offset);
	return true;
}

struct entries {
	struct replay *replay;
	int64_t message;
};

/* A record of a table has many routes, and names peers by numbers of its file: shown are those routes that
 * are evidence, by the fields that their lines begin with. */
static bool entry(void *ctx, const struct store_evidence *x)
{
	struct entries *t = ctx;
	char ip[PREFIX_TEXT], prefix[PREFIX_TEXT];
	if (x->message != t->message)
		return true;
	addr_format(ip, &x->peer_ip);
	prefix_format(prefix, &x->prefix);
	buf_printf(&t->replay->out, "TABLE_DUMP2|%u|B|%s|%u|%s|%s\n", x->time, ip, x->peer_asn, prefix,
	           x->path);
	return true;
}

static bool is_table(const struct mrt_record *m)
{
	return m->kind && (m->kind->decoder == MRT_RIB || m->kind->decoder == MRT_RIB_GENERIC);
}

/* What was kept of a message as a record. */
static bool record_of(const struct store_message *m, struct mrt_record *out)
{
	struct mrt_framer framer;
	size_t used;
	mrt_framer_init(&framer, NULL);
	if (mrt_frame_next(&framer, m->raw, m->len, true, out, &used) == ERR_OK)
		return true;
	cli_fault(m->file, "record %llu: what was kept of it is damaged", (unsigned long long)m->record);
	return false;
}

/* Once for all records in a row that count on it. */
static bool table_of_peers(void *ctx, const struct store_message *m)
{
	struct replay *r = ctx;
	if (m->id != r->peers)
		buf_add(&r->out, m->raw, m->len);
	r->peers = m->id;
	return true;
}

static bool octets(void *ctx, const struct store_message *m)
{
	struct replay *r = ctx;
	struct mrt_record record;
	if (is_lost(r, m) || !record_of(m, &record))
		return true;
	if (is_table(&record))
		r->e = query_peer_table(r->q, m, table_of_peers, r);
	buf_add(&r->out, m->raw, m->len);
	out_flush_large(&r->out);
	return r->e == ERR_OK;
}

static void walk(const struct mrt_record *record, const char *name)
{
	struct mrt_file file = {.name = name};
	struct mrt_lines *l = mrt_lines_new(&file);
	mrt_walk_record(&file, &mrt_form_lines, l, record);
	mrt_lines_free(l);
	mrt_peers_fini(&file.peers);
}

static bool lines(void *ctx, const struct store_message *m)
{
	struct replay *r = ctx;
	struct mrt_record record;
	if (is_lost(r, m) || !record_of(m, &record))
		return true;
	if (is_table(&record)) {
		struct entries t = {r, m->id};
		r->e = query_evidence(r->q, &r->found->list, r->found->incident, entry, &t);
		out_flush(&r->out);
	} else {
		walk(&record, m->file);
	}
	return r->e == ERR_OK;
}

static enum cli_exit replay(const struct cli *c, struct query *q, const char *id)
{
	struct incident_found f = {0};
	struct replay r = {.q = q, .found = &f, .peers = -1};
	bool mrt = strcmp(cli_text(c, "format"), "mrt") == 0;
	enum cli_exit x = incident_find(c, q, id, &f);
	if (x != CLI_DONE || !f.incident)
		return x;
	enum err e = query_messages(q, &f.list, f.incident, mrt ? octets : lines, &r);
	e = e == ERR_OK ? r.e : e;
	if (e != ERR_OK)
		x = cli_query_failed(c, q, e);
	else if (r.n == r.lost)
		cli_error("%s: none of its messages was kept", id);
	if (x == CLI_DONE && r.n == r.lost)
		x = CLI_INPUT;
	out_flush(&r.out);
	buf_fini(&r.out);
	query_incidents_fini(&f.list);
	return x;
}

static enum cli_exit run(struct cli *c)
{
	struct query *q;
	const char *format = cli_text(c, "format");
	bool again = cli_flag(c, "replay");
	if (again && strcmp(format, "json") == 0)
		return cli_usage(c, "a replay is text or mrt");
	if (!again && strcmp(format, "mrt") == 0)
		return cli_usage(c, "--format mrt belongs to --replay");
	enum cli_exit x = cli_query_open(c, &q);
	if (x != CLI_DONE)
		return x;
	x = again ? replay(c, q, c->argv[0]) : show_incident(c, q, c->argv[0]);
	query_close(q);
	return x;
}

static const struct cli_option options[] = {
    CLI_OPTION_DB,
    CLI_OPTION_MONTH_STORED,
    {.name = "replay",
     .type = CLI_FLAG,
     .flags = CLI_COMMAND_ONLY,
     .help = "print the raw messages that it was judged by, in order"},
    CLI_OPTION_FORMAT("text|json|mrt", "text"),
    CLI_OPTION_END,
};

static const struct cli_example examples[] = {
    {"incident 7481ca6090eb0835", "its events and its evidence"},
    {"incident 7481ca6090eb0835 --replay", "the messages, as norma mrt prints them"},
    {"incident 7481ca6090eb0835 --replay --format mrt > x.mrt", "the same as MRT records"},
    {NULL, NULL},
};

const struct cli_verb cli_verb_incident = {
    .name = "incident",
    .summary = "show one incident, or replay its messages",
    .synopsis = "ID",
    .min_args = 1,
    .max_args = 1,
    .options = options,
    .examples = examples,
    .text = "The id is that of norma incidents, or of one of its events. It is looked for in the newest "
            "period that has it, or in that of --month.\n"
            "A record of a table dump names peers by their number in the table of peers of its file: in text "
            "only the routes in it that are evidence are shown, by the fields that their lines begin with; "
            "as MRT that table stands in front of it.",
    .run = run,
};
