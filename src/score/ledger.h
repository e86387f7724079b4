/*
 * From events to what each network is charged with: the framework's rules (score/charge.h) applied to all
 * events of a period, as spans that network_score adds up.
 */
#ifndef NORMA_SCORE_LEDGER_H
#define NORMA_SCORE_LEDGER_H

#include "net/asn.h"
#include "score/charge.h"
#include "score/network.h"
#include "topo/relation.h"

/* A direct neighbour of the culprit; the first row of an ASN counts, and the culprit is nobody's accomplice.
 */
struct ledger_accomplice {
	asn_t asn;
	uint32_t n_peers; /* that had the event through it */
	uint8_t relation; /* enum charge_relation; see ledger_relation */
};

/** ledger_relation - what the neighbour is to the culprit, as far as charging it goes. */
static inline uint8_t ledger_relation(enum relation neighbour_is)
{
	if (neighbour_is == RELATION_UNKNOWN)
		return CHARGE_UNKNOWN;
	return neighbour_is == RELATION_PROVIDER ? CHARGE_PROVIDER : CHARGE_OTHER;
}

struct ledger_event {
	struct charge_event charge;
	asn_t culprit;
	uint32_t n_peers; /* distinct peer ASNs over its whole life */
	const struct ledger_accomplice *accomplices;
	size_t n_accomplices;
};

struct ledger;

/** ledger_new - data_end: the last record of any collector, at most data_reach behind the period's end. */
struct ledger *ledger_new(const struct framework *f, instant_t from, instant_t to, instant_t data_end);
void ledger_add(struct ledger *l, const struct ledger_event *e);

/** ledger_spans - of one network, any order; lent. n 0: none. Not between two ledger_add of a loop: sorts. */
const struct network_span *ledger_spans(struct ledger *l, asn_t asn, size_t *n);

/** ledger_asn_at - the i-th network that is charged with anything, ascending; false behind the last. */
bool ledger_asn_at(struct ledger *l, size_t i, asn_t *out);
void ledger_free(struct ledger *l);

#endif
