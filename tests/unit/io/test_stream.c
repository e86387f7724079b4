/* What good files give: every kind, every way of cutting them into pieces, threads and none. */
#include "../test.h"
#include "base/hash.h"
#include "pack.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const enum io_kind kinds[] = {IO_PLAIN, IO_GZIP, IO_BZIP2, IO_XZ, IO_ZSTD};
enum { N_KINDS = sizeof kinds / sizeof *kinds };

static enum err read_all(struct io_stream *s, struct buf *out)
{
	const uint8_t *p;
	size_t n;
	enum err e;
	while ((e = io_stream_read(s, &p, &n)) == ERR_OK) {
		assert_true(n > 0);
		buf_add(out, p, n);
	}
	const uint8_t *q = NULL;
	assert_int_equal(io_stream_read(s, &q, &n), e); /* sticky */
	assert_null(q);
	assert_int_equal(io_stream_fail(s)->err, e);
	return e;
}

static struct io_facts expect_good(const struct buf *packed, const struct io_stream_opts *opts,
                                   const struct buf *want)
{
	struct io_stream *s = NULL;
	struct io_fail fail = {0};
	struct buf got = {0};
	void *exact = test_exact(packed->at, packed->len);
	assert_int_equal(io_stream_open_memory(exact, packed->len, opts, &s, &fail), ERR_OK);
	assert_int_equal(read_all(s, &got), ERR_EOF);
	assert_int_equal(got.len, want->len);
	assert_true(want->len == 0 || memcmp(got.at, want->at, want->len) == 0);
	struct io_facts f = io_stream_facts(s);
	assert_int_equal(f.in, packed->len);
	assert_int_equal(f.size, packed->len);
	assert_int_equal(f.out, want->len);
	size_t head = want->len < IO_HEAD ? want->len : IO_HEAD;
	assert_true(f.digest == hash_octets(want->len ? want->at : "", head));
	io_stream_close(s);
	buf_fini(&got);
	free(exact);
	return f;
}

static void every_kind_whole(void **state)
{
	(void)state;
	struct buf plain = {0};
	pack_sample(&plain, 3000000, 1);
	for (size_t i = 0; i < N_KINDS; i++) {
		struct buf packed = {0};
		pack(&packed, kinds[i], plain.at, plain.len);
		for (int sync = 0; sync < 2; sync++) {
			struct io_stream_opts o = {.sync = sync};
			assert_int_equal(expect_good(&packed, &o, &plain).kind, kinds[i]);
		}
		buf_fini(&packed);
	}
	buf_fini(&plain);
}

/* Members and pieces in all sizes meet: 1 octet in, 1 octet out, borders anywhere. */
static void members_in_any_pieces(void **state)
{
	(void)state;
	static const size_t sizes[] = {1, 2, 3, 7, 64, 4096, 100000};
	for (size_t i = 0; i < N_KINDS; i++) {
		struct buf plain = {0}, packed = {0};
		for (uint32_t m = 0; m < 12; m++) {
			struct buf part = {0};
			pack_sample(&part, m * m * 61, m);
			pack(&packed, kinds[i], part.at ? part.at : "", part.len);
			buf_add(&plain, part.at, part.len);
			buf_fini(&part);
		}
		for (size_t a = 0; a < sizeof sizes / sizeof *sizes; a++)
			for (size_t b = 0; b < sizeof sizes / sizeof *sizes; b++) {
				struct io_stream_opts o = {
				    .sync = true, .chunk = sizes[a], .in_chunk = sizes[b]};
				expect_good(&packed, &o, &plain);
			}
		buf_fini(&packed);
		buf_fini(&plain);
	}
}

static void ring_of_any_size(void **state)
{
	(void)state;
	struct buf plain = {0};
	pack_sample(&plain, 400000, 3);
	for (unsigned slots = 1; slots < 6; slots++) {
		struct buf packed = {0};
		pack(&packed, kinds[slots % N_KINDS], plain.at, plain.len);
		struct io_stream_opts o = {.slots = slots, .chunk = 1000};
		expect_good(&packed, &o, &plain);
		buf_fini(&packed);
	}
	buf_fini(&plain);
}

static void padding_and_empties(void **state)
{
	(void)state;
	struct buf none = {0}, text = {0};
	expect_good(&(struct buf){.at = (char[]){""}}, NULL, &none);
	buf_str(&text, "norma");
	for (size_t i = 1; i < N_KINDS; i++) {
		struct buf packed = {0};
		pack(&packed, kinds[i], "", 0);
		assert_int_equal(expect_good(&packed, NULL, &none).kind, kinds[i]);
		pack(&packed, kinds[i], "norma", 5);
		expect_good(&packed, NULL, &text);
		for (int z = 0; z < 1000; z++) /* a tape's padding */
			buf_char(&packed, 0);
		expect_good(&packed, NULL, &text);
		for (size_t in = 1; in < 40; in++) {
			struct io_stream_opts o = {.sync = true, .in_chunk = in};
			expect_good(&packed, &o, &text);
		}
		buf_fini(&packed);
	}
	buf_fini(&text);
}

