/* How relations and cones are printed. */
#ifndef NORMA_CLI_TOPOLOGY_FORM_H
#define NORMA_CLI_TOPOLOGY_FORM_H

#include "cli/store_arg.h"
#include "feed/relations.h"

void topology_print_links(const struct relations_found *found, enum cli_form form, bool with_confidence);
void topology_print_cones(const struct relations_found *found, enum cli_form form);

#endif
