/* `norma mrt --format count`: what is in the files, added up. */
#include "base/clock.h"
#include "base/hash.h"
#include "cli/mrt_form.h"
#include "cli/out.h"

#include <inttypes.h>

/* A peer is an address and an ASN. */
struct peer_slot {
	struct ip_addr ip; /* FAMILY_NONE where the record has none */
	asn_t asn;
	bool is_used;
};

struct type_row {
	const struct mrt_kind *kind; /* NULL: all that nobody has defined */
	uint64_t n;
};

struct mrt_count {
	uint64_t files, octets, records, routes, announcements, withdrawals, states, messages;
	uint32_t first, last;
	struct tally rejected;
	VEC(struct type_row) types;
	size_t type_last; /* the row of the record before: mostly the one of the next */
	struct peer_slot *peers;
	size_t n_peers, peers_cap; /* cap: a power of two, at least twice n */
	uint8_t seen[65536 / 8];   /* by index in the present table of peers */
};

struct mrt_count *mrt_count_new(void)
{
	struct mrt_count *c = mem_new(1, sizeof *c);
	c->peers_cap = 256;
	c->peers = mem_new(c->peers_cap, sizeof *c->peers);
	return c;
}

void mrt_count_free(struct mrt_count *c)
{
	tally_fini(&c->rejected);
	vec_free(&c->types);
	free(c->peers);
	free(c);
}

/* ---- peers */

static struct peer_slot *peer_slot(struct mrt_count *c, const struct ip_addr *ip, asn_t asn)
{
	uint64_t h = hash_u64(ip->hi ^ hash_u64(ip->lo ^ (uint64_t)asn << 8 ^ ip->family));
	for (size_t i = h & (c->peers_cap - 1);; i = (i + 1) & (c->peers_cap - 1)) {
		struct peer_slot *s = &c->peers[i];
		if (!s->is_used || (s->asn == asn && s->ip.family == ip->family && addr_cmp(&s->ip, ip) == 0))
			return s;
	}
}

static void peers_grow(struct mrt_count *c)
{
	struct peer_slot *old = c->peers;
	size_t n = c->peers_cap;
	c->peers_cap *= 2;
	c->peers = mem_new(c->peers_cap, sizeof *c->peers);
	for (size_t i = 0; i < n; i++)
		if (old[i].is_used)
			*peer_slot(c, &old[i].ip, old[i].asn) = old[i];
	free(old);
}

static void peer_add(struct mrt_count *c, const struct ip_addr *ip, asn_t asn)
{
	struct peer_slot *s = peer_slot(c, ip, asn);
	if (s->is_used)
		return;
	*s = (struct peer_slot){.ip = *ip, .asn = asn, .is_used = true};
	if (++c->n_peers * 2 > c->peers_cap)
		peers_grow(c);
}

/* ---- records */

static void type_add(struct mrt_count *c, const struct mrt_kind *kind)
{
	if (c->type_last < c->types.n && c->types.at[c->type_last].kind == kind) {
		c->types.at[c->type_last].n++;
		return;
	}
	for (c->type_last = 0; c->type_last < c->types.n; c->type_last++)
		if (c->types.at[c->type_last].kind == kind)
			break;
	if (c->type_last == c->types.n)
		*vec_push(&c->types) = (struct type_row){.kind = kind};
	c->types.at[c->type_last].n++;
}

static void on_record(void *ctx, const struct mrt_record *r)
{
	struct mrt_count *c = ctx;
	if (c->records++ == 0)
		c->first = c->last = r->time;
	c->first = r->time < c->first ? r->time : c->first;
	c->last = r->time > c->last ? r->time : c->last;
	type_add(c, r->kind);
	if (r->kind && r->kind->decoder == MRT_PEERS)
		memset(c->seen, 0, sizeof c->seen);
}

static void on_route(void *ctx, const struct mrt_route *r)
{
	struct mrt_count *c = ctx;
	c->routes++;
	if (r->peer_index >= 0) {
		uint8_t *seen = &c->seen[r->peer_index >> 3], bit = (uint8_t)(1U << (r->peer_index & 7));
		if (*seen & bit)
			return;
		*seen |= bit;
	}
	peer_add(c, &r->peer, r->peer_asn);
}

