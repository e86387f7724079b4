#include "cli/measure_summary.h"

#include "cli/measure_health.h"
#include "cli/out.h"
#include "score/readiness.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

/* ---- cost */

static double seconds_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static uint64_t peak_memory(void)
{
	struct rusage u;
	return getrusage(RUSAGE_SELF, &u) == 0 ? (uint64_t)u.ru_maxrss * 1024 : 0;
}

void measure_job_stage(struct measure_job *j, enum measure_stage s)
{
	double now = seconds_now();
	if (j->is_running) {
		j->seconds[j->stage] = now - j->began;
		j->peak[j->stage] = peak_memory();
	}
	j->is_running = s < MEASURE_STAGES;
	j->stage = s;
	j->began = now;
}

/* ---- JSON */

static void json_time(struct json *j, const char *key, instant_t t)
{
	char text[CLOCK_TEXT];
	json_text(j, key, t == INSTANT_NONE ? NULL : clock_format(text, t, -1));
}

static instant_t judged_at(const struct measure_totals *t)
{
	return t->observed_to == INSTANT_NONE ? t->to : t->observed_to;
}

static void source_json(struct json *j, const struct source *s, instant_t at)
{
	json_object(j, NULL);
	json_text(j, "file", s->file);
	json_text(j, "kind", source_kind_name(s->kind));
	json_time(j, "asOf", s->as_of);
	if (s->as_of == INSTANT_NONE)
		json_null(j, "age");
	else
		json_i64(j, "age", at - s->as_of);
	json_bool(j, "fresh", s->as_of != INSTANT_NONE && source_is_fresh(s, at));
	json_u64(j, "records", s->records);
	json_u64(j, "rejected", s->rejected);
	json_object(j, "reasons");
	for (size_t i = 0; i < s->reasons.n; i++)
		json_u64(j, s->reasons.at[i].reason, s->reasons.at[i].n);
	json_end(j);
	json_bool(j, "used", s->used);
	json_text(j, "whyNot", s->why_not);
	json_end(j);
}

static void coverage_json(struct json *j, const struct measure_totals *t)
{
	json_object(j, "coverage");
	json_text(j, "level", t->coverage_low ? "low" : "normal");
	json_u64(j, "fullFeedPeersV4", t->full_feeds[RIB_V4]);
	json_u64(j, "fullFeedPeersV6", t->full_feeds[RIB_V6]);
	json_u64(j, "minPeers", t->minimum[RIB_V4]);
	json_u64(j, "minPeersV6", t->minimum[RIB_V6]);
	json_end(j);
}

static void records_json(struct json *j, const struct apply_counts *n)
{
	json_object(j, "records");
	json_u64(j, "records", n->records);
	json_u64(j, "entries", n->entries);
	json_u64(j, "announcements", n->announcements);
	json_u64(j, "withdrawals", n->withdrawals);
	json_u64(j, "states", n->states);
	json_u64(j, "messages", n->messages);
	json_u64(j, "malformed", n->malformed);
	json_end(j);
}

static void routes_json(struct json *j, const struct measure_totals *t)
{
	static const char *const names[RIB_FAMILIES] = {"v4", "v6"};
	json_object(j, "peers");
	json_u64(j, "sessions", t->peers);
	json_u64(j, "asns", t->peer_asns);
	json_end(j);
	json_object(j, "routes");
	json_u64(j, "total", (uint64_t)t->routes[RIB_V4] + t->routes[RIB_V6]);
	json_u64(j, "counted", t->counted);
	for (unsigned f = 0; f < RIB_FAMILIES; f++) {
		json_object(j, names[f]);
		json_u64(j, "prefixes", t->prefixes[f]);
		json_u64(j, "routes", t->routes[f]);
		json_end(j);
	}
	json_end(j);
	json_u64(j, "networks", t->networks);
}

static void events_json(struct json *j, const struct measure_totals *t)
{
	json_object(j, "incidents");
	for (unsigned m = SCORE_M1; m <= SCORE_M4; m += 2) {
		if (m <= SCORE_M2 && !t->detected) {
			json_null(j, score_metric_name((enum score_metric)m));
			continue;
		}
		json_object(j, score_metric_name((enum score_metric)m));
		json_u64(j, "confirmed", t->confidence[m][CONFIDENCE_CONFIRMED]);
		json_u64(j, "suspicious", t->confidence[m][CONFIDENCE_SUSPICIOUS]);
		json_end(j);
	}
	json_end(j);
}

