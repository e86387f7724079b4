#include "validate/aspa.h"

#include "base/hash.h"
#include "base/mem.h"

#include <string.h>

struct pair {
	asn_t customer, provider;
	uint32_t file;
};

struct aspa_builder {
	VEC(struct pair) pairs;
	uint32_t file;
};

struct customer {
	asn_t asn;
	uint32_t first, n; /* of providers; n 0: a free slot */
};

/* Sized once: a power-of-two hash with linear probing, at most half full, over one array of providers. */
struct aspa_table {
	struct customer *slots;
	asn_t *providers;
	uint32_t mask;
	size_t n_customers, n_ignored, n_providers;
};

const char *aspa_authorized_name(enum aspa_authorized a)
{
	static const char *const names[] = {"no_attestation", "provider", "not_provider"};
	REQUIRE(a < sizeof names / sizeof *names);
	return names[a];
}

const char *aspa_verdict_name(enum aspa_verdict v)
{
	static const char *const names[] = {"unknown", "valid", "invalid"};
	REQUIRE(v < sizeof names / sizeof *names);
	return names[v];
}

struct aspa_builder *aspa_builder_new(void)
{
	return mem_new(1, sizeof(struct aspa_builder));
}

void aspa_builder_add(struct aspa_builder *b, const struct aspa *a)
{
	for (size_t i = 0; i < a->n_providers; i++)
		if (a->providers[i] != a->customer)
			*vec_push(&b->pairs) = (struct pair){a->customer, a->providers[i], b->file};
}

uint32_t aspa_builder_file(struct aspa_builder *b)
{
	return ++b->file;
}

void aspa_builder_drop(struct aspa_builder *b, uint32_t file)
{
	size_t n = 0;
	for (size_t i = 0; i < b->pairs.n; i++)
		if (b->pairs.at[i].file != file)
			b->pairs.at[n++] = b->pairs.at[i];
	b->pairs.n = n;
}

void aspa_builder_free(struct aspa_builder *b)
{
	if (!b)
		return;
	vec_free(&b->pairs);
	free(b);
}

static int pair_cmp(const void *x, const void *y)
{
	const struct pair *a = x, *b = y;
	if (a->customer != b->customer)
		return a->customer < b->customer ? -1 : 1;
	return (a->provider > b->provider) - (a->provider < b->provider);
}

/* Sort, drop what is there twice, and AS 0 where the customer has another provider (it then says nothing). */
static size_t pairs_settle(struct aspa_builder *b)
{
	struct pair *p = b->pairs.at;
	size_t n = 0;
	if (b->pairs.n)
		qsort(p, b->pairs.n, sizeof *p, pair_cmp);
	for (size_t i = 0; i < b->pairs.n; i++) {
		if (n > 0 && pair_cmp(&p[n - 1], &p[i]) == 0)
			continue;
		if (n > 0 && p[n - 1].customer == p[i].customer && p[n - 1].provider == 0)
			n--;
		p[n++] = p[i];
	}
	return n;
}

static uint32_t slot_of(const struct aspa_table *t, asn_t asn)
{
	uint32_t at = (uint32_t)hash_u64(asn) & t->mask;
	while (t->slots[at].n && t->slots[at].asn != asn)
		at = (at + 1) & t->mask;
	return at;
}

static void customer_add(struct aspa_table *t, const struct pair *p, size_t n)
{
	if (n > ASPA_PROVIDERS_MAX) {
		t->n_ignored++;
		return;
	}
	t->slots[slot_of(t, p->customer)] =
	    (struct customer){p->customer, (uint32_t)t->n_providers, (uint32_t)n};
	for (size_t i = 0; i < n; i++)
		t->providers[t->n_providers++] = p[i].provider;
	t->n_customers++;
}

struct aspa_table *aspa_builder_build(struct aspa_builder *b)
{
	struct aspa_table *t = mem_new(1, sizeof *t);
	size_t n = pairs_settle(b), n_customers = 0, n_slots = 2;
	const struct pair *p = b->pairs.at;
	REQUIRE(n < UINT32_MAX / 4);
	for (size_t i = 0; i < n; i++)
		n_customers += i == 0 || p[i - 1].customer != p[i].customer;
	while (n_slots < n_customers * 2)
		n_slots *= 2;
	t->slots = mem_new(n_slots, sizeof *t->slots);
	t->mask = (uint32_t)(n_slots - 1);
	t->providers = mem_new(n + 1, sizeof *t->providers);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && p[end].customer == p[i].customer;)
			end++;
		customer_add(t, p + i, end - i);
	}
	aspa_builder_free(b);
	return t;
}

