#include "measure/measure.h"

#include "measure/measure_impl.h"
#include "wire/mrt_stream.h"

#include <stdlib.h>
#include <string.h>

enum { DAY = 86400 };

const char *measure_stage_name(enum measure_stage s)
{
	static const char *const names[MEASURE_STAGES] = {"look", "read", "judge", "store"};
	REQUIRE(s < MEASURE_STAGES);
	return names[s];
}

void measure_freshness(const struct framework *f, instant_t fresh[SOURCE_KINDS])
{
	static const enum source_kind kinds[FRAMEWORK_INPUTS] = {
	    [INPUT_VRPS] = SOURCE_VRPS,           [INPUT_IRR] = SOURCE_IRR,
	    [INPUT_DELEGATED] = SOURCE_DELEGATED, [INPUT_PEERINGDB] = SOURCE_PEERINGDB,
	    [INPUT_CONTACTS] = SOURCE_CONTACTS,   [INPUT_RELATIONSHIPS] = SOURCE_RELATIONSHIPS,
	    [INPUT_BOGONS] = SOURCE_BOGONS,
	};
	memset(fresh, 0, SOURCE_KINDS * sizeof *fresh);
	for (int i = 0; i < FRAMEWORK_INPUTS; i++)
		fresh[kinds[i]] = (instant_t)f->fresh[i];
	fresh[SOURCE_ORGS] = fresh[SOURCE_RELATIONSHIPS]; /* who belongs together is of the same kind */
}

struct measurement *measure_new(const struct measure_options *o)
{
	struct measurement *m = mem_new(1, sizeof *m);
	m->o = o;
	struct sources_options so = {
	    .stream = o->stream, .n_threads = o->n_threads, .message = o->message, .message_ctx = o->ctx};
	measure_freshness(o->framework, so.fresh);
	sources_init(&m->sources, &so);
	return m;
}

void measure_free(struct measurement *m)
{
	if (!m)
		return;
	ledger_free(m->ledger);
	free(m->scores);
	for (int f = 0; f < RIB_FAMILIES; f++)
		free(m->is_full[f]);
	facts_fini(&m->networks);
	events_fini(&m->events);
	externals_fini(&m->externals);
	free(m->matches);
	event_list_fini(&m->found);
	event_list_fini(&m->misoriginated);
	event_list_fini(&m->leaked);
	event_list_fini(&m->forgeries);
	free(m->routes.at);
	passed_free(m->passed);
	rov_candidates_free(m->candidates);
	forged_detector_free(m->forged);
	leaks_free(m->leaks);
	misorigin_detector_free(m->misorigins);
	history_free(m->history);
	vec_free(&m->dumping);
	health_free(m->health);
	bogon_detector_free(m->detector);
	evidence_store_free(m->evidence);
	path_memo_free(m->memo);
	rib_free(m->rib);
	vec_free(&m->before);
	vec_free(&m->run.gaps);
	topology_free(m->topology);
	registries_free(m->registries);
	vec_free(&m->files);
	vec_free(&m->file_source);
	vec_free(&m->months);
	for (size_t i = 0; i < m->reasons.n; i++)
		free(m->reasons.at[i]);
	vec_free(&m->reasons);
	sources_fini(&m->sources);
	free(m);
}

static void stage(const struct measurement *m, enum measure_stage s, uint64_t files, uint64_t octets)
{
	if (m->o->stage)
		m->o->stage(m->o->ctx, s, files, octets);
}

/* ---- what lies there */

static instant_t month_of(instant_t t)
{
	struct civil c = clock_split(t);
	return clock_civil(c.year, c.month, 1);
}

static int month_cmp(const void *a, const void *b)
{
	instant_t x = *(const instant_t *)a, y = *(const instant_t *)b;
	return (x > y) - (x < y);
}

static enum err read_chunk(void *ctx, const uint8_t **data, size_t *len)
{
	return io_stream_read(ctx, data, len);
}

/* All months that the records of one file lie in. */
static void months_of_file(struct measurement *m, const struct archive_file *f)
{
	struct io_stream *io;
	struct mrt_stream mrt;
	struct mrt_record r;
	instant_t last = INSTANT_NONE;
	if (io_stream_open(f->path, &m->o->stream, &io, NULL) != ERR_OK)
		return;
	mrt_stream_init(&mrt, read_chunk, io, NULL, NULL);
	while (mrt_stream_next(&mrt, &r) == ERR_OK) {
		instant_t month = r.time / DAY == last / DAY ? INSTANT_NONE : month_of(r.time);
		if (month != INSTANT_NONE)
			*vec_push(&m->months) = month;
		last = r.time;
	}
	mrt_stream_fini(&mrt);
	io_stream_close(io);
}

