/* Any octets are of some kind, the same in a copy of them; cleaning is done after one go. */
#include "base/mem.h"
#include "fuzz.h"
#include "text/clean.h"
#include "text/recognise.h"

#include <string.h>

FUZZ_TARGET(data, len)
{
	enum text_kind kind = text_recognise("", (const char *)data, len);
	REQUIRE(kind < TEXT_KINDS && *text_kind_name(kind));
	enum text_kind at_home = text_recognise(text_kind_folder(kind), (const char *)data, len);
	REQUIRE(kind == TEXT_UNKNOWN || at_home == kind);
	struct buf once = {0}, twice = {0};
	text_clean(&once, (const char *)data, len);
	REQUIRE(text_is_clean(once.at, once.len));
	text_clean(&twice, once.at, once.len);
	REQUIRE(once.len == twice.len && memcmp(once.at, twice.at, once.len) == 0);
	buf_fini(&once);
	buf_fini(&twice);
	return 0;
}
