#include "text/recognise.h"

#include "net/asn.h"
#include "net/prefix.h"
#include "text/json.h"

#include <string.h>
#include <strings.h>

static const struct {
	const char *name, *folder;
} kinds[TEXT_KINDS] = {
#define TEXT_KIND_ROW(kind, name, folder) {name, folder},
    TEXT_KIND_LIST(TEXT_KIND_ROW)
#undef TEXT_KIND_ROW
};

const char *text_kind_name(enum text_kind kind)
{
	return kind < TEXT_KINDS ? kinds[kind].name : kinds[TEXT_UNKNOWN].name;
}

const char *text_kind_folder(enum text_kind kind)
{
	return kind < TEXT_KINDS ? kinds[kind].folder : "";
}

/* --- JSON: members that stand in one kind of file only --- */

static const struct {
	const char *path;
	enum text_kind kind;
} signs[] = {
    {"roas", TEXT_VRP_JSON},
    {"vrps", TEXT_VRP_JSON},
    {"aspas", TEXT_VRP_JSON},
    {"provider_authorizations", TEXT_VRP_JSON},
    {"metadata.buildtime", TEXT_VRP_JSON},
    {"metadata.generatedTime", TEXT_VRP_JSON},
    {"data[].maxLength", TEXT_VRP_JSON},
    {"data[].trustAnchor", TEXT_VRP_JSON},
    {"[].maxLength", TEXT_VRP_JSON},
    {"slurmVersion", TEXT_SLURM},
    {"data[].org_id", TEXT_PEERINGDB},
    {"data[].net_id", TEXT_PEERINGDB},
    {"data[].ix_id", TEXT_PEERINGDB},
    {"data[].ixlan_id", TEXT_PEERINGDB},
    {"data[].rir_status", TEXT_PEERINGDB},
    {"data[].name_long", TEXT_PEERINGDB},
    {"[].org_id", TEXT_PEERINGDB},
    {"[].net_id", TEXT_PEERINGDB},
    {"[].ixlan_id", TEXT_PEERINGDB},
    {"org.data", TEXT_PEERINGDB},
    {"net.data", TEXT_PEERINGDB},
    {"poc.data", TEXT_PEERINGDB},
    {"fac.data", TEXT_PEERINGDB},
    {"netfac.data", TEXT_PEERINGDB},
    {"ixfac.data", TEXT_PEERINGDB},
    {"as_set.data", TEXT_PEERINGDB},
    {"campus.data", TEXT_PEERINGDB},
    {"carrier.data", TEXT_PEERINGDB},
    {"carrierfac.data", TEXT_PEERINGDB},
    {"ix.data", TEXT_PEERINGDB},
    {"ixlan.data", TEXT_PEERINGDB},
    {"ixpfx.data", TEXT_PEERINGDB},
    {"netixlan.data", TEXT_PEERINGDB},
    {"rdapConformance", TEXT_RDAP},
    {"startAutnum", TEXT_RDAP},
    {"[].rdapConformance", TEXT_RDAP},
    {"[].startAutnum", TEXT_RDAP},
    {"hydra:member", TEXT_SPOOFER},
    {"routedspoof", TEXT_SPOOFER},
    {"client4", TEXT_SPOOFER},
    {"[].routedspoof", TEXT_SPOOFER},
    {"[].client4", TEXT_SPOOFER},
    {"organizationId", TEXT_AS_ORG_JSON},
    {"[].organizationId", TEXT_AS_ORG_JSON},
    {"participants", TEXT_PARTICIPANTS_JSON},
    {"asns", TEXT_PARTICIPANTS_JSON},
    {"ASNs", TEXT_PARTICIPANTS_JSON},
    {"[].asns", TEXT_PARTICIPANTS_JSON},
    {"[].ASNs", TEXT_PARTICIPANTS_JSON},
    {"pfx_events", TEXT_INCIDENTS},
    {"[].pfx_events", TEXT_INCIDENTS},
    {"data[].pfx_events", TEXT_INCIDENTS},
    {"result.events", TEXT_INCIDENTS},
    {"event_type", TEXT_INCIDENTS},
    {"[].event_type", TEXT_INCIDENTS},
    {"data[].event_type", TEXT_INCIDENTS},
    {"events[].event_type", TEXT_INCIDENTS},
    {"events[].leak_asn", TEXT_INCIDENTS},
    {"hijacker_asn", TEXT_INCIDENTS},
    {"[].hijacker_asn", TEXT_INCIDENTS},
    {"leak_asn", TEXT_INCIDENTS},
    {"[].leak_asn", TEXT_INCIDENTS},
};

