/* What measure says of what was wrong with its data: gaps, sessions, clocks, snapshots that are not believed.
 */
#ifndef NORMA_CLI_MEASURE_HEALTH_H
#define NORMA_CLI_MEASURE_HEALTH_H

#include "cli/measure_summary.h"
#include "cli/out.h"

/** measure_health_json - the members "gaps", "health" and "faults". */
void measure_health_json(const struct measure_job *job, struct json *j);

/** measure_health_text - lines with headings; none where nothing was wrong. */
void measure_health_text(const struct measure_job *job, struct buf *out);

#endif
