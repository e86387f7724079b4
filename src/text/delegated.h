/*
 * Delegated statistics of the registries: delegated, delegated-extended, and the NRO's of all registries.
 *
 * registry|cc|type|start|value|date|status[|opaque-id[|extensions]], behind a version line and summaries.
 * Ranges are handed out as they stand: an IPv4 line is any number of addresses from any start.
 */
#ifndef NORMA_TEXT_DELEGATED_H
#define NORMA_TEXT_DELEGATED_H

#include "net/registry.h"
#include "text/reader.h"

/* What the version line says, and what came. */
struct delegated_header {
	bool seen;         /* there is a version line */
	bool combined;     /* of no single registry: the NRO's */
	enum rir registry; /* whose file it is; RIR_NONE where combined or not said */
	uint64_t declared; /* records that the version line announces */
	uint64_t lines; /* records that came, rejected ones too; may differ from declared, and often does */
};

typedef void (*delegated_fn)(void *ctx, const struct delegation *d);

/**
 * delegated_reader_new - read a file.
 *
 * as_of is the version line's serial where that is a date or UNIX seconds, else its end date. In a file of
 * IANA's own the 7th field names the registry responsible, which is handed out as rir with status
 * DELEGATION_ABSENT: blocks, delegated to no network. Economy ZZ is no economy.
 *
 * Errors: as text_reader_feed; SHORT where the last line is not whole. Rejected: bad-row (fewer than 7
 * fields), bad-registry, bad-type, bad-asn, bad-address, bad-range (empty, or beyond the last number),
 * bad-status, too-long, cut-off, duplicate-version. Only reported: bad-time, bad-economy. Owner: caller,
 * text_reader_free.
 */
struct text_reader *delegated_reader_new(delegated_fn fn, void *ctx, struct diag *diag);

/** delegated_reader_header - of such a reader, lent; complete once text_reader_finish was called. */
const struct delegated_header *delegated_reader_header(const struct text_reader *r);

#endif
