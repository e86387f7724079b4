/*
 * A topology as the Internet's: a clique, transit in three sizes that chooses its providers in proportion to
 * the customers these have already, in its own region mostly; stubs with one, two or more providers;
 * exchanges whose route servers make full meshes; content networks with hundreds of peers; siblings.
 */
#include "topology.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double share_rir[N_RIRS] = {0.05, 0.22, 0.24, 0.12, 0.37};

/* Numbers that the registries hand out, for 16-bit and 32-bit ASNs. */
static const struct {
	uint32_t first, last;
} wide[N_RIRS] = {{327680, 329727}, {131072, 153913}, {393216, 402332}, {262144, 274844}, {196608, 216475}};

struct making {
	struct topology *t;
	bool given; // relations come from a file: none is added
	struct rng rng;
	uint32_t first[TIER_STUB + 2];         // first network of each tier
	LIST(uint32_t) urn[TIER_STUB][N_RIRS]; // each network once, and once more per customer
};

static void number(struct making *m)
{
	struct topology *t = m->t;
	uint32_t next_wide[N_RIRS], narrow = 0;
	uint32_t *order = fresh(64496, sizeof *order), n = 0;
	for (int i = 0; i < N_RIRS; i++)
		next_wide[i] = wide[i].first;
	for (uint32_t a = 10; a < 64496; a++) // below: always held, see registry_rir.c
		if (!asn_is_special(a))
			order[n++] = a;
	for (uint32_t i = n - 1; i > 0; i--) {
		uint32_t j = rng_below(&m->rng, i + 1), x = order[i];
		order[i] = order[j];
		order[j] = x;
	}
	for (uint32_t i = 0; i < t->n; i++) {
		struct network *a = &t->net[i];
		uint32_t step = t->n > 20000 ? 1 : rng_range(&m->rng, 1, 3);
		bool want_wide = rng_chance(&m->rng, a->tier == TIER_STUB    ? 0.58
		                                     : a->tier == TIER_SMALL ? 0.3
		                                                             : 0.02);
		uint32_t *w = &next_wide[a->rir];
		if ((want_wide && *w + step <= wide[a->rir].last) || narrow + 2000 >= n) {
			*w += step;
			a->asn = *w;
			if (a->asn > wide[a->rir].last)
				die("too many networks for the ASNs there are");
		} else {
			a->asn = order[narrow++];
		}
	}
	// what is left of the 16-bit numbers stays unallocated, but for route servers
	for (uint32_t i = 0; i < 400; i++)
		*LIST_ADD(t->rs_asn) = order[narrow + i];
	free(order);
}

static void urn_add(struct making *m, uint32_t v)
{
	const struct network *a = &m->t->net[v];
	for (uint32_t r = 0; r < N_RIRS; r++)
		if (a->tier <= TIER_LARGE || r == a->rir)
			*LIST_ADD(m->urn[a->tier][r]) = v;
}

static uint32_t draw(struct making *m, uint32_t tier, uint32_t rir)
{
	return m->urn[tier][rir].n ? m->urn[tier][rir].v[rng_below(&m->rng, (uint32_t)m->urn[tier][rir].n)]
	                           : NONE;
}

static void customer_of(struct making *m, uint32_t provider, uint32_t customer)
{
	if (topology_link(m->t, provider, customer, REL_P2C, 0) != NONE)
		urn_add(m, provider);
}

static void choose_providers(struct making *m, uint32_t v)
{
	static const double from[TIER_STUB + 1][4] = {
	    [TIER_LARGE] = {1, 0, 0, 0},
	    [TIER_MID] = {0.25, 0.75, 0, 0},
	    [TIER_SMALL] = {0.08, 0.35, 0.57, 0},
	    [TIER_STUB] = {0.04, 0.14, 0.32, 0.5},
	};
	static const double how_many[] = {0.42, 0.40, 0.10, 0.05, 0.02, 0.01};
	struct network *a = &m->t->net[v];
	uint32_t n = a->tier == TIER_LARGE || a->content ? rng_range(&m->rng, 2, 3)
	                                                 : 1 + rng_weighted(&m->rng, how_many, 6);
	if (a->tier == TIER_MID && n == 1)
		n = 2;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t tier = a->content ? rng_below(&m->rng, 2) : rng_weighted(&m->rng, from[a->tier], 4);
		uint32_t rir = rng_chance(&m->rng, 0.85) ? a->rir : rng_weighted(&m->rng, share_rir, N_RIRS);
		uint32_t provider = draw(m, tier, rir);
		customer_of(m, provider == NONE ? draw(m, TIER_CLIQUE, rir) : provider, v);
	}
}

