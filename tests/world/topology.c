#include "topology.h"

#include <stdlib.h>
#include <string.h>

const char *const rir_name[N_RIRS] = {"afrinic", "apnic", "arin", "lacnic", "ripencc"};
static const char *const economies[N_RIRS][8] = {
    {"ZA", "NG", "KE", "EG", "MU", "GH", "TN", "SN"}, {"JP", "AU", "IN", "ID", "SG", "HK", "KR", "NZ"},
    {"US", "US", "US", "CA", "US", "CA", "US", "US"}, {"BR", "BR", "AR", "CL", "CO", "MX", "UY", "PE"},
    {"DE", "GB", "FR", "NL", "PL", "SE", "IT", "UA"},
};

const char *economy_name(uint32_t rir, uint32_t economy)
{
	return economies[rir][economy % 8];
}

bool asn_is_special(uint32_t asn)
{
	return asn == 0 || asn == 112 || asn == 23456 || (asn >= 64496 && asn <= 131071) ||
	       asn >= 4200000000u;
}

/* The pairs that are linked: open addressing over (smaller, larger). */
struct pairs {
	uint64_t *key; // 0 empty, else smaller << 32 | larger, plus one
	uint32_t *link;
	size_t n, cap;
};
static struct pairs known;

static size_t pair_slot(uint64_t key)
{
	size_t i = hash64(key) & (known.cap - 1);
	while (known.key[i] && known.key[i] != key)
		i = (i + 1) & (known.cap - 1);
	return i;
}

static uint64_t pair_key(uint32_t a, uint32_t b)
{
	return ((uint64_t)(a < b ? a : b) << 32 | (a < b ? b : a)) + 1;
}

uint32_t link_of(const struct topology *t, uint32_t a, uint32_t b)
{
	(void)t;
	if (!known.cap)
		return NONE;
	size_t i = pair_slot(pair_key(a, b));
	return known.key[i] ? known.link[i] : NONE;
}

static void pair_add(uint64_t key, uint32_t link)
{
	if (2 * (known.n + 1) > known.cap) {
		struct pairs old = known;
		known.cap = old.cap ? old.cap * 2 : 4096;
		known.key = fresh(known.cap, sizeof *known.key);
		known.link = fresh(known.cap, sizeof *known.link);
		for (size_t i = 0; i < old.cap; i++)
			if (old.key[i]) {
				size_t at = pair_slot(old.key[i]);
				known.key[at] = old.key[i];
				known.link[at] = old.link[i];
			}
		free(old.key);
		free(old.link);
	}
	size_t at = pair_slot(key);
	known.key[at] = key;
	known.link[at] = link;
	known.n++;
}

uint32_t topology_link(struct topology *t, uint32_t a, uint32_t b, uint32_t rel, uint32_t flags)
{
	if (a == b || link_of(t, a, b) != NONE)
		return NONE;
	uint32_t id = (uint32_t)t->link.n;
	struct link *l = LIST_ADD(t->link);
	*l = (struct link){.a = a, .b = b, .rel = (uint8_t)rel, .flags = (uint8_t)flags};
	pair_add(pair_key(a, b), id);
	return id;
}

enum side relation_of(const struct topology *t, uint32_t a, uint32_t b)
{
	uint32_t id = link_of(t, a, b);
	if (id == NONE)
		return N_SIDES;
	const struct link *l = &t->link.v[id];
	return l->rel == REL_P2P ? TO_PEERS : l->a == a ? TO_CUSTOMERS : TO_PROVIDERS;
}

static void index_fill(const struct topology *t, struct adjacency *x, bool core_only)
{
	free(x->off);
	free(x->edge);
	x->off = fresh(3 * (size_t)t->n + 2, sizeof *x->off);
	uint32_t *count = x->off + 1; // count[i] becomes the place where i is written next, then the end of i
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < t->link.n; i++) {
			const struct link *l = &t->link.v[i];
			uint32_t side_b = l->rel == REL_P2P ? TO_PEERS : TO_CUSTOMERS; // what b is to a
			uint32_t side_a = l->rel == REL_P2P ? TO_PEERS : TO_PROVIDERS; // what a is to b
			uint32_t at[2] = {3 * l->a + side_b, 3 * l->b + side_a}, to[2] = {l->b, l->a};
			for (int k = 0; k < 2; k++) {
				if (core_only && !t->net[to[k]].core)
					continue;
				if (pass == 0)
					count[at[k]]++;
				else
					x->edge[count[at[k]]++] = (struct edge){to[k], (uint32_t)i};
			}
		}
		if (pass == 0) {
			uint32_t sum = 0;
			for (size_t i = 0; i < 3 * (size_t)t->n; i++) {
				uint32_t c = count[i];
				count[i] = sum;
				sum += c;
			}
			x->edge = fresh(sum, sizeof *x->edge);
		}
	}
}

void topology_index(struct topology *t)
{
	index_fill(t, &t->all, false);
	index_fill(t, &t->core, true);
	uint8_t *down = fresh(t->link.n, 1);
	for (size_t i = 0; i < t->link.n; i++)
		down[i] = (t->link.v[i].flags & (LINK_BACKUP | LINK_FUTURE)) != 0;
	free(t->down);
	t->down = down;
}

void topology_fini(struct topology *t)
{
	free(known.key);
	free(known.link);
	memset(&known, 0, sizeof known);
	free(t->net);
	free(t->link.v);
	free(t->ixp.v);
	free(t->member.v);
	free(t->rs_asn.v);
	free(t->all.off);
	free(t->all.edge);
	free(t->core.off);
	free(t->core.edge);
	free(t->down);
}

uint32_t degree(const struct topology *t, uint32_t v, enum side s)
{
	return t->all.off[3 * v + s + 1] - t->all.off[3 * v + s];
}

struct edge neighbour(const struct topology *t, uint32_t v, enum side s, uint32_t n)
{
	return t->all.edge[t->all.off[3 * v + s] + n];
}
