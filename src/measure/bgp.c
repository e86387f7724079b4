/* Reading: every record in time through the RIB, its changes to whoever watches. */
#include "feed/faults.h"
#include "measure/doubt.h"
#include "measure/measure_impl.h"
#include "validate/holder.h"

#include <string.h>

/* Shorter prefixes are nobody's: default routes cut in halves, and the like. */
enum { SHORTEST_V4 = 8, SHORTEST_V6 = 12 };

/* ---- who is a bogon now */

/* Words live as long as the run, not as long as the table that said them. */
static const char *keep_reason(struct measurement *m, const char *reason)
{
	for (size_t i = 0; i < m->reasons.n; i++)
		if (strcmp(m->reasons.at[i], reason) == 0)
			return m->reasons.at[i];
	*vec_push(&m->reasons) = mem_strdup(reason);
	return m->reasons.at[m->reasons.n - 1];
}

static uint8_t class_of(struct measurement *m, const struct bogon_verdict *v, const char **reason)
{
	if (v->class != BOGON_NONE)
		*reason = keep_reason(m, v->reason);
	return v->class == BOGON_FULL             ? EVENT_FULL
	       : v->class == BOGON_ADMINISTRATIVE ? EVENT_ADMINISTRATIVE
	                                          : EVENT_CLASS_NONE;
}

static uint8_t judge_prefix(void *ctx, const struct prefix *p, const char **reason)
{
	struct measurement *m = ctx;
	struct bogon_verdict v = bogon_prefix(m->bogons, p, m->run.now);
	return class_of(m, &v, reason);
}

static uint8_t judge_asn(void *ctx, asn_t asn, const char **reason)
{
	struct measurement *m = ctx;
	struct bogon_verdict v = bogon_asn(m->bogons, asn, m->run.now);
	return class_of(m, &v, reason);
}

static void load_bogons(struct measurement *m, instant_t t)
{
	struct registries_bogons b = registries_bogons(m->registries, t);
	m->bogons = b.table;
	m->bogons_from = t;
	m->bogons_until = registries_bogons_until(m->registries, t);
	if (m->in_period)
		m->bogons_partial |= b.partial;
}

/* ---- time and changes */

static void on_tick(void *ctx, uint32_t t)
{
	struct measurement *m = ctx;
	if (m->leaks)
		leaks_tick(m->leaks, t);
	bool begins = !m->in_period && t >= m->totals.from;
	m->in_period |= begins;
	if (t >= m->bogons_until) {
		struct doubt *doubt = doubt_before(m, t);
		m->run.now = t; /* the judge asks as of now */
		load_bogons(m, t);
		doubt_after(m, doubt, t, load_bogons);
		bogon_rejudge(m->detector, t);
	} else if (begins) {
		m->bogons_partial = registries_bogons(m->registries, t).partial;
	}
}

static void on_change(void *ctx, const struct rib_change *c)
{
	struct measurement *m = ctx;
	bogon_detector_change(m->detector, c, m->run.now);
	health_change(m->health, c);
	if (m->leaks) {
		history_change(m->history, c);
		misorigin_change(m->misorigins, c, m->run.now);
		forged_change(m->forged, c, m->run.now);
		leak_change(leaks_detector(m->leaks), c, m->run.now);
	}
	if (m->in_period)
		passed_change(m->passed, c);
}

static void on_progress(void *ctx, uint64_t octets_in, uint64_t octets_all)
{
	struct measurement *m = ctx;
	(void)octets_all;
	if (m->o->progress)
		m->o->progress(m->o->ctx, octets_in);
}

/* ---- dumps */

static void on_peers(void *ctx)
{
	const struct measurement *m = ctx;
	evidence_peers(m->evidence);
}

static void on_staged(void *ctx, const struct apply_staged *e)
{
	struct measurement *m = ctx;
	uint32_t file = m->apply.now.file;
	if (m->dumping.n == 0 || m->dumping.at[m->dumping.n - 1] != file) {
		size_t i = 0;
		while (i < m->dumping.n && m->dumping.at[i] != file)
			i++;
		if (i == m->dumping.n)
			*vec_push(&m->dumping) = file;
	}
	if (m->leaks) {
		history_staged(m->history, e->time, e->family, e->prefix,
		               path_get(rib_paths(m->rib), e->path)->origin, e->originated);
		leak_staged(leaks_detector(m->leaks), e->time, e->path, e->originated);
	}
	evidence_staged(m->evidence, e);
}

