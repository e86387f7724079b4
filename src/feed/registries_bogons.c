#include "feed/held.h"
#include "feed/registries_impl.h"
#include "text/bogon_list.h"

#include <string.h>

enum { DAY = 86400 /* seconds */ };

/*
 * What judges bogons between two changes: the files in force that are fresh, united; those of the day before;
 * and what was held within 180 days, in two tables: `older` by files before the newest of them, `newest` by
 * the newest, which counts only behind its own instant.
 */
struct bogon_state {
	struct sources *sources;
	struct held *held;
	bool known;
	instant_t from, until; /* that the tables are good for, until exclusive */
	struct delegation_table *now, *before, *older, *newest;
	struct bogon_table *table;
	bool partial;
	bool all_fresh; /* now holds all files in force */

	struct era holders_era;
	struct delegation_table *holders;
};

struct bogon_state *bogon_state_new(struct sources *s)
{
	struct bogon_state *b = mem_new(1, sizeof *b);
	b->sources = s;
	b->held = held_new(s);
	return b;
}

static void tables_free(struct bogon_state *b)
{
	bogon_table_free(b->table);
	delegation_table_free(b->now);
	delegation_table_free(b->before);
	delegation_table_free(b->older);
	delegation_table_free(b->newest);
	b->table = NULL;
	b->now = b->before = b->older = b->newest = NULL;
}

void bogon_state_free(struct bogon_state *b)
{
	tables_free(b);
	delegation_table_free(b->holders);
	held_free(b->held);
	era_fini(&b->holders_era);
	free(b);
}

/* ---- delegated files */

static struct delegation_builder *coarse_new(void)
{
	struct delegation_builder *b = delegation_builder_new();
	delegation_builder_coarse(b);
	return b;
}

/* Was it the file of the day before s? */
static bool is_day_before(const struct source *b, const struct source *s)
{
	return !source_is_held(b, s->as_of) && b->kind == s->kind && b->family == s->family &&
	       b->as_of < s->as_of && s->as_of - b->as_of <= DAY;
}

static void before_add(struct bogon_state *b, const struct source *s, struct delegation_builder *into)
{
	for (size_t i = 0; i < b->sources->at.n; i++)
		if (is_day_before(&b->sources->at.at[i], s))
			delegation_builder_add_table(into, held_lines(b->held, &b->sources->at.at[i]));
}

/* The newest file of the last 180 days; INSTANT_NONE: there is none. */
static instant_t newest_lately(const struct bogon_state *b, instant_t t)
{
	instant_t newest = INSTANT_NONE;
	for (size_t i = 0; i < b->sources->at.n; i++)
		if (held_is_lately(&b->sources->at.at[i], t) && b->sources->at.at[i].as_of > newest)
			newest = b->sources->at.at[i].as_of;
	return newest;
}

/* ---- lists */

struct list_load {
	struct bogon_builder *builder;
	uint32_t list;
};

static void on_prefix(void *ctx, const struct prefix *p)
{
	struct list_load *l = ctx;
	bogon_builder_add(l->builder, l->list, p);
}

static struct bogon_builder *lists_read(struct bogon_state *b, instant_t t)
{
	struct list_load l = {.builder = bogon_builder_new()};
	struct source **files;
	size_t n = sources_in_force(b->sources, SOURCE_BOGONS, t, &files);
	for (size_t i = 0; i < n; i++) {
		const char *slash = strrchr(files[i]->file, '/');
		if (!source_is_fresh(files[i], t))
			continue;
		l.list = bogon_builder_list(l.builder, slash ? slash + 1 : files[i]->file);
		source_read(files[i], bogon_list_reader_new(on_prefix, &l, &files[i]->diag));
	}
	free(files);
	return l.builder;
}

/* ---- all together */

static void tables_build(struct bogon_state *b, instant_t t)
{
	struct delegation_builder *now = delegation_builder_new(), *before = coarse_new(),
	                          *older = coarse_new(), *last = coarse_new();
	struct source **files;
	size_t n = sources_in_force(b->sources, SOURCE_DELEGATED, t, &files), n_fresh = 0;
	for (size_t i = 0; i < n; i++)
		if (source_is_fresh(files[i], t)) {
			held_read(files[i], now);
			before_add(b, files[i], before);
			n_fresh++;
		}
	free(files);
	b->now = delegation_builder_build(now);
	b->before = delegation_builder_build(before);
	instant_t newest = newest_lately(b, t);
	held_add(b->held, t, newest, older, last);
	held_sweep(b->held);
	b->older = delegation_builder_build(older);
	b->newest = delegation_builder_build(last);
	/* a past counts from behind its instant on, for 180 days: `older` at both ends of that of `newest` */
	bool any = newest != INSTANT_NONE;
	struct bogon_past past[] = {
	    {b->older, any ? newest - 1 : newest}, {b->older, newest}, {b->newest, newest}};
	struct bogon_sources sources = {n_fresh ? b->now : NULL, n_fresh ? b->before : NULL, past,
	                                any ? 3 : 0};
	b->table = bogon_builder_build(lists_read(b, t), &sources);
	b->partial = !delegation_has_all(b->now);
	b->all_fresh = n_fresh == n;
}

static instant_t tables_until(struct bogon_state *b, instant_t t)
{
	instant_t until = sources_next_change(b->sources, SOURCE_DELEGATED, t);
	instant_t lists = sources_next_change(b->sources, SOURCE_BOGONS, t);
	if (lists < until)
		until = lists;
	for (size_t i = 0; i < b->sources->at.n; i++) {
		const struct source *s = &b->sources->at.at[i];
		if (held_is_lately(s, t) && s->as_of + HELD_LATELY + 1 < until)
			until = s->as_of + HELD_LATELY + 1;
	}
	return until;
}

struct registries_bogons registries_bogons(struct registries *r, instant_t t)
{
	struct bogon_state *b = r->bogons;
	if (!b->known || t < b->from || t >= b->until) {
		tables_free(b);
		tables_build(b, t);
		b->known = true;
		b->from = t;
		b->until = tables_until(b, t);
	}
	return (struct registries_bogons){b->table, b->partial};
}

void registries_bogons_anew(struct registries *r)
{
	r->bogons->known = false;
	r->bogons->holders_era.known = false;
}

instant_t registries_bogons_until(struct registries *r, instant_t t)
{
	instant_t into = t % DAY, until = tables_until(r->bogons, t);
	instant_t midnight = t - (into < 0 ? into + DAY : into) + DAY;
	return midnight < until ? midnight : until;
}

const struct delegation_table *registries_delegations(struct registries *r, instant_t t)
{
	struct bogon_state *b = r->bogons;
	if (b->known && b->all_fresh && t >= b->from && t < b->until)
		return b->now;
	if (era_find(&b->holders_era, b->sources, SOURCE_DELEGATED, t) || !b->holders) {
		struct delegation_builder *all = delegation_builder_new();
		delegation_table_free(b->holders);
		for (size_t i = 0; i < b->holders_era.files.n; i++)
			held_read(b->holders_era.files.at[i], all);
		b->holders = delegation_builder_build(all);
	}
	return b->holders;
}
