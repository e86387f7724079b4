/* The database and the period that a verb is to speak of: --db and --month. */
#ifndef NORMA_CLI_STORE_ARG_H
#define NORMA_CLI_STORE_ARG_H

#include "cli/out.h"
#include "cli/verb.h"
#include "query/query.h"

/* The options of every verb that reads the store. */
#define CLI_OPTION_MONTH_STORED                                                    \
	{                                                                          \
		.name = "month", .type = CLI_MONTH, .value = "YYYY-MM",            \
		.help = "the measured period of that month; without it the newest" \
	}

/**
 * cli_query_open - what is wrong with it is told.
 *
 * DONE: *out is the caller's, query_close. INPUT: no such file, no database, nothing measured in that month.
 */
enum cli_exit cli_query_open(const struct cli *c, struct query **out);

/** cli_query_failed - tell why a question could not be answered; gives the exit code. */
enum cli_exit cli_query_failed(const struct cli *c, const struct query *q, enum err e);

/** cli_asn_arg, cli_prefix_arg - from an argument. DONE, or USAGE with a message. */
enum cli_exit cli_asn_arg(const struct cli *c, const char *text, asn_t *out);
enum cli_exit cli_prefix_arg(const struct cli *c, const char *text, struct prefix *out);

/* ---- forms that the answers share */

enum cli_form { FORM_TEXT, FORM_JSON, FORM_CSV };
enum cli_form cli_form(const struct cli *c);

/** cli_csv_refused - USAGE with a message: this answer has no CSV form. */
enum cli_exit cli_csv_refused(const struct cli *c, const char *what);

/** cli_time_text - RFC 3339 into b; INSTANT_NONE: `none`. */
void cli_time_text(struct buf *b, instant_t t, const char *none);
/** cli_period_name - "2014-05" where it is a calendar month, else "START to END". */
void cli_period_name(struct buf *b, const struct store_period *p);
/** cli_age_text - "3 h", "2 d"; what is later than it judges: "later". */
void cli_age_text(struct buf *b, int64_t seconds);

/** cli_participant_name - the name of the participant that "participant" of the store speaks of; may be "".
 */
void cli_participant_name(struct buf *b, const char *json);

/** json_time - RFC 3339; INSTANT_NONE: null. json_known - null where it is "". */
void json_time(struct json *j, const char *key, instant_t t);
void json_known(struct json *j, const char *key, const char *text);
void json_asn_list(struct json *j, const char *key, const asn_t *at, size_t n);

/** json_row - an object of an array, on one line of its own; json_row_end ends it. */
void json_row(struct json *j);
void json_row_end(struct json *j);

/** json_period - "period": bounds, and what was observed of it. */
void json_period(struct json *j, const struct store_period *p);

enum out_style cli_readiness_style(unsigned readiness);

#endif
