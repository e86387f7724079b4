/*
 * MRT (RFC 6396): tables as TABLE_DUMP_V2, messages as BGP4MP and BGP4MP_ET, with 2 and 4 octets per ASN (RFC
 * 6793).
 */
#include "file.h"
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	TABLE_DUMP_V2 = 13,
	PEER_INDEX_TABLE = 1,
	RIB_IPV4_UNICAST = 2,
	RIB_IPV6_UNICAST = 4,
	BGP4MP = 16,
	BGP4MP_ET = 17
};
enum { STATE_CHANGE = 0, MESSAGE = 1, MESSAGE_AS4 = 4, STATE_CHANGE_AS4 = 5 };
enum { AS_SET = 1, AS_SEQUENCE = 2, AS_TRANS = 23456 };
enum { LARGEST_MESSAGE = 4096, UPDATE = 2, KEEPALIVE = 4 };

struct placed {
	struct prefix p;
	uint32_t atom;
};
static struct placed *order;
static size_t n_order;

static int by_prefix(const void *x, const void *y)
{
	const struct placed *a = x, *b = y;
	int c = prefix_compare(&a->p, &b->p);
	return c ? c : a->atom < b->atom ? -1 : a->atom > b->atom;
}

void mrt_init(struct world *w)
{
	n_order = 0;
	order = fresh(w->atom_prefix.n, sizeof *order);
	for (uint32_t a = 0; a < w->atom.n; a++)
		for (uint32_t i = 0; i < w->atom.v[a].n_prefixes; i++)
			order[n_order++] =
			    (struct placed){w->atom_prefix.v[w->atom.v[a].first_prefix + i], a};
	qsort(order, n_order, sizeof *order, by_prefix);
}

void mrt_fini(void)
{
	free(order);
}

/* --- attributes --------------------------------------------------------------------------------------------
 */

static void attribute(struct octets *o, uint32_t flags, uint32_t code, size_t len)
{
	octets_u8(o, flags | (len > 255 ? 0x10 : 0));
	octets_u8(o, code);
	if (len > 255)
		octets_u16(o, (uint32_t)len);
	else
		octets_u8(o, (uint32_t)len);
}

static void segment(struct octets *o, uint32_t type, const uint32_t *asn, uint32_t n, uint32_t width)
{
	if (!n)
		return;
	octets_u8(o, type);
	octets_u8(o, n);
	for (uint32_t i = 0; i < n; i++)
		if (width == 4)
			octets_u32(o, asn[i]);
		else
			octets_u16(o, asn[i] > 65535 ? AS_TRANS : asn[i]);
}

static void as_path(struct octets *o, const struct path *p, uint32_t code, uint32_t width)
{
	uint32_t n = p->n - p->n_set;
	attribute(o, code == 2 ? 0x40 : 0xc0, code,
	          (n ? 2 + n * width : 0) + (p->n_set ? 2 + p->n_set * width : 0));
	segment(o, AS_SEQUENCE, p->asn, n, width);
	segment(o, AS_SET, p->asn + n, p->n_set, width);
}

static bool has_wide(const struct path *p)
{
	for (uint32_t i = 0; i < p->n; i++)
		if (p->asn[i] > 65535)
			return true;
	return false;
}

/* Communities as operators set them: where it was learned, and whatever. */
static void communities(struct octets *o, const struct path *p, bool blackhole)
{
	uint64_t h = hash_of(p->asn[0], p->n > 1 ? p->asn[1] : 0, 55);
	uint32_t n = (uint32_t)(h % 4), mine = p->asn[0] & 0xffff;
	if (p->asn[0] > 65535)
		n = 0;
	if (n + blackhole)
		attribute(o, 0xc0, 8, 4 * (n + blackhole));
	for (uint32_t i = 0; i < n; i++)
		octets_u32(o, mine << 16 | (uint32_t)(1000 * (i + 1) + (h >> 8 * i) % 100));
	if (blackhole)
		octets_u32(o, 0xffff029a); // BLACKHOLE (RFC 7999)
	if (p->asn[0] > 65535 && h & 4) {
		attribute(o, 0xc0, 32, 12);
		octets_u32(o, p->asn[0]);
		octets_u32(o, 1);
		octets_u32(o, (uint32_t)(h >> 16 & 0xff));
	}
}

