#include "topo/circle.h"

#include "base/mem.h"

#include <stdlib.h>

/*
 * Who has no provider left stands in no circle; without it others have none left. The same from below. What
 * neither takes away stands in circles, or between two.
 */
struct network {
	asn_t asn;
	uint32_t n[2];     /* of its providers, customers: not yet taken away */
	uint32_t first[2]; /* in `next` */
	bool gone;
};

struct circles {
	struct network *at;
	size_t n;
	uint32_t *other[2]; /* providers, customers of each, one after another */
};

enum { UP, DOWN };

static uint32_t number_of(const struct circles *c, asn_t asn)
{
	const struct network *n = bsearch(&asn, c->at, c->n, sizeof *c->at, asn_cmp); /* asn stands first */
	return (uint32_t)(n - c->at);
}

static bool is_transit(const struct relation_link *l)
{
	return l->is == RELATION_PROVIDER || l->is == RELATION_CUSTOMER;
}

static void networks_number(struct circles *c, const struct relation_table *t)
{
	size_t n = relation_table_count(t), k = 0;
	asn_t *asn = mem_new(2 * n + 1, sizeof *asn);
	for (size_t i = 0; i < n; i++) {
		struct relation_link l = relation_table_at(t, i);
		if (is_transit(&l)) {
			asn[k++] = l.x;
			asn[k++] = l.y;
		}
	}
	if (k)
		qsort(asn, k, sizeof *asn, asn_cmp);
	c->at = mem_new(k + 1, sizeof *c->at);
	for (size_t i = 0; i < k; i++)
		if (i == 0 || asn[i] != asn[i - 1])
			c->at[c->n++].asn = asn[i];
	free(asn);
}

/* Each link of transit: fn(provider, customer) by number. */
static void links_each(struct circles *c, const struct relation_table *t,
                       void (*fn)(struct circles *c, uint32_t provider, uint32_t customer))
{
	for (size_t i = 0; i < relation_table_count(t); i++) {
		struct relation_link l = relation_table_at(t, i);
		if (!is_transit(&l))
			continue;
		uint32_t x = number_of(c, l.x), y = number_of(c, l.y);
		if (l.is == RELATION_PROVIDER)
			fn(c, y, x);
		else
			fn(c, x, y);
	}
}

static void link_count(struct circles *c, uint32_t provider, uint32_t customer)
{
	c->at[provider].n[DOWN]++;
	c->at[customer].n[UP]++;
}

static void link_put(struct circles *c, uint32_t provider, uint32_t customer)
{
	struct network *p = &c->at[provider], *k = &c->at[customer];
	c->other[DOWN][p->first[DOWN] + p->n[DOWN]++] = customer;
	c->other[UP][k->first[UP] + k->n[UP]++] = provider;
}

static void links_read(struct circles *c, const struct relation_table *t)
{
	links_each(c, t, link_count);
	for (int way = UP; way <= DOWN; way++) {
		uint32_t sum = 0;
		for (size_t i = 0; i < c->n; i++) {
			c->at[i].first[way] = sum;
			sum += c->at[i].n[way];
			c->at[i].n[way] = 0;
		}
		c->other[way] = mem_new((size_t)sum + 1, sizeof *c->other[way]);
	}
	links_each(c, t, link_put);
}

/* Take away whoever has nobody left in this direction. */
static size_t peel(struct circles *c, int way)
{
	int back = way == UP ? DOWN : UP;
	uint32_t *left = mem_new(c->n + 1, sizeof *left), *stack = mem_new(c->n + 1, sizeof *stack);
	size_t n = 0, taken = 0;
	for (uint32_t i = 0; i < c->n; i++) {
		for (uint32_t k = 0; k < c->at[i].n[way]; k++)
			left[i] += !c->at[c->other[way][c->at[i].first[way] + k]].gone;
		if (!c->at[i].gone && left[i] == 0)
			stack[n++] = i;
	}
	while (n > 0) {
		struct network *one = &c->at[stack[--n]];
		one->gone = true;
		taken++;
		for (uint32_t k = 0; k < one->n[back]; k++) {
			uint32_t other = c->other[back][one->first[back] + k];
			if (!c->at[other].gone && --left[other] == 0)
				stack[n++] = other;
		}
	}
	free(left);
	free(stack);
	return taken;
}

size_t circle_count(const struct relation_table *t)
{
	struct circles c = {0};
	if (!t)
		return 0;
	networks_number(&c, t);
	links_read(&c, t);
	size_t n = c.n - peel(&c, UP);
	n -= peel(&c, DOWN);
	for (int way = UP; way <= DOWN; way++)
		free(c.other[way]);
	free(c.at);
	return n;
}
