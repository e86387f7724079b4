/* Values of framework keys: text to value and back, one pair of functions a type. */
#include "score/schema.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static const char *wrong(struct buf *why, const char *what, const struct schema_row *row)
{
	buf_clear(why);
	buf_str(why, what);
	buf_str(why, "; it takes ");
	schema_format_range(row, why);
	return why->at;
}

static bool in_range(const struct schema_row *row, wide_t v)
{
	return v >= row->least && v <= row->most;
}

/* Digits to a number; false when there are none, too many, or something else. */
static bool whole(const char *s, size_t len, int64_t *out)
{
	decimal_t v;
	if (memchr(s, '.', len) || decimal_parse(s, len, &v) != ERR_OK)
		return false;
	*out = v / DECIMAL_ONE;
	return true;
}

static int64_t unit_seconds(char c)
{
	return c == 's' ? 1 : c == 'm' ? 60 : c == 'h' ? 3600 : c == 'd' ? 86400 : 0;
}

static const char *set_seconds(const struct schema_row *row, uint64_t *field, const char *text,
                               struct buf *why)
{
	size_t len = strlen(text);
	int64_t unit = len > 0 ? unit_seconds(text[len - 1]) : 0, v;
	if (unit == 0 || !whole(text, len - 1, &v))
		return wrong(why, "not a duration", row);
	if (!in_range(row, (wide_t)v * unit))
		return wrong(why, "out of range", row);
	*field = (uint64_t)(v * unit);
	return NULL;
}

static const char *set_number(const struct schema_row *row, void *field, const char *text, struct buf *why)
{
	int64_t v;
	if (row->type == TYPE_FRACTION) {
		struct fraction x;
		if (fraction_parse(text, strlen(text), &x) != ERR_OK)
			return wrong(why, "not a number such as 0.8 or 4/5", row);
		if ((wide_t)x.n * DECIMAL_ONE < (wide_t)row->least * x.d ||
		    (wide_t)x.n * DECIMAL_ONE > (wide_t)row->most * x.d)
			return wrong(why, "out of range", row);
		*(struct fraction *)field = x;
		return NULL;
	}
	if (row->type == TYPE_DECIMAL) {
		if (decimal_parse(text, strlen(text), &v) != ERR_OK)
			return wrong(why, "not a number of at most six places", row);
		if (!in_range(row, v))
			return wrong(why, "out of range", row);
		*(decimal_t *)field = v;
		return NULL;
	}
	bool negative = row->type == TYPE_POINTS && text[0] == '-';
	if (!whole(text + negative, strlen(text + negative), &v))
		return wrong(why, "not a whole number", row);
	v = negative ? -v : v;
	if (!in_range(row, v))
		return wrong(why, "out of range", row);
	if (row->type == TYPE_POINTS)
		*(int64_t *)field = v;
	else
		*(uint64_t *)field = (uint64_t)v;
	return NULL;
}

static size_t count_names(const char *const *names)
{
	size_t n = 0;
	while (names[n])
		n++;
	return n;
}

static const char *unknown_name(const struct schema_row *row, const char *name, struct buf *why)
{
	const char *near = schema_nearest(name, row->names, count_names(row->names));
	buf_clear(why);
	buf_printf(why, "no such name: %.40s; ", name);
	if (near)
		buf_printf(why, "did you mean %s? ", near);
	buf_str(why, "It takes ");
	schema_format_range(row, why);
	return why->at;
}

static bool find_name(const struct schema_row *row, const char *name, size_t *out)
{
	for (size_t i = 0; row->names[i]; i++) {
		if (row->names[i][0] && strcmp(row->names[i], name) == 0) {
			*out = i;
			return true;
		}
	}
	return false;
}

static const char *set_one_of(const struct schema_row *row, uint64_t *field, const char *text,
                              struct buf *why)
{
	size_t i;
	if (!find_name(row, text, &i))
		return unknown_name(row, text, why);
	*field = i;
	return NULL;
}

