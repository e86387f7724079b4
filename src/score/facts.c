#include "score/facts.h"

#include "base/cur.h"

/* Octet 1: the version. Then the fields of the table, each a number of seven bits an octet, low ones first,
 * the top bit saying that more follow (LEB128). A field that is added needs a new version. */
enum { VERSION = 1 };

#define COUNT(name)                                                                \
	{                                                                          \
		offsetof(struct network_facts, name), sizeof(uint32_t), UINT32_MAX \
	}
#define STATE(name)                                                             \
	{                                                                       \
		offsetof(struct network_facts, name), sizeof(uint8_t), FACT_YES \
	}
static const struct {
	size_t offset, size;
	uint32_t most;
} fields[] = {
    COUNT(routes.total),
    COUNT(routes.counted),
    COUNT(routes.rov_valid),
    COUNT(routes.rov_invalid),
    COUNT(routes.rov_not_found),
    COUNT(routes.rov_unknown),
    COUNT(routes.irr_valid),
    COUNT(routes.irr_covering),
    COUNT(routes.irr_invalid),
    COUNT(routes.irr_not_found),
    COUNT(routes.irr_unknown),
    STATE(vrps),
    STATE(irr),
    STATE(policy),
    STATE(contact[CONTACT_REGISTRY]),
    STATE(contact[CONTACT_RDAP]),
    STATE(contact[CONTACT_PEERINGDB]),
    COUNT(sessions),
    COUNT(spoofed_blocks),
    COUNT(passed_invalid),
};
enum { N_FIELDS = sizeof fields / sizeof *fields };

void facts_encode(const struct network_facts *facts, struct buf *out)
{
	uint8_t octets[1 + 5 * N_FIELDS] = {VERSION};
	size_t len = 1;
	for (size_t i = 0; i < N_FIELDS; i++) {
		const char *at = (const char *)facts + fields[i].offset;
		uint32_t v = 0;
		if (fields[i].size == 1)
			v = *(const uint8_t *)at;
		else
			memcpy(&v, at, sizeof v);
		for (; v >= 0x80; v >>= 7)
			octets[len++] = (uint8_t)(v | 0x80);
		octets[len++] = (uint8_t)v;
	}
	buf_add(out, octets, len);
}

/* At most five octets, the shortest form, not above 32 bits. */
static uint32_t number(struct cur *c)
{
	uint64_t v = 0;
	for (unsigned shift = 0; shift < 35; shift += 7) {
		uint8_t octet = cur_u8(c);
		v |= (uint64_t)(octet & 0x7f) << shift;
		if (octet & 0x80)
			continue;
		if (v > UINT32_MAX || (octet == 0 && shift > 0))
			break;
		return (uint32_t)v;
	}
	cur_fail(c, ERR_VALUE);
	return 0;
}

enum err facts_decode(const void *data, size_t len, struct network_facts *out)
{
	struct cur c = cur_init(data, len);
	struct network_facts facts = {0};
	if (cur_u8(&c) != VERSION && cur_ok(&c))
		return ERR_UNSUPPORTED;
	for (size_t i = 0; i < N_FIELDS; i++) {
		char *at = (char *)&facts + fields[i].offset;
		uint32_t v = number(&c);
		if (v > fields[i].most)
			cur_fail(&c, ERR_VALUE);
		if (fields[i].size == 1)
			*(uint8_t *)at = (uint8_t)v;
		else
			memcpy(at, &v, sizeof v);
	}
	const struct network_routes *r = &facts.routes;
	if ((uint64_t)r->rov_valid + r->rov_invalid + r->rov_not_found + r->rov_unknown != r->counted ||
	    (uint64_t)r->irr_valid + r->irr_covering + r->irr_invalid + r->irr_not_found + r->irr_unknown !=
	        r->counted ||
	    r->counted > r->total)
		cur_fail(&c, ERR_VALUE);
	enum err e = cur_end(&c);
	if (e == ERR_OK)
		*out = facts;
	return e;
}
