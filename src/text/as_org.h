/* Organisations of networks in the text form of CAIDA's as-org2info: two tables in one file. */
#ifndef NORMA_TEXT_AS_ORG_H
#define NORMA_TEXT_AS_ORG_H

#include "text/as_org_value.h"
#include "text/reader.h"

/**
 * as_org_reader_new - tables whose columns "# format:org_id|changed|org_name|country|source" and
 * "# format:aut|changed|aut_name|org_id|opaque_id|source" name, in any order; what a table has more is passed
 * over, opaque_id is absent in old files.
 *
 * Errors: as text_reader_feed; SHORT cut off inside a line, as far as that can be seen. Rejected: no-format
 * (a line before any table), bad-row (more or fewer fields than columns), bad-asn, missing-member (no
 * org_id), too-long, cut-off. Only reported: bad-format (columns that make neither table; its lines are
 * passed over). Owner: caller, text_reader_free.
 */
struct text_reader *as_org_reader_new(as_org_organisation_fn organisation, as_org_network_fn network,
                                      void *ctx, struct diag *diag);

#endif
