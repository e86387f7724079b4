/**
 * grow.h - arrays and octet buffers that grow. Out of memory ends the program: it is a test tool.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

/** An array of any type: struct { T *v; size_t n, cap; }. Pointers into it die with the next LIST_ADD. */
#define LIST(type)             \
	struct {               \
		type *v;       \
		size_t n, cap; \
	}
/** Makes room for one more and yields a pointer to it, zeroed. */
#define LIST_ADD(list) \
	((list).v = list_room((list).v, (list).n, &(list).cap, sizeof *(list).v), (list).v + (list).n++)
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

void *list_room(void *v, size_t n, size_t *cap, size_t size);
/** calloc that ends the program where there is no memory */
void *fresh(size_t n, size_t size);
/** Ends the program with "world: ..." and exit code 1. */
_Noreturn void die(const char *form, ...) __attribute__((format(printf, 1, 2)));

struct octets {
	uint8_t *p;
	size_t n, cap;
};

/** Room for @more further octets; the place where they go. n stays. */
uint8_t *octets_room(struct octets *o, size_t more);
void octets_add(struct octets *o, const void *p, size_t n);
void octets_u8(struct octets *o, uint32_t x);
void octets_u16(struct octets *o, uint32_t x);
void octets_u32(struct octets *o, uint32_t x);
/** Writes a u16 at an earlier place, as for lengths known later. */
void octets_set_u16(struct octets *o, size_t at, size_t x);
void octets_text(struct octets *o, const char *form, ...) __attribute__((format(printf, 2, 3)));
