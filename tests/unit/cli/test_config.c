#include "../test.h"
#include "cli/config.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/norma-test-XXXXXX";

static int setup(void **state)
{
	(void)state;
	return mkdtemp(folder) && chdir(folder) == 0 && mkdir("data", 0700) == 0 ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	unlink("norma.ini");
	unlink("mine.ini");
	unlink("data/norma.ini");
	rmdir("data");
	return chdir("/") == 0 ? rmdir(folder) : -1;
}

static void put(const char *name, const char *text)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
}

static const struct cli_option table[] = {
    CLI_OPTION_DATA,
    CLI_OPTION_DB,
    {.name = "max-output", .type = CLI_OCTETS, .flags = CLI_LIMIT, .preset = "1G", .help = "a limit"},
    {.name = "min-age", .type = CLI_SECONDS, .help = "no limit"},
    CLI_OPTION_END,
};
static const struct cli_verb verb = {.name = "probe", .options = table};

static struct cli begin(const char *config, const char *data)
{
	struct cli c = {.verb = &verb};
	cli_values_add(&c.values, cli_global_options);
	cli_values_add(&c.values, table);
	if (config)
		assert_int_equal(
		    cli_value_set(cli_values_find(&c.values, "config"), config, CLI_FROM_COMMAND, NULL),
		    ERR_OK);
	if (data)
		assert_int_equal(
		    cli_value_set(cli_values_find(&c.values, "data"), data, CLI_FROM_COMMAND, NULL), ERR_OK);
	return c;
}

static void rows_with_their_lines(void **state)
{
	(void)state;
	struct config f;
	put("mine.ini", "\xef\xbb\xbf; a comment\r\n\r\nthreads = 2 ; inline\n[version]\nformat=json\n");
	assert_int_equal(config_read("mine.ini", false, &f), ERR_OK);
	assert_int_equal(f.rows.n, 2);
	assert_string_equal(f.rows.at[0].value, "2");
	assert_int_equal(f.rows.at[0].line, 3);
	assert_string_equal(f.rows.at[1].section, "version");
	assert_int_equal(f.rows.at[1].line, 5);
	config_check(&f, false);
	assert_int_equal(f.diag.n, 0);
	config_free(&f);
}

static void faults_are_counted(void **state)
{
	(void)state;
	static const char *const bad[] = {"thread = 2\n",
	                                  "threads = 0\n",
	                                  "threads = many\n",
	                                  "[versio]\nformat = json\n",
	                                  "[version]\nformat = xml\n",
	                                  "config = x\n",
	                                  "nonsense\n",
	                                  "[unclosed\n"};
	struct config f;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		put("mine.ini", bad[i]);
		assert_int_equal(config_read("mine.ini", false, &f), ERR_OK);
		config_check(&f, false);
		assert_int_equal(f.diag.n, 1);
		config_free(&f);
	}
	char line[400];
	memset(line, 'x', sizeof line - 1);
	line[sizeof line - 1] = 0;
	put("mine.ini", line);
	assert_int_equal(config_read("mine.ini", false, &f), ERR_OK);
	assert_int_equal(f.diag.n, 1);
	config_free(&f);
	assert_int_equal(config_read("missing.ini", true, &f), ERR_IO);
	assert_int_equal(config_read("data", false, &f), ERR_IO);
}

static void the_nearest_file_holds(void **state)
{
	(void)state;
	put("norma.ini", "threads = 2\nquiet = yes\n");
	put("mine.ini", "threads = 3\n");
	struct cli c = begin("mine.ini", NULL);
	assert_int_equal(config_load(&c), CLI_DONE);
	assert_int_equal(cli_number(&c, "threads"), 3);
	assert_true(cli_flag(&c, "quiet"));
	cli_values_fini(&c.values);
	put("norma.ini", "");
	c = begin("missing.ini", NULL);
	assert_int_equal(config_load(&c), CLI_INPUT);
	cli_values_fini(&c.values);
	put("norma.ini", "threads = none\n");
	c = begin(NULL, NULL);
	assert_int_equal(config_load(&c), CLI_USAGE);
	cli_values_fini(&c.values);
	put("norma.ini", "");
}

/* Foreign data may lower a limit; where results go is not theirs to say. */
static void a_data_folder_sets_limits_only(void **state)
{
	(void)state;
	struct cli c = begin(NULL, "data");
	put("data/norma.ini",
	    "[probe]\nmax-output = 1M\nstore = /etc/passwd\nmin-age = 1h\nthreads = 64\nfoo = bar\n");
	assert_int_equal(config_load(&c), CLI_DONE);
	assert_int_equal(cli_number(&c, "max-output"), 1 << 20);
	assert_string_equal(cli_text(&c, "db"), "norma.db");
	assert_false(cli_is_set(&c, "min-age"));
	assert_false(cli_is_set(&c, "threads"));
	cli_values_fini(&c.values);
	put("norma.ini", "data = data\n");
	c = begin(NULL, NULL);
	enum cli_exit x = config_load(&c); /* "data" is nobody's option but the probe's and config's */
	assert_int_equal(x, CLI_DONE);
	assert_int_equal(cli_number(&c, "max-output"), 1 << 20);
	cli_values_fini(&c.values);
	put("norma.ini", "");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(rows_with_their_lines),
    cmocka_unit_test(faults_are_counted),
    cmocka_unit_test(the_nearest_file_holds),
    cmocka_unit_test(a_data_folder_sets_limits_only),
};

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, setup, teardown);
}
