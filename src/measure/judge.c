/* Judging: what the period comes to, once all of it has been read. */
#include "base/pool.h"
#include "measure/forged.h"
#include "measure/measure_impl.h"
#include "measure/misoriginations.h"

#include <stdlib.h>

/* ---- coverage */

/* A peer ASN's table is the largest of its sessions'. */
static uint32_t largest_table(const struct measurement *m, unsigned f, uint32_t *by_as)
{
	uint32_t top = 0;
	for (peer_id id = 0; id < rib_peer_count(m->rib); id++) {
		const struct rib_peer *p = rib_peer_get(m->rib, id);
		uint32_t *n = &by_as[p->as_index];
		*n = p->n_peak[f] > *n ? p->n_peak[f] : *n;
		top = *n > top ? *n : top;
	}
	return top;
}

/* How many prefixes make a full table of the family in these data. */
static uint64_t full_feed_from(const struct framework *f, unsigned family, uint32_t top)
{
	uint64_t want = family == RIB_V4 ? f->full_feed_v4 : f->full_feed_v6;
	if (top >= want)
		return want;
	wide_t least = (wide_t)top * f->full_feed_share.n; /* over d, rounded up */
	return (uint64_t)((least + f->full_feed_share.d - 1) / f->full_feed_share.d);
}

static void full_feeds(struct measurement *m, unsigned f)
{
	uint32_t n_as = rib_as_count(m->rib);
	uint32_t *by_as = mem_new((size_t)n_as + 1, sizeof *by_as);
	uint32_t top = largest_table(m, f, by_as);
	uint64_t from = m->full_from[f] = full_feed_from(m->o->framework, f, top);
	for (uint32_t i = 0; top > 0 && i < n_as; i++) {
		m->is_full[f][i] = by_as[i] >= from;
		m->totals.full_feeds[f] += m->is_full[f][i];
	}
	free(by_as);
}

static void coverage(struct measurement *m)
{
	struct measure_totals *t = &m->totals;
	for (unsigned f = 0; f < RIB_FAMILIES; f++) {
		bool low = false;
		m->is_full[f] = mem_new((size_t)rib_as_count(m->rib) + 1, sizeof *m->is_full[f]);
		if (t->observed_from != INSTANT_NONE)
			full_feeds(m, f);
		t->minimum[f] =
		    (uint32_t)framework_threshold(m->o->framework->min_peers, t->full_feeds[f], &low);
		if (low && t->full_feeds[f] > 0) /* a family that nobody shows says nothing about the other */
			t->coverage_low = true;
	}
	t->peers = rib_peer_count(m->rib);
	t->peer_asns = rib_as_count(m->rib);
}

/* ---- totals */

static void count_routes(struct measurement *m)
{
	struct measure_totals *t = &m->totals;
	for (size_t i = 0; i < m->routes.n; i++) {
		const struct store_route *r = &m->routes.at[i].row;
		unsigned f = rib_family(r->prefix.family);
		t->routes[f]++;
		t->prefixes[f] += i == 0 || !prefix_eq(&r->prefix, &m->routes.at[i - 1].row.prefix);
		t->counted += r->why_not == WHY_COUNTED;
	}
}

static void count_events(struct measurement *m)
{
	for (size_t i = 0; i < m->events.n; i++) {
		const struct store_event *e = &m->events.at[i].row;
		enum score_metric metric = score_metric_of(e->metric, false);
		m->totals.events[metric]++;
		m->totals.administrative[metric] += e->class == EVENT_ADMINISTRATIVE;
		m->totals.confidence[metric][e->confidence]++;
	}
}

/* Networks are scored in parts; each part's sums are added in their order. */
enum { SCORE_PART = 1024 };

struct scoring {
	struct measurement *m;
	struct network_period period;
	struct network_scores *scores; /* of one stretch of parts */
	size_t first;
};

static struct store_score score_row(asn_t asn, const struct network_scores *s)
{
	struct store_score row = {.asn = asn};
	for (int i = 0; i < SCORE_ACTIONS; i++) {
		row.has[i] = s->actions[i].has_value;
		row.value[i] = s->actions[i].value;
		row.readiness[i] = s->actions[i].readiness;
	}
	return row;
}

static void score_part(void *ctx, size_t part, unsigned worker)
{
	const struct scoring *s = ctx;
	struct measurement *m = s->m;
	(void)worker;
	for (size_t i = part * SCORE_PART; i < (part + 1) * SCORE_PART && s->first + i < m->networks.n; i++) {
		size_t k = s->first + i, n;
		const struct network_facts *facts = &m->networks.at[k].facts;
		const struct network_span *spans = ledger_spans(m->ledger, facts->asn, &n);
		network_score(m->o->framework, &s->period, facts, spans, n, &s->scores[i]);
		m->scores[k] = score_row(facts->asn, &s->scores[i]);
	}
}

