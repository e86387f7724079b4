#include "net/prefix.h"

#include "base/hash.h"

#include <arpa/inet.h>
#include <string.h>

uint64_t prefix_hash(const struct prefix *p)
{
	uint64_t h = hash_u64(p->hi ^ ((uint64_t)p->len << 3 | p->family));
	return p->family == FAMILY_V4 ? h : hash_u64(h ^ p->lo);
}

struct ip_addr prefix_last(const struct prefix *p)
{
	struct ip_addr a = {
	    .hi = p->hi | ~mask_hi(p->len), .lo = p->lo | ~mask_lo(p->len), .family = p->family};
	if (p->family == FAMILY_V4) {
		a.hi &= 0xffffffff00000000U;
		a.lo = 0;
	}
	return a;
}

/* Dotted quad, four decimal numbers without leading zeros; inet_pton agrees on this form. */
enum err addr_parse(const char *s, size_t len, struct ip_addr *out)
{
	char text[INET6_ADDRSTRLEN];
	uint8_t octets[16];
	if (len == 0 || len >= sizeof text)
		return ERR_VALUE;
	memcpy(text, s, len);
	text[len] = 0;
	unsigned family = memchr(s, ':', len) ? FAMILY_V6 : FAMILY_V4;
	if (inet_pton(family == FAMILY_V6 ? AF_INET6 : AF_INET, text, octets) != 1)
		return ERR_VALUE;
	*out = addr_from_octets(family, octets);
	return ERR_OK;
}

enum err prefix_parse(const char *s, size_t len, struct prefix *out)
{
	const char *slash = memchr(s, '/', len);
	struct ip_addr a;
	if (!slash)
		return ERR_LENGTH;
	if (addr_parse(s, (size_t)(slash - s), &a) != ERR_OK)
		return ERR_VALUE;
	size_t n = len - (size_t)(slash - s) - 1;
	unsigned bits = 0;
	if (n < 1 || n > 3 || (n > 1 && slash[1] == '0'))
		return ERR_LENGTH;
	for (size_t i = 1; i <= n; i++) {
		if (slash[i] < '0' || slash[i] > '9')
			return ERR_LENGTH;
		bits = bits * 10 + (unsigned)(slash[i] - '0');
	}
	if (bits > family_bits(a.family))
		return ERR_LENGTH;
	struct prefix p = {.hi = a.hi, .lo = a.lo, .len = (uint8_t)bits, .family = a.family};
	if (prefix_has_host_bits(&p))
		return ERR_VALUE;
	*out = p;
	return ERR_OK;
}

static size_t put_decimal(char *out, unsigned v)
{
	size_t n = 0;
	if (v >= 100)
		out[n++] = (char)('0' + v / 100);
	if (v >= 10)
		out[n++] = (char)('0' + v / 10 % 10);
	out[n++] = (char)('0' + v % 10);
	return n;
}

static size_t v4_format(char *out, uint32_t v)
{
	size_t n = 0;
	for (int shift = 24; shift >= 0; shift -= 8) {
		n += put_decimal(out + n, v >> shift & 255);
		out[n++] = '.';
	}
	return n - 1;
}

size_t addr_to_octets(const struct ip_addr *a, uint8_t out[static 16])
{
	for (int i = 0; i < 8; i++) {
		out[i] = (uint8_t)(a->hi >> (56 - 8 * i));
		out[8 + i] = (uint8_t)(a->lo >> (56 - 8 * i));
	}
	return a->family == FAMILY_V4 ? 4 : 16;
}

static uint16_t group(const struct ip_addr *a, int i)
{
	return (uint16_t)(i < 4 ? a->hi >> (48 - 16 * i) : a->lo >> (48 - 16 * (i - 4)));
}

static size_t put_hex(char *out, uint16_t v)
{
	static const char hex[] = "0123456789abcdef";
	size_t n = 0;
	for (int shift = 12; shift >= 0; shift -= 4)
		if (v >> shift || shift == 0)
			out[n++] = hex[v >> shift & 15];
	return n;
}

/* RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups (the first of equals) as
 * "::", dotted quad at the end for mapped addresses only. */
static size_t v6_format(char *out, const struct ip_addr *a)
{
	int best = -1, best_n = 1;
	for (int i = 0; i < 8; i++) {
		int n = 0;
		while (i + n < 8 && group(a, i + n) == 0)
			n++;
		if (n > best_n) {
			best = i;
			best_n = n;
		}
		i += n;
	}
	bool mapped = a->hi == 0 && a->lo >> 32 == 0xffff;
	int groups = mapped ? 6 : 8;
	size_t n = 0;
	for (int i = 0; i < groups; i++) {
		if (i == best) {
			out[n++] = ':';
			i += best_n - 1;
			if (i == 7)
				out[n++] = ':';
			continue;
		}
		if (i > 0)
			out[n++] = ':';
		n += put_hex(out + n, group(a, i));
	}
	if (mapped) {
		out[n++] = ':';
		n += v4_format(out + n, (uint32_t)a->lo);
	}
	return n;
}

size_t addr_format(char out[static PREFIX_TEXT], const struct ip_addr *a)
{
	size_t n = a->family == FAMILY_V4 ? v4_format(out, (uint32_t)(a->hi >> 32)) : v6_format(out, a);
	out[n] = 0;
	return n;
}

size_t prefix_format(char out[static PREFIX_TEXT], const struct prefix *p)
{
	struct ip_addr a = {.hi = p->hi, .lo = p->lo, .family = p->family};
	size_t n = addr_format(out, &a);
	out[n++] = '/';
	n += put_decimal(out + n, p->len);
	out[n] = 0;
	return n;
}

int addr_cmp(const struct ip_addr *a, const struct ip_addr *b)
{
	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	if (a->hi != b->hi)
		return a->hi < b->hi ? -1 : 1;
	return (a->lo > b->lo) - (a->lo < b->lo);
}

struct prefix prefix_range_next(struct ip_addr *first, const struct ip_addr *last, bool *done)
{
	unsigned bits = family_bits(first->family);
	struct prefix p = {.hi = first->hi, .lo = first->lo, .len = (uint8_t)bits, .family = first->family};
	struct ip_addr end = prefix_last(&p);
	while (p.len > 0) {
		struct prefix wider = p;
		wider.len--;
		if (prefix_has_host_bits(&wider))
			break;
		struct ip_addr wider_end = prefix_last(&wider);
		if (addr_cmp(&wider_end, last) > 0)
			break;
		p = wider;
		end = wider_end;
	}
	*done = addr_cmp(&end, last) >= 0;
	if (!*done) {
		uint64_t step = first->family == FAMILY_V4 ? (uint64_t)1 << 32 : 0;
		first->hi = end.hi + step;
		first->lo = end.lo;
		if (!step && ++first->lo == 0)
			first->hi++;
	}
	return p;
}
