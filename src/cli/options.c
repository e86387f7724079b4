#include "cli/options.h"

#include "cli/suggest.h"
#include "cli/verb.h"
#include "io/stream.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* ---------------------------------------------------------------- one value */

const char *cli_option_key(const struct cli_option *o)
{
	return o->key ? o->key : o->name;
}

static enum err wrong(struct buf *why, const char *fmt, const char *arg)
{
	if (why) {
		buf_str(why, fmt);
		if (arg)
			buf_str(why, arg);
	}
	return ERR_VALUE;
}

/* Decimal digits, then at most one unit letter of `units`, whose worth is in `worth`. */
static enum err number_parse(const char *s, const char *units, const uint64_t *worth, uint64_t *out)
{
	uint64_t v = 0;
	const char *p = s;
	for (; *p >= '0' && *p <= '9'; p++)
		if (__builtin_mul_overflow(v, 10U, &v) || __builtin_add_overflow(v, (uint64_t)(*p - '0'), &v))
			return ERR_LIMIT;
	if (p == s)
		return ERR_VALUE;
	if (*p) {
		const char *u = strchr(units, *p);
		if (!u || p[1])
			return ERR_VALUE;
		if (__builtin_mul_overflow(v, worth[u - units], &v))
			return ERR_LIMIT;
	}
	*out = v;
	return ERR_OK;
}

static enum err ranged(const struct cli_option *o, const char *text, uint64_t *out, struct buf *why)
{
	static const uint64_t octets[] = {1ULL << 10, 1ULL << 20, 1ULL << 30, 1ULL << 40};
	static const uint64_t seconds[] = {1, 60, 3600, 86400};
	uint64_t v = 0;
	enum err e = o->type == CLI_OCTETS    ? number_parse(text, "KMGT", octets, &v)
	             : o->type == CLI_SECONDS ? number_parse(text, "smhd", seconds, &v)
	                                      : number_parse(text, "", octets, &v);
	if (e == ERR_VALUE)
		return wrong(why,
		             o->type == CLI_OCTETS    ? "is not a number of octets, as 64M"
		             : o->type == CLI_SECONDS ? "is not a length of time, as 90s or 24h"
		                                      : "is not a number",
		             NULL);
	bool limited = o->min || o->max;
	if (e == ERR_LIMIT || (limited && (v < o->min || v > o->max))) {
		if (why)
			buf_printf(why, "must be %llu to %llu", (unsigned long long)o->min,
			           (unsigned long long)(limited ? o->max : UINT64_MAX));
		return ERR_LIMIT;
	}
	*out = v;
	return ERR_OK;
}

static bool choice_has(const char *choices, const char *text)
{
	size_t len = strlen(text);
	for (const char *p = choices; p; p = strchr(p, '|') ? strchr(p, '|') + 1 : NULL)
		if (len && strncmp(p, text, len) == 0 && (p[len] == '|' || p[len] == 0))
			return true;
	return false;
}

static enum err flag_parse(const char *text, uint64_t *out, struct buf *why)
{
	if (choice_has("yes|true|on|1", text))
		*out = 1;
	else if (choice_has("no|false|off|0", text))
		*out = 0;
	else
		return wrong(why, "is yes or no", NULL);
	return ERR_OK;
}

/* The meaning of a text, put into v; nothing of v changes on an error. */
static enum err convert(const struct cli_option *o, const char *text, struct cli_value *v, struct buf *why)
{
	switch (o->type) {
	case CLI_FLAG:
		return flag_parse(text, &v->number, why);
	case CLI_NUMBER:
	case CLI_OCTETS:
	case CLI_SECONDS:
		return ranged(o, text, &v->number, why);
	case CLI_TIME:
		if (clock_parse(text, strlen(text), &v->time) != ERR_OK)
			return wrong(why, "is not a time, as 2026-01-31T12:00:00Z", NULL);
		return ERR_OK;
	case CLI_MONTH:
		if (clock_month(text, &v->time, &v->time_end) != ERR_OK)
			return wrong(why, "is not a month, as 2026-01", NULL);
		return ERR_OK;
	case CLI_CHOICE:
		return choice_has(o->choices, text) ? ERR_OK : wrong(why, "is none of ", o->choices);
	case CLI_TEXT:
	case CLI_PATH:
		return *text ? ERR_OK : wrong(why, "is empty", NULL);
	}
	return ERR_STATE;
}

enum err cli_option_check(const struct cli_option *o, const char *text, struct buf *why)
{
	struct cli_value v = {.option = o};
	return convert(o, text, &v, why);
}

enum err cli_value_set(struct cli_value *v, const char *text, enum cli_origin origin, struct buf *why)
{
	if (origin < v->origin)
		return cli_option_check(v->option, text, why);
	enum err e = convert(v->option, text, v, why);
	if (e != ERR_OK)
		return e;
	if (origin > v->origin || !(v->option->flags & CLI_MANY)) {
		for (size_t i = 0; i < v->texts.n; i++)
			free(v->texts.at[i]);
		v->texts.n = 0;
	}
	*vec_push(&v->texts) = mem_strdup(text);
	v->origin = origin;
	v->set = true;
	return ERR_OK;
}

/* ---------------------------------------------------------------- tables of values */

void cli_values_add(struct cli_values *v, const struct cli_option *table)
{
	for (const struct cli_option *o = table; o && o->name; o++) {
		struct cli_value *x = vec_push(v);
		*x = (struct cli_value){.option = o, .time = INSTANT_NONE, .time_end = INSTANT_NONE};
		if (o->preset)
			REQUIRE(cli_value_set(x, o->preset, CLI_PRESET, NULL) == ERR_OK);
	}
}