static void score_all(struct measurement *m)
{
	enum { STRETCH = 16 * SCORE_PART };
	struct scoring s = {
	    .m = m, .period = measure_period(m), .scores = mem_new(STRETCH, sizeof *s.scores)};
	struct aggregator *a = aggregator_new();
	size_t spans;
	m->scores = mem_new(m->networks.n + 1, sizeof *m->scores);
	m->ledger = ledger_new(m->o->framework, m->totals.from, m->totals.to, m->data_end);
	for (size_t i = 0; i < m->events.n; i++)
		ledger_add(m->ledger, &m->events.at[i].ledger);
	(void)ledger_spans(m->ledger, 0, &spans); /* sorts: from here on it is only read */
	for (; s.first < m->networks.n; s.first += STRETCH) {
		size_t n = m->networks.n - s.first < STRETCH ? m->networks.n - s.first : STRETCH;
		pool_run(m->o->n_threads, (n + SCORE_PART - 1) / SCORE_PART, score_part, &s);
		for (size_t i = 0; i < n; i++)
			aggregator_add(a, &s.scores[i]);
	}
	aggregator_finish(a, &m->totals.aggregate);
	free(s.scores);
}

struct network_period measure_period(const struct measurement *m)
{
	return (struct network_period){.from = m->totals.from,
	                               .to = m->totals.to,
	                               .leaks = !m->o->no_detection,
	                               .misoriginations = !m->o->no_detection,
	                               .bgp = m->totals.observed_from != INSTANT_NONE,
	                               .bogons_partial = m->bogons_partial,
	                               .vrps = m->networks.vrps,
	                               .invalid_routes = m->networks.invalid_routes};
}

/* ---- sources: which were used, and why others were not */

static const char *why_not_read(const struct archive_file *f)
{
	switch (f->head.verdict) {
	case ERR_OK:
		return "begins behind the period";
	case ERR_EOF:
		return "empty";
	case ERR_VALUE:
		return "no MRT records";
	default:
		return err_text(f->head.verdict);
	}
}

static void settle_bgp(struct measurement *m)
{
	for (size_t i = 0; i < m->files.n; i++) {
		const struct archive_file *f = &m->files.at[i];
		struct source *s = &m->sources.at.at[m->file_source.at[i]];
		if (f->head.verdict == ERR_OK)
			s->as_of = f->head.time;
		s->records = f->n_records;
		s->rejected = tally_total(&s->reasons);
		s->used = f->opened && f->n_records > 0;
		s->damaged |= f->opened && f->end != ERR_EOF && f->end != ERR_OK;
		if (s->used || s->why_not)
			continue;
		struct buf why = {0};
		if (f->same_as != SIZE_MAX)
			buf_printf(&why, "the same records as %s",
			           m->sources.at.at[m->file_source.at[f->same_as]].file);
		else
			buf_str(&why, why_not_read(f));
		s->why_not = buf_take(&why);
	}
}

/* A registry's snapshot is used when it is in force and fresh at some instant of the period. */
static void settle_registry(struct measurement *m, struct source *s)
{
	if (s->why_not || s->kind == SOURCE_BGP || s->kind == SOURCE_UNKNOWN)
		return;
	if (s->kind == SOURCE_SPOOFER || s->kind == SOURCE_INCIDENTS) /* they say themselves when it was */
		return;
	instant_t first = m->totals.observed_from == INSTANT_NONE ? m->totals.from : m->totals.observed_from;
	bool in_force = false, fresh = false;
	for (instant_t t = first; t <= m->judged_at && !fresh;
	     t = sources_next_change(&m->sources, s->kind, t)) {
		struct source **now;
		size_t n = sources_in_force(&m->sources, s->kind, t, &now);
		for (size_t i = 0; i < n; i++)
			if (now[i] == s) {
				in_force = true;
				fresh |= source_is_fresh(s, t);
			}
		free(now);
	}
	if (!in_force && s->held_until != INSTANT_NONE) {
		s->used = false;
		s->why_not = mem_strdup(s->held_why);
		return;
	}
	s->used = in_force && (fresh || s->kind == SOURCE_DELEGATED) && s->counted;
	if (!in_force)
		s->why_not = mem_strdup("another snapshot of it was in force");
	else if (!fresh)
		s->why_not = mem_strdup("too old for the period");
	else if (!s->counted) /* all parts of a kind or none: see sources_state */
		s->why_not = mem_strdup("not read: another part of its kind is too old");
}

static void settle_sources(struct measurement *m)
{
	settle_bgp(m);
	for (size_t i = 0; i < m->sources.at.n; i++)
		settle_registry(m, &m->sources.at.at[i]);
}

/* ---- all together */

static void judge_routes(struct measurement *m)
{
	if (m->totals.observed_from == INSTANT_NONE)
		return;
	struct routes_options o = {.sources = &m->sources,
	                           .registries = m->registries,
	                           .n_threads = m->o->n_threads,
	                           .detector = m->detector,
	                           .judged_from = m->bogons_from,
	                           .framework = m->o->framework,
	                           .minimum = {m->totals.minimum[RIB_V4], m->totals.minimum[RIB_V6]},
	                           .last = (uint32_t)m->totals.observed_to};
	passed_finish(m->passed, m->totals.minimum);
	routes_collect(m->rib, &o, &m->routes);
}

