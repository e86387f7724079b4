#include "topo/exchange.h"

#include "base/mem.h"

#include <string.h>

struct asns {
	asn_t *at;
	size_t n, cap;
};

struct vlan {
	uint32_t vlan, exchange;
};

struct member {
	asn_t asn;
	uint32_t exchange;
	uint32_t vlan; /* until built */
	bool is_multilateral;
};

struct named {
	uint32_t exchange;
	size_t name; /* where it begins */
};

/* What a builder gathers and a table keeps; in the table all arrays are ascending, each element once. */
struct said {
	struct asns route_servers, never;
	VEC(struct named) names;
	VEC(struct vlan) vlans;
	VEC(struct exchange_lan) lans; /* .exchange: the LAN's number until built */
	VEC(struct member) members;
	struct buf text;
};

struct exchange_builder {
	struct said said;
};

struct exchange_table {
	struct said said;
};

struct exchange_builder *exchange_builder_new(void)
{
	return mem_new(1, sizeof(struct exchange_builder));
}

static void said_fini(struct said *s)
{
	free(s->route_servers.at);
	free(s->never.at);
	vec_free(&s->names);
	vec_free(&s->vlans);
	vec_free(&s->lans);
	vec_free(&s->members);
	buf_fini(&s->text);
}

void exchange_builder_free(struct exchange_builder *b)
{
	if (b)
		said_fini(&b->said);
	free(b);
}

void exchange_table_free(struct exchange_table *t)
{
	if (t)
		said_fini(&t->said);
	free(t);
}

/* ---- additions */

static enum err asns_add(struct asns *a, asn_t asn)
{
	if (asn == 0)
		return ERR_OK;
	if (a->n >= EXCHANGE_MAX)
		return ERR_LIMIT;
	*vec_push(a) = asn;
	return ERR_OK;
}

enum err exchange_add_route_server(struct exchange_builder *b, asn_t asn)
{
	return asns_add(&b->said.route_servers, asn);
}

enum err exchange_add_never(struct exchange_builder *b, asn_t asn)
{
	return asns_add(&b->said.never, asn);
}

enum err exchange_add_name(struct exchange_builder *b, uint32_t exchange, const char *name)
{
	struct said *s = &b->said;
	size_t len = strlen(name) + 1;
	if (exchange == 0 || !*name)
		return ERR_OK;
	if (s->names.n >= EXCHANGE_MAX || len > EXCHANGE_MAX_TEXT - s->text.len)
		return ERR_LIMIT;
	*vec_push(&s->names) = (struct named){exchange, s->text.len};
	buf_add(&s->text, name, len);
	return ERR_OK;
}

enum err exchange_add_vlan(struct exchange_builder *b, uint32_t vlan, uint32_t exchange)
{
	if (b->said.vlans.n >= EXCHANGE_MAX)
		return ERR_LIMIT;
	*vec_push(&b->said.vlans) = (struct vlan){vlan, exchange};
	return ERR_OK;
}

enum err exchange_add_prefix(struct exchange_builder *b, uint32_t vlan, const struct prefix *p)
{
	if (p->len < (p->family == FAMILY_V4 ? EXCHANGE_LAN_MIN_V4 : EXCHANGE_LAN_MIN_V6))
		return ERR_OK;
	if (b->said.lans.n >= EXCHANGE_MAX)
		return ERR_LIMIT;
	*vec_push(&b->said.lans) = (struct exchange_lan){.prefix = prefix_masked(*p), .exchange = vlan};
	return ERR_OK;
}

enum err exchange_add_member(struct exchange_builder *b, asn_t asn, uint32_t exchange, uint32_t vlan,
                             bool is_multilateral)
{
	if (asn == 0)
		return ERR_OK;
	if (b->said.members.n >= EXCHANGE_MAX)
		return ERR_LIMIT;
	*vec_push(&b->said.members) = (struct member){asn, exchange, vlan, is_multilateral};
	return ERR_OK;
}

/* ---- settling */

static int u32_cmp(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

static void asns_settle(struct asns *a)
{
	size_t n = 0;
	if (a->n)
		qsort(a->at, a->n, sizeof *a->at, asn_cmp);
	for (size_t i = 0; i < a->n; i++)
		if (n == 0 || a->at[n - 1] != a->at[i])
			a->at[n++] = a->at[i];
	a->n = n;
}

static int named_cmp(const void *x, const void *y, void *text)
{
	const struct named *a = x, *b = y;
	int c = u32_cmp(a->exchange, b->exchange);
	return c ? c : strcmp((const char *)text + a->name, (const char *)text + b->name);
}

static void names_settle(struct said *s)
{
	size_t n = 0;
	if (s->names.n)
		qsort_r(s->names.at, s->names.n, sizeof *s->names.at, named_cmp, s->text.at);
	for (size_t i = 0; i < s->names.n; i++)
		if (n == 0 || s->names.at[n - 1].exchange != s->names.at[i].exchange)
			s->names.at[n++] = s->names.at[i];
	s->names.n = n;
}

static int vlan_cmp(const void *x, const void *y)
{
	const struct vlan *a = x, *b = y;
	int c = u32_cmp(a->vlan, b->vlan);
	return c ? c : u32_cmp(a->exchange, b->exchange);
}

/* The exchange of a LAN, once they are in order; 0: not known. */
static uint32_t exchange_of(const struct said *s, uint32_t vlan)
{
	size_t from = 0, to = s->vlans.n;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (s->vlans.at[middle].vlan < vlan)
			from = middle + 1;
		else
			to = middle;
	}
	return from < s->vlans.n && s->vlans.at[from].vlan == vlan ? s->vlans.at[from].exchange : 0;
}

