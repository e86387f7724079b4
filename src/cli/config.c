#include "cli/config.h"

#include "cli/message.h"
#include "cli/suggest.h"
#include "io/atomic_file.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* ---------------------------------------------------------------- reading */

struct reading {
	struct config *out;
	const char *p, *end;
	unsigned line;
};

/* One line at a time, as fgets: the parser counts no lines for its handler, so they are counted here. */
static char *next_line(char *to, int room, void *ctx)
{
	struct reading *r = ctx;
	size_t cap = (size_t)room - 1;
	if (r->p == r->end)
		return NULL;
	const char *stop = memchr(r->p, '\n', (size_t)(r->end - r->p));
	size_t len = (size_t)((stop ? stop : r->end) - r->p);
	r->line++;
	if (len > cap || memchr(r->p, 0, len)) {
		diag_report(&r->out->diag, diag_at_line(r->line, 1), "line-passed-over", "%s",
		            len > cap ? "it is too long" : "it holds a NUL octet");
		to[0] = 0;
	} else {
		memcpy(to, r->p, len);
		to[len] = 0;
	}
	r->p = stop ? stop + 1 : r->end;
	return to;
}

static int take_row(void *ctx, const char *section, const char *key, const char *value)
{
	struct reading *r = ctx;
	*vec_push(&r->out->rows) = (struct config_row){.section = mem_strdup(section),
	                                               .key = mem_strdup(key),
	                                               .value = mem_strdup(value),
	                                               .line = r->line};
	return 1;
}

void config_parse(const char *text, size_t len, struct config *out)
{
	struct reading r = {.out = out, .p = text, .end = text + len};
	int bad = len ? ini_parse_stream(next_line, &r, take_row, &r) : 0;
	if (bad > 0)
		diag_report(&out->diag, diag_at_line((uint64_t)bad, 1), "not-understood",
		            "neither [section], name = value nor a comment");
}

enum err config_read(const char *file, bool optional, struct config *out)
{
	struct buf text = {0};
	struct io_fail fail = {0};
	struct stat st;
	if (optional && stat(file, &st) != 0 && errno == ENOENT)
		return ERR_IO;
	enum err e = io_file_read(file, CONFIG_FILE_MAX, &text, &fail);
	if (e != ERR_OK) {
		cli_fault(file, "%s", fail.what);
		return e;
	}
	*out = (struct config){0};
	cli_messages_init(&out->messages, file);
	out->diag = (struct diag){.fn = cli_messages_report, .ctx = &out->messages};
	config_parse(text.at, text.len, out);
	buf_fini(&text);
	return ERR_OK;
}

void config_free(struct config *f)
{
	for (size_t i = 0; i < f->rows.n; i++) {
		free(f->rows.at[i].section);
		free(f->rows.at[i].key);
		free(f->rows.at[i].value);
	}
	vec_free(&f->rows);
	cli_messages_fini(&f->messages);
}

/* ---------------------------------------------------------------- checking */

struct finding {
	const struct config_row *row;
	bool known, taken;               /* the name; and the value by one of those that have it */
	const struct cli_option *option; /* one that has it */
	struct buf why;                  /* of the last that did not take it */
	struct suggest near;
};

static void look_in(struct finding *f, const struct cli_option *table)
{
	for (const struct cli_option *o = table; o && o->name; o++) {
		const char *key = cli_option_key(o);
		if (!(o->flags & CLI_COMMAND_ONLY))
			suggest_offer(&f->near, key);
		if (strcmp(key, f->row->key) != 0)
			continue;
		f->known = true;
		f->option = o;
		buf_clear(&f->why);
		f->taken |= cli_option_check(o, f->row->value, &f->why) == ERR_OK;
	}
}

/* "X", or "X; did you mean Y?" */
static void tell(struct config *f, const struct config_row *row, const char *reason, const char *words,
                 const char *better)
{
	diag_report(&f->diag, diag_at_line(row->line, 1), reason, "%s%s%s%s", words,
	            better ? "; did you mean " : "", better ? better : "", better ? "?" : "");
}