/* Only where others tell of anything. */
static void externals_json(struct json *j, const struct measure_externals *x)
{
	if (!x->metrics)
		return;
	json_object(j, "external");
	json_object(j, "sources");
	for (unsigned i = 0; i < EXTERNAL_SOURCES; i++) {
		const struct measure_external *s = &x->by_source[i];
		if (s->events == 0)
			continue;
		json_object(j, external_source_name(i));
		json_u64(j, "events", s->events);
		json_u64(j, "same", s->same);
		json_u64(j, "letGo", s->let_go);
		json_u64(j, "otherCulprit", s->other_culprit);
		json_u64(j, "alone", s->alone);
		json_end(j);
	}
	json_end(j);
	json_u64(j, "thingsAlone", x->things_alone);
	json_u64(j, "confirmed", x->confirmed);
	json_u64(j, "confirmedTold", x->confirmed_told);
	json_end(j);
}

static void readiness_json(struct json *j, const struct aggregate *a)
{
	json_object(j, "readiness");
	for (unsigned i = 0; i < SCORE_ACTIONS; i++) {
		json_object(j, score_action_name((enum score_action)i));
		for (unsigned level = READINESS_LEVELS; level-- > 0;)
			json_u64(j, readiness_name((enum readiness)level), a->actions[i].networks[level]);
		json_end(j);
	}
	json_end(j);
}

static void cost_json(struct json *j, const struct measure_job *job)
{
	json_array(j, "cost");
	for (unsigned s = 0; s < MEASURE_STAGES; s++) {
		json_object(j, NULL);
		json_text(j, "stage", measure_stage_name((enum measure_stage)s));
		json_real(j, "seconds", job->seconds[s]);
		json_u64(j, "peakOctets", job->peak[s]);
		json_end(j);
	}
	json_end(j);
}

void measure_summary_json(const struct measure_job *job, struct buf *out, bool with_cost)
{
	const struct measure_totals *t = measure_totals(job->m);
	const struct sources *s = measure_sources(job->m);
	struct json j;
	json_init(&j, out, with_cost);
	json_object(&j, NULL);
	json_object(&j, "period");
	json_time(&j, "start", t->from);
	json_time(&j, "end", t->to);
	json_time(&j, "observedFrom", t->observed_from);
	json_time(&j, "observedTo", t->observed_to);
	json_end(&j);
	json_text(&j, "framework", cli_text(job->cli, "framework"));
	coverage_json(&j, t);
	json_array(&j, "sources");
	for (size_t i = 0; i < s->at.n; i++)
		source_json(&j, &s->at.at[i], judged_at(t));
	json_end(&j);
	records_json(&j, &t->records);
	routes_json(&j, t);
	events_json(&j, t);
	externals_json(&j, &t->externals);
	readiness_json(&j, &t->aggregate);
	measure_health_json(job, &j);
	if (with_cost)
		cost_json(&j, job);
	json_end(&j);
}

/* ---- text */

static void heading(struct buf *b, const char *text)
{
	buf_char(b, '\n');
	out_styled(b, OUT_BOLD, text);
	buf_char(b, '\n');
}

static const char *age_text(char out[static 24], int64_t seconds)
{
	const char *sign = seconds < 0 ? "+" : "";
	uint64_t s = (uint64_t)(seconds < 0 ? -seconds : seconds);
	if (s < 7200)
		snprintf(out, 24, "%s%llu min", sign, (unsigned long long)s / 60);
	else if (s < 172800)
		snprintf(out, 24, "%s%llu h", sign, (unsigned long long)s / 3600);
	else
		snprintf(out, 24, "%s%llu d", sign, (unsigned long long)s / 86400);
	return out;
}

/* All BGP files of one collector in one row. */
static void collector_row(struct out_table *table, const struct sources *s, uint16_t collector)
{
	uint64_t files = 0, records = 0, rejected = 0;
	instant_t first = INSTANT_NONE;
	for (size_t i = 0; i < s->at.n; i++) {
		const struct source *x = &s->at.at[i];
		if (x->kind != SOURCE_BGP || x->collector != collector || !x->used)
			continue;
		files++;
		records += x->records;
		rejected += x->rejected;
		if (first == INSTANT_NONE || x->as_of < first)
			first = x->as_of;
	}
	if (files == 0)
		return;
	char time[CLOCK_TEXT];
	out_table_cell(table, OUT_PLAIN, "bgp");
	out_table_cell(table, OUT_PLAIN, "%s, %llu %s", s->collectors.at[collector],
	               (unsigned long long)files, files == 1 ? "file" : "files");
	out_table_cell(table, OUT_PLAIN, "from %s", clock_format(time, first, -1));
	out_table_cell(table, OUT_PLAIN, "%s", "");
	out_table_cell(table, OUT_PLAIN, "%llu", (unsigned long long)records);
	out_table_cell(table, rejected ? OUT_WARN : OUT_PLAIN, "%llu", (unsigned long long)rejected);
}

