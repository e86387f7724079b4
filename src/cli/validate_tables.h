/* The registries that `norma validate` judges by, read from the files that it is given. */
#ifndef NORMA_CLI_VALIDATE_TABLES_H
#define NORMA_CLI_VALIDATE_TABLES_H

#include "cli/verb.h"
#include "feed/registries.h"

struct validate_tables {
	const struct rov_table *rov; /* NULL: no VRPs were given */
	const struct irr_table *irr; /* NULL: no IRR was given */
	const struct bogon_table *bogon;
	const struct aspa_table *aspa; /* never NULL */
	instant_t at;
	bool cut; /* a file could not be read to its end: what came before counts */

	struct sources sources;
	struct registries *registries; /* owns the tables */
	struct aspa_table *no_aspa;    /* what there is without VRPs */
};

/** validate_tables_load - by --data, --vrps, --irr, --rir, --at. DONE; INPUT when a file holds nothing of its
 * kind. In both cases validate_tables_fini. It must not be moved. */
enum cli_exit validate_tables_load(const struct cli *c, struct validate_tables *out);
void validate_tables_fini(struct validate_tables *t);

#endif
