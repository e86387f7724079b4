#include "validate/bogon_rules.h"

/*
 * Special-purpose address space, most of it from the registries of RFC 6890. The day is that of the RFC's
 * publication (its month); 0 where the space was set aside before there was anything to judge (RFC 791, 1112,
 * 1122, 1884). Addresses are left-aligned as in net/prefix.h.
 *
 * tools/gen-iana holds these rows against IANA's special-purpose registries.
 */
#define SPECIAL(text, family, hi, len, since)                        \
	{                                                            \
		{(hi), 0, (len), (family)}, (since), "special:" text \
	}
#define EXEMPT(text, family, hi, lo, len)                        \
	{                                                        \
		{(hi), (lo), (len), (family)}, 0, "exempt:" text \
	}
#define V4(a, b, c, d) ((uint64_t)(a) << 56 | (uint64_t)(b) << 48 | (uint64_t)(c) << 40 | (uint64_t)(d) << 32)
#define V6(a, b, c, d) ((uint64_t)(a) << 48 | (uint64_t)(b) << 32 | (uint64_t)(c) << 16 | (uint64_t)(d))

/* A longer prefix stands behind the shorter ones that cover it: the last one found is the longest. */
static const struct special_prefix specials[] = {
    SPECIAL("0.0.0.0/8", FAMILY_V4, V4(0, 0, 0, 0), 8, 0),                      /* this network, RFC 1122 */
    SPECIAL("10.0.0.0/8", FAMILY_V4, V4(10, 0, 0, 0), 8, 19960201),             /* private use, RFC 1918 */
    SPECIAL("100.64.0.0/10", FAMILY_V4, V4(100, 64, 0, 0), 10, 20120401),       /* shared, RFC 6598 */
    SPECIAL("127.0.0.0/8", FAMILY_V4, V4(127, 0, 0, 0), 8, 0),                  /* loopback, RFC 1122 */
    SPECIAL("169.254.0.0/16", FAMILY_V4, V4(169, 254, 0, 0), 16, 20050501),     /* link local, RFC 3927 */
    SPECIAL("172.16.0.0/12", FAMILY_V4, V4(172, 16, 0, 0), 12, 19960201),       /* private use, RFC 1918 */
    SPECIAL("192.0.0.0/24", FAMILY_V4, V4(192, 0, 0, 0), 24, 20100101),         /* protocols, RFC 5736 */
    SPECIAL("192.0.2.0/24", FAMILY_V4, V4(192, 0, 2, 0), 24, 20020901),         /* TEST-NET, RFC 3330 */
    SPECIAL("192.88.99.0/24", FAMILY_V4, V4(192, 88, 99, 0), 24, 20150501),     /* 6to4 relays, RFC 7526 */
    SPECIAL("192.168.0.0/16", FAMILY_V4, V4(192, 168, 0, 0), 16, 19960201),     /* private use, RFC 1918 */
    SPECIAL("198.18.0.0/15", FAMILY_V4, V4(198, 18, 0, 0), 15, 19990301),       /* benchmarks, RFC 2544 */
    SPECIAL("198.51.100.0/24", FAMILY_V4, V4(198, 51, 100, 0), 24, 20100101),   /* TEST-NET-2, RFC 5737 */
    SPECIAL("203.0.113.0/24", FAMILY_V4, V4(203, 0, 113, 0), 24, 20100101),     /* TEST-NET-3, RFC 5737 */
    SPECIAL("224.0.0.0/3", FAMILY_V4, V4(224, 0, 0, 0), 3, 0),                  /* multicast, reserved */
    SPECIAL("::/8", FAMILY_V6, V6(0, 0, 0, 0), 8, 0),                           /* RFC 4291 */
    SPECIAL("64:ff9b:1::/48", FAMILY_V6, V6(0x64, 0xff9b, 1, 0), 48, 20171001), /* RFC 8215 */
    SPECIAL("100::/8", FAMILY_V6, V6(0x100, 0, 0, 0), 8, 0),                    /* RFC 4291, 6666 */
    SPECIAL("200::/7", FAMILY_V6, V6(0x200, 0, 0, 0), 7, 0),                    /* NSAP, RFC 4048 */
    SPECIAL("400::/6", FAMILY_V6, V6(0x400, 0, 0, 0), 6, 0),                    /* RFC 4291 */
    SPECIAL("800::/5", FAMILY_V6, V6(0x800, 0, 0, 0), 5, 0),                    /* RFC 4291 */
    SPECIAL("1000::/4", FAMILY_V6, V6(0x1000, 0, 0, 0), 4, 0),                  /* RFC 4291 */
    SPECIAL("2001::/23", FAMILY_V6, V6(0x2001, 0, 0, 0), 23, 20000901),         /* protocols, RFC 2928 */
    SPECIAL("2001::/33", FAMILY_V6, V6(0x2001, 0, 0, 0), 33, 20060201),         /* Teredo, RFC 4380 */
    SPECIAL("2001:0:8000::/33", FAMILY_V6, V6(0x2001, 0, 0x8000, 0), 33, 20060201), /* Teredo, RFC 4380 */
    SPECIAL("2001:2::/48", FAMILY_V6, V6(0x2001, 2, 0, 0), 48, 20080401),           /* benchmarks, RFC 5180 */
    SPECIAL("2001:10::/28", FAMILY_V6, V6(0x2001, 0x10, 0, 0), 28, 20070401),       /* ORCHID, RFC 4843 */
    SPECIAL("2001:db8::/32", FAMILY_V6, V6(0x2001, 0xdb8, 0, 0), 32, 20040701),     /* examples, RFC 3849 */
    SPECIAL("2002::/16", FAMILY_V6, V6(0x2002, 0, 0, 0), 16, 20150501),             /* 6to4, RFC 7526 */
    SPECIAL("3ffe::/16", FAMILY_V6, V6(0x3ffe, 0, 0, 0), 16, 20060606), /* 6bone's end, RFC 3701 2 */
    SPECIAL("3fff::/20", FAMILY_V6, V6(0x3fff, 0, 0, 0), 20, 20240801), /* examples, RFC 9637 */
    SPECIAL("4000::/3", FAMILY_V6, V6(0x4000, 0, 0, 0), 3, 0),          /* RFC 4291 */
    SPECIAL("5f00::/8", FAMILY_V6, V6(0x5f00, 0, 0, 0), 8, 0),          /* RFC 4291, 9602 */
    SPECIAL("6000::/3", FAMILY_V6, V6(0x6000, 0, 0, 0), 3, 0),          /* RFC 4291 */
    SPECIAL("8000::/3", FAMILY_V6, V6(0x8000, 0, 0, 0), 3, 0),          /* RFC 4291 */
    SPECIAL("a000::/3", FAMILY_V6, V6(0xa000, 0, 0, 0), 3, 0),          /* RFC 4291 */
    SPECIAL("c000::/3", FAMILY_V6, V6(0xc000, 0, 0, 0), 3, 0),          /* RFC 4291 */
    SPECIAL("e000::/4", FAMILY_V6, V6(0xe000, 0, 0, 0), 4, 0),          /* RFC 4291 */
    SPECIAL("f000::/5", FAMILY_V6, V6(0xf000, 0, 0, 0), 5, 0),          /* RFC 4291 */
    SPECIAL("f800::/6", FAMILY_V6, V6(0xf800, 0, 0, 0), 6, 0),          /* RFC 4291 */
    SPECIAL("fc00::/7", FAMILY_V6, V6(0xfc00, 0, 0, 0), 7, 0),          /* unique local, RFC 4193 */
    SPECIAL("fe80::/10", FAMILY_V6, V6(0xfe80, 0, 0, 0), 10, 0),        /* link local, RFC 4291 */
    SPECIAL("fec0::/10", FAMILY_V6, V6(0xfec0, 0, 0, 0), 10, 0),        /* site local, RFC 3879 */
    SPECIAL("ff00::/8", FAMILY_V6, V6(0xff00, 0, 0, 0), 8, 0),          /* multicast, RFC 4291 */
};

