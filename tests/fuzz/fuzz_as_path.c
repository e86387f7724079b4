/* AS_PATH and AS4_PATH (first octet: how long the first is). Merged they can be walked, have the hops of
 * AS_PATH (RFC 6793 4.2.3 prepends just what is lacking), end as AS4_PATH does, and fit the room. */
#include "base/mem.h"
#include "fuzz.h"
#include "wire/as_path.h"

#include <string.h>

FUZZ_TARGET(data, len)
{
	struct as_path_facts f2, f4, f;
	if (len < 1)
		return 0;
	size_t n = data[0] < len - 1 ? data[0] : len - 1;
	struct as_path two = {.p = data + 1, .len = (uint32_t)n, .width = 2};
	struct as_path four = {.p = data + 1 + n, .len = (uint32_t)(len - 1 - n), .width = 4}, out;
	if (as_path_check(&two, &f2) != ERR_OK || as_path_check(&four, &f4) != ERR_OK || f4.has_confed)
		return 0;
	uint8_t *room = mem_resize(NULL, as_path_merge_room(&two, &four) + 1, 1);
	as_path_merge(&two, &four, room, &out);
	REQUIRE(as_path_check(&out, &f) == ERR_OK);
	REQUIRE(f.n_hops == f2.n_hops);
	if (out.width == 4) {
		REQUIRE(out.p == room && out.len <= as_path_merge_room(&two, &four));
		REQUIRE(memcmp(out.p + out.len - 4, four.p + four.len - 4, 4) == 0);
	} else {
		REQUIRE(out.p == two.p && (f4.n_asns == 0 || f4.n_hops > f2.n_hops));
	}
	free(room);
	return 0;
}