static void peer_privately(struct making *m)
{
	struct topology *t = m->t;
	for (uint32_t v = m->first[TIER_LARGE]; v < m->first[TIER_MID]; v++) {
		double near = t->n > 20000 ? 0.2 : 0.4, far = t->n > 20000 ? 0.03 : 0.15;
		for (uint32_t w = v + 1; w < m->first[TIER_MID]; w++)
			if (rng_chance(&m->rng, t->net[v].rir == t->net[w].rir ? near : far))
				topology_link(t, v, w, REL_P2P, 0);
	}
	for (uint32_t v = m->first[TIER_MID]; v < m->first[TIER_SMALL]; v++)
		for (uint32_t k = rng_below(&m->rng, 7); k > 0; k--) {
			uint32_t w =
			    draw(m, rng_chance(&m->rng, 0.15) ? TIER_LARGE : TIER_MID, t->net[v].rir);
			if (w != NONE)
				topology_link(t, v, w, REL_P2P, 0);
		}
}

static void content_peers(struct making *m)
{
	struct topology *t = m->t;
	for (uint32_t v = 0; v < t->n; v++) {
		if (!t->net[v].content)
			continue;
		uint32_t want =
		    t->n > 20000 ? rng_range(&m->rng, 520, 1500) : t->n / 30 + rng_below(&m->rng, t->n / 40);
		for (uint32_t k = 0; k < want; k++) {
			uint32_t w =
			    rng_range(&m->rng, m->first[TIER_LARGE], m->first[TIER_STUB] + t->n / 50);
			if (!t->net[w].content)
				topology_link(t, v, w, REL_P2P, 0);
		}
	}
}

static uint32_t by_tier(struct making *m, uint32_t tier)
{
	uint32_t n = m->first[tier + 1] - m->first[tier];
	return m->first[tier] + (n ? rng_below(&m->rng, n) : 0);
}

static void add_exchange(struct making *m, uint32_t k, uint32_t n_members)
{
	static const double who[] = {0, 0.04, 0.3, 0.3, 0.36};
	struct topology *t = m->t;
	struct exchange *x = LIST_ADD(t->ixp);
	x->rir = k < N_RIRS ? (k + RIR_RIPE) % N_RIRS : rng_weighted(&m->rng, share_rir, N_RIRS);
	x->economy = rng_below(&m->rng, 8);
	x->rs_asn = t->rs_asn.v[k];
	x->first_member = (uint32_t)t->member.n;
	uint8_t *in = fresh(t->n, 1);
	for (uint32_t tries = 0; x->n_members < n_members && tries < 20 * n_members; tries++) {
		uint32_t v = by_tier(m, rng_weighted(&m->rng, who, 5));
		if (in[v] || v >= t->n || (t->net[v].rir != x->rir && !rng_chance(&m->rng, 0.1)))
			continue;
		in[v] = 1;
		*LIST_ADD(t->member) = v;
		x->n_members++;
	}
	free(in);
	const uint32_t *member = t->member.v + x->first_member;
	for (uint32_t i = 0; !m->given && i < x->n_members * 2 / 3; i++)
		for (uint32_t j = 0; j < i; j++) {
			uint32_t id = topology_link(t, member[i], member[j], REL_P2P, LINK_IXP);
			if (id != NONE)
				t->link.v[id].ixp = (uint16_t)k;
		}
}

static void add_exchanges(struct making *m)
{
	uint32_t n = m->t->n, largest = n >= 20000 ? 450 : n >= 1500 ? 110 : 40;
	uint32_t count = n / 500 < 4 ? 4 : n / 500;
	for (uint32_t k = 0; k < count; k++) {
		uint32_t size = (uint32_t)(largest / (1 + 0.9 * k));
		add_exchange(m, k, size < 20 ? 20 + rng_below(&m->rng, 10) : size);
	}
}

/* Two percent of the networks stand in organisations of 2 to 8. */
static void add_siblings(struct making *m)
{
	struct topology *t = m->t;
	for (uint32_t i = 0; i < t->n; i++)
		t->net[i].org = i;
	for (uint32_t done = 0; done < t->n / 50;) {
		uint32_t head = by_tier(m, rng_chance(&m->rng, 0.5) ? TIER_SMALL : TIER_MID);
		uint32_t size =
		    rng_range(&m->rng, 1, 3) + (rng_chance(&m->rng, 0.2) ? rng_below(&m->rng, 5) : 0);
		for (uint32_t k = 0; k < size; k++) {
			uint32_t v = by_tier(m, TIER_STUB);
			if (t->net[v].org != v || t->net[v].content || t->net[head].org != head || v < head)
				continue;
			t->net[v].org = head;
			t->net[v].rir = t->net[head].rir;
			t->net[v].economy = t->net[head].economy;
			if (!m->given && rng_chance(&m->rng, 0.5))
				topology_link(t, head, v, REL_P2C, 0);
			done++;
		}
	}
}