static void source_row(struct out_table *table, const struct source *s, instant_t at)
{
	char time[CLOCK_TEXT], age[24];
	bool fresh = source_is_fresh(s, at);
	out_table_cell(table, OUT_PLAIN, "%s", source_kind_name(s->kind));
	out_table_cell(table, OUT_PLAIN, "%s", s->file);
	out_table_cell(table, OUT_PLAIN, "%s", clock_format(time, s->as_of, -1));
	out_table_cell(table, fresh ? OUT_PLAIN : OUT_WARN, "%s%s", age_text(age, at - s->as_of),
	               source_is_later(s, at) ? ", later"
	               : fresh                ? ""
	                                      : ", old");
	out_table_cell(table, OUT_PLAIN, "%llu", (unsigned long long)s->records);
	out_table_cell(table, s->rejected ? OUT_WARN : OUT_PLAIN, "%llu", (unsigned long long)s->rejected);
}

static void sources_text(const struct measure_job *job, struct buf *out)
{
	static const char *const titles[] = {"kind", "source",  "time of the data",
	                                     "age",  "records", "rejected"};
	const struct sources *s = measure_sources(job->m);
	instant_t at = judged_at(measure_totals(job->m));
	struct out_table table, unused;
	out_table_init(&table, "llllrr", titles);
	out_table_init(&unused, "ll", NULL);
	for (uint16_t c = 0; c < s->collectors.n; c++)
		collector_row(&table, s, c);
	bool any_unused = false;
	for (size_t i = 0; i < s->at.n; i++) {
		const struct source *x = &s->at.at[i];
		if (x->used && x->kind != SOURCE_BGP)
			source_row(&table, x, at);
		if (x->used)
			continue;
		any_unused = true;
		out_table_cell(&unused, OUT_PLAIN, "%s", x->file);
		out_table_cell(&unused, OUT_DIM, "%s", x->why_not ? x->why_not : "nothing in it was needed");
	}
	heading(out, "Sources");
	out_table_print(&table, out, 2);
	if (any_unused)
		heading(out, "Not used");
	out_table_print(&unused, out, 2);
}

static void counted(struct buf *out, const char *before, uint64_t n, const char *one, const char *many)
{
	buf_str(out, before);
	out_count(out, n, one, many);
}

static void bgp_text(const struct measure_job *job, struct buf *out)
{
	const struct measure_totals *t = measure_totals(job->m);
	const struct apply_counts *n = &t->records;
	heading(out, "Routing");
	counted(out, "  ", n->records, "record", "records");
	counted(out, ": ", n->entries, "table entry", "table entries");
	counted(out, ", ", n->announcements, "announcement", "announcements");
	counted(out, ", ", n->withdrawals, "withdrawal", "withdrawals");
	counted(out, ", ", n->states, "state change", "state changes");
	if (n->malformed) {
		counted(out, "\n  ", n->malformed, "malformed announcement", "malformed announcements");
		buf_str(out, ", taken as withdrawn");
	}
	counted(out, "\n  ", t->peers, "session", "sessions");
	counted(out, " with ", t->peer_asns, "network", "networks");
	buf_printf(out, "; full tables from %u (IPv4) and %u (IPv6)\n", t->full_feeds[RIB_V4],
	           t->full_feeds[RIB_V6]);
	if (t->coverage_low)
		buf_printf(out,
		           "  low coverage: a route counts when %u (IPv4) or %u (IPv6) of them have it\n",
		           t->minimum[RIB_V4], t->minimum[RIB_V6]);
	counted(out, "  ", t->routes[RIB_V4], "route", "routes");
	counted(out, " of ", t->prefixes[RIB_V4], "IPv4 prefix", "IPv4 prefixes");
	buf_printf(out, ", %u", t->routes[RIB_V6]);
	counted(out, " of ", t->prefixes[RIB_V6], "IPv6 prefix", "IPv6 prefixes");
	buf_printf(out, "; %u %s\n", t->counted, t->counted == 1 ? "counts" : "count");
}

