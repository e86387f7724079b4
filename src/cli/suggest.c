#include "cli/suggest.h"

#include <string.h>

enum { LONGEST = 64 };

/* Optimal string alignment: rows for i-2, i-1 and i of the usual table. */
size_t suggest_distance(const char *a, const char *b)
{
	size_t row[3][LONGEST + 1], n = strlen(a), m = strlen(b);
	if (n > LONGEST || m > LONGEST)
		return n > m ? n : m;
	for (size_t j = 0; j <= m; j++)
		row[0][j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t *now = row[i % 3], *up = row[(i - 1) % 3], *upup = row[(i + 1) % 3];
		now[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t d = up[j - 1] + (a[i - 1] != b[j - 1]);
			if (up[j] + 1 < d)
				d = up[j] + 1;
			if (now[j - 1] + 1 < d)
				d = now[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    upup[j - 2] + 1 < d)
				d = upup[j - 2] + 1;
			now[j] = d;
		}
	}
	return row[n % 3][m];
}

void suggest_offer(struct suggest *s, const char *candidate)
{
	size_t typed = strlen(s->typed), d = suggest_distance(s->typed, candidate);
	/* The beginning of a name is near, however much is missing. */
	if (typed >= 2 && strncmp(s->typed, candidate, typed) == 0)
		d = 1;
	if (d <= 1 + typed / 3 && (!s->best || d < s->distance)) {
		s->best = candidate;
		s->distance = d;
	}
}
