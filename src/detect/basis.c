#include "detect/basis.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const known_names[BASIS_KNOWN] = {
    [BASIS_NOTHING] = "", [BASIS_EXACT] = "exact", [BASIS_INSIDE] = "inside", [BASIS_NOBODY] = "nobody"};

struct basis basis_none(void)
{
	return (struct basis){.vrps = INSTANT_NONE,
	                      .route_objects = INSTANT_NONE,
	                      .delegations = INSTANT_NONE,
	                      .relations = INSTANT_NONE};
}

/* ---- writing: names and values are plain, nothing needs quoting */

static void key(struct buf *out, const char *name)
{
	if (out->at[out->len - 1] != '{')
		buf_char(out, ',');
	buf_printf(out, "\"%s\":", name);
}

static void put_word(struct buf *out, const char *name, const char *value, bool is_said)
{
	if (!is_said)
		return;
	key(out, name);
	buf_printf(out, "\"%s\"", value);
}

static void put_number(struct buf *out, const char *name, uint64_t value, bool is_said)
{
	if (!is_said)
		return;
	key(out, name);
	buf_u64(out, value);
}

static void put_time(struct buf *out, const char *name, instant_t t)
{
	char text[CLOCK_TEXT];
	put_word(out, name, t == INSTANT_NONE ? "" : clock_format(text, t, -1), t != INSTANT_NONE);
}

void basis_json(const struct basis *b, struct buf *out)
{
	char prefix[PREFIX_TEXT];
	bool has_origin = b->known == BASIS_EXACT || b->known == BASIS_INSIDE;
	buf_char(out, '{');
	put_word(out, "known", known_names[b->known], b->known != BASIS_NOTHING);
	if (b->known == BASIS_INSIDE) {
		prefix_format(prefix, &b->prefix);
		put_word(out, "inside", prefix, true);
	}
	put_number(out, "origin", b->origin, has_origin);
	put_number(out, "origins", b->n_origins, has_origin);
	put_number(out, "knownFor", b->known_for, has_origin);
	put_number(out, "wasUp", b->was_up, has_origin);
	put_word(out, "rov", rov_name((enum rov)b->rov), b->rov != ROV_NO_DATA);
	put_word(out, "originRov", rov_name((enum rov)b->origin_rov), b->origin_rov != ROV_NO_DATA);
	put_word(out, "irr", irr_name((enum irr)b->irr), b->irr != IRR_NO_DATA);
	put_word(out, "relation", relation_name((enum relation)b->relation), b->relation != RELATION_UNKNOWN);
	put_word(out, "from", relation_name((enum relation)b->from), b->from != RELATION_UNKNOWN);
	put_word(out, "to", relation_name((enum relation)b->to), b->to != RELATION_UNKNOWN);
	put_number(out, "inferred", b->inferred, b->inferred);
	put_time(out, "vrps", b->vrps);
	put_time(out, "routeObjects", b->route_objects);
	put_time(out, "delegations", b->delegations);
	put_time(out, "relations", b->relations);
	buf_char(out, '}');
}

/* ---- reading: the object is our own, and no value holds a quote */

struct value {
	const char *at;
	size_t len;
};

static struct value find(const char *json, const char *name)
{
	char quoted[32];
	struct value v = {0};
	snprintf(quoted, sizeof quoted, "\"%s\":", name);
	const char *p = strstr(json, quoted);
	if (!p)
		return v;
	p += strlen(quoted);
	v.at = *p == '"' ? p + 1 : p;
	v.len = strcspn(v.at, *p == '"' ? "\"" : ",}");
	return v;
}

static uint64_t number(const char *json, const char *name)
{
	struct value v = find(json, name);
	return v.at ? strtoull(v.at, NULL, 10) : 0;
}

static instant_t date(const char *json, const char *name)
{
	struct value v = find(json, name);
	instant_t t;
	return v.at && clock_parse(v.at, v.len, &t) == ERR_OK ? t : INSTANT_NONE;
}

static bool is_word(struct value v, const char *word)
{
	return v.at && v.len == strlen(word) && memcmp(v.at, word, v.len) == 0;
}

static uint8_t relation(const char *json, const char *name)
{
	struct value v = find(json, name);
	for (int r = 0; r < RELATIONS; r++)
		if (is_word(v, relation_name((enum relation)r)))
			return (uint8_t)r;
	return RELATION_UNKNOWN;
}

static uint8_t rov(const char *json, const char *name)
{
	struct value v = find(json, name);
	for (int r = 0; r < ROV_N; r++)
		if (is_word(v, rov_name((enum rov)r)))
			return (uint8_t)r;
	return ROV_NO_DATA;
}

static uint8_t irr(const char *json)
{
	struct value v = find(json, "irr");
	for (int r = 0; r < IRR_N; r++)
		if (is_word(v, irr_name((enum irr)r)))
			return (uint8_t)r;
	return IRR_NO_DATA;
}

static void read_known(const char *json, struct basis *b)
{
	struct value v = find(json, "known"), inside = find(json, "inside");
	for (int k = BASIS_EXACT; k < BASIS_KNOWN; k++)
		if (is_word(v, known_names[k]))
			b->known = (uint8_t)k;
	if (b->known == BASIS_INSIDE &&
	    (!inside.at || prefix_parse(inside.at, inside.len, &b->prefix) != ERR_OK))
		b->known = BASIS_NOTHING;
}

struct basis basis_parse(const char *json)
{
	struct basis b = basis_none();
	read_known(json, &b);
	b.origin = (asn_t)number(json, "origin");
	b.n_origins = (uint32_t)number(json, "origins");
	b.known_for = (uint32_t)number(json, "knownFor");
	b.was_up = number(json, "wasUp");
	b.rov = rov(json, "rov");
	b.origin_rov = rov(json, "originRov");
	b.irr = irr(json);
	b.relation = relation(json, "relation");
	b.from = relation(json, "from");
	b.to = relation(json, "to");
	b.inferred = number(json, "inferred");
	b.vrps = date(json, "vrps");
	b.route_objects = date(json, "routeObjects");
	b.delegations = date(json, "delegations");
	b.relations = date(json, "relations");
	return b;
}
