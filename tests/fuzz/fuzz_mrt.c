/* Whatever the octets and in whatever chunks: the same records and the same end, in order, without a gap that
 * was not counted, none longer than its limit. */
#include "base/hash.h"
#include "fuzz.h"
#include "wire/mrt_stream.h"

struct source {
	const uint8_t *data;
	size_t len, chunk;
	uint8_t *lent;
};

static enum err source_read(void *ctx, const uint8_t **data, size_t *len)
{
	struct source *s = ctx;
	size_t n = s->len < s->chunk ? s->len : s->chunk;
	free(s->lent);
	s->lent = NULL;
	if (n == 0)
		return ERR_EOF;
	s->lent = mem_resize(NULL, n, 1);
	memcpy(s->lent, s->data, n);
	s->data += n;
	s->len -= n;
	*data = s->lent;
	*len = n;
	return ERR_OK;
}

static uint64_t walk(const uint8_t *data, size_t len, size_t chunk)
{
	struct source src = {.data = data, .len = len, .chunk = chunk};
	struct mrt_limits limits = {.max_len = 5000, .max_len_rib = 9000, .max_scan = 3000};
	struct mrt_stream s;
	struct mrt_record r;
	enum err e;
	uint64_t sum = 0, records = 0, end = 0;
	mrt_stream_init(&s, source_read, &src, &limits, NULL);
	while ((e = mrt_stream_next(&s, &r)) == ERR_OK) {
		REQUIRE(r.offset >= end && r.number == records && r.len <= 9000 + MRT_HEADER + 4);
		REQUIRE(r.offset + r.len <= len && memcmp(r.octets, data + r.offset, r.len) == 0);
		end = r.offset + r.len;
		records++;
		sum = hash_u64(sum ^ r.offset ^ r.len << 32);
	}
	REQUIRE(e == ERR_EOF || e == ERR_SHORT || e == ERR_TRAILING);
	REQUIRE(e != ERR_EOF || s.framer.offset == len);
	sum = hash_u64(sum ^ s.framer.n_damaged << 8 ^ (uint64_t)e);
	mrt_stream_fini(&s);
	free(src.lent);
	return sum;
}

FUZZ_TARGET(data, len)
{
	uint64_t sum = walk(data, len, SIZE_MAX);
	if (len < 400) /* slow */
		REQUIRE(walk(data, len, 1) == sum);
	REQUIRE(walk(data, len, 13) == sum);
	REQUIRE(walk(data, len, 200) == sum);
	return 0;
}
