#include "cli/mrt_text.h"

static const char pairs[201] =
    "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
    "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
    "8081828384858687888990919293949596979899";

static char *two(char *p, uint32_t v)
{
	return text_copy(p, pairs + (size_t)v * 2, 2);
}

/* Up to four digits without those in front. */
static char *four_or_less(char *p, uint32_t v)
{
	if (v < 100)
		return v < 10 ? (*p = (char)('0' + v), p + 1) : two(p, v);
	if (v < 1000) {
		*p = (char)('0' + v / 100);
		return two(p + 1, v % 100);
	}
	return two(two(p, v / 100), v % 100);
}

static char *four(char *p, uint32_t v)
{
	return two(two(p, v / 100), v % 100);
}

char *text_u32_long(char *p, uint32_t v)
{
	if (v < 10000)
		return four_or_less(p, v);
	if (v < 100000000)
		return four(four_or_less(p, v / 10000), v % 10000);
	uint32_t low = v % 100000000;
	return four(four(four_or_less(p, v / 100000000), low / 10000), low % 10000);
}

char *text_u64(char *p, uint64_t v)
{
	if (v <= UINT32_MAX)
		return text_u32(p, (uint32_t)v);
	p = text_u64(p, v / 100000000);
	uint32_t low = (uint32_t)(v % 100000000);
	return four(four(p, low / 10000), low % 10000);
}

static char *octet(char *p, uint32_t v)
{
	if (v < 100)
		return v < 10 ? (*p = (char)('0' + v), p + 1) : two(p, v);
	*p = (char)('0' + v / 100);
	return two(p + 1, v % 100);
}

char *text_v4(char *p, uint32_t ip)
{
	p = octet(p, ip >> 24);
	*p++ = '.';
	p = octet(p, ip >> 16 & 0xff);
	*p++ = '.';
	p = octet(p, ip >> 8 & 0xff);
	*p++ = '.';
	return octet(p, ip & 0xff);
}

/* The longest run of groups of zeros, the first of several; one alone counts too, as for bgpdump. */
static int zeros_find(const uint16_t g[static 8], int *n)
{
	int best = -1;
	*n = 0;
	for (int i = 0, run = 0; i < 8; i++) {
		run = g[i] ? 0 : run + 1;
		if (run > *n) {
			*n = run;
			best = i - run + 1;
		}
	}
	return best;
}

static char *group(char *p, unsigned v)
{
	static const char hex[] = "0123456789abcdef";
	if (v >= 0x1000)
		*p++ = hex[v >> 12];
	if (v >= 0x100)
		*p++ = hex[v >> 8 & 15];
	if (v >= 0x10)
		*p++ = hex[v >> 4 & 15];
	*p++ = hex[v & 15];
	return p;
}

char *text_v6(char *p, uint64_t hi, uint64_t lo)
{
	uint16_t g[8];
	int n, zeros;
	for (int i = 0; i < 4; i++) {
		g[i] = (uint16_t)(hi >> (48 - 16 * i));
		g[i + 4] = (uint16_t)(lo >> (48 - 16 * i));
	}
	zeros = zeros_find(g, &n);
	bool mixed = zeros == 0 && (n == 6 || (n == 7 && g[7] != 1) || (n == 5 && g[5] == 0xffff));
	if (mixed && n == 7)
		n = 6;
	for (int i = 0; i < 8; i++) {
		if (i == zeros) {
			p = i == 0 ? text_literal(p, "::") : text_literal(p, ":");
			i += n - 1;
			continue;
		}
		if (mixed && i == 6)
			return text_v4(p, (uint32_t)lo);
		p = group(p, g[i]);
		if (i < 7)
			*p++ = ':';
	}
	return p;
}
