/*
 * Delegations by asking every line, bogons by asking every rule. Ranges are judged piece by piece: the pieces
 * lie between any two numbers where some line of some file begins or ends.
 */
#include "base/clock.h"
#include "oracle.h"

#include <stdlib.h>
#include <string.h>

static int rank(const struct delegation *d)
{
	return (d->rir == RIR_IANA ? 0 : 10) + (int)d->status;
}

enum delegation_status oracle_delegation_at(const struct delegation *lines, size_t n, const struct ip_addr *a)
{
	const struct delegation *best = NULL;
	for (size_t i = 0; i < n; i++) {
		const struct delegation *d = &lines[i];
		if (d->type == (a->family == FAMILY_V4 ? DELEGATION_V4 : DELEGATION_V6) &&
		    addr_cmp(&d->first, a) <= 0 && addr_cmp(a, &d->last) <= 0 &&
		    (!best || rank(d) > rank(best)))
			best = d;
	}
	return best ? best->status : DELEGATION_ABSENT;
}

enum delegation_status oracle_delegation_asn(const struct delegation *lines, size_t n, asn_t asn)
{
	const struct delegation *best = NULL;
	for (size_t i = 0; i < n; i++) {
		const struct delegation *d = &lines[i];
		if (d->type == DELEGATION_ASN && d->asn_first <= asn && asn <= d->asn_last &&
		    (!best || rank(d) > rank(best)))
			best = d;
	}
	return best ? best->status : DELEGATION_ABSENT;
}

/* ---- rules, as text */

static const char *const special_rows[] = {"0.0.0.0/8 -",
                                           "10.0.0.0/8 1996-02",
                                           "100.64.0.0/10 2012-04",
                                           "127.0.0.0/8 -",
                                           "169.254.0.0/16 2005-05",
                                           "172.16.0.0/12 1996-02",
                                           "192.0.0.0/24 2010-01",
                                           "192.0.2.0/24 2002-09",
                                           "192.88.99.0/24 2015-05",
                                           "192.168.0.0/16 1996-02",
                                           "198.18.0.0/15 1999-03",
                                           "198.51.100.0/24 2010-01",
                                           "203.0.113.0/24 2010-01",
                                           "224.0.0.0/3 -",
                                           "::/8 -",
                                           "100::/8 -",
                                           "200::/7 -",
                                           "400::/6 -",
                                           "800::/5 -",
                                           "1000::/4 -",
                                           "2001::/23 2000-09",
                                           "2001:db8::/32 2004-07",
                                           "2002::/16 2015-05",
                                           "3ffe::/16 2006-06-06",
                                           "3fff::/20 2024-08",
                                           "4000::/3 -",
                                           "6000::/3 -",
                                           "8000::/3 -",
                                           "a000::/3 -",
                                           "c000::/3 -",
                                           "e000::/4 -",
                                           "f000::/5 -",
                                           "f800::/6 -",
                                           "fc00::/7 -",
                                           "fe80::/10 -",
                                           "fec0::/10 -",
                                           "ff00::/8 -"};

static const char *const never_rows[] = {"192.0.0.9/32",  "192.0.0.10/32", "2001:1::1/128",   "2001:1::2/128",
                                         "2001:1::3/128", "2001:3::/32",   "2001:4:112::/48", "2001:20::/28",
                                         "2001:30::/28",  "64:ff9b::/96"};

/* Enough of IANA's registries for the world that the tests make up. */
static const char *const block_rows[] = {"5.0.0.0/8 2010-11 ripencc",
                                         "193.0.0.0/8 1993-05 ripencc",
                                         "23.0.0.0/8 2010-11 arin",
                                         "100.0.0.0/8 2010-11 arin",
                                         "192.0.0.0/8 1993-05 arin",
                                         "198.0.0.0/8 1993-05 arin",
                                         "203.0.0.0/8 1993-05 apnic",
                                         "172.0.0.0/8 1993-05 arin",
                                         "169.0.0.0/8 1993-05 arin",
                                         "2001:2000::/19 2019-03-12 ripencc",
                                         "2001:2000::/20 2004-05-04 ripencc",
                                         "2001:3000::/21 2004-05-04 ripencc",
                                         "2001:3800::/22 2004-05-04 ripencc",
                                         "2001:c00::/23 2002-05-02 apnic",
                                         "2a10::/12 2019-06-05 ripencc",
                                         "2620::/23 2006-09-12 arin",
                                         "2630::/12 2019-11-06 arin",
                                         "2001::/23 1999-07-01 -",
                                         "2002::/16 2001-02-01 -",
                                         "3ffe::/16 1998-12-01 -"};

