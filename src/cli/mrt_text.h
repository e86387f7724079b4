/*
 * Text of numbers and addresses written straight into a buffer, for output that has millions of lines. The
 * caller sees to the room; each function returns the end of what it wrote.
 */
#ifndef NORMA_CLI_MRT_TEXT_H
#define NORMA_CLI_MRT_TEXT_H

#include "base/mem.h"
#include "net/prefix.h"

#include <string.h>

enum {
	TEXT_U32 = 10,       /* octets of the longest number */
	TEXT_ADDR = 46,      /* of the longest address */
	TEXT_FLUSH = 1 << 18 /* a buffer is written out from here on */
};

/* text_room - where the next octets go; there is room for `want` of them. text_end - they end at p. */
static inline char *text_room(struct buf *b, size_t want)
{
	if (NORMA_UNLIKELY(b->cap - b->len < want + 1))
		b->at = mem_grow(b->at, &b->cap, b->len + want + 1, 1);
	return b->at + b->len;
}
static inline void text_end(struct buf *b, const char *p)
{
	b->len = (size_t)(p - b->at);
}

/** text_u32_long - the same as text_u32, for numbers of four digits and more. */
char *text_u32_long(char *p, uint32_t v);
char *text_u64(char *p, uint64_t v);

static inline char *text_u32(char *p, uint32_t v)
{
	if (v < 10) {
		*p = (char)('0' + v);
		return p + 1;
	}
	return text_u32_long(p, v);
}

/** text_v4, text_v6, text_addr - as bgpdump writes them: a single group of zeros is "::" too (RFC 5952 says
 * no). */
char *text_v4(char *p, uint32_t ip);
char *text_v6(char *p, uint64_t hi, uint64_t lo);

static inline char *text_addr(char *p, unsigned family, uint64_t hi, uint64_t lo)
{
	return family == FAMILY_V6 ? text_v6(p, hi, lo) : text_v4(p, (uint32_t)(hi >> 32));
}

/* text_copy - octets whose number the compiler knows become one or two stores. */
static inline char *text_copy(char *p, const void *from, size_t n)
{
	memcpy(p, from, n);
	return p + n;
}
#define text_literal(p, s) text_copy((p), (s), sizeof(s) - 1)

#endif
