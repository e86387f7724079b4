#include "score/fraction.h"

static wide_t wide_gcd(wide_t a, wide_t b)
{
	while (b != 0) {
		if (a == (int64_t)a &&
		    b == (int64_t)b) { /* nearly always; and a division of 64 bits is cheap */
			int64_t r = (int64_t)a % (int64_t)b;
			a = b;
			b = r;
			continue;
		}
		wide_t r = a % b;
		a = b;
		b = r;
	}
	return a < 0 ? -a : a;
}

struct fraction fraction_of(wide_t n, wide_t d)
{
	if (d == 0)
		return (struct fraction){0};
	wide_t g = wide_gcd(n, d);
	if (d < 0)
		g = -g;
	if (g != 1) {
		n /= g;
		d /= g;
	}
	if (n > INT64_MAX || n < -INT64_MAX || d > INT64_MAX)
		return (struct fraction){0};
	return (struct fraction){.n = (int64_t)n, .d = (int64_t)d};
}

struct fraction fraction_add(struct fraction a, struct fraction b)
{
	if (!fraction_is(a) || !fraction_is(b))
		return (struct fraction){0};
	/* Over the least common denominator, so that 1/5^k terms stay small: the sum of the two products is
	 * below 2^127. */
	wide_t g = wide_gcd(a.d, b.d), d = (wide_t)a.d / g * b.d;
	return fraction_of((wide_t)a.n * (b.d / g) + (wide_t)b.n * (a.d / g), d);
}

struct fraction fraction_mul(struct fraction a, struct fraction b)
{
	return fraction_of((wide_t)a.n * b.n, (wide_t)a.d * b.d);
}

int fraction_cmp(struct fraction a, struct fraction b)
{
	REQUIRE(fraction_is(a) && fraction_is(b));
	wide_t l = (wide_t)a.n * b.d, r = (wide_t)b.n * a.d;
	return (l > r) - (l < r);
}

/* Digits only; at most 12, far below what a later product could overflow with. */
static bool digits(const char *s, size_t len, int64_t *out)
{
	if (len == 0 || len > 12)
		return false;
	int64_t v = 0;
	for (size_t i = 0; i < len; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		v = v * 10 + (s[i] - '0');
	}
	*out = v;
	return true;
}

static size_t find(const char *s, size_t len, char c)
{
	size_t i = 0;
	while (i < len && s[i] != c)
		i++;
	return i;
}

enum err decimal_parse(const char *s, size_t len, decimal_t *out)
{
	size_t dot = find(s, len, '.');
	int64_t whole, part = 0;
	if (!digits(s, dot, &whole))
		return ERR_VALUE;
	if (dot < len) {
		size_t places = len - dot - 1;
		if (places > 6 || !digits(s + dot + 1, places, &part))
			return ERR_VALUE;
		for (; places < 6; places++)
			part *= 10;
	}
	*out = whole * DECIMAL_ONE + part;
	return ERR_OK;
}

enum err fraction_parse(const char *s, size_t len, struct fraction *out)
{
	size_t slash = find(s, len, '/');
	int64_t n, d;
	if (slash == len) {
		enum err e = decimal_parse(s, len, &n);
		if (e == ERR_OK)
			*out = fraction_decimal(n);
		return e;
	}
	if (!digits(s, slash, &n) || !digits(s + slash + 1, len - slash - 1, &d) || n > DECIMAL_ONE ||
	    d == 0 || d > DECIMAL_ONE)
		return ERR_VALUE;
	*out = fraction_of(n, d);
	return ERR_OK;
}