static void on_dumped(void *ctx, uint32_t file)
{
	struct measurement *m = ctx;
	for (size_t i = 0; i < m->dumping.n; i++)
		if (m->dumping.at[i] == file) {
			m->dumping.at[i] = m->dumping.at[--m->dumping.n];
			break;
		}
	if (m->dumping.n == 0 && m->leaks) {
		history_dumped(m->history);
		leak_dumped(leaks_detector(m->leaks));
	}
	evidence_dumped(m->evidence, file);
}

static bool is_wanted(void *ctx, const struct apply_staged *e)
{
	struct measurement *m = ctx;
	if (bogon_is_watched(m->detector, e->peer, e->family, e->prefix, e->path))
		return true;
	return m->leaks &&
	       (misorigin_is_watched(m->misorigins, e->peer, e->family, e->prefix, e->path, m->run.now) ||
	        forged_is_watched(m->forged, e->peer, e->path, m->run.now) ||
	        leak_is_watched(leaks_detector(m->leaks), e->peer, e->family, e->prefix, e->path,
	                        m->run.now));
}

/* ---- all together */

/* What the framework knows of networks, for as long as the measurement. */
static void topology_begin(struct measurement *m)
{
	const struct framework *f = m->o->framework;
	for (size_t i = 0; i < f->generic.n; i++)
		m->generic[i] = f->generic.at[i];
	for (size_t i = 0; i < f->databases.n; i++)
		m->databases[i] = f->databases.at[i];
	const struct topology_rules rules = {
	    .org = {.generic_above = f->generic_above, .generic = m->generic, .n_generic = f->generic.n},
	    .databases = m->databases,
	    .n_databases = f->databases.n,
	    .scrubbing = f->scrubbing.at,
	    .n_scrubbing = f->scrubbing.n,
	    .transit_free = f->transit_free.at,
	    .n_transit_free = f->transit_free.n,
	    .anycast = f->anycast.at,
	    .n_anycast = f->anycast.n};
	m->topology = topology_open(&m->sources);
	topology_judge(m->topology, &rules);
}

static bool is_claimed(void *ctx, const struct prefix *p, asn_t origin)
{
	const struct measurement *m = ctx;
	return rov_candidate(m->candidates, p, origin) ||
	       holder_is_other(registries_delegations(m->registries, m->run.now), p, origin);
}

static struct track_limits track_limits_of(const struct framework *f)
{
	return (struct track_limits){.end_wait = (uint32_t)f->end_wait,
	                             .end_share = f->end_share.n ? (uint32_t)f->end_share.d : 0,
	                             .end_parts = (uint32_t)f->end_share.n};
}

static void begin_misorigins(struct measurement *m)
{
	const struct framework *f = m->o->framework;
	struct misorigin_options o = {.track = track_limits_of(f),
	                              .transfer = (uint32_t)f->transfer,
	                              .settle = (uint32_t)f->known_after,
	                              .shortest = {SHORTEST_V4, SHORTEST_V6},
	                              .message = evidence_message,
	                              .message_ctx = m->evidence,
	                              .claimed = is_claimed,
	                              .claimed_ctx = m};
	m->history =
	    history_new(m->rib, (struct history_limits){.known_after = (uint32_t)f->known_after,
	                                                .known_for = (uint32_t)f->known_for,
	                                                .originated_back = (uint32_t)f->originated_back});
	m->misorigins = misorigin_detector_new(m->rib, m->history, &o);
}

static bool is_bogon(void *ctx, asn_t asn)
{
	const struct measurement *m = ctx;
	return bogon_asn_class_now(m->detector, asn) != EVENT_CLASS_NONE;
}

static void begin_leaks(struct measurement *m)
{
	struct leaks_options o = {.framework = m->o->framework,
	                          .rib = m->rib,
	                          .sources = &m->sources,
	                          .registries = m->registries,
	                          .topology = m->topology,
	                          .evidence = m->evidence,
	                          .health = m->health,
	                          .track = track_limits_of(m->o->framework),
	                          .is_bogon = is_bogon,
	                          .ctx = m};
	m->leaks = leaks_new(&o);
}

static void begin_forged(struct measurement *m)
{
	const struct framework *f = m->o->framework;
	struct forged_options o = {.track = track_limits_of(f),
	                           .transfer = (uint32_t)f->transfer,
	                           .settle = (uint32_t)f->known_after,
	                           .prefixes = (uint32_t)f->forged_prefixes,
	                           .message = evidence_message,
	                           .message_ctx = m->evidence};
	m->forged = forged_detector_new(m->rib, m->history, leak_trail(leaks_detector(m->leaks)), &o);
}

