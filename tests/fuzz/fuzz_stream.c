/* Whatever the octets: the limits hold, and in which pieces a file is read changes nothing but, where gz is
 * cut off or damaged, the last octets in front of that. How many threads decode bz2 changes nothing at all.
 */
#include "base/mem.h"
#include "fuzz.h"
#include "io/stream.h"

#include <string.h>

enum { OUTPUT_MAX = 1 << 20 };

struct how {
	size_t in_chunk, chunk;
	unsigned threads;
};

static enum err drain(const uint8_t *data, size_t len, struct how how, struct buf *out)
{
	struct io_stream_opts o = {.sync = how.threads == 0,
	                           .threads = how.threads,
	                           .small = 1,
	                           .in_chunk = how.in_chunk,
	                           .chunk = how.chunk,
	                           .max_output = OUTPUT_MAX,
	                           .max_memory = 16 << 20};
	struct io_stream *s = NULL;
	struct io_fail fail = {0};
	const uint8_t *p;
	size_t n;
	enum err e = io_stream_open_memory(data, len, &o, &s, &fail);
	if (e != ERR_OK) {
		REQUIRE(fail.err == e && fail.what[0]);
		return e;
	}
	while ((e = io_stream_read(s, &p, &n)) == ERR_OK) {
		REQUIRE(n > 0 && n <= how.chunk);
		buf_add(out, p, n);
	}
	REQUIRE(io_stream_fail(s)->err == e && (e == ERR_EOF || io_stream_fail(s)->what[0]));
	REQUIRE(io_stream_facts(s).out == out->len && out->len <= OUTPUT_MAX);
	io_stream_close(s);
	return e;
}

FUZZ_TARGET(data, len)
{
	struct buf a = {0}, b = {0};
	enum err ea = drain(data, len, (struct how){4096, 65536, 0}, &a);
	enum err eb = drain(data, len, (struct how){61, 1021, 0}, &b);
	size_t n = a.len < b.len ? a.len : b.len;
	REQUIRE(n == 0 || memcmp(a.at, b.at, n) == 0);
	if (ea == ERR_EOF || eb == ERR_EOF)
		REQUIRE(ea == eb && a.len == b.len);
	if (len > 10 && memcmp(data, "BZh", 3) == 0) {
		buf_clear(&b);
		eb = drain(data, len, (struct how){4096, 65536, 2}, &b);
		REQUIRE(ea == eb && a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0));
	}
	buf_fini(&a);
	buf_fini(&b);
	return 0;
}
