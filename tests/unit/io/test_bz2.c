/* bz2 decoded by several threads: everything as by one, whatever the data are. */
#include "../test.h"
#include "base/hash.h"
#include "bz2_build.h"
#include "io/bz2_block.h"
#include "io/bz2_scan.h"
#include "pack.h"

#include <bzlib.h>
#include <string.h>
#include <unistd.h>

/* ---- how a stream ends, and what it gave */

struct end {
	enum err err;
	uint64_t out, digest;
	struct io_fail fail;
};

static struct end drain(struct io_stream *s)
{
	struct end r = {0};
	struct hash_stream *h = hash_stream_new();
	const uint8_t *p;
	size_t n;
	while ((r.err = io_stream_read(s, &p, &n)) == ERR_OK) {
		hash_stream_add(h, p, n);
		r.out += n;
	}
	r.digest = hash_stream_value(h);
	r.fail = *io_stream_fail(s);
	hash_stream_free(h);
	io_stream_close(s);
	return r;
}

static struct end drain_memory(const struct buf *b, const struct io_stream_opts *o)
{
	struct io_stream *s = NULL;
	void *exact = test_exact(b->at, b->len);
	struct end r = {0};
	r.err = io_stream_open_memory(exact, b->len, o, &s, &r.fail);
	if (r.err == ERR_OK)
		r = drain(s);
	free(exact);
	return r;
}

static void assert_same(const struct end *a, const struct end *b)
{
	assert_int_equal(a->err, b->err);
	assert_int_equal(a->out, b->out);
	assert_int_equal(a->digest, b->digest);
	assert_int_equal(a->fail.err, b->fail.err);
	assert_int_equal(a->fail.offset, b->fail.offset);
	assert_string_equal(a->fail.what, b->fail.what);
}

/* Hold the threads against the plain reader. */
static struct end both_with(const struct buf *b, struct io_stream_opts o)
{
	o.sync = true;
	struct end plain = drain_memory(b, &o);
	o.sync = false;
	o.small = 1;
	o.threads = o.threads ? o.threads : 2;
	struct end cut = drain_memory(b, &o);
	assert_same(&plain, &cut);
	return plain;
}

static struct end both(const struct buf *b)
{
	return both_with(b, (struct io_stream_opts){0});
}

/* ---- data */

static void pack_level(struct buf *out, const struct buf *data, int level)
{
	unsigned n = (unsigned)(data->len + data->len / 8 + 4096);
	char *p = mem_new(n, 1);
	assert_int_equal(BZ2_bzBuffToBuffCompress(p, &n, data->at, (unsigned)data->len, level, 0, 0), BZ_OK);
	buf_add(out, p, n);
	free(p);
}

/* Streams of several small blocks, of which none begins at the same bit of an octet as the one before. */
static void small_blocks(struct buf *out)
{
	static const size_t lens[] = {120, 1, 33, 200, 20};
	struct buf plain = {0};
	struct build b;
	pack_sample(&plain, 1200, 9);
	build_begin(&b, '9');
	for (size_t i = 0, at = 0; i < 5; at += lens[i++])
		build_block(&b, plain.at + at, lens[i], 0, 0);
	build_end(&b, out);
	build_begin(&b, '1');
	build_end(&b, out);
	build_begin(&b, '1');
	build_block(&b, plain.at, 60, 0, 0);
	build_block(&b, plain.at + 5, 70, 0, 0);
	build_end(&b, out);
	buf_fini(&plain);
}

/* ---- the scanner */

static uint64_t naive(const uint8_t *p, size_t len, uint64_t from)
{
	for (uint64_t bit = from; bit + 48 <= (uint64_t)len * 8; bit++) {
		uint64_t v = 0;
		for (uint64_t i = bit; i < bit + 48; i++)
			v = v << 1 | (p[i / 8] >> (7 - i % 8) & 1);
		if (v == BZ2_BLOCK || v == BZ2_END)
			return bit;
	}
	return UINT64_MAX;
}

static void expect_marks(const struct bz2_scanner *s, const struct bits *b)
{
	uint8_t *exact = test_exact(b->octets.at, b->octets.len);
	for (size_t len = 0; len <= b->octets.len; len++)
		for (uint64_t from = 0; from < (uint64_t)len * 8 + 20; from += 7) {
			struct bz2_mark mark = {.bit = UINT64_MAX};
			bool found = bz2_scan(s, exact, len, from, &mark);
			assert_int_equal(mark.bit, naive(exact, len, from));
			assert_int_equal(found, mark.bit != UINT64_MAX);
			if (found)
				assert_int_equal(bz2_bits(exact, mark.bit, 48),
				                 mark.end ? BZ2_END : BZ2_BLOCK);
		}
	free(exact);
}

