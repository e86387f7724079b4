#include "wire/mrt_rib.h"

enum { SAFI_UNICAST = 1, SAFI_MULTICAST = 2 };

/* Length and the octets that it needs; host bits stay. */
static enum err prefix_read(struct cur *c, unsigned family, struct prefix *out)
{
	unsigned bits = cur_u8(c);
	if (bits > family_bits(family))
		return ERR_LENGTH;
	size_t n = (bits + 7) / 8;
	const uint8_t *p = cur_take(c, n);
	if (!p)
		return ERR_SHORT;
	uint8_t raw[16] = {0};
	memcpy(raw, p, n);
	*out = (struct prefix){
	    .hi = be64(raw), .lo = be64(raw + 8), .len = (uint8_t)bits, .family = (uint8_t)family};
	return ERR_OK;
}

static unsigned family_of(uint16_t afi, uint8_t safi)
{
	if (safi != SAFI_UNICAST && safi != SAFI_MULTICAST)
		return FAMILY_NONE;
	return afi == 1 ? FAMILY_V4 : afi == 2 ? FAMILY_V6 : FAMILY_NONE;
}

enum err mrt_rib_decode(const struct mrt_record *r, struct mrt_rib *out)
{
	struct mrt_rib rib = {0};
	struct cur c = r->body;
	unsigned family;
	if (!r->kind || (r->kind->decoder != MRT_RIB && r->kind->decoder != MRT_RIB_GENERIC))
		return ERR_UNSUPPORTED;
	rib.sequence = cur_u32(&c);
	rib.add_path = r->kind->add_path;
	if (r->kind->decoder == MRT_RIB) {
		family = r->kind->family;
		rib.afi = family == FAMILY_V4 ? 1 : 2;
		rib.safi = r->kind->safi;
	} else {
		rib.afi = cur_u16(&c);
		rib.safi = cur_u8(&c);
		family = family_of(rib.afi, rib.safi);
	}
	if (!cur_ok(&c))
		return c.err;
	if (family == FAMILY_NONE)
		return ERR_UNSUPPORTED;
	enum err e = prefix_read(&c, family, &rib.prefix);
	if (e != ERR_OK)
		return e;
	rib.n_entries = cur_u16(&c);
	if (!cur_ok(&c))
		return c.err;
	rib.entries = cur_init(c.p, cur_left(&c));
	*out = rib;
	return ERR_OK;
}

enum err mrt_table_decode(const struct mrt_record *r, struct mrt_table *out)
{
	struct cur c = r->body;
	if (!r->kind || r->kind->decoder != MRT_TABLE)
		return ERR_UNSUPPORTED;
	uint16_t view = cur_u16(&c), sequence = cur_u16(&c);
	if (!cur_ok(&c))
		return c.err;
	*out = (struct mrt_table){.view = view,
	                          .sequence = sequence,
	                          .family = r->kind->family,
	                          .as_width = r->kind->as_width,
	                          .entries = cur_init(c.p, cur_left(&c))};
	return ERR_OK;
}

enum err mrt_table_next(struct mrt_table *t, struct mrt_table_entry *out)
{
	struct cur *c = &t->entries;
	size_t width = t->family == FAMILY_V4 ? 4 : 16;
	if (!cur_ok(c))
		return c->err;
	if (cur_left(c) == 0)
		return ERR_EOF;
	const uint8_t *p = cur_take(c, 2 * width + 8U + t->as_width);
	if (!p)
		return ERR_SHORT;
	const uint8_t *peer = p + width + 6, *as = peer + width;
	uint16_t len = be16(as + t->as_width);
	const uint8_t *attrs = cur_take(c, len);
	if (!attrs)
		return ERR_SHORT;
	if (p[width] > family_bits(t->family))
		return ERR_LENGTH;
	struct ip_addr a = addr_from_octets(t->family, p);
	*out = (struct mrt_table_entry){
	    .entry = {.attrs_len = len, .attrs = attrs, .originated = be32(p + width + 2)},
	    .prefix = {.hi = a.hi, .lo = a.lo, .len = p[width], .family = t->family},
	    .peer = addr_from_octets(t->family, peer),
	    .peer_asn = t->as_width == 4 ? be32(as) : be16(as),
	    .status = p[width + 1],
	};
	return ERR_OK;
}

static struct ip_addr addr_read(struct cur *c, unsigned family)
{
	const uint8_t *p = cur_take(c, family == FAMILY_V4 ? 4 : 16);
	return p ? addr_from_octets(family, p) : (struct ip_addr){0};
}

enum err mrt_entry_decode(const struct mrt_record *r, struct mrt_table_entry *out)
{
	struct mrt_table_entry e = {0};
	struct cur c = r->body;
	if (!r->kind || r->kind->decoder != MRT_ENTRY)
		return ERR_UNSUPPORTED;
	e.peer_asn = cur_u16(&c);
	cur_take(&c, 4); /* local AS, interface */
	uint16_t afi = cur_u16(&c);
	if (!cur_ok(&c))
		return c.err;
	unsigned family = family_of(afi, SAFI_UNICAST);
	if (family == FAMILY_NONE)
		return ERR_VALUE;
	e.peer = addr_read(&c, family);
	addr_read(&c, family); /* local address */
	cur_take(&c, 2);       /* view */
	e.status = (uint8_t)cur_u16(&c);
	e.entry.originated = cur_u32(&c);
	afi = cur_u16(&c);
	uint8_t safi = cur_u8(&c);
	cur_take(&c, cur_u8(&c)); /* next hop: stands in the attributes too */
	if (!cur_ok(&c))
		return c.err;
	family = family_of(afi, safi);
	if (family == FAMILY_NONE)
		return ERR_VALUE;
	enum err bad = prefix_read(&c, family, &e.prefix);
	if (bad != ERR_OK)
		return bad;
	e.entry.attrs_len = cur_u16(&c);
	e.entry.attrs = cur_take(&c, e.entry.attrs_len);
	bad = cur_end(&c);
	if (bad == ERR_OK || bad == ERR_TRAILING)
		*out = e;
	return bad;
}