/* A name in the header, a comment, an extra field, a header checksum: RFC 1952 2.3. */
static void gzip_header_fields(void **state)
{
	(void)state;
	struct buf plain = {0}, bare = {0}, packed = {0};
	pack_sample(&plain, 1000, 5);
	pack(&bare, IO_GZIP, plain.at, plain.len);
	buf_add(&packed, "\x1f\x8b\x08\x1c\0\0\0\0\0\xff", 10); /* FEXTRA FNAME FCOMMENT */
	buf_add(&packed, "\x03\0abc", 5);
	buf_add(&packed, "rib.20220101.0000.bz2\0", 22);
	buf_add(&packed, "a comment\0", 10);
	buf_add(&packed, bare.at + 10, bare.len - 10);
	for (size_t in = 1; in < 60; in++) {
		struct io_stream_opts o = {.sync = true, .in_chunk = in};
		assert_int_equal(expect_good(&packed, &o, &plain).kind, IO_GZIP);
	}
	buf_fini(&plain);
	buf_fini(&bare);
	buf_fini(&packed);
}

/* What parallel zstd tools write: a skippable frame first, others between. */
static void zstd_skippable_frames(void **state)
{
	(void)state;
	struct buf packed = {0}, plain = {0};
	buf_str(&plain, "onetwo");
	buf_add(&packed, "\x50\x2a\x4d\x18\x04\0\0\0\1\2\3\4", 12);
	pack(&packed, IO_ZSTD, "one", 3);
	buf_add(&packed, "\x5e\x2a\x4d\x18\x02\0\0\0\1\2", 10);
	pack(&packed, IO_ZSTD, "two", 3);
	for (size_t in = 1; in < 40; in++) {
		struct io_stream_opts o = {.sync = true, .in_chunk = in};
		assert_int_equal(expect_good(&packed, &o, &plain).kind, IO_ZSTD);
	}
	buf_fini(&packed);
	buf_fini(&plain);
}

/* Times that look like the magic of a compression must not hide an MRT file. */
static void mrt_is_plain(void **state)
{
	(void)state;
	static const char *const heads[] = {
	    "\x42\x5a\x68\x39\0\x0d\0\1\0\0\0\x10", /* 2005: "BZh9" */
	    "\x50\x2a\x4d\x18\0\x0d\0\1\0\0\0\x10", /* 2012: a skippable frame */
	    "\x50\x4b\x03\x04\0\x0d\0\1\0\0\0\x10", /* 2012: zip */
	};
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
		struct buf b = {0};
		buf_add(&b, heads[i], 12);
		pack_sample(&b, 40, 7);
		assert_int_equal(expect_good(&b, NULL, &b).kind, IO_PLAIN);
		buf_fini(&b);
	}
	for (size_t n = 0; n < 4; n++) { /* shorter than any magic */
		struct buf b = {0};
		buf_add(&b, "BZh", n);
		struct buf want = {.at = b.at ? b.at : (char[]){""}, .len = n};
		assert_int_equal(expect_good(&want, NULL, &want).kind, IO_PLAIN);
		buf_fini(&b);
	}
}

static void peek_shows_what_read_gives(void **state)
{
	(void)state;
	struct buf plain = {0};
	pack_sample(&plain, 90000, 9);
	static const size_t chunks[] = {1, 100, 65536, 1000000};
	static const size_t wants[] = {1, 99, 100, 101, 4096, IO_HEAD};
	for (size_t i = 0; i < 4; i++)
		for (size_t j = 0; j < 6; j++) {
			struct io_stream_opts o = {.chunk = chunks[i], .sync = j & 1};
			struct io_stream *s = NULL;
			struct buf got = {0};
			const uint8_t *p = NULL;
			size_t n = 0;
			assert_int_equal(io_stream_open_memory(plain.at, plain.len, &o, &s, NULL), ERR_OK);
			assert_int_equal(io_stream_peek(s, 1, &p, &n), ERR_OK);
			assert_int_equal(io_stream_peek(s, wants[j], &p, &n), ERR_OK);
			assert_true(n >= wants[j]);
			assert_memory_equal(p, plain.at, n);
			assert_int_equal(read_all(s, &got), ERR_EOF);
			assert_int_equal(got.len, plain.len);
			assert_memory_equal(got.at, plain.at, plain.len);
			assert_true(io_stream_facts(s).digest == hash_octets(plain.at, IO_HEAD));
			assert_int_equal(io_stream_peek(s, 1, &p, &n), ERR_STATE);
			io_stream_close(s);
			buf_fini(&got);
		}
	struct io_stream *s = NULL;
	const uint8_t *p = NULL;
	size_t n = 0;
	assert_int_equal(io_stream_open_memory("ab", 2, NULL, &s, NULL), ERR_OK);
	assert_int_equal(io_stream_peek(s, 100, &p, &n), ERR_OK); /* fewer, because there are no more */
	assert_int_equal(n, 2);
	io_stream_close(s);
	assert_int_equal(io_stream_open_memory("", 0, NULL, &s, NULL), ERR_OK);
	assert_int_equal(io_stream_peek(s, 100, &p, &n), ERR_EOF);
	io_stream_close(s);
	buf_fini(&plain);
}

