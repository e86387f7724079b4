#include "wire/bgp.h"

enum { MARKER = 16, HEADER = 19 };

enum err bgp_message_decode(struct cur *c, struct bgp_message *out)
{
	const uint8_t *p = cur_take(c, HEADER);
	if (!p)
		return ERR_SHORT;
	for (size_t i = 0; i < MARKER; i++)
		if (p[i] != 0xff)
			return ERR_VALUE;
	size_t len = be16(p + MARKER);
	if (len < HEADER)
		return ERR_LENGTH;
	size_t want = len - HEADER, left = cur_left(c);
	*out = (struct bgp_message){.type = p[18], .is_cut = left < want};
	out->body = cur_child(c, left < want ? left : want);
	return cur_left(c) == 0 ? ERR_OK : ERR_TRAILING;
}

/* How well a run of prefixes fits one way of reading it. */
enum fit {
	FIT_SOUND,
	FIT_ODD, /* can be read to the end, but nobody would have written it so */
	FIT_NOT,
};

static enum fit nlri_fit(struct bgp_nlri n, bool add_path)
{
	struct prefix p;
	uint32_t id;
	unsigned n_default = 0;
	bool host_bits = false;
	enum err e;
	n.add_path = add_path;
	while ((e = bgp_nlri_next(&n, &p, &id)) == ERR_OK) {
		n_default += p.len == 0;
		host_bits |= prefix_has_host_bits(&p);
	}
	if (e != ERR_EOF)
		return FIT_NOT;
	return host_bits || (n_default > 1 && !add_path) ? FIT_ODD : FIT_SOUND;
}

/* Of a run whose end is missing one cannot ask that it fits exactly: there the session's word stands. */
static void nlri_init(struct bgp_nlri *n, const uint8_t *p, size_t len, unsigned family, unsigned safi,
                      bool add_path, bool is_cut)
{
	*n = (struct bgp_nlri){.p = p,
	                       .end = p + len,
	                       .family = (uint8_t)family,
	                       .safi = (uint8_t)safi,
	                       .add_path = add_path,
	                       .is_sound = true};
	if (family == FAMILY_NONE)
		n->end = p;
	if (n->p == n->end)
		return;
	enum fit fit = nlri_fit(*n, add_path);
	n->is_sound = fit != FIT_NOT;
	if (fit != FIT_SOUND && !add_path && !is_cut && nlri_fit(*n, true) == FIT_SOUND)
		n->add_path = n->is_sound = n->is_fallback = true;
}

void bgp_nlri_init(struct bgp_nlri *n, const uint8_t *p, size_t len, unsigned family, unsigned safi,
                   bool add_path)
{
	nlri_init(n, p, len, family, safi, add_path, false);
}

static unsigned mp_family(const struct bgp_mp *mp)
{
	if (mp->safi < BGP_SAFI_UNICAST || mp->safi > 3) /* 3: both, RFC 2858; gone since RFC 4760 */
		return FAMILY_NONE;
	return mp->afi == BGP_AFI_IPV4 ? FAMILY_V4 : mp->afi == BGP_AFI_IPV6 ? FAMILY_V6 : FAMILY_NONE;
}

static void mp_init(const struct bgp_session *s, const struct bgp_mp *mp, bool has, bool is_cut,
                    struct bgp_nlri *n)
{
	if (has)
		nlri_init(n, mp->nlri, mp->nlri_len, mp_family(mp), mp->safi, s->add_path, is_cut);
	else
		*n = (struct bgp_nlri){.is_sound = true};
}

/* The three parts of the body; what is promised beyond the end is taken as far as it goes. */
enum where { IN_WITHDRAWN, IN_ATTRS, IN_NLRI };
struct parts {
	struct cur withdrawn, attrs, nlri;
	enum where end; /* the part that the end of the octets lies in */
};

static struct cur part(struct cur *c, enum where where, struct parts *b)
{
	uint16_t len = cur_u16(c);
	if (cur_ok(c) && cur_left(c) >= len)
		return cur_child(c, len);
	if (b->end > where)
		b->end = where;
	return cur_init(c->p, cur_ok(c) ? cur_left(c) : 0);
}

static struct parts body_split(struct cur c)
{
	struct parts b = {.end = IN_NLRI};
	b.withdrawn = part(&c, IN_WITHDRAWN, &b);
	if (b.end == IN_WITHDRAWN)
		c = cur_init(c.end, 0);
	b.attrs = part(&c, IN_ATTRS, &b);
	b.nlri = b.end == IN_NLRI ? cur_child(&c, cur_left(&c)) : cur_init(c.end, 0);
	return b;
}