/* Both magics at every bit of an octet, close together, alone, cut off, and what only looks like one. */
static void magics_are_found(void **state)
{
	(void)state;
	struct bz2_scanner s;
	bz2_scanner_init(&s);
	for (unsigned shift = 0; shift < 8; shift++)
		for (int end = 0; end < 2; end++) {
			struct bits b = {0};
			uint64_t magic = end ? BZ2_END : BZ2_BLOCK;
			bits_add(&b, 0x5a, shift);
			bits_add(&b, magic ^ 1, 48);
			bits_add(&b, magic, 48);
			bits_add(&b, end ? BZ2_BLOCK : BZ2_END, 48);
			bits_add(&b, magic >> 8, 40);
			bits_add(&b, 0, 3);
			expect_marks(&s, &b);
			buf_fini(&b.octets);
		}
	struct buf noise = {0};
	struct bz2_mark mark;
	pack_sample(&noise, 100000, 4);
	assert_false(bz2_scan(&s, (uint8_t *)noise.at, noise.len, 0, &mark));
	buf_fini(&noise);
}

/* ---- one block */

/* Cut exactly, it decodes; cut one bit too early or too late, it does not. */
static void block_ends_where_it_ends(void **state)
{
	(void)state;
	struct buf plain = {0};
	struct build b;
	struct bz2_memory memory = {0};
	pack_sample(&plain, 500, 3);
	build_begin(&b, '9');
	size_t first = b.bits.n;
	build_block(&b, plain.at, 200, 0, 0);
	size_t second = b.bits.n;
	build_block(&b, plain.at, 500, 0, 0);
	size_t end = b.bits.n;
	bits_add(&b.bits, BZ2_END, 48);
	for (int off = -3; off <= 3; off++) {
		struct bz2_block k;
		bz2_block_init(&k, (uint8_t *)b.bits.octets.at, second, end + (size_t)off, '9');
		bz2_block_decode(&k, &memory);
		assert_int_equal(k.good, off == 0);
		assert_true(!k.good || (k.out_len == 500 && memcmp(k.out, plain.at, 500) == 0));
		bz2_block_fini(&k);
	}
	struct bz2_block two; /* two blocks are not one */
	bz2_block_init(&two, (uint8_t *)b.bits.octets.at, first, end, '9');
	bz2_block_decode(&two, &memory);
	assert_false(two.good);
	bz2_block_fini(&two);
	bz2_memory_fini(&memory);
	buf_fini(&b.bits.octets);
	buf_fini(&plain);
}

/* A run of zeros gives 46 MB a block: nothing of it is kept. */
static void long_runs_are_not_kept(void **state)
{
	(void)state;
	struct buf zeros = {.at = mem_new(20 << 20, 1), .len = 20 << 20};
	struct buf packed = {0};
	struct bz2_memory memory = {0};
	struct bz2_block k;
	pack_level(&packed, &zeros, 9);
	uint64_t end = 0;
	for (uint64_t bit = (packed.len - 11) * 8; !end; bit++)
		end = bz2_bits((uint8_t *)packed.at, bit, 48) == BZ2_END ? bit : 0;
	bz2_block_init(&k, (uint8_t *)packed.at, 32, end, '9');
	bz2_block_decode(&k, &memory);
	assert_true(k.good);
	assert_int_equal(k.out_len, 20 << 20);
	assert_null(k.out);
	bz2_block_fini(&k);
	bz2_memory_fini(&memory);
	buf_fini(&packed);
	buf_fini(&zeros);
}

/* ---- streams */

static void every_block_size(void **state)
{
	(void)state;
	struct buf plain = {0}, all = {0};
	pack_sample(&plain, 500000, 5);
	for (int level = 1; level <= 9; level += level == 1 ? 1 : level == 2 ? 3 : 4) {
		struct buf packed = {0};
		pack_level(&packed, &plain, level);
		buf_add(&all, packed.at, packed.len);
		for (unsigned threads = 2; threads <= 5; threads += 3) {
			struct end r = both_with(&packed, (struct io_stream_opts){.threads = threads});
			assert_int_equal(r.err, ERR_EOF);
			assert_int_equal(r.out, plain.len);
			assert_int_equal(r.digest, hash_octets(plain.at, plain.len));
		}
		buf_fini(&packed);
	}
	assert_int_equal(both_with(&all, (struct io_stream_opts){.threads = 3}).err, ERR_EOF);
	buf_fini(&all);
	buf_fini(&plain);
}