static struct health_limits health_limits_of(const struct framework *f)
{
	return (struct health_limits){.flaps = (uint32_t)f->flaps,
	                              .table_n = (uint64_t)f->table_share.n,
	                              .table_d = (uint64_t)f->table_share.d,
	                              .table_least = (uint32_t)f->table_least,
	                              .window = (uint32_t)f->transfer,
	                              .stale_after = (uint32_t)f->stale_after,
	                              .garbage_n = (uint64_t)f->garbage_share.n,
	                              .garbage_d = (uint64_t)f->garbage_share.d,
	                              .garbage_least = (uint32_t)f->garbage_least,
	                              .missed_n = (uint64_t)f->missed,
	                              .missed_d = DECIMAL_ONE,
	                              .clock_skew = (uint32_t)f->clock_skew};
}

static void begin(struct measurement *m)
{
	const struct framework *f = m->o->framework;
	m->registries = registries_open(&m->sources);
	topology_begin(m);
	m->rib = rib_new((struct rib_limits){.hold = (uint32_t)f->hold},
	                 (struct rib_observer){.change = on_change, .ctx = m});
	m->memo = path_memo_new(rib_paths(m->rib));
	struct health_limits limits = health_limits_of(f);
	m->health = health_new(m->rib, &limits);
	struct bogon_judge judge = {.prefix = judge_prefix, .asn = judge_asn, .ctx = m};
	m->evidence = evidence_store_new(&m->apply);
	m->detector = bogon_detector_new(judge, track_limits_of(f), evidence_message, m->evidence);
	bogon_detector_attach(m->detector, m->rib);
	evidence_watch(m->evidence, is_wanted, m);
	m->candidates = registries_rov_candidates(m->registries, m->totals.from, m->totals.to);
	if (!m->o->no_detection) {
		begin_misorigins(m);
		begin_leaks(m);
		begin_forged(m);
	}
	m->passed = passed_new(m->rib, m->candidates, (uint32_t)f->min_peers);
	m->apply =
	    (struct apply){.rib = m->rib,
	                   .health = m->health,
	                   .paths = m->memo,
	                   .hooks = {.peers = on_peers, .staged = on_staged, .dumped = on_dumped, .ctx = m}};
}

static void hold_vrps(struct measurement *m)
{
	const struct framework *f = m->o->framework;
	struct faults_limits l = {.loss_n = (uint64_t)f->anchor_loss.n,
	                          .loss_d = (uint64_t)f->anchor_loss.d,
	                          .loss_afrinic_n = (uint64_t)f->anchor_loss_afrinic.n,
	                          .loss_afrinic_d = (uint64_t)f->anchor_loss_afrinic.d,
	                          .least = f->anchor_least,
	                          .held_for = (instant_t)f->held_for};
	faults_vrps(&m->sources, &l, m->totals.from, m->totals.to, m->o->n_threads);
}

static void health_end(struct measurement *m)
{
	for (size_t i = 0; i < m->files.n; i++) {
		const struct archive_file *f = &m->files.at[i];
		if (f->n_clock)
			health_clock(m->health, f->collector, f->n_clock);
		if (f->n_repeated)
			health_twice(m->health, f->collector, f->n_repeated);
	}
	m->totals.health =
	    health_finish(m->health, m->run.observed_from, m->run.observed_to, &m->totals.n_health);
}

void measure_read(struct measurement *m)
{
	m->run = (struct archive_run){.apply = &m->apply,
	                              .files = m->files.at,
	                              .n_files = m->files.n,
	                              .n_threads = m->o->n_threads,
	                              .clock_jump = (uint32_t)m->o->framework->clock_jump,
	                              .clock_back = (uint32_t)m->o->framework->clock_skew,
	                              .from = m->totals.from,
	                              .to = m->totals.to,
	                              .tick = on_tick,
	                              .progress = on_progress,
	                              .ctx = m};
	archive_run_begin(&m->run);
	hold_vrps(m);
	begin(m);
	load_bogons(m, m->totals.from);
	m->bogons_until = INSTANT_NONE; /* asked anew at the first record */
	archive_run_all(&m->run);
	health_end(m);
	bogon_detector_finish(m->detector, m->run.now, &m->found);
	if (m->leaks) {
		misorigin_finish(m->misorigins, m->run.now, &m->misoriginated);
		forged_finish(m->forged, m->run.now, &m->forgeries);
		leak_finish(leaks_detector(m->leaks), m->run.now, &m->leaked);
	}
}
