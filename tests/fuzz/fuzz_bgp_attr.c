/* A block of attributes (first octet: facts about the session): values lie inside it, an accessor gives a
 * value only where the attribute is sound, a path only where it can be walked. */
#include "fuzz.h"
#include "wire/bgp_attr.h"

static uint8_t room[BGP_PATH_ROOM];

FUZZ_TARGET(data, len)
{
	struct bgp_attrs a;
	struct as_path path;
	struct bgp_aggregator g;
	struct ip_addr hops[2];
	if (len < 1)
		return 0;
	struct bgp_session s = {
	    .as_width = data[0] & 1 ? 4 : 2, .is_rib = data[0] >> 1 & 1, .is_external = data[0] >> 2 & 1};
	const uint8_t *end = data + len;
	bgp_attrs_decode(&s, data + 1, len - 1, &a);
	for (unsigned code = 0; code < BGP_SLOTS; code++) {
		if (!bgp_attrs_seen(&a, code))
			continue;
		REQUIRE(a.at[code].code == code && a.at[code].p > data &&
		        a.at[code].p + a.at[code].len <= end);
		REQUIRE(bgp_attr_row_find((uint8_t)code) != NULL);
	}
	for (unsigned i = 0; i < a.n_unknown; i++)
		REQUIRE(a.unknown[i].p > data && a.unknown[i].p + a.unknown[i].len <= end);
	REQUIRE((a.sound & ~a.seen) == 0);
	REQUIRE((a.n_errors == 0) == (a.action == BGP_ACCEPT));
	if (bgp_attrs_path(&a, room, sizeof room, &path))
		REQUIRE(as_path_check(&path, NULL) == ERR_OK && bgp_attrs_has(&a, BGP_AS_PATH));
	if (bgp_attrs_aggregator(&a, &g))
		REQUIRE(bgp_attrs_has(&a, BGP_AGGREGATOR));
	REQUIRE(bgp_attrs_next_hops(&a, true, hops) <= 2 && bgp_attrs_next_hops(&a, false, hops) <= 1);
	return 0;
}
