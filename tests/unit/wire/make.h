/* Octets of MRT and BGP, put together as the RFCs draw them. Nothing here is shared with the decoders. */
#ifndef NORMA_TESTS_UNIT_WIRE_MAKE_H
#define NORMA_TESTS_UNIT_WIRE_MAKE_H

#include "../test.h"
#include "base/mem.h"

#include <string.h>

static inline void put8(struct buf *b, unsigned v)
{
	char c = (char)v;
	buf_add(b, &c, 1);
}
static inline void put16(struct buf *b, unsigned v)
{
	put8(b, v >> 8 & 0xff);
	put8(b, v & 0xff);
}
static inline void put32(struct buf *b, uint32_t v)
{
	put16(b, v >> 16);
	put16(b, v & 0xffff);
}
static inline void put_n(struct buf *b, unsigned octet, size_t n)
{
	while (n--)
		put8(b, octet);
}
static inline void put_buf(struct buf *b, const struct buf *more)
{
	buf_add(b, more->at, more->len);
}
/* "c0 08 04 ..." */
static inline void put_hex(struct buf *b, const char *hex)
{
	for (; *hex; hex++) {
		if (*hex == ' ')
			continue;
		char pair[3] = {hex[0], hex[1], 0};
		put8(b, (unsigned)strtoul(pair, NULL, 16));
		hex++;
	}
}

static inline void put_attr(struct buf *b, unsigned flags, unsigned code, const void *value, size_t len)
{
	put8(b, len > 255 ? flags | 0x10 : flags);
	put8(b, code);
	if (len > 255 || (flags & 0x10))
		put16(b, (unsigned)len);
	else
		put8(b, (unsigned)len);
	buf_add(b, value, len);
}
static inline void put_attr_hex(struct buf *b, unsigned flags, unsigned code, const char *hex)
{
	struct buf v = {0};
	put_hex(&v, hex);
	put_attr(b, flags, code, v.at, v.len);
	buf_fini(&v);
}

/* A sequence of n times the same ASN. */
static inline void put_path(struct buf *b, unsigned width, uint32_t asn, unsigned n)
{
	struct buf v = {0};
	put8(&v, 2);
	put8(&v, n);
	for (unsigned i = 0; i < n; i++)
		width == 4 ? put32(&v, asn) : put16(&v, asn);
	put_attr(b, 0x40, 2, v.at, v.len);
	buf_fini(&v);
}

/* ORIGIN, AS_PATH 64496 64497, NEXT_HOP 192.0.2.1, for sessions of four octets. */
static inline void put_mandatory(struct buf *b)
{
	put_hex(b, "40 01 01 00  40 02 0a 02 02 0000fbf0 0000fbf1  40 03 04 c0000201");
}

/* The body of an UPDATE, and the message around a body. */
static inline struct buf update_body(const char *withdrawn, const struct buf *attrs, const char *nlri)
{
	struct buf b = {0}, w = {0};
	put_hex(&w, withdrawn);
	put16(&b, (unsigned)w.len);
	put_buf(&b, &w);
	put16(&b, attrs ? (unsigned)attrs->len : 0);
	if (attrs)
		put_buf(&b, attrs);
	put_hex(&b, nlri);
	buf_fini(&w);
	return b;
}
static inline void put_message(struct buf *b, unsigned type, const void *body, size_t len)
{
	put_n(b, 0xff, 16);
	put16(b, (unsigned)len + 19);
	put8(b, type);
	buf_add(b, body, len);
}

static inline void put_record(struct buf *b, uint32_t time, unsigned type, unsigned subtype, const void *body,
                              size_t len)
{
	put32(b, time);
	put16(b, type);
	put16(b, subtype);
	put32(b, (uint32_t)len);
	buf_add(b, body, len);
}
/* A keepalive of BGP4MP_MESSAGE_AS4: 12 + 20 + 19 octets. */
static inline void put_keepalive(struct buf *b, uint32_t time)
{
	struct buf body = {0};
	put_hex(&body, "0000fbf0 0000fbff 0000 0001 c000020a c0000214");
	put_message(&body, 4, NULL, 0);
	put_record(b, time, 16, 4, body.at, body.len);
	buf_fini(&body);
}

#endif
