#include "score/incident.h"

#include <stdlib.h>

static int by_weight_start(const void *pa, const void *pb)
{
	const struct incident_span *a = pa, *b = pb;
	if (a->weight != b->weight)
		return a->weight < b->weight ? -1 : 1;
	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return (a->end > b->end) - (a->end < b->end);
}

/* start = max(start, from); end = max(min(end, to), start). What lies outside becomes empty. */
static struct incident_span clipped(struct incident_span s, instant_t from, instant_t to)
{
	if (s.start < from)
		s.start = from;
	if (s.end > to)
		s.end = to;
	if (s.end < s.start)
		s.end = s.start;
	return s;
}

size_t incident_merge(struct incident_span *spans, size_t n, instant_t from, instant_t to)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (spans[i].weight > 0)
			spans[kept++] = clipped(spans[i], from, to);
	if (kept == 0)
		return 0;
	qsort(spans, kept, sizeof *spans, by_weight_start);
	/* Sorted by start, a span that joins none of the group before it cannot join any earlier group. */
	size_t last = 0;
	for (size_t i = 1; i < kept; i++) {
		struct incident_span s = spans[i], *group = &spans[last];
		if (s.weight == group->weight && s.start <= group->end) {
			if (s.end > group->end)
				group->end = s.end;
		} else {
			spans[++last] = s;
		}
	}
	size_t left = 0;
	for (size_t i = 0; i <= last; i++)
		if (spans[i].end > spans[i].start)
			spans[left++] = spans[i];
	return left;
}

decimal_t incident_weight(const struct framework *f, int64_t d)
{
	int64_t days = d / (int64_t)f->day;
	if (days >= 1)
		return f->base_weight + days * f->day_weight;
	return d < (int64_t)f->short_limit ? f->short_weight : f->base_weight;
}

struct incident_sum incident_add_up(const struct framework *f, struct incident_span *spans, size_t n,
                                    instant_t from, instant_t to)
{
	size_t left = incident_merge(spans, n, from, to);
	wide_t sum = 0; /* millionths of millionths: exact */
	for (size_t i = 0; i < left; i++)
		sum += (wide_t)incident_weight(f, spans[i].end - spans[i].start) * spans[i].weight;
	/* Above nine million a raw metric no longer fits its twelve places; the curve is 0 long before. */
	wide_t unit = (wide_t)DECIMAL_ONE * DECIMAL_ONE;
	struct fraction raw = fraction_of(sum, unit);
	if (!fraction_is(raw))
		raw = fraction_of(sum / unit, 1);
	if (!fraction_is(raw))
		raw = (struct fraction){.n = INT64_MAX, .d = 1};
	return (struct incident_sum){.raw = raw, .incidents = (uint32_t)left};
}
