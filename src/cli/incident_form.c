/* An incident in each form. */
#include "cli/show.h"

#include <stdio.h>
#include <string.h>

static void json_prefixes(struct json *j, const char *key, const struct prefix *at, size_t n)
{
	json_array(j, key);
	for (size_t i = 0; i < n; i++) {
		char text[PREFIX_TEXT];
		prefix_format(text, &at[i]);
		json_text(j, NULL, text);
	}
	json_end(j);
}

void json_incident_members(struct json *j, const struct query_incidents *l, const struct query_incident *i)
{
	const struct store_event *e = i->lead;
	char id[QUERY_ID_TEXT], metric[3] = {'M', (char)('0' + e->metric), 0};
	json_text(j, "id", query_id_format(id, i->id));
	json_text(j, "metric", metric);
	json_text(j, "kind", query_incident_kind(e));
	json_u64(j, "culprit", e->culprit);
	json_asn_list(j, "accomplices", i->accomplices.at, i->accomplices.n);
	json_asn_list(j, "victims", i->victims.at, i->victims.n);
	json_prefixes(j, "prefixes", i->prefixes.at, i->prefixes.n);
	json_time(j, "start", i->start);
	json_time(j, "end", i->open ? INSTANT_NONE : i->end);
	json_u64(j, "peersMax", i->peers_max);
	json_text(j, "confidence", framework_confidence_name((enum framework_confidence)e->confidence));
	json_u64(j, "score", e->score);
	json_text(j, "rule", e->rule);
	json_text(j, "reason", e->reason);
	json_raw(j, "tags", e->tags);
	if (e->metric == 1) {
		const asn_t segment[] = {e->segment[0], e->culprit, e->segment[1]};
		json_u64(j, "leakType", e->leak_type);
		json_asn_list(j, "segment", segment, 3);
	} else if (e->leak_type) {
		json_u64(j, "leakType", e->leak_type);
	}
	if (e->metric == 4)
		json_u64(j, "bogonAsn", e->bogon);
	json_real(j, "weight", i->weight);
	json_array(j, "events");
	for (size_t k = 0; k < i->events.n; k++)
		json_text(j, NULL, query_id_format(id, l->events.at[i->events.at[k]].row.id));
	json_end(j);
}

static void asns(struct buf *b, const asn_t *at, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_printf(b, "%s%u", i ? " " : "", at[i]);
}

void incident_csv_header(struct buf *b)
{
	buf_str(
	    b, "id,metric,kind,culprit,accomplices,victims,prefixes,start,end,peersMax,confidence,score,rule,"
	       "reason,tags,leakType,segment,bogonAsn,weight,events");
	out_csv_end(b);
}

/* Lists are divided by blanks. */
void incident_csv(struct buf *b, const struct query_incidents *l, const struct query_incident *i)
{
	const struct store_event *e = i->lead;
	char text[PREFIX_TEXT];
	buf_printf(b, "%s,M%u,%s,%u,", query_id_format(text, i->id), e->metric, query_incident_kind(e),
	           e->culprit);
	asns(b, i->accomplices.at, i->accomplices.n);
	buf_char(b, ',');
	asns(b, i->victims.at, i->victims.n);
	buf_char(b, ',');
	for (size_t k = 0; k < i->prefixes.n; k++) {
		prefix_format(text, &i->prefixes.at[k]);
		buf_printf(b, "%s%s", k ? " " : "", text);
	}
	buf_char(b, ',');
	cli_time_text(b, i->start, "");
	buf_char(b, ',');
	cli_time_text(b, i->open ? INSTANT_NONE : i->end, "");
	buf_printf(b, ",%u,%s,%u", i->peers_max,
	           framework_confidence_name((enum framework_confidence)e->confidence), e->score);
	out_csv_cell(b, false, e->rule);
	out_csv_cell(b, false, e->reason);
	out_csv_cell(b, false, e->tags);
	if (e->metric == 1)
		buf_printf(b, ",%u,%u %u %u,,", e->leak_type, e->segment[0], e->culprit, e->segment[1]);
	else if (e->metric == 4)
		buf_printf(b, ",,,%u,", e->bogon);
	else if (e->leak_type)
		buf_printf(b, ",%u,,,", e->leak_type);
	else
		buf_str(b, ",,,,");
	out_number(b, i->weight);
	buf_char(b, ',');
	for (size_t k = 0; k < i->events.n; k++)
		buf_printf(b, "%s%s", k ? " " : "",
		           query_id_format(text, l->events.at[i->events.at[k]].row.id));
	out_csv_end(b);
}

/* ---- for people */

static const char *const titles[] = {"id",    "metric",     "culprit", "start", "lasted",
                                     "peers", "confidence", "weight",  "what"};

void incident_table_init(struct out_table *t)
{
	out_table_init(t, "llllrrlrl", titles);
}

static void lasted(struct buf *b, const struct query_incident *i)
{
	int64_t d = i->end - i->start;
	if (i->open)
		buf_str(b, "> ");
	if (d < 60)
		buf_printf(b, "%lld s", (long long)d);
	else
		cli_age_text(b, d);
}

static void what(struct buf *b, const struct query_incident *i)
{
	const struct store_event *e = i->lead;
	if (e->metric == 4)
		buf_printf(b, "AS%u in the path: ", e->bogon);
	for (size_t k = 0; k < i->prefixes.n && k < 2; k++) {
		char text[PREFIX_TEXT];
		prefix_format(text, &i->prefixes.at[k]);
		buf_printf(b, "%s%s", k ? ", " : "", text);
	}
	if (i->prefixes.n > 2)
		buf_printf(b, " and %zu more", i->prefixes.n - 2);
	if (i->victims.n) {
		buf_str(b, " of AS ");
		asns(b, i->victims.at, i->victims.n < 3 ? i->victims.n : 3);
	}
	if (*e->reason)
		buf_printf(b, " (%s%s)", e->reason, i->has_reasons ? " and others" : "");
}

static const char *role_of(const struct query_incident *i, asn_t asn)
{
	if (asn == 0 || i->lead->culprit == asn)
		return "";
	return query_incident_has(i, asn, ROLE_ACCOMPLICE) ? "C" : "v";
}

/* The metric of the network's own role, as M3C for one that passed it on. */
void incident_table_row(struct out_table *t, const struct query_incident *i, asn_t asn)
{
	const struct store_event *e = i->lead;
	char id[QUERY_ID_TEXT], start[CLOCK_TEXT];
	struct buf length = {0}, words = {0};
	lasted(&length, i);
	what(&words, i);
	out_table_cell(t, OUT_PLAIN, "%s", query_id_format(id, i->id));
	out_table_cell(t, OUT_PLAIN, "M%u%s", e->metric, role_of(i, asn));
	out_table_cell(t, OUT_PLAIN, "AS%u", e->culprit);
	out_table_cell(t, OUT_PLAIN, "%s", clock_format(start, i->start, -1));
	out_table_cell(t, i->open ? OUT_WARN : OUT_PLAIN, "%s", length.at);
	out_table_cell(t, OUT_PLAIN, "%u", i->peers_max);
	out_table_cell(t, OUT_PLAIN, "%s",
	               framework_confidence_name((enum framework_confidence)e->confidence));
	out_table_cell(t, i->weight > 0 ? OUT_WARN : OUT_DIM, "%.4g", i->weight);
	out_table_cell(t, OUT_PLAIN, "%s", words.at ? words.at : "");
	buf_fini(&length);
	buf_fini(&words);
}
