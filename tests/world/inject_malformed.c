/* One UPDATE for each fault that RFC 7606 and its companions name, and a withdrawal of the prefix two minutes
 * later. */
#include "inject.h"

#include <stdlib.h>
#include <string.h>

enum { ORIGIN = 1, AS_PATH = 2, NEXT_HOP = 4, ALL = 7 };

/* What is wrong with a message, as attributes in hex; "A" stands for the peer's ASN in four octets. */
static const struct fault {
	const char *name;
	int usual;         // which of the usual attributes it has
	const char *extra; // further ones
} faults[] = {
    {"attributes-overrun-message", ALL, ""},
    {"attribute-overruns-block", ALL, "c008ff00"},
    {"wrong-optional-bit", ORIGIN | AS_PATH, "c00304c0000201"},
    {"duplicate-attribute", ALL, "40010102"},
    {"duplicate-mp-reach", ALL,
     "800e0500020100008"
     "00e050002010000"},
    {"missing-origin", AS_PATH | NEXT_HOP, ""},
    {"missing-as-path", ORIGIN | NEXT_HOP, ""},
    {"missing-next-hop", ORIGIN | AS_PATH, ""},
    {"origin-value", AS_PATH | NEXT_HOP, "40010107"},
    {"origin-length", AS_PATH | NEXT_HOP, "4001020000"},
    {"as-path-segment-type", ORIGIN | NEXT_HOP, "4002060901A"},
    {"as-path-overrun", ORIGIN | NEXT_HOP, "4002060205A"},
    {"as-path-empty-segment", ORIGIN | NEXT_HOP, "4002080201A0200"},
    {"as-0-in-path", ORIGIN | NEXT_HOP, "40020a0202A00000000"},
    {"as-0-in-aggregator", ALL, "c007080000000001010101"},
    {"aggregator-length", ALL, "c007050000000101"},
    {"next-hop-length", ORIGIN | AS_PATH, "400303c00002"},
    {"med-length", ALL, "800403000001"},
    {"local-pref-from-outside", ALL, "40050400000064"},
    {"originator-id-from-outside", ALL, "80090401020304"},
    {"atomic-aggregate-length", ALL, "40060100"},
    {"communities-length", ALL, "c00803000001"},
    {"large-communities-length", ALL, "c0200400000001"},
    {"extended-communities-length", ALL, "c010040002fde8"},
    {"otc-length", ALL, "c02303000001"},
    {"otc-extended-length", ALL, "d023040000fd"},
    {"attribute-type-0", ALL, "c0000100"},
    {"prefix-length-33", ALL, ""},
    {"prefix-runs-past-end", ALL, ""},
    {"mp-reach-next-hop-length", ALL, "800e0b00020103c0000200102001"},
};

static uint32_t digit(char c)
{
	return (uint32_t)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static void add_hex(struct octets *o, const char *hex, uint32_t asn)
{
	while (*hex) {
		if (*hex == 'A') {
			octets_u32(o, asn);
			hex++;
			continue;
		}
		octets_u8(o, digit(hex[0]) << 4 | digit(hex[1]));
		hex += 2;
	}
}

static bool is(const struct fault *f, const char *name)
{
	return strcmp(f->name, name) == 0;
}

static void usual(struct octets *o, const struct fault *f, uint32_t asn, const struct prefix *hop)
{
	if (f->usual & ORIGIN)
		add_hex(o, "40010100", 0);
	if (f->usual & AS_PATH)
		add_hex(o, "4002060201A", asn);
	if (f->usual & NEXT_HOP) {
		add_hex(o, "400304", 0);
		prefix_address_octets(hop, o);
	}
}

static void finish(struct octets *o)
{
	octets_set_u16(o, 16, o->n);
}

static void header(struct octets *o)
{
	o->n = 0;
	for (int i = 0; i < 16; i++)
		octets_u8(o, 0xff);
	octets_u16(o, 0);
	octets_u8(o, 2);
}

static void faulty(struct octets *o, const struct fault *f, uint32_t asn, const struct prefix *hop,
                   const struct prefix *p)
{
	header(o);
	octets_u16(o, 0);
	size_t attrs = o->n;
	octets_u16(o, 0);
	usual(o, f, asn, hop);
	add_hex(o, f->extra, asn);
	octets_set_u16(o, attrs, o->n - attrs - 2);
	size_t nlri = o->n;
	prefix_octets(p, o);
	if (is(f, "attributes-overrun-message"))
		octets_set_u16(o, attrs, 3000);
	if (is(f, "prefix-length-33"))
		o->p[nlri] = 33;
	if (is(f, "prefix-runs-past-end"))
		o->n--;
	finish(o);
}

static void withdrawal(struct octets *o, const struct prefix *p)
{
	header(o);
	size_t len = o->n;
	octets_u16(o, 0);
	prefix_octets(p, o);
	octets_set_u16(o, len, o->n - len - 2);
	octets_u16(o, 0);
	finish(o);
}

/* A session with four octets per ASN, and a prefix of its network that is not announced otherwise. */
static bool choose(struct world *w, uint32_t *session, struct prefix *part)
{
	for (uint32_t tries = 0; tries < 1000; tries++) {
		uint32_t i = rng_below(&w->rng, (uint32_t)w->session.n);
		const struct vantage *v = &w->vantage.v[w->session.v[i].vantage];
		uint32_t prefix = pick_prefix_of(w, v->node);
		if (w->session.v[i].two_byte || v->noisy || v->stale || prefix == NONE ||
		    w->plan.pfx.v[prefix].p.v6)
			continue;
		*session = i;
		if (pick_part(w, &w->plan.pfx.v[prefix].p, part))
			return true;
	}
	return false;
}

void inject_malformed(struct world *w)
{
	struct octets o = {0};
	for (size_t k = 0; k < COUNT(faults) && kind_wanted(w, "malformed", "attacks"); k++) {
		uint32_t session, at, until;
		struct prefix p;
		if (!choose(w, &session, &p))
			continue;
		const struct session *s = &w->session.v[session];
		uint32_t asn = asn_of(w, w->vantage.v[s->vantage].node);
		span_short(w, &at, &until, 100, 140);
		uint32_t event = event_new(w, "malformed", "", "silent", asn, at, until);
		event_prefix(w, event, &p);
		octets_text(&w->event.v[event].more, ",\"fault\":\"%s\",\"peer\":%u", faults[k].name, asn);
		faulty(&o, &faults[k], asn, &s->ip4, &p);
		change_raw(w, event, at, session, &o);
		withdrawal(&o, &p);
		change_raw(w, event, until, session, &o);
	}
	free(o.p);
}