static void behave(struct making *m)
{
	static const double rov[] = {0.55, 0.45, 0.25, 0.12, 0.08};
	for (uint32_t i = 0; i < m->t->n; i++) {
		struct network *a = &m->t->net[i];
		a->rov = rng_chance(&m->rng, rov[a->tier]);
		a->otc = rng_chance(&m->rng, a->tier == TIER_STUB ? 0.01 : 0.05);
		a->aspa = rng_chance(&m->rng, a->tier <= TIER_LARGE ? 0.1 : 0.3);
		a->spread = rng_chance(&m->rng, 0.25);
	}
}

/* Some of those with several providers hold one of their links in reserve. */
static void hold_back(struct making *m)
{
	struct topology *t = m->t;
	uint32_t *n_up = fresh(t->n, sizeof *n_up);
	for (size_t i = 0; i < t->link.n; i++)
		if (t->link.v[i].rel == REL_P2C)
			n_up[t->link.v[i].b]++;
	for (size_t i = 0; i < t->link.n; i++) {
		struct link *l = &t->link.v[i];
		if (l->rel == REL_P2C && n_up[l->b] >= 2 && t->net[l->b].tier == TIER_STUB &&
		    rng_chance(&m->rng, 0.025)) {
			l->flags |= LINK_BACKUP;
			n_up[l->b] = 0;
		}
	}
	free(n_up);
}

static void finish(struct making *m)
{
	behave(m);
	add_siblings(m);
	hold_back(m);
	for (uint32_t k = 0, found = 0; found < 4 && k < 4 * m->t->n; k++) {
		struct network *a = &m->t->net[by_tier(m, k % 2 ? TIER_LARGE : TIER_MID)];
		found += !a->scrubber;
		a->scrubber = true;
	}
	for (uint32_t i = 0; i < TIER_STUB; i++)
		for (uint32_t r = 0; r < N_RIRS; r++)
			free(m->urn[i][r].v);
}

void topology_make(struct topology *t, uint32_t n, uint64_t seed)
{
	struct making m = {.t = t};
	rng_init(&m.rng, hash_of(seed, 1, 0));
	t->n = n;
	t->net = fresh(n, sizeof *t->net);
	uint32_t clique = n >= 20000 ? rng_range(&m.rng, 15, 19) : rng_range(&m.rng, 12, 14);
	uint32_t size[] = {clique, n / 120, n * 7 / 200, n * 11 / 100, n};
	for (uint32_t i = 0; i <= TIER_STUB; i++)
		m.first[i + 1] = i == TIER_STUB ? n : m.first[i] + size[i];
	uint32_t n_content = n >= 20000 ? 5 : 3;
	for (uint32_t i = 0; i < n; i++) {
		struct network *a = &t->net[i];
		while (i >= m.first[a->tier + 1])
			a->tier++;
		a->rir = (uint8_t)(a->tier == TIER_CLIQUE ? (i % 3 ? RIR_ARIN : RIR_RIPE)
		                                          : rng_weighted(&m.rng, share_rir, N_RIRS));
		a->economy = (uint8_t)rng_below(&m.rng, 8);
		a->content = a->tier == TIER_STUB && i - m.first[TIER_STUB] < n_content;
	}
	number(&m);
	for (uint32_t i = 0; i < n; i++) {
		if (t->net[i].tier == TIER_CLIQUE)
			for (uint32_t j = 0; j < i; j++)
				topology_link(t, j, i, REL_P2P, 0);
		else
			choose_providers(&m, i);
		if (t->net[i].tier != TIER_STUB)
			urn_add(&m, i);
	}
	peer_privately(&m);
	content_peers(&m);
	add_exchanges(&m);
	finish(&m);
}

/* --- from a file -------------------------------------------------------------------------------------------
 */

struct line {
	uint32_t a, b;
	int rel;
};

static int by_number(const void *x, const void *y)
{
	uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
	return a < b ? -1 : a > b;
}

static uint32_t place(const uint32_t *asn, uint32_t n, uint32_t want)
{
	const uint32_t *p = bsearch(&want, asn, n, sizeof *asn, by_number);
	return (uint32_t)(p - asn);
}

struct rank {
	uint32_t at, customers, providers;
	uint32_t depth; // longest chain of providers above it
};

static int by_rank(const void *x, const void *y)
{
	const struct rank *a = x, *b = y;
	if (a->depth != b->depth)
		return a->depth < b->depth ? -1 : 1;
	if (a->customers != b->customers)
		return a->customers > b->customers ? -1 : 1;
	return a->at < b->at ? -1 : a->at > b->at;
}

