/*
 * Incidents as people speak of them (doc/measurement.md section 4.7): events of one kind, culprit and victim
 * that come within an hour, or touch others of the same leak within a quarter, are one thing that happened.
 * The merge for scores is another one: score/incident.h.
 */
#ifndef NORMA_QUERY_INCIDENTS_H
#define NORMA_QUERY_INCIDENTS_H

#include "query/query.h"

/* An event with lists of its own. */
struct query_event {
	struct store_event row;
	double weight; /* for the culprit, by the framework; 0: not scored */
};

struct query_incident {
	uint64_t id;
	const struct store_event *lead; /* the first of the most confident: speaks for all */
	instant_t start, end;           /* end: of the last event; of the data where it is open */
	bool open;
	bool has_reasons; /* more than that of lead: its events differ */
	uint32_t peers_max;
	double weight; /* what it adds to the culprit's metric by itself: merged, by its length */
	VEC(struct prefix) prefixes; /* ascending, each once; so are these: */
	VEC(asn_t) accomplices;      /* whom the framework's rules leave (score/charge.h) */
	VEC(asn_t) victims;
	VEC(size_t) events; /* in query_incidents.events, by start */
};

struct query_incidents {
	VEC(struct query_event) events;       /* by start, then id */
	VEC(struct query_incident) incidents; /* by start, then id */
};

/** query_incidents - all of the period. Errors: IO. Free with query_incidents_fini, also after an error. */
MUST_USE enum err query_incidents(struct query *q, struct query_incidents *out);
void query_incidents_fini(struct query_incidents *l);

/** query_incident_find - by its own id or that of one of its events; NULL: none. */
const struct query_incident *query_incident_find(const struct query_incidents *l, uint64_t id);

/** query_incident_kind - "leak", "misorigination", "forged-origin", "bogon-prefix", "bogon-asn". */
const char *query_incident_kind(const struct store_event *e);

enum query_role { ROLE_ANY, ROLE_CULPRIT, ROLE_ACCOMPLICE, ROLE_VICTIM };
bool query_incident_has(const struct query_incident *i, asn_t asn, enum query_role role);

/** query_id_format - 16 hexadecimal digits: of an incident, or of an event. */
enum { QUERY_ID_TEXT = 17 };
char *query_id_format(char out[static QUERY_ID_TEXT], uint64_t id);
/** query_id_parse - Errors: VALUE. */
MUST_USE enum err query_id_parse(const char *s, uint64_t *out);

/* ---- what an incident was judged by */

/** query_evidence - of all its events, by time; the message of each may be asked for by its number. */
MUST_USE enum err query_evidence(struct query *q, const struct query_incidents *l,
                                 const struct query_incident *i, store_evidence_fn fn, void *ctx);

/** query_message - one raw message by its number in an evidence row; fn is not called when it is not there.
 */
MUST_USE enum err query_message(struct query *q, int64_t number, store_message_fn fn, void *ctx);

/** query_peer_table - the table of peers that a message of a table dump counts on; fn is not called where
 * none was kept. */
MUST_USE enum err query_peer_table(struct query *q, const struct store_message *of, store_message_fn fn,
                                   void *ctx);

/** query_messages - the raw messages of all that evidence in the order of their time, each once. */
MUST_USE enum err query_messages(struct query *q, const struct query_incidents *l,
                                 const struct query_incident *i, store_message_fn fn, void *ctx);

#endif
