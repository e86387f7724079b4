#include "wire/mrt_stream.h"

#include <inttypes.h>

/*
 * Two places can hold the octets at the read position. While `held` is empty they are in the chunk, from pos
 * on. A record that runs over the chunk's end moves them to `held`, to which pieces of the next chunk are
 * added, twice as much each time, until the record fits; `taken` counts how many of its octets the present
 * chunk still has at its start. Once the read position comes to those, the chunk takes over again.
 */
enum { FIRST_PIECE = 512 };

void mrt_stream_init(struct mrt_stream *s, mrt_read_fn read, void *ctx, const struct mrt_limits *limits,
                     struct diag *diag)
{
	*s = (struct mrt_stream){.read = read, .ctx = ctx, .diag = diag};
	mrt_framer_init(&s->framer, limits);
}

void mrt_stream_fini(struct mrt_stream *s)
{
	buf_fini(&s->held);
}

/* Octets that were read go, so that tiny chunks do not make `held` grow for ever. */
static void compact(struct mrt_stream *s)
{
	if (s->held_pos < s->held.len / 2)
		return;
	s->held.len -= s->held_pos;
	memmove(s->held.at, s->held.at + s->held_pos, s->held.len);
	s->held_pos = 0;
}

/* More octets behind the ones at hand. False: there are none. */
static bool grow(struct mrt_stream *s)
{
	size_t left = s->chunk_len - s->pos;
	if (s->held.len == 0 && left > 0) {
		buf_add(&s->held, s->chunk + s->pos, left);
		s->held_pos = s->taken = 0;
		s->pos = s->chunk_len;
		left = 0;
	}
	if (left == 0) {
		if (s->end != ERR_OK)
			return false;
		s->taken = s->pos = s->chunk_len = 0;
		s->end = s->read(s->ctx, &s->chunk, &s->chunk_len);
		if (s->end != ERR_OK) {
			s->chunk_len = 0;
			return true;
		}
		left = s->chunk_len;
	}
	if (s->held.len == 0)
		return true;
	compact(s);
	size_t piece = s->held.len - s->held_pos > FIRST_PIECE ? s->held.len - s->held_pos : FIRST_PIECE;
	if (piece > left)
		piece = left;
	buf_add(&s->held, s->chunk + s->pos, piece);
	s->taken += piece;
	s->pos += piece;
	return true;
}

static void forward(struct mrt_stream *s, size_t n)
{
	if (s->held.len == 0) {
		s->pos += n;
		return;
	}
	s->held_pos += n;
	size_t left = s->held.len - s->held_pos;
	if (left <= s->taken) { /* what is left stands in the chunk too */
		s->pos -= left;
		s->taken = s->held_pos = 0;
		s->held.len = 0; /* not cleared: the record that was just found lies in it */
	}
}

static enum err finish(struct mrt_stream *s, enum err e)
{
	uint64_t at = s->framer.offset;
	if (e == ERR_SHORT) {
		s->gap_end = true;
		diag_report(s->diag, diag_at_offset(at), "cut-record", "the last record is cut off");
	}
	if (e == ERR_TRAILING)
		diag_report(s->diag, diag_at_offset(at), "no-record",
		            "no MRT record within %" PRIu32 " octets: the rest is not read",
		            s->framer.limits.max_scan);
	else if (s->end != ERR_EOF)
		e = s->end;
	s->verdict = e;
	return e;
}

static enum err step(struct mrt_stream *s, struct mrt_record *out)
{
	bool is_held = s->held.len > 0;
	const uint8_t *window = is_held ? (const uint8_t *)s->held.at + s->held_pos : s->chunk + s->pos;
	size_t len = is_held ? s->held.len - s->held_pos : s->chunk_len - s->pos, used = 0;
	uint64_t at = s->framer.offset;
	enum err e = mrt_frame_next(&s->framer, window, len, s->end != ERR_OK, out, &used);
	if (e == ERR_LENGTH)
		diag_report(s->diag, diag_at_offset(at), "damaged-record",
		            "no MRT record: %zu octets are passed over", used);
	forward(s, used);
	return e;
}

enum err mrt_stream_next(struct mrt_stream *s, struct mrt_record *out)
{
	static const uint8_t nothing[1];
	if (!s->chunk)
		s->chunk = nothing;
	while (s->verdict == ERR_OK) {
		enum err e = step(s, out);
		if (e == ERR_OK)
			return ERR_OK;
		if (e == ERR_LENGTH || (e == ERR_SHORT && grow(s)))
			continue;
		return finish(s, e);
	}
	return s->verdict;
}