struct how {
	uint32_t width;           // octets per ASN
	const struct prefix *hop; // next hop
	bool blackhole;
};

static void origin_and_path(struct octets *o, const struct path *p, const struct how *how)
{
	attribute(o, 0x40, 1, 1);
	octets_u8(o, hash64(p->asn[p->n - 1]) % 20 == 0 ? 2 : 0);
	as_path(o, p, 2, how->width);
}

static void others(struct octets *o, const struct path *p, const struct how *how)
{
	communities(o, p, how->blackhole);
	if (how->width == 2 && has_wide(p))
		as_path(o, p, 17, 4);
	if (p->otc) {
		attribute(o, 0xc0, 35, 4);
		octets_u32(o, p->otc);
	}
}

static void next_hop4(struct octets *o, const struct prefix *hop)
{
	attribute(o, 0x40, 3, 4);
	prefix_address_octets(hop, o);
}

/* --- tables ------------------------------------------------------------------------------------------------
 */

static size_t record_begin(struct octets *o, uint32_t time, uint32_t type, uint32_t subtype)
{
	octets_u32(o, time);
	octets_u16(o, type);
	octets_u16(o, subtype);
	octets_u32(o, 0);
	return o->n;
}

static void record_end(struct octets *o, size_t body)
{
	size_t n = o->n - body;
	octets_set_u16(o, body - 4, n >> 16);
	octets_set_u16(o, body - 2, n & 0xffff);
}

static void add_peer(struct octets *o, const struct prefix *ip, uint32_t asn, uint32_t n)
{
	octets_u8(o, (ip->v6 ? 1u : 0u) | 2u);
	octets_u32(o, 0x0a000001 + n);
	prefix_address_octets(ip, o);
	octets_u32(o, asn);
}

static void peer_table(struct world *w, uint32_t collector, uint32_t time, struct octets *o)
{
	const struct collector *c = &w->collector.v[collector];
	size_t body = record_begin(o, time, TABLE_DUMP_V2, PEER_INDEX_TABLE);
	octets_u32(o, 0x0afe0001 + collector);
	octets_u16(o, (uint32_t)strlen(c->name));
	octets_add(o, c->name, strlen(c->name));
	octets_u16(o, c->n_peers);
	for (uint32_t i = c->first; i < c->first + c->n; i++) {
		const struct session *s = &w->session.v[i];
		uint32_t asn = w->topo.net[w->vantage.v[s->vantage].node].asn;
		add_peer(o, &s->ip4, asn, s->vantage);
		if (s->peer6 != s->peer4)
			add_peer(o, &s->ip6, asn, s->vantage);
	}
	record_end(o, body);
}

/* Returns how many entries were added. */
static uint32_t entries(struct world *w, const struct collector *c, const bool *up, const struct placed *x,
                        struct octets *o)
{
	uint32_t n = 0;
	const uint32_t *row = w->now + (size_t)x->atom * w->vantage.n,
	               *since = w->since + (size_t)x->atom * w->vantage.n;
	for (uint32_t i = c->first; i < c->first + c->n; i++) {
		const struct session *s = &w->session.v[i];
		if (!row[s->vantage] || !up[i - c->first] || (x->p.v6 && w->vantage.v[s->vantage].only4))
			continue;
		const struct path *p = path_get(w, row[s->vantage]);
		struct how how = {4, x->p.v6 ? &s->ip6 : &s->ip4, w->atom.v[x->atom].blackhole};
		octets_u16(o, x->p.v6 ? s->peer6 : s->peer4);
		octets_u32(o, since[s->vantage]);
		size_t len = o->n;
		octets_u16(o, 0);
		origin_and_path(o, p, &how);
		if (!x->p.v6)
			next_hop4(o, how.hop);
		others(o, p, &how);
		if (x->p.v6) { // abbreviated (RFC 6396 4.3.4)
			attribute(o, 0x80, 14, 17);
			octets_u8(o, 16);
			prefix_address_octets(how.hop, o);
		}
		octets_set_u16(o, len, o->n - len - 2);
		n++;
	}
	return n;
}