void aspa_table_free(struct aspa_table *t)
{
	if (!t)
		return;
	free(t->slots);
	free(t->providers);
	free(t);
}

size_t aspa_table_count(const struct aspa_table *t)
{
	return t->n_customers;
}

size_t aspa_table_ignored(const struct aspa_table *t)
{
	return t->n_ignored;
}

uint64_t aspa_table_octets(const struct aspa_table *t)
{
	return sizeof *t + (t->mask + UINT64_C(1)) * sizeof *t->slots + t->n_providers * sizeof *t->providers;
}

enum aspa_authorized aspa_authorized(const struct aspa_table *t, asn_t customer, asn_t provider)
{
	const struct customer *c = &t->slots[slot_of(t, customer)];
	if (c->n == 0)
		return ASPA_NO_ATTESTATION;
	const asn_t *p = t->providers + c->first;
	uint32_t from = 0, to = c->n;
	while (to - from > 16) {
		uint32_t mid = from + (to - from) / 2;
		if (p[mid] <= provider)
			from = mid;
		else
			to = mid;
	}
	for (; from < to; from++)
		if (p[from] == provider)
			return ASPA_PROVIDER;
	return ASPA_NOT_PROVIDER;
}

/*
 * The walk goes from the neighbour, h = 1, to the origin, h = N, and gathers where the two ramps break. In
 * the draft's counting, A(1) is the origin, so position h is A(N - h + 1).
 *
 *   down-ramp: authorized(at h-1, at h) must hold from the neighbour on. The first h where it is not attested
 *   or refused gives min_down = h - 1, the first where it is refused max_down = h - 1, never: N.
 *   up-ramp:   authorized(at h, at h-1) must hold from the origin on. The last h where it is not attested or
 *   refused gives min_up = N - h + 1, the last where it is refused max_up = N - h + 1, never: N.
 *
 * The gathering is kept apart from the verdicts that read it.
 */
struct ramps {
	size_t n;                         /* hops, prepending removed */
	size_t down_unsure, down_refused; /* first h; 0: never */
	size_t up_unsure, up_refused;     /* last h; 0: never */
};

static void ramps_hop(struct ramps *r, const struct aspa_table *t, asn_t prev, asn_t as)
{
	r->n++;
	if (r->n == 1)
		return;
	enum aspa_authorized down = aspa_authorized(t, prev, as), up = aspa_authorized(t, as, prev);
	if (down != ASPA_PROVIDER && r->down_unsure == 0)
		r->down_unsure = r->n;
	if (down == ASPA_NOT_PROVIDER && r->down_refused == 0)
		r->down_refused = r->n;
	if (up != ASPA_PROVIDER)
		r->up_unsure = r->n;
	if (up == ASPA_NOT_PROVIDER)
		r->up_refused = r->n;
}

static size_t down_length(const struct ramps *r, size_t first)
{
	return first ? first - 1 : r->n;
}

static size_t up_length(const struct ramps *r, size_t last)
{
	return last ? r->n - last + 1 : r->n;
}

struct aspa_verdicts aspa_verify(const struct aspa_table *t, const asn_t *path, size_t n, bool has_set)
{
	struct aspa_verdicts v = {.up = ASPA_INVALID, .down = ASPA_INVALID};
	if (n == 0 || has_set)
		return v;
	struct ramps r = {0};
	for (size_t i = 0; i < n; i++)
		if (i == 0 || path[i] != path[i - 1])
			ramps_hop(&r, t, i ? path[i - 1] : 0, path[i]);

	if (r.up_refused == 0)
		v.up = r.up_unsure == 0 ? ASPA_VALID : ASPA_UNKNOWN;
	if (up_length(&r, r.up_refused) + down_length(&r, r.down_refused) >= r.n)
		v.down = up_length(&r, r.up_unsure) + down_length(&r, r.down_unsure) >= r.n ? ASPA_VALID
		                                                                            : ASPA_UNKNOWN;
	return v;
}
