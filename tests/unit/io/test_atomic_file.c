#include "../test.h"
#include "io/atomic_file.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char root[] = "/tmp/norma-test-XXXXXX";
static char path[64], link_path[64];

static int setup(void **state)
{
	(void)state;
	if (!mkdtemp(root))
		return -1;
	snprintf(path, sizeof path, "%s/out", root);
	snprintf(link_path, sizeof link_path, "%s/link", root);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	unlink(link_path);
	unlink(path);
	return rmdir(root); /* fails if a temporary file was left */
}

static void expect(const char *want)
{
	struct buf b = {0};
	assert_int_equal(io_file_read(path, 1 << 20, &b, NULL), ERR_OK);
	assert_string_equal(b.at ? b.at : "", want);
	buf_fini(&b);
}

static void write_text(const char *to, const char *text)
{
	struct io_atomic *a = NULL;
	assert_int_equal(io_atomic_open(to, &a, NULL), ERR_OK);
	assert_int_equal(io_atomic_write(a, text, strlen(text)), ERR_OK);
	assert_int_equal(io_atomic_commit(a, NULL), ERR_OK);
}

static void whole_or_not_at_all(void **state)
{
	(void)state;
	struct io_atomic *a = NULL;
	struct stat st;
	write_text(path, "first");
	expect("first");
	assert_int_equal(chmod(path, 0640), 0);
	assert_int_equal(io_atomic_open(path, &a, NULL), ERR_OK);
	assert_int_equal(io_atomic_write(a, "second", 6), ERR_OK);
	expect("first"); /* nothing is seen before the commit */
	io_atomic_abandon(a);
	expect("first");
	assert_int_equal(symlink("out", link_path), 0);
	write_text(link_path, "third");
	expect("third");
	assert_int_equal(lstat(link_path, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
}

static void large(void **state)
{
	(void)state;
	struct io_atomic *a = NULL;
	struct buf b = {0};
	assert_int_equal(io_atomic_open(path, &a, NULL), ERR_OK);
	for (int i = 0; i < 100000; i++)
		assert_int_equal(io_atomic_write(a, "0123456789", 10), ERR_OK);
	assert_int_equal(io_atomic_commit(a, NULL), ERR_OK);
	assert_int_equal(io_file_read(path, 1000000, &b, NULL), ERR_OK);
	assert_int_equal(b.len, 1000000);
	struct io_fail fail = {0};
	assert_int_equal(io_file_read(path, 999999, &b, &fail), ERR_LIMIT);
	assert_int_equal(b.len, 1000000); /* untouched */
	buf_fini(&b);
}

static void failures(void **state)
{
	(void)state;
	struct io_atomic *a = NULL;
	struct io_fail fail = {0};
	struct buf b = {0};
	assert_int_equal(io_atomic_open("/nowhere/at/all", &a, &fail), ERR_IO);
	assert_non_null(strstr(fail.what, "No such file"));
	assert_int_equal(io_file_read("/nowhere/at/all", 10, &b, &fail), ERR_IO);
	assert_int_equal(io_file_read("/", 10, &b, &fail), ERR_IO);
}

/* A full disk: /dev/full cannot stand in for a regular file, a limit on the file size can. */
#include <signal.h>
#include <sys/resource.h>
static void disk_full(void **state)
{
	(void)state;
	struct rlimit old, small;
	struct io_atomic *a = NULL;
	struct io_fail fail = {0};
	static char block[200000];
	write_text(path, "kept");
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	signal(SIGXFSZ, SIG_IGN);
	small = old;
	small.rlim_cur = 100000;
	assert_int_equal(io_atomic_open(path, &a, NULL), ERR_OK);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	enum err first = io_atomic_write(a, block, sizeof block);
	enum err second = io_atomic_commit(a, &fail);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_int_equal(first, ERR_IO);
	assert_int_equal(second, ERR_IO);
	assert_non_null(strstr(fail.what, "cannot be written"));
	expect("kept");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(whole_or_not_at_all),
    cmocka_unit_test(large),
    cmocka_unit_test(failures),
    cmocka_unit_test(disk_full),
};

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, setup, teardown);
}
