#include "wire/mrt_session.h"

static asn_t asn_read(struct cur *c, unsigned width)
{
	return width == 4 ? cur_u32(c) : cur_u16(c);
}

static struct ip_addr addr_read(struct cur *c, unsigned family)
{
	const uint8_t *p = cur_take(c, family == FAMILY_V4 ? 4 : 16);
	return p ? addr_from_octets(family, p) : (struct ip_addr){0};
}

static bool marker_follows(const struct cur *c)
{
	if (cur_left(c) < 16)
		return false;
	for (size_t i = 0; i < 16; i++)
		if (c->p[i] != 0xff)
			return false;
	return true;
}

/* Old Zebra wrote neither interface nor family nor addresses into some records. */
static bool is_shortened(const struct mrt_record *r, const struct cur *c)
{
	if (r->kind->decoder == MRT_STATE)
		return cur_left(c) == 4;
	return marker_follows(c);
}

static enum err addresses_read(struct cur *c, struct mrt_session *s)
{
	s->ifindex = cur_u16(c);
	uint16_t afi = cur_u16(c);
	if (!cur_ok(c))
		return c->err;
	if (afi != BGP_AFI_IPV4 && afi != BGP_AFI_IPV6)
		return ERR_VALUE;
	unsigned family = afi == BGP_AFI_IPV4 ? FAMILY_V4 : FAMILY_V6;
	s->peer = addr_read(c, family);
	s->local = addr_read(c, family);
	return c->err;
}

static enum err bgp4mp_read(const struct mrt_record *r, struct cur *c, struct mrt_session *s)
{
	s->peer_asn = asn_read(c, s->as_width);
	s->local_asn = asn_read(c, s->as_width);
	return is_shortened(r, c) ? c->err : addresses_read(c, s);
}

/* Type 5 has IPv4 and two octets everywhere; messages have lost their header. */
static enum err legacy_read(const struct mrt_record *r, struct cur *c, struct mrt_session *s)
{
	static const uint8_t bgp_types[] = {
	    [1] = BGP_UPDATE, [5] = BGP_OPEN, [6] = BGP_NOTIFICATION, [7] = BGP_KEEPALIVE};
	s->peer_asn = cur_u16(c);
	s->peer = addr_read(c, FAMILY_V4);
	if (r->kind->decoder == MRT_STATE)
		return c->err;
	s->local_asn = cur_u16(c);
	s->local = addr_read(c, FAMILY_V4);
	s->bare_type = bgp_types[r->subtype];
	return c->err;
}

enum err mrt_session_decode(const struct mrt_record *r, struct mrt_session *out)
{
	struct mrt_session s = {0};
	struct cur c = r->body;
	if (!r->kind || (r->kind->decoder != MRT_MESSAGE && r->kind->decoder != MRT_STATE))
		return ERR_UNSUPPORTED;
	s.as_width = r->kind->as_width;
	s.add_path = r->kind->add_path;
	s.is_local = r->kind->local;
	enum err e = r->type == MRT_BGP ? legacy_read(r, &c, &s) : bgp4mp_read(r, &c, &s);
	if (e != ERR_OK)
		return e;
	if (r->kind->decoder == MRT_STATE) {
		s.old_state = cur_u16(&c);
		s.new_state = cur_u16(&c);
		e = cur_end(&c);
	} else {
		s.message = cur_init(c.p, cur_left(&c));
	}
	if (e == ERR_OK || e == ERR_TRAILING)
		*out = s;
	return e;
}

enum err mrt_session_message(const struct mrt_session *s, struct bgp_message *out)
{
	struct cur c = s->message;
	if (!s->bare_type)
		return bgp_message_decode(&c, out);
	*out = (struct bgp_message){.type = s->bare_type, .body = c};
	return ERR_OK;
}
