/* VRPs as CSV: validators' own (`ASN,IP Prefix,Max Length,Trust Anchor[,Expires]`) and archives with other
 * columns. */
#ifndef NORMA_TEXT_VRP_CSV_H
#define NORMA_TEXT_VRP_CSV_H

#include "net/registry.h"
#include "text/reader.h"

typedef void (*vrp_fn)(void *ctx, const struct vrp *v);

/**
 * vrp_csv_reader_new - read one table; columns go by the header's names: ASN, IP Prefix (or Prefix), Max
 * Length, Trust Anchor, Expires (or Not After); others are skipped, and but for the first two they may be
 * absent.
 *
 * Shape:  vrp is called for each row, in the order of the file, duplicates too; an empty or absent Max Length
 * is the prefix's length. Errors: as text_reader_feed. Rejected records: bad-asn, bad-prefix, bad-number,
 * bad-max-length, bad-row, missing-member, too-long, unclosed-quote. Owner:  caller, text_reader_free.
 */
struct text_reader *vrp_csv_reader_new(vrp_fn vrp, void *ctx, struct diag *diag);

#endif
