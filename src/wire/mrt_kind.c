#include "net/prefix.h"
#include "wire/mrt.h"

#define V4 FAMILY_V4
#define V6 FAMILY_V6

enum { UNICAST = 1, MULTICAST = 2 }; /* SAFI, RFC 4760 6 */

/*
 * Everything that the program knows of MRT's types and subtypes. Rows are sorted by type and, within a type,
 * stand at their subtype's number counted from the type's first row, so that a lookup is one index.
 * In TABLE_DUMP_V2 ASNs have four octets whatever the peer's session had (RFC 6396 4.3.4).
 */
static const struct mrt_kind kinds[] = {
    /* type, subtype, name, decoder, AS width, add-path, local, micros, family, SAFI */
    {5, 0, "BGP_NULL", MRT_SKIP, 0, 0, 0, 0, 0, 0}, /* RFC 6396 appendix B.1 */
    {5, 1, "BGP_UPDATE", MRT_MESSAGE, 2, 0, 0, 0, 0, 0},
    {5, 2, "BGP_PREF_UPDATE", MRT_SKIP, 0, 0, 0, 0, 0, 0},
    {5, 3, "BGP_STATE_CHANGE", MRT_STATE, 2, 0, 0, 0, 0, 0},
    {5, 4, "BGP_SYNC", MRT_SKIP, 0, 0, 0, 0, 0, 0},
    {5, 5, "BGP_OPEN", MRT_MESSAGE, 2, 0, 0, 0, 0, 0},
    {5, 6, "BGP_NOTIFY", MRT_MESSAGE, 2, 0, 0, 0, 0, 0},
    {5, 7, "BGP_KEEPALIVE", MRT_MESSAGE, 2, 0, 0, 0, 0, 0},

    {12, 1, "TABLE_DUMP_AFI_IPV4", MRT_TABLE, 2, 0, 0, 0, V4, UNICAST}, /* RFC 6396 4.2 */
    {12, 2, "TABLE_DUMP_AFI_IPV6", MRT_TABLE, 2, 0, 0, 0, V6, UNICAST},
    {12, 3, "TABLE_DUMP_AFI_IPV4_AS4", MRT_TABLE, 4, 0, 0, 0, V4, UNICAST}, /* in no RFC; some old writers */
    {12, 4, "TABLE_DUMP_AFI_IPV6_AS4", MRT_TABLE, 4, 0, 0, 0, V6, UNICAST},

    {13, 1, "TABLE_DUMP_V2_PEER_INDEX_TABLE", MRT_PEERS, 4, 0, 0, 0, 0, 0}, /* RFC 6396 4.3 */
    {13, 2, "TABLE_DUMP_V2_RIB_IPV4_UNICAST", MRT_RIB, 4, 0, 0, 0, V4, UNICAST},
    {13, 3, "TABLE_DUMP_V2_RIB_IPV4_MULTICAST", MRT_RIB, 4, 0, 0, 0, V4, MULTICAST},
    {13, 4, "TABLE_DUMP_V2_RIB_IPV6_UNICAST", MRT_RIB, 4, 0, 0, 0, V6, UNICAST},
    {13, 5, "TABLE_DUMP_V2_RIB_IPV6_MULTICAST", MRT_RIB, 4, 0, 0, 0, V6, MULTICAST},
    {13, 6, "TABLE_DUMP_V2_RIB_GENERIC", MRT_RIB_GENERIC, 4, 0, 0, 0, 0, 0},
    {13, 7, "TABLE_DUMP_V2_GEO_PEER_TABLE", MRT_PEERS, 4, 0, 0, 0, 0, 0},                /* RFC 6397 */
    {13, 8, "TABLE_DUMP_V2_RIB_IPV4_UNICAST_ADDPATH", MRT_RIB, 4, 1, 0, 0, V4, UNICAST}, /* RFC 8050 4 */
    {13, 9, "TABLE_DUMP_V2_RIB_IPV4_MULTICAST_ADDPATH", MRT_RIB, 4, 1, 0, 0, V4, MULTICAST},
    {13, 10, "TABLE_DUMP_V2_RIB_IPV6_UNICAST_ADDPATH", MRT_RIB, 4, 1, 0, 0, V6, UNICAST},
    {13, 11, "TABLE_DUMP_V2_RIB_IPV6_MULTICAST_ADDPATH", MRT_RIB, 4, 1, 0, 0, V6, MULTICAST},
    {13, 12, "TABLE_DUMP_V2_RIB_GENERIC_ADDPATH", MRT_RIB_GENERIC, 4, 1, 0, 0, 0, 0},

    {16, 0, "BGP4MP_STATE_CHANGE", MRT_STATE, 2, 0, 0, 0, 0, 0}, /* RFC 6396 4.4 */
    {16, 1, "BGP4MP_MESSAGE", MRT_MESSAGE, 2, 0, 0, 0, 0, 0},
    {16, 2, "BGP4MP_ENTRY", MRT_ENTRY, 2, 0, 0, 0, 0, 0},   /* appendix B.2 */
    {16, 3, "BGP4MP_SNAPSHOT", MRT_SKIP, 0, 0, 0, 0, 0, 0}, /* a file's name, no route */
    {16, 4, "BGP4MP_MESSAGE_AS4", MRT_MESSAGE, 4, 0, 0, 0, 0, 0},
    {16, 5, "BGP4MP_STATE_CHANGE_AS4", MRT_STATE, 4, 0, 0, 0, 0, 0},
    {16, 6, "BGP4MP_MESSAGE_LOCAL", MRT_MESSAGE, 2, 0, 1, 0, 0, 0},
    {16, 7, "BGP4MP_MESSAGE_AS4_LOCAL", MRT_MESSAGE, 4, 0, 1, 0, 0, 0},
    {16, 8, "BGP4MP_MESSAGE_ADDPATH", MRT_MESSAGE, 2, 1, 0, 0, 0, 0}, /* RFC 8050 3 */
    {16, 9, "BGP4MP_MESSAGE_AS4_ADDPATH", MRT_MESSAGE, 4, 1, 0, 0, 0, 0},
    {16, 10, "BGP4MP_MESSAGE_LOCAL_ADDPATH", MRT_MESSAGE, 2, 1, 1, 0, 0, 0},
    {16, 11, "BGP4MP_MESSAGE_AS4_LOCAL_ADDPATH", MRT_MESSAGE, 4, 1, 1, 0, 0, 0},

    {17, 0, "BGP4MP_ET_STATE_CHANGE", MRT_STATE, 2, 0, 0, 1, 0, 0}, /* the same behind microseconds */
    {17, 1, "BGP4MP_ET_MESSAGE", MRT_MESSAGE, 2, 0, 0, 1, 0, 0},
    {17, 2, "BGP4MP_ET_ENTRY", MRT_ENTRY, 2, 0, 0, 1, 0, 0},
    {17, 3, "BGP4MP_ET_SNAPSHOT", MRT_SKIP, 0, 0, 0, 1, 0, 0},
    {17, 4, "BGP4MP_ET_MESSAGE_AS4", MRT_MESSAGE, 4, 0, 0, 1, 0, 0},
    {17, 5, "BGP4MP_ET_STATE_CHANGE_AS4", MRT_STATE, 4, 0, 0, 1, 0, 0},
    {17, 6, "BGP4MP_ET_MESSAGE_LOCAL", MRT_MESSAGE, 2, 0, 1, 1, 0, 0},
    {17, 7, "BGP4MP_ET_MESSAGE_AS4_LOCAL", MRT_MESSAGE, 4, 0, 1, 1, 0, 0},
    {17, 8, "BGP4MP_ET_MESSAGE_ADDPATH", MRT_MESSAGE, 2, 1, 0, 1, 0, 0},
    {17, 9, "BGP4MP_ET_MESSAGE_AS4_ADDPATH", MRT_MESSAGE, 4, 1, 0, 1, 0, 0},
    {17, 10, "BGP4MP_ET_MESSAGE_LOCAL_ADDPATH", MRT_MESSAGE, 2, 1, 1, 1, 0, 0},
    {17, 11, "BGP4MP_ET_MESSAGE_AS4_LOCAL_ADDPATH", MRT_MESSAGE, 4, 1, 1, 1, 0, 0},
};

