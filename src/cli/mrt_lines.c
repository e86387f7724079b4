/*
 * The lines of `bgpdump -m`. What is the same for all prefixes of a message is written once: the head in
 * front of the prefix and the tail behind it; a line is then three copies. Attributes are shown as they are
 * on the wire, also those that RFC 7606 asks to ignore, since that is what bgpdump does. Where this differs
 * from bgpdump the manual page says so, with the reason.
 */
#include "cli/mrt_form.h"
#include "cli/mrt_text.h"
#include "cli/out.h"

enum {
	HEAD = 128,  /* octets in front of a prefix, at most */
	FIXED = 192, /* of a tail, without path and communities */
	ROW = TEXT_ADDR + 4 + TEXT_U32 + 2,
	COMMUNITY_OCTETS = 4, /* of text for one octet of the attribute, rounded up */
	ASN_OCTETS = 3,       /* the same for paths */
	TABLE_DUMP_IPV6 = 2,
};

struct mrt_lines {
	struct buf out, tail;
	char head[HEAD];
	size_t head_len;
	uint8_t room[BGP_PATH_ROOM];
};

struct mrt_lines *mrt_lines_new(const struct mrt_file *f)
{
	(void)f;
	return mem_new(1, sizeof(struct mrt_lines));
}

void mrt_lines_free(struct mrt_lines *l)
{
	out_flush(&l->out);
	buf_fini(&l->out);
	buf_fini(&l->tail);
	free(l);
}

/* ---- the tail: path|origin|next hop|local pref|MED|communities|AG|aggregator| */

static char *asns_write(char *p, const struct as_seg *seg)
{
	char between = seg->type == AS_SET || seg->type == AS_CONFED_SET ? ',' : ' ';
	for (unsigned i = 0; i < seg->n; i++) {
		p = text_u32(p, as_seg_at(seg, i));
		*p++ = between;
	}
	return seg->n ? p - 1 : p;
}

static const char brackets[][2] = {[AS_SET] = {'{', '}'},
                                   [AS_SEQUENCE] = {0, 0},
                                   [AS_CONFED_SEQUENCE] = {'(', ')'},
                                   [AS_CONFED_SET] = {'[', ']'}};

/* The words that bgpdump has for a path that it cannot read. */
static char *path_write(char *p, const struct as_path *path)
{
	struct as_path_iter it = as_path_begin(path);
	struct as_seg seg;
	char *start = p;
	bool had = false; /* the segment before had an ASN */
	if (NORMA_LIKELY(as_path_is_plain(path, &seg)))
		return asns_write(p, &seg);
	while (as_path_next(&it, &seg)) {
		if (seg.type < AS_SET || seg.type > AS_CONFED_SET)
			return text_literal(start, "! Error !");
		if (had)
			*p++ = ' ';
		if (brackets[seg.type][0])
			*p++ = brackets[seg.type][0];
		p = asns_write(p, &seg);
		if (brackets[seg.type][1])
			*p++ = brackets[seg.type][1];
		had = seg.n > 0;
	}
	return it.p == it.end ? p : text_literal(start, "! Error !");
}

/* The merged path where the parts are sound, else AS_PATH as it is. */
static struct as_path path_of(struct mrt_lines *l, const struct bgp_attrs *a)
{
	struct as_path path = {.width = a->as_width};
	if (bgp_attrs_path(a, l->room, sizeof l->room, &path) || !bgp_attrs_seen(a, BGP_AS_PATH))
		return path;
	path.p = a->at[BGP_AS_PATH].p;
	path.len = a->at[BGP_AS_PATH].len;
	return path;
}

static char *communities_write(char *p, const struct bgp_attr *at)
{
	char *start = p;
	for (const uint8_t *c = at->p, *end = at->p + at->len / 4 * 4; c < end; c += 4) {
		uint32_t v = be32(c);
		if (NORMA_UNLIKELY(v >= 0xffffff01 && v <= 0xffffff03)) { /* RFC 1997 */
			p = v == 0xffffff01   ? text_literal(p, "no-export ")
			    : v == 0xffffff02 ? text_literal(p, "no-advertise ")
			                      : text_literal(p, "local-AS ");
			continue;
		}
		p = text_u32(p, v >> 16);
		*p++ = ':';
		p = text_u32(p, v & 0xffff);
		*p++ = ' ';
	}
	return p > start ? p - 1 : p;
}

static uint32_t value_of(const struct bgp_attrs *a, unsigned code)
{
	return bgp_attrs_seen(a, code) && a->at[code].len >= 4 ? be32(a->at[code].p) : 0;
}

/*
 * AS 0 is shown too, and of an attribute that is too long (OpenBGPD writes eight octets into TABLE_DUMP) what
 * stands where the session's width has it. 255.255.255.255 is how bgpdump says that there is none.
 */
