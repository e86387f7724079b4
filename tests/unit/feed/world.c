#include "world.h"

#include <string.h>
#include <unistd.h>

static uint8_t judge_prefix(void *ctx, const struct prefix *p, const char **reason)
{
	(void)ctx;
	*reason = "test";
	return p->family == FAMILY_V4 && p->hi >> 56 == 10 ? EVENT_FULL : EVENT_CLASS_NONE;
}

static uint8_t judge_asn(void *ctx, asn_t asn, const char **reason)
{
	(void)ctx;
	*reason = "test";
	return asn >= 64512 && asn < 65535 ? EVENT_FULL : EVENT_CLASS_NONE;
}

static void path_say(struct world *w, path_id path)
{
	struct path_store *ps = rib_paths(w->rib);
	if (path == PATH_NONE)
		buf_str(&w->log, " -");
	for (; path != PATH_NONE; path = path_get(ps, path)->parent) {
		const struct path_node *n = path_get(ps, path);
		const asn_t *member = &n->asn;
		size_t n_members = 1;
		if (n->kind == PATH_HOP_SET)
			member = path_set_get(ps, n->asn, &n_members);
		static const char *const before[] = {"", "{", "=", "?"};
		buf_char(&w->log, ' ');
		buf_str(&w->log, before[n->kind]);
		for (size_t i = 0; i < n_members; i++)
			buf_printf(&w->log, "%s%u", i ? "," : "", member[i]);
		if (n->kind == PATH_HOP_SET)
			buf_char(&w->log, '}');
	}
}

static void changed(void *ctx, const struct rib_change *c)
{
	static const char *const causes[] = {"announced", "withdrawn", "dumped", "unknown", "lost"};
	struct world *w = ctx;
	char text[PREFIX_TEXT];
	prefix_format(text, &rib_prefix_at(w->rib, c->family, c->prefix)->prefix);
	buf_printf(&w->log, "%u AS%u %s", c->time, rib_peer_get(w->rib, c->peer)->asn, text);
	path_say(w, c->from);
	buf_str(&w->log, " >");
	path_say(w, c->to);
	buf_printf(&w->log, " %s\n", causes[c->cause]);
	bogon_detector_change(w->detector, c, w->run.now);
}

static void rejected(void *ctx, struct diag_pos pos, const char *reason, const char *what)
{
	(void)pos;
	(void)what;
	tally_add(&((struct world *)ctx)->tally, reason, 1);
}

static bool wanted(void *ctx, const struct apply_staged *e)
{
	struct world *w = ctx;
	return bogon_is_watched(w->detector, e->peer, e->family, e->prefix, e->path);
}

void world_init(struct world *w)
{
	world_init_limited(w, 0);
}

void world_init_limited(struct world *w, size_t evidence_octets)
{
	*w = (struct world){.dir = "/tmp/norma-feed-XXXXXX"};
	assert_non_null(mkdtemp(w->dir));
	w->diag = (struct diag){.fn = rejected, .ctx = w};
	w->evidence = evidence_store_new(&w->apply);
	if (evidence_octets)
		evidence_limit(w->evidence, evidence_octets);
	w->detector = bogon_detector_new((struct bogon_judge){judge_prefix, judge_asn, NULL},
	                                 (struct track_limits){.end_wait = 900, .end_share = 10},
	                                 evidence_message, w->evidence);
	w->rib = rib_new((struct rib_limits){.hold = 900}, (struct rib_observer){changed, w});
	bogon_detector_attach(w->detector, w->rib);
	w->apply.rib = w->rib;
	w->apply.paths = path_memo_new(rib_paths(w->rib));
	evidence_watch(w->evidence, wanted, w);
	w->apply.hooks = (struct apply_hooks){evidence_peers, evidence_staged, evidence_dumped, w->evidence};
	w->run = (struct archive_run){.apply = &w->apply, .from = 0, .to = 4000000000};
}

void world_fini(struct world *w)
{
	for (size_t i = 0; i < w->files.n; i++) {
		unlink(w->files.at[i].path);
		free((char *)(uintptr_t)w->files.at[i].path);
	}
	rmdir(w->dir);
	event_list_fini(&w->events);
	evidence_store_free(w->evidence);
	bogon_detector_free(w->detector);
	path_memo_free(w->apply.paths);
	rib_free(w->rib);
	tally_fini(&w->tally);
	vec_free(&w->files);
	vec_free(&w->run.gaps);
	buf_fini(&w->log);
}

void world_add(struct world *w, const char *name, uint16_t collector, struct buf *b, enum io_kind kind)
{
	struct buf path = {0}, octets = {0};
	buf_printf(&path, "%s/%s", w->dir, name);
	pack(&octets, kind, b->at, b->len);
	FILE *f = fopen(path.at, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(octets.at, 1, octets.len, f), octets.len);
	assert_int_equal(fclose(f), 0);
	*vec_push(&w->files) =
	    (struct archive_file){.path = buf_take(&path), .collector = collector, .diag = &w->diag};
	buf_fini(&octets);
	buf_fini(b);
	*b = (struct buf){0};
}

void world_run(struct world *w, unsigned n_threads)
{
	archive_scan(w->files.at, w->files.n, n_threads);
	w->run.files = w->files.at;
	w->run.n_files = w->files.n;
	w->run.n_threads = n_threads;
	archive_run_all(&w->run);
	bogon_detector_finish(w->detector, w->run.now, &w->events);
}

static const char *line_find(const struct world *w, const char *line)
{
	size_t len = strlen(line);
	for (const char *p = w->log.len ? w->log.at : NULL; p && *p; p = strchr(p, '\n') + 1)
		if (strncmp(p, line, len) == 0 && p[len] == '\n')
			return p;
	return NULL;
}

bool world_has(const struct world *w, const char *line)
{
	if (line_find(w, line))
		return true;
	print_message("# no line \"%s\" in\n# %s\n", line, w->log.len ? w->log.at : "");
	return false;
}

unsigned world_lines(const struct world *w)
{
	unsigned n = 0;
	for (size_t i = 0; i < w->log.len; i++)
		n += w->log.at[i] == '\n';
	return n;
}

const struct rib_route *world_route(const struct world *w, const char *prefix, asn_t origin)
{
	struct prefix p;
	assert_int_equal(prefix_parse(prefix, strlen(prefix), &p), ERR_OK);
	unsigned f = rib_family(p.family);
	for (prefix_id i = 0; i < rib_prefix_count(w->rib, f); i++)
		if (prefix_eq(&rib_prefix_at(w->rib, f, i)->prefix, &p)) {
			route_id id = rib_route_find(w->rib, f, i, origin);
			return id == RIB_NONE ? NULL : rib_route_at(w->rib, f, id);
		}
	return NULL;
}

uint64_t world_count(const struct world *w, const char *reason)
{
	for (size_t i = 0; i < w->tally.n; i++)
		if (strcmp(w->tally.at[i].reason, reason) == 0)
			return w->tally.at[i].n;
	return 0;
}
