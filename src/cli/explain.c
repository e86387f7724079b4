#include "cli/explain.h"

#include "cli/store_arg.h"
#include "detect/event.h"

#include <string.h>

static void prefixes(struct buf *out, const struct query_incident *i)
{
	char text[PREFIX_TEXT];
	if (i->prefixes.n == 0)
		return;
	prefix_format(text, &i->prefixes.at[0]);
	buf_str(out, text);
	if (i->prefixes.n > 1)
		buf_printf(out, " and %zu other %s", i->prefixes.n - 1,
		           i->prefixes.n == 2 ? "prefix" : "prefixes");
}

/* "2 days", "5 hours", "40 minutes": the largest unit of which there are two or more. */
static void duration(struct buf *out, int64_t s)
{
	static const struct {
		int64_t seconds;
		const char *name;
	} units[] = {{86400, "day"}, {3600, "hour"}, {60, "minute"}, {1, "second"}};
	size_t u = 0;
	while (u < 3 && s < 2 * units[u].seconds)
		u++;
	int64_t n = s / units[u].seconds;
	buf_printf(out, "%lld %s%s", (long long)n, units[u].name, n == 1 ? "" : "s");
}

/* ---- what happened */

static void known_before(struct buf *out, const struct basis *b)
{
	const char *had = b->was_up ? "had originated" : "had originated, and did not then,";
	if (b->n_origins == 1)
		buf_printf(out, "only AS%u %s for ", b->origin, had);
	else
		buf_printf(out, "AS%u and %u other%s %s, the first for ", b->origin, b->n_origins - 1,
		           b->n_origins == 2 ? "" : "s", had);
	duration(out, b->known_for);
}

static void misorigination(struct buf *out, const struct query_incident *i, const struct basis *b)
{
	char inside[PREFIX_TEXT];
	const struct store_event *e = i->lead;
	buf_printf(out, "AS%u announced ", e->culprit);
	prefixes(out, i);
	if (e->kind == EVENT_FORGED_ORIGIN)
		buf_printf(out, " as if AS%u stood next to it: a link that was never seen before",
		           e->segment[0]);
	else if (b->known == BASIS_NOBODY)
		buf_str(out, ", which nobody was known to announce, nor anything that it is a part of");
	if (b->known == BASIS_INSIDE) {
		prefix_format(inside, &b->prefix);
		buf_printf(out, ", inside %s, which ", inside);
	} else if (b->known == BASIS_EXACT) {
		buf_str(out, ", which ");
	}
	if (b->known == BASIS_INSIDE || b->known == BASIS_EXACT)
		known_before(out, b);
	if (strcmp(e->rule, "delegated-space") == 0)
		buf_str(out, ". A registry has given that space to others");
	if (e->leak_type == 5)
		buf_str(
		    out,
		    ". It told the routes of many networks as its own within minutes: a hijack of all, or a "
		    "leak of type 5 (RFC 7908), which look the same from outside");
}

/* RFC 7908 section 3. */
static const char *leak_words(unsigned type)
{
	static const char *const words[] = {"",
	                                    "it handed the routes of one provider to another",
	                                    "it handed the routes of one peer to another",
	                                    "it handed a provider's routes to a peer",
	                                    "it handed a peer's routes to a provider",
	                                    "it announced a provider's routes as its own to another",
	                                    "it let inner routes out to its providers or peers"};
	return type < sizeof words / sizeof *words ? words[type] : "";
}

static void neighbour(struct buf *out, asn_t asn, unsigned relation)
{
	if (relation == RELATION_UNKNOWN || relation >= RELATIONS)
		buf_printf(out, "AS%u", asn);
	else
		buf_printf(out, "its %s AS%u", relation_name((enum relation)relation), asn);
}

static void leak(struct buf *out, const struct query_incident *i, const struct basis *b)
{
	const struct store_event *e = i->lead;
	buf_printf(out, "AS%u passed on to ", e->culprit);
	neighbour(out, e->segment[1], b->to);
	buf_str(out, " what it had from ");
	neighbour(out, e->segment[0], b->from);
	buf_str(out, ": ");
	prefixes(out, i);
	if (e->leak_type)
		buf_printf(out, ". That is a route leak of type %u (RFC 7908): %s", e->leak_type,
		           leak_words(e->leak_type));
	if (strncmp(e->rule, "transit-free", 12) == 0)
		buf_str(out,
		        ". The networks at both ends of it buy transit from nobody, and neither takes the "
		        "other's routes from a customer");
	else if (strcmp(e->rule, "unseen-edge") == 0)
		buf_str(out, ". The routes came over a link that was never seen before");
	if (b->inferred)
		buf_str(out,
		        ". What these networks are to each other was inferred from paths of days before");
}

