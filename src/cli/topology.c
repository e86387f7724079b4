/* The verb `topology`: relations and customer cones that the paths in a data folder show. */
#include "cli/message.h"
#include "cli/progress.h"
#include "cli/source_message.h"
#include "cli/topology_form.h"
#include "feed/relations.h"
#include "measure/measure.h"

struct job {
	const struct cli *cli;
	struct progress *progress;
};

static void on_begun(void *ctx, uint64_t files, uint64_t octets)
{
	struct job *j = ctx;
	j->progress = progress_begin(j->cli, "reading", files, octets);
}

static void on_progress(void *ctx, uint64_t octets)
{
	struct job *j = ctx;
	progress_at(j->progress, 0, octets);
}

static void on_ended(void *ctx, const struct sources *all)
{
	struct job *j = ctx;
	progress_end(j->progress);
	j->progress = NULL;
	cli_source_rest(all);
}

static enum cli_exit print(const struct cli *c, const struct relations_found *found)
{
	const struct inferred *r = found->inferred;
	bool cones = cli_flag(c, "cones");
	if (r->counts.links == 0) {
		cli_fault(cli_text(c, "data"), "no path in it shows a link that can be learnt from");
		return CLI_INPUT;
	}
	if (cones && !r->cones) {
		cli_fault(cli_text(c, "data"), "its cones have more than %d members", CONE_MEMBERS_MAX);
		return CLI_INPUT;
	}
	if (cones)
		topology_print_cones(found, cli_form(c));
	else
		topology_print_links(found, cli_form(c), cli_flag(c, "confidence"));
	return CLI_DONE;
}

static enum cli_exit run(struct cli *c)
{
	const struct framework *f = framework_builtin(FRAMEWORK_DEFAULT);
	struct job j = {.cli = c};
	struct relations_options o = {
	    .data = cli_text(c, "data"),
	    .from = 0,
	    .to = UINT32_MAX,
	    .sources = {.stream = cli_stream_opts(c), .n_threads = c->threads, .message = cli_source_message},
	    .hold = (uint32_t)f->hold,
	    .n_threads = c->threads,
	    .with_cones = cli_flag(c, "cones"),
	    .begun = on_begun,
	    .progress = on_progress,
	    .ended = on_ended,
	    .ctx = &j,
	};
	struct relations_found found;
	struct io_fail fail = {0};
	if (!o.data)
		return cli_usage(c, "which folder? say --data DIR");
	if (cli_flag(c, "cones") && cli_flag(c, "confidence"))
		return cli_usage(c, "--confidence is of links: it goes without --cones");
	cli_month(c, "month", &o.from, &o.to);
	measure_freshness(f, o.sources.fresh);
	if (relations_find(&o, &found, &fail) != ERR_OK) {
		cli_fault(o.data, "%s", fail.what);
		return CLI_INPUT;
	}
	enum cli_exit x = CLI_INPUT;
	if (!found.inferred)
		cli_fault(o.data, "there are no BGP data in it%s",
		          cli_is_set(c, "month") ? " for the month" : "");
	else
		x = print(c, &found);
	inferred_free(found.inferred);
	return x;
}

static const struct cli_option options[] = {
    CLI_OPTION_DATA,
    {.name = "month",
     .type = CLI_MONTH,
     .value = "YYYY-MM",
     .help = "learn from this month's data; without it from all"},
    {.name = "cones", .type = CLI_FLAG, .help = "print customer cones instead of links"},
    {.name = "confidence", .type = CLI_FLAG, .help = "also print how sure each link is, 0 to 255"},
    CLI_OPTION_FORMAT("text|json|csv", "text"),
    CLI_OPTIONS_STREAM,
    CLI_OPTION_END,
};

static const struct cli_example examples[] = {
    {"topology --data DIR", "who sells transit to whom, and who peers"},
    {"topology --data DIR --month 2026-10 --confidence", "of one month, with how sure each link is"},
    {"topology --data DIR --cones", "customer cones instead"},
    {NULL, NULL},
};

const struct cli_verb cli_verb_topology = {
    .name = "topology",
    .summary = "infer relations of networks and customer cones from the paths in a data folder",
    .synopsis = "",
    .options = options,
    .examples = examples,
    .text =
        "Prints a line a link: A|B|-1 where A provides transit to B, A|B|0 where they are peers, behind "
        "comments that begin with the clique of networks on top: the form of as-rel files, serial 1. "
        "With --confidence a fourth column: 16 for each doubling of the vantage points that saw the link, "
        "and what the rule that decided is worth; 0 is a guess. CSV and JSON name that rule too.\n"
        "With --cones a line a network that has customers: its ASN, then those of its cone, with a blank "
        "between them: the form of ppdc-ases files. A network is in the cone of another if a path shows a "
        "provider or peer of that one followed by a way down to it; nobody is in their own line.\n"
        "Paths are taken from the tables of the peers, read or built from updates, as they stand every "
        "eight hours and at the end. Where the data have two days a path must stand there on two. Paths with "
        "reserved ASNs or loops are left out, AS sets cut off; route servers that PeeringDB or an as-rel "
        "file in the folder names are taken out. ASPAs, and who peers at the same route server, help to "
        "decide.\n"
        "The method is AS Rank's (Luckie et al., 2013). Links between customers and providers come out right "
        "far more often than those between peers: where few vantage points see a backup link, nothing tells "
        "it "
        "from peering. Links that no table shows are not known.",
    .run = run,
};
