/* What bad files give: cut at every length, damaged everywhere, bombs, strangers, files that change. */
#include "../test.h"
#include "pack.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const enum io_kind packed_kinds[] = {IO_GZIP, IO_BZIP2, IO_XZ, IO_ZSTD};

struct end {
	enum err err;
	uint64_t out;
	struct io_fail fail;
	struct buf got;
};

static struct end drain(struct io_stream *s, bool keep)
{
	struct end r = {0};
	const uint8_t *p;
	size_t n;
	while ((r.err = io_stream_read(s, &p, &n)) == ERR_OK) {
		r.out += n;
		if (keep)
			buf_add(&r.got, p, n);
	}
	r.fail = *io_stream_fail(s);
	io_stream_close(s);
	return r;
}

static struct end drain_memory(const void *p, size_t len, const struct io_stream_opts *o)
{
	struct io_stream *s = NULL;
	struct io_fail fail = {0};
	void *exact = test_exact(p, len);
	struct end r = {.err = io_stream_open_memory(exact, len, o, &s, &fail)};
	if (r.err == ERR_OK)
		r = drain(s, true);
	else
		r.fail = fail;
	free(exact);
	return r;
}

/* Two members cut at every octet: all in front of the cut comes out, and SHORT, but at the border itself. */
static void cut_at_every_length(void **state)
{
	(void)state;
	struct buf plain = {0};
	pack_sample(&plain, 700, 1);
	for (size_t k = 0; k < 4; k++) {
		struct buf packed = {0};
		pack(&packed, packed_kinds[k], plain.at, 400);
		size_t border = packed.len;
		pack(&packed, packed_kinds[k], plain.at + 400, 300);
		size_t before = 0;
		for (size_t cut = 4; cut <= packed.len; cut++) {
			struct io_stream_opts o = {.sync = true, .in_chunk = cut % 3 ? 5 : 4096};
			struct end r = drain_memory(packed.at, cut, &o);
			bool whole = cut == border || cut == packed.len;
			assert_int_equal(r.err, whole ? ERR_EOF : ERR_SHORT);
			size_t kept_back = packed_kinds[k] == IO_GZIP ? 2 : 0;
			assert_true(r.got.len + kept_back >= before); /* more input never gives less */
			assert_true(r.got.len == 0 || memcmp(r.got.at, plain.at, r.got.len) == 0);
			if (cut >= border)
				assert_true(r.got.len >= 400);
			if (!whole) {
				assert_int_equal(r.fail.offset, cut);
				assert_string_equal(r.fail.what, "the compressed data are cut off");
			}
			before = r.got.len;
			buf_fini(&r.got);
		}
		assert_int_equal(before, 700);
		buf_fini(&packed);
	}
	buf_fini(&plain);
}

/* Every octet overturned: never a crash, never too much, and a checksum that is there is heeded. */
static void damage_anywhere(void **state)
{
	(void)state;
	struct buf plain = {0};
	pack_sample(&plain, 500, 2);
	for (size_t k = 0; k < 4; k++) {
		struct buf packed = {0};
		size_t noticed = 0;
		pack(&packed, packed_kinds[k], plain.at, plain.len);
		for (size_t at = 0; at < packed.len; at++) {
			packed.at[at] = (char)(packed.at[at] ^ 0xff);
			struct end r =
			    drain_memory(packed.at, packed.len, &(struct io_stream_opts){.sync = true});
			bool same = r.got.len == plain.len && memcmp(r.got.at, plain.at, plain.len) == 0;
			if (r.err == ERR_EOF && !same)
				assert_true(at <
				            12); /* the magic is gone, or a header field without meaning */
			noticed += r.err != ERR_EOF;
			buf_fini(&r.got);
			packed.at[at] = (char)(packed.at[at] ^ 0xff);
		}
		assert_true(noticed > packed.len * 9 / 10);
		buf_fini(&packed);
	}
	buf_fini(&plain);
}