/* A file lies in the month of its first record; one that begins on a month's last day is read to its end. */
static void find_months(struct measurement *m)
{
	for (size_t i = 0; i < m->files.n; i++) {
		const struct archive_file *f = &m->files.at[i];
		if (f->head.verdict != ERR_OK || f->same_as != SIZE_MAX)
			continue;
		*vec_push(&m->months) = month_of(f->head.time);
		if (month_of((instant_t)f->head.time + DAY) != month_of(f->head.time))
			months_of_file(m, f);
	}
	size_t kept = 0;
	if (m->months.n)
		qsort(m->months.at, m->months.n, sizeof *m->months.at, month_cmp);
	for (size_t i = 0; i < m->months.n; i++)
		if (kept == 0 || m->months.at[kept - 1] != m->months.at[i])
			m->months.at[kept++] = m->months.at[i];
	m->months.n = kept;
}

static void scan_bgp(struct measurement *m)
{
	for (size_t i = 0; i < m->sources.at.n; i++) {
		struct source *s = &m->sources.at.at[i];
		if (s->kind != SOURCE_BGP)
			continue;
		*vec_push(&m->files) = (struct archive_file){.path = s->path,
		                                             .head = s->head,
		                                             .collector = s->collector,
		                                             .diag = &s->diag,
		                                             .same_as = SIZE_MAX};
		*vec_push(&m->file_source) = i;
	}
	archive_scan(m->files.at, m->files.n, m->o->n_threads);
}

enum err measure_open(struct measurement *m, struct io_fail *fail)
{
	stage(m, MEASURE_LOOK, 0, 0);
	enum err e = sources_open(&m->sources, m->o->data, m->o->n_threads, fail);
	if (e != ERR_OK)
		return e;
	scan_bgp(m);
	find_months(m);
	return ERR_OK;
}

bool measure_month_at(const struct measurement *m, size_t i, instant_t *month)
{
	if (i < m->months.n)
		*month = m->months.at[i];
	return i < m->months.n;
}

/* ---- the run */

static uint64_t octets_of(const struct measurement *m)
{
	uint64_t octets = 0;
	for (size_t i = 0; i < m->files.n; i++)
		if (m->files.at[i].head.verdict == ERR_OK && m->files.at[i].same_as == SIZE_MAX)
			octets += m->sources.at.at[m->file_source.at[i]].size;
	return octets;
}

static bool on_confirmed(void *ctx, asn_t culprit, uint32_t start)
{
	struct measurement *m = ctx;
	*vec_push(&m->before) = (struct misorigination_before){culprit, start};
	return true;
}

enum err measure_before(struct measurement *m, struct store *store, instant_t from)
{
	instant_t since = from - (instant_t)m->o->framework->repeated_within;
	vec_free(&m->before);
	return store_confirmed(store, METRIC_M2, CONFIDENCE_CONFIRMED, since > 0 ? (uint32_t)since : 0,
	                       (uint32_t)from, on_confirmed, m);
}

void measure_run(struct measurement *m, instant_t from, instant_t to)
{
	REQUIRE(from < to && !m->rib);
	m->totals.from = from;
	m->totals.to = to;
	stage(m, MEASURE_READ, m->files.n, octets_of(m));
	measure_read(m);
	stage(m, MEASURE_JUDGE, 0, 0);
	measure_judge(m);
}

const struct measure_totals *measure_totals(const struct measurement *m)
{
	return &m->totals;
}

const struct sources *measure_sources(const struct measurement *m)
{
	return &m->sources;
}

const struct archive_gap *measure_gaps(const struct measurement *m, size_t *n)
{
	*n = m->run.gaps.n;
	return m->run.gaps.at;
}

const struct health_finding *measure_health(const struct measurement *m, size_t *n)
{
	*n = m->totals.n_health;
	return m->totals.health;
}

const struct rib_peer *measure_peer(const struct measurement *m, peer_id peer)
{
	return rib_peer_get(m->rib, peer);
}
