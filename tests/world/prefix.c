#include "prefix.h"

#include "rng.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t mask(uint32_t bits)
{
	return bits == 0 ? 0 : bits >= 64 ? UINT64_MAX : UINT64_MAX << (64 - bits);
}

struct prefix prefix6(uint64_t hi, uint64_t lo, uint32_t len)
{
	struct prefix p = {
	    .hi = hi & mask(len), .lo = len > 64 ? lo & mask(len - 64) : 0, .len = (uint8_t)len, .v6 = 1};
	return p;
}

struct prefix prefix4(uint32_t address, uint32_t len)
{
	struct prefix p = prefix6((uint64_t)address << 32, 0, len);
	p.v6 = 0;
	return p;
}

struct prefix prefix_from(const char *text)
{
	char address[64];
	const char *slash = strchr(text, '/');
	uint8_t raw[16] = {0};
	if (!slash || (size_t)(slash - text) >= sizeof address)
		die("%s: no prefix", text);
	memcpy(address, text, (size_t)(slash - text));
	address[slash - text] = 0;
	bool v6 = strchr(address, ':') != NULL;
	if (inet_pton(v6 ? AF_INET6 : AF_INET, address, raw) != 1)
		die("%s: no prefix", text);
	uint64_t hi = 0, lo = 0;
	for (int i = 0; i < 8; i++) {
		hi = hi << 8 | raw[i];
		lo = lo << 8 | raw[i + 8];
	}
	struct prefix p = prefix6(hi, lo, (uint32_t)strtoul(slash + 1, NULL, 10));
	p.v6 = v6;
	return p;
}

bool prefix_same(const struct prefix *a, const struct prefix *b)
{
	return a->hi == b->hi && a->lo == b->lo && a->len == b->len && a->v6 == b->v6;
}

struct prefix prefix_cut(const struct prefix *p, uint32_t len)
{
	struct prefix cut = prefix6(p->hi, p->lo, len);
	cut.v6 = p->v6;
	return cut;
}

bool prefix_holds(const struct prefix *a, const struct prefix *b)
{
	if (a->v6 != b->v6 || a->len > b->len)
		return false;
	struct prefix cut = prefix_cut(b, a->len);
	return prefix_same(a, &cut);
}

int prefix_compare(const struct prefix *a, const struct prefix *b)
{
	if (a->v6 != b->v6)
		return a->v6 < b->v6 ? -1 : 1;
	if (a->hi != b->hi)
		return a->hi < b->hi ? -1 : 1;
	if (a->lo != b->lo)
		return a->lo < b->lo ? -1 : 1;
	return a->len < b->len ? -1 : a->len > b->len;
}

struct prefix prefix_part(const struct prefix *p, uint32_t len, uint64_t n)
{
	struct prefix part = *p;
	part.len = (uint8_t)len;
	if (len <= 64)
		part.hi |= len == 0 ? 0 : n << (64 - len);
	else
		part.lo |= n << (128 - len);
	return part;
}

uint64_t prefix_hash(const struct prefix *p)
{
	return hash_of(p->hi, p->lo, (uint64_t)p->len << 1 | p->v6);
}

const char *prefix_address(const struct prefix *p, char *text)
{
	uint8_t raw[16];
	for (int i = 0; i < 8; i++) {
		raw[i] = (uint8_t)(p->hi >> (56 - 8 * i) & 0xff);
		raw[i + 8] = (uint8_t)(p->lo >> (56 - 8 * i) & 0xff);
	}
	inet_ntop(p->v6 ? AF_INET6 : AF_INET, raw, text, PREFIX_TEXT);
	return text;
}

const char *prefix_text(const struct prefix *p, char *text)
{
	prefix_address(p, text);
	size_t n = strlen(text);
	snprintf(text + n, PREFIX_TEXT - n, "/%u", p->len);
	return text;
}

static void address_octets(const struct prefix *p, uint32_t n, struct octets *o)
{
	for (uint32_t i = 0; i < n; i++)
		octets_u8(o, (uint32_t)((i < 8 ? p->hi >> (56 - 8 * i) : p->lo >> (120 - 8 * i)) & 0xff));
}

void prefix_octets(const struct prefix *p, struct octets *o)
{
	octets_u8(o, p->len);
	address_octets(p, (p->len + 7u) / 8, o);
}

void prefix_address_octets(const struct prefix *p, struct octets *o)
{
	address_octets(p, p->v6 ? 16 : 4, o);
}

static size_t slot_of(const struct prefix_map *m, const struct prefix *p)
{
	size_t i = prefix_hash(p) & (m->cap - 1);
	while (m->value[i] && !prefix_same(&m->key[i], p))
		i = (i + 1) & (m->cap - 1);
	return i;
}

uint32_t prefix_map_get(const struct prefix_map *m, const struct prefix *p)
{
	return m->cap ? m->value[slot_of(m, p)] : 0;
}

void prefix_map_set(struct prefix_map *m, const struct prefix *p, uint32_t value)
{
	if (2 * (m->n + 1) > m->cap) {
		struct prefix_map old = *m;
		m->cap = old.cap ? old.cap * 2 : 1024;
		m->key = fresh(m->cap, sizeof *m->key);
		m->value = fresh(m->cap, sizeof *m->value);
		for (size_t i = 0; i < old.cap; i++)
			if (old.value[i]) {
				size_t at = slot_of(m, &old.key[i]);
				m->key[at] = old.key[i];
				m->value[at] = old.value[i];
			}
		free(old.key);
		free(old.value);
	}
	size_t at = slot_of(m, p);
	m->n += m->value[at] == 0;
	m->key[at] = *p;
	m->value[at] = value;
}

void prefix_map_fini(struct prefix_map *m)
{
	free(m->key);
	free(m->value);
	memset(m, 0, sizeof *m);
}

/* Days and civil dates by the method of Hinnant: years begin in March, so that leap days come last. */
struct calendar calendar_of(uint32_t t)
{
	uint32_t z = t / 86400 + 719468, era = z / 146097, doe = z % 146097;
	uint32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	uint32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
	uint32_t month = mp < 10 ? mp + 3 : mp - 9;
	struct calendar c = {.year = yoe + era * 400 + (month <= 2),
	                     .month = month,
	                     .day = doy - (153 * mp + 2) / 5 + 1,
	                     .hour = t % 86400 / 3600,
	                     .minute = t % 3600 / 60,
	                     .second = t % 60};
	return c;
}

uint32_t time_of(uint32_t year, uint32_t month, uint32_t day)
{
	uint32_t y = month <= 2 ? year - 1 : year, era = y / 400, yoe = y % 400;
	uint32_t doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
	return (era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468) * 86400;
}

const char *time_text(uint32_t t, char *text)
{
	struct calendar c = calendar_of(t);
	snprintf(text, TIME_TEXT, "%04u-%02u-%02uT%02u:%02u:%02uZ", c.year % 10000, c.month % 100,
	         c.day % 100, c.hour % 100, c.minute % 100, c.second % 100);
	return text;
}