static void any_piece_size(void **state)
{
	(void)state;
	static const size_t ins[] = {1, 7, 64, 4096}, chunks[] = {1, 100, 1000, 1 << 20};
	struct buf packed = {0};
	small_blocks(&packed);
	for (size_t i = 0; i < 4; i++)
		for (size_t j = 0; j < 4; j++) {
			struct io_stream_opts o = {.in_chunk = ins[i], .chunk = chunks[j], .threads = 3};
			struct end r = both_with(&packed, o);
			assert_int_equal(r.err, ERR_EOF);
			assert_int_equal(r.out, 120 + 1 + 33 + 200 + 20 + 60 + 70);
		}
	buf_fini(&packed);
}

static void what_follows(void **state)
{
	(void)state;
	static const struct {
		const char *p;
		size_t n;
		enum err err;
	} tails[] = {
	    {"", 0, ERR_EOF},
	    {"\0\0\0", 3, ERR_EOF},
	    {"\0\0x", 3, ERR_TRAILING},
	    {"x", 1, ERR_TRAILING},
	    {"B", 1, ERR_SHORT},
	    {"BZh9", 4, ERR_SHORT},
	    {"BZh91AY&SY", 10, ERR_SHORT},
	    {"BZh91AY&SYabcdefghijklmnopqrstuvwxyz", 36, ERR_VALUE},
	    {"BZh01AY&SYabcd", 14, ERR_TRAILING},
	    {"BZh9\x17\x72\x45\x38\x50\x90\0\0\0\0", 14, ERR_EOF},
	    {"BZh9\x17\x72\x45\x38\x50\x90\0\0\0\1", 14, ERR_VALUE},
	    {"BZh9\x17\x72\x45\x38\x50\x90\0\0\0", 13, ERR_SHORT},
	};
	for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
		struct buf packed = {0};
		small_blocks(&packed);
		buf_add(&packed, tails[i].p, tails[i].n);
		assert_int_equal(both(&packed).err, tails[i].err);
		assert_int_equal(both_with(&packed, (struct io_stream_opts){.in_chunk = 9}).err,
		                 tails[i].err);
		buf_fini(&packed);
	}
}

static void cut_at_every_length(void **state)
{
	(void)state;
	struct buf packed = {0};
	small_blocks(&packed);
	while (packed.len-- > 1)
		(void)both(&packed);
	buf_fini(&packed);
}

static void damage_anywhere(void **state)
{
	(void)state;
	struct buf packed = {0};
	small_blocks(&packed);
	size_t noticed = 0;
	for (size_t at = 0; at < packed.len; at++)
		for (int k = 0; k < 2; k++) {
			char flip = (char)(k ? 0xff : 1 << at % 8);
			packed.at[at] = (char)(packed.at[at] ^ flip);
			noticed += both(&packed).err != ERR_EOF;
			packed.at[at] = (char)(packed.at[at] ^ flip);
		}
	assert_true(noticed > packed.len * 2 * 9 / 10);
	buf_fini(&packed);
}

/* The header promises blocks of 100 kB, the block is larger: its own stream must promise the same. */
static void level_too_low(void **state)
{
	(void)state;
	struct buf plain = {0}, packed = {0};
	pack_sample(&plain, 250000, 8);
	pack_level(&packed, &plain, 1);
	pack_level(&packed, &plain, 3);
	assert_int_equal(both(&packed).err, ERR_EOF);
	packed.len = 0;
	pack_level(&packed, &plain, 3);
	packed.at[3] = '1';
	assert_int_equal(both(&packed).err, ERR_VALUE);
	buf_fini(&packed);
	buf_fini(&plain);
}

/* Good data in which both magics stand where none is meant. */
static void false_magics(void **state)
{
	(void)state;
	struct buf plain = {0};
	for (size_t i = 0; i < 9000; i++)
		buf_char(&plain, (char)(i * i * 2654435761U >> 13));
	for (int end = 0; end < 2; end++)
		for (int where = 0; where < 3; where++) {
			struct buf packed = {0};
			struct build b;
			uint64_t magic = end ? BZ2_END : BZ2_BLOCK;
			build_begin(&b, '9');
			for (int i = 0; i < 3; i++)
				build_block(&b, plain.at + i * 3000, 3000, magic, i == where ? 48 : 0);
			size_t bits = b.bits.n;
			build_end(&b, &packed);
			build_begin(&b, '5');
			build_block(&b, plain.at, 5000, 0, 0);
			build_end(&b, &packed);
			unsigned marks = 0;
			for (uint64_t at = 0; (at = naive((uint8_t *)packed.at, bits / 8, at)) != UINT64_MAX;
			     at++)
				marks++;
			assert_int_equal(marks, 4);
			struct end r = both(&packed);
			assert_int_equal(r.err, ERR_EOF);
			assert_int_equal(r.out, 14000);
			packed.len -= 30;
			assert_int_equal(both(&packed).err, ERR_SHORT);
			buf_fini(&packed);
		}
	buf_fini(&plain);
}