static char *aggregator_write(char *p, const struct bgp_attrs *a)
{
	struct bgp_aggregator g;
	const struct bgp_attr *at = &a->at[BGP_AGGREGATOR];
	if (!bgp_attrs_seen(a, BGP_AGGREGATOR))
		return p;
	if (!bgp_attrs_aggregator(a, &g)) {
		if (at->len < 4 + a->as_width)
			return p;
		g.asn = a->as_width == 4 ? be32(at->p) : be16(at->p);
		g.ip = be32(at->p + a->as_width);
	}
	if (g.ip == UINT32_MAX)
		return p;
	p = text_u32(p, g.asn);
	*p++ = ' ';
	return text_v4(p, g.ip);
}

static char *next_hop_write(char *p, const struct bgp_attrs *a, bool from_mp)
{
	const struct bgp_mp *mp = &a->reach;
	if (from_mp && mp->next_hop_len >= 16)
		return text_v6(p, be64(mp->next_hop), be64(mp->next_hop + 8));
	if (from_mp && mp->next_hop_len >= 4)
		return text_v4(p, be32(mp->next_hop));
	bool has = bgp_attrs_seen(a, BGP_NEXT_HOP) && a->at[BGP_NEXT_HOP].len >= 4;
	return text_v4(p, has ? be32(a->at[BGP_NEXT_HOP].p) : UINT32_MAX);
}

static const char *origin_name(const struct bgp_attrs *a)
{
	unsigned v = bgp_attrs_seen(a, BGP_ORIGIN) && a->at[BGP_ORIGIN].len > 0 ? a->at[BGP_ORIGIN].p[0] : 2;
	return v == 0 ? "IGP" : v == 1 ? "EGP" : "INCOMPLETE";
}

/* glued: the lines of the old type 5 lack the bar between MED and communities. */
static void tail_write(struct mrt_lines *l, const struct bgp_attrs *a, bool from_mp, bool glued)
{
	struct as_path path = path_of(l, a);
	const struct bgp_attr *c = bgp_attrs_seen(a, BGP_COMMUNITIES) ? &a->at[BGP_COMMUNITIES] : NULL;
	const char *origin = origin_name(a);
	l->tail.len = 0;
	char *p = text_room(&l->tail, FIXED + ASN_OCTETS * (size_t)path.len +
	                                  COMMUNITY_OCTETS * (size_t)(c ? c->len : 0));
	p = path_write(p, &path);
	*p++ = '|';
	p = text_copy(p, origin, strlen(origin));
	*p++ = '|';
	p = next_hop_write(p, a, from_mp);
	*p++ = '|';
	p = text_u32(p, value_of(a, BGP_LOCAL_PREF));
	*p++ = '|';
	p = text_u32(p, value_of(a, BGP_MED));
	if (!glued || !c)
		*p++ = '|';
	if (c) {
		p = communities_write(p, c);
		*p++ = '|';
	} else if (!glued) {
		*p++ = '|';
	}
	p = bgp_attrs_seen(a, BGP_ATOMIC_AGGREGATE) ? text_literal(p, "AG|") : text_literal(p, "NAG|");
	p = aggregator_write(p, a);
	p = text_literal(p, "|\n");
	text_end(&l->tail, p);
}

/* ---- the head: name|time|what|peer|ASN| */

static void head_write(struct mrt_lines *l, const char *name, const struct mrt_record *r, const char *what,
                       const struct ip_addr *peer, asn_t asn)
{
	char *p = text_copy(l->head, name, strlen(name));
	*p++ = '|';
	p = text_u32(p, r->time);
	if (r->kind->has_micros) {
		*p++ = '.';
		for (uint32_t place = 100000; place; place /= 10)
			*p++ = (char)('0' + r->micros / place % 10);
	}
	*p++ = '|';
	p = text_copy(p, what, strlen(what));
	*p++ = '|';
	p = text_addr(p, peer->family, peer->hi, peer->lo);
	*p++ = '|';
	p = text_u32(p, asn);
	*p++ = '|';
	l->head_len = (size_t)(p - l->head);
}

static char *prefix_write(char *p, const struct prefix *x)
{
	p = text_addr(p, x->family, x->hi, x->lo);
	*p++ = '/';
	return text_u32(p, x->len);
}

/* ---- tables */

/* Is it of a kind that bgpdump reads? Neither multicast tables nor generic ones nor BGP4MP_ENTRY. */
static bool is_shown(const struct mrt_route *r)
{
	return r->record->kind->decoder == MRT_TABLE ||
	       (r->record->kind->decoder == MRT_RIB && r->safi == BGP_SAFI_UNICAST);
}

