#include "wire/bgp_attr.h"

enum { FLAG_EXTENDED = 0x10, FLAGS_FIXED = 0xc0 };

void bgp_attrs_fault(struct bgp_attrs *a, uint8_t code, enum bgp_fault fault, enum bgp_action action)
{
	a->faults |= 1U << fault;
	if (action > a->action)
		a->action = (uint8_t)action;
	if (a->n_errors == BGP_ERRORS_MAX) {
		a->errors_full = true;
		return;
	}
	a->errors[a->n_errors++] = (struct bgp_error){.attribute = code,
	                                              .fault = (uint8_t)fault,
	                                              .action = (uint8_t)action,
	                                              .source = bgp_fault_source(fault, code)};
}

/* The attribute's own checks, beyond flags and length. False: a fault was noted. */
static bool fault_row(struct bgp_attrs *a, const struct bgp_attr_row *row, enum bgp_fault fault)
{
	bgp_attrs_fault(a, row->code, fault, row->on_error);
	return false;
}

static bool has_zero(const struct as_seg *seg)
{
	bool zero = false;
	for (unsigned i = 0; i < seg->n; i++)
		zero |= as_seg_at(seg, i) == 0;
	return zero;
}

static bool check_as_path(struct bgp_attrs *a, const struct bgp_attr_row *row, const struct bgp_attr *at)
{
	struct as_path path = {.p = at->p, .len = at->len, .width = a->as_width};
	struct as_path_facts facts = {0};
	struct as_seg seg;
	if (NORMA_LIKELY(as_path_is_plain(&path, &seg) && seg.n > 0))
		facts.has_zero = has_zero(&seg);
	else if (as_path_check(&path, &facts) != ERR_OK)
		return fault_row(a, row, BGP_FAULT_SEGMENT);
	return facts.has_zero ? fault_row(a, row, BGP_FAULT_AS_ZERO) : true;
}

static bool check_as4_path(struct bgp_attrs *a, const struct bgp_attr_row *row, const struct bgp_attr *at)
{
	struct as_path path = {.p = at->p, .len = at->len, .width = 4};
	struct as_path_facts facts;
	if (a->as_width == 4)
		return fault_row(a, row, BGP_FAULT_NEW_SPEAKER);
	if (at->len == 0)
		return fault_row(a, row, BGP_FAULT_EMPTY);
	if (as_path_check(&path, &facts) != ERR_OK || facts.has_confed)
		return fault_row(a, row, BGP_FAULT_SEGMENT);
	return facts.has_zero ? fault_row(a, row, BGP_FAULT_AS_ZERO) : true;
}

static bool check_aggregator(struct bgp_attrs *a, const struct bgp_attr_row *row, const struct bgp_attr *at)
{
	unsigned width = row->code == BGP_AGGREGATOR ? a->as_width : 4;
	if (row->code == BGP_AS4_AGGREGATOR && a->as_width == 4)
		return fault_row(a, row, BGP_FAULT_NEW_SPEAKER);
	if (at->len != width + 4)
		return fault_row(a, row, BGP_FAULT_LENGTH);
	bool is_zero = width == 4 ? be32(at->p) == 0 : be16(at->p) == 0;
	return is_zero ? fault_row(a, row, BGP_FAULT_AS_ZERO) : true;
}

/* Families whose next hops are known: RFC 4760, RFC 2545, RFC 8950. Others are believed. */
static bool next_hop_fits(const struct bgp_mp *mp)
{
	if ((mp->safi != 1 && mp->safi != 2) || mp->afi < 1 || mp->afi > 2)
		return true;
	return mp->next_hop_len == 16 || mp->next_hop_len == 32 || (mp->afi == 1 && mp->next_hop_len == 4);
}

/* The parts are looked for in a faulty attribute too: what it announces has to be known all the same. */
static bool reach_split(const struct bgp_attr *at, struct bgp_mp *mp)
{
	struct cur c = cur_init(at->p, at->len);
	*mp = (struct bgp_mp){0};
	mp->afi = cur_u16(&c);
	mp->safi = cur_u8(&c);
	mp->next_hop_len = cur_u8(&c);
	mp->next_hop = cur_take(&c, mp->next_hop_len);
	cur_u8(&c); /* reserved; was the number of SNPAs */
	mp->nlri = c.p;
	mp->nlri_len = (uint32_t)cur_left(&c);
	return cur_ok(&c);
}