void mrt_table(struct world *w, uint32_t collector, uint32_t time, const char *dir)
{
	const struct collector *c = &w->collector.v[collector];
	struct calendar t = calendar_of(time);
	char name[128];
	struct octets o = {0};
	uint32_t seq = 0;
	snprintf(name, sizeof name, "bgp/%s/RIBS/rib.%04u%02u%02u.%02u%02u.gz", c->name, t.year, t.month,
	         t.day, t.hour, t.minute);
	struct file *f = file_open(dir, name);
	bool *up = fresh(c->n, sizeof *up);
	for (uint32_t i = 0; i < c->n; i++)
		up[i] = !outage_at(w, c->first + i, time);
	peer_table(w, collector, time, &o);
	for (size_t i = 0; i < n_order; i++) {
		size_t begin = o.n, body = record_begin(&o, time, TABLE_DUMP_V2,
		                                        order[i].p.v6 ? RIB_IPV6_UNICAST : RIB_IPV4_UNICAST);
		octets_u32(&o, seq);
		prefix_octets(&order[i].p, &o);
		size_t at = o.n;
		octets_u16(&o, 0);
		uint32_t n = entries(w, c, up, &order[i], &o);
		octets_set_u16(&o, at, n);
		record_end(&o, body);
		if (!n)
			o.n = begin;
		seq += n > 0;
		w->n_entries += n;
		if (o.n > 100000) {
			file_add(f, o.p, o.n);
			o.n = 0;
		}
	}
	file_add(f, o.p, o.n);
	file_close(f);
	free(o.p);
	free(up);
}

/* --- messages ----------------------------------------------------------------------------------------------
 */

struct writing {
	struct world *w;
	const struct collector *c;
	struct octets o;
	uint32_t micro, last;
};

static size_t session_record(struct writing *x, const struct session *s, uint32_t time, bool v6, bool state)
{
	uint32_t asn = x->w->topo.net[x->w->vantage.v[s->vantage].node].asn;
	uint32_t subtype =
	    state ? (s->two_byte ? STATE_CHANGE : STATE_CHANGE_AS4) : (s->two_byte ? MESSAGE : MESSAGE_AS4);
	struct octets *o = &x->o;
	uint32_t lan = s->collector, shown = time;
	if (time >= x->c->jump_from && time < x->c->jump_until)
		shown += x->c->jump;
	size_t body = record_begin(o, shown, x->c->micro ? BGP4MP_ET : BGP4MP, subtype);
	if (x->c->micro) {
		x->micro =
		    time == x->last
		        ? x->micro + 1 + (x->micro < 900000 ? (uint32_t)(hash64(x->micro + time) % 50) : 0)
		        : (uint32_t)(hash64(time) % 1000);
		x->last = time;
		octets_u32(o, x->micro > 999999 ? 999999 : x->micro);
	}
	for (int i = 0; i < 2; i++)
		if (s->two_byte)
			octets_u16(o, i ? x->c->asn : asn);
		else
			octets_u32(o, i ? x->c->asn : asn);
	octets_u16(o, 0);
	bool over6 = v6 && !s->one;
	octets_u16(o, over6 ? 2 : 1);
	prefix_address_octets(over6 ? &s->ip6 : &s->ip4, o);
	struct prefix mine = over6 ? prefix6(x->w->plan.lan6.v[lan].hi, 1, 128)
	                           : prefix4((uint32_t)(x->w->plan.lan4.v[lan].hi >> 32) + 1, 32);
	prefix_address_octets(&mine, o);
	return body;
}

