#include "cli/validate_tables.h"

#include "cli/message.h"
#include "cli/validate_folder.h"
#include "feed/snapshot.h"
#include "io/stream.h"
#include "text/delegated.h"
#include "text/recognise.h"
#include "text/rpsl.h"
#include "text/vrp_csv.h"
#include "text/vrp_json.h"

#include <string.h>
#include <sys/stat.h>

enum { DAY = 86400 /* seconds */ };

enum kind { VRPS, IRR, RIR, KINDS };

/* option, folder, freshness in seconds, name */
static const struct {
	const char *option, *folder;
	instant_t fresh;
	const char *name;
} kinds[KINDS] = {
    [VRPS] = {"vrps", "rpki", 36 * 3600, "VRPs"},
    [IRR] = {"irr", "irr", 7 * DAY, "RPSL objects"},
    [RIR] = {"rir", "rir", 7 * DAY, "delegated statistics"},
};

struct source {
	char *path;
	enum kind kind;
	bool named; /* on the command line: used whatever its age; not using it is a failure */
	char *family;
	instant_t as_of;                /* INSTANT_NONE: the file is unusable */
	uint32_t number, aspa_number;   /* in the builders of its kind */
	struct delegation_table *lines; /* RIR */
	bool in_force, stale;
};

/* Everything that is being built while files are read. */
struct load {
	VEC(struct source) sources;
	struct rov_builder *rov;
	struct irr_builder *irr;
	struct aspa_builder *aspa;
	struct delegation_builder *lines; /* of the file that is being read */
	uint32_t number;                  /* of that file, in the builder of its kind */
	bool cut;                         /* some file could not be read to its end */
};

/* ---- reading */

static void on_vrp(void *ctx, const struct vrp *v)
{
	struct load *l = ctx;
	rov_builder_add(l->rov, l->number, v);
}

static void on_aspa(void *ctx, const struct aspa *a)
{
	struct load *l = ctx;
	aspa_builder_add(l->aspa, a);
}

static void on_route(void *ctx, const struct route_object *o)
{
	struct load *l = ctx;
	irr_builder_add(l->irr, l->number, o);
}

static void on_delegation(void *ctx, const struct delegation *d)
{
	struct load *l = ctx;
	delegation_builder_add(l->lines, d);
}

/* The reader for what the file holds, NULL when that is not what it was named as. */
static struct text_reader *reader_for(struct load *l, const struct source *s, enum text_kind found,
                                      struct diag *diag)
{
	const char *slash = strrchr(s->path, '/');
	struct rpsl_options rpsl = {.source = slash ? slash + 1 : s->path};
	struct rpsl_callbacks callbacks = {.ctx = l, .route = on_route};
	if (s->kind == VRPS && found == TEXT_VRP_JSON)
		return vrp_json_reader_new(on_vrp, on_aspa, l, diag);
	if (s->kind == VRPS && found == TEXT_VRP_CSV)
		return vrp_csv_reader_new(on_vrp, l, diag);
	if (s->kind == IRR && found == TEXT_RPSL)
		return rpsl_reader_new(&callbacks, &rpsl, diag);
	if (s->kind == RIR && found == TEXT_DELEGATED)
		return delegated_reader_new(on_delegation, l, diag);
	return NULL;
}

/* Push the whole stream through the reader. Wrong records cost themselves; what ends the file early is told,
 * and what came before it counts. */
static void stream_read(struct load *l, const char *path, struct io_stream *s, struct text_reader *r)
{
	const uint8_t *data;
	size_t len;
	enum err e, fed = ERR_OK;
	while ((e = io_stream_read(s, &data, &len)) == ERR_OK && fed == ERR_OK)
		fed = text_reader_feed(r, (const char *)data, len);
	cli_fault_stream(path, s);
	if (fed == ERR_OK)
		fed = text_reader_finish(r);
	if (fed != ERR_OK && e == ERR_EOF)
		cli_fault(path, "%s", err_text(fed));
	l->cut |= fed != ERR_OK || e != ERR_EOF;
}

/* The time of its content, else the date in its name, else when it was written. */
static instant_t source_time(const struct source *s, const struct text_reader *r)
{
	struct stat st;
	if (r->as_of != INSTANT_NONE)
		return r->as_of;
	instant_t t = snapshot_name_time(s->path);
	if (t != INSTANT_NONE)
		return t;
	return stat(s->path, &st) == 0 ? (instant_t)st.st_mtime : 0;
}

