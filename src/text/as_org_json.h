/* Organisations of networks, as one JSON object a line (the JSONL form of CAIDA's as2org). */
#ifndef NORMA_TEXT_AS_ORG_JSON_H
#define NORMA_TEXT_AS_ORG_JSON_H

#include "text/as_org_value.h"
#include "text/reader.h"

/**
 * as_org_json_reader_new - {"type":"Organization","organizationId","name","country","changed","source"} and
 * {"type":"ASN","asn","name","organizationId","opaqueId","changed","source"}, in any order.
 *
 * Errors: as text_reader_feed. Rejected: bad-asn, missing-member (organizationId; an asn or name, by which
 * the type is told where it does not stand). Owner:  caller, text_reader_free.
 */
struct text_reader *as_org_json_reader_new(as_org_organisation_fn organisation, as_org_network_fn network,
                                           void *ctx, struct diag *diag);

#endif
