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

void bgp_nlri_init(struct bgp_nlri *n, const uint8_t *p, size_t len, unsigned family, unsigned safi,
                   bool add_path)
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
	if (fit != FIT_SOUND && !add_path && nlri_fit(*n, true) == FIT_SOUND)
		n->add_path = n->is_sound = n->is_fallback = true;
}

static unsigned mp_family(const struct bgp_mp *mp)
{
	if (mp->safi < BGP_SAFI_UNICAST || mp->safi > 3) /* 3: both, RFC 2858; gone since RFC 4760 */
		return FAMILY_NONE;
	return mp->afi == BGP_AFI_IPV4 ? FAMILY_V4 : mp->afi == BGP_AFI_IPV6 ? FAMILY_V6 : FAMILY_NONE;
}

static void mp_init(const struct bgp_session *s, const struct bgp_mp *mp, bool seen, struct bgp_nlri *n)
{
	if (seen)
		bgp_nlri_init(n, mp->nlri, mp->nlri_len, mp_family(mp), mp->safi, s->add_path);
	else
		*n = (struct bgp_nlri){.is_sound = true};
}

/* The three parts of the body; what is promised beyond the end is taken as far as it goes. */
struct parts {
	struct cur withdrawn, attrs, nlri;
	bool is_short;
};

static struct cur part(struct cur *c, size_t len, bool *is_short)
{
	if (cur_left(c) >= len)
		return cur_child(c, len);
	*is_short = true;
	return cur_child(c, cur_left(c));
}

static struct parts body_split(struct cur c)
{
	struct parts b = {0};
	uint16_t len = cur_u16(&c);
	b.withdrawn = part(&c, len, &b.is_short);
	len = cur_u16(&c);
	b.attrs = part(&c, len, &b.is_short);
	b.nlri = cur_child(&c, cur_left(&c));
	b.is_short |= !cur_ok(&c);
	return b;
}

static void end_of_rib_find(struct bgp_update *u, const struct parts *b)
{
	const struct bgp_attrs *a = &u->attrs;
	u->is_end_of_rib = false;
	u->eor_family = FAMILY_NONE;
	if (b->is_short || cur_left(&b->withdrawn) > 0 || cur_left(&b->nlri) > 0)
		return;
	if (cur_left(&b->attrs) == 0)
		u->eor_family = FAMILY_V4;
	else if (a->seen == UINT64_C(1) << BGP_MP_UNREACH && a->n_unknown == 0 && a->n_errors == 0 &&
	         a->unreach.nlri_len == 0 && a->unreach.safi == BGP_SAFI_UNICAST)
		u->eor_family = (uint8_t)mp_family(&a->unreach);
	u->is_end_of_rib = u->eor_family != FAMILY_NONE;
}

static void nlri_faults(struct bgp_update *u)
{
	enum bgp_action action = u->is_cut ? BGP_DISCARD : BGP_TREAT_AS_WITHDRAW;
	if (!u->withdrawn.is_sound || !u->nlri.is_sound)
		bgp_attrs_fault(&u->attrs, 0, BGP_FAULT_NLRI, action);
	if (!u->mp_reach.is_sound)
		bgp_attrs_fault(&u->attrs, BGP_MP_REACH, BGP_FAULT_NLRI, action);
	if (!u->mp_unreach.is_sound)
		bgp_attrs_fault(&u->attrs, BGP_MP_UNREACH, BGP_FAULT_NLRI, action);
}

void bgp_update_decode(const struct bgp_session *s, const struct bgp_message *m, struct bgp_update *out)
{
	struct parts b = body_split(m->body);
	struct bgp_attrs *a = &out->attrs;
	out->is_cut = m->is_cut;
	bgp_attrs_decode(s, b.attrs.p, cur_left(&b.attrs), a);
	bgp_nlri_init(&out->withdrawn, b.withdrawn.p, cur_left(&b.withdrawn), FAMILY_V4, BGP_SAFI_UNICAST,
	              s->add_path);
	bgp_nlri_init(&out->nlri, b.nlri.p, cur_left(&b.nlri), FAMILY_V4, BGP_SAFI_UNICAST, s->add_path);
	mp_init(s, &a->reach, bgp_attrs_has(a, BGP_MP_REACH), &out->mp_reach);
	mp_init(s, &a->unreach, bgp_attrs_has(a, BGP_MP_UNREACH), &out->mp_unreach);
	bool announces = out->nlri.p < out->nlri.end || out->mp_reach.p < out->mp_reach.end;
	if (b.is_short && !m->is_cut)
		bgp_attrs_fault(a, 0, BGP_FAULT_MESSAGE, BGP_UNUSABLE);
	else if (a->is_overrun && !announces)
		bgp_attrs_fault(a, 0, BGP_FAULT_OVERRUN, BGP_UNUSABLE);
	if (announces)
		bgp_attrs_require(a, out->nlri.p < out->nlri.end);
	nlri_faults(out);
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