static void foreign_octets_behind(void **state)
{
	(void)state;
	for (size_t k = 0; k < 4; k++) {
		struct buf packed = {0};
		pack(&packed, packed_kinds[k], "norma", 5);
		size_t len = packed.len;
		buf_str(&packed, "<html>");
		struct end r = drain_memory(packed.at, packed.len, NULL);
		assert_int_equal(r.err, ERR_TRAILING);
		assert_int_equal(r.fail.offset, len);
		assert_int_equal(r.got.len, 5);
		buf_fini(&r.got);
		buf_fini(&packed);
	}
}

static void strangers_are_named(void **state)
{
	(void)state;
	static const struct {
		const char *head, *word;
	} rows[] = {{"\x1f\x9d\x90xxxxxxxxxx", "compress"},
	            {"\x04\x22\x4d\x18xxxxxxxxxx", "lz4"},
	            {"7z\xbc\xaf\x27\x1cxxxxxxxx", "7z"},
	            {"PK\x03\x04\x14xxxxxxxxxx", "zip"},
	            {"LZIP\x01xxxxxxxxx", "lzip"}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (size_t in = 1; in < 20; in += 9) {
			struct io_stream_opts o = {.in_chunk = in};
			struct end r = drain_memory(rows[i].head, strlen(rows[i].head), &o);
			assert_int_equal(r.err, ERR_UNSUPPORTED);
			assert_non_null(strstr(r.fail.what, rows[i].word));
		}
}

/* 10 GiB of zeros in 160 members of 64 MiB each: the ratio ends it, or the limit on octets. */
static void bombs(void **state)
{
	(void)state;
	size_t piece = (size_t)64 << 20;
	uint8_t *zeros = mem_new(piece, 1);
	for (size_t k = 0; k < 4; k++) {
		struct buf one = {0}, packed = {0};
		struct io_stream *s = NULL;
		pack(&one, packed_kinds[k], zeros, piece);
		for (int i = 0; i < 160; i++)
			buf_add(&packed, one.at, one.len);
		struct io_stream_opts o = {.max_ratio = 100};
		assert_int_equal(io_stream_open_memory(packed.at, packed.len, &o, &s, NULL), ERR_OK);
		struct end r = drain(s, false);
		assert_int_equal(r.err, ERR_LIMIT);
		assert_true(r.out >= piece && r.out < 2 * piece);
		assert_non_null(strstr(r.fail.what, "max-ratio"));

		o = (struct io_stream_opts){.max_output = 10000019, .max_ratio = UINT64_MAX, .sync = k & 1};
		assert_int_equal(io_stream_open_memory(packed.at, packed.len, &o, &s, NULL), ERR_OK);
		r = drain(s, false);
		assert_int_equal(r.err, ERR_LIMIT);
		assert_int_equal(r.out, 10000019);
		assert_non_null(strstr(r.fail.what, "max-output"));
		buf_fini(&one);
		buf_fini(&packed);
	}
	free(zeros);
}

/* Exactly as many octets as allowed are no bomb. */
static void limit_is_inclusive(void **state)
{
	(void)state;
	struct buf plain = {0};
	pack_sample(&plain, 1000, 4);
	for (size_t k = 0; k < 4; k++) {
		struct buf packed = {0};
		pack(&packed, packed_kinds[k], plain.at, plain.len);
		for (uint64_t max = 998; max < 1003; max++) {
			struct io_stream_opts o = {.max_output = max, .chunk = 100};
			struct end r = drain_memory(packed.at, packed.len, &o);
			assert_int_equal(r.err, max < 1000 ? ERR_LIMIT : ERR_EOF);
			assert_int_equal(r.got.len, max < 1000 ? max : 1000);
			buf_fini(&r.got);
		}
		buf_fini(&packed);
	}
	buf_fini(&plain);
}

static void memory_is_bounded(void **state)
{
	(void)state;
	static const enum io_kind two[] = {IO_XZ, IO_ZSTD};
	struct buf plain = {0};
	pack_sample(&plain, 3000000, 6);
	for (size_t k = 0; k < 2; k++) {
		struct buf packed = {0};
		struct io_stream_opts o = {.max_memory = 100000};
		pack(&packed, two[k], plain.at, plain.len);
		struct end r = drain_memory(packed.at, packed.len, &o);
		assert_int_equal(r.err, ERR_LIMIT);
		assert_non_null(strstr(r.fail.what, "memory"));
		buf_fini(&r.got);
		buf_fini(&packed);
	}
	buf_fini(&plain);
}

static char folder[] = "/tmp/norma-test-XXXXXX";
static char name[64];

static int make_folder(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	snprintf(name, sizeof name, "%s/rib.gz", folder);
	return 0;
}

static int drop_folder(void **state)
{
	(void)state;
	unlink(name);
	return rmdir(folder);
}

static void put(const void *p, size_t len)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, p, len), (ssize_t)len);
	close(fd);
}

