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

void cli_source_message(void *ctx, const struct source *s, struct diag_pos pos, const char *reason,
                        const char *what)
{
	(void)ctx;
	if (count_of(&s->reasons, reason) > CLI_REPEATS || strcmp(reason, SOURCE_NOT_USED) == 0)
		return;
	if (strcmp(reason, SOURCE_UNREADABLE) == 0 || strcmp(reason, SOURCE_MISREAD) == 0) {
		cli_fault(s->path, "%s", what);
	} else if (strcmp(reason, SOURCE_DAMAGED) == 0) {
		cli_fault_at(s->path, pos, "", what);
	} else {
		cli_fault_at(s->path, pos, reason, what);
	}
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
