#include "cli/out.h"

#include <string.h>

void json_init(struct json *j, struct buf *b, bool pretty)
{
	*j = (struct json){.b = b, .pretty = pretty};
}

static void newline(struct json *j)
{
	if (!j->pretty)
		return;
	buf_char(j->b, '\n');
	for (unsigned i = 0; i < j->depth; i++)
		buf_str(j->b, "  ");
}

/* The two that RFC 8259 asks for, the common short forms, and what is left below a blank. */
static void quoted(struct buf *b, const char *s, size_t len)
{
	struct buf u = {0};
	out_utf8(&u, s, len);
	buf_char(b, '"');
	for (size_t i = 0; i < u.len; i++) {
		unsigned char c = (unsigned char)u.at[i];
		static const char shorts[] = "\"\"\\\\\nn\rr\tt\bb\ff";
		const char *at = c ? memchr(shorts, c, sizeof shorts - 1) : NULL;
		/* only the first of each pair is a character to be written short */
		while (at && (at - shorts) % 2)
			at = memchr(at + 1, c, sizeof shorts - 1 - (size_t)(at + 1 - shorts));
		if (at) {
			buf_char(b, '\\');
			buf_char(b, at[1]);
		} else if (c < 0x20 || c == 0x7f) {
			buf_printf(b, "\\u%04x", c);
		} else {
			buf_char(b, (char)c);
		}
	}
	buf_char(b, '"');
	buf_fini(&u);
}

/* Comma, line, key: what stands in front of every value. */
static void begin(struct json *j, const char *key)
{
	if (j->depth) {
		if (j->filled[j->depth])
			buf_char(j->b, ',');
		j->filled[j->depth] = true;
		newline(j);
	}
	REQUIRE((key != NULL) == (j->depth && j->close[j->depth] == '}'));
	if (key) {
		quoted(j->b, key, strlen(key));
		buf_str(j->b, j->pretty ? ": " : ":");
	}
}

static void open_level(struct json *j, const char *key, char open, char close)
{
	begin(j, key);
	buf_char(j->b, open);
	REQUIRE(j->depth < JSON_DEPTH);
	j->depth++;
	j->filled[j->depth] = false;
	j->close[j->depth] = close;
}

void json_object(struct json *j, const char *key)
{
	open_level(j, key, '{', '}');
}

void json_array(struct json *j, const char *key)
{
	open_level(j, key, '[', ']');
}

void json_end(struct json *j)
{
	REQUIRE(j->depth > 0);
	char close = j->close[j->depth];
	bool filled = j->filled[j->depth];
	j->depth--;
	if (filled)
		newline(j);
	buf_char(j->b, close);
	if (j->depth == 0)
		buf_char(j->b, '\n');
}

void json_octets(struct json *j, const char *key, const char *value, size_t len)
{
	begin(j, key);
	quoted(j->b, value, len);
}

void json_text(struct json *j, const char *key, const char *value)
{
	if (value)
		json_octets(j, key, value, strlen(value));
	else
		json_null(j, key);
}

void json_u64(struct json *j, const char *key, uint64_t value)
{
	begin(j, key);
	buf_u64(j->b, value);
}

void json_i64(struct json *j, const char *key, int64_t value)
{
	begin(j, key);
	if (value < 0)
		buf_char(j->b, '-');
	buf_u64(j->b, value < 0 ? -(uint64_t)value : (uint64_t)value);
}

void json_real(struct json *j, const char *key, double value)
{
	begin(j, key);
	out_number(j->b, value);
}

void json_bool(struct json *j, const char *key, bool value)
{
	begin(j, key);
	buf_str(j->b, value ? "true" : "false");
}

void json_null(struct json *j, const char *key)
{
	begin(j, key);
	buf_str(j->b, "null");
}

void json_raw(struct json *j, const char *key, const char *value)
{
	begin(j, key);
	buf_str(j->b, value);
}
