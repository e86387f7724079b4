/*
 * VRPs and ASPAs as validators export them in JSON: rpki-client of all ages, Routinator's json and jsonext,
 * the RIPE NCC's validator 3, and bare arrays of VRPs.
 */
#ifndef NORMA_TEXT_VRP_JSON_H
#define NORMA_TEXT_VRP_JSON_H

#include "net/registry.h"
#include "text/reader.h"

typedef void (*vrp_fn)(void *ctx, const struct vrp *v);
typedef void (*aspa_fn)(void *ctx, const struct aspa *a);

/**
 * vrp_json_reader_new - read one export.
 *
 * @vrp   called for each VRP, in the order of the file, duplicates too
 * @aspa  called for each customer once, at the end (also when that is an error), by ascending customer; NULL:
 * skip
 *
 * Shape:  an absent maxLength is the prefix's length. The ASPAs of one customer are one: lists for IPv4 and
 * IPv6 (as rpki-client 8 wrote them) and several objects are united, AS 0 beside others and the customer
 * itself taken out. as_of is metadata's buildtime or generated. Router keys and all other members are
 * skipped. Errors: as text_reader_feed; VALUE also where neither a list of VRPs nor of ASPAs is found.
 * Rejected records: bad-asn, bad-prefix, bad-number, bad-max-length, missing-member, no-providers,
 * too-many-providers (above 10,000: the whole customer is ignored, as validators do). Owner:  caller,
 * text_reader_free. Source: RFC 6811 2; RFC 9582 4; draft-ietf-sidrops-aspa-profile-20 3;
 * draft-ietf-sidrops-aspa-verification-28 3.
 */
struct text_reader *vrp_json_reader_new(vrp_fn vrp, aspa_fn aspa, void *ctx, struct diag *diag);

#endif