static size_t message_begin(struct octets *o, uint32_t type)
{
	size_t at = o->n;
	for (int i = 0; i < 16; i++)
		octets_u8(o, 0xff);
	octets_u16(o, 0);
	octets_u8(o, type);
	return at;
}

static void message_end(struct octets *o, size_t at)
{
	octets_set_u16(o, at + 16, o->n - at);
}

/* As many prefixes of one family as a message holds; returns where the next one begins. */
static uint32_t some_prefixes(const struct world *w, const struct atom *a, uint32_t from, bool v6,
                              size_t room, struct octets *o)
{
	size_t end = o->n + room;
	for (; from < a->n_prefixes; from++) {
		const struct prefix *p = &w->atom_prefix.v[a->first_prefix + from];
		if (p->v6 != v6)
			continue;
		if (o->n + 17 > end)
			return from;
		prefix_octets(p, o);
	}
	return from;
}

static uint32_t withdraw(struct writing *x, const struct atom *a, uint32_t from, bool v6)
{
	struct octets *o = &x->o;
	size_t len = o->n;
	octets_u16(o, 0);
	if (!v6) {
		from = some_prefixes(x->w, a, from, v6, LARGEST_MESSAGE - 23, o);
		octets_set_u16(o, len, o->n - len - 2);
		octets_u16(o, 0);
		return from;
	}
	octets_u16(o, 0);
	size_t mp = o->n;
	octets_u32(o, 0x900f0000); // MP_UNREACH_NLRI with extended length
	octets_u16(o, 2);
	octets_u8(o, 1);
	from = some_prefixes(x->w, a, from, v6, LARGEST_MESSAGE - 30, o);
	octets_set_u16(o, mp + 2, o->n - mp - 4);
	octets_set_u16(o, mp - 2, o->n - mp);
	return from;
}

static uint32_t announce(struct writing *x, const struct session *s, const struct atom *a,
                         const struct path *p, uint32_t from, bool v6)
{
	struct octets *o = &x->o;
	struct how how = {s->two_byte ? 2 : 4, v6 ? &s->ip6 : &s->ip4, a->blackhole};
	octets_u16(o, 0);
	size_t attrs = o->n;
	octets_u16(o, 0);
	origin_and_path(o, p, &how);
	if (!v6)
		next_hop4(o, how.hop);
	others(o, p, &how);
	size_t room = LARGEST_MESSAGE - 19 - (o->n - attrs) - 40;
	if (v6) {
		size_t mp = o->n;
		octets_u32(o, 0x900e0000); // MP_REACH_NLRI with extended length
		octets_u16(o, 2);
		octets_u8(o, 1);
		octets_u8(o, 16);
		prefix_address_octets(how.hop, o);
		octets_u8(o, 0);
		from = some_prefixes(x->w, a, from, v6, room, o);
		octets_set_u16(o, mp + 2, o->n - mp - 4);
	}
	octets_set_u16(o, attrs, o->n - attrs - 2);
	return v6 ? from : some_prefixes(x->w, a, from, v6, room, o);
}

static void write_route(struct writing *x, const struct message *m, bool v6)
{
	const struct session *s = &x->w->session.v[m->session];
	const struct atom *a = &x->w->atom.v[m->atom];
	for (uint32_t from = 0; from < a->n_prefixes;) {
		uint32_t first = from;
		while (first < a->n_prefixes && x->w->atom_prefix.v[a->first_prefix + first].v6 != v6)
			first++;
		if (first == a->n_prefixes)
			return;
		size_t body = session_record(x, s, m->time, v6, false), at = message_begin(&x->o, UPDATE);
		from = m->path ? announce(x, s, a, path_get(x->w, m->path), first, v6)
		               : withdraw(x, a, first, v6);
		message_end(&x->o, at);
		record_end(&x->o, body);
	}
}