static bool unreach_split(const struct bgp_attr *at, struct bgp_mp *mp)
{
	if (at->len < 3)
		return false;
	*mp = (struct bgp_mp){
	    .afi = be16(at->p), .safi = at->p[2], .nlri = at->p + 3, .nlri_len = at->len - 3U};
	return true;
}

static bool check_mp_reach(struct bgp_attrs *a, const struct bgp_attr_row *row)
{
	if (!a->has_reach)
		return fault_row(a, row, BGP_FAULT_LENGTH);
	return next_hop_fits(&a->reach) ? true : fault_row(a, row, BGP_FAULT_NEXT_HOP);
}

/*
 * In a table entry MP_REACH should be only the next hop and its length (RFC 6396 4.3.4), but many writers
 * leave it whole. The first octet tells: of the short form it counts the octets behind it, of the long form
 * it is the high octet of the AFI, 0. What fits neither way leaves the entry without a next hop.
 */
static bool rib_reach_split(const struct bgp_attr *at, struct bgp_mp *mp)
{
	*mp = (struct bgp_mp){0};
	if (at->len == 0)
		return true;
	if (at->p[0] == at->len - 1) {
		mp->next_hop_len = at->p[0];
		mp->next_hop = at->p + 1;
	} else if (at->p[0] == 0 && at->len >= 4 && at->p[3] <= at->len - 4) {
		mp->afi = be16(at->p);
		mp->safi = at->p[2];
		mp->next_hop_len = at->p[3];
		mp->next_hop = at->p + 4;
	}
	return true;
}

static void mp_split(const struct bgp_session *s, struct bgp_attrs *a, const struct bgp_attr *at)
{
	if (at->code == BGP_MP_REACH)
		a->has_reach = s->is_rib ? rib_reach_split(at, &a->reach) : reach_split(at, &a->reach);
	else if (at->code == BGP_MP_UNREACH)
		a->has_unreach = unreach_split(at, &a->unreach);
}

static bool check_value(const struct bgp_session *s, struct bgp_attrs *a, const struct bgp_attr_row *row,
                        const struct bgp_attr *at)
{
	switch (row->code) {
	case BGP_ORIGIN:
		return at->p[0] <= 2 ? true : fault_row(a, row, BGP_FAULT_VALUE);
	case BGP_AS_PATH:
		return check_as_path(a, row, at);
	case BGP_LOCAL_PREF:
	case BGP_ORIGINATOR_ID:
	case BGP_CLUSTER_LIST:
		if (!s->is_external)
			return true;
		bgp_attrs_fault(a, row->code, BGP_FAULT_EXTERNAL, BGP_DISCARD);
		return false;
	case BGP_AGGREGATOR:
	case BGP_AS4_AGGREGATOR:
		return check_aggregator(a, row, at);
	case BGP_MP_REACH:
		return s->is_rib ? true : check_mp_reach(a, row);
	case BGP_AS4_PATH:
		return check_as4_path(a, row, at);
	default:
		return true;
	}
}

static bool length_fits(const struct bgp_attr_row *row, unsigned len)
{
	if (len == row->min)
		return true;
	return row->step > 0 && len > row->min && (row->step == 1 || (len - row->min) % row->step == 0);
}

static bool check(const struct bgp_session *s, struct bgp_attrs *a, const struct bgp_attr_row *row,
                  const struct bgp_attr *at)
{
	/* In a table it was the collector who wrote the flags, and BIRD writes 0 for NEXT_HOP and LOCAL_PREF.
	 */
	if (NORMA_UNLIKELY((at->flags & FLAGS_FIXED) != row->flags) && !s->is_rib) {
		bgp_attrs_fault(a, row->code, BGP_FAULT_FLAGS, BGP_TREAT_AS_WITHDRAW);
		return false;
	}
	/* An empty list is in many archives; it says the same as no list. */
	if (at->len == 0 && row->code == BGP_COMMUNITIES) {
		bgp_attrs_fault(a, row->code, BGP_FAULT_EMPTY, BGP_DISCARD);
		return false;
	}
	/* On an external session these go whatever they look like (RFC 7606 7.5, 7.9, 7.10). */
	if (!length_fits(row, at->len) &&
	    !(s->is_external && (row->code == BGP_LOCAL_PREF || row->code == BGP_ORIGINATOR_ID ||
	                         row->code == BGP_CLUSTER_LIST)))
		return fault_row(a, row, BGP_FAULT_LENGTH);
	return check_value(s, a, row, at);
}

