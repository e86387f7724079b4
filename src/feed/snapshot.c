#include "feed/snapshot.h"

#include "base/mem.h"

#include <ctype.h>
#include <string.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t digits_at(const char *s)
{
	size_t n = 0;
	while (is_digit(s[n]))
		n++;
	return n;
}

/* A number of two digits between from and to; -1: there is none. */
static int two_digits(const char *s, int from, int to)
{
	if (!is_digit(s[0]) || !is_digit(s[1]))
		return -1;
	int v = (s[0] - '0') * 10 + (s[1] - '0');
	return v >= from && v <= to ? v : -1;
}

/* "20260131", "2026-01-31": how long it is, 0 for none. */
static size_t date_at(const char *s, instant_t *out)
{
	int century = two_digits(s, 19, 20), year = century < 0 ? -1 : two_digits(s + 2, 0, 99);
	if (year < 0)
		return 0;
	size_t n = 4;
	n += s[n] == '-';
	int month = two_digits(s + n, 1, 12);
	if (month < 0)
		return 0;
	n += 2;
	n += s[n] == '-';
	int day = two_digits(s + n, 1, 31);
	if (day < 0)
		return 0;
	*out = clock_civil(century * 100 + year, (unsigned)month, (unsigned)day);
	return n + 2;
}

/* "T0930", "-09:30:15Z", "093015" behind a date: how long it is, 0 for none. */
static size_t time_at(const char *s, instant_t *out)
{
	size_t n = *s && strchr("T._-", *s) ? 1 : 0;
	int hour = two_digits(s + n, 0, 23);
	if (hour < 0)
		return 0;
	n += 2;
	n += s[n] && strchr(":.-", s[n]) ? 1 : 0;
	int minute = two_digits(s + n, 0, 59);
	if (minute < 0)
		return 0;
	n += 2;
	size_t gap = s[n] && strchr(":.-", s[n]) ? 1 : 0;
	int second = two_digits(s + n + gap, 0, 60);
	if (second >= 0)
		n += gap + 2;
	n += s[n] == 'Z';
	*out = hour * 3600 + minute * 60 + (second > 0 ? second : 0);
	return n;
}

/* A moment that begins at s, with no digit on either side of it: how long it is, 0 for none. */
static size_t moment_at(const char *name, const char *s, instant_t *out)
{
	if (!is_digit(*s) || (s > name && is_digit(s[-1])))
		return 0;
	instant_t day, time;
	size_t n = date_at(s, &day), more = n ? time_at(s + n, &time) : 0;
	if (more && !is_digit(s[n + more])) {
		*out = day + time;
		return n + more;
	}
	if (n && !is_digit(s[n])) {
		*out = day;
		return n;
	}
	if (*s == '1' && digits_at(s) == 10)
		return clock_parse(s, 10, out) == ERR_OK ? 10 : 0;
	return 0;
}

static size_t without_compression(const char *name)
{
	static const char *const ends[] = {".gz", ".bz2", ".xz", ".zst", ".Z"};
	size_t len = strlen(name);
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		size_t n = strlen(ends[i]);
		if (len > n && strcmp(name + len - n, ends[i]) == 0)
			return len - n;
	}
	return len;
}

char *snapshot_family(const char *name)
{
	struct buf b = {0};
	size_t len = without_compression(name);
	char *text = mem_strndup(name, len);
	for (const char *s = text; *s;) {
		instant_t t;
		size_t n = moment_at(text, s, &t);
		buf_char(&b, n ? '@' : *s);
		s += n ? n : 1;
	}
	free(text);
	return b.at ? buf_take(&b) : mem_strdup("");
}

instant_t snapshot_name_time(const char *name)
{
	for (const char *s = name; *s; s++) {
		instant_t t;
		if (moment_at(name, s, &t))
			return t;
	}
	return INSTANT_NONE;
}

size_t snapshot_in_force(const instant_t *times, size_t n, instant_t at)
{
	size_t best = 0;
	for (size_t i = 1; i < n; i++) {
		bool older = times[i] <= at, best_older = times[best] <= at;
		if (older != best_older ? older : older ? times[i] > times[best] : times[i] < times[best])
			best = i;
	}
	return best;
}
