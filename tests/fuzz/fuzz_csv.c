/* CSV with small limits: no row without cells, none beyond the limits, pieces change nothing; and what is
 * written with every cell quoted is read back as it was. */
#include "base/hash.h"
#include "base/mem.h"
#include "fuzz.h"
#include "text/csv.h"

#include <string.h>

enum { ROW = 64, CELLS = ROW + 2 };

struct seen {
	struct hash_stream *digest;
	struct buf *again; /* the rows, quoted; NULL: not wanted */
};

static enum err note(void *ctx, const struct csv_row *row)
{
	struct seen *s = ctx;
	REQUIRE(row->n >= 1 && row->n <= CELLS);
	for (size_t i = 0; i < row->n; i++) {
		struct csv_cell c = row->cells[i];
		REQUIRE(c.len <= 4 * ROW);
		hash_stream_add(s->digest, &c.len, sizeof c.len);
		hash_stream_add(s->digest, c.s, c.len);
		if (!s->again)
			continue;
		buf_str(s->again, i ? ",\"" : "\"");
		for (size_t k = 0; k < c.len; k++) {
			if (c.s[k] == '"')
				buf_char(s->again, '"');
			buf_char(s->again, c.s[k]);
		}
		buf_char(s->again, '"');
	}
	hash_stream_add(s->digest, &row->n, sizeof row->n);
	if (s->again)
		buf_char(s->again, '\n');
	return ERR_OK;
}

static uint64_t run(const void *data, size_t len, size_t piece, size_t max_row, struct buf *again)
{
	struct seen s = {.digest = hash_stream_new(), .again = again};
	struct diag d = {0};
	const struct csv_options o = {.max_row = max_row, .max_cells = CELLS};
	struct csv *c = csv_new(&o, note, &s, &d);
	enum err e = ERR_OK;
	for (size_t i = 0; i < len && e == ERR_OK; i += piece)
		e = csv_feed(c, (const char *)data + i, len - i < piece ? len - i : piece);
	if (e == ERR_OK)
		e = csv_finish(c);
	REQUIRE(e == ERR_OK || d.n > 0);
	uint64_t result = hash_stream_value(s.digest);
	csv_free(c);
	hash_stream_free(s.digest);
	return result;
}

FUZZ_TARGET(data, len)
{
	struct buf again = {0};
	buf_str(&again, "");
	uint64_t whole = run(data, len, len + 1, ROW, &again);
	REQUIRE(run(data, len, 1, ROW, NULL) == whole && run(data, len, 5, ROW, NULL) == whole);
	if (again.len > 0)
		REQUIRE(run(again.at, again.len, again.len, 4 * ROW, NULL) == whole);
	buf_fini(&again);
	return 0;
}