/* Longest chains, by repetition; links that close a cycle are found when it does not come to rest. */
static void find_depths(struct rank *rank, const struct line *line, const uint32_t *end, size_t n)
{
	bool again = true;
	for (int round = 0; again && round < 60; round++) {
		again = false;
		for (size_t i = 0; i < n; i++) {
			if (line[i].rel != -1)
				continue;
			struct rank *up = &rank[end[2 * i]], *low = &rank[end[2 * i + 1]];
			if (low->depth <= up->depth) {
				low->depth = up->depth + 1;
				again = true;
			}
		}
	}
}

static uint8_t tier_of(const struct rank *r)
{
	return r->customers == 0     ? TIER_STUB
	       : r->providers == 0   ? TIER_CLIQUE
	       : r->customers >= 100 ? TIER_LARGE
	       : r->customers >= 15  ? TIER_MID
	                             : TIER_SMALL;
}

void topology_read(struct topology *t, const char *file, uint64_t seed)
{
	struct making m = {.t = t, .given = true};
	LIST(struct line) line = {0};
	LIST(uint32_t) asn = {0};
	char text[256];
	FILE *in = fopen(file, "r");
	if (!in)
		die("%s: cannot be read", file);
	while (fgets(text, sizeof text, in)) {
		char *s = NULL, *e = NULL;
		uint32_t a = (uint32_t)strtoul(text, &s, 10),
		         b = *s == '|' ? (uint32_t)strtoul(s + 1, &e, 10) : 0;
		if (text[0] == '#' || !e || *e != '|' || asn_is_special(a) || asn_is_special(b))
			continue;
		*LIST_ADD(line) = (struct line){a, b, (int)strtol(e + 1, NULL, 10)};
		*LIST_ADD(asn) = a;
		*LIST_ADD(asn) = b;
	}
	fclose(in);
	if (!line.n)
		die("%s: no line `a|b|-1` or `a|b|0`", file);
	qsort(asn.v, asn.n, sizeof *asn.v, by_number);
	for (size_t i = 0; i < asn.n; i++)
		if (t->n == 0 || asn.v[i] != asn.v[t->n - 1])
			asn.v[t->n++] = asn.v[i];
	struct rank *rank = fresh(t->n, sizeof *rank);
	uint32_t *end = fresh(2 * line.n, sizeof *end), *now = fresh(t->n, sizeof *now);
	for (uint32_t i = 0; i < t->n; i++)
		rank[i].at = i;
	for (size_t i = 0; i < line.n; i++) {
		end[2 * i] = place(asn.v, t->n, line.v[i].a);
		end[2 * i + 1] = place(asn.v, t->n, line.v[i].b);
		rank[end[2 * i]].customers += line.v[i].rel == -1;
		rank[end[2 * i + 1]].providers += line.v[i].rel == -1;
	}
	find_depths(rank, line.v, end, line.n);
	qsort(rank, t->n, sizeof *rank, by_rank);
	rng_init(&m.rng, hash_of(seed, 1, 1));
	t->net = fresh(t->n, sizeof *t->net);
	for (uint32_t i = 0; i < t->n; i++) {
		now[rank[i].at] = i;
		struct network *a = &t->net[i];
		a->asn = asn.v[rank[i].at];
		a->tier = tier_of(&rank[i]);
		a->rir = (uint8_t)rng_weighted(&m.rng, share_rir, N_RIRS);
		a->economy = (uint8_t)rng_below(&m.rng, 8);
		a->org = i;
	}
	for (size_t i = 0; i < line.n; i++) {
		uint32_t a = now[end[2 * i]], b = now[end[2 * i + 1]];
		if (line.v[i].rel == 0 || a < b) // a provider of larger number would close a cycle
			topology_link(t, a, b, line.v[i].rel == 0 ? REL_P2P : REL_P2C, 0);
	}
	for (uint32_t i = 0; i < t->n; i++)
		m.first[1 + TIER_STUB] = t->n;
	// tiers are mixed in this order: the middle half of the numbers serves where one of a tier is wanted
	m.first[TIER_LARGE] = 0;
	m.first[TIER_MID] = t->n / 100;
	m.first[TIER_SMALL] = t->n / 20;
	m.first[TIER_STUB] = t->n / 6;
	for (uint32_t a = 64495; t->rs_asn.n < 400; a--)
		if (!bsearch(&a, asn.v, t->n, sizeof *asn.v, by_number))
			*LIST_ADD(t->rs_asn) = a;
	add_exchanges(&m);
	finish(&m);
	free(rank);
	free(end);
	free(now);
	free(asn.v);
	free(line.v);
}
