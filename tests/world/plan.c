#include "plan.h"

#include <stdlib.h>
#include <string.h>

/* Blocks of 8 bits that IANA gave to the registries. */
static const uint8_t eights[N_RIRS][40] = {
    {41, 102, 105, 196, 197},
    {1,   14,  27,  36,  39,  42,  49,  58,  59,  60,  61,  101, 103, 106, 110, 111, 112, 113,
     114, 115, 116, 117, 118, 119, 120, 121, 122, 123, 124, 125, 126, 175, 180, 182, 183},
    {23, 24, 50, 63,  64,  65,  66,  67,  68,  69,  70,  71,  72,  73,  74,  75,  76, 96,
     97, 98, 99, 104, 107, 108, 173, 174, 184, 199, 204, 205, 206, 207, 208, 209, 216},
    {177, 179, 181, 186, 187, 189, 190, 191, 200, 201},
    {2,  5,  31, 37, 46, 62, 77, 78,  79,  80,  81,  82,  83,  84,  85,  86,  87, 88,
     89, 90, 91, 92, 93, 94, 95, 109, 176, 178, 185, 193, 194, 195, 212, 213, 217},
};
static const char *const twelves[N_RIRS] = {"2c00::/12", "2400::/12", "2600::/12", "2800::/12", "2a00::/12"};

/* Large, middling and small blocks come from different places, so that none is wasted between them. */
enum { N_SIZES = 3 };

struct planning {
	struct plan *p;
	const struct topology *t;
	struct rng rng;
	uint32_t eight[N_RIRS]; // the next block that nothing was given out of
	uint32_t at8[N_RIRS]
	            [N_SIZES]; // the block of 8 bits that networks of this size come from; 0: none yet
	uint32_t next4[N_RIRS][N_SIZES]; // next address in it, from its beginning
	uint32_t next6[N_RIRS];          // next /32
	bool *roas;                      // by network: makes ROAs
};

/* The next free block of this length, aligned; now and then one is left out, and stays available. */
static struct prefix take4(struct planning *m, uint32_t rir, uint32_t len)
{
	uint32_t size = 1u << (32 - len), k = len <= 18 ? 0 : len <= 21 ? 1 : 2;
	uint32_t skip = rng_chance(&m->rng, 0.12) ? size * rng_range(&m->rng, 1, 2) : 0;
	uint32_t at = (m->next4[rir][k] + skip + size - 1) / size * size;
	if (!m->at8[rir][k] || at + size > 1u << 24) {
		if (m->eight[rir] >= COUNT(eights[rir]) || !eights[rir][m->eight[rir]])
			die("the address space of %s is used up", rir_name[rir]);
		m->at8[rir][k] = eights[rir][m->eight[rir]++];
		at = 0;
	}
	m->next4[rir][k] = at + size;
	return prefix4(m->at8[rir][k] << 24 | at, len);
}

static struct prefix take6(struct planning *m, uint32_t rir)
{
	struct prefix p = prefix_from(twelves[rir]);
	m->next6[rir] += 1 + (rng_chance(&m->rng, 0.3) ? rng_below(&m->rng, 3) : 0);
	p.hi |= (uint64_t)m->next6[rir] << 32;
	p.len = 32;
	return p;
}

static uint32_t add_block(struct planning *m, uint32_t holder, struct prefix x)
{
	uint32_t year = rng_range(&m->rng, 1998, 2023), id = (uint32_t)m->p->block.n;
	struct block *b = LIST_ADD(m->p->block);
	*b = (struct block){.p = x, .holder = holder, .routed = !rng_chance(&m->rng, 0.04)};
	b->date = time_of(year, rng_range(&m->rng, 1, 12), rng_range(&m->rng, 1, 28));
	return id;
}

static void add_prefix(struct planning *m, uint32_t block, struct prefix x)
{
	struct plan *p = m->p;
	if (prefix_map_get(&p->pfx_at, &x))
		return;
	struct announced *a = LIST_ADD(p->pfx);
	a->p = x;
	a->block = block;
	a->origin[0] = p->block.v[block].holder;
	a->n_origins = 1;
	a->more = x.len > p->block.v[block].p.len;
	prefix_map_set(&p->pfx_at, &x, (uint32_t)p->pfx.n);
}

