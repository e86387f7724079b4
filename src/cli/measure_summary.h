/* What `norma measure` prints when it has ended, for people and for programs. */
#ifndef NORMA_CLI_MEASURE_SUMMARY_H
#define NORMA_CLI_MEASURE_SUMMARY_H

#include "cli/message.h"
#include "cli/verb.h"
#include "measure/measure.h"

struct progress;

struct measure_job {
	struct cli *cli;
	struct measurement *m;
	bool told; /* what was to be said of sources */
	struct progress *progress;
	uint64_t n_files;
	/* how long each stage took, and the most memory until its end */
	enum measure_stage stage;
	bool is_running;
	double began; /* seconds */
	double seconds[MEASURE_STAGES];
	uint64_t peak[MEASURE_STAGES]; /* octets */
};

/** measure_job_stage - a stage begins and the one before it ends; MEASURE_STAGES: all have ended. */
void measure_job_stage(struct measure_job *j, enum measure_stage s);

void measure_summary_text(const struct measure_job *j, struct buf *out);

/** measure_summary_json - with_cost: also time and memory, which differ from run to run. */
void measure_summary_json(const struct measure_job *j, struct buf *out, bool with_cost);

#endif
