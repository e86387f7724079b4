/* The command: options, verb, configuration; then the verb runs. */
#include "base/pool.h"
#include "cli/config.h"
#include "cli/help.h"
#include "cli/message.h"
#include "cli/out.h"
#include "cli/suggest.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void print_help(const struct cli_verb *verb)
{
	struct buf out = {0};
	if (verb)
		help_verb(&out, verb);
	else
		help_all(&out);
	out_flush(&out);
	buf_fini(&out);
}

static enum cli_exit unknown_verb(const struct cli *c, const char *name)
{
	struct suggest s = {.typed = name};
	for (size_t i = 0; cli_verbs[i]; i++)
		suggest_offer(&s, cli_verbs[i]->name);
	if (s.best)
		return cli_usage(c, "unknown verb %s; did you mean %s?", name, s.best);
	return cli_usage(c, "unknown verb %s", name);
}

/* Is it among the "a|b|c" that the first argument may be? With a suggestion when not. */
static enum cli_exit check_word(const struct cli *c)
{
	const char *words = c->verb->words;
	if (!words || c->argc == 0)
		return CLI_DONE;
	struct suggest s = {.typed = c->argv[0]};
	char *list = mem_strdup(words), *rest = list, *word;
	enum cli_exit x = CLI_USAGE;
	while ((word = strsep(&rest, "|")) != NULL) {
		suggest_offer(&s, word);
		if (strcmp(word, c->argv[0]) == 0)
			x = CLI_DONE;
	}
	if (x != CLI_DONE && s.best)
		(void)cli_usage(c, "%s is none of %s; did you mean %s?", c->argv[0], words, s.best);
	else if (x != CLI_DONE)
		(void)cli_usage(c, "%s is none of %s", c->argv[0], words);
	free(list);
	return x;
}

static enum cli_exit check_args(const struct cli *c)
{
	if ((unsigned)c->argc < c->verb->min_args)
		return cli_usage(c, "an argument is missing: %s",
		                 c->verb->words ? c->verb->words : c->verb->synopsis);
	enum cli_exit x = check_word(c);
	if (x == CLI_DONE && (unsigned)c->argc > c->verb->max_args)
		return cli_usage(c, "what is %s?", c->argv[c->verb->max_args]);
	return x;
}

static enum cli_exit run_verb(struct cli *c)
{
	struct buf why = {0};
	cli_values_add(&c->values, c->verb->options);
	enum err e = cli_options_parse(&c->values, &c->argc, c->argv, false, &why);
	enum cli_exit x = e == ERR_OK ? CLI_DONE : cli_usage(c, "%s", why.at);
	buf_fini(&why);
	if (x == CLI_DONE && cli_flag(c, "help")) {
		print_help(c->verb);
		return CLI_DONE;
	}
	if (x == CLI_DONE)
		x = check_args(c);
	if (x == CLI_DONE && strcmp(c->verb->name, "config") != 0) /* which reports on the files itself */
		x = config_load(c);
	if (x != CLI_DONE)
		return x;
	c->threads = cli_number(c, "threads") ? (unsigned)cli_number(c, "threads") : pool_threads_default();
	c->quiet = cli_flag(c, "quiet");
	c->verbose = cli_flag(c, "verbose");
	return c->verb->run(c);
}

/* Options in front of the verb, the verb, and its turn. */
static enum cli_exit run_command(struct cli *c)
{
	struct buf why = {0};
	cli_values_add(&c->values, cli_global_options);
	if (c->argc == 1 && strcmp(c->argv[0], "--version") == 0) { /* as everybody tries it */
		c->verb = cli_verb_find("version");
		c->argc = 0;
		return run_verb(c);
	}
	enum err e = cli_options_parse(&c->values, &c->argc, c->argv, true, &why);
	enum cli_exit x = e == ERR_OK ? CLI_DONE : cli_usage(c, "%s", why.at);
	buf_fini(&why);
	if (x != CLI_DONE)
		return x;
	if (c->argc == 0 && cli_flag(c, "help")) {
		print_help(NULL);
		return CLI_DONE;
	}
	if (c->argc == 0)
		return cli_usage(c, "a verb is missing");
	c->verb = cli_verb_find(c->argv[0]);
	if (!c->verb)
		return unknown_verb(c, c->argv[0]);
	c->argc--;
	c->argv++;
	return run_verb(c);
}

/* A broken promise (REQUIRE) has told its story already. */
static void on_abort(int sig)
{
	(void)sig;
	_exit(CLI_INTERNAL);
}

/*
 * Whatever the parent left us with: a pipe that its reader has closed ends the process quietly, and no file
 * that is opened here gets the number of a standard stream, where a message would be written into it.
 */
static void settle_in(void)
{
	int fd;
	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
	signal(SIGPIPE, SIG_DFL);
	signal(SIGABRT, on_abort);
}

int main(int argc, char **argv)
{
	struct cli c = {.argc = argc > 0 ? argc - 1 : 0, .argv = argv + (argc > 0)};
	mem_keep();
	settle_in();
	enum cli_exit x = run_command(&c);
	cli_values_fini(&c.values);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		char text[120];
		cli_error("standard output: cannot be written: %s", strerror_r(errno, text, sizeof text));
		x = CLI_INTERNAL;
	}
	return (int)x;
}
