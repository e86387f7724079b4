#include "feed/held.h"

#include "text/delegated.h"

/* Of one source, by its number. */
struct member {
	struct delegation_table *lines; /* NULL: not read, or forgotten */
	struct delegation_table *lost;  /* held in it and not in the next of its family; NULL: not known */
	bool asked;                     /* since the last sweep */
};

struct held {
	struct sources *sources;
	struct member *at;
	struct source **order; /* delegated files by family, then time */
	size_t n;
};

static int order_cmp(const void *a, const void *b)
{
	const struct source *x = *(struct source *const *)a, *y = *(struct source *const *)b;
	if (x->family != y->family)
		return x->family < y->family ? -1 : 1;
	if (x->as_of != y->as_of)
		return x->as_of < y->as_of ? -1 : 1;
	return (x > y) - (x < y);
}

struct held *held_new(struct sources *s)
{
	struct held *h = mem_new(1, sizeof *h);
	h->sources = s;
	h->at = mem_new(s->at.n, sizeof *h->at);
	h->order = mem_new(s->at.n, sizeof(struct source *));
	for (size_t i = 0; i < s->at.n; i++)
		if (s->at.at[i].kind == SOURCE_DELEGATED)
			h->order[h->n++] = &s->at.at[i];
	if (h->n)
		qsort(h->order, h->n, sizeof *h->order, order_cmp);
	return h;
}

void held_free(struct held *h)
{
	for (size_t i = 0; i < h->sources->at.n; i++) {
		delegation_table_free(h->at[i].lines);
		delegation_table_free(h->at[i].lost);
	}
	free(h->at);
	free(h->order);
	free(h);
}

static struct member *member_of(struct held *h, const struct source *s)
{
	return &h->at[s - h->sources->at.at];
}

/* ---- reading */

static struct delegation_builder *coarse_new(void)
{
	struct delegation_builder *b = delegation_builder_new();
	delegation_builder_coarse(b);
	return b;
}

static void on_delegation(void *ctx, const struct delegation *d)
{
	delegation_builder_add(ctx, d);
}

void held_read(struct source *s, struct delegation_builder *into)
{
	struct text_reader *r = delegated_reader_new(on_delegation, into, &s->diag);
	if (source_push(s, r)) {
		const struct delegated_header *header = delegated_reader_header(r);
		/* IANA's file speaks for no registry */
		if (header->registry != RIR_NONE && header->registry != RIR_IANA)
			delegation_builder_registry(into, header->registry);
	}
	text_reader_free(r);
}

static void lines_read(struct held *h, const struct source *s)
{
	struct delegation_builder *b = coarse_new();
	held_read(&h->sources->at.at[s - h->sources->at.at], b);
	member_of(h, s)->lines = delegation_builder_build(b);
}

static const struct delegation_table *lines_of(struct held *h, const struct source *s)
{
	if (!member_of(h, s)->lines)
		lines_read(h, s);
	return member_of(h, s)->lines;
}

const struct delegation_table *held_lines(struct held *h, const struct source *s)
{
	member_of(h, s)->asked = true;
	return lines_of(h, s);
}

static void forget(struct member *m)
{
	delegation_table_free(m->lines);
	m->lines = NULL;
}

void held_sweep(struct held *h)
{
	for (size_t i = 0; i < h->sources->at.n; i++) {
		if (!h->at[i].asked)
			forget(&h->at[i]);
		h->at[i].asked = false;
	}
}

/* ---- what one table holds and another does not */

static void add_range(struct delegation_builder *b, enum rir rir, const struct delegation_part *p)
{
	struct delegation d = {.type = p->first.family == FAMILY_V4 ? DELEGATION_V4 : DELEGATION_V6,
	                       .status = DELEGATION_ALLOCATED,
	                       .rir = rir,
	                       .first = p->first,
	                       .last = p->last,
	                       .date = INSTANT_NONE,
	                       .opaque_id = ""};
	delegation_builder_add(b, &d);
}