static uint32_t block_length(struct planning *m, bool with_more)
{
	static const double weight[] = {0.01, 0.01, 0.02, 0.04, 0.07, 0.10, 0.25, 0.15, 0.35};
	uint32_t len = 16 + rng_weighted(&m->rng, weight, with_more ? 7 : 9);
	return m->t->n >= 20000 && len < 22 ? len + 1 : len; // there must be room for all
}

/* n prefixes of one family: 55 % are blocks, 45 % more-specifics of them. */
static void hand_out(struct planning *m, uint32_t v, uint32_t n, bool v6)
{
	struct plan *p = m->p;
	uint32_t n_more = (uint32_t)(0.45 * n + rng_unit(&m->rng)), first = (uint32_t)p->block.n;
	if (n_more >= n)
		n_more = n - 1;
	if (v6) // one block holds many
		n_more = n - 1 - (n - 1) / 12;
	for (uint32_t i = 0; i < n - n_more; i++) {
		uint32_t rir = m->t->net[v].rir;
		uint32_t b = add_block(
		    m, v, v6 ? take6(m, rir) : take4(m, rir, block_length(m, n_more > 0 && i <= n_more)));
		if (i == 0)
			p->block.v[b].routed = true;
		if (p->block.v[b].routed)
			add_prefix(m, b, p->block.v[b].p);
	}
	for (uint32_t i = 0; i < n_more; i++) {
		uint32_t b = first + rng_below(&m->rng, n - n_more);
		struct prefix x = p->block.v[b].p;
		uint32_t longest = v6 ? 48 : 24;
		if (!p->block.v[b].routed || x.len >= longest)
			continue;
		uint32_t len = v6 ? rng_range(&m->rng, 9, 12) * 4 : rng_range(&m->rng, x.len + 1u, longest);
		add_prefix(
		    m, b,
		    prefix_part(&x, len, rng_below(&m->rng, 1u << (len - x.len > 20 ? 20 : len - x.len))));
	}
}

static void hand_out_all(struct planning *m)
{
	static const double times[] = {10, 6, 2.5, 1.4, 0.85};
	const struct topology *t = m->t;
	m->p->first_block = fresh(t->n + 1, sizeof *m->p->first_block);
	for (uint32_t v = 0; v < t->n; v++) {
		double x = rng_lognormal(&m->rng, 3, 1.15) * times[t->net[v].tier];
		uint32_t n = x < 1 ? 1 : x > 6000 ? 6000 : (uint32_t)x;
		m->p->first_block[v] = (uint32_t)m->p->block.n;
		hand_out(m, v, n, false);
		if (rng_chance(&m->rng, t->net[v].tier <= TIER_MID ? 0.9 : 0.45))
			hand_out(m, v, n < 5 ? 1 : n / 5, true);
	}
	m->p->first_block[t->n] = (uint32_t)m->p->block.n;
}

static void add_origin(struct announced *a, uint32_t v)
{
	for (uint32_t i = 0; i < a->n_origins; i++)
		if (a->origin[i] == v)
			return;
	if (a->n_origins < MAX_ORIGINS)
		a->origin[a->n_origins++] = v;
}

/* A sibling or, where there is none, a neighbour or anybody. */
static uint32_t partner(struct planning *m, uint32_t v)
{
	const struct topology *t = m->t;
	if (t->net[v].org != v)
		return t->net[v].org;
	enum side s = rng_chance(&m->rng, 0.5) ? TO_CUSTOMERS : TO_PROVIDERS;
	if (degree(t, v, s) > 0 && rng_chance(&m->rng, 0.7))
		return neighbour(t, v, s, rng_below(&m->rng, degree(t, v, s))).node;
	return rng_below(&m->rng, t->n);
}

/* 1.5 % of the prefixes have two origins, 0.3 % are anycast by three or more, 5 % are announced by a
 * customer. */
