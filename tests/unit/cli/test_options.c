#include "../test.h"
#include "cli/verb.h"
#include "io/stream.h"

#include <string.h>

static const struct cli_option table[] = {
    {.name = "flag", .letter = 'f', .type = CLI_FLAG, .help = "a flag"},
    {.name = "text", .type = CLI_TEXT, .value = "T", .preset = "none", .help = "a text"},
    {.name = "file", .type = CLI_PATH, .flags = CLI_MANY, .value = "FILE", .help = "files"},
    {.name = "count", .type = CLI_NUMBER, .min = 1, .max = 10, .help = "a number"},
    {.name = "any", .type = CLI_NUMBER, .help = "any number"},
    {.name = "size", .type = CLI_OCTETS, .preset = "64M", .min = 1, .max = UINT64_MAX, .help = "octets"},
    {.name = "age", .type = CLI_SECONDS, .help = "seconds"},
    {.name = "at", .type = CLI_TIME, .help = "a time"},
    {.name = "month", .type = CLI_MONTH, .help = "a month"},
    {.name = "format", .type = CLI_CHOICE, .choices = "text|json|jsonl", .preset = "text", .help = "form"},
    CLI_OPTION_END,
};

struct run {
	struct cli c;
	enum err err;
	struct buf why;
	char *argv[32];
};

/* Words divided by blanks. */
static void parse(struct run *r, const char *line, bool stop)
{
	static char text[512];
	*r = (struct run){0};
	snprintf(text, sizeof text, "%s", line);
	for (char *rest = text, *w; (w = strsep(&rest, " ")) != NULL;)
		if (*w || line[0] == 0)
			r->argv[r->c.argc++] = w;
	r->c.argv = r->argv;
	cli_values_add(&r->c.values, table);
	r->err = cli_options_parse(&r->c.values, &r->c.argc, r->argv, stop, &r->why);
}

static void end(struct run *r)
{
	cli_values_fini(&r->c.values);
	buf_fini(&r->why);
}

static void every_form(void **state)
{
	(void)state;
	struct run r;
	instant_t from, to;
	size_t n;
	parse(&r,
	      "one --flag --text=a=b --file x two --file=y --count 10 --size 2K - --age 2h --at 2022-01-01 "
	      "--month 2022-02 -- --flag",
	      false);
	assert_int_equal(r.err, ERR_OK);
	assert_int_equal(r.c.argc, 4);
	assert_string_equal(r.argv[0], "one");
	assert_string_equal(r.argv[1], "two");
	assert_string_equal(r.argv[2], "-");
	assert_string_equal(r.argv[3], "--flag");
	assert_true(cli_flag(&r.c, "flag"));
	assert_string_equal(cli_text(&r.c, "text"), "a=b");
	char *const *files = cli_many(&r.c, "file", &n);
	assert_int_equal(n, 2);
	assert_string_equal(files[0], "x");
	assert_string_equal(files[1], "y");
	assert_int_equal(cli_number(&r.c, "count"), 10);
	assert_int_equal(cli_number(&r.c, "size"), 2048);
	assert_int_equal(cli_number(&r.c, "age"), 7200);
	assert_int_equal(cli_time(&r.c, "at"), 1640995200);
	assert_true(cli_month(&r.c, "month", &from, &to));
	assert_int_equal(to - from, 28 * 86400);
	end(&r);
}

static void what_is_not_given(void **state)
{
	(void)state;
	struct run r;
	instant_t from, to;
	size_t n;
	parse(&r, "--any 0", false);
	assert_int_equal(r.err, ERR_OK);
	assert_int_equal(r.c.argc, 0);
	assert_false(cli_flag(&r.c, "flag"));
	assert_string_equal(cli_text(&r.c, "text"), "none");
	assert_false(cli_is_set(&r.c, "text"));
	assert_true(cli_is_set(&r.c, "any"));
	assert_null(cli_text(&r.c, "file"));
	(void)cli_many(&r.c, "file", &n);
	assert_int_equal(n, 0);
	assert_int_equal(cli_number(&r.c, "count"), 0);
	assert_int_equal(cli_number(&r.c, "size"), 64 << 20);
	assert_true(cli_time(&r.c, "at") == INSTANT_NONE);
	assert_false(cli_month(&r.c, "month", &from, &to));
	end(&r);
}

static void stops_at_the_verb(void **state)
{
	(void)state;
	struct run r;
	parse(&r, "-f --count 3 verb --unknown -f", true);
	assert_int_equal(r.err, ERR_OK);
	assert_int_equal(r.c.argc, 3);
	assert_string_equal(r.argv[0], "verb");
	assert_string_equal(r.argv[1], "--unknown");
	end(&r);
}

