#include "io/bz2_ahead.h"

#include "base/mem.h"
#include "io/bz2_pool.h"
#include "io/bz2_scan.h"

#include <string.h>

enum { HEADER = 4, HEADER_LOOK = 10 /* octets: with the magic behind it */ };

/* What is handed out at once: a block, or the end of a stream that has none. */
struct part {
	struct bz2_task task;
	bool empty;       /* there is no block */
	bool ends_member; /* the end of its stream stands behind it */
	uint32_t all_crc; /* then: the CRC of all blocks */
	uint64_t end;     /* octets of the file up to its end */
	uint64_t next;    /* where ends_member: the octet behind the stream */
};

struct bz2_ahead {
	struct io_source *src;
	size_t in_chunk;
	struct bz2_scanner scanner;

	/* Cutting: win holds the file's octets from win_at on. */
	uint8_t *win;
	size_t win_len, win_cap;
	uint64_t win_at;
	bool in_end;    /* nothing more can be read */
	bool cut_end;   /* nothing more can be cut */
	bool in_member; /* at a block or the end of a stream; else `at` is where a stream should begin */
	uint64_t at;    /* octet */
	uint64_t bit;   /* where in_member */
	uint8_t level;

	/* Parts in flight: made and handed out, counted from the beginning. */
	VEC(struct part *) ring; /* part i at i % n */
	uint64_t n_made, n_given;

	/* Handing out. */
	uint64_t given;  /* octets of the part at hand */
	bz_stream again; /* of a part that is decoded anew */
	bool is_again;
	struct bz2_memory memory;
	uint32_t crc; /* of the member's blocks so far */
	struct bz2_rest rest;
	bool stopped;
};

/* ---- reading */

static void win_add(struct bz2_ahead *a, const uint8_t *p, size_t n)
{
	memcpy(a->win + a->win_len, p, n);
	a->win_len += n;
}

/* What lies in front of `keep` is no longer needed. */
static void win_shift(struct bz2_ahead *a, uint64_t keep)
{
	size_t n = (size_t)(keep - a->win_at);
	if (n < a->win_len / 2)
		return;
	memmove(a->win, a->win + n, a->win_len - n);
	a->win_len -= n;
	a->win_at = keep;
}

/* A fault of reading ends it like the end does: whoever goes on will meet it again. */
static void win_read(struct bz2_ahead *a, uint64_t keep)
{
	size_t n = 0;
	win_shift(a, keep);
	if (a->win_cap - a->win_len < a->in_chunk)
		a->win = mem_grow(a->win, &a->win_cap, a->win_len + a->in_chunk, 1);
	a->in_end = io_source_read(a->src, a->win + a->win_len, a->in_chunk, &n, NULL) != ERR_OK || n == 0;
	a->win_len += n;
}

/* Are the octets [from, to) of the file there? */
static bool want(struct bz2_ahead *a, uint64_t from, uint64_t to)
{
	while (!a->in_end && a->win_at + a->win_len < to)
		win_read(a, from);
	return a->win_at + a->win_len >= to;
}

static uint64_t bits_at(const struct bz2_ahead *a, uint64_t bit, unsigned n)
{
	return bz2_bits(a->win, bit - a->win_at * 8, n);
}

/* ---- cutting */

static bool member_begins(struct bz2_ahead *a)
{
	if (!want(a, a->at, a->at + HEADER_LOOK))
		return false;
	const uint8_t *p = a->win + (a->at - a->win_at);
	uint64_t magic = bits_at(a, (a->at + HEADER) * 8, BZ2_MAGIC_BITS);
	if (memcmp(p, "BZh", 3) != 0 || p[3] < '1' || p[3] > '9' || (magic != BZ2_BLOCK && magic != BZ2_END))
		return false;
	a->level = p[3];
	a->bit = (a->at + HEADER) * 8;
	a->in_member = true;
	return true;
}

/* The magic behind the block at a->bit; the block's own CRC lies in between at least. */
static bool find_end(struct bz2_ahead *a, struct bz2_mark *mark)
{
	uint64_t from = a->bit + BZ2_MAGIC_BITS + BZ2_CRC_BITS, keep = a->bit / 8;
	for (;;) {
		uint64_t base = a->win_at * 8, all = base + (uint64_t)a->win_len * 8;
		if (from < all && bz2_scan(&a->scanner, a->win, a->win_len, from - base, mark)) {
			mark->bit += base;
			return mark->bit / 8 - keep < BZ2_LONGEST;
		}
		if (a->in_end || all / 8 - keep > BZ2_LONGEST)
			return false;
		if (all - base >= BZ2_MAGIC_BITS && all - (BZ2_MAGIC_BITS - 1) > from)
			from = all - (BZ2_MAGIC_BITS - 1);
		win_read(a, keep);
	}
}

static bool member_ends(struct bz2_ahead *a, struct part *p, uint64_t bit)
{
	uint64_t crc = bit + BZ2_MAGIC_BITS, end = (crc + BZ2_CRC_BITS + 7) / 8;
	if (!want(a, a->bit / 8, end))
		return false;
	p->ends_member = true;
	p->all_crc = (uint32_t)bits_at(a, crc, BZ2_CRC_BITS);
	p->next = end;
	a->in_member = false;
	a->at = end;
	return true;
}