void cli_values_fini(struct cli_values *v)
{
	for (size_t i = 0; i < v->n; i++) {
		for (size_t j = 0; j < v->at[i].texts.n; j++)
			free(v->at[i].texts.at[j]);
		vec_free(&v->at[i].texts);
	}
	vec_free(v);
}

struct cli_value *cli_values_find(struct cli_values *v, const char *name)
{
	for (size_t i = 0; i < v->n; i++)
		if (strcmp(v->at[i].option->name, name) == 0)
			return &v->at[i];
	return NULL;
}

/* ---------------------------------------------------------------- the command line */

static enum err unknown(struct cli_values *v, const char *name, struct buf *why)
{
	struct suggest s = {.typed = name};
	for (size_t i = 0; i < v->n; i++)
		suggest_offer(&s, v->at[i].option->name);
	buf_printf(why, "unknown option --%s", name);
	if (s.best)
		buf_printf(why, "; did you mean --%s?", s.best);
	return ERR_VALUE;
}

/* --name, --name=value, --name value; *i is moved over a value that stands by itself. */
static enum err parse_long(struct cli_values *v, int argc, char **argv, int *i, struct buf *why)
{
	const char *arg = argv[*i] + 2, *equals = strchr(arg, '=');
	char *name = mem_strndup(arg, equals ? (size_t)(equals - arg) : strlen(arg));
	struct cli_value *x = cli_values_find(v, name);
	const char *text = equals ? equals + 1 : NULL;
	enum err e = x ? ERR_OK : unknown(v, name, why);
	if (x && x->option->type == CLI_FLAG && text) {
		e = wrong(why, "takes no value: --", name);
	} else if (x && x->option->type == CLI_FLAG) {
		text = "yes";
	} else if (x && !text) {
		text = *i + 1 < argc ? argv[++*i] : NULL;
		if (!text)
			e = wrong(why, "a value is missing behind --", name);
	}
	if (e == ERR_OK) {
		struct buf words = {0};
		e = cli_value_set(x, text, CLI_FROM_COMMAND, &words);
		if (e != ERR_OK)
			buf_printf(why, "--%s %s: %s", name, text, words.at);
		buf_fini(&words);
	}
	free(name);
	return e == ERR_OK ? ERR_OK : ERR_VALUE;
}

static enum err parse_letters(struct cli_values *v, const char *letters, struct buf *why)
{
	for (; *letters; letters++) {
		struct cli_value *x = NULL;
		for (size_t i = 0; i < v->n && !x; i++)
			if (v->at[i].option->letter == *letters)
				x = &v->at[i];
		if (!x) {
			buf_printf(why, "unknown option -%c", *letters);
			return ERR_VALUE;
		}
		enum err e = cli_value_set(x, "yes", CLI_FROM_COMMAND, why);
		if (e != ERR_OK)
			return e;
	}
	return ERR_OK;
}

enum err cli_options_parse(struct cli_values *v, int *argc, char **argv, bool stop_at_word, struct buf *why)
{
	int left = 0, i = 0;
	bool all = false;
	for (; i < *argc; i++) {
		enum err e = ERR_OK;
		if (all || argv[i][0] != '-' || argv[i][1] == 0) { /* "-" is standard input */
			if (stop_at_word)
				break;
			argv[left++] = argv[i];
		} else if (strcmp(argv[i], "--") == 0) {
			all = true;
		} else {
			e = argv[i][1] == '-' ? parse_long(v, *argc, argv, &i, why)
			                      : parse_letters(v, argv[i] + 1, why);
		}
		if (e != ERR_OK)
			return e;
	}
	while (i < *argc)
		argv[left++] = argv[i++];
	*argc = left;
	return ERR_OK;
}

/* ---------------------------------------------------------------- asking */

static const struct cli_value *ask(const struct cli *c, const char *name)
{
	for (size_t i = 0; i < c->values.n; i++)
		if (strcmp(c->values.at[i].option->name, name) == 0)
			return &c->values.at[i];
	REQUIRE(!"an option of this verb");
	return NULL;
}

bool cli_flag(const struct cli *c, const char *name)
{
	const struct cli_value *v = ask(c, name);
	return v->set && v->number;
}

bool cli_is_set(const struct cli *c, const char *name)
{
	return ask(c, name)->origin != CLI_PRESET;
}

const char *cli_text(const struct cli *c, const char *name)
{
	const struct cli_value *v = ask(c, name);
	return v->set ? v->texts.at[v->texts.n - 1] : NULL;
}

uint64_t cli_number(const struct cli *c, const char *name)
{
	const struct cli_value *v = ask(c, name);
	return v->set ? v->number : 0;
}

instant_t cli_time(const struct cli *c, const char *name)
{
	const struct cli_value *v = ask(c, name);
	return v->set ? v->time : INSTANT_NONE;
}

bool cli_month(const struct cli *c, const char *name, instant_t *from, instant_t *to)
{
	const struct cli_value *v = ask(c, name);
	if (!v->set)
		return false;
	*from = v->time;
	*to = v->time_end;
	return true;
}

char *const *cli_many(const struct cli *c, const char *name, size_t *n)
{
	const struct cli_value *v = ask(c, name);
	*n = v->texts.n;
	return v->texts.at;
}

struct io_stream_opts cli_stream_opts(const struct cli *c)
{
	return (struct io_stream_opts){
	    .sync = c->threads == 1,
	    .threads = c->threads,
	    .max_output = cli_number(c, "max-output"),
	    .max_ratio = cli_number(c, "max-ratio"),
	    .max_memory = cli_number(c, "max-memory"),
	};
}
