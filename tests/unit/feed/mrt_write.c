#include "mrt_write.h"

#include "../test.h"

#include <string.h>

enum { ADDR = 0xc0a80000, LOCAL_ASN = 65535, LOCAL_ADDR = 0x0a0a0a0a };

static void u8(struct buf *b, unsigned v)
{
	buf_char(b, (char)v);
}

static void u16(struct buf *b, unsigned v)
{
	u8(b, v >> 8);
	u8(b, v);
}

static void u32(struct buf *b, uint32_t v)
{
	u16(b, v >> 16);
	u16(b, v & 0xffff);
}

static void asn_put(struct buf *b, asn_t asn, bool two)
{
	if (two)
		u16(b, asn > 65535 ? 23456 : asn);
	else
		u32(b, asn);
}

static void move(struct buf *to, struct buf *from)
{
	buf_add(to, from->at, from->len);
	buf_fini(from);
	*from = (struct buf){0};
}

void mrt_write_raw(struct buf *out, uint32_t t, unsigned type, unsigned subtype, const void *body, size_t len)
{
	u32(out, t);
	u16(out, type);
	u16(out, subtype);
	u32(out, (uint32_t)len);
	buf_add(out, body, len);
}

static void record(struct buf *out, uint32_t t, unsigned type, unsigned subtype, struct buf *body)
{
	mrt_write_raw(out, t, type, subtype, body->at, body->len);
	buf_fini(body);
}

static struct prefix prefix_of(const char *text, size_t len)
{
	struct prefix p;
	assert_int_equal(prefix_parse(text, len, &p), ERR_OK);
	return p;
}

static void prefix_put(struct buf *b, const struct prefix *p)
{
	u8(b, p->len);
	for (unsigned i = 0; i < (p->len + 7U) / 8; i++)
		u8(b, (unsigned)((i < 8 ? p->hi >> (56 - 8 * i) : p->lo >> (120 - 8 * i)) & 0xff));
}

/* Those of one family. */
static void prefixes_put(struct buf *b, const char *list, unsigned family, const struct mrt_update *u)
{
	for (const char *p = list; p && *p;) {
		size_t len = strcspn(p, " ");
		struct prefix one = prefix_of(p, len);
		if (one.family == family) {
			if (u->add_path)
				u32(b, u->path_no);
			prefix_put(b, &one);
		}
		p += len + strspn(p + len, " ");
	}
}

static void segment_put(struct buf *b, unsigned type, struct buf *asns, bool two)
{
	if (asns->len == 0)
		return;
	u8(b, type);
	u8(b, (unsigned)(asns->len / (two ? 2 : 4)));
	move(b, asns);
}

static void path_put(struct buf *b, const char *text, bool two)
{
	struct buf asns = {0};
	unsigned type = 2;
	for (const char *p = text; *p; p++) {
		char *end;
		if (strchr("{}()", *p)) {
			segment_put(b, type, &asns, two);
			type = *p == '{' ? 1 : *p == '(' ? 3 : 2;
		} else if (*p != ' ') {
			asn_put(&asns, (asn_t)strtoul(p, &end, 10), two);
			p = end - 1;
		}
	}
	segment_put(b, type, &asns, two);
}

static void attr_put(struct buf *b, unsigned flags, unsigned code, struct buf *value)
{
	u8(b, flags | (value->len > 255 ? 0x10 : 0));
	u8(b, code);
	if (value->len > 255)
		u16(b, (unsigned)value->len);
	else
		u8(b, (unsigned)value->len);
	move(b, value);
}

static void usual_attrs_put(struct buf *b, const char *path, bool two, bool origin)
{
	struct buf v = {0};
	u8(&v, 0);
	if (origin)
		attr_put(b, 0x40, 1, &v);
	buf_fini(&v);
	v = (struct buf){0};
	if (path) {
		path_put(&v, path, two);
		attr_put(b, 0x40, 2, &v);
	}
	v = (struct buf){0};
	u32(&v, 0x01020304);
	attr_put(b, 0x40, 3, &v);
}

static void mp_put(struct buf *b, const struct mrt_update *u)
{
	struct buf v = {0}, n = {0};
	prefixes_put(&n, u->withdraw, FAMILY_V6, u);
	if (n.len) {
		u16(&v, 2);
		u8(&v, 1);
		move(&v, &n);
		attr_put(b, 0x80, 15, &v);
	}
	v = n = (struct buf){0};
	prefixes_put(&n, u->announce, FAMILY_V6, u);
	if (n.len) {
		u16(&v, 2);
		u8(&v, 1);
		u8(&v, 16);
		for (int i = 0; i < 16; i++)
			u8(&v, i == 0 ? 0x20U : (unsigned)i);
		u8(&v, 0);
		move(&v, &n);
		attr_put(b, 0x80, 14, &v);
	}
}

static void message_put(struct buf *b, unsigned type, struct buf *body)
{
	for (int i = 0; i < 16; i++)
		u8(b, 0xff);
	u16(b, (unsigned)body->len + 19);
	u8(b, type);
	move(b, body);
}