/* Globally reachable inside what is not, or in use by agreement, with all that they cover. */
static const struct special_prefix exempts[] = {
    EXEMPT("192.0.0.9/32", FAMILY_V4, V4(192, 0, 0, 9), 0, 32),           /* PCP anycast, RFC 7723 */
    EXEMPT("192.0.0.10/32", FAMILY_V4, V4(192, 0, 0, 10), 0, 32),         /* TURN anycast, RFC 8155 */
    EXEMPT("64:ff9b::/96", FAMILY_V6, V6(0x64, 0xff9b, 0, 0), 0, 96),     /* NAT64, RFC 6052 */
    EXEMPT("2001:1::1/128", FAMILY_V6, V6(0x2001, 1, 0, 0), 1, 128),      /* PCP anycast, RFC 7723 */
    EXEMPT("2001:1::2/128", FAMILY_V6, V6(0x2001, 1, 0, 0), 2, 128),      /* TURN anycast, RFC 8155 */
    EXEMPT("2001:1::3/128", FAMILY_V6, V6(0x2001, 1, 0, 0), 3, 128),      /* DNS-SD, RFC 9665 */
    EXEMPT("2001:3::/32", FAMILY_V6, V6(0x2001, 3, 0, 0), 0, 32),         /* AMT, RFC 7450 */
    EXEMPT("2001:4:112::/48", FAMILY_V6, V6(0x2001, 4, 0x112, 0), 0, 48), /* AS112, RFC 7535 */
    EXEMPT("2001:20::/28", FAMILY_V6, V6(0x2001, 0x20, 0, 0), 0, 28),     /* ORCHIDv2, RFC 7343 */
    EXEMPT("2001:30::/28", FAMILY_V6, V6(0x2001, 0x30, 0, 0), 0, 28),     /* DRIP tags, RFC 9374 */
};

