#include "detect/mass.h"

#include "base/hash.h"
#include "base/mem.h"

#include <stdlib.h>

enum { SLOTS_MIN = 64 };

/* Something that was seen, and when last. */
struct item {
	uint64_t what;
	uint32_t at;
};

struct items {
	VEC(struct item) item;
};

struct span {
	uint32_t from, to;
};

struct culprit {
	asn_t asn;
	struct items prefixes, origins; /* the latest, no more than are asked for */
	VEC(struct span) spans;         /* of mass, ascending */
};

struct masses {
	struct mass_limits limits;
	VEC(struct culprit) at;
	uint32_t *slot; /* open addressing: index + 1 */
	uint32_t mask;
};

static uint32_t bounded(uint32_t n)
{
	return n < 1 ? 1 : n > MASS_COUNT_MAX ? MASS_COUNT_MAX : n;
}

struct masses *masses_new(struct mass_limits limits)
{
	struct masses *m = mem_new(1, sizeof *m);
	m->limits = limits;
	m->limits.prefixes = bounded(limits.prefixes);
	m->limits.origins = bounded(limits.origins);
	m->mask = SLOTS_MIN - 1;
	m->slot = mem_new(SLOTS_MIN, sizeof *m->slot);
	return m;
}

void masses_free(struct masses *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < m->at.n; i++) {
		vec_free(&m->at.at[i].prefixes.item);
		vec_free(&m->at.at[i].origins.item);
		vec_free(&m->at.at[i].spans);
	}
	vec_free(&m->at);
	free(m->slot);
	free(m);
}

static uint32_t slot_of(const struct masses *m, asn_t asn)
{
	uint32_t h = (uint32_t)hash_u64(asn) & m->mask;
	while (m->slot[h] && m->at.at[m->slot[h] - 1].asn != asn)
		h = (h + 1) & m->mask;
	return h;
}

static void slots_grow(struct masses *m)
{
	m->mask = m->mask * 2 + 1;
	free(m->slot);
	m->slot = mem_new((size_t)m->mask + 1, sizeof *m->slot);
	for (size_t i = 0; i < m->at.n; i++)
		m->slot[slot_of(m, m->at.at[i].asn)] = (uint32_t)i + 1;
}

static struct culprit *culprit_of(struct masses *m, asn_t asn)
{
	uint32_t h = slot_of(m, asn);
	if (m->slot[h] == 0) {
		*vec_push(&m->at) = (struct culprit){.asn = asn};
		m->slot[h] = (uint32_t)m->at.n;
		if (m->at.n * 2 > m->mask)
			slots_grow(m);
		return &m->at.at[m->at.n - 1];
	}
	return &m->at.at[m->slot[h] - 1];
}

/* Seen now: in the place where it stood, in a new one while fewer than max are
 * known, else in the oldest's.
 */
static void see(struct items *x, uint64_t what, uint32_t t, uint32_t max)
{
	size_t oldest = 0;
	for (size_t i = 0; i < x->item.n; i++) {
		struct item *it = &x->item.at[i];
		if (it->what == what) {
			it->at = t > it->at ? t : it->at;
			return;
		}
		if (it->at < x->item.at[oldest].at)
			oldest = i;
	}
	struct item *to = x->item.n < max ? vec_push(&x->item) : &x->item.at[oldest];
	*to = (struct item){.what = what, .at = t};
}

static bool is_full(const struct items *x, uint32_t max, uint32_t t, uint32_t within)
{
	if (x->item.n < max)
		return false;
	for (size_t i = 0; i < x->item.n; i++)
		if (t > x->item.at[i].at && t - x->item.at[i].at > within)
			return false;
	return true;
}

static void span_extend(struct culprit *c, uint32_t from, uint32_t to)
{
	struct span *last = c->spans.n ? &c->spans.at[c->spans.n - 1] : NULL;
	if (!last || from > last->to) {
		*vec_push(&c->spans) = (struct span){from, to};
		return;
	}
	last->from = from < last->from ? from : last->from;
	last->to = to > last->to ? to : last->to;
}

void masses_note(struct masses *m, asn_t culprit, uint32_t t, unsigned f, prefix_id prefix, asn_t origin)
{
	struct culprit *c = culprit_of(m, culprit);
	const struct mass_limits *l = &m->limits;
	const struct span *last = c->spans.n ? &c->spans.at[c->spans.n - 1] : NULL;
	if (last && t >= last->from && t <= last->to)
		return; /* of a whole table there are thousands in a second */
	see(&c->prefixes, (uint64_t)prefix << 1 | f, t, l->prefixes);
	if (origin != ORIGIN_NONE)
		see(&c->origins, origin, t, l->origins);
	if (is_full(&c->prefixes, l->prefixes, t, l->within) &&
	    is_full(&c->origins, l->origins, t, l->within))
		span_extend(c, t > l->within ? t - l->within : 0, t);
}

bool masses_was(const struct masses *m, asn_t culprit, uint32_t from, uint32_t to)
{
	uint32_t h = slot_of(m, culprit);
	if (m->slot[h] == 0)
		return false;
	const struct culprit *c = &m->at.at[m->slot[h] - 1];
	for (size_t i = 0; i < c->spans.n; i++)
		if (c->spans.at[i].from <= to && c->spans.at[i].to >= from)
			return true;
	return false;
}
