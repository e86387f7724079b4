/*
 * Framing. MRT has neither a magic number nor a checksum, so a damaged file is noticed only when a length
 * leads to something that is no header. Every record is therefore taken only when the octets behind it look
 * like the next header. When they do not, either this record's length is wrong or the next header is: if a
 * chain of plausible headers begins inside this record, it is this record that is torn.
 */
#include "wire/mrt.h"

enum {
	DEFAULT_MAX_LEN = 65599, /* a BGP message of 65,535 and the longest head in front of it */
	DEFAULT_MAX_LEN_RIB = 8 << 20,
	DEFAULT_MAX_SCAN = 1 << 20,
	DEFAULT_SLACK = 86400,
	CHAIN = 3,         /* plausible headers in a row that prove a boundary */
	CHAIN_MARKER = 2,  /* when a BGP marker stands where it should */
	TABLE_DEFICIT = 4, /* early TABLE_DUMP writers forgot to count view and sequence */
	LOOKAHEAD = MRT_HEADER + TABLE_DEFICIT,
};

struct header {
	uint32_t time, length;
	uint16_t type, subtype;
	const struct mrt_kind *kind;
};

struct view {
	const struct mrt_framer *f;
	const uint8_t *p;
	size_t len;
	bool at_end;
};

enum verdict { NO, YES, MORE };

static struct header header_read(const uint8_t *p)
{
	struct header h = {
	    .time = be32(p), .type = be16(p + 4), .subtype = be16(p + 6), .length = be32(p + 8)};
	h.kind = mrt_kind_find(h.type, h.subtype);
	return h;
}

static uint32_t length_cap(const struct mrt_framer *f, uint16_t type)
{
	return type == MRT_TABLE_DUMP_V2 || type == MRT_TABLE_DUMP ? f->limits.max_len_rib
	                                                           : f->limits.max_len;
}

static bool header_is_plausible(const struct mrt_framer *f, const struct header *h)
{
	return h->kind && h->length <= length_cap(f, h->type);
}

/* Does something that follows a record begin at `at`? A header that is cut off by the end counts. */
static bool lands(const struct view *v, size_t at)
{
	if (at > v->len)
		return false;
	if (v->len - at < MRT_HEADER)
		return v->at_end;
	struct header h = header_read(v->p + at);
	return header_is_plausible(v->f, &h);
}

/* Where the record ends; early TABLE_DUMPs end four octets behind what they say. */
static size_t record_end(const struct view *v, size_t at, const struct header *h)
{
	size_t end = at + MRT_HEADER + h->length, longer = end + TABLE_DEFICIT;
	if (h->type != MRT_TABLE_DUMP || longer > v->len)
		return end;
	if (v->at_end && longer == v->len)
		return longer;
	return !lands(v, end) && lands(v, longer) ? longer : end;
}

static bool has_marker(const struct view *v, size_t at, const struct header *h)
{
	static const uint8_t ones[16] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	                                 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
	if (h->kind->decoder != MRT_MESSAGE || h->type == MRT_BGP)
		return false;
	size_t head = at + MRT_HEADER + (h->kind->has_micros ? 4 : 0) + 2U * h->kind->as_width + 4;
	if (v->len < head + 32 + 16)
		return false;
	return memcmp(v->p + head + 8, ones, 16) == 0 || memcmp(v->p + head + 32, ones, 16) == 0;
}

static bool time_is_near(uint32_t a, uint32_t b, uint32_t slack)
{
	return a == 0 || (a > b ? a - b : b - a) <= slack;
}

/* Does a chain of headers begin at `at`? The end of the data ends a chain well. */
static enum verdict chain_at(const struct view *v, size_t at)
{
	unsigned want = CHAIN;
	uint32_t near = v->f->last_time;
	for (unsigned n = 0; n < want; n++) {
		if (n > 0 && at >= v->len && v->at_end)
			return at == v->len || n >= CHAIN_MARKER ? YES : NO;
		if (at + LOOKAHEAD > v->len && !v->at_end)
			return MORE;
		if (at + MRT_HEADER > v->len)
			return NO;
		struct header h = header_read(v->p + at);
		if (!header_is_plausible(v->f, &h))
			return NO;
		if (n == 0 && !v->f->has_time)
			near = h.time;
		if (!time_is_near(h.time, near, v->f->limits.slack))
			return NO;
		if (n == 0 && has_marker(v, at, &h))
			want = CHAIN_MARKER;
		at = record_end(v, at, &h);
	}
	return YES;
}

