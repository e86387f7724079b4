/* Who is of one organisation, by which source. */
#include "../test.h"
#include "base/mem.h"
#include "topo/org.h"

#include <string.h>

static void add(struct org_builder *b, enum org_source s, asn_t asn, const char *registry, const char *id)
{
	assert_int_equal(org_builder_add(b, s, asn, registry, id), ERR_OK);
}

static void siblings(void **state)
{
	(void)state;
	struct org_builder *b = org_builder_new(NULL);
	add(b, ORG_BY_AS_ORG, 4294967295, "", "A-ARIN");
	add(b, ORG_BY_AS_ORG, 1, "", "B-RIPE");
	add(b, ORG_BY_AS_ORG, 2, "", "A-ARIN");
	add(b, ORG_BY_AS_ORG, 3, "", "");
	add(b, ORG_BY_AS_ORG, 4, "", "");
	add(b, ORG_BY_AS_ORG, 5, "", "a-arin");
	struct org_table *t = org_builder_build(b);
	assert_int_equal(org_same_by(t, 4294967295, 2), ORG_BIT(AS_ORG));
	assert_int_equal(org_same_by(t, 2, 4294967295), ORG_BIT(AS_ORG));
	assert_int_equal(org_same_by(t, 1, 1), ORG_BIT(AS_ORG));
	assert_int_equal(org_same_by(t, 1, 2), 0);
	assert_int_equal(org_same_by(t, 3, 4), 0);
	assert_int_equal(org_same_by(t, 9, 9), 0);
	assert_int_equal(org_same_by(t, 2, 9), 0);
	assert_int_equal(org_same_by(t, 2, 5), 0);
	assert_int_equal(org_table_count(t, ORG_BY_AS_ORG), 4);
	assert_int_equal(org_table_count(t, ORG_BY_CONTACT), 0);
	org_table_free(t);
}

static void nothing(void **state)
{
	(void)state;
	struct org_table *t = org_builder_build(org_builder_new(NULL));
	assert_int_equal(org_same_by(t, 1, 1), 0);
	assert_int_equal(org_same_by(NULL, 1, 1), 0);
	assert_null(org_shared(t, ORG_BY_AS_ORG, 1, 1));
	assert_null(org_shared(NULL, ORG_BY_AS_ORG, 1, 1));
	org_table_free(t);
	org_table_free(NULL);
	org_builder_free(org_builder_new(NULL));
	org_builder_free(NULL);
}

static void names(void **state)
{
	(void)state;
	static const char *const want[ORG_SOURCES] = {
	    "as-org", "delegated", "rpsl-org", "peeringdb", "maintainer", "contact", "routes-maintainer"};
	for (unsigned s = 0; s < ORG_SOURCES; s++)
		assert_string_equal(org_source_name((enum org_source)s), want[s]);
}

/* An id is one id within one registry and one source only. */
static void kept_apart(void **state)
{
	(void)state;
	struct org_builder *b = org_builder_new(NULL);
	add(b, ORG_BY_DELEGATED, 1, "ripencc", "X");
	add(b, ORG_BY_DELEGATED, 2, "apnic", "X");
	add(b, ORG_BY_DELEGATED, 3, "ripencc", "X");
	add(b, ORG_BY_RPSL_ORG, 2, "ripencc", "X");
	add(b, ORG_BY_RPSL_ORG, 4, "ripencc", "X");
	/* together they would read alike */
	add(b, ORG_BY_MAINTAINER, 1, "BC", "A");
	add(b, ORG_BY_MAINTAINER, 2, "C", "AB");
	/* two sources that agree are two */
	add(b, ORG_BY_PEERINGDB, 1, "", "7");
	add(b, ORG_BY_PEERINGDB, 3, "", "7");
	struct org_table *t = org_builder_build(b);
	assert_int_equal(org_same_by(t, 1, 2), 0);
	assert_int_equal(org_same_by(t, 1, 3), ORG_BIT(DELEGATED) | ORG_BIT(PEERINGDB));
	assert_int_equal(org_same_by(t, 2, 4), ORG_BIT(RPSL_ORG));
	assert_int_equal(org_same_by(t, 1, 4), 0);
	assert_int_equal(org_same_by(t, 1, 3) & ~ORG_REGISTERED, 0);
	org_table_free(t);
}