static instant_t month(const char *s)
{
	char day[16];
	instant_t t = INSTANT_NONE;
	size_t len = strcspn(s, " ");
	if (*s == '-')
		return INSTANT_NONE;
	memcpy(day, s, len);
	memcpy(day + len, "-01", 4);
	if (clock_parse(day, len == 7 ? 10 : len, &t) != ERR_OK)
		abort();
	return t;
}

/* "PREFIX DATE WORD" taken apart; returns the word. */
static const char *row(const char *s, struct prefix *p, instant_t *since)
{
	size_t len = strcspn(s, " ");
	if (prefix_parse(s, len, p) != ERR_OK)
		abort();
	*since = INSTANT_NONE;
	if (!s[len])
		return "";
	*since = month(s + len + 1);
	const char *word = strchr(s + len + 1, ' ');
	return word ? word + 1 : "";
}

static bool is_never(const struct prefix *p)
{
	struct prefix n, teredo;
	instant_t since;
	row("2001::/32", &teredo, &since);
	for (size_t i = 0; i < sizeof never_rows / sizeof *never_rows; i++) {
		row(never_rows[i], &n, &since);
		if (oracle_covers(&n, p))
			return true;
	}
	return prefix_eq(&teredo, p);
}

static bool is_special(const struct prefix *p, instant_t at)
{
	for (size_t i = 0; i < sizeof special_rows / sizeof *special_rows; i++) {
		struct prefix s;
		instant_t since;
		row(special_rows[i], &s, &since);
		if (since <= at && oracle_covers(&s, p))
			return true;
	}
	return false;
}

/* "" for none, "?" for a part; else the registry's name or "-" */
static const char *block_of(const struct prefix *p, instant_t at)
{
	const char *found = "";
	for (size_t i = 0; i < sizeof block_rows / sizeof *block_rows; i++) {
		struct prefix b;
		instant_t since;
		const char *who = row(block_rows[i], &b, &since);
		if (since > at || (strncmp(block_rows[i], "3ffe", 4) == 0 && at >= month("2006-06-06")))
			continue;
		if (oracle_covers(&b, p))
			return who;
		if (oracle_covers(p, &b))
			found = "?";
	}
	return found;
}

static bool has_registry(const struct delegation *lines, size_t n, const char *who)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(rir_name(lines[i].rir), who) == 0)
			return true;
	return false;
}

struct piece {
	bool available, returned, reserved, absent, confirmed;
};

static bool held_lately(const struct oracle_bogon *o, enum delegation_status then)
{
	return o->past && then == DELEGATION_ALLOCATED && o->past_as_of < o->at &&
	       o->at - o->past_as_of <= 180 * 86400;
}

static void piece_add(const struct oracle_bogon *o, struct piece *p, enum delegation_status now,
                      enum delegation_status before, enum delegation_status past)
{
	if (now == DELEGATION_AVAILABLE && held_lately(o, past))
		p->returned = true;
	else if (now == DELEGATION_AVAILABLE)
		p->available = true;
	else if (now == DELEGATION_RESERVED)
		p->reserved = true;
	else if (now == DELEGATION_ABSENT) {
		p->absent = true;
		p->confirmed |= before == DELEGATION_ABSENT;
	}
}

static const char *piece_class(const struct oracle_bogon *o, const struct piece *p, const char *who)
{
	if (p->available)
		return "full";
	if (p->returned || p->reserved)
		return "administrative";
	if (p->absent && p->confirmed && has_registry(o->now, o->n_now, who) &&
	    has_registry(o->before, o->n_before, who))
		return "administrative";
	return "none";
}

