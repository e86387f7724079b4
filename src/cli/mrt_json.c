/*
 * `norma mrt --format json`: one object a line. What all prefixes of a message share is written once and
 * copied. Members that do not apply are absent; what RFC 7606 asks to ignore is absent too and stands in
 * errors.
 */
#include "base/clock.h"
#include "cli/mrt_form.h"
#include "cli/mrt_text.h"
#include "cli/out.h"

enum {
	ROW = 256, /* octets of path id, prefix and what surrounds them */
	WITHDRAWN = 1,
	ANNOUNCED = 2,
};

struct mrt_json {
	const struct mrt_file *file;
	struct buf name; /* of the file, as a JSON string */
	struct buf out, head, tail;
	uint8_t room[BGP_PATH_ROOM];
};

struct mrt_json *mrt_json_new(const struct mrt_file *f)
{
	struct mrt_json *j = mem_new(1, sizeof *j);
	struct json text;
	j->file = f;
	text_room(&j->tail, ROW); /* it may stay empty, but it has a place */
	json_init(&text, &j->name, false);
	json_text(&text, NULL, f->name);
	return j;
}

void mrt_json_free(struct mrt_json *j)
{
	out_flush(&j->out);
	buf_fini(&j->name);
	buf_fini(&j->out);
	buf_fini(&j->head);
	buf_fini(&j->tail);
	free(j);
}

/* ---- values */

static void add_u32(struct buf *b, const char *before, uint32_t v)
{
	size_t n = strlen(before);
	char *p = text_copy(text_room(b, n + TEXT_U32), before, n);
	text_end(b, text_u32(p, v));
}

static void add_u64(struct buf *b, const char *before, uint64_t v)
{
	size_t n = strlen(before);
	char *p = text_copy(text_room(b, n + 20), before, n);
	text_end(b, text_u64(p, v));
}

/* Quoted; canonical (RFC 5952). */
static void add_ip(struct buf *b, const char *before, const struct ip_addr *a)
{
	size_t n = strlen(before);
	char *p = text_copy(text_room(b, n + PREFIX_TEXT + 2), before, n);
	*p++ = '"';
	p += addr_format(p, a);
	*p++ = '"';
	text_end(b, p);
}

static void add_hex(struct buf *b, const uint8_t *octets, size_t len)
{
	static const char hex[] = "0123456789abcdef";
	char *p = text_room(b, 2 * len);
	for (size_t i = 0; i < len; i++) {
		*p++ = hex[octets[i] >> 4];
		*p++ = hex[octets[i] & 15];
	}
	text_end(b, p);
}

static void add_time(struct buf *b, const char *before, uint32_t t, int32_t micros)
{
	char text[CLOCK_TEXT];
	buf_str(b, before);
	buf_char(b, '"');
	buf_str(b, clock_format(text, t, micros));
	buf_char(b, '"');
}

/* ---- the head: time to peer */

static void head_write(struct mrt_json *j, const char *source, const struct mrt_record *r,
                       const struct ip_addr *peer, asn_t asn)
{
	struct buf *b = &j->head;
	b->len = 0;
	add_time(b, "{\"time\":", r->time, r->kind->has_micros ? (int32_t)r->micros : -1);
	buf_str(b, ",\"source\":\"");
	buf_str(b, source);
	buf_str(b, "\",\"file\":");
	buf_add(b, j->name.at, j->name.len);
	add_u64(b, ",\"record\":", r->number);
	add_u64(b, ",\"offset\":", r->offset);
	if (j->file->has_peers && r->type == MRT_TABLE_DUMP_V2) {
		struct ip_addr id = addr_from_v4(j->file->peers.collector_id);
		add_ip(b, ",\"collector\":", &id);
	}
	buf_str(b, ",\"peer\":{");
	if (peer->family != FAMILY_NONE) {
		add_ip(b, "\"ip\":", peer);
		buf_char(b, ',');
	}
	add_u32(b, "\"asn\":", asn);
	buf_char(b, '}');
}

/* ---- the tail: attributes and errors */