static void add_prefixes(struct delegation_builder *b, const struct delegation_table *t,
                         const struct delegation_table *but, uint8_t family)
{
	struct prefix all = {.family = family};
	struct ip_addr first = {0, 0, family}, last = prefix_last(&all);
	struct delegation_walk w = delegation_begin(t, &first, &last);
	struct delegation_part part, hole;
	while (delegation_next(&w, &part)) {
		if (part.record.status != DELEGATION_ALLOCATED)
			continue;
		/* without `but` it is all one hole */
		struct delegation_walk holes = delegation_begin(but, &part.first, &part.last);
		while (delegation_next(&holes, &hole))
			if (hole.record.status != DELEGATION_ALLOCATED)
				add_range(b, part.record.rir, &hole);
	}
}

static void add_asns_at(struct delegation_builder *b, enum rir rir, asn_t first, asn_t last)
{
	struct delegation d = {.type = DELEGATION_ASN,
	                       .status = DELEGATION_ALLOCATED,
	                       .rir = rir,
	                       .asn_first = first,
	                       .asn_last = last,
	                       .date = INSTANT_NONE,
	                       .opaque_id = ""};
	delegation_builder_add(b, &d);
}

/* The same for ASNs; ranges of both tables go up, and leave no gap. */
static void add_asns(struct delegation_builder *b, const struct delegation_table *t,
                     const struct delegation_table *but)
{
	asn_t first, last, lo = 0, hi = UINT32_MAX;
	struct delegation_record r, of = {.status = DELEGATION_ABSENT};
	size_t k = 0;
	if (but)
		(void)delegation_asn_at(but, k, &lo, &hi, &of);
	for (size_t i = 0; delegation_asn_at(t, i, &first, &last, &r); i++) {
		if (r.status != DELEGATION_ALLOCATED)
			continue;
		while (hi < first && delegation_asn_at(but, ++k, &lo, &hi, &of))
			continue;
		for (;;) {
			if (of.status != DELEGATION_ALLOCATED)
				add_asns_at(b, r.rir, lo > first ? lo : first, hi < last ? hi : last);
			if (hi >= last || !delegation_asn_at(but, ++k, &lo, &hi, &of))
				break;
		}
	}
}

static void add_held(struct delegation_builder *b, const struct delegation_table *t,
                     const struct delegation_table *but)
{
	add_asns(b, t, but);
	add_prefixes(b, t, but, FAMILY_V4);
	add_prefixes(b, t, but, FAMILY_V6);
}

static const struct delegation_table *lost_between(struct held *h, const struct source *s,
                                                   const struct source *next)
{
	struct member *m = member_of(h, s);
	if (m->lost)
		return m->lost;
	struct delegation_builder *b = coarse_new();
	add_held(b, lines_of(h, s), lines_of(h, next));
	m->lost = delegation_builder_build(b);
	if (!m->asked)
		forget(m);
	return m->lost;
}

/* ---- all that was held */

bool held_is_lately(const struct source *s, instant_t t)
{
	return s->kind == SOURCE_DELEGATED && !source_is_held(s, t) && s->as_of <= t &&
	       t - s->as_of <= HELD_LATELY;
}

void held_add(struct held *h, instant_t t, instant_t newest, struct delegation_builder *older,
              struct delegation_builder *last)
{
	for (size_t i = 0; i < h->n; i++) {
		struct source *s = h->order[i], *next = i + 1 < h->n ? h->order[i + 1] : NULL;
		if (!held_is_lately(s, t))
			continue;
		if (s->as_of == newest)
			add_held(last, held_lines(h, s), NULL);
		else if (next && next->family == s->family && next->as_of < newest && next->as_of <= t &&
		         !source_is_held(next, t))
			add_held(older, lost_between(h, s, next), NULL);
		else
			add_held(older, held_lines(h, s), NULL);
	}
}
