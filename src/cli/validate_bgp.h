/* Where the BGP data of a data folder end: the instant that `norma validate` judges by. */
#ifndef NORMA_CLI_VALIDATE_BGP_H
#define NORMA_CLI_VALIDATE_BGP_H

#include "feed/sources.h"

/**
 * validate_bgp_end - the time of the last record of all MRT files, INSTANT_NONE when there is none.
 *
 * Only files that begin within a day of the youngest's beginning are read to their end.
 */
instant_t validate_bgp_end(const struct sources *all, unsigned n_threads);

#endif
