#include "cli/topology_form.h"

#include "base/clock.h"
#include "cli/out.h"
#include "topo/pairs.h"

/* ---- what was learnt from */

static void list(struct buf *out, const char *what, const asn_t *asns, size_t n)
{
	buf_printf(out, "# %s:", what);
	for (size_t i = 0; i < n; i++)
		buf_printf(out, " %u", asns[i]);
	buf_char(out, '\n');
}

/* The clique first, then what readers of as-rel files know, then ours. */
static void comments(struct buf *out, const struct relations_found *found)
{
	const struct inferred *r = found->inferred;
	struct civil day = clock_split(found->last);
	char first[CLOCK_TEXT], last[CLOCK_TEXT];
	list(out, "input clique", r->clique, r->n_clique);
	if (r->n_route_servers > 0)
		list(out, "IXP ASes", r->route_servers, r->n_route_servers);
	buf_printf(out, "# source:topology|BGP|%04d%02u%02u|norma\n", (int)day.year, day.month, day.day);
	buf_printf(out, "# %llu paths of %u vantage points, %s to %s, show %u links of %u networks\n",
	           (unsigned long long)(r->counts.distinct - r->counts.poisoned), r->counts.vantage_points,
	           clock_format(first, found->first, -1), clock_format(last, found->last, -1),
	           r->counts.links, r->counts.networks);
}

static void json_begin(struct json *j, struct buf *out, const struct relations_found *found)
{
	const struct inferred *r = found->inferred;
	json_init(j, out, true);
	json_object(j, NULL);
	json_time(j, "from", found->first);
	json_time(j, "to", found->last);
	json_u64(j, "days", found->seen.days);
	json_u64(j, "vantagePoints", r->counts.vantage_points);
	json_u64(j, "paths", r->counts.distinct - r->counts.poisoned);
	json_object(j, "leftOut");
	json_u64(j, "passing", found->seen.paths - found->seen.kept);
	json_u64(j, "tooLong", r->counts.too_long);
	json_u64(j, "tooShort", r->counts.too_short);
	json_u64(j, "reserved", r->counts.reserved);
	json_u64(j, "looped", r->counts.looped);
	json_u64(j, "poisoned", r->counts.poisoned);
	json_end(j);
	json_u64(j, "networks", r->counts.networks);
	json_asn_list(j, "clique", r->clique, r->n_clique);
	json_asn_list(j, "routeServers", r->route_servers, r->n_route_servers);
}

/* ---- links */

/* By the provider (of peers the lower), then the other. */
static uint64_t *in_order(const struct relation_table *t, size_t *n)
{
	uint64_t *pairs = mem_new(relation_table_count(t) + 1, sizeof *pairs);
	*n = relation_table_count(t);
	for (size_t i = 0; i < *n; i++) {
		struct relation_link l = relation_table_at(t, i);
		pairs[i] = l.is == RELATION_PROVIDER ? pair_of(l.y, l.x) : pair_of(l.x, l.y);
	}
	pairs_sort(pairs, *n);
	return pairs;
}

static void link_json(struct json *j, asn_t a, asn_t b, int relation, const struct relation_link *l)
{
	json_row(j);
	json_u64(j, "a", a);
	json_u64(j, "b", b);
	json_i64(j, "relation", relation);
	json_u64(j, "confidence", l->confidence);
	json_text(j, "step", relation_step_name((enum relation_step)l->step));
	json_row_end(j);
}

static void link_csv(struct buf *out, asn_t a, asn_t b, int relation, const struct relation_link *l,
                     bool with_confidence)
{
	buf_printf(out, "%u,%u,%d", a, b, relation);
	if (with_confidence)
		buf_printf(out, ",%u,%s", l->confidence, relation_step_name((enum relation_step)l->step));
	out_csv_end(out);
}

static void link_text(struct buf *out, asn_t a, asn_t b, int relation, const struct relation_link *l,
                      bool with_confidence)
{
	buf_printf(out, "%u|%u|%d", a, b, relation);
	if (with_confidence)
		buf_printf(out, "|%u", l->confidence);
	buf_char(out, '\n');
}

void topology_print_links(const struct relations_found *found, enum cli_form form, bool with_confidence)
{
	const struct relation_table *t = found->inferred->relations;
	struct buf out = {0};
	struct json j;
	size_t n;
	uint64_t *pairs = in_order(t, &n);
	if (form == FORM_JSON) {
		json_begin(&j, &out, found);
		json_array(&j, "links");
	} else if (form == FORM_CSV) {
		buf_str(&out, with_confidence ? "a,b,relation,confidence,step" : "a,b,relation");
		out_csv_end(&out);
	} else {
		comments(&out, found);
	}
	for (size_t i = 0; i < n; i++) {
		asn_t a = pair_high(pairs[i]), b = pair_low(pairs[i]);
		struct relation_link l;
		REQUIRE(relation_find(t, a, b, &l));
		int relation = l.is == RELATION_PEER ? 0 : -1;
		if (form == FORM_JSON)
			link_json(&j, a, b, relation, &l);
		else if (form == FORM_CSV)
			link_csv(&out, a, b, relation, &l, with_confidence);
		else
			link_text(&out, a, b, relation, &l, with_confidence);
		out_flush_large(&out);
	}
	if (form == FORM_JSON) {
		json_end(&j);
		json_end(&j);
	}
	out_flush(&out);
	buf_fini(&out);
	free(pairs);
}

/* ---- cones */

static void cone_json(struct json *j, asn_t asn, const asn_t *members, size_t n)
{
	json_row(j);
	json_u64(j, "asn", asn);
	json_u64(j, "size", n);
	json_asn_list(j, "members", members, n);
	json_row_end(j);
}

static void cone_csv(struct buf *out, asn_t asn, const asn_t *members, size_t n)
{
	for (size_t k = 0; k < n; k++) {
		buf_printf(out, "%u,%u", asn, members[k]);
		out_csv_end(out);
		out_flush_large(out);
	}
}

static void cone_text(struct buf *out, asn_t asn, const asn_t *members, size_t n)
{
	buf_u64(out, asn);
	for (size_t k = 0; k < n; k++) {
		buf_char(out, ' ');
		buf_u64(out, members[k]);
	}
	buf_char(out, '\n');
}

void topology_print_cones(const struct relations_found *found, enum cli_form form)
{
	const struct cone_table *t = found->inferred->cones;
	struct buf out = {0};
	struct json j;
	if (form == FORM_JSON) {
		json_begin(&j, &out, found);
		json_array(&j, "cones");
	} else if (form == FORM_CSV) {
		buf_str(&out, "asn,member");
		out_csv_end(&out);
	} else {
		comments(&out, found);
	}
	for (size_t i = 0; i < cone_table_count(t); i++) {
		asn_t asn;
		size_t n;
		const asn_t *members = cone_table_at(t, i, &asn, &n);
		if (form == FORM_JSON)
			cone_json(&j, asn, members, n);
		else if (form == FORM_CSV)
			cone_csv(&out, asn, members, n);
		else
			cone_text(&out, asn, members, n);
		out_flush_large(&out);
	}
	if (form == FORM_JSON) {
		json_end(&j);
		json_end(&j);
	}
	out_flush(&out);
	buf_fini(&out);
}