static void incidents_text(const struct measure_totals *t, struct buf *out)
{
	heading(out, "Incidents");
	for (unsigned m = SCORE_M1; m <= SCORE_M4; m += 2) {
		const struct score_metric_info *info = score_metric_info((enum score_metric)m);
		if (m <= SCORE_M2 && !t->detected)
			buf_printf(out, "  %-4s not measured\n", info->name);
		else if (m <= SCORE_M2)
			buf_printf(out, "  %-4s %u confirmed, %u suspicious, %u informative, %u benign\n",
			           info->name, t->confidence[m][CONFIDENCE_CONFIRMED],
			           t->confidence[m][CONFIDENCE_SUSPICIOUS],
			           t->confidence[m][CONFIDENCE_INFORMATIVE],
			           t->confidence[m][CONFIDENCE_BENIGN]);
		else
			buf_printf(out, "  %-4s %u %s, %u of them administrative\n", info->name, t->events[m],
			           t->events[m] == 1 ? "event" : "events", t->administrative[m]);
	}
}

static void externals_text(const struct measure_externals *x, struct buf *out)
{
	static const char *const titles[] = {"source",       "events",     "ours too",
	                                     "ours, let go", "of another", "theirs alone"};
	struct out_table table;
	if (!x->metrics)
		return;
	heading(out, "Reported by others");
	out_table_init(&table, "lrrrrr", titles);
	for (unsigned i = 0; i < EXTERNAL_SOURCES; i++) {
		const struct measure_external *s = &x->by_source[i];
		if (s->events == 0)
			continue;
		out_table_cell(&table, OUT_PLAIN, "%s", external_source_words(i));
		out_table_cell(&table, OUT_PLAIN, "%u", s->events);
		out_table_cell(&table, OUT_PLAIN, "%u", s->same);
		out_table_cell(&table, OUT_PLAIN, "%u", s->let_go);
		out_table_cell(&table, OUT_PLAIN, "%u", s->other_culprit);
		out_table_cell(&table, OUT_PLAIN, "%u", s->alone);
	}
	out_table_print(&table, out, 2);
	counted(out, "  ", x->things_alone, "thing", "things");
	buf_printf(out, " of theirs alone; of our %u confirmed they have %u (norma show external)\n",
	           x->confirmed, x->confirmed_told);
}

static void readiness_text(const struct measure_totals *t, struct buf *out)
{
	static const char *const titles[] = {"action", "ready", "aspiring", "lagging", "no data"};
	static const enum readiness order[] = {READINESS_READY, READINESS_ASPIRING, READINESS_LAGGING,
	                                       READINESS_NO_DATA};
	struct out_table table;
	out_table_init(&table, "lrrrr", titles);
	for (unsigned i = 0; i < SCORE_ACTIONS; i++) {
		out_table_cell(&table, OUT_PLAIN, "%s", score_action_name((enum score_action)i));
		for (size_t k = 0; k < 4; k++)
			out_table_cell(&table, OUT_PLAIN, "%llu",
			               (unsigned long long)t->aggregate.actions[i].networks[order[k]]);
	}
	counted(out, "\n", t->networks, "network", "networks");
	buf_char(out, '\n');
	out_table_print(&table, out, 2);
}

static void cost_text(const struct measure_job *job, struct buf *out)
{
	double all = 0;
	for (unsigned s = 0; s < MEASURE_STAGES; s++)
		all += job->seconds[s];
	buf_printf(out, "\n%.1f s (", all);
	for (unsigned s = 0; s < MEASURE_STAGES; s++)
		buf_printf(out, "%s%s %.1f", s ? ", " : "", measure_stage_name((enum measure_stage)s),
		           job->seconds[s]);
	buf_printf(out, "), %.0f MB of memory at most\n", (double)peak_memory() / 1e6);
}

void measure_summary_text(const struct measure_job *job, struct buf *out)
{
	const struct measure_totals *t = measure_totals(job->m);
	char from[CLOCK_TEXT], to[CLOCK_TEXT];
	buf_printf(out, "%s to %s, framework %s\n", clock_format(from, t->from, -1),
	           clock_format(to, t->to, -1), cli_text(job->cli, "framework"));
	if (t->observed_from == INSTANT_NONE)
		buf_str(out, "no BGP data cover the period\n");
	else
		buf_printf(out, "observed %s to %s\n", clock_format(from, t->observed_from, -1),
		           clock_format(to, t->observed_to, -1));
	sources_text(job, out);
	bgp_text(job, out);
	measure_health_text(job, out);
	incidents_text(t, out);
	externals_text(&t->externals, out);
	readiness_text(t, out);
	cost_text(job, out);
	buf_printf(out, "kept in %s\n", cli_text(job->cli, "db"));
}
