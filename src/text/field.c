#include "text/field.h"

#include "text/clean.h"

#include <string.h>
#include <strings.h>

static const struct {
	const char *reason, *words;
} rows[FIELD_N] = {
#define FIELD_ROW(name, type, reason, words) {reason, words},
    FIELD_LIST(FIELD_ROW)
#undef FIELD_ROW
};

const char *field_reason(enum field_kind kind)
{
	return rows[kind].reason;
}

const char *field_words(enum field_kind kind)
{
	return rows[kind].words;
}

const char *field_shown(char out[static FIELD_SHOWN], const char *s, size_t len)
{
	size_t n = len < FIELD_SHOWN - 1 ? len : FIELD_SHOWN - 1;
	for (size_t i = 0; i < n; i++)
		out[i] = s[i] >= ' ' && s[i] < 0x7f ? s[i] : '?';
	out[n] = 0;
	return out;
}

static const size_t sizes[FIELD_N] = {
#define FIELD_SIZE(name, type, reason, words) sizeof(type),
    FIELD_LIST(FIELD_SIZE)
#undef FIELD_SIZE
};

void field_reset(const struct field *f, void *record)
{
	static const instant_t never = INSTANT_NONE;
	static const char *const nothing = "";
	char *member = (char *)record + f->offset;
	if (f->kind == FIELD_WORDS)
		memcpy(member, &nothing, sizeof nothing);
	else if (f->kind == FIELD_INSTANT)
		memcpy(member, &never, sizeof never);
	else
		memset(member, 0, sizes[f->kind]);
}

enum err field_number(const char *s, size_t len, uint64_t max, uint64_t *out)
{
	uint64_t v = 0;
	if (len < 1 || len > 20)
		return ERR_VALUE;
	for (size_t i = 0; i < len; i++) {
		if (s[i] < '0' || s[i] > '9' || __builtin_mul_overflow(v, 10U, &v) ||
		    __builtin_add_overflow(v, (uint64_t)(s[i] - '0'), &v))
			return ERR_VALUE;
	}
	if (v > max)
		return ERR_VALUE;
	*out = v;
	return ERR_OK;
}

enum err field_instant(const char *s, size_t len, instant_t *out)
{
	const char *dot = memchr(s, '.', len);
	if (dot && !memchr(s, '-', len) && !memchr(s, ':', len)) {
		for (const char *p = dot + 1; p < s + len; p++)
			if (*p < '0' || *p > '9')
				return ERR_VALUE;
		len = (size_t)(dot - s);
	}
	if (clock_parse(s, len, out) == ERR_OK)
		return ERR_OK;
	char utc[20]; /* "2026-01-31 12:00:00": nobody says where, so UTC */
	if (len != sizeof utc - 1)
		return ERR_VALUE;
	memcpy(utc, s, len);
	utc[len] = 'Z';
	return clock_parse(utc, sizeof utc, out);
}

static bool is_word(const char *s, size_t len, const char *word)
{
	return strlen(word) == len && strncasecmp(s, word, len) == 0;
}

static enum err set_bool(bool *out, const char *s, size_t len)
{
	bool yes = is_word(s, len, "true") || is_word(s, len, "1") || is_word(s, len, "yes");
	if (!yes && !is_word(s, len, "false") && !is_word(s, len, "0") && !is_word(s, len, "no"))
		return ERR_VALUE;
	*out = yes;
	return ERR_OK;
}

/* Cut where a character ends, and not behind a blank. */
static size_t cut(const char *s, size_t len)
{
	if (len <= FIELD_MAX_WORDS)
		return len;
	len = FIELD_MAX_WORDS;
	while (len > 0 && ((unsigned char)s[len] & 0xc0) == 0x80)
		len--;
	while (len > 0 && s[len - 1] == ' ')
		len--;
	return len;
}

static enum err set_words(const char **out, const char *s, size_t len, struct arena *words)
{
	const char *copy;
	if (len == 0) {
		*out = "";
		return ERR_OK;
	}
	if (text_is_clean(s, len)) {
		copy = arena_strndup(words, s, cut(s, len));
	} else {
		struct buf b = {0};
		text_clean(&b, s, len);
		copy = b.len ? arena_strndup(words, b.at, cut(b.at, b.len)) : "";
		buf_fini(&b);
	}
	if (!copy)
		return ERR_VALUE;
	*out = copy;
	return ERR_OK;
}

static enum err set_number(void *member, enum field_kind kind, const char *s, size_t len)
{
	uint64_t v, max = kind == FIELD_U8 ? UINT8_MAX : kind == FIELD_U32 ? UINT32_MAX : UINT64_MAX;
	if (field_number(s, len, max, &v) != ERR_OK)
		return ERR_VALUE;
	if (kind == FIELD_U8)
		*(uint8_t *)member = (uint8_t)v;
	else if (kind == FIELD_U32)
		*(uint32_t *)member = (uint32_t)v;
	else
		*(uint64_t *)member = v;
	return ERR_OK;
}

enum err field_set(const struct field *f, void *record, const char *s, size_t len, struct arena *words)
{
	void *member = (char *)record + f->offset;
	switch (f->kind) {
	case FIELD_ASN:
		return asn_parse(s, len, member);
	case FIELD_U8:
	case FIELD_U32:
	case FIELD_U64:
		return set_number(member, f->kind, s, len);
	case FIELD_BOOL:
		return set_bool(member, s, len);
	case FIELD_INSTANT:
		return field_instant(s, len, member);
	case FIELD_PREFIX:
		return prefix_parse(s, len, member) == ERR_OK ? ERR_OK : ERR_VALUE;
	case FIELD_ADDR:
		return addr_parse(s, len, member);
	case FIELD_WORDS:
		return set_words(member, s, len, words);
	case FIELD_N:
		break;
	}
	return ERR_VALUE;
}
