#include "io/codec.h"

#include <string.h>

static const struct codec_ops *const rows[] = {&codec_gzip, &codec_bzip2, &codec_xz, &codec_zstd};

/*
 * Kinds that are named instead of being taken for damaged data. Each must be impossible as the beginning of
 * an MRT file, which is a time and a type below 256 in 16 bits: hence the fifth octet of zip.
 */
static const struct {
	const char *magic;
	size_t len;
	const char *what;
} strangers[] = {
    {"\x1f\x9d", 2, "compressed by compress (.Z), which is not read"},
    {"\x1f\xa0", 2, "compressed by old lzh, which is not read"},
    {"\x04\x22\x4d\x18", 4, "compressed by lz4, which is not read"},
    {"7z\xbc\xaf\x27\x1c", 6, "a 7z archive, which is not read"},
    {"PK\x03\x04\x0a", 5, "a zip archive, which is not read"},
    {"PK\x03\x04\x14", 5, "a zip archive, which is not read"},
    {"PK\x03\x04\x2d", 5, "a zip archive, which is not read"},
    {"LZIP\x01", 5, "compressed by lzip, which is not read"},
};

enum codec_match codec_magic(const uint8_t *p, size_t len, const void *magic, size_t magic_len)
{
	size_t n = len < magic_len ? len : magic_len;
	if (n && memcmp(p, magic, n) != 0)
		return CODEC_NO;
	return len < magic_len ? CODEC_CUT : CODEC_YES;
}

/* A file that ends inside its magic: a plain file of one to three octets is likelier than such a cut. */
enum { CUT_LEAST = 4 };

static enum err stranger(const uint8_t *p, size_t len, const char **what)
{
	for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++) {
		if (codec_magic(p, len, strangers[i].magic, strangers[i].len) == CODEC_YES) {
			*what = strangers[i].what;
			return ERR_UNSUPPORTED;
		}
	}
	return ERR_OK;
}

/*
 * zstd's parallel tools begin with a skippable frame. Its magic alone could be the time of an MRT record, so
 * a real frame must follow it.
 */
static enum codec_match match_skippable(const uint8_t *p, size_t len)
{
	if (len < 1 || (p[0] & 0xf0) != 0x50)
		return CODEC_NO;
	enum codec_match m = codec_magic(p + 1, len - 1, "\x2a\x4d\x18", 3);
	if (m != CODEC_YES)
		return m;
	if (len < 8)
		return CODEC_CUT;
	size_t size = (size_t)p[4] | (size_t)p[5] << 8 | (size_t)p[6] << 16 | (size_t)p[7] << 24;
	if (size > CODEC_SNIFF - 12)
		return CODEC_NO;
	if (len < 12 + size)
		return CODEC_CUT;
	return codec_magic(p + 8 + size, 4, "\x28\xb5\x2f\xfd", 4);
}

enum err codec_sniff(const uint8_t *p, size_t len, bool last, const struct codec_ops **out, const char **what)
{
	const struct codec_ops *found = NULL;
	bool cut = false;
	for (size_t i = 0; i < sizeof rows / sizeof *rows && !found; i++) {
		enum codec_match m = rows[i]->match(p, len);
		if (rows[i] == &codec_zstd && len && p[0] != 0x28)
			m = match_skippable(p, len);
		if (m == CODEC_YES || (m == CODEC_CUT && last && len >= CUT_LEAST))
			found = rows[i];
		cut |= m == CODEC_CUT;
	}
	if (!found && cut && !last && len < CODEC_SNIFF)
		return ERR_SHORT;
	enum err e = found ? ERR_OK : stranger(p, len, what);
	if (e == ERR_OK)
		*out = found;
	return e;
}

void codec_open(struct codec *c, const struct codec_ops *ops, uint64_t max_memory)
{
	*c = (struct codec){.ops = ops, .between = true, .state = ops ? ops->open(max_memory) : NULL};
}

void codec_close(struct codec *c)
{
	if (c->ops)
		c->ops->close(c->state);
	*c = (struct codec){0};
}

/* Tapes and block devices round up with zeros; everything else behind the last member is foreign. */
static enum err pad(struct codec *c, struct codec_step *st, const char **what)
{
	c->padding = true;
	while (st->used < st->in_len && st->in[st->used] == 0)
		st->used++;
	if (st->used == st->in_len)
		return st->last ? ERR_EOF : ERR_OK;
	*what = "octets follow behind the end of the compressed data";
	return ERR_TRAILING;
}

static enum err between(struct codec *c, struct codec_step *st, const char **what)
{
	if (st->in_len == 0)
		return st->last ? (c->members ? ERR_EOF : ERR_SHORT) : ERR_OK;
	if (c->padding || (c->members && st->in[0] == 0))
		return pad(c, st, what);
	enum codec_match m = c->ops->match(st->in, st->in_len);
	if (m == CODEC_NO && c->ops == &codec_zstd)
		m = (st->in[0] & 0xf0) == 0x50 ? codec_magic(st->in + 1, st->in_len - 1, "\x2a\x4d\x18", 3)
		                               : CODEC_NO;
	if (m == CODEC_CUT)
		return ERR_SHORT;
	if (m == CODEC_NO)
		return pad(c, st, what);
	if (!c->ops->begin(c->state)) {
		*what = "no memory for the decompressor";
		return ERR_LIMIT;
	}
	c->between = false;
	return ERR_OK;
}

enum err codec_step(struct codec *c, struct codec_step *st, const char **what)
{
	st->used = st->made = 0;
	*what = "the compressed data are cut off";
	if (c->between) {
		enum err e = between(c, st, what);
		if (e != ERR_OK || c->between)
			return e;
	}
	enum err e = c->ops->step(c->state, st, what);
	if (e == ERR_EOF) {
		c->members++;
		c->between = true;
		return ERR_OK;
	}
	if (e == ERR_OK && st->last && st->used == st->in_len && st->made < st->out_len)
		return ERR_SHORT; /* all was given, there was room, and the member has not ended */
	return e;
}