static void add_segment(struct buf *b, const struct as_seg *seg)
{
	static const char *const opens[] = {[AS_SET] = "{\"set\":[",
	                                    [AS_CONFED_SEQUENCE] = "{\"confed\":[",
	                                    [AS_CONFED_SET] = "{\"confedSet\":["};
	bool wrapped = seg->type != AS_SEQUENCE;
	if (wrapped)
		buf_str(b, opens[seg->type]);
	for (unsigned i = 0; i < seg->n; i++)
		add_u32(b, i ? "," : "", as_seg_at(seg, i));
	if (wrapped)
		buf_str(b, "]}");
}

/* A path with AS 0 in it is not to be used, but it can be shown. */
static bool path_of(struct mrt_json *j, const struct bgp_attrs *a, struct as_path *out)
{
	if (bgp_attrs_path(a, j->room, sizeof j->room, out))
		return true;
	if (!bgp_attrs_seen(a, BGP_AS_PATH))
		return false;
	*out =
	    (struct as_path){.p = a->at[BGP_AS_PATH].p, .len = a->at[BGP_AS_PATH].len, .width = a->as_width};
	return as_path_check(out, NULL) == ERR_OK;
}

static void add_path(struct mrt_json *j, const struct bgp_attrs *a)
{
	struct buf *b = &j->tail;
	struct as_path path;
	struct as_seg seg;
	bool first = true;
	if (!path_of(j, a, &path))
		return;
	buf_str(b, ",\"path\":[");
	for (struct as_path_iter it = as_path_begin(&path); as_path_next(&it, &seg); first = false) {
		if (!first)
			buf_char(b, ',');
		add_segment(b, &seg);
	}
	buf_char(b, ']');
}

static void add_next_hops(struct buf *b, const struct bgp_attrs *a, bool from_mp)
{
	struct ip_addr hops[2];
	unsigned n = bgp_attrs_next_hops(a, from_mp, hops);
	for (unsigned i = 0; i < n; i++)
		add_ip(b, i ? "," : ",\"nextHop\":[", &hops[i]);
	if (n)
		buf_char(b, ']');
}

/* A list of `step` octets each, as numbers of `width` octets with colons between them. */
static void add_list(struct buf *b, const struct bgp_attrs *a, unsigned code, const char *before,
                     unsigned step, unsigned width)
{
	if (!bgp_attrs_has(a, code))
		return;
	const struct bgp_attr *at = &a->at[code];
	buf_str(b, before);
	for (unsigned i = 0; i + step <= at->len; i += step) {
		buf_str(b, i ? ",\"" : "\"");
		for (unsigned k = 0; k < step; k += width)
			add_u32(b, k ? ":" : "", width == 2 ? be16(at->p + i + k) : be32(at->p + i + k));
		buf_char(b, '"');
	}
	buf_char(b, ']');
}

static void add_extended(struct buf *b, const struct bgp_attrs *a)
{
	if (!bgp_attrs_has(a, BGP_EXT_COMMUNITIES))
		return;
	const struct bgp_attr *at = &a->at[BGP_EXT_COMMUNITIES];
	buf_str(b, ",\"extendedCommunities\":[");
	for (unsigned i = 0; i + 8 <= at->len; i += 8) {
		buf_str(b, i ? ",\"0x" : "\"0x");
		add_hex(b, at->p + i, 8);
		buf_char(b, '"');
	}
	buf_char(b, ']');
}

static void add_unknown(struct buf *b, const struct bgp_attr *at, bool *first)
{
	add_u32(b, *first ? ",\"unknownAttributes\":[{\"code\":" : ",{\"code\":", at->code);
	add_u32(b, ",\"flags\":", at->flags);
	buf_str(b, ",\"hex\":\"");
	add_hex(b, at->p, at->len);
	buf_str(b, "\"}");
	*first = false;
}