static enum err first_sign(void *ctx, const struct json_event *e)
{
	*(enum text_kind *)ctx = signs[e->field].kind;
	return ERR_STATE; /* seen enough */
}

/* JSON that shows no sign is what its folder is for, if that holds JSON at all. */
static enum text_kind json_of_folder(const char *folder)
{
	static const enum text_kind at_home[] = {TEXT_VRP_JSON, TEXT_PEERINGDB,   TEXT_RDAP,
	                                         TEXT_SPOOFER,  TEXT_AS_ORG_JSON, TEXT_PARTICIPANTS_JSON,
	                                         TEXT_INCIDENTS};
	for (size_t i = 0; i < sizeof at_home / sizeof *at_home; i++)
		if (strcmp(kinds[at_home[i]].folder, folder) == 0)
			return at_home[i];
	return TEXT_UNKNOWN;
}

static enum text_kind json_kind(const char *folder, const char *head, size_t len)
{
	enum text_kind kind = TEXT_UNKNOWN;
	const struct json_options options = {.many = true};
	struct json *j = json_new(&options, first_sign, &kind, NULL);
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		json_path(j, "", signs[i].path, (int)i);
	enum err e = json_feed(j, head, len);
	bool sound = json_dropped(j) == 0 && e == ERR_OK;
	json_free(j);
	return kind == TEXT_UNKNOWN && sound ? json_of_folder(folder) : kind;
}

/* --- lines --- */

struct line {
	const char *s;
	size_t len;
};

/* The next line without blanks at its ends. The last one may be cut by the end of the head. */
static bool next_line(const char **p, const char *end, struct line *out)
{
	if (*p >= end)
		return false;
	const char *nl = memchr(*p, '\n', (size_t)(end - *p)), *stop = nl ? nl : end, *s = *p;
	*p = nl ? nl + 1 : end;
	while (stop > s && (stop[-1] == '\r' || stop[-1] == ' ' || stop[-1] == '\t'))
		stop--;
	while (s < stop && (*s == ' ' || *s == '\t'))
		s++;
	*out = (struct line){s, (size_t)(stop - s)};
	return true;
}

static bool contains(struct line l, const char *word)
{
	size_t n = strlen(word);
	for (size_t i = 0; i + n <= l.len; i++)
		if (strncasecmp(l.s + i, word, n) == 0)
			return true;
	return false;
}

/* The cell of a separated line, without blanks and quotes around it; false beyond the last. */
static bool cell_at(struct line l, char separator, size_t index, struct line *out)
{
	const char *s = l.s, *end = l.s + l.len;
	for (; index > 0; index--) {
		s = memchr(s, separator, (size_t)(end - s));
		if (!s)
			return false;
		s++;
	}
	const char *stop = memchr(s, separator, (size_t)(end - s));
	if (!stop)
		stop = end;
	while (s < stop && (*s == ' ' || *s == '"'))
		s++;
	while (stop > s && (stop[-1] == ' ' || stop[-1] == '"'))
		stop--;
	*out = (struct line){s, (size_t)(stop - s)};
	return true;
}

static bool is_cell(struct line c, const char *word)
{
	return c.len == strlen(word) && strncasecmp(c.s, word, c.len) == 0;
}

static bool has_column(struct line l, const char *name)
{
	struct line c;
	for (size_t i = 0; cell_at(l, ',', i, &c); i++)
		if (is_cell(c, name))
			return true;
	return false;
}

