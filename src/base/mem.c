#include "base/mem.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static void (*on_exhausted)(void);

void mem_on_exhausted(void (*fn)(void))
{
	on_exhausted = fn;
}

void mem_keep(void)
{
	/* Only hints, so failures of them are none. */
	(void)mallopt(M_MMAP_THRESHOLD, 64 << 20);
	(void)mallopt(M_TRIM_THRESHOLD, 256 << 20);
	(void)mallopt(M_TOP_PAD, 16 << 20);
}

static _Noreturn void exhausted(size_t n, size_t size)
{
	void (*fn)(void) = on_exhausted;
	on_exhausted = NULL;
	fprintf(stderr, "norma: out of memory: %zu times %zu octets\n", n, size);
	if (fn)
		fn();
	_Exit(4);
}

enum { LARGE = 4 << 20 /* octets */ };

/* Tables of many megabytes are asked at random places: large pages save page faults and misses of the TLB.
 * Only a hint, so a failure of it is none. */
static void hint_large(void *p, size_t len)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), start = ((uintptr_t)p + page - 1) & ~(page - 1);
	(void)madvise((void *)start, ((uintptr_t)p + len - start) & ~(page - 1), MADV_HUGEPAGE);
}

void *mem_new(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);
	if (!p)
		exhausted(n, size);
	if (n > LARGE / (size ? size : 1))
		hint_large(p, n * size);
	return p;
}

void *mem_resize(void *p, size_t n, size_t size)
{
	size_t total;
	if (__builtin_mul_overflow(n, size, &total))
		exhausted(n, size);
	void *q = realloc(p, total ? total : 1);
	if (!q)
		exhausted(n, size);
	if (total > LARGE)
		hint_large(q, total);
	return q;
}

char *mem_strndup(const char *s, size_t len)
{
	char *p = mem_resize(NULL, len + 1, 1);
	memcpy(p, s, len);
	p[len] = 0;
	return p;
}

char *mem_strdup(const char *s)
{
	return mem_strndup(s, strlen(s));
}

void *mem_grow(void *at, size_t *cap, size_t want, size_t size)
{
	size_t n = *cap ? *cap : 8;
	while (n < want) {
		if (n > SIZE_MAX / 2)
			exhausted(want, size);
		n = n < 1U << 20 ? n * 2 : n + n / 2;
	}
	at = mem_resize(at, n, size);
	*cap = n;
	return at;
}

void *mem_fit(void *at, size_t *cap, size_t n, size_t size)
{
	if (*cap == n)
		return at;
	*cap = n;
	if (n > 0)
		return mem_resize(at, n, size);
	free(at);
	return NULL;
}

struct arena_block {
	struct arena_block *next;
	size_t fill, cap;
	max_align_t data[];
};

enum { ARENA_BLOCK = 64 * 1024 };

void arena_init(struct arena *a, size_t limit)
{
	*a = (struct arena){.limit = limit};
}

void arena_fini(struct arena *a)
{
	arena_rewind(a, (struct arena_mark){0});
}

static void block_add(struct arena *a, size_t need)
{
	size_t cap = need > ARENA_BLOCK ? need : ARENA_BLOCK;
	struct arena_block *b = mem_resize(NULL, 1, sizeof *b + cap);
	b->next = a->head;
	b->fill = 0;
	b->cap = cap;
	a->head = b;
}

void *arena_new(struct arena *a, size_t n, size_t size)
{
	size_t total;
	if (__builtin_mul_overflow(n, size, &total) || total > SIZE_MAX - 4096)
		return NULL;
	total = (total + 7) & ~(size_t)7;
	if (a->limit && (total > a->limit || a->used > a->limit - total))
		return NULL;
	if (!a->head || a->head->cap - a->head->fill < total)
		block_add(a, total);
	void *p = (char *)a->head->data + a->head->fill;
	a->head->fill += total;
	a->used += total;
	memset(p, 0, total);
	return p;
}

char *arena_strndup(struct arena *a, const char *s, size_t len)
{
	char *p = arena_new(a, len + 1, 1);
	if (p)
		memcpy(p, s, len);
	return p;
}

struct arena_mark arena_mark_get(const struct arena *a)
{
	return (struct arena_mark){.head = a->head, .fill = a->head ? a->head->fill : 0, .used = a->used};
}

void arena_rewind(struct arena *a, struct arena_mark m)
{
	while (a->head != m.head) {
		struct arena_block *b = a->head;
		REQUIRE(b != NULL);
		a->head = b->next;
		free(b);
	}
	if (a->head)
		a->head->fill = m.fill;
	a->used = m.used;
}

void buf_fini(struct buf *b)
{
	free(b->at);
	*b = (struct buf){0};
}

void buf_clear(struct buf *b)
{
	b->len = 0;
	if (b->at)
		b->at[0] = 0;
}

static char *buf_room(struct buf *b, size_t len)
{
	REQUIRE(len < SIZE_MAX / 2 - b->len);
	if (b->cap < b->len + len + 1)
		b->at = mem_grow(b->at, &b->cap, b->len + len + 1, 1);
	return b->at + b->len;
}

void buf_add(struct buf *b, const void *data, size_t len)
{
	char *p = buf_room(b, len);
	if (len)
		memcpy(p, data, len);
	b->len += len;
	b->at[b->len] = 0;
}

void buf_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void buf_char(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void buf_u64(struct buf *b, uint64_t v)
{
	char tmp[20];
	size_t i = sizeof tmp;
	do
		tmp[--i] = (char)('0' + v % 10);
	while (v /= 10);
	buf_add(b, tmp + i, sizeof tmp - i);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	REQUIRE(n >= 0);
	vsnprintf(buf_room(b, (size_t)n), (size_t)n + 1, fmt, again);
	va_end(again);
	b->len += (size_t)n;
}

char *buf_take(struct buf *b)
{
	buf_room(b, 0)[0] = 0;
	char *p = b->at;
	*b = (struct buf){0};
	return p;
}
