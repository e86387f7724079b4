/* The verb `show`: what was measured. */
#include "cli/show.h"

#include "cli/message.h"
#include "detect/event.h"
#include "validate/irr.h"
#include "validate/rov.h"

#include <string.h>

const char *show_why_not_name(unsigned why_not)
{
	static const char *const names[WHY_N] = {"", "default", "length", "bogon", "as_set", "visibility"};
	return why_not < WHY_N ? names[why_not] : "?";
}

const char *show_rov_name(unsigned stored)
{
	return rov_name(stored > 0 && stored <= ROV_N ? (enum rov)(stored - 1) : ROV_NO_DATA);
}

const char *show_irr_name(unsigned stored)
{
	return irr_name(stored > 0 && stored <= IRR_N ? (enum irr)(stored - 1) : IRR_NO_DATA);
}

const char *show_bogon_name(unsigned class)
{
	return class == EVENT_FULL ? "full" : class == EVENT_ADMINISTRATIVE ? "administrative" : "none";
}

enum cli_exit show_unknown_asn(const struct query *q, asn_t asn)
{
	struct buf period = {0};
	cli_period_name(&period, query_period(q));
	cli_error("AS%u: not known in %s: it had no visible route and takes part in no programme, or the "
	          "registries do not list it as allocated",
	          asn, period.at);
	buf_fini(&period);
	return CLI_NOT_SO;
}

/* How many arguments each word takes. */
static const struct {
	const char *word, *arguments;
	int least, most;
} forms[] = {
    {"asn", "N", 2, 2},      {"routes", "asn N, or routes prefix P", 3, 3},
    {"scores", "", 1, 1},    {"sources", "", 1, 1},
    {"economy", "CC", 2, 2}, {"incident", "ID", 2, 2},
    {"prefix", "P", 2, 2},   {"framework", "NAME", 2, 2},
    {"external", "", 1, 1},
};

static enum cli_exit check_form(const struct cli *c)
{
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		if (strcmp(c->argv[0], forms[i].word) == 0 &&
		    (c->argc < forms[i].least || c->argc > forms[i].most))
			return cli_usage(c, "the form is: norma show %s%s%s", forms[i].word,
			                 *forms[i].arguments ? " " : "", forms[i].arguments);
	return CLI_DONE;
}

static enum cli_exit answer(struct cli *c, struct query *q)
{
	const char *what = c->argv[0];
	if (strcmp(what, "asn") == 0)
		return show_asn(c, q, c->argv[1]);
	if (strcmp(what, "routes") == 0)
		return show_routes(c, q, c->argv[1], c->argv[2]);
	if (strcmp(what, "scores") == 0)
		return show_scores(c, q);
	if (strcmp(what, "sources") == 0)
		return show_sources(c, q);
	if (strcmp(what, "external") == 0)
		return show_external(c, q);
	if (strcmp(what, "economy") == 0)
		return show_economy(c, q, c->argv[1]);
	if (strcmp(what, "incident") == 0)
		return show_incident(c, q, c->argv[1]);
	return show_prefix(c, q, c->argv[1]);
}

static enum cli_exit run(struct cli *c)
{
	struct query *q;
	enum cli_exit x = check_form(c);
	if (x != CLI_DONE)
		return x;
	if (strcmp(c->argv[0], "framework") == 0)
		return show_framework(c, c->argv[1]);
	x = cli_query_open(c, &q);
	if (x != CLI_DONE)
		return x;
	x = answer(c, q);
	query_close(q);
	return x;
}

static const struct cli_option options[] = {
    CLI_OPTION_DB,
    CLI_OPTION_MONTH_STORED,
    {.name = "economy",
     .type = CLI_TEXT,
     .flags = CLI_COMMAND_ONLY,
     .value = "CC",
     .help = "scores: only networks of this economy, by its ISO 3166-1 code"},
    {.name = "participants",
     .type = CLI_FLAG,
     .flags = CLI_COMMAND_ONLY,
     .help = "scores: only networks that take part in a programme"},
    CLI_OPTION_FORMAT("text|json|csv", "text"),
    CLI_OPTION_END,
};

static const struct cli_example examples[] = {
    {"show asn 64496", "one network: scores, the reasons, what to do"},
    {"show routes asn 64496 --format csv", "its routes, with the verdicts on each"},
    {"show scores --economy ZA --month 2026-09", "all networks of an economy"},
    {"show sources", "what was read, how old it is, what was rejected"},
    {"show external", "what others have found, beside what we have"},
    {"show framework manrs-2024", "every number that scores are made with"},
    {NULL, NULL},
};

const struct cli_verb cli_verb_show = {
    .name = "show",
    .summary = "show what was measured",
    .synopsis = "asn N\nroutes asn N\nroutes prefix P\nscores\nsources\neconomy CC\nincident ID\nprefix P\n"
                "external\nframework NAME|FILE",
    .words = "asn|routes|scores|sources|economy|incident|prefix|external|framework",
    .min_args = 1,
    .max_args = 3,
    .options = options,
    .examples = examples,
    .text = "A network is shown with the scores of its actions, the metrics that they are made of, how its "
            "routes stand, its incidents and the age of all inputs; where there is no number the reason "
            "stands in its place. An AS number that the period does not know is answered by exit code 1.\n"
            "Scores are computed from what is stored, by the framework of the period; norma score does it "
            "with another one.",
    .run = run,
};
