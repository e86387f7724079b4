#include "feed/relations.h"

#include "feed/archive.h"
#include "feed/registries.h"
#include "feed/topology.h"

enum { DAY = 86400, LOOK = 8 * 3600 /* seconds; as often as RIS writes tables */ };

struct job {
	const struct relations_options *o;
	struct sources sources;
	VEC(struct archive_file) files;
	uint64_t octets;
	struct rib *rib;
	struct path_memo *memo;
	struct apply apply;
	struct archive_run run;
	struct seen *seen;
	uint32_t first;

	/* as of the last record */
	instant_t at;
	struct registries *registries;
	struct topology *topology;
	const struct bogon_table *bogons;
	const struct aspa_table *aspa;
	const struct exchange_table *exchanges;
	struct infer *infer;
	enum err verdict;
};

/* ---- tables over time */

/* Before the first record behind a multiple of eight hours: what stands there stood there when it passed. */
static void on_tick(void *ctx, uint32_t t)
{
	struct job *j = ctx;
	uint32_t before = j->run.now;
	if (before >= j->o->from && before != 0) {
		if (j->first == 0)
			j->first = before;
		if (t / LOOK != before / LOOK)
			seen_look(j->seen, before / DAY);
	}
}

static void on_progress(void *ctx, uint64_t octets_in, uint64_t octets_all)
{
	const struct job *j = ctx;
	(void)octets_all;
	if (j->o->progress)
		j->o->progress(j->o->ctx, octets_in);
}

static void files_find(struct job *j)
{
	for (size_t i = 0; i < j->sources.at.n; i++) {
		struct source *s = &j->sources.at.at[i];
		if (s->kind != SOURCE_BGP)
			continue;
		j->octets += s->size;
		*vec_push(&j->files) = (struct archive_file){.path = s->path,
		                                             .head = s->head,
		                                             .collector = s->collector,
		                                             .diag = &s->diag,
		                                             .same_as = SIZE_MAX};
	}
	archive_scan(j->files.at, j->files.n, j->o->n_threads);
}

static void tables_read(struct job *j)
{
	j->rib = rib_new((struct rib_limits){.hold = j->o->hold}, (struct rib_observer){0});
	j->memo = path_memo_new(rib_paths(j->rib));
	j->seen = seen_new(j->rib);
	j->apply = (struct apply){.rib = j->rib, .paths = j->memo};
	j->run = (struct archive_run){.apply = &j->apply,
	                              .files = j->files.at,
	                              .n_files = j->files.n,
	                              .n_threads = j->o->n_threads,
	                              .from = j->o->from,
	                              .to = j->o->to,
	                              .tick = on_tick,
	                              .progress = on_progress,
	                              .ctx = j};
	if (j->o->begun)
		j->o->begun(j->o->ctx, j->files.n, j->octets);
	archive_run_all(&j->run);
	if (j->run.observed_to)
		seen_look(j->seen, j->run.now / DAY);
}

/* ---- what is known of networks */

static bool is_reserved(void *ctx, asn_t asn)
{
	const struct job *j = ctx;
	return bogon_asn(j->bogons, asn, j->at).class != BOGON_NONE;
}

static bool is_route_server(void *ctx, asn_t asn)
{
	struct job *j = ctx;
	return topology_is_route_server(j->topology, asn, j->at);
}

static bool is_provider(void *ctx, asn_t customer, asn_t provider)
{
	const struct job *j = ctx;
	return j->aspa && aspa_authorized(j->aspa, customer, provider) == ASPA_PROVIDER;
}

static bool is_multilateral(void *ctx, asn_t x, asn_t y)
{
	const struct job *j = ctx;
	return exchange_common_multilateral(j->exchanges, x, y, NULL) > 0;
}

static bool take_path(void *ctx, const asn_t *path, size_t n)
{
	struct job *j = ctx;
	j->verdict = infer_path(j->infer, path, n, 0);
	return j->verdict == ERR_OK;
}

static void infer_all(struct job *j, struct relations_found *out, struct io_fail *fail)
{
	const struct infer_known known = {.is_reserved = is_reserved,
	                                  .is_route_server = is_route_server,
	                                  .is_provider = is_provider,
	                                  .is_multilateral = is_multilateral,
	                                  .ctx = j};
	j->at = j->run.now;
	j->registries = registries_open(&j->sources);
	j->topology = topology_open(&j->sources);
	j->bogons = registries_bogons(j->registries, j->at).table;
	j->aspa = registries_aspa(j->registries, j->at, NULL);
	j->exchanges = topology_exchanges(j->topology, j->at);
	j->infer = infer_new(&known);
	out->seen = seen_counts(j->seen);
	out->first = j->first ? j->first : j->run.observed_from;
	out->last = j->run.observed_to;
	if (seen_each(j->seen, take_path, j)) {
		out->inferred = infer_run(j->infer, j->o->with_cones);
		return;
	}
	infer_free(j->infer);
	j->verdict = io_fail_set(fail, j->verdict, 0, "more distinct paths than can be inferred from");
}

static void job_fini(struct job *j)
{
	seen_free(j->seen);
	path_memo_free(j->memo);
	rib_free(j->rib);
	vec_free(&j->run.gaps);
	topology_free(j->topology);
	registries_free(j->registries);
	vec_free(&j->files);
	sources_fini(&j->sources);
}

enum err relations_find(const struct relations_options *o, struct relations_found *out, struct io_fail *fail)
{
	struct job j = {.o = o, .verdict = ERR_OK};
	*out = (struct relations_found){0};
	sources_init(&j.sources, &o->sources);
	j.verdict = sources_open(&j.sources, o->data, o->n_threads, fail);
	if (j.verdict == ERR_OK) {
		files_find(&j);
		tables_read(&j);
	}
	if (j.verdict == ERR_OK && j.run.observed_to)
		infer_all(&j, out, fail);
	if (o->ended)
		o->ended(o->ctx, &j.sources);
	job_fini(&j);
	return j.verdict;
}