static bool all_held(const struct piece *p)
{
	return !p->available && !p->returned && !p->reserved && !p->absent;
}

static struct ip_addr after(struct ip_addr a)
{
	if (a.family == FAMILY_V4) {
		a.hi += UINT64_C(1) << 32;
		return a;
	}
	a.lo++;
	a.hi += a.lo == 0;
	return a;
}

/* The pieces of p begin at its first address, where a line begins, and behind where one ends. */
static void pieces_of(const struct oracle_bogon *o, const struct prefix *p, const struct delegation *lines,
                      size_t n, struct piece *out)
{
	struct ip_addr first = {p->hi, p->lo, p->family}, last = prefix_last(p);
	for (size_t i = 0; i < 2 * n + 1; i++) {
		struct ip_addr a = i == 2 * n ? first : i & 1 ? after(lines[i / 2].last) : lines[i / 2].first;
		if (i < 2 * n && (lines[i / 2].type == DELEGATION_ASN || a.family != p->family))
			continue;
		if (addr_cmp(&a, &first) < 0 || addr_cmp(&a, &last) > 0)
			continue;
		piece_add(o, out, oracle_delegation_at(o->now, o->n_now, &a),
		          oracle_delegation_at(o->before, o->n_before, &a),
		          oracle_delegation_at(o->past, o->n_past, &a));
	}
}

const char *oracle_bogon_prefix(const struct oracle_bogon *o, const struct prefix *p)
{
	if (p->len == 0 || is_never(p))
		return "none";
	if (is_special(p, o->at))
		return "full";
	for (size_t i = 0; i < o->n_list; i++)
		if (oracle_covers(&o->list[i], p))
			return "full";
	const char *who = block_of(p, o->at);
	struct piece pieces = {0};
	pieces_of(o, p, o->now, o->n_now, &pieces);
	pieces_of(o, p, o->before, o->n_before, &pieces);
	pieces_of(o, p, o->past, o->n_past, &pieces);
	/* what a registry has given out is no free space, if IANA's tables are older than that */
	instant_t known_until = month(p->family == FAMILY_V4 ? "2011-02-02" : "2019-11-07");
	if (!*who && !(o->now && all_held(&pieces) && o->at >= known_until))
		return "full";
	if (!o->now)
		return "none";
	return piece_class(o, &pieces, who);
}

static const struct {
	asn_t first, last;
	const char *since;
} special_asns[] = {
    {0, 0, "-"},
    {23456, 23456, "2007-05"},
    {64496, 64511, "2008-12"},
    {64512, 65534, "1996-03"},
    {65535, 65535, "2014-07"},
    {65536, 65551, "2008-12"},
    {65552, 131071, "2007-05"},
    {4200000000, 4294967294, "2013-07"},
    {4294967295, 4294967295, "2014-07"},
};

/* Blocks around the numbers that the tests use. */
static const struct {
	asn_t first, last;
	const char *who;
} asn_blocks[] = {{1877, 1901, "ripencc"},   {2043, 2043, "ripencc"},   {64297, 64395, "apnic"},
                  {64396, 64495, "ripencc"}, {131072, 155961, "apnic"}, {196608, 219547, "ripencc"},
                  {393216, 404380, "arin"}};

const char *oracle_bogon_asn(const struct oracle_bogon *o, asn_t asn)
{
	for (size_t i = 0; i < sizeof special_asns / sizeof *special_asns; i++)
		if (asn >= special_asns[i].first && asn <= special_asns[i].last &&
		    month(special_asns[i].since) <= o->at)
			return "full";
	const char *who = NULL;
	for (size_t i = 0; i < sizeof asn_blocks / sizeof *asn_blocks; i++)
		if (asn >= asn_blocks[i].first && asn <= asn_blocks[i].last)
			who = asn_blocks[i].who;
	if (!who)
		return "full";
	if (!o->now)
		return "none";
	struct piece p = {0};
	piece_add(o, &p, oracle_delegation_asn(o->now, o->n_now, asn),
	          oracle_delegation_asn(o->before, o->n_before, asn),
	          oracle_delegation_asn(o->past, o->n_past, asn));
	return piece_class(o, &p, who);
}
