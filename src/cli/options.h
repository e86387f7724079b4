/*
 * An option is data: one row with its name, type, range, default, unit and words. The parser, the
 * configuration file, the help and the completion all read the row.
 */
#ifndef NORMA_CLI_OPTIONS_H
#define NORMA_CLI_OPTIONS_H

#include "base/clock.h"
#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum cli_type {
	CLI_FLAG,    /* there or not; in norma.ini "yes" or "no" */
	CLI_TEXT,    /* any text */
	CLI_PATH,    /* a file or folder; never taken from a data folder's norma.ini */
	CLI_NUMBER,  /* min..max */
	CLI_OCTETS,  /* min..max, K M G T are powers of 1024 */
	CLI_SECONDS, /* min..max, s m h d */
	CLI_TIME,    /* RFC 3339, a date, or UNIX seconds */
	CLI_MONTH,   /* YYYY-MM */
	CLI_CHOICE,  /* one of `choices` */
};

enum {
	CLI_MANY = 1,         /* may be given several times */
	CLI_LIMIT = 2,        /* a limit or a kind of file: may stand in the norma.ini of a data folder */
	CLI_COMMAND_ONLY = 4, /* makes no sense in norma.ini */
};

struct cli_option {
	const char *name; /* long name, without the dashes; NULL ends a table */
	char letter;      /* 'q' for -q; 0: none. Flags only */
	enum cli_type type;
	unsigned flags;      /* CLI_MANY | ... */
	const char *value;   /* what stands for the value in help: "FILE"; NULL for flags and choices */
	const char *choices; /* "text|json|csv" */
	uint64_t min, max;   /* both 0: any */
	const char *preset;  /* the default as one would type it; NULL: none */
	const char *key;     /* its name in norma.ini; NULL: the same */
	const char *help;    /* one line */
};

/* Rows that several verbs have. */
#define CLI_OPTION_DB                                                                                  \
	{                                                                                              \
		.name = "db", .key = "store", .type = CLI_PATH, .value = "FILE", .preset = "norma.db", \
		.help = "the database of measured periods"                                             \
	}
#define CLI_OPTION_FORMAT(list, first)                                                  \
	{                                                                               \
		.name = "format", .type = CLI_CHOICE, .choices = list, .preset = first, \
		.help = "form of what is printed"                                       \
	}
#define CLI_OPTION_DATA                                                                     \
	{                                                                                   \
		.name = "data", .type = CLI_PATH, .value = "DIR", .help = "the data folder" \
	}
/* The limits against bombs, for verbs that read files; cli_stream_opts hands them on. */
#define CLI_OPTIONS_STREAM                                                                            \
	{.name = "max-output",                                                                        \
	 .type = CLI_OCTETS,                                                                          \
	 .flags = CLI_LIMIT,                                                                          \
	 .value = "N",                                                                                \
	 .min = 1,                                                                                    \
	 .max = UINT64_MAX,                                                                           \
	 .preset = "64G",                                                                             \
	 .help = "octets that one file may give when decompressed"},                                  \
	    {.name = "max-ratio",                                                                     \
	     .type = CLI_NUMBER,                                                                      \
	     .flags = CLI_LIMIT,                                                                      \
	     .value = "N",                                                                            \
	     .min = 1,                                                                                \
	     .max = UINT64_MAX,                                                                       \
	     .preset = "1000",                                                                        \
	     .help = "octets that one octet of a compressed file may give, looked at beyond 64M"},    \
	{                                                                                             \
		.name = "max-memory", .type = CLI_OCTETS, .flags = CLI_LIMIT, .value = "N", .min = 1, \
		.max = UINT64_MAX, .preset = "256M", .help = "octets that one decompressor may hold"  \
	}
#define CLI_OPTION_END       \
	{                    \
		.name = NULL \
	}

enum cli_origin { CLI_PRESET, CLI_FROM_DATA, CLI_FROM_INI, CLI_FROM_CONFIG, CLI_FROM_COMMAND };

struct cli_value {
	const struct cli_option *option;
	enum cli_origin origin; /* a later one in the enum replaces an earlier one */
	bool set;               /* there is a value, be it the preset */
	VEC(char *) texts;      /* several only with CLI_MANY */
	uint64_t number;        /* of the last text: NUMBER, OCTETS, SECONDS, FLAG */
	instant_t time;         /* TIME; MONTH: its first instant */
	instant_t time_end;     /* MONTH: its exclusive end */
};

struct cli_values {
	struct cli_value *at;
	size_t n, cap;
};

/* Tables are joined by adding one after the other. */
void cli_values_add(struct cli_values *v, const struct cli_option *table);
void cli_values_fini(struct cli_values *v);
struct cli_value *cli_values_find(struct cli_values *v, const char *name);

/**
 * cli_value_set - give an option a text. An origin below the one that it has is passed over.
 *
 * Errors: VALUE, LIMIT with words in why ("is not a number", "must be 1 to 64").
 */
MUST_USE enum err cli_value_set(struct cli_value *v, const char *text, enum cli_origin origin,
                                struct buf *why);

/** cli_option_check - the same verdict without a place to put it. */
MUST_USE enum err cli_option_check(const struct cli_option *o, const char *text, struct buf *why);

/** cli_option_key - its name in norma.ini. */
const char *cli_option_key(const struct cli_option *o);

/**
 * cli_options_parse - take the options out of argv; what is left moves to the front in its order.
 *
 * @stop_at_word  leave everything behind the first argument that is no option (to find the verb)
 * @argc          how many arguments are there; set to how many are left, only on OK
 *
 * Errors: VALUE with words in why.
 */
MUST_USE enum err cli_options_parse(struct cli_values *v, int *argc, char **argv, bool stop_at_word,
                                    struct buf *why);

struct cli;
struct io_stream_opts;
/** cli_stream_opts - how to open files, from CLI_OPTIONS_STREAM and --threads: 1 means no thread of their
 * own. */
struct io_stream_opts cli_stream_opts(const struct cli *c);

/* The option must be one of the verb's or a global one; anything else is our own mistake. */
bool cli_flag(const struct cli *c, const char *name);
bool cli_is_set(const struct cli *c, const char *name);      /* by whoever, not by the preset */
const char *cli_text(const struct cli *c, const char *name); /* NULL: not given and no default */
uint64_t cli_number(const struct cli *c, const char *name);  /* 0: not given and no default */
instant_t cli_time(const struct cli *c, const char *name);   /* INSTANT_NONE: not given */
/** cli_month - both bounds of a CLI_MONTH; false: not given. */
bool cli_month(const struct cli *c, const char *name, instant_t *from, instant_t *to);
/** cli_many - all values of an option in the order they were given. */
char *const *cli_many(const struct cli *c, const char *name, size_t *n);

#endif
