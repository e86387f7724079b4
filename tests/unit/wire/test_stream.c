/* Framing: where records begin and end, what damage costs, and that chunks do not matter. */
#include "make.h"
#include "wire/mrt_stream.h"

enum { TIME = 1760000000 };

/* Data lent in pieces; size 0: pieces of changing lengths. */
struct source {
	const uint8_t *data;
	size_t len, pos, size;
	uint8_t *lent;
	unsigned n;
};

static enum err source_read(void *ctx, const uint8_t **data, size_t *len)
{
	static const size_t odd[] = {1, 700, 3, 12, 65, 1, 2000};
	struct source *s = ctx;
	free(s->lent); /* what was lent before is gone */
	s->lent = NULL;
	size_t want = s->size ? s->size : odd[s->n++ % 7], left = s->len - s->pos;
	if (left == 0)
		return ERR_EOF;
	*len = want < left ? want : left;
	s->lent = test_exact(s->data + s->pos, *len);
	*data = s->lent;
	s->pos += *len;
	return ERR_OK;
}

/* What a walk over data tells, as text: one line a record, and the end. */
static void on_diag(void *ctx, struct diag_pos pos, const char *reason, const char *what)
{
	(void)what;
	buf_printf(ctx, "%s %llu\n", reason, (unsigned long long)pos.offset);
}
static struct buf walk(const struct buf *data, size_t size, const struct mrt_limits *limits)
{
	struct source src = {.data = (const uint8_t *)data->at, .len = data->len, .size = size};
	struct buf told = {0};
	struct diag diag = {.fn = on_diag, .ctx = &told};
	struct mrt_stream s;
	struct mrt_record r;
	enum err e;
	uint64_t number = 0;
	mrt_stream_init(&s, source_read, &src, limits, &diag);
	while ((e = mrt_stream_next(&s, &r)) == ERR_OK) {
		buf_printf(&told, "%u.%u at %llu of %zu\n", r.type, r.subtype, (unsigned long long)r.offset,
		           r.len);
		assert_int_equal(r.number, number++);
		assert_memory_equal(r.octets, data->at + r.offset, r.len);
	}
	assert_int_equal(mrt_stream_next(&s, &r), e); /* sticky */
	buf_printf(&told, "%s\n", err_name(e));
	assert_int_equal(s.gap_end, e == ERR_SHORT);
	mrt_stream_fini(&s);
	free(src.lent);
	return told;
}

static void assert_walk(const struct buf *data, const char *want)
{
	static const size_t sizes[] = {1, 2, 3, 7, 12, 13, 16, 50, 51, 52, 100, 1000, 100000, 0};
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		struct buf told = walk(data, sizes[i], NULL);
		assert_string_equal(told.at, want);
		buf_fini(&told);
	}
}

static struct buf keepalives(unsigned n)
{
	struct buf b = {0};
	for (unsigned i = 0; i < n; i++)
		put_keepalive(&b, TIME + i);
	return b;
}

static void plain(void **state)
{
	(void)state;
	struct buf b = keepalives(3);
	assert_int_equal(b.len, 3 * 51);
	assert_walk(&b, "16.4 at 0 of 51\n16.4 at 51 of 51\n16.4 at 102 of 51\nEOF\n");
	buf_clear(&b);
	assert_walk(&b, "EOF\n");
	buf_fini(&b);
}

/* Known but not read, and unknown: by length. */
static void skipped(void **state)
{
	(void)state;
	struct buf b = {0};
	put_keepalive(&b, TIME);
	put_record(&b, TIME, 11, 0, "abc", 3);
	put_record(&b, TIME, 99, 7, "abcd", 4);
	put_keepalive(&b, TIME);
	put_record(&b, TIME, 99, 7, "abcd", 4);
	assert_walk(&b, "16.4 at 0 of 51\n11.0 at 51 of 15\n99.7 at 66 of 16\n16.4 at 82 of 51\n99.7 at 133 "
	                "of 16\nEOF\n");
	buf_fini(&b);
}

