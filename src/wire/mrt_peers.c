#include "wire/mrt_peers.h"

#include <math.h>

enum { PEER_IS_V6 = 1, PEER_IS_AS4 = 2, GEO_PEER_TABLE = 7 };

/* An IEEE 754 number of four octets (RFC 6397 2). */
static float float_read(struct cur *c)
{
	uint32_t bits = cur_u32(c);
	float f;
	_Static_assert(sizeof f == sizeof bits, "float has 32 bits");
	memcpy(&f, &bits, sizeof f);
	return f;
}

static bool peer_read(struct cur *c, bool is_geo, struct mrt_peer *out)
{
	uint8_t type = cur_u8(c);
	unsigned family = type & PEER_IS_V6 ? FAMILY_V6 : FAMILY_V4;
	out->bgp_id = cur_u32(c);
	const uint8_t *ip = cur_take(c, family == FAMILY_V4 ? 4 : 16);
	out->asn = type & PEER_IS_AS4 ? cur_u32(c) : cur_u16(c);
	out->latitude = is_geo ? float_read(c) : NAN;
	out->longitude = is_geo ? float_read(c) : NAN;
	if (!cur_ok(c))
		return false;
	out->ip = addr_from_octets(family, ip);
	return true;
}

enum err mrt_peers_decode(const struct mrt_record *r, struct mrt_peers *out)
{
	struct cur c = r->body;
	if (!r->kind || r->kind->decoder != MRT_PEERS)
		return ERR_UNSUPPORTED;
	bool is_geo = r->subtype == GEO_PEER_TABLE;
	uint32_t collector = cur_u32(&c);
	size_t view_len = cur_u16(&c);
	const uint8_t *view = cur_take(&c, view_len);
	float latitude = is_geo ? float_read(&c) : NAN, longitude = is_geo ? float_read(&c) : NAN;
	uint16_t n = cur_u16(&c);
	if (!cur_ok(&c))
		return c.err;
	out->collector_id = collector;
	out->view = view;
	out->view_len = view_len;
	out->is_geo = is_geo;
	out->latitude = latitude;
	out->longitude = longitude;
	out->peers.n = 0;
	struct mrt_peer peer;
	for (uint16_t i = 0; i < n && peer_read(&c, is_geo, &peer); i++)
		*vec_push(&out->peers) = peer;
	return cur_end(&c);
}

void mrt_peers_fini(struct mrt_peers *p)
{
	vec_free(&p->peers);
}