static void check_option(struct config *f, const struct finding *x, bool from_data)
{
	const struct config_row *row = x->row;
	if (!x->known)
		tell(f, row, "no-such-option", row->key, x->near.best);
	else if (x->option->flags & CLI_COMMAND_ONLY)
		tell(f, row, "only-for-the-command-line", row->key, NULL);
	else if (from_data && (!(x->option->flags & CLI_LIMIT) || x->option->type == CLI_PATH))
		diag_report(&f->diag, diag_at_line(row->line, 1), "not-set",
		            "%s: a data folder may set limits and kinds of files only", row->key);
	else if (!x->taken)
		diag_report(&f->diag, diag_at_line(row->line, 1), "bad-value", "%s: %s %s", row->key,
		            row->value, x->why.at);
}

static void check_row(struct config *f, const struct config_row *row, bool from_data)
{
	struct finding x = {.row = row, .near = {.typed = row->key}};
	const struct cli_verb *verb = *row->section ? cli_verb_find(row->section) : NULL;
	if (*row->section && !verb) {
		struct suggest s = {.typed = row->section};
		for (size_t i = 0; cli_verbs[i]; i++)
			suggest_offer(&s, cli_verbs[i]->name);
		tell(f, row, "no-such-verb", row->section, s.best);
		return;
	}
	look_in(&x, cli_global_options);
	for (size_t i = 0; cli_verbs[i]; i++)
		if (!verb || verb == cli_verbs[i])
			look_in(&x, cli_verbs[i]->options);
	check_option(f, &x, from_data);
	buf_fini(&x.why);
}

void config_check(struct config *f, bool from_data)
{
	for (size_t i = 0; i < f->rows.n; i++)
		check_row(f, &f->rows.at[i], from_data);
}

/* ---------------------------------------------------------------- applying */

void config_apply(const struct config *f, const char *verb, struct cli_values *v, enum cli_origin origin)
{
	for (int in_section = 0; in_section < 2;
	     in_section++) { /* [verb] outdoes what stands above all sections */
		for (size_t i = 0; i < f->rows.n; i++) {
			const struct config_row *r = &f->rows.at[i];
			if (in_section ? strcmp(r->section, verb) != 0 : *r->section != 0)
				continue;
			for (size_t j = 0; j < v->n; j++) {
				const struct cli_option *o = v->at[j].option;
				bool allowed = !(o->flags & CLI_COMMAND_ONLY) &&
				               (origin != CLI_FROM_DATA ||
				                ((o->flags & CLI_LIMIT) && o->type != CLI_PATH));
				/* a value that suits another verb only is not for this one */
				if (allowed && strcmp(cli_option_key(o), r->key) == 0)
					(void)!cli_value_set(&v->at[j], r->value, origin, NULL);
			}
		}
	}
}

static bool same_file(const char *a, const char *b)
{
	struct stat x, y;
	return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static enum cli_exit load_own(struct cli *c, const char *file, bool optional, enum cli_origin origin)
{
	struct config f;
	if (config_read(file, optional, &f) != ERR_OK)
		return optional ? CLI_DONE : CLI_INPUT;
	config_check(&f, false);
	config_apply(&f, c->verb->name, &c->values, origin);
	enum cli_exit x = f.diag.n ? CLI_USAGE : CLI_DONE;
	config_free(&f);
	return x;
}

static void load_data(struct cli *c, const char *dir, const char *config)
{
	struct buf name = {0};
	struct config f;
	buf_printf(&name, "%s/norma.ini", dir);
	bool taken = same_file(name.at, "norma.ini") || (config && same_file(name.at, config));
	if (!taken && config_read(name.at, true, &f) == ERR_OK) {
		config_check(&f, true);
		config_apply(&f, c->verb->name, &c->values, CLI_FROM_DATA);
		config_free(&f);
	}
	buf_fini(&name);
}

enum cli_exit config_load(struct cli *c)
{
	const char *config = cli_text(c, "config");
	enum cli_exit x = CLI_DONE;
	if (config)
		x = load_own(c, config, false, CLI_FROM_CONFIG);
	if (x == CLI_DONE && !(config && same_file(config, "norma.ini")))
		x = load_own(c, "norma.ini", true, CLI_FROM_INI);
	const struct cli_value *data = cli_values_find(&c->values, "data");
	if (x == CLI_DONE && data && data->set)
		load_data(c, data->texts.at[0], config);
	return x;
}
