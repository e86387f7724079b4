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
};

/* Something that came to be lately: who recorded it first. */
struct cell {
	uint64_t key, seen; /* bits: collectors */
	uint32_t t;
	uint16_t collector;
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

static void differ(struct skew *s, uint16_t first, uint16_t second, uint32_t by)
{
	bool up = first < second;
	struct pair **p = up ? &s->pairs[first][second] : &s->pairs[second][first];
	if (!*p)
		*p = mem_new(1, sizeof **p);
	(*p)->n++;
	(*p)->count[up ? (REACH + by) / STEP : (REACH - by) / STEP]++;
}

void skew_note(struct skew *s, uint64_t key, uint16_t collector, uint32_t t)
{
	struct cell *c = &s->cell[key % CELLS];
	if (collector >= COLLECTORS)
		return;
	if (c->key != key || c->seen == 0 || t - c->t >= REACH) {
		*c = (struct cell){key, UINT64_C(1) << collector, t, collector};
		return;
	}
	if (c->seen >> collector & 1)
		return;
	c->seen |= UINT64_C(1) << collector;
	differ(s, c->collector, collector, t - c->t);
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