/* The first chain at from..limit-1. */
static enum verdict chain_find(const struct view *v, size_t from, size_t limit, size_t *out)
{
	for (size_t at = from; at < limit; at++) {
		if (at + MRT_HEADER > v->len)
			return v->at_end ? NO : MORE;
		/* All types known here are below 256: most offsets end at one compare. */
		if (v->p[at + 4] != 0 || v->p[at + 6] != 0)
			continue;
		enum verdict is = chain_at(v, at);
		if (is != NO) {
			*out = at;
			return is;
		}
	}
	return NO;
}

void mrt_framer_init(struct mrt_framer *f, const struct mrt_limits *limits)
{
	*f = (struct mrt_framer){0};
	if (limits)
		f->limits = *limits;
	if (!f->limits.max_len)
		f->limits.max_len = DEFAULT_MAX_LEN;
	if (!f->limits.max_len_rib)
		f->limits.max_len_rib = DEFAULT_MAX_LEN_RIB;
	if (!f->limits.max_scan)
		f->limits.max_scan = DEFAULT_MAX_SCAN;
	if (!f->limits.slack)
		f->limits.slack = DEFAULT_SLACK;
}

static enum err record_take(struct mrt_framer *f, const uint8_t *p, const struct header *h, size_t size,
                            struct mrt_record *out, size_t *used)
{
	*out = (struct mrt_record){
	    .time = h->time,
	    .type = h->type,
	    .subtype = h->subtype,
	    .kind = h->kind,
	    .octets = p,
	    .len = size,
	    .body = cur_init(p + MRT_HEADER, size - MRT_HEADER),
	    .offset = f->offset,
	    .number = f->number,
	};
	if (h->kind && h->kind->has_micros) {
		out->micros = cur_u32(&out->body);
		if (out->micros >= 1000000) {
			out->micros = 0;
			cur_fail(&out->body, ERR_VALUE);
		}
	}
	if (h->kind) {
		f->last_time = h->time;
		f->has_time = true;
	}
	f->offset += size;
	f->number++;
	*used = size;
	return ERR_OK;
}

static enum err octets_drop(struct mrt_framer *f, size_t n, size_t *used)
{
	f->n_damaged++;
	f->n_dropped += n;
	f->offset += n;
	*used = n;
	return ERR_LENGTH;
}

/* No record can begin here: go to the next chain. */
static enum err resync(struct mrt_framer *f, const struct view *v, size_t *used)
{
	size_t at = 0;
	switch (chain_find(v, 1, 1 + (size_t)f->limits.max_scan, &at)) {
	case YES:
		return octets_drop(f, at, used);
	case MORE:
		return ERR_SHORT;
	default:
		f->n_damaged++;
		f->n_dropped += v->len;
		return ERR_TRAILING;
	}
}

/* The record fits, but what follows it is no header. */
static enum err record_doubt(struct mrt_framer *f, const struct view *v, const struct header *h, size_t size,
                             struct mrt_record *out, size_t *used)
{
	size_t at = 0, limit = size <= f->limits.max_scan ? size : f->limits.max_scan;
	if (!h->kind)
		return resync(f, v, used);
	switch (chain_find(v, 1, limit, &at)) {
	case YES:
		return octets_drop(f, at, used);
	case MORE:
		return ERR_SHORT;
	default:
		return record_take(f, v->p, h, size, out, used);
	}
}

/* The data end inside the record: cut off, or its length is wrong and records follow all the same. */
static enum err record_cut(struct mrt_framer *f, const struct view *v, size_t *used)
{
	size_t at = 0;
	if (chain_find(v, 1, 1 + (size_t)f->limits.max_scan, &at) == YES)
		return octets_drop(f, at, used);
	return ERR_SHORT;
}

enum err mrt_frame_next(struct mrt_framer *f, const uint8_t *window, size_t len, bool at_end,
                        struct mrt_record *out, size_t *used)
{
	struct view v = {.f = f, .p = window, .len = len, .at_end = at_end};
	if (len < MRT_HEADER)
		return len == 0 && at_end ? ERR_EOF : ERR_SHORT;
	struct header h = header_read(window);
	if (h.length > length_cap(f, h.type))
		return resync(f, &v, used);
	size_t size = MRT_HEADER + (size_t)h.length;
	if (len < size + LOOKAHEAD && !at_end)
		return ERR_SHORT;
	if (len < size)
		return record_cut(f, &v, used);
	size = record_end(&v, 0, &h);
	if (NORMA_LIKELY(lands(&v, size)))
		return record_take(f, window, &h, size, out, used);
	return record_doubt(f, &v, &h, size, out, used);
}
