#include "base/clock.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

instant_t clock_now(void)
{
	return (instant_t)time(NULL);
}

/* Days from civil date and back: proleptic Gregorian, eras of 400 years, March first. */
static int64_t days_from_civil(int64_t y, unsigned m, unsigned d)
{
	y -= m <= 2;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (int64_t)(m > 2 ? m - 3 : m + 9) + 2) / 5 + (int64_t)d - 1;
	int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return era * 146097 + doe - 719468;
}

instant_t clock_civil(int64_t year, unsigned month, unsigned day)
{
	return days_from_civil(year, month, day) * 86400;
}

struct civil clock_split(instant_t t)
{
	int64_t days = t / 86400, rest = t % 86400;
	if (rest < 0) {
		rest += 86400;
		days--;
	}
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	struct civil c = {.year = yoe + era * 400 + (mp >= 10),
	                  .month = (unsigned)(mp < 10 ? mp + 3 : mp - 9)};
	c.day = (unsigned)(doy - (153 * mp + 2) / 5 + 1);
	c.hour = (unsigned)(rest / 3600);
	c.minute = (unsigned)(rest / 60 % 60);
	c.second = (unsigned)(rest % 60);
	return c;
}

char *clock_format(char out[static CLOCK_TEXT], instant_t t, int32_t micros)
{
	struct civil c = clock_split(t);
	char fraction[16] = "";
	if (micros >= 0)
		snprintf(fraction, sizeof fraction, ".%06d", (int)micros);
	snprintf(out, CLOCK_TEXT, "%04lld-%02u-%02uT%02u:%02u:%02u%sZ", (long long)c.year, c.month, c.day,
	         c.hour, c.minute, c.second, fraction);
	return out;
}

/* Exactly n digits. */
static bool digits(const char **p, const char *end, int n, unsigned *out)
{
	unsigned v = 0;
	for (; n > 0; n--, (*p)++) {
		if (*p >= end || **p < '0' || **p > '9')
			return false;
		v = v * 10 + (unsigned)(**p - '0');
	}
	*out = v;
	return true;
}

static bool literal(const char **p, const char *end, char c)
{
	if (*p >= end || **p != c)
		return false;
	(*p)++;
	return true;
}

static unsigned days_in_month(unsigned year, unsigned month)
{
	static const unsigned char n[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return month == 2 && leap ? 29 : n[month - 1];
}

static enum err parse_unix(const char *p, const char *end, instant_t *out)
{
	int64_t v = 0;
	if (end - p > 12)
		return ERR_VALUE;
	for (; p < end; p++) {
		if (*p < '0' || *p > '9')
			return ERR_VALUE;
		v = v * 10 + (*p - '0');
	}
	*out = v;
	return ERR_OK;
}

/* The offset behind the time: Z or +hh:mm. */
static bool parse_zone(const char **p, const char *end, int64_t *offset)
{
	unsigned h, m;
	if (*p < end && (**p == 'Z' || **p == 'z')) {
		(*p)++;
		*offset = 0;
		return true;
	}
	if (*p >= end || (**p != '+' && **p != '-'))
		return false;
	int sign = **p == '-' ? -1 : 1;
	(*p)++;
	if (!digits(p, end, 2, &h))
		return false;
	(void)literal(p, end, ':');
	if (!digits(p, end, 2, &m) || h > 23 || m > 59)
		return false;
	*offset = sign * (int64_t)(h * 3600 + m * 60);
	return true;
}

enum err clock_parse(const char *s, size_t len, instant_t *out)
{
	const char *p = s, *end = s + len;
	unsigned year, month, day, h, m, sec;
	if (len == 0)
		return ERR_VALUE;
	if (!memchr(s, '-', len))
		return parse_unix(p, end, out);
	if (!digits(&p, end, 4, &year) || !literal(&p, end, '-') || !digits(&p, end, 2, &month) ||
	    !literal(&p, end, '-') || !digits(&p, end, 2, &day))
		return ERR_VALUE;
	if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, month))
		return ERR_VALUE;
	int64_t t = clock_civil(year, month, day), offset = 0;
	if (p == end) {
		*out = t;
		return ERR_OK;
	}
	if (*p != 'T' && *p != 't' && *p != ' ')
		return ERR_VALUE;
	p++;
	if (!digits(&p, end, 2, &h) || !literal(&p, end, ':') || !digits(&p, end, 2, &m) ||
	    !literal(&p, end, ':') || !digits(&p, end, 2, &sec) || h > 23 || m > 59 || sec > 60)
		return ERR_VALUE;
	if (p < end && *p == '.')
		for (p++; p < end && *p >= '0' && *p <= '9'; p++)
			;
	if (!parse_zone(&p, end, &offset) || p != end)
		return ERR_VALUE;
	*out = t + (int64_t)(h * 3600 + m * 60 + sec) - offset;
	return ERR_OK;
}

enum err clock_month(const char *s, instant_t *from, instant_t *to)
{
	unsigned year, month;
	const char *p = s, *end = s + strlen(s);
	if (!digits(&p, end, 4, &year) || !literal(&p, end, '-') || !digits(&p, end, 2, &month) || p != end ||
	    month < 1 || month > 12)
		return ERR_VALUE;
	*from = clock_civil(year, month, 1);
	*to = month == 12 ? clock_civil((int64_t)year + 1, 1, 1) : clock_civil(year, month + 1, 1);
	return ERR_OK;
}