static void source_read(struct load *l, struct source *s, struct io_stream *stream)
{
	struct cli_messages messages;
	cli_messages_init(&messages, s->path);
	struct diag diag = {.fn = cli_messages_report, .ctx = &messages};
	const uint8_t *head;
	size_t len = 0;
	struct text_reader *r = NULL;
	if (io_stream_peek(stream, TEXT_RECOGNISE_HEAD, &head, &len) == ERR_OK)
		r = reader_for(l, s, text_recognise("", (const char *)head, len), &diag);
	if (r) {
		stream_read(l, s->path, stream, r);
		s->as_of = source_time(s, r);
	} else if (len) {
		cli_fault(s->path, "not used: these are no %s", kinds[s->kind].name);
	} else {
		cli_fault_stream(s->path, stream);
		cli_fault(s->path, "not used: it holds nothing");
	}
	text_reader_free(r);
	cli_messages_fini(&messages);
}

static void source_open(struct load *l, struct source *s)
{
	struct io_stream *stream;
	struct io_fail fail = {0};
	s->number = s->kind == VRPS  ? rov_builder_file(l->rov, s->path, INSTANT_NONE)
	            : s->kind == IRR ? irr_builder_file(l->irr, s->path, INSTANT_NONE)
	                             : 0;
	l->number = s->number;
	s->aspa_number = aspa_builder_file(l->aspa);
	l->lines = delegation_builder_new();
	delegation_builder_coarse(l->lines);
	if (io_stream_open(s->path, NULL, &stream, &fail) == ERR_OK) {
		source_read(l, s, stream);
		io_stream_close(stream);
	} else {
		cli_fault(s->path, "%s", fail.what);
	}
	s->lines = delegation_builder_build(l->lines);
}

static void source_add(struct load *l, enum kind kind, char *path, bool named)
{
	struct source s = {.path = path, .kind = kind, .named = named, .as_of = INSTANT_NONE};
	s.family = snapshot_family(path);
	source_open(l, &s);
	*vec_push(&l->sources) = s;
}

static void named_read(struct load *l, const struct cli *c)
{
	for (enum kind k = 0; k < KINDS; k++) {
		size_t n;
		char *const *paths = cli_many(c, kinds[k].option, &n);
		for (size_t i = 0; i < n; i++)
			source_add(l, k, mem_strdup(paths[i]), true);
	}
}

static void folder_read(struct load *l, const struct validate_folder *f)
{
	for (size_t i = 0; i < f->files.n_entries; i++)
		for (enum kind k = 0; k < KINDS; k++)
			if (strcmp(f->files.entries[i].top, kinds[k].folder) == 0)
				source_add(l, k, validate_folder_path(f, i), false);
}

/* ---- which of them count */

static bool is_family(const struct source *a, const struct source *b)
{
	return a->kind == b->kind && a->as_of != INSTANT_NONE && b->as_of != INSTANT_NONE &&
	       strcmp(a->family, b->family) == 0;
}

/* Told once for each file: what needs it has no data. */
static void source_age(struct source *s, instant_t at)
{
	s->stale = s->in_force && !s->named && at - s->as_of > kinds[s->kind].fresh;
	if (!s->stale)
		return;
	char time[CLOCK_TEXT], then[CLOCK_TEXT];
	cli_fault(s->path, "not used: it is of %s, too old for %s", clock_format(time, s->as_of, -1),
	          clock_format(then, at, -1));
}

/* Of each family the one in force; the others of VRPs and IRR are forgotten. */
static void sources_choose(struct load *l, instant_t at)
{
	for (size_t i = 0; i < l->sources.n; i++) {
		struct source *s = &l->sources.at[i];
		size_t best = i;
		for (size_t k = 0; k < l->sources.n; k++) {
			const instant_t two[] = {l->sources.at[best].as_of, l->sources.at[k].as_of};
			if (is_family(s, &l->sources.at[k]) && snapshot_in_force(two, 2, at) == 1)
				best = k;
		}
		s->in_force = s->as_of != INSTANT_NONE && best == i;
		source_age(s, at);
		if (s->kind == VRPS && s->in_force)
			rov_builder_date(l->rov, s->number, s->as_of);
		else if (s->kind == VRPS) {
			rov_builder_drop(l->rov, s->number);
			aspa_builder_drop(l->aspa, s->aspa_number);
		} else if (s->kind == IRR && s->in_force)
			irr_builder_date(l->irr, s->number, s->as_of);
		else if (s->kind == IRR)
			irr_builder_drop(l->irr, s->number);
	}
}

/* Is b the file of the day before a? */
static bool is_day_before(const struct source *b, const struct source *a)
{
	return is_family(a, b) && b->as_of < a->as_of && a->as_of - b->as_of <= DAY;
}

