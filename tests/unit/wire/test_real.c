/*
 * Real octets through every decoder: MRT files of all kinds, damaged ones, and messages that broke BGP
 * daemons and tcpdump. Nothing is compared here; the sanitizers watch. NORMA_DATA says where the files lie.
 */
#include "make.h"
#include "wire/mrt_peers.h"
#include "wire/mrt_rib.h"
#include "wire/mrt_session.h"
#include "wire/mrt_stream.h"

#include <ftw.h>

enum { FILE_MAX = 4 << 20 };

static uint8_t room[BGP_PATH_ROOM];
static struct {
	unsigned files, records, messages;
} seen;

static void attrs_use(const struct bgp_attrs *a)
{
	struct as_path path;
	struct as_seg seg;
	struct bgp_aggregator g;
	struct ip_addr hops[2];
	uint32_t sum = 0;
	if (bgp_attrs_path(a, room, sizeof room, &path))
		for (struct as_path_iter it = as_path_begin(&path); as_path_next(&it, &seg);)
			for (unsigned i = 0; i < seg.n; i++)
				sum += as_seg_at(&seg, i);
	sum += bgp_attrs_aggregator(a, &g) ? g.asn : 0;
	sum += bgp_attrs_next_hops(a, true, hops) + bgp_attrs_next_hops(a, false, hops);
	for (unsigned i = 0; i < a->n_unknown; i++)
		for (unsigned k = 0; k < a->unknown[i].len; k++)
			sum += a->unknown[i].p[k];
	*(volatile uint32_t *)&sum = sum;
}

static void run_use(struct bgp_nlri n)
{
	struct prefix p;
	uint32_t id;
	while (n.family != FAMILY_NONE && bgp_nlri_next(&n, &p, &id) == ERR_OK)
		assert_true(p.len <= family_bits(p.family));
}

static void update_use(const struct bgp_session *s, const struct bgp_message *m)
{
	struct bgp_update u;
	bgp_update_decode(s, m, &u);
	run_use(u.withdrawn);
	run_use(u.nlri);
	run_use(u.mp_reach);
	run_use(u.mp_unreach);
	attrs_use(&u.attrs);
}

static void message_use(struct cur c)
{
	struct bgp_message m;
	enum err e = bgp_message_decode(&c, &m);
	if (e != ERR_OK && e != ERR_TRAILING)
		return;
	seen.messages++;
	if (m.type != BGP_UPDATE)
		return;
	for (unsigned width = 2; width <= 4; width += 2)
		for (unsigned k = 0; k < 4; k++) {
			struct bgp_session s = {
			    .as_width = (uint8_t)width, .add_path = k & 1, .is_external = k & 2};
			update_use(&s, &m);
		}
}

static void entry_use(const struct mrt_entry *e, unsigned width)
{
	struct bgp_session s = {.as_width = (uint8_t)width, .is_rib = true};
	struct bgp_attrs a;
	bgp_attrs_decode(&s, e->attrs, e->attrs_len, &a);
	attrs_use(&a);
}

static void record_use(const struct mrt_record *r, struct mrt_peers *peers)
{
	struct mrt_rib rib;
	struct mrt_entry e;
	struct mrt_table t;
	struct mrt_table_entry te;
	struct mrt_session s;
	seen.records++;
	(void)!mrt_peers_decode(r, peers);
	if (mrt_rib_decode(r, &rib) == ERR_OK)
		while (mrt_rib_next(&rib, &e) == ERR_OK)
			entry_use(&e, 4);
	if (mrt_table_decode(r, &t) == ERR_OK)
		for (enum err x; (x = mrt_table_next(&t, &te)) == ERR_OK || x == ERR_LENGTH;)
			if (x == ERR_OK)
				entry_use(&te.entry, t.as_width);
	if (mrt_entry_decode(r, &te) == ERR_OK)
		entry_use(&te.entry, 2);
	if (mrt_session_decode(r, &s) == ERR_OK && r->kind->decoder == MRT_MESSAGE) {
		struct bgp_message m;
		struct bgp_session facts = mrt_session_facts(&s);
		if (mrt_session_message(&s, &m) == ERR_OK && m.type == BGP_UPDATE)
			update_use(&facts, &m);
	}
}

struct whole {
	const uint8_t *data;
	size_t len;
};
static enum err whole_read(void *ctx, const uint8_t **data, size_t *len)
{
	struct whole *w = ctx;
	*data = w->data;
	*len = w->len;
	w->len = 0;
	return *len ? ERR_OK : ERR_EOF;
}

static void mrt_use(const uint8_t *data, size_t len)
{
	struct whole w = {data, len};
	struct mrt_stream s;
	struct mrt_record r;
	struct mrt_peers peers = {0};
	mrt_stream_init(&s, whole_read, &w, NULL, NULL);
	while (mrt_stream_next(&s, &r) == ERR_OK)
		record_use(&r, &peers);
	mrt_stream_fini(&s);
	mrt_peers_fini(&peers);
}

/* Wherever a marker stands, in a packet capture or an archive, a message may begin. */
static void messages_use(const uint8_t *data, size_t len)
{
	static const uint8_t ones[16] = {255, 255, 255, 255, 255, 255, 255, 255,
	                                 255, 255, 255, 255, 255, 255, 255, 255};
	for (size_t i = 0; i + 19 <= len; i++) {
		if (memcmp(data + i, ones, 16) != 0)
			continue;
		size_t left = len - i, want = be16(data + i + 16);
		uint8_t *exact = test_exact(data + i, want < left ? want : left);
		message_use(cur_init(exact, want < left ? want : left));
		free(exact);
	}
}

/* A file as the body of an UPDATE, and as a block of attributes. */
static void body_use(const uint8_t *data, size_t len)
{
	struct bgp_message m = {.type = BGP_UPDATE, .body = cur_init(data, len)};
	struct bgp_session s = {.as_width = 4};
	struct bgp_attrs a;
	update_use(&s, &m);
	m.is_cut = true;
	update_use(&s, &m);
	bgp_attrs_decode(&s, data, len, &a);
	attrs_use(&a);
}

static int file_use(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)ftw;
	if (flag != FTW_F)
		return 0;
	FILE *f = fopen(path, "rb");
	assert_non_null(f);
	uint8_t *data = malloc(FILE_MAX);
	size_t len = fread(data, 1, FILE_MAX, f);
	fclose(f);
	uint8_t *exact = test_exact(data, len);
	free(data);
	mrt_use(exact, len);
	messages_use(exact, len);
	if (len < 65536)
		body_use(exact, len);
	free(exact);
	seen.files++;
	return 0;
}

static void folder_use(const char *name)
{
	const char *base = getenv("NORMA_DATA");
	char path[4096];
	snprintf(path, sizeof path, "%s/%s", base, name);
	assert_int_equal(nftw(path, file_use, 16, FTW_PHYS), 0);
}

/* Compressed files are gone through as octets here; tests/interop has them decompressed. */
static void real(void **state)
{
	(void)state;
	folder_use("malformed");
	assert_true(seen.files > 10 && seen.messages > 10);
	folder_use("mrt/mrtparse-samples");
	folder_use("mrt/truncated");
	folder_use("mrt/namex-openbgpd");
	assert_true(seen.records > 100);
	print_message("# %u files, %u records, %u messages\n", seen.files, seen.records, seen.messages);
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(real)};
TEST_MAIN_DATA(tests)
