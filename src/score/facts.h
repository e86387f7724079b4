/*
 * The facts of a network as octets, for the store: a period can then be scored under another framework
 * without reading any source again. Incidents are not in it; they are made from the stored events.
 */
#ifndef NORMA_SCORE_FACTS_H
#define NORMA_SCORE_FACTS_H

#include "base/mem.h"
#include "score/network.h"

/** facts_encode - append to out; the ASN is not in it. Some 20 to 40 octets. */
void facts_encode(const struct network_facts *facts, struct buf *out);

/**
 * facts_decode - what facts_encode wrote, to its last octet; out->asn is 0.
 *
 * Errors: SHORT, TRAILING; VALUE a number or state that cannot be; UNSUPPORTED another version.
 */
MUST_USE enum err facts_decode(const void *data, size_t len, struct network_facts *out);

#endif
