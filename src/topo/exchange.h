/*
 * Internet exchanges: who is present, which prefixes are peering LANs, which ASNs are route servers.
 *
 * A route server passes routes on without being one of those that they are paid or peered for; a peering LAN
 * is announced by members by mistake, and is nobody's loss. Both must be known not to accuse the wrong.
 */
#ifndef NORMA_TOPO_EXCHANGE_H
#define NORMA_TOPO_EXCHANGE_H

#include "net/asn.h"
#include "net/prefix.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Shorter prefixes are no LAN, whoever says so: one wrong line must not excuse what is inside a /8. */
enum { EXCHANGE_LAN_MIN_V4 = 16, EXCHANGE_LAN_MIN_V6 = 32 /* bits */ };
/* What a builder takes of each; real data have less than a hundredth. */
enum { EXCHANGE_MAX = 1 << 24, EXCHANGE_MAX_TEXT = 1 << 26 /* octets of names */ };

/* A peering LAN. */
struct exchange_lan {
	struct prefix prefix;
	uint32_t exchange; /* 0: not known of which */
};

struct exchange_builder;
struct exchange_table; /* immutable, sorted */

struct exchange_builder *exchange_builder_new(void);
void exchange_builder_free(struct exchange_builder *b);

/* Each of these in any order, doubles do not matter. Errors: LIMIT over EXCHANGE_MAX; it is left out. */

/** exchange_add_route_server, exchange_add_never - a route server; a network that wants its routes never seen
 * behind one. */
MUST_USE enum err exchange_add_route_server(struct exchange_builder *b, asn_t asn);
MUST_USE enum err exchange_add_never(struct exchange_builder *b, asn_t asn);
/** exchange_add_name - of an exchange; of several the first in the order of octets counts. Also LIMIT over
 * EXCHANGE_MAX_TEXT. */
MUST_USE enum err exchange_add_name(struct exchange_builder *b, uint32_t exchange, const char *name);
/** exchange_add_vlan - which exchange a LAN of PeeringDB (ixlan) belongs to; of several the lowest. */
MUST_USE enum err exchange_add_vlan(struct exchange_builder *b, uint32_t vlan, uint32_t exchange);
/** exchange_add_prefix - one of a LAN's. Passed over when shorter than EXCHANGE_LAN_MIN_V4 or _V6. */
MUST_USE enum err exchange_add_prefix(struct exchange_builder *b, uint32_t vlan, const struct prefix *p);
/** exchange_add_member - a network at an exchange (0: that of the LAN); is_multilateral: it peers with the
 * route server. */
MUST_USE enum err exchange_add_member(struct exchange_builder *b, asn_t asn, uint32_t exchange, uint32_t vlan,
                                      bool is_multilateral);

/** exchange_builder_build - the table, the same for any order of additions; the builder is gone. */
struct exchange_table *exchange_builder_build(struct exchange_builder *b);
void exchange_table_free(struct exchange_table *t);

/* Of all that follows t may be NULL: nothing is known. */

bool exchange_is_route_server(const struct exchange_table *t, asn_t asn);
bool exchange_never_via_route_servers(const struct exchange_table *t, asn_t asn);

/** exchange_lan - the peering LAN that the prefix is, or lies inside of; NULL: none. A prefix that covers a
 * LAN is none: it is the space that the LAN was cut from. Lent by the table. */
const struct exchange_lan *exchange_lan(const struct exchange_table *t, const struct prefix *p);
static inline bool exchange_is_lan(const struct exchange_table *t, const struct prefix *p)
{
	return exchange_lan(t, p) != NULL;
}

/** exchange_common - at how many exchanges both are present. *first (may be NULL): the lowest of them.
 * exchange_common_multilateral - and both peer with the route server there: they have a peering that nobody
 * had to agree on. */
size_t exchange_common(const struct exchange_table *t, asn_t x, asn_t y, uint32_t *first);
size_t exchange_common_multilateral(const struct exchange_table *t, asn_t x, asn_t y, uint32_t *first);

/** exchange_name - "" not known; lent by the table. */
const char *exchange_name(const struct exchange_table *t, uint32_t exchange);

struct exchange_counts {
	size_t route_servers, never, lans, members /* (network, exchange) */, names;
};
struct exchange_counts exchange_counts(const struct exchange_table *t);

#endif
