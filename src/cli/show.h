/* The answers of `norma show`: one function a word, each in a file of the same name. */
#ifndef NORMA_CLI_SHOW_H
#define NORMA_CLI_SHOW_H

#include "cli/store_arg.h"
#include "query/incidents.h"

enum cli_exit show_asn(const struct cli *c, struct query *q, const char *asn);
enum cli_exit show_routes(const struct cli *c, struct query *q, const char *what, const char *of);
enum cli_exit show_prefix(const struct cli *c, struct query *q, const char *prefix);
enum cli_exit show_scores(const struct cli *c, struct query *q);
enum cli_exit show_sources(const struct cli *c, struct query *q);
enum cli_exit show_economy(const struct cli *c, struct query *q, const char *code);
enum cli_exit show_incident(const struct cli *c, struct query *q, const char *id);
enum cli_exit show_external(const struct cli *c, struct query *q);
enum cli_exit show_framework(const struct cli *c, const char *name);

/** show_unknown_asn - NOT_SO with a message. */
enum cli_exit show_unknown_asn(const struct query *q, asn_t asn);

/* ---- one network as text: show_asn_text.c */
struct show_asn;
void show_asn_text(struct buf *out, const struct show_asn *a);

/* A network with everything that is shown of it; texts are its own. */
struct show_asn {
	struct query *q;
	asn_t asn;
	bool found;
	char *holder, *economy, *participant;
	enum rir rir;
	struct network_facts facts;
	struct network_scores scores;
	VEC(struct store_route) routes;
	VEC(struct store_source) inputs;
	struct query_incidents incidents;
};

/* ---- rows of scores: show_scores.c; also of `norma score` */

struct score_rows;
/** score_rows_new - begins a table in the form. score_rows_add is a query_network_fn; ctx is this. */
struct score_rows *score_rows_new(enum cli_form form);
bool score_rows_add(void *ctx, const struct query_network *n);
/** score_rows_end - print what is left; freed. Returns how many rows there were. */
size_t score_rows_end(struct score_rows *r);

/** score_holder_cell - a name of any length, cut between characters. */
void score_holder_cell(struct out_table *t, const char *holder);

void json_scores(struct json *j, const struct network_scores *s);

/* ---- incidents: incident_form.c */

void json_incident_members(struct json *j, const struct query_incidents *l, const struct query_incident *i);
void incident_csv_header(struct buf *b);
void incident_csv(struct buf *b, const struct query_incidents *l, const struct query_incident *i);

/* Where one is found: its own list, and the query turned to its period. */
struct incident_found {
	struct query_incidents list;
	const struct query_incident *incident;
};
/** incident_find - in --month, else in the newest period that has it. DONE; NOT_SO, USAGE, INPUT with a
 * message. Free the list. */
enum cli_exit incident_find(const struct cli *c, struct query *q, const char *id, struct incident_found *out);

/* ---- what others say: show_external.c */
struct query_external;
void json_external(struct json *j, const struct query_external *e);
/** external_beside_text, external_beside_json - what was matched with the incident: text with a heading, a
 * member "external"; nothing where there is none. */
MUST_USE enum err external_beside_text(struct buf *out, struct query *q, const struct incident_found *f);
MUST_USE enum err external_beside_json(struct json *j, struct query *q, const struct incident_found *f);

/** incident_table_init, incident_table_row - a table for people; asn: whose role is told, 0 none. */
void incident_table_init(struct out_table *t);
void incident_table_row(struct out_table *t, const struct query_incident *i, asn_t asn);

/* ---- names of stored codes */
const char *show_why_not_name(unsigned why_not); /* "" counted */
const char *show_rov_name(unsigned stored);
const char *show_irr_name(unsigned stored);
const char *show_bogon_name(unsigned class);

#endif