static void faults_are_told(void **state)
{
	(void)state;
	static const char *const rows[][2] = {
	    {"--cout 3", "unknown option --cout; did you mean --count?"},
	    {"--zzzzzz", "unknown option --zzzzzz"},
	    {"-x", "unknown option -x"},
	    {"-fx", "unknown option -x"},
	    {"--count", "a value is missing behind --count"},
	    {"--flag=yes", "takes no value: --flag"},
	    {"--count 11", "--count 11: must be 1 to 10"},
	    {"--count 0", "--count 0: must be 1 to 10"},
	    {"--count -1", "--count -1: is not a number"},
	    {"--count 1x", "--count 1x: is not a number"},
	    {"--any 18446744073709551616", "--any 18446744073709551616: must be 0 to 18446744073709551615"},
	    {"--size 64MB", "--size 64MB: is not a number of octets, as 64M"},
	    {"--size 99999999999T", "--size 99999999999T: must be 1 to 18446744073709551615"},
	    {"--age 1w", "--age 1w: is not a length of time, as 90s or 24h"},
	    {"--at yesterday", "--at yesterday: is not a time, as 2026-01-31T12:00:00Z"},
	    {"--month 2022-13", "--month 2022-13: is not a month, as 2026-01"},
	    {"--format jso", "--format jso: is none of text|json|jsonl"},
	    {"--format=", "--format : is none of text|json|jsonl"},
	    {"--text=", "--text : is empty"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct run r;
		parse(&r, rows[i][0], false);
		assert_int_equal(r.err, ERR_VALUE);
		assert_string_equal(r.why.at, rows[i][1]);
		end(&r);
	}
}

/* Command line, --config, ./norma.ini, DIR/norma.ini: whoever comes later in time, the nearer one holds. */
static void origins_have_an_order(void **state)
{
	(void)state;
	static const enum cli_origin order[] = {CLI_FROM_INI, CLI_FROM_DATA, CLI_FROM_COMMAND,
	                                        CLI_FROM_CONFIG};
	static const char *const want[] = {"from1", "from1", "from3", "from3"};
	struct cli_values v = {0};
	cli_values_add(&v, table);
	struct cli_value *x = cli_values_find(&v, "text"), *many = cli_values_find(&v, "file");
	for (size_t i = 0; i < 4; i++) {
		static const char *const texts[] = {"from1", "from2", "from3", "from4"};
		assert_int_equal(cli_value_set(x, texts[i], order[i], NULL), ERR_OK);
		assert_string_equal(x->texts.at[0], want[i]);
		assert_int_equal(x->texts.n, 1);
		assert_int_equal(cli_value_set(many, texts[i], order[i], NULL), ERR_OK);
	}
	assert_int_equal(many->texts.n, 1);
	assert_string_equal(many->texts.at[0], "from3");
	cli_values_fini(&v);
}

/* What help promises of the limits is what streams are opened with. */
static void limits_reach_the_streams(void **state)
{
	(void)state;
	static const struct cli_option limits[] = {CLI_OPTIONS_STREAM, CLI_OPTION_END};
	struct cli c = {.threads = 1};
	cli_values_add(&c.values, limits);
	struct io_stream_opts o = cli_stream_opts(&c);
	assert_true(o.sync && o.max_output == (uint64_t)64 << 30 && o.max_ratio == 1000 &&
	            o.max_memory == 256 << 20);
	assert_int_equal(cli_value_set(cli_values_find(&c.values, "max-output"), "1K", CLI_FROM_DATA, NULL),
	                 ERR_OK);
	c.threads = 4;
	o = cli_stream_opts(&c);
	assert_true(!o.sync && o.max_output == 1024);
	cli_values_fini(&c.values);
}

/* The tables of all verbs: what the parser, the help and the configuration rely on. */
static void tables_are_sound(void **state)
{
	(void)state;
	for (size_t i = 0; cli_verbs[i]; i++) {
		const struct cli_verb *b = cli_verbs[i];
		struct cli_values v = {0};
		assert_non_null(b->run);
		assert_non_null(b->synopsis);
		assert_true(b->summary && b->summary[strlen(b->summary) - 1] != '.');
		assert_true(b->min_args <= b->max_args);
		assert_ptr_equal(cli_verb_find(b->name), b);
		cli_values_add(&v, cli_global_options);
		cli_values_add(&v, b->options); /* also: every default is valid */
		for (size_t j = 0; j < v.n; j++) {
			const struct cli_option *o = v.at[j].option;
			assert_true(o->help && strlen(o->help) > 3);
			assert_ptr_equal(cli_values_find(&v, o->name), &v.at[j]); /* no name twice */
			assert_int_equal(o->choices != NULL, o->type == CLI_CHOICE);
			assert_true(!o->letter || o->type == CLI_FLAG);
			assert_true(!(o->flags & CLI_LIMIT) || o->type != CLI_PATH);
		}
		cli_values_fini(&v);
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_form),
    cmocka_unit_test(what_is_not_given),
    cmocka_unit_test(stops_at_the_verb),
    cmocka_unit_test(faults_are_told),
    cmocka_unit_test(origins_have_an_order),
    cmocka_unit_test(tables_are_sound),
    cmocka_unit_test(limits_reach_the_streams),
};
TEST_MAIN(tests)
