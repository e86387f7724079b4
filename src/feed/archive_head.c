#include "feed/archive_head.h"

#include "base/hash.h"
#include "io/stream.h"
#include "wire/mrt.h"

/* The first record; behind damage with damage_too. *p and *len move to where it was looked for last. */
static enum err first_record(const uint8_t **p, size_t *len, bool damage_too, struct mrt_record *r)
{
	struct mrt_framer framer;
	size_t used;
	mrt_framer_init(&framer, NULL);
	enum err e = mrt_frame_next(&framer, *p, *len, *len < IO_HEAD, r, &used);
	while (e == ERR_LENGTH && damage_too) {
		*p += used;
		*len -= used;
		e = mrt_frame_next(&framer, *p, *len, *len < IO_HEAD, r, &used);
	}
	return e;
}

bool archive_head_is_mrt(const uint8_t *p, size_t len, bool damage_too)
{
	struct mrt_record r;
	enum err e = first_record(&p, &len, damage_too, &r);
	if (e == ERR_OK)
		return damage_too || r.kind;
	/* a record longer than the head, or cut off in it */
	return e == ERR_SHORT && len >= MRT_HEADER && mrt_kind_find(be16(p + 4), be16(p + 6));
}

static bool is_dump(uint16_t type)
{
	return type == MRT_TABLE_DUMP || type == MRT_TABLE_DUMP_V2;
}

/* A first record longer than the head, or cut off in it: its header says when, if it is one. */
static bool read_header(struct archive_head *h, const uint8_t *p, size_t len)
{
	if (len < MRT_HEADER)
		return false;
	const struct mrt_kind *kind = mrt_kind_find(be16(p + 4), be16(p + 6));
	if (!kind)
		return false;
	h->time = be32(p);
	h->micros = kind->has_micros && len >= MRT_HEADER + 4 ? be32(p + MRT_HEADER) : 0;
	h->is_dump = is_dump(be16(p + 4));
	return true;
}

struct archive_head archive_head_read(const uint8_t *p, size_t len, uint64_t size)
{
	struct archive_head h = {.looked = true, .digest = hash_octets(p, len), .size = size};
	struct mrt_record r;
	enum err e = first_record(&p, &len, true, &r);
	if (e == ERR_OK) {
		h.time = r.time;
		h.micros = r.micros;
		h.is_dump = is_dump(r.type);
	} else if (e != ERR_SHORT || !read_header(&h, p, len)) {
		h.verdict = e == ERR_EOF ? ERR_EOF : ERR_VALUE;
	}
	return h;
}

struct archive_head archive_head_open(const char *path)
{
	struct io_stream_opts opts = {.sync = true, .chunk = IO_HEAD, .in_chunk = IO_HEAD};
	struct io_stream *s;
	struct io_fail fail;
	const uint8_t *p;
	size_t len;
	struct archive_head h = {.looked = true};
	h.verdict = io_stream_open(path, &opts, &s, &fail);
	if (h.verdict != ERR_OK)
		return h;
	h.verdict = io_stream_peek(s, IO_HEAD, &p, &len);
	if (h.verdict == ERR_OK)
		h = archive_head_read(p, len, io_stream_facts(s).size);
	io_stream_close(s);
	return h;
}
