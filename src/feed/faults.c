#include "feed/faults.h"

#include "base/pool.h"
#include "text/vrp_csv.h"
#include "text/vrp_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* There are five trust anchors, and some that people make for themselves. What is beyond is not told apart.
 */
enum { ANCHORS = 32, ANCHOR_NAME = 24 };

struct anchor {
	char name[ANCHOR_NAME];
	uint64_t n;
};

/* A snapshot, and how many VRPs each trust anchor has in it. */
struct census {
	struct source *source;
	struct anchor anchors[ANCHORS];
	size_t n;
};

void faults_hold(struct source *s, instant_t until, char *why)
{
	free(s->held_why);
	s->held_why = why;
	s->held_until = until;
}

/* ---- counting */

/* Its number, n where there is none of that name. */
static size_t anchor_find(const struct census *c, const char *name)
{
	size_t i = 0;
	while (i < c->n && strncmp(c->anchors[i].name, name, ANCHOR_NAME - 1) != 0)
		i++;
	return i;
}

static uint64_t vrps_of(const struct census *c, const char *name)
{
	size_t i = anchor_find(c, name);
	return i < c->n ? c->anchors[i].n : 0;
}

static void on_vrp(void *ctx, const struct vrp *v)
{
	struct census *c = ctx;
	size_t i = anchor_find(c, v->ta);
	if (i == c->n && c->n == ANCHORS)
		i = ANCHORS - 1;
	else if (i == c->n)
		snprintf(c->anchors[c->n++].name, ANCHOR_NAME, "%s", v->ta);
	c->anchors[i].n++;
}

static void on_aspa(void *ctx, const struct aspa *a)
{
	(void)ctx;
	(void)a;
}

/* Without a word: complaints come when the file is read to judge by. A file that is cut has lost what is
 * behind the cut. */
static void census_take(void *ctx, size_t i, unsigned worker)
{
	struct census *c = &((struct census *)ctx)[i];
	const struct source *s = c->source;
	struct io_stream *in;
	struct io_fail fail;
	const uint8_t *data;
	size_t len;
	enum err e = ERR_OK;
	(void)worker;
	if (io_stream_open(s->path, &s->sources->stream, &in, &fail) != ERR_OK)
		return;
	struct text_reader *r = s->text == TEXT_VRP_CSV ? vrp_csv_reader_new(on_vrp, c, NULL)
	                                                : vrp_json_reader_new(on_vrp, on_aspa, c, NULL);
	while (e == ERR_OK && io_stream_read(in, &data, &len) == ERR_OK)
		e = text_reader_feed(r, (const char *)data, len);
	if (e == ERR_OK)
		e = text_reader_finish(r);
	text_reader_free(r);
	io_stream_close(in);
}

/* ---- comparing */

static bool is_afrinic(const char *name)
{
	return strcmp(name, "afrinic") == 0 || strcmp(name, "AFRINIC") == 0;
}

/* The first trust anchor that has lost more than it may; NULL: none. */
static const struct anchor *loser(const struct census *before, const struct census *now,
                                  const struct faults_limits *l)
{
	for (size_t i = 0; i < before->n; i++) {
		const struct anchor *a = &before->anchors[i];
		uint64_t left = vrps_of(now, a->name);
		bool african = is_afrinic(a->name);
		uint64_t n = african ? l->loss_afrinic_n : l->loss_n;
		uint64_t d = african ? l->loss_afrinic_d : l->loss_d;
		if (a->n >= l->least && left < a->n && (a->n - left) * d >= a->n * n)
			return a;
	}
	return NULL;
}

static void hold(const struct census *sound, const struct census *now, const struct anchor *a,
                 const struct faults_limits *l)
{
	struct buf why = {0};
	buf_printf(&why, "held: %s has %llu VRPs, and had %llu in %s", a->name[0] ? a->name : "it",
	           (unsigned long long)vrps_of(now, a->name), (unsigned long long)a->n, sound->source->file);
	faults_hold(now->source, sound->source->as_of + l->held_for, buf_take(&why));
}

static int census_cmp(const void *x, const void *y)
{
	const struct source *a = ((const struct census *)x)->source, *b = ((const struct census *)y)->source;
	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	if (a->as_of != b->as_of)
		return a->as_of < b->as_of ? -1 : 1;
	return strcmp(a->file, b->file);
}

static void family_compare(struct census *all, size_t n, const struct faults_limits *l)
{
	const struct census *sound = &all[0];
	for (size_t i = 1; i < n; i++) {
		bool is_meant = all[i].source->as_of - sound->source->as_of >= l->held_for;
		const struct anchor *a = is_meant ? NULL : loser(sound, &all[i], l);
		if (a)
			hold(sound, &all[i], a, l);
		else
			sound = &all[i];
	}
}

/* ---- which */

/* Of each family, from the last snapshot but one before the period on: that in force when it begins is held
 * against the one before it. */
static size_t relevant(struct census *all, size_t n, instant_t from)
{
	size_t first = 0;
	while (first + 2 < n && all[first + 2].source->as_of <= from)
		first++;
	return first;
}

/* Those of a family that is worth a comparison, to the front of all. */
static size_t choose(struct census *all, size_t n, instant_t from)
{
	size_t kept = 0;
	for (size_t i = 0, k; i < n; i += k) {
		for (k = 1; i + k < n && all[i + k].source->family == all[i].source->family; k++)
			;
		size_t first = relevant(all + i, k, from);
		if (k - first < 2)
			continue;
		memmove(&all[kept], &all[i + first], (k - first) * sizeof *all);
		kept += k - first;
	}
	return kept;
}

void faults_vrps(struct sources *s, const struct faults_limits *l, instant_t from, instant_t to,
                 unsigned n_threads)
{
	struct census *all = mem_new(s->at.n + 1, sizeof *all);
	size_t n = 0;
	for (size_t i = 0; i < s->at.n; i++) {
		struct source *one = &s->at.at[i];
		if (one->kind == SOURCE_VRPS && !one->once && !one->named && one->as_of < to)
			all[n++].source = one;
	}
	if (n > 0 && l->loss_n > 0) {
		qsort(all, n, sizeof *all, census_cmp);
		n = choose(all, n, from);
		pool_run(n_threads, n, census_take, all);
		for (size_t i = 0, k; i < n; i += k) {
			for (k = 1; i + k < n && all[i + k].source->family == all[i].source->family; k++)
				;
			family_compare(all + i, k, l);
		}
	}
	free(all);
}