/* Also the known ones that have no member of their own: nothing is lost. */
static void add_unknowns(struct buf *b, const struct bgp_attrs *a)
{
	static const uint8_t bare[] = {BGP_ORIGINATOR_ID, BGP_CLUSTER_LIST, BGP_IPV6_EXT_COMMUNITIES,
	                               BGP_AIGP,          BGP_BGPSEC_PATH,  BGP_PREFIX_SID};
	bool first = true;
	for (size_t i = 0; i < sizeof bare; i++)
		if (bgp_attrs_has(a, bare[i]))
			add_unknown(b, &a->at[bare[i]], &first);
	for (unsigned i = 0; i < a->n_unknown; i++)
		add_unknown(b, &a->unknown[i], &first);
	if (!first)
		buf_char(b, ']');
}

static void add_attributes(struct mrt_json *j, const struct bgp_attrs *a, bool from_mp)
{
	static const char *const origins[] = {"igp", "egp", "incomplete"};
	struct buf *b = &j->tail;
	struct bgp_aggregator g;
	add_path(j, a);
	if (bgp_attrs_has(a, BGP_ORIGIN)) {
		buf_str(b, ",\"origin\":\"");
		buf_str(b, origins[bgp_attrs_origin(a)]);
		buf_char(b, '"');
	}
	add_next_hops(b, a, from_mp);
	if (bgp_attrs_has(a, BGP_LOCAL_PREF))
		add_u32(b, ",\"localPref\":", bgp_attrs_u32(a, BGP_LOCAL_PREF));
	if (bgp_attrs_has(a, BGP_MED))
		add_u32(b, ",\"med\":", bgp_attrs_u32(a, BGP_MED));
	if (bgp_attrs_has(a, BGP_ATOMIC_AGGREGATE))
		buf_str(b, ",\"atomicAggregate\":true");
	if (bgp_attrs_aggregator(a, &g)) {
		struct ip_addr ip = addr_from_v4(g.ip);
		add_u32(b, ",\"aggregator\":{\"asn\":", g.asn);
		add_ip(b, ",\"ip\":", &ip);
		buf_char(b, '}');
	}
	add_list(b, a, BGP_COMMUNITIES, ",\"communities\":[", 4, 2);
	add_list(b, a, BGP_LARGE_COMMUNITIES, ",\"largeCommunities\":[", 12, 4);
	add_extended(b, a);
	if (bgp_attrs_has(a, BGP_OTC))
		add_u32(b, ",\"otc\":", bgp_attrs_u32(a, BGP_OTC));
	add_unknowns(b, a);
}

/* A withdrawal needs no attributes: only what is wrong with the message or its withdrawals concerns it. */
static bool concerns(const struct bgp_error *e, unsigned what)
{
	return what == ANNOUNCED || e->attribute == BGP_MP_UNREACH ||
	       (e->attribute == 0 && e->fault != BGP_FAULT_RESERVED);
}

static void add_errors(struct buf *b, const struct bgp_attrs *a, unsigned what)
{
	bool first = true;
	for (unsigned i = 0; i < a->n_errors; i++) {
		const struct bgp_error *e = &a->errors[i];
		if (!concerns(e, what))
			continue;
		buf_str(b, first ? ",\"errors\":[{" : ",{");
		first = false;
		if (e->attribute || e->fault == BGP_FAULT_RESERVED)
			add_u32(b, "\"attribute\":", e->attribute);
		buf_str(b, e->attribute || e->fault == BGP_FAULT_RESERVED ? ",\"what\":\"" : "\"what\":\"");
		buf_str(b, bgp_fault_text((enum bgp_fault)e->fault));
		buf_str(b, "\",\"action\":\"");
		buf_str(b, bgp_action_name((enum bgp_action)e->action));
		buf_char(b, '"');
		if (e->source && *e->source) {
			buf_str(b, ",\"source\":\"");
			buf_str(b, e->source);
			buf_char(b, '"');
		}
		buf_char(b, '}');
	}
	if (!first)
		buf_char(b, ']');
}

/* ---- lines */

