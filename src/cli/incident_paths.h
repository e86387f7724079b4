/* What each peer had before, during and after an incident, from the evidence that is kept of it. */
#ifndef NORMA_CLI_INCIDENT_PATHS_H
#define NORMA_CLI_INCIDENT_PATHS_H

#include "cli/store_arg.h"
#include "store/store.h"

struct incident_paths;
struct incident_paths *incident_paths_new(void);
void incident_paths_free(struct incident_paths *p);

/** incident_paths_add - by time. */
void incident_paths_add(struct incident_paths *p, const struct store_evidence *x);
/** incident_paths_text, incident_paths_json - of each peer one prefix, which stands for all. open: it had not
 * ended when the data did. */
void incident_paths_text(const struct incident_paths *p, bool open, struct buf *out);
void incident_paths_json(const struct incident_paths *p, struct json *j);

/** incident_what - what an evidence tells: "announced", or how the peer let go: "replaced", "withdrawn",
 * "gone from the table", "session lost". */
const char *incident_what(const struct store_evidence *x);

#endif
