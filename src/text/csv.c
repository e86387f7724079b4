#include "text/csv.h"

#include "base/mem.h"

#include <string.h>

enum { MAX_ROW = 65536, MAX_CELLS = 256 };
enum { MAX_UNCLOSED = 1000 }; /* each is looked at twice; more of them, and what is behind them is given up */

struct csv {
	struct csv_options options;
	csv_fn fn;
	void *ctx;
	struct diag *diag;
	struct buf rest; /* the beginning of a row whose end has not come yet */
	size_t scanned;  /* octets of rest that hold no end of row */
	bool quoted;     /* ... and end inside quotes */
	bool closing;    /* ... of which the last one may be the closing one */
	bool in_cell;    /* ... or inside a cell, where no quote can open */
	bool skipping;   /* a row that is too long */
	uint64_t line;   /* of the beginning of rest */
	uint64_t inner;  /* ends of line inside the row */
	unsigned bom;
	bool seen_row;
	enum err err;
	struct csv_cell *cells;
	char *plain; /* max_row: quoted cells without their quotes */
	unsigned unclosed;
};

struct csv *csv_new(const struct csv_options *options, csv_fn fn, void *ctx, struct diag *diag)
{
	struct csv *c = mem_new(1, sizeof *c);
	c->options = *options;
	if (c->options.max_row == 0)
		c->options.max_row = MAX_ROW;
	if (c->options.max_cells == 0)
		c->options.max_cells = MAX_CELLS;
	c->fn = fn;
	c->ctx = ctx;
	c->diag = diag;
	c->line = 1;
	c->cells = mem_new(c->options.max_cells, sizeof *c->cells);
	c->plain = mem_new(c->options.max_row, 1);
	return c;
}

void csv_free(struct csv *c)
{
	if (!c)
		return;
	buf_fini(&c->rest);
	free(c->plain);
	free(c->cells);
	free(c);
}

static void scan_restart(struct csv *c)
{
	c->scanned = 0;
	c->quoted = c->closing = c->in_cell = false;
	c->inner = 0;
}

/* The octets of the row that begins at p, its end of line included; 0 if that has not come. Goes on where it
 * stopped, so that a row in many pieces is looked at once. */
static size_t row_len(struct csv *c, const char *p, size_t len)
{
	size_t i = c->scanned;
	for (; i < len; i++) {
		char ch = p[i];
		if (c->quoted) {
			if (ch == '"') {
				c->quoted = false;
				c->closing = true;
			} else if (ch == '\n') {
				c->inner++;
			}
		} else if (ch == '"' && (c->closing || !c->in_cell)) {
			c->quoted = c->in_cell = true;
			c->closing = false;
		} else if (ch == '\n') {
			return i + 1;
		} else {
			c->closing = false;
			c->in_cell = ch != ',';
		}
	}
	c->scanned = i;
	return 0;
}

/* The cell that begins at p with a quote: its content to *to; returns what is behind it. Characters behind
 * the closing quote belong to the cell. */
static const char *quoted_cell(char **to, const char *p, const char *end, struct csv_cell *out)
{
	char *at = *to;
	for (p++; p < end; p++) {
		if (*p == '"') {
			if (p + 1 == end || p[1] != '"')
				break;
			p++;
		}
		*at++ = *p;
	}
	for (p += p < end; p < end && *p != ','; p++)
		*at++ = *p;
	*out = (struct csv_cell){*to, (size_t)(at - *to)};
	*to = at;
	return p;
}

static size_t split(struct csv *c, const char *p, const char *end)
{
	char *plain = c->plain;
	for (size_t n = 0;;) {
		struct csv_cell *cell = &c->cells[n++];
		const char *from = p;
		if (n == c->options.max_cells) {
			*cell = (struct csv_cell){p, (size_t)(end - p)};
			return n;
		}
		if (p < end && *p == '"') {
			p = quoted_cell(&plain, p, end, cell);
		} else {
			while (p < end && *p != ',')
				p++;
			*cell = (struct csv_cell){from, (size_t)(p - from)};
		}
		if (p == end)
			return n;
		p++;
	}
}

/* A whole row, with or without its end of line. */
static enum err give(struct csv *c, const char *p, size_t len, bool cut)
{
	if (len > 0 && p[len - 1] == '\n')
		len--;
	if (len > 0 && p[len - 1] == '\r')
		len--;
	if (len == 0)
		return ERR_OK;
	c->seen_row = true;
	size_t n = split(c, p, p + len);
	return c->fn(c->ctx, &(struct csv_row){.cells = c->cells, .n = n, .line = c->line, .cut = cut});
}

