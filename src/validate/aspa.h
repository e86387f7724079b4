/*
 * AS_PATH verification with ASPAs, draft-ietf-sidrops-aspa-verification-28.
 *
 * A path comes as route collectors show it, the neighbour first, the origin last; prepending may be in it.
 */
#ifndef NORMA_VALIDATE_ASPA_H
#define NORMA_VALIDATE_ASPA_H

#include "net/registry.h"

enum aspa_authorized { ASPA_NO_ATTESTATION, ASPA_PROVIDER, ASPA_NOT_PROVIDER };
/** aspa_authorized_name - "no_attestation", "provider", "not_provider". */
const char *aspa_authorized_name(enum aspa_authorized a);

enum aspa_verdict { ASPA_UNKNOWN, ASPA_VALID, ASPA_INVALID };
/** aspa_verdict_name - "unknown", "valid", "invalid". */
const char *aspa_verdict_name(enum aspa_verdict v);

struct aspa_verdicts {
	uint8_t up;   /* enum aspa_verdict: received from a customer or peer (draft 6.2) */
	uint8_t down; /* enum aspa_verdict: received from a provider (draft 6.3) */
};

enum { ASPA_PROVIDERS_MAX = 10000 }; /* of one customer; above it the whole customer is ignored */

struct aspa_builder;
struct aspa_table;

struct aspa_builder *aspa_builder_new(void);
/** aspa_builder_add - providers of a customer; several additions for one customer are united. */
void aspa_builder_add(struct aspa_builder *b, const struct aspa *a);
/** aspa_builder_file - what is added from now on comes from a new file; its number, to drop it by. */
uint32_t aspa_builder_file(struct aspa_builder *b);
/** aspa_builder_drop - forget what came from the file: it is not in force. */
void aspa_builder_drop(struct aspa_builder *b, uint32_t file);
/** aspa_builder_build - the table, independent of the order of additions; the builder is gone. Owner: caller.
 */
struct aspa_table *aspa_builder_build(struct aspa_builder *b);
void aspa_builder_free(struct aspa_builder *b);
void aspa_table_free(struct aspa_table *t);

/** aspa_table_count - customers; aspa_table_ignored - customers with more than ASPA_PROVIDERS_MAX providers.
 */
size_t aspa_table_count(const struct aspa_table *t);
size_t aspa_table_ignored(const struct aspa_table *t);
uint64_t aspa_table_octets(const struct aspa_table *t);

/** aspa_authorized - the function authorized(x, y) of the draft, for distinct x and y. */
enum aspa_authorized aspa_authorized(const struct aspa_table *t, asn_t customer, asn_t provider);

/**
 * aspa_verify - both verdicts from one walk over the path.
 *
 * @path      n ASNs, neighbour first
 * @has_set   a segment of the path is no AS_SEQUENCE: both verdicts are invalid
 *
 * The empty path is invalid both ways. Whether the first AS is the neighbour's is the caller's to check.
 */
struct aspa_verdicts aspa_verify(const struct aspa_table *t, const asn_t *path, size_t n, bool has_set);

#endif
