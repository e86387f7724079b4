#include "net/asn.h"

#include <stdbool.h>

static bool decimal(const char *s, size_t len, uint64_t max, uint64_t *out)
{
	uint64_t v = 0;
	if (len < 1 || len > 10)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		v = v * 10 + (uint64_t)(s[i] - '0');
	}
	*out = v;
	return v <= max;
}

enum err asn_parse(const char *s, size_t len, asn_t *out)
{
	uint64_t high, low;
	if (len > 2 && (s[0] | 32) == 'a' && (s[1] | 32) == 's') {
		s += 2;
		len -= 2;
	}
	for (size_t i = 0; i < len; i++)
		if (s[i] == '.') {
			if (!decimal(s, i, 65535, &high) || !decimal(s + i + 1, len - i - 1, 65535, &low))
				return ERR_VALUE;
			*out = (asn_t)(high << 16 | low);
			return ERR_OK;
		}
	if (!decimal(s, len, UINT32_MAX, &low))
		return ERR_VALUE;
	*out = (asn_t)low;
	return ERR_OK;
}
