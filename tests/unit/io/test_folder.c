#include "../test.h"
#include "base/mem.h"
#include "io/folder.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char root[] = "/tmp/norma-test-XXXXXX";

static char *at(const char *rel)
{
	static char text[512];
	snprintf(text, sizeof text, "%s/%s", root, rel);
	return text;
}

static void put(const char *rel, const char *content)
{
	int fd = open(at(rel), O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, content, strlen(content)), (ssize_t)strlen(content));
	close(fd);
}

static void dir(const char *rel)
{
	assert_int_equal(mkdir(at(rel), 0700), 0);
}

static void link_to(const char *target, const char *rel)
{
	assert_int_equal(symlink(target, at(rel)), 0);
}

static int setup(void **state)
{
	(void)state;
	return mkdtemp(root) ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	int fd = open(root, O_RDONLY | O_DIRECTORY);
	/* everything below, deepest first, without a shell */
	static const char *const files[] = {
	    "bgp/rrc00/a", "bgp/rrc00/b",      "bgp-x", "bgp/z", "loose", "pipe", "rpki/link", "a-link", "up",
	    "nowhere",     "bgp/rrc00/\xff\n", "again", "twice"};
	static const char *const dirs[] = {"bgp/rrc00", "bgp", "rpki", "empty"};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		(void)unlinkat(fd, files[i], 0);
	for (size_t i = 0; i < sizeof dirs / sizeof *dirs; i++)
		(void)unlinkat(fd, dirs[i], AT_REMOVEDIR);
	close(fd);
	return rmdir(root);
}

static void lists_in_order_of_octets(void **state)
{
	(void)state;
	static const char *const want[][2] = {{"bgp-x", ""},          {"bgp/rrc00/a", "bgp"},
	                                      {"bgp/rrc00/b", "bgp"}, {"bgp/rrc00/\xff\n", "bgp"},
	                                      {"bgp/z", "bgp"},       {"loose", ""}};
	struct io_folder f = {0};
	dir("bgp");
	dir("bgp/rrc00");
	dir("empty");
	put("loose", "12345");
	put("bgp/z", "");
	put("bgp/rrc00/b", "b");
	put("bgp/rrc00/a", "aa");
	put("bgp/rrc00/\xff\n", "");
	put("bgp-x", "x");
	assert_int_equal(io_folder_read(root, NULL, &f, NULL), ERR_OK);
	assert_int_equal(f.n_entries, 6);
	assert_int_equal(f.n_troubles, 0);
	for (size_t i = 0; i < 6; i++) {
		assert_string_equal(f.entries[i].path, want[i][0]);
		assert_string_equal(f.entries[i].top, want[i][1]);
		assert_true(f.entries[i].mtime > 1000000000);
	}
	assert_int_equal(f.entries[5].size, 5);
	io_folder_fini(&f);
}

/* Loops, doubles and dead ends by links; a FIFO, which would block whoever opens it. */
static void links_are_followed_once(void **state)
{
	(void)state;
	static const char *const bad[] = {"a-link", "again", "nowhere", "pipe", "twice", "up"};
	struct io_folder f = {0};
	dir("rpki");
	link_to("..", "rpki/link"); /* the root itself */
	assert_int_equal(unlink(at("rpki/link")), 0);
	link_to("bgp", "a-link"); /* a folder that is here */
	link_to(".", "up");       /* a loop */
	link_to("missing", "nowhere");
	link_to("loose", "again");             /* a file that is here */
	link_to("/etc/hostname", "rpki/link"); /* one that is not */
	link_to("/etc/hostname", "twice");
	assert_int_equal(mkfifo(at("pipe"), 0600), 0);
	assert_int_equal(io_folder_read(root, NULL, &f, NULL), ERR_OK);
	assert_int_equal(f.n_entries, 7);
	assert_string_equal(f.entries[6].path, "rpki/link");
	assert_int_equal(f.n_troubles, 6);
	for (size_t i = 0; i < 6; i++)
		assert_string_equal(f.troubles[i].path, bad[i]);
	assert_non_null(strstr(f.troubles[0].what, "entered already"));
	assert_non_null(strstr(f.troubles[1].what, "here already"));
	assert_non_null(strstr(f.troubles[2].what, "No such file"));
	assert_string_equal(f.troubles[3].what, "is not a regular file");
	io_folder_fini(&f);
}

static void limits_and_failures(void **state)
{
	(void)state;
	struct io_folder f = {0};
	struct io_fail fail = {0};
	struct io_folder_opts o = {.max_entries = 5};
	assert_int_equal(io_folder_read(root, &o, &f, &fail), ERR_LIMIT);
	assert_non_null(strstr(fail.what, "more than 5"));
	o = (struct io_folder_opts){.max_depth = 1};
	assert_int_equal(io_folder_read(root, &o, &f, &fail), ERR_OK);
	bool deep = false;
	for (size_t i = 0; i < f.n_troubles; i++)
		deep |= strcmp(f.troubles[i].path, "bgp/rrc00") == 0 &&
		        strcmp(f.troubles[i].what, "lies too deep") == 0;
	assert_true(deep);
	io_folder_fini(&f);
	assert_int_equal(io_folder_read(at("loose"), NULL, &f, &fail), ERR_IO);
	assert_string_equal(fail.what, "is not a folder");
	assert_int_equal(io_folder_read(at("missing"), NULL, &f, &fail), ERR_IO);
	assert_int_equal(chmod(root, 0755), 0);
	assert_int_equal(chmod(at("rpki"), 0), 0);
	uid_t me = geteuid();
	assert_int_equal(me == 0 ? seteuid(65534) : 0,
	                 0); /* root may read everything: be nobody for a moment */
	enum err e = io_folder_read(root, NULL, &f, &fail);
	assert_int_equal(me == 0 ? seteuid(0) : 0, 0);
	assert_int_equal(e, ERR_OK);
	bool told = false;
	for (size_t i = 0; i < f.n_troubles; i++)
		told |= strcmp(f.troubles[i].path, "rpki") == 0 &&
		        strcmp(f.troubles[i].what, "cannot be listed: Permission denied") == 0;
	assert_true(told);
	io_folder_fini(&f);
	assert_int_equal(chmod(at("rpki"), 0700), 0);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(lists_in_order_of_octets),
    cmocka_unit_test(links_are_followed_once),
    cmocka_unit_test(limits_and_failures),
};

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, setup, teardown);
}