static void keep_unknown(struct bgp_attrs *a, const struct bgp_attr *at)
{
	if (at->code == 0)
		bgp_attrs_fault(a, 0, BGP_FAULT_RESERVED, BGP_DISCARD);
	for (unsigned i = 0; i < a->n_unknown && at->code != 0; i++)
		if (a->unknown[i].code == at->code) {
			bgp_attrs_fault(a, at->code, BGP_FAULT_DUPLICATE, BGP_DISCARD);
			return;
		}
	if (a->n_unknown == BGP_UNKNOWN_MAX)
		a->unknown_full = true;
	else
		a->unknown[a->n_unknown++] = *at;
}

static void attr_add(const struct bgp_session *s, struct bgp_attrs *a, const struct bgp_attr *at)
{
	const struct bgp_attr_row *row = bgp_attr_row_find(at->code);
	if (!row || at->code >= BGP_SLOTS) {
		keep_unknown(a, at);
		if (row)
			(void)check(s, a, row, at);
		return;
	}
	uint64_t bit = UINT64_C(1) << at->code;
	if (NORMA_UNLIKELY(a->seen & bit)) {
		bool is_mp = at->code == BGP_MP_REACH || at->code == BGP_MP_UNREACH;
		bgp_attrs_fault(a, at->code, BGP_FAULT_DUPLICATE, is_mp ? BGP_UNUSABLE : BGP_DISCARD);
		return;
	}
	a->seen |= bit;
	a->at[at->code] = *at;
	mp_split(s, a, at);
	if (check(s, a, row, at))
		a->sound |= bit;
}

/* The attribute at p runs past the end. */
static void overrun(const struct bgp_session *s, struct bgp_attrs *a, const uint8_t *p, size_t left,
                    bool is_cut)
{
	size_t head = p[0] & FLAG_EXTENDED ? 4 : 3;
	a->is_overrun = true;
	bgp_attrs_fault(a, left < 2 ? 0 : p[1], BGP_FAULT_OVERRUN,
	                is_cut ? BGP_DISCARD : BGP_TREAT_AS_WITHDRAW);
	if (!is_cut || left < head || left - head > UINT16_MAX)
		return;
	struct bgp_attr at = {.p = p + head, .len = (uint16_t)(left - head), .flags = p[0], .code = p[1]};
	struct bgp_mp mp;
	if ((at.code == BGP_MP_REACH && reach_split(&at, &mp)) ||
	    (at.code == BGP_MP_UNREACH && unreach_split(&at, &mp)))
		attr_add(s, a, &at);
}

static void decode(const struct bgp_session *s, const uint8_t *octets, size_t len, bool is_cut,
                   struct bgp_attrs *out)
{
	const uint8_t *p = octets, *end = octets + len;
	out->seen = out->sound = 0;
	out->faults = 0;
	out->action = BGP_ACCEPT;
	out->n_errors = out->n_unknown = 0;
	out->as_width = s->as_width;
	out->errors_full = out->unknown_full = out->is_overrun = false;
	out->has_reach = out->has_unreach = false;
	while (p < end) {
		size_t left = (size_t)(end - p), head = p[0] & FLAG_EXTENDED ? 4 : 3;
		unsigned value_len = left < head ? 0 : head == 4 ? be16(p + 2) : p[2];
		if (NORMA_UNLIKELY(left < head || left - head < value_len)) {
			overrun(s, out, p, left, is_cut);
			return;
		}
		struct bgp_attr at = {.p = p + head, .len = (uint16_t)value_len, .flags = p[0], .code = p[1]};
		attr_add(s, out, &at);
		p += head + value_len;
	}
}

void bgp_attrs_decode(const struct bgp_session *s, const uint8_t *octets, size_t len, struct bgp_attrs *out)
{
	decode(s, octets, len, false, out);
}