/* Cut at every length: all whole records, SHORT or EOF, never more than before. */
static void cut(void **state)
{
	(void)state;
	struct buf b = keepalives(6);
	for (size_t len = 0; len <= b.len; len++) {
		struct buf part = {.at = test_exact(b.at, len), .len = len, .cap = len}, want = {0};
		for (size_t i = 0; i < len / 51; i++)
			buf_printf(&want, "16.4 at %zu of 51\n", i * 51);
		if (len % 51)
			buf_printf(&want, "cut-record %zu\nSHORT\n", len / 51 * 51);
		else
			buf_str(&want, "EOF\n");
		static const size_t sizes[] = {1, 13, 50, 1000};
		for (size_t i = 0; i < 4; i++) {
			struct buf told = walk(&part, sizes[i], NULL);
			assert_string_equal(told.at, want.at);
			buf_fini(&told);
		}
		free(part.at);
		buf_fini(&want);
	}
	buf_fini(&b);
}

/* Octets that belong to nothing, of every number, between records: only they are lost. */
static void foreign_octets(void **state)
{
	(void)state;
	for (size_t n = 1; n < 40; n++) {
		struct buf b = keepalives(2), rest = keepalives(3), want = {0};
		put_n(&b, 0xee, n);
		put_buf(&b, &rest);
		buf_printf(&want, "16.4 at 0 of 51\n16.4 at 51 of 51\ndamaged-record 102\n");
		for (size_t i = 0; i < 3; i++)
			buf_printf(&want, "16.4 at %zu of 51\n", 102 + n + i * 51);
		buf_str(&want, "EOF\n");
		assert_walk(&b, want.at);
		buf_fini(&b);
		buf_fini(&rest);
		buf_fini(&want);
	}
}

/*
 * A record whose length is too large swallows those behind it; they are found again by a chain of three
 * headers. One whose length is right but whose follower is damaged is kept (aligned skip).
 */
static void wrong_length(void **state)
{
	(void)state;
	struct buf b = keepalives(8);
	b.at[51 + 11] = 60; /* the second: 39 octets of body, says 60 */
	assert_walk(
	    &b,
	    "16.4 at 0 of 51\ndamaged-record 51\n16.4 at 102 of 51\n16.4 at 153 of 51\n16.4 at 204 of 51\n"
	    "16.4 at 255 of 51\n16.4 at 306 of 51\n16.4 at 357 of 51\nEOF\n");
	b.at[51 + 11] = 30; /* too small */
	assert_walk(
	    &b, "16.4 at 0 of 51\n16.4 at 51 of 42\ndamaged-record 93\n16.4 at 102 of 51\n16.4 at 153 of 51\n"
	        "16.4 at 204 of 51\n16.4 at 255 of 51\n16.4 at 306 of 51\n16.4 at 357 of 51\nEOF\n");
	b.at[51 + 11] = 39;
	b.at[51 + 8] = 0x7f; /* 2 GB */
	assert_walk(
	    &b,
	    "16.4 at 0 of 51\ndamaged-record 51\n16.4 at 102 of 51\n16.4 at 153 of 51\n16.4 at 204 of 51\n"
	    "16.4 at 255 of 51\n16.4 at 306 of 51\n16.4 at 357 of 51\nEOF\n");
	b.at[51 + 8] = 0;
	b.at[51 + 5] = 77; /* no such type; its length still leads to a record */
	assert_walk(
	    &b, "16.4 at 0 of 51\n77.4 at 51 of 51\n16.4 at 102 of 51\n16.4 at 153 of 51\n16.4 at 204 of 51\n"
	        "16.4 at 255 of 51\n16.4 at 306 of 51\n16.4 at 357 of 51\nEOF\n");
	buf_fini(&b);
}

/* The torn write of rrc00, March 2000: the first ten octets of a header, and fourteen orphans further on. */
static void torn_write(void **state)
{
	(void)state;
	struct buf b = keepalives(2), more = keepalives(4);
	put_hex(&b, "68e7a000 0010 0004 0000");
	put_buf(&b, &more);
	put_hex(&b, "0102030405060708090a0b0c0d0e");
	put_buf(&b, &more);
	assert_walk(
	    &b,
	    "16.4 at 0 of 51\n16.4 at 51 of 51\ndamaged-record 102\n16.4 at 112 of 51\n16.4 at 163 of 51\n"
	    "16.4 at 214 of 51\n16.4 at 265 of 51\ndamaged-record 316\n16.4 at 330 of 51\n16.4 at 381 of 51\n"
	    "16.4 at 432 of 51\n16.4 at 483 of 51\nEOF\n");
	buf_fini(&b);
	buf_fini(&more);
}

