/* The verb `score`: a stored period by another framework. */
#include "cli/framework_arg.h"
#include "cli/message.h"
#include "cli/show.h"
#include "score/diff.h"

#include <string.h>

/* All networks under one framework, by ASN. */
struct scored {
	VEC(struct diff_entry) entries; /* scores: owned */
	VEC(char *) holders;
};

static bool take(void *ctx, const struct query_network *n)
{
	struct scored *s = ctx;
	struct network_scores *mine = mem_new(1, sizeof *mine);
	*mine = n->scores;
	*vec_push(&s->entries) = (struct diff_entry){n->row->asn, mine};
	*vec_push(&s->holders) = mem_strdup(n->row->holder);
	return true;
}

static void scored_fini(struct scored *s)
{
	for (size_t i = 0; i < s->entries.n; i++) {
		union {
			const struct network_scores *lent;
			struct network_scores *own;
		} u = {.lent = s->entries.at[i].scores};
		free(u.own);
		free(s->holders.at[i]);
	}
	vec_free(&s->entries);
	vec_free(&s->holders);
}

static const char *holder_of(const struct scored *s, asn_t asn)
{
	size_t low = 0, high = s->entries.n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (s->entries.at[middle].asn < asn)
			low = middle + 1;
		else
			high = middle;
	}
	return low < s->entries.n && s->entries.at[low].asn == asn ? s->holders.at[low] : "";
}

/* ---- the changes */

static void value_json(struct json *j, const char *key, bool has, double value, unsigned readiness)
{
	json_object(j, key);
	if (has)
		json_real(j, "value", value);
	else
		json_null(j, "value");
	json_text(j, "readiness", readiness_name((enum readiness)readiness));
	json_end(j);
}

static void changes_json(struct buf *out, const struct diff_list *l, const struct scored *s)
{
	struct json j;
	json_init(&j, out, true);
	json_array(&j, NULL);
	for (size_t i = 0; i < l->n; i++) {
		const struct diff_change *c = &l->at[i];
		json_row(&j);
		json_u64(&j, "asn", c->asn);
		json_known(&j, "holder", holder_of(s, c->asn));
		json_text(&j, "action", score_action_name((enum score_action)c->action));
		value_json(&j, "before", c->has_before, c->value_before, c->before);
		value_json(&j, "after", c->has_after, c->value_after, c->after);
		json_row_end(&j);
		out_flush_large(out);
	}
	json_end(&j);
}

static void changes_csv(struct buf *b, const struct diff_list *l, const struct scored *s)
{
	buf_str(b, "asn,holder,action,before,beforeReadiness,after,afterReadiness");
	out_csv_end(b);
	for (size_t i = 0; i < l->n; i++) {
		const struct diff_change *c = &l->at[i];
		buf_u64(b, c->asn);
		out_csv_cell(b, false, holder_of(s, c->asn));
		buf_printf(b, ",%s,", score_action_name((enum score_action)c->action));
		if (c->has_before)
			out_number(b, c->value_before);
		buf_printf(b, ",%s,", readiness_name((enum readiness)c->before));
		if (c->has_after)
			out_number(b, c->value_after);
		buf_printf(b, ",%s", readiness_name((enum readiness)c->after));
		out_csv_end(b);
		out_flush_large(b);
	}
}

static void value_cell(struct out_table *t, bool has, double value, unsigned readiness)
{
	if (has)
		out_table_cell(t, cli_readiness_style(readiness), "%s %.2f",
		               readiness_name((enum readiness)readiness), value);
	else
		out_table_cell(t, OUT_DIM, "no data");
}

static void changes_text(struct buf *out, const struct diff_list *l, const struct scored *s, const char *a,
                         const char *b)
{
	const char *titles[] = {"AS", "holder", "action", a, b, ""};
	struct out_table t;
	size_t up = 0;
	out_table_init(&t, "rlllll", titles);
	for (size_t i = 0; i < l->n; i++) {
		const struct diff_change *c = &l->at[i];
		bool better = c->after > c->before;
		up += better;
		out_table_cell(&t, OUT_PLAIN, "%u", c->asn);
		score_holder_cell(&t, holder_of(s, c->asn));
		out_table_cell(&t, OUT_PLAIN, "%s", score_action_name((enum score_action)c->action));
		value_cell(&t, c->has_before, c->value_before, c->before);
		value_cell(&t, c->has_after, c->value_after, c->after);
		out_table_cell(&t, better ? OUT_GOOD : OUT_BAD, "%s", better ? "up" : "down");
	}
	if (l->n)
		out_table_print(&t, out, 0);
	buf_printf(out, "%zu of %zu levels %s from %s to %s: %zu up, %zu down\n", l->n,
	           s->entries.n * SCORE_ACTIONS, l->n == 1 ? "changes" : "change", a, b, up, l->n - up);
}