void bgp_attrs_decode_cut(const struct bgp_session *s, const uint8_t *octets, size_t len,
                          struct bgp_attrs *out)
{
	decode(s, octets, len, true, out);
}

void bgp_attrs_require(struct bgp_attrs *a, bool next_hop)
{
	if (!bgp_attrs_seen(a, BGP_ORIGIN))
		bgp_attrs_fault(a, BGP_ORIGIN, BGP_FAULT_MISSING, BGP_TREAT_AS_WITHDRAW);
	if (!bgp_attrs_seen(a, BGP_AS_PATH))
		bgp_attrs_fault(a, BGP_AS_PATH, BGP_FAULT_MISSING, BGP_TREAT_AS_WITHDRAW);
	if (next_hop && !bgp_attrs_seen(a, BGP_NEXT_HOP))
		bgp_attrs_fault(a, BGP_NEXT_HOP, BGP_FAULT_MISSING, BGP_TREAT_AS_WITHDRAW);
}

static struct bgp_aggregator aggregator_read(const struct bgp_attr *at)
{
	bool wide = at->len == 8;
	return (struct bgp_aggregator){.asn = wide ? be32(at->p) : be16(at->p),
	                               .ip = be32(at->p + (wide ? 4 : 2))};
}

/* Somebody who speaks only two octets has aggregated behind the ones who wrote the AS4 attributes: they are
 * out of date (RFC 6793 4.2.3). */
static bool as4_is_void(const struct bgp_attrs *a)
{
	return bgp_attrs_has(a, BGP_AGGREGATOR) && bgp_attrs_has(a, BGP_AS4_AGGREGATOR) &&
	       aggregator_read(&a->at[BGP_AGGREGATOR]).asn != ASN_TRANS;
}

bool bgp_attrs_aggregator(const struct bgp_attrs *a, struct bgp_aggregator *out)
{
	if (!bgp_attrs_has(a, BGP_AGGREGATOR))
		return false;
	bool newer = bgp_attrs_has(a, BGP_AS4_AGGREGATOR) && !as4_is_void(a);
	*out = aggregator_read(&a->at[newer ? BGP_AS4_AGGREGATOR : BGP_AGGREGATOR]);
	return true;
}

bool bgp_attrs_path(const struct bgp_attrs *a, uint8_t *room, size_t room_len, struct as_path *out)
{
	if (!bgp_attrs_has(a, BGP_AS_PATH))
		return false;
	const struct bgp_attr *two = &a->at[BGP_AS_PATH], *four = &a->at[BGP_AS4_PATH];
	struct as_path path = {.p = two->p, .len = two->len, .width = a->as_width};
	*out = path;
	if (NORMA_LIKELY(!bgp_attrs_has(a, BGP_AS4_PATH)) || as4_is_void(a))
		return true;
	struct as_path newer = {.p = four->p, .len = four->len, .width = 4};
	if (as_path_merge_room(&path, &newer) <= room_len)
		as_path_merge(&path, &newer, room, out);
	return true;
}

unsigned bgp_attrs_next_hops(const struct bgp_attrs *a, bool from_mp, struct ip_addr out[static 2])
{
	if (!from_mp) {
		if (!bgp_attrs_has(a, BGP_NEXT_HOP))
			return 0;
		out[0] = addr_from_v4(bgp_attrs_u32(a, BGP_NEXT_HOP));
		return 1;
	}
	if (!bgp_attrs_has(a, BGP_MP_REACH))
		return 0;
	/* With route distinguishers (RFC 4364, RFC 4659) eight octets stand in front of each address. */
	unsigned len = a->reach.next_hop_len, rd = len == 12 || len == 24 || len == 48 ? 8 : 0;
	unsigned width = len == 4 || len == 12 ? 4 : 16;
	unsigned n = len == 32 || len == 48 ? 2 : len == 4 || len == 12 || len == 16 || len == 24 ? 1 : 0;
	for (unsigned i = 0; i < n; i++)
		out[i] = addr_from_octets(width == 4 ? FAMILY_V4 : FAMILY_V6,
		                          a->reach.next_hop + (size_t)i * (rd + width) + rd);
	return n;
}