/* Several ids each: one in common is enough; the first of those is named. */
static void several(void **state)
{
	(void)state;
	struct org_builder *b = org_builder_new(NULL);
	static const char *const of_1[] = {"M-MNT", "C-MNT", "Z-MNT", "B-MNT"};
	static const char *const of_2[] = {"Y-MNT", "Z-MNT", "C-MNT"};
	for (size_t i = 0; i < 4; i++)
		add(b, ORG_BY_MAINTAINER, 1, "RIPE", of_1[i]);
	for (size_t i = 0; i < 3; i++)
		add(b, ORG_BY_MAINTAINER, 2, "RIPE", of_2[i]);
	add(b, ORG_BY_MAINTAINER, 3, "RIPE", "Y-MNT");
	add(b, ORG_BY_MAINTAINER, 3, "RIPE", "Y-MNT");
	struct org_table *t = org_builder_build(b);
	assert_int_equal(org_same_by(t, 1, 2), ORG_BIT(MAINTAINER));
	assert_string_equal(org_shared(t, ORG_BY_MAINTAINER, 1, 2), "C-MNT");
	assert_string_equal(org_shared(t, ORG_BY_MAINTAINER, 2, 1), "C-MNT");
	assert_string_equal(org_shared(t, ORG_BY_MAINTAINER, 2, 3), "Y-MNT");
	assert_null(org_shared(t, ORG_BY_MAINTAINER, 1, 3));
	assert_null(org_shared(t, ORG_BY_CONTACT, 1, 2));
	assert_int_equal(org_table_count(t, ORG_BY_MAINTAINER), 8);
	org_table_free(t);
}

/* Routes of the one against the aut-num of the other, never routes against routes: a provider writes those of
 * all its customers. */
static void routes(void **state)
{
	(void)state;
	struct org_builder *b = org_builder_new(NULL);
	add(b, ORG_BY_MAINTAINER, 1, "RIPE", "A-MNT");
	add(b, ORG_BY_ROUTES, 2, "RIPE", "A-MNT");
	add(b, ORG_BY_ROUTES, 3, "RIPE", "A-MNT");
	add(b, ORG_BY_ROUTES, 4, "APNIC", "A-MNT"); /* another registry's of that name */
	struct org_table *t = org_builder_build(b);
	assert_int_equal(org_same_by(t, 1, 2), ORG_BIT(ROUTES));
	assert_int_equal(org_same_by(t, 2, 1), ORG_BIT(ROUTES));
	assert_string_equal(org_shared(t, ORG_BY_ROUTES, 3, 1), "A-MNT");
	assert_int_equal(org_same_by(t, 2, 3), 0);
	assert_int_equal(org_same_by(t, 1, 4), 0);
	org_table_free(t);
}

/* What more than so many networks have, and what is known by name, is a registry's. */
static void generic(void **state)
{
	(void)state;
	static const char *const by_name[] = {"RIPE-NCC-END-MNT", "DUMY-RIPE"};
	const struct org_rules rules = {.generic_above = 3, .generic = by_name, .n_generic = 2};
	struct org_builder *b = org_builder_new(&rules);
	for (asn_t asn = 1; asn <= 4; asn++) {
		for (int twice = 0; twice < 2; twice++) {
			add(b, ORG_BY_MAINTAINER, asn, "RIPE", "FOUR-MNT");
			add(b, ORG_BY_CONTACT, asn, "RIPE", "FOUR-RIPE");
			add(b, ORG_BY_DELEGATED, asn, "ripencc", "four");
			add(b, ORG_BY_AS_ORG, asn, "", "FOUR");
			add(b, ORG_BY_PEERINGDB, asn, "", "4");
			add(b, ORG_BY_RPSL_ORG, asn, "RIPE", "ORG-FOUR");
		}
		if (asn > 3)
			continue;
		add(b, ORG_BY_MAINTAINER, 10 + asn, "RIPE", "THREE-MNT");
		add(b, ORG_BY_MAINTAINER, 10 + asn, "RIPE", "RIPE-NCC-END-MNT");
		add(b, ORG_BY_CONTACT, 10 + asn, "RIPE", "DUMY-RIPE");
		add(b, ORG_BY_CONTACT, 10 + asn, "RIPE", "FOUR-MNT");     /* another kind of thing */
		add(b, ORG_BY_MAINTAINER, 20 + asn, "APNIC", "FOUR-MNT"); /* another registry */
	}
	/* one maintainer of few aut-nums, and of the routes of many */
	add(b, ORG_BY_MAINTAINER, 31, "RIPE", "PROXY-MNT");
	add(b, ORG_BY_MAINTAINER, 32, "RIPE", "PROXY-MNT");
	for (asn_t asn = 40; asn < 44; asn++)
		add(b, ORG_BY_ROUTES, asn, "RIPE", "PROXY-MNT");
	struct org_table *t = org_builder_build(b);
	assert_int_equal(org_same_by(t, 1, 4), ORG_BIT(AS_ORG) | ORG_BIT(PEERINGDB) | ORG_BIT(RPSL_ORG));
	assert_int_equal(org_same_by(t, 11, 13), ORG_BIT(MAINTAINER) | ORG_BIT(CONTACT));
	assert_string_equal(org_shared(t, ORG_BY_MAINTAINER, 11, 13), "THREE-MNT");
	assert_string_equal(org_shared(t, ORG_BY_CONTACT, 11, 13), "FOUR-MNT");
	assert_int_equal(org_same_by(t, 21, 23), ORG_BIT(MAINTAINER));
	assert_int_equal(org_same_by(t, 31, 32), 0);
	assert_int_equal(org_same_by(t, 31, 40), 0);
	org_table_free(t);
}