/* Early TABLE_DUMP: every length is four octets short; also in the last record, and cut. */
static void deficit(void **state)
{
	(void)state;
	struct buf b = {0};
	for (unsigned i = 0; i < 4; i++) {
		struct buf body = {0};
		put_hex(&body, "0000 0001 c6336400 18 01 68e7a000 c000020a fbf0 0004 40010100");
		put32(&b, TIME);
		put16(&b, 12);
		put16(&b, 1);
		put32(&b, (uint32_t)body.len - 4);
		put_buf(&b, &body);
		buf_fini(&body);
	}
	assert_int_equal(b.len, 4 * 38);
	assert_walk(&b, "12.1 at 0 of 38\n12.1 at 38 of 38\n12.1 at 76 of 38\n12.1 at 114 of 38\nEOF\n");
	b.len -= 1;
	struct buf told = walk(&b, 13, NULL);
	assert_non_null(strstr(told.at, "12.1 at 76 of 38\n"));
	buf_fini(&told);
	buf_fini(&b);
}

/* Nothing plausible within the scan: the rest is given up, and nothing is held for it. */
static void noise(void **state)
{
	(void)state;
	struct buf b = keepalives(2);
	struct mrt_limits limits = {.max_scan = 5000};
	put_n(&b, 0xee, 20000);
	put_keepalive(&b, TIME);
	struct buf told = walk(&b, 1000, &limits);
	assert_string_equal(told.at, "16.4 at 0 of 51\n16.4 at 51 of 51\nno-record 102\nTRAILING\n");
	buf_fini(&told);
	told = walk(&b, 7, &limits);
	assert_string_equal(told.at, "16.4 at 0 of 51\n16.4 at 51 of 51\nno-record 102\nTRAILING\n");
	buf_fini(&told);
	buf_fini(&b);
	b = (struct buf){0};
	buf_str(&b, "This is no MRT file, and nobody should think that it were one.\n");
	told = walk(&b, 10, NULL);
	assert_null(strstr(told.at, " of "));
	buf_fini(&told);
	buf_fini(&b);
}

/* A RIB record may be larger than a message: 13 up to 8 MiB, others up to 65,599. */
static void large(void **state)
{
	(void)state;
	struct buf b = {0};
	char *body = calloc(1, 200000);
	put_keepalive(&b, TIME);
	put_record(&b, TIME, 13, 2, body, 200000);
	put_keepalive(&b, TIME);
	put_record(&b, TIME, 16, 4, body, 65599);
	put_keepalive(&b, TIME);
	struct buf told = walk(&b, 4096, NULL);
	assert_string_equal(
	    told.at, "16.4 at 0 of 51\n13.2 at 51 of 200012\n16.4 at 200063 of 51\n16.4 at 200114 of 65611\n"
	             "16.4 at 265725 of 51\nEOF\n");
	buf_fini(&told);
	free(body);
	buf_fini(&b);
}

/* Octets changed at random: every walk ends, chunks never matter, no octet is read that is not there. */
static void random_damage(void **state)
{
	(void)state;
	uint64_t x = 88172645463325252;
	for (unsigned round = 0; round < 300; round++) {
		struct buf b = keepalives(12);
		for (unsigned i = 0; i <= round % 7; i++) {
			x ^= x << 13;
			x ^= x >> 7;
			x ^= x << 17;
			b.at[x % b.len] = (char)(x >> 40);
		}
		struct buf want = walk(&b, 100000, NULL);
		static const size_t sizes[] = {1, 17, 64, 0};
		for (size_t i = 0; i < 4; i++) {
			struct buf told = walk(&b, sizes[i], NULL);
			assert_string_equal(told.at, want.at);
			buf_fini(&told);
		}
		buf_fini(&want);
		buf_fini(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(plain),          cmocka_unit_test(skipped),      cmocka_unit_test(cut),
	    cmocka_unit_test(foreign_octets), cmocka_unit_test(wrong_length), cmocka_unit_test(torn_write),
	    cmocka_unit_test(deficit),        cmocka_unit_test(noise),        cmocka_unit_test(large),
	    cmocka_unit_test(random_damage),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