static void share_out(struct planning *m)
{
	const struct topology *t = m->t;
	for (size_t i = 0; i < m->p->pfx.n; i++) {
		struct announced *a = &m->p->pfx.v[i];
		uint32_t holder = a->origin[0];
		double x = rng_unit(&m->rng);
		if (x < 0.015) {
			a->role = ROLE_MOAS;
			add_origin(a, partner(m, holder));
		} else if (x < 0.018) {
			a->role = ROLE_ANYCAST;
			for (uint32_t k = 0; k < 2 || a->n_origins < 3; k++)
				add_origin(a, rng_below(&m->rng, t->n));
		} else if (a->more && degree(t, holder, TO_CUSTOMERS) > 0 && x < 0.35) {
			a->origin[0] = neighbour(t, holder, TO_CUSTOMERS,
			                         rng_below(&m->rng, degree(t, holder, TO_CUSTOMERS)))
			                   .node;
		}
		a->alone = a->n_origins > 1;
	}
}

/* Some of those with several providers send a part of their prefixes to some of them only. */
static void engineer(struct planning *m, uint64_t seed)
{
	for (size_t i = 0; i < m->p->pfx.n; i++) {
		struct announced *a = &m->p->pfx.v[i];
		uint64_t h = hash_of(seed, a->origin[0], 77);
		if (degree(m->t, a->origin[0], TO_PROVIDERS) >= 2 && h % 100 < 15 && a->more)
			a->group = (uint8_t)(1 + rng_below(&m->rng, 2));
	}
}

void plan_add_vrp(struct plan *p, const struct prefix *x, uint32_t asn, uint32_t max_len, uint32_t rir)
{
	struct vrp *v = LIST_ADD(p->vrp);
	*v = (struct vrp){.p = *x,
	                  .asn = asn,
	                  .max_len = (uint8_t)max_len,
	                  .rir = (uint8_t)rir,
	                  .until = UINT32_MAX,
	                  .next = prefix_map_get(&p->vrp_at, x)};
	prefix_map_set(&p->vrp_at, x, (uint32_t)p->vrp.n);
}

void plan_add_object(struct plan *p, const struct prefix *x, uint32_t asn, uint32_t rir, bool radb,
                     uint32_t kind)
{
	struct route_object *o = LIST_ADD(p->object);
	*o = (struct route_object){
	    .p = *x, .asn = asn, .rir = (uint8_t)rir, .radb = radb, .kind = (uint8_t)kind};
}

/* Origins of shared prefixes are in order: each has its VRP, and nobody forgets one. */
static void add_roas(struct planning *m)
{
	const struct topology *t = m->t;
	m->roas = fresh(t->n, sizeof *m->roas);
	for (uint32_t v = 0; v < t->n; v++)
		m->roas[v] = rng_chance(&m->rng, 0.57);
	for (size_t i = 0; i < m->p->pfx.n; i++) {
		const struct announced *a = &m->p->pfx.v[i];
		uint32_t holder = m->p->block.v[a->block].holder, rir = t->net[holder].rir;
		if (!rng_chance(&m->rng, m->roas[holder] ? 0.97 : 0.08))
			continue;
		double x = a->role == ROLE_PLAIN ? rng_unit(&m->rng) : 1;
		if (a->more && x < 0.065) // forgotten: the covering ROA makes it invalid; 3 % of all
			continue;
		uint32_t len = !a->more && rng_chance(&m->rng, 0.12) ? a->p.v6 ? 48u : 24u : a->p.len;
		if (len < a->p.len)
			len = a->p.len;
		for (uint32_t k = 0; k < a->n_origins; k++) {
			uint32_t asn = t->net[a->origin[k]].asn;
			if (x > 0.997 && x < 1)
				asn = t->net[rng_below(&m->rng, t->n)].asn;
			plan_add_vrp(m->p, &a->p, asn, len, rir);
		}
	}
}