static void drop(struct csv *c, const char *reason, const char *what)
{
	diag_report(c->diag, diag_at_line(c->line, 1), reason, "%s", what);
	if (c->options.dropped)
		c->options.dropped(c->ctx);
}

static enum err push(struct csv *c, const char *p, size_t len);

/* What rest holds is no row: a quote that nobody closed costs its own line; anything else is skipped up to
 * the next end of line. */
static enum err recover(struct csv *c)
{
	struct buf rest = c->rest;
	const char *nl = rest.at ? memchr(rest.at, '\n', rest.len) : NULL;
	enum err e = ERR_OK;
	c->rest = (struct buf){0};
	if (c->quoted && nl && c->unclosed++ < MAX_UNCLOSED) {
		drop(c, "unclosed-quote", "a quote that is not closed: its line is skipped");
		scan_restart(c);
		c->line++;
		e = push(c, nl + 1, (size_t)(rest.at + rest.len - nl) - 1);
	} else {
		drop(c, "too-long", "the row is longer than the limit");
		c->line += c->inner;
		scan_restart(c);
		c->skipping = true;
	}
	buf_fini(&rest);
	return e;
}

/* With an unfinished row in rest: its next octets, up to where it may end. Returns how many were used. */
static size_t push_rest(struct csv *c, const char *p, size_t len, enum err *e)
{
	const char *nl = memchr(p, '\n', len);
	size_t n = nl ? (size_t)(nl - p) + 1 : len, room = c->options.max_row + 1 - c->rest.len;
	n = n < room ? n : room;
	buf_add(&c->rest, p, n);
	size_t row = row_len(c, c->rest.at, c->rest.len);
	if (row > 0 && row <= c->options.max_row) {
		*e = give(c, c->rest.at, row, false);
		c->line += c->inner + 1;
		buf_clear(&c->rest);
		scan_restart(c);
	} else if (c->rest.len > c->options.max_row) {
		if (row > 0) { /* its end is there already */
			drop(c, "too-long", "the row is longer than the limit");
			c->line += c->inner + 1;
			buf_clear(&c->rest);
			scan_restart(c);
		} else {
			*e = recover(c);
		}
	}
	return n;
}

static enum err push(struct csv *c, const char *p, size_t len)
{
	enum err e = ERR_OK;
	while (len > 0 && e == ERR_OK) {
		const char *nl = c->rest.len > 0 ? NULL : memchr(p, '\n', len);
		size_t n = nl ? (size_t)(nl - p) + 1 : len;
		if (c->skipping) {
			c->skipping = !nl;
			c->line += nl != NULL;
		} else if (nl && n <= c->options.max_row && !memchr(p, '"', n)) {
			e = give(c, p, n, false);
			c->line++;
		} else {
			n = push_rest(c, p, len, &e);
		}
		p += n;
		len -= n;
	}
	return e;
}

/* EF BB BF is skipped; what cannot be text of single octets is called so. */
static enum err skip_mark(struct csv *c, const char **p, size_t *len)
{
	static const unsigned char bom[] = {0xef, 0xbb, 0xbf};
	while (c->bom < 3 && *len > 0) {
		unsigned char ch = (unsigned char)**p;
		if (c->bom == 0 && (ch == 0xff || ch == 0xfe || ch == 0)) {
			diag_report(c->diag, diag_at_line(1, 1), "bad-encoding",
			            "not UTF-8 (UTF-16, or no text at all)");
			return ERR_VALUE;
		}
		if (ch != bom[c->bom]) {
			if (c->bom > 0)
				buf_add(&c->rest, bom, c->bom);
			c->bom = 3;
			break;
		}
		c->bom++;
		(*p)++;
		(*len)--;
	}
	return ERR_OK;
}

enum err csv_feed(struct csv *c, const char *p, size_t len)
{
	if (c->err == ERR_OK)
		c->err = skip_mark(c, &p, &len);
	if (c->err == ERR_OK)
		c->err = push(c, p, len);
	return c->err;
}

enum err csv_finish(struct csv *c)
{
	while (c->err == ERR_OK && c->quoted && memchr(c->rest.at, '\n', c->rest.len))
		c->err = recover(c);
	if (c->err != ERR_OK)
		return c->err;
	if (c->quoted) {
		diag_report(c->diag, diag_at_line(c->line, 1), "cut-off", "the file ends inside quotes");
		return c->err = ERR_SHORT;
	}
	if (c->rest.len > 0)
		c->err = give(c, c->rest.at, c->rest.len, true);
	buf_clear(&c->rest);
	if (c->err == ERR_OK && !c->seen_row) {
		diag_report(c->diag, diag_at_line(1, 1), "empty", "there is no row in it");
		c->err = ERR_VALUE;
	}
	return c->err;
}