/* Teredo's own announcement: this prefix, but nothing inside it. */
static const struct special_prefix teredo = EXEMPT("2001::/32", FAMILY_V6, V6(0x2001, 0, 0, 0), 0, 32);

/* IANA's special-purpose AS numbers (RFC 7249) and what its registry of AS numbers calls reserved. */
static const struct special_asns asns[] = {
    {0, 0, 0, "special:AS0"},                                              /* RFC 7607 */
    {ASN_TRANS, ASN_TRANS, 20070501, "special:AS23456"},                   /* RFC 4893, 6793 */
    {64496, 64511, 20081201, "special:AS64496-64511"},                     /* examples, RFC 5398 */
    {64512, 65534, 19960301, "special:AS64512-65534"},                     /* private use, RFC 1930 */
    {65535, 65535, 20140701, "special:AS65535"},                           /* RFC 7300 */
    {65536, 65551, 20081201, "special:AS65536-65551"},                     /* examples, RFC 5398 */
    {65552, 131071, 20070501, "special:AS65552-131071"},                   /* reserved by IANA */
    {4200000000, 4294967294, 20130701, "special:AS4200000000-4294967294"}, /* private use, RFC 6996 */
    {4294967295, 4294967295, 20140701, "special:AS4294967295"},            /* RFC 7300 */
};

enum {
	N_SPECIALS = sizeof specials / sizeof *specials,
	N_V4 = 14, /* of them IPv4: they stand in front */
	N_EXEMPTS = sizeof exempts / sizeof *exempts,
	N_ASNS = sizeof asns / sizeof *asns,
};

day_t bogon_day(instant_t at)
{
	if (at == INSTANT_NONE)
		return 0;
	struct civil c = clock_split(at);
	if (c.year < 0)
		return 0;
	if (c.year > 9999)
		return 99991231;
	return (day_t)c.year * 10000 + c.month * 100 + c.day;
}

static void octets_mark(const struct prefix *p, enum family family, uint64_t octets[4])
{
	if (p->family != family)
		return;
	uint64_t first = p->hi >> 56, n = p->len < 8 ? UINT64_C(1) << (8 - p->len) : 1;
	for (uint64_t i = first; i < first + n; i++)
		octets[i / 64] |= UINT64_C(1) << i % 64;
}

void special_prefix_octets(enum family family, uint64_t octets[4])
{
	for (size_t i = 0; i < N_SPECIALS; i++)
		octets_mark(&specials[i].prefix, family, octets);
	for (size_t i = 0; i < N_EXEMPTS; i++)
		octets_mark(&exempts[i].prefix, family, octets);
	octets_mark(&teredo.prefix, family, octets);
}

const char *special_prefix_exempt(const struct prefix *p)
{
	if (prefix_eq(p, &teredo.prefix))
		return teredo.reason;
	for (size_t i = 0; i < N_EXEMPTS; i++)
		if (prefix_covers(&exempts[i].prefix, p))
			return exempts[i].reason;
	return NULL;
}

const struct special_prefix *special_prefix_find(const struct prefix *p, day_t day)
{
	const struct special_prefix *found = NULL;
	size_t from = p->family == FAMILY_V4 ? 0 : N_V4, to = p->family == FAMILY_V4 ? N_V4 : N_SPECIALS;
	for (size_t i = from; i < to; i++)
		if (specials[i].since <= day && prefix_covers(&specials[i].prefix, p))
			found = &specials[i];
	return found;
}

const struct special_asns *special_asn_find(asn_t asn, day_t day)
{
	for (size_t i = 0; i < N_ASNS; i++)
		if (asn >= asns[i].first && asn <= asns[i].last && asns[i].since <= day)
			return &asns[i];
	return NULL;
}