static void add_objects(struct planning *m)
{
	const struct topology *t = m->t;
	for (size_t i = 0; i < m->p->pfx.n; i++) {
		const struct announced *a = &m->p->pfx.v[i];
		uint32_t holder = m->p->block.v[a->block].holder, rir = t->net[holder].rir;
		bool radb = hash_of(holder, 5, rir) % 4 == 0;
		double x = rng_unit(&m->rng);
		for (uint32_t k = 0; k < a->n_origins && x < 0.88; k++)
			plan_add_object(m->p, &a->p, t->net[a->origin[k]].asn, rir, radb, OBJECT_RIGHT);
		if (x < 0.80 || x >= 0.95) // 5 % have nothing
			continue;
		bool proxy = rng_chance(&m->rng, 0.5) && degree(t, holder, TO_PROVIDERS) > 0;
		uint32_t other =
		    proxy ? neighbour(t, holder, TO_PROVIDERS, 0).node : rng_below(&m->rng, t->n);
		plan_add_object(m->p, &a->p, t->net[other].asn, rir, true,
		                proxy ? OBJECT_PROXY : OBJECT_STALE);
	}
}

enum validity plan_validity(const struct plan *p, const struct prefix *x, uint32_t asn, uint32_t when)
{
	enum validity verdict = ROV_NOT_FOUND;
	for (uint32_t len = x->v6 ? 16 : 8; len <= x->len; len++) {
		struct prefix cut = prefix_cut(x, len);
		for (uint32_t i = prefix_map_get(&p->vrp_at, &cut); i; i = p->vrp.v[i - 1].next) {
			const struct vrp *v = &p->vrp.v[i - 1];
			if (when < v->from || when >= v->until)
				continue;
			if (v->asn == asn && x->len <= v->max_len && asn != 0)
				return ROV_VALID;
			verdict = ROV_INVALID;
		}
	}
	return verdict;
}

/* Space that is left: the rest of the block being given out, and the blocks behind it. */
static void note_free(struct planning *m)
{
	for (uint32_t r = 0; r < N_RIRS; r++) {
		for (const uint8_t *e = eights[r]; e < eights[r] + 40 && *e; e++)
			*LIST_ADD(m->p->pool[r]) = prefix4((uint32_t)*e << 24, 8);
		*LIST_ADD(m->p->pool[r]) = prefix_from(twelves[r]);
		for (uint32_t k = m->eight[r]; k < 40 && eights[r][k] && k < m->eight[r] + 3; k++)
			for (uint32_t i = 0; i < 16; i++)
				*LIST_ADD(m->p->free) =
				    prefix4((uint32_t)eights[r][k] << 24 | (i * 16 + 5) << 16, 16);
		struct prefix x = prefix_from(twelves[r]);
		for (uint32_t i = 0; i < 8; i++)
			*LIST_ADD(m->p->free) = prefix6(x.hi | (uint64_t)(0x80000u + i * 16) << 32, 0, 32);
	}
}

void plan_make(struct plan *p, const struct topology *t, uint64_t seed)
{
	struct planning m = {.p = p, .t = t};
	rng_init(&m.rng, hash_of(seed, 2, 0));
	for (size_t i = 0; i < t->ixp.n; i++) {
		*LIST_ADD(p->lan4) = take4(&m, t->ixp.v[i].rir, 22);
		struct prefix x = take6(&m, t->ixp.v[i].rir);
		*LIST_ADD(p->lan6) = prefix_cut(&x, 64);
		p->lan6.v[i].len = 64;
	}
	hand_out_all(&m);
	share_out(&m);
	engineer(&m, seed);
	add_roas(&m);
	add_objects(&m);
	for (size_t i = 0; i < p->pfx.n; i++) {
		struct announced *a = &p->pfx.v[i];
		a->invalid = plan_validity(p, &a->p, t->net[a->origin[0]].asn, 1) == ROV_INVALID;
	}
	note_free(&m);
	free(m.roas);
}

void plan_fini(struct plan *p)
{
	free(p->block.v);
	free(p->pfx.v);
	free(p->vrp.v);
	free(p->object.v);
	free(p->lan4.v);
	free(p->lan6.v);
	free(p->free.v);
	free(p->reserved.v);
	free(p->first_block);
	prefix_map_fini(&p->vrp_at);
	prefix_map_fini(&p->pfx_at);
	for (uint32_t r = 0; r < N_RIRS; r++)
		free(p->pool[r].v);
}
