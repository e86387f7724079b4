#include "cli/validate_tables.h"

#include "cli/message.h"
#include "cli/source_message.h"
#include "cli/validate_bgp.h"
#include "measure/measure.h"

#include <string.h>

/* the kinds of files that routes are held against, and their options */
static const struct {
	enum source_kind kind;
	const char *option, *folder;
} kinds[] = {
    {SOURCE_VRPS, "vrps", "rpki/"},
    {SOURCE_IRR, "irr", "irr/"},
    {SOURCE_DELEGATED, "rir", "rir/"},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

static bool is_judged_by(enum source_kind kind)
{
	for (size_t k = 0; k < KINDS; k++)
		if (kinds[k].kind == kind)
			return true;
	return kind == SOURCE_BOGONS;
}

static bool is_named_all(struct sources *s, const struct cli *c)
{
	bool all = true;
	for (size_t k = 0; k < KINDS; k++) {
		size_t n;
		char *const *paths = cli_many(c, kinds[k].option, &n);
		for (size_t i = 0; i < n; i++)
			all &= sources_name(s, kinds[k].kind, paths[i]) == ERR_OK;
	}
	return all;
}

/* What is in a folder that validate does not look into is left alone; what cannot be read is told. */
static void unknown_say(const struct sources *all)
{
	for (size_t i = 0; i < all->at.n; i++) {
		const struct source *s = &all->at.at[i];
		bool ours = s->named;
		for (size_t k = 0; k < KINDS; k++)
			ours |= strncmp(s->file, kinds[k].folder, strlen(kinds[k].folder)) == 0;
		if (s->kind == SOURCE_UNKNOWN && s->damaged)
			cli_fault(s->path, "%s", s->why_not);
		else if (s->kind == SOURCE_UNKNOWN && ours)
			cli_fault(s->path, "not used: %s", s->why_not);
	}
}

/* Told once for each file: what needs it has no data. */
static void stale_say(struct sources *all, instant_t at)
{
	struct source **files;
	for (size_t k = 0; k < KINDS; k++) {
		size_t n = sources_in_force(all, kinds[k].kind, at, &files);
		for (size_t i = 0; i < n; i++) {
			char time[CLOCK_TEXT], then[CLOCK_TEXT];
			if (!source_is_fresh(files[i], at))
				cli_fault(files[i]->path, "not used: it is of %s, too old for %s",
				          clock_format(time, files[i]->as_of, -1),
				          clock_format(then, at, -1));
		}
		free(files);
	}
}

/* --at, else the end of the BGP data, else the newest snapshot, else now. */
static instant_t time_of(const struct cli *c, const struct sources *all)
{
	if (cli_is_set(c, "at"))
		return cli_time(c, "at");
	instant_t t = validate_bgp_end(all, c->threads);
	for (size_t i = 0; t == INSTANT_NONE && i < all->at.n; i++)
		if (is_judged_by(all->at.at[i].kind) && all->at.at[i].as_of > t)
			t = all->at.at[i].as_of;
	return t == INSTANT_NONE ? clock_now() : t;
}

static void tables_find(struct validate_tables *t)
{
	t->rov = registries_rov(t->registries, t->at, NULL);
	t->aspa = registries_aspa(t->registries, t->at, NULL);
	if (!t->aspa)
		t->aspa = t->no_aspa = aspa_builder_build(aspa_builder_new());
	t->irr = registries_irr(t->registries, t->at, NULL);
	t->bogon = registries_bogons(t->registries, t->at).table;
	for (size_t i = 0; i < t->sources.at.n; i++)
		t->cut |= t->sources.at.at[i].used && t->sources.at.at[i].damaged;
	cli_source_rest(&t->sources);
}

/* Which files it would have used unknown_say knows. */
static void message(void *ctx, const struct source *s, struct diag_pos pos, const char *reason,
                    const char *what)
{
	if (strcmp(reason, SOURCE_NOT_USED) != 0)
		cli_source_message(ctx, s, pos, reason, what);
}

enum cli_exit validate_tables_load(const struct cli *c, struct validate_tables *out)
{
	struct sources_options options = {.n_threads = c->threads, .message = message};
	struct io_fail fail = {0};
	const char *dir = cli_text(c, "data");
	measure_freshness(framework_builtin(FRAMEWORK_DEFAULT), options.fresh);
	*out = (struct validate_tables){.at = INSTANT_NONE};
	sources_init(&out->sources, &options);
	if (dir && sources_open(&out->sources, dir, c->threads, &fail) != ERR_OK) {
		cli_fault(dir, "%s", fail.what);
		return CLI_INPUT;
	}
	bool named_all = is_named_all(&out->sources, c);
	unknown_say(&out->sources);
	if (!named_all)
		return CLI_INPUT;
	out->at = time_of(c, &out->sources);
	stale_say(&out->sources, out->at);
	out->registries = registries_open(&out->sources);
	tables_find(out);
	return CLI_DONE;
}

void validate_tables_fini(struct validate_tables *t)
{
	registries_free(t->registries);
	aspa_table_free(t->no_aspa);
	sources_fini(&t->sources);
}
