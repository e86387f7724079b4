#include "cli/source_message.h"

#include "cli/message.h"

#include <string.h>

static uint64_t count_of(const struct tally *t, const char *reason)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->at[i].reason, reason) == 0)
			return t->at[i].n;
	return 0;
}

/* Reasons whose words say it all. */
static bool is_said_by_words(const char *reason)
{
	return strcmp(reason, SOURCE_UNREADABLE) == 0 || strcmp(reason, SOURCE_DAMAGED) == 0 ||
	       strcmp(reason, SOURCE_MISREAD) == 0;
}

void cli_source_message(void *ctx, const struct source *s, struct diag_pos pos, const char *reason,
                        const char *what)
{
	(void)ctx;
	if (count_of(&s->reasons, reason) <= CLI_REPEATS)
		cli_fault_at(s->path, pos, is_said_by_words(reason) ? "" : reason, what);
}

void cli_source_rest(const struct sources *all)
{
	for (size_t i = 0; i < all->at.n; i++) {
		const struct source *s = &all->at.at[i];
		for (size_t k = 0; k < s->reasons.n; k++)
			if (s->reasons.at[k].n > CLI_REPEATS)
				cli_fault_more(s->path, s->reasons.at[k].reason,
				               s->reasons.at[k].n - CLI_REPEATS);
	}
}