static uint64_t run_count(struct bgp_nlri *n)
{
	struct prefix p;
	uint32_t id;
	uint64_t count = 0;
	while (n->family != FAMILY_NONE && bgp_nlri_next(n, &p, &id) == ERR_OK)
		count++;
	return count;
}

static void on_update(void *ctx, const struct mrt_record *r, const struct mrt_session *s,
                      struct bgp_update *u)
{
	struct mrt_count *c = ctx;
	(void)r;
	c->withdrawals += run_count(&u->withdrawn) + run_count(&u->mp_unreach);
	c->announcements += run_count(&u->nlri) + run_count(&u->mp_reach);
	peer_add(c, &s->peer, s->peer_asn);
}

static void on_state(void *ctx, const struct mrt_record *r, const struct mrt_session *s)
{
	struct mrt_count *c = ctx;
	(void)r;
	c->states++;
	peer_add(c, &s->peer, s->peer_asn);
}

static void on_message(void *ctx, const struct mrt_record *r, const struct mrt_session *s,
                       const struct bgp_message *m)
{
	struct mrt_count *c = ctx;
	(void)r;
	(void)m;
	c->messages++;
	peer_add(c, &s->peer, s->peer_asn);
}

const struct mrt_form mrt_form_count = {
    .record = on_record, .route = on_route, .update = on_update, .state = on_state, .message = on_message};

/* ---- the end */

void mrt_count_file(struct mrt_count *c, uint64_t octets, const struct tally *rejected)
{
	c->files++;
	c->octets += octets;
	tally_merge(&c->rejected, rejected);
	memset(c->seen, 0, sizeof c->seen);
}

static int type_cmp(const void *a, const void *b)
{
	const struct mrt_kind *x = ((const struct type_row *)a)->kind,
	                      *y = ((const struct type_row *)b)->kind;
	if (!x || !y)
		return !x - !y;
	return x->type != y->type ? (int)x->type - y->type : (int)x->subtype - y->subtype;
}

static int reason_cmp(const void *a, const void *b)
{
	return strcmp(((const struct tally_row *)a)->reason, ((const struct tally_row *)b)->reason);
}

static void time_print(struct buf *b, const char *name, const struct mrt_count *c, uint32_t t)
{
	char text[CLOCK_TEXT];
	buf_printf(b, "%s %s\n", name, c->records ? clock_format(text, t, -1) : "-");
}

void mrt_count_print(struct mrt_count *c)
{
	struct buf b = {0};
	const struct {
		const char *name;
		uint64_t n;
	} rows[] = {{"files", c->files},
	            {"octets", c->octets},
	            {"records", c->records},
	            {"elements", c->routes + c->announcements + c->withdrawals},
	            {"rib", c->routes},
	            {"announcements", c->announcements},
	            {"withdrawals", c->withdrawals},
	            {"states", c->states},
	            {"messages", c->messages},
	            {"peers", c->n_peers}};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		buf_printf(&b, "%s %" PRIu64 "\n", rows[i].name, rows[i].n);
	time_print(&b, "first", c, c->first);
	time_print(&b, "last", c, c->last);
	buf_printf(&b, "rejected %" PRIu64 "\n", tally_total(&c->rejected));
	if (c->types.n)
		qsort(c->types.at, c->types.n, sizeof c->types.at[0], type_cmp);
	c->type_last = 0;
	for (size_t i = 0; i < c->types.n; i++)
		buf_printf(&b, "type.%s %" PRIu64 "\n",
		           c->types.at[i].kind ? c->types.at[i].kind->name : "UNKNOWN", c->types.at[i].n);
	if (c->rejected.n)
		qsort(c->rejected.at, c->rejected.n, sizeof c->rejected.at[0], reason_cmp);
	for (size_t i = 0; i < c->rejected.n; i++)
		buf_printf(&b, "rejected.%s %" PRIu64 "\n", c->rejected.at[i].reason, c->rejected.at[i].n);
	out_flush(&b);
	buf_fini(&b);
}