static void what_cannot_be_opened(void **state)
{
	(void)state;
	struct io_stream *s = NULL;
	struct io_fail fail = {0};
	unlink(name);
	assert_int_equal(io_stream_open(name, NULL, &s, &fail), ERR_IO);
	assert_string_equal(fail.what, "cannot be opened: No such file or directory");
	assert_int_equal(io_stream_open(folder, NULL, &s, &fail), ERR_IO);
	assert_string_equal(fail.what, "is a folder, not a file");
	put("x", 1);
	assert_int_equal(chmod(name, 0), 0);
	assert_int_equal(chmod(folder, 0755), 0);
	uid_t me = geteuid();
	assert_int_equal(me == 0 ? seteuid(65534) : 0,
	                 0); /* root may read everything: be nobody for a moment */
	enum err e = io_stream_open(name, NULL, &s, &fail);
	assert_int_equal(me == 0 ? seteuid(0) : 0, 0);
	assert_int_equal(e, ERR_IO);
	assert_string_equal(fail.what, "cannot be opened: Permission denied");
	assert_int_equal(io_stream_open("/proc/self/mem", NULL, &s, &fail),
	                 ERR_OK); /* 0 octets, as it says */
	io_stream_close(s);
}

/* The name says gz, the content decides. */
static void the_name_decides_nothing(void **state)
{
	(void)state;
	for (size_t k = 0; k < 4; k++) {
		struct buf packed = {0};
		struct io_stream *s = NULL;
		pack(&packed, packed_kinds[k], "norma", 5);
		unlink(name);
		put(packed.at, packed.len);
		assert_int_equal(io_stream_open(name, NULL, &s, NULL), ERR_OK);
		assert_int_equal(io_stream_facts(s).kind, packed_kinds[k]);
		struct end r = drain(s, true);
		assert_int_equal(r.err, ERR_EOF);
		assert_int_equal(r.got.len, 5);
		buf_fini(&r.got);
		buf_fini(&packed);
	}
}

static void files_that_change(void **state)
{
	(void)state;
	struct buf plain = {0};
	const uint8_t *p;
	size_t n;
	struct io_stream_opts o = {.sync = true, .chunk = 10000, .in_chunk = 10000};
	pack_sample(&plain, 100000, 8);
	for (int change = 0; change < 3; change++) {
		struct io_stream *s = NULL;
		unlink(name);
		put(plain.at, plain.len);
		assert_int_equal(io_stream_open(name, &o, &s, NULL), ERR_OK);
		assert_int_equal(io_stream_read(s, &p, &n), ERR_OK);
		if (change == 0)
			assert_int_equal(unlink(name), 0);
		else
			assert_int_equal(truncate(name, change == 1 ? 50000 : 200000), 0);
		struct end r = drain(s, false);
		assert_int_equal(r.err, change == 1 ? ERR_SHORT : ERR_EOF);
		assert_int_equal(r.out + n, change == 1 ? 50000 : 100000);
	}
	put("", 0);
	buf_fini(&plain);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(cut_at_every_length),
    cmocka_unit_test(damage_anywhere),
    cmocka_unit_test(foreign_octets_behind),
    cmocka_unit_test(strangers_are_named),
    cmocka_unit_test(bombs),
    cmocka_unit_test(limit_is_inclusive),
    cmocka_unit_test(memory_is_bounded),
    cmocka_unit_test(what_cannot_be_opened),
    cmocka_unit_test(the_name_decides_nothing),
    cmocka_unit_test(files_that_change),
};

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
