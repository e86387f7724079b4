/* The nearest of some names to what was typed. */
#ifndef NORMA_CLI_SUGGEST_H
#define NORMA_CLI_SUGGEST_H

#include <stddef.h>

/** suggest_distance - insertions, deletions, replacements and swaps of neighbours that lead from a to b. */
size_t suggest_distance(const char *a, const char *b);

struct suggest {
	const char *typed;
	const char *best; /* NULL: nothing is near */
	size_t distance;
};

/** suggest_offer - show it one candidate; the nearest one stays, the first of several. */
void suggest_offer(struct suggest *s, const char *candidate);

#endif
