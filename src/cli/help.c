#include "cli/help.h"

#include "cli/message.h"
#include "cli/out.h"
#include "cli/suggest.h"

#include <string.h>

enum { HELP_WIDTH = 100 };

static void heading(struct buf *out, const char *text)
{
	buf_char(out, '\n');
	out_styled(out, OUT_BOLD, text);
	buf_char(out, '\n');
}

static void option_words(struct buf *b, const struct cli_option *o)
{
	buf_str(b, o->help);
	if (o->type == CLI_TIME)
		buf_str(b, "; a time or date");
	if (o->max == UINT64_MAX)
		buf_printf(b, "; at least %llu", (unsigned long long)o->min);
	else if (o->min || o->max)
		buf_printf(b, "; %llu to %llu", (unsigned long long)o->min, (unsigned long long)o->max);
	if (o->flags & CLI_MANY)
		buf_str(b, "; may be repeated");
	if (o->preset)
		buf_printf(b, " (default %s)", o->preset);
}

static void option_form(struct buf *b, const struct cli_option *o)
{
	if (o->letter)
		buf_printf(b, "-%c, ", o->letter);
	buf_printf(b, "--%s", o->name);
	if (o->choices)
		buf_printf(b, " %s", o->choices);
	else if (o->value)
		buf_printf(b, " %s", o->value);
}

static void option_table(struct buf *out, const struct cli_option *table)
{
	for (const struct cli_option *o = table; o->name; o++) {
		struct buf form = {0}, words = {0}, lines = {0};
		option_form(&form, o);
		option_words(&words, o);
		buf_printf(out, "  %-26s", form.at);
		if (form.len > 25)
			buf_str(out, "\n                            ");
		out_wrapped(&lines, words.at, 28, HELP_WIDTH);
		buf_add(out, lines.at + 28, lines.len - 28);
		buf_fini(&form);
		buf_fini(&words);
		buf_fini(&lines);
	}
}

static void synopsis(struct buf *out, const struct cli_verb *v)
{
	const char *p = v->synopsis;
	do {
		size_t len = strcspn(p, "\n");
		buf_printf(out, "  norma %s%s%s%.*s\n", v->name,
		           v->options && v->options->name ? " [options]" : "", len ? " " : "", (int)len, p);
		p += len + (p[len] == '\n');
	} while (*p);
}

void help_verb(struct buf *out, const struct cli_verb *v)
{
	struct buf name = {0};
	buf_printf(&name, "norma %s", v->name);
	out_styled(out, OUT_BOLD, name.at);
	buf_printf(out, ": %s\n", v->summary);
	buf_fini(&name);
	heading(out, "Usage");
	synopsis(out, v);
	if (v->text) {
		buf_char(out, '\n');
		out_wrapped(out, v->text, 0, HELP_WIDTH);
	}
	if (v->options && v->options->name) {
		heading(out, "Options");
		option_table(out, v->options);
	}
	heading(out, "Options of every verb");
	option_table(out, cli_global_options);
	if (v->examples && v->examples->command) {
		struct out_table t;
		heading(out, "Examples");
		out_table_init(&t, "ll", NULL);
		for (const struct cli_example *e = v->examples; e->command; e++) {
			out_table_cell(&t, OUT_PLAIN, "norma %s", e->command);
			out_table_cell(&t, OUT_PLAIN, "%s", e->what);
		}
		out_table_print(&t, out, 2);
	}
}

void help_all(struct buf *out)
{
	struct out_table t;
	out_styled(out, OUT_BOLD, "norma");
	buf_str(out, ": a routing-security observatory\n");
	heading(out, "Usage");
	buf_str(out, "  norma [--config FILE] [--threads N] [-q|-v] VERB [options] [arguments]\n");
	heading(out, "Verbs");
	out_table_init(&t, "ll", NULL);
	for (size_t i = 0; cli_verbs[i]; i++) {
		out_table_cell(&t, OUT_PLAIN, "%s", cli_verbs[i]->name);
		out_table_cell(&t, OUT_PLAIN, "%s", cli_verbs[i]->summary);
	}
	out_table_print(&t, out, 2);
	heading(out, "Options of every verb");
	option_table(out, cli_global_options);
	heading(out, "Exit codes");
	buf_str(out,
	        "  0  done\n  1  done, and what was asked to be checked does not hold\n  2  wrong usage\n"
	        "  3  input missing or unusable\n  4  internal failure, or a limit of the machine\n");
	buf_str(out, "\nnorma help VERB says more about a verb.\n");
}

/* ---------------------------------------------------------------- the manual page */

/* roff: a backslash is \\e, a minus \\-, and no line may begin with a dot or a quote. */
static void roff(struct buf *out, const char *text)
{
	for (bool fresh = true; *text; text++) {
		if (fresh && (*text == '.' || *text == '\''))
			buf_str(out, "\\&");
		fresh = *text == '\n';
		if (*text == '\\')
			buf_str(out, "\\e");
		else if (*text == '-')
			buf_str(out, "\\-");
		else
			buf_str(out, fresh ? "\n.PP\n" : (char[]){*text, 0});
	}
	buf_char(out, '\n');
}

static void man_options(struct buf *out, const struct cli_option *table)
{
	for (const struct cli_option *o = table; o && o->name; o++) {
		struct buf form = {0}, words = {0};
		option_form(&form, o);
		option_words(&words, o);
		buf_str(out, ".TP\n\\fB");
		form.at[form.len - (o->choices ? strlen(o->choices) + 1
		                    : o->value ? strlen(o->value) + 1
		                               : 0)] = 0;
		for (const char *p = form.at; *p; p++)
			buf_printf(out, *p == '-' ? "\\-" : "%c", *p);
		buf_printf(out, "\\fR %s\n", o->choices ? o->choices : o->value ? o->value : "");
		roff(out, words.at);
		buf_fini(&form);
		buf_fini(&words);
	}
}

