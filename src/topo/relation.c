#include "topo/relation.h"

#include "base/mem.h"

/* A link once, its lower ASN first. */
struct link {
	uint64_t key; /* lower << 32 | higher */
	uint8_t is;   /* what the higher is to the lower */
};

struct relation_builder {
	VEC(struct link) links;
};

struct relation_table {
	size_t n;
	uint64_t *keys; /* ascending */
	uint8_t *is;
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

void relation_builder_add(struct relation_builder *b, asn_t x, asn_t y, enum relation y_is)
{
	REQUIRE(y_is == RELATION_PROVIDER || y_is == RELATION_PEER || y_is == RELATION_CUSTOMER);
	if (x == y)
		return;
	*vec_push(&b->links) =
	    (struct link){.key = key_of(x, y), .is = (uint8_t)(x < y ? y_is : reversed(y_is))};
}

static int link_cmp(const void *x, const void *y)
{
	const struct link *a = x, *b = y;
	return (a->key > b->key) - (a->key < b->key);
}

struct relation_table *relation_builder_build(struct relation_builder *b)
{
	struct relation_table *t = mem_new(1, sizeof *t);
	if (b->links.n > 0)
		qsort(b->links.at, b->links.n, sizeof *b->links.at, link_cmp);
	t->keys = mem_new(b->links.n + 1, sizeof *t->keys);
	t->is = mem_new(b->links.n + 1, sizeof *t->is);
	for (size_t i = 0; i < b->links.n; i++) {
		const struct link *l = &b->links.at[i];
		if (t->n > 0 && t->keys[t->n - 1] == l->key) {
			if (t->is[t->n - 1] != l->is)
				t->is[t->n - 1] = RELATION_PEER;
			continue;
		}
		t->keys[t->n] = l->key;
		t->is[t->n++] = l->is;
	}
	relation_builder_free(b);
	return t;
}

void relation_table_free(struct relation_table *t)
{
	if (!t)
		return;
	free(t->keys);
	free(t->is);
	free(t);
}

size_t relation_table_count(const struct relation_table *t)
{
	return t->n;
}

enum relation relation_get(const struct relation_table *t, asn_t x, asn_t y)
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
		return RELATION_UNKNOWN;
	return x < y ? (enum relation)t->is[from] : reversed((enum relation)t->is[from]);
}
