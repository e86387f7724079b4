#include "base/hash.h"

#include "base/err.h"

#include <xxhash.h>

uint64_t hash_octets(const void *p, size_t len)
{
	return XXH3_64bits(p, len);
}

struct hash_stream *hash_stream_new(void)
{
	XXH3_state_t *s = XXH3_createState();
	REQUIRE(s != NULL && XXH3_64bits_reset(s) == XXH_OK);
	return (struct hash_stream *)s;
}

void hash_stream_add(struct hash_stream *h, const void *p, size_t len)
{
	REQUIRE(XXH3_64bits_update((XXH3_state_t *)h, p, len) == XXH_OK);
}

uint64_t hash_stream_value(const struct hash_stream *h)
{
	return XXH3_64bits_digest((const XXH3_state_t *)h);
}

void hash_stream_free(struct hash_stream *h)
{
	XXH3_freeState((XXH3_state_t *)h);
}
