/* Why an incident is one, in sentences: what was announced, who had it before, who saw it, what the
 * registries said, and what that comes to. */
#ifndef NORMA_CLI_EXPLAIN_H
#define NORMA_CLI_EXPLAIN_H

#include "query/incidents.h"

/** explain_what, explain_seen, explain_registries, explain_verdict - one paragraph each, appended without a
 * line's end; nothing where there is nothing to say. */
void explain_what(struct buf *out, const struct query_incident *i);
void explain_seen(struct buf *out, const struct query_incident *i, instant_t visible_from);
void explain_registries(struct buf *out, const struct query_incident *i);
void explain_verdict(struct buf *out, const struct query_incident *i);

#endif
