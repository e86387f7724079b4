#include "feed/skew.h"

#include "base/mem.h"

#include <stdlib.h>

enum {
	COLLECTORS = 64,
	CELLS = 1 << 14,
	REACH = 3600, /* seconds: what is farther apart is another change */
	STEP = 10,    /* seconds */
	STEPS = 2 * REACH / STEP + 1,
	ENOUGH = 20, /* differences */
	FIRST = 6,   /* collectors of one change; more say nothing new */
};

/* Something that came to be lately: when whom it reached first. */
struct cell {
	uint64_t key;
	uint32_t n;
	uint16_t collector[FIRST];
	uint32_t t[FIRST];
};

struct pair { /* of a lower and a higher collector: how much later the higher one was */
	uint64_t n;
	uint32_t count[STEPS];
};

struct skew {
	struct cell cell[CELLS];
	struct pair *pairs[COLLECTORS][COLLECTORS]; /* [low][high] */
};

struct skew *skew_new(void)
{
	return mem_new(1, sizeof(struct skew));
}

void skew_free(struct skew *s)
{
	if (!s)
		return;
	for (int i = 0; i < COLLECTORS; i++)
		for (int k = 0; k < COLLECTORS; k++)
			free(s->pairs[i][k]);
	free(s);
}

static void differ(struct skew *s, uint16_t one, uint32_t t, uint16_t other, uint32_t u)
{
	uint16_t low = one < other ? one : other, high = one < other ? other : one;
	uint32_t t_low = one < other ? t : u, t_high = one < other ? u : t;
	struct pair **p = &s->pairs[low][high];
	if (!*p)
		*p = mem_new(1, sizeof **p);
	(*p)->n++;
	(*p)->count[(REACH + t_high - t_low) / STEP]++;
}

void skew_note(struct skew *s, uint64_t key, uint16_t collector, uint32_t t)
{
	struct cell *c = &s->cell[key % CELLS];
	if (collector >= COLLECTORS)
		return;
	if (c->key != key || c->n == 0 || t - c->t[0] >= REACH) {
		*c = (struct cell){.key = key, .n = 1, .collector = {collector}, .t = {t}};
		return;
	}
	for (uint32_t i = 0; i < c->n; i++)
		if (c->collector[i] == collector)
			return;
	if (c->n == FIRST)
		return;
	for (uint32_t i = 0; i < c->n; i++)
		differ(s, c->collector[i], c->t[i], collector, t);
	c->collector[c->n] = collector;
	c->t[c->n++] = t;
}

/* Of a pair, in seconds; the middle of its step. */
static int32_t median(const struct pair *p)
{
	uint64_t below = 0;
	int32_t i = 0;
	while (i < STEPS - 1 && (below += p->count[i]) * 2 < p->n)
		i++;
	return i * STEP - REACH;
}

static int by_size(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
	return (x > y) - (x < y);
}

/* Of an even number the one nearer to nothing: half of the others may be wrong as well. */
bool skew_of(const struct skew *s, uint16_t collector, int32_t *seconds, uint64_t *n)
{
	int32_t ahead[COLLECTORS];
	size_t k = 0;
	*n = 0;
	for (uint16_t i = 0; collector < COLLECTORS && i < COLLECTORS; i++) {
		const struct pair *p = i < collector ? s->pairs[i][collector] : s->pairs[collector][i];
		if (!p || p->n < ENOUGH)
			continue;
		ahead[k++] = i < collector ? median(p) : -median(p);
		*n += p->n;
	}
	if (k == 0)
		return false;
	qsort(ahead, k, sizeof *ahead, by_size);
	*seconds = ahead[k / 2];
	if (k % 2 == 0 && abs(ahead[k / 2 - 1]) < abs(ahead[k / 2]))
		*seconds = ahead[k / 2 - 1];
	return true;
}