static void delegations_build(struct load *l, struct validate_tables *out)
{
	struct delegation_builder *now = delegation_builder_new(), *before = delegation_builder_new();
	bool any = false, any_before = false;
	out->past = mem_new(l->sources.n, sizeof *out->past);
	for (size_t i = 0; i < l->sources.n; i++) {
		struct source *s = &l->sources.at[i];
		if (s->kind != RIR || !s->in_force || s->stale)
			continue;
		delegation_builder_add_table(now, s->lines);
		any = true;
		for (size_t k = 0; k < l->sources.n; k++)
			if (is_day_before(&l->sources.at[k], s)) {
				delegation_builder_add_table(before, l->sources.at[k].lines);
				any_before = true;
			}
	}
	out->now = delegation_builder_build(now);
	out->before = delegation_builder_build(before);
	for (size_t i = 0; i < l->sources.n; i++) {
		struct source *s = &l->sources.at[i];
		if (s->kind != RIR || s->as_of == INSTANT_NONE)
			continue; /* those in force, too: what one of them holds is not free because another
			             says so */
		out->past[out->n_past++] = (struct bogon_past){s->lines, s->as_of};
		s->lines = NULL;
	}
	struct bogon_sources sources = {any ? out->now : NULL, any_before ? out->before : NULL, out->past,
	                                out->n_past};
	out->bogon = bogon_builder_build(bogon_builder_new(), &sources);
}

static instant_t newest(const struct load *l)
{
	instant_t t = INSTANT_NONE;
	for (size_t i = 0; i < l->sources.n; i++)
		if (l->sources.at[i].as_of > t)
			t = l->sources.at[i].as_of;
	return t;
}

/* Is there a file of that kind in force, and all of those fresh? */
static bool has_data(const struct load *l, enum kind kind)
{
	bool any = false;
	for (size_t i = 0; i < l->sources.n; i++) {
		const struct source *s = &l->sources.at[i];
		if (s->kind == kind && s->stale)
			return false;
		any |= s->kind == kind && s->in_force;
	}
	return any;
}

static void load_end(struct load *l)
{
	for (size_t i = 0; i < l->sources.n; i++) {
		free(l->sources.at[i].family);
		free(l->sources.at[i].path);
		delegation_table_free(l->sources.at[i].lines);
	}
	vec_free(&l->sources);
}

static void tables_build(struct load *l, struct validate_tables *out)
{
	sources_choose(l, out->at);
	out->rov = rov_builder_build(l->rov);
	out->irr = irr_builder_build(l->irr);
	out->aspa = aspa_builder_build(l->aspa);
	if (!has_data(l, VRPS)) {
		rov_table_free(out->rov);
		out->rov = NULL;
	}
	if (!has_data(l, IRR)) {
		irr_table_free(out->irr);
		out->irr = NULL;
	}
	delegations_build(l, out);
}

enum cli_exit validate_tables_load(const struct cli *c, struct validate_tables *out)
{
	struct load l = {.rov = rov_builder_new(), .irr = irr_builder_new(), .aspa = aspa_builder_new()};
	struct validate_folder folder = {0};
	const char *dir = cli_text(c, "data");
	*out = (struct validate_tables){.at = cli_is_set(c, "at") ? cli_time(c, "at") : INSTANT_NONE};
	enum cli_exit x = dir ? validate_folder_open(dir, &folder) : CLI_DONE;
	if (x == CLI_DONE && dir) {
		folder_read(&l, &folder);
		if (out->at == INSTANT_NONE)
			out->at = validate_folder_bgp_end(&folder, c->threads);
	}
	named_read(&l, c);
	if (out->at == INSTANT_NONE)
		out->at = newest(&l);
	if (out->at == INSTANT_NONE)
		out->at = clock_now();
	for (size_t i = 0; i < l.sources.n; i++)
		if (l.sources.at[i].named && l.sources.at[i].as_of == INSTANT_NONE)
			x = CLI_INPUT;
	out->cut = l.cut;
	tables_build(&l, out);
	load_end(&l);
	validate_folder_close(&folder);
	return x;
}

void validate_tables_fini(struct validate_tables *t)
{
	rov_table_free(t->rov);
	irr_table_free(t->irr);
	bogon_table_free(t->bogon);
	delegation_table_free(t->now);
	delegation_table_free(t->before);
	for (size_t i = 0; i < t->n_past; i++)
		delegation_table_free((struct delegation_table *)(uintptr_t)t->past[i].table);
	free(t->past);
	aspa_table_free(t->aspa);
}