static void head_put(struct buf *b, struct mrt_who who, bool two)
{
	asn_put(b, who.asn, two);
	asn_put(b, LOCAL_ASN, two);
	u16(b, 0);
	u16(b, 1);
	u32(b, who.addr ? ADDR + who.addr : 0);
	u32(b, LOCAL_ADDR);
}

static unsigned message_subtype(const struct mrt_update *u)
{
	if (u->local)
		return u->two_octet ? (u->add_path ? 10 : 6) : (u->add_path ? 11 : 7);
	return u->two_octet ? (u->add_path ? 8 : 1) : (u->add_path ? 9 : 4);
}

void mrt_write_update(struct buf *out, const struct mrt_update *u)
{
	struct buf body = {0}, attrs = {0}, part = {0}, rec = {0};
	prefixes_put(&part, u->withdraw, FAMILY_V4, u);
	u16(&body, (unsigned)part.len);
	move(&body, &part);
	if (u->announce)
		usual_attrs_put(&attrs, u->path, u->two_octet, !u->no_origin);
	if (u->path4) {
		path_put(&part, u->path4, false);
		attr_put(&attrs, 0xc0, 17, &part);
	}
	mp_put(&attrs, u);
	u16(&body, (unsigned)attrs.len);
	move(&body, &attrs);
	prefixes_put(&body, u->announce, FAMILY_V4, u);
	if (u->micros >= 0)
		u32(&rec, (uint32_t)u->micros);
	head_put(&rec, u->who, u->two_octet);
	message_put(&rec, 2, &body);
	rec.len -= u->cut;
	record(out, u->t, u->micros >= 0 ? 17 : 16, message_subtype(u), &rec);
}

void mrt_write_announce(struct buf *out, uint32_t t, struct mrt_who who, const char *prefixes,
                        const char *path)
{
	mrt_write_update(
	    out, &(struct mrt_update){.t = t, .micros = -1, .who = who, .announce = prefixes, .path = path});
}

void mrt_write_withdraw(struct buf *out, uint32_t t, struct mrt_who who, const char *prefixes)
{
	mrt_write_update(out, &(struct mrt_update){.t = t, .micros = -1, .who = who, .withdraw = prefixes});
}

void mrt_write_state(struct buf *out, uint32_t t, struct mrt_who who, unsigned from, unsigned to)
{
	struct buf rec = {0};
	head_put(&rec, who, false);
	u16(&rec, from);
	u16(&rec, to);
	record(out, t, 16, 5, &rec);
}

void mrt_write_end_of_rib(struct buf *out, uint32_t t, struct mrt_who who, unsigned family)
{
	struct buf body = {0}, v = {0}, attrs = {0}, rec = {0};
	u16(&body, 0);
	if (family == FAMILY_V6) {
		u16(&v, 2);
		u8(&v, 1);
		attr_put(&attrs, 0x80, 15, &v);
	}
	u16(&body, (unsigned)attrs.len);
	move(&body, &attrs);
	head_put(&rec, who, false);
	message_put(&rec, 2, &body);
	record(out, t, 16, 4, &rec);
}

void mrt_write_peers(struct buf *out, uint32_t t, const struct mrt_who *peers, size_t n)
{
	struct buf rec = {0};
	u32(&rec, LOCAL_ADDR);
	u16(&rec, 0);
	u16(&rec, (unsigned)n);
	for (size_t i = 0; i < n; i++) {
		u8(&rec, 2); /* IPv4, four octets of ASN */
		u32(&rec, 0x01010101);
		u32(&rec, peers[i].addr ? ADDR + peers[i].addr : 0);
		u32(&rec, peers[i].asn);
	}
	record(out, t, 13, 1, &rec);
}

void mrt_write_rib(struct buf *out, uint32_t t, const char *prefix, const struct mrt_rib_entry *e, size_t n,
                   bool add_path)
{
	struct buf rec = {0};
	struct prefix p = prefix_of(prefix, strlen(prefix));
	u32(&rec, 0);
	prefix_put(&rec, &p);
	u16(&rec, (unsigned)n);
	for (size_t i = 0; i < n; i++) {
		struct buf attrs = {0};
		usual_attrs_put(&attrs, e[i].path, false, true);
		u16(&rec, e[i].peer);
		u32(&rec, t - 100);
		if (add_path)
			u32(&rec, e[i].path_no);
		u16(&rec, (unsigned)attrs.len);
		move(&rec, &attrs);
	}
	record(out, t, 13, (p.family == FAMILY_V4 ? 2U : 4U) + (add_path ? 6U : 0U), &rec);
}

void mrt_write_table(struct buf *out, uint32_t t, struct mrt_who who, const char *prefix, const char *path)
{
	struct buf rec = {0}, attrs = {0};
	struct prefix p = prefix_of(prefix, strlen(prefix));
	usual_attrs_put(&attrs, path, true, true);
	u16(&rec, 0);
	u16(&rec, 0);
	u32(&rec, (uint32_t)(p.hi >> 32));
	u8(&rec, p.len);
	u8(&rec, 1);
	u32(&rec, t - 100);
	u32(&rec, who.addr ? ADDR + who.addr : 0);
	u16(&rec, who.asn);
	u16(&rec, (unsigned)attrs.len);
	move(&rec, &attrs);
	record(out, t, 12, 1, &rec);
}