static void write_state(struct writing *x, const struct message *m, bool v6)
{
	static const uint16_t down[][2] = {{6, 1}}, up[][2] = {{1, 3}, {3, 4}, {4, 5}, {5, 6}};
	bool is_up = m->path == PATH_UP;
	for (size_t i = 0; i < (is_up ? COUNT(up) : COUNT(down)); i++) {
		size_t body = session_record(x, &x->w->session.v[m->session], m->time, v6, true);
		octets_u16(&x->o, is_up ? up[i][0] : down[i][0]);
		octets_u16(&x->o, is_up ? up[i][1] : down[i][1]);
		record_end(&x->o, body);
	}
}

/* RFC 4724 2: an UPDATE without anything, or with an empty MP_UNREACH_NLRI. */
static void write_end_of_rib(struct writing *x, const struct message *m, bool v6)
{
	size_t body = session_record(x, &x->w->session.v[m->session], m->time, v6, false),
	       at = message_begin(&x->o, UPDATE);
	octets_u16(&x->o, 0);
	octets_u16(&x->o, v6 ? 6 : 0);
	if (v6) {
		attribute(&x->o, 0x80, 15, 3);
		octets_u16(&x->o, 2);
		octets_u8(&x->o, 1);
	}
	message_end(&x->o, at);
	record_end(&x->o, body);
}

static void write_raw(struct writing *x, const struct message *m)
{
	size_t body = session_record(x, &x->w->session.v[m->session], m->time, false, false);
	if (m->path == PATH_KEEPALIVE)
		message_end(&x->o, message_begin(&x->o, KEEPALIVE));
	else
		octets_add(&x->o, x->w->raw.v[m->atom].message.p, x->w->raw.v[m->atom].message.n);
	record_end(&x->o, body);
}

static void write_message(struct writing *x, const struct message *m)
{
	const struct session *s = &x->w->session.v[m->session];
	bool six = !x->w->vantage.v[s->vantage].only4;
	if (m->path == PATH_RAW || m->path == PATH_KEEPALIVE) {
		write_raw(x, m);
		return;
	}
	for (int v6 = 0; v6 <= six; v6++) {
		if (m->path == PATH_EOR)
			write_end_of_rib(x, m, v6);
		else if (m->path >= PATH_RAW) {
			if (!v6 || !s->one)
				write_state(x, m, v6);
		} else
			write_route(x, m, v6);
	}
}

struct sortable {
	struct message m;
	size_t at;
};

static int by_instant(const void *x, const void *y)
{
	const struct sortable *a = x, *b = y;
	if (a->m.time != b->m.time)
		return a->m.time < b->m.time ? -1 : 1;
	return a->at < b->at ? -1 : a->at > b->at;
}

void mrt_updates(struct world *w, uint32_t collector, uint32_t from, uint32_t until, const char *dir)
{
	struct writing x = {.w = w, .c = &w->collector.v[collector]};
	struct calendar t = calendar_of(from);
	char name[128];
	size_t n = 0, kept = 0, n_all = w->outbox[collector].n;
	struct message *all = w->outbox[collector].v;
	struct sortable *due = fresh(n_all, sizeof *due);
	for (size_t i = 0; i < n_all; i++) {
		if (all[i].time < until) {
			due[n].m = all[i];
			due[n++].at = i;
		} else
			all[kept++] = all[i];
	}
	w->outbox[collector].n = kept;
	qsort(due, n, sizeof *due, by_instant);
	snprintf(name, sizeof name, "bgp/%s/UPDATES/updates.%04u%02u%02u.%02u%02u.gz", x.c->name, t.year,
	         t.month, t.day, t.hour, t.minute);
	struct file *f = file_open(dir, name);
	for (size_t i = 0; i < n; i++) {
		write_message(&x, &due[i].m);
		if (x.o.n > 100000) {
			file_add(f, x.o.p, x.o.n);
			x.o.n = 0;
		}
	}
	file_add(f, x.o.p, x.o.n);
	file_close(f);
	free(x.o.p);
	free(due);
}
