/* The verb `incidents`: what happened, in a period or between two instants. */
#include "cli/message.h"
#include "cli/show.h"

#include <string.h>

struct wanted {
	unsigned metric, confidence; /* 0: any metric */
	asn_t asn;
	enum query_role role;
	instant_t from, to; /* INSTANT_NONE: open */
};

static bool is_wanted(const struct wanted *w, const struct query_incident *i)
{
	instant_t end = i->open ? INT64_MAX : i->end;
	return (w->metric == 0 || i->lead->metric == w->metric) && i->lead->confidence >= w->confidence &&
	       (w->asn == 0 || query_incident_has(i, w->asn, w->role)) &&
	       (w->to == INSTANT_NONE || i->start < w->to) && (w->from == INSTANT_NONE || end >= w->from);
}

static enum cli_exit wanted_of(const struct cli *c, struct wanted *w)
{
	static const char *const roles[] = {"any", "culprit", "accomplice", "victim"};
	const char *metric = cli_text(c, "metric"), *asn = cli_text(c, "asn"), *role = cli_text(c, "role");
	*w = (struct wanted){.metric = metric ? (unsigned)(metric[1] - '0') : 0,
	                     .from = cli_time(c, "from"),
	                     .to = cli_time(c, "to")};
	while (strcmp(framework_confidence_name((enum framework_confidence)w->confidence),
	              cli_text(c, "min-confidence")) != 0)
		w->confidence++;
	while (role && strcmp(roles[w->role], role) != 0)
		w->role++;
	if (role && !asn)
		return cli_usage(c, "--role speaks of the network of --asn");
	if (w->from != INSTANT_NONE && w->to != INSTANT_NONE && w->from >= w->to)
		return cli_usage(c, "--from is not before --to");
	return asn ? cli_asn_arg(c, asn, &w->asn) : CLI_DONE;
}

/* ---- of which periods */

/* Lists of all periods that are spoken of, and what of them is wanted, in order. */
struct listing {
	struct wanted wanted;
	VEC(struct query_incidents) lists;
	VEC(struct listed {
		const struct query_incident *incident;
		size_t list;
	})
	rows;
};

static bool period_is_wanted(const struct wanted *w, const struct store_period *p)
{
	return (w->to == INSTANT_NONE || p->start < w->to) && (w->from == INSTANT_NONE || p->end > w->from);
}

static enum err take_period(struct query *q, struct listing *l)
{
	struct query_incidents *list = vec_push(&l->lists);
	return query_incidents(q, list);
}

/* One month that was asked for, or all that --from and --to touch, or the newest. */
static enum err take_periods(const struct cli *c, struct query *q, struct listing *l)
{
	const struct wanted *w = &l->wanted;
	enum err e = ERR_OK;
	if (cli_is_set(c, "month") || (w->from == INSTANT_NONE && w->to == INSTANT_NONE))
		return take_period(q, l);
	for (size_t i = 0; query_period_at(q, i) && e == ERR_OK; i++)
		if (period_is_wanted(w, query_period_at(q, i)) && (e = query_choose(q, i)) == ERR_OK)
			e = take_period(q, l);
	return e;
}

static int by_start(const void *pa, const void *pb)
{
	const struct listed *a = pa, *b = pb;
	if (a->incident->start != b->incident->start)
		return a->incident->start < b->incident->start ? -1 : 1;
	if (a->incident->id != b->incident->id)
		return a->incident->id < b->incident->id ? -1 : 1;
	return (a->list > b->list) - (a->list < b->list);
}

/* What spans the border of two periods is in both: the newer one, which knows its end, tells it. */
static void settle(struct listing *l)
{
	size_t kept = 0;
	for (size_t i = 0; i < l->lists.n; i++)
		for (size_t k = 0; k < l->lists.at[i].incidents.n; k++)
			if (is_wanted(&l->wanted, &l->lists.at[i].incidents.at[k]))
				*vec_push(&l->rows) = (struct listed){&l->lists.at[i].incidents.at[k], i};
	if (l->rows.n)
		qsort(l->rows.at, l->rows.n, sizeof *l->rows.at, by_start);
	for (size_t i = 0; i < l->rows.n; i++)
		if (kept == 0 || l->rows.at[i].incident->id != l->rows.at[kept - 1].incident->id)
			l->rows.at[kept++] = l->rows.at[i];
	l->rows.n = kept;
}