/* The tokens of validate/bogon.h in words; what is none of them is shown as it is. */
static void bogon_reason(struct buf *out, const char *reason)
{
	static const struct {
		const char *token, *words;
	} rows[] = {{"iana-free", "IANA has not given it to any registry"},
	            {"rir-available", "its registry has it free"},
	            {"rir-returned", "it was held until lately, and is back at its registry"},
	            {"rir-reserved", "its registry has reserved it"}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (strcmp(reason, rows[i].token) == 0)
			reason = rows[i].words;
	if (strncmp(reason, "special:", 8) == 0)
		buf_printf(out, ": %s is set aside for special use", reason + 8);
	else if (strncmp(reason, "list:", 5) == 0)
		buf_printf(out, ": it is on the list %s", reason + 5);
	else if (*reason)
		buf_printf(out, ": %s", reason);
}

static void bogon(struct buf *out, const struct query_incident *i)
{
	const struct store_event *e = i->lead;
	bool full = e->class == EVENT_FULL;
	if (e->metric == 3) {
		buf_printf(out, "AS%u announced ", e->culprit);
		prefixes(out, i);
		buf_str(out, full ? ", which nobody may announce" : ", which its registry keeps in reserve");
	} else {
		buf_printf(out, "AS%u passed on ", e->culprit);
		prefixes(out, i);
		buf_printf(out, " with AS%u in the path, %s", e->bogon,
		           full ? "an ASN that nobody may use" : "which its registry keeps in reserve");
	}
	bogon_reason(out, e->reason);
	if (i->has_reasons)
		buf_str(out, " (of others for other reasons)");
}

void explain_what(struct buf *out, const struct query_incident *i)
{
	struct basis b = basis_parse(i->lead->state);
	if (i->lead->metric == 1)
		leak(out, i, &b);
	else if (i->lead->metric == 2)
		misorigination(out, i, &b);
	else
		bogon(out, i);
	buf_char(out, '.');
}

/* ---- who saw it */

static void day_time(struct buf *out, instant_t t)
{
	char text[CLOCK_TEXT];
	buf_str(out, clock_format(text, t, -1));
}

void explain_seen(struct buf *out, const struct query_incident *i, instant_t visible_from)
{
	buf_str(out, "Seen from ");
	day_time(out, i->start);
	if (visible_from != INSTANT_NONE && visible_from > i->start) {
		buf_str(out, ", by as many networks as make an event from ");
		day_time(out, visible_from);
	}
	buf_printf(out, ", by %u peer%s at one time", i->peers_max, i->peers_max == 1 ? "" : "s");
	if (i->open) {
		buf_str(out, "; it had not ended when the data did, at ");
		day_time(out, i->end);
	} else {
		buf_str(out, "; it ended at ");
		day_time(out, i->end);
		buf_str(out, " after ");
		duration(out, i->end - i->start);
	}
	if (i->events.n > 1)
		buf_printf(out, ", in %zu parts", i->events.n);
	for (size_t k = 0; k < i->accomplices.n; k++)
		buf_printf(out, "%sAS%u", k ? ", " : ". It was passed on by ", i->accomplices.at[k]);
	buf_char(out, '.');
}

/* ---- what the registries said */

static const char *rov_sentence(unsigned v)
{
	switch (v) {
	case ROV_NOT_FOUND:
		return "no ROA covers the route";
	case ROV_VALID:
		return "a ROA allows the route";
	case ROV_INVALID_ASN:
		return "ROAs give the prefix to others, so that the route is invalid";
	case ROV_INVALID_LENGTH:
		return "a ROA has the network, but not for prefixes so long, so that the route is invalid";
	case ROV_INVALID_AS0:
		return "a ROA says that nobody may announce the prefix, so that the route is invalid";
	default:
		return "";
	}
}

static const char *irr_sentence(unsigned v)
{
	switch (v) {
	case IRR_NOT_FOUND:
		return "no route object covers it";
	case IRR_VALID:
		return "a route object has exactly it";
	case IRR_COVERING:
		return "a route object of a larger prefix has the network";
	case IRR_INVALID:
		return "route objects name other networks only";
	default:
		return "";
	}
}

static void dated(struct buf *out, const char *name, instant_t t, bool *any)
{
	char text[CLOCK_TEXT];
	if (t == INSTANT_NONE)
		return;
	buf_printf(out, "%s%s of %s", *any ? ", " : "Judged by ", name, clock_format(text, t, -1));
	*any = true;
}

void explain_registries(struct buf *out, const struct query_incident *i)
{
	struct basis b = basis_parse(i->lead->state);
	bool any = false;
	dated(out, "VRPs", b.vrps, &any);
	dated(out, "route objects", b.route_objects, &any);
	dated(out, "delegations", b.delegations, &any);
	dated(out, "relations", b.relations, &any);
	if (!any && i->lead->metric != 2)
		return;
	if (!any)
		buf_str(out, "No registry's data were in force");
	if (b.rov != ROV_NO_DATA)
		buf_printf(out, ": %s", rov_sentence(b.rov));
	if (b.origin_rov == ROV_VALID)
		buf_printf(out, ", and a ROA allows that of AS%u", b.origin);
	if (b.irr != IRR_NO_DATA)
		buf_printf(out, "%s%s", b.rov != ROV_NO_DATA ? "; " : ": ", irr_sentence(b.irr));
	buf_char(out, '.');
}

/* ---- what it comes to */

void explain_verdict(struct buf *out, const struct query_incident *i)
{
	const struct store_event *e = i->lead;
	static const char *const names[] = {"Let go", "Kept as information", "Suspicious", "Confirmed"};
	buf_printf(out, "%s, with %u of 100 points (rule %s)", names[e->confidence & 3], e->score, e->rule);
	if (e->metric <= 2 && *e->reason)
		buf_printf(out, ": %s%s", e->reason, i->has_reasons ? "; parts of it for other reasons" : "");
	if (i->weight > 0)
		buf_printf(out, ". It adds %.4g to the M%u of AS%u", i->weight, e->metric, e->culprit);
	else
		buf_str(out, ". It is not charged");
	buf_char(out, '.');
}
