/* The registries that `norma validate` judges by, read from the files that it is given. */
#ifndef NORMA_CLI_VALIDATE_TABLES_H
#define NORMA_CLI_VALIDATE_TABLES_H

#include "cli/verb.h"
#include "validate/aspa.h"
#include "validate/bogon.h"
#include "validate/irr.h"
#include "validate/rov.h"

struct validate_tables {
	struct rov_table *rov; /* NULL: no VRPs were given */
	struct irr_table *irr; /* NULL: no IRR was given */
	struct delegation_table *now, *before;
	struct bogon_past *past;
	size_t n_past;
	struct bogon_table *bogon;
	struct aspa_table *aspa;
	instant_t at;
	bool cut; /* a file could not be read to its end: what came before counts */
};

/** validate_tables_load - by --data, --vrps, --irr, --rir, --at. DONE; INPUT when a file holds nothing of its
 * kind. */
enum cli_exit validate_tables_load(const struct cli *c, struct validate_tables *out);
void validate_tables_fini(struct validate_tables *t);

#endif