static void fini(struct listing *l)
{
	for (size_t i = 0; i < l->lists.n; i++)
		query_incidents_fini(&l->lists.at[i]);
	vec_free(&l->lists);
	vec_free(&l->rows);
}

/* ---- forms */

static void as_json(struct buf *out, const struct listing *l)
{
	struct json j;
	json_init(&j, out, true);
	json_array(&j, NULL);
	for (size_t i = 0; i < l->rows.n; i++) {
		json_row(&j);
		json_incident_members(&j, &l->lists.at[l->rows.at[i].list], l->rows.at[i].incident);
		json_row_end(&j);
		out_flush_large(out);
	}
	json_end(&j);
}

static void as_csv(struct buf *out, const struct listing *l)
{
	incident_csv_header(out);
	for (size_t i = 0; i < l->rows.n; i++) {
		incident_csv(out, &l->lists.at[l->rows.at[i].list], l->rows.at[i].incident);
		out_flush_large(out);
	}
}

static void as_text(struct buf *out, const struct listing *l)
{
	struct out_table t;
	incident_table_init(&t);
	for (size_t i = 0; i < l->rows.n; i++)
		incident_table_row(&t, l->rows.at[i].incident, l->wanted.asn);
	if (l->rows.n)
		out_table_print(&t, out, 0);
	else
		buf_str(out, "no such incident\n");
}

static enum cli_exit run(struct cli *c)
{
	struct listing l = {0};
	struct query *q;
	struct buf out = {0};
	enum cli_exit x = wanted_of(c, &l.wanted);
	if (x != CLI_DONE || (x = cli_query_open(c, &q)) != CLI_DONE)
		return x;
	enum err e = take_periods(c, q, &l);
	settle(&l);
	if (e != ERR_OK)
		x = cli_query_failed(c, q, e);
	else if (cli_form(c) == FORM_JSON)
		as_json(&out, &l);
	else if (cli_form(c) == FORM_CSV)
		as_csv(&out, &l);
	else
		as_text(&out, &l);
	out_flush(&out);
	buf_fini(&out);
	fini(&l);
	query_close(q);
	return x;
}

static const struct cli_option options[] = {
    CLI_OPTION_DB,
    CLI_OPTION_MONTH_STORED,
    {.name = "metric",
     .type = CLI_CHOICE,
     .flags = CLI_COMMAND_ONLY,
     .choices = "M1|M2|M3|M4",
     .help = "only of this kind"},
    {.name = "asn",
     .type = CLI_TEXT,
     .flags = CLI_COMMAND_ONLY,
     .value = "N",
     .help = "only those that this network has a part in"},
    {.name = "role",
     .type = CLI_CHOICE,
     .flags = CLI_COMMAND_ONLY,
     .choices = "culprit|accomplice|victim",
     .help = "with --asn: its part; without it any"},
    {.name = "from",
     .type = CLI_TIME,
     .flags = CLI_COMMAND_ONLY,
     .value = "TIME",
     .help = "only what lasted to then or longer"},
    {.name = "to",
     .type = CLI_TIME,
     .flags = CLI_COMMAND_ONLY,
     .value = "TIME",
     .help = "only what began before"},
    {.name = "min-confidence",
     .type = CLI_CHOICE,
     .choices = "benign|informative|suspicious|confirmed",
     .preset = "suspicious",
     .help = "leave out what is less certain; benign lists everything that was considered"},
    CLI_OPTION_FORMAT("text|json|csv", "text"),
    CLI_OPTION_END,
};

static const struct cli_example examples[] = {
    {"incidents --db norma.db", "what happened in the newest period"},
    {"incidents --asn 64496 --role accomplice", "what it passed on for others"},
    {"incidents --from 2026-09-10 --to 2026-09-12", "what lasted into two days"},
    {NULL, NULL},
};

const struct cli_verb cli_verb_incidents = {
    .name = "incidents",
    .summary = "list what went wrong",
    .synopsis = "",
    .options = options,
    .examples = examples,
    .text = "An incident is a thing that happened: events of one kind, culprit and victim that lie close "
            "together. The incidents that a score counts are merged otherwise, by the time in which a "
            "network had any event of a metric; norma show asn shows those.\n"
            "Without --month, --from and --to the newest period is listed. weight is what the incident by "
            "itself adds to the culprit's metric by the framework of the period.",
    .run = run,
};