struct feeder {
	int fd;
	const struct buf *data;
	size_t piece;
};

static void *feed(void *arg)
{
	struct feeder *f = arg;
	for (size_t at = 0; at < f->data->len;) {
		size_t n = f->data->len - at < f->piece ? f->data->len - at : f->piece;
		ssize_t w = write(f->fd, f->data->at + at, n);
		if (w < 0)
			break;
		at += (size_t)w;
	}
	close(f->fd);
	return NULL;
}

/* A pipe gives what it has, in whatever pieces; a FIFO by its name the same. */
static void pipes(void **state)
{
	(void)state;
	struct buf plain = {0};
	pack_sample(&plain, 70000, 11);
	for (size_t i = 0; i < N_KINDS; i++) {
		struct buf packed = {0}, got = {0};
		struct io_stream *s = NULL;
		int p[2];
		char name[40];
		pthread_t t;
		pack(&packed, kinds[i], plain.at, plain.len);
		assert_int_equal(pipe(p), 0);
		struct feeder f = {.fd = p[1], .data = &packed, .piece = 61};
		assert_int_equal(pthread_create(&t, NULL, feed, &f), 0);
		snprintf(name, sizeof name, "/dev/fd/%d", p[0]);
		assert_int_equal(io_stream_open(name, NULL, &s, NULL), ERR_OK);
		assert_false(io_stream_facts(s).regular);
		assert_int_equal(read_all(s, &got), ERR_EOF);
		assert_int_equal(got.len, plain.len);
		assert_memory_equal(got.at, plain.at, plain.len);
		io_stream_close(s);
		pthread_join(t, NULL);
		close(p[0]);
		buf_fini(&got);
		buf_fini(&packed);
	}
	buf_fini(&plain);
}

/* Lines typed by hand are answered at once, not when a megabyte is full. */
static void pipe_hands_over_early(void **state)
{
	(void)state;
	int p[2];
	char name[40];
	struct io_stream *s = NULL;
	const uint8_t *d = NULL;
	size_t n = 0;
	assert_int_equal(pipe(p), 0);
	snprintf(name, sizeof name, "/dev/fd/%d", p[0]);
	assert_int_equal(write(p[1], "192.0.2.0/24 64496\n", 19), 19);
	assert_int_equal(io_stream_open(name, NULL, &s, NULL), ERR_OK);
	assert_int_equal(io_stream_read(s, &d, &n), ERR_OK);
	assert_int_equal(n, 19);
	/* The writer stays: closing must not wait for it. */
	io_stream_close(s);
	close(p[0]);
	close(p[1]);
}

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Closing ends the thread wherever it stands: before the first read, with the ring full, in the middle. */
static void early_close(void **state)
{
	(void)state;
	struct buf plain = {0};
	pack_sample(&plain, 8000000, 13);
	for (size_t i = 0; i < N_KINDS; i++) {
		struct buf packed = {0};
		pack(&packed, kinds[i], plain.at, plain.len);
		for (int reads = 0; reads < 4; reads++) {
			struct io_stream *s = NULL;
			const uint8_t *p;
			size_t n;
			assert_int_equal(io_stream_open_memory(packed.at, packed.len, NULL, &s, NULL),
			                 ERR_OK);
			for (int r = 0; r < reads; r++)
				assert_int_equal(io_stream_read(s, &p, &n), ERR_OK);
			double t = seconds();
			io_stream_close(s);
			assert_true(seconds() - t <
			            2.0); /* one chunk of the slowest kind under a sanitizer */
		}
		buf_fini(&packed);
	}
	io_stream_close(NULL);
	buf_fini(&plain);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_kind_whole),
    cmocka_unit_test(members_in_any_pieces),
    cmocka_unit_test(ring_of_any_size),
    cmocka_unit_test(padding_and_empties),
    cmocka_unit_test(gzip_header_fields),
    cmocka_unit_test(zstd_skippable_frames),
    cmocka_unit_test(mrt_is_plain),
    cmocka_unit_test(peek_shows_what_read_gives),
    cmocka_unit_test(pipes),
    cmocka_unit_test(pipe_hands_over_early),
    cmocka_unit_test(early_close),
};
TEST_MAIN(tests)