static enum cli_exit diff(const struct cli *c, struct query *q, const struct framework *f,
                          const struct framework *g)
{
	struct query_networks_filter all = {0};
	struct scored a = {0}, b = {0};
	struct diff_list list = {0};
	struct buf out = {0};
	enum err e = query_networks(q, f, &all, take, &a);
	if (e == ERR_OK)
		e = query_networks(q, g, &all, take, &b);
	if (e == ERR_OK)
		diff_levels(a.entries.at, a.entries.n, b.entries.at, b.entries.n, &list);
	if (cli_form(c) == FORM_JSON)
		changes_json(&out, &list, &a);
	else if (cli_form(c) == FORM_CSV)
		changes_csv(&out, &list, &a);
	else
		changes_text(&out, &list, &a, f->name, g->name);
	if (e == ERR_OK)
		out_flush(&out);
	buf_fini(&out);
	vec_free(&list);
	scored_fini(&a);
	scored_fini(&b);
	return e == ERR_OK ? CLI_DONE : cli_query_failed(c, q, e);
}

static enum cli_exit rescore(const struct cli *c, struct query *q, const struct framework *f)
{
	struct query_networks_filter all = {0};
	struct score_rows *r = score_rows_new(cli_form(c));
	enum err e = query_networks(q, f, &all, score_rows_add, r);
	score_rows_end(r);
	return e == ERR_OK ? CLI_DONE : cli_query_failed(c, q, e);
}

/* What was left out when it was measured cannot be brought back from the store. */
static void remark(const struct cli *c, const struct query *q, const struct framework *f)
{
	const struct framework *own = query_framework(q);
	if (c->quiet)
		return;
	if (f->min_peers != own->min_peers || f->left_out != own->left_out ||
	    f->max_length_v4 != own->max_length_v4 || f->max_length_v6 != own->max_length_v6)
		cli_error("%s counts other routes than %s, by which the period was measured: M7 stays as it "
		          "was measured",
		          f->name, own->name);
	if (f->event_min_peers < own->event_min_peers)
		cli_error("%s knows events that %s did not keep: measure again to have them", f->name,
		          own->name);
}

static enum cli_exit run(struct cli *c)
{
	struct framework f, g;
	struct query *q;
	const char *other = cli_text(c, "diff");
	if (!cli_is_set(c, "framework") && !other)
		return cli_usage(c, "--framework says by what to score");
	enum cli_exit x = cli_framework_load(c, cli_text(c, "framework"), &f, NULL);
	if (x == CLI_DONE && other)
		x = cli_framework_load(c, other, &g, NULL);
	if (x != CLI_DONE || (x = cli_query_open(c, &q)) != CLI_DONE)
		return x;
	remark(c, q, &f);
	if (other)
		remark(c, q, &g);
	x = other ? diff(c, q, &f, &g) : rescore(c, q, &f);
	query_close(q);
	return x;
}

static const struct cli_option options[] = {
    CLI_OPTION_DB,
    CLI_OPTION_MONTH_STORED,
    CLI_OPTION_FRAMEWORK,
    {.name = "diff",
     .type = CLI_TEXT,
     .flags = CLI_COMMAND_ONLY,
     .value = "NAME|FILE",
     .help = "another framework: list whose level changes"},
    CLI_OPTION_FORMAT("text|json|csv", "text"),
    CLI_OPTION_END,
};

static const struct cli_example examples[] = {
    {"score --framework manrs-2018", "all networks by the rules of 2018"},
    {"score --framework manrs-2024 --diff ./proposal.ini", "whose level a proposal changes"},
    {NULL, NULL},
};

const struct cli_verb cli_verb_score = {
    .name = "score",
    .summary = "score a measured period by another framework",
    .synopsis = "",
    .options = options,
    .examples = examples,
    .text = "Scores are computed from the events and facts that are stored; no BGP data are read and the "
            "database is left as it is. With --diff the networks are listed whose readiness changes from "
            "--framework to the other one.",
    .run = run,
};