/* Names between commas or blanks; "none" alone. */
static const char *set_set(const struct schema_row *row, uint64_t *field, const char *text, struct buf *why)
{
	uint64_t bits = 0;
	if (strcmp(text, "none") == 0) {
		*field = 0;
		return NULL;
	}
	const char *p = text + strspn(text, ", \t");
	if (!*p)
		return wrong(why, "empty", row);
	while (*p) {
		char name[48];
		size_t len = strcspn(p, ", \t"), i;
		size_t kept = len < sizeof name - 1 ? len : sizeof name - 1;
		memcpy(name, p, kept);
		name[kept] = '\0';
		if (!find_name(row, name, &i))
			return unknown_name(row, name, why);
		bits |= UINT64_C(1) << i;
		p += len;
		p += strspn(p, ", \t");
	}
	*field = bits;
	return NULL;
}

static const char *set_name(const struct schema_row *row, char *field, const char *text, struct buf *why)
{
	size_t len = strlen(text);
	if (len == 0 || len >= FRAMEWORK_NAME || strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") != len)
		return wrong(why, "not a name", row);
	memcpy(field, text, len + 1);
	return NULL;
}

static const char *set_text(const struct schema_row *row, char *field, const char *text, struct buf *why)
{
	size_t len = strlen(text);
	if (len >= FRAMEWORK_TITLE)
		return wrong(why, "too long", row);
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] < ' ' || text[i] == 0x7f)
			return wrong(why, "a control character", row);
	memcpy(field, text, len + 1);
	return NULL;
}

/* ---- lists */

/* The next word between commas or blanks; false: there is none. */
static bool next_word(const char **p, const char **word, size_t *len)
{
	*word = *p + strspn(*p, ", \t");
	*len = strcspn(*word, ", \t");
	*p = *word + *len;
	return *len > 0;
}

static const char *wrong_word(const struct schema_row *row, const char *what, const char *word, size_t len,
                              struct buf *why)
{
	buf_clear(why);
	buf_printf(why, "%s: %.*s; it takes ", what, (int)(len < 40 ? len : 40), word);
	schema_format_range(row, why);
	return why->at;
}

/* Puts an element of the size where it belongs among n in order, for which there is room. False: it is there.
 */
static bool insert(void *at, uint64_t *n, size_t size, const void *element,
                   int (*cmp)(const void *a, const void *b))
{
	char *first = at;
	size_t i = *n;
	while (i > 0 && cmp(first + (i - 1) * size, element) > 0)
		i--;
	if (i > 0 && cmp(first + (i - 1) * size, element) == 0)
		return false;
	memmove(first + (i + 1) * size, first + i * size, (*n - i) * size);
	memcpy(first + i * size, element, size);
	++*n;
	return true;
}

static int prefix_order(const void *x, const void *y)
{
	return prefix_cmp(x, y);
}

static int name_cmp(const void *x, const void *y)
{
	return strcmp(x, y);
}

/* One element; NULL, or what is wrong with it. */
static const char *add_asn(struct framework_asns *list, const char *word, size_t len)
{
	asn_t asn;
	if (asn_parse(word, len, &asn) != ERR_OK || asn == 0 || asn == UINT32_MAX)
		return "not an AS number";
	return insert(list->at, &list->n, sizeof asn, &asn, asn_cmp) ? NULL : "given twice";
}

static const char *add_prefix(struct framework_prefixes *list, const char *word, size_t len)
{
	struct prefix p;
	if (prefix_parse(word, len, &p) != ERR_OK)
		return "not a prefix";
	return insert(list->at, &list->n, sizeof p, &p, prefix_order) ? NULL : "given twice";
}

