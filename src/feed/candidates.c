#include "base/hash.h"
#include "feed/registries_impl.h"
#include "text/vrp_csv.h"
#include "text/vrp_json.h"

/*
 * VRPs of several eras: `some` holds those of any, `every` those that stand in each. A route that `every`
 * calls valid is valid all the time, one that `some` does not cover is never anything but not found; what is
 * left may be invalid at some time. With one era both are the same table.
 */
struct rov_candidates {
	struct rov_table *some, *every;
};

/* A VRP and in how many eras it was, as long as it was in all of them. */
struct kept {
	uint64_t hi, lo;
	asn_t asn;
	uint32_t n_eras; /* 0: free place */
	uint8_t len, max_len, family;
};

struct keep {
	struct kept *at;
	size_t n, cap; /* open addressing, doubled at half full */
	uint32_t era;  /* from 1: the one that is being read */
	struct rov_builder *some;
	bool first_time; /* the file was not in an earlier era */
	uint32_t file;
};

static size_t kept_slot(const struct keep *k, const struct vrp *v)
{
	size_t i =
	    (size_t)hash_u64(prefix_hash(&v->prefix) ^ v->asn ^ (uint64_t)v->max_len << 32) & (k->cap - 1);
	for (;; i = (i + 1) & (k->cap - 1)) {
		const struct kept *e = &k->at[i];
		if (!e->n_eras ||
		    (e->hi == v->prefix.hi && e->lo == v->prefix.lo && e->asn == v->asn &&
		     e->len == v->prefix.len && e->max_len == v->max_len && e->family == v->prefix.family))
			return i;
	}
}

static struct vrp kept_vrp(const struct kept *e)
{
	return (struct vrp){.prefix = {.hi = e->hi, .lo = e->lo, .len = e->len, .family = e->family},
	                    .max_len = e->max_len,
	                    .asn = e->asn,
	                    .ta = "",
	                    .expires = INSTANT_NONE};
}

static void keep_double(struct keep *k)
{
	struct keep old = *k;
	k->cap = old.cap ? old.cap * 2 : 1 << 12;
	k->at = mem_new(k->cap, sizeof *k->at);
	for (size_t i = 0; i < old.cap; i++)
		if (old.at[i].n_eras) {
			struct vrp v = kept_vrp(&old.at[i]);
			k->at[kept_slot(k, &v)] = old.at[i];
		}
	free(old.at);
}

static void on_vrp(void *ctx, const struct vrp *v)
{
	struct keep *k = ctx;
	if (k->first_time)
		rov_builder_add(k->some, k->file, v);
	if (k->n * 2 >= k->cap)
		keep_double(k);
	struct kept *e = &k->at[kept_slot(k, v)];
	if (e->n_eras == k->era - 1 && e->n_eras > 0)
		e->n_eras = k->era;
	if (k->era > 1 || e->n_eras > 0)
		return;
	*e =
	    (struct kept){v->prefix.hi, v->prefix.lo, v->asn, 1, v->prefix.len, v->max_len, v->prefix.family};
	k->n++;
}

static void on_aspa(void *ctx, const struct aspa *a)
{
	(void)ctx;
	(void)a;
}

static void era_read(struct keep *k, const struct era *e, bool *seen, const struct sources *s)
{
	k->era++;
	for (size_t i = 0; i < e->files.n; i++) {
		struct source *one = e->files.at[i];
		size_t number = (size_t)(one - s->at.at);
		k->first_time = !seen[number];
		seen[number] = true;
		source_read(one, one->text == TEXT_VRP_CSV
		                     ? vrp_csv_reader_new(on_vrp, k, &one->diag)
		                     : vrp_json_reader_new(on_vrp, on_aspa, k, &one->diag));
	}
}

static struct rov_table *every_build(const struct keep *k)
{
	struct rov_builder *b = rov_builder_new();
	uint32_t file = rov_builder_file(b, "", INSTANT_NONE);
	for (size_t i = 0; i < k->cap; i++)
		if (k->at[i].n_eras == k->era && k->era > 0) {
			struct vrp v = kept_vrp(&k->at[i]);
			rov_builder_add(b, file, &v);
		}
	return rov_builder_build(b);
}

struct rov_candidates *registries_rov_candidates(struct registries *r, instant_t from, instant_t to)
{
	struct rov_candidates *c = mem_new(1, sizeof *c);
	struct keep k = {.some = rov_builder_new()};
	struct era e = {0};
	bool *seen = mem_new(r->sources->at.n ? r->sources->at.n : 1, sizeof *seen);
	k.file = rov_builder_file(k.some, "", INSTANT_NONE);
	for (instant_t t = from; t <= to; t = e.until) {
		if (era_find(&e, r->sources, SOURCE_VRPS, t) && e.state == SOURCES_FRESH)
			era_read(&k, &e, seen, r->sources);
		if (e.until == INT64_MAX)
			break;
	}
	c->some = rov_builder_build(k.some);
	c->every = every_build(&k);
	free(k.at);
	free(seen);
	era_fini(&e);
	return c;
}

bool rov_candidate(const struct rov_candidates *c, const struct prefix *p, asn_t origin)
{
	enum rov v = rov_lookup(c->some, p, origin);
	return v != ROV_NOT_FOUND && (rov_is_invalid(v) || rov_lookup(c->every, p, origin) != ROV_VALID);
}

void rov_candidates_free(struct rov_candidates *c)
{
	if (!c)
		return;
	rov_table_free(c->some);
	rov_table_free(c->every);
	free(c);
}
