/*
 * AS paths as they lie on the wire: segments of type u8, count u8, ASNs of 2 or 4 octets (RFC 4271 4.3,
 * RFC 5065 3, RFC 6793 3).
 */
#ifndef NORMA_WIRE_AS_PATH_H
#define NORMA_WIRE_AS_PATH_H

#include "base/cur.h"
#include "net/asn.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum as_seg_type { AS_SET = 1, AS_SEQUENCE = 2, AS_CONFED_SEQUENCE = 3, AS_CONFED_SET = 4 };

/* Raw octets of one attribute value. p may be anything while len is 0: an empty path. */
struct as_path {
	const uint8_t *p;
	uint32_t len;  /* octets */
	uint8_t width; /* octets per ASN: 2 or 4 */
};

struct as_seg {
	const uint8_t *asns; /* n of them, width octets each */
	uint8_t n;
	uint8_t type; /* enum as_seg_type once as_path_check said OK */
	uint8_t width;
};

struct as_path_iter {
	const uint8_t *p, *end;
	uint8_t width;
};

static inline struct as_path_iter as_path_begin(const struct as_path *path)
{
	return (struct as_path_iter){.p = path->p, .end = path->p + path->len, .width = path->width};
}

/* as_path_next - the next segment: true, or false at the end and at a segment that is cut off. */
static inline bool as_path_next(struct as_path_iter *it, struct as_seg *out)
{
	size_t left = (size_t)(it->end - it->p);
	if (left < 2)
		return false;
	size_t len = (size_t)it->p[1] * it->width;
	if (left - 2 < len)
		return false;
	*out = (struct as_seg){.asns = it->p + 2, .n = it->p[1], .type = it->p[0], .width = it->width};
	it->p += 2 + len;
	return true;
}

static inline asn_t as_seg_at(const struct as_seg *seg, unsigned i)
{
	return seg->width == 4 ? be32(seg->asns + 4 * (size_t)i) : be16(seg->asns + 2 * (size_t)i);
}

/* as_path_is_plain - exactly one AS_SEQUENCE (nearly all paths): out is that segment. The path must be sound.
 */
static inline bool as_path_is_plain(const struct as_path *path, struct as_seg *out)
{
	if (path->len < 2 || path->p[0] != AS_SEQUENCE || path->len != 2 + (uint32_t)path->p[1] * path->width)
		return false;
	*out =
	    (struct as_seg){.asns = path->p + 2, .n = path->p[1], .type = AS_SEQUENCE, .width = path->width};
	return true;
}

/* What a look over a path tells. */
struct as_path_facts {
	uint32_t n_asns;   /* all of them, sets and confederations too */
	uint32_t n_hops;   /* as RFC 4271 9.1.2.2 counts: a set is 1, confederation segments 0 */
	bool has_set;      /* AS_SET or AS_CONFED_SET */
	bool has_confed;   /* AS_CONFED_SEQUENCE or AS_CONFED_SET */
	bool has_zero;     /* AS 0 (RFC 7607) */
	bool has_as_trans; /* 23456 */
};

/**
 * as_path_check - walk a path to its end.
 *
 * @out  set on OK; may be NULL
 *
 * Errors: SHORT a count runs past the value, or one octet is left over; VALUE unknown segment type;
 *         LENGTH a segment without ASNs (RFC 7606 7.2).
 */
MUST_USE enum err as_path_check(const struct as_path *path, struct as_path_facts *out);

/* Octets that as_path_merge may need. */
static inline size_t as_path_merge_room(const struct as_path *two, const struct as_path *four)
{
	return 2 * (size_t)two->len + four->len;
}

/**
 * as_path_merge - what AS_PATH and AS4_PATH of a two-octet session say together.
 *
 * @two   AS_PATH, width 2, sound
 * @four  AS4_PATH, width 4, sound and without confederation segments
 * @room  at least as_path_merge_room octets; out points into it (width 4), or to `two` when AS4_PATH is to be
 *        ignored because it is the longer one
 *
 * Source: RFC 6793 4.2.3: the leading hops of AS_PATH that AS4_PATH lacks, then AS4_PATH; a confederation
 *         segment stays with the sequence that follows it; neighbouring sequences grow together up to 255.
 */
void as_path_merge(const struct as_path *two, const struct as_path *four, uint8_t *room, struct as_path *out);

#endif