/* A v6 next hop stands in MP_REACH whatever the prefix; in the long form only when its family is IPv6. */
static bool next_hop_in_mp(const struct bgp_attrs *a)
{
	return bgp_attrs_seen(a, BGP_MP_REACH) && a->reach.next_hop_len >= 4 &&
	       (a->reach.afi == 0 || (a->reach.afi == BGP_AFI_IPV6 && a->reach.safi == BGP_SAFI_UNICAST));
}

static void on_route(void *ctx, const struct mrt_route *r)
{
	struct mrt_lines *l = ctx;
	struct bgp_attrs a;
	struct bgp_session s = mrt_route_session(r);
	if (!is_shown(r))
		return;
	bgp_attrs_decode(&s, r->entry->attrs, r->entry->attrs_len, &a);
	head_write(l,
	           r->record->kind->decoder == MRT_TABLE ? "TABLE_DUMP"
	           : r->add_path                         ? "TABLE_DUMP2_AP"
	                                                 : "TABLE_DUMP2",
	           r->record, "B", &r->peer, r->peer_asn);
	tail_write(l, &a, next_hop_in_mp(&a), false);
	char *p = text_room(&l->out, HEAD + ROW + l->tail.len);
	p = text_copy(p, l->head, l->head_len);
	p = prefix_write(p, r->prefix);
	*p++ = '|';
	if (r->add_path) {
		p = text_u32(p, r->entry->path_id);
		*p++ = '|';
	}
	p = text_copy(p, l->tail.at, l->tail.len);
	text_end(&l->out, p);
	if (l->out.len >= TEXT_FLUSH)
		out_flush(&l->out);
}

/* ---- sessions */

static const char *session_name(const struct mrt_record *r, bool is_local, bool add_path)
{
	static const char *const names[2][2][2] = {
	    {{"BGP4MP", "BGP4MP_AP"}, {"BGP4MP_LOCAL", "BGP4MP_LOCAL_AP"}},
	    {{"BGP4MP_ET", "BGP4MP_ET_AP"}, {"BGP4MP_ET_LOCAL", "BGP4MP_ET_LOCAL_AP"}}};
	return r->type == MRT_BGP ? "BGP" : names[r->kind->has_micros][is_local][add_path];
}

/* One line a prefix; tail NULL: withdrawals. */
static void run_write(struct mrt_lines *l, const struct mrt_record *r, const struct mrt_session *s,
                      struct bgp_nlri *n, const struct buf *tail)
{
	struct prefix x;
	uint32_t id;
	bool fresh = true;
	while (n->family != FAMILY_NONE && bgp_nlri_next(n, &x, &id) == ERR_OK) {
		if (fresh)
			head_write(l, session_name(r, s->is_local, n->add_path), r, tail ? "A" : "W",
			           &s->peer, s->peer_asn);
		fresh = false;
		char *p = text_room(&l->out, HEAD + ROW + (tail ? tail->len : 0));
		p = text_copy(p, l->head, l->head_len);
		p = prefix_write(p, &x);
		if (n->add_path) {
			*p++ = '|';
			p = text_u32(p, id);
		}
		*p++ = tail ? '|' : '\n';
		if (tail)
			p = text_copy(p, tail->at, tail->len);
		text_end(&l->out, p);
		if (l->out.len >= TEXT_FLUSH)
			out_flush(&l->out);
	}
}

static void on_update(void *ctx, const struct mrt_record *r, const struct mrt_session *s,
                      struct bgp_update *u)
{
	struct mrt_lines *l = ctx;
	run_write(l, r, s, &u->withdrawn, NULL);
	run_write(l, r, s, &u->mp_unreach, NULL);
	if (u->nlri.p < u->nlri.end) {
		tail_write(l, &u->attrs, false, r->type == MRT_BGP);
		run_write(l, r, s, &u->nlri, &l->tail);
	}
	if (u->mp_reach.p < u->mp_reach.end) {
		tail_write(l, &u->attrs, true, r->type == MRT_BGP);
		run_write(l, r, s, &u->mp_reach, &l->tail);
	}
}

static void on_state(void *ctx, const struct mrt_record *r, const struct mrt_session *s)
{
	struct mrt_lines *l = ctx;
	head_write(l, session_name(r, false, false), r, "STATE", &s->peer, s->peer_asn);
	char *p = text_room(&l->out, HEAD + 2 * TEXT_U32 + 2);
	p = text_copy(p, l->head, l->head_len);
	p = text_u32(p, s->old_state);
	*p++ = '|';
	p = text_u32(p, s->new_state);
	*p++ = '\n';
	text_end(&l->out, p);
}

const struct mrt_form mrt_form_lines = {.route = on_route, .update = on_update, .state = on_state};