void help_man(struct buf *out)
{
	for (size_t i = 0; cli_verbs[i]; i++) {
		const struct cli_verb *v = cli_verbs[i];
		struct buf forms = {0};
		buf_printf(out, ".SS norma %s\n", v->name);
		roff(out, v->summary);
		synopsis(&forms, v);
		buf_str(out, ".PP\n.nf\n");
		roff(out, forms.at);
		buf_str(out, ".fi\n");
		if (v->text) {
			buf_str(out, ".PP\n");
			roff(out, v->text);
		}
		man_options(out, v->options);
		for (const struct cli_example *e = v->examples; e && e->command; e++) {
			buf_str(out, e == v->examples ? ".PP\nExamples:\n.TP\n" : ".TP\n");
			buf_str(out, "norma ");
			roff(out, e->command);
			roff(out, e->what);
		}
		buf_fini(&forms);
	}
}

/* ---------------------------------------------------------------- completion */

static void offer(struct buf *out, const char *typed, const char *candidate, size_t len, const char *what)
{
	if (strncmp(candidate, typed, strlen(typed)) != 0 || len < strlen(typed))
		return;
	buf_add(out, candidate, len);
	buf_printf(out, "\t%s\n", what);
}

static void offer_choices(struct buf *out, const char *typed, const char *choices, const char *what)
{
	while (choices && *choices) {
		size_t len = strcspn(choices, "|");
		offer(out, typed, choices, len, what);
		choices += len + (choices[len] == '|');
	}
}

static const struct cli_option *option_by_word(const struct cli_option *table, const char *word)
{
	for (const struct cli_option *o = table; o && o->name; o++)
		if (strncmp(word, "--", 2) == 0 && strcmp(word + 2, o->name) == 0)
			return o;
	return NULL;
}

static void offer_options(struct buf *out, const char *typed, const struct cli_option *table)
{
	for (const struct cli_option *o = table; o && o->name; o++) {
		struct buf word = {0};
		buf_printf(&word, "--%s", o->name);
		offer(out, typed, word.at, word.len, o->help);
		buf_fini(&word);
	}
}

void help_complete(struct buf *out, int n_words, char *const *words)
{
	const struct cli_verb *verb = NULL;
	const struct cli_option *waiting = NULL; /* its value is the next word */
	int arguments = 0;
	for (int i = 0; i < n_words - 1; i++) {
		const struct cli_option *o = option_by_word(cli_global_options, words[i]);
		if (!o && verb)
			o = option_by_word(verb->options, words[i]);
		if (waiting)
			waiting = NULL;
		else if (o)
			waiting = o->type == CLI_FLAG ? NULL : o;
		else if (words[i][0] != '-' && !verb)
			verb = cli_verb_find(words[i]);
		else if (words[i][0] != '-')
			arguments++;
	}
	const char *typed = n_words ? words[n_words - 1] : "";
	if (waiting) {
		offer_choices(out, typed, waiting->choices, waiting->help);
	} else if (typed[0] == '-') {
		offer_options(out, typed, verb ? verb->options : NULL);
		offer_options(out, typed, cli_global_options);
	} else if (!verb || (strcmp(verb->name, "help") == 0 && !arguments)) {
		for (size_t i = 0; cli_verbs[i]; i++)
			offer(out, typed, cli_verbs[i]->name, strlen(cli_verbs[i]->name),
			      cli_verbs[i]->summary);
	} else if (!arguments) {
		offer_choices(out, typed, verb->words, verb->summary);
	}
}

/* ---------------------------------------------------------------- the verb */

static enum cli_exit run(struct cli *c)
{
	struct buf out = {0};
	const struct cli_verb *verb = NULL;
	if (cli_flag(c, "complete")) {
		help_complete(&out, c->argc, c->argv);
	} else if (cli_flag(c, "man")) {
		help_man(&out);
	} else if (c->argc == 0) {
		help_all(&out);
	} else if (c->argc > 1) {
		return cli_usage(c, "one verb at a time");
	} else if ((verb = cli_verb_find(c->argv[0])) != NULL) {
		help_verb(&out, verb);
	} else {
		struct suggest s = {.typed = c->argv[0]};
		for (size_t i = 0; cli_verbs[i]; i++)
			suggest_offer(&s, cli_verbs[i]->name);
		return cli_usage(c, "unknown verb %s%s%s%s", c->argv[0], s.best ? "; did you mean " : "",
		                 s.best ? s.best : "", s.best ? "?" : "");
	}
	out_flush(&out);
	buf_fini(&out);
	return CLI_DONE;
}

static const struct cli_option options[] = {
    {.name = "complete",
     .type = CLI_FLAG,
     .flags = CLI_COMMAND_ONLY,
     .help = "print what can follow the words behind --, for the completion of shells"},
    {.name = "man",
     .type = CLI_FLAG,
     .flags = CLI_COMMAND_ONLY,
     .help = "print the sections of the manual page on all verbs"},
    CLI_OPTION_END,
};

static const struct cli_example examples[] = {
    {"help", "all verbs"},
    {"help config", "one verb, with its options and examples"},
    {0},
};

const struct cli_verb cli_verb_help = {
    .name = "help",
    .summary = "explain the command or one verb",
    .synopsis = "[VERB]",
    .max_args = CLI_MANY_ARGS,
    .options = options,
    .examples = examples,
    .run = run,
};
