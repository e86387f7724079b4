#include "../test.h"
#include "base/mem.h"
#include "cli/message.h"
#include "io/stream.h"

#include <string.h>
#include <unistd.h>

/* What a function says on standard error. */
static char *said(void (*fn)(void))
{
	FILE *f = tmpfile();
	int old = dup(2);
	assert_non_null(f);
	fflush(stderr);
	assert_int_equal(dup2(fileno(f), 2), 2);
	fn();
	fflush(stderr);
	assert_int_equal(dup2(old, 2), 2);
	close(old);
	char *text = mem_new(8192, 1);
	rewind(f);
	assert_true(fread(text, 1, 8191, f) < 8191);
	fclose(f);
	return text;
}

static void seven_and_one(void)
{
	struct cli_messages m;
	cli_messages_init(&m, "irr/ripe.db.gz");
	struct diag d = {.fn = cli_messages_report, .ctx = &m};
	for (uint64_t i = 1; i <= 7; i++)
		diag_report(&d, diag_at_line(i, 3), "bad-prefix", "10.0.0.1/8 has host bits");
	diag_report(&d, diag_at_offset(4096), "cut-off", "%s", "");
	diag_report(&d, diag_at_offset(0), "bad-peer-table", "%s", "too short");
	diag_report(&d, diag_nowhere(), "not-used", "%s", "these are no VRPs");
	cli_messages_fini(&m);
}

static void repeats_are_counted(void **state)
{
	(void)state;
	char *text = said(seven_and_one);
	assert_string_equal(text, "norma: irr/ripe.db.gz:1:3: bad prefix: 10.0.0.1/8 has host bits\n"
	                          "norma: irr/ripe.db.gz:2:3: bad prefix: 10.0.0.1/8 has host bits\n"
	                          "norma: irr/ripe.db.gz:3:3: bad prefix: 10.0.0.1/8 has host bits\n"
	                          "norma: irr/ripe.db.gz:4:3: bad prefix: 10.0.0.1/8 has host bits\n"
	                          "norma: irr/ripe.db.gz:5:3: bad prefix: 10.0.0.1/8 has host bits\n"
	                          "norma: irr/ripe.db.gz:4096: cut off\n"
	                          "norma: irr/ripe.db.gz:0: bad peer table: too short\n"
	                          "norma: irr/ripe.db.gz: not used: these are no VRPs\n"
	                          "norma: irr/ripe.db.gz: bad prefix: 2 more\n");
	free(text);
}

static void hostile(void)
{
	cli_fault("a\x1b[2J\nb", "%s", "what\r\nnorma: forged");
	cli_error("%s", "plain");
	cli_fault_line("norma.ini", 7, "x: %s", "y");
}

static void one_line_whatever_the_names(void **state)
{
	(void)state;
	char *text = said(hostile);
	assert_string_equal(
	    text, "norma: a?[2J?b: what??norma: forged\nnorma: plain\nnorma: norma.ini:7:1: x: y\n");
	free(text);
}

/* The end of a gz file whose last two octets are gone: the length of what it holds. */
static void cut(void)
{
	static const unsigned char gz[] = {0x1f, 0x8b, 8,    0,    0,   0,   0,   0,   0,   3, 1,
	                                   5,    0,    0xfa, 0xff, 'n', 'o', 'r', 'm', 'a', 1, 2};
	struct io_stream *s = NULL;
	const uint8_t *p;
	size_t n;
	assert_int_equal(io_stream_open_memory(gz, sizeof gz, NULL, &s, NULL), ERR_OK);
	cli_fault_stream("rib.gz", s); /* nothing has failed yet */
	while (io_stream_read(s, &p, &n) == ERR_OK)
		;
	cli_fault_stream("rib.gz", s);
	io_stream_close(s);
}

static void streams_say_where(void **state)
{
	(void)state;
	char *text = said(cut);
	assert_string_equal(text,
	                    "norma: rib.gz:5: the compressed data are cut off: at octet 22 of the gz file\n");
	free(text);
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(repeats_are_counted),
                                          cmocka_unit_test(one_line_whatever_the_names),
                                          cmocka_unit_test(streams_say_where)};
TEST_MAIN(tests)