/* ---- limits */

static void limits_hold_as_ever(void **state)
{
	(void)state;
	struct buf packed = {0};
	small_blocks(&packed);
	for (uint64_t max = 1; max < 520; max += 13) {
		struct io_stream_opts o = {.max_output = max, .chunk = 100};
		assert_int_equal(both_with(&packed, o).err, max < 504 ? ERR_LIMIT : ERR_EOF);
	}
	buf_fini(&packed);
	struct buf zeros = {.at = mem_new(80 << 20, 1), .len = 80 << 20};
	pack_level(&packed, &zeros, 9);
	buf_fini(&zeros);
	struct io_stream_opts o = {0};
	assert_int_equal(both_with(&packed, o).err, ERR_LIMIT); /* the ratio */
	o.chunk = 300007;
	o.max_ratio = 700000;
	assert_int_equal(both_with(&packed, o).err, ERR_LIMIT);
	o.max_ratio = UINT64_MAX;
	assert_int_equal(both_with(&packed, o).err, ERR_EOF);
	o.max_output = 50000001;
	assert_int_equal(both_with(&packed, o).err, ERR_LIMIT);
	o.max_output = 0;
	packed.at[packed.len / 2] ^= 4;
	assert_int_equal(both_with(&packed, o).err, ERR_VALUE);
	buf_fini(&packed);
}

/* ---- files, and several at once */

static void file_is_read_again(void **state)
{
	(void)state;
	char name[] = "/tmp/norma-bz2-XXXXXX";
	int fd = mkstemp(name);
	assert_true(fd >= 0);
	struct buf packed = {0};
	small_blocks(&packed);
	packed.at[packed.len - 20] ^= 8; /* in the last block */
	assert_int_equal(write(fd, packed.at, packed.len), packed.len);
	for (size_t in = 11; in < 1200; in += 99) {
		struct io_stream_opts o = {.small = 1, .in_chunk = in, .threads = 2};
		struct io_stream *s;
		assert_int_equal(io_stream_open(name, &o, &s, NULL), ERR_OK);
		struct end cut = drain(s);
		struct end plain = drain_memory(&packed, &(struct io_stream_opts){.sync = true});
		assert_int_equal(plain.err, ERR_VALUE);
		assert_same(&plain, &cut);
	}
	close(fd);
	unlink(name);
	buf_fini(&packed);
}

/* Closed at once, after a look, in the middle, while others go on. */
static void many_at_once(void **state)
{
	(void)state;
	struct buf plain = {0}, packed = {0};
	struct io_stream *s[6];
	const uint8_t *p;
	size_t n;
	pack_sample(&plain, 400000, 6);
	pack_level(&packed, &plain, 1);
	struct io_stream_opts o = {.small = 1, .chunk = 50000, .slots = 2, .threads = 4};
	for (int i = 0; i < 6; i++)
		assert_int_equal(io_stream_open_memory(packed.at, packed.len, &o, &s[i], NULL), ERR_OK);
	io_stream_close(s[0]);
	assert_int_equal(io_stream_peek(s[1], IO_HEAD, &p, &n), ERR_OK);
	assert_true(n >= IO_HEAD && memcmp(p, plain.at, IO_HEAD) == 0);
	io_stream_close(s[1]);
	assert_int_equal(io_stream_read(s[2], &p, &n), ERR_OK);
	for (int i = 3; i < 6; i++) {
		struct end r = drain(s[i]);
		assert_int_equal(r.err, ERR_EOF);
		assert_int_equal(r.digest, hash_octets(plain.at, plain.len));
	}
	io_stream_close(s[2]);
	buf_fini(&packed);
	buf_fini(&plain);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(magics_are_found),       cmocka_unit_test(block_ends_where_it_ends),
    cmocka_unit_test(long_runs_are_not_kept), cmocka_unit_test(every_block_size),
    cmocka_unit_test(any_piece_size),         cmocka_unit_test(what_follows),
    cmocka_unit_test(cut_at_every_length),    cmocka_unit_test(damage_anywhere),
    cmocka_unit_test(level_too_low),          cmocka_unit_test(false_magics),
    cmocka_unit_test(limits_hold_as_ever),    cmocka_unit_test(file_is_read_again),
    cmocka_unit_test(many_at_once),
};
TEST_MAIN(tests)