static const char *add_name(struct framework_names *list, const char *word, size_t len)
{
	char name[FRAMEWORK_NAME] = {0};
	if (len >= sizeof name || strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") < len)
		return "not a name";
	memcpy(name, word, len);
	return insert(list->at, &list->n, sizeof name, name, name_cmp) ? NULL : "given twice";
}

/* All lists begin with their number of elements. */
static const char *set_list(const struct schema_row *row, void *field, const char *text, struct buf *why)
{
	const uint64_t *n = field;
	const char *p = text, *word, *what;
	size_t len, words = 0;
	if (strcmp(text, "none") == 0)
		return *n == 0 ? NULL : wrong(why, "none beside others", row);
	for (; next_word(&p, &word, &len); words++) {
		if (*n == (uint64_t)row->most)
			return wrong(why, "too many", row);
		what = row->type == TYPE_ASNS       ? add_asn(field, word, len)
		       : row->type == TYPE_PREFIXES ? add_prefix(field, word, len)
		                                    : add_name(field, word, len);
		if (what)
			return wrong_word(row, what, word, len, why);
	}
	return words ? NULL : wrong(why, "empty", row);
}

static size_t list_size(const struct schema_row *row)
{
	return row->type == TYPE_ASNS       ? sizeof(struct framework_asns)
	       : row->type == TYPE_PREFIXES ? sizeof(struct framework_prefixes)
	                                    : sizeof(struct framework_names);
}

void schema_clear(const struct schema_row *row, void *field)
{
	REQUIRE(schema_is_list(row));
	memset(field, 0, list_size(row));
}

const char *schema_set(const struct schema_row *row, void *field, const char *text, struct buf *why)
{
	instant_t from, to;
	switch (row->type) {
	case TYPE_NAME:
		return set_name(row, field, text, why);
	case TYPE_TEXT:
		return set_text(row, field, text, why);
	case TYPE_MONTH:
		if (clock_month(text, &from, &to) != ERR_OK)
			return wrong(why, "not a month", row);
		*(instant_t *)field = from;
		return NULL;
	case TYPE_SECONDS:
		return set_seconds(row, field, text, why);
	case TYPE_YES_NO:
		if (strcmp(text, "yes") != 0 && strcmp(text, "no") != 0)
			return wrong(why, "neither yes nor no", row);
		*(uint64_t *)field = text[0] == 'y';
		return NULL;
	case TYPE_ONE_OF:
		return set_one_of(row, field, text, why);
	case TYPE_SET:
		return set_set(row, field, text, why);
	case TYPE_ASNS:
	case TYPE_PREFIXES:
	case TYPE_NAMES:
		return set_list(row, field, text, why);
	default:
		return set_number(row, field, text, why);
	}
}

static void format_decimal(decimal_t v, struct buf *out)
{
	buf_printf(out, "%" PRId64, v / DECIMAL_ONE);
	int64_t part = v % DECIMAL_ONE;
	if (part == 0)
		return;
	char places[8];
	snprintf(places, sizeof places, "%06d", (int)part);
	for (int i = 5; i > 0 && places[i] == '0'; i--)
		places[i] = '\0';
	buf_printf(out, ".%s", places);
}

static void format_fraction(struct fraction x, struct buf *out)
{
	if (DECIMAL_ONE % x.d == 0)
		format_decimal(x.n * (DECIMAL_ONE / x.d), out);
	else
		buf_printf(out, "%" PRId64 "/%" PRId64, x.n, x.d);
}

static void format_seconds(uint64_t v, struct buf *out)
{
	const char *unit = v == 0           ? "s"
	                   : v % 86400 == 0 ? "d"
	                   : v % 3600 == 0  ? "h"
	                   : v % 60 == 0    ? "m"
	                                    : "s";
	buf_u64(out, v / (uint64_t)unit_seconds(unit[0]));
	buf_str(out, unit);
}

static void format_set(const struct schema_row *row, uint64_t bits, struct buf *out)
{
	if (bits == 0)
		buf_str(out, "none");
	for (size_t i = 0; row->names[i]; i++) {
		if (!(bits >> i & 1))
			continue;
		buf_str(out, row->names[i]);
		bits &= ~(UINT64_C(1) << i);
		if (bits)
			buf_str(out, ", ");
	}
}

static void format_list(const struct schema_row *row, const void *field, struct buf *out)
{
	const uint64_t *n = field;
	char text[PREFIX_TEXT];
	if (*n == 0)
		buf_str(out, "none");
	for (uint64_t i = 0; i < *n; i++) {
		buf_str(out, i ? ", " : "");
		if (row->type == TYPE_ASNS) {
			buf_u64(out, ((const struct framework_asns *)field)->at[i]);
		} else if (row->type == TYPE_PREFIXES) {
			prefix_format(text, &((const struct framework_prefixes *)field)->at[i]);
			buf_str(out, text);
		} else {
			buf_str(out, ((const struct framework_names *)field)->at[i]);
		}
	}
}

void schema_format(const struct schema_row *row, const void *field, struct buf *out)
{
	const uint64_t *number = field;
	struct civil c;
	switch (row->type) {
	case TYPE_NAME:
	case TYPE_TEXT:
		buf_str(out, field);
		break;
	case TYPE_MONTH:
		c = clock_split(*(const instant_t *)field);
		buf_printf(out, "%04d-%02u", (int)c.year, c.month);
		break;
	case TYPE_COUNT:
		buf_u64(out, *number);
		break;
	case TYPE_POINTS:
		buf_printf(out, "%" PRId64, *(const int64_t *)field);
		break;
	case TYPE_SECONDS:
		format_seconds(*number, out);
		break;
	case TYPE_DECIMAL:
		format_decimal(*(const decimal_t *)field, out);
		break;
	case TYPE_FRACTION:
		format_fraction(*(const struct fraction *)field, out);
		break;
	case TYPE_YES_NO:
		buf_str(out, *number ? "yes" : "no");
		break;
	case TYPE_ONE_OF:
		buf_str(out, row->names[*number]);
		break;
	case TYPE_SET:
		format_set(row, *number, out);
		break;
	case TYPE_ASNS:
	case TYPE_PREFIXES:
	case TYPE_NAMES:
		format_list(row, field, out);
		break;
	}
}

void schema_format_range(const struct schema_row *row, struct buf *out)
{
	switch (row->type) {
	case TYPE_NAME:
		buf_printf(out, "up to %d of a-z, 0-9 and -", FRAMEWORK_NAME - 1);
		break;
	case TYPE_TEXT:
		buf_printf(out, "one line of up to %d octets", FRAMEWORK_TITLE - 1);
		break;
	case TYPE_MONTH:
		buf_str(out, "YYYY-MM");
		break;
	case TYPE_COUNT:
	case TYPE_POINTS:
		buf_printf(out, "%" PRId64 " to %" PRId64, row->least, row->most);
		break;
	case TYPE_SECONDS:
		format_seconds((uint64_t)row->least, out);
		buf_str(out, " to ");
		format_seconds((uint64_t)row->most, out);
		break;
	case TYPE_DECIMAL:
	case TYPE_FRACTION:
		format_decimal(row->least, out);
		buf_str(out, " to ");
		format_decimal(row->most, out);
		break;
	case TYPE_YES_NO:
		buf_str(out, "yes, no");
		break;
	case TYPE_ASNS:
		buf_printf(out, "up to %" PRId64 " AS numbers, or none", row->most);
		break;
	case TYPE_PREFIXES:
		buf_printf(out, "up to %" PRId64 " prefixes, or none", row->most);
		break;
	case TYPE_NAMES:
		buf_printf(out, "up to %" PRId64 " names of up to %d of A-Z, 0-9, - and _, or none",
		           row->most, FRAMEWORK_NAME - 1);
		break;
	case TYPE_SET:
	case TYPE_ONE_OF:
		for (size_t i = 0, n = 0; row->names[i]; i++)
			if (row->names[i][0])
				buf_printf(out, "%s%s", n++ ? ", " : "", row->names[i]);
		if (row->type == TYPE_SET)
			buf_str(out, ", or none");
		break;
	}
}

/* Levenshtein's distance, for names below 32 octets; more is far. */
static size_t distance(const char *a, const char *b)
{
	enum { LONGEST = 32 };
	size_t n = strlen(a), m = strlen(b), row[LONGEST + 1];
	if (n > LONGEST || m > LONGEST)
		return SIZE_MAX;
	for (size_t j = 0; j <= m; j++)
		row[j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t corner = row[0];
		row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t best = corner + (strncasecmp(a + i - 1, b + j - 1, 1) != 0);
			corner = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[m];
}

const char *schema_nearest(const char *name, const char *const *names, size_t n)
{
	const char *near = NULL;
	size_t least = strlen(name) / 3 + 2; /* farther than this is another word */
	for (size_t i = 0; i < n; i++) {
		size_t d = names[i][0] ? distance(name, names[i]) : SIZE_MAX;
		if (d < least) {
			least = d;
			near = names[i];
		}
	}
	return near;
}