/* What is known of an exchange comes before what is known of none. */
static int lan_cmp(const void *x, const void *y)
{
	const struct exchange_lan *a = x, *b = y;
	int c = prefix_cmp(&a->prefix, &b->prefix);
	return c ? c : u32_cmp(a->exchange - 1, b->exchange - 1);
}

/* Of LANs inside LANs the outermost is enough: those that are left do not overlap. */
static void lans_settle(struct said *s)
{
	size_t n = 0;
	for (size_t i = 0; i < s->lans.n; i++)
		s->lans.at[i].exchange = exchange_of(s, s->lans.at[i].exchange);
	if (s->lans.n)
		qsort(s->lans.at, s->lans.n, sizeof *s->lans.at, lan_cmp);
	for (size_t i = 0; i < s->lans.n; i++)
		if (n == 0 || !prefix_covers(&s->lans.at[n - 1].prefix, &s->lans.at[i].prefix))
			s->lans.at[n++] = s->lans.at[i];
	s->lans.n = n;
}

static int member_cmp(const void *x, const void *y)
{
	const struct member *a = x, *b = y;
	int c = u32_cmp(a->asn, b->asn);
	return c ? c : u32_cmp(a->exchange, b->exchange);
}

/* A network has several addresses at an exchange; with one of them at the route server it peers with it. */
static void members_settle(struct said *s)
{
	size_t n = 0;
	for (size_t i = 0; i < s->members.n; i++) {
		struct member *m = &s->members.at[i];
		m->exchange = m->exchange ? m->exchange : exchange_of(s, m->vlan);
	}
	if (s->members.n)
		qsort(s->members.at, s->members.n, sizeof *s->members.at, member_cmp);
	for (size_t i = 0; i < s->members.n; i++) {
		const struct member *m = &s->members.at[i];
		if (m->exchange == 0)
			continue;
		if (n > 0 && member_cmp(&s->members.at[n - 1], m) == 0)
			s->members.at[n - 1].is_multilateral |= m->is_multilateral;
		else
			s->members.at[n++] = *m;
	}
	s->members.n = n;
}

struct exchange_table *exchange_builder_build(struct exchange_builder *b)
{
	struct exchange_table *t = mem_new(1, sizeof *t);
	struct said *s = &t->said;
	*s = b->said;
	free(b);
	asns_settle(&s->route_servers);
	asns_settle(&s->never);
	names_settle(s);
	if (s->vlans.n)
		qsort(s->vlans.at, s->vlans.n, sizeof *s->vlans.at, vlan_cmp);
	lans_settle(s);
	members_settle(s);
	return t;
}

/* ---- questions */

static bool asns_have(const struct asns *a, asn_t asn)
{
	return a->n > 0 && bsearch(&asn, a->at, a->n, sizeof *a->at, asn_cmp) != NULL;
}

bool exchange_is_route_server(const struct exchange_table *t, asn_t asn)
{
	return t && asns_have(&t->said.route_servers, asn);
}

bool exchange_never_via_route_servers(const struct exchange_table *t, asn_t asn)
{
	return t && asns_have(&t->said.never, asn);
}

const struct exchange_lan *exchange_lan(const struct exchange_table *t, const struct prefix *p)
{
	size_t from = 0, to = t ? t->said.lans.n : 0;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (prefix_cmp(&t->said.lans.at[middle].prefix, p) <= 0)
			from = middle + 1;
		else
			to = middle;
	}
	if (from == 0 || !prefix_covers(&t->said.lans.at[from - 1].prefix, p))
		return NULL;
	return &t->said.lans.at[from - 1];
}

static size_t first_of(const struct said *s, asn_t asn)
{
	size_t from = 0, to = s->members.n;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (s->members.at[middle].asn < asn)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* At how many exchanges both are, or both peer with the route server. */
static size_t common(const struct exchange_table *t, asn_t x, asn_t y, bool multilateral, uint32_t *first)
{
	const struct said *s = t ? &t->said : NULL;
	size_t n = 0;
	size_t i = s ? first_of(s, x) : 0, k = s ? first_of(s, y) : 0;
	while (s && i < s->members.n && k < s->members.n && s->members.at[i].asn == x &&
	       s->members.at[k].asn == y) {
		const struct member *a = &s->members.at[i], *b = &s->members.at[k];
		bool counts = !multilateral || (a->is_multilateral && b->is_multilateral);
		if (a->exchange == b->exchange && counts && n++ == 0 && first)
			*first = a->exchange;
		i += a->exchange <= b->exchange;
		k += b->exchange <= a->exchange;
	}
	return n;
}

size_t exchange_common(const struct exchange_table *t, asn_t x, asn_t y, uint32_t *first)
{
	return common(t, x, y, false, first);
}

size_t exchange_common_multilateral(const struct exchange_table *t, asn_t x, asn_t y, uint32_t *first)
{
	return common(t, x, y, true, first);
}

const char *exchange_name(const struct exchange_table *t, uint32_t exchange)
{
	size_t from = 0, to = t ? t->said.names.n : 0;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (t->said.names.at[middle].exchange < exchange)
			from = middle + 1;
		else
			to = middle;
	}
	if (!t || from == t->said.names.n || t->said.names.at[from].exchange != exchange)
		return "";
	return t->said.text.at + t->said.names.at[from].name;
}

struct exchange_counts exchange_counts(const struct exchange_table *t)
{
	return (struct exchange_counts){.route_servers = t->said.route_servers.n,
	                                .never = t->said.never.n,
	                                .lans = t->said.lans.n,
	                                .members = t->said.members.n,
	                                .names = t->said.names.n};
}
