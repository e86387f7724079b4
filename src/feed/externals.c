#include "feed/externals.h"

#include <stdio.h>
#include <string.h>

struct load {
	struct externals *out;
	instant_t from, to;
	uint64_t n_lost; /* of the file that is being read */
};

static void *copy(struct arena *a, const void *from, size_t n, size_t size)
{
	void *to = arena_new(a, n + 1, size);
	if (to && n)
		memcpy(to, from, n * size);
	return to;
}

static const char *id_of(struct arena *a, const struct external_event *e)
{
	char text[64];
	if (e->source == EXTERNAL_GRIP)
		return arena_strndup(a, e->id, strlen(e->id));
	int len = snprintf(text, sizeof text, "%s-%.40s", external_kind_name(e->kind), e->id);
	return arena_strndup(a, text, (size_t)len);
}

static void on_event(void *ctx, const struct external_event *e)
{
	struct load *l = ctx;
	struct arena *a = &l->out->memory;
	if (e->start >= l->to || (e->end != INSTANT_NONE && e->end < l->from))
		return;
	struct external_event mine = *e;
	mine.id = id_of(a, e);
	mine.words = arena_strndup(a, e->words, strlen(e->words));
	mine.culprits = copy(a, e->culprits, e->n_culprits, sizeof *e->culprits);
	mine.victims = copy(a, e->victims, e->n_victims, sizeof *e->victims);
	mine.prefixes = copy(a, e->prefixes, e->n_prefixes, sizeof *e->prefixes);
	if (l->out->n == EXTERNALS_MAX || !mine.id || !mine.words || !mine.culprits || !mine.victims ||
	    !mine.prefixes)
		l->n_lost++;
	else
		*vec_push(l->out) = mine;
}

static int number_cmp(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int asns_cmp(const asn_t *a, size_t n, const asn_t *b, size_t m)
{
	int c = number_cmp((int64_t)m, (int64_t)n);
	return c || n == 0 ? c : memcmp(a, b, n * sizeof *a);
}

static int prefixes_cmp(const struct external_event *a, const struct external_event *b)
{
	int c = number_cmp((int64_t)b->n_prefixes, (int64_t)a->n_prefixes);
	for (size_t i = 0; c == 0 && i < a->n_prefixes; i++)
		c = prefix_cmp(&a->prefixes[i], &b->prefixes[i]);
	return c;
}

/* Of one event the most that is known of it stands first: INSTANT_NONE, no end yet, is the least instant. */
static int event_cmp(const void *pa, const void *pb)
{
	const struct external_event *a = pa, *b = pb;
	int c = number_cmp(a->source, b->source);
	if (c == 0)
		c = strcmp(a->id, b->id);
	if (c == 0)
		c = number_cmp(b->end, a->end);
	if (c == 0)
		c = number_cmp(a->start, b->start);
	if (c == 0)
		c = prefixes_cmp(a, b);
	if (c == 0)
		c = asns_cmp(a->culprits, a->n_culprits, b->culprits, b->n_culprits);
	if (c == 0)
		c = asns_cmp(a->victims, a->n_victims, b->victims, b->n_victims);
	if (c == 0)
		c = number_cmp((int64_t)b->graded << 32 | b->grade, (int64_t)a->graded << 32 | a->grade);
	if (c == 0)
		c = asns_cmp(a->segment, 2, b->segment, 2);
	return c ? c : strcmp(a->words, b->words);
}

static bool is_same(const struct external_event *a, const struct external_event *b)
{
	return a->source == b->source && strcmp(a->id, b->id) == 0;
}

_Static_assert(INSTANT_NONE < 0, "no end is the least of ends");

void externals_read(struct sources *s, instant_t from, instant_t to, struct externals *out)
{
	struct load l = {.out = out, .from = from, .to = to};
	size_t kept = 0;
	*out = (struct externals){0};
	arena_init(&out->memory, EXTERNALS_OCTETS);
	for (size_t i = 0; i < s->at.n; i++) {
		struct source *one = &s->at.at[i];
		if (one->kind != SOURCE_INCIDENTS)
			continue;
		l.n_lost = 0;
		source_read(one, external_reader_new(on_event, &l, &one->diag));
		if (l.n_lost)
			diag_report(&one->diag, diag_nowhere(), "too-many", "%llu events are left out",
			            (unsigned long long)l.n_lost);
	}
	if (out->n)
		qsort(out->at, out->n, sizeof *out->at, event_cmp);
	for (size_t i = 0; i < out->n; i++)
		if (kept == 0 || !is_same(&out->at[i], &out->at[kept - 1]))
			out->at[kept++] = out->at[i];
	out->n = kept;
}

void externals_fini(struct externals *x)
{
	free(x->at);
	arena_fini(&x->memory);
}