static void line_write(struct mrt_json *j, const struct prefix *x, bool has_id, uint32_t id)
{
	struct buf *b = &j->out;
	char *p = text_room(b, j->head.len + j->tail.len + ROW);
	p = text_copy(p, j->head.at, j->head.len);
	if (x) {
		struct prefix masked = prefix_masked(*x);
		p = text_literal(p, ",\"prefix\":\"");
		p += prefix_format(p, &masked);
		*p++ = '"';
	}
	if (has_id) {
		p = text_literal(p, ",\"pathId\":");
		p = text_u32(p, id);
	}
	p = text_copy(p, j->tail.at, j->tail.len);
	p = text_literal(p, "}\n");
	text_end(b, p);
	if (b->len >= TEXT_FLUSH)
		out_flush(b);
}

static bool mp_holds_next_hop(const struct bgp_attrs *a)
{
	return bgp_attrs_has(a, BGP_MP_REACH) && a->reach.next_hop_len > 0;
}

static void on_route(void *ctx, const struct mrt_route *r)
{
	struct mrt_json *j = ctx;
	struct bgp_attrs a;
	struct bgp_session s = mrt_route_session(r);
	bgp_attrs_decode(&s, r->entry->attrs, r->entry->attrs_len, &a);
	bgp_attrs_require(&a, false);
	head_write(j, "rib", r->record, &r->peer, r->peer_asn);
	j->tail.len = 0;
	add_attributes(j, &a, mp_holds_next_hop(&a));
	add_errors(&j->tail, &a, ANNOUNCED);
	add_time(&j->tail, ",\"originated\":", r->entry->originated, -1);
	line_write(j, r->prefix, r->add_path, r->entry->path_id);
}

static void run_write(struct mrt_json *j, struct bgp_nlri *n)
{
	struct prefix x;
	uint32_t id;
	while (n->family != FAMILY_NONE && bgp_nlri_next(n, &x, &id) == ERR_OK)
		line_write(j, &x, n->add_path, id);
}

static void announced_write(struct mrt_json *j, struct bgp_nlri *n, const struct bgp_attrs *a, bool from_mp)
{
	if (n->p == n->end)
		return;
	j->tail.len = 0;
	add_attributes(j, a, from_mp);
	add_errors(&j->tail, a, ANNOUNCED);
	run_write(j, n);
}

static void on_update(void *ctx, const struct mrt_record *r, const struct mrt_session *s,
                      struct bgp_update *u)
{
	struct mrt_json *j = ctx;
	head_write(j, "withdraw", r, &s->peer, s->peer_asn);
	j->tail.len = 0;
	add_errors(&j->tail, &u->attrs, WITHDRAWN);
	run_write(j, &u->withdrawn);
	run_write(j, &u->mp_unreach);
	head_write(j, "announce", r, &s->peer, s->peer_asn);
	announced_write(j, &u->nlri, &u->attrs, false);
	announced_write(j, &u->mp_reach, &u->attrs, true);
}

static void on_state(void *ctx, const struct mrt_record *r, const struct mrt_session *s)
{
	struct mrt_json *j = ctx;
	head_write(j, "state", r, &s->peer, s->peer_asn);
	j->tail.len = 0;
	add_u32(&j->tail, ",\"oldState\":", s->old_state);
	add_u32(&j->tail, ",\"newState\":", s->new_state);
	line_write(j, NULL, false, 0);
}

static void on_message(void *ctx, const struct mrt_record *r, const struct mrt_session *s,
                       const struct bgp_message *m)
{
	static const char *const names[] = {[BGP_OPEN] = "open",
	                                    [BGP_NOTIFICATION] = "notification",
	                                    [BGP_KEEPALIVE] = "keepalive",
	                                    [BGP_REFRESH] = "refresh"};
	struct mrt_json *j = ctx;
	struct bgp_notification n;
	if (m->type >= sizeof names / sizeof names[0] || !names[m->type])
		return;
	head_write(j, names[m->type], r, &s->peer, s->peer_asn);
	j->tail.len = 0;
	if (m->type == BGP_NOTIFICATION && bgp_notification_decode(m->body, &n) == ERR_OK) {
		add_u32(&j->tail, ",\"code\":", n.code);
		add_u32(&j->tail, ",\"subcode\":", n.subcode);
	}
	line_write(j, NULL, false, 0);
}

const struct mrt_form mrt_form_json = {
    .route = on_route, .update = on_update, .state = on_state, .message = on_message};
