#include "grow.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void die(const char *form, ...)
{
	va_list args;
	va_start(args, form);
	fputs("world: ", stderr);
	vfprintf(stderr, form, args);
	fputc('\n', stderr);
	va_end(args);
	exit(1);
}

void *fresh(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size);
	if (!p)
		die("no memory for %zu times %zu octets", n, size);
	return p;
}

void *list_room(void *v, size_t n, size_t *cap, size_t size)
{
	if (n == *cap) {
		*cap = *cap ? *cap * 2 : 16;
		v = realloc(v, *cap * size);
		if (!v)
			die("no memory for %zu times %zu octets", *cap, size);
	}
	memset((char *)v + n * size, 0, size);
	return v;
}

uint8_t *octets_room(struct octets *o, size_t more)
{
	if (o->n + more > o->cap) {
		while (o->n + more > o->cap)
			o->cap = o->cap ? o->cap * 2 : 256;
		o->p = realloc(o->p, o->cap);
		if (!o->p)
			die("no memory for %zu octets", o->cap);
	}
	return o->p + o->n;
}

void octets_add(struct octets *o, const void *p, size_t n)
{
	if (!n)
		return;
	memcpy(octets_room(o, n), p, n);
	o->n += n;
}

void octets_u8(struct octets *o, uint32_t x)
{
	*octets_room(o, 1) = (uint8_t)x;
	o->n++;
}

void octets_u16(struct octets *o, uint32_t x)
{
	octets_u8(o, x >> 8 & 0xff);
	octets_u8(o, x & 0xff);
}

void octets_u32(struct octets *o, uint32_t x)
{
	octets_u16(o, x >> 16);
	octets_u16(o, x & 0xffff);
}

void octets_set_u16(struct octets *o, size_t at, size_t x)
{
	o->p[at] = (uint8_t)(x >> 8 & 0xff);
	o->p[at + 1] = (uint8_t)(x & 0xff);
}

void octets_text(struct octets *o, const char *form, ...)
{
	char *text = NULL;
	va_list args;
	va_start(args, form);
	int n = vasprintf(&text, form, args);
	va_end(args);
	if (n > 0)
		octets_add(o, text, (size_t)n);
	if (n >= 0)
		free(text);
}