static void end_of_rib_find(struct bgp_update *u, const struct parts *b)
{
	const struct bgp_attrs *a = &u->attrs;
	u->is_end_of_rib = false;
	u->eor_family = FAMILY_NONE;
	if (u->is_cut || b->end != IN_NLRI || cur_left(&b->withdrawn) > 0 || cur_left(&b->nlri) > 0)
		return;
	if (cur_left(&b->attrs) == 0)
		u->eor_family = FAMILY_V4;
	else if (a->seen == UINT64_C(1) << BGP_MP_UNREACH && a->n_unknown == 0 && a->n_errors == 0 &&
	         a->unreach.nlri_len == 0 && a->unreach.safi == BGP_SAFI_UNICAST)
		u->eor_family = (uint8_t)mp_family(&a->unreach);
	u->is_end_of_rib = u->eor_family != FAMILY_NONE;
}

/* A prefix that the collector cut off is no fault of the sender. */
static void nlri_fault(struct bgp_update *u, const struct bgp_nlri *n, uint8_t code, bool is_cut)
{
	if (!n->is_sound)
		bgp_attrs_fault(&u->attrs, code, BGP_FAULT_NLRI,
		                is_cut ? BGP_DISCARD : BGP_TREAT_AS_WITHDRAW);
}

/*
 * What must be there when something is announced. Of a message that was cut inside its attributes one cannot
 * know whether it was.
 */
static void attrs_complete(struct bgp_update *u, const struct parts *b)
{
	struct bgp_attrs *a = &u->attrs;
	bool in_body = u->nlri.p < u->nlri.end;
	if (!in_body && u->mp_reach.p == u->mp_reach.end) {
		if (a->is_overrun && !u->is_cut)
			bgp_attrs_fault(a, 0, BGP_FAULT_OVERRUN, BGP_UNUSABLE);
		return;
	}
	if (!u->is_cut || b->end == IN_NLRI)
		bgp_attrs_require(a, in_body);
	else if (!bgp_attrs_seen(a, BGP_ORIGIN) || !bgp_attrs_seen(a, BGP_AS_PATH))
		bgp_attrs_fault(a, 0, BGP_FAULT_MESSAGE, BGP_UNUSABLE);
}

void bgp_update_decode(const struct bgp_session *s, const struct bgp_message *m, struct bgp_update *out)
{
	struct parts b = body_split(m->body);
	struct bgp_attrs *a = &out->attrs;
	bool cut_withdrawn = m->is_cut && b.end == IN_WITHDRAWN, cut_attrs = m->is_cut && b.end == IN_ATTRS,
	     cut_nlri = m->is_cut && b.end == IN_NLRI;
	out->is_cut = m->is_cut;
	if (cut_attrs)
		bgp_attrs_decode_cut(s, b.attrs.p, cur_left(&b.attrs), a);
	else
		bgp_attrs_decode(s, b.attrs.p, cur_left(&b.attrs), a);
	nlri_init(&out->withdrawn, b.withdrawn.p, cur_left(&b.withdrawn), FAMILY_V4, BGP_SAFI_UNICAST,
	          s->add_path, cut_withdrawn);
	nlri_init(&out->nlri, b.nlri.p, cur_left(&b.nlri), FAMILY_V4, BGP_SAFI_UNICAST, s->add_path,
	          cut_nlri);
	mp_init(s, &a->reach, a->has_reach, cut_attrs, &out->mp_reach);
	mp_init(s, &a->unreach, a->has_unreach, cut_attrs, &out->mp_unreach);
	if (b.end != IN_NLRI && !m->is_cut)
		bgp_attrs_fault(a, 0, BGP_FAULT_MESSAGE, BGP_UNUSABLE);
	attrs_complete(out, &b);
	nlri_fault(out, &out->withdrawn, 0, cut_withdrawn);
	nlri_fault(out, &out->nlri, 0, cut_nlri);
	nlri_fault(out, &out->mp_reach, BGP_MP_REACH, cut_attrs);
	nlri_fault(out, &out->mp_unreach, BGP_MP_UNREACH, cut_attrs);
	end_of_rib_find(out, &b);
}

enum err bgp_notification_decode(struct cur body, struct bgp_notification *out)
{
	struct bgp_notification n = {.code = cur_u8(&body), .subcode = cur_u8(&body)};
	if (!cur_ok(&body))
		return body.err;
	n.data = cur_init(body.p, cur_left(&body));
	*out = n;
	return ERR_OK;
}

enum err bgp_open_decode(struct cur body, struct bgp_open *out)
{
	struct bgp_open o = {.version = cur_u8(&body)};
	o.asn = cur_u16(&body);
	o.hold_time = cur_u16(&body);
	o.bgp_id = cur_u32(&body);
	o.parameters = cur_child(&body, cur_u8(&body));
	if (!cur_ok(&body))
		return body.err;
	*out = o;
	return ERR_OK;
}
