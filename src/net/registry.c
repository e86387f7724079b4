#include "net/registry.h"

#include <string.h>
#include <strings.h>

static const char *const rir_names[RIR_N] = {"", "afrinic", "apnic", "arin", "lacnic", "ripencc", "iana"};

const char *rir_name(enum rir r)
{
	return r < RIR_N ? rir_names[r] : "";
}

enum rir rir_parse(const char *s, size_t len)
{
	for (int i = 1; i < RIR_N; i++)
		if (strlen(rir_names[i]) == len && strncasecmp(rir_names[i], s, len) == 0)
			return (enum rir)i;
	if (len == 4 && strncasecmp(s, "ripe", 4) == 0)
		return RIR_RIPENCC;
	return RIR_NONE;
}
