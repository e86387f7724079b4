#include "../test.h"
#include "base/mem.h"
#include "feed/seen.h"

#include <string.h>

enum { DAY1 = 20000, T = DAY1 * 86400 };

struct world {
	struct rib *rib;
	struct seen *seen;
	peer_id peer[3];
	struct buf found;
};

static void world_init(struct world *w)
{
	memset(w, 0, sizeof *w);
	w->rib = rib_new((struct rib_limits){.hold = 900}, (struct rib_observer){0});
	w->seen = seen_new(w->rib);
	for (unsigned i = 0; i < 3; i++) {
		struct ip_addr ip = {.family = FAMILY_V4};
		ip.hi = (uint64_t)(i + 1) << 32;
		w->peer[i] = rib_peer_find(w->rib, 0, ip, 10 + i);
	}
}

static void world_fini(struct world *w)
{
	seen_free(w->seen);
	rib_free(w->rib);
	buf_fini(&w->found);
}

/* The prefix is 11.0.n.0/24; hops end with 0; a hop of 999 is a set. */
static void announce(struct world *w, unsigned peer, unsigned n, const asn_t *hops)
{
	struct path_hop path[300];
	struct prefix p;
	char text[20];
	size_t k = 0;
	for (; hops[k]; k++) {
		path[k] = (struct path_hop){.asn = hops[k], .kind = PATH_HOP_ASN};
		if (hops[k] == 999)
			path[k] = (struct path_hop){path_set_intern(rib_paths(w->rib), (asn_t[]){5, 6}, 2),
			                            PATH_HOP_SET};
		if (hops[k] == 23456)
			path[k].kind = PATH_HOP_TRANS;
	}
	snprintf(text, sizeof text, "11.0.%u.0/24", n);
	assert_int_equal(prefix_parse(text, strlen(text), &p), ERR_OK);
	rib_announce(w->rib, T, w->peer[peer], &p, path_intern(rib_paths(w->rib), path, k));
}

static bool take(void *ctx, const asn_t *path, size_t n)
{
	struct world *w = ctx;
	for (size_t i = 0; i < n; i++)
		buf_printf(&w->found, "%u ", path[i]);
	buf_str(&w->found, "; ");
	return true;
}

static const char *found(struct world *w)
{
	buf_clear(&w->found);
	buf_str(&w->found, "");
	assert_true(seen_each(w->seen, take, w));
	return w->found.at ? w->found.at : "";
}

static void two_days(void **state)
{
	(void)state;
	struct world w;
	world_init(&w);
	announce(&w, 0, 1, (asn_t[]){10, 1, 0});
	announce(&w, 0, 2, (asn_t[]){10, 2, 0});
	seen_look(w.seen, DAY1);
	seen_look(w.seen, DAY1);
	assert_string_equal(found(&w), "10 1 ; 10 2 ; "); /* one day: all */
	announce(&w, 0, 2, (asn_t[]){10, 3, 2, 0});
	announce(&w, 1, 2, (asn_t[]){11, 3, 2, 0}); /* a peer that comes on the second day */
	seen_look(w.seen, DAY1 + 1);
	assert_string_equal(found(&w), "10 1 ; 11 3 2 ; ");
	assert_int_equal(seen_counts(w.seen).days, 2);
	assert_int_equal(seen_counts(w.seen).paths, 4);
	assert_int_equal(seen_counts(w.seen).kept, 2);
	seen_look(w.seen, DAY1 + 5);
	assert_string_equal(found(&w), "10 1 ; 10 3 2 ; 11 3 2 ; ");
	world_fini(&w);
}

static void hops(void **state)
{
	(void)state;
	struct world w;
	asn_t many[SEEN_HOPS_MAX + 2] = {0};
	world_init(&w);
	for (unsigned i = 0; i <= SEEN_HOPS_MAX; i++)
		many[i] = 100 + i;
	announce(&w, 0, 1, (asn_t[]){10, 2, 999, 0});
	announce(&w, 0, 2, (asn_t[]){10, 2, 999, 4, 0});
	announce(&w, 0, 3, (asn_t[]){10, 23456, 4, 0});
	announce(&w, 0, 4, (asn_t[]){999, 0});
	announce(&w, 0, 5, many);
	announce(&w, 0, 6, many + 1);
	assert_string_equal(found(&w), "");
	seen_look(w.seen, DAY1);
	assert_memory_equal(found(&w), "10 2 ; 10 2 ; 101 ", 18);
	assert_null(strstr(found(&w), "100 101"));
	assert_null(strstr(found(&w), "23456"));
	world_fini(&w);
}

static bool refuse(void *ctx, const asn_t *path, size_t n)
{
	(void)path;
	(void)n;
	return ++*(int *)ctx < 1;
}

static void stops(void **state)
{
	(void)state;
	struct world w;
	int calls = 0;
	world_init(&w);
	seen_look(w.seen, DAY1);
	assert_true(seen_each(w.seen, refuse, &calls));
	announce(&w, 0, 1, (asn_t[]){10, 1, 0});
	announce(&w, 0, 2, (asn_t[]){10, 2, 0});
	seen_look(w.seen, DAY1);
	assert_false(seen_each(w.seen, refuse, &calls));
	assert_int_equal(calls, 1);
	world_fini(&w);
	seen_free(NULL);
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(two_days), cmocka_unit_test(hops),
                                          cmocka_unit_test(stops)};
TEST_MAIN(tests)
