#include "topo/relation.h"

#include "base/mem.h"

/* A link once, its lower ASN first. */
struct link {
	uint64_t key; /* lower << 32 | higher */
	uint8_t is;   /* what the higher is to the lower */
	uint8_t confidence, step;
};

struct said {
	uint8_t is, confidence, step;
};

struct relation_builder {
	VEC(struct link) links;
};

struct relation_table {
	size_t n;
	uint64_t *keys; /* ascending */
	struct said *said;
};

const char *relation_name(enum relation r)
{
	static const char *const names[RELATIONS] = {[RELATION_UNKNOWN] = "unknown",
	                                             [RELATION_PROVIDER] = "provider",
	                                             [RELATION_PEER] = "peer",
	                                             [RELATION_CUSTOMER] = "customer",
	                                             [RELATION_SIBLING] = "sibling"};
	REQUIRE(r < RELATIONS);
	return names[r];
}

const char *relation_step_name(enum relation_step s)
{
	static const char *const names[RELATION_STEPS] = {"given", "1", "2", "3",    "4",   "5",
	                                                  "6",     "7", "8", "aspa", "otc", "rs"};
	REQUIRE(s < RELATION_STEPS);
	return names[s];
}

static enum relation reversed(enum relation r)
{
	return r == RELATION_PROVIDER ? RELATION_CUSTOMER : r == RELATION_CUSTOMER ? RELATION_PROVIDER : r;
}

static uint64_t key_of(asn_t x, asn_t y)
{
	return x < y ? (uint64_t)x << 32 | y : (uint64_t)y << 32 | x;
}

struct relation_builder *relation_builder_new(void)
{
	return mem_new(1, sizeof(struct relation_builder));
}

void relation_builder_free(struct relation_builder *b)
{
	if (!b)
		return;
	vec_free(&b->links);
	free(b);
}

void relation_builder_add_inferred(struct relation_builder *b, asn_t x, asn_t y, enum relation y_is,
                                   unsigned confidence, enum relation_step step)
{
	REQUIRE(y_is == RELATION_PROVIDER || y_is == RELATION_PEER || y_is == RELATION_CUSTOMER);
	REQUIRE(confidence <= RELATION_SURE && step < RELATION_STEPS);
	if (x == y)
		return;
	*vec_push(&b->links) = (struct link){.key = key_of(x, y),
	                                     .is = (uint8_t)(x < y ? y_is : reversed(y_is)),
	                                     .confidence = (uint8_t)confidence,
	                                     .step = (uint8_t)step};
}

void relation_builder_add(struct relation_builder *b, asn_t x, asn_t y, enum relation y_is)
{
	relation_builder_add_inferred(b, x, y, y_is, RELATION_SURE, RELATION_GIVEN);
}

static int link_cmp(const void *x, const void *y)
{
	const struct link *a = x, *b = y;
	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return a->confidence != b->confidence ? (int)a->confidence - b->confidence : (int)a->step - b->step;
}

struct relation_table *relation_builder_build(struct relation_builder *b)
{
	struct relation_table *t = mem_new(1, sizeof *t);
	if (b->links.n > 0)
		qsort(b->links.at, b->links.n, sizeof *b->links.at, link_cmp);
	t->keys = mem_new(b->links.n + 1, sizeof *t->keys);
	t->said = mem_new(b->links.n + 1, sizeof *t->said);
	for (size_t i = 0; i < b->links.n; i++) {
		const struct link *l = &b->links.at[i];
		if (t->n > 0 && t->keys[t->n - 1] == l->key) {
			if (t->said[t->n - 1].is != l->is)
				t->said[t->n - 1].is = RELATION_PEER;
			continue;
		}
		t->keys[t->n] = l->key;
		t->said[t->n++] = (struct said){l->is, l->confidence, l->step};
	}
	relation_builder_free(b);
	return t;
}

void relation_table_free(struct relation_table *t)
{
	if (!t)
		return;
	free(t->keys);
	free(t->said);
	free(t);
}

size_t relation_table_count(const struct relation_table *t)
{
	return t->n;
}

struct relation_link relation_table_at(const struct relation_table *t, size_t i)
{
	REQUIRE(i < t->n);
	return (struct relation_link){.x = (asn_t)(t->keys[i] >> 32),
	                              .y = (asn_t)t->keys[i],
	                              .is = t->said[i].is,
	                              .confidence = t->said[i].confidence,
	                              .step = t->said[i].step};
}

bool relation_find(const struct relation_table *t, asn_t x, asn_t y, struct relation_link *out)
{
	uint64_t key = key_of(x, y);
	size_t from = 0, to = t ? t->n : 0;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (t->keys[middle] < key)
			from = middle + 1;
		else
			to = middle;
	}
	if (!t || from == t->n || t->keys[from] != key)
		return false;
	*out = relation_table_at(t, from);
	return true;
}

enum relation relation_get(const struct relation_table *t, asn_t x, asn_t y)
{
	struct relation_link l;
	if (!relation_find(t, x, y, &l))
		return RELATION_UNKNOWN;
	return x < y ? (enum relation)l.is : reversed((enum relation)l.is);
}