/* Who shows whole tables; NULL where nobody is known to. Of tables that nobody has dumped the largest stand
 * for full ones where so many are asked for, but say nothing of how widely a thing is seen. */
static const bool *whole_tables(const struct measurement *m, unsigned f)
{
	for (peer_id id = 0; id < rib_peer_count(m->rib); id++) {
		const struct rib_peer *p = rib_peer_get(m->rib, id);
		if (p->table_at != 0 && m->is_full[f][p->as_index])
			return m->is_full[f];
	}
	return NULL;
}

static void judge_misoriginations(struct measurement *m)
{
	struct misoriginations_options o = {
	    .framework = m->o->framework,
	    .rib = m->rib,
	    .history = m->history,
	    .detector = m->misorigins,
	    .sources = &m->sources,
	    .registries = m->registries,
	    .topology = m->topology,
	    .evidence = m->evidence,
	    .health = m->health,
	    .before = m->before.at,
	    .n_before = m->before.n,
	    .data_end = (uint32_t)m->data_end,
	    .full_feeds = {m->totals.full_feeds[RIB_V4], m->totals.full_feeds[RIB_V6]},
	    .is_full = {whole_tables(m, RIB_V4), whole_tables(m, RIB_V6)}};
	misoriginations_weigh(&m->misoriginated, &o);
}

static void judge_forgeries(struct measurement *m)
{
	struct forgeries_options o = {
	    .framework = m->o->framework,
	    .rib = m->rib,
	    .history = m->history,
	    .detector = m->forged,
	    .leaks = m->leaks,
	    .sources = &m->sources,
	    .registries = m->registries,
	    .topology = m->topology,
	    .health = m->health,
	    .data_end = (uint32_t)m->data_end,
	    .full_feeds = {m->totals.full_feeds[RIB_V4], m->totals.full_feeds[RIB_V6]}};
	forgeries_weigh(&m->forgeries, &o);
}

static void judge_events(struct measurement *m)
{
	struct events_options o = {
	    .framework = m->o->framework,
	    .rib = m->rib,
	    .topology = m->topology,
	    .sources = &m->sources,
	    .from = m->totals.from,
	    .to = m->totals.to,
	    .data_end = m->data_end,
	    .full_feeds = {m->totals.full_feeds[RIB_V4], m->totals.full_feeds[RIB_V6]}};
	if (m->totals.observed_from == INSTANT_NONE)
		return;
	if (m->leaks) {
		judge_misoriginations(m);
		judge_forgeries(m);
		leaks_weigh(m->leaks, &m->leaked, (uint32_t)m->data_end, m->totals.full_feeds);
	}
	events_collect(&m->found, &o, &m->events);
	events_collect(&m->misoriginated, &o, &m->events);
	events_collect(&m->forgeries, &o, &m->events);
	events_collect(&m->leaked, &o, &m->events);
}

static void judge_externals(struct measurement *m)
{
	instant_t slack = (instant_t)m->o->framework->incident_touch;
	externals_read(&m->sources, m->totals.from, m->totals.to, &m->externals);
	bool *told = mem_new(m->events.n + 1, sizeof *told);
	m->matches = externals_compare(&m->externals, &m->events, slack, told);
	externals_count(&m->externals, m->matches, &m->events, told, slack, &m->totals.externals);
	free(told);
}

static void judge_networks(struct measurement *m)
{
	struct facts_options o = {.sources = &m->sources,
	                          .registries = m->registries,
	                          .passed = m->totals.observed_from == INSTANT_NONE ? NULL : m->passed,
	                          .at = m->judged_at,
	                          .from = m->totals.from,
	                          .to = m->totals.to};
	facts_collect(&m->routes, &o, &m->networks);
	m->totals.networks = (uint32_t)m->networks.n;
}

static void observed(struct measurement *m)
{
	struct measure_totals *t = &m->totals;
	bool any = m->run.observed_to != 0;
	t->observed_from = any ? (instant_t)m->run.observed_from : INSTANT_NONE;
	t->observed_to = any ? (instant_t)m->run.observed_to : INSTANT_NONE;
	m->judged_at = any ? t->observed_to : t->to;
	m->data_end = any ? t->observed_to : t->from;
	if (m->run.next_after && m->run.next_after - t->to <= (instant_t)m->o->framework->data_reach)
		m->data_end = m->run.next_after; /* the data go on behind the period */
	struct rib_usage u = rib_usage_get(m->rib);
	t->octets_tables = u.tables;
	t->octets_paths = u.paths;
	t->detected = !m->o->no_detection;
	t->paths = path_count(rib_paths(m->rib));
	t->records = m->apply.counts;
}

void measure_judge(struct measurement *m)
{
	observed(m);
	coverage(m);
	judge_routes(m);
	judge_events(m);
	judge_externals(m);
	judge_networks(m);
	count_routes(m);
	count_events(m);
	score_all(m);
	settle_sources(m);
}