static enum text_kind csv_kind(struct line l)
{
	if (has_column(l, "ASN") && (has_column(l, "IP Prefix") || has_column(l, "Prefix")))
		return TEXT_VRP_CSV;
	bool named =
	    has_column(l, "Organization Name") || has_column(l, "Organisation Name") || has_column(l, "Name");
	return named && (has_column(l, "ASNs") || contains(l, "Action 1")) ? TEXT_PARTICIPANTS_CSV
	                                                                   : TEXT_UNKNOWN;
}

static bool is_digits(struct line c)
{
	for (size_t i = 0; i < c.len; i++)
		if (c.s[i] < '0' || c.s[i] > '9')
			return false;
	return c.len > 0;
}

/* 2|apnic|20260101|...|+1000 or apnic|AU|ipv4|1.0.0.0|256|20110811|assigned */
static bool is_delegated(struct line l)
{
	struct line c[7];
	for (size_t i = 0; i < 6; i++)
		if (!cell_at(l, '|', i, &c[i]))
			return false;
	if (is_cell(c[2], "asn") || is_cell(c[2], "ipv4") || is_cell(c[2], "ipv6"))
		return true;
	return cell_at(l, '|', 6, &c[6]) && c[0].len > 0 && c[0].s[0] >= '0' && c[0].s[0] <= '9' &&
	       is_digits(c[3]);
}

/* 174|3356|0 or 174|64496|-1|bgp */
static bool is_as_rel(struct line l)
{
	struct line c[3];
	asn_t asn;
	for (size_t i = 0; i < 3; i++)
		if (!cell_at(l, '|', i, &c[i]))
			return false;
	return asn_parse(c[0].s, c[0].len, &asn) == ERR_OK && asn_parse(c[1].s, c[1].len, &asn) == ERR_OK &&
	       (is_cell(c[2], "-1") || is_cell(c[2], "0") || is_cell(c[2], "1") || is_cell(c[2], "2"));
}

static bool is_rpsl(struct line l)
{
	static const char *const classes[] = {
	    "route",    "route6",       "aut-num",    "as-set",      "mntner",     "person",
	    "role",     "organisation", "as-block",   "inetnum",     "inet6num",   "route-set",
	    "key-cert", "irt",          "filter-set", "peering-set", "rtr-set",    "inet-rtr",
	    "domain",   "poem",         "limerick",   "poetic-form", "dictionary",
	};
	struct line c;
	if (!memchr(l.s, ':', l.len) || !cell_at(l, ':', 0, &c))
		return false;
	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
		if (is_cell(c, classes[i]))
			return true;
	return false;
}

/* 192.0.2.0/24, perhaps with a comment behind it */
static bool is_prefix(struct line l)
{
	struct prefix p;
	size_t n = 0;
	while (n < l.len && l.s[n] != '#' && l.s[n] != ';')
		n++;
	while (n > 0 && (l.s[n - 1] == ' ' || l.s[n - 1] == '\t'))
		n--;
	return prefix_parse(l.s, n, &p) == ERR_OK;
}

/* The first line that is no comment decides; of comments only those that name a format. */
static enum text_kind line_kind(const char *p, const char *end)
{
	struct line l;
	while (next_line(&p, end, &l)) {
		if (l.len == 0 || *l.s == '%' || *l.s == ';')
			continue;
		if (*l.s == '#') {
			if (contains(l, "format:") && (contains(l, "org_id") || contains(l, "aut|")))
				return TEXT_AS_ORG;
			continue;
		}
		return is_delegated(l) ? TEXT_DELEGATED
		       : is_as_rel(l)  ? TEXT_AS_REL
		       : is_rpsl(l)    ? TEXT_RPSL
		       : is_prefix(l)  ? TEXT_BOGON_LIST
		                       : csv_kind(l);
	}
	return TEXT_UNKNOWN;
}

enum text_kind text_recognise(const char *folder, const char *head, size_t len)
{
	const char *end = head + (len < TEXT_RECOGNISE_HEAD ? len : TEXT_RECOGNISE_HEAD), *p = head;
	if (len >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		p += 3;
	const char *body = p;
	while (p < end && (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n'))
		p++;
	if (p == end)
		return TEXT_UNKNOWN;
	if (*p == '{' || *p == '[')
		return json_kind(folder, p, (size_t)(end - p));
	return line_kind(body, end);
}