/* Types of other protocols: one row each, for any subtype. */
static const struct mrt_kind others[] = {
    {11, 0, "OSPFV2", MRT_SKIP, 0, 0, 0, 0, 0, 0},    {32, 0, "ISIS", MRT_SKIP, 0, 0, 0, 0, 0, 0},
    {33, 0, "ISIS_ET", MRT_SKIP, 0, 0, 0, 1, 0, 0},   {48, 0, "OSPFV3", MRT_SKIP, 0, 0, 0, 0, 0, 0},
    {49, 0, "OSPFV3_ET", MRT_SKIP, 0, 0, 0, 1, 0, 0},
};

/* First row of a type in kinds, its first subtype, and how many there are. */
static const struct {
	uint8_t row, first, n;
} starts[18] = {
    [5] = {0, 0, 8}, [12] = {8, 1, 4}, [13] = {12, 1, 12}, [16] = {24, 0, 12}, [17] = {36, 0, 12},
};

const struct mrt_kind *mrt_kind_find(uint16_t type, uint16_t subtype)
{
	if (NORMA_LIKELY(type < sizeof starts / sizeof starts[0])) {
		unsigned i = (unsigned)subtype - starts[type].first;
		if (i < starts[type].n)
			return &kinds[starts[type].row + i];
	}
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		if (others[i].type == type)
			return &others[i];
	return NULL;
}
