/*
 * A cursor over octets that somebody else made.
 *
 * Invariants: start <= p <= end. After the first failure err stays set, every read gives 0 and moves nothing,
 * so a decoder may read a whole structure and ask once. A child cursor is bounded to its own field and cannot
 * see past it. Danger: a value read after a failure is 0; ask cur_ok() before it decides an allocation or a
 * loop.
 */
#ifndef NORMA_BASE_CUR_H
#define NORMA_BASE_CUR_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct cur {
	const uint8_t *p;
	const uint8_t *end;
	const uint8_t *start;
	enum err err; /* sticky */
};

static inline struct cur cur_init(const void *data, size_t len)
{
	const uint8_t *p = data;
	return (struct cur){.p = p, .end = p + len, .start = p, .err = ERR_OK};
}

static inline size_t cur_left(const struct cur *c)
{
	return (size_t)(c->end - c->p);
}

/* Octets read so far: the position to name in a message. */
static inline size_t cur_pos(const struct cur *c)
{
	return (size_t)(c->p - c->start);
}

static inline bool cur_ok(const struct cur *c)
{
	return c->err == ERR_OK;
}

static inline void cur_fail(struct cur *c, enum err e)
{
	if (c->err == ERR_OK)
		c->err = e;
}

/* The next n octets, or NULL: checked once, then a plain loop over them is safe. */
static inline const uint8_t *cur_take(struct cur *c, size_t n)
{
	if (NORMA_UNLIKELY(c->err != ERR_OK || cur_left(c) < n)) {
		cur_fail(c, ERR_SHORT);
		return NULL;
	}
	const uint8_t *p = c->p;
	c->p += n;
	return p;
}

static inline uint16_t be16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

static inline uint32_t be32(const uint8_t *p)
{
	uint32_t v;
	memcpy(&v, p, 4);
	return __builtin_bswap32(v);
}

static inline uint64_t be64(const uint8_t *p)
{
	uint64_t v;
	memcpy(&v, p, 8);
	return __builtin_bswap64(v);
}

static inline uint8_t cur_u8(struct cur *c)
{
	const uint8_t *p = cur_take(c, 1);
	return p ? p[0] : 0;
}

static inline uint16_t cur_u16(struct cur *c)
{
	const uint8_t *p = cur_take(c, 2);
	return p ? be16(p) : 0;
}

static inline uint32_t cur_u32(struct cur *c)
{
	const uint8_t *p = cur_take(c, 4);
	return p ? be32(p) : 0;
}

/* A cursor over the next n octets alone; after a failure an empty one with the same error. */
static inline struct cur cur_child(struct cur *c, size_t n)
{
	const uint8_t *p = cur_take(c, n);
	if (!p)
		return (struct cur){.p = c->end, .end = c->end, .start = c->end, .err = c->err};
	return cur_init(p, n);
}

/* The verdict: what failed, or TRAILING when octets are left over. */
MUST_USE static inline enum err cur_end(const struct cur *c)
{
	if (c->err != ERR_OK)
		return c->err;
	return c->p == c->end ? ERR_OK : ERR_TRAILING;
}

#endif
