#include "base/hash.h"
#include "base/mem.h"
#include "topo/infer_impl.h"

#include <string.h>

static uint64_t hash_of(const uint32_t *hops, size_t n)
{
	return hash_octets(hops, n * sizeof *hops);
}

static void slots_reserve(struct paths *p)
{
	if (p->slot && p->n * 10 < (size_t)p->mask * 7)
		return;
	p->mask = p->slot ? p->mask * 2 + 1 : 1023;
	free(p->slot);
	p->slot = mem_new((size_t)p->mask + 1, sizeof *p->slot);
	for (size_t i = 0; i < p->n; i++) {
		struct path_span s = paths_at(p, i);
		uint32_t h = (uint32_t)hash_of(s.hops, s.n) & p->mask;
		while (p->slot[h])
			h = (h + 1) & p->mask;
		p->slot[h] = (uint32_t)i + 1;
	}
}

static void append(struct paths *p, const uint32_t *hops, size_t n)
{
	if (p->n_hops + n > p->cap_hops)
		p->hops = mem_grow(p->hops, &p->cap_hops, p->n_hops + n, sizeof *p->hops);
	if (p->n + 2 > p->cap_first)
		p->first = mem_grow(p->first, &p->cap_first, p->n + 2, sizeof *p->first);
	memcpy(p->hops + p->n_hops, hops, n * sizeof *hops);
	p->first[p->n++] = (uint32_t)p->n_hops;
	p->n_hops += n;
	p->first[p->n] = (uint32_t)p->n_hops;
}

enum err paths_add(struct paths *p, const uint32_t *hops, size_t n, bool *is_new)
{
	slots_reserve(p);
	uint32_t h = (uint32_t)hash_of(hops, n) & p->mask;
	if (is_new)
		*is_new = false;
	for (uint32_t i; (i = p->slot[h]) != 0; h = (h + 1) & p->mask) {
		struct path_span s = paths_at(p, i - 1);
		if (s.n == n && memcmp(s.hops, hops, n * sizeof *hops) == 0)
			return ERR_OK;
	}
	if (p->n == PATHS_MAX || p->n_hops + n > PATHS_HOPS_MAX)
		return ERR_LIMIT;
	append(p, hops, n);
	p->slot[h] = (uint32_t)p->n;
	if (is_new)
		*is_new = true;
	return ERR_OK;
}

void paths_settle(struct paths *p)
{
	free(p->slot);
	p->slot = NULL;
}

void paths_fini(struct paths *p)
{
	free(p->hops);
	free(p->first);
	free(p->slot);
	*p = (struct paths){0};
}