/* Against a square of all answers, with so many doubles that they are taken out on the way; forwards and
 * backwards. */
static void many(void **state)
{
	(void)state;
	enum { ASNS = 40, IDS = 60, ADDITIONS = 200000, LIMIT = 12 };
	static unsigned char has[ASNS][IDS];
	static struct {
		unsigned char asn, id;
	} said[ADDITIONS];
	unsigned seed = 5, count[IDS] = {0};
	for (int i = 0; i < ADDITIONS; i++) { /* ids of a few ASNs, up to some of half of them */
		unsigned id = (unsigned)rand_r(&seed) % IDS;
		said[i].id = (unsigned char)id;
		said[i].asn = (unsigned char)((id * 7 + (unsigned)rand_r(&seed) % (1 + id / 3)) % ASNS);
		has[said[i].asn][id] = 1;
	}
	for (unsigned id = 0; id < IDS; id++)
		for (unsigned a = 0; a < ASNS; a++)
			count[id] += has[a][id];
	for (int turn = 0; turn < 2; turn++) {
		const struct org_rules rules = {.generic_above = LIMIT};
		struct org_builder *b = org_builder_new(&rules);
		for (int i = 0; i < ADDITIONS; i++) {
			int k = turn ? ADDITIONS - 1 - i : i;
			char id[16];
			snprintf(id, sizeof id, "%02u-MNT", said[k].id);
			add(b, ORG_BY_MAINTAINER, said[k].asn * 100000000U, "RIPE", id);
		}
		struct org_table *t = org_builder_build(b);
		for (unsigned x = 0; x < ASNS; x++)
			for (unsigned y = 0; y < ASNS; y++) {
				unsigned id = 0;
				while (id < IDS && !(has[x][id] && has[y][id] && count[id] <= LIMIT))
					id++;
				const char *got =
				    org_shared(t, ORG_BY_MAINTAINER, x * 100000000U, y * 100000000U);
				assert_int_equal(got ? atoi(got) : IDS, id);
				assert_int_equal(org_same_by(t, x * 100000000U, y * 100000000U),
				                 id < IDS ? ORG_BIT(MAINTAINER) : 0);
			}
		org_table_free(t);
	}
}

/* Ids that are longer than all that is kept together are left out, and what is there stays good. */
static void limit(void **state)
{
	(void)state;
	enum { LONG = 1 << 20 };
	char *id = mem_new(LONG + 1, 1);
	memset(id, 'x', LONG);
	struct org_builder *b = org_builder_new(NULL);
	size_t full = 0;
	for (unsigned i = 0; i < 80; i++) {
		id[0] = (char)('!' + i);
		enum err e = org_builder_add(b, ORG_BY_CONTACT, 1 + i, "", id);
		assert_true(e == ERR_OK || e == ERR_LIMIT);
		full += e == ERR_LIMIT;
		if (e == ERR_OK)
			assert_int_equal(org_builder_add(b, ORG_BY_CONTACT, 1001 + i, "", id), ERR_OK);
	}
	assert_in_range(full, 80 - ORG_MAX_TEXT / LONG, 80 - ORG_MAX_TEXT / LONG + 2);
	struct org_table *t = org_builder_build(b);
	assert_int_equal(org_same_by(t, 1, 1001), ORG_BIT(CONTACT));
	assert_int_equal(org_same_by(t, 80, 1080), 0);
	org_table_free(t);
	free(id);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(siblings),   cmocka_unit_test(nothing), cmocka_unit_test(names),
    cmocka_unit_test(kept_apart), cmocka_unit_test(several), cmocka_unit_test(routes),
    cmocka_unit_test(generic),    cmocka_unit_test(many),    cmocka_unit_test(limit),
};
TEST_MAIN(tests)
