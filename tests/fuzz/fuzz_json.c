/* JSON with small limits: events stay balanced, depth and lengths below the limits, pieces change nothing. */
#include "base/hash.h"
#include "base/mem.h"
#include "fuzz.h"
#include "text/json.h"

enum { DEPTH = 6, LENGTH = 40 };

struct seen {
	struct hash_stream *digest;
	int depth;
};

static enum err note(void *ctx, const struct json_event *e)
{
	struct seen *s = ctx;
	REQUIRE(e->len <= LENGTH && e->text != NULL);
	s->depth += e->what == JSON_BEGIN;
	s->depth -= e->what == JSON_END;
	REQUIRE(s->depth >= 0 && s->depth <= DEPTH);
	int head[3] = {e->field, (int)e->what, (int)e->type};
	hash_stream_add(s->digest, head, sizeof head);
	hash_stream_add(s->digest, e->text, e->len);
	return ERR_OK;
}

static void dropped(void *ctx)
{
	((struct seen *)ctx)->depth = 0;
}

static uint64_t run(const uint8_t *data, size_t len, size_t piece, bool many)
{
	struct seen s = {.digest = hash_stream_new()};
	struct diag d = {0};
	const struct json_options o = {
	    .max_depth = DEPTH, .max_string = LENGTH, .many = many, .dropped = dropped};
	struct json *j = json_new(&o, note, &s, &d);
	json_path(j, "", "", 0);
	json_path(j, "", "a", 1);
	json_path(j, "[]", "a", 2);
	json_path(j, "", "a[]+", 3);
	json_path(j, "", "a[]+.b", 4);
	json_path(j, "", "*.a", 5);
	json_path(j, "", "*.*[][]", 6);
	enum err e = ERR_OK;
	for (size_t i = 0; i < len && e == ERR_OK; i += piece)
		e = json_feed(j, (const char *)data + i, len - i < piece ? len - i : piece);
	if (e == ERR_OK)
		e = json_finish(j);
	REQUIRE((e == ERR_OK) <= (s.depth == 0));
	REQUIRE(e == ERR_OK || d.n > 0);
	uint64_t result = hash_stream_value(s.digest) ^ hash_u64((uint64_t)e << 32 | (d.n & 0xffff) << 16) ^
	                  json_dropped(j);
	json_free(j);
	hash_stream_free(s.digest);
	return result;
}

FUZZ_TARGET(data, len)
{
	for (int many = 0; many < 2; many++) {
		uint64_t whole = run(data, len, len + 1, many);
		REQUIRE(run(data, len, 1, many) == whole && run(data, len, 5, many) == whole);
	}
	return 0;
}