/* A magic that is none makes a part that is not good, and so ends all. */
static bool cut(struct bz2_ahead *a, struct part *p)
{
	if (!a->in_member && !member_begins(a))
		return false;
	struct bz2_mark mark = {.bit = a->bit, .end = true};
	p->empty = bits_at(a, a->bit, BZ2_MAGIC_BITS) == BZ2_END;
	if (!p->empty && !find_end(a, &mark))
		return false;
	p->end = (mark.bit + 7) / 8;
	if (mark.end && !member_ends(a, p, mark.bit))
		return false;
	uint64_t base = a->win_at * 8;
	if (!p->empty)
		bz2_block_init(&p->task.block, a->win, a->bit - base, mark.bit - base, a->level);
	a->bit = mark.bit;
	return true;
}

/* As many parts ahead as are allowed. */
static void cut_ahead(struct bz2_ahead *a)
{
	unsigned share = bz2_pool_share();
	while (!a->cut_end && a->n_made - a->n_given < (share < a->ring.n ? share : a->ring.n)) {
		struct part *p = mem_new(1, sizeof *p);
		if (!cut(a, p)) {
			free(p);
			a->cut_end = true;
			return;
		}
		if (!p->empty)
			bz2_pool_add(&p->task);
		a->ring.at[a->n_made++ % a->ring.n] = p;
	}
}

/* ---- handing out */

static void again_end(struct bz2_ahead *a)
{
	if (a->is_again)
		BZ2_bzDecompressEnd(&a->again);
	a->is_again = false;
}

static void part_free(struct part *p)
{
	bz2_block_fini(&p->task.block);
	free(p);
}

static bool part_end(struct bz2_ahead *a, struct part *p)
{
	bool good = true;
	if (!p->empty)
		a->crc = (a->crc << 1 | a->crc >> 31) ^ p->task.block.crc;
	if (p->ends_member) {
		good = a->crc == p->all_crc;
		if (good)
			a->rest = (struct bz2_rest){.at = p->next, .members = a->rest.members + 1};
		a->crc = 0;
	}
	again_end(a);
	part_free(p);
	a->given = 0;
	a->n_given++;
	return good;
}

bool bz2_ahead_look(struct bz2_ahead *a, struct bz2_given *out)
{
	while (!a->stopped) {
		cut_ahead(a);
		if (a->n_given == a->n_made)
			break;
		struct part *p = a->ring.at[a->n_given % a->ring.n];
		const struct bz2_block *b = &p->task.block;
		if (!p->empty)
			bz2_pool_wait(&p->task);
		if (!p->empty && !b->good)
			break;
		if (a->given < b->out_len) {
			*out = (struct bz2_given){
			    .left = b->out_len - a->given, .used = p->end, .fresh = a->given == 0};
			return true;
		}
		a->stopped = !part_end(a, p);
	}
	a->stopped = true;
	return false;
}

/* More than was kept of it: the same octets come again, a piece at a time. */
static size_t take_again(struct bz2_ahead *a, const struct bz2_block *b, uint8_t *to, size_t cap)
{
	if (!a->is_again) {
		if (!bz2_begin(&a->again, &a->memory))
			return 0;
		a->is_again = true;
		a->again.next_in = (char *)b->stream;
		a->again.avail_in = (unsigned)b->stream_len;
	}
	a->again.next_out = (char *)to;
	a->again.avail_out = (unsigned)cap;
	int rc = BZ2_bzDecompress(&a->again);
	REQUIRE(rc == BZ_OK || rc == BZ_STREAM_END || rc == BZ_MEM_ERROR);
	return cap - a->again.avail_out;
}

size_t bz2_ahead_take(struct bz2_ahead *a, uint8_t *to, size_t cap)
{
	const struct bz2_block *b = &a->ring.at[a->n_given % a->ring.n]->task.block;
	if (cap > b->out_len - a->given)
		cap = b->out_len - (size_t)a->given;
	if (b->out)
		memcpy(to, b->out + a->given, cap);
	else
		cap = take_again(a, b, to, cap);
	a->stopped |= cap == 0;
	a->given += cap;
	a->rest.skip += cap;
	return cap;
}

struct bz2_rest bz2_ahead_rest(const struct bz2_ahead *a)
{
	return a->rest;
}

/* ---- all together */

struct bz2_ahead *bz2_ahead_new(struct io_source *src, const uint8_t *head, size_t len, size_t in_chunk,
                                unsigned n_threads)
{
	if (!bz2_pool_hold(n_threads))
		return NULL;
	struct bz2_ahead *a = mem_new(1, sizeof *a);
	a->src = src;
	a->in_chunk = in_chunk;
	bz2_scanner_init(&a->scanner);
	a->win = mem_grow(NULL, &a->win_cap, len + in_chunk, 1);
	win_add(a, head, len);
	for (unsigned i = 0; i < (n_threads < 2 ? 2 : n_threads) * 3; i++)
		*vec_push(&a->ring) = NULL;
	return a;
}

void bz2_ahead_free(struct bz2_ahead *a)
{
	if (!a)
		return;
	again_end(a);
	for (; a->n_given < a->n_made; a->n_given++) {
		struct part *p = a->ring.at[a->n_given % a->ring.n];
		bz2_pool_drop(&p->task);
		part_free(p);
	}
	bz2_pool_release();
	bz2_memory_fini(&a->memory);
	vec_free(&a->ring);
	free(a->win);
	free(a);
}
