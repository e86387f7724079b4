/*
 * Memory: checked allocation (running out is fatal where it happens, after the message), growing arrays,
 * arenas. Sizes that come from input must be compared with a limit before they reach any function here.
 */
#ifndef NORMA_BASE_MEM_H
#define NORMA_BASE_MEM_H

#include "base/err.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/** mem_new - n zeroed elements of size octets; never NULL. mem_resize keeps the content. Free with free(). */
void *mem_new(size_t n, size_t size);
void *mem_resize(void *p, size_t n, size_t size);
char *mem_strdup(const char *s);
char *mem_strndup(const char *s, size_t len);

/** mem_keep - freed memory stays with the process, up to a bound, instead of going back to the system with
 * every table that grows: pages that are touched for the first time are what costs. Called once, before
 * threads begin. */
void mem_keep(void);

/** mem_on_exhausted - called once before the process ends for want of memory (exit code 4). */
void mem_on_exhausted(void (*fn)(void));

/*
 * A growing array: VEC(struct x) v = {0}; *vec_push(&v) = x; v.at[i]; v.n; vec_free(&v).
 */
#define VEC(type)              \
	struct {               \
		type *at;      \
		size_t n, cap; \
	}
#define vec_reserve(v, want)          \
	((v)->cap >= (want) ? (void)0 \
	                    : (void)((v)->at = mem_grow((v)->at, &(v)->cap, (want), sizeof *(v)->at)))
#define vec_push(v) (vec_reserve((v), (v)->n + 1), &(v)->at[(v)->n++])
#define vec_free(v) (free((v)->at), (v)->at = NULL, (v)->n = (v)->cap = 0)
/* vec_fit - no more room than it needs, for what will not grow any more. */
#define vec_fit(v) ((v)->at = mem_fit((v)->at, &(v)->cap, (v)->n, sizeof *(v)->at))
void *mem_fit(void *at, size_t *cap, size_t n, size_t size);
void *mem_grow(void *at, size_t *cap, size_t want, size_t size);

/*
 * An arena: allocations that end together. Marks nest: rewind to a mark frees what came after it.
 */
struct arena_block;
struct arena {
	struct arena_block *head;
	size_t used;  /* octets handed out */
	size_t limit; /* octets; 0: none */
};
struct arena_mark {
	struct arena_block *head;
	size_t fill, used;
};
void arena_init(struct arena *a, size_t limit);
void arena_fini(struct arena *a);
/** arena_new - n*size zeroed octets, 8-aligned; NULL when the limit would be passed or the product overflows.
 */
void *arena_new(struct arena *a, size_t n, size_t size);
char *arena_strndup(struct arena *a, const char *s, size_t len);
struct arena_mark arena_mark_get(const struct arena *a);
void arena_rewind(struct arena *a, struct arena_mark m);

/*
 * A growing octet buffer that is always followed by a NUL.
 */
struct buf {
	char *at; /* NULL while empty */
	size_t len, cap;
};
void buf_fini(struct buf *b);
void buf_clear(struct buf *b);
void buf_add(struct buf *b, const void *data, size_t len);
void buf_str(struct buf *b, const char *s);
void buf_char(struct buf *b, char c);
void buf_u64(struct buf *b, uint64_t v);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
/** buf_take - the text, owned by the caller (free()); the buffer is empty afterwards. */
char *buf_take(struct buf *b);

#endif
